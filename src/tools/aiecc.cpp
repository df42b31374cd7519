//===- aiecc.cpp - The compiler driver --------------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "driver/Compile.h"

#include "llvm/Config/llvm-config.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/raw_ostream.h"

int main(int argc, char **argv) {
  using namespace tilewright::driver;
  llvm::InitLLVM init(argc, argv);
  auto options = parseOptions(llvm::ArrayRef<const char *>(argv, argc).drop_front());
  if (!options) {
    llvm::errs() << "aiecc: " << llvm::toString(options.takeError()) << "\nCompilation failed\n";
    return 1;
  }
  if (options->showHelp) {
    llvm::outs() << helpText();
    return 0;
  }
  if (options->showVersion) {
    llvm::outs() << "aiecc (C++ version) tilewright " TILEWRIGHT_VERSION
                    ", LLVM " LLVM_VERSION_STRING "\n";
    return 0;
  }
  return compile(*options);
}
