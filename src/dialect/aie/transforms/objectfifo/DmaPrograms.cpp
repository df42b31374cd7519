//===- DmaPrograms.cpp - The BD chains of objectFIFO ends -------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A channel of an end is a ring of BDs, one per object (times the repeat count,
// times the parts of a joined or distributed object). Each BD takes the lock that
// says its object is ready for it and gives the one that says it is done:
//
//   receiving  takes the producer lock (a free object), gives the consumer lock;
//   sending    takes the consumer lock (a full object), gives the producer lock.
//
// The ends of a link work on the owner's objects. All of them therefore walk the
// owner's whole ring, however deep their own FIFO was declared. In a one-to-one
// link the BDs move the owner's whole object, which the smaller FIFO takes or
// brings in several pieces of its own; an object that padding makes larger than the
// owner's is what the BD's length counts then. In a join or distribution
// each part has its own lock pair, and an end moves either its part or, on the
// undivided side, all parts in turn.
//
// A linked input whose objects are to be sent r times fills r times the count, so
// that the r sends of an object all find it full.
//
// With an iteration count the chain is not a ring: it ends after the last BD, and
// the channel runs it that often.
//
//===----------------------------------------------------------------------===//

#include "dialect/aie/transforms/objectfifo/DmaPrograms.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace mlir;

namespace tilewright::aie::objectfifo {

//===--- What a channel moves ---------------------------------------------===//

namespace {
/// One transfer of a chain.
struct Transfer {
  Value buffer;
  int64_t offset, length; ///< in elements
  int lock;               ///< AIE1: the object's; else the pair's
};
/// How a BD uses locks: take one, give one, by a count.
struct LockUse {
  Value take, give;
  LockAction takeAction;
  int takeValue, giveValue;
};
} // namespace

static SmallVector<Transfer> planShim(End &end, bool aie1) {
  SmallVector<Transfer> transfers;
  for (auto [i, buffer] : llvm::enumerate(end.external))
    transfers.push_back({buffer, 0, cast<MemRefType>(buffer.getType()).getNumElements(),
                         aie1 ? static_cast<int>(i) : 0});
  return transfers;
}

static SmallVector<Transfer> planRing(End &end, bool padded, bool aie1) {
  SmallVector<Transfer> transfers;
  End &target = end.target();
  Link *link = end.link;
  bool inParts = link && (link->isJoin() || link->isDistribute());
  int64_t whole = target.fifo->objectSize();
  if (padded) // which makes more of the owner's object than it has
    whole = std::max(whole, end.fifo->objectSize());
  for (auto [i, buffer] : llvm::enumerate(target.buffers)) {
    for (int round = 0; round < end.repeat(); ++round) {
      if (!inParts) {
        transfers.push_back({buffer, 0, whole, aie1 ? static_cast<int>(i) : 0});
        continue;
      }
      size_t first = &target == &end ? 0 : end.linkIndex;
      size_t last = &target == &end ? link->numParts() : first + 1;
      for (size_t part = first; part < last; ++part)
        transfers.push_back(
            {buffer, link->partOffset(part), link->partLength(part), static_cast<int>(part)});
    }
  }
  return transfers;
}

static LockUse lockUse(Design &design, End &end, DMAChannelDir dir, const Transfer &transfer,
                       ArrayRef<Value> locks) {
  bool send = dir == DMAChannelDir::MM2S;
  if (design.aie1) {
    Value lock = locks[transfer.lock];
    return {lock, lock, LockAction::Acquire, send ? 1 : 0, send ? 0 : 1};
  }
  Value free = locks[2 * transfer.lock], full = locks[2 * transfer.lock + 1];
  int count = end.isLinkInput() && end.link->repeat() ? end.link->repeat() : 1;
  return {send ? full : free, send ? free : full, LockAction::AcquireGreaterEqual, count, count};
}

//===--- Programs ---------------------------------------------------------===//

DmaPrograms::DmaPrograms(Design &design) : design(design) {
  for (Operation &op : *design.device.getBody())
    if (isa<MemOp, MemTileDMAOp, ShimDMAOp>(op))
      if (auto tile = cast<TileElement>(op).tryGetTileID())
        existing.try_emplace(*tile, &op);
}

/// Finds the end of the starts in \p op: follows them from the first block.
void DmaPrograms::open(Program &program, Operation *op) {
  Region &region = op->getRegion(0);
  if (region.empty())
    region.emplaceBlock();
  llvm::SmallPtrSet<Block *, 8> seen;
  Block *block = &region.front();
  while (seen.insert(block).second) {
    auto start = block->empty() ? DMAStartOp() : dyn_cast<DMAStartOp>(block->back());
    if (!start)
      break;
    program.lastStart = start;
    block = start.getChain();
  }
  for (Block &candidate : region)
    if (!candidate.empty() && isa<EndOp>(candidate.back()))
      program.end = &candidate;
  if (program.end)
    return;
  program.end = region.front().empty() ? &region.front() : &region.emplaceBlock();
  OpBuilder builder = OpBuilder::atBlockEnd(program.end);
  EndOp::create(builder, op->getLoc());
}

DmaPrograms::Program &DmaPrograms::programOf(TileOp tile) {
  device::TileID id = tile.getTileID();
  auto [it, isNew] = programs.try_emplace(id);
  if (!isNew)
    return it->second;
  Operation *&op = existing[id];
  if (!op) {
    OpBuilder builder(design.terminator());
    Location loc = tile.getLoc();
    if (design.model.isShimTile(id))
      op = ShimDMAOp::create(builder, loc, tile);
    else if (design.model.isMemTile(id))
      op = MemTileDMAOp::create(builder, loc, tile);
    else
      op = MemOp::create(builder, loc, tile);
  }
  open(it->second, op);
  return it->second;
}

static void fillBlock(OpBuilder &builder, Location loc, const Transfer &transfer,
                      std::optional<LockUse> locks, PacketInfoAttr packet,
                      BDDimLayoutArrayAttr dims, BDPadLayoutArrayAttr pad, Block *next) {
  if (locks)
    UseLockOp::create(builder, loc, locks->take, locks->takeAction, locks->takeValue);
  if (packet)
    DMABDPacketOp::create(builder, loc, packet.getPktType(), packet.getPktId());
  if (dims.empty())
    DMABDOp::create(builder, loc, transfer.buffer, transfer.offset, transfer.length);
  else if (!pad)
    DMABDOp::create(builder, loc, transfer.buffer, transfer.offset, transfer.length, dims);
  else
    DMABDOp::create(builder, loc, transfer.buffer, transfer.offset, transfer.length, dims, pad);
  if (locks)
    UseLockOp::create(builder, loc, locks->give, LockAction::Release, locks->giveValue);
  NextBDOp::create(builder, loc, next);
}

void DmaPrograms::add(End &end, DMAChannelDir dir, PacketInfoAttr packet) {
  device::TileID tile = end.tile.getTileID();
  bool onShim = design.model.isShimTile(tile), onMemTile = design.model.isMemTile(tile);
  ObjectFifoCreateOp op = end.fifo->op;
  bool send = dir == DMAChannelDir::MM2S;
  BDPadLayoutArrayAttr pad = send && onMemTile ? op.getPadDimensionsAttr() : BDPadLayoutArrayAttr();
  SmallVector<Transfer> transfers =
      onShim ? planShim(end, design.aie1) : planRing(end, static_cast<bool>(pad), design.aie1);
  if (transfers.empty())
    return;

  BDDimLayoutArrayAttr dims = op.getDimensionsToStream();
  if (!send)
    for (auto [k, sink] : llvm::enumerate(end.fifo->sinks))
      if (sink == &end)
        dims = end.fifo->fromStream(k);
  int iterations = onMemTile ? op.getIterCount().value_or(0) : 0;

  Program &program = programOf(end.tile);
  OpBuilder builder(op.getContext());
  Location loc = op.getLoc();
  Block *start = builder.createBlock(program.end), *first = builder.createBlock(program.end);
  builder.setInsertionPointToEnd(start);
  Operation *starter = DMAStartOp::create(
      builder, loc, builder.getI1Type(), dir, static_cast<uint32_t>(end.channel),
      static_cast<uint32_t>(iterations ? iterations - 1 : 0), first, program.end);
  if (program.lastStart)
    program.lastStart->setSuccessor(start, 1);
  program.lastStart = starter;

  ArrayRef<Value> locks = onShim ? end.locks : end.target().locks;
  if (send && iterations > 1 && op.getInitValues() && !end.link && !locks.empty())
    op.emitWarning("sends its initial values once and then waits forever: it has an iter_count of ")
        << iterations << ", and nothing fills it again";
  Block *current = first;
  for (size_t i = 0; i < transfers.size(); ++i) {
    bool isLast = i + 1 == transfers.size();
    Block *next = isLast && !iterations ? first : builder.createBlock(program.end);
    builder.setInsertionPointToEnd(current);
    std::optional<LockUse> use;
    if (!locks.empty())
      use = lockUse(design, end, dir, transfers[i], locks);
    fillBlock(builder, loc, transfers[i], use, packet, dims, pad, next);
    current = next;
  }
  if (iterations) {
    builder.setInsertionPointToEnd(current);
    EndOp::create(builder, loc);
  }
}

} // namespace tilewright::aie::objectfifo
