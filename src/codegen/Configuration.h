//===- Configuration.h - From a routed device to its registers --*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A physical device (tiles placed, buffers with addresses, locks and BDs with
// numbers, flows routed into switchboxes, cores with ELF files) becomes a
// register program in three stages: programs into the cores, everything at its
// initial value, cores running. Every write and its order are those of mlir-aie.
//
// One register write differs by destination. A DMA channel is enabled by a mask
// write with an empty mask: in a CDO that changes nothing; in a transaction
// mlir-aie writes the value. The programs here hold the mask write, and
// `asTransaction` makes the other form.
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_CODEGEN_CONFIGURATION_H
#define TILEWRIGHT_CODEGEN_CONFIGURATION_H

#include "dialect/aie/AIEDialect.h"
#include "formats/RegisterProgram.h"

namespace tilewright::codegen {

/// Loads the ELF of every core that has one. A relative `elf_file` lies in
/// \p elfDir. Errors are reported at the core.
mlir::FailureOr<formats::RegisterProgram> buildElfProgram(aie::DeviceOp device,
                                                          llvm::StringRef elfDir);
/// Core resets, locks, initial buffer contents, DMAs, stream switches, cascades.
/// Errors are reported at the op that cannot be configured.
mlir::FailureOr<formats::RegisterProgram> buildInitProgram(aie::DeviceOp device);
/// Starts the cores.
mlir::FailureOr<formats::RegisterProgram> buildEnableProgram(aie::DeviceOp device);

/// All stages in order; programs and enables only if the device has a core.
mlir::FailureOr<formats::RegisterProgram>
buildWholeProgram(aie::DeviceOp device, llvm::StringRef elfDir, bool enableCores = true);

/// The same program with mask writes of an empty mask as plain writes.
formats::RegisterProgram asTransaction(formats::RegisterProgram program);

} // namespace tilewright::codegen
#endif // TILEWRIGHT_CODEGEN_CONFIGURATION_H
