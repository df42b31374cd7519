//===- Seeds.cpp - Writes the seed corpus -----------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// usage: fuzz-seeds DIR    a folder per reader, with a valid file in it
//
//===----------------------------------------------------------------------===//

#include "Readers.h"
#include "formats/AtomicFile.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"

using namespace tilewright::formats;

int main(int argc, char **argv) {
  if (argc != 2) {
    llvm::errs() << "usage: fuzz-seeds DIR\n";
    return 2;
  }
  for (const fuzz::Reader &reader : fuzz::readers()) {
    std::string folder = std::string(argv[1]) + "/" + reader.name.str();
    if (std::error_code code = llvm::sys::fs::create_directories(folder)) {
      llvm::errs() << folder << ": " << code.message() << "\n";
      return 1;
    }
    if (llvm::Error e = writeFileAtomically(folder + "/valid", reader.sample())) {
      llvm::errs() << llvm::toString(std::move(e)) << "\n";
      return 1;
    }
  }
  return 0;
}
