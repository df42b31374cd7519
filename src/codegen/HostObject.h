//===- HostObject.h - A core's program for this machine ---------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_CODEGEN_HOSTOBJECT_H
#define TILEWRIGHT_CODEGEN_HOSTOBJECT_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include <memory>
#include <string>

namespace llvm {
class Module;
}

namespace tilewright::codegen {

/// Compiles a core's LLVM IR to an object file for the emulator, by the
/// convention of formats/HostProgram.h. The same module gives the same bytes on every machine
/// of the host's architecture.
llvm::Expected<std::string> compileForHost(std::unique_ptr<llvm::Module> module);

/// The symbol that the emulator has for an intrinsic: `llvm.aie2.get.ss` is
/// `tilewright_get_ss`. Empty for a name that is no intrinsic.
std::string hostName(llvm::StringRef intrinsic);

} // namespace tilewright::codegen
#endif // TILEWRIGHT_CODEGEN_HOSTOBJECT_H
