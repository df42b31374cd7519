//===- Fuzz.cpp - One libFuzzer target --------------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Compiled once per reader, with TILEWRIGHT_READER as its name. Start with the
// seeds: `fuzz-seeds DIR && fuzz-xclbin DIR/xclbin`.
//
//===----------------------------------------------------------------------===//

#include "Readers.h"
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const auto *reader = tilewright::formats::fuzz::findReader(TILEWRIGHT_READER);
  reader->run({reinterpret_cast<const char *>(data), size});
  return 0;
}
