//===- AssignRuntimeSequenceBDIDs.cpp - Numbers for the descriptors of tasks -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Walks a device in program order and keeps, for every tile, the set of
// descriptor ids in use. Ids that the user wrote are taken first; the others
// get the lowest free id that the task's channel can use. An await frees the
// ids of its task, and so does an explicit free.
//
//===----------------------------------------------------------------------===//
#include "dialect/aiex/Transfers.h"
#include "dialect/aiex/transforms/Passes.h"
#include "llvm/ADT/MapVector.h"
#include <set>

namespace tilewright::aiex {
#define GEN_PASS_DEF_AIEASSIGNRUNTIMESEQUENCEBDIDS
#include "dialect/aiex/transforms/Passes.h.inc"
} // namespace tilewright::aiex

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aiex;

/// Ids in use, by tile.
using UsedIds = std::map<device::TileID, std::set<uint32_t>>;

static LogicalResult assignIds(DMAConfigureTaskOp task, UsedIds &used) {
  auto tile = task.getTile().getDefiningOp<aie::TileOp>();
  if (!tile)
    return task.emitOpError("needs a placed tile");
  const device::DeviceModel &model = aie::getTargetModel(task);
  std::set<uint32_t> &ids = used[tileOf(tile)];
  SmallVector<aie::DMABDOp> bds;
  task.walk<WalkOrder::PreOrder>([&](aie::DMABDOp bd) { bds.push_back(bd); });
  for (aie::DMABDOp bd : bds)
    if (bd.getBdId() && !ids.insert(*bd.getBdId()).second)
      return task.emitOpError()
             << "Specified buffer descriptor ID " << *bd.getBdId()
             << " is already in use. Emit an aiex.dma_free_task operation to reuse BDs.";
  for (aie::DMABDOp bd : bds) {
    if (bd.getBdId())
      continue;
    uint32_t count = model.numBDs(tileOf(tile)), id = 0;
    while (id < count &&
           (ids.count(id) || !model.isBDAccessible(tileOf(tile), id, task.getChannel())))
      ++id;
    if (id == count)
      return task.emitOpError("Allocator exhausted available buffer descriptor IDs.");
    ids.insert(id);
    bd.setBdId(id);
  }
  return success();
}

static LogicalResult freeIds(DMAFreeTaskOp op, UsedIds &used) {
  DMAConfigureTaskOp task = op.getTaskOp();
  if (!task) {
    InFlightDiagnostic diag =
        op.emitOpError("does not reference a valid configure_task operation.");
    Operation *definer = op.getTask().getDefiningOp();
    if (isa_and_nonnull<DMAStartBdChainOp>(definer))
      diag.attachNote(definer->getLoc())
          << "Lower this operation first using the --aie-materialize-bd-chains pass.";
    if (isa_and_nonnull<DMAConfigureTaskForOp>(definer))
      diag.attachNote(definer->getLoc())
          << "Lower this operation first using the --aie-substitute-shim-dma-allocations pass.";
    return diag;
  }
  auto tile = task.getTile().getDefiningOp<aie::TileOp>();
  if (!tile)
    return task.emitOpError("needs a placed tile");
  WalkResult result = task.walk([&](aie::DMABDOp bd) {
    if (!bd.getBdId()) {
      bd.emitOpError("Free called on BD chain with unassigned IDs.");
      return WalkResult::interrupt();
    }
    used[tileOf(tile)].erase(*bd.getBdId());
    return WalkResult::advance();
  });
  op.erase();
  return failure(result.wasInterrupted());
}

namespace {
struct AssignRuntimeSequenceBDIDs
    : aiex::impl::AIEAssignRuntimeSequenceBDIDsBase<AssignRuntimeSequenceBDIDs> {
  void runOnOperation() override {
    getOperation().walk([&](DMAAwaitTaskOp await) {
      OpBuilder builder(await.getContext());
      builder.setInsertionPointAfter(await);
      DMAFreeTaskOp::create(builder, await.getLoc(), await.getTask());
    });
    SmallVector<Operation *> work;
    getOperation().walk([&](Operation *op) {
      if (isa<DMAConfigureTaskOp, DMAFreeTaskOp>(op))
        work.push_back(op);
    });
    UsedIds used;
    for (Operation *op : work) {
      auto task = dyn_cast<DMAConfigureTaskOp>(op);
      if (failed(task ? assignIds(task, used) : freeIds(cast<DMAFreeTaskOp>(op), used)))
        signalPassFailure();
    }
  }
};
} // namespace
