//===- Controller.h - What executes register programs -----------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The controller executes commands strictly in order, each complete before the
// next. It is slow against the array: between two commands of a run the array
// goes as far as it can. So a push finds its queue full only if no room can come
// by waiting; on hardware that push would be lost, here it is an error.
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_EMULATOR_CONTROLLER_H
#define TILEWRIGHT_EMULATOR_CONTROLLER_H

#include "emulator/Array.h"
#include "emulator/Npu.h"

namespace tilewright::emulator {

/// Carries out a LoadPdi command.
using PdiAction = llvm::function_ref<llvm::Error(const formats::LoadPdi &)>;

/// A configuration: no waiting between the commands, and nothing acts until the end.
llvm::Error executeConfiguration(Array &, const formats::RegisterProgram &);
/// An instruction stream.
llvm::Error executeInstructions(Array &, const formats::RegisterProgram &, PdiAction loadPdi);

} // namespace tilewright::emulator
#endif // TILEWRIGHT_EMULATOR_CONTROLLER_H
