//===- FlowsToJson.cpp - Routes for viewers ---------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Writes how busy each switch is and the hops of every flow. The routes are
// not in the flows: they are found again by following each flow's source
// through the switches' settings, breadth first. A hop is a switch and the
// directions in which the stream leaves it.
//
// The text is not made by a JSON library because viewers were written for its
// lines.
//
//===----------------------------------------------------------------------===//

#include "codegen/DesignReports.h"
#include "codegen/DesignView.h"
#include "device/DeviceModel.h"

#include "llvm/ADT/MapVector.h"

#include <deque>
#include <set>

using namespace mlir;
using tilewright::device::Port;
using tilewright::device::TileID;
using tilewright::device::WireBundle;

namespace tilewright::codegen {
namespace {

/// The switches of a device by place.
struct Switches {
  std::map<TileID, aie::SwitchboxOp> boxes;
  std::map<TileID, aie::ShimMuxOp> muxes;

  explicit Switches(aie::DeviceOp device) {
    for (auto box : device.getOps<aie::SwitchboxOp>())
      if (auto tile = tileOf(box.getTile()))
        boxes[*tile] = box;
    for (auto mux : device.getOps<aie::ShimMuxOp>())
      if (auto tile = tileOf(mux.getTile()))
        muxes[*tile] = mux;
  }
};

TileID neighbour(TileID tile, WireBundle side) {
  switch (side) {
  case WireBundle::North:
    return {tile.col, tile.row + 1};
  case WireBundle::South:
    return {tile.col, tile.row - 1};
  case WireBundle::East:
    return {tile.col + 1, tile.row};
  case WireBundle::West:
    return {tile.col - 1, tile.row};
  default:
    return tile;
  }
}

bool endsFlow(TileID tile, WireBundle dest) {
  return dest == WireBundle::DMA || dest == WireBundle::Core ||
         (dest == WireBundle::South && tile.row == 0);
}

/// Where a stream that enters a switch by a port leaves it.
using Exits = llvm::function_ref<SmallVector<Port>(aie::SwitchboxOp, Port)>;

SmallVector<Port> circuitExits(aie::SwitchboxOp box, Port source) {
  SmallVector<Port> exits;
  for (auto connect : box.getConnections().getOps<aie::ConnectOp>())
    if (connect.sourcePort() == source)
      exits.push_back(connect.destPort());
  return exits;
}

/// For each set of rules of that port: the last master set that one of its arbiter
/// selects feeds.
SmallVector<Port> packetExits(aie::SwitchboxOp box, Port source) {
  SmallVector<Port> exits;
  for (auto rules : box.getConnections().getOps<aie::PacketRulesOp>()) {
    if (rules.sourcePort() != source)
      continue;
    std::optional<Port> exit;
    for (auto master : box.getConnections().getOps<aie::MasterSetOp>())
      for (auto rule : rules.getRules().getOps<aie::PacketRuleOp>())
        if (llvm::is_contained(master.getAmsels(), rule.getAmsel()))
          exit = master.destPort();
    if (exit)
      exits.push_back(*exit);
  }
  return exits;
}

/// Follows a stream and writes its hops.
void writeRoute(Switches &switches, TileID tile, Port port, Exits exitsOf, unsigned number,
                raw_ostream &out) {
  out << "\"route" << number << "\": [ ";
  if (auto mux = switches.muxes.find(tile); mux != switches.muxes.end())
    for (auto connect : mux->second.getConnections().getOps<aie::ConnectOp>())
      if (connect.sourcePort() == port) {
        port = {device::getConnectingBundle(connect.getDestBundle()), connect.destIndex()};
        break;
      }
  std::deque<Port> ports;
  std::deque<TileID> tiles;
  while (true) {
    auto box = switches.boxes.find(tile);
    SmallVector<Port> exits =
        box == switches.boxes.end() ? SmallVector<Port>() : exitsOf(box->second, port);
    for (Port exit : exits)
      if (!endsFlow(tile, exit.bundle)) {
        ports.push_back({device::getConnectingBundle(exit.bundle), exit.channel});
        if (TileID next = neighbour(tile, exit.bundle); switches.boxes.count(next))
          tiles.push_back(next);
      }
    if (!exits.empty()) {
      out << "[[" << tile.col << ", " << tile.row << "], [";
      llvm::interleaveComma(exits, out,
                            [&](Port p) { out << '"' << device::stringify(p.bundle) << '"'; });
      out << "]], ";
    }
    if (ports.empty() || tiles.empty())
      break;
    port = ports.front();
    tile = tiles.front();
    ports.pop_front();
    tiles.pop_front();
  }
  out << "[] ],\n";
}

/// Sources and destinations of flows on each tile.
struct EndCounts {
  std::map<TileID, unsigned> sources, dests;
  explicit EndCounts(aie::DeviceOp device) {
    device.walk([&](Operation *op) {
      if (auto flow = dyn_cast<aie::FlowOp>(op)) {
        count(sources, flow.getSource());
        count(dests, flow.getDest());
      } else if (auto source = dyn_cast<aie::PacketSourceOp>(op)) {
        count(sources, source.getTile());
      } else if (auto dest = dyn_cast<aie::PacketDestOp>(op)) {
        count(dests, dest.getTile());
      }
    });
  }
  static void count(std::map<TileID, unsigned> &counts, Value tile) {
    if (auto id = tileOf(tile))
      ++counts[*id];
  }
};

/// The distinct ports by which streams leave a switch in a direction.
unsigned exitsToward(aie::SwitchboxOp box, WireBundle side) {
  std::set<Port> ports;
  for (auto connect : box.getConnections().getOps<aie::ConnectOp>())
    if (connect.getDestBundle() == side)
      ports.insert(connect.destPort());
  for (auto master : box.getConnections().getOps<aie::MasterSetOp>())
    if (master.getDestBundle() == side)
      ports.insert(master.destPort());
  return ports.size();
}

/// Streams that a shim mux takes down out of the array.
unsigned muxEntries(aie::ShimMuxOp mux) {
  std::set<Port> ports;
  for (auto connect : mux.getConnections().getOps<aie::ConnectOp>())
    if (connect.getSourceBundle() == WireBundle::North)
      ports.insert(connect.sourcePort());
  for (auto rules : mux.getConnections().getOps<aie::PacketRulesOp>())
    if (rules.getSourceBundle() == WireBundle::North)
      ports.insert(rules.sourcePort());
  return ports.size();
}

int writeSwitches(aie::DeviceOp device, Switches &switches, raw_ostream &out) {
  EndCounts ends(device);
  int length = 0;
  for (auto box : device.getOps<aie::SwitchboxOp>()) {
    auto tile = tileOf(box.getTile());
    if (!tile)
      continue;
    unsigned north = exitsToward(box, WireBundle::North), east = exitsToward(box, WireBundle::East);
    unsigned south = exitsToward(box, WireBundle::South), west = exitsToward(box, WireBundle::West);
    length += north + east + south + west;
    if (auto mux = switches.muxes.find(*tile); mux != switches.muxes.end())
      length -= muxEntries(mux->second);
    out << "\"switchbox" << tile->col << tile->row << "\": {\n\"col\": " << tile->col
        << ",\n\"row\": " << tile->row << ",\n\"source_count\": " << ends.sources[*tile]
        << ",\n\"destination_count\": " << ends.dests[*tile] << ",\n\"northbound\": " << north
        << ",\n\"eastbound\": " << east << ",\n\"southbound\": " << south
        << ",\n\"westbound\": " << west << "\n},\n";
  }
  return length;
}

} // namespace

LogicalResult writeFlowsAsJSON(aie::DeviceOp device, raw_ostream &out) {
  Switches switches(device);
  out << "{\n";
  int length = writeSwitches(device, switches, out);
  out << "\"total_path_length\": " << length << ",\n";

  unsigned routes = 0;
  std::set<std::pair<TileID, Port>> seen;
  for (auto flow : device.getOps<aie::FlowOp>()) {
    auto tile = tileOf(flow.getSource());
    if (tile && seen.insert({*tile, flow.sourcePort()}).second)
      writeRoute(switches, *tile, flow.sourcePort(), circuitExits, routes++, out);
  }
  seen.clear();
  for (auto flow : device.getOps<aie::PacketFlowOp>()) {
    std::optional<std::pair<TileID, Port>> source;
    for (auto end : flow.getPorts().getOps<aie::PacketSourceOp>())
      if (auto tile = tileOf(end.getTile()))
        source = {*tile, end.port()};
    if (source && seen.insert(*source).second)
      writeRoute(switches, source->first, source->second, packetExits, routes++, out);
  }
  out << "\"route_all\": [],\n\n\"end json\": 0\n}";
  return success();
}

} // namespace tilewright::codegen
