//===- CoreLoader.h - Linking core programs into this process ---*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_EMULATOR_CORELOADER_H
#define TILEWRIGHT_EMULATOR_CORELOADER_H

#include "emulator/Core.h"
#include "formats/HostProgram.h"
#include "llvm/Support/Error.h"
#include <memory>

namespace tilewright::emulator {

class Array;

class CoreLoader {
public:
  CoreLoader();
  ~CoreLoader();

  /// Gives every core of \p program its program, linked against the buffers where
  /// they lie now, and takes it from the others. Errors name symbol and tile.
  llvm::Error attach(Array &, const formats::HostProgram &program);

private:
  struct Session;
  std::shared_ptr<Session> session; ///< made when there is something to link
};

} // namespace tilewright::emulator
#endif // TILEWRIGHT_EMULATOR_CORELOADER_H
