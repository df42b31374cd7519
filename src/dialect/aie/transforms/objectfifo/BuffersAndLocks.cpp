//===- BuffersAndLocks.cpp - Where the rings of objectFIFOs live *- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Every end gets one buffer per object and its locks; in a link only the owner
// does, and the others work on what it has.
//
// Locks. AIE1 has one lock per object, free or full. Later devices count: a
// producer lock holds the number of free objects, a consumer lock the number of
// full ones. An object that is sent r times counts r times. Where a link joins or
// distributes, each part of the object has its own pair, since each part comes or
// goes on its own.
//
// Order. The block of ops of each end is put directly behind the last tile of the
// device, so the blocks of later ends stand above those of earlier ones. Code that
// stands before the last tile would use buffers above their definition: then the
// tiles behind it are moved in front of it first, which is always possible, since
// a tile depends on nothing.
//
// Memory tiles. What does not fit goes to the western, then the eastern neighbour,
// whose memories the tile's DMA reaches too. Only buffers made here are counted.
//
//===----------------------------------------------------------------------===//

#include "dialect/aie/transforms/objectfifo/Design.h"
#include "mlir/Interfaces/DataLayoutInterfaces.h"
#include "llvm/ADT/BitVector.h"
#include <set>

using namespace mlir;

namespace tilewright::aie::objectfifo {

//===--- Locks of a tile --------------------------------------------------===//

namespace {
/// Hands out the free locks of each tile, lowest first.
class LockIds {
public:
  LockIds(DeviceOp device, const device::DeviceModel &model) : model(model) {
    device.walk([&](LockOp lock) {
      std::optional<device::TileID> tile = lock.tryGetTileID();
      if (auto id = lock.getLockID();
          id && tile && static_cast<uint32_t>(*id) < model.numLocks(*tile))
        taken(*tile).set(*id);
    });
  }
  /// -1 if all are taken.
  int next(device::TileID tile) {
    llvm::BitVector &used = taken(tile);
    int id = used.find_first_unset();
    if (id >= 0)
      used.set(id);
    return id;
  }

private:
  llvm::BitVector &taken(device::TileID tile) {
    return ids.try_emplace(tile, model.numLocks(tile)).first->second;
  }
  const device::DeviceModel &model;
  std::map<device::TileID, llvm::BitVector> ids;
};

class Placer {
public:
  explicit Placer(Design &design)
      : design(design), layout(DataLayout::closest(design.device)),
        lockIds(design.device, design.model), builder(design.device.getContext()) {}
  LogicalResult run();

private:
  void moveTilesAboveCode();
  LogicalResult place(End &end);
  FailureOr<TileOp> chooseMemory(End &end);
  LogicalResult createBuffers(End &end, TileOp memory);
  LogicalResult createLocks(End &end, TileOp memory);
  LogicalResult createLock(End &end, TileOp memory, const Twine &name, int init);
  TileOp roomFor(TileOp home, int64_t bytes);
  TileOp findOrCreateTile(device::TileID id, TileOp behind);

  Design &design;
  DataLayout layout;
  LockIds lockIds;
  OpBuilder builder;
  TileOp lastTile;
  /// Bytes of the buffers made so far.
  std::map<device::TileID, int64_t> used;
};
} // namespace

//===--- Memory -----------------------------------------------------------===//

/// The tile of an end's ring: where `allocate` wants it, if both ends reach that.
FailureOr<TileOp> Placer::chooseMemory(End &end) {
  ObjectFifoAllocateOp allocate = end.isSink ? nullptr : end.fifo->allocate;
  if (!allocate)
    return end.memory;
  auto delegate = allocate.getDelegateTile().getDefiningOp<TileOp>();
  device::TileID id = delegate.getTileID();
  for (TileOp tile : {end.fifo->producer, end.fifo->consumers.front()}) {
    if (reachesFirst(sharedMemory(design.model, id, tile.getTileID())))
      continue;
    auto diag = allocate.emitOpError(
        "objectfifo has no shared memory access to delegate tile's memory module");
    diag.attachNote(end.fifo->op.getLoc())
        << "its end on tile (" << tile.getCol() << ", " << tile.getRow()
        << ") does not reach the memory of tile (" << id.col << ", " << id.row << ")";
    return failure();
  }
  return delegate;
}

/// Behind the buffers that follow \p behind, but not past the builder's position:
/// a tile must stand above the buffers to come.
TileOp Placer::findOrCreateTile(device::TileID id, TileOp behind) {
  TileOp &tile = design.tiles[id];
  if (tile)
    return tile;
  OpBuilder::InsertionGuard guard(builder);
  Operation *before = behind->getNextNode();
  while (before != &*builder.getInsertionPoint() && isa<BufferOp>(before))
    before = before->getNextNode();
  builder.setInsertionPoint(before);
  auto column = builder.getI32IntegerAttr(id.col), row = builder.getI32IntegerAttr(id.row);
  tile =
      TileOp::create(builder, behind.getLoc(), builder.getIndexType(), column, row, StringAttr());
  if (behind == lastTile)
    lastTile = tile;
  return tile;
}

/// \p home, or for a full memory tile the neighbour that has room.
TileOp Placer::roomFor(TileOp home, int64_t bytes) {
  device::TileID id = home.getTileID();
  int64_t size = design.model.memTileSize();
  if (!design.model.isMemTile(id) || used[id] + bytes <= size)
    return home;
  SmallVector<TileOp, 2> neighbours;
  for (int side : {-1, 1}) {
    device::TileID next{id.col + side, id.row};
    if (!design.model.contains(next))
      continue;
    TileOp tile = findOrCreateTile(next, home);
    Shared shared = sharedMemory(design.model, id, next);
    if (shared == Shared::Second || shared == Shared::Both)
      neighbours.push_back(tile);
  }
  for (TileOp tile : neighbours)
    if (used[tile.getTileID()] + bytes <= size)
      return tile;
  return home;
}

LogicalResult Placer::createBuffers(End &end, TileOp memory) {
  MemRefType type = end.fifo->object;
  int64_t count = type.getNumElements();
  int64_t bits = layout.getTypeSizeInBits(type.getElementType());
  ArrayAttr values = end.isSink ? ArrayAttr() : end.fifo->op.getInitValuesAttr();
  SmallVector<ElementsAttr> initial;
  for (Attribute value : values ? values.getValue() : ArrayRef<Attribute>()) {
    initial.push_back(asTensorElements(cast<ElementsAttr>(value), type));
    if (!initial.back())
      return end.fifo->op.emitOpError("has an initial value of type ")
             << cast<ElementsAttr>(value).getType() << " for an object of type " << type;
  }
  for (int i = 0; i < end.depth; ++i) {
    TileOp tile = roomFor(memory, count * bits / 8);
    auto name = builder.getStringAttr(end.name + "_buff_" + Twine(i));
    auto buffer = BufferOp::create(builder, end.fifo->op.getLoc(), type, tile, name);
    if (i < static_cast<int>(initial.size()))
      buffer.setInitialValueAttr(initial[i]);
    used[tile.getTileID()] +=
        count * static_cast<int64_t>(layout.getTypeSize(type.getElementType()));
    end.buffers.push_back(buffer);
    end.reachesNeighbour |= tile.getTileID() != end.tile.getTileID();
  }
  return success();
}

//===--- Locks ------------------------------------------------------------===//

LogicalResult Placer::createLock(End &end, TileOp memory, const Twine &name, int init) {
  int id = lockIds.next(memory.getTileID());
  if (id < 0)
    return emitError(end.fifo->op.getLoc())
           << "'aie.lock' op cannot be made for objectFIFO @" << end.fifo->op.getSymName()
           << ": all " << design.model.numLocks(memory.getTileID()) << " locks of tile ("
           << memory.getCol() << ", " << memory.getRow() << ") are taken";
  end.locks.push_back(LockOp::create(builder, end.fifo->op.getLoc(), builder.getIndexType(), memory,
                                     builder.getI32IntegerAttr(id), builder.getI32IntegerAttr(init),
                                     builder.getStringAttr(name)));
  return success();
}

LogicalResult Placer::createLocks(End &end, TileOp memory) {
  ObjectFifoCreateOp op = end.fifo->op;
  if (op.getDisableSynchronization())
    return success();
  bool onShim = design.model.isShimTile(memory.getTileID());
  int objects = onShim ? static_cast<int>(end.external.size()) : end.depth;
  int full = op.getInitValues() && !end.isSink ? static_cast<int>(op.getInitValues()->size()) : 0;
  if (design.aie1) {
    for (int i = 0; i < objects; ++i)
      if (failed(createLock(end, memory, end.name + "_lock_" + Twine(i), full ? 1 : 0)))
        return failure();
    return success();
  }
  int repeat = end.link && end.link->repeat() ? end.link->repeat() : end.repeat();
  size_t pairs = end.link ? end.link->numParts() : 1;
  for (size_t i = 0; i < pairs; ++i)
    if (failed(createLock(end, memory, end.name + "_prod_lock_" + Twine(i),
                          (objects - full) * repeat)) ||
        failed(createLock(end, memory, end.name + "_cons_lock_" + Twine(i), full * repeat)))
      return failure();
  return success();
}

//===--- The whole device -------------------------------------------------===//

/// Whose objects the FIFOs of a link share: those of the joined or distributed
/// side, else the larger ones; initial values and padding decide for the output
/// and for the input.
static End &chooseOwner(Link &link) {
  End &input = *link.inputEnds.front(), &output = *link.outputEnds.front();
  if (link.isJoin())
    return output;
  if (link.isDistribute())
    return input;
  if (output.fifo->op.getInitValues())
    return output;
  if (input.fifo->objectSize() >= output.fifo->objectSize() || output.fifo->op.getPadDimensions())
    return input;
  return output;
}

LogicalResult Placer::place(End &end) {
  if (end.depth == 0 || end.onCoreStream)
    return success();
  if (end.link) {
    if (&chooseOwner(*end.link) != &end)
      return success();
    end.link->owner = &end;
  }
  FailureOr<TileOp> memory = chooseMemory(end);
  if (failed(memory))
    return failure();
  builder.setInsertionPointAfter(lastTile);
  if (!design.model.isShimTile(memory->getTileID()) && failed(createBuffers(end, *memory)))
    return failure();
  return createLocks(end, *memory);
}

void Placer::moveTilesAboveCode() {
  std::set<device::TileID> dmaTiles;
  for (End *end : design.ends)
    if (end->fifo->split)
      dmaTiles.insert(end->tile.getTileID());
  auto isUser = [&](Operation &op) {
    if (!isa<MemOp, MemTileDMAOp, ShimDMAOp>(op))
      return design.usesFifos.contains(&op);
    auto tile = cast<TileElement>(op).tryGetTileID();
    return tile && dmaTiles.count(*tile);
  };
  bool code = false; // that will use what is made here
  for (Operation &op : llvm::make_early_inc_range(*design.device.getBody())) {
    if (auto tile = dyn_cast<TileOp>(op)) {
      if (code)
        tile->moveAfter(lastTile);
      lastTile = tile;
    } else {
      code |= isUser(op);
    }
  }
}

LogicalResult Placer::run() {
  moveTilesAboveCode();
  for (End *end : design.ends)
    if (failed(place(*end)))
      return failure();
  return success();
}

LogicalResult createBuffersAndLocks(Design &design) { return Placer(design).run(); }

} // namespace tilewright::aie::objectfifo
