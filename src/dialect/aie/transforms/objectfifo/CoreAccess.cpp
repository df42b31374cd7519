//===- CoreAccess.cpp - Locks and buffers for a core's objects --*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Loops are unrolled by now, so the code of a core can be read from top to bottom
// with a pencil: for each end and port, which objects are held, which comes next,
// which releases have not been set off against an acquire.
//
//   release(n)   gives n to the other side's lock (n times the repeat count,
//                as each object is then sent that often).
//   acquire(n)   first drops the objects that were released before it; then takes
//                only as many as are missing to n. The objects it sees are the
//                held ones, oldest first, and the buffers follow from that.
//   access[i]    is the buffer of the i-th of them.
//
// "Before" is meant in the program: a release in the other branch of an `if` has
// not happened.
//
// What the pencil cannot see is a loop: its first round must leave each ring in
// the place where it found it, and as many objects acquired. If it does not, the
// other rounds go wrong (mlir-aie compiles this silently), and a warning says so.
//
//===----------------------------------------------------------------------===//

#include "dialect/aie/transforms/objectfifo/CoreLoops.h"
#include "llvm/ADT/MapVector.h"

using namespace mlir;

namespace tilewright::aie::objectfifo {

namespace {
/// What a core has of one port of an end.
struct PortState {
  int nextObject = 0;                          ///< place in the ring of the next object to acquire
  SmallVector<int, 4> held;                    ///< places of the objects held, oldest first
  SmallVector<ObjectFifoReleaseOp, 2> pending; ///< releases not yet set off
  int acquireLock = 0, releaseLock = 0;        ///< AIE1: the object's lock is next

  /// Objects held when the pending releases are counted.
  int numHeld() {
    int count = held.size();
    for (ObjectFifoReleaseOp release : pending)
      count -= release.relNumber();
    return std::max(count, 0);
  }
};

class AccessLowering {
public:
  AccessLowering(Design &design, CoreOp core, bool rotates)
      : design(design), view(design, core), core(core), rotates(rotates),
        builder(core.getContext()) {}
  LogicalResult run();

private:
  LogicalResult visit(Region &region);
  LogicalResult visit(Operation *op);
  LogicalResult visitLoop(Operation *loop);
  LogicalResult lower(ObjectFifoAcquireOp acquire);
  LogicalResult lower(ObjectFifoReleaseOp release);
  template <typename Op> FailureOr<End *> checkedEnd(Op op, StringRef verb);
  int setOff(PortState &state, ObjectFifoAcquireOp acquire);
  void useLocks(End &end, ObjectFifoPort port, int &lock, int count, bool acquire, Location loc);

  Design &design;
  CoreView view;
  CoreOp core;
  bool rotates;
  OpBuilder builder;
  llvm::MapVector<std::pair<End *, ObjectFifoPort>, PortState> states;
  llvm::DenseMap<Value, SmallVector<Value, 4>> subviews;
  SmallVector<ObjectFifoSubviewAccessOp> accesses;
  SmallVector<Operation *> lowered;
};
} // namespace

//===--- Checks -----------------------------------------------------------===//

/// The end that \p op works on, if a core may work on it.
template <typename Op> FailureOr<End *> AccessLowering::checkedEnd(Op op, StringRef verb) {
  End *end = view.endOf(op);
  if (!end)
    return op.emitOpError("names an objectFIFO that has no end on the core's tile");
  if (end->link && end->link->tile == core.getTile())
    return op.emitOpError("currently cannot access objectFifo used in ObjectFifoLinkOp");
  if (end->onCoreStream)
    return op.emitOpError("cannot ") << verb << " from objectfifo stream port";
  if (end->ringSize() == 0)
    return op.emitOpError("names an objectFIFO of depth 0");
  return end;
}

/// Whether \p release has happened when control reaches \p acquire: they or ops
/// around them stand in one block, the release first.
static bool precedes(Operation *release, Operation *acquire) {
  for (Operation *a = acquire; a && !isa<DeviceOp>(a); a = a->getParentOp())
    if (Operation *r = a->getBlock()->findAncestorOpInBlock(*release))
      return r != a && r->isBeforeInBlock(a);
  return false;
}

//===--- Acquire and release ----------------------------------------------===//

void AccessLowering::useLocks(End &end, ObjectFifoPort port, int &lock, int count, bool acquire,
                              Location loc) {
  ArrayRef<Value> locks = end.target().locks;
  if (locks.empty() || count == 0)
    return;
  bool produce = port == ObjectFifoPort::Produce;
  if (!design.aie1) {
    // Producers take free objects and give full ones; consumers the reverse.
    LockAction action = acquire ? LockAction::AcquireGreaterEqual : LockAction::Release;
    UseLockOp::create(builder, loc, locks[produce == acquire ? 0 : 1], action, count);
    return;
  }
  for (int i = 0; i < count; ++i) {
    UseLockOp::create(builder, loc, locks[lock],
                      acquire ? LockAction::Acquire : LockAction::Release,
                      produce == acquire ? 0 : 1);
    lock = (lock + 1) % static_cast<int>(locks.size());
  }
}

LogicalResult AccessLowering::lower(ObjectFifoReleaseOp release) {
  FailureOr<End *> end = checkedEnd(release, "release");
  if (failed(end))
    return failure();
  PortState &state = states[{*end, release.getPort()}];
  builder.setInsertionPointAfter(release);
  useLocks(**end, release.getPort(), state.releaseLock, release.relNumber() * (*end)->repeat(),
           /*acquire=*/false, release.getLoc());
  state.pending.push_back(release);
  lowered.push_back(release);
  return success();
}

/// Takes the pending releases that precede \p acquire; how many objects they gave.
int AccessLowering::setOff(PortState &state, ObjectFifoAcquireOp acquire) {
  int count = 0;
  llvm::erase_if(state.pending, [&](ObjectFifoReleaseOp release) {
    if (!precedes(release, acquire))
      return false;
    count += release.relNumber();
    return true;
  });
  return count;
}

LogicalResult AccessLowering::lower(ObjectFifoAcquireOp acquire) {
  FailureOr<End *> end = checkedEnd(acquire, "acquire");
  if (failed(end))
    return failure();
  PortState &state = states[{*end, acquire.getPort()}];
  int released = setOff(state, acquire);
  if (!state.held.empty()) {
    if (released > static_cast<int>(state.held.size()))
      return acquire.emitOpError("cannot release more elements than are already acquired");
    state.held.erase(state.held.begin(), state.held.begin() + released);
  }
  int missing = std::max(0, acquire.acqNumber() - static_cast<int>(state.held.size()));
  builder.setInsertionPointAfter(acquire);
  useLocks(**end, acquire.getPort(), state.acquireLock, missing * (*end)->repeat(),
           /*acquire=*/true, acquire.getLoc());
  int size = (*end)->ringSize();
  for (int i = 0; i < missing; ++i) {
    state.held.push_back(state.nextObject);
    state.nextObject = (state.nextObject + 1) % size;
  }
  SmallVector<Value, 4> &objects = subviews[acquire.getSubview()];
  for (int place : state.held)
    objects.push_back((*end)->target().buffers[place]);
  lowered.push_back(acquire);
  return success();
}

//===--- The walk ---------------------------------------------------------===//

/// Visits a loop's body and checks that it ends where it started.
LogicalResult AccessLowering::visitLoop(Operation *loop) {
  llvm::MapVector<std::pair<End *, ObjectFifoPort>, std::pair<int, int>> before;
  for (auto &[key, state] : states)
    before[key] = {state.nextObject, state.numHeld()};
  for (Region &region : loop->getRegions())
    if (failed(visit(region)))
      return failure();
  if (auto counted = dyn_cast<scf::ForOp>(loop); counted && tripCount(counted).value_or(2) < 2)
    return success();
  for (auto &[key, state] : states) {
    auto [nextObject, numHeld] = before.lookup(key);
    StringRef fifo = key.first->fifo->op.getSymName();
    if (state.numHeld() != numHeld)
      loop->emitWarning("waits for the wrong number of objects of objectFIFO @")
          << fifo << " from its second round on: a round finds " << numHeld
          << " objects acquired and leaves " << state.numHeld();
    else if (rotates && state.nextObject != nextObject)
      loop->emitWarning("uses the wrong buffers of objectFIFO @")
          << fifo << " from its second round on: a round takes no multiple of its "
          << key.first->ringSize() << " objects; set dynamic_objfifo_lowering on the core";
  }
  return success();
}

LogicalResult AccessLowering::visit(Operation *op) {
  if (auto acquire = dyn_cast<ObjectFifoAcquireOp>(op))
    return lower(acquire);
  if (auto release = dyn_cast<ObjectFifoReleaseOp>(op))
    return lower(release);
  if (auto access = dyn_cast<ObjectFifoSubviewAccessOp>(op))
    accesses.push_back(access);
  if (isa<LoopLikeOpInterface>(op))
    return visitLoop(op);
  for (Region &region : op->getRegions())
    if (failed(visit(region)))
      return failure();
  return success();
}

LogicalResult AccessLowering::visit(Region &region) {
  for (Block &block : region)
    for (Operation &op : llvm::make_early_inc_range(block))
      if (failed(visit(&op)))
        return failure();
  return success();
}

LogicalResult AccessLowering::run() {
  if (failed(visit(core.getBody())))
    return failure();
  for (ObjectFifoSubviewAccessOp access : accesses) {
    access.getOutput().replaceAllUsesWith(subviews[access.getSubview()][access.getIndex()]);
    access.erase();
  }
  for (Operation *op : lowered)
    op->erase();
  return success();
}

LogicalResult lowerAccesses(Design &design, CoreOp core, bool rotates) {
  if (!design.usesFifos.contains(core))
    return success();
  return AccessLowering(design, core, rotates).run();
}

} // namespace tilewright::aie::objectfifo
