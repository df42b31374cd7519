//===- CoreControlFlow.cpp - Branches for what cores execute ----*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Loops and conditionals of cores and functions become branches, as by MLIR's
// convert-scf-to-cf. Runtime sequences keep theirs: a sequence is one block, and
// its loops are lowered with the instructions in them.
//
//===----------------------------------------------------------------------===//

#include "dialect/aie/transforms/Passes.h"

#include "mlir/Conversion/SCFToControlFlow/SCFToControlFlow.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlow.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Transforms/DialectConversion.h"

using namespace mlir;

namespace tilewright::aie {
#define GEN_PASS_DEF_AIECORECONTROLFLOW
#include "dialect/aie/transforms/Passes.h.inc"

namespace {

struct AIECoreControlFlowPass : impl::AIECoreControlFlowBase<AIECoreControlFlowPass> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    populateSCFToControlFlowConversionPatterns(patterns);
    FrozenRewritePatternSet frozen(std::move(patterns));
    ConversionTarget target(getContext());
    target.addIllegalOp<scf::ForallOp, scf::ForOp, scf::IfOp, scf::IndexSwitchOp, scf::ParallelOp,
                        scf::WhileOp, scf::ExecuteRegionOp>();
    target.markUnknownOpDynamicallyLegal([](Operation *) { return true; });

    SmallVector<Operation *> roots;
    getOperation().walk<WalkOrder::PreOrder>([&](Operation *op) {
      if (isa<RuntimeSequenceOp>(op))
        return WalkResult::skip();
      if (!isa<CoreOp, func::FuncOp>(op))
        return WalkResult::advance();
      roots.push_back(op);
      return WalkResult::skip();
    });
    for (Operation *root : roots)
      if (failed(applyPartialConversion(root, target, frozen)))
        return signalPassFailure();
  }
};

} // namespace
} // namespace tilewright::aie
