//===- AssignBDIDs.cpp - Number and link buffer descriptors -----*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A DMA program is written either as blocks (`aie.dma_start` names the first
// block of a chain) or as `aie.dma` operations with one region per descriptor.
// Both forms are first flattened to the same list: descriptors in the order
// they get numbers, each with its channel and its successor.
//
//===----------------------------------------------------------------------===//
#include "device/BdIdAllocator.h"
#include "dialect/aie/AIEDialect.h"
#include "dialect/aie/transforms/Passes.h"

namespace tilewright::aie {
#define GEN_PASS_DEF_AIEASSIGNBUFFERDESCRIPTORIDS
#include "dialect/aie/transforms/Passes.h.inc"
} // namespace tilewright::aie

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aie;

namespace {
struct Descriptor {
  DMABDOp bd;
  uint32_t channel;
  DMABDOp next;             ///< null at the end of a chain
  bool hasSuccessor = true; ///< false if nothing is said of what follows
};
} // namespace

static DMABDOp firstBD(Block &block) {
  auto bds = block.getOps<DMABDOp>();
  return bds.empty() ? DMABDOp() : *bds.begin();
}

//===--- Both forms of a program ------------------------------------------===//

static void listRegionForm(Region &body, SmallVectorImpl<Descriptor> &list) {
  for (DMAOp dma : body.getOps<DMAOp>()) {
    SmallVector<DMABDOp> bds;
    for (Region &region : dma.getBds())
      if (DMABDOp bd = region.empty() ? DMABDOp() : firstBD(region.front()))
        bds.push_back(bd);
    for (auto [i, bd] : llvm::enumerate(bds)) {
      DMABDOp next = i + 1 < bds.size() ? bds[i + 1] : dma.getLoop() ? bds.front() : DMABDOp();
      list.push_back({bd, static_cast<uint32_t>(dma.getChannelIndex()), next});
    }
  }
}

/// The channel that runs each block. A chain ends where another one, or itself,
/// has been before.
static llvm::DenseMap<Block *, uint32_t> channelsOfBlocks(Region &body) {
  llvm::DenseMap<Block *, uint32_t> channels;
  for (Block &block : body)
    for (DMAStartOp start : block.getOps<DMAStartOp>()) {
      Block *at = start.getDest();
      do {
        channels[at] = start.getChannelIndex();
        at = at->getNumSuccessors() ? at->getSuccessor(0) : nullptr;
      } while (at && !channels.contains(at));
    }
  return channels;
}

static void listBlockForm(Region &body, SmallVectorImpl<Descriptor> &list) {
  llvm::DenseMap<Block *, uint32_t> channels = channelsOfBlocks(body);
  for (Block &block : body)
    if (DMABDOp bd = firstBD(block)) {
      DMABDOp next = block.getNumSuccessors() ? firstBD(*block.getSuccessor(0)) : DMABDOp();
      list.push_back({bd, channels.lookup(&block), next, block.getNumSuccessors() != 0});
    }
}

//===--- Numbering --------------------------------------------------------===//

static LogicalResult assignIds(TileElement dma, const DeviceModel &model) {
  std::optional<TileID> tile = dma.tryGetTileID();
  if (!tile)
    return dma.emitOpError("requires a placed tile (aie.tile), not a logical tile");
  device::BdIdAllocator allocator(model, *tile);
  WalkResult given = dma->walk<WalkOrder::PreOrder>([&](DMABDOp bd) {
    if (!bd.getBdId() || allocator.take(*bd.getBdId()))
      return WalkResult::advance();
    bd.emitOpError("BD ID ") << *bd.getBdId() << " is already given to another BD of this tile, "
                             << "or the tile does not have it";
    return WalkResult::interrupt();
  });
  if (given.wasInterrupted())
    return failure();

  SmallVector<Descriptor> list;
  Region &body = dma->getRegion(0);
  if (body.getOps<DMAOp>().empty())
    listBlockForm(body, list);
  else
    listRegionForm(body, list);

  for (Descriptor &d : list) {
    if (d.bd.getBdId())
      continue;
    std::optional<uint32_t> id = allocator.next(d.channel);
    if (!id)
      return d.bd.emitOpError("Allocator exhausted available BD IDs (maximum ")
             << allocator.numUsable(d.channel) << " available for channel " << d.channel << ").";
    d.bd.setBdId(*id);
  }
  for (Descriptor &d : list)
    if (d.next)
      d.bd.setNextBdId(*d.next.getBdId());
    else if (d.hasSuccessor)
      d.bd.removeNextBdIdAttr();
  return success();
}

namespace {
struct AssignBDIDs : aie::impl::AIEAssignBufferDescriptorIDsBase<AssignBDIDs> {
  void runOnOperation() override {
    DeviceOp device = getOperation();
    const DeviceModel &model = getTargetModel(device);
    for (TileElement dma : dmaPrograms(device))
      if (failed(assignIds(dma, model)))
        return signalPassFailure();
  }
};
} // namespace
