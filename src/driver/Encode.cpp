//===- Encode.cpp - From IR to bytes ----------------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "driver/Encode.h"
#include "codegen/CdoFiles.h"
#include "codegen/RuntimeSequences.h"
#include "driver/Log.h"
#include "formats/Txn.h"

using namespace mlir;

namespace tilewright::driver {

std::optional<CdoFiles> encodeConfiguration(aie::DeviceOp device, StringRef elfFolder) {
  codegen::CdoFileOptions options;
  options.elfDir = elfFolder.str();
  auto files = codegen::makeCdoFiles(device, options);
  if (failed(files) || files->size() != 3)
    return std::nullopt;
  return CdoFiles{std::move((*files)[0].bytes), std::move((*files)[1].bytes),
                  std::move((*files)[2].bytes)};
}

std::optional<std::string> encodeSequence(aie::RuntimeSequenceOp sequence,
                                          const ScalarValues &values) {
  if (codegen::isDynamicSequence(sequence)) {
    bool takesScalars =
        !llvm::all_of(sequence.getBody().getArgumentTypes(), llvm::IsaPred<BaseMemRefType>);
    if (values.empty() && takesScalars) {
      sequence.emitOpError(
          "has scalar arguments, so its instructions are known at run time only; use "
          "--aie-generate-txn-cpp, or aie-run with --set");
      return std::nullopt;
    }
    auto words = codegen::evaluateSequence(sequence, values);
    if (failed(words))
      return std::nullopt;
    std::string bytes;
    llvm::raw_string_ostream stream(bytes);
    codegen::writeWords(*words, /*binary=*/true, stream);
    return bytes;
  }
  auto program = codegen::buildSequenceProgram(sequence);
  if (failed(program))
    return std::nullopt;
  auto bytes = formats::writeTxn(*program, aie::getTargetModel(sequence));
  if (bytes)
    return std::move(*bytes);
  sequence.emitOpError() << "cannot be written as instructions: "
                         << llvm::toString(bytes.takeError());
  return std::nullopt;
}

std::optional<std::string> encodeControlPackets(aie::RuntimeSequenceOp sequence) {
  auto device = sequence->getParentOfType<aie::DeviceOp>();
  std::string bytes;
  llvm::raw_string_ostream stream(bytes);
  if (failed(codegen::translateToControlPackets(device->getParentOfType<ModuleOp>(),
                                                device.getSymName(), sequence.getSymName(),
                                                /*binary=*/true, stream)))
    return std::nullopt;
  return bytes;
}

} // namespace tilewright::driver
