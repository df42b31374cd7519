//===- VectorOpt.cpp - Forward vectors past memory --------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/aie/transforms/Passes.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/Dialect/Vector/Transforms/LoweringPatterns.h"
#include "mlir/Dialect/Vector/Transforms/VectorRewritePatterns.h"
#include "mlir/Dialect/Vector/Transforms/VectorTransforms.h"
#include "mlir/Transforms/DialectConversion.h"

using namespace mlir;

namespace tilewright::aie {
#define GEN_PASS_DEF_AIEVECTOROPT
#include "dialect/aie/transforms/Passes.h.inc"

namespace {

/// A transfer that reads what an earlier transfer wrote takes the value from
/// there; reads that are left become loads, with masks spelled out.
struct AIEVectorOptPass : impl::AIEVectorOptBase<AIEVectorOptPass> {
  void runOnOperation() override {
    IRRewriter rewriter(&getContext());
    vector::transferOpflowOpt(rewriter, getOperation());

    RewritePatternSet patterns(&getContext());
    vector::populateVectorTransferLoweringPatterns(patterns);
    vector::populateVectorMaskMaterializationPatterns(patterns, /*force32BitVectorIndices=*/true);
    ConversionTarget target(getContext());
    target.addLegalDialect<memref::MemRefDialect>();
    target.addLegalOp<vector::BroadcastOp>();
    target.addIllegalOp<vector::TransferReadOp>();
    if (failed(applyPartialConversion(getOperation(), target, std::move(patterns))))
      signalPassFailure();
  }
};

} // namespace
} // namespace tilewright::aie
