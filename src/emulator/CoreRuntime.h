//===- CoreRuntime.h - What core programs call ------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_EMULATOR_CORERUNTIME_H
#define TILEWRIGHT_EMULATOR_CORERUNTIME_H

#include "llvm/ADT/ArrayRef.h"

namespace tilewright::emulator {

struct RuntimeFunction {
  const char *name;
  void *address;
};
llvm::ArrayRef<RuntimeFunction> runtimeFunctions();

} // namespace tilewright::emulator
#endif // TILEWRIGHT_EMULATOR_CORERUNTIME_H
