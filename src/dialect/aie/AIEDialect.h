//===- AIEDialect.h - The dialect aie: the one header its users include -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_DIALECT_AIE_AIEDIALECT_H
#define TILEWRIGHT_DIALECT_AIE_AIEDIALECT_H

#include "device/DeviceModel.h"
#include "dialect/aie/AIEEnums.h"
#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/DataLayoutInterfaces.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include <map>

namespace tilewright::aie {
class TileOp;
class BufferOp;

namespace detail {
inline mlir::Operation *definingOp(mlir::Value v) { return v ? v.getDefiningOp() : nullptr; }
/// The op that defines a tile, as a TileLike op or null: null too for a malformed one that was
/// not verified yet because it stands further down.
mlir::Operation *tileLikeOp(mlir::Value tile);
TileOp requireTileOp(mlir::Value tile);
std::optional<TileID> tryGetTileID(mlir::Value tile);
bool isOnCoreTile(mlir::Value tile);
bool isOnMemTile(mlir::Value tile);
bool isOnTileWithMemory(mlir::Value tile);
bool isOnShimTile(mlir::Value tile);
bool isOnShimNOCTile(mlir::Value tile);
llvm::LogicalResult verifyHasValidBDs(mlir::Operation *op);
llvm::LogicalResult verifyHasValidDMAChannels(mlir::Operation *op);
} // namespace detail

//===--- Traits -----------------------------------------------------------===//

template <typename Op> struct IsFlowEndPoint : mlir::OpTrait::TraitBase<Op, IsFlowEndPoint> {};
template <typename Op>
struct SkipAccessibilityCheck : mlir::OpTrait::TraitBase<Op, SkipAccessibilityCheck> {};
template <typename Op> struct HasValidBDs : mlir::OpTrait::TraitBase<Op, HasValidBDs> {
  static llvm::LogicalResult verifyTrait(mlir::Operation *op) {
    return detail::verifyHasValidBDs(op);
  }
};
template <typename Op>
struct HasValidDMAChannels : mlir::OpTrait::TraitBase<Op, HasValidDMAChannels> {
  static llvm::LogicalResult verifyTrait(mlir::Operation *op) {
    return detail::verifyHasValidDMAChannels(op);
  }
};

} // namespace tilewright::aie

#include "dialect/aie/AIEDialect.h.inc"
#include "dialect/aie/AIEEnums.h.inc"
#include "dialect/aie/AIEInterfaces.h.inc"
#define GET_ATTRDEF_CLASSES
#include "dialect/aie/AIEAttrs.h.inc"
#define GET_TYPEDEF_CLASSES
#include "dialect/aie/AIETypes.h.inc"
#define GET_OP_CLASSES
#include "dialect/aie/AIEOps.h.inc"

namespace tilewright::aie {

//===--- Queries ----------------------------------------------------------===//

/// Discardable attribute of a tile (#aie.packet_info): the id of its control port.
inline constexpr llvm::StringLiteral controllerIDAttrName = "controller_id";

/// The model of the device that \p op belongs to: of the op itself or its
/// nearest AIETarget ancestor; xcvc1902 outside of any device.
const DeviceModel &getTargetModel(mlir::Operation *op);

/// The nearest strict ancestor that lives on a tile, within the device. Null if
/// there is none.
TileElement getParentTileElement(mlir::Operation *op);

/// The tile op that defines a value; null if it is no TileLike.
inline TileLike getTileLike(mlir::Value tile) {
  return llvm::cast_or_null<TileLike>(detail::tileLikeOp(tile));
}

/// The object FIFO that \p name stands for at \p op: the nearest enclosing
/// symbol table with an object FIFO of that name. Null if there is none.
ObjectFifoCreateOp lookupObjectFifo(mlir::Operation *op, llvm::StringRef name);

/// Whether an access pattern (outermost first) touches consecutive elements in
/// order. No dimensions count as contiguous; dimensions of size 0 or 1 do not
/// constrain the stride.
bool isContiguousBDTransfer(llvm::ArrayRef<BDDimLayoutAttr> dims);

/// Index of the last element an access pattern touches; each dimension counts in
/// 32-bit unsigned arithmetic, so that a size of 0 gives a large index.
int64_t getMaxAccessedIndex(llvm::ArrayRef<BDDimLayoutAttr> dims);

/// Bits and bytes of a type by the data layout that holds at \p scope; nothing
/// for a type that has no size.
std::optional<uint64_t> tryGetSizeInBits(mlir::Type type, mlir::Operation *scope);
std::optional<uint64_t> tryGetSizeInBytes(mlir::Type type, mlir::Operation *scope);

/// Whether values have the shape and the element type of a memref.
bool fits(mlir::ElementsAttr values, mlir::MemRefType type);

/// Values given for a memref, as the tensor of its shape that buffers and globals hold
/// (`dense<0> : memref<4xi32>` and `dense<0> : vector<4xi32>` are ElementsAttr too). Null
/// if they do not fit.
mlir::ElementsAttr asTensorElements(mlir::ElementsAttr values, mlir::MemRefType type);

/// The DMA programs of a device: those of core tiles, then memory tiles, then shims,
/// each in the order of the IR.
llvm::SmallVector<TileElement> dmaPrograms(DeviceOp);

/// The burst length for a request in bytes, 0 meaning the longest. The request
/// must be one the device offers.
uint32_t getShimBurstLengthBytes(const DeviceModel &model, uint32_t requested);
uint32_t getShimBurstLengthEncoding(const DeviceModel &model, uint32_t requested);

/// Byte address of a buffer in its tile; a fatal error on anything but an
/// `aie.buffer` with an address.
int64_t getBufferBaseAddress(mlir::Operation *buffer);

/// The tiles directly in a device, by coordinates; of several the last.
void collectTiles(DeviceOp device, std::map<TileID, mlir::Operation *> &tiles);
/// The buffers directly in a device, per tile op, in program order.
void collectBuffers(DeviceOp device,
                    llvm::DenseMap<mlir::Operation *, llvm::SmallVector<BufferOp, 4>> &buffers);

/// Which of two tiles' memories both can use: 0 none, 2 either, -1 that of
/// \p a, 1 that of \p b.
int getSharedMemoryDirection(TileLike a, TileLike b);

//===--- Event names ------------------------------------------------------===//

/// Whether \p name names an enum of events, such as CoreEventAIE2.
bool isTraceEventEnum(llvm::StringRef name);
/// Whether that enum has an enumerator \p event.
bool isTraceEventOf(llvm::StringRef enumName, llvm::StringRef event);
/// Whether the event can occur in that tile.
bool isValidTraceEvent(TraceEventAttr event, TileLike tile, Arch arch);

//===--- Parsing ----------------------------------------------------------===//

/// The event between angle quotes: `"NAME"` or `Enum::NAME`; null on an error.
mlir::StringAttr parseTraceEventValue(mlir::AsmParser &parser);
void printTraceEventValue(mlir::AsmPrinter &printer, mlir::Attribute value);

} // namespace tilewright::aie
#endif // TILEWRIGHT_DIALECT_AIE_AIEDIALECT_H
