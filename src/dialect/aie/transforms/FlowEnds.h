//===- FlowEnds.h - What flows ask for --------------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Flow ops as the router sees them, and whether they can be met together.
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_DIALECT_AIE_TRANSFORMS_FLOWENDS_H
#define TILEWRIGHT_DIALECT_AIE_TRANSFORMS_FLOWENDS_H

#include "dialect/aie/AIEDialect.h"
#include "dialect/aie/transforms/routing/RoutingGraph.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tilewright::aie {

/// A flow op with its ends.
struct FlowEnds {
  mlir::Operation *op;
  routing::Endpoint source;
  llvm::SmallVector<routing::Endpoint, 1> dests;
  /// Of a packet flow: the circuit that starts at its source, and takes its packets along.
  mlir::Operation *circuit = nullptr;

  /// The ID of a packet flow; nothing for a circuit.
  std::optional<int> id() const;
};

struct Flows {
  std::vector<FlowEnds> circuits; ///< `aie.flow`s; each has one destination
  std::vector<FlowEnds> packets;  ///< `aie.packet_flow`s
};

/// The flows of a device in the order of their ops; an error at an op whose tiles
/// have no place yet.
mlir::FailureOr<Flows> readFlows(DeviceOp);

/// Fills in FlowEnds::circuit, by which checkEnds and lastFlowsInto go.
void joinCircuits(Flows &);

/// No port may end two circuits from different sources, or a circuit and packets,
/// and the ports that a shim mux connects to one South port are one port. An error
/// at a flow that breaks this, with a note where the other user of the port is.
mlir::LogicalResult checkEnds(DeviceOp, const Flows &);

/// The last packet flow into each port, by which its keep_pkt_header goes; flows that
/// become part of a circuit do not count. An error at a flow that wants the headers
/// treated otherwise than another into the same port.
mlir::FailureOr<std::map<routing::Endpoint, PacketFlowOp>> lastFlowsInto(DeviceOp, const Flows &);

/// "DMA : 0", "tile (0, 2)", "DMA : 0 of tile (0, 2)".
std::string text(Port);
std::string text(TileID);
std::string text(routing::Endpoint);

} // namespace tilewright::aie
#endif // TILEWRIGHT_DIALECT_AIE_TRANSFORMS_FLOWENDS_H
