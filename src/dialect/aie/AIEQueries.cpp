//===- AIEQueries.cpp - Questions about designs that several passes ask -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialect/aie/AIEDialect.h"
#include "dialect/aie/AIEParsing.h"
#include "mlir/Dialect/LLVMIR/LLVMTypes.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/DialectResourceBlobManager.h"

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aie;

const DeviceModel &aie::getTargetModel(Operation *op) {
  for (; op; op = op->getParentOp())
    if (auto target = dyn_cast<AIETarget>(op))
      return target.getTargetModel();
  return DeviceModel::get(Device::xcvc1902);
}

LogicalResult aie::verifyReadable(Operation *op, unsigned operands,
                                  ArrayRef<StringRef> attributes) {
  if (op->getNumOperands() < operands)
    return op->emitOpError("expected ")
           << operands << " operands, but found " << op->getNumOperands();
  // The ops of this dialect that live on a tile name it first.
  if (operands && isa<TileElement>(op) && isa_and_present<AIEDialect>(op->getDialect()) &&
      !op->getOperand(0).getType().isIndex())
    return op->emitOpError("operand #0 must be index, but got ") << op->getOperand(0).getType();
  for (StringRef name : attributes)
    if (!op->getInherentAttr(name).value_or(Attribute()))
      return op->emitOpError("requires attribute '") << name << "'";
  return success();
}

TileElement aie::getParentTileElement(Operation *op) {
  for (op = op->getParentOp(); op && !isa<DeviceOp, ModuleOp>(op); op = op->getParentOp())
    if (auto element = dyn_cast<TileElement>(op))
      return element;
  return {};
}

//===--- Tiles ------------------------------------------------------------===//

Operation *aie::detail::tileLikeOp(Value tile) {
  Operation *op = definingOp(tile);
  if (auto logical = dyn_cast_or_null<LogicalTileOp>(op); logical && !logical.getTileTypeAttr())
    return nullptr;
  return isa_and_present<TileLike>(op) ? op : nullptr;
}

TileOp aie::detail::requireTileOp(Value tile) {
  if (auto op = dyn_cast_or_null<TileOp>(definingOp(tile)))
    return op;
  llvm::report_fatal_error("Calling getTileOp requires TileOp.");
}

TileOp TileElement::getTileOp() { return aie::detail::requireTileOp(getTile()); }

std::optional<TileID> aie::detail::tryGetTileID(Value tile) {
  TileLike op = aie::getTileLike(tile);
  return op ? op.tryGetTileID() : std::nullopt;
}

bool aie::detail::isOnCoreTile(Value tile) {
  TileLike op = aie::getTileLike(tile);
  return op && op.isCoreTile();
}
bool aie::detail::isOnMemTile(Value tile) {
  TileLike op = aie::getTileLike(tile);
  return op && op.isMemTile();
}
bool aie::detail::isOnTileWithMemory(Value tile) { return isOnCoreTile(tile) || isOnMemTile(tile); }
bool aie::detail::isOnShimTile(Value tile) {
  TileLike op = aie::getTileLike(tile);
  return op && op.isShimTile();
}
bool aie::detail::isOnShimNOCTile(Value tile) {
  TileLike op = aie::getTileLike(tile);
  return op && op.isShimNOCTile();
}

uint32_t TileLike::getNumSourceConnections(WireBundle bundle) {
  if (bundle != WireBundle::DMA && bundle != WireBundle::Core)
    return 0;
  std::optional<TileID> id = getRepresentativeTile();
  if (!id)
    return 0;
  const DeviceModel &model = getTargetModel(getOperation());
  // What the switch sends to a DMA, the DMA receives.
  return isShimTile() ? model.numShimMuxDests(*id, bundle) : model.numSwitchboxDests(*id, bundle);
}

uint32_t TileLike::getNumDestConnections(WireBundle bundle) {
  if (bundle != WireBundle::DMA && bundle != WireBundle::Core)
    return 0;
  std::optional<TileID> id = getRepresentativeTile();
  if (!id)
    return 0;
  const DeviceModel &model = getTargetModel(getOperation());
  return isShimTile() ? model.numShimMuxDests(*id, bundle) : model.numSwitchboxSources(*id, bundle);
}

void aie::collectTiles(DeviceOp device, std::map<TileID, Operation *> &tiles) {
  for (auto tile : device.getOps<TileOp>())
    tiles[tile.getTileID()] = tile;
}

void aie::collectBuffers(DeviceOp device,
                         DenseMap<Operation *, SmallVector<BufferOp, 4>> &buffers) {
  for (auto buffer : device.getOps<BufferOp>())
    if (Operation *tile = buffer.getTile().getDefiningOp())
      buffers[tile].push_back(buffer);
}

int aie::getSharedMemoryDirection(TileLike a, TileLike b) {
  std::optional<TileID> ta = a.tryGetTileID(), tb = b.tryGetTileID();
  if (!ta || !tb || a.isShimTile() != b.isShimTile() || a.isMemTile() != b.isMemTile())
    return 0;
  const DeviceModel &model = getTargetModel(a.getOperation());
  bool inB = model.isLegalMemAffinity(*ta, *tb), inA = model.isLegalMemAffinity(*tb, *ta);
  return inA && inB ? 2 : inA ? -1 : inB ? 1 : 0;
}

//===--- Sizes and addresses ----------------------------------------------===//

/// Whether the data layout can tell the size of a type; it aborts on others.
static bool hasSize(Type type) {
  if (auto vector = dyn_cast<VectorType>(type))
    return hasSize(vector.getElementType());
  if (auto complex = dyn_cast<ComplexType>(type))
    return hasSize(complex.getElementType());
  if (type.isIntOrIndexOrFloat())
    return true;
  // A structure with a name may contain itself or nothing yet.
  if (auto structure = dyn_cast<LLVM::LLVMStructType>(type); structure && structure.isIdentified())
    return false;
  if (!isa<DataLayoutTypeInterface>(type))
    return false;
  bool sized = true;
  type.walkImmediateSubElements([](Attribute) {}, [&](Type part) { sized &= hasSize(part); });
  return sized;
}

/// The type to ask the data layout about for the size of \p type; null if it has none.
static Type typeToMeasure(Type type) {
  if (!hasSize(type))
    return {};
  // A vector without dimensions is one element, which the data layout does not know.
  auto vector = dyn_cast<VectorType>(type);
  return vector && vector.getRank() == 0 ? vector.getElementType() : type;
}

std::optional<uint64_t> aie::tryGetSizeInBits(Type type, Operation *scope) {
  type = typeToMeasure(type);
  if (!type)
    return std::nullopt;
  return DataLayout::closest(scope).getTypeSizeInBits(type).getKnownMinValue();
}

std::optional<uint64_t> aie::tryGetSizeInBytes(Type type, Operation *scope) {
  type = typeToMeasure(type);
  if (!type)
    return std::nullopt;
  return DataLayout::closest(scope).getTypeSize(type).getKnownMinValue();
}

bool aie::fits(ElementsAttr values, MemRefType type) {
  ShapedType given = values.getShapedType();
  return given.hasRank() && given.getShape() == type.getShape() &&
         given.getElementType() == type.getElementType();
}

ElementsAttr aie::asTensorElements(ElementsAttr values, MemRefType type) {
  auto tensor = RankedTensorType::get(type.getShape(), type.getElementType());
  if (values.getShapedType() == tensor)
    return values;
  if (!fits(values, type))
    return {};
  if (auto dense = dyn_cast<DenseElementsAttr>(values))
    return dense.reshape(tensor);
  if (auto resource = dyn_cast<DenseResourceElementsAttr>(values))
    return DenseResourceElementsAttr::get(tensor, resource.getRawHandle());
  if (auto sparse = dyn_cast<SparseElementsAttr>(values))
    return SparseElementsAttr::get(tensor, sparse.getIndices(), sparse.getValues());
  return {};
}

SmallVector<TileElement> aie::dmaPrograms(DeviceOp device) {
  SmallVector<TileElement> programs;
  for (MemOp op : device.getOps<MemOp>())
    programs.push_back(op);
  for (MemTileDMAOp op : device.getOps<MemTileDMAOp>())
    programs.push_back(op);
  for (ShimDMAOp op : device.getOps<ShimDMAOp>())
    programs.push_back(op);
  return programs;
}

uint32_t aie::getShimBurstLengthBytes(const DeviceModel &model, uint32_t requested) {
  std::optional<device::BurstLength> burst = model.burstLength(requested);
  assert(burst && "the device does not offer this burst length");
  return burst->bytes;
}

uint32_t aie::getShimBurstLengthEncoding(const DeviceModel &model, uint32_t requested) {
  std::optional<device::BurstLength> burst = model.burstLength(requested);
  assert(burst && "the device does not offer this burst length");
  return burst->encoding;
}

int64_t aie::getBufferBaseAddress(Operation *buffer) {
  if (auto local = dyn_cast_or_null<BufferOp>(buffer)) {
    assert(local.getAddress() && "buffer must have an address assigned");
    return *local.getAddress();
  }
  if (isa_and_nonnull<ExternalBufferOp>(buffer))
    llvm::report_fatal_error("External buffer addresses are assigned at runtime.");
  llvm::report_fatal_error("unknown buffer type");
}

//===--- Access patterns --------------------------------------------------===//

bool aie::isContiguousBDTransfer(ArrayRef<BDDimLayoutAttr> dims) {
  if (dims.empty())
    return true;
  if (dims.back().getStride() != 1)
    return false;
  uint64_t elements = dims.back().getSize();
  for (BDDimLayoutAttr dim : llvm::reverse(dims.drop_back())) {
    if (dim.getSize() > 1 && dim.getStride() != elements)
      return false;
    elements *= dim.getSize();
  }
  return true;
}

int64_t aie::getMaxAccessedIndex(ArrayRef<BDDimLayoutAttr> dims) {
  int64_t index = 0;
  for (BDDimLayoutAttr dim : dims)
    index += dim.getStride() * (dim.getSize() - 1);
  return index;
}
