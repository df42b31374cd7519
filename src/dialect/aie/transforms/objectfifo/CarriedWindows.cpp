//===- CarriedWindows.cpp - Loops that keep objects for the next round -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The problem. `acquire(n)` means "see to it that I hold n objects": it waits only
// for those that are missing. How many that is, is known when the code is lowered,
// for a straight line of code. In
//
//     for { acquire(3); use; release(1) }
//
// the first round waits for three objects, all others, which still hold two, for
// one. One acquire in a loop cannot be both: with three the ring runs dry and the
// core waits forever.
//
// The idea. Follow how many objects the core holds. If a loop acquires objects and
// a round leaves it with another number of them than it found, take the first round
// out and put it in front of the loop. What a round leaves depends only on what it
// found, and wanting to hold a fixed number settles at once, so that after one such
// step (a few, where several objects too many are given back one by one) a round
// finds what it leaves. Then the loop is right as it stands, and so is every copy
// of it.
//
// Branches are followed one by one, each from what is held in front of them. If
// they leave different numbers, the number is not known from there on, and a first
// round would be no help: CoreAccess warns.
//
// A loop that will be unrolled completely needs nothing: it becomes a straight
// line. Nor does a loop that only releases: all its rounds do the same. Nor does a
// loop whose bounds are unknown get a first round: whether it has one is not known
// either; CoreAccess refuses these if they carry a window.
//
// The cost is one walk over a core's loops for each number of objects that they are
// found with; what a region makes of such a number is remembered.
//
//===----------------------------------------------------------------------===//

#include "dialect/aie/transforms/objectfifo/CoreLoops.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/Interfaces/LoopLikeInterface.h"
#include <set>

using namespace mlir;

namespace tilewright::aie::objectfifo {

namespace {
/// Objects held per end and port. Absent is 0.
using Held = std::map<PortKey, int64_t>;

/// A number that depends on a branch.
constexpr int64_t unknown = -1;

/// Rounds after which a loop that has not settled is left alone. Each that does
/// not settle gives an object back, so no ring that a lock can count gets there.
constexpr uint64_t maxRounds = 64;

class Peeler {
public:
  Peeler(Design &design, CoreOp core, bool unroll) : view(design, core), unroll(unroll) {}
  LogicalResult visit(Region &region, Held &held);

private:
  LogicalResult visit(Operation *op, Held &held);
  LogicalResult peel(scf::ForOp loop, Held &held);
  LogicalResult peelFirstRound(scf::ForOp loop);
  bool mustPeel(scf::ForOp loop, const Held &held);
  bool staysLoop(scf::ForOp loop);
  const std::set<PortKey> &acquiredIn(Region &region);
  void follow(Region &region, Held &held);
  void follow(Operation *op, Held &held);
  void followLoop(Operation *loop, Held &held);

  CoreView view;
  bool unroll;
  uint64_t copiesLeft = maxCopiedOps;
  // Regions are copied but never removed, and peeling keeps what they mean, so
  // what is known of one stays true.
  std::map<std::pair<Region *, Held>, Held> followed;
  std::set<std::pair<Region *, Held>> visited;
  std::map<Region *, std::set<PortKey>> acquired;
};
} // namespace

//===--- Numbers of objects -----------------------------------------------===//

static int64_t count(const Held &held, const PortKey &key) {
  auto it = held.find(key);
  return it == held.end() ? 0 : it->second;
}

static void setCount(Held &held, const PortKey &key, int64_t count) {
  if (count)
    held[key] = count;
  else
    held.erase(key);
}

/// What is held where control comes from either side.
static Held join(const Held &a, const Held &b) {
  Held both = a;
  for (const Held *side : {&a, &b})
    for (auto &[key, value] : *side)
      if (count(a, key) != count(b, key))
        both[key] = unknown;
  return both;
}

/// Goes through the regions of an op that is no loop: of a branch, through each
/// from what is held in front of it.
static LogicalResult enterRegions(Operation *op, Held &held,
                                  function_ref<LogicalResult(Region &, Held &)> enter) {
  SmallVector<Region *, 2> ways = alternatives(op);
  std::optional<Held> after;
  for (Region *way : ways) {
    Held here = held;
    if (way && failed(enter(*way, here)))
      return failure();
    after = after ? join(*after, here) : here;
  }
  if (after) {
    held = std::move(*after);
    return success();
  }
  for (Region &region : op->getRegions())
    if (failed(enter(region, held)))
      return failure();
  return success();
}

//===--- Following --------------------------------------------------------===//

/// All rounds of \p loop.
void Peeler::followLoop(Operation *loop, Held &held) {
  auto counted = dyn_cast<scf::ForOp>(loop);
  std::optional<uint64_t> rounds = counted ? tripCount(counted) : std::nullopt;
  Held any = held; // behind any number of rounds
  for (uint64_t i = 0; i < rounds.value_or(maxRounds); ++i) {
    Held before = held;
    for (Region &region : loop->getRegions())
      follow(region, held);
    if (before == held)
      break;
    any = join(any, held);
    if (i == maxRounds) {
      held = join(before, held);
      break;
    }
  }
  if (!rounds)
    held = std::move(any);
}

void Peeler::follow(Operation *op, Held &held) {
  if (auto acquire = dyn_cast<ObjectFifoAcquireOp>(op)) {
    PortKey key = view.keyOf(acquire);
    if (int64_t now = count(held, key); now != unknown)
      setCount(held, key, std::max<int64_t>(now, acquire.acqNumber()));
  } else if (auto release = dyn_cast<ObjectFifoReleaseOp>(op)) {
    PortKey key = view.keyOf(release);
    if (int64_t now = count(held, key); now != unknown)
      setCount(held, key, std::max<int64_t>(0, now - release.relNumber()));
  } else if (isa<LoopLikeOpInterface>(op)) {
    followLoop(op, held);
  } else {
    (void)enterRegions(op, held, [&](Region &region, Held &here) {
      follow(region, here);
      return success();
    });
  }
}

void Peeler::follow(Region &region, Held &held) {
  auto [known, isNew] = followed.try_emplace({&region, held});
  if (isNew) {
    for (Block &block : region)
      for (Operation &op : block)
        follow(&op, held);
    known->second = held;
  }
  held = known->second;
}

//===--- Peeling ----------------------------------------------------------===//

const std::set<PortKey> &Peeler::acquiredIn(Region &region) {
  auto [keys, isNew] = acquired.try_emplace(&region);
  if (isNew)
    region.walk([&](ObjectFifoAcquireOp op) { keys->second.insert(view.keyOf(op)); });
  return keys->second;
}

/// Whether the first round of \p loop waits for another number of objects than
/// the next.
bool Peeler::mustPeel(scf::ForOp loop, const Held &held) {
  Held after = held;
  follow(loop.getRegion(), after);
  return llvm::any_of(acquiredIn(loop.getRegion()), [&](const PortKey &key) {
    int64_t found = count(held, key), left = count(after, key);
    return found != left && found != unknown && left != unknown;
  });
}

/// Whether something of the loop is left after unrolling.
bool Peeler::staysLoop(scf::ForOp loop) {
  std::optional<uint64_t> rounds = tripCount(loop);
  if (!rounds || !loop.getConstantStep())
    return false;
  uint64_t factor = unroll ? std::max<uint64_t>(1, view.commonRing(*loop.getBody())) : 1;
  return *rounds >= 2 * factor;
}

/// Puts a copy of the first round in front of \p loop.
LogicalResult Peeler::peelFirstRound(scf::ForOp loop) {
  if (failed(takeCopies(loop, 1, copiesLeft)))
    return failure();
  OpBuilder builder(loop);
  IRMapping map;
  map.map(loop.getInductionVar(), loop.getLowerBound());
  for (auto [argument, init] : llvm::zip_equal(loop.getRegionIterArgs(), loop.getInitArgs()))
    map.map(argument, init);
  for (Operation &op : loop.getBody()->without_terminator())
    builder.clone(op, map);
  for (auto [init, yielded] : llvm::zip_equal(loop.getInitArgsMutable(), loop.getYieldedValues()))
    init.set(map.lookupOrDefault(yielded));

  // The bounds are constants: tripCount knew them.
  Location loc = loop.getLoc();
  APInt lower;
  matchPattern(loop.getLowerBound(), m_ConstantInt(&lower));
  Type type = loop.getInductionVar().getType();
  APInt next = lower + loop.getConstantStep()->sextOrTrunc(lower.getBitWidth());
  loop.setLowerBound(arith::ConstantOp::create(builder, loc, builder.getIntegerAttr(type, next)));
  return success();
}

/// Takes rounds of \p loop out until the next one leaves what it finds.
LogicalResult Peeler::peel(scf::ForOp loop, Held &held) {
  for (uint64_t i = 0; i < maxRounds && staysLoop(loop) && mustPeel(loop, held); ++i) {
    Operation *before = loop->getPrevNode();
    if (failed(peelFirstRound(loop)))
      return failure();
    // The copies may have loops of their own to look at.
    for (Operation *op = before ? before->getNextNode() : &loop->getBlock()->front(); op != loop;
         op = op->getNextNode())
      if (failed(visit(op, held)))
        return failure();
  }
  if (unroll && !staysLoop(loop) && mustPeel(loop, held))
    loop->setDiscardableAttr(mustDissolve, UnitAttr::get(loop.getContext()));
  return success();
}

LogicalResult Peeler::visit(Operation *op, Held &held) {
  if (!isa<LoopLikeOpInterface>(op)) {
    if (op->getNumRegions() == 0) {
      follow(op, held);
      return success();
    }
    return enterRegions(op, held, [&](Region &region, Held &here) { return visit(region, here); });
  }
  if (auto loop = dyn_cast<scf::ForOp>(op); loop && failed(peel(loop, held)))
    return failure();
  // A loop that dissolves becomes copies, and each may find something else.
  Held inside = held;
  for (uint64_t i = 0; i < maxRounds; ++i) {
    Held before = inside;
    for (Region &region : op->getRegions())
      if (failed(visit(region, inside)))
        return failure();
    if (before == inside)
      break;
  }
  followLoop(op, held);
  return success();
}

LogicalResult Peeler::visit(Region &region, Held &held) {
  if (!visited.insert({&region, held}).second) {
    follow(region, held);
    return success();
  }
  for (Block &block : region)
    for (Operation &op : llvm::make_early_inc_range(block))
      if (failed(visit(&op, held)))
        return failure();
  return success();
}

LogicalResult peelCarriedWindows(Design &design, CoreOp core, bool unroll) {
  if (!design.usesFifos.contains(core))
    return success();
  Held held;
  return Peeler(design, core, unroll).visit(core.getBody(), held);
}

} // namespace tilewright::aie::objectfifo
