//===- Transfers.h - What a transfer's shape means to a DMA ---*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Sizes and strides of a transfer, as the IR gives them, and as a buffer
// descriptor holds them. Used by every operation that becomes a descriptor.
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_DIALECT_AIEX_TRANSFERS_H
#define TILEWRIGHT_DIALECT_AIEX_TRANSFERS_H

#include "dialect/aiex/AIEXDialect.h"
#include <array>
#include <optional>
#include <string>

namespace tilewright::aiex {

/// Four dimensions, innermost first.
using Dims = std::array<int64_t, 4>;

/// An access as the IR says it: sizes and strides in elements. Dimension 3
/// repeats the transfer of the other three.
struct Access {
  Dims sizes{1, 1, 1, 1};
  Dims strides{0, 0, 0, 0};
  uint64_t elementBits = 32;

  /// One run of consecutive elements (repeated or not).
  bool isLinear() const;
  /// The three inner dimensions touch consecutive elements in order.
  bool isContiguous() const;
};

/// The same access in a descriptor's terms: words, and strides less one.
struct HardwareAccess {
  Dims sizes{}, strides{};
};
HardwareAccess toHardware(const Access &);

/// Whether a transfer on this tile needs no address generation at all.
bool needsNoDimensions(const Access &, const device::DeviceModel &, device::TileID);

/// The first limit of the tile's DMA that an access exceeds, as the text of a
/// diagnostic; nothing if it fits. \p skipWraps leaves the wrap limits out (a
/// linear transfer has no wraps).
std::optional<std::string> findShapeError(const Access &, const device::DeviceModel &,
                                          device::TileID, bool skipWraps);

/// The text for a burst length that the device does not offer; nothing if it does.
std::optional<std::string> findBurstError(const device::DeviceModel &, uint32_t bytes);

/// The access of a transfer of host memory whose entries are all constant,
/// and its first byte.
struct ConstantTransfer {
  Access access;
  Dims offsets{}; ///< in elements, innermost first
  /// Whether all numbers are so small that sums and products of them do not overflow.
  bool isInRange() const;
  int64_t byteOffset() const;
};
std::optional<ConstantTransfer> getConstantTransfer(NpuDmaMemcpyNdOp);
std::optional<ConstantTransfer> getConstantTransfer(NpuDynDmaMemcpyNdOp);

/// A value followed through casts and subviews to the block argument it views.
struct ArgumentView {
  mlir::BlockArgument argument;
  int64_t byteOffset = 0;
};
std::optional<ArgumentView> traceToArgument(mlir::Value);

/// Which host buffer an argument of a runtime sequence is: arguments that are
/// not memrefs are compiled into the instructions and do not count.
unsigned getBufferIndex(mlir::BlockArgument);

/// Everything the verifier of a run-time transfer checks except its place.
mlir::LogicalResult verifyDynamicTransfer(NpuDynDmaMemcpyNdOp);

/// The error that the library gives for these operands; nothing if it takes them.
std::optional<std::string> findDynamicBdError(NpuDynWriteBdOp, llvm::ArrayRef<uint32_t> operands);
/// The same for a transfer; also when its channel or buffer is not known.
std::optional<std::string> findDynamicTransferError(NpuDynDmaMemcpyNdOp, const ConstantTransfer &);

//===--- Addresses of register operations ----------------------------------===//

/// The absolute address of a register write; emits the reason if it has none.
std::optional<uint32_t> getAbsoluteAddress(NpuWrite32Op);
std::optional<uint32_t> getAbsoluteAddress(NpuMaskWrite32Op);
std::optional<uint32_t> getAbsoluteAddress(NpuBlockWriteOp);

/// The words a block write writes; null and an error if they are not constant.
mlir::DenseIntElementsAttr getDataWords(NpuBlockWriteOp);

/// The allocation a symbol names in the operation's device; null if none does.
aie::ShimDMAAllocationOp getAllocation(mlir::Operation *, mlir::SymbolRefAttr);
/// The tile of an allocation; null if it is not placed.
aie::TileOp getAllocationTile(aie::ShimDMAAllocationOp);

inline device::TileID tileOf(aie::TileOp tile) {
  return {static_cast<int>(tile.getCol()), static_cast<int>(tile.getRow())};
}

} // namespace tilewright::aiex
#endif // TILEWRIGHT_DIALECT_AIEX_TRANSFERS_H
