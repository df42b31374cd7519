//===- PacketSwitch.cpp - Arbiters and rules of packet flows ----*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A switch treats packets in two steps. A rule at the input where a packet
// comes in looks at the packet's ID and names an arbiter and one of its four
// selects ("msel"). Every output is tied to one of six arbiters and listens to
// some of its selects; the packet leaves at all outputs that listen to the one
// named. So each combination of outputs that packets leave through needs a
// select of its own, and outputs that occur in a combination together need the
// same arbiter.
//
// planGreedily gives out selects in the order of (input, ID), priority flows
// first and from the other end, each new combination of new outputs getting a
// new arbiter. This is mlir-aie's order, and the result is kept where it works.
// It can fail where a solution exists: two combinations that are both settled
// on arbiters of their own cannot be joined by a third any more, and a
// combination may be given a second select. planByComponents then starts from
// the outputs that must share an arbiter and packs these sets into arbiters,
// largest first. With sets of one to four selects in six bins of four, that
// finds a packing whenever there is one.
//
// Rules: IDs that go from one input through the same outputs share a rule, whose
// mask covers the bits in which all of them agree. Such a rule may catch an ID
// bound for elsewhere; if that has no earlier rule of its own, the IDs of the
// design have to be changed, and the plan says so (Clash).
//
//===----------------------------------------------------------------------===//
#include "dialect/aie/transforms/routing/PacketSwitch.h"

#include "llvm/ADT/STLExtras.h"
#include <algorithm>
#include <map>

namespace tilewright::aie::routing {

using device::DeviceModel;
using device::Port;
using device::TileID;

//===--- Traffic ----------------------------------------------------------===//

namespace {

/// Finds the connections of a route by the output they drive.
class RouteIndex {
public:
  explicit RouteIndex(const Route &route) : route(route) {}

  /// The number of the connection that drives \p out.
  std::optional<size_t> driving(Endpoint out) const {
    auto begin = route.connections.begin(), end = route.connections.end();
    auto it = std::lower_bound(begin, end, out.tile,
                               [](const Connection &c, TileID t) { return c.tile < t; });
    for (; it != end && it->tile == out.tile; ++it)
      if (it->dest == out.port)
        return it - begin;
    return std::nullopt;
  }

private:
  const Route &route;
};

} // namespace

/// The numbers of the connections that lead to \p dest, ascending.
static std::vector<size_t> pathTo(const Route &route, Endpoint dest) {
  RouteIndex index(route);
  std::vector<size_t> path;
  std::optional<Endpoint> out = dest;
  while (out && path.size() <= route.connections.size()) {
    std::optional<size_t> k = index.driving(*out);
    if (!k)
      break;
    path.push_back(*k);
    Endpoint in{route.connections[*k].tile, route.connections[*k].source};
    if (in == route.source)
      break;
    out = wireInto(in);
  }
  llvm::sort(path);
  return path;
}

std::vector<SwitchTraffic> collectTraffic(const DeviceModel &model,
                                          llvm::ArrayRef<PacketFlow> flows) {
  std::vector<std::vector<PacketConnection>> byTile(model.columns() * model.rows());
  for (const PacketFlow &flow : flows)
    for (const Endpoint &dest : flow.dests)
      for (size_t k : pathTo(*flow.route, dest)) {
        const Connection &c = flow.route->connections[k];
        auto &connections = byTile[c.tile.col * model.rows() + c.tile.row];
        bool known = false;
        for (PacketConnection &p : connections) {
          if (p.dest != c.dest || p.id != flow.id)
            continue;
          p.priority = flow.priority;
          known |= p.source == c.source;
        }
        if (!known)
          connections.push_back({c.source, c.dest, flow.id, flow.priority});
      }
  std::vector<SwitchTraffic> result;
  for (auto [k, connections] : llvm::enumerate(byTile))
    if (!connections.empty())
      result.push_back({{static_cast<int>(k) / model.rows(), static_cast<int>(k) % model.rows()},
                        std::move(connections)});
  return result;
}

//===--- Selects ----------------------------------------------------------===//

namespace {

/// Packets of one ID at one input.
struct Stream {
  Port source;
  int id;
  bool priority = false;
  llvm::SmallVector<Port, 4> dests;
  std::optional<Amsel> amsel;

  bool goesTo(Port p) const { return llvm::is_contained(dests, p); }
  bool hasSameDests(const Stream &o) const {
    return dests.size() == o.dests.size() &&
           llvm::all_of(dests, [&](Port p) { return o.goesTo(p); });
  }
};

/// Selects with the outputs that listen to them.
struct Selects {
  const DeviceModel &model;
  llvm::ArrayRef<Amsel> taken;                         ///< in use by others
  std::map<Amsel, llvm::SmallVector<Port, 4>> outputs; ///< at most two dozen entries
  std::map<Port, unsigned> arbiter;

  Selects(const DeviceModel &model, llvm::ArrayRef<Amsel> taken) : model(model), taken(taken) {}

  bool isFree(Amsel v) const { return !llvm::is_contained(taken, v) && !outputs.count(v); }

  std::optional<Amsel> freeOf(unsigned arbiter) const {
    for (unsigned msel = 0; msel < model.numMsels(); ++msel)
      if (isFree({msel, arbiter}))
        return Amsel{msel, arbiter};
    return std::nullopt;
  }
  unsigned numFree(unsigned arbiter) const {
    unsigned n = 0;
    for (unsigned msel = 0; msel < model.numMsels(); ++msel)
      n += isFree({msel, arbiter});
    return n;
  }
  std::optional<Amsel> firstFree(bool fromTheEnd) const {
    const unsigned arbiters = model.numArbiters(), all = arbiters * model.numMsels();
    for (unsigned n = 0; n < all; ++n) {
      unsigned k = fromTheEnd ? all - 1 - n : n;
      if (isFree({k / arbiters, k % arbiters}))
        return Amsel{k / arbiters, k % arbiters};
    }
    return std::nullopt;
  }
  void assign(Amsel v, llvm::ArrayRef<Port> ports) {
    for (Port p : ports)
      if (arbiter.try_emplace(p, v.arbiter).first->second == v.arbiter)
        outputs[v].push_back(p);
  }
};

} // namespace

/// The streams of a switch by (source, id) ascending.
static std::vector<Stream> collectStreams(llvm::ArrayRef<PacketConnection> connections) {
  std::vector<Stream> streams;
  for (const PacketConnection &c : connections) {
    auto it = llvm::find_if(streams,
                            [&](const Stream &s) { return s.source == c.source && s.id == c.id; });
    if (it == streams.end())
      it = streams.insert(streams.end(), Stream{c.source, c.id, false, {}, {}});
    it->dests.push_back(c.dest);
    it->priority |= c.priority;
  }
  llvm::sort(streams, [](const Stream &a, const Stream &b) {
    return std::tie(a.source, a.id) < std::tie(b.source, b.id);
  });
  return streams;
}

/// One stream's select; false if there is none left for it, with the arbiter that
/// it has to be of, if any.
static bool assignGreedily(Stream &stream, Selects &selects, std::optional<unsigned> &arbiter) {
  arbiter.reset();
  for (Port p : stream.dests)
    if (auto it = selects.arbiter.find(p); !arbiter && it != selects.arbiter.end())
      arbiter = it->second;

  for (auto &[v, ports] : selects.outputs) {
    if ((arbiter && v.arbiter != *arbiter) ||
        llvm::none_of(ports, [&](Port p) { return stream.goesTo(p); }))
      continue;
    if (ports.size() == stream.dests.size() &&
        llvm::all_of(ports, [&](Port p) { return stream.goesTo(p); })) {
      stream.amsel = v;
      return true;
    }
    arbiter = v.arbiter;
    break;
  }
  stream.amsel = arbiter ? selects.freeOf(*arbiter) : selects.firstFree(stream.priority);
  if (!stream.amsel)
    return false;
  selects.assign(*stream.amsel, stream.dests);
  return true;
}

/// Whether each stream's select has exactly the stream's outputs listening.
static bool isExact(llvm::ArrayRef<Stream> streams, const Selects &selects) {
  return llvm::all_of(streams, [&](const Stream &s) {
    const auto &ports = selects.outputs.at(*s.amsel);
    return ports.size() == s.dests.size() &&
           llvm::all_of(ports, [&](Port p) { return s.goesTo(p); });
  });
}

/// Sets \p arbiter to the one that has run out of msels when it fails over that.
static bool planGreedily(std::vector<Stream> &streams, Selects &selects,
                         std::optional<unsigned> &arbiter) {
  for (bool priority : {true, false})
    for (Stream &s : streams)
      if (s.priority == priority && !assignGreedily(s, selects, arbiter))
        return false;
  arbiter.reset();
  return isExact(streams, selects);
}

//===--- Selects, by sets of outputs that share an arbiter ----------------===//

namespace {
/// Outputs that need one arbiter, and the streams that leave through them.
struct Component {
  std::vector<Port> outputs;
  std::vector<Stream *> streams;
  /// The first stream of each combination of outputs.
  std::vector<Stream *> combinations;
};
} // namespace

static std::vector<Component> findComponents(std::vector<Stream> &streams) {
  std::vector<Component> components;
  for (Stream &s : streams) {
    Component merged;
    llvm::erase_if(components, [&](Component &c) {
      if (llvm::none_of(c.outputs, [&](Port p) { return s.goesTo(p); }))
        return false;
      llvm::append_range(merged.outputs, c.outputs);
      llvm::append_range(merged.streams, c.streams);
      llvm::append_range(merged.combinations, c.combinations);
      return true;
    });
    for (Port p : s.dests)
      if (!llvm::is_contained(merged.outputs, p))
        merged.outputs.push_back(p);
    if (llvm::none_of(merged.combinations, [&](Stream *o) { return o->hasSameDests(s); }))
      merged.combinations.push_back(&s);
    merged.streams.push_back(&s);
    components.push_back(std::move(merged));
  }
  llvm::stable_sort(components, [](const Component &a, const Component &b) {
    return a.combinations.size() > b.combinations.size();
  });
  return components;
}

static std::optional<OutOfAmsels> planByComponents(std::vector<Stream> &streams, Selects &selects) {
  const unsigned numArbiters = selects.model.numArbiters(), numMsels = selects.model.numMsels();
  std::vector<Component> components = findComponents(streams);
  unsigned needed = 0;
  for (const Component &c : components)
    needed += c.combinations.size();
  for (const Component &c : components) {
    unsigned arbiter = 0;
    while (arbiter < numArbiters && selects.numFree(arbiter) < c.combinations.size())
      ++arbiter;
    if (arbiter == numArbiters) {
      const bool tooMany = c.combinations.size() > numMsels;
      const Stream &last = *c.combinations.back();
      return OutOfAmsels{last.source, last.id, tooMany ? c.outputs : std::vector<Port>{},
                         tooMany ? static_cast<unsigned>(c.combinations.size()) : needed,
                         std::nullopt};
    }
    for (Stream *first : c.combinations) {
      Amsel v = *selects.freeOf(arbiter);
      selects.assign(v, first->dests);
      for (Stream *s : c.streams)
        if (s->hasSameDests(*first))
          s->amsel = v;
    }
  }
  return std::nullopt;
}

//===--- Rules ------------------------------------------------------------===//

/// The rules for \p streams into \p plan, up to the first that does not work.
static void planRules(const DeviceModel &model, llvm::ArrayRef<PacketConnection> connections,
                      llvm::ArrayRef<Stream> streams, SwitchPlan &plan) {
  auto streamOf = [&](const PacketConnection &c) -> const Stream & {
    return *llvm::find_if(streams,
                          [&](const Stream &s) { return s.source == c.source && s.id == c.id; });
  };
  std::vector<llvm::SmallVector<const Stream *>> groups;
  for (const PacketConnection &c : llvm::reverse(connections)) {
    const Stream &s = streamOf(c);
    auto it = llvm::find_if(groups, [&](auto &g) {
      return g.front()->source == s.source && g.front()->hasSameDests(s);
    });
    if (it == groups.end())
      groups.push_back({&s});
    else if (!llvm::is_contained(*it, &s))
      it->push_back(&s);
  }

  for (const auto &group : groups) {
    const Stream &first = *group.front();
    int mask = model.maxPacketId();
    for (const Stream *s : group)
      mask &= ~(s->id ^ first.id);
    auto slave = llvm::find_if(plan.slaves, [&](auto &s) { return s.port == first.source; });
    if (slave == plan.slaves.end())
      slave = plan.slaves.insert(plan.slaves.end(), {first.source, {}});
    for (const Stream *s : group)
      for (auto [k, rule] : llvm::enumerate(slave->rules))
        if ((s->id & rule.mask) == rule.value) {
          // mlir-aie names the first ID of a group by the value of its rule.
          plan.clash = {static_cast<unsigned>(slave - plan.slaves.begin()),
                        static_cast<unsigned>(k), s == &first ? s->id & mask : s->id};
          return;
        }
    slave->rules.push_back({mask, first.id & mask, *first.amsel});
  }
}

//===--- Entry ------------------------------------------------------------===//

std::variant<SwitchPlan, OutOfAmsels> planSwitch(const DeviceModel &model,
                                                 llvm::ArrayRef<PacketConnection> connections,
                                                 llvm::ArrayRef<Amsel> taken) {
  std::vector<Stream> streams = collectStreams(connections);
  Selects selects(model, taken);
  std::optional<unsigned> arbiter;
  if (!planGreedily(streams, selects, arbiter)) {
    const std::map<Port, unsigned> settled = std::move(selects.arbiter);
    selects.outputs.clear();
    selects.arbiter.clear();
    if (std::optional<OutOfAmsels> failure = planByComponents(streams, selects)) {
      // Outputs that share an arbiter have one from the first plan too.
      if (!arbiter && !failure->outputs.empty())
        if (auto it = settled.find(failure->outputs.front()); it != settled.end())
          arbiter = it->second;
      failure->arbiter = arbiter;
      return *failure;
    }
  }

  SwitchPlan plan;
  plan.priority = llvm::any_of(streams, [](const Stream &s) { return s.priority; });
  std::map<Port, llvm::SmallVector<Amsel, 4>> masters;
  for (const auto &[v, ports] : selects.outputs)
    for (Port p : ports)
      masters[p].push_back(v);
  for (auto &[port, amsels] : masters)
    plan.masters.push_back({port, std::move(amsels)});
  planRules(model, connections, streams, plan);
  return plan;
}

} // namespace tilewright::aie::routing
