//===- Design.h - A device's objectFIFOs as plain data ----------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An objectFIFO is a ring of objects between one producer and some consumers.
// Lowering one means to answer, in this order, the questions of the phases
// below; each is a file of its own, and what one finds out the next reads from
// the structs here:
//
//   Collect            what FIFOs, links and accesses does the device have?
//   Split              which FIFOs move by DMA and so have a ring at each end?
//   BuffersAndLocks    where does each ring live?
//   Channels           which DMA channels move it?
//   Transport          flows, shim allocations and, through DmaPrograms, BDs
//   CoreChecks         what can no core have?
//   CarriedWindows     which loops must take their first round apart?
//   DynamicLowering,
//   CoreUnroll         how does a core's loop get at the next object: by a
//                      counter, or by being unrolled until the ring closes?
//   CoreAccess         locks for acquires and releases, buffers for accesses
//   Cleanup            what is left of the FIFOs
//
// Only Collect walks the device; all later lookups are in these tables, so the
// whole costs time linear in the design and in the code it becomes.
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_AIE_OBJECTFIFO_DESIGN_H
#define TILEWRIGHT_AIE_OBJECTFIFO_DESIGN_H

#include "dialect/aie/AIEDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallVector.h"
#include <deque>
#include <map>
#include <string>

namespace tilewright::aie::objectfifo {

struct End;
struct Link;

//===--- What the phases share --------------------------------------------===//

/// External buffers that a FIFO was given on a shim tile.
struct ExternalBuffers {
  mlir::Value tile;
  llvm::SmallVector<mlir::Value, 2> buffers;
};

/// An `aie.objectfifo` as written.
struct Fifo {
  ObjectFifoCreateOp op;
  TileOp producer;
  llvm::SmallVector<TileOp, 1> consumers;
  mlir::MemRefType object;
  Link *link = nullptr; ///< the link that names it
  bool isLinkInput = false;
  ObjectFifoAllocateOp allocate; ///< null if the design does not say where it lives
  llvm::SmallVector<ExternalBuffers, 1> external;
  /// Whether it moves by DMA. Then `source` is the producer's end and `sinks`
  /// has one end per consumer; otherwise all of them are the same shared ring.
  bool split = false;
  End *source = nullptr;
  llvm::SmallVector<End *, 1> sinks;

  /// Times each object is sent.
  int repeat() { return op.getRepeatCount() ? static_cast<int>(*op.getRepeatCount()) : 1; }
  int64_t objectSize() const { return object.getNumElements(); }
  /// The dimensions with which a consumer receives.
  BDDimLayoutArrayAttr fromStream(size_t consumer);
};

/// A ring of objects in one memory: all of a FIFO, or its producer's or one
/// consumer's end.
struct End {
  Fifo *fifo;
  std::string name;    ///< prefix of its buffers and locks
  bool isSink = false; ///< made for a consumer by splitting
  TileOp tile;         ///< whose DMA (or, unsplit, whose core) fills or drains it
  TileOp memory;       ///< where objects and locks go unless `allocate` says otherwise
  int depth = 0;
  bool onCoreStream = false; ///< a stream port of the core stands for the ring
  Link *link = nullptr;      ///< the link whose tile this end is on
  int linkIndex = 0;         ///< among the link's inputs or outputs
  llvm::SmallVector<mlir::Value, 2> external;
  // Filled in by BuffersAndLocks:
  llvm::SmallVector<mlir::Value, 4> buffers;
  llvm::SmallVector<mlir::Value, 4> locks; ///< AIE1: one per object; else pairs producer, consumer
  bool reachesNeighbour = false;           ///< some object is in another tile's memory
  // Filled in by Channels:
  int channel = -1;

  int repeat() const { return isSink ? 1 : fifo->repeat(); }
  bool isLinkInput() const { return link && fifo->isLinkInput; }
  /// The end whose objects and locks this one works on: in a link, the owner.
  End &target();
  /// Objects in the ring it works on.
  int ringSize() { return static_cast<int>(target().buffers.size()); }
};

/// An `aie.objectfifo.link`: FIFOs that meet in a tile and share one ring there.
struct Link {
  ObjectFifoLinkOp op;
  mlir::Value tile;
  llvm::SmallVector<Fifo *, 1> inputs, outputs;
  llvm::SmallVector<End *, 1> inputEnds, outputEnds; ///< on the link's tile
  End *owner = nullptr;                              ///< has the buffers and locks; set once it has

  bool isJoin() const { return inputs.size() > 1; }
  bool isDistribute() const { return outputs.size() > 1; }
  size_t numParts() const { return std::max(inputs.size(), outputs.size()); }
  /// The `repeat_count` of the first output that has one; 0 if none has.
  int repeat() const;
  /// Part \p i of an object that is joined or distributed, in elements.
  int64_t partOffset(size_t i) const;
  int64_t partLength(size_t i) const;
};

inline End &End::target() { return link && link->owner ? *link->owner : *this; }

/// A device and everything the phases know about it.
struct Design {
  DeviceOp device;
  const device::DeviceModel &model;
  bool aie1;
  std::deque<Fifo> fifos; ///< in the order of the device
  std::deque<Link> links;
  std::deque<End> endStorage;
  llvm::SmallVector<End *, 0> ends;   ///< each FIFO's source, then its sinks, last consumer first
  llvm::SmallVector<CoreOp, 0> cores; ///< those on a tile where a FIFO ends
  llvm::DenseSet<mlir::Operation *> usesFifos; ///< of these, those that acquire or release
  llvm::DenseMap<mlir::StringAttr, Fifo *> fifoByName;
  std::map<device::TileID, TileOp> tiles; ///< the first op for each place
  /// The most objects that a core on the tile acquires at once from a port.
  std::map<std::tuple<Fifo *, device::TileID, ObjectFifoPort>, int> maxAcquire;
  /// Buffers that the first registration on a shim tile has.
  std::map<device::TileID, int> externalCount;

  explicit Design(DeviceOp device)
      : device(device), model(getTargetModel(device)), aie1(model.arch() == device::Arch::AIE1) {}

  /// The end that a core on \p tile reaches by \p port of the FIFO of that name.
  End *endOf(mlir::FlatSymbolRefAttr name, ObjectFifoPort port, device::TileID tile) const;
  /// The terminator of the device.
  mlir::Operation *terminator() { return device.getBody()->getTerminator(); }
};

/// How two tiles may share an object: whose memory both of them reach.
enum class Shared { None, First, Second, Both };
Shared sharedMemory(const device::DeviceModel &model, device::TileID a, device::TileID b);
inline bool reachesFirst(Shared s) { return s == Shared::First || s == Shared::Both; }

//===--- The phases -------------------------------------------------------===//

mlir::LogicalResult collect(Design &design);
void splitIntoEnds(Design &design);
mlir::LogicalResult createBuffersAndLocks(Design &design);
void assignChannels(Design &design);
mlir::LogicalResult createTransport(Design &design, bool packetSwitched);
/// \p dynamic says that buffers will be chosen by a counter.
mlir::LogicalResult checkCore(Design &design, CoreOp core, bool dynamic);
/// \p unroll says that loops will be unrolled afterwards.
mlir::LogicalResult peelCarriedWindows(Design &design, CoreOp core, bool unroll);
void lowerDynamically(Design &design, CoreOp core);
mlir::LogicalResult unrollLoops(Design &design, CoreOp core);
/// \p rotates says that loops were unrolled, so that buffers must close their round.
mlir::LogicalResult lowerAccesses(Design &design, CoreOp core, bool rotates);
void cleanUp(Design &design);

} // namespace tilewright::aie::objectfifo
#endif // TILEWRIGHT_AIE_OBJECTFIFO_DESIGN_H
