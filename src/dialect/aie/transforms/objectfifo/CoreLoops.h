//===- CoreLoops.h - Loops of a core and the objects they take --*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_AIE_OBJECTFIFO_CORELOOPS_H
#define TILEWRIGHT_AIE_OBJECTFIFO_CORELOOPS_H

#include "dialect/aie/transforms/objectfifo/Design.h"

namespace tilewright::aie::objectfifo {

/// Rounds of a loop; nothing if its bounds are not constant.
std::optional<uint64_t> tripCount(mlir::scf::ForOp loop);

/// The regions of an `scf.if` or its like, of which one runs; a null one says that
/// none may. Empty for an op that is no branch.
llvm::SmallVector<mlir::Region *, 2> alternatives(mlir::Operation *op);

/// Operations that laying out the rounds of loops may add to a core. No program
/// memory holds as many; without a limit a few nested loops would fill the host's.
constexpr uint64_t maxCopiedOps = 100000;

/// Takes the ops that \p copies of the body of \p loop have from \p left; an error
/// at the loop if these are not left.
mlir::LogicalResult takeCopies(mlir::scf::ForOp loop, uint64_t copies, uint64_t &left);

/// Put on a loop that has no first round taken out, though that waits for another
/// number of objects than the next, because its own unrolling will dissolve it. An
/// attribute, as it must go to the copies of the loop.
inline constexpr llvm::StringLiteral mustDissolve = "must_dissolve";

/// A core's way to the objects of an end.
using PortKey = std::pair<End *, ObjectFifoPort>;

/// What a core's code asks of the FIFOs that it reaches.
struct CoreView {
  Design &design;
  device::TileID tile;

  CoreView(Design &design, CoreOp core) : design(design), tile(core.getTileID()) {}
  End *endOf(ObjectFifoAcquireOp op) const {
    return design.endOf(op.getObjFifoNameAttr(), op.getPort(), tile);
  }
  End *endOf(ObjectFifoReleaseOp op) const {
    return design.endOf(op.getObjFifoNameAttr(), op.getPort(), tile);
  }
  template <typename Op> PortKey keyOf(Op op) const { return {endOf(op), op.getPort()}; }
  /// The least common multiple of the ring sizes of the FIFOs that are acquired
  /// directly in \p block; 0 if none is.
  uint64_t commonRing(mlir::Block &block) const;
  /// In how many rounds the objects released directly in \p block bring every
  /// ring back to where it started; 1 if there are none.
  uint64_t roundsToClose(mlir::Block &block) const;
  /// Whether as many objects are released directly in \p block as are acquired.
  bool isBalanced(mlir::Block &block) const;
};

} // namespace tilewright::aie::objectfifo
#endif // TILEWRIGHT_AIE_OBJECTFIFO_CORELOOPS_H
