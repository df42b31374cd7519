//===- CoreUnroll.cpp - Unroll loops until their rings close ----*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The problem. Which buffer holds the next object changes from round to round of
// a loop, but code without a counter names one buffer. The idea: unroll the loop
// so that one round of the new loop takes a multiple of the ring's size of every
// FIFO in it; then each copy of the body always meets the same buffer.
//
// Every loop with acquires directly in its body is the leader of a turn, inner
// loops before outer ones. Its factor is the least common multiple of the rings
// that it acquires from. The rest of the trip count becomes a second loop, which
// is unrolled completely if it must; a loop with fewer rounds than the factor is, too.
//
// mlir-aie's turns treat all loops of the leader's region, not only the leader:
// loops behind it, copies and remainders of loops, are unrolled by the leader's
// factor if their step is smaller. This changes only how much code there is, and
// is kept, since the code is what users compare; with these exceptions, where it
// would make cores use the wrong buffers or wait for the wrong number of objects:
//
//   - a follower with FIFOs whose own rings do not close in the leader's factor
//     is left for its own turn;
//   - a follower that comes to have such FIFOs later, when an inner loop dissolves
//     in it, gets a turn of its own all the same;
//   - so is one that CarriedWindows counts on to dissolve in its own turn;
//   - the leader's remainder is unrolled whatever follows the leader, unless every
//     round of it leaves the rings as it finds them.
//
// Loops whose bounds are not constant cannot be unrolled to close a ring: that is
// an error for a FIFO of more than one object. So is a FIFO loop without rounds.
//
// The copies multiply from level to level of a nest, so their number is limited.
//
// Cost: a turn walks the region of its leader once, or twice if there is a
// remainder. Once a region has no loop left to treat, leaders in it take no turn,
// so a row of loops is treated in one walk.
//
//===----------------------------------------------------------------------===//

#include "dialect/aie/transforms/objectfifo/CoreLoops.h"
#include "mlir/Dialect/SCF/Utils/Utils.h"

using namespace mlir;

namespace tilewright::aie::objectfifo {

namespace {
class Unroller {
public:
  Unroller(Design &design, CoreOp core) : view(design, core), core(core) {}
  LogicalResult run() {
    if (failed(visit(core.getBody())))
      return failure();
    core.walk([](scf::ForOp loop) { loop->removeDiscardableAttr(mustDissolve); });
    return success();
  }

private:
  /// The loop that a turn treated before the current one.
  struct Previous {
    Operation *loop; ///< null once it is gone
    uint64_t remainder = 0;
    bool unvisited = false;
  };

  LogicalResult visit(Region &region);
  LogicalResult visit(Block &block);
  LogicalResult takeTurn(scf::ForOp leader);
  LogicalResult treatLoops(Region &region, uint64_t factor, Previous &previous);
  FailureOr<uint64_t> treat(scf::ForOp &loop, uint64_t factor);
  FailureOr<bool> isReady(scf::ForOp loop);
  LogicalResult unroll(scf::ForOp &loop, uint64_t rounds, uint64_t factor);
  LogicalResult unrollRemainder();
  bool hasOpenLoops(Region &region);

  CoreView view;
  CoreOp core;
  llvm::DenseSet<Operation *> done;
  llvm::DenseSet<Region *> closed; ///< regions where all loops are done
  Operation *leader = nullptr;     ///< until its turn has treated it
  scf::ForOp leaderRemainder;
  /// Where the walk goes on, at each level; loops may vanish from under it.
  SmallVector<Operation *> cursors;
  uint64_t copiesLeft = maxCopiedOps;
};
} // namespace

//===--- One loop ---------------------------------------------------------===//

/// Unrolls \p loop, which becomes null if nothing is left of it.
LogicalResult Unroller::unroll(scf::ForOp &loop, uint64_t rounds, uint64_t factor) {
  uint64_t copies = factor - 1 + (rounds > factor && rounds % factor != 0);
  if (failed(takeCopies(loop, copies, copiesLeft)))
    return failure();
  Operation *before = loop->getPrevNode();
  Block *block = loop->getBlock();
  Operation *old = loop;
  Region *body = &loop.getRegion();
  bool isLeader = old == leader;
  if (loop == leaderRemainder)
    leaderRemainder = nullptr;
  FailureOr<UnrolledLoopInfo> info = loopUnrollByFactor(loop, factor);
  if (failed(info))
    return loop.emitOpError("could not be unrolled with unrollFactor: ") << factor << "\n";
  if (isLeader)
    leaderRemainder = info->epilogueLoopOp.value_or(nullptr);
  if (rounds / factor > 1) {
    done.insert(old);
    return success();
  }
  // The body stands in the place of the loop now.
  loop = nullptr;
  for (Operation *&cursor : cursors)
    if (cursor == old)
      cursor = before ? before->getNextNode() : &block->front();
  done.erase(old);
  closed.erase(body);
  return success();
}

/// Whether \p loop can be unrolled; an error if it cannot but would have to be.
FailureOr<bool> Unroller::isReady(scf::ForOp loop) {
  std::optional<uint64_t> rounds = tripCount(loop);
  if (rounds && *rounds && loop.getConstantStep())
    return true;
  if (view.commonRing(*loop.getBody()) == 0)
    return false;
  if (rounds && !*rounds)
    return loop.emitOpError(
        "could not be unrolled with unrollFactor = 0, check loop boundaries.\n");
  if (view.roundsToClose(*loop.getBody()) == 1)
    return false;
  return loop.emitOpError("takes objects from an objectFIFO of more than one object, so it must "
                          "be unrolled, but its bounds are not constant; set "
                          "dynamic_objfifo_lowering on the core");
}

/// A loop that comes up in a turn with this factor. The remainder of its rounds.
FailureOr<uint64_t> Unroller::treat(scf::ForOp &loop, uint64_t factor) {
  bool isLeader = loop == leader;
  FailureOr<bool> ready = isReady(loop);
  if (failed(ready))
    return failure();
  if (!*ready)
    return 0;
  uint64_t rounds = *tripCount(loop);
  factor = std::min(factor, rounds);
  if (!isLeader && rounds > factor && factor % view.roundsToClose(*loop.getBody()) != 0)
    return 0; // its own turn comes
  if (!isLeader && rounds >= 2 * factor && loop->hasAttr(mustDissolve))
    return 0; // and this factor would not dissolve it
  if (!isLeader && loop.getConstantStep()->getLimitedValue() >= factor)
    return 0;
  if (failed(unroll(loop, rounds, factor)))
    return failure();
  return rounds % factor;
}

//===--- One turn ---------------------------------------------------------===//

/// Treats the loops that \p region has now, inner ones first.
LogicalResult Unroller::treatLoops(Region &region, uint64_t factor, Previous &previous) {
  SmallVector<scf::ForOp> loops;
  region.walk([&](scf::ForOp loop) { loops.push_back(loop); });
  if (loops.empty())
    previous = {nullptr};
  for (scf::ForOp loop : loops) {
    bool isLeader = loop == leader;
    // Right behind a loop with a remainder one loop is passed over.
    bool skip = previous.remainder > 1 && !isLeader && previous.loop != loop;
    uint64_t remainder = 0;
    if (!done.contains(loop) && !skip) {
      FailureOr<uint64_t> result = treat(loop, factor);
      if (failed(result))
        return failure();
      remainder = *result;
    }
    if (isLeader)
      leader = nullptr;
    previous = {loop, remainder, false};
  }
  return success();
}

/// The leader's remainder, if the turn has left it a loop that must not stay one.
LogicalResult Unroller::unrollRemainder() {
  scf::ForOp loop = std::exchange(leaderRemainder, nullptr);
  if (!loop || done.contains(loop))
    return success();
  if (view.roundsToClose(*loop.getBody()) == 1 && view.isBalanced(*loop.getBody()))
    return success();
  uint64_t rounds = tripCount(loop).value_or(0);
  return rounds > 1 ? unroll(loop, rounds, rounds) : success();
}

LogicalResult Unroller::takeTurn(scf::ForOp loop) {
  uint64_t factor = view.commonRing(*loop.getBody());
  if (factor == 0) {
    done.insert(loop);
    return success();
  }
  Region &region = *loop->getParentRegion();
  // Treated in another's turn, when its objects were still in an inner loop.
  bool reopened = view.roundsToClose(*loop.getBody()) != 1 && done.erase(loop);
  if (!reopened && closed.contains(&region))
    return success();
  leader = loop;
  Previous previous{loop, 0, true};
  while (previous.remainder > 1 || previous.unvisited)
    if (failed(treatLoops(region, factor, previous)))
      return failure();
  if (failed(unrollRemainder()))
    return failure();
  if (!hasOpenLoops(region))
    closed.insert(&region);
  return success();
}

bool Unroller::hasOpenLoops(Region &region) {
  return region
      .walk([&](scf::ForOp loop) {
        return done.contains(loop) ? WalkResult::advance() : WalkResult::interrupt();
      })
      .wasInterrupted();
}

//===--- The walk ---------------------------------------------------------===//

LogicalResult Unroller::visit(Block &block) {
  for (Operation *op = block.empty() ? nullptr : &block.front(); op;) {
    cursors.push_back(op->getNextNode());
    for (Region &region : op->getRegions())
      if (failed(visit(region)))
        return failure();
    if (auto loop = dyn_cast<scf::ForOp>(op))
      if (failed(takeTurn(loop)))
        return failure();
    op = cursors.pop_back_val();
  }
  return success();
}

LogicalResult Unroller::visit(Region &region) {
  for (Block &block : region)
    if (failed(visit(block)))
      return failure();
  return success();
}

LogicalResult unrollLoops(Design &design, CoreOp core) {
  if (!design.usesFifos.contains(core))
    return success();
  return Unroller(design, core).run();
}

} // namespace tilewright::aie::objectfifo
