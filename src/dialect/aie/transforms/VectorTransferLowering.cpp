//===- VectorTransferLowering.cpp - Transfers to loads ----------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/aie/transforms/Passes.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/Dialect/Vector/Transforms/LoweringPatterns.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

using namespace mlir;

namespace tilewright::aie {
#define GEN_PASS_DEF_AIEVECTORTRANSFERLOWERING
#include "dialect/aie/transforms/Passes.h.inc"

namespace {

/// Core compilers know contiguous loads and stores of vectors, not transfers.
struct AIEVectorTransferLoweringPass
    : impl::AIEVectorTransferLoweringBase<AIEVectorTransferLoweringPass> {
  using AIEVectorTransferLoweringBase::AIEVectorTransferLoweringBase;

  void runOnOperation() override {
    // Most designs have none; do not walk them with a pattern driver.
    bool any = getOperation()
                   .walk([](Operation *op) {
                     return isa<vector::TransferReadOp, vector::TransferWriteOp>(op)
                                ? WalkResult::interrupt()
                                : WalkResult::advance();
                   })
                   .wasInterrupted();
    if (!any)
      return;
    RewritePatternSet patterns(&getContext());
    std::optional<unsigned> rank;
    if (maxTransferRank != ~0u)
      rank = maxTransferRank;
    vector::populateVectorTransferLoweringPatterns(patterns, rank);
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      signalPassFailure();
  }
};

} // namespace
} // namespace tilewright::aie
