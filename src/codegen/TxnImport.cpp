//===- TxnImport.cpp - Instruction streams to designs ---------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "codegen/NpuOps.h"
#include "codegen/RuntimeSequences.h"
#include "formats/Txn.h"
#include "mlir/Tools/mlir-translate/Translation.h"

#include "llvm/Support/SourceMgr.h"

using namespace mlir;
using namespace tilewright;

OwningOpRef<ModuleOp> codegen::importTxn(StringRef bytes, MLIRContext *context) {
  context->loadDialect<aie::AIEDialect, aiex::AIEXDialect, memref::MemRefDialect>();
  Location loc = UnknownLoc::get(context);
  auto fail = [&](llvm::Error error) {
    emitError(loc) << "Failed to parse binary: " << llvm::toString(std::move(error));
    return OwningOpRef<ModuleOp>();
  };
  llvm::Expected<formats::Txn> txn = formats::readTxn(bytes);
  if (!txn)
    return fail(txn.takeError());
  llvm::Expected<device::Device> deviceKind = formats::deviceOfTxn(txn->header);
  if (!deviceKind)
    return fail(deviceKind.takeError());
  OwningOpRef<ModuleOp> module = ModuleOp::create(loc);
  auto b = OpBuilder::atBlockBegin(module->getBody());
  auto deviceOp = aie::DeviceOp::create(b, loc, *deviceKind, "main");
  b.createBlock(&deviceOp.getBodyRegion());
  auto end = aie::EndOp::create(b, loc);
  b.setInsertionPoint(end);
  if (failed(
          insertNpuOps(b, deviceOp, txn->program, "config_blockwrite_data_", NpuForm::Transaction)))
    return {};
  return module;
}

void codegen::registerTxnImport() {
  static TranslateToMLIRRegistration registration(
      "txn-to-mlir", "Read an instruction stream as register operations",
      [](llvm::SourceMgr &sources, MLIRContext *context) -> OwningOpRef<Operation *> {
        return importTxn(sources.getMemoryBuffer(sources.getMainFileID())->getBuffer(), context);
      });
}
