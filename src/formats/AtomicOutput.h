//===- AtomicOutput.h - A tool's -o, all of the file or none ----*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_FORMATS_ATOMICOUTPUT_H
#define TILEWRIGHT_FORMATS_ATOMICOUTPUT_H

#include "llvm/ADT/STLFunctionalExtras.h"

namespace tilewright::formats {

/// Runs \p tool, a main function that writes its result to the file of option -o
/// as it goes, so that the file changes only when the tool has succeeded, and at
/// once. The tool is given a pipe in place of the file named; what comes through
/// is then written atomically. Returns the exit status: the tool's,
/// or 1 when the file could not be written.
int runWithAtomicOutput(int argc, char **argv, llvm::function_ref<int(int, char **)> tool);

} // namespace tilewright::formats
#endif // TILEWRIGHT_FORMATS_ATOMICOUTPUT_H
