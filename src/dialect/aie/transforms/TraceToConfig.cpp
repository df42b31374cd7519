//===- TraceToConfig.cpp - Traces to register fields ------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialect/aie/transforms/Passes.h"
#include "dialect/aie/transforms/TraceRegisters.h"

namespace tilewright::aie {
#define GEN_PASS_DEF_AIETRACETOCONFIG
#include "dialect/aie/transforms/Passes.h.inc"
} // namespace tilewright::aie

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aie;

namespace {

/// Writes the fields of one trace into its configuration.
class ConfigWriter {
public:
  ConfigWriter(TraceOp trace, TracePacketType type, const TraceModule &module)
      : trace(trace), type(type), module(module), builder(trace.getContext()) {}
  LogicalResult write(TraceConfigOp config);

private:
  void field(StringRef reg, const Twine &name, Attribute value, const Twine &comment) {
    TraceRegOp::create(builder, trace.getLoc(), builder.getStringAttr(reg),
                       builder.getStringAttr(name), value, /*mask=*/nullptr,
                       builder.getStringAttr(comment));
  }
  void field(StringRef reg, const Twine &name, uint32_t value, const Twine &comment) {
    field(reg, name, builder.getI32IntegerAttr(value), comment);
  }
  template <typename Op> auto ops() { return trace.getBody().getOps<Op>(); }

  LogicalResult check(Operation *op, TraceEventAttr event);
  LogicalResult writeComboEvents();
  LogicalResult writeEdgeEvents();
  LogicalResult writeControl();
  template <typename Op> LogicalResult writeBoundary(Op op, StringRef name, StringRef comment);
  void writePorts();
  LogicalResult writeEvents();

  TraceOp trace;
  TracePacketType type;
  const TraceModule &module;
  OpBuilder builder;
};

struct TraceToConfig : aie::impl::AIETraceToConfigBase<TraceToConfig> {
  void runOnOperation() final;
};
} // namespace

LogicalResult ConfigWriter::check(Operation *op, TraceEventAttr event) {
  if (resolveEvent(module, event))
    return success();
  return op->emitError("unknown trace event '") << event.getEventName() << "'";
}

LogicalResult ConfigWriter::writeComboEvents() {
  for (auto op : ops<TraceComboEventOp>()) {
    // Slot 1 has inputs of its own; slot 2 combines the other two.
    bool second = op.getSlot() == 1;
    std::string combo = ("combo" + Twine(op.getSlot())).str();
    StringRef a = second ? "eventC" : "eventA", b = second ? "eventD" : "eventB";
    if (failed(check(op, op.getEventA())) || failed(check(op, op.getEventB())))
      return failure();
    field("Combo_event_inputs", a, op.getEventA(), combo + " eventA");
    field("Combo_event_inputs", b, op.getEventB(), combo + " eventB");
    field("Combo_event_control", combo, uint32_t(op.getLogic()), combo + " logic");
  }
  return success();
}

LogicalResult ConfigWriter::writeEdgeEvents() {
  for (auto op : ops<TraceEdgeEventOp>()) {
    if (failed(check(op, op.getEvent())))
      return failure();
    Twine slot(op.getSlot());
    std::string name = ("Edge_Detection_" + slot).str(), comment = ("edge" + slot).str();
    EdgeTrigger trigger = op.getTrigger();
    StringRef reg = "Edge_Detection_event_control";
    field(reg, "Edge_Detection_Event_" + slot, op.getEvent(), comment + " source");
    field(reg, name + "_Trigger_Rising", trigger != EdgeTrigger::FALLING, comment + " rising");
    field(reg, name + "_Trigger_Falling", trigger != EdgeTrigger::RISING, comment + " falling");
  }
  return success();
}

/// What starts or stops the trace: a broadcast channel or an event.
template <typename Op>
LogicalResult ConfigWriter::writeBoundary(Op op, StringRef name, StringRef comment) {
  bool isBroadcast = op.getBroadcast().has_value();
  TraceEventAttr event = op.getEventAttr();
  if (isBroadcast) {
    std::string name = getBroadcastEvent(module, *op.getBroadcast());
    event = TraceEventAttr::get(op.getContext(), builder.getStringAttr(name));
  }
  std::optional<uint32_t> number = resolveEvent(module, event);
  if (!number)
    return op.emitError("unknown ")
           << (isBroadcast ? "broadcast" : "trace") << " event '" << event.getEventName() << "'";
  field("Trace_Control0", name, *number, comment);
  return success();
}

LogicalResult ConfigWriter::writeControl() {
  for (Operation &op : trace.getBody().front()) {
    LogicalResult result = success();
    if (auto start = dyn_cast<TraceStartEventOp>(op)) {
      result = writeBoundary(start, "Trace_Start_Event", "start event");
    } else if (auto stop = dyn_cast<TraceStopEventOp>(op)) {
      result = writeBoundary(stop, "Trace_Stop_Event", "stop event");
    } else if (auto mode = dyn_cast<TraceModeOp>(op)) {
      // Only the core's trace unit has modes.
      if (type == TracePacketType::Core)
        field("Trace_Control0", "Mode", uint32_t(mode.getMode()), "trace mode");
    } else if (auto packet = dyn_cast<TracePacketOp>(op)) {
      field("Trace_Control1", "ID", packet.getId(), "packet ID");
      field("Trace_Control1", "Packet_Type", uint32_t(packet.getType()), "packet type");
    }
    if (failed(result))
      return failure();
  }
  return success();
}

void ConfigWriter::writePorts() {
  constexpr uint32_t portsPerRegister = 4;
  for (auto op : ops<TracePortOp>()) {
    Twine slot(op.getSlot());
    std::string reg =
        ("Stream_Switch_Event_Port_Selection_" + Twine(op.getSlot() / portsPerRegister)).str();
    std::string port = (stringifyWireBundle(op.getPort()) + ":" + Twine(op.getChannel())).str();
    field(reg, "Port_" + slot + "_ID", builder.getStringAttr(port), "port " + slot + " ID");
    field(reg, "Port_" + slot + "_Master_Slave", op.getDirection() == DMAChannelDir::S2MM,
          "port " + slot + " master/slave");
  }
}

LogicalResult ConfigWriter::writeEvents() {
  constexpr unsigned maxEvents = 8, eventsPerRegister = 4;
  unsigned i = 0;
  for (auto op : ops<TraceEventOp>()) {
    if (i == maxEvents)
      break;
    if (failed(check(op, op.getEvent())))
      return failure();
    std::string reg = ("Trace_Event" + Twine(i / eventsPerRegister)).str();
    field(reg, "Trace_Event" + Twine(i), op.getEvent(), op.getEvent().getEventName());
    ++i;
  }
  return success();
}

LogicalResult ConfigWriter::write(TraceConfigOp config) {
  Block &body = config.getBody().emplaceBlock();
  builder.setInsertionPointToEnd(&body);
  if (failed(writeComboEvents()) || failed(writeEdgeEvents()) || failed(writeControl()))
    return failure();
  writePorts();
  if (failed(writeEvents()))
    return failure();
  EndOp::create(builder, trace.getLoc());
  return success();
}

static LogicalResult convert(DeviceOp device, TraceOp trace) {
  TracePacketType type = TracePacketType::Core;
  if (auto packets = trace.getBody().getOps<TracePacketOp>(); !packets.empty())
    type = (*packets.begin()).getType();
  std::optional<TraceModule> module =
      getTraceModule(trace, trace.getTile(), type == TracePacketType::Mem);
  if (!module)
    return trace.emitError("the tile of a trace must be placed");

  OpBuilder builder(trace.getContext());
  builder.setInsertionPointAfter(trace);
  std::string name = (trace.getSymName() + "_config").str();
  auto config = TraceConfigOp::create(builder, trace.getLoc(), name, trace.getTile(),
                                      TracePacketTypeAttr::get(trace.getContext(), type));
  if (failed(ConfigWriter(trace, type, *module).write(config)))
    return failure();
  device.walk([&](TraceStartConfigOp start) {
    if (start.getTraceConfig() == trace.getSymName())
      start.setTraceConfig(name);
  });
  trace.erase();
  return success();
}

void TraceToConfig::runOnOperation() {
  SmallVector<TraceOp> traces;
  getOperation().walk([&](TraceOp trace) { traces.push_back(trace); });
  for (TraceOp trace : traces)
    if (failed(convert(getOperation(), trace)))
      return signalPassFailure();
}
