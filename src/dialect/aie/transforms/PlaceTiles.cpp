//===- PlaceTiles.cpp - Logical tiles to tiles ------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Gives every `aie.logical_tile` a place in the array: cores one after the
// other, column by column; memory and shim tiles near the cores whose data they
// carry, several of them on one tile as long as its DMA channels suffice.
//
// The order in which things are placed and the places preferred are those of
// mlir-aie's sequential placer, since a design's routing follows from them. It is
// stricter in what it counts, which only matters where mlir-aie's placement could
// not work:
// - a core that is placed freely keeps off the tiles that others name, or that
//   are used by `aie.tile`s;
// - what `aie.tile`s and explicit circuits use of a tile's channels counts too,
//   and so do those ends of linked object FIFOs that are not at the link;
// - when nothing is left to the right of the cores, it looks to the left.
//
//===----------------------------------------------------------------------===//
#include "dialect/aie/AIEDialect.h"
#include "dialect/aie/transforms/Passes.h"

namespace tilewright::aie {
#define GEN_PASS_DEF_AIEPLACETILES
#include "dialect/aie/transforms/Passes.h.inc"
} // namespace tilewright::aie

using namespace mlir;
using namespace tilewright::aie;

namespace {

//===--- DMA channels -----------------------------------------------------===//

/// DMA channels that something needs, or that are in use: some channel out of
/// several, and certain ones by number.
struct Channels {
  unsigned in = 0, out = 0;
  uint32_t theseIn = 0, theseOut = 0;

  unsigned allIn() const { return in + llvm::popcount(theseIn); }
  unsigned allOut() const { return out + llvm::popcount(theseOut); }
  Channels &operator+=(const Channels &o) {
    in += o.in;
    out += o.out;
    theseIn |= o.theseIn;
    theseOut |= o.theseOut;
    return *this;
  }
  /// Whether \p need fits beside this on a tile with \p max channels.
  bool hasRoomFor(const Channels &need, const Channels &max) const {
    return allIn() + need.allIn() <= max.in && allOut() + need.allOut() <= max.out &&
           !(theseIn & need.theseIn) && !(theseOut & need.theseOut);
  }
};

Channels maxChannels(const DeviceModel &model, TileID t) {
  Channels max;
  if (model.isShimTile(t)) {
    max.in = model.numShimMuxDests(t, WireBundle::DMA);
    max.out = model.numShimMuxSources(t, WireBundle::DMA);
  } else {
    max.in = model.numSwitchboxDests(t, WireBundle::DMA);
    max.out = model.numSwitchboxSources(t, WireBundle::DMA);
  }
  return max;
}

bool isLogicalCore(Value tile) {
  auto op = tile.getDefiningOp<LogicalTileOp>();
  return op && op.getTileType() == TileType::CoreTile;
}
bool isCore(Value tile) {
  TileLike op = getTileLike(tile);
  return op && op.isCoreTile();
}
bool isMem(Value tile) {
  TileLike op = getTileLike(tile);
  return op && op.isMemTile();
}

//===--- The design -------------------------------------------------------===//

/// What there is to place, in the order of the design, and what each tile op
/// needs of its tile's DMA.
struct Design {
  SmallVector<LogicalTileOp> tiles;
  SmallVector<ObjectFifoCreateOp> fifos;
  SmallVector<ObjectFifoLinkOp> links;
  DenseMap<Operation *, Channels> needs;

  explicit Design(DeviceOp device);
  bool isLinked(ObjectFifoCreateOp fifo) const { return linked.contains(fifo); }

private:
  /// The ends of a fifo that are at a link; null if none.
  struct Links {
    Value producer, consumer;
  };
  DenseMap<Operation *, Links> linked;
  Channels &needsOf(Value tile) { return needs[tile.getDefiningOp()]; }
  void countFifo(ObjectFifoCreateOp fifo);
  void countLooseEnds(ObjectFifoCreateOp fifo);
  void countCircuit(FlowOp flow);
};

Design::Design(DeviceOp device) {
  device.walk([&](Operation *op) {
    if (auto tile = dyn_cast<LogicalTileOp>(op))
      tiles.push_back(tile);
    else if (auto fifo = dyn_cast<ObjectFifoCreateOp>(op))
      fifos.push_back(fifo);
    else if (auto link = dyn_cast<ObjectFifoLinkOp>(op))
      links.push_back(link);
  });
  for (ObjectFifoLinkOp link : links) {
    std::optional<Value> at = link.getOptionalSharedTile();
    for (ObjectFifoCreateOp fifo : link.getInputObjectFifos())
      linked[fifo].consumer = at.value_or(Value());
    for (ObjectFifoCreateOp fifo : link.getOutputObjectFifos())
      linked[fifo].producer = at.value_or(Value());
    if (at) {
      needsOf(*at).in += link.getFifoIns().size();
      needsOf(*at).out += link.getFifoOuts().size();
    }
  }
  for (ObjectFifoCreateOp fifo : fifos)
    if (isLinked(fifo))
      countLooseEnds(fifo);
    else
      countFifo(fifo);
  device.walk([&](FlowOp flow) { countCircuit(flow); });
}

void Design::countFifo(ObjectFifoCreateOp fifo) {
  bool sends = false;
  for (Value consumer : fifo.getConsumerTiles()) {
    // Cores may turn out to be neighbours, which share memory.
    if (isLogicalCore(fifo.getProducerTile()) && isLogicalCore(consumer))
      continue;
    ++needsOf(consumer).in;
    sends = true;
  }
  needsOf(fifo.getProducerTile()).out += sends;
}

/// The ends of a linked fifo that are not at a link, where it is certain that
/// they take a channel: neighbours may share the memory of cores and of memory
/// tiles.
void Design::countLooseEnds(ObjectFifoCreateOp fifo) {
  Links links = linked.lookup(fifo);
  Value producer = fifo.getProducerTile();
  bool sends = false;
  for (Value consumer : fifo.getConsumerTiles()) {
    if (isMem(producer) && isMem(consumer))
      continue;
    sends = true;
    if (consumer != links.consumer && !isCore(consumer))
      ++needsOf(consumer).in;
  }
  if (sends && producer != links.producer && !isCore(producer))
    ++needsOf(producer).out;
}

void Design::countCircuit(FlowOp flow) {
  auto bit = [](int channel) { return channel < 32 ? 1u << channel : 0; };
  if (flow.getSourceBundle() == WireBundle::DMA && !isCore(flow.getSource()))
    needsOf(flow.getSource()).theseOut |= bit(flow.sourceIndex());
  if (flow.getDestBundle() == WireBundle::DMA && !isCore(flow.getDest()))
    needsOf(flow.getDest()).theseIn |= bit(flow.destIndex());
}

//===--- The sequential placer --------------------------------------------===//

class SequentialPlacer {
public:
  SequentialPlacer(DeviceOp device, const Design &design, int coresPerColumn)
      : device(device), model(getTargetModel(device)), design(design),
        coresPerColumn(coresPerColumn) {}

  LogicalResult run() {
    if (failed(listTiles()))
      return failure();
    reserve();
    return success(succeeded(placeCoresAndNamed()) && succeeded(placeGroups()) &&
                   succeeded(placeRest()));
  }
  std::optional<TileID> placeOf(LogicalTileOp tile) const {
    auto it = places.find(tile);
    return it == places.end() ? std::nullopt : std::optional(it->second);
  }

private:
  LogicalResult listTiles();
  void reserve();
  LogicalResult placeCoresAndNamed();
  LogicalResult placeCore(LogicalTileOp tile);
  void takeOut(TileID id);
  LogicalResult place(LogicalTileOp tile, TileID at);
  LogicalResult placeGroups();
  int commonColumn(ArrayRef<ObjectFifoCreateOp> fifos) const;
  LogicalResult placeNear(LogicalTileOp tile, int column);
  LogicalResult placeRest();
  std::optional<TileID> placeOf(Value tile) const;

  DeviceOp device;
  const DeviceModel &model;
  const Design &design;
  const int coresPerColumn;
  SmallVector<TileID> cores; ///< those before nextCore are taken, the others wait in order
  size_t nextCore = 0;
  SmallVector<TileID> others; ///< memory and shim NOC tiles, by row, then column
  std::set<TileID> reserved;  ///< core tiles that are named or in use
  std::map<TileID, Channels> usage;
  DenseMap<Operation *, TileID> places;
};

LogicalResult SequentialPlacer::listTiles() {
  int mostPerColumn = 0;
  for (int col = 0; col < model.columns(); ++col) {
    int n = 0;
    for (int row = 0; row < model.rows(); ++row)
      if (model.isCoreTile({col, row}) && (n++ < coresPerColumn || coresPerColumn < 0))
        cores.push_back({col, row});
    mostPerColumn = std::max(mostPerColumn, n);
  }
  for (int row = 0; row < model.rows(); ++row)
    for (int col = 0; col < model.columns(); ++col)
      if (model.isMemTile({col, row}) || model.isShimNOCTile({col, row}))
        others.push_back({col, row});
  if (coresPerColumn > mostPerColumn)
    return device.emitError("requested cores-per-col (")
           << coresPerColumn << ") exceeds device capacity (" << mostPerColumn
           << " cores per column)";
  return success();
}

/// Notes what is settled already: tiles with users, and core tiles by name.
void SequentialPlacer::reserve() {
  for (auto tile : device.getOps<TileOp>()) {
    if (tile->use_empty())
      continue;
    reserved.insert(tile.getTileID());
    // What a core's fifos need is an upper bound: neighbours share memory.
    if (!model.isCoreTile(tile.getTileID()))
      usage[tile.getTileID()] += design.needs.lookup(tile);
  }
  for (LogicalTileOp tile : design.tiles)
    if (std::optional<TileID> id = cast<TileLike>(*tile).tryGetTileID())
      reserved.insert(*id);
}

LogicalResult SequentialPlacer::place(LogicalTileOp tile, TileID at) {
  Channels need = design.needs.lookup(tile), max = maxChannels(model, at);
  Channels &used = usage[at];
  if (!used.hasRoomFor(need, max)) {
    InFlightDiagnostic diag = tile.emitError("tile ");
    if (cast<TileLike>(*tile).tryGetTileID())
      diag << "(" << at.col << ", " << at.row << ") ";
    auto left = [](unsigned max, unsigned used) { return max > used ? max - used : 0; };
    return diag << "requires " << need.allIn() << " input/" << need.allOut()
                << " output DMA channels, but only " << left(max.in, used.allIn()) << " input/"
                << left(max.out, used.allOut()) << " output available";
  }
  used += need;
  places[tile] = at;
  return success();
}

//===--- Cores, and tiles that say where they are -------------------------===//

LogicalResult SequentialPlacer::placeCore(LogicalTileOp tile) {
  auto fits = [&](TileID t) {
    return !reserved.count(t) && t.col == static_cast<int>(tile.getCol().value_or(t.col)) &&
           t.row == static_cast<int>(tile.getRow().value_or(t.row));
  };
  auto it = std::find_if(cores.begin() + nextCore, cores.end(), fits);
  if (it == cores.end()) {
    if (!tile.getCol() && !tile.getRow())
      return tile.emitError("no available compute tiles for placement");
    auto text = [](std::optional<uint32_t> n) { return n ? std::to_string(*n) : "?"; };
    return tile.emitError("no compute tile available matching constraint (")
           << text(tile.getCol()) << ", " << text(tile.getRow()) << ")";
  }
  std::swap(*it, cores[nextCore]);
  return place(tile, cores[nextCore++]);
}

/// A named core tile leaves the list at its turn and not before: until then cores that are
/// placed by their column or row may change its position, which decides where later ones go.
void SequentialPlacer::takeOut(TileID id) {
  auto it = llvm::find(cores, id);
  if (it == cores.end())
    return;
  if (it < cores.begin() + nextCore)
    --nextCore;
  cores.erase(it);
}

LogicalResult SequentialPlacer::placeCoresAndNamed() {
  for (LogicalTileOp tile : design.tiles) {
    if (std::optional<TileID> id = cast<TileLike>(*tile).tryGetTileID()) {
      if (failed(place(tile, *id)))
        return failure();
      takeOut(*id);
    } else if (tile.getTileType() == TileType::CoreTile) {
      if (failed(placeCore(tile)))
        return failure();
    } else if (tile.getTileType() == TileType::ShimPLTile) {
      return tile.emitError("DMA channel-based SequentialPlacer does not support unplaced "
                            "ShimPLTiles (no DMAs).");
    }
  }
  return success();
}

//===--- Memory and shim tiles --------------------------------------------===//

std::optional<TileID> SequentialPlacer::placeOf(Value tile) const {
  if (auto logical = tile.getDefiningOp<LogicalTileOp>())
    return placeOf(logical);
  TileLike op = getTileLike(tile);
  return op ? op.tryGetTileID() : std::nullopt;
}

/// The column in the middle of the logical cores that some fifos lead to and from.
int SequentialPlacer::commonColumn(ArrayRef<ObjectFifoCreateOp> fifos) const {
  int sum = 0, n = 0;
  auto add = [&](Value tile) {
    if (!isLogicalCore(tile))
      return;
    if (std::optional<TileID> place = placeOf(tile)) {
      sum += place->col;
      ++n;
    }
  };
  for (ObjectFifoCreateOp fifo : fifos) {
    add(fifo.getProducerTile());
    for (Value consumer : fifo.getConsumerTiles())
      add(consumer);
  }
  return n ? (sum + n / 2) / n : 0;
}

/// The first tile of the kind with enough channels: at \p column, to the right of
/// it, and then to the left, unless the tile asks for its column.
LogicalResult SequentialPlacer::placeNear(LogicalTileOp tile, int column) {
  Channels need = design.needs.lookup(tile);
  auto placeIn = [&](int col) {
    for (TileID t : others)
      if (t.col == col && t.row == static_cast<int>(tile.getRow().value_or(t.row)) &&
          model.tileType(t) == tile.getTileType() &&
          usage[t].hasRoomFor(need, maxChannels(model, t)))
        return succeeded(place(tile, t));
    return false;
  };
  const bool isAsked = tile.getCol().has_value();
  column = tile.getCol().value_or(column);
  for (int col = column; col < model.columns(); ++col) {
    if (!placeIn(col))
      continue;
    if (isAsked && col != column)
      tile.emitWarning("is placed in column ")
          << col << ", since too few DMA channels are left in column " << column;
    return success();
  }
  for (int col = column - 1; col >= 0 && !isAsked; --col)
    if (placeIn(col))
      return success();
  return failure();
}

LogicalResult SequentialPlacer::placeGroups() {
  using Group = SmallVector<ObjectFifoCreateOp>;
  auto isPlaceable = [](Value tile) {
    auto logical = tile.getDefiningOp<LogicalTileOp>();
    return logical && logical.getTileType() != TileType::CoreTile;
  };
  // Groups are visited in the order of this container, which is part of what
  // determines the result (numbers hash the same everywhere).
  DenseMap<int, Group> groups;
  DenseMap<Operation *, int> groupOf; // the link of a linked fifo, of several the last
  int nextGroup = 0;
  for (ObjectFifoLinkOp link : design.links) {
    for (ObjectFifoCreateOp fifo : link.getInputObjectFifos())
      groupOf[fifo] = nextGroup;
    for (ObjectFifoCreateOp fifo : link.getOutputObjectFifos())
      groupOf[fifo] = nextGroup;
    ++nextGroup;
  }
  SmallVector<Group> all(nextGroup);
  for (ObjectFifoCreateOp fifo : design.fifos) {
    if (auto it = groupOf.find(fifo); it != groupOf.end())
      all[it->second].push_back(fifo);
    else
      all.push_back({fifo});
  }
  for (auto [id, group] : llvm::enumerate(all))
    if (llvm::any_of(group, [&](ObjectFifoCreateOp fifo) {
          return isPlaceable(fifo.getProducerTile()) ||
                 llvm::any_of(fifo.getConsumerTiles(), isPlaceable);
        }))
      groups[static_cast<int>(id)] = group;

  for (auto &[id, group] : groups) {
    const int column = commonColumn(group);
    for (ObjectFifoCreateOp fifo : group)
      for (Value end : fifo->getOperands()) { // the producer, then the consumers
        if (!isPlaceable(end) || placeOf(end))
          continue;
        auto tile = end.getDefiningOp<LogicalTileOp>();
        if (failed(placeNear(tile, column)))
          return tile.emitError("no ")
                 << stringifyTileType(tile.getTileType()) << " with sufficient DMA capacity";
      }
  }
  return success();
}

LogicalResult SequentialPlacer::placeRest() {
  for (LogicalTileOp tile : design.tiles)
    if (!placeOf(tile) && failed(placeNear(tile, 0)))
      return tile.emitError("no ") << stringifyTileType(tile.getTileType()) << " available";
  return success();
}

//===--- The pass ---------------------------------------------------------===//

struct PlaceTiles : tilewright::aie::impl::AIEPlaceTilesBase<PlaceTiles> {
  using AIEPlaceTilesBase::AIEPlaceTilesBase;
  void runOnOperation() override {
    if (failed(place(getOperation())))
      signalPassFailure();
  }
  LogicalResult place(DeviceOp device);
};

/// Replaces a logical tile by the tile at its place.
void replace(DeviceOp device, LogicalTileOp logical, TileID place) {
  TileOp tile = TileOp::getOrCreate(OpBuilder(device.getContext()), device, place);
  // A tile that stands further down must precede its new users.
  for (Operation *user : logical->getUsers()) {
    Operation *ancestor = device.getBody()->findAncestorOpInBlock(*user);
    if (ancestor && ancestor->isBeforeInBlock(tile))
      tile->moveBefore(ancestor);
  }
  if (StringAttr scheme = logical.getAllocationSchemeAttr())
    tile.setAllocationSchemeAttr(scheme);
  logical->replaceAllUsesWith(tile->getResults());
  logical->erase();
}

LogicalResult PlaceTiles::place(DeviceOp device) {
  Design design(device);
  SequentialPlacer placer(device, design, coresPerCol);
  if (failed(placer.run()))
    return failure();
  std::map<TileID, CoreOp> coreAt;
  for (auto core : device.getOps<CoreOp>()) {
    auto logical = core.getTile().getDefiningOp<LogicalTileOp>();
    std::optional<TileID> at = logical ? placer.placeOf(logical) : core.tryGetTileID();
    if (!at)
      continue;
    auto [it, isNew] = coreAt.try_emplace(*at, core);
    if (!isNew && (logical || it->second.getTile().getDefiningOp<LogicalTileOp>())) {
      InFlightDiagnostic diag = core.emitError("tile (")
                                << at->col << ", " << at->row << ") has a core already";
      diag.attachNote(it->second.getLoc()) << "the other core";
      return diag;
    }
  }
  for (LogicalTileOp tile : design.tiles)
    replace(device, tile, *placer.placeOf(tile));
  return success();
}

} // namespace
