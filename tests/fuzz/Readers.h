//===- Readers.h - Every reader of bytes, as a fuzz entry -------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_TESTS_FUZZ_READERS_H
#define TILEWRIGHT_TESTS_FUZZ_READERS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <string>

namespace tilewright::formats::fuzz {

struct Reader {
  llvm::StringRef name;
  /// Reads everything that can be read from the bytes; errors are fine.
  void (*run)(llvm::StringRef bytes);
  /// A valid file.
  std::string (*sample)();
};
llvm::ArrayRef<Reader> readers();
/// By name; null if there is none.
const Reader *findReader(llvm::StringRef name);

} // namespace tilewright::formats::fuzz
#endif // TILEWRIGHT_TESTS_FUZZ_READERS_H
