//===- Cores.h - Compiling the programs of the cores ------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_DRIVER_CORES_H
#define TILEWRIGHT_DRIVER_CORES_H

#include "codegen/CoreLowering.h"
#include "dialect/aie/AIEDialect.h"
#include "driver/Graph.h"
#include "driver/Options.h"
#include "formats/HostProgram.h"

namespace tilewright::driver {

/// Where a core's program lies.
struct CoreElf {
  device::TileID tile;
  std::string path; ///< absolute, or relative to the work folder if the design says so
};

/// Cores that have a program: a body, object files or an ELF file.
std::vector<aie::CoreOp> coresToCompile(aie::DeviceOp device);

/// Declares the compilation of a device's cores by Peano or Chess. The module
/// is only read, and must not change until all are made.
std::vector<Artifact<CoreElf>> addCores(Graph &graph, aie::DeviceOp device, const Options &options);

/// Lowers a core (or all of a device) to LLVM IR in \p context; null, and said why,
/// if that fails.
std::unique_ptr<llvm::Module> lowerToLLVM(aie::DeviceOp device, codegen::CoreChoice core,
                                          codegen::CoreTarget target, llvm::LLVMContext &context,
                                          const Options &options);

/// Declares the compilation of a device's cores for this machine: everything
/// the emulator needs beside the configuration.
Artifact<formats::HostProgram> addHostProgram(Graph &graph, aie::DeviceOp device,
                                              const Options &options);

/// The object files of a kernel that a core is linked with, for this machine:
/// an object if there is one for it, else its C or C++ source compiled.
std::optional<std::string> hostKernel(llvm::StringRef file, mlir::Location location,
                                      const Options &options);

/// Replaces the cores' bodies by the ELF files they were compiled to.
void attachElfs(aie::DeviceOp device, llvm::ArrayRef<const CoreElf *> elfs);

} // namespace tilewright::driver
#endif // TILEWRIGHT_DRIVER_CORES_H
