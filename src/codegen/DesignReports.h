//===- DesignReports.h - Small texts about a design -------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_CODEGEN_DESIGNREPORTS_H
#define TILEWRIGHT_CODEGEN_DESIGNREPORTS_H

#include "dialect/aie/AIEDialect.h"
#include "llvm/Support/raw_ostream.h"

namespace tilewright::codegen {

/// JSON: the shim DMA channels that have names.
mlir::LogicalResult writeShimAllocations(aie::DeviceOp device, llvm::raw_ostream &out);
/// A list of (column, row, ELF file) in the order of the tiles.
mlir::LogicalResult writeCoreList(aie::DeviceOp device, llvm::raw_ostream &out);
/// "AIE", "AIE2" or "AIE2p"; "AIE" for no device.
llvm::StringRef targetArchName(aie::DeviceOp device);
/// JSON: switchbox loads and the hops of every flow; needs routed flows.
mlir::LogicalResult writeFlowsAsJSON(aie::DeviceOp device, llvm::raw_ostream &out);
/// C++ that configures the device through libxaie.
mlir::LogicalResult writeLibXAIE(aie::DeviceOp device, llvm::raw_ostream &out);
/// C++ that makes the transfers of the device's one runtime sequence through HSA.
mlir::LogicalResult writeHsaDataMovement(aie::DeviceOp device, llvm::raw_ostream &out);
/// Inputs of AMD's simulator: its configuration, the shims' places, the power estimate.
mlir::LogicalResult writeSimulatorConfig(aie::DeviceOp device, llvm::raw_ostream &out);
mlir::LogicalResult writeShimSolution(aie::DeviceOp device, llvm::raw_ostream &out);
mlir::LogicalResult writePowerEstimate(aie::DeviceOp device, llvm::raw_ostream &out);

} // namespace tilewright::codegen
#endif // TILEWRIGHT_CODEGEN_DESIGNREPORTS_H
