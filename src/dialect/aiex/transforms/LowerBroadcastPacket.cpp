//===- LowerBroadcastPacket.cpp - Packet broadcasts to packet flows -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialect/aiex/transforms/Passes.h"

namespace tilewright::aiex {
#define GEN_PASS_DEF_AIELOWERBROADCASTPACKET
#include "dialect/aiex/transforms/Passes.h.inc"
} // namespace tilewright::aiex

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aiex;

/// One packet flow per id, from the broadcast's port to the id's destinations.
static void lower(BroadcastPacketOp broadcast) {
  OpBuilder builder(broadcast);
  builder.setInsertionPointAfter(broadcast);
  Location loc = broadcast.getLoc();
  for (auto id : broadcast.getPorts().getOps<BPIDOp>()) {
    auto flow = aie::PacketFlowOp::create(builder, loc, static_cast<uint8_t>(id.getID()));
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPointToStart(&flow.getPorts().front());
    aie::PacketSourceOp::create(builder, loc, broadcast.getTile(), broadcast.getBundle(),
                                broadcast.getChannel());
    for (auto dest : id.getPorts().getOps<BPDestOp>())
      aie::PacketDestOp::create(builder, loc, dest.getTile(), dest.getBundle(), dest.getChannel());
  }
  broadcast.erase();
}

namespace {
struct LowerBroadcastPacket : aiex::impl::AIELowerBroadcastPacketBase<LowerBroadcastPacket> {
  void runOnOperation() override {
    for (auto broadcast : llvm::make_early_inc_range(getOperation().getOps<BroadcastPacketOp>()))
      lower(broadcast);
  }
};
} // namespace
