//===- XclbinMetadata.h - What xclbinutil would be told ---------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_DRIVER_XCLBINMETADATA_H
#define TILEWRIGHT_DRIVER_XCLBINMETADATA_H

#include "dialect/aie/AIEDialect.h"
#include "driver/Options.h"

namespace tilewright::driver {

/// Writes D_mem_topology.json, D_kernels.json and D_aie_partition.json into the work
/// folder, for scripts that read them or call xclbinutil. False, and said why, on failure.
bool writeXclbinMetadata(aie::DeviceOp device, llvm::StringRef pdiPath, const Options &options);

/// The physical columns at which a partition of this device may start.
std::vector<uint16_t> startColumns(const device::DeviceModel &model);

} // namespace tilewright::driver
#endif // TILEWRIGHT_DRIVER_XCLBINMETADATA_H
