//===- AIEBDs.cpp - aie.dma_bd: syntax, sizes and checks --------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialect/aie/AIEDialect.h"
#include "dialect/aie/AIEParsing.h"

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aie;

//===--- Building and reading ---------------------------------------------===//

static void setTransfer(OpBuilder &builder, OperationState &state, Value buffer, int offset,
                        int len) {
  state.addOperands(buffer);
  auto &properties = state.getOrAddProperties<DMABDOp::Properties>();
  properties.offset = builder.getI32IntegerAttr(offset);
  properties.len = builder.getI32IntegerAttr(len);
}

void DMABDOp::build(OpBuilder &builder, OperationState &state, Value buffer) {
  state.addOperands(buffer);
  state.getOrAddProperties<Properties>().offset = builder.getI32IntegerAttr(0);
}
void DMABDOp::build(OpBuilder &builder, OperationState &state, Value buffer, int offset, int len) {
  setTransfer(builder, state, buffer, offset, len);
}
void DMABDOp::build(OpBuilder &builder, OperationState &state, Value buffer, int offset, int len,
                    BDDimLayoutArrayAttr dimensions) {
  setTransfer(builder, state, buffer, offset, len);
  state.getOrAddProperties<Properties>().dimensions = dimensions;
}
void DMABDOp::build(OpBuilder &builder, OperationState &state, Value buffer, int offset, int len,
                    BDDimLayoutArrayAttr dimensions, BDPadLayoutArrayAttr padDimensions) {
  build(builder, state, buffer, offset, len, dimensions);
  state.getOrAddProperties<Properties>().pad_dimensions = padDimensions;
}

BufferOp DMABDOp::getBufferOp() { return getBuffer().getDefiningOp<BufferOp>(); }

std::optional<uint32_t> DMABDOp::tryGetElementWidthInBytes() {
  return tryGetSizeInBytes(getBufferType().getElementType(), *this);
}

uint32_t DMABDOp::getBufferElementTypeWidthInBytes() {
  return tryGetElementWidthInBytes().value_or(0);
}

int64_t DMABDOp::getLenInBytes() {
  int64_t width = getBufferElementTypeWidthInBytes();
  if (std::optional<uint32_t> len = getLen())
    return *len * width;
  auto type = dyn_cast<MemRefType>(getBuffer().getType());
  return type && type.hasStaticShape() ? type.getNumElements() * width : 0;
}

int64_t DMABDOp::getOffsetInBytes() {
  return int64_t(getOffset()) * getBufferElementTypeWidthInBytes();
}

//===--- Syntax -----------------------------------------------------------===//

/// What follows the buffer: each comma introduces the next item in a fixed order.
static ParseResult parseItems(OpAsmParser &parser, DMABDOp::Properties &properties) {
  if (failed(parser.parseOptionalComma()))
    return success();
  if (parseI32(parser, properties.offset))
    return failure();
  if (failed(parser.parseOptionalComma()))
    return success();
  if (parseI32(parser, properties.len))
    return failure();
  if (failed(parser.parseOptionalComma()))
    return success();
  if (parser.parseCustomAttributeWithFallback(properties.dimensions))
    return failure();
  if (failed(parser.parseOptionalComma()))
    return success();
  if (parser.parseCustomAttributeWithFallback(properties.pad_dimensions))
    return failure();
  if (failed(parser.parseOptionalComma()))
    return success();
  return failure(parser.parseKeyword("pad_value") || parser.parseEqual() ||
                 parseI32(parser, properties.pad_value));
}

ParseResult DMABDOp::parse(OpAsmParser &parser, OperationState &result) {
  OpAsmParser::UnresolvedOperand buffer;
  Type type;
  if (parser.parseLParen() || parser.parseOperand(buffer) || parser.parseColonType(type) ||
      parseItems(parser, result.getOrAddProperties<Properties>()) || parser.parseRParen() ||
      parseInherentAttrDict<DMABDOp>(parser, result))
    return failure();
  return parser.resolveOperand(buffer, type, result.operands);
}

/// An item whose predecessors are missing, as only the generic form can give, cannot stand in
/// its place; it is printed among the attributes.
void DMABDOp::print(OpAsmPrinter &printer) {
  SmallVector<StringRef> elided{"offset", "len"};
  printer << "(" << getBuffer() << " : " << getBuffer().getType();
  if (getLen() || getOffset() != 0)
    printer << ", " << int32_t(getOffset());
  if (std::optional<uint32_t> len = getLen())
    printer << ", " << int32_t(*len);
  BDDimLayoutArrayAttr dims = getLen() ? getDimensionsAttr() : nullptr;
  if (dims) {
    printer << ", ";
    printer.printStrippedAttrOrType(dims);
    elided.push_back("dimensions");
  }
  BDPadLayoutArrayAttr pads = dims ? getPadDimensionsAttr() : nullptr;
  if (pads) {
    printer << ", ";
    printer.printStrippedAttrOrType(pads);
    elided.push_back("pad_dimensions");
  }
  if (pads && getPadValue() != 0)
    printer << ", pad_value = " << int32_t(getPadValue());
  if (pads || getPadValue() == 0)
    elided.push_back("pad_value");
  printer << ")";
  printer.printOptionalAttrDict((*this)->getAttrs(), elided);
}

//===--- Checks -----------------------------------------------------------===//

// What the syntax accepts for a dimension. A shim BD may be longer in one
// dimension; it is then linear.
static constexpr uint32_t sizeLimit = 512;
static constexpr uint32_t strideLimit = (1u << 19) - 1;
static constexpr unsigned maxDimensions = 3, maxDimensionsOnMemTile = 4;

namespace {
/// What the checks of one BD look at.
struct BDContext {
  DMABDOp op;
  TileLike tile;
  /// Null for an unranked buffer.
  MemRefType type;
  /// Bytes of an element.
  int64_t width;
};
} // namespace

static LogicalResult verifyStep(BDContext bd, BDDimLayoutAttr dim, bool anySize) {
  DMABDOp op = bd.op;
  if (dim.getStride() == 0)
    return op.emitOpError("Invalid step size; must be a positive integer.");
  if (bd.type.hasStaticShape() && dim.getStride() > bd.type.getNumElements())
    return op.emitOpError("Step size ")
           << dim.getStride() << " exceeds memref size " << bd.type.getNumElements();
  if (dim.getSize() > sizeLimit && !anySize)
    return op.emitOpError("Size may not exceed 1023.");
  if (dim.getStride() > strideLimit)
    return op.emitOpError("Stride may not exceed 1048576");
  return success();
}

static LogicalResult verifyDimensions(BDContext bd, ArrayRef<BDDimLayoutAttr> dims) {
  DMABDOp op = bd.op;
  unsigned max = op->getParentOfType<MemTileDMAOp>() ? maxDimensionsOnMemTile : maxDimensions;
  if (dims.size() > max)
    return op.emitOpError("Cannot give more than ")
           << max << " dimensions for step sizes and wraps in this  tile (got " << dims.size()
           << " dimensions).";
  if (!bd.type)
    return op.emitOpError("dimensions attribute cannot be used with unranked memref buffer type.");
  int64_t maxIndex = getMaxAccessedIndex(dims);
  if (bd.type.hasStaticShape() && bd.type.getNumElements() <= maxIndex)
    return op.emitOpError("Specified stride(s) and size(s) result in out of bounds access in "
                          "buffer, for index ")
           << maxIndex << " in memref of length " << bd.type.getNumElements() << ".";
  bool anySize = bd.tile.isShimTile() && isContiguousBDTransfer(dims);
  for (BDDimLayoutAttr dim : dims)
    if (failed(verifyStep(bd, dim, anySize)))
      return failure();
  if (bd.width == 4 || dims.empty() || dims.back().getStride() == 1)
    return success();
  return op.emitOpError("For ") << (bd.width < 4 ? "<" : ">")
                                << "32b width datatypes, inner-most dim stride must be 1";
}

static LogicalResult verifyPadding(BDContext bd, BDDimLayoutArrayAttr dims,
                                   ArrayRef<BDPadLayoutAttr> pads) {
  DMABDOp op = bd.op;
  if (!dims)
    return op.emitOpError("Padding requires n-d data layouts expressed as wrap(s) and stride(s).");
  if (!bd.tile.isMemTile())
    return op.emitOpError("Padding is only supported by memtile dma bds.");
  if (dims.size() != pads.size())
    return op.emitOpError(
        "Mismatch number of dimensions between padding(s) and wrap(s) and stride(s).");
  int64_t len = op.getLen().value_or(0);
  int64_t elements = 1;
  for (auto [dim, pad] : llvm::zip_equal(dims, pads)) {
    elements *= int64_t(pad.getConstPadBefore()) + pad.getConstPadAfter() + dim.getSize();
    if (elements > len)
      return op.emitOpError("Data exceeds len after padding.");
  }
  if (pads.empty())
    return success();
  if (pads.back().getConstPadBefore() * bd.width % 4)
    return op.emitOpError(
        "Inner-most padding-before count must result in padding in 32-bit words.");
  if (pads.back().getConstPadAfter() * bd.width % 4)
    return op.emitOpError("Inner-most padding-after count must result in padding in 32-bit words.");
  return success();
}

/// The buffer: where it is and how much of it is transferred.
static LogicalResult verifyBuffer(BDContext bd) {
  DMABDOp op = bd.op;
  if (op.getLenInBytes() % 4)
    return op.emitOpError("transfer length must be multiple of 4 (i.e., represent 4 byte aligned "
                          "address)");
  if (!bd.tile)
    return op.emitOpError("parent tile must implement TileLike interface");
  auto mem = op->getParentOfType<MemOp>();
  BufferOp buffer = op.getBufferOp();
  if (buffer && failed(verifyReadable(buffer, 1, {})))
    return failure();
  if (bd.type && mem && (!buffer || buffer.getTile() != mem.getTile()))
    return op.emitOpError("Core tile DMAs can only access a buffer in the same tile.");
  return success();
}

static LogicalResult verifyIds(BDContext bd) {
  DMABDOp op = bd.op;
  uint32_t count = getTargetModel(op).numBDs(bd.tile.getTileType());
  if (op.getBdId() && *op.getBdId() >= count)
    return op.emitOpError("bdId attribute exceeds max: ") << count - 1;
  if (op.getNextBdId() && *op.getNextBdId() >= count)
    return op.emitOpError("nextBdId attribute exceeds max: ") << count - 1;
  return success();
}

static LogicalResult verifyHardwareFields(BDContext bd) {
  DMABDOp op = bd.op;
  TileLike tile = bd.tile;
  BufferOp buffer = op.getBufferOp();
  if (bd.type && !tile.isShimTile() && buffer && buffer.getAddress()) {
    int64_t address = int64_t(*buffer.getAddress()) + op.getOffsetInBytes();
    if (address % 4)
      return op.emitOpError("bd address must be 4 byte (32b) aligned; got base+offset: ")
             << address << " (bytes)";
  }
  if (PacketInfoAttr packet = op.getPacketAttr()) {
    if (packet.getPktType() > 7)
      return op.emitOpError("Packet type field can only hold 3 bits.");
    if (packet.getPktId() > 31)
      return op.emitOpError("Packet ID field can only hold 5 bits.");
  }
  if (!op.getLen() && !(bd.type && bd.type.hasStaticShape()))
    return op.emitOpError("buffer with dynamic shape requires static length.");
  if (op.getBurstLength() != 0 && !tile.isShimNOCTile())
    return op.emitOpError("Burst length is only supported in Shim NOC tiles that are connected to "
                          "the memory-mapped NOC.");
  return success();
}

LogicalResult DMABDOp::verify() {
  // Elsewhere (in a chain, in a sequence) a BD has no tile yet.
  if (!isa_and_nonnull<MemOp, MemTileDMAOp, ShimDMAOp, DMAOp>((*this)->getParentOp()))
    return success();

  auto type = dyn_cast<MemRefType>(getBuffer().getType());
  if (type && !isa_and_nonnull<BufferOp, ExternalBufferOp>(getBuffer().getDefiningOp()))
    return emitOpError("BDs only support BufferOp or ExternalBufferOp operands.");
  std::optional<uint32_t> width = tryGetElementWidthInBytes();
  if (!width)
    return emitOpError("elements of type ")
           << getBufferType().getElementType() << " have no size to transfer";

  TileElement parent = getParentTileElement(*this);
  BDContext bd{*this, parent ? parent.getTileLike() : TileLike(), type, *width};
  if (failed(verifyBuffer(bd)) || failed(verifyIds(bd)))
    return failure();
  if (getDimensionsAttr() && failed(verifyDimensions(bd, getDimensionsAttr().getValue())))
    return failure();
  if (getPadDimensionsAttr() &&
      failed(verifyPadding(bd, getDimensionsAttr(), getPadDimensionsAttr().getValue())))
    return failure();
  return verifyHardwareFields(bd);
}
