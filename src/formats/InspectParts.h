//===- InspectParts.h - Pieces of the inspection ----------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_FORMATS_INSPECTPARTS_H
#define TILEWRIGHT_FORMATS_INSPECTPARTS_H

#include "formats/Outline.h"
#include "llvm/Support/Error.h"

namespace tilewright::formats {

/// An error that is a whole sentence, without the name of a format.
inline llvm::Error plainError(const llvm::Twine &message) {
  return llvm::make_error<llvm::StringError>(message, llvm::inconvertibleErrorCode());
}
/// Segments, sections and symbols of any little-endian ELF.
llvm::Error printCoreElf(Outline &, llvm::StringRef bytes);

} // namespace tilewright::formats
#endif // TILEWRIGHT_FORMATS_INSPECTPARTS_H
