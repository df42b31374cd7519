//===- NpuOps.cpp - Verifiers and folds of the controller's instructions -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialect/aiex/Transfers.h"

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aiex;

//===----------------------------------------------------------------------===//
// load_pdi
//===----------------------------------------------------------------------===//

/// Loading the same image twice in a row is loading it once.
LogicalResult NpuLoadPdiOp::canonicalize(NpuLoadPdiOp op, PatternRewriter &rewriter) {
  auto next = dyn_cast_or_null<NpuLoadPdiOp>(op->getNextNode());
  if (!next || op.getDeviceRef() != next.getDeviceRef() || op.getId() != next.getId() ||
      op.getSize() != next.getSize() || op.getAddress() != next.getAddress())
    return failure();
  rewriter.eraseOp(op);
  return success();
}

//===----------------------------------------------------------------------===//
// Limits of queues and buffer descriptors
//===----------------------------------------------------------------------===//

static device::TileID tileAt(uint32_t column, uint32_t row) {
  return {static_cast<int>(column), static_cast<int>(row)};
}

LogicalResult NpuPushQueueOp::verify() {
  const device::DeviceModel &model = aie::getTargetModel(*this);
  device::TileID tile = tileAt(getColumn(), getRow());
  if (!model.contains(tile))
    return emitOpError() << "tile (" << tile.col << ", " << tile.row << ") is not on the device";
  if (getBdId() > model.numBDs(tile))
    return emitOpError("BD ID exceeds the maximum ID.");
  if (getRepeatCount() > 255)
    return emitOpError("Repeat count exceeds the [0:255] range.");
  return success();
}

LogicalResult NpuWriteBdOp::verify() {
  constexpr uint32_t maxSize = 0x3FF, maxStride = 0xFFFFF, maxIteration = 0x3F;
  const device::DeviceModel &model = aie::getTargetModel(*this);
  device::TileID tile = tileAt(getColumn(), getRow());
  if (!model.contains(tile))
    return emitOpError() << "tile (" << tile.col << ", " << tile.row << ") is not on the device";
  if (getBdId() > model.numBDs(tile))
    return emitOpError("BD ID exceeds the maximum ID.");
  if (getPacketId() > 31)
    return emitOpError("Packet ID exceeds the maximum supported by 5 bits.");
  if (getPacketType() > 7)
    return emitOpError("Packet Type exceeds the maximum supported by 3 bits.");
  bool oneRun = getD0Size() >= 1 && getD1Size() == 1 && getIterationSize() == 0;
  if (getD0Size() > maxSize && !oneRun)
    return emitOpError("D0 Size exceeds the [0:1023] range.");
  if (getD0Stride() > maxStride)
    return emitOpError("D0 Stride exceeds the [0:1M-1] range.");
  if (getD1Size() > maxSize)
    return emitOpError("D1 Size exceeds the [0:1023] range.");
  if (getD1Stride() > maxStride)
    return emitOpError("D1 Stride exceeds the [0:1M-1] range.");
  if (getD2Stride() > maxStride)
    return emitOpError("D2 Stride exceeds the [0:1M-1] range.");
  if (getIterationSize() > maxIteration)
    return emitOpError("Iteration Size exceeds the [0:63] range.");
  if (getIterationStride() > maxStride)
    return emitOpError("Iteration Stride exceeds the [0:1M-1] range.");
  bool shim = model.isShimNOCTile(tile);
  if (shim && getD2Size() != 0)
    return emitOpError("ShimTile only supports 3 dimensions of sizes.");
  if (shim && (getD0ZeroBefore() || getD1ZeroBefore() || getD2ZeroBefore() || getD0ZeroAfter() ||
               getD1ZeroAfter() || getD2ZeroAfter()))
    return emitOpError("ShimTile doesn't support zero padding.");
  if (!shim && getBurstLength() != 0)
    return emitOpError("Only ShimTiles support burst length.");
  if (auto text = findBurstError(model, getBurstLength()); shim && text)
    return emitOpError(*text);
  return success();
}

LogicalResult NpuDmaWaitOp::verify() {
  auto deviceOp = (*this)->getParentOfType<aie::DeviceOp>();
  if (deviceOp && !SymbolTable::lookupSymbolIn(deviceOp, getSymbolAttr()))
    return emitOpError("couldn't find symbol in parent device");
  return success();
}

//===----------------------------------------------------------------------===//
// dma_memcpy_nd
//===----------------------------------------------------------------------===//

/// Each list has one operand per entry that is no literal.
template <typename OpT> static LogicalResult verifyOperandCounts(OpT op) {
  auto check = [&](ArrayRef<int64_t> literals, OperandRange operands,
                   StringRef what) -> LogicalResult {
    if (llvm::count_if(literals, ShapedType::isDynamic) == static_cast<int64_t>(operands.size()))
      return success();
    return op->emitError() << "expected as many " << what << " operands as dynamic " << what
                           << " entries";
  };
  return success(succeeded(check(op.getStaticOffsets(), op.getOffsets(), "offset")) &&
                 succeeded(check(op.getStaticSizes(), op.getSizes(), "size")) &&
                 succeeded(check(op.getStaticStrides(), op.getStrides(), "stride")));
}

template <typename OpT> static LogicalResult verifyNoNegativeLiterals(OpT op) {
  auto check = [&](ArrayRef<int64_t> literals, StringRef what) -> LogicalResult {
    for (int64_t value : literals)
      if (!ShapedType::isDynamic(value) && value < 0)
        return op->emitError() << "expected " << what << " to be non-negative, but got " << value;
    return success();
  };
  return success(succeeded(check(op.getStaticOffsets(), "offsets")) &&
                 succeeded(check(op.getStaticSizes(), "sizes")));
}

template <typename OpT> static LogicalResult verifyElements(OpT op) {
  uint64_t bits = op.getElementTypeBitwidth();
  if (bits > 32)
    return op.emitOpError("Maximum element bit width allowed is 32bits. ");
  auto type = dyn_cast<MemRefType>(op.getMemref().getType());
  if (type && type.hasStaticShape() && type.getNumElements() * bits < 32)
    return op.emitOpError("Minimum data transfer size required is 32bits. ");
  return success();
}

/// The tile of a transfer's allocation, if its metadata names one.
template <typename OpT> static FailureOr<std::optional<device::TileID>> transferTile(OpT op) {
  aie::ShimDMAAllocationOp allocation = getAllocation(op, op.getMetadata());
  if (!allocation)
    return std::optional<device::TileID>();
  aie::TileOp tile = getAllocationTile(allocation);
  if (!tile)
    return op.emitOpError("shim DMA allocation must reference a valid TileOp");
  return std::optional<device::TileID>(tileOf(tile));
}

/// What holds for the shape of a transfer whose entries are all constant.
template <typename OpT>
static LogicalResult verifyConstantTransfer(OpT op, const ConstantTransfer &transfer) {
  if (!transfer.isInRange())
    return op.emitOpError("DMA offset, size or stride out of range");
  if (transfer.byteOffset() % 4 != 0)
    return op.emitOpError("Offset must be 4-byte-aligned.");
  FailureOr<std::optional<device::TileID>> tile = transferTile(op);
  if (failed(tile) || !*tile)
    return tile;
  const device::DeviceModel &model = aie::getTargetModel(op);
  bool skipWraps = needsNoDimensions(transfer.access, model, **tile);
  if (auto text = findShapeError(transfer.access, model, **tile, skipWraps))
    return op.emitOpError(*text);
  return success();
}

template <typename OpT> static LogicalResult verifyTransferPacket(OpT op) {
  aie::PacketInfoAttr packet = op.getPacketAttr();
  if (packet && packet.getPktType() > 7)
    return op.emitOpError("Packet type field can only hold 3 bits.");
  if (packet && packet.getPktId() > 31)
    return op.emitOpError("Packet ID field can only hold 5 bits.");
  return success();
}

static bool allConstant(ArrayRef<OpFoldResult> entries) {
  return llvm::all_of(entries, [](OpFoldResult e) { return getConstantIntValue(e).has_value(); });
}

LogicalResult NpuDmaMemcpyNdOp::verify() {
  if (failed(verifyOperandCounts(*this)) || failed(verifyNoNegativeLiterals(*this)) ||
      failed(verifyElements(*this)))
    return failure();
  if (!allConstant(getMixedStrides()))
    return emitOpError("Only constant strides currently supported.");
  if (!allConstant(getMixedSizes()))
    return emitOpError("Only constant sizes currently supported.");
  if (!allConstant(getMixedOffsets()))
    return emitOpError("Only constant offsets currently supported.");
  const device::DeviceModel &model = aie::getTargetModel(*this);
  if (auto text = findBurstError(model, getBurstLength()))
    return emitOpError(*text);
  if (model.arch() == device::Arch::AIE1)
    return success();
  if (failed(verifyConstantTransfer(*this, *getConstantTransfer(*this))))
    return failure();
  return verifyTransferPacket(*this);
}

namespace {
/// A contiguous access is one run.
struct LinearizeContiguousTransfer : OpRewritePattern<NpuDmaMemcpyNdOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(NpuDmaMemcpyNdOp op, PatternRewriter &rewriter) const override {
    std::optional<ConstantTransfer> transfer = getConstantTransfer(op);
    if (!transfer || transfer->access.isLinear() || !transfer->access.isContiguous())
      return failure();
    const Dims &s = transfer->access.sizes, &t = transfer->access.strides, &o = transfer->offsets;
    int64_t start = o[0] * t[0] + o[1] * t[1] + o[2] * t[2];
    rewriter.modifyOpInPlace(op, [&] {
      op.setStaticOffsets({o[3], 0, 0, start});
      op.setStaticSizes({s[3], 1, 1, s[0] * s[1] * s[2]});
      op.setStaticStrides({t[3], 0, 0, 1});
      op.getOffsetsMutable().clear();
      op.getSizesMutable().clear();
      op.getStridesMutable().clear();
    });
    return success();
  }
};
} // namespace

void NpuDmaMemcpyNdOp::getCanonicalizationPatterns(RewritePatternSet &patterns,
                                                   MLIRContext *context) {
  patterns.add<LinearizeContiguousTransfer>(context);
}

//===----------------------------------------------------------------------===//
// dyn_dma_memcpy_nd
//===----------------------------------------------------------------------===//

LogicalResult aiex::verifyDynamicTransfer(NpuDynDmaMemcpyNdOp op) {
  size_t count = op.getStaticOffsets().size();
  if (op.getStaticSizes().size() != count || op.getStaticStrides().size() != count)
    return op.emitOpError("offsets, sizes, and strides must all have the same count");
  if (count > 4)
    return op.emitOpError("maximum 4 dimensions supported");
  if (count == 0)
    return op.emitOpError("needs at least one dimension");
  if (failed(verifyOperandCounts(op)) || failed(verifyNoNegativeLiterals(op)))
    return failure();
  if (failed(verifyElements(op)))
    return failure();
  const device::DeviceModel &model = aie::getTargetModel(op);
  if (auto text = findBurstError(model, op.getBurstLength()))
    return op.emitOpError(*text);
  for (auto [i, size] : llvm::enumerate(llvm::reverse(op.getStaticSizes())))
    if (size == 0)
      return op.emitOpError() << "Size " << i << " must be a positive integer.";
  bool pads = op.getD0ZeroBefore() || op.getD1ZeroBefore() || op.getD2ZeroBefore() ||
              op.getD0ZeroAfter() || op.getD1ZeroAfter() || op.getD2ZeroAfter();
  if (pads && getAllocation(op, op.getMetadata()))
    return op.emitOpError("ShimTile doesn't support zero padding.");
  if (auto transfer = getConstantTransfer(op))
    if (failed(verifyConstantTransfer(op, *transfer)))
      return failure();
  return verifyTransferPacket(op);
}
