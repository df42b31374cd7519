//===- AssignTileControllerIDs.cpp - Ids of the tiles' control ports -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialect/aie/transforms/Passes.h"

namespace tilewright::aie {
#define GEN_PASS_DEF_AIEASSIGNTILECONTROLLERIDS
#include "dialect/aie/transforms/Passes.h.inc"
} // namespace tilewright::aie

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aie;

namespace {
struct AssignTileControllerIDs
    : aie::impl::AIEAssignTileControllerIDsBase<AssignTileControllerIDs> {
  using AIEAssignTileControllerIDsBase::AIEAssignTileControllerIDsBase;

  void runOnOperation() final {
    DeviceOp device = getOperation();
    const DeviceModel &model = device.getTargetModel();
    if (model.arch() == Arch::AIE1)
      return;
    std::optional<std::map<TileID, int>> ids = model.controllerIds(clColumnWiseUniqueIDs);
    if (!ids) {
      device.emitError("Device has ")
          << model.columns()
          << " columns but only 4 globally-unique controller ID sets are defined; use column-wise "
             "unique IDs mode.";
      return signalPassFailure();
    }
    for (auto tile : device.getOps<TileOp>())
      if (!tile->hasAttr(controllerIDAttrName))
        tile->setAttr(controllerIDAttrName,
                      PacketInfoAttr::get(&getContext(), /*pkt_type=*/0,
                                          /*pkt_id=*/ids->at(tile.getTileID())));
  }
};
} // namespace
