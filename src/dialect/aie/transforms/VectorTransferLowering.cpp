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
    // Not only for designs with transfers: on its way the pattern driver folds
    // constants and erases ops without users, tiles among them, which decides
    // where routing will put the tiles it needs.
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
