//===- GenerateColumnControlOverlay.cpp - Packet routes of control -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each column has a shim tile through which control packets reach the control
// ports of the column's tiles (from a shim DMA channel), and through which the
// tiles' task-completion tokens leave the array (to the South).
//
//===----------------------------------------------------------------------===//
#include "dialect/aie/transforms/Passes.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/Support/FormatVariadic.h"
#include <set>

namespace tilewright::aie {
#define GEN_PASS_DEF_AIEGENERATECOLUMNCONTROLOVERLAY
#include "dialect/aie/transforms/Passes.h.inc"
} // namespace tilewright::aie

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aie;

namespace {

/// The shim DMA channel that serves each row: the rows are shared out evenly.
SmallVector<int> getChannelOfRows(int rows) {
  SmallVector<int> channels;
  int share = rows / 2, channel = 0;
  for (int row = 0; row < rows; ++row) {
    if (channel < 2 && row >= (channel + 1) * share)
      ++channel;
    channels.push_back(channel);
  }
  return channels;
}

/// Channels of a shim tile that no circuit-switched flow uses.
std::set<int> getFreeChannels(TileOp shim, WireBundle bundle, bool toTiles) {
  const DeviceModel &model = getTargetModel(shim);
  uint32_t count = toTiles ? model.numShimMuxSources(shim.getTileID(), bundle)
                           : model.numShimMuxDests(shim.getTileID(), bundle);
  std::set<int> free;
  for (uint32_t channel = 0; channel < count; ++channel)
    free.insert(channel);
  for (Operation *user : shim.getResult().getUsers()) {
    auto flow = dyn_cast<FlowOp>(user);
    if (flow && toTiles && flow.getSource() == shim && flow.getSourceBundle() == bundle)
      free.erase(flow.sourceIndex());
    if (flow && !toTiles && flow.getDest() == shim && flow.getDestBundle() == bundle)
      free.erase(flow.destIndex());
  }
  return free;
}

void createFlow(OpBuilder &builder, int id, Value source, Port from, Value dest, Port to) {
  Location loc = builder.getUnknownLoc();
  auto flow =
      PacketFlowOp::create(builder, loc, id, builder.getBoolAttr(true), builder.getBoolAttr(true));
  OpBuilder body(flow.getPorts().front().getTerminator());
  PacketSourceOp::create(body, loc, source, from.bundle, from.channel);
  PacketDestOp::create(body, loc, dest, to.bundle, to.channel);
}

struct GenerateColumnControlOverlay
    : aie::impl::AIEGenerateColumnControlOverlayBase<GenerateColumnControlOverlay> {
  using AIEGenerateColumnControlOverlayBase::AIEGenerateColumnControlOverlayBase;

  void runOnOperation() final;
  LogicalResult connect(TileOp shim, ArrayRef<TileOp> tiles, WireBundle bundle, bool toTiles);
  int getControllerID(TileOp tile);
};
} // namespace

int GenerateColumnControlOverlay::getControllerID(TileOp tile) {
  if (auto id = tile->getAttrOfType<PacketInfoAttr>(controllerIDAttrName))
    return id.getPktId();
  return getOperation().getTargetModel().controllerIds(/*columnWise=*/true)->at(tile.getTileID());
}

/// A packet flow between a shim tile and each of \p tiles, in either direction.
LogicalResult GenerateColumnControlOverlay::connect(TileOp shim, ArrayRef<TileOp> tiles,
                                                    WireBundle bundle, bool toTiles) {
  DeviceOp device = getOperation();
  SmallVector<int> channelOfRow = getChannelOfRows(device.getTargetModel().rows());
  std::set<int> free = getFreeChannels(shim, bundle, toTiles);
  OpBuilder builder(device.getBody()->getTerminator());
  for (TileOp tile : tiles) {
    int channel = bundle == WireBundle::DMA ? channelOfRow[tile.rowIndex()] : 0;
    if (!free.count(channel))
      return device.emitOpError("failed to generate column control overlay from shim dma to tile "
                                "ctrl ports, because some shim mm2s dma channels were reserved "
                                "from routing control packets.");
    Port shimPort{bundle, channel}, tilePort{WireBundle::TileControl, 0};
    if (toTiles)
      createFlow(builder, getControllerID(tile), shim, shimPort, tile, tilePort);
    else
      createFlow(builder, getControllerID(tile), tile, tilePort, shim, shimPort);
    if (bundle != WireBundle::DMA)
      continue;
    std::string name = llvm::formatv("ctrlpkt_col{0}_{1}_chan{2}", shim.colIndex(),
                                     toTiles ? "mm2s" : "s2mm", channel);
    if (!device.lookupSymbol(name))
      ShimDMAAllocationOp::create(builder, builder.getUnknownLoc(), name, shim,
                                  toTiles ? DMAChannelDir::MM2S : DMAChannelDir::S2MM, channel,
                                  /*plio=*/false, /*packet=*/nullptr);
  }
  return success();
}

void GenerateColumnControlOverlay::runOnOperation() {
  DeviceOp device = getOperation();
  if (device.getTargetModel().arch() == Arch::AIE1)
    return;
  if (!llvm::is_contained({"shim-only", "all-tiles", "disable"}, clRouteShimToTCT)) {
    device.emitError("unknown route-shim-to-tct: ")
        << StringRef(clRouteShimToTCT) << " (expected shim-only, all-tiles or disable)";
    return signalPassFailure();
  }
  llvm::MapVector<std::pair<int, int>, TileOp> tiles;
  std::set<int> columns;
  for (auto tile : device.getOps<TileOp>()) {
    tiles[{tile.colIndex(), tile.rowIndex()}] = tile;
    columns.insert(tile.colIndex());
  }
  for (int column : columns) {
    TileOp shim = TileOp::getOrCreate(OpBuilder(&getContext()), device, column, 0);
    SmallVector<TileOp> inColumn, shims;
    for (TileOp tile : llvm::make_second_range(tiles)) {
      if (tile.colIndex() != column)
        continue;
      inColumn.push_back(tile);
      if (cast<TileLike>(tile.getOperation()).isShimTile())
        shims.push_back(tile);
    }
    if (clRouteShimToTCT != "disable" &&
        failed(connect(shim, clRouteShimToTCT == "all-tiles" ? inColumn : shims, WireBundle::South,
                       /*toTiles=*/false)))
      return signalPassFailure();
    if (clRouteShimToTileCtrl && failed(connect(shim, inColumn, WireBundle::DMA, /*toTiles=*/true)))
      return signalPassFailure();
  }
}
