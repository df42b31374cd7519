//===- FlowEnds.cpp - What flows ask for ------------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialect/aie/transforms/FlowEnds.h"

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aie;
using routing::Endpoint;

namespace tilewright::aie {

std::string text(Port p) { return (device::stringify(p.bundle) + " : " + Twine(p.channel)).str(); }
std::string text(TileID t) { return ("tile (" + Twine(t.col) + ", " + Twine(t.row) + ")").str(); }
std::string text(Endpoint e) { return text(e.port) + " of " + text(e.tile); }

//===--- Reading ----------------------------------------------------------===//

std::optional<int> FlowEnds::id() const {
  auto packet = dyn_cast<PacketFlowOp>(op);
  return packet ? std::optional<int>(packet.IDInt()) : std::nullopt;
}

/// The end of a flow; an error at \p op if its tile has no place yet.
static FailureOr<Endpoint> readEnd(Operation *op, Value tile, Port port) {
  if (auto placed = tile.getDefiningOp<TileOp>())
    return Endpoint{placed.getTileID(), port};
  return op->emitOpError("has an end at ") << text(port) << " of a tile that is not placed";
}

FailureOr<Flows> readFlows(DeviceOp device) {
  Flows flows;
  for (auto flow : device.getOps<FlowOp>()) {
    auto source = readEnd(flow, flow.getSource(), flow.sourcePort());
    auto dest = readEnd(flow, flow.getDest(), flow.destPort());
    if (failed(source) || failed(dest))
      return failure();
    flows.circuits.push_back({flow, *source, {*dest}});
  }
  for (auto flow : device.getOps<PacketFlowOp>()) {
    FlowEnds ends{flow, {}, {}};
    bool hasSource = false;
    for (Operation &op : flow.getPorts().front()) {
      if (auto source = dyn_cast<PacketSourceOp>(op)) {
        auto end = readEnd(flow, source.getTile(), source.port());
        if (failed(end))
          return failure();
        ends.source = *end;
        hasSource = true;
      } else if (auto dest = dyn_cast<PacketDestOp>(op)) {
        auto end = readEnd(flow, dest.getTile(), dest.port());
        if (failed(end))
          return failure();
        ends.dests.push_back(*end);
      }
    }
    if (!hasSource)
      return flow.emitOpError("packet_flow has no packet_source");
    flows.packets.push_back(std::move(ends));
  }
  return flows;
}

void joinCircuits(Flows &flows) {
  std::map<Endpoint, Operation *> circuits;
  for (const FlowEnds &f : flows.circuits)
    circuits.try_emplace(f.source, f.op);
  for (FlowEnds &f : flows.packets)
    if (auto circuit = circuits.find(f.source); circuit != circuits.end())
      f.circuit = circuit->second;
}

//===--- Ends that exclude each other -------------------------------------===//

namespace {

/// Knows who uses the ports of the switches at which flows start and end.
class EndCheck {
public:
  explicit EndCheck(DeviceOp device) : model(getTargetModel(device)) {
    for (auto box : device.getOps<SwitchboxOp>())
      for (Operation &op : box.getConnections().front())
        addSwitchOp(box.getTileID(), &op);
  }

  LogicalResult check(const Flows &);

private:
  /// An op of a switch, or a flow with the end that it has there and its source.
  struct User {
    Operation *op;
    bool isCircuit;
    Endpoint end, source;
    bool isFlow() const { return isa<FlowOp, PacketFlowOp>(op); }
  };

  void addSwitchOp(TileID, Operation *);
  LogicalResult addSource(const FlowEnds &, bool isCircuit);
  LogicalResult addDest(const FlowEnds &, const Endpoint &dest, bool isCircuit);
  InFlightDiagnostic refuse(Operation *flow, bool isSource, const Endpoint &end, const User &);

  const DeviceModel &model;
  std::map<Endpoint, User> inputs, outputs;
};

void EndCheck::addSwitchOp(TileID tile, Operation *op) {
  auto add = [&](std::map<Endpoint, User> &users, Port port, bool isCircuit) {
    users.try_emplace({tile, port}, User{op, isCircuit, {tile, port}, {}});
  };
  if (auto connect = dyn_cast<ConnectOp>(op)) {
    add(inputs, connect.sourcePort(), /*isCircuit=*/true);
    add(outputs, connect.destPort(), /*isCircuit=*/true);
  } else if (auto master = dyn_cast<MasterSetOp>(op)) {
    add(outputs, master.destPort(), /*isCircuit=*/false);
  } else if (auto rules = dyn_cast<PacketRulesOp>(op)) {
    add(inputs, rules.sourcePort(), /*isCircuit=*/false);
  }
}

/// The error at \p flow, up to who the other is; the note where that is.
InFlightDiagnostic EndCheck::refuse(Operation *flow, bool isSource, const Endpoint &end,
                                    const User &other) {
  const Endpoint port = routing::atSwitch(model, end, isSource);
  InFlightDiagnostic diag = flow->emitOpError(isSource ? "starts at " : "ends at ") << text(end);
  if (port != end)
    diag << ", which is " << text(port.port) << " of the switch";
  Diagnostic &note = diag.attachNote(other.op->getLoc());
  if (!other.isFlow()) {
    diag << ", which " << (other.isCircuit ? "a connection" : "packets") << " of the switchbox "
         << (other.isCircuit ? "uses" : "use") << " already: ";
    note << "in the switchbox";
    return diag;
  }
  diag << ", where "
       << (isa<FlowOp>(flow) && isa<FlowOp>(other.op) ? "another flow"
           : other.isCircuit                          ? "a circuit"
                                                      : "a packet flow")
       << (isSource ? " starts already: " : " ends already: ");
  note << "the other flow, from " << text(other.source);
  if (!isSource && other.end != end)
    note << " to " << text(other.end);
  return diag;
}

LogicalResult EndCheck::addSource(const FlowEnds &f, bool isCircuit) {
  const Endpoint port = routing::atSwitch(model, f.source, /*isSource=*/true);
  const User &other =
      inputs.try_emplace(port, User{f.op, isCircuit, f.source, f.source}).first->second;
  // A connection may get company. What is in the way of the port itself, routing finds.
  if (other.end == f.source || (isCircuit && other.isCircuit && !other.isFlow()))
    return success();
  return refuse(f.op, /*isSource=*/true, f.source, other)
         << (other.isFlow() ? "the shim mux cannot lead both into the array"
                            : "it cannot match another connect or masterset operation");
}

LogicalResult EndCheck::addDest(const FlowEnds &f, const Endpoint &dest, bool isCircuit) {
  const Endpoint port = routing::atSwitch(model, dest, /*isSource=*/false);
  const User &other =
      outputs.try_emplace(port, User{f.op, isCircuit, dest, f.source}).first->second;
  const bool isSame = other.isFlow() && other.end == dest && other.isCircuit == isCircuit;
  if (isSame && (!isCircuit || other.source == f.source))
    return success();
  InFlightDiagnostic diag = refuse(f.op, /*isSource=*/false, dest, other);
  if (isCircuit && other.isCircuit)
    diag << "it targets same dst as another connect op";
  else
    diag << "it targets same destination " << device::stringify(port.port.bundle) << ": "
         << port.port.channel << " as another connect or masterset operation";
  return diag;
}

LogicalResult EndCheck::check(const Flows &flows) {
  for (const FlowEnds &f : flows.circuits)
    if (failed(addSource(f, /*isCircuit=*/true)) ||
        failed(addDest(f, f.dests.front(), /*isCircuit=*/true)))
      return failure();
  // Packets that go along with a circuit are ends of it, to be known first.
  for (bool joins : {true, false})
    for (const FlowEnds &f : flows.packets) {
      if ((f.circuit != nullptr) != joins)
        continue;
      if (joins) {
        InFlightDiagnostic diag = f.op->emitWarning("packets from ")
                                  << text(f.source) << " go the way of the circuit that starts "
                                  << "there, and to all its ends";
        diag.attachNote(f.circuit->getLoc()) << "the circuit";
      } else if (failed(addSource(f, /*isCircuit=*/false))) {
        return failure();
      }
      for (const Endpoint &dest : f.dests)
        if (failed(addDest(f, dest, /*isCircuit=*/joins)))
          return failure();
    }
  return success();
}

} // namespace

LogicalResult checkEnds(DeviceOp device, const Flows &flows) {
  return EndCheck(device).check(flows);
}

//===--- Packet headers ---------------------------------------------------===//

/// A flow that does not say keeps the headers, except into a DMA or out of the array.
static bool keepsHeaders(const DeviceModel &model, PacketFlowOp flow, const Endpoint &dest) {
  const bool leaves = model.isShimTile(dest.tile) && dest.port.bundle == WireBundle::South;
  return flow.getKeepPktHeader().value_or(dest.port.bundle != WireBundle::DMA && !leaves);
}

FailureOr<std::map<Endpoint, PacketFlowOp>> lastFlowsInto(DeviceOp device, const Flows &flows) {
  const DeviceModel &model = getTargetModel(device);
  std::map<Endpoint, PacketFlowOp> lastInto;
  for (const FlowEnds &f : flows.packets) {
    if (f.circuit)
      continue;
    auto flow = cast<PacketFlowOp>(f.op);
    for (const Endpoint &dest : f.dests) {
      PacketFlowOp &last = lastInto[dest];
      const bool keeps = keepsHeaders(model, flow, dest);
      if (last && keepsHeaders(model, last, dest) != keeps) {
        InFlightDiagnostic diag = flow.emitOpError()
                                  << "with ID " << flow.IDInt() << (keeps ? " keeps" : " drops")
                                  << " the headers at " << text(dest) << ", where another flow "
                                  << (keeps ? "drops" : "keeps") << " them";
        diag.attachNote(last.getLoc()) << "the other flow, with ID " << last.IDInt();
        return failure();
      }
      last = flow;
    }
  }
  return lastInto;
}

} // namespace tilewright::aie
