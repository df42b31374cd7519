//===- CdoFiles.h - The configuration files of a device ---------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_CODEGEN_CDOFILES_H
#define TILEWRIGHT_CODEGEN_CDOFILES_H

#include "dialect/aie/AIEDialect.h"
#include "llvm/Support/raw_ostream.h"
#include <string>

namespace tilewright::codegen {

struct CdoFileOptions {
  std::string elfDir; ///< where relative `elf_file`s lie; empty: the current folder
  bool bigEndian = false;
  bool unified = false; ///< one file instead of three
  bool enableCores = true;
  llvm::raw_ostream *debug = nullptr; ///< gets one line per command
};

/// A file in memory.
struct CdoFile {
  std::string name; ///< "main_aie_cdo_init.bin"
  std::string bytes;
};

/// The files of a device, in the order that they are loaded in: programs,
/// initial state, start (or all in one). Errors are reported at the ops.
mlir::FailureOr<llvm::SmallVector<CdoFile, 3>> makeCdoFiles(aie::DeviceOp device,
                                                            const CdoFileOptions &options);
/// The same, written to \p folder (empty: the current one); all or nothing is
/// made, then each file is written whole.
mlir::LogicalResult writeCdoFiles(aie::DeviceOp device, llvm::StringRef folder,
                                  const CdoFileOptions &options);

/// `aie-translate --aie-generate-cdo`.
void registerCdoTranslation();

} // namespace tilewright::codegen
#endif // TILEWRIGHT_CODEGEN_CDOFILES_H
