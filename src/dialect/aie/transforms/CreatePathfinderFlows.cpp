//===- CreatePathfinderFlows.cpp - Flows to switch settings -----*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The thin side of the router: routing/ finds the paths and plans the packet
// switches without knowing the IR, FlowEnds reads the flows of a device, this
// file the hand-made switches, and it writes the settings back into the device.
//
// Circuits and packets are always routed together, whatever the options ask to
// be written. What is written where follows mlir-aie, since names and order of
// ops are visible to whoever reads the output:
// - switchboxes of circuits stand at the end of the device, in the order the
//   flows need them, with the tiles that are new;
// - switchboxes of packets stand behind their tiles, and every tile gets one;
// - of several `aie.flow`s with one source the first goes, the others stay;
//   `aie.packet_flow`s stay;
// - wires between everything that is configured come last.
//
//===----------------------------------------------------------------------===//
#include "dialect/aie/transforms/FlowEnds.h"
#include "dialect/aie/transforms/Passes.h"
#include "dialect/aie/transforms/routing/PacketSwitch.h"
#include "dialect/aie/transforms/routing/Router.h"
#include "dialect/aie/transforms/routing/SwitchSettings.h"

namespace tilewright::aie {
#define GEN_PASS_DEF_AIECREATEPATHFINDERFLOWS
#include "dialect/aie/transforms/Passes.h.inc"
} // namespace tilewright::aie

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aie;
using routing::Amsel;
using routing::Connection;
using routing::Endpoint;
using routing::isMuxPort;

namespace {

//===--- The switches of a device -----------------------------------------===//

/// Tiles, switchboxes and shim muxes by place; makes those that are missing.
class Switches {
public:
  explicit Switches(DeviceOp device) : device(device), model(getTargetModel(device)) {
    places.resize(model.columns() * model.rows());
    for (Operation &op : *device.getBody()) {
      if (auto tile = dyn_cast<TileOp>(op); tile && !at(tile.getTileID()).tile)
        at(tile.getTileID()).tile = tile;
      else if (auto box = dyn_cast<SwitchboxOp>(op))
        at(box.getTileID()).box = box;
      else if (auto mux = dyn_cast<ShimMuxOp>(op))
        at(mux.getTileID()).mux = mux;
    }
  }

  TileOp findTile(TileID t) { return at(t).tile; }
  SwitchboxOp findBox(TileID t) { return at(t).box; }
  ShimMuxOp findMux(TileID t) { return at(t).mux; }

  /// These make what is missing at \p builder.
  TileOp tile(OpBuilder &builder, TileID t) {
    if (!at(t).tile)
      at(t).tile = TileOp::create(builder, builder.getUnknownLoc(), t.col, t.row, StringAttr());
    return at(t).tile;
  }
  SwitchboxOp box(OpBuilder &builder, TileID t) {
    if (!at(t).box)
      at(t).box = SwitchboxOp::create(builder, builder.getUnknownLoc(), tile(builder, t));
    return at(t).box;
  }
  ShimMuxOp mux(OpBuilder &builder, TileID t) {
    if (!at(t).mux)
      at(t).mux = ShimMuxOp::create(builder, builder.getUnknownLoc(), tile(builder, t));
    return at(t).mux;
  }

  /// All places with a tile op, by column, then row.
  SmallVector<TileID> tiles() {
    SmallVector<TileID> result;
    for (int col = 0; col < model.columns(); ++col)
      for (int row = 0; row < model.rows(); ++row)
        if (findTile({col, row}))
          result.push_back({col, row});
    return result;
  }

private:
  struct Place {
    TileOp tile;
    SwitchboxOp box;
    ShimMuxOp mux;
  };
  Place &at(TileID t) { return places[t.col * model.rows() + t.row]; }

  DeviceOp device;
  const DeviceModel &model;
  std::vector<Place> places;
};

//===--- Reading the device -----------------------------------------------===//

/// What the switchboxes that are there already use.
routing::Fixed readFixed(DeviceOp device) {
  routing::Fixed fixed;
  for (auto box : device.getOps<SwitchboxOp>()) {
    TileID tile = box.getTileID();
    for (Operation &op : box.getConnections().front()) {
      if (auto connect = dyn_cast<ConnectOp>(op))
        fixed.circuits.push_back({tile, connect.sourcePort(), connect.destPort()});
      else if (auto rules = dyn_cast<PacketRulesOp>(op))
        fixed.packetInputs.push_back({tile, rules.sourcePort()});
      else if (auto master = dyn_cast<MasterSetOp>(op))
        fixed.packetOutputs.push_back({tile, master.destPort()});
    }
  }
  return fixed;
}

/// What the switchboxes that are there already do. The South ports of a shim
/// tile that its mux connects to a port of its own are replaced by that port.
routing::SwitchSettings readSettings(DeviceOp device) {
  std::map<Endpoint, Port> muxInputs, muxOutputs;
  for (auto mux : device.getOps<ShimMuxOp>())
    for (auto connect : mux.getConnections().getOps<ConnectOp>()) {
      Port source = connect.sourcePort(), dest = connect.destPort();
      if (dest.bundle == WireBundle::North)
        muxInputs[{mux.getTileID(), {WireBundle::South, dest.channel}}] = source;
      else if (source.bundle == WireBundle::North)
        muxOutputs[{mux.getTileID(), {WireBundle::South, source.channel}}] = dest;
    }
  auto through = [](const std::map<Endpoint, Port> &mux, TileID tile, Port port) {
    auto it = mux.find({tile, port});
    return it == mux.end() ? port : it->second;
  };

  routing::SwitchSettings settings;
  for (auto box : device.getOps<SwitchboxOp>()) {
    TileID tile = box.getTileID();
    Block &body = box.getConnections().front();
    for (auto connect : body.getOps<ConnectOp>())
      settings.addCircuit({tile, through(muxInputs, tile, connect.sourcePort()),
                           through(muxOutputs, tile, connect.destPort())});
    for (auto rules : body.getOps<PacketRulesOp>())
      for (auto rule : rules.getRules().getOps<PacketRuleOp>()) {
        SmallVector<Port> dests;
        for (auto master : body.getOps<MasterSetOp>())
          if (llvm::is_contained(master.getAmsels(), rule.getAmsel()))
            dests.push_back(through(muxOutputs, tile, master.destPort()));
        settings.addRule({tile, through(muxInputs, tile, rules.sourcePort())}, rule.maskInt(),
                         rule.valueInt(), dests);
      }
  }
  return settings;
}

/// Leaves out the flows that the switches are set up for already, so that a
/// routed design can be routed again.
void dropRouted(DeviceOp device, std::vector<FlowEnds> &flows) {
  const DeviceModel &model = getTargetModel(device);
  routing::SwitchSettings settings = readSettings(device);
  if (settings.empty())
    return;
  llvm::erase_if(flows, [&](const FlowEnds &f) {
    std::map<Endpoint, unsigned> ends = settings.follow(model, f.source, f.id());
    return llvm::all_of(f.dests, [&](const Endpoint &dest) { return ends.count(dest); });
  });
}

//===--- Diagnostics ------------------------------------------------------===//

/// Says at a flow what it wants of a wire or connection that others want too.
void noteSpot(Diagnostic &diag, Operation *flow, const routing::Congested::Spot &spot) {
  Diagnostic &note = diag.attachNote(flow->getLoc());
  if (spot.from.tile == spot.to.tile)
    note << "wants the connection from " << text(spot.from.port) << " to " << text(spot.to);
  else
    note << "wants the wire from " << text(spot.from) << " to " << text(spot.to.tile);
}

using FlowOf = llvm::function_ref<Operation *(const routing::Request &, const Endpoint *dest)>;

LogicalResult reportOverfull(DeviceOp device, const routing::Overfull &strip,
                             ArrayRef<routing::Request> requests, FlowOf flowOf) {
  InFlightDiagnostic diag = device.emitError("Unable to find a legal routing: ");
  diag << strip.needed << (strip.goesIn ? " streams have to get into " : " streams have to leave ")
       << (strip.isColumns ? "columns " : "rows ") << strip.first << " to " << strip.last
       << ", and " << strip.wires << (strip.goesIn ? " wires lead in" : " wires lead out");
  constexpr size_t kMaxFlows = 12;
  for (unsigned r : ArrayRef(strip.requests).take_front(kMaxFlows))
    diag.attachNote(flowOf(requests[r], nullptr)->getLoc())
        << "one is from " << text(requests[r].source);
  if (strip.requests.size() > kMaxFlows)
    diag.attachNote() << "and there are " << strip.requests.size() - kMaxFlows << " more";
  return diag;
}

LogicalResult report(DeviceOp device, const routing::Failure &failure,
                     ArrayRef<routing::Request> requests, ArrayRef<FlowEnds> flows) {
  const DeviceModel &model = getTargetModel(device);
  auto flowOf = [&](const routing::Request &r, const Endpoint *dest) -> Operation * {
    for (const FlowEnds &f : flows)
      if (f.source == r.source && (!dest || llvm::is_contained(f.dests, *dest)))
        return f.op;
    return device;
  };
  if (auto *missing = std::get_if<routing::NoSuchPort>(&failure)) {
    const routing::Request &r = requests[missing->request];
    const bool isSource = missing->dest < 0;
    const Endpoint &end = isSource ? r.source : r.dests[missing->dest];
    uint32_t n = isSource ? routing::numInputs(model, end.tile, end.port.bundle)
                          : routing::numOutputs(model, end.tile, end.port.bundle);
    return flowOf(r, isSource ? nullptr : &end)->emitOpError()
           << (isSource ? "starts at " : "ends at ") << text(end) << ", but streams can "
           << (isSource ? "come from " : "go to ") << n << " " << device::stringify(end.port.bundle)
           << (n == 1 ? " port there" : " ports there") << ": Unable to find a legal routing";
  }
  if (auto *overfull = std::get_if<routing::Overfull>(&failure))
    return reportOverfull(device, *overfull, requests, flowOf);
  InFlightDiagnostic diag = device.emitError("Unable to find a legal routing");
  if (auto *unreachable = std::get_if<routing::Unreachable>(&failure)) {
    const routing::Request &r = requests[unreachable->request];
    const Endpoint &dest = r.dests[unreachable->dest];
    diag.attachNote(flowOf(r, &dest)->getLoc())
        << "no path leads from " << text(r.source) << " to " << text(dest);
    return diag;
  }
  constexpr size_t kMaxSpots = 4;
  const auto &congested = std::get<routing::Congested>(failure);
  if (congested.givenUpAfter)
    diag.attachNote() << "given up after " << *congested.givenUpAfter << " long rounds";
  auto &spots = congested.spots;
  for (const auto &spot : ArrayRef(spots).take_front(kMaxSpots))
    for (unsigned r : spot.requests)
      noteSpot(*diag.getUnderlyingDiagnostic(), flowOf(requests[r], nullptr), spot);
  if (spots.size() > kMaxSpots)
    diag.attachNote() << spots.size() - kMaxSpots << " more places are wanted by several flows";
  return diag;
}

/// Warns where packets come out that no flow has sent there, or more than once:
/// flows of one ID from several sources may share a part of their way.
void warnOfStrays(DeviceOp device, ArrayRef<FlowEnds> flows,
                  const std::map<TileID, routing::SwitchPlan> &plans) {
  const DeviceModel &model = getTargetModel(device);
  routing::SwitchSettings settings;
  for (const auto &[tile, plan] : plans)
    settings.addPlan(tile, plan);
  std::map<std::pair<Endpoint, int>, std::set<Endpoint>> wanted, warned;
  for (const FlowEnds &f : flows)
    wanted[{f.source, *f.id()}].insert(f.dests.begin(), f.dests.end());
  for (const FlowEnds &f : flows)
    for (const auto &[end, ways] : settings.follow(model, f.source, f.id())) {
      const std::pair<Endpoint, int> packets{f.source, *f.id()};
      const bool isStray = !wanted[packets].count(end);
      if ((!isStray && ways == 1) || !warned[packets].insert(end).second)
        continue;
      f.op->emitWarning("packets of ID ")
          << *f.id() << " from " << text(f.source) << (isStray ? " also" : "") << " come out "
          << (isStray ? "at " : "more than once at ") << text(end)
          << ", where another flow with this ID ends: give one of them another ID";
    }
}

//===--- Circuits ---------------------------------------------------------===//

void addConnect(OpBuilder builder, Port source, Port dest) {
  ConnectOp::create(builder, builder.getUnknownLoc(), source.bundle, source.channel, dest.bundle,
                    dest.channel);
}

/// Adds a connection to a shim mux that does not have it yet.
void addMuxConnect(OpBuilder builder, ShimMuxOp mux, Port source, Port dest) {
  for (auto connect : mux.getConnections().getOps<ConnectOp>())
    if (connect.sourcePort() == source && connect.destPort() == dest)
      return;
  addConnect(builder, source, dest);
}

/// Writes the connections of a circuit, with what they need of shim muxes.
void writeCircuit(const DeviceModel &model, Switches &switches, OpBuilder &builder,
                  const routing::Route &route) {
  for (const Connection &c : route.connections) {
    SwitchboxOp box = switches.box(builder, c.tile);
    Port source = c.source, dest = c.dest;
    if (model.isShimTile(c.tile)) {
      const Port first = route.source.port;
      const bool isStart = c.tile == route.source.tile && source == first;
      if (isStart && (isMuxPort(first) || first.bundle == WireBundle::South)) {
        source = {WireBundle::South, static_cast<int>(*model.shimMuxSouthPort(first, true))};
        ShimMuxOp mux = switches.mux(builder, c.tile);
        addMuxConnect(OpBuilder::atBlockTerminator(&mux.getConnections().front()), mux, first,
                      {WireBundle::North, source.channel});
      }
      if (isMuxPort(dest)) {
        ShimMuxOp mux = switches.mux(builder, c.tile);
        Port south{WireBundle::South, static_cast<int>(*model.shimMuxSouthPort(dest, false))};
        addMuxConnect(OpBuilder::atBlockTerminator(&mux.getConnections().front()), mux,
                      {WireBundle::North, south.channel}, dest);
        dest = south;
      }
    }
    addConnect(OpBuilder::atBlockTerminator(&box.getConnections().front()), source, dest);
  }
}

//===--- Packets ----------------------------------------------------------===//

/// Selects that a switchbox uses already.
SmallVector<Amsel> takenAmsels(SwitchboxOp box) {
  SmallVector<Amsel> taken;
  if (box)
    for (auto op : box.getConnections().getOps<AMSelOp>())
      taken.push_back(
          {static_cast<unsigned>(op.getMselValue()), static_cast<unsigned>(op.arbiterIndex())});
  return taken;
}

LogicalResult reportOutOfAmsels(DeviceOp device, Switches &switches, TileID tile,
                                const routing::OutOfAmsels &failure) {
  const DeviceModel &model = getTargetModel(device);
  TileOp tileOp = switches.findTile(tile);
  InFlightDiagnostic diag = tileOp ? tileOp.emitOpError() : device.emitOpError();
  if (failure.arbiter)
    diag << "tile op arbiter " << *failure.arbiter << " has used up all its msels: cannot assign "
         << "flow: arbiter " << *failure.arbiter << " has no free msels, but flow requires this "
         << "arbiter due to existing port assignments; ";
  else
    diag << "tile op has used up all arbiter-msel combinations: ";
  if (failure.outputs.empty()) {
    diag << "packets leave " << text(tile) << " by " << failure.needed
         << " combinations of ports, and it has " << model.numArbiters() << " arbiters with "
         << model.numMsels() << " msels each";
  } else {
    diag << text(tile) << " sends packets to ";
    llvm::interleave(failure.outputs, [&](Port p) { diag << text(p); }, [&] { diag << ", "; });
    diag << " in " << failure.needed << " combinations, and ports that share packets have one "
         << "arbiter with " << model.numMsels() << " msels together";
  }
  diag.attachNote() << "nothing is left for packets of ID " << failure.id << " that enter by "
                    << text(failure.source);
  return diag;
}

using Plans = std::map<TileID, routing::SwitchPlan>;

/// Plans the switches of all packets that are not part of a circuit.
FailureOr<Plans> planPackets(DeviceOp device, Switches &switches, ArrayRef<FlowEnds> flows,
                             llvm::function_ref<const routing::Route *(Endpoint)> routeFrom) {
  const DeviceModel &model = getTargetModel(device);
  std::vector<routing::PacketFlow> packets;
  for (const FlowEnds &f : flows) {
    auto flow = cast<PacketFlowOp>(f.op);
    if (const routing::Route *route = routeFrom(f.source))
      packets.push_back({flow.IDInt(),
                         flow.getPriorityRoute().value_or(false),
                         route,
                         {f.dests.begin(), f.dests.end()}});
  }
  Plans plans;
  for (const routing::SwitchTraffic &t : routing::collectTraffic(model, packets)) {
    SmallVector<Amsel> taken = takenAmsels(switches.findBox(t.tile));
    auto plan = routing::planSwitch(model, t.connections, taken);
    if (auto *failure = std::get_if<routing::OutOfAmsels>(&plan))
      return reportOutOfAmsels(device, switches, t.tile, *failure);
    plans.emplace(t.tile, std::move(std::get<routing::SwitchPlan>(plan)));
  }
  return plans;
}

/// Writes the rules of a switch; an error at the rule that catches too much.
LogicalResult writeRules(OpBuilder builder, const routing::SwitchPlan &plan,
                         const std::map<Amsel, Value> &amsels) {
  Location loc = builder.getUnknownLoc();
  auto box = cast<SwitchboxOp>(builder.getBlock()->getParentOp());
  const uint32_t slots = getTargetModel(box).numPacketSlots();
  for (auto [s, slave] : llvm::enumerate(plan.slaves)) {
    if (slave.rules.size() > slots)
      emitWarning(box.getTile().getLoc())
          << "packets that enter " << text(box.getTileID()) << " by " << text(slave.port)
          << " need " << slave.rules.size() << " rules, and a port has " << slots
          << ": IDs with the same ends share a rule if they differ in few bits";
    auto rules = PacketRulesOp::create(builder, loc, slave.port.bundle, slave.port.channel);
    PacketRulesOp::ensureTerminator(rules.getRules(), builder, loc);
    OpBuilder inside = OpBuilder::atBlockTerminator(&rules.getRules().front());
    for (auto [r, rule] : llvm::enumerate(slave.rules)) {
      auto op = PacketRuleOp::create(inside, loc, rule.mask, rule.value, amsels.at(rule.amsel));
      if (!plan.clash || plan.clash->slave != s || plan.clash->rule != r)
        continue;
      op.emitOpError("can lead to false packet id match for id ")
          << plan.clash->id << ", which is not supposed to pass through this port.";
      op.emitRemark("Please consider changing all uses of packet id ")
          << plan.clash->id << " to avoid deadlock.";
      return failure();
    }
  }
  return success();
}

LogicalResult writePlan(SwitchboxOp box, const routing::SwitchPlan &plan, TileID tile,
                        const std::map<Endpoint, PacketFlowOp> &lastFlowInto) {
  OpBuilder builder = OpBuilder::atBlockTerminator(&box.getConnections().front());
  Location loc = builder.getUnknownLoc();
  std::map<Amsel, Value> amsels;
  for (const auto &master : plan.masters)
    for (Amsel v : master.amsels)
      amsels.try_emplace(v);
  for (auto &[v, value] : amsels)
    value = AMSelOp::create(builder, loc, v.arbiter, v.msel);
  for (const auto &master : plan.masters) {
    SmallVector<Value> values;
    for (Amsel v : master.amsels)
      values.push_back(amsels[v]);
    auto flow = lastFlowInto.find({tile, master.port});
    BoolAttr keep;
    if (flow != lastFlowInto.end())
      keep = PacketFlowOp(flow->second).getKeepPktHeaderAttr();
    MasterSetOp::create(builder, loc, master.port.bundle, master.port.channel, values, keep);
  }
  return writeRules(builder, plan, amsels);
}

/// Replaces the shim's own ports in packet switches by the South ports that the
/// mux connects them to.
void connectShimPorts(DeviceOp device, Switches &switches) {
  const DeviceModel &model = getTargetModel(device);
  auto southOf = [&](SwitchboxOp box, Port port, bool intoArray) {
    OpBuilder builder(box.getContext());
    builder.setInsertionPointAfter(switches.findTile(box.getTileID()));
    ShimMuxOp mux = switches.mux(builder, box.getTileID());
    int channel = *model.shimMuxSouthPort(port, intoArray);
    OpBuilder inside = OpBuilder::atBlockBegin(&mux.getConnections().front());
    if (intoArray)
      addMuxConnect(inside, mux, port, {WireBundle::North, channel});
    else
      addMuxConnect(inside, mux, {WireBundle::North, channel}, port);
    return channel;
  };
  for (auto box : llvm::to_vector(device.getOps<SwitchboxOp>())) {
    if (!model.isShimTile(box.getTileID()))
      continue;
    for (Operation &op : box.getConnections().front()) {
      if (auto rules = dyn_cast<PacketRulesOp>(op); rules && isMuxPort(rules.sourcePort())) {
        rules.setSourceChannel(southOf(box, rules.sourcePort(), /*intoArray=*/true));
        rules.setSourceBundle(WireBundle::South);
      } else if (auto set = dyn_cast<MasterSetOp>(op); set && isMuxPort(set.destPort())) {
        set.setDestChannel(southOf(box, set.destPort(), /*intoArray=*/false));
        set.setDestBundle(WireBundle::South);
      }
    }
  }
}

LogicalResult writePackets(DeviceOp device, Switches &switches, const Plans &plans,
                           const std::map<Endpoint, PacketFlowOp> &lastFlowInto) {
  OpBuilder atEnd = OpBuilder::atBlockTerminator(device.getBody());
  for (bool priority : {true, false})
    for (const auto &[tile, plan] : plans)
      if (plan.priority == priority)
        switches.tile(atEnd, tile);
  for (TileID tile : switches.tiles()) {
    OpBuilder builder(device.getContext());
    builder.setInsertionPointAfter(switches.findTile(tile));
    SwitchboxOp box = switches.box(builder, tile);
    auto plan = plans.find(tile);
    if (plan != plans.end() && failed(writePlan(box, plan->second, tile, lastFlowInto)))
      return failure();
  }
  connectShimPorts(device, switches);
  return success();
}

//===--- Wires ------------------------------------------------------------===//

void writeWires(DeviceOp device, Switches &switches) {
  const DeviceModel &model = getTargetModel(device);
  OpBuilder builder = OpBuilder::atBlockTerminator(device.getBody());
  DenseSet<std::tuple<Value, unsigned, Value, unsigned>> known; // only looked up
  auto keyOf = [](Value from, WireBundle out, Value to, WireBundle in) {
    return std::tuple(from, static_cast<unsigned>(out), to, static_cast<unsigned>(in));
  };
  for (auto wire : device.getOps<WireOp>())
    known.insert(
        keyOf(wire.getSource(), wire.getSourceBundle(), wire.getDest(), wire.getDestBundle()));
  auto add = [&](Value from, WireBundle out, Value to, WireBundle in) {
    if (!known.contains(keyOf(from, out, to, in)))
      WireOp::create(builder, builder.getUnknownLoc(), from, out, to, in);
  };
  for (TileID t : switches.tiles()) {
    TileOp tile = switches.findTile(t);
    SwitchboxOp box = switches.findBox(t);
    if (!box)
      continue;
    if (t.col > 0)
      if (SwitchboxOp west = switches.findBox({t.col - 1, t.row}))
        add(west, WireBundle::East, box, WireBundle::West);
    if (t.row > 0) {
      add(tile, WireBundle::Core, box, WireBundle::Core);
      add(tile, WireBundle::DMA, box, WireBundle::DMA);
      if (SwitchboxOp south = switches.findBox({t.col, t.row - 1}))
        add(south, WireBundle::North, box, WireBundle::South);
    } else if (ShimMuxOp mux = switches.findMux(t); mux && model.isShimNOCTile(t)) {
      add(mux, WireBundle::North, box, WireBundle::South);
      add(tile, WireBundle::DMA, mux, WireBundle::DMA);
    }
  }
}

//===--- The pass ---------------------------------------------------------===//

struct CreatePathfinderFlows : aie::impl::AIECreatePathfinderFlowsBase<CreatePathfinderFlows> {
  using AIECreatePathfinderFlowsBase::AIECreatePathfinderFlowsBase;
  void runOnOperation() override {
    if (failed(route(getOperation())))
      signalPassFailure();
  }
  LogicalResult route(DeviceOp device);
};

LogicalResult CreatePathfinderFlows::route(DeviceOp device) {
  const DeviceModel &model = getTargetModel(device);
  FailureOr<Flows> flows = readFlows(device);
  if (failed(flows))
    return failure();
  auto &[circuits, packets] = *flows;
  dropRouted(device, circuits);
  dropRouted(device, packets);
  // What is not written gets in nobody's way.
  Flows written{clRouteCircuit ? circuits : std::vector<FlowEnds>(),
                clRoutePacket ? packets : std::vector<FlowEnds>()};
  joinCircuits(written);
  if (failed(checkEnds(device, written)))
    return failure();
  auto lastFlowInto = lastFlowsInto(device, written);
  if (failed(lastFlowInto))
    return failure();

  routing::RequestList list;
  for (const FlowEnds &f : packets)
    for (const Endpoint &dest : f.dests)
      list.addPacket(f.source, dest, cast<PacketFlowOp>(f.op).getPriorityRoute().value_or(false));
  list.finishPackets();
  for (const FlowEnds &f : circuits)
    list.addCircuit(f.source, f.dests.front(), clRouteCircuit && clRoutePacket);

  routing::Result result = routing::routeAll(model, list.requests(), readFixed(device));
  if (auto *failure = std::get_if<routing::Failure>(&result)) {
    std::vector<FlowEnds> all(packets);
    llvm::append_range(all, circuits);
    return report(device, *failure, list.requests(), all);
  }
  std::map<Endpoint, const routing::Route *> routeFrom;
  for (const routing::Route &route : std::get<std::vector<routing::Route>>(result))
    routeFrom[route.source] = &route;

  Switches switches(device);
  if (clRouteCircuit) {
    OpBuilder builder = OpBuilder::atBlockTerminator(device.getBody());
    for (const FlowEnds &f : circuits)
      if (const routing::Route *&route = routeFrom[f.source]) {
        writeCircuit(model, switches, builder, *route);
        route = nullptr;
        f.op->erase();
      }
  }
  if (clRoutePacket) {
    auto plans =
        planPackets(device, switches, packets, [&](Endpoint source) { return routeFrom[source]; });
    if (failed(plans) || failed(writePackets(device, switches, *plans, *lastFlowInto)))
      return failure();
    warnOfStrays(device, packets, *plans);
  }
  writeWires(device, switches);
  return success();
}

} // namespace
