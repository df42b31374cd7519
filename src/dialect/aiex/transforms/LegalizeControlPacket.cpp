//===- LegalizeControlPacket.cpp - Control packets of at most four words -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialect/aiex/transforms/Passes.h"

namespace tilewright::aiex {
#define GEN_PASS_DEF_AIELEGALIZECONTROLPACKET
#include "dialect/aiex/transforms/Passes.h.inc"
} // namespace tilewright::aiex

using namespace mlir;
using namespace tilewright::aiex;

/// A packet's header has two bits for the number of words less one.
static constexpr size_t maxWords = 4;

static void split(ControlPacketOp op) {
  OpBuilder builder(op);
  ArrayRef<int32_t> data = *op.getData();
  IntegerAttr address = op.getAddressAttr();
  for (size_t done = 0; done < data.size(); done += maxWords) {
    auto piece = data.slice(done, std::min(maxWords, data.size() - done));
    auto at = builder.getIntegerAttr(address.getType(), op.getAddress() + uint32_t(done * 4));
    ControlPacketOp::create(builder, op.getLoc(), at, /*length=*/IntegerAttr(), op.getOpcodeAttr(),
                            op.getStreamIdAttr(), builder.getDenseI32ArrayAttr(piece));
  }
  op.erase();
}

namespace {
struct LegalizeControlPacket
    : tilewright::aiex::impl::AIELegalizeControlPacketBase<LegalizeControlPacket> {
  void runOnOperation() override {
    getOperation().walk([](ControlPacketOp op) {
      if (op.getData() && op.getData()->size() > maxWords)
        split(op);
    });
  }
};
} // namespace
