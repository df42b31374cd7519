//===- Split.cpp - Which objectFIFOs move by DMA ----------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A FIFO between two tiles that reach the same memory is one ring there. All
// others move by DMA: the producer has a ring of its own, each consumer another,
// and what the producer's DMA sends the consumers' DMAs receive. DMA is needed
//
//   - when the design asks for something that only a DMA or stream does: via_DMA,
//     repeat_count, aie_stream, dimensions on either side, several consumers;
//   - when the two tiles share no memory;
//   - for the FIFOs of a link, since a link forwards with the DMA of its tile.
//     The exception is a one-to-one link between FIFOs of one type with an
//     `allocate` on a tile that both ends reach: then the FIFO, and with it the
//     other one, is just a ring that the outer cores share.
//
// A ring's depth is what the design says, unless it says one number for all: then
// a core's end holds one object more than the core ever acquires at once, so that
// the DMA can work on that one meanwhile. This is also done to an end of a
// per-end depth that takes part in a link or rearranges data, as in mlir-aie.
//
//===----------------------------------------------------------------------===//

#include "dialect/aie/transforms/objectfifo/Design.h"

using namespace mlir;

namespace tilewright::aie::objectfifo {

//===--- The decision -----------------------------------------------------===//

/// How a FIFO's objects get to its consumers.
struct Decision {
  bool dma;
  Shared memory = Shared::None; ///< of producer and consumer, where it was looked at
};

static bool hasDimensionsFromStream(ObjectFifoCreateOp op) {
  return llvm::any_of(op.getDimensionsFromStreamPerConsumer().getValue(),
                      [](BDDimLayoutArrayAttr dims) { return !dims.empty(); });
}

/// Whether `allocate` lets the ends of a linked FIFO share their ring.
static bool isSharedByAllocation(const device::DeviceModel &model, Fifo &fifo) {
  Link &link = *fifo.link;
  if (!fifo.allocate || link.isJoin() || link.isDistribute())
    return false;
  device::TileID delegate = fifo.allocate.getDelegateTile().getDefiningOp<TileOp>().getTileID();
  return reachesFirst(sharedMemory(model, delegate, fifo.producer.getTileID())) &&
         reachesFirst(sharedMemory(model, delegate, fifo.consumers.front().getTileID()));
}

static Decision decide(const device::DeviceModel &model, Fifo &fifo) {
  ObjectFifoCreateOp op = fifo.op;
  if (op.getVia_DMA() || op.getRepeatCount() || op.getAieStream())
    return {true};
  if (fifo.consumers.size() != 1 || !op.getDimensionsToStream().empty())
    return {true};
  Shared memory =
      sharedMemory(model, fifo.producer.getTileID(), fifo.consumers.front().getTileID());
  if (memory == Shared::None)
    return {true};
  bool linked = fifo.link && !isSharedByAllocation(model, fifo);
  return {hasDimensionsFromStream(op) || linked, memory};
}

//===--- Depths -----------------------------------------------------------===//

static bool hasDepthPerEnd(Fifo &fifo) { return isa<ArrayAttr>(fifo.op.getElemNumber()); }

/// The depth of an end that works for \p port of a tile, by what is acquired there.
static int depthByUse(const Design &design, Fifo &fifo, TileOp tile, ObjectFifoPort port,
                      int declared) {
  device::TileID id = tile.getTileID();
  if (declared == 0 || design.model.isMemTile(id))
    return declared;
  if (design.model.isShimTile(id)) {
    auto it = design.externalCount.find(id);
    return it == design.externalCount.end() ? declared : it->second;
  }
  auto it = design.maxAcquire.find({&fifo, id, port});
  if (it == design.maxAcquire.end())
    return declared;
  if (it->second == 1 && declared == 1)
    return 1;
  return std::min(it->second, std::numeric_limits<int>::max() - 1) + 1;
}

static int sourceDepth(const Design &design, Fifo &fifo, const Decision &decision) {
  int declared = fifo.op.size();
  // The producer's side of a linked FIFO between neighbours keeps what is written.
  bool betweenNeighbours =
      decision.memory != Shared::None && fifo.isLinkInput && !hasDimensionsFromStream(fifo.op);
  if (!fifo.split || betweenNeighbours || hasDepthPerEnd(fifo) || fifo.op.getInitValues())
    return declared;
  return depthByUse(design, fifo, fifo.producer, ObjectFifoPort::Produce, declared);
}

static int sinkDepth(const Design &design, Fifo &fifo, size_t consumer, bool inLink) {
  int declared = fifo.op.size(hasDepthPerEnd(fifo) ? consumer + 1 : 0);
  bool rearranges = !fifo.fromStream(consumer).empty();
  if (hasDepthPerEnd(fifo) && !inLink && !rearranges)
    return declared;
  return depthByUse(design, fifo, fifo.consumers[consumer], ObjectFifoPort::Consume, declared);
}

//===--- Making the ends --------------------------------------------------===//

static End &addEnd(Design &design, Fifo &fifo, std::string name, TileOp tile) {
  End &end = design.endStorage.emplace_back();
  end.fifo = &fifo;
  end.name = std::move(name);
  end.tile = end.memory = tile;
  design.ends.push_back(&end);
  for (const ExternalBuffers &registered : fifo.external)
    if (registered.tile == tile.getResult() && design.model.isShimTile(tile.getTileID()))
      llvm::append_range(end.external, registered.buffers);
  return end;
}

/// The consumer that is the link's tile, for the input of a link.
static std::optional<size_t> consumerAtLink(Fifo &fifo) {
  if (!fifo.link || !fifo.isLinkInput)
    return std::nullopt;
  for (auto [k, tile] : llvm::enumerate(fifo.consumers))
    if (tile.getResult() == fifo.link->tile)
      return k;
  return std::nullopt;
}

static void makeSinks(Design &design, Fifo &fifo) {
  std::optional<size_t> atLink = consumerAtLink(fifo);
  std::string base = fifo.op.getSymName().str();
  size_t count = fifo.consumers.size();
  fifo.sinks.resize(count);
  for (size_t k = count; k-- > 0;) {
    std::string name = count == 1 ? base + "_cons" : base + "_" + std::to_string(k) + "_cons";
    End &end = addEnd(design, fifo, std::move(name), fifo.consumers[k]);
    end.isSink = true;
    end.link = atLink == k ? fifo.link : nullptr;
    end.depth = sinkDepth(design, fifo, k, end.link);
    end.onCoreStream = fifo.op.getAieStream().value_or(0) != 0;
    fifo.sinks[k] = &end;
  }
}

static void makeEnds(Design &design, Fifo &fifo) {
  Decision decision = decide(design.model, fifo);
  fifo.split = decision.dma;
  End &source = addEnd(design, fifo, fifo.op.getSymName().str(), fifo.producer);
  fifo.source = &source;
  source.depth = sourceDepth(design, fifo, decision);
  if (!fifo.split) {
    if (decision.memory == Shared::Second)
      source.memory = fifo.consumers.front();
    source.link = fifo.link;
    fifo.sinks.assign(fifo.consumers.size(), &source);
    return;
  }
  source.onCoreStream = fifo.op.getAieStream().value_or(1) != 1;
  if (!fifo.isLinkInput)
    source.link = fifo.link;
  makeSinks(design, fifo);
}

static void collectLinkEnds(ArrayRef<Fifo *> fifos, SmallVectorImpl<End *> &ends) {
  for (Fifo *fifo : fifos) {
    std::optional<size_t> consumer = consumerAtLink(*fifo);
    End *end = fifo->split && consumer ? fifo->sinks[*consumer] : fifo->source;
    end->linkIndex = ends.size();
    ends.push_back(end);
  }
}

void splitIntoEnds(Design &design) {
  for (Fifo &fifo : design.fifos)
    makeEnds(design, fifo);
  for (Link &link : design.links) {
    collectLinkEnds(link.inputs, link.inputEnds);
    collectLinkEnds(link.outputs, link.outputEnds);
  }
}

} // namespace tilewright::aie::objectfifo
