//===- FindFlows.cpp - Switch settings back to flows ------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Follows every stream that can leave a core or a DMA along wires and through
// switches, and writes a flow for each place where it comes out.
//
// On its way through packet rules a stream is the set of packets whose ID has
// certain bits (mask) with certain values; each rule narrows the set. A stream
// that met no rule is a circuit. A stream may get to one place in several ways, and
// then there are as many flows; only where it comes back to a place of its own way
// does it go round in a ring, and ends. Since ways that split and meet again double
// each time, the steps of all searches together are limited.
//
//===----------------------------------------------------------------------===//
#include "dialect/aie/AIEDialect.h"
#include "dialect/aie/transforms/Passes.h"
#include <set>

namespace tilewright::aie {
#define GEN_PASS_DEF_AIEFINDFLOWS
#include "dialect/aie/transforms/Passes.h.inc"
} // namespace tilewright::aie

using namespace mlir;
using namespace tilewright::aie;

namespace {

/// The packets of a stream: those with (ID & mask) == value.
struct Packets {
  int mask = 0, value = 0;
  friend auto operator<=>(const Packets &, const Packets &) = default;

  bool overlap(const Packets &o) const {
    return (mask & o.mask & value) == (mask & o.mask & o.value);
  }
  Packets narrowedBy(const Packets &o) const { return {mask | o.mask, value | (o.mask & o.value)}; }
};

/// A stream that arrives at a port of a tile, switchbox or shim mux.
struct Arrival {
  Operation *op;
  Port port;
  Packets packets;
};

//===--- Wires ------------------------------------------------------------===//

/// What the wires of a device connect. A wire works both ways and carries all
/// channels of its bundle; of several at one bundle the first counts.
class Wires {
public:
  explicit Wires(DeviceOp device) {
    for (auto wire : device.getOps<WireOp>()) {
      End source{wire.getSource().getDefiningOp(), wire.getSourceBundle()};
      End dest{wire.getDest().getDefiningOp(), wire.getDestBundle()};
      ends.try_emplace(source, dest);
      ends.try_emplace(dest, source);
    }
  }

  std::optional<Arrival> follow(Operation *op, Port port, Packets packets) const {
    auto it = ends.find({op, port.bundle});
    if (it == ends.end())
      return std::nullopt;
    return Arrival{it->second.first, {it->second.second, port.channel}, packets};
  }

private:
  using End = std::pair<Operation *, WireBundle>;
  std::map<End, End> ends; ///< only looked up, never walked
};

//===--- Switches ---------------------------------------------------------===//

/// A way out of a switch, for the packets of a rule or for everything.
struct Exit {
  Port dest;
  Packets rule;
};

/// The ways out of a switch from the input \p in, by circuits, then by packet rules.
SmallVector<Exit> findExits(Interconnect box, Port in) {
  SmallVector<Exit> exits;
  Block &body = box.getConnections().front();
  for (auto connect : body.getOps<ConnectOp>())
    if (connect.sourcePort() == in)
      exits.push_back({connect.destPort(), {}});
  for (auto rules : body.getOps<PacketRulesOp>()) {
    if (rules.sourcePort() != in)
      continue;
    for (auto master : body.getOps<MasterSetOp>())
      for (Value amsel : master.getAmsels())
        for (auto rule : rules.getRules().getOps<PacketRuleOp>())
          if (rule.getAmsel() == amsel)
            exits.push_back({master.destPort(), {rule.maskInt(), rule.valueInt()}});
  }
  return exits;
}

//===--- Streams ----------------------------------------------------------===//

/// Finds where streams come out.
class Tracer {
public:
  explicit Tracer(const Wires &wires) : wires(wires) {}

  /// The ends that a stream out of \p port of a tile reaches; nothing if the
  /// limit of steps is passed.
  std::optional<SmallVector<Arrival>> trace(TileOp tile, Port port);

private:
  const SmallVector<Exit> &exitsOf(Interconnect box, Port in) {
    auto [it, isNew] = exits.try_emplace({box, in});
    if (isNew)
      it->second = findExits(box, in);
    return it->second;
  }

  const Wires &wires;
  std::map<std::pair<Operation *, Port>, SmallVector<Exit>> exits; ///< only looked up
  /// Far more than a device needs whose switches are set up for use.
  static constexpr unsigned kMaxSteps = 1 << 17;
  unsigned steps = 0;
};

std::optional<SmallVector<Arrival>> Tracer::trace(TileOp tile, Port port) {
  /// A place to go to, or the way back from it.
  struct Step {
    Arrival at;
    bool isReturn;
  };
  SmallVector<Arrival> ends;
  SmallVector<Step> stack;
  std::set<std::tuple<Operation *, Port, Packets>> onTheWay;
  if (auto first = wires.follow(tile, port, {}))
    stack.push_back({*first, false});
  while (!stack.empty()) {
    auto [at, isReturn] = stack.pop_back_val();
    if (isReturn) {
      onTheWay.erase({at.op, at.port, at.packets});
      continue;
    }
    if (++steps > kMaxSteps)
      return std::nullopt;
    if (at.op && at.op->hasTrait<IsFlowEndPoint>()) {
      ends.push_back(at);
      continue;
    }
    auto box = dyn_cast_or_null<Interconnect>(at.op);
    if (!box || !onTheWay.insert({at.op, at.port, at.packets}).second)
      continue;
    stack.push_back({at, true});
    const SmallVector<Exit> &exits = exitsOf(box, at.port);
    steps += exits.size() / 8; // most lead nowhere
    for (const Exit &exit : exits)
      if (exit.rule.overlap(at.packets))
        if (auto next = wires.follow(box, exit.dest, at.packets.narrowedBy(exit.rule)))
          stack.push_back({*next, false});
  }
  return ends;
}

//===--- The pass ---------------------------------------------------------===//

void writeFlow(OpBuilder &builder, TileOp tile, Port source, const Arrival &end) {
  Location loc = builder.getUnknownLoc();
  Value dest = end.op->getResult(0);
  if (end.packets.mask == 0) {
    FlowOp::create(builder, loc, tile, source.bundle, source.channel, dest, end.port.bundle,
                   end.port.channel);
    return;
  }
  auto flow = PacketFlowOp::create(builder, loc, end.packets.value);
  OpBuilder inside = OpBuilder::atBlockTerminator(&flow.getPorts().front());
  PacketSourceOp::create(inside, loc, tile, source.bundle, source.channel);
  PacketDestOp::create(inside, loc, dest, end.port.bundle, end.port.channel);
}

struct FindFlows : tilewright::aie::impl::AIEFindFlowsBase<FindFlows> {
  void runOnOperation() override {
    DeviceOp device = getOperation();
    Wires wires(device);
    Tracer tracer(wires);
    OpBuilder builder = OpBuilder::atBlockTerminator(device.getBody());
    for (auto tile : llvm::to_vector(device.getOps<TileOp>()))
      for (WireBundle bundle : {WireBundle::Core, WireBundle::DMA}) {
        int channels = cast<TileLike>(*tile).getNumSourceConnections(bundle);
        for (int channel = 0; channel < channels; ++channel) {
          auto ends = tracer.trace(tile, {bundle, channel});
          if (!ends) {
            tile.emitOpError("has a stream at ")
                << stringifyWireBundle(bundle) << " : " << channel
                << " that splits and meets again in too many ways to follow";
            return signalPassFailure();
          }
          for (const Arrival &end : *ends)
            writeFlow(builder, tile, {bundle, channel}, end);
        }
      }
  }
};

} // namespace
