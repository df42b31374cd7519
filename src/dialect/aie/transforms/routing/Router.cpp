//===- Router.cpp - Paths for the flows of a device -------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The problem: give every flow a tree of ports from its source to its
// destinations such that no wire is used twice, except by packet flows that
// meet in a destination anyway. Choosing the best trees together is NP-hard;
// choosing them one after the other lets the first flow block the second.
//
// The idea is that of PathFinder (McMurchie and Ebeling, 1995): route every flow
// by its cheapest path as if it were alone, let wires be used too often, make
// those wires dearer, and route everything again. What a wire costs has three
// parts: `over`, how many rounds so far ended with it used too often (this
// grows forever, so two flows cannot swap places for good); `used`, its users
// in the round before; and a factor for every user already in this round.
//
// Designs have to come out bit for bit as mlir-aie routes them, and most paths
// have equally cheap ones beside them. So the things that settle ties are part
// of the contract: costs are doubles, computed in the order written below; the
// queue is a 4-ary heap in which an entry stays where it is when its node
// becomes cheaper; neighbours are visited in ascending order; a node stands for
// both sides of a port (RoutingGraph::Nodes::Ports).
//
// The last point is a flaw: such a path may turn round in a port, leaving a
// switch by an output and coming back through the input of the same number. And
// connections made by hand only block their source in that graph, not the port
// they drive. So every result is checked (see "Whether a result can be built"), and
// where it fails the flows are routed again in the graph without the flaw. Designs
// that mlir-aie routes rightly come out the same, the others come out right.
//
// Cost: a search ends when none of its destinations can get nearer, so it looks at
// the part of the array around the flow and not at the whole, and of a switch at
// the first few inputs that it comes by. A round costs the sum
// of its searches plus, per group, the number of edges used so far. Nothing in
// here is a map: all state is in arrays indexed by node or edge. Routing the 64
// flows of a 32-core matrix product takes less time than parsing them. Where rounds
// do not help, wires get dearer and dearer, and each search looks at everything that
// is cheaper, in the end the whole array. So besides the number of rounds their
// effort is limited, and the commonest reason for failure is looked for before
// (Cuts.cpp).
//
//===----------------------------------------------------------------------===//
#include "dialect/aie/transforms/routing/Router.h"

#include "llvm/ADT/STLExtras.h"
#include <algorithm>
#include <limits>

namespace tilewright::aie::routing {

using device::DeviceModel;

//===--- Requests ---------------------------------------------------------===//

Request *RequestList::find(Endpoint source) {
  auto it = llvm::find_if(list, [&](const Request &r) { return r.source == source; });
  return it == list.end() ? nullptr : &*it;
}

void RequestList::addCircuit(Endpoint source, Endpoint dest, bool takesPackets) {
  Request *request = find(source);
  if (request)
    request->dests.push_back(dest);
  else
    request = &list.emplace_back(Request{source, {dest}});
  request->isCircuit |= takesPackets || request->group < 0;
}

void RequestList::addPacket(Endpoint source, Endpoint dest, bool priority) {
  if (Request *known = find(source)) {
    known->dests.insert(priority ? known->dests.begin() : known->dests.end(), dest);
    known->priority |= priority;
    return;
  }
  // The group of the flows to the same destination, but at least that of any
  // request made after them: this is how mlir-aie numbers groups, and the
  // order of groups is the order of routing.
  int group = -1;
  bool found = false;
  for (const Request &r : list) {
    if (llvm::is_contained(r.dests, dest)) {
      group = r.group;
      found = true;
    }
    group = std::max(group, r.group);
  }
  list.push_back({source, {dest}, found ? group : group + 1, priority});
}

void RequestList::finishPackets() {
  auto middle =
      std::stable_partition(list.begin(), list.end(), [](const Request &r) { return r.priority; });
  std::sort(list.begin(), middle,
            [](const Request &a, const Request &b) { return a.source < b.source; });
}

namespace {

//===--- Shortest paths ---------------------------------------------------===//

/// Cheapest paths from one node, with arrays that live as long as the routing.
class PathSearch {
public:
  explicit PathSearch(const RoutingGraph &graph);

  /// Finds paths from \p source to all of \p targets. False if one cannot be
  /// reached at a finite cost. Demands above \p limit count as \p limit.
  bool run(Node source, llvm::ArrayRef<Node> targets, llvm::ArrayRef<double> demand,
           double limit = std::numeric_limits<double>::infinity());

  /// Nodes, edges and queue entries looked at so far.
  uint64_t effort() const { return looked; }

  /// The edge by which the last run() came to a node; kNoEdge if it did not.
  Edge edgeInto(Node n) const { return state[n].via; }
  static constexpr Edge kNoEdge = ~0u;

private:
  static constexpr double kUnknown = std::numeric_limits<double>::max();
  enum Colour : uint8_t { White, Grey, Black };
  struct State {
    double dist = kUnknown;
    Edge via = kNoEdge;
    Colour colour = White;
  };
  /// Per switch, the nodes that connections inside it lead to, and a bound on how
  /// far away any of them is. What a connection costs is at least 1, so from
  /// further away than this bound less 1 there is nothing to gain in that switch.
  struct Switch {
    std::vector<Node> outputs;
    double farthest = kUnknown;
  };

  void clear();
  void push(Node);
  Node pop();
  void relax(Node u, Edge, double demand);
  void relaxAll(Node u, llvm::ArrayRef<double> demand, double limit);
  bool isSettled(Node last, llvm::ArrayRef<Node> targets) const;

  const RoutingGraph &graph;
  std::vector<State> state;
  /// The queue. Each entry has the current distance of its node at hand: when a
  /// node that is queued gets nearer, its entry is told, but stays where it is.
  struct Entry {
    double dist;
    Node node;
  };
  std::vector<Entry> heap;
  std::vector<Node> touched;
  std::vector<Switch> switches;
  std::vector<uint32_t> switchOf;
  mutable uint64_t looked = 0;
};

PathSearch::PathSearch(const RoutingGraph &graph) : graph(graph), state(graph.numNodes()) {
  std::vector<uint8_t> isOutput(graph.numNodes(), false);
  for (Edge e = 0; e < graph.numEdges(); ++e)
    if (!graph.isWire(e))
      isOutput[graph.to(e)] = true;
  for (Node n = 0; n < graph.numNodes(); ++n) {
    if (n == 0 || graph.endpoint(n).tile != graph.endpoint(n - 1).tile)
      switches.emplace_back();
    switchOf.push_back(switches.size() - 1);
    if (isOutput[n])
      switches.back().outputs.push_back(n);
  }
}

void PathSearch::clear() {
  for (Node n : touched) {
    state[n] = State();
    switches[switchOf[n]].farthest = kUnknown;
  }
  touched.clear();
  heap.clear();
}

void PathSearch::push(Node v) {
  size_t i = heap.size();
  const Entry entry{state[v].dist, v};
  heap.push_back(entry);
  while (i > 0) {
    size_t parent = (i - 1) / 4;
    if (!(entry.dist < heap[parent].dist))
      break;
    heap[i] = heap[parent];
    i = parent;
  }
  heap[i] = entry;
}

Node PathSearch::pop() {
  const Node result = heap.front().node;
  const Entry moved = heap.back();
  heap.pop_back();
  const size_t size = heap.size();
  if (size == 0)
    return result;
  Entry *const h = heap.data();
  // The first of the nearest children, in whatever order the processor likes.
  auto nearer = [h](size_t a, size_t b) { return h[b].dist < h[a].dist ? b : a; };
  size_t i = 0;
  for (size_t child = 1; child < size; child = 4 * i + 1) {
    size_t best = child;
    if (child + 3 < size)
      best = nearer(nearer(child, child + 1), nearer(child + 2, child + 3));
    else
      for (size_t k = child + 1; k < size; ++k)
        best = nearer(best, k);
    if (!(h[best].dist < moved.dist))
      break;
    h[i] = h[best];
    i = best;
  }
  h[i] = moved;
  return result;
}

void PathSearch::relax(Node u, Edge e, double demand) {
  const Node v = graph.to(e);
  State &s = state[v];
  if (s.colour == Black)
    return;
  const bool isNew = s.colour == White;
  if (double d = state[u].dist + demand; d < s.dist) {
    s.dist = d;
    s.via = e;
    s.colour = Grey;
    if (!isNew) {
      looked += heap.size();
      for (Entry &entry : heap)
        if (entry.node == v)
          entry.dist = d;
    }
  }
  if (isNew) {
    touched.push_back(v);
    push(v);
  }
}

void PathSearch::relaxAll(Node u, llvm::ArrayRef<double> demand, double limit) {
  Switch &box = switches[switchOf[u]];
  const Edge begin = graph.edgesBegin(u), end = graph.edgesEnd(u);
  if (state[u].dist + 1.0 < box.farthest) {
    looked += end - begin;
    for (Edge e = begin; e != end; ++e)
      relax(u, e, std::min(demand[e], limit));
    box.farthest = 0;
    for (Node n : box.outputs)
      box.farthest = std::max(box.farthest, state[n].dist);
    return;
  }
  // Only the wire, which stands before or after the connections.
  if (begin == end)
    return;
  if (graph.isWire(begin))
    relax(u, begin, std::min(demand[begin], limit));
  else if (graph.isWire(end - 1))
    relax(u, end - 1, std::min(demand[end - 1], limit));
}

/// Whether no target can get nearer after \p last has been visited. All nodes
/// visited from now on are at least as far away as the nearest in the queue, and
/// a further step costs 1 or more. Since entries stay in their place, the nearest
/// need not be the first.
bool PathSearch::isSettled(Node last, llvm::ArrayRef<Node> targets) const {
  double farthest = 0;
  looked += 1 + targets.size() / 8; // a step that is several times as cheap
  for (Node t : targets)
    farthest = std::max(farthest, state[t].dist);
  if (farthest > state[last].dist + 1.0)
    return false;
  double nearest = kUnknown;
  looked += heap.size();
  for (const Entry &entry : heap)
    nearest = std::min(nearest, entry.dist);
  return farthest <= nearest + 1.0;
}

bool PathSearch::run(Node source, llvm::ArrayRef<Node> targets, llvm::ArrayRef<double> demand,
                     double limit) {
  clear();
  state[source].dist = 0;
  touched.push_back(source);
  push(source);
  while (!heap.empty()) {
    Node u = pop();
    relaxAll(u, demand, limit);
    state[u].colour = Black;
    if (isSettled(u, targets))
      break;
  }
  return llvm::all_of(targets, [&](Node t) { return t == source || state[t].via != kNoEdge; });
}

//===--- Negotiation ------------------------------------------------------===//

constexpr double kOverFactor = 0.1, kUsedFactor = 0.02, kUserFactor = 1.1;
constexpr double kPriorityFactor = std::numeric_limits<int32_t>::max();
constexpr int kMaxRounds = 1000;
/// Stands in for an infinite demand where every path has one.
constexpr double kDearest = 1e290;

/// The state of one negotiation. Edges are "cells" of a switch's matrix of
/// inputs and outputs; the wires between two switches are a matrix as well.
class Negotiation {
public:
  Negotiation(const DeviceModel &model, const RoutingGraph &graph,
              llvm::ArrayRef<Request> requests);
  /// Stops when \p effort, which it adds to, is more than \p maxEffort.
  Result run(uint64_t &effort, uint64_t maxEffort);

private:
  struct Cell {
    int over = 0, used = 0, packets = 0;
    bool priority = false, known = false;
  };
  /// A group written to a whole row or column of a matrix; the younger counts.
  struct Mark {
    uint64_t time = 0;
    int group = -1;
  };

  void startRound();
  std::optional<Failure> routeGroup(int group, std::vector<Route> &routes);
  void trace(const Request &, llvm::ArrayRef<Node> targets, Route &);
  void chargeWiresAtEnds(const Request &, llvm::ArrayRef<Node> targets);
  void charge(Edge, const Request &);
  void bump(Edge e);
  void settleGroup();
  unsigned countOverused();
  Failure congestion(llvm::ArrayRef<Route>) const;

  const DeviceModel &model;
  const RoutingGraph &graph;
  llvm::ArrayRef<Request> requests;
  PathSearch search;
  std::vector<int> groups;       ///< in order of first appearance
  std::vector<Endpoint> sources; ///< sorted
  std::vector<double> demand;
  std::vector<Cell> cells;
  std::vector<Edge> known, inUse; ///< edges ever charged; charged in this round
  std::vector<Mark> rows, columns;
  std::vector<uint8_t> processed;
  uint64_t now = 1, roundStart = 0, settled = 0;
};

Negotiation::Negotiation(const DeviceModel &model, const RoutingGraph &graph,
                         llvm::ArrayRef<Request> requests)
    : model(model), graph(graph), requests(requests), search(graph), demand(graph.numEdges(), 1.0),
      cells(graph.numEdges()), rows(2 * graph.numNodes()), columns(2 * graph.numNodes()),
      processed(graph.numNodes(), false) {
  for (const Request &r : requests) {
    sources.push_back(r.source);
    if (!llvm::is_contained(groups, r.group))
      groups.push_back(r.group);
  }
  llvm::sort(sources);
}

void Negotiation::startRound() {
  for (Edge e : known) {
    Cell &c = cells[e];
    demand[e] = (1.0 + kOverFactor * c.over) * (1.0 + kUsedFactor * c.used);
    c.used = c.packets = 0;
  }
  inUse.clear();
  roundStart = now++;
}

void Negotiation::bump(Edge e) {
  if (cells[e].used >= 1)
    demand[e] *= cells[e].priority ? kPriorityFactor : kUserFactor;
}

/// One more user for an edge. Packet flows of one group share an edge, up to a
/// limit, and so count once (in settleGroup).
void Negotiation::charge(Edge e, const Request &request) {
  Cell &c = cells[e];
  if (!c.known) {
    c.known = true;
    known.push_back(e);
  }
  if (c.used == 0 && c.packets == 0)
    inUse.push_back(e);
  c.priority = request.priority;

  // Wires have rows and columns of their own, of one cell each.
  const uint32_t matrix = graph.isWire(e) ? graph.numNodes() : 0;
  Mark &row = rows[matrix + graph.from(e)], &column = columns[matrix + graph.to(e)];
  const Mark &last = row.time > column.time ? row : column;
  const int owner = last.time > roundStart ? last.group : -1;
  if (request.group >= 0 && (owner == -1 || owner == request.group)) {
    row = column = {now++, request.group};
    if (++c.packets == kPacketFlowsPerWire) {
      c.packets = 0;
      ++c.used;
    }
  } else {
    ++c.used;
  }
  bump(e);
}

void Negotiation::trace(const Request &request, llvm::ArrayRef<Node> targets, Route &route) {
  const Node source = graph.input(request.source);
  std::vector<Node> done{source};
  processed[source] = true;
  for (auto [dest, target] : llvm::zip_equal(request.dests, targets)) {
    // In the graph of sides such a destination is another node, with a path.
    const Connection toItself{dest.tile, dest.port, dest.port};
    if (target == source && !llvm::is_contained(route.connections, toItself))
      route.connections.push_back(toItself);
    for (Node at = target; !processed[at];) {
      Edge e = search.edgeInto(at);
      charge(e, request);
      Endpoint from = graph.endpoint(graph.from(e)), to = graph.endpoint(at);
      if (!graph.isWire(e))
        route.connections.push_back({to.tile, from.port, to.port});
      processed[at] = true;
      done.push_back(at);
      at = graph.from(e);
    }
  }
  if (graph.hasSides())
    chargeWiresAtEnds(request, targets);
  for (Node n : done)
    processed[n] = false;
}

/// A flow may start or end between two switches. It then has the wire there for
/// itself, although that is no part of its path; only a flow that ends where another
/// starts leaves it to that one.
void Negotiation::chargeWiresAtEnds(const Request &request, llvm::ArrayRef<Node> targets) {
  auto chargeWireOf = [&](Node output) {
    for (Edge e = graph.edgesBegin(output); e != graph.edgesEnd(output); ++e)
      if (!processed[graph.to(e)])
        charge(e, request);
  };
  for (auto [dest, target] : llvm::zip_equal(request.dests, targets)) {
    std::optional<Endpoint> next = acrossWire(model, dest);
    if (next && !llvm::binary_search(sources, *next))
      chargeWireOf(target);
  }
  std::optional<Endpoint> before = wireInto(request.source);
  if (!before || !hasOutput(model, *before))
    return;
  const Node source = graph.input(request.source);
  processed[source] = false;
  chargeWireOf(graph.output(*before));
}

std::optional<Failure> Negotiation::routeGroup(int group, std::vector<Route> &routes) {
  std::vector<Node> targets;
  for (auto [k, request] : llvm::enumerate(requests)) {
    if (request.group != group)
      continue;
    targets.clear();
    for (const Endpoint &dest : request.dests)
      targets.push_back(graph.output(dest));
    const Node source = graph.input(request.source);
    if (!search.run(source, targets, demand) && !search.run(source, targets, demand, kDearest))
      for (auto [d, dest] : llvm::enumerate(request.dests))
        if (targets[d] != source && search.edgeInto(targets[d]) == PathSearch::kNoEdge)
          return Unreachable{static_cast<unsigned>(k), static_cast<unsigned>(d)};
    trace(request, targets, routes[k]);
  }
  return std::nullopt;
}

void Negotiation::settleGroup() {
  settled += inUse.size();
  for (Edge e : inUse) {
    Cell &c = cells[e];
    if (c.packets > 0) {
      c.packets = 0;
      ++c.used;
    }
    bump(e);
  }
}

unsigned Negotiation::countOverused() {
  unsigned overused = 0;
  for (Edge e : inUse)
    if (cells[e].used > 1) {
      ++cells[e].over;
      ++overused;
    }
  return overused;
}

Failure Negotiation::congestion(llvm::ArrayRef<Route> routes) const {
  Congested result;
  auto order = [](const Congested::Spot &a, const Congested::Spot &b) {
    return std::tie(a.from, a.to) < std::tie(b.from, b.to);
  };
  for (Edge e : inUse)
    if (cells[e].used > 1)
      result.spots.push_back({graph.endpoint(graph.from(e)), graph.endpoint(graph.to(e)), {}});
  llvm::sort(result.spots, order);
  auto add = [&](Endpoint from, Endpoint to, unsigned request) {
    Congested::Spot spot{from, to, {}};
    auto it = std::lower_bound(result.spots.begin(), result.spots.end(), spot, order);
    if (it == result.spots.end() || order(spot, *it))
      return;
    if (it->requests.empty() || it->requests.back() != request)
      it->requests.push_back(request);
  };
  for (auto [k, route] : llvm::enumerate(routes))
    for (const Connection &c : route.connections) {
      Endpoint out{c.tile, c.dest};
      add({c.tile, c.source}, out, k);
      if (std::optional<Endpoint> there = acrossWire(model, out))
        add(out, *there, k);
    }
  return result;
}

Result Negotiation::run(uint64_t &effort, uint64_t maxEffort) {
  const uint64_t before = effort;
  std::vector<Route> routes(requests.size());
  for (int round = 0; round < kMaxRounds; ++round) {
    startRound();
    for (auto [route, request] : llvm::zip_equal(routes, requests))
      route = {request.source, {}};
    for (int group : groups) {
      if (std::optional<Failure> failure = routeGroup(group, routes))
        return *failure;
      settleGroup();
    }
    effort = before + search.effort() + settled;
    if (countOverused() == 0) {
      for (Route &route : routes)
        std::stable_sort(route.connections.begin(), route.connections.end(),
                         [](const Connection &a, const Connection &b) { return a.tile < b.tile; });
      return routes;
    }
    if (effort > maxEffort) {
      Failure failure = congestion(routes);
      std::get<Congested>(failure).givenUpAfter = round + 1;
      return failure;
    }
  }
  return congestion(routes);
}

//===--- Whether a result can be built ------------------------------------===//

/// Follows a route from its source: the switches must be able to make every
/// connection, each must be reached, and none twice, and the stream must get to
/// every destination (as a node, a port is there already when the wire into its
/// other side is).
bool isBuildable(const DeviceModel &model, const Request &request, const Route &route) {
  const auto byTile = [](const Connection &c, device::TileID t) { return c.tile < t; };
  llvm::SmallVector<Endpoint> inputs{route.source}, outputs;
  while (!inputs.empty() && outputs.size() <= route.connections.size()) {
    Endpoint in = inputs.pop_back_val();
    auto it = std::lower_bound(route.connections.begin(), route.connections.end(), in.tile, byTile);
    for (; it != route.connections.end() && it->tile == in.tile; ++it) {
      if (it->source != in.port)
        continue;
      if (!mayConnect(model, it->tile, it->source, it->dest))
        return false;
      outputs.push_back({it->tile, it->dest});
      if (std::optional<Endpoint> next = acrossWire(model, outputs.back()))
        inputs.push_back(*next);
    }
  }
  if (outputs.size() != route.connections.size())
    return false;
  llvm::sort(outputs);
  return llvm::all_of(request.dests,
                      [&](const Endpoint &dest) { return llvm::binary_search(outputs, dest); });
}

/// Whether every circuit has its inputs and outputs for itself. Others come by them
/// where a flow starts or ends between two switches, and packets where a circuit
/// has been routed as one of their group.
bool areCircuitsAlone(llvm::ArrayRef<Request> requests, llvm::ArrayRef<Route> routes) {
  using Use = std::pair<Endpoint, size_t>;
  std::vector<Use> inputs, outputs;
  for (auto [k, route] : llvm::enumerate(routes))
    for (const Connection &c : route.connections) {
      inputs.push_back({{c.tile, c.source}, k});
      outputs.push_back({{c.tile, c.dest}, k});
    }
  auto isShared = [&](const Use &a, const Use &b) {
    return a.first == b.first && a.second != b.second &&
           (requests[a.second].isCircuit || requests[b.second].isCircuit);
  };
  for (std::vector<Use> *uses : {&inputs, &outputs}) {
    llvm::sort(*uses);
    if (std::adjacent_find(uses->begin(), uses->end(), isShared) != uses->end())
      return false;
  }
  return true;
}

/// The inputs and outputs that hand-made configurations use, sorted.
struct Taken {
  std::vector<Endpoint> inputs, outputs;

  explicit Taken(const Fixed &fixed) : inputs(fixed.packetInputs), outputs(fixed.packetOutputs) {
    for (const Connection &c : fixed.circuits) {
      inputs.push_back({c.tile, c.source});
      outputs.push_back({c.tile, c.dest});
    }
    llvm::sort(inputs);
    llvm::sort(outputs);
  }

  bool clashesWith(const Route &route) const {
    return llvm::any_of(route.connections, [&](const Connection &c) {
      return llvm::binary_search(inputs, Endpoint{c.tile, c.source}) ||
             llvm::binary_search(outputs, Endpoint{c.tile, c.dest});
    });
  }
};

bool canBuildAll(const DeviceModel &model, llvm::ArrayRef<Request> requests,
                 llvm::ArrayRef<Route> routes, const Taken &taken) {
  return areCircuitsAlone(requests, routes) &&
         llvm::all_of(llvm::zip_equal(requests, routes), [&](const auto &pair) {
           const auto &[request, route] = pair;
           return isBuildable(model, request, route) && !taken.clashesWith(route);
         });
}

std::optional<Failure> findMissingPort(const DeviceModel &model, llvm::ArrayRef<Request> requests) {
  for (auto [k, request] : llvm::enumerate(requests)) {
    if (!hasInput(model, request.source))
      return NoSuchPort{static_cast<unsigned>(k), -1};
    for (auto [d, dest] : llvm::enumerate(request.dests))
      if (!hasOutput(model, dest))
        return NoSuchPort{static_cast<unsigned>(k), static_cast<int>(d)};
  }
  return std::nullopt;
}

} // namespace

//===--- Entry ------------------------------------------------------------===//

Result routeAll(const DeviceModel &model, llvm::ArrayRef<Request> requests, const Fixed &fixed,
                uint64_t maxEffort) {
  if (std::optional<Failure> missing = findMissingPort(model, requests))
    return *missing;

  if (std::optional<Overfull> overfull = findOverfull(model, requests))
    return *overfull;

  const Taken taken(fixed);
  uint64_t effort = 0;
  std::vector<Endpoint> circuitInputs;
  for (const Connection &c : fixed.circuits)
    circuitInputs.push_back({c.tile, c.source});
  llvm::sort(circuitInputs);
  {
    RoutingGraph graph(model, RoutingGraph::Nodes::Ports, circuitInputs);
    Result result = Negotiation(model, graph, requests).run(effort, maxEffort);
    auto *routes = std::get_if<std::vector<Route>>(&result);
    if (routes ? canBuildAll(model, requests, *routes, taken) : effort > maxEffort)
      return result;
  }
  std::vector<Request> apart(requests);
  for (Request &r : apart)
    if (r.isCircuit)
      r.group = -1;
  RoutingGraph graph(model, RoutingGraph::Nodes::Sides, taken.inputs, taken.outputs);
  return Negotiation(model, graph, apart).run(effort, maxEffort);
}

} // namespace tilewright::aie::routing
