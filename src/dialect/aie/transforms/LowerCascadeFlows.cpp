//===- LowerCascadeFlows.cpp - Cascade flows to core settings ---*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A cascade runs from north to south or from west to east. Every core on one
// gets its input and output side; a side that no flow names is the default.
//
//===----------------------------------------------------------------------===//
#include "dialect/aie/AIEDialect.h"
#include "dialect/aie/transforms/Passes.h"

namespace tilewright::aie {
#define GEN_PASS_DEF_AIELOWERCASCADEFLOWS
#include "dialect/aie/transforms/Passes.h.inc"
} // namespace tilewright::aie

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aie;

namespace {
/// The cascade of one tile.
struct Sides {
  CascadeDir input = CascadeDir::North, output = CascadeDir::South;
};

struct LowerCascadeFlows : aie::impl::AIELowerCascadeFlowsBase<LowerCascadeFlows> {
  void runOnOperation() override {
    DeviceOp device = getOperation();
    llvm::DenseMap<Value, Sides> sides;
    SmallVector<CascadeFlowOp> flows(device.getOps<CascadeFlowOp>());
    for (CascadeFlowOp flow : flows) {
      auto source = flow.getSourceTile().getDefiningOp<TileOp>();
      auto dest = flow.getDestTile().getDefiningOp<TileOp>();
      if (!source || !dest) {
        flow.emitOpError("requires a placed tile (aie.tile), not a logical tile");
        return signalPassFailure();
      }
      // isSouth(s, d): d lies south of s.
      if (DeviceModel::isSouth(source.getTileID(), dest.getTileID())) {
        sides[dest].input = CascadeDir::North;
        sides[source].output = CascadeDir::South;
      } else if (DeviceModel::isEast(source.getTileID(), dest.getTileID())) {
        sides[dest].input = CascadeDir::West;
        sides[source].output = CascadeDir::East;
      } else {
        flow.emitOpError("source tile must be to the North or West of the destination tile");
        return signalPassFailure();
      }
    }
    OpBuilder builder(device.getBody()->getTerminator());
    for (TileOp tile : device.getOps<TileOp>())
      if (auto it = sides.find(tile); it != sides.end())
        ConfigureCascadeOp::create(builder, builder.getUnknownLoc(), tile, it->second.input,
                                   it->second.output);
    for (CascadeFlowOp flow : flows)
      flow.erase();
  }
};
} // namespace
