//===- SwitchSettings.cpp - Where streams come out --------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialect/aie/transforms/routing/SwitchSettings.h"

#include "llvm/ADT/STLExtras.h"
#include <algorithm>

namespace tilewright::aie::routing {

using device::DeviceModel;
using device::Port;
using device::TileID;

void SwitchSettings::addCircuit(const Connection &c) {
  byTile[c.tile].push_back({c.source, /*isRule=*/false, 0, 0, {c.dest}});
}

void SwitchSettings::addRule(Endpoint source, int mask, int value, llvm::ArrayRef<Port> dests) {
  byTile[source.tile].push_back(
      {source.port, /*isRule=*/true, mask, value, {dests.begin(), dests.end()}});
}

void SwitchSettings::addPlan(TileID tile, const SwitchPlan &plan) {
  for (const SwitchPlan::Slave &slave : plan.slaves)
    for (const SwitchPlan::Rule &rule : slave.rules) {
      llvm::SmallVector<Port, 4> dests;
      for (const SwitchPlan::Master &master : plan.masters)
        if (llvm::is_contained(master.amsels, rule.amsel))
          dests.push_back(master.port);
      addRule({tile, slave.port}, rule.mask, rule.value, dests);
    }
}

std::map<Endpoint, unsigned> SwitchSettings::follow(const DeviceModel &model, Endpoint source,
                                                    std::optional<int> id) const {
  constexpr unsigned kMany = 2;
  std::map<Endpoint, unsigned> ends, arrivals;
  std::vector<Endpoint> inputs{source};
  while (!inputs.empty()) {
    Endpoint in = inputs.back();
    inputs.pop_back();
    auto entries = byTile.find(in.tile);
    if (entries == byTile.end() || ++arrivals[in] > kMany)
      continue;
    bool caught = false;
    for (const Entry &entry : entries->second) {
      if (entry.source != in.port ||
          (entry.isRule && (caught || !id || (*id & entry.mask) != entry.value)))
        continue;
      caught |= entry.isRule;
      for (Port dest : entry.dests)
        if (std::optional<Endpoint> next = acrossWire(model, {in.tile, dest}))
          inputs.push_back(*next);
        else
          ends[{in.tile, dest}] = std::min(ends[{in.tile, dest}] + 1, kMany);
    }
  }
  return ends;
}

} // namespace tilewright::aie::routing
