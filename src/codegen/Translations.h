//===- Translations.h - What aie-translate can write ------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each part of the code generator registers its own translations with
// `addTranslation`; the tool calls every register function of this header. The
// command line that they share is declared once, by `registerTranslationOptions`.
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_CODEGEN_TRANSLATIONS_H
#define TILEWRIGHT_CODEGEN_TRANSLATIONS_H

#include "mlir/IR/BuiltinOps.h"
#include "llvm/Support/raw_ostream.h"

#include <functional>
#include <map>
#include <string>

namespace tilewright::codegen {

/// The options of aie-translate that its translations share.
struct TranslationOptions {
  std::string device;               ///< --aie-device-name; empty: `main`
  std::string sequence;             ///< --aie-sequence-name; empty: the device's first
  int column = 0, row = 0;          ///< --tilecol, --tilerow
  bool binary = true;               ///< --aie-output-binary; false: one hexadecimal word per line
  std::string workDir;              ///< --work-dir-path; empty: the current directory
  bool bigEndian = false;           ///< --big-endian
  bool cdoUnified = false;          ///< --cdo-unified
  bool cdoDebug = false;            ///< --cdo-debug
  bool cdoAiesim = false;           ///< --cdo-aiesim
  bool cdoXaieDebug = false;        ///< --cdo-xaie-debug
  bool cdoEnableCores = true;       ///< --cdo-enable-cores
  bool txnCppSelfContained = false; ///< --aie-txn-cpp-self-contained
  std::map<unsigned, int64_t>
      arguments; ///< --aie-set-argument: values of a dynamic sequence's scalars
};

/// Declares the options above on the command line. Call once, before parsing.
void registerTranslationOptions();

using TranslateModule = std::function<mlir::LogicalResult(
    mlir::ModuleOp, const TranslationOptions &, llvm::raw_ostream &)>;
/// Makes `--<flag>` of aie-translate call \p translate on the parsed module.
void addTranslation(llvm::StringRef flag, llvm::StringRef summary, TranslateModule translate);

/// Linker scripts, memory maps, core lists, routes as JSON, libxaie C++ and the like.
void registerCoreTranslations();

} // namespace tilewright::codegen
#endif // TILEWRIGHT_CODEGEN_TRANSLATIONS_H
