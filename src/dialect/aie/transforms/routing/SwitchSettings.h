//===- SwitchSettings.h - Where streams come out ----------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_DIALECT_AIE_TRANSFORMS_ROUTING_SWITCHSETTINGS_H
#define TILEWRIGHT_DIALECT_AIE_TRANSFORMS_ROUTING_SWITCHSETTINGS_H

#include "dialect/aie/transforms/routing/PacketSwitch.h"
#include <map>

namespace tilewright::aie::routing {

/// What the switches of a device are set to do, for following streams through
/// them. Shim muxes are left out: their DMA, NOC and PLIO ports stand for the
/// South ports that they are connected to.
class SwitchSettings {
public:
  bool empty() const { return byTile.empty(); }
  void addCircuit(const Connection &);
  /// Packets that enter at \p source with (ID & mask) == value leave at \p dests,
  /// unless an earlier rule of that input has caught them.
  void addRule(Endpoint source, int mask, int value, llvm::ArrayRef<device::Port> dests);
  void addPlan(device::TileID, const SwitchPlan &);

  /// The outputs at which a stream from \p source leaves the switches: a circuit,
  /// or packets of an ID. With them the number of ways that lead there, where 2
  /// stands for any number of them and for a ring that goes on for ever.
  std::map<Endpoint, unsigned> follow(const device::DeviceModel &, Endpoint source,
                                      std::optional<int> id) const;

private:
  struct Entry {
    device::Port source;
    bool isRule;
    int mask, value;
    llvm::SmallVector<device::Port, 2> dests;
  };
  std::map<device::TileID, std::vector<Entry>> byTile;
};

} // namespace tilewright::aie::routing
#endif // TILEWRIGHT_DIALECT_AIE_TRANSFORMS_ROUTING_SWITCHSETTINGS_H
