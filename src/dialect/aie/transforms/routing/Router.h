//===- Router.h - Paths for the flows of a device ---------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_DIALECT_AIE_TRANSFORMS_ROUTING_ROUTER_H
#define TILEWRIGHT_DIALECT_AIE_TRANSFORMS_ROUTING_ROUTER_H

#include "dialect/aie/transforms/routing/RoutingGraph.h"
#include <optional>
#include <variant>

namespace tilewright::aie::routing {

//===--- What is asked for ------------------------------------------------===//

/// How many packet flows of one group share a wire.
inline constexpr int kPacketFlowsPerWire = 32;

/// All that leaves one input port: a tree to one or more outputs.
struct Request {
  Endpoint source;
  std::vector<Endpoint> dests;
  /// Flows of one group may share wires: -1 for circuits (which never do), else
  /// the number of a group of packet flows that meet in a destination.
  int group = -1;
  /// Later flows keep away from wires this one uses.
  bool priority = false;
  /// Becomes a circuit, even if there are packets in it: packets of its group
  /// cannot share its ports.
  bool isCircuit = false;
};

/// Gathers flows into requests: flows from one source become one request.
class RequestList {
public:
  /// Packet flows come before circuits (see finishPackets).
  void addPacket(Endpoint source, Endpoint dest, bool priority);
  /// \p takesPackets: whether packets that leave this source become part of the
  /// circuit.
  void addCircuit(Endpoint source, Endpoint dest, bool takesPackets = true);
  /// To be called between the last packet flow and the first circuit: puts the
  /// priority requests in front, ordered by source.
  void finishPackets();
  llvm::ArrayRef<Request> requests() const { return list; }

private:
  Request *find(Endpoint source);
  std::vector<Request> list;
};

/// What switches that were configured by hand already use.
struct Fixed {
  std::vector<Connection> circuits;
  /// Inputs with packet rules, outputs that an arbiter drives.
  std::vector<Endpoint> packetInputs, packetOutputs;
};

//===--- What comes out ---------------------------------------------------===//

/// The connections of one request, by tile ascending; those of one tile in the
/// order they were traced: destination by destination, each from its end.
struct Route {
  Endpoint source;
  std::vector<Connection> connections;
};

/// An end of a request whose port the device does not have. dest is the number
/// of the destination, or -1 for the source.
struct NoSuchPort {
  unsigned request;
  int dest;
};
/// No path exists, however free the device.
struct Unreachable {
  unsigned request, dest;
};
/// More has to go into, or out of, a strip of columns or rows than wires do.
struct Overfull {
  bool isColumns, goesIn;
  int first, last; ///< the columns or rows of the strip
  unsigned wires, needed;
  std::vector<unsigned> requests; ///< all that need one of the wires
};
/// Paths exist, but not for all at the same time.
struct Congested {
  struct Spot {
    Endpoint from, to;              ///< a wire, or a connection inside a switch
    std::vector<unsigned> requests; ///< who wants it
  };
  /// Where the last attempt still had more than one user; ascending.
  std::vector<Spot> spots;
  /// How many attempts were made, if it was the effort that ended them.
  std::optional<int> givenUpAfter;
};
using Failure = std::variant<NoSuchPort, Unreachable, Overfull, Congested>;

/// One route a request, in the order of the requests.
using Result = std::variant<std::vector<Route>, Failure>;

/// A strip that cannot have room for all of \p requests; the ports must exist.
std::optional<Overfull> findOverfull(const device::DeviceModel &, llvm::ArrayRef<Request>);

/// How many nodes, edges and queue entries all attempts together may look at. This is
/// some seconds' work, and two hundred times what designs need that are hard to route
/// on an NPU; small designs never come near it in all their rounds.
inline constexpr uint64_t kMaxEffort = 450'000'000;

/// Routes all requests, or says why that is impossible.
Result routeAll(const device::DeviceModel &, llvm::ArrayRef<Request>, const Fixed &,
                uint64_t maxEffort = kMaxEffort);

} // namespace tilewright::aie::routing
#endif // TILEWRIGHT_DIALECT_AIE_TRANSFORMS_ROUTING_ROUTER_H
