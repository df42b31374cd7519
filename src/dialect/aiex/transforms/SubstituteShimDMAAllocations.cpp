//===- SubstituteShimDMAAllocations.cpp - Tasks on allocations to tasks on tiles -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialect/aiex/Transfers.h"
#include "dialect/aiex/transforms/Passes.h"

namespace tilewright::aiex {
#define GEN_PASS_DEF_AIESUBSTITUTESHIMDMAALLOCATIONS
#include "dialect/aiex/transforms/Passes.h.inc"
} // namespace tilewright::aiex

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aiex;

static LogicalResult substitute(DMAConfigureTaskForOp op, IRRewriter &rewriter) {
  aie::ShimDMAAllocationOp allocation = getAllocation(op, op.getAlloc());
  if (!allocation)
    return op.emitOpError("no shim DMA allocation found for symbol");
  if (!getAllocationTile(allocation))
    return op.emitOpError("shim DMA allocation must reference a valid TileOp");
  rewriter.setInsertionPoint(op);
  auto task = DMAConfigureTaskOp::create(
      rewriter, op.getLoc(), op.getResult().getType(), allocation.getTile(),
      allocation.getChannelDirAttr(), rewriter.getI32IntegerAttr(allocation.getChannelIndex()),
      allocation.getPacketAttr(), op.getIssueTokenAttr(), op.getRepeatCountAttr());
  rewriter.inlineRegionBefore(op.getBody(), task.getBody(), task.getBody().end());
  rewriter.replaceOp(op, task.getResult());
  return success();
}

namespace {
struct SubstituteShimDMAAllocations
    : aiex::impl::AIESubstituteShimDMAAllocationsBase<SubstituteShimDMAAllocations> {
  void runOnOperation() override {
    IRRewriter rewriter(&getContext());
    SmallVector<DMAConfigureTaskForOp> work;
    getOperation().walk([&](DMAConfigureTaskForOp op) { work.push_back(op); });
    for (DMAConfigureTaskForOp op : work)
      if (failed(substitute(op, rewriter)))
        signalPassFailure();
  }
};
} // namespace
