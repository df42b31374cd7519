//===- MaterializeBDChains.cpp - Started chains to configured and started tasks -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialect/aiex/Transfers.h"
#include "dialect/aiex/transforms/Passes.h"
#include "mlir/IR/IRMapping.h"

namespace tilewright::aiex {
#define GEN_PASS_DEF_AIEMATERIALIZEBDCHAINS
#include "dialect/aiex/transforms/Passes.h.inc"
} // namespace tilewright::aiex

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aiex;

/// A chain on an allocation becomes a chain on the allocation's channel.
static FailureOr<DMAStartBdChainOp> placeChain(DMAStartBdChainForOp op, IRRewriter &rewriter) {
  aie::ShimDMAAllocationOp allocation = getAllocation(op, op.getAllocAttr());
  if (!allocation)
    return op.emitOpError("no shim DMA allocation found for symbol");
  if (!getAllocationTile(allocation))
    return op.emitOpError("shim DMA allocation must reference a valid TileOp");
  rewriter.setInsertionPoint(op);
  return rewriter.replaceOpWithNewOp<DMAStartBdChainOp>(
      op, op.getResult().getType(), op.getSymbolAttr(), op.getArgs(), allocation.getTile(),
      allocation.getChannelDirAttr(), rewriter.getI32IntegerAttr(allocation.getChannelIndex()),
      op.getIssueTokenAttr(), op.getRepeatCountAttr());
}

/// A started chain becomes a task with a copy of the chain's blocks, and its start.
static LogicalResult materialize(DMAStartBdChainOp op, IRRewriter &rewriter) {
  aie::BDChainOp chain = op.getBDChainOp();
  if (!chain || chain.getBody().empty() || chain.getBody().getNumArguments() != op.getArgs().size())
    return op.emitOpError("symbol does not reference valid BD chain");
  rewriter.setInsertionPointAfter(op);
  auto task = DMAConfigureTaskOp::create(rewriter, op.getLoc(), op.getResult().getType(),
                                         op.getTile(), op.getDirectionAttr(), op.getChannelAttr(),
                                         /*packet=*/nullptr, op.getIssueTokenAttr(),
                                         op.getRepeatCountAttr());
  IRMapping mapping;
  rewriter.cloneRegionBefore(chain.getBody(), task.getBody(), task.getBody().end(), mapping);
  Block &entry = task.getBody().front();
  for (auto [parameter, value] : llvm::zip(entry.getArguments(), op.getArgs()))
    rewriter.replaceAllUsesWith(parameter, value);
  entry.eraseArguments(0, entry.getNumArguments());
  DMAStartTaskOp::create(rewriter, op.getLoc(), task.getResult());
  rewriter.replaceOp(op, task.getResult());
  return success();
}

namespace {
struct MaterializeBDChains : aiex::impl::AIEMaterializeBDChainsBase<MaterializeBDChains> {
  void runOnOperation() override {
    IRRewriter rewriter(&getContext());
    SmallVector<Operation *> work;
    getOperation().walk([&](Operation *op) {
      if (isa<DMAStartBdChainOp, DMAStartBdChainForOp>(op))
        work.push_back(op);
    });
    for (Operation *op : work) {
      if (auto onAllocation = dyn_cast<DMAStartBdChainForOp>(op)) {
        FailureOr<DMAStartBdChainOp> placed = placeChain(onAllocation, rewriter);
        if (failed(placed)) {
          signalPassFailure();
          continue;
        }
        op = *placed;
      }
      if (failed(materialize(cast<DMAStartBdChainOp>(op), rewriter)))
        signalPassFailure();
    }
  }
};
} // namespace
