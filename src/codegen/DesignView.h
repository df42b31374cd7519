//===- DesignView.h - A device by its tiles ---------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_CODEGEN_DESIGNVIEW_H
#define TILEWRIGHT_CODEGEN_DESIGNVIEW_H

#include "dialect/aie/AIEDialect.h"
#include "llvm/ADT/SmallVector.h"
#include <map>

namespace tilewright::codegen {

/// What a device puts on one tile.
struct TileView {
  aie::TileOp tile;                         ///< the last one of these coordinates
  aie::CoreOp core;                         ///< null without a core
  llvm::SmallVector<aie::BufferOp> buffers; ///< in program order
};

/// The tiles of a device by (column, row), in one walk over its operations.
struct DesignView {
  aie::DeviceOp device;
  const device::DeviceModel &model;
  std::map<device::TileID, TileView> tiles;

  explicit DesignView(aie::DeviceOp device);
  /// Null if the design has no such tile.
  const TileView *find(device::TileID) const;
};

/// Coordinates of the tile that a value stands for, if it is an aie.tile.
std::optional<device::TileID> tileOf(mlir::Value);
inline device::TileID tileID(aie::TileOp tile) { return tile.getTileID(); }

/// Whether a core has a program of its own: more in it than aie.end.
bool hasBody(aie::CoreOp core);

/// The object files a core is linked with (link_files, or the deprecated link_with).
llvm::SmallVector<llvm::StringRef> linkFiles(aie::CoreOp core);

} // namespace tilewright::codegen
#endif // TILEWRIGHT_CODEGEN_DESIGNVIEW_H
