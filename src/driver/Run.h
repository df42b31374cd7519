//===- Run.h - A design on the emulated NPU ---------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_DRIVER_RUN_H
#define TILEWRIGHT_DRIVER_RUN_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"

#include <map>
#include <string>

namespace tilewright::driver {

/// What aie-run is told. Numbers are those of the runtime sequence's arguments,
/// or of the host's buffers for files that are run directly.
struct RunOptions {
  std::string design;        ///< a .mlir file, or:
  std::string xclbin, insts; ///< a compiled configuration and instruction stream
  std::string device, sequence;
  std::map<unsigned, std::string> inputs, outputs; ///< argument -> file of raw bytes
  std::map<unsigned, uint64_t> sizes;              ///< argument -> bytes, without a design
  std::map<unsigned, int64_t> scalars;             ///< argument -> value
  bool verbose = false, showHelp = false, showVersion = false;
};

llvm::Expected<RunOptions> parseRunOptions(llvm::ArrayRef<const char *> arguments);
std::string runHelpText();

/// Compiles the design to the bytes a real NPU gets, reads them back and runs
/// them. The process's exit status: 0 only when the sequence has completed.
int run(const RunOptions &options);

} // namespace tilewright::driver
#endif // TILEWRIGHT_DRIVER_RUN_H
