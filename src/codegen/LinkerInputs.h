//===- LinkerInputs.h - Where a core's symbols lie --------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The texts that tell a core's linker about the memories around it: a script
// for Peano's lld, a BCF for xbridge, and the same facts as a map for people.
// Buffers need addresses; one without is an error on the buffer.
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_CODEGEN_LINKERINPUTS_H
#define TILEWRIGHT_CODEGEN_LINKERINPUTS_H

#include "dialect/aie/AIEDialect.h"
#include "llvm/Support/raw_ostream.h"

namespace tilewright::codegen {

/// How a linker script names an object file of the design; the default is as it is.
using FileNamer = llvm::function_ref<std::string(llvm::StringRef)>;

/// Nothing is written for a tile that the design does not have.
mlir::LogicalResult writeLinkerScript(aie::DeviceOp device, device::TileID tile,
                                      llvm::raw_ostream &out, FileNamer name = nullptr);
mlir::LogicalResult writeBCF(aie::DeviceOp device, device::TileID tile, llvm::raw_ostream &out,
                             FileNamer name = nullptr);
/// Every tile's view of its own and its neighbours' buffers.
mlir::LogicalResult writeMemoryMap(aie::DeviceOp device, llvm::raw_ostream &out);

} // namespace tilewright::codegen
#endif // TILEWRIGHT_CODEGEN_LINKERINPUTS_H
