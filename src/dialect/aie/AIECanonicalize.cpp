//===- AIECanonicalize.cpp - The two simplifications of the dialect -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialect/aie/AIEDialect.h"
#include "mlir/IR/PatternMatch.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aie;

//===--- aie.dma_start: chains that repeat --------------------------------===//

/// Blocks reachable from \p start, depth first: the last successor found is
/// followed first, but all successors of a block are listed together.
static llvm::SetVector<Block *> getChain(Block *start) {
  llvm::SetVector<Block *> chain;
  chain.insert(start);
  SmallVector<Block *> worklist{start};
  while (!worklist.empty()) {
    Block *block = worklist.pop_back_val();
    if (block->empty())
      continue;
    for (Block *successor : block->getSuccessors())
      if (chain.insert(successor))
        worklist.push_back(successor);
  }
  return chain;
}

/// Whether two BDs do the same, apart from what comes after them.
static bool areEquivalent(Block *a, Block *b) {
  auto opsA = a->without_terminator(), opsB = b->without_terminator();
  if (std::distance(opsA.begin(), opsA.end()) != std::distance(opsB.begin(), opsB.end()))
    return false;
  for (auto [opA, opB] : llvm::zip_equal(opsA, opsB))
    if (!OperationEquivalence::isEquivalentTo(&opA, &opB, OperationEquivalence::IgnoreLocations))
      return false;
  return true;
}

namespace {
/// A chain a, b, a, b -> a becomes a, b -> a. The repeated blocks are then unreachable.
/// So does a, b, a -> b, whose last block goes on as the first would. In a, b, a -> a the
/// sequence of blocks does not repeat every two, which the successor of the last one tells.
struct FoldRepeatedChain : OpRewritePattern<DMAStartOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(DMAStartOp start, PatternRewriter &rewriter) const final {
    llvm::SetVector<Block *> chain = getChain(start.getDest());
    auto endsInNextBD = [](Block *block) {
      return !block->empty() && isa<NextBDOp>(block->back());
    };
    if (!llvm::all_of(chain, endsInNextBD))
      return failure();
    size_t period = 1;
    auto isNew = [&](Block *block) {
      return llvm::none_of(chain.getArrayRef().take_front(period),
                           [&](Block *earlier) { return areEquivalent(earlier, block); });
    };
    while (period < chain.size() && isNew(chain[period]))
      ++period;
    for (size_t i = period; i < chain.size(); ++i)
      if (!areEquivalent(chain[i], chain[i % period]))
        return failure();
    auto lastOfPeriod = cast<NextBDOp>(chain[period - 1]->back());
    Block *next = cast<NextBDOp>(chain.back()->back()).getDest();
    size_t at = llvm::find(chain, next) - chain.begin();
    if (at % period != chain.size() % period)
      return failure();
    if (at % period != 0)
      next = chain.front();
    if (lastOfPeriod.getDest() == next)
      return failure();
    rewriter.modifyOpInPlace(lastOfPeriod, [&] { lastOfPeriod.setSuccessor(next); });
    return success();
  }
};

//===--- aie.dma_bd: contiguous shim transfers ----------------------------===//

/// A shim BD whose pattern is plain memory order is a linear one, which may be
/// longer than a dimension.
struct LinearizeShimTransfer : OpRewritePattern<DMABDOp> {
  using OpRewritePattern::OpRewritePattern;

  static bool isOnShim(DMABDOp op) {
    if (op.getBuffer().getDefiningOp<ExternalBufferOp>() || op->getParentOfType<ShimDMAOp>())
      return true;
    TileElement element = getParentTileElement(op);
    TileLike tile = element ? element.getTileLike() : TileLike();
    return tile && tile.isShimTile();
  }

  /// A fourth dimension that repeats a transfer of the other three.
  static bool iterates(DMABDOp op, BDDimLayoutArrayAttr dims) {
    if (dims.size() != 4 || dims[0].getSize() <= 1 || !op.getLen())
      return false;
    return *op.getLen() == uint64_t(dims[1].getSize()) * dims[2].getSize() * dims[3].getSize();
  }

  LogicalResult matchAndRewrite(DMABDOp op, PatternRewriter &rewriter) const final {
    BDDimLayoutArrayAttr dims = op.getDimensionsAttr();
    if (!dims || dims.empty() || !isContiguousBDTransfer(dims) || dims.size() == 1 ||
        iterates(op, dims) || !isOnShim(op))
      return failure();
    uint64_t elements = 1;
    for (BDDimLayoutAttr dim : dims)
      elements *= dim.getSize();
    rewriter.modifyOpInPlace(op, [&] {
      if (!op.getLen())
        op.setLen(static_cast<uint32_t>(elements));
      op.removeDimensionsAttr();
    });
    return success();
  }
};
} // namespace

void DMAStartOp::getCanonicalizationPatterns(RewritePatternSet &patterns, MLIRContext *context) {
  patterns.add<FoldRepeatedChain>(context);
}

void DMABDOp::getCanonicalizationPatterns(RewritePatternSet &patterns, MLIRContext *context) {
  patterns.add<LinearizeShimTransfer>(context);
}
