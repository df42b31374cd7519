//===- NpuOps.h - A register program as aiex instructions -------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_CODEGEN_NPUOPS_H
#define TILEWRIGHT_CODEGEN_NPUOPS_H

#include "dialect/aie/AIEDialect.h"
#include "formats/RegisterProgram.h"

namespace tilewright::codegen {

enum class NpuForm {
  Transaction,   ///< aiex.npu.* instructions
  ControlPackets ///< aiex.control_packet, at most four words each; masks are lost
};

/// Inserts \p program as operations at \p builder's insertion point, which lies
/// in a block inside \p device. The data of block writes becomes constants at
/// the start of the device, named \p globalPrefix and the lowest free number.
/// Control packets of one address that follow one another in the block are
/// merged by OR. An error is reported at the device for a command that has no
/// such form.
mlir::LogicalResult insertNpuOps(mlir::OpBuilder &builder, aie::DeviceOp device,
                                 const formats::RegisterProgram &program,
                                 llvm::StringRef globalPrefix, NpuForm form);

/// Inserts the program of a device into itself: at its first aiex.configure, which
/// is replaced by its own body, else in a new runtime sequence `configure` (or
/// configure0, ...) at the start.
mlir::LogicalResult insertConfiguration(aie::DeviceOp device,
                                        const formats::RegisterProgram &program, NpuForm form);

/// convert-aie-to-transaction and convert-aie-to-control-packets.
void registerConfigurationPasses();

} // namespace tilewright::codegen
#endif // TILEWRIGHT_CODEGEN_NPUOPS_H
