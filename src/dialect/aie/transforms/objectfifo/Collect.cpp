//===- Collect.cpp - Read a device's objectFIFOs ----------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The one walk over the device. It turns the ops into the structs of Design.h
// and refuses what no later phase could make sense of: tiles that are not
// placed, objects without a size, impossible depths, parts of a joined or
// distributed object that are none, a FIFO in two links, two allocations for one
// FIFO.
//
//===----------------------------------------------------------------------===//

#include "dialect/aie/transforms/objectfifo/Design.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace tilewright::aie::objectfifo {

//===--- Small queries ----------------------------------------------------===//

Shared sharedMemory(const device::DeviceModel &model, device::TileID a, device::TileID b) {
  if (model.isShimTile(a) != model.isShimTile(b) || model.isMemTile(a) != model.isMemTile(b))
    return Shared::None;
  bool second = model.isLegalMemAffinity(a, b), first = model.isLegalMemAffinity(b, a);
  if (first && second)
    return Shared::Both;
  return first ? Shared::First : second ? Shared::Second : Shared::None;
}

BDDimLayoutArrayAttr Fifo::fromStream(size_t consumer) {
  BDDimLayoutArrayArrayAttr all = op.getDimensionsFromStreamPerConsumer();
  return consumer < all.size() ? all[consumer] : BDDimLayoutArrayAttr::get(op.getContext(), {});
}

int Link::repeat() const {
  for (Fifo *fifo : outputs)
    if (auto count = fifo->op.getRepeatCount())
      return *count;
  return 0;
}

static ArrayAttr partOffsets(ObjectFifoLinkOp op) {
  return op.isJoin() ? op.getSrcOffsets() : op.getDstOffsets();
}

int64_t Link::partOffset(size_t i) const { return cast<IntegerAttr>(partOffsets(op)[i]).getInt(); }

int64_t Link::partLength(size_t i) const {
  int64_t whole = (isJoin() ? outputs : inputs).front()->objectSize();
  return (i + 1 < numParts() ? partOffset(i + 1) : whole) - partOffset(i);
}

End *Design::endOf(FlatSymbolRefAttr name, ObjectFifoPort port, device::TileID tile) const {
  Fifo *fifo = fifoByName.lookup(name.getAttr());
  if (!fifo)
    return nullptr;
  if (!fifo->split || port == ObjectFifoPort::Produce)
    return fifo->source;
  for (auto [consumer, sink] : llvm::zip_equal(fifo->consumers, fifo->sinks))
    if (consumer.getTileID() == tile)
      return sink;
  return nullptr;
}

//===--- Reading ----------------------------------------------------------===//

static TileOp placedTile(Value tile, Operation *user, bool &ok) {
  auto op = tile.getDefiningOp<TileOp>();
  if (!op) {
    user->emitOpError("ends on a tile that has no place yet; run aie-place-tiles first");
    ok = false;
  }
  return op;
}

/// Whether a ring can have each of the depths at all.
static LogicalResult checkDepths(ObjectFifoCreateOp op) {
  auto depths = dyn_cast<ArrayAttr>(op.getElemNumber());
  for (Attribute depth : depths ? depths.getValue() : ArrayRef<Attribute>()) {
    auto integer = dyn_cast<IntegerAttr>(depth);
    if (!integer || integer.getValue().isNegative() || !integer.getValue().isSignedIntN(32))
      return op.emitOpError("cannot have a depth of ") << depth;
  }
  return success();
}

/// Whether objects have a size, and one that the arithmetic to come can bear.
static LogicalResult checkObject(ObjectFifoCreateOp op) {
  MemRefType type = op.getObjectType();
  std::optional<uint64_t> bits = tryGetSizeInBits(type.getElementType(), op);
  auto vector = dyn_cast<VectorType>(type.getElementType());
  if (!type.hasStaticShape() || !bits || (vector && vector.isScalable()))
    return op.emitOpError("needs objects of a fixed size, not of type ") << type;
  uint64_t size = std::max<uint64_t>(*bits, 8); // what is smaller takes a byte
  for (int64_t extent : type.getShape())
    size = llvm::SaturatingMultiply<uint64_t>(size, extent);
  if (size > uint64_t(std::numeric_limits<int64_t>::max()))
    return op.emitOpError("has objects of a size that no memory has, of type ") << type;
  return success();
}

static LogicalResult addFifo(Design &design, ObjectFifoCreateOp op) {
  Fifo &fifo = design.fifos.emplace_back();
  bool ok = true;
  fifo.op = op;
  fifo.object = op.getObjectType();
  fifo.producer = placedTile(op.getProducerTile(), op, ok);
  for (Value tile : op.getConsumerTiles())
    fifo.consumers.push_back(placedTile(tile, op, ok));
  design.fifoByName[op.getSymNameAttr()] = &fifo;
  ok &= succeeded(checkDepths(op)) && succeeded(checkObject(op));
  return success(ok);
}

static LogicalResult readFifoNames(Design &design, ObjectFifoLinkOp op, ArrayAttr names,
                                   SmallVectorImpl<Fifo *> &out) {
  for (Attribute name : names) {
    Fifo *fifo = design.fifoByName.lookup(cast<SymbolRefAttr>(name).getRootReference());
    if (!fifo)
      return op.emitOpError("names no objectFIFO: ") << name;
    out.push_back(fifo);
  }
  return success();
}

/// Whether the parts of a joined or distributed object have elements of it.
static LogicalResult checkParts(Link &link) {
  if (!link.isJoin() && !link.isDistribute())
    return success();
  Fifo *whole = (link.isJoin() ? link.outputs : link.inputs).front();
  for (size_t i = 0; i < link.numParts(); ++i) {
    int64_t offset = link.partOffset(i), length = link.partLength(i);
    if (offset >= 0 && length > 0 && length <= whole->objectSize() - offset)
      continue;
    Fifo *part = (link.isJoin() ? link.inputs : link.outputs)[i];
    return link.op.emitOpError("gives objectFIFO @")
           << part->op.getSymName() << " " << length << " elements from element " << offset
           << " of objectFIFO @" << whole->op.getSymName() << ", whose objects have "
           << whole->objectSize() << ": offsets must ascend within the object";
  }
  return success();
}

static LogicalResult addLink(Design &design, ObjectFifoLinkOp op) {
  Link &link = design.links.emplace_back();
  link.op = op;
  if (std::optional<Value> tile = op.getOptionalSharedTile())
    link.tile = *tile;
  if (failed(readFifoNames(design, op, op.getFifoIns(), link.inputs)) ||
      failed(readFifoNames(design, op, op.getFifoOuts(), link.outputs)))
    return failure();
  bool ok = true;
  for (auto [fifos, isInput] : {std::pair(&link.inputs, true), std::pair(&link.outputs, false)}) {
    for (Fifo *fifo : *fifos) {
      if (fifo->link) {
        auto diag = fifo->op.emitOpError("objectfifo cannot be in more than one ObjectFifoLinkOp");
        diag.attachNote(op.getLoc()) << "linked again here";
        ok = false;
        continue;
      }
      fifo->link = &link;
      fifo->isLinkInput = isInput;
    }
  }
  return success(ok && succeeded(checkParts(link)));
}

static LogicalResult addAllocation(Design &design, ObjectFifoAllocateOp op) {
  Fifo *fifo = design.fifoByName.lookup(op.getObjFifoNameAttr().getAttr());
  if (!fifo)
    return success();
  if (fifo->allocate) {
    auto diag = fifo->op.emitOpError("has more than one allocate operation");
    diag.attachNote(op.getLoc()) << "allocated again here";
    return failure();
  }
  fifo->allocate = op;
  bool ok = true;
  placedTile(op.getDelegateTile(), op, ok);
  return success(ok);
}

static LogicalResult addExternalBuffers(Design &design, ObjectFifoRegisterExternalBuffersOp op) {
  bool ok = true;
  TileOp tile = placedTile(op.getTile(), op, ok);
  if (!ok)
    return failure();
  design.externalCount.try_emplace(tile.getTileID(), op.getExternalBuffers().size());
  if (Fifo *fifo = design.fifoByName.lookup(op.getObjFifoNameAttr().getAttr()))
    fifo->external.push_back({op.getTile(), llvm::to_vector<2>(op.getExternalBuffers())});
  return success();
}

static void addCore(Design &design, CoreOp core) {
  std::optional<device::TileID> tile = core.tryGetTileID();
  if (!tile)
    return;
  design.cores.push_back(core);
  core.walk([&](Operation *op) {
    if (isa<ObjectFifoReleaseOp, ObjectFifoSubviewAccessOp>(op))
      design.usesFifos.insert(core);
    auto acquire = dyn_cast<ObjectFifoAcquireOp>(op);
    if (!acquire)
      return;
    design.usesFifos.insert(core);
    if (Fifo *fifo = design.fifoByName.lookup(acquire.getObjFifoNameAttr().getAttr())) {
      int &most = design.maxAcquire[{fifo, *tile, acquire.getPort()}];
      most = std::max(most, acquire.acqNumber());
    }
  });
}

LogicalResult collect(Design &design) {
  Block *body = design.device.getBody();
  bool ok = true;
  for (Operation &op : *body) {
    if (auto tile = dyn_cast<TileOp>(op))
      design.tiles.try_emplace(tile.getTileID(), tile);
    else if (auto fifo = dyn_cast<ObjectFifoCreateOp>(op))
      ok &= succeeded(addFifo(design, fifo));
  }
  if (!ok)
    return failure();
  std::map<device::TileID, bool> fifoTiles;
  for (Fifo &fifo : design.fifos) {
    fifoTiles[fifo.producer.getTileID()] = true;
    for (TileOp tile : fifo.consumers)
      fifoTiles[tile.getTileID()] = true;
  }
  for (Operation &op : *body) {
    if (auto link = dyn_cast<ObjectFifoLinkOp>(op))
      ok &= succeeded(addLink(design, link));
    else if (auto allocate = dyn_cast<ObjectFifoAllocateOp>(op))
      ok &= succeeded(addAllocation(design, allocate));
    else if (auto external = dyn_cast<ObjectFifoRegisterExternalBuffersOp>(op))
      ok &= succeeded(addExternalBuffers(design, external));
    else if (auto core = dyn_cast<CoreOp>(op))
      if (auto tile = core.tryGetTileID(); tile && fifoTiles.count(*tile))
        addCore(design, core);
  }
  return success(ok);
}

} // namespace tilewright::aie::objectfifo
