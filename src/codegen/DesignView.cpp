//===- DesignView.cpp - A device by its tiles -------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/DesignView.h"
#include "mlir/Interfaces/DataLayoutInterfaces.h"

using namespace mlir;

namespace tilewright::codegen {

DesignView::DesignView(aie::DeviceOp device) : device(device), model(aie::getTargetModel(device)) {
  for (auto tile : device.getOps<aie::TileOp>())
    tiles[tileID(tile)].tile = tile;
  for (auto core : device.getOps<aie::CoreOp>())
    if (auto tile = tileOf(core.getTile()))
      tiles[*tile].core = core;
  device.walk<WalkOrder::PreOrder>([&](aie::BufferOp buffer) {
    if (auto tile = tileOf(buffer.getTile()))
      tiles[*tile].buffers.push_back(buffer);
  });
}

const TileView *DesignView::find(device::TileID tile) const {
  auto found = tiles.find(tile);
  return found == tiles.end() ? nullptr : &found->second;
}

std::optional<device::TileID> tileOf(Value value) {
  auto tile = value.getDefiningOp<aie::TileOp>();
  if (!tile)
    return std::nullopt;
  return tileID(tile);
}

bool hasBody(aie::CoreOp core) {
  return llvm::any_of(core.getBody(),
                      [](Block &block) { return block.getOperations().size() > 1; });
}

SmallVector<StringRef> linkFiles(aie::CoreOp core) {
  SmallVector<StringRef> files;
  if (ArrayAttr list = core.getLinkFilesAttr())
    for (auto file : list.getAsRange<StringAttr>())
      files.push_back(file.getValue());
  else if (StringAttr single = core.getLinkWithAttr())
    files.push_back(single.getValue());
  return files;
}

} // namespace tilewright::codegen
