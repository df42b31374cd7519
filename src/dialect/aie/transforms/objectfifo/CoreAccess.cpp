//===- CoreAccess.cpp - Locks and buffers for a core's objects --*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Loops are unrolled by now, so the code of a core can be read from top to bottom
// with a pencil: for each end and port, which objects are held, which comes next,
// how many releases have not been set off against an acquire.
//
//   release(n)   gives n to the other side's lock (n times the repeat count,
//                as each object is then sent that often).
//   acquire(n)   first drops the objects that were released before it; then takes
//                only as many as are missing to n. The objects it sees are the
//                held ones, oldest first, and the buffers follow from that.
//   access[i]    is the buffer of the i-th of them.
//
// A branch, such as `scf.if`, is read once per region, each time from what stands
// on the paper in front of it. Behind it the results must agree. If the numbers of
// objects held do not, no later acquire can know how many are missing: an error. If
// only the places in the ring do not, a later acquire may name the wrong buffers,
// which is worth a warning; code that chooses buffers by a counter does not care.
//
// What the pencil cannot see is a loop: its first round must leave as many objects
// held as it found, or the other rounds wait for the wrong number: an error, or a
// warning where it hangs on a branch in the loop. And it must leave each ring in
// the place where it found it, or the other rounds use the wrong buffers, of which
// a warning says so (mlir-aie compiles both silently). A loop that only releases
// does the same in each round, and counts as that many releases. Blocks are read in
// their order, and one that leads back to an earlier one closes a loop.
//
//===----------------------------------------------------------------------===//

#include "dialect/aie/transforms/objectfifo/CoreLoops.h"
#include "mlir/Interfaces/LoopLikeInterface.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace tilewright::aie::objectfifo {

namespace {
/// What a core has of one port of an end.
struct PortState {
  int nextObject = 0;          ///< place in the ring of the next object to acquire
  SmallVector<int, 4> held;    ///< places of the objects held, oldest first
  uint64_t released = 0;       ///< of these, not yet set off
  uint64_t acquires = 0;       ///< ops seen
  int acquireLock = 0;         ///< AIE1: the object's lock is next
  int releaseLock = 0;         ///< AIE1: the object's lock is next
  Operation *counts = nullptr; ///< behind this op the number of objects held is not known,
  Operation *places = nullptr; ///< and behind this one, their places in the ring

  /// Objects held when the releases are counted.
  uint64_t numHeld() const { return held.size() - std::min<uint64_t>(released, held.size()); }
  bool isAtPlaceOf(const PortState &other) const {
    return std::tie(nextObject, acquireLock, releaseLock) ==
           std::tie(other.nextObject, other.acquireLock, other.releaseLock);
  }
};
using States = llvm::MapVector<PortKey, PortState>;

class AccessLowering {
public:
  AccessLowering(Design &design, CoreOp core, bool rotates)
      : design(design), view(design, core), core(core), rotates(rotates),
        builder(core.getContext()) {}
  LogicalResult run();

private:
  LogicalResult visit(Region &region);
  LogicalResult visit(Operation *op);
  LogicalResult visitBranch(Operation *op, ArrayRef<Region *> ways);
  LogicalResult visitLoop(Operation *loop);
  LogicalResult closeBlocks(Block *first, Block *last, const States &before);
  LogicalResult closeLoop(Operation *loop, End &end, const PortState &before, PortState &after);
  LogicalResult lower(ObjectFifoAcquireOp acquire);
  LogicalResult lower(ObjectFifoReleaseOp release);
  template <typename Op> FailureOr<End *> checkedEnd(Op op, StringRef verb);
  void warnOfPlace(Operation *op, End &end, PortState &state);
  /// Whether the core has not had its share of warnings, of which a few do for the
  /// many copies that code may have.
  bool mayWarn() { return numWarnings++ < 10; }
  StringRef wayOut() const {
    return design.aie1 ? "" : "; set dynamic_objfifo_lowering on the core";
  }
  void useLocks(End &end, ObjectFifoPort port, int &lock, int count, bool acquire, Location loc);

  Design &design;
  CoreView view;
  CoreOp core;
  bool rotates;
  OpBuilder builder;
  States states;
  llvm::DenseMap<Value, SmallVector<Value, 4>> subviews;
  SmallVector<ObjectFifoSubviewAccessOp> accesses;
  SmallVector<Operation *> lowered;
  int numWarnings = 0;
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

/// \p op names objects whose place in the ring depends on a branch before it.
void AccessLowering::warnOfPlace(Operation *op, End &end, PortState &state) {
  Operation *branch = std::exchange(state.places, nullptr); // once is enough
  if (!branch || !mayWarn())
    return;
  auto diag = op->emitWarning("may use the wrong buffers of objectFIFO @")
              << end.fifo->op.getSymName()
              << ": how many objects were taken before depends on a branch" << wayOut();
  diag.attachNote(branch->getLoc()) << "this one";
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
  if (design.aie1)
    warnOfPlace(release, **end, state);
  builder.setInsertionPointAfter(release);
  useLocks(**end, release.getPort(), state.releaseLock, release.relNumber() * (*end)->repeat(),
           /*acquire=*/false, release.getLoc());
  state.released += release.relNumber();
  lowered.push_back(release);
  return success();
}

LogicalResult AccessLowering::lower(ObjectFifoAcquireOp acquire) {
  FailureOr<End *> end = checkedEnd(acquire, "acquire");
  if (failed(end))
    return failure();
  PortState &state = states[{*end, acquire.getPort()}];
  if (state.counts) {
    auto diag = acquire.emitOpError("cannot know how many objects of objectFIFO @")
                << (*end)->fifo->op.getSymName() << " are held here";
    diag.attachNote(state.counts->getLoc()) << "as this may leave one number or another";
    return diag;
  }
  if (rotates)
    warnOfPlace(acquire, **end, state);
  ++state.acquires;
  if (!state.held.empty() && state.released > state.held.size())
    return acquire.emitOpError("cannot release more elements than are already acquired");
  // Releases of what was never acquired are nothing to set off.
  state.held.erase(state.held.begin(), state.held.end() - state.numHeld());
  state.released = 0;
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

/// What two ways out of \p branch have in common.
static PortState merge(const PortState &before, const PortState &a, const PortState &b,
                       Operation *branch) {
  // Where they differ, go on as if the way that takes objects had been gone.
  PortState both = a.isAtPlaceOf(before) ? b : a;
  both.acquires = std::max(a.acquires, b.acquires);
  both.counts = a.counts ? a.counts : b.counts;
  both.places = a.places ? a.places : b.places;
  if (a.numHeld() != b.numHeld())
    both.counts = branch;
  if (!a.isAtPlaceOf(b))
    both.places = branch;
  return both;
}

/// Visits each region of a branch from what is held in front of it.
LogicalResult AccessLowering::visitBranch(Operation *op, ArrayRef<Region *> ways) {
  States before = states;
  std::optional<States> after;
  for (Region *way : ways) {
    states = before;
    if (way && failed(visit(*way)))
      return failure();
    if (!after) {
      after = states;
      continue;
    }
    for (auto &entry : states)
      after->insert({entry.first, before.lookup(entry.first)});
    for (auto &[key, state] : *after)
      state = merge(before.lookup(key), state,
                    states.contains(key) ? states[key] : before.lookup(key), op);
  }
  states = std::move(*after);
  return success();
}

/// Checks that the first round of \p loop ends where it started.
LogicalResult AccessLowering::closeLoop(Operation *loop, End &end, const PortState &before,
                                        PortState &after) {
  StringRef fifo = end.fifo->op.getSymName();
  if (after.acquires != before.acquires) {
    if (after.counts && mayWarn()) {
      auto diag = loop->emitWarning("may wait for the wrong number of objects of objectFIFO @")
                  << fifo << " from its second round on: how many a round keeps is not known";
      diag.attachNote(after.counts->getLoc()) << "as this may leave one number or another";
    } else if (!after.counts && after.numHeld() != before.numHeld()) {
      return loop->emitOpError("waits for the wrong number of objects of objectFIFO @")
             << fifo << " from its second round on: a round finds " << before.numHeld()
             << " objects acquired and leaves " << after.numHeld()
             << "; only an scf.for of constant bounds can do this";
    }
  } else if (after.released != before.released) {
    // Every round gives back as many.
    auto counted = dyn_cast<scf::ForOp>(loop);
    std::optional<uint64_t> rounds = counted ? tripCount(counted) : std::nullopt;
    if (!rounds)
      after.counts = loop;
    uint64_t perRound = after.released - before.released;
    after.released = llvm::SaturatingMultiplyAdd(perRound, rounds.value_or(1), before.released);
  }
  bool branched = after.places && after.places != before.places;
  if ((rotates || design.aie1) && (branched || !after.isAtPlaceOf(before)) && mayWarn()) {
    loop->emitWarning("uses the wrong ")
        << (branched || after.nextObject != before.nextObject ? "buffers" : "locks")
        << " of objectFIFO @" << fifo
        << " from its second round on: a round takes no multiple of its " << end.ringSize()
        << " objects" << wayOut();
    after.places = nullptr; // once is enough
  }
  return success();
}

LogicalResult AccessLowering::visitLoop(Operation *loop) {
  States before = states;
  for (Region &region : loop->getRegions())
    if (failed(visit(region)))
      return failure();
  auto counted = dyn_cast<scf::ForOp>(loop);
  std::optional<uint64_t> rounds = counted ? tripCount(counted) : std::nullopt;
  if (rounds == 0)
    states = std::move(before);
  if (rounds.value_or(2) < 2)
    return success();
  for (auto &[key, state] : states)
    if (failed(closeLoop(loop, *key.first, before.lookup(key), state)))
      return failure();
  return success();
}

LogicalResult AccessLowering::visit(Operation *op) {
  if (auto acquire = dyn_cast<ObjectFifoAcquireOp>(op))
    return lower(acquire);
  if (auto release = dyn_cast<ObjectFifoReleaseOp>(op))
    return lower(release);
  if (auto access = dyn_cast<ObjectFifoSubviewAccessOp>(op))
    accesses.push_back(access);
  if (SmallVector<Region *, 2> ways = alternatives(op); !ways.empty())
    return visitBranch(op, ways);
  if (isa<LoopLikeOpInterface>(op))
    return visitLoop(op);
  for (Region &region : op->getRegions())
    if (failed(visit(region)))
      return failure();
  return success();
}

/// Whether each block from \p first to \p last has no way in but from the one before it.
static bool isChain(Block *first, Block *last) {
  for (Block *block = last; block != first; block = block->getPrevNode())
    if (block->getSinglePredecessor() != block->getPrevNode())
      return false;
  return true;
}

/// Checks a round of a loop of blocks, from \p first to \p last, which leads back to it.
LogicalResult AccessLowering::closeBlocks(Block *first, Block *last, const States &before) {
  Operation *jump = last->getTerminator();
  const bool isStraight = isChain(first, last);
  for (auto &[key, state] : states) {
    const PortState &start = before.lookup(key);
    PortState end = state;
    // With branches in the loop, the numbers may be right all the same.
    if (!isStraight && end.numHeld() != start.numHeld())
      end.counts = jump;
    if (failed(closeLoop(jump, *key.first, start, end)))
      return failure();
  }
  return success();
}

LogicalResult AccessLowering::visit(Region &region) {
  llvm::DenseMap<Block *, States> starts; // only looked up
  for (Block &block : region) {
    if (!region.hasOneBlock())
      starts[&block] = states;
    for (Operation &op : llvm::make_early_inc_range(block))
      if (failed(visit(&op)))
        return failure();
    for (Block *next : block.getSuccessors())
      if (auto start = starts.find(next); start != starts.end())
        if (failed(closeBlocks(next, &block, start->second)))
          return failure();
  }
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
