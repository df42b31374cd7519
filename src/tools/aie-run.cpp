//===- aie-run.cpp - Run a design on the emulated NPU -----------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "driver/Run.h"

#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/raw_ostream.h"

int main(int argc, char **argv) {
  using namespace tilewright::driver;
  llvm::InitLLVM init(argc, argv);
  auto options = parseRunOptions(llvm::ArrayRef<const char *>(argv, argc).drop_front());
  if (!options) {
    llvm::errs() << "aie-run: " << llvm::toString(options.takeError()) << "\n" << runHelpText();
    return 1;
  }
  if (options->showHelp) {
    llvm::outs() << runHelpText();
    return 0;
  }
  if (options->showVersion) {
    llvm::outs() << "aie-run tilewright " TILEWRIGHT_VERSION "\n";
    return 0;
  }
  return run(*options);
}
