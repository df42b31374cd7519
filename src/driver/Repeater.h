//===- Repeater.h - A script that repeats a failure -------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_DRIVER_REPEATER_H
#define TILEWRIGHT_DRIVER_REPEATER_H

#include "driver/Pipelines.h"

namespace tilewright::driver {

/// Writes the IR before a stage that failed, and a shell script that runs the
/// stage on it, into the folder for scripts.
void writeRepeater(mlir::ModuleOp before, const Pipeline &, llvm::ArrayRef<std::string> diagnostics,
                   const Options &);

} // namespace tilewright::driver
#endif // TILEWRIGHT_DRIVER_REPEATER_H
