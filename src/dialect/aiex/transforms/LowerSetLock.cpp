//===- LowerSetLock.cpp - set_lock to a register write --------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialect/aiex/Transfers.h"
#include "dialect/aiex/transforms/Passes.h"

namespace tilewright::aiex {
#define GEN_PASS_DEF_AIELOWERSETLOCK
#include "dialect/aiex/transforms/Passes.h.inc"
} // namespace tilewright::aiex

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aiex;

static LogicalResult lower(SetLockOp op, IRRewriter &rewriter) {
  aie::LockOp lock = op.getLockOp();
  if (!lock || !lock.getLockID())
    return op.emitError("Tried to lower a SetLockOp on an unassigned lock");
  auto tile = lock.getTile().getDefiningOp<aie::TileOp>();
  if (!tile)
    return op.emitError("Tried to lower a SetLockOp on a lock without a placed tile");
  auto address = aie::getTargetModel(op).lockAddress(tileOf(tile), *lock.getLockID());
  if (!address)
    return op.emitOpError("Invalid lock ID and tile combination when trying to retrieve the local "
                          "lock address.");
  rewriter.setInsertionPoint(op);
  rewriter.replaceOpWithNewOp<NpuWrite32Op>(op, *address, op.getValue(), FlatSymbolRefAttr(),
                                            rewriter.getI32IntegerAttr(tile.getCol()),
                                            rewriter.getI32IntegerAttr(tile.getRow()));
  return success();
}

namespace {
struct LowerSetLock : aiex::impl::AIELowerSetLockBase<LowerSetLock> {
  void runOnOperation() override {
    IRRewriter rewriter(&getContext());
    SmallVector<SetLockOp> work;
    getOperation().walk([&](SetLockOp op) { work.push_back(op); });
    for (SetLockOp op : work)
      if (failed(lower(op, rewriter)))
        signalPassFailure();
  }
};
} // namespace
