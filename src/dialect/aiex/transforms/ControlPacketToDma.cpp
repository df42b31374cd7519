//===- ControlPacketToDma.cpp - Send control packets through the shim DMAs -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The packets of a sequence lie in one host buffer, in the order of their
// operations; the buffer becomes the sequence's last argument. Each packet is
// sent by a transfer through the shim of its tile's column and waited for.
// AIE2P tiles take several packets in one transfer, so that packets in a row
// for one tile travel together there.
//
//===----------------------------------------------------------------------===//
#include "dialect/aiex/Transfers.h"
#include "dialect/aiex/transforms/Passes.h"

namespace tilewright::aiex {
#define GEN_PASS_DEF_AIECONTROLPACKETTODMA
#include "dialect/aiex/transforms/Passes.h.inc"
} // namespace tilewright::aiex

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aiex;

namespace {
/// Packets that one transfer sends.
struct Batch {
  ControlPacketOp first;
  device::TileID tile;
  int64_t offset = 0, size = 0; ///< words in the host buffer
};
} // namespace

static SmallVector<Batch> collectBatches(aie::RuntimeSequenceOp sequence,
                                         const device::DeviceModel &model) {
  constexpr int64_t headerWords = 2;
  SmallVector<Batch> batches;
  int64_t offset = 0;
  Operation *previous = nullptr;
  for (Operation &op : sequence.getBody().front()) {
    auto packet = dyn_cast<ControlPacketOp>(op);
    if (packet) {
      int64_t size = headerWords + (packet.getData() ? packet.getData()->size() : 0);
      device::TileID tile = model.tileOfAddress(packet.getAddress());
      bool joins = model.arch() == device::Arch::AIE2p &&
                   isa_and_nonnull<ControlPacketOp>(previous) && batches.back().tile == tile;
      if (!joins)
        batches.push_back({packet, tile, offset, 0});
      batches.back().size += size;
      offset += size;
    }
    previous = &op;
  }
  return batches;
}

/// The MM2S channel of a column that serves a row: the rows are shared out evenly.
static uint32_t channelOfRow(const device::DeviceModel &model, device::TileID tile) {
  uint32_t channels = model.numDmaChannels({tile.col, 0});
  uint32_t rowsEach = model.rows() / channels;
  return std::min<uint32_t>(tile.row / rowsEach, channels - 1);
}

static LogicalResult send(const Batch &batch, Value buffer, const device::DeviceModel &model) {
  ControlPacketOp packet = batch.first;
  if (!model.contains(batch.tile) || !model.isShimNOCTile({batch.tile.col, 0}))
    return packet.emitOpError() << "addresses tile (" << batch.tile.col << ", " << batch.tile.row
                                << "), which no shim DMA of the device reaches";
  OpBuilder b(packet);
  Location loc = packet.getLoc();
  uint32_t channel = channelOfRow(model, batch.tile);
  std::string name =
      "ctrlpkt_col" + std::to_string(batch.tile.col) + "_mm2s_chan" + std::to_string(channel);
  NamedAttribute attributes[] = {
      b.getNamedAttr("id", b.getI64IntegerAttr(0)),
      b.getNamedAttr("issue_token", b.getBoolAttr(true)),
      b.getNamedAttr("metadata", FlatSymbolRefAttr::get(b.getContext(), name)),
      b.getNamedAttr("static_offsets", b.getDenseI64ArrayAttr({0, 0, 0, batch.offset})),
      b.getNamedAttr("static_sizes", b.getDenseI64ArrayAttr({1, 1, 1, batch.size})),
      b.getNamedAttr("static_strides", b.getDenseI64ArrayAttr({0, 0, 0, 1})),
      b.getNamedAttr("operandSegmentSizes", b.getDenseI32ArrayAttr({1, 0, 0, 0}))};
  NpuDmaMemcpyNdOp::create(b, loc, TypeRange(), ValueRange{buffer}, attributes);
  NpuSyncOp::create(b, loc, /*column=*/batch.tile.col, /*row=*/0,
                    static_cast<uint32_t>(device::DMAChannelDir::MM2S), channel, 1, 1);
  return success();
}

namespace {
struct ControlPacketToDma : aiex::impl::AIEControlPacketToDmaBase<ControlPacketToDma> {
  void runOnOperation() override {
    const device::DeviceModel &model = aie::getTargetModel(getOperation());
    if (model.arch() == device::Arch::AIE1)
      return;
    for (auto sequence : getOperation().getOps<aie::RuntimeSequenceOp>()) {
      if (sequence.getBody().empty() || sequence.getBody().getOps<ControlPacketOp>().empty())
        continue;
      auto type = MemRefType::get({ShapedType::kDynamic}, IntegerType::get(&getContext(), 32));
      Value buffer = sequence.getBody().addArgument(type, sequence.getLoc());
      for (const Batch &batch : collectBatches(sequence, model))
        if (failed(send(batch, buffer, model)))
          return signalPassFailure();
      for (auto packet : llvm::make_early_inc_range(sequence.getBody().getOps<ControlPacketOp>()))
        packet.erase();
    }
  }
};
} // namespace
