//===- ControlPacketInferTiles.cpp - Tiles that control packets address -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialect/aiex/Transfers.h"
#include "dialect/aiex/transforms/Passes.h"

namespace tilewright::aiex {
#define GEN_PASS_DEF_AIECONTROLPACKETINFERTILES
#include "dialect/aiex/transforms/Passes.h.inc"
} // namespace tilewright::aiex

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aiex;

static LogicalResult inferTile(ControlPacketOp op, aie::DeviceOp deviceOp,
                               const std::map<device::TileID, int> &ids) {
  const device::DeviceModel &model = aie::getTargetModel(deviceOp);
  device::TileID id = model.tileOfAddress(op.getAddress());
  auto found = ids.find(id);
  if (found == ids.end())
    return op.emitOpError() << "addresses tile (" << id.col << ", " << id.row
                            << "), which is not on the device";
  OpBuilder builder(op.getContext());
  auto tile = aie::TileOp::getOrCreate(builder, deviceOp, id.col, id.row);
  if (!tile->hasAttr("controller_id"))
    tile->setAttr("controller_id",
                  aie::PacketInfoAttr::get(op.getContext(), /*pkt_type=*/0, found->second));
  return success();
}

namespace {
struct ControlPacketInferTiles
    : aiex::impl::AIEControlPacketInferTilesBase<ControlPacketInferTiles> {
  void runOnOperation() override {
    aie::DeviceOp deviceOp = getOperation();
    auto ids = aie::getTargetModel(deviceOp).controllerIds(/*columnWise=*/true);
    for (auto sequence : deviceOp.getOps<aie::RuntimeSequenceOp>())
      for (auto packet : sequence.getOps<ControlPacketOp>())
        if (!ids || failed(inferTile(packet, deviceOp, *ids)))
          signalPassFailure();
  }
};
} // namespace
