//===- RoutingGraph.cpp - A device's stream switches as flat arrays -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Which connections a switch allows depends on the kind of tile and on its
// numbers of ports only (a tile at the edge of the array lacks some). There are
// about a dozen such shapes on any device, so legality is asked once a shape
// and the edges of each tile are stamped from it.
//
//===----------------------------------------------------------------------===//
#include "dialect/aie/transforms/routing/RoutingGraph.h"

#include "llvm/ADT/STLExtras.h"
#include <algorithm>
#include <array>

namespace tilewright::aie::routing {

using device::DeviceModel;
using device::Port;
using device::TileID;
using device::WireBundle;

static constexpr unsigned kNumBundles = static_cast<unsigned>(WireBundle::TileControl) + 1;

//===--- Ports ------------------------------------------------------------===//

uint32_t numInputs(const DeviceModel &model, TileID t, WireBundle b) {
  uint32_t n = model.numSwitchboxSources(t, b);
  return n == 0 && model.isShimTile(t) ? model.numShimMuxSources(t, b) : n;
}

uint32_t numOutputs(const DeviceModel &model, TileID t, WireBundle b) {
  uint32_t n = model.numSwitchboxDests(t, b);
  return n == 0 && model.isShimTile(t) ? model.numShimMuxDests(t, b) : n;
}

bool hasInput(const DeviceModel &model, Endpoint e) {
  return model.contains(e.tile) && e.port.channel >= 0 &&
         static_cast<uint32_t>(e.port.channel) < numInputs(model, e.tile, e.port.bundle);
}

bool hasOutput(const DeviceModel &model, Endpoint e) {
  return model.contains(e.tile) && e.port.channel >= 0 &&
         static_cast<uint32_t>(e.port.channel) < numOutputs(model, e.tile, e.port.bundle);
}

/// The port on the other side of a tile's edge.
static std::optional<Endpoint> opposite(Endpoint e) {
  TileID t = e.tile;
  switch (e.port.bundle) {
  case WireBundle::South:
    --t.row;
    break;
  case WireBundle::West:
    --t.col;
    break;
  case WireBundle::North:
    ++t.row;
    break;
  case WireBundle::East:
    ++t.col;
    break;
  default:
    return std::nullopt;
  }
  return Endpoint{t, {device::getConnectingBundle(e.port.bundle), e.port.channel}};
}

std::optional<Endpoint> wireInto(Endpoint e) { return opposite(e); }

std::optional<Endpoint> acrossWire(const DeviceModel &model, Endpoint e) {
  std::optional<Endpoint> there = opposite(e);
  if (!there || !hasOutput(model, e) || !hasInput(model, *there))
    return std::nullopt;
  return there;
}

bool isMuxPort(Port p) {
  return p.bundle == WireBundle::DMA || p.bundle == WireBundle::NOC || p.bundle == WireBundle::PLIO;
}

Endpoint atSwitch(const DeviceModel &model, Endpoint e, bool isSource) {
  if (model.isShimTile(e.tile) && isMuxPort(e.port))
    if (std::optional<uint32_t> channel = DeviceModel::shimMuxSouthPort(e.port, isSource))
      return {e.tile, {WireBundle::South, static_cast<int>(*channel)}};
  return e;
}

bool mayConnect(const DeviceModel &model, TileID t, Port source, Port dest) {
  if (model.isShimTile(t) && (isMuxPort(source) || isMuxPort(dest)))
    return true;
  return model.isLegalTileConnection(t, source, dest);
}

//===--- Shapes -----------------------------------------------------------===//

/// The ports of a kind of tile and the connections its switch allows.
struct RoutingGraph::Shape {
  device::TileType type;
  std::array<uint32_t, kNumBundles> inputs, outputs; ///< channels a bundle
  std::array<uint32_t, kNumBundles> firstPort;       ///< a bundle's first local port
  std::vector<Port> ports;                           ///< ascending
  std::vector<uint32_t> firstDest;                   ///< local port -> its first entry in dests
  std::vector<uint32_t> dests;                       ///< local ports it may be connected to

  bool hasSamePorts(const Shape &o) const {
    return type == o.type && inputs == o.inputs && outputs == o.outputs;
  }
};

RoutingGraph::~RoutingGraph() = default;

//===--- Construction -----------------------------------------------------===//

RoutingGraph::RoutingGraph(const DeviceModel &model, Nodes nodes,
                           llvm::ArrayRef<Endpoint> blockedInputs,
                           llvm::ArrayRef<Endpoint> blockedOutputs)
    : model(model), sides(nodes == Nodes::Sides) {
  auto addPorts = [&](Shape &shape) {
    for (unsigned b = 0; b < kNumBundles; ++b) {
      shape.firstPort[b] = shape.ports.size();
      for (int c = 0, e = std::max(shape.inputs[b], shape.outputs[b]); c < e; ++c)
        shape.ports.push_back({static_cast<WireBundle>(b), c});
    }
  };
  auto addConnections = [&](Shape &shape, TileID t) {
    for (Port source : shape.ports) {
      shape.firstDest.push_back(shape.dests.size());
      for (auto [k, dest] : llvm::enumerate(shape.ports))
        if (hasInput(model, {t, source}) && hasOutput(model, {t, dest}) &&
            mayConnect(model, t, source, dest))
          shape.dests.push_back(k);
    }
    shape.firstDest.push_back(shape.dests.size());
  };

  for (int col = 0; col < model.columns(); ++col)
    for (int row = 0; row < model.rows(); ++row) {
      TileID t{col, row};
      Shape shape{model.tileType(t), {}, {}, {}, {}, {}, {}};
      for (unsigned b = 0; b < kNumBundles; ++b) {
        shape.inputs[b] = numInputs(model, t, static_cast<WireBundle>(b));
        shape.outputs[b] = numOutputs(model, t, static_cast<WireBundle>(b));
      }
      auto known = llvm::find_if(shapes, [&](const Shape &s) { return s.hasSamePorts(shape); });
      shapeOf.push_back(known - shapes.begin());
      if (known == shapes.end()) {
        addPorts(shape);
        addConnections(shape, t);
        shapes.push_back(std::move(shape));
      }
      firstNode.push_back(endpoints.size());
      for (Port p : shapes[shapeOf.back()].ports)
        endpoints.insert(endpoints.end(), sides ? 2 : 1, {t, p});
    }

  size_t numConnections = 0;
  for (uint32_t shape : shapeOf)
    numConnections += shapes[shape].dests.size();
  firstEdge.reserve(endpoints.size() + 1);
  for (std::vector<Node> *edges : {&target, &origin})
    edges->reserve(numConnections + endpoints.size());
  wire.reserve(numConnections + endpoints.size());
  for (int col = 0; col < model.columns(); ++col)
    for (int row = 0; row < model.rows(); ++row)
      addEdges({col, row}, shapes[shapeOf[tileIndex({col, row})]], blockedInputs, blockedOutputs);
  firstEdge.push_back(target.size());
}

void RoutingGraph::addEdges(TileID t, const Shape &shape, llvm::ArrayRef<Endpoint> blockedInputs,
                            llvm::ArrayRef<Endpoint> blockedOutputs) {
  const Node first = firstNode[tileIndex(t)];
  auto add = [&](Node from, Node to, bool isWire) {
    origin.push_back(from);
    target.push_back(to);
    wire.push_back(isWire);
  };
  auto addConnections = [&](uint32_t local, Node from) {
    if (llvm::binary_search(blockedInputs, Endpoint{t, shape.ports[local]}))
      return;
    for (uint32_t k = shape.firstDest[local]; k < shape.firstDest[local + 1]; ++k) {
      uint32_t dest = shape.dests[k];
      if (!llvm::binary_search(blockedOutputs, Endpoint{t, shape.ports[dest]}))
        add(from, sides ? first + 2 * dest + 1 : first + dest, /*isWire=*/false);
    }
  };

  for (auto [local, port] : llvm::enumerate(shape.ports)) {
    std::optional<Endpoint> there = acrossWire(model, {t, port});
    if (sides) {
      firstEdge.push_back(target.size());
      addConnections(local, first + 2 * local);
      firstEdge.push_back(target.size());
      if (there)
        add(first + 2 * local + 1, input(*there), /*isWire=*/true);
      continue;
    }
    firstEdge.push_back(target.size());
    Node from = first + local;
    if (there && there->tile < t)
      add(from, input(*there), /*isWire=*/true);
    addConnections(local, from);
    if (there && there->tile > t)
      add(from, input(*there), /*isWire=*/true);
  }
}

//===--- Queries ----------------------------------------------------------===//

Node RoutingGraph::node(Endpoint e, bool output) const {
  uint32_t tile = tileIndex(e.tile);
  uint32_t local =
      shapes[shapeOf[tile]].firstPort[static_cast<unsigned>(e.port.bundle)] + e.port.channel;
  return firstNode[tile] + (sides ? 2 * local + output : local);
}

Node RoutingGraph::input(Endpoint e) const { return node(e, /*output=*/false); }
Node RoutingGraph::output(Endpoint e) const { return node(e, /*output=*/true); }
Endpoint RoutingGraph::endpoint(Node n) const { return endpoints[n]; }

} // namespace tilewright::aie::routing
