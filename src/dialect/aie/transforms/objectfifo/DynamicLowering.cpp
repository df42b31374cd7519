//===- DynamicLowering.cpp - Choose buffers by a counter --------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Instead of unrolling its loops, a core can count. A buffer in its memory holds,
// for each FIFO and port that it acquires, the place in the ring of its oldest
// object. A release moves that place on, around the ring; an access switches on it
// over the buffers of the ring. Loops stay as they are, and their bounds need not
// be known. A ring of one object needs no switch.
//
// The place is looked up where the access is, or, if some of the acquired objects
// are released between the acquire and the access, behind the acquire: there the
// oldest object still is the one that the access counts from.
//
// Acquires and releases stay, for CoreAccess to turn into locks.
//
//===----------------------------------------------------------------------===//

#include "dialect/aie/transforms/objectfifo/CoreLoops.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "llvm/ADT/MapVector.h"

using namespace mlir;

namespace tilewright::aie::objectfifo {

namespace {
/// The place in one ring: an element of the core's counter buffer.
struct Counter {
  Value index; ///< of the element
  Value size;  ///< of the ring
};
class DynamicLowering {
public:
  DynamicLowering(Design &design, CoreOp core)
      : view(design, core), core(core), builder(core.getContext()) {}
  void run();

private:
  void makeCounters(ArrayRef<ObjectFifoAcquireOp> acquires);
  void advance(ObjectFifoReleaseOp release);
  void select(ObjectFifoSubviewAccessOp access, Operation *lookUp, PortKey key);
  static ObjectFifoAcquireOp acquireOf(ObjectFifoSubviewAccessOp access) {
    return access.getSubview().getDefiningOp<ObjectFifoAcquireOp>();
  }

  CoreView view;
  CoreOp core;
  OpBuilder builder;
  Value places;
  llvm::MapVector<PortKey, Counter> counters;
};
} // namespace

void DynamicLowering::makeCounters(ArrayRef<ObjectFifoAcquireOp> acquires) {
  Location loc = core.getLoc();
  builder.setInsertionPointToStart(&core.getBody().front());
  Value zero = arith::ConstantOp::create(builder, loc, builder.getI32IntegerAttr(0));
  for (ObjectFifoAcquireOp acquire : acquires) {
    PortKey key = view.keyOf(acquire);
    if (counters.contains(key))
      continue;
    Counter counter;
    counter.index = arith::ConstantIndexOp::create(builder, loc, counters.size());
    counter.size =
        arith::ConstantOp::create(builder, loc, builder.getI32IntegerAttr(key.first->ringSize()));
    counters.insert({key, counter});
  }
  builder.setInsertionPoint(core);
  auto type = MemRefType::get(static_cast<int64_t>(counters.size()), builder.getI32Type());
  places = BufferOp::create(builder, loc, type, core.getTile());
  for (auto &[key, counter] : counters) {
    builder.setInsertionPointAfterValue(counter.size);
    memref::StoreOp::create(builder, loc, zero, places, counter.index);
  }
}

/// The place moves on by the objects released, around the ring.
void DynamicLowering::advance(ObjectFifoReleaseOp release) {
  auto it = counters.find(view.keyOf(release));
  if (it == counters.end())
    return; // never acquired here, so never accessed
  const Counter &counter = it->second;
  Location loc = release.getLoc();
  builder.setInsertionPointAfter(release);
  Value place = memref::LoadOp::create(builder, loc, places, counter.index);
  Value count =
      arith::ConstantOp::create(builder, loc, builder.getI32IntegerAttr(release.relNumber()));
  Value sum = arith::AddIOp::create(builder, loc, place, count);
  Value wraps = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::sge, sum, counter.size);
  Value wrapped = arith::SubIOp::create(builder, loc, sum, counter.size);
  Value next = arith::SelectOp::create(builder, loc, wraps, wrapped, sum);
  memref::StoreOp::create(builder, loc, next, places, counter.index);
}

/// The buffer that an access means, from the place of the oldest object, which is
/// looked up behind the op \p lookUp.
void DynamicLowering::select(ObjectFifoSubviewAccessOp access, Operation *lookUp, PortKey key) {
  End &end = *key.first;
  int64_t size = end.ringSize();
  Location loc = access.getLoc();
  builder.setInsertionPointAfter(lookUp);
  Value place = memref::LoadOp::create(builder, loc, places, counters.find(key)->second.index);
  Value index = arith::IndexCastOp::create(builder, loc, builder.getIndexType(), place);
  if (lookUp != access)
    builder.setInsertionPointAfter(access);
  auto cases = llvm::to_vector<4>(llvm::seq<int64_t>(0, size));
  Type type = end.target().buffers.front().getType();
  auto choice = scf::IndexSwitchOp::create(builder, loc, type, index, cases, cases.size());
  auto yield = [&](Region &region, int64_t at) {
    builder.setInsertionPointToStart(&region.emplaceBlock());
    Value buffer = end.target().buffers[(access.getIndex() + at) % size];
    scf::YieldOp::create(builder, loc, buffer);
  };
  for (int64_t i : cases)
    yield(choice.getCaseRegions()[i], i);
  yield(choice.getDefaultRegion(), 0);
  access.getOutput().replaceAllUsesWith(choice.getResult(0));
}

void DynamicLowering::run() {
  SmallVector<ObjectFifoAcquireOp> acquires;
  SmallVector<ObjectFifoReleaseOp> releases;
  SmallVector<std::pair<ObjectFifoSubviewAccessOp, Operation *>> accesses; // and where to look up
  std::map<PortKey, size_t> numReleases;                                   // so far
  llvm::DenseMap<Operation *, size_t> releasesBefore; // of an acquire's objects
  core.walk<WalkOrder::PreOrder>([&](Operation *op) {
    if (auto acquire = dyn_cast<ObjectFifoAcquireOp>(op); acquire && view.endOf(acquire)) {
      acquires.push_back(acquire);
      releasesBefore[op] = numReleases[view.keyOf(acquire)];
    } else if (auto release = dyn_cast<ObjectFifoReleaseOp>(op); release && view.endOf(release)) {
      releases.push_back(release);
      ++numReleases[view.keyOf(release)];
    } else if (auto access = dyn_cast<ObjectFifoSubviewAccessOp>(op)) {
      ObjectFifoAcquireOp acquire = acquireOf(access);
      if (PortKey key = view.keyOf(acquire); key.first && key.first->ringSize() > 1)
        accesses.push_back({access, numReleases[key] == releasesBefore[acquire] ? op : acquire});
    }
  });
  makeCounters(acquires);
  for (ObjectFifoReleaseOp release : releases)
    advance(release);
  for (auto [access, lookUp] : accesses)
    select(access, lookUp, view.keyOf(acquireOf(access)));
}

void lowerDynamically(Design &design, CoreOp core) { DynamicLowering(design, core).run(); }

} // namespace tilewright::aie::objectfifo
