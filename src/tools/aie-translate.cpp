//===- aie-translate.cpp - Write a design in another form -------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/CdoFiles.h"
#include "codegen/RuntimeSequences.h"
#include "codegen/Translations.h"
#include "formats/AtomicOutput.h"

#include "mlir/IR/DialectRegistry.h"
#include "mlir/Tools/mlir-translate/MlirTranslateMain.h"
#include "llvm/Support/CommandLine.h"

namespace mlir {
// Declared by hand, as mlir-translate does: there is no header with only these.
void registerFromLLVMIRTranslation();
void registerToLLVMIRTranslation();
void registerToCppTranslation();
void registerFromSPIRVTranslation();
void registerToSPIRVTranslation();
} // namespace mlir

int main(int argc, char **argv) {
  using namespace tilewright;
  mlir::registerFromLLVMIRTranslation();
  mlir::registerToLLVMIRTranslation();
  mlir::registerToCppTranslation();
  mlir::registerFromSPIRVTranslation();
  mlir::registerToSPIRVTranslation();
  codegen::registerTranslationOptions();
  codegen::registerCoreTranslations();
  codegen::registerCdoTranslation();
  codegen::registerSequenceTranslations();
  llvm::cl::AddExtraVersionPrinter(
      [](llvm::raw_ostream &out) { out << "aie-translate " << TILEWRIGHT_VERSION << "\n"; });
  return formats::runWithAtomicOutput(argc, argv, [](int argc, char **argv) -> int {
    return mlir::failed(mlir::mlirTranslateMain(argc, argv, "Translation of AI-engine designs"));
  });
}
