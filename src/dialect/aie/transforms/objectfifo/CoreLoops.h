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
