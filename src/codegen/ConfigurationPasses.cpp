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
  if (!aie::getTargetModel(device).isNPU())
    return device.emitOpError("only NPU devices take transactions, ")
           << device::stringify(device.getDevice()) << " is none";
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

void codegen::registerConfigurationPasses() { registerCodegenConfigurationPasses(); }
