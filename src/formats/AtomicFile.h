//===- AtomicFile.h - All of a file or none of it ---------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_FORMATS_ATOMICFILE_H
#define TILEWRIGHT_FORMATS_ATOMICFILE_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include <string>

namespace tilewright::formats {

/// Makes \p path hold exactly \p bytes, or leaves what was there: writes a
/// temporary file in the same folder and renames it. An existing file keeps its
/// permissions; a symbolic link is followed; a device or pipe (/dev/stdout) is
/// written directly. The error names the path and the cause.
llvm::Error writeFileAtomically(llvm::StringRef path, llvm::StringRef bytes);

/// The whole file. The error names the path and the cause. \p limit in bytes.
llvm::Expected<std::string> readFileBytes(llvm::StringRef path, uint64_t limit = uint64_t(1) << 32);

} // namespace tilewright::formats
#endif // TILEWRIGHT_FORMATS_ATOMICFILE_H
