//===- Routes.cpp - Laying routes through the switches ----------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Follows the wires. From a slave port a word goes to every master port of the
// same switch that names the slave; from a master port to the opposite slave port
// of the next tile, or to what is attached there: a DMA channel, the core, the
// control port, and below the shim the mux and the controller. The way ends at a
// slave port in packet mode, where the packet switch takes over.
//
//===----------------------------------------------------------------------===//
#include "emulator/Routes.h"
#include "emulator/Array.h"
#include "emulator/Core.h"
#include "emulator/Tile.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include <set>

namespace tilewright::emulator {

using device::DMAChannelDir;
using device::Port;
using device::WireBundle;

//===--- Ports and what is attached to them -------------------------------===//

static std::optional<Port> portAt(const Tile &tile, unsigned index, bool master) {
  return master ? tile.switchbox.masterPorts[index] : tile.switchbox.slavePorts[index];
}

static std::string portName(const Tile &tile, unsigned index, bool master) {
  std::optional<Port> port = portAt(tile, index, master);
  std::string name =
      port ? (device::stringify(port->bundle) + " " + llvm::Twine(port->channel)).str()
           : "number " + llvm::utostr(index);
  return name + (master ? " (out)" : " (in)") + " of tile " + describe(tile.id);
}
std::string slaveName(const Tile &tile, unsigned index) { return portName(tile, index, false); }
std::string masterName(const Tile &tile, unsigned index) { return portName(tile, index, true); }

/// The shim DMA channel that a South port is switched to; null: none.
static DmaChannel *shimChannel(Tile &tile, unsigned south, DMAChannelDir direction) {
  bool send = direction == DMAChannelDir::MM2S;
  auto setting = send ? device::shimMuxDma(south) : device::shimDemuxDma(south);
  uint32_t word = send ? tile.shimMux : tile.shimDemux;
  if (!setting || (word & setting->mask) != setting->value)
    return nullptr;
  for (unsigned c = 0; c < tile.array.model.numDmaChannels(tile.id); ++c)
    if (device::DeviceModel::shimDmaSouthPort(direction, c) == south)
      return tile.channel(direction, c);
  return nullptr;
}

/// What feeds a slave port from inside the tile; null: nothing does.
static StreamSource *sourceAt(Tile &tile, Port port) {
  switch (port.bundle) {
  case WireBundle::DMA:
    return tile.channel(DMAChannelDir::MM2S, port.channel);
  case WireBundle::Core:
    return tile.core ? &tile.core->output : nullptr;
  case WireBundle::TileControl:
    return &tile.control;
  case WireBundle::South:
    return tile.id.row == 0 ? shimChannel(tile, port.channel, DMAChannelDir::MM2S) : nullptr;
  default:
    return nullptr;
  }
}

/// What a master port feeds inside the tile, or below the shim.
static StreamSink *sinkAt(Tile &tile, Port port) {
  switch (port.bundle) {
  case WireBundle::DMA:
    return tile.channel(DMAChannelDir::S2MM, port.channel);
  case WireBundle::Core:
    return tile.core ? &tile.core->input : nullptr;
  case WireBundle::TileControl:
    return &tile.control;
  case WireBundle::South:
    if (tile.id.row != 0)
      return nullptr;
    if (static_cast<uint32_t>(port.channel) == device::controllerSouthPort)
      return &tile.array.controller;
    return shimChannel(tile, port.channel, DMAChannelDir::S2MM);
  default:
    return nullptr;
  }
}

/// The slave port on the other end of a master port's wire.
static std::optional<std::pair<Tile *, Port>> across(Tile &tile, Port port) {
  device::TileID id = tile.id;
  if (port.bundle == WireBundle::FIFO)
    return {{&tile, port}};
  if (port.bundle == WireBundle::North)
    ++id.row;
  else if (port.bundle == WireBundle::South)
    --id.row;
  else if (port.bundle == WireBundle::East)
    ++id.col;
  else if (port.bundle == WireBundle::West)
    --id.col;
  else
    return std::nullopt;
  Tile *next = tile.array.tile(id);
  if (!next)
    return std::nullopt;
  return {{next, Port{device::getConnectingBundle(port.bundle), port.channel}}};
}

//===--- Trees ------------------------------------------------------------===//

namespace {
/// Builds one route's tree. Ports in a row become one node: their capacity is
/// carried along until the way forks or ends.
struct TreeBuilder {
  Array &array;
  std::vector<Route::Node> nodes;
  std::vector<unsigned> shape;
  std::set<std::pair<Tile *, unsigned>> seen;

  int add(int parent, unsigned capacity, StreamSink *sink, bool leaf) {
    nodes.push_back({parent, capacity, sink, leaf});
    return nodes.size() - 1;
  }
  void note(const Tile &tile, unsigned index, unsigned kind) {
    shape.push_back(((tile.id.col * 64u + tile.id.row) * 64u + index) * 8u + kind);
  }

  void followSlave(Tile &tile, unsigned slave, int parent, unsigned carried) {
    device::SwitchSlave setting = tile.switchbox.slave(slave);
    note(tile, slave, setting.enabled ? setting.packet ? 2 : 1 : 0);
    if (!setting.enabled || !seen.insert({&tile, slave}).second) {
      if (setting.enabled)
        array.warn("the circuit through " + slaveName(tile, slave) + " goes round in a circle");
      add(parent, carried, nullptr, true);
      return;
    }
    if (setting.packet) { // the packet switch has the port's buffer
      add(parent, carried, &tile.packets.input(slave), true);
      return;
    }
    std::vector<unsigned> masters;
    for (unsigned m = 0; m < tile.switchbox.masters.size(); ++m) {
      device::SwitchMaster master = tile.switchbox.master(m);
      if (master.enabled && !master.packet && master.slave == slave)
        masters.push_back(m);
    }
    carried += device::depth::streamPort;
    if (masters.size() == 1)
      return followMaster(tile, masters.front(), parent, carried + device::depth::streamPort);
    int node = add(parent, carried, nullptr, masters.empty());
    for (unsigned master : masters)
      followMaster(tile, master, node, device::depth::streamPort);
  }

  void followMaster(Tile &tile, unsigned master, int parent, unsigned carried) {
    std::optional<Port> port = portAt(tile, master, true);
    StreamSink *sink = port ? sinkAt(tile, *port) : nullptr;
    note(tile, master, sink ? 5 : 4);
    auto next = port && !sink ? across(tile, *port) : std::nullopt;
    std::optional<uint32_t> slave =
        next ? array.model.switchPortIndex(next->first->id, next->second, false) : std::nullopt;
    if (!slave || *slave >= next->first->switchbox.slaves.size()) {
      add(parent, carried, sink, true);
      return;
    }
    if (port->bundle == WireBundle::FIFO)
      carried += device::depth::streamFifo;
    followSlave(*next->first, *slave, parent, carried);
  }
};
} // namespace

std::vector<std::unique_ptr<Route>> layRoutes(Array &array,
                                              std::vector<std::unique_ptr<Route>> old) {
  std::vector<std::unique_ptr<Route>> routes;
  auto keep = [&](StreamSource &source, TreeBuilder &tree) {
    auto before = llvm::find_if(old, [&](const auto &r) { return r && &r->from() == &source; });
    bool known = before != old.end();
    if (known && (*before)->shape() == llvm::ArrayRef<unsigned>(tree.shape)) {
      routes.push_back(std::move(*before));
      return;
    }
    auto route = std::make_unique<Route>(array.scheduler, source, std::move(tree.nodes),
                                         std::move(tree.shape));
    if (known)
      route->inherit(**before);
    routes.push_back(std::move(route));
  };
  for (const auto &tile : array.tiles()) {
    for (unsigned slave = 0; slave < tile->switchbox.slaves.size(); ++slave) {
      std::optional<Port> port;
      if (!tile->switchbox.slave(slave).enabled || !(port = portAt(*tile, slave, false)))
        continue;
      StreamSource *source = sourceAt(*tile, *port);
      if (!source)
        continue;
      TreeBuilder tree{array, {}, {}, {}};
      tree.followSlave(*tile, slave, -1, 0);
      keep(*source, tree);
    }
    for (unsigned master = 0; master < tile->switchbox.masters.size(); ++master) {
      device::SwitchMaster setting = tile->switchbox.master(master);
      if (!setting.enabled || !setting.packet)
        continue;
      TreeBuilder tree{array, {}, {}, {}};
      tree.followMaster(*tile, master, -1, 0);
      keep(tile->packets.output(master), tree);
    }
  }
  old.clear();
  for (const auto &route : routes)
    route->connect();
  for (const auto &tile : array.tiles()) // packets may find their way now
    array.scheduler.wake(tile->packets);
  return routes;
}

} // namespace tilewright::emulator
