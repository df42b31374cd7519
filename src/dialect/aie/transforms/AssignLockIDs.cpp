//===- AssignLockIDs.cpp - Number the locks of each tile --------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Locks that come with a number keep it; the others get the lowest numbers that
// are free on their tile, in program order.
//
//===----------------------------------------------------------------------===//
#include "dialect/aie/AIEDialect.h"
#include "dialect/aie/transforms/Passes.h"

namespace tilewright::aie {
#define GEN_PASS_DEF_AIEASSIGNLOCKIDS
#include "dialect/aie/transforms/Passes.h.inc"
} // namespace tilewright::aie

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aie;

namespace {
/// The locks of one tile.
struct TileLocks {
  llvm::DenseSet<uint32_t> taken;
  SmallVector<LockOp> unnumbered;
};
} // namespace

static LogicalResult numberLocks(TileLike tile, const TileLocks &locks, uint32_t available) {
  uint32_t next = 0;
  for (LockOp lock : locks.unnumbered) {
    while (next < available && locks.taken.contains(next))
      ++next;
    if (next == available) {
      InFlightDiagnostic diag = lock.emitOpError("not allocated a lock.");
      diag.attachNote(tile->getLoc())
          << "because only " << available << " locks available in this tile.";
      return failure();
    }
    lock.setLockID(next++);
  }
  return success();
}

namespace {
struct AssignLockIDs : aie::impl::AIEAssignLockIDsBase<AssignLockIDs> {
  void runOnOperation() override {
    DeviceOp device = getOperation();
    llvm::MapVector<Operation *, TileLocks> locksOf;
    bool valid = true;
    device.walk<WalkOrder::PreOrder>([&](LockOp lock) {
      TileLike tile = lock.getTileLike();
      if (!tile) {
        lock.emitOpError("tile operand must implement TileLike interface");
        valid = false;
        return;
      }
      TileLocks &locks = locksOf[tile];
      if (!lock.getLockID()) {
        locks.unnumbered.push_back(lock);
      } else if (!locks.taken.insert(*lock.getLockID()).second) {
        InFlightDiagnostic diag = lock.emitOpError("is assigned to the same lock (")
                                  << *lock.getLockID() << ") as another op.";
        diag.attachNote(tile->getLoc()) << "tile has lock ops assigned to same lock.";
        valid = false;
      }
    });
    if (!valid)
      return signalPassFailure();

    const DeviceModel &model = getTargetModel(device);
    for (auto &[op, locks] : locksOf) {
      auto tile = cast<TileLike>(op);
      if (failed(numberLocks(tile, locks, model.numLocks(tile.getTileType()))))
        return signalPassFailure();
    }
  }
};
} // namespace
