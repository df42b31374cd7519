//===- ExpandLoadPdi.cpp - Loads of images to register writes -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Loading a device's image resets the array and then configures it. The two can
// be parted: load an empty device's image, then write the registers from the
// instruction stream. The firmware does not load an image that is loaded
// already, so loads in a row take turns between two empty devices.
//
//===----------------------------------------------------------------------===//
#include "codegen/Configuration.h"
#include "codegen/NpuOps.h"
#include "codegen/RuntimeSequences.h"

namespace tilewright::codegen {
#define GEN_PASS_DEF_AIEEXPANDLOADPDI
#include "codegen/SequencePasses.h.inc"
} // namespace tilewright::codegen

using namespace mlir;
using namespace tilewright;
using namespace tilewright::codegen;

/// The empty device of that name; made at the start of the module if there is none.
static LogicalResult makeEmptyDevice(ModuleOp module, StringRef name, aie::DeviceOp like) {
  if (Operation *existing = module.lookupSymbol(name))
    return isa<aie::DeviceOp>(existing)
               ? success()
               : existing->emitOpError() << "has the name of the empty device '" << name << "'";
  auto b = OpBuilder::atBlockBegin(module.getBody());
  auto deviceOp = aie::DeviceOp::create(b, like.getLoc(), like.getDevice(), name);
  b.createBlock(&deviceOp.getBodyRegion());
  aie::EndOp::create(b, like.getLoc());
  return success();
}

static LogicalResult expand(aiex::NpuLoadPdiOp load, ModuleOp module, unsigned turn,
                            unsigned number) {
  StringRef name = *load.getDeviceRef();
  auto referenced = dyn_cast_or_null<aie::DeviceOp>(module.lookupSymbol(name));
  if (!referenced)
    return load.emitError() << "Referenced symbol '" << name << "' is not a device";
  std::string empty = "empty_" + std::to_string(turn);
  if (failed(makeEmptyDevice(module, empty, referenced)))
    return failure();
  auto program = buildWholeProgram(referenced, /*elfDir=*/"");
  auto owner = load->getParentOfType<aie::DeviceOp>();
  OpBuilder b(load);
  aiex::NpuLoadPdiOp::create(b, load.getLoc(), FlatSymbolRefAttr::get(b.getContext(), empty),
                             load.getIdAttr(), load.getSizeAttr(), load.getAddressAttr());
  if (failed(program) || !owner ||
      failed(insertNpuOps(b, owner, asTransaction(std::move(*program)),
                          "loadpdi_" + std::to_string(number), NpuForm::Transaction)))
    return load.emitError("Failed to generate configuration operations");
  load.erase();
  return success();
}

namespace {
struct ExpandLoadPdi : codegen::impl::AIEExpandLoadPdiBase<ExpandLoadPdi> {
  void runOnOperation() override {
    SmallVector<aiex::NpuLoadPdiOp> loads;
    getOperation().walk([&](aiex::NpuLoadPdiOp load) { loads.push_back(load); });
    unsigned expanded = 0;
    for (auto [i, load] : llvm::enumerate(loads))
      if (load.getDeviceRef() && failed(expand(load, getOperation(), i % 2, expanded++)))
        return signalPassFailure();
  }
};
} // namespace
