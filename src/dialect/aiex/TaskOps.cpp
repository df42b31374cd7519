//===- TaskOps.cpp - Verifiers and folds of DMA tasks ---------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialect/aiex/AIEXDialect.h"
#include "dialect/aie/AIEParsing.h"

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aiex;

//===----------------------------------------------------------------------===//
// dma_configure_task
//===----------------------------------------------------------------------===//

static std::optional<uint32_t> firstBdIdOf(Block &block) {
  auto bds = block.getOps<aie::DMABDOp>();
  return bds.empty() ? std::nullopt : std::optional<uint32_t>((*bds.begin()).getBdId());
}

std::optional<uint32_t> DMAConfigureTaskOp::getFirstBdId() {
  if (getBody().empty())
    return std::nullopt;
  Block &entry = getBody().front();
  if (!entry.getOps<aie::DMABDOp>().empty())
    return firstBdIdOf(entry);
  // A chain may be entered through a block that only names its first descriptor.
  Block *only = entry.getNumSuccessors() == 1 ? entry.getSuccessor(0) : nullptr;
  return only ? firstBdIdOf(*only) : std::nullopt;
}

LogicalResult DMAConfigureTaskOp::verify() {
  auto tile = getTile().getDefiningOp<aie::TileOp>();
  if (tile && failed(aie::verifyReadable(tile, 0, {"col", "row"})))
    return failure();
  const device::DeviceModel &model = aie::getTargetModel(*this);
  bool shim = tile && model.isShimNOCTile(
                          {static_cast<int>(tile.getCol()), static_cast<int>(tile.getRow())});
  for (Block &block : getBody()) {
    if (block.empty())
      continue;
    if (!block.isEntryBlock() && block.hasNoPredecessors())
      return block.back().emitError(
          "Block ending in this terminator does not form a chain with entry block.");
    for (aie::DMABDOp bd : block.getOps<aie::DMABDOp>())
      if (tile && !shim && bd.getBurstLength() != 0)
        return bd.emitOpError(
            "Burst length is only supported in Shim NOC tiles that are connected to "
            "the memory-mapped NOC.");
  }
  return success();
}

//===----------------------------------------------------------------------===//
// Uses of tasks
//===----------------------------------------------------------------------===//

DMAConfigureTaskOp DMAStartTaskOp::getTaskOp() {
  return getTask().getDefiningOp<DMAConfigureTaskOp>();
}
DMAConfigureTaskOp DMAAwaitTaskOp::getTaskOp() {
  return getTask().getDefiningOp<DMAConfigureTaskOp>();
}
DMAConfigureTaskOp DMAFreeTaskOp::getTaskOp() {
  return getTask().getDefiningOp<DMAConfigureTaskOp>();
}

//===----------------------------------------------------------------------===//
// Named chains
//===----------------------------------------------------------------------===//

aie::BDChainOp DMAStartBdChainOp::getBDChainOp() {
  auto deviceOp = (*this)->getParentOfType<aie::DeviceOp>();
  return deviceOp ? deviceOp.lookupSymbol<aie::BDChainOp>(getSymbol()) : aie::BDChainOp();
}

LogicalResult DMAStartBdChainOp::verify() {
  aie::BDChainOp chain = getBDChainOp();
  if (!chain)
    return emitOpError("symbol does not reference valid BD chain");
  Block::BlockArgListType expected = chain.getRegion().getArguments();
  if (expected.size() != getArgs().size())
    return emitOpError("Number of arguments mismatches.");
  for (auto [i, want, got] : llvm::enumerate(expected, getArgs()))
    if (want.getType() != got.getType())
      return emitOpError() << "Argument " << i + 1 << " types mismatch: expected " << want.getType()
                           << " but got " << got.getType();
  return success();
}
