//===- CoreLoops.cpp - Loops of a core and the objects they take *- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/aie/transforms/objectfifo/CoreLoops.h"
#include "llvm/ADT/MapVector.h"
#include <numeric>

using namespace mlir;

namespace tilewright::aie::objectfifo {

std::optional<uint64_t> tripCount(scf::ForOp loop) {
  std::optional<APInt> count = loop.getStaticTripCount();
  if (!count)
    return std::nullopt;
  return count->getLimitedValue();
}

uint64_t CoreView::commonRing(Block &block) const {
  uint64_t common = 0;
  for (auto acquire : block.getOps<ObjectFifoAcquireOp>())
    if (End *end = endOf(acquire); end && end->ringSize())
      common = std::lcm<uint64_t>(common ? common : 1, end->ringSize());
  return common;
}

uint64_t CoreView::roundsToClose(Block &block) const {
  llvm::MapVector<std::pair<End *, ObjectFifoPort>, uint64_t> released;
  for (Operation &op : block) {
    if (auto acquire = dyn_cast<ObjectFifoAcquireOp>(op))
      released.insert({{endOf(acquire), acquire.getPort()}, 0});
    else if (auto release = dyn_cast<ObjectFifoReleaseOp>(op))
      released[{endOf(release), release.getPort()}] += release.relNumber();
  }
  uint64_t rounds = 1;
  for (auto &[key, count] : released)
    if (End *end = key.first; end && end->ringSize())
      rounds =
          std::lcm<uint64_t>(rounds, end->ringSize() / std::gcd<uint64_t>(count, end->ringSize()));
  return rounds;
}

bool CoreView::isBalanced(Block &block) const {
  llvm::MapVector<std::pair<End *, ObjectFifoPort>, int> missing;
  for (Operation &op : block) {
    if (auto acquire = dyn_cast<ObjectFifoAcquireOp>(op))
      missing[{endOf(acquire), acquire.getPort()}] += acquire.acqNumber();
    else if (auto release = dyn_cast<ObjectFifoReleaseOp>(op))
      missing[{endOf(release), release.getPort()}] -= release.relNumber();
  }
  return llvm::all_of(missing, [](const auto &entry) { return entry.second == 0; });
}

} // namespace tilewright::aie::objectfifo
