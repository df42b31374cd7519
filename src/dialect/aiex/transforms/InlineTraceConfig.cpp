//===- InlineTraceConfig.cpp - Trace configurations to register writes -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialect/aie/transforms/TraceRegisters.h"
#include "dialect/aiex/transforms/Passes.h"

namespace tilewright::aiex {
#define GEN_PASS_DEF_AIEINLINETRACECONFIG
#include "dialect/aiex/transforms/Passes.h.inc"
} // namespace tilewright::aiex

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aie;

/// One write for each register of the configuration, in order.
static LogicalResult inlineConfig(TraceStartConfigOp start) {
  auto config =
      mlir::SymbolTable::lookupNearestSymbolFrom<TraceConfigOp>(start, start.getTraceConfigAttr());
  if (!config)
    return start.emitError("trace config symbol '") << start.getTraceConfig() << "' not found";
  auto tile = config.getTile().getDefiningOp<TileOp>();
  auto module =
      getTraceModule(config, config.getTile(), config.getPacketType() == TracePacketType::Mem);
  if (!tile || !module)
    return start.emitError("tile operand must be a TileOp");
  OpBuilder builder(start);
  for (auto op : config.getBody().getOps<TraceRegOp>()) {
    if (op.getField())
      return op.emitError("aie.trace.reg still has field attribute - run "
                          "-aie-trace-pack-reg-writes pass first");
    const device::Register *reg = module->lookupRegister(op.getRegName());
    if (!reg)
      return op.emitError("Register '") << op.getRegName() << "' not found for tile ("
                                        << tile.colIndex() << ", " << tile.rowIndex() << ")";
    auto value = dyn_cast<IntegerAttr>(op.getValue());
    if (!value)
      return op.emitError("value must be an integer after packing");
    aiex::NpuWrite32Op::create(builder, start.getLoc(), reg->offset,
                               uint32_t(value.getValue().sextOrTrunc(32).getZExtValue()),
                               FlatSymbolRefAttr(), builder.getI32IntegerAttr(tile.colIndex()),
                               builder.getI32IntegerAttr(tile.rowIndex()));
  }
  start.erase();
  return success();
}

namespace {
struct InlineTraceConfig : aiex::impl::AIEInlineTraceConfigBase<InlineTraceConfig> {
  void runOnOperation() final {
    SmallVector<TraceStartConfigOp> starts;
    getOperation().walk([&](TraceStartConfigOp start) { starts.push_back(start); });
    for (TraceStartConfigOp start : starts)
      if (failed(inlineConfig(start)))
        return signalPassFailure();
  }
};
} // namespace
