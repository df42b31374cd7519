//===- Tools.h - Programs that are not part of this package -----*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_DRIVER_TOOLS_H
#define TILEWRIGHT_DRIVER_TOOLS_H

#include "driver/Options.h"

#include <optional>

namespace tilewright::driver {

/// Where core compilers were found; an empty path: not found.
struct CoreTools {
  std::string peanoRoot, opt, llc, clang, lld;
  std::string aietoolsRoot, xchesscc, xchessccWrapper;
};
CoreTools findCoreTools(const Options &);

/// A program by name on PATH, then in \p folders; empty if there is none.
std::string findProgram(llvm::StringRef name, llvm::ArrayRef<std::string> folders = {});

/// This program's own folder, and the root of the package it belongs to.
const std::string &executableFolder();
/// A folder of the package ("runtime", ...), in a build tree or installed; empty if missing.
std::string packageFolder(llvm::StringRef name);

/// Runs a command without a shell; in a dry run only says so. Prints it when
/// verbose. False, and said why, if it fails.
bool runCommand(llvm::ArrayRef<std::string> command, const Options &);

} // namespace tilewright::driver
#endif // TILEWRIGHT_DRIVER_TOOLS_H
