//===- RoutingGraph.h - A device's stream switches as flat arrays -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The graph that flows are routed in: ports of stream switches are the nodes,
// an edge is either a connection inside a switch or a wire to the neighbour.
// Nodes are numbered by (column, row, bundle, channel), and the edges of a node
// lie side by side, ordered by the node they lead to, so that comparing numbers
// is comparing ports and a search never looks anything up.
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_DIALECT_AIE_TRANSFORMS_ROUTING_ROUTINGGRAPH_H
#define TILEWRIGHT_DIALECT_AIE_TRANSFORMS_ROUTING_ROUTINGGRAPH_H

#include "device/DeviceModel.h"
#include "llvm/ADT/ArrayRef.h"
#include <compare>
#include <cstdint>
#include <optional>
#include <vector>

namespace tilewright::aie::routing {

/// A port of a tile. Whether its input or its output side is meant depends on
/// the place: flows start at inputs of a switch and end at outputs.
struct Endpoint {
  device::TileID tile;
  device::Port port;
  friend auto operator<=>(const Endpoint &, const Endpoint &) = default;
};

/// A connection inside the stream switch of a tile.
struct Connection {
  device::TileID tile;
  device::Port source, dest;
  friend auto operator<=>(const Connection &, const Connection &) = default;
};

/// The ports a flow may start from (inputs) or end at (outputs): those of the
/// switchbox, and on shim tiles also those of the shim mux (DMA, NOC, PLIO).
/// Returns the number of channels.
uint32_t numInputs(const device::DeviceModel &, device::TileID, device::WireBundle);
uint32_t numOutputs(const device::DeviceModel &, device::TileID, device::WireBundle);
bool hasInput(const device::DeviceModel &, Endpoint);
bool hasOutput(const device::DeviceModel &, Endpoint);

/// The input that the wire from output \p e leads to; nothing for ports without
/// a wire to another switch (DMA, Core, South of a shim tile, …).
std::optional<Endpoint> acrossWire(const device::DeviceModel &, Endpoint e);

/// The output whose wire would lead to input \p e, were it there: geometry only.
std::optional<Endpoint> wireInto(Endpoint e);

/// Whether a port of a shim tile is one of those that its mux leads to the switch.
bool isMuxPort(device::Port);

/// The port of the switch itself that a flow starts (ends) at: what is behind the
/// mux for the own ports of a shim tile. Other ports stay what they are.
Endpoint atSwitch(const device::DeviceModel &, Endpoint e, bool isSource);

/// Whether the switch can connect an input to an output. How the own ports of a
/// shim tile (DMA, NOC, PLIO) get to its switch is left to the shim mux.
bool mayConnect(const device::DeviceModel &, device::TileID, device::Port source,
                device::Port dest);

using Node = uint32_t;
using Edge = uint32_t;

class RoutingGraph {
public:
  /// What a node stands for.
  enum class Nodes {
    /// A port's input and output side together. This is the graph whose
    /// shortest paths mlir-aie takes; a path in it may turn round in a port,
    /// which no switch can do.
    Ports,
    /// Input and output side apart: every path can be built.
    Sides
  };

  /// The switches of \p model, without connections out of the inputs in
  /// \p blockedInputs or into the outputs in \p blockedOutputs (both sorted).
  RoutingGraph(const device::DeviceModel &model, Nodes, llvm::ArrayRef<Endpoint> blockedInputs = {},
               llvm::ArrayRef<Endpoint> blockedOutputs = {});

  ~RoutingGraph();

  bool hasSides() const { return sides; }
  uint32_t numNodes() const { return firstEdge.size() - 1; }
  uint32_t numEdges() const { return target.size(); }
  /// The node of a port's input (output) side; the port must exist.
  Node input(Endpoint) const;
  Node output(Endpoint) const;
  Endpoint endpoint(Node) const;

  Edge edgesBegin(Node n) const { return firstEdge[n]; }
  Edge edgesEnd(Node n) const { return firstEdge[n + 1]; }
  Node from(Edge e) const { return origin[e]; }
  Node to(Edge e) const { return target[e]; }
  /// Whether the edge is a wire between two switches.
  bool isWire(Edge e) const { return wire[e]; }

private:
  struct Shape;
  void addEdges(device::TileID, const Shape &, llvm::ArrayRef<Endpoint> blockedInputs,
                llvm::ArrayRef<Endpoint> blockedOutputs);
  Node node(Endpoint, bool output) const;
  uint32_t tileIndex(device::TileID t) const { return t.col * model.rows() + t.row; }

  const device::DeviceModel &model;
  const bool sides;
  std::vector<Shape> shapes;       ///< the distinct kinds of tiles
  std::vector<uint32_t> shapeOf;   ///< tile -> index in shapes
  std::vector<Node> firstNode;     ///< tile -> its first node
  std::vector<Endpoint> endpoints; ///< node -> port
  std::vector<Edge> firstEdge;     ///< node -> its first edge; one entry more than nodes
  std::vector<Node> target, origin;
  std::vector<uint8_t> wire;
};

} // namespace tilewright::aie::routing
#endif // TILEWRIGHT_DIALECT_AIE_TRANSFORMS_ROUTING_ROUTINGGRAPH_H
