//===- HostBuild.h - The program beside the array ---------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_DRIVER_HOSTBUILD_H
#define TILEWRIGHT_DRIVER_HOSTBUILD_H

#include "driver/Design.h"
#include "driver/Graph.h"
#include "driver/Options.h"

namespace tilewright::driver {

/// Declares aie_inc.cpp and the simulator's folder, if asked for.
void requestHostFiles(Graph &, aie::DeviceOp device, Artifact<Done> ready, const Options &);
/// Compiles the host program, if asked for.
bool compileHostProgram(Design &, const Options &);

} // namespace tilewright::driver
#endif // TILEWRIGHT_DRIVER_HOSTBUILD_H
