//===- Compile.h - From a design to its outputs -----------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_DRIVER_COMPILE_H
#define TILEWRIGHT_DRIVER_COMPILE_H

#include "driver/Design.h"
#include "driver/Options.h"

namespace tilewright::driver {

/// Does what a command line asks for. The process's exit status.
int compile(const Options &options);

/// The stages every output needs: placement, traces, resources, routes. Changes
/// the design in place; false, and said why, if one fails.
bool makePhysical(Design &design, const Options &options);

/// Makes the folder for intermediate files; its parent must exist.
bool makeWorkDirectory(const Options &options);

/// Whether the options leave a device or sequence in.
bool isSelected(aie::DeviceOp device, const Options &options);

} // namespace tilewright::driver
#endif // TILEWRIGHT_DRIVER_COMPILE_H
