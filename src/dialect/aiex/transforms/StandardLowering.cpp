//===- StandardLowering.cpp - Erase what only the host's side executes -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialect/aiex/transforms/Passes.h"

namespace tilewright::aiex {
#define GEN_PASS_DEF_AIEXSTANDARDLOWERING
#include "dialect/aiex/transforms/Passes.h.inc"
} // namespace tilewright::aiex

using namespace mlir;
using namespace tilewright::aiex;

namespace {
struct StandardLowering : tilewright::aiex::impl::AIEXStandardLoweringBase<StandardLowering> {
  void runOnOperation() override {
    getOperation().walk([](Operation *op) {
      if (isa<NpuDmaMemcpyNdOp, NpuDmaWaitOp, NpuPushQueueOp, NpuRtpWriteOp, NpuWrite32Op,
              NpuSyncOp, NpuWriteBdOp, NpuAddressPatchOp, NpuPreemptOp, NpuDynWrite32Op,
              NpuDynMaskWrite32Op, NpuDynSyncOp, NpuDynBlockWriteOp, NpuDynAddressPatchOp,
              NpuDynPushQueueOp, NpuDynWriteBdOp, NpuDynDmaMemcpyNdOp>(op))
        op->erase();
    });
  }
};
} // namespace
