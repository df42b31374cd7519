//===- AIEDialect.cpp - Registration, inlining, folding and SSA names -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialect/aie/AIEDialect.h"
#include "dialect/aie/AIEParsing.h"
#include "mlir/Interfaces/FoldInterfaces.h"
#include "mlir/Transforms/InliningUtils.h"

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aie;

#include "dialect/aie/AIEDialect.cpp.inc"

//===--- Dialect interfaces -----------------------------------------------===//

namespace {
struct InlineAnything : DialectInlinerInterface {
  using DialectInlinerInterface::DialectInlinerInterface;
  bool isLegalToInline(Region *, Region *, bool, IRMapping &) const final { return true; }
  bool isLegalToInline(Operation *, Region *, bool, IRMapping &) const final { return true; }
  void handleTerminator(Operation *, Block *) const final {}
  void handleTerminator(Operation *, ValueRange) const final {}
};

/// Constants of a core belong to its program; all others may move up.
struct KeepConstantsInCores : DialectFoldInterface {
  using DialectFoldInterface::DialectFoldInterface;
  bool shouldMaterializeInto(Region *region) const final {
    return isa<CoreOp>(region->getParentOp());
  }
};
} // namespace

void AIEDialect::initialize() {
  registerAttributes();
  registerTypes();
  addOperations<
#define GET_OP_LIST
#include "dialect/aie/AIEOps.cpp.inc"
      >();
  addInterfaces<InlineAnything, KeepConstantsInCores>();
}

//===--- SSA names --------------------------------------------------------===//

void tilewright::aie::nameByTile(Value result, StringRef prefix, Value tile,
                                 OpAsmSetValueNameFn setName) {
  if (std::optional<TileID> id = aie::detail::tryGetTileID(tile))
    setName(result, (prefix + "_" + Twine(id->col) + "_" + Twine(id->row)).str());
}

static StringRef tilePrefix(TileType type) {
  switch (type) {
  case TileType::CoreTile:
    return "tile";
  case TileType::MemTile:
    return "mem_tile";
  case TileType::ShimNOCTile:
    return "shim_noc_tile";
  case TileType::ShimPLTile:
    return "shim_pl_tile";
  }
  llvm_unreachable("tile type");
}

static StringRef logicalTilePrefix(TileType type) {
  switch (type) {
  case TileType::CoreTile:
    return "logical_core";
  case TileType::MemTile:
    return "logical_mem";
  case TileType::ShimNOCTile:
    return "logical_shim_noc";
  case TileType::ShimPLTile:
    return "logical_shim_pl";
  }
  llvm_unreachable("tile type");
}

/// By symbol name, else by tile.
template <typename Op>
static void nameBySymbolOrTile(Op op, StringRef prefix, OpAsmSetValueNameFn setName) {
  if (StringAttr name = op.getSymNameAttr())
    return setName(op->getResult(0), name);
  nameByTile(op->getResult(0), prefix, op.getTile(), setName);
}

void TileOp::getAsmResultNames(OpAsmSetValueNameFn setName) {
  nameByTile(getResult(), tilePrefix(getTileType()), getResult(), setName);
}
void LogicalTileOp::getAsmResultNames(OpAsmSetValueNameFn setName) {
  if (getTileTypeAttr())
    setName(getResult(), logicalTilePrefix(getTileType()));
}
void SwitchboxOp::getAsmResultNames(OpAsmSetValueNameFn setName) {
  nameByTile(getResult(), getOperationName().split('.').second, getTile(), setName);
}
void ShimMuxOp::getAsmResultNames(OpAsmSetValueNameFn setName) {
  nameByTile(getResult(), getOperationName().split('.').second, getTile(), setName);
}
void ShimDMAOp::getAsmResultNames(OpAsmSetValueNameFn setName) {
  nameByTile(getResult(), getOperationName().split('.').second, getTile(), setName);
}
void CoreOp::getAsmResultNames(OpAsmSetValueNameFn setName) {
  nameByTile(getResult(), getOperationName().split('.').second, getTile(), setName);
}
void MemOp::getAsmResultNames(OpAsmSetValueNameFn setName) {
  nameByTile(getResult(), getOperationName().split('.').second, getTile(), setName);
}
void MemTileDMAOp::getAsmResultNames(OpAsmSetValueNameFn setName) {
  nameByTile(getResult(), getOperationName().split('.').second, getTile(), setName);
}
void LockOp::getAsmResultNames(OpAsmSetValueNameFn setName) {
  nameBySymbolOrTile(*this, "lock", setName);
}
void BufferOp::getAsmResultNames(OpAsmSetValueNameFn setName) {
  nameBySymbolOrTile(*this, "buffer", setName);
}
void ExternalBufferOp::getAsmResultNames(OpAsmSetValueNameFn setName) {
  if (StringAttr name = getSymNameAttr())
    setName(getBuffer(), name);
}
void DMAOp::getAsmResultNames(OpAsmSetValueNameFn setName) {
  if (StringAttr name = getSymNameAttr())
    setName(getValid(), name);
}
