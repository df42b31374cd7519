//===- AIETraces.cpp - Trace ops: syntax and checks -------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialect/aie/AIEDialect.h"
#include "dialect/aie/AIEParsing.h"
#include <set>

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aie;

ParseResult aie::parseI32(OpAsmParser &parser, IntegerAttr &attr) {
  return parser.parseAttribute(attr, parser.getBuilder().getI32Type());
}

//===--- Shared checks ----------------------------------------------------===//

/// The tile of the trace around an op; a message if there is none.
static FailureOr<TileLike> getTracedTile(Operation *op) {
  auto trace = op->getParentOfType<TraceOp>();
  if (!trace)
    return op->emitOpError("must be nested in aie.trace");
  TileLike tile = getTileLike(trace.getTile());
  if (!tile)
    return op->emitOpError("trace tile must be a TileOp or LogicalTileOp");
  return tile;
}

static StringRef tileKind(TileLike tile) {
  return tile.isCoreTile() ? "core tile" : tile.isMemTile() ? "mem tile" : "shim tile";
}

/// An error on the second of two ops with the same slot.
template <typename Op> static LogicalResult verifySlots(Region &body, StringRef what) {
  std::set<uint32_t> slots;
  for (auto op : body.getOps<Op>()) {
    if (failed(verifyReadable(op, 0, {"slot"})))
      return failure();
    if (!slots.insert(op.getSlot()).second)
      return op.emitOpError() << what << " slot " << int32_t(op.getSlot())
                              << " already in use in this trace";
  }
  return success();
}

//===--- aie.trace --------------------------------------------------------===//

LogicalResult TraceOp::verify() {
  if (getBody().empty())
    return emitOpError("should have non-empty body");
  constexpr size_t maxEvents = 8;
  auto events = getBody().getOps<TraceEventOp>();
  size_t count = std::distance(events.begin(), events.end());
  if (count > maxEvents)
    return emitOpError("trace unit supports maximum ") << maxEvents << " events, got " << count;
  if (!getTileLike(getTile()))
    return emitOpError("tile operand must be a TileOp or LogicalTileOp");
  if (failed(verifySlots<TraceComboEventOp>(getBody(), "combo event")))
    return failure();
  return verifySlots<TraceEdgeEventOp>(getBody(), "edge detection");
}

LogicalResult TraceEventOp::verify() {
  if (getEvent().getEventName().empty())
    return emitOpError("event name cannot be empty");
  FailureOr<TileLike> tile = getTracedTile(*this);
  if (failed(tile))
    return failure();
  Arch arch = getTargetModel(*this).arch();
  if (isValidTraceEvent(getEvent(), *tile, arch))
    return success();
  auto text = [](std::optional<int> coordinate) {
    return coordinate ? std::to_string(*coordinate) : std::string("?");
  };
  auto name = dyn_cast<StringAttr>(getEvent().getValue());
  return emitOpError("event '") << (name ? name.getValue() : "") << "' is not valid for "
                                << tileKind(*tile) << " (" << stringifyArch(arch) << ") at ("
                                << text(tile->tryGetCol()) << ", " << text(tile->tryGetRow())
                                << ")";
}

LogicalResult TracePortOp::verify() {
  FailureOr<TileLike> tile = getTracedTile(*this);
  if (failed(tile))
    return failure();
  bool master = getDirection() == DMAChannelDir::S2MM;
  Port port{getPort(), int32_t(getChannel())};
  if (std::optional<TileID> id = tile->tryGetTileID())
    if (!getTargetModel(*this).switchPortIndex(*id, port, master))
      return emitOpError("invalid stream switch port configuration for tile (")
             << id->col << ", " << id->row << ")";
  auto trace = (*this)->getParentOfType<TraceOp>();
  for (auto other : trace.getBody().getOps<TracePortOp>())
    if (other != *this && other.getSlotAttr() == getSlotAttr())
      return emitOpError("duplicate port slot ") << getSlot() << " in trace " << trace.getSymName();
  return success();
}

LogicalResult TraceComboEventOp::verify() {
  if (getSlot() > 2)
    return emitOpError("combo event slot must be 0, 1, or 2, got ") << getSlot();
  FailureOr<TileLike> tile = getTracedTile(*this);
  if (failed(tile))
    return failure();
  Arch arch = getTargetModel(*this).arch();
  if (!isValidTraceEvent(getEventA(), *tile, arch))
    return emitOpError("eventA is not valid for this tile type");
  if (!isValidTraceEvent(getEventB(), *tile, arch))
    return emitOpError("eventB is not valid for this tile type");
  StringRef a = getEventA().getEventName(), b = getEventB().getEventName();
  if (getSlot() < 2) {
    if (a.contains("COMBO_EVENT") || b.contains("COMBO_EVENT"))
      return emitOpError("combo slot ")
             << getSlot() << " should use regular events, not COMBO_EVENT_* (uses "
             << (getSlot() == 0 ? "eventA/B" : "eventC/D") << ")";
    return success();
  }
  if (a != "COMBO_EVENT_0")
    return emitOpError("combo slot 2 first event must be COMBO_EVENT_0 (hierarchical), got ") << a;
  if (b != "COMBO_EVENT_1")
    return emitOpError("combo slot 2 second event must be COMBO_EVENT_1 (hierarchical), got ") << b;
  return success();
}

LogicalResult TraceEdgeEventOp::verify() {
  if (getSlot() > 1)
    return emitOpError("edge detection slot must be 0 or 1, got ") << getSlot();
  FailureOr<TileLike> tile = getTracedTile(*this);
  if (failed(tile))
    return failure();
  if (!isValidTraceEvent(getEvent(), *tile, getTargetModel(*this).arch()))
    return emitOpError("event is not valid for this tile type");
  StringRef name = getEvent().getEventName();
  if (name.contains("EDGE_DETECTION_EVENT"))
    return emitOpError("edge detection source should be a regular event, not another "
                       "EDGE_DETECTION_EVENT");
  if (name.contains("COMBO_EVENT"))
    return emitOpError("edge detection source should be a regular event, not a COMBO_EVENT (combo "
                       "events can be used but may have unexpected behavior)");
  return success();
}

ParseResult TraceEdgeEventOp::parse(OpAsmParser &parser, OperationState &result) {
  auto &properties = result.getOrAddProperties<Properties>();
  StringRef keyword;
  SMLoc loc;
  if (parser.parseLess() || parseI32(parser, properties.slot) || parser.parseGreater() ||
      parser.parseKeyword("event") || parser.parseEqual() ||
      parser.parseCustomAttributeWithFallback(properties.event) || parser.parseKeyword("trigger") ||
      parser.parseEqual() || parser.getCurrentLocation(&loc) || parser.parseKeyword(&keyword))
    return failure();
  std::optional<EdgeTrigger> trigger = symbolizeEdgeTrigger(keyword);
  if (!trigger)
    return parser.emitError(loc, "unknown edge trigger: ") << keyword;
  properties.trigger = EdgeTriggerAttr::get(parser.getContext(), *trigger);
  return parseInherentAttrDict<TraceEdgeEventOp>(parser, result);
}

void TraceEdgeEventOp::print(OpAsmPrinter &printer) {
  printer << "<" << int32_t(getSlot()) << "> event = ";
  printer.printStrippedAttrOrType(getEvent());
  printer << " trigger = " << stringifyEdgeTrigger(getTrigger());
  printer.printOptionalAttrDict((*this)->getAttrs(), {"slot", "event", "trigger"});
}

//===--- aie.trace.start, aie.trace.stop ----------------------------------===//

template <typename Op>
static ParseResult parseBoundary(OpAsmParser &parser, OperationState &result) {
  auto &properties = result.getOrAddProperties<typename Op::Properties>();
  if (succeeded(parser.parseOptionalKeyword("broadcast")) &&
      (parser.parseEqual() || parseI32(parser, properties.broadcast)))
    return failure();
  if (succeeded(parser.parseOptionalKeyword("event")) &&
      (parser.parseEqual() || parser.parseCustomAttributeWithFallback(properties.event)))
    return failure();
  return parseInherentAttrDict<Op>(parser, result);
}

template <typename Op> static void printBoundary(OpAsmPrinter &printer, Op op) {
  if (std::optional<uint32_t> broadcast = op.getBroadcast())
    printer << " broadcast = " << int32_t(*broadcast);
  if (TraceEventAttr event = op.getEventAttr()) {
    printer << " event = ";
    printer.printStrippedAttrOrType(event);
  }
  printer.printOptionalAttrDict(op->getAttrs(), {"broadcast", "event"});
}

template <typename Op> static LogicalResult verifyBoundary(Op op) {
  if (!op.getBroadcast() && !op.getEvent())
    return op.emitOpError("must specify either broadcast or event");
  if (op.getBroadcast() && op.getEvent())
    return op.emitOpError("cannot specify both broadcast and event");
  return success();
}

ParseResult TraceStartEventOp::parse(OpAsmParser &parser, OperationState &result) {
  return parseBoundary<TraceStartEventOp>(parser, result);
}
void TraceStartEventOp::print(OpAsmPrinter &printer) { printBoundary(printer, *this); }
LogicalResult TraceStartEventOp::verify() { return verifyBoundary(*this); }

ParseResult TraceStopEventOp::parse(OpAsmParser &parser, OperationState &result) {
  return parseBoundary<TraceStopEventOp>(parser, result);
}
void TraceStopEventOp::print(OpAsmPrinter &printer) { printBoundary(printer, *this); }
LogicalResult TraceStopEventOp::verify() { return verifyBoundary(*this); }

//===--- aie.trace.reg ----------------------------------------------------===//

ParseResult aie::parseTraceRegValue(OpAsmParser &parser, Attribute &value) {
  APInt integer;
  OptionalParseResult parsed = parser.parseOptionalInteger(integer);
  if (!parsed.has_value()) {
    value = parseTraceEventValue(parser);
    return success(static_cast<bool>(value));
  }
  if (failed(*parsed))
    return failure();
  value =
      parser.getBuilder().getIntegerAttr(parser.getBuilder().getI32Type(), integer.sextOrTrunc(32));
  return success();
}

void aie::printTraceRegValue(OpAsmPrinter &printer, Operation *, Attribute value) {
  auto event = dyn_cast<TraceEventAttr>(value);
  printTraceEventValue(printer, event ? event.getValue() : value);
}

//===--- aie.trace.host_config, aie.trace.start_config --------------------===//

ParseResult TraceHostConfigOp::parse(OpAsmParser &parser, OperationState &result) {
  auto &properties = result.getOrAddProperties<Properties>();
  if (parser.parseKeyword("buffer_size") || parser.parseEqual() ||
      parseI32(parser, properties.buffer_size))
    return failure();
  if (succeeded(parser.parseOptionalKeyword("arg_idx")) &&
      (parser.parseEqual() || parseI32(parser, properties.arg_idx)))
    return failure();
  if (succeeded(parser.parseOptionalKeyword("routing"))) {
    StringRef keyword;
    SMLoc loc;
    if (parser.parseEqual() || parser.getCurrentLocation(&loc) || parser.parseKeyword(&keyword))
      return failure();
    std::optional<TraceShimRouting> routing = symbolizeTraceShimRouting(keyword);
    if (!routing)
      return parser.emitError(loc, "unknown routing strategy: ") << keyword;
    properties.routing = TraceShimRoutingAttr::get(parser.getContext(), *routing);
  }
  return parseInherentAttrDict<TraceHostConfigOp>(parser, result);
}

void TraceHostConfigOp::print(OpAsmPrinter &printer) {
  constexpr int32_t defaultArg = 4;
  printer << " buffer_size = " << int32_t(getBufferSize());
  if (int32_t(getArgIdx()) != defaultArg)
    printer << " arg_idx = " << int32_t(getArgIdx());
  if (getRouting() != TraceShimRouting::Single)
    printer << " routing = " << stringifyTraceShimRouting(getRouting());
  printer.printOptionalAttrDict((*this)->getAttrs(), {"buffer_size", "arg_idx", "routing"});
}

LogicalResult TraceHostConfigOp::verify() {
  if (int32_t(getArgIdx()) == -1 && getRouting() != TraceShimRouting::Single)
    return emitOpError("arg_idx=-1 (append trace after last tensor) only works with single shim "
                       "destination strategy (routing=single)");
  if (int32_t(getBufferSize()) <= 0)
    return emitOpError("buffer_size must be positive");
  return success();
}

LogicalResult TraceStartConfigOp::verify() {
  if (getTraceConfig().empty())
    return emitOpError("trace config symbol name cannot be empty");
  return success();
}
