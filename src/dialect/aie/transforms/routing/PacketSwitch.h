//===- PacketSwitch.h - Arbiters and rules of packet flows ------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_DIALECT_AIE_TRANSFORMS_ROUTING_PACKETSWITCH_H
#define TILEWRIGHT_DIALECT_AIE_TRANSFORMS_ROUTING_PACKETSWITCH_H

#include "dialect/aie/transforms/routing/Router.h"
#include "llvm/ADT/SmallVector.h"

namespace tilewright::aie::routing {

//===--- Which packets pass which switch ----------------------------------===//

/// A packet flow: from the input at source to each of the outputs in dests.
struct PacketFlow {
  int id;
  bool priority;
  const Route *route; ///< of the request that this flow is part of
  std::vector<Endpoint> dests;
};

/// Packets of an ID that enter a switch at source leave it at dest (and at the
/// dests of other connections with that source and ID).
struct PacketConnection {
  device::Port source, dest;
  int id;
  bool priority;
};

struct SwitchTraffic {
  device::TileID tile;
  std::vector<PacketConnection> connections;
};

/// What each switch has to do for \p flows, by tile ascending.
std::vector<SwitchTraffic> collectTraffic(const device::DeviceModel &,
                                          llvm::ArrayRef<PacketFlow> flows);

//===--- How a switch is set up for them ----------------------------------===//

/// An arbiter and one of its selects ("msel"); ordered by msel, then arbiter.
struct Amsel {
  unsigned msel, arbiter;
  friend auto operator<=>(const Amsel &, const Amsel &) = default;
};

struct SwitchPlan {
  /// An output and the selects it listens to, ascending, all of one arbiter.
  struct Master {
    device::Port port;
    llvm::SmallVector<Amsel, 4> amsels;
  };
  /// Packets with (ID & mask) == value go to amsel.
  struct Rule {
    int mask, value;
    Amsel amsel;
  };
  /// The rules of an input; the first that matches counts.
  struct Slave {
    device::Port port;
    llvm::SmallVector<Rule, 4> rules;
  };
  /// An ID that an earlier rule of its input catches: the plan does not work.
  struct Clash {
    unsigned slave, rule;
    int id;
  };
  std::vector<Master> masters; ///< by port ascending
  std::vector<Slave> slaves;   ///< in order of creation
  std::optional<Clash> clash;
  /// Whether the tile takes part in a priority flow.
  bool priority = false;
};

/// The switch has too few arbiters and msels.
struct OutOfAmsels {
  /// The input and ID for which there was nothing left.
  device::Port source;
  int id;
  /// Outputs that have to share one arbiter with each other, if it is its
  /// msels that do not suffice; else empty.
  std::vector<device::Port> outputs;
  unsigned needed; ///< combinations of outputs that packets leave through
  /// The arbiter whose msels ran out, where one was settled by outputs in use.
  std::optional<unsigned> arbiter;
};

/// Plans a switch whose selects in \p taken are in use already.
std::variant<SwitchPlan, OutOfAmsels> planSwitch(const device::DeviceModel &,
                                                 llvm::ArrayRef<PacketConnection>,
                                                 llvm::ArrayRef<Amsel> taken = {});

} // namespace tilewright::aie::routing
#endif // TILEWRIGHT_DIALECT_AIE_TRANSFORMS_ROUTING_PACKETSWITCH_H
