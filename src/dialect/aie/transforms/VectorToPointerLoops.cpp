//===- VectorToPointerLoops.cpp - Loops that walk pointers ------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A loop that carries an index only to load or store vectors there makes the
// core compute base + index * size for every access. The address units of the
// core increment pointers for free, so the loop carries the pointer instead:
//
//   scf.for ... iter_args(%i = %start)        scf.for ... iter_args(%p = %base + start bytes)
//     vector.load %m[%i]                        %mp = ptr.from_ptr %p metadata ...
//     %n = arith.addi %i, %k                    vector.load %mp[0]
//     scf.yield %n                              %q = ptr.ptr_add %p, k bytes
//                                               scf.yield %q
//
// An index can become a pointer if nobody can tell the difference: it (and what
// additions make of it) is only an address in one memref that exists before the
// loop, or the next iteration's value of itself, and nobody reads it after the
// loop. Any other index of the loop stays what it is. A pointer is counted in
// bytes of the memref that its index belongs to.
//
// Such pointers live in the generic space. A memref of another space is cast to
// it first; that cast disappears when address spaces are normalized.
//
//===----------------------------------------------------------------------===//
#include "dialect/aie/AIEDialect.h"
#include "dialect/aie/transforms/Passes.h"

#include "mlir/Dialect/Ptr/IR/PtrOps.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

namespace tilewright::aie {
#define GEN_PASS_DEF_AIEVECTORTOPOINTERLOOPS
#include "dialect/aie/transforms/Passes.h.inc"
} // namespace tilewright::aie

using namespace mlir;
using namespace tilewright;

namespace {

/// A carried index that is only an address.
struct Walker {
  unsigned position;             ///< which iter_arg
  TypedValue<MemRefType> memref; ///< what it walks over
  int64_t elementBytes = 0;
  SmallVector<arith::AddIOp> steps;  ///< additions to it, in order of use
  SmallVector<Operation *> accesses; ///< vector.load and vector.store at it or at a sum
};

/// The memref that \p op, a load or store of a vector, accesses at one index.
TypedValue<MemRefType> accessedMemref(Operation *op) {
  TypedValue<MemRefType> memref;
  if (auto load = dyn_cast<vector::LoadOp>(op))
    memref = load.getBase();
  else if (auto store = dyn_cast<vector::StoreOp>(op))
    memref = store.getBase();
  return memref && memref.getType().getRank() == 1 ? memref : nullptr;
}

/// Bytes from one element to the next; 0 if \p type has no such number.
int64_t elementBytes(MemRefType type) {
  if (!type.getLayout().isIdentity() || !type.getElementType().isIntOrFloat())
    return 0;
  unsigned bits = type.getElementTypeBitWidth();
  return llvm::isPowerOf2_32(bits) && bits % 8 == 0 ? bits / 8 : 0;
}

/// Adds \p op, which accesses memory at the walker's index, to \p walker.
LogicalResult addAccess(Walker &walker, Operation *op) {
  TypedValue<MemRefType> memref = accessedMemref(op);
  if (!memref || (walker.memref && walker.memref != memref))
    return failure();
  walker.memref = memref;
  if (!llvm::is_contained(walker.accesses, op))
    walker.accesses.push_back(op);
  return success();
}

/// Why the carried value at \p position of \p loop could be a pointer, or
/// nothing if it could not.
std::optional<Walker> findWalker(scf::ForOp loop, unsigned position) {
  BlockArgument carried = loop.getRegionIterArg(position);
  if (!carried.getType().isIndex() || !loop.getResult(position).use_empty())
    return std::nullopt;

  Walker walker{position, nullptr, 0, {}, {}};
  Operation *yield = loop.getBody()->getTerminator();
  SmallVector<Value> indices{carried};
  SetVector<Operation *> sums;
  for (size_t i = 0; i < indices.size(); ++i) {
    for (OpOperand &use : indices[i].getUses()) {
      Operation *user = use.getOwner();
      if (user == yield && use.getOperandNumber() == position)
        continue;
      if (isa<arith::AddIOp>(user)) {
        if (!sums.insert(user)) // index + index is not an address
          return std::nullopt;
        indices.push_back(user->getResult(0));
      } else if (failed(addAccess(walker, user))) {
        return std::nullopt;
      }
    }
  }

  // The next iteration continues from here, and there is something to walk over.
  if (!llvm::is_contained(indices, yield->getOperand(position)) || walker.accesses.empty() ||
      !loop.isDefinedOutsideOfLoop(walker.memref))
    return std::nullopt;
  walker.elementBytes = elementBytes(walker.memref.getType());
  if (!walker.elementBytes)
    return std::nullopt;
  for (Operation *sum : sums)
    walker.steps.push_back(cast<arith::AddIOp>(sum));
  return walker;
}

bool shareStep(const Walker &a, const Walker &b) {
  return llvm::any_of(a.steps, [&](Operation *step) { return llvm::is_contained(b.steps, step); });
}

//===--- Rewriting --------------------------------------------------------===//

struct PointerLoops : OpRewritePattern<scf::ForOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(scf::ForOp loop, PatternRewriter &rewriter) const override {
    if (llvm::any_of(loop.getRegionIterArgs(),
                     [](Value arg) { return isa<ptr::PtrType>(arg.getType()); }))
      return failure();
    SmallVector<Walker> walkers;
    for (unsigned i = 0, e = loop.getNumRegionIterArgs(); i != e; ++i)
      if (std::optional<Walker> walker = findWalker(loop, i))
        // The sum of two carried indices is a step of the first; to it, the second is a distance.
        if (llvm::none_of(walkers, [&](const Walker &taken) { return shareStep(taken, *walker); }))
          walkers.push_back(std::move(*walker));
    if (walkers.empty())
      return failure();
    rewrite(loop, walkers, rewriter);
    return success();
  }

private:
  /// A memref of the generic space and the pointer to its first element.
  struct Base {
    Value memref, pointer;
  };

  static Base makeBase(TypedValue<MemRefType> memref, PatternRewriter &rewriter, Location loc) {
    auto space = ptr::GenericSpaceAttr::get(rewriter.getContext());
    MemRefType type = memref.getType();
    Value generic = memref;
    if (type.getMemorySpace() != space) {
      auto cast = MemRefType::get(type.getShape(), type.getElementType(), type.getLayout(), space);
      generic = UnrealizedConversionCastOp::create(rewriter, loc, cast, generic).getResult(0);
    }
    auto pointer = ptr::PtrType::get(space);
    return {generic, ptr::ToPtrOp::create(rewriter, loc, pointer, generic)};
  }

  /// \p elements of \p bytes bytes each, in bytes.
  static Value inBytes(Value elements, int64_t bytes, PatternRewriter &rewriter, Location loc) {
    if (bytes == 1)
      return elements;
    Value size = arith::ConstantIndexOp::create(rewriter, loc, bytes);
    return rewriter.createOrFold<arith::MulIOp>(loc, elements, size);
  }

  static Value advance(Value pointer, Value elements, int64_t bytes, PatternRewriter &rewriter,
                       Location loc) {
    Value offset = inBytes(elements, bytes, rewriter, loc);
    return ptr::PtrAddOp::create(rewriter, loc, pointer.getType(), pointer, offset);
  }

  /// Makes \p op access the memref of \p base moved to \p pointer, at 0.
  static void accessThrough(Operation *op, Value pointer, const Base &base, Value zero,
                            PatternRewriter &rewriter) {
    rewriter.setInsertionPoint(op);
    Location loc = op->getLoc();
    Value metadata = ptr::GetMetadataOp::create(rewriter, loc, base.memref);
    Value moved = ptr::FromPtrOp::create(rewriter, loc, base.memref.getType(), pointer, metadata);
    rewriter.modifyOpInPlace(op, [&] {
      if (auto load = dyn_cast<vector::LoadOp>(op)) {
        load.getBaseMutable().assign(moved);
        load.getIndicesMutable().assign(zero);
      } else {
        cast<vector::StoreOp>(op).getBaseMutable().assign(moved);
        cast<vector::StoreOp>(op).getIndicesMutable().assign(zero);
      }
    });
  }

  /// Replaces the indices of \p walker in the body of the loop; \p carried is the
  /// index, \p pointer what the loop carries instead.
  static void rewriteWalker(const Walker &walker, Value carried, Value pointer, const Base &base,
                            Value zero, Operation *yield, PatternRewriter &rewriter) {
    DenseMap<Value, Value> pointers{{carried, pointer}};
    for (arith::AddIOp step : walker.steps) {
      Value index = step.getLhs(), by = step.getRhs();
      if (!pointers.contains(index))
        std::swap(index, by);
      rewriter.setInsertionPoint(step);
      pointers[step] =
          advance(pointers.at(index), by, walker.elementBytes, rewriter, step.getLoc());
    }
    for (Operation *access : walker.accesses) {
      auto load = dyn_cast<vector::LoadOp>(access);
      Value index =
          load ? load.getIndices().front() : cast<vector::StoreOp>(access).getIndices().front();
      accessThrough(access, pointers.at(index), base, zero, rewriter);
    }
    rewriter.modifyOpInPlace(yield, [&] {
      yield->setOperand(walker.position, pointers.at(yield->getOperand(walker.position)));
    });
    for (arith::AddIOp step : llvm::reverse(walker.steps))
      rewriter.eraseOp(step);
  }

  static void rewrite(scf::ForOp loop, ArrayRef<Walker> walkers, PatternRewriter &rewriter) {
    Location loc = loop.getLoc();
    llvm::MapVector<Value, Base> bases;
    for (const Walker &walker : walkers)
      if (!bases.contains(walker.memref))
        bases.insert({walker.memref, makeBase(walker.memref, rewriter, loc)});
    Value zero = arith::ConstantIndexOp::create(rewriter, loc, 0);
    SmallVector<Value> inits(loop.getInitArgs());
    for (const Walker &walker : walkers)
      inits[walker.position] = advance(bases.find(walker.memref)->second.pointer,
                                       inits[walker.position], walker.elementBytes, rewriter, loc);

    // A loop of the same body whose carried values have the new types.
    auto result = scf::ForOp::create(rewriter, loc, loop.getLowerBound(), loop.getUpperBound(),
                                     loop.getStep(), inits, nullptr, loop.getUnsignedCmp());
    result->setDiscardableAttrs(loop->getDiscardableAttrDictionary());
    Block *empty = result.getBody(), *body = loop.getBody();
    rewriter.inlineRegionBefore(loop.getRegion(), result.getRegion(), result.getRegion().end());
    rewriter.eraseBlock(empty);
    for (const Walker &walker : walkers) {
      unsigned number = loop.getNumInductionVars() + walker.position;
      Value pointer = body->insertArgument(number + 1, inits[walker.position].getType(), loc);
      rewriteWalker(walker, body->getArgument(number), pointer, bases.find(walker.memref)->second,
                    zero, body->getTerminator(), rewriter);
      body->eraseArgument(number);
    }
    // The results of the walkers have no uses: findWalker.
    for (auto [old, now] : llvm::zip(loop.getResults(), result.getResults()))
      if (old.getType() == now.getType())
        rewriter.replaceAllUsesWith(old, now);
    rewriter.eraseOp(loop);
  }
};

struct VectorToPointerLoops : aie::impl::AIEVectorToPointerLoopsBase<VectorToPointerLoops> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    patterns.add<PointerLoops>(&getContext());
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns))))
      signalPassFailure();
  }
};

} // namespace
