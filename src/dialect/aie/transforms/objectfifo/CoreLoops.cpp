//===- CoreLoops.cpp - Loops of a core and the objects they take *- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/aie/transforms/objectfifo/CoreLoops.h"
#include "mlir/Interfaces/ControlFlowInterfaces.h"
#include "mlir/Interfaces/LoopLikeInterface.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/Support/MathExtras.h"
#include <numeric>

using namespace mlir;

namespace tilewright::aie::objectfifo {

std::optional<uint64_t> tripCount(scf::ForOp loop) {
  std::optional<APInt> count = loop.getStaticTripCount();
  if (!count)
    return std::nullopt;
  return count->getLimitedValue();
}

SmallVector<Region *, 2> alternatives(Operation *op) {
  auto branch = dyn_cast<RegionBranchOpInterface>(op);
  if (!branch || isa<LoopLikeOpInterface>(op))
    return {};
  SmallVector<RegionSuccessor> successors;
  branch.getSuccessorRegions(RegionBranchPoint::parent(), successors);
  SmallVector<Region *, 2> ways;
  for (const RegionSuccessor &successor : successors)
    ways.push_back(successor.getSuccessor());
  // Regions that control enters from others run one after the other.
  for (Region &region : op->getRegions())
    if (!region.empty() && !llvm::is_contained(ways, &region))
      return {};
  return ways;
}

LogicalResult takeCopies(scf::ForOp loop, uint64_t copies, uint64_t &left) {
  uint64_t ops = 0;
  loop.getBody()->walk([&](Operation *) { ++ops; });
  uint64_t wanted = llvm::SaturatingMultiply(ops, copies);
  if (wanted > left)
    return loop.emitOpError(
               "cannot be taken apart round by round: its core would grow by more than ")
           << maxCopiedOps << " operations";
  left -= wanted;
  return success();
}

uint64_t CoreView::commonRing(Block &block) const {
  uint64_t common = 0;
  for (auto acquire : block.getOps<ObjectFifoAcquireOp>())
    if (End *end = endOf(acquire); end && end->ringSize())
      common = std::lcm<uint64_t>(common ? common : 1, end->ringSize());
  return common;
}

uint64_t CoreView::roundsToClose(Block &block) const {
  llvm::MapVector<PortKey, uint64_t> released;
  for (Operation &op : block) {
    if (auto acquire = dyn_cast<ObjectFifoAcquireOp>(op))
      released.insert({keyOf(acquire), 0});
    else if (auto release = dyn_cast<ObjectFifoReleaseOp>(op))
      released[keyOf(release)] += release.relNumber();
  }
  uint64_t rounds = 1;
  for (auto &[key, count] : released)
    if (End *end = key.first; end && end->ringSize())
      rounds =
          std::lcm<uint64_t>(rounds, end->ringSize() / std::gcd<uint64_t>(count, end->ringSize()));
  return rounds;
}

bool CoreView::isBalanced(Block &block) const {
  llvm::MapVector<PortKey, int64_t> missing;
  for (Operation &op : block) {
    if (auto acquire = dyn_cast<ObjectFifoAcquireOp>(op))
      missing[keyOf(acquire)] += acquire.acqNumber();
    else if (auto release = dyn_cast<ObjectFifoReleaseOp>(op))
      missing[keyOf(release)] -= release.relNumber();
  }
  return llvm::all_of(missing, [](const auto &entry) { return entry.second == 0; });
}

} // namespace tilewright::aie::objectfifo
