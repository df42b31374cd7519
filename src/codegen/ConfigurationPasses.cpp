//===- ConfigurationPasses.cpp - Configuration as instructions --*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "codegen/Configuration.h"
#include "codegen/NpuOps.h"
#include "dialect/aiex/AIEXDialect.h"
#include "mlir/Pass/Pass.h"

namespace tilewright::codegen {
#define GEN_PASS_DECL
#define GEN_PASS_DEF_AIEEXPANDLOADPDI
#define GEN_PASS_DEF_CONVERTAIETOTRANSACTION
#define GEN_PASS_DEF_CONVERTAIETOCONTROLPACKETS
#define GEN_PASS_REGISTRATION
#include "codegen/ConfigurationPasses.h.inc"
} // namespace tilewright::codegen

using namespace mlir;
using namespace tilewright;
using namespace tilewright::codegen;

//===--- A device's configuration in itself -------------------------------===//

static LogicalResult configureInPlace(aie::DeviceOp device, StringRef elfDir, StringRef only,
                                      NpuForm form) {
  if (!only.empty() && device.getSymName() != only)
    return success();
  FailureOr<formats::RegisterProgram> program = buildWholeProgram(device, elfDir);
  if (failed(program))
    return failure();
  return insertConfiguration(device, asTransaction(std::move(*program)), form);
}

namespace {
struct ConvertAIEToTransaction
    : codegen::impl::ConvertAIEToTransactionBase<ConvertAIEToTransaction> {
  using ConvertAIEToTransactionBase::ConvertAIEToTransactionBase;
  void runOnOperation() override {
    if (failed(configureInPlace(getOperation(), elfDir, deviceName, NpuForm::Transaction)))
      signalPassFailure();
  }
};

struct ConvertAIEToControlPackets
    : codegen::impl::ConvertAIEToControlPacketsBase<ConvertAIEToControlPackets> {
  using ConvertAIEToControlPacketsBase::ConvertAIEToControlPacketsBase;
  void runOnOperation() override {
    if (failed(configureInPlace(getOperation(), elfDir, deviceName, NpuForm::ControlPackets)))
      signalPassFailure();
  }
};
} // namespace

//===--- Loading a device by writes ---------------------------------------===//

/// An empty device of the same kind as \p like. Loading it resets the array; two
/// of them take turns, since loading what is loaded already does nothing.
static StringAttr emptyDevice(ModuleOp module, aie::DeviceOp like, unsigned turn) {
  std::string name = ("empty_" + Twine(turn % 2)).str();
  StringAttr symbol = StringAttr::get(module.getContext(), name);
  for (auto device : module.getOps<aie::DeviceOp>())
    if (device.getSymNameAttr() == symbol)
      return symbol;
  OpBuilder builder = OpBuilder::atBlockBegin(module.getBody());
  auto device =
      aie::DeviceOp::create(builder, builder.getUnknownLoc(), like.getDeviceAttr(), symbol);
  aie::DeviceOp::ensureTerminator(device.getBodyRegion(), builder, builder.getUnknownLoc());
  return symbol;
}

namespace {
struct AIEExpandLoadPdi : codegen::impl::AIEExpandLoadPdiBase<AIEExpandLoadPdi> {
  void runOnOperation() override {
    ModuleOp module = getOperation();
    SmallVector<aiex::NpuLoadPdiOp> loads;
    module.walk([&](aiex::NpuLoadPdiOp load) { loads.push_back(load); });
    unsigned expanded = 0;
    for (auto [turn, load] : llvm::enumerate(loads))
      if (load.getDeviceRef() && failed(expand(module, load, turn, expanded++)))
        return signalPassFailure();
  }

  LogicalResult expand(ModuleOp module, aiex::NpuLoadPdiOp load, unsigned turn, unsigned number) {
    StringRef name = *load.getDeviceRef();
    auto device = dyn_cast_or_null<aie::DeviceOp>(SymbolTable::lookupSymbolIn(module, name));
    if (!device)
      return load.emitError() << "Referenced symbol '" << name << "' is not a device";
    FailureOr<formats::RegisterProgram> program = buildWholeProgram(device, "");
    if (failed(program))
      return load.emitError("Failed to generate configuration operations");

    StringAttr empty = emptyDevice(module, device, turn);
    OpBuilder builder(load);
    auto reset = cast<aiex::NpuLoadPdiOp>(builder.clone(*load));
    reset->setLoc(builder.getUnknownLoc());
    reset.setDeviceRefAttr(FlatSymbolRefAttr::get(empty));
    std::string prefix = ("loadpdi_" + Twine(number)).str();
    if (failed(insertNpuOps(builder, load->getParentOfType<aie::DeviceOp>(),
                            asTransaction(std::move(*program)), prefix, NpuForm::Transaction)))
      return load.emitError("Failed to generate configuration operations");
    load.erase();
    return success();
  }
};
} // namespace

void codegen::registerConfigurationPasses() { registerCodegenConfigurationPasses(); }
