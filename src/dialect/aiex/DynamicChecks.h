//===- DynamicChecks.h - Run-time instructions in the library's terms -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Programs build instruction streams at run time with npu_instructions.h. What
// an operation of run-time values says apart from its operands, in the terms of
// that library: for the compiler's own use of its checks, for the evaluator and
// for the C++ that is generated.
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_DIALECT_AIEX_DYNAMICCHECKS_H
#define TILEWRIGHT_DIALECT_AIEX_DYNAMICCHECKS_H

#include "dialect/aiex/Transfers.h"
#include "npu_instructions/npu_instructions.h"

namespace tilewright::aiex {

/// The library's number for a device's generation: 3 AIE2, 4 AIE2P.
uint32_t generationOf(const device::DeviceModel &);

::aie::npu::BdOptions getBdOptions(NpuDynWriteBdOp);

/// Channel, buffer and options of a transfer. If something is missing the
/// error goes to \p emitError; a null one stays silent.
std::optional<::aie::npu::DmaBdTarget>
getDmaBdTarget(NpuDynDmaMemcpyNdOp, llvm::function_ref<void(const llvm::Twine &)> emitError);

/// Packet id of the controller of a tile; -1 if it has none.
int32_t getControllerId(aie::DeviceOp, device::TileID);

} // namespace tilewright::aiex
#endif // TILEWRIGHT_DIALECT_AIEX_DYNAMICCHECKS_H
