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
// What no tile can have is refused: a ring of far more objects than a memory holds,
// or than a lock counts, before anything of it is made; a ring that `allocate` puts where
// the DMA that has to move it does not reach.
//
// Memory tiles. What does not fit goes to the western, then the eastern neighbour,
// whose memories the tile's DMA reaches too. Only buffers made here are counted.
//
//===----------------------------------------------------------------------===//

#include "dialect/aie/transforms/objectfifo/Design.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/Support/MathExtras.h"
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
      : design(design), lockIds(design.device, design.model), builder(design.device.getContext()) {}
  LogicalResult run();

private:
  void moveTilesAboveCode();
  LogicalResult place(End &end);
  FailureOr<TileOp> chooseMemory(End &end);
  LogicalResult checkSize(End &end, TileOp memory);
  LogicalResult checkReach(End &end);
  LogicalResult createBuffers(End &end, TileOp memory);
  LogicalResult createLocks(End &end, TileOp memory);
  LogicalResult createLock(End &end, TileOp memory, const Twine &name, int init);
  TileOp roomFor(TileOp home, uint64_t bytes);
  TileOp findOrCreateTile(device::TileID id, TileOp behind);

  Design &design;
  LockIds lockIds;
  OpBuilder builder;
  TileOp lastTile;
  /// Bytes of the buffers made so far.
  std::map<device::TileID, uint64_t> used;
};
} // namespace

/// How often an object counts.
static int lockRepeat(End &end) {
  return end.link && end.link->repeat() ? end.link->repeat() : end.repeat();
}

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

/// Whether locks can count the ring, and a tile can hold so many objects. A few
/// large ones too many are left to the assignment of addresses, which knows what
/// else the memory holds.
LogicalResult Placer::checkSize(End &end, TileOp memory) {
  constexpr uint64_t few = 64;
  device::TileID id = memory.getTileID();
  ObjectFifoCreateOp op = end.fifo->op;
  if (design.model.isShimTile(id))
    return success(); // the host's memory
  // A memory tile may put objects into its neighbours, too.
  uint64_t room = design.model.isMemTile(id) ? 3 * uint64_t(design.model.memTileSize())
                                             : design.model.localMemorySize();
  uint64_t bits = *tryGetSizeInBits(end.fifo->object.getElementType(), op);
  uint64_t bytes = uint64_t(end.fifo->objectSize()) * bits / 8;
  uint64_t most = room / std::max<uint64_t>(bytes, sizeof(uint32_t));
  if (uint64_t(end.depth) > std::max(few, most))
    return op.emitOpError("has ") << end.depth << " objects, of which the memory of tile ("
                                  << id.col << ", " << id.row << ") holds " << most;
  if (design.aie1 || op.getDisableSynchronization())
    return success();
  uint64_t count = llvm::SaturatingMultiply<uint64_t>(end.depth, lockRepeat(end));
  uint64_t limit = design.model.maxLockValue();
  if (count > limit)
    return op.emitOpError("needs locks that count to ")
           << count << ", but those of tile (" << id.col << ", " << id.row << ") count to "
           << limit;
  return success();
}

/// A core tile's DMA reaches its own memory only.
LogicalResult Placer::checkReach(End &end) {
  device::TileID id = end.tile.getTileID();
  if (!end.fifo->split || end.onCoreStream || design.model.isShimTile(id) ||
      design.model.isMemTile(id))
    return success();
  if (llvm::all_of(end.target().buffers, [&](Value buffer) {
        return buffer.getDefiningOp<BufferOp>().getTileID() == id;
      }))
    return success();
  Fifo &owner = *end.target().fifo;
  Operation *op = owner.op;
  if (owner.allocate)
    op = owner.allocate;
  auto diag = op->emitOpError("puts objects where the DMA of tile (")
              << id.col << ", " << id.row << "), which moves them, does not reach";
  diag.attachNote(end.fifo->op.getLoc()) << "it moves them for this objectFIFO";
  return diag;
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
TileOp Placer::roomFor(TileOp home, uint64_t bytes) {
  device::TileID id = home.getTileID();
  uint64_t size = design.model.memTileSize();
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
  Type element = type.getElementType();
  uint64_t count = type.getNumElements();
  uint64_t bytes = count * *tryGetSizeInBits(element, end.fifo->op) / 8;
  uint64_t allocated = count * *tryGetSizeInBytes(element, end.fifo->op);
  ArrayAttr values = end.isSink ? ArrayAttr() : end.fifo->op.getInitValuesAttr();
  SmallVector<ElementsAttr> initial;
  for (Attribute value : values ? values.getValue() : ArrayRef<Attribute>()) {
    initial.push_back(asTensorElements(cast<ElementsAttr>(value), type));
    if (!initial.back())
      return end.fifo->op.emitOpError("has an initial value of type ")
             << cast<ElementsAttr>(value).getType() << " for an object of type " << type;
  }
  for (int i = 0; i < end.depth; ++i) {
    TileOp tile = roomFor(memory, bytes);
    auto name = builder.getStringAttr(end.name + "_buff_" + Twine(i));
    auto buffer = BufferOp::create(builder, end.fifo->op.getLoc(), type, tile, name);
    if (i < static_cast<int>(initial.size()))
      buffer.setInitialValueAttr(initial[i]);
    uint64_t &sum = used[tile.getTileID()];
    sum = llvm::SaturatingAdd(sum, allocated);
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
  int repeat = lockRepeat(end);
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
  if (failed(checkSize(end, *memory)))
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
  for (End *end : design.ends)
    if (failed(checkReach(*end)))
      return failure();
  return success();
}

LogicalResult createBuffersAndLocks(Design &design) { return Placer(design).run(); }

} // namespace tilewright::aie::objectfifo
