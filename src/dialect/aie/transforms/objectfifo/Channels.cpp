//===- Channels.cpp - DMA channels for the ends of objectFIFOs --*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each end of a FIFO that moves by DMA takes the lowest free channel of its tile,
// FIFO by FIFO, the producer before the consumers. Only the first channels of a
// memory tile reach the memories of its neighbours, so ends with objects there
// choose first. Channels that the design's own DMA programs start are taken.
//
// An end on a core's stream port takes a channel number too, though it uses none:
// this keeps the numbers of mlir-aie. An end that finds no channel keeps -1 and is
// reported by Transport, which then knows what for.
//
//===----------------------------------------------------------------------===//

#include "dialect/aie/transforms/objectfifo/Design.h"
#include <set>

using namespace mlir;

namespace tilewright::aie::objectfifo {

namespace {
class ChannelPool {
public:
  explicit ChannelPool(Design &design) : model(design.model) {
    for (Operation &op : *design.device.getBody())
      if (isa<MemOp, MemTileDMAOp, ShimDMAOp>(op))
        if (auto tile = cast<TileElement>(op).tryGetTileID())
          for (Block &block : op.getRegion(0))
            for (DMAStartOp start : block.getOps<DMAStartOp>())
              taken.insert({*tile, start.getChannelDir(), start.getChannelIndex()});
  }

  int next(device::TileID tile, device::DMAChannelDir dir, bool reachingNeighbours) {
    uint32_t count = model.numDmaChannels(tile);
    if (reachingNeighbours)
      count = std::min(count, model.accessibleNeighbourChannels());
    for (uint32_t channel = 0; channel < count; ++channel)
      if (taken.insert({tile, dir, channel}).second)
        return channel;
    return -1;
  }

private:
  const device::DeviceModel &model;
  std::set<std::tuple<device::TileID, device::DMAChannelDir, uint32_t>> taken;
};
} // namespace

void assignChannels(Design &design) {
  ChannelPool pool(design);
  auto assign = [&](End &end, device::DMAChannelDir dir, bool neighbours) {
    if (end.target().reachesNeighbour == neighbours)
      end.channel = pool.next(end.tile.getTileID(), dir, neighbours);
  };
  for (bool neighbours : {true, false}) {
    for (Fifo &fifo : design.fifos) {
      if (!fifo.split)
        continue;
      assign(*fifo.source, device::DMAChannelDir::MM2S, neighbours);
      for (End *sink : fifo.sinks)
        assign(*sink, device::DMAChannelDir::S2MM, neighbours);
    }
  }
}

} // namespace tilewright::aie::objectfifo
