//===- CoreLowering.h - From a core's body to LLVM IR -----------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_CODEGEN_CORELOWERING_H
#define TILEWRIGHT_CODEGEN_CORELOWERING_H

#include "dialect/aie/AIEDialect.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"

#include <memory>
#include <optional>
#include <string>

namespace llvm {
class LLVMContext;
class Module;
} // namespace llvm

namespace tilewright::codegen {

/// Who will compile the LLVM IR.
enum class CoreTarget {
  Device, ///< a core compiler (Peano, Chess)
  Host,   ///< this machine, for the emulator
};

/// The cores to lower: one, or all of a device together.
using CoreChoice = std::optional<device::TileID>;

/// A module with nothing but what the chosen core needs of its device: tiles,
/// buffers, the locks it uses, functions, globals and its body. The cost does not depend
/// on the other cores. Buffers lose their initial values for the host, where
/// memory is not the object file's; there, unused buffers are left out too.
mlir::OwningOpRef<mlir::ModuleOp> extractCore(aie::DeviceOp device, CoreChoice core,
                                              CoreTarget target);

/// The passes from there to the llvm dialect, as text for a pass manager.
std::string coreLoweringPipeline(llvm::StringRef device, CoreChoice core, CoreTarget target);

/// Runs them on a module made by extractCore.
mlir::LogicalResult lowerCore(mlir::ModuleOp module, llvm::StringRef pipeline);

/// Null, and an error reported, when something in it has no translation.
std::unique_ptr<llvm::Module> translateCore(mlir::ModuleOp module, llvm::LLVMContext &context);

/// LLVM IR text that the older LLVM of a core compiler reads: newer spellings
/// are replaced or dropped.
std::string downgradeForPeano(llvm::StringRef ir);
std::string downgradeForChess(llvm::StringRef ir);

} // namespace tilewright::codegen
#endif // TILEWRIGHT_CODEGEN_CORELOWERING_H
