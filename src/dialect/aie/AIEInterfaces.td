//===- AIEInterfaces.td - Interfaces and traits of the dialect aie -*- tablegen -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_AIE_INTERFACES_TD
#define TILEWRIGHT_AIE_INTERFACES_TD

include "mlir/IR/OpBase.td"
include "mlir/IR/OpAsmInterface.td"
include "dialect/aie/AIEAttrs.td"

//===--- Interfaces -------------------------------------------------------===//

def AIETarget : OpInterface<"AIETarget"> {
  let description = "An op that says which device its contents are for.";
  let cppNamespace = "::tilewright::aie";
  let methods = [
    InterfaceMethod<"The model of the device.",
      "const ::tilewright::device::DeviceModel &", "getTargetModel">
  ];
}

def TileLike : OpInterface<"TileLike"> {
  let description = "A tile of the array, placed or yet to be placed.";
  let cppNamespace = "::tilewright::aie";
  let methods = [
    InterfaceMethod<"The kind of tile.", "::tilewright::device::TileType", "getTileType">,
    InterfaceMethod<"The column, if known.", "std::optional<int>", "tryGetCol">,
    InterfaceMethod<"The row, if known.", "std::optional<int>", "tryGetRow">,
    InterfaceMethod<[{A tile to ask the model about: this one, or for a tile without
      coordinates the first of its kind; nothing if the device has none.}],
      "std::optional<::tilewright::device::TileID>", "getRepresentativeTile">,
  ];
  let extraSharedClassDeclaration = [{
    bool isCoreTile() { return $_op.getTileType() == ::tilewright::device::TileType::CoreTile; }
    bool isMemTile() { return $_op.getTileType() == ::tilewright::device::TileType::MemTile; }
    bool isShimNOCTile() {
      return $_op.getTileType() == ::tilewright::device::TileType::ShimNOCTile;
    }
    bool isShimPLTile() {
      return $_op.getTileType() == ::tilewright::device::TileType::ShimPLTile;
    }
    bool isShimTile() { return isShimNOCTile() || isShimPLTile(); }
    bool isShimNOCorPLTile() { return isShimTile(); }
    /// Both coordinates, if known.
    std::optional<::tilewright::device::TileID> tryGetTileID() {
      auto col = $_op.tryGetCol(), row = $_op.tryGetRow();
      if (!col || !row)
        return std::nullopt;
      return ::tilewright::device::TileID{*col, *row};
    }
  }];
  let extraClassDeclaration = [{
    /// Streams that may leave (sources) and enter (dests) the tile's DMA or core.
    /// Other bundles: 0. A shim tile has the shim mux between its DMA and the
    /// switch, and answers with the mux's destinations for both.
    uint32_t getNumSourceConnections(::tilewright::device::WireBundle bundle);
    uint32_t getNumDestConnections(::tilewright::device::WireBundle bundle);
  }];
}

def TileElement : OpInterface<"TileElement"> {
  let description = "An op that lives on the tile of one of its operands.";
  let cppNamespace = "::tilewright::aie";
  let methods = [
    InterfaceMethod<"The tile it lives on.", "::mlir::Value", "getTile">
  ];
  let extraSharedClassDeclaration = [{
    /// The op that defines the tile; null if it is no TileLike.
    ::tilewright::aie::TileLike getTileLike() {
      return ::llvm::cast_or_null<::tilewright::aie::TileLike>(
          ::tilewright::aie::detail::tileLikeOp($_op.getTile()));
    }
    /// Coordinates, if the tile has them.
    std::optional<::tilewright::device::TileID> tryGetTileID() {
      return ::tilewright::aie::detail::tryGetTileID($_op.getTile());
    }
    /// Coordinates of a placed tile.
    ::tilewright::device::TileID getTileID() {
      auto id = tryGetTileID();
      assert(id && "tile is not placed");
      return *id;
    }
    int colIndex() { return getTileID().col; }
    int rowIndex() { return getTileID().row; }
  }];
  let extraClassDeclaration = [{
    /// The `aie.tile`; a fatal error on anything else.
    ::tilewright::aie::TileOp getTileOp();
  }];
  let extraTraitClassDeclaration = [{
    /// The `aie.tile`; a fatal error on anything else.
    auto getTileOp() { return ::tilewright::aie::detail::requireTileOp($_op.getTile()); }
  }];
}

def Interconnect : OpInterface<"Interconnect"> {
  let description = "A switch: a region of connections between the ports of a tile.";
  let cppNamespace = "::tilewright::aie";
  let methods = [
    InterfaceMethod<"The connections.", "::mlir::Region &", "getConnections">,
    InterfaceMethod<"Ports that data enters by.", "uint32_t", "getNumSourceConnections",
      (ins "::tilewright::device::WireBundle":$bundle)>,
    InterfaceMethod<"Ports that data leaves by.", "uint32_t", "getNumDestConnections",
      (ins "::tilewright::device::WireBundle":$bundle)>,
    InterfaceMethod<"Column.", "int", "colIndex">,
    InterfaceMethod<"Row.", "int", "rowIndex">
  ];
}

//===--- Traits -----------------------------------------------------------===//

class AIE_TileTrait<string what, string predicate>
    : PredOpTrait<what, CPred<"::tilewright::aie::detail::" # predicate # "($_op.getOperand(0))">>;
def IsCoreTile : AIE_TileTrait<"op exists in a core tile", "isOnCoreTile">;
def IsMemTile : AIE_TileTrait<"op exists in a MemTile", "isOnMemTile">;
def IsTileWithMemory : AIE_TileTrait<"op exists in a tile with local memory", "isOnTileWithMemory">;
def IsShimTile : AIE_TileTrait<"op exists in a shim tile", "isOnShimTile">;
def IsShimNOCTile
    : AIE_TileTrait<"op exists in a shim tile with NOC connection", "isOnShimNOCTile">;

class AIE_NativeTrait<string name> : NativeOpTrait<name> {
  let cppNamespace = "::tilewright::aie";
}
/// Streams start and end here.
def IsFlowEndPoint : AIE_NativeTrait<"IsFlowEndPoint">;
/// Buffers and locks may be used here from anywhere.
def SkipAccessibilityCheck : AIE_NativeTrait<"SkipAccessibilityCheck">;
/// Every block with a BD has one BD and at most one acquire and one release.
def HasValidBDs : AIE_NativeTrait<"HasValidBDs">;
/// No more channels in use than the tile has.
def HasValidDMAChannels : AIE_NativeTrait<"HasValidDMAChannels">;

#endif // TILEWRIGHT_AIE_INTERFACES_TD
