//===- HoistVectorTransferPointers.cpp - Carried offsets --------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A transfer of a vector at [%i, %j] of a memref<8x64xi32> in a loop over %j
// moves by a constant number of elements per iteration, but its address is
// computed from all indices each time. This pass makes the loop carry the
// position in the flattened memref:
//
//   for %j                                   %flat = memref.collapse_shape %m
//     vector.transfer_read %m[%i, %j]   =>   %start = %i * 64 + lower bound
//                                            for %j iter_args(%at = %start)
//                                              vector.transfer_read %flat[%at]
//                                              scf.yield %at + step
//
// `aie-vector-to-pointer-loops` can then make a pointer of it.
//
// When it applies: the memref has a static shape and no layout, and exists
// before the loop. The vector lies within it (all dimensions say so, or constant
// bounds of the loop show it, and nothing is masked) as one piece: all its
// dimensions but the first that is not 1 are whole rows. Each index is a sum of
// the induction variable times a constant and something the loop does not
// change; the step is a constant. Then the position is start + iteration *
// stride with a constant stride: indices are modular, so this holds even where a
// product overflows. The start is computed by the index arithmetic itself,
// cloned before the loop with the lower bound for the induction variable; it has
// no effects, so it may run although the loop might not. Positions that do not
// move stay as they are.
//
// A transfer belongs to the loop nearest around it; loops of cores and functions
// are visited from the inside out. Transfers at the same indices of one memref
// share a position.
//
//===----------------------------------------------------------------------===//
#include "dialect/aie/AIEDialect.h"
#include "dialect/aie/transforms/Passes.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Affine/Utils.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "llvm/Support/CheckedArithmetic.h"

namespace tilewright::aie {
#define GEN_PASS_DEF_AIEHOISTVECTORTRANSFERPOINTERS
#include "dialect/aie/transforms/Passes.h.inc"
} // namespace tilewright::aie

using namespace mlir;
using namespace tilewright;

namespace {

//===--- How an index moves -----------------------------------------------===//

// Coefficients wrap like the index arithmetic that they describe.
int64_t add(int64_t a, int64_t b) { return int64_t(uint64_t(a) + uint64_t(b)); }
int64_t multiply(int64_t a, int64_t b) { return int64_t(uint64_t(a) * uint64_t(b)); }

struct Coefficients {
  scf::ForOp loop;

  /// What \p value grows by when the induction variable grows by one; nothing if
  /// that is not a constant.
  std::optional<int64_t> of(Value value) {
    if (value == loop.getInductionVar())
      return 1;
    if (loop.isDefinedOutsideOfLoop(value))
      return 0;
    Operation *op = value.getDefiningOp();
    if (!op)
      return std::nullopt;
    if (matchPattern(value, m_Constant()))
      return 0;
    if (auto apply = dyn_cast<affine::AffineApplyOp>(op))
      return of(apply.getAffineMap().getResult(0), apply);
    if (!isa<arith::AddIOp, arith::SubIOp, arith::MulIOp>(op) || !value.getType().isIndex())
      return std::nullopt;
    std::optional<int64_t> left = of(op->getOperand(0)), right = of(op->getOperand(1));
    if (!left || !right)
      return std::nullopt;
    if (isa<arith::AddIOp>(op))
      return add(*left, *right);
    if (isa<arith::SubIOp>(op))
      return add(*left, multiply(-1, *right));
    return ofProduct({*left, getConstantIntValue(op->getOperand(0))},
                     {*right, getConstantIntValue(op->getOperand(1))});
  }

private:
  /// A factor: its coefficient and, if it is a constant, its value.
  using Factor = std::pair<int64_t, std::optional<int64_t>>;

  static std::optional<int64_t> ofProduct(Factor left, Factor right) {
    if (left.first == 0 && right.first == 0)
      return 0;
    if (left.second)
      return multiply(*left.second, right.first);
    if (right.second)
      return multiply(*right.second, left.first);
    return std::nullopt;
  }

  std::optional<int64_t> of(AffineExpr expr, affine::AffineApplyOp apply) {
    if (isa<AffineConstantExpr>(expr))
      return 0;
    if (auto dim = dyn_cast<AffineDimExpr>(expr))
      return of(apply.getDimOperands()[dim.getPosition()]);
    if (auto symbol = dyn_cast<AffineSymbolExpr>(expr))
      return of(apply.getSymbolOperands()[symbol.getPosition()]);
    auto binary = cast<AffineBinaryOpExpr>(expr);
    std::optional<int64_t> left = of(binary.getLHS(), apply), right = of(binary.getRHS(), apply);
    if (!left || !right)
      return std::nullopt;
    if (expr.getKind() == AffineExprKind::Add)
      return add(*left, *right);
    auto constant = [](AffineExpr e) -> std::optional<int64_t> {
      auto value = dyn_cast<AffineConstantExpr>(e);
      return value ? std::optional(value.getValue()) : std::nullopt;
    };
    if (expr.getKind() == AffineExprKind::Mul)
      return ofProduct({*left, constant(binary.getLHS())}, {*right, constant(binary.getRHS())});
    // Quotients and remainders of what does not move do not move. A divisor that
    // is 0 must not be divided by before the loop, so it has to be a constant.
    return *left == 0 && constant(binary.getRHS()) ? std::optional<int64_t>(0) : std::nullopt;
  }
};

/// An index's value where the induction variable of \p loop has the value \p iv;
/// nothing unless everything else in it is constant.
std::optional<int64_t> valueAt(Value index, scf::ForOp loop, int64_t iv) {
  if (index == loop.getInductionVar())
    return iv;
  if (std::optional<int64_t> constant = getConstantIntValue(index))
    return constant;
  Operation *op = index.getDefiningOp();
  if (!isa_and_nonnull<affine::AffineApplyOp, arith::AddIOp, arith::SubIOp, arith::MulIOp>(op))
    return std::nullopt;
  SmallVector<int64_t> operands;
  SmallVector<Attribute> attributes;
  for (Value operand : op->getOperands()) {
    std::optional<int64_t> value = valueAt(operand, loop, iv);
    if (!value)
      return std::nullopt;
    operands.push_back(*value);
    attributes.push_back(IntegerAttr::get(IndexType::get(op->getContext()), *value));
  }
  if (auto apply = dyn_cast<affine::AffineApplyOp>(op)) {
    SmallVector<Attribute> results;
    if (failed(apply.getAffineMap().constantFold(attributes, results)))
      return std::nullopt;
    return cast<IntegerAttr>(results.front()).getInt();
  }
  int64_t left = operands[0], right = operands[1];
  return isa<arith::AddIOp>(op)   ? llvm::checkedAdd(left, right)
         : isa<arith::SubIOp>(op) ? llvm::checkedSub(left, right)
                                  : llvm::checkedMul(left, right);
}

//===--- Transfers that qualify -------------------------------------------===//

/// Whether a transfer in \p loop stays within a memref of type \p type, whose last
/// dimensions are the vector's: where it does not say so, the first and the last
/// iteration tell, since indices grow by a constant.
bool staysWithin(VectorTransferOpInterface transfer, MemRefType type, scf::ForOp loop) {
  if (!transfer.hasOutOfBoundsDim())
    return true;
  std::optional<int64_t> lower = getConstantIntValue(loop.getLowerBound()),
                         upper = getConstantIntValue(loop.getUpperBound()),
                         step = getConstantIntValue(loop.getStep());
  if (!lower || !upper || !step || *step <= 0 || *lower < 0 || *lower >= *upper)
    return false;
  int64_t last = *lower + (*upper - *lower - 1) / *step * *step;
  ArrayRef<int64_t> vector = transfer.getVectorType().getShape();
  unsigned outer = type.getRank() - vector.size();
  for (auto [d, size] : llvm::enumerate(vector)) {
    if (transfer.isDimInBounds(d))
      continue;
    for (int64_t iv : {*lower, last}) {
      std::optional<int64_t> index = valueAt(transfer.getIndices()[outer + d], loop, iv);
      if (!index || *index < 0 || *index > type.getDimSize(outer + d) - size)
        return false;
    }
  }
  return true;
}

/// Whether a vector of \p shape at \p indices is one piece of a memref of shape
/// \p memref; the memref's last dimensions are the vector's.
bool isOnePiece(ArrayRef<int64_t> shape, ArrayRef<int64_t> memref, ValueRange indices) {
  shape = shape.drop_while([](int64_t size) { return size == 1; });
  if (shape.empty())
    return true;
  unsigned first = memref.size() - shape.size();
  for (unsigned i = 1; i < shape.size(); ++i)
    if (shape[i] != memref[first + i] || !isConstantIntValue(indices[first + i], 0))
      return false;
  return true;
}

/// A transfer's memref if its address may be computed in the flattened memref.
TypedValue<MemRefType> flattenable(VectorTransferOpInterface transfer, scf::ForOp loop) {
  auto memref = dyn_cast<TypedValue<MemRefType>>(transfer.getBase());
  if (!memref || transfer.getMask() || transfer.getVectorType().isScalable())
    return nullptr;
  MemRefType type = memref.getType();
  if (!type.hasStaticShape() || !type.getLayout().isIdentity() || type.getRank() == 0 ||
      llvm::is_contained(type.getShape(), 0) || transfer.getVectorType().getRank() == 0 ||
      type.getElementType() != transfer.getVectorType().getElementType())
    return nullptr;
  if (!transfer.getPermutationMap().isMinorIdentity() || !staysWithin(transfer, type, loop) ||
      !isOnePiece(transfer.getVectorType().getShape(), type.getShape(), transfer.getIndices()))
    return nullptr;
  return memref;
}

/// Transfers of one loop at the same place.
struct Position {
  TypedValue<MemRefType> memref;
  SmallVector<Value> indices;
  int64_t stride = 0; ///< elements per iteration, not 0
  SmallVector<VectorTransferOpInterface> transfers;
};

std::optional<int64_t> strideOf(ArrayRef<Value> indices, MemRefType type, scf::ForOp loop) {
  std::optional<int64_t> step = getConstantIntValue(loop.getStep());
  if (!step || !loop.getInductionVar().getType().isIndex())
    return std::nullopt;
  Coefficients coefficients{loop};
  int64_t stride = 0, rowSize = 1;
  for (auto [index, size] : llvm::reverse(llvm::zip_equal(indices, type.getShape()))) {
    std::optional<int64_t> coefficient = coefficients.of(index);
    if (!coefficient)
      return std::nullopt;
    stride = add(stride, multiply(*coefficient, rowSize));
    rowSize = multiply(rowSize, size);
  }
  return multiply(stride, *step);
}

SmallVector<Position> findPositions(scf::ForOp loop) {
  SmallVector<Position> positions;
  loop.getBody()->walk([&](VectorTransferOpInterface transfer) {
    if (transfer->getParentOfType<scf::ForOp>() != loop)
      return;
    TypedValue<MemRefType> memref = flattenable(transfer, loop);
    if (!memref || !loop.isDefinedOutsideOfLoop(memref))
      return;
    SmallVector<Value> indices(transfer.getIndices());
    std::optional<int64_t> stride = strideOf(indices, memref.getType(), loop);
    if (!stride || *stride == 0)
      return;
    auto *known = llvm::find_if(positions, [&](const Position &position) {
      return position.memref == memref && position.indices == indices;
    });
    if (known == positions.end())
      known = &positions.emplace_back(Position{memref, indices, *stride, {}});
    known->transfers.push_back(transfer);
  });
  return positions;
}

//===--- Rewriting --------------------------------------------------------===//

/// \p value as the first iteration of \p loop has it, computed before the loop.
Value atFirstIteration(Value value, scf::ForOp loop, IRMapping &known, OpBuilder &builder) {
  if (Value mapped = known.lookupOrNull(value))
    return mapped;
  if (loop.isDefinedOutsideOfLoop(value))
    return value;
  // Coefficients::of saw that these are arithmetic.
  Operation *op = value.getDefiningOp();
  SmallVector<Value> operands;
  for (Value operand : op->getOperands()) {
    operands.push_back(atFirstIteration(operand, loop, known, builder));
    known.map(operand, operands.back());
  }
  if (auto apply = dyn_cast<affine::AffineApplyOp>(op)) {
    // The lower bound need not be an operand that affine.apply accepts.
    unsigned dims = apply.getAffineMap().getNumDims();
    ArrayRef<Value> all = operands;
    known.map(value,
              affine::expandAffineExpr(builder, op->getLoc(), apply.getAffineMap().getResult(0),
                                       all.take_front(dims), all.drop_front(dims)));
  } else {
    builder.clone(*op, known);
  }
  return known.lookup(value);
}

struct Hoister {
  Region &body; ///< of a core or a function
  IRRewriter rewriter;
  llvm::MapVector<Value, Value> flattened; ///< memref -> its elements in a row

  explicit Hoister(Region &body) : body(body), rewriter(body.getContext()) {}

  Value flatten(TypedValue<MemRefType> memref) {
    if (memref.getType().getRank() == 1)
      return memref;
    Value &flat = flattened[memref];
    if (flat)
      return flat;
    OpBuilder::InsertionGuard guard(rewriter);
    if (body.isAncestor(memref.getParentRegion()))
      rewriter.setInsertionPointAfterValue(memref);
    else
      rewriter.setInsertionPointToStart(&body.front());
    ReassociationIndices all(llvm::to_vector(llvm::seq<int64_t>(0, memref.getType().getRank())));
    flat = memref::CollapseShapeOp::create(rewriter, memref.getLoc(), memref,
                                           ArrayRef<ReassociationIndices>(all));
    return flat;
  }

  /// Where \p position starts, as an index of the flattened memref.
  Value startOf(const Position &position, scf::ForOp loop) {
    Location loc = loop.getLoc();
    IRMapping known;
    known.map(loop.getInductionVar(), loop.getLowerBound());
    Value start;
    ArrayRef<int64_t> shape = position.memref.getType().getShape();
    for (auto [index, size] : llvm::zip_equal(position.indices, shape)) {
      Value first = atFirstIteration(index, loop, known, rewriter);
      if (!start) {
        start = first;
        continue;
      }
      Value rowSize = arith::ConstantIndexOp::create(rewriter, loc, size);
      start = rewriter.createOrFold<arith::MulIOp>(loc, start, rowSize);
      start = rewriter.createOrFold<arith::AddIOp>(loc, start, first);
    }
    return start;
  }

  /// Replaces \p transfer by one at \p at of \p flat.
  void replace(VectorTransferOpInterface transfer, Value flat, Value at) {
    rewriter.setInsertionPoint(transfer);
    Location loc = transfer.getLoc();
    VectorType type = transfer.getVectorType();
    auto row = VectorType::get({type.getNumElements()}, type.getElementType());
    AffineMap map = rewriter.getMultiDimIdentityMap(1);
    if (auto read = dyn_cast<vector::TransferReadOp>(*transfer)) {
      Value value = vector::TransferReadOp::create(rewriter, loc, row, flat, ValueRange{at},
                                                   read.getPadding(), map, ArrayRef<bool>{true});
      if (row != type)
        value = vector::ShapeCastOp::create(rewriter, loc, type, value);
      rewriter.replaceOp(read, value);
      return;
    }
    auto write = cast<vector::TransferWriteOp>(*transfer);
    Value value = write.getValueToStore();
    if (row != type)
      value = vector::ShapeCastOp::create(rewriter, loc, row, value);
    vector::TransferWriteOp::create(rewriter, loc, value, flat, ValueRange{at}, map,
                                    ArrayRef<bool>{true});
    rewriter.eraseOp(write);
  }

  LogicalResult hoist(scf::ForOp loop) {
    SmallVector<Position> positions = findPositions(loop);
    if (positions.empty())
      return success();
    rewriter.setInsertionPoint(loop);
    SmallVector<Value> starts, flats;
    for (const Position &position : positions) {
      flats.push_back(flatten(position.memref));
      starts.push_back(startOf(position, loop));
    }
    unsigned before = loop.getNumRegionIterArgs();
    auto strides = [&](OpBuilder &builder, Location loc, ArrayRef<BlockArgument> carried) {
      SmallVector<Value> next;
      for (auto [at, position] : llvm::zip_equal(carried, positions)) {
        Value stride = arith::ConstantIndexOp::create(builder, loc, position.stride);
        next.push_back(arith::AddIOp::create(builder, loc, at, stride));
      }
      return next;
    };
    FailureOr<LoopLikeOpInterface> result = loop.replaceWithAdditionalYields(
        rewriter, starts, /*replaceInitOperandUsesInLoop=*/false, strides);
    if (failed(result))
      return loop.emitOpError("cannot carry the positions of its vector transfers");
    auto changed = cast<scf::ForOp>(**result);
    for (auto [i, position] : llvm::enumerate(positions))
      for (VectorTransferOpInterface transfer : position.transfers)
        replace(transfer, flats[i], changed.getRegionIterArg(before + i));
    return success();
  }
};

struct HoistVectorTransferPointers
    : aie::impl::AIEHoistVectorTransferPointersBase<HoistVectorTransferPointers> {
  void runOnOperation() override {
    SmallVector<Region *> bodies;
    getOperation().walk([&](Operation *op) {
      if (isa<aie::CoreOp, func::FuncOp>(op))
        bodies.push_back(&op->getRegion(0));
    });
    for (Region *body : bodies) {
      SmallVector<scf::ForOp> loops; // inner before outer
      body->walk([&](scf::ForOp loop) { loops.push_back(loop); });
      Hoister hoister(*body);
      for (scf::ForOp loop : loops)
        if (failed(hoister.hoist(loop)))
          return signalPassFailure();
    }
  }
};

} // namespace
