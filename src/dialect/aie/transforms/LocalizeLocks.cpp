//===- LocalizeLocks.cpp - Locks as a core numbers them ---------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A core sees its own locks and those of its neighbours in one row of numbers.
// Inside each core, locks become constants of that row. The pass runs when
// structured control flow is gone: uses lie directly in the core.
//
//===----------------------------------------------------------------------===//
#include "dialect/aie/AIEDialect.h"
#include "dialect/aie/transforms/Passes.h"

namespace tilewright::aie {
#define GEN_PASS_DEF_AIELOCALIZELOCKS
#include "dialect/aie/transforms/Passes.h.inc"
} // namespace tilewright::aie

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aie;

static LogicalResult localizeLock(LockOp lock, CoreOp core, uint32_t base) {
  auto isInCore = [&](OpOperand &use) { return use.getOwner()->getParentOp() == core; };
  if (llvm::none_of(lock->getUses(), isInCore))
    return success();
  if (!lock.getLockID())
    return lock.emitOpError("has no ID; aie-assign-lock-ids must run before");
  OpBuilder builder = OpBuilder::atBlockBegin(&core.getBody().front());
  Value index =
      arith::ConstantIndexOp::create(builder, builder.getUnknownLoc(), base + *lock.getLockID());
  lock.getResult().replaceUsesWithIf(index, isInCore);
  return success();
}

namespace {
struct LocalizeLocks : aie::impl::AIELocalizeLocksBase<LocalizeLocks> {
  void runOnOperation() override {
    DeviceOp device = getOperation();
    const DeviceModel &model = getTargetModel(device);
    for (CoreOp core : device.getOps<CoreOp>()) {
      std::optional<TileID> here = core.tryGetTileID();
      if (!here) {
        core.emitOpError("requires a placed tile (aie.tile), not a logical tile");
        return signalPassFailure();
      }
      for (TileOp tile : device.getOps<TileOp>()) {
        if (!model.isLegalMemAffinity(*here, tile.getTileID()))
          continue;
        std::optional<uint32_t> base = model.lockLocalBaseIndex(*here, tile.getTileID());
        SmallVector<LockOp> locks;
        for (Operation *user : tile->getUsers())
          if (auto lock = dyn_cast<LockOp>(user))
            locks.push_back(lock);
        for (LockOp lock : locks)
          if (base && failed(localizeLock(lock, core, *base)))
            return signalPassFailure();
      }
    }
  }
};
} // namespace
