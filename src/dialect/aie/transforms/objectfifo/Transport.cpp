//===- Transport.cpp - Streams between the ends of objectFIFOs --*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For each FIFO that moves by DMA: a flow from the producer's port to each
// consumer's (or one packet flow to all of them), the DMA program at either end,
// and for an end on a shim tile an `aie.shim_dma_allocation` under the name
// `<fifo>_shim_alloc` that the host's tasks refer to.
//
// Flows take the place of the FIFO, the last consumer's first; DMA programs and
// allocations go to the end of the device.
//
//===----------------------------------------------------------------------===//

#include "dialect/aie/transforms/objectfifo/DmaPrograms.h"
#include <set>

using namespace mlir;

namespace tilewright::aie::objectfifo {

namespace {
class Transport {
public:
  Transport(Design &design, bool packetSwitched);
  LogicalResult run();

private:
  LogicalResult connect(Fifo &fifo);
  LogicalResult connectEnd(Fifo &fifo, End &end, DMAChannelDir dir, PacketInfoAttr packet);
  LogicalResult checkChannel(Fifo &fifo, End &end, DMAChannelDir dir);
  LogicalResult takeCoreStream(End &end, DMAChannelDir dir);
  FailureOr<PacketInfoAttr> nextPacket(Fifo &fifo);
  void allocateOnShim(Fifo &fifo, End &end, DMAChannelDir dir, PacketInfoAttr packet);
  device::Port portOf(Fifo &fifo, End &end) const;

  Design &design;
  DmaPrograms programs;
  bool packetSwitched;
  int nextPacketId = 0;
  std::set<std::tuple<device::TileID, DMAChannelDir, int>> coreStreams;
  std::set<int> ownPacketIds; ///< of the design's own packet flows
};
} // namespace

/// Core stream ports and packet ids that the design already uses are left to it.
Transport::Transport(Design &design, bool packetSwitched)
    : design(design), programs(design), packetSwitched(packetSwitched) {
  for (Operation &op : *design.device.getBody()) {
    if (auto flow = dyn_cast<FlowOp>(op)) {
      auto source = flow.getSource().getDefiningOp<TileOp>();
      auto dest = flow.getDest().getDefiningOp<TileOp>();
      if (source && flow.getSourceBundle() == WireBundle::Core)
        coreStreams.insert({source.getTileID(), DMAChannelDir::MM2S, flow.sourceIndex()});
      if (dest && flow.getDestBundle() == WireBundle::Core)
        coreStreams.insert({dest.getTileID(), DMAChannelDir::S2MM, flow.destIndex()});
    } else if (auto flow = dyn_cast<PacketFlowOp>(op)) {
      ownPacketIds.insert(flow.IDInt());
      if (flow.IDInt() > nextPacketId)
        nextPacketId = flow.IDInt() + 1;
    }
  }
}

/// The stream port of an end.
device::Port Transport::portOf(Fifo &fifo, End &end) const {
  if (end.onCoreStream)
    return {WireBundle::Core, static_cast<int>(*fifo.op.getAieStreamPort())};
  bool plio = fifo.op.getPlio() && design.model.isShimTile(end.tile.getTileID());
  return {plio ? WireBundle::PLIO : WireBundle::DMA, end.channel};
}

LogicalResult Transport::takeCoreStream(End &end, DMAChannelDir dir) {
  int port = *end.fifo->op.getAieStreamPort();
  if (coreStreams.insert({end.tile.getTileID(), dir, port}).second)
    return success();
  auto diag =
      end.tile.emitOpError(dir == DMAChannelDir::MM2S ? "number of output Core channels exceeded!"
                                                      : "number of input Core channels exceeded!");
  diag.attachNote(end.fifo->op.getLoc())
      << "objectFIFO @" << end.fifo->op.getSymName() << " wants stream port " << port
      << " of the core, which is in use";
  return diag;
}

/// The header of a FIFO's packets; null for a circuit, which a FIFO on a core's
/// stream port needs: there nobody would make the header or take it off.
FailureOr<PacketInfoAttr> Transport::nextPacket(Fifo &fifo) {
  auto onCoreStream = [](End *end) { return end->onCoreStream; };
  if (!packetSwitched || onCoreStream(fifo.source) || llvm::any_of(fifo.sinks, onCoreStream))
    return PacketInfoAttr();
  if (nextPacketId > static_cast<int>(design.model.maxPacketId())) {
    auto diag = design.device.emitOpError("max number of packet IDs reached");
    diag.attachNote(fifo.op.getLoc()) << "no ID is left for this objectFIFO";
    return failure();
  }
  if (ownPacketIds.count(nextPacketId))
    fifo.op.emitWarning("gets packet ID ")
        << nextPacketId << ", which a packet flow of the design has too; "
        << "their packets must not meet in a switch";
  return PacketInfoAttr::get(design.device.getContext(), 0, nextPacketId++);
}

void Transport::allocateOnShim(Fifo &fifo, End &end, DMAChannelDir dir, PacketInfoAttr packet) {
  if (!design.model.isShimTile(end.tile.getTileID()))
    return;
  OpBuilder builder(design.terminator());
  ShimDMAAllocationOp::create(
      builder, fifo.op.getLoc(), builder.getStringAttr(fifo.op.getSymName() + "_shim_alloc"),
      end.tile, DMAChannelDirAttr::get(builder.getContext(), dir),
      builder.getI64IntegerAttr(end.channel), builder.getBoolAttr(fifo.op.getPlio()), packet);
}

LogicalResult Transport::checkChannel(Fifo &fifo, End &end, DMAChannelDir dir) {
  if (end.onCoreStream || end.channel >= 0)
    return success();
  auto diag =
      end.tile.emitOpError(dir == DMAChannelDir::MM2S ? "number of output DMA channel exceeded!"
                                                      : "number of input DMA channel exceeded!");
  diag.attachNote(fifo.op.getLoc())
      << "none of the tile's " << design.model.numDmaChannels(end.tile.getTileID())
      << " channels is left for objectFIFO @" << fifo.op.getSymName();
  return failure();
}

/// The DMA program and shim allocation of an end.
LogicalResult Transport::connectEnd(Fifo &fifo, End &end, DMAChannelDir dir,
                                    PacketInfoAttr packet) {
  if (end.onCoreStream)
    return takeCoreStream(end, dir);
  if (failed(checkChannel(fifo, end, dir)))
    return failure();
  programs.add(end, dir, packet);
  allocateOnShim(fifo, end, dir, packet);
  return success();
}

LogicalResult Transport::connect(Fifo &fifo) {
  End &source = *fifo.source;
  if (failed(checkChannel(fifo, source, DMAChannelDir::MM2S)))
    return failure();
  FailureOr<PacketInfoAttr> packet = nextPacket(fifo);
  if (failed(packet) || failed(connectEnd(fifo, source, DMAChannelDir::MM2S, *packet)))
    return failure();

  Location loc = fifo.op.getLoc();
  OpBuilder builder(fifo.op.getContext());
  builder.setInsertionPointAfter(fifo.op);
  PacketFlowOp packetFlow;
  if (*packet)
    packetFlow = PacketFlowOp::create(builder, loc, static_cast<uint8_t>((*packet).getPktId()));
  // A packet-switched PLIO end is addressed as the DMA channel that stands for it.
  auto packetPort = [&](End &end) {
    device::Port port = portOf(fifo, end);
    return port.bundle == WireBundle::PLIO ? device::Port{WireBundle::DMA, port.channel} : port;
  };
  for (End *sink : fifo.sinks) {
    if (failed(connectEnd(fifo, *sink, DMAChannelDir::S2MM, PacketInfoAttr())))
      return failure();
    if (packetFlow) {
      builder.setInsertionPointToStart(&packetFlow.getPorts().front());
      device::Port port = packetPort(*sink);
      PacketDestOp::create(builder, loc, sink->tile, port.bundle, port.channel);
      continue;
    }
    builder.setInsertionPointAfter(fifo.op);
    device::Port from = portOf(fifo, source), to = portOf(fifo, *sink);
    FlowOp::create(builder, loc, source.tile, from.bundle, from.channel, sink->tile, to.bundle,
                   to.channel);
  }
  if (packetFlow) {
    builder.setInsertionPointToStart(&packetFlow.getPorts().front());
    device::Port port = packetPort(source);
    PacketSourceOp::create(builder, loc, source.tile, port.bundle, port.channel);
  }
  return success();
}

LogicalResult Transport::run() {
  for (Fifo &fifo : design.fifos)
    if (fifo.split && failed(connect(fifo)))
      return failure();
  return success();
}

LogicalResult createTransport(Design &design, bool packetSwitched) {
  return Transport(design, packetSwitched).run();
}

} // namespace tilewright::aie::objectfifo
