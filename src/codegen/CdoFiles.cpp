//===- CdoFiles.cpp - The configuration files of a device -------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "codegen/CdoFiles.h"
#include "codegen/Configuration.h"
#include "formats/AtomicFile.h"
#include "formats/Cdo.h"
#include "llvm/Support/Path.h"

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aie;
using namespace tilewright::codegen;

FailureOr<SmallVector<CdoFile, 3>> codegen::makeCdoFiles(DeviceOp device,
                                                         const CdoFileOptions &options) {
  SmallVector<CdoFile, 3> files;
  auto add = [&](StringRef suffix, FailureOr<formats::RegisterProgram> program) -> LogicalResult {
    if (failed(program))
      return failure();
    auto bytes = formats::writeCdo(*program, {options.bigEndian, options.debug});
    if (!bytes)
      return device.emitOpError() << llvm::toString(bytes.takeError());
    files.push_back(
        {(device.getSymName() + "_aie_cdo" + suffix + ".bin").str(), std::move(*bytes)});
    return success();
  };
  if (options.unified) {
    if (failed(add("", buildWholeProgram(device, options.elfDir, options.enableCores))))
      return failure();
    return files;
  }
  if (failed(add("_elfs", buildElfProgram(device, options.elfDir))) ||
      failed(add("_init", buildInitProgram(device))))
    return failure();
  if (options.enableCores && failed(add("_enable", buildEnableProgram(device))))
    return failure();
  return files;
}

LogicalResult codegen::writeCdoFiles(DeviceOp device, StringRef folder,
                                     const CdoFileOptions &options) {
  auto files = makeCdoFiles(device, options);
  if (failed(files))
    return failure();
  for (const CdoFile &file : *files) {
    SmallString<128> path(folder);
    llvm::sys::path::append(path, file.name);
    if (llvm::Error error = formats::writeFileAtomically(path, file.bytes))
      return device.emitOpError() << llvm::toString(std::move(error));
  }
  return success();
}
