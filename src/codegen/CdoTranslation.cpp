//===- CdoTranslation.cpp - aie-translate --aie-generate-cdo ----*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "codegen/CdoFiles.h"
#include "codegen/Translations.h"

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aie;
using namespace tilewright::codegen;

void codegen::registerCdoTranslation() {
  addTranslation(
      "aie-generate-cdo", "Write the device's configuration as CDO files",
      [](ModuleOp module, const TranslationOptions &options, raw_ostream &) -> LogicalResult {
        DeviceOp device = DeviceOp::getForSymbolOrError(module, options.device);
        if (!device)
          return failure();
        CdoFileOptions files;
        files.elfDir = options.workDir;
        files.bigEndian = options.bigEndian;
        files.unified = options.cdoUnified;
        files.enableCores = options.cdoEnableCores;
        files.debug = options.cdoDebug ? &llvm::outs() : nullptr;
        return writeCdoFiles(device, options.workDir, files);
      });
}
