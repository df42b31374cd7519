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
// that met no rule is a circuit.
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

/// What leaves a switch when \p in arrives, by circuits, then by packet rules.
SmallVector<Arrival> through(Interconnect box, const Arrival &in, const Wires &wires) {
  SmallVector<Arrival> result;
  auto leave = [&](Port dest, Packets rule) {
    if (rule.overlap(in.packets))
      if (auto next = wires.follow(box, dest, in.packets.narrowedBy(rule)))
        result.push_back(*next);
  };
  Block &body = box.getConnections().front();
  for (auto connect : body.getOps<ConnectOp>())
    if (connect.sourcePort() == in.port)
      leave(connect.destPort(), {});
  for (auto rules : body.getOps<PacketRulesOp>()) {
    if (rules.sourcePort() != in.port)
      continue;
    for (auto master : body.getOps<MasterSetOp>())
      for (Value amsel : master.getAmsels())
        for (auto rule : rules.getRules().getOps<PacketRuleOp>())
          if (rule.getAmsel() == amsel)
            leave(master.destPort(), {rule.maskInt(), rule.valueInt()});
  }
  return result;
}

/// The ends that a stream out of \p port of a tile reaches.
SmallVector<Arrival> trace(TileOp tile, Port port, const Wires &wires) {
  SmallVector<Arrival> ends, stack;
  // A ring of switches would lead round forever.
  std::set<std::tuple<Operation *, Port, Packets>> seen;
  if (auto first = wires.follow(tile, port, {}))
    stack.push_back(*first);
  while (!stack.empty()) {
    Arrival at = stack.pop_back_val();
    if (at.op && at.op->hasTrait<IsFlowEndPoint>()) {
      ends.push_back(at);
      continue;
    }
    auto box = dyn_cast_or_null<Interconnect>(at.op);
    if (box && seen.insert({at.op, at.port, at.packets}).second)
      llvm::append_range(stack, through(box, at, wires));
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
    OpBuilder builder = OpBuilder::atBlockTerminator(device.getBody());
    for (auto tile : llvm::to_vector(device.getOps<TileOp>()))
      for (WireBundle bundle : {WireBundle::Core, WireBundle::DMA}) {
        int channels = cast<TileLike>(*tile).getNumSourceConnections(bundle);
        for (int channel = 0; channel < channels; ++channel)
          for (const Arrival &end : trace(tile, {bundle, channel}, wires))
            writeFlow(builder, tile, {bundle, channel}, end);
      }
  }
};

} // namespace
