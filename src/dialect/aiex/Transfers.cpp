//===- Transfers.cpp - What a transfer's shape means to a DMA -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialect/aiex/Transfers.h"
#include "dialect/aie/AIEParsing.h"
#include "device/Registers.h"
#include "llvm/Support/FormatVariadic.h"

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aiex;

//===----------------------------------------------------------------------===//
// Shapes
//===----------------------------------------------------------------------===//

bool Access::isLinear() const {
  return sizes[1] == 1 && sizes[2] == 1 && strides[0] == 1 && strides[1] == 0 && strides[2] == 0;
}

bool Access::isContiguous() const {
  return strides[0] == 1 && (sizes[1] <= 1 || strides[1] == sizes[0]) &&
         (sizes[2] <= 1 || strides[2] == static_cast<__int128>(sizes[0]) * sizes[1]);
}

HardwareAccess aiex::toHardware(const Access &access) {
  constexpr int64_t word = 32;
  const int64_t bits = access.elementBits;
  const Dims &s = access.sizes, &t = access.strides;
  HardwareAccess hw;
  if (s[0] == 0)
    return hw;
  auto step = [&](int64_t stride) { return stride * bits / word - 1; };
  hw.sizes = {s[0] * bits / word, s[1], s[2], 0};
  // Elements narrower than a word lie side by side: the step is one word.
  hw.strides[0] = t[0] * bits < word || bits > word ? 0 : step(t[0]);
  for (int i : {1, 2})
    if (s[i] > 1)
      hw.strides[i] = step(t[i]);
  if (s[3] > 1) {
    hw.sizes[3] = s[3] - 1;
    if (t[3] > 0)
      hw.strides[3] = step(t[3]);
  }
  return hw;
}

bool aiex::needsNoDimensions(const Access &access, const device::DeviceModel &model,
                             device::TileID tile) {
  return access.isLinear() || (model.isShimNOCTile(tile) && access.isContiguous());
}

std::optional<std::string> aiex::findShapeError(const Access &access,
                                                const device::DeviceModel &model,
                                                device::TileID tile, bool skipWraps) {
  constexpr int64_t wordBits = 32, wordBytes = 4, maxRepeat = 64;
  auto text = [](const auto &...parts) { return llvm::formatv(parts...).str(); };
  bool supported = model.isShimNOCTile(tile) || model.isMemTile(tile) || model.isCoreTile(tile);
  if (!supported)
    return text("Unsupported tile type at ({0}, {1}) Must be ShimNOC, Mem or Core.", tile.col,
                tile.row);
  const Dims &s = access.sizes, &t = access.strides;
  const int64_t bits = access.elementBits, bytes = bits / 8;
  for (int i = 0; i < 4; ++i)
    if (s[i] <= 0)
      return text("Size {0} must be a positive integer.", i);
  if (s[0] * bits % wordBits != 0)
    return text("Transfer sizes must be multiples of {0} bytes. {1} elements at {2} bytes each "
                "equal {3} bytes, which is not divisible by {0}. ",
                wordBytes, s[0], bytes, s[0] * bytes);
  for (int i = 0; i < 3; ++i)
    if (s[i] > 1 && t[i] < 1)
      return text("Stride {0} must be a positive integer.", i);
  if (s[3] > 1 && t[3] < 0)
    return std::string("Stride 3 must be a non-negative integer.");
  for (int i = t[0] == 1 ? 1 : 0; i < 4; ++i)
    if (t[i] * bits % wordBits != 0)
      return text(
          "Stride {0} is {1} elements * {2} bytes = {3} bytes, which is not divisible by {4}. ", i,
          t[i], bytes, t[i] * bytes, wordBytes);

  const device::BDLimits &limits = device::bdLimits(model.tileType(tile));
  const int64_t maxWrap = limits.maxWrap - 1, maxStep = limits.maxStep;
  HardwareAccess hw = toHardware(access);
  for (int i = 0; i < 2 && !skipWraps; ++i)
    if (hw.sizes[i] > maxWrap)
      return text("Size {0} exceeds the [0:{1}] range.", i, maxWrap);
  if (hw.sizes[3] > maxRepeat)
    return text("Size 3 exceeds the [1:{0}] range.", maxRepeat);
  for (int i = 0; i < 4; ++i)
    if (hw.strides[i] > maxStep && (i < 3 || hw.sizes[3] > 0))
      return text("Stride {0} exceeds the [1:{1}] range.", i, maxStep);
  return std::nullopt;
}

std::optional<std::string> aiex::findBurstError(const device::DeviceModel &model, uint32_t bytes) {
  if (model.burstLength(bytes))
    return std::nullopt;
  std::string text =
      "Requested burst length is not supported by the target. Supported burst lengths:";
  for (const device::BurstLength &offered : model.burstLengths())
    text += " " + std::to_string(offered.bytes);
  return text;
}

//===----------------------------------------------------------------------===//
// Transfers of host memory
//===----------------------------------------------------------------------===//

bool ConstantTransfer::isInRange() const {
  // The bounds of the instructions library, runtime/npu_instructions.
  constexpr int64_t entryLimit = int64_t(1) << 40;
  constexpr __int128 most = int64_t(1) << 62;
  __int128 elements = 0;
  for (int i = 0; i < 4; ++i) {
    for (int64_t entry : {offsets[i], access.sizes[i], access.strides[i]})
      if (entry >= entryLimit || entry <= -entryLimit)
        return false;
    __int128 term = static_cast<__int128>(offsets[i]) * access.strides[i];
    elements += term < 0 ? -term : term;
  }
  return elements * access.elementBits <= most;
}

int64_t ConstantTransfer::byteOffset() const {
  int64_t elements = 0;
  for (int i = 0; i < 4; ++i)
    elements += offsets[i] * access.strides[i];
  return elements * static_cast<int64_t>(access.elementBits) / 8;
}

/// Outermost-first entries to innermost-first numbers; dimensions that are not
/// given get \p missing.
static std::optional<Dims> constantDims(ArrayRef<OpFoldResult> entries, int64_t missing) {
  Dims dims{missing, missing, missing, missing};
  if (entries.size() > dims.size())
    return std::nullopt;
  for (auto [dim, entry] : llvm::zip(dims, llvm::reverse(entries))) {
    std::optional<int64_t> value = getConstantIntValue(entry);
    if (!value)
      return std::nullopt;
    dim = *value;
  }
  return dims;
}

template <typename OpT> static std::optional<ConstantTransfer> constantTransferOf(OpT op) {
  std::optional<Dims> offsets = constantDims(op.getMixedOffsets(), 0);
  std::optional<Dims> sizes = constantDims(op.getMixedSizes(), 1);
  std::optional<Dims> strides = constantDims(op.getMixedStrides(), 0);
  if (!offsets || !sizes || !strides)
    return std::nullopt;
  return ConstantTransfer{{*sizes, *strides, op.getElementTypeBitwidth()}, *offsets};
}

std::optional<ConstantTransfer> aiex::getConstantTransfer(NpuDmaMemcpyNdOp op) {
  return constantTransferOf(op);
}
std::optional<ConstantTransfer> aiex::getConstantTransfer(NpuDynDmaMemcpyNdOp op) {
  return constantTransferOf(op);
}

static uint64_t elementBitsOf(Operation *op, Value memref) {
  Type element = cast<BaseMemRefType>(memref.getType()).getElementType();
  return DataLayout::closest(op).getTypeSizeInBits(element);
}
uint64_t NpuDmaMemcpyNdOp::getElementTypeBitwidth() { return elementBitsOf(*this, getMemref()); }
uint64_t NpuDynDmaMemcpyNdOp::getElementTypeBitwidth() { return elementBitsOf(*this, getMemref()); }

//===----------------------------------------------------------------------===//
// Views of arguments
//===----------------------------------------------------------------------===//

/// Bytes that a subview skips; nothing if it is not a plain one-dimensional piece.
static std::optional<int64_t> skippedBytes(memref::SubViewOp view) {
  MemRefType source = view.getSourceType();
  if (source.getRank() != 1 || view.getType().getRank() != 1)
    return std::nullopt;
  int64_t offset = view.getStaticOffsets()[0], stride = view.getStaticStrides()[0];
  if (ShapedType::isDynamic(offset) || ShapedType::isDynamic(view.getStaticSizes()[0]) ||
      stride != 1)
    return std::nullopt;
  uint64_t bits = DataLayout::closest(view).getTypeSizeInBits(source.getElementType());
  if (bits % 8 != 0)
    return std::nullopt;
  return offset * static_cast<int64_t>(bits / 8);
}

static bool keepsElementOrder(memref::ReinterpretCastOp cast) {
  auto source = dyn_cast<MemRefType>(cast.getSource().getType());
  if (!source)
    return false;
  auto layout = dyn_cast<StridedLayoutAttr>(source.getLayout());
  return !layout || llvm::all_of(layout.getStrides(), [](int64_t s) { return s == 1; });
}

std::optional<ArgumentView> aiex::traceToArgument(Value value) {
  int64_t bytes = 0;
  while (true) {
    if (auto argument = dyn_cast<BlockArgument>(value))
      return ArgumentView{argument, bytes};
    if (auto cast = value.getDefiningOp<memref::CastOp>()) {
      value = cast.getSource();
    } else if (auto cast = value.getDefiningOp<memref::ReinterpretCastOp>()) {
      if (!keepsElementOrder(cast))
        return std::nullopt;
      value = cast.getSource();
    } else if (auto view = value.getDefiningOp<memref::SubViewOp>()) {
      std::optional<int64_t> skipped = skippedBytes(view);
      if (!skipped)
        return std::nullopt;
      bytes += *skipped;
      value = view.getSource();
    } else {
      return std::nullopt;
    }
  }
}

unsigned aiex::getBufferIndex(BlockArgument argument) {
  auto before = argument.getOwner()->getArguments().take_front(argument.getArgNumber());
  return llvm::count_if(before, [](Value v) { return isa<BaseMemRefType>(v.getType()); });
}

//===----------------------------------------------------------------------===//
// Register operations
//===----------------------------------------------------------------------===//

template <typename OpT> static std::optional<uint32_t> absoluteAddress(OpT op) {
  auto deviceOp = op->template getParentOfType<aie::DeviceOp>();
  if (!deviceOp) {
    op->emitError("Must be inside a device.");
    return std::nullopt;
  }
  const device::DeviceModel &model = aie::getTargetModel(op);
  auto inTile = [&](device::TileID tile, uint64_t offset) -> uint32_t {
    return model.tileAddress(tile) | model.offsetOfAddress(offset);
  };
  if (std::optional<StringRef> name = op.getBuffer()) {
    auto buffer = dyn_cast_or_null<aie::BufferOp>(SymbolTable::lookupSymbolIn(deviceOp, *name));
    if (!buffer) {
      op->emitError() << "buffer '" << *name << "' not found in device";
      return std::nullopt;
    }
    if (!buffer.getAddress()) {
      op->emitError("referenced buffer must have address assigned").attachNote(buffer.getLoc())
          << "This buffer must have an address.";
      return std::nullopt;
    }
    auto tile = buffer.getTile().template getDefiningOp<aie::TileOp>();
    if (!tile) {
      op->emitError() << "buffer '" << *name << "' is not on a placed tile";
      return std::nullopt;
    }
    return inTile(tileOf(tile), *buffer.getAddress() + uint64_t(4) * op.getAddress());
  }
  if (op.getColumn() && op.getRow())
    return inTile({static_cast<int>(*op.getColumn()), static_cast<int>(*op.getRow())},
                  op.getAddress());
  return op.getAddress();
}

std::optional<uint32_t> aiex::getAbsoluteAddress(NpuWrite32Op op) { return absoluteAddress(op); }
std::optional<uint32_t> aiex::getAbsoluteAddress(NpuMaskWrite32Op op) {
  return absoluteAddress(op);
}
std::optional<uint32_t> aiex::getAbsoluteAddress(NpuBlockWriteOp op) { return absoluteAddress(op); }

DenseIntElementsAttr aiex::getDataWords(NpuBlockWriteOp op) {
  auto error = [&](const char *text) {
    op.emitError(text);
    return DenseIntElementsAttr();
  };
  auto type = cast<MemRefType>(op.getData().getType());
  if (!type.getElementType().isIntOrFloat() || type.getElementTypeBitWidth() != 32)
    return error("Only 32-bit data type is supported for now");
  auto getGlobal = op.getData().getDefiningOp<memref::GetGlobalOp>();
  if (!getGlobal)
    return error("Only MemRefs from memref.get_global are supported");
  auto deviceOp = op->getParentOfType<aie::DeviceOp>();
  auto global = deviceOp ? deviceOp.lookupSymbol<memref::GlobalOp>(getGlobal.getName()) : nullptr;
  if (!global)
    return error("Global symbol not found");
  if (!global.getInitialValue() || isa<UnitAttr>(*global.getInitialValue()))
    return error("Global symbol has no initial value");
  auto words = dyn_cast<DenseIntElementsAttr>(*global.getInitialValue());
  return words ? words : error("Global symbol initial value is not a dense int array");
}

aie::ShimDMAAllocationOp aiex::getAllocation(Operation *op, SymbolRefAttr name) {
  auto deviceOp = op->getParentOfType<aie::DeviceOp>();
  return deviceOp ? deviceOp.lookupSymbol<aie::ShimDMAAllocationOp>(name.getRootReference())
                  : aie::ShimDMAAllocationOp();
}

aie::TileOp aiex::getAllocationTile(aie::ShimDMAAllocationOp allocation) {
  if (failed(aie::verifyReadable(allocation, 1, {})))
    return {};
  return allocation.getTile().getDefiningOp<aie::TileOp>();
}
