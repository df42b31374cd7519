//===- TracePackRegWrites.cpp - Trace register fields to whole registers -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialect/aie/transforms/Passes.h"
#include "dialect/aie/transforms/TraceRegisters.h"

namespace tilewright::aie {
#define GEN_PASS_DEF_AIETRACEPACKREGWRITES
#include "dialect/aie/transforms/Passes.h.inc"
} // namespace tilewright::aie

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aie;

//===--- A field's value --------------------------------------------------===//

/// Whether the port that \p op names is a master port: the field beside it says.
static bool isMasterPort(TraceConfigOp config, TraceRegOp op) {
  StringRef prefix = op.getField()->take_front(op.getField()->find("_ID"));
  for (auto sibling : config.getBody().getOps<TraceRegOp>()) {
    std::optional<StringRef> field = sibling.getField();
    if (!field || sibling.getRegName() != op.getRegName() || !field->starts_with(prefix) ||
        !field->contains("Master_Slave"))
      continue;
    auto value = dyn_cast<IntegerAttr>(sibling.getValue());
    return value && !value.getValue().isZero();
  }
  return false;
}

/// "North:1" to the number of the port in the tile's switch.
static std::optional<uint32_t> resolvePort(const TraceModule &module, StringRef text, bool master) {
  auto [name, number] = text.split(':');
  std::optional<WireBundle> bundle = symbolizeWireBundle(name);
  int channel;
  if (bundle && !number.getAsInteger(10, channel))
    return module.model->switchPortIndex(module.tile, Port{*bundle, channel}, master);
  return module.model->resolvePortName(text, module.tile, master);
}

static FailureOr<uint32_t> resolveString(TraceConfigOp config, TraceRegOp op, StringAttr text,
                                         const TraceModule &module) {
  StringRef value = text.getValue();
  // An event that has been through text is a plain string.
  if (!value.contains(':') || value.contains("::")) {
    if (std::optional<uint32_t> number =
            resolveEvent(module, TraceEventAttr::get(op.getContext(), text)))
      return *number;
    return op.emitError("Unsupported string value: ") << value;
  }
  if (op.getField()->contains("Master_Slave"))
    return op.emitError("Unsupported string value: ") << value;
  bool master = op.getField()->starts_with("Port_") && isMasterPort(config, op);
  if (std::optional<uint32_t> port = resolvePort(module, value, master))
    return *port;
  return op.emitError("Failed to resolve port value: ") << value;
}

static FailureOr<uint32_t> resolveValue(TraceConfigOp config, TraceRegOp op,
                                        const TraceModule &module) {
  Attribute value = op.getValue();
  if (auto event = dyn_cast<TraceEventAttr>(value)) {
    if (std::optional<uint32_t> number = resolveEvent(module, event))
      return *number;
    return op.emitError("unknown trace event '") << event.getEventName() << "'";
  }
  if (auto integer = dyn_cast<IntegerAttr>(value))
    return uint32_t(integer.getValue().sextOrTrunc(32).getZExtValue());
  if (auto text = dyn_cast<StringAttr>(value))
    return resolveString(config, op, text, module);
  return op.emitError("Unsupported value type in pack pass");
}

//===--- Fields to masked registers ---------------------------------------===//

static TraceRegOp replace(OpBuilder &builder, TraceRegOp op, uint32_t value, uint32_t mask,
                          StringAttr comment) {
  builder.setInsertionPoint(op);
  return TraceRegOp::create(builder, op.getLoc(), op.getRegNameAttr(), /*field=*/nullptr,
                            builder.getI32IntegerAttr(value), builder.getI32IntegerAttr(mask),
                            comment);
}

static LogicalResult maskField(TraceConfigOp config, TraceRegOp op, const TraceModule &module) {
  const device::Register *reg = module.lookupRegister(op.getRegName());
  if (!reg)
    return op.emitError("Register not found in database: ") << op.getRegName();
  const device::Field *field = device::lookupField(*reg, *op.getField());
  if (!field)
    return op.emitError("Field not found in register: ")
           << *op.getField() << " in " << op.getRegName();
  FailureOr<uint32_t> value = resolveValue(config, op, module);
  if (failed(value))
    return failure();
  std::optional<uint32_t> mask = device::fieldMask(*field);
  if (!mask)
    return op.emitError("Invalid field bit range for register write: ")
           << op.getRegName() << "." << *op.getField() << " [" << field->lsb << ":"
           << field->lsb + field->width - 1 << "], width=" << field->width;
  uint32_t shifted = *value << field->lsb;
  if ((shifted & *mask) >> field->lsb != *value)
    op.emitWarning("value ") << *value << " exceeds field width " << unsigned(field->width);
  OpBuilder builder(op.getContext());
  replace(builder, op, shifted & *mask, *mask, op.getCommentAttr());
  op.erase();
  return success();
}

//===--- One write per register -------------------------------------------===//

static StringAttr joinComments(OpBuilder &builder, StringAttr a, StringAttr b) {
  if (!a || !b)
    return a ? a : b;
  return builder.getStringAttr(a.getValue() + " + " + b.getValue());
}

/// Writes what \p second writes with \p first, and returns the write of both.
static FailureOr<TraceRegOp> merge(TraceRegOp first, TraceRegOp second) {
  uint32_t mask = *first.getMask(), otherMask = *second.getMask();
  if (mask & otherMask)
    return first.emitError("Overlapping masks for register ")
           << first.getRegName() << ": mask1=" << mask << " mask2=" << otherMask;
  auto value = dyn_cast<IntegerAttr>(first.getValue());
  auto otherValue = dyn_cast<IntegerAttr>(second.getValue());
  if (!value || !otherValue)
    return first.emitError("Expected integer values for packed register writes");
  auto bits = [](IntegerAttr a) { return uint32_t(a.getValue().sextOrTrunc(32).getZExtValue()); };
  OpBuilder builder(first.getContext());
  TraceRegOp both = replace(builder, first, bits(value) | bits(otherValue), mask | otherMask,
                            joinComments(builder, first.getCommentAttr(), second.getCommentAttr()));
  first.erase();
  second.erase();
  return both;
}

static LogicalResult mergeWrites(TraceConfigOp config) {
  SmallVector<TraceRegOp> writes;
  for (auto op : config.getBody().getOps<TraceRegOp>())
    if (op.getMask())
      writes.push_back(op);
  for (size_t i = 0; i < writes.size(); ++i) {
    for (size_t j = i + 1; j < writes.size();) {
      if (writes[j].getRegName() != writes[i].getRegName()) {
        ++j;
        continue;
      }
      FailureOr<TraceRegOp> both = merge(writes[i], writes[j]);
      if (failed(both))
        return failure();
      writes[i] = *both;
      writes.erase(writes.begin() + j);
    }
  }
  return success();
}

static LogicalResult pack(TraceConfigOp config) {
  std::optional<TraceModule> module =
      getTraceModule(config, config.getTile(), config.getPacketType() == TracePacketType::Mem);
  if (!module)
    return config.emitError("the tile of a trace configuration must be placed");
  // In order: a port's number needs the field after it unconverted.
  for (auto op : llvm::make_early_inc_range(config.getBody().getOps<TraceRegOp>()))
    if (op.getField() && !op.getMask() && failed(maskField(config, op, *module)))
      return failure();
  return mergeWrites(config);
}

namespace {
struct TracePackRegWrites : aie::impl::AIETracePackRegWritesBase<TracePackRegWrites> {
  void runOnOperation() final {
    WalkResult result = getOperation().walk([](TraceConfigOp config) {
      return failed(pack(config)) ? WalkResult::interrupt() : WalkResult::advance();
    });
    if (result.wasInterrupted())
      signalPassFailure();
  }
};
} // namespace
