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
// The idea. Follow how many objects the core holds. If a loop's round leaves it
// with another number than it found, take the first round out and put it in front
// of the loop. What a round leaves depends only on what it found, and wanting to
// hold a fixed number settles at once, so that after one such step (a few, where
// several objects too many are given back one by one) a round finds what it leaves.
// Then the loop is right as it stands, and so is every copy of it.
//
// A loop that will be unrolled completely needs nothing: it becomes a straight
// line. Nor does a loop whose bounds are unknown get a first round: whether it has
// one is not known either; CoreAccess warns about these.
//
// The cost is one walk over a core's loops for each level of nesting.
//
//===----------------------------------------------------------------------===//

#include "dialect/aie/transforms/objectfifo/CoreLoops.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/IRMapping.h"
#include "llvm/ADT/MapVector.h"

using namespace mlir;

namespace tilewright::aie::objectfifo {

namespace {
/// Objects held per end and port. Absent is 0.
using Held = std::map<std::pair<const End *, ObjectFifoPort>, int>;

/// Rounds after which a loop that has not settled is left alone. Each that does
/// not settle gives an object back, so no ring that fits a tile gets there.
constexpr int maxRounds = 64;

class Peeler {
public:
  Peeler(Design &design, CoreOp core, bool unroll) : view(design, core), unroll(unroll) {}
  void visit(Region &region, Held &held);

private:
  void visit(scf::ForOp loop, Held &held);
  void follow(Region &region, Held &held);
  void follow(Operation *op, Held &held);
  bool staysLoop(scf::ForOp loop);

  CoreView view;
  bool unroll;
};
} // namespace

static bool equal(const Held &a, const Held &b) {
  auto covers = [](const Held &x, const Held &y) {
    return llvm::all_of(x, [&](const auto &entry) {
      auto it = y.find(entry.first);
      return entry.second == (it == y.end() ? 0 : it->second);
    });
  };
  return covers(a, b) && covers(b, a);
}

//===--- Following --------------------------------------------------------===//

void Peeler::follow(Operation *op, Held &held) {
  if (auto acquire = dyn_cast<ObjectFifoAcquireOp>(op)) {
    int &count = held[{view.endOf(acquire), acquire.getPort()}];
    count = std::max(count, acquire.acqNumber());
    return;
  }
  if (auto release = dyn_cast<ObjectFifoReleaseOp>(op)) {
    int &count = held[{view.endOf(release), release.getPort()}];
    count = std::max(0, count - release.relNumber());
    return;
  }
  auto loop = dyn_cast<scf::ForOp>(op);
  if (!loop) {
    for (Region &region : op->getRegions())
      follow(region, held);
    return;
  }
  uint64_t rounds = tripCount(loop).value_or(maxRounds);
  for (uint64_t i = 0; i < std::min<uint64_t>(rounds, maxRounds); ++i) {
    Held before = held;
    follow(loop.getRegion(), held);
    if (equal(before, held))
      return;
  }
}

void Peeler::follow(Region &region, Held &held) {
  for (Block &block : region)
    for (Operation &op : block)
      follow(&op, held);
}

//===--- Peeling ----------------------------------------------------------===//

/// Whether something of the loop is left after unrolling.
bool Peeler::staysLoop(scf::ForOp loop) {
  std::optional<uint64_t> rounds = tripCount(loop);
  if (!rounds || !loop.getConstantStep())
    return false;
  uint64_t factor = unroll ? std::max<uint64_t>(1, view.commonRing(*loop.getBody())) : 1;
  return *rounds >= 2 * factor;
}

/// Puts a copy of the first round in front of \p loop.
static void peelFirstRound(scf::ForOp loop) {
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
}

void Peeler::visit(scf::ForOp loop, Held &held) {
  for (int i = 0; i < maxRounds && staysLoop(loop); ++i) {
    Held after = held;
    follow(loop.getRegion(), after);
    if (equal(after, held))
      break;
    Operation *before = loop->getPrevNode();
    peelFirstRound(loop);
    // The copies may have loops of their own to look at.
    for (Operation *op = before ? before->getNextNode() : &loop->getBlock()->front(); op != loop;
         op = op->getNextNode()) {
      if (auto inner = dyn_cast<scf::ForOp>(op)) {
        visit(inner, held);
        continue;
      }
      if (op->getNumRegions() == 0)
        follow(op, held);
      for (Region &region : op->getRegions())
        visit(region, held);
    }
  }
  // A loop that dissolves becomes copies, and each may find something else.
  Held inside = held;
  for (int i = 0; i < maxRounds; ++i) {
    Held before = inside;
    visit(loop.getRegion(), inside);
    if (equal(before, inside))
      break;
  }
  follow(loop, held);
}

void Peeler::visit(Region &region, Held &held) {
  for (Block &block : region) {
    for (Operation &op : llvm::make_early_inc_range(block)) {
      if (auto loop = dyn_cast<scf::ForOp>(op)) {
        visit(loop, held);
        continue;
      }
      if (op.getNumRegions() == 0)
        follow(&op, held);
      for (Region &nested : op.getRegions())
        visit(nested, held);
    }
  }
}

void peelCarriedWindows(Design &design, CoreOp core, bool unroll) {
  if (!design.usesFifos.contains(core))
    return;
  Held held;
  Peeler(design, core, unroll).visit(core.getBody(), held);
}

} // namespace tilewright::aie::objectfifo
