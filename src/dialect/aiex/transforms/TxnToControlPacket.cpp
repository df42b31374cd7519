//===- TxnToControlPacket.cpp - Block writes to control packets -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialect/aiex/Transfers.h"
#include "dialect/aiex/transforms/Passes.h"

namespace tilewright::aiex {
#define GEN_PASS_DEF_AIETXNTOCONTROLPACKET
#include "dialect/aiex/transforms/Passes.h.inc"
} // namespace tilewright::aiex

using namespace mlir;
using namespace tilewright::aiex;

namespace {
struct TxnToControlPacket : tilewright::aiex::impl::AIETxnToControlPacketBase<TxnToControlPacket> {
  void runOnOperation() override {
    SmallVector<NpuBlockWriteOp> work;
    getOperation().walk([&](NpuBlockWriteOp op) { work.push_back(op); });
    IRRewriter rewriter(&getContext());
    for (NpuBlockWriteOp op : work) {
      DenseIntElementsAttr data = getDataWords(op);
      if (!data) {
        signalPassFailure();
        continue;
      }
      SmallVector<int32_t> words(data.getValues<int32_t>());
      rewriter.setInsertionPoint(op);
      rewriter.replaceOpWithNewOp<ControlPacketOp>(
          op, op.getAddressAttr(), /*length=*/IntegerAttr(),
          /*opcode=*/rewriter.getI32IntegerAttr(0),
          /*stream_id=*/rewriter.getI32IntegerAttr(0), rewriter.getDenseI32ArrayAttr(words));
    }
  }
};
} // namespace
