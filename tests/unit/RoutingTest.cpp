//===- RoutingTest.cpp - The router on its own ------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialect/aie/transforms/routing/PacketSwitch.h"
#include "dialect/aie/transforms/routing/Router.h"
#include "dialect/aie/transforms/routing/SwitchSettings.h"

#include "gtest/gtest.h"
#include <queue>
#include <random>
#include <set>
#include <sstream>

using namespace tilewright;
using namespace tilewright::aie::routing;
using device::Device;
using device::DeviceModel;
using device::Port;
using device::TileID;
using enum device::WireBundle;

namespace {

//===--- Helpers ----------------------------------------------------------===//

Endpoint at(int col, int row, device::WireBundle bundle, int channel) {
  return {{col, row}, {bundle, channel}};
}

std::string text(Port p) {
  return device::stringify(p.bundle).str() + ":" + std::to_string(p.channel);
}

/// "(0,1) DMA:0->North:1; (0,2) South:1->DMA:0" of all routes, by tile.
std::string text(llvm::ArrayRef<Route> routes) {
  std::map<TileID, std::string> tiles;
  for (const Route &r : routes)
    for (const Connection &c : r.connections)
      tiles[c.tile] += " " + text(c.source) + "->" + text(c.dest);
  std::ostringstream out;
  for (auto &[tile, connections] : tiles)
    out << (out.str().empty() ? "" : "; ") << "(" << tile.col << "," << tile.row << ")"
        << connections;
  return out.str();
}

struct Flow {
  Endpoint source, dest;
};

RequestList circuits(llvm::ArrayRef<Flow> flows) {
  RequestList list;
  for (const Flow &f : flows)
    list.addCircuit(f.source, f.dest);
  return list;
}

std::vector<Route> route(Device device, const RequestList &list, const Fixed &fixed = {}) {
  Result result = routeAll(DeviceModel::get(device), list.requests(), fixed);
  if (auto *routes = std::get_if<std::vector<Route>>(&result))
    return *routes;
  ADD_FAILURE() << "not routed";
  return {};
}

std::string routed(Device device, llvm::ArrayRef<Flow> flows, const Fixed &fixed = {}) {
  return text(route(device, circuits(flows), fixed));
}

/// Follows the connections of a route; the outputs where the stream ends.
std::set<Endpoint> ends(const DeviceModel &model, const Route &r) {
  std::set<Endpoint> result;
  std::vector<Endpoint> inputs{r.source};
  std::set<Endpoint> seen;
  while (!inputs.empty()) {
    Endpoint in = inputs.back();
    inputs.pop_back();
    if (!seen.insert(in).second)
      continue;
    for (const Connection &c : r.connections) {
      if (c.tile != in.tile || c.source != in.port)
        continue;
      if (auto next = acrossWire(model, {c.tile, c.dest}))
        inputs.push_back(*next);
      else
        result.insert({c.tile, c.dest});
    }
  }
  return result;
}

/// No input or output of a switch belongs to two of the routes, every route
/// ends where its request says.
void expectLegal(const DeviceModel &model, llvm::ArrayRef<Request> requests,
                 llvm::ArrayRef<Route> routes) {
  ASSERT_EQ(requests.size(), routes.size());
  std::map<Endpoint, size_t> inputs, outputs;
  for (size_t k = 0; k < routes.size(); ++k) {
    std::set<Endpoint> wanted(requests[k].dests.begin(), requests[k].dests.end());
    EXPECT_EQ(ends(model, routes[k]), wanted);
    for (const Connection &c : routes[k].connections) {
      EXPECT_EQ(inputs.try_emplace({c.tile, c.source}, k).first->second, k);
      EXPECT_TRUE(outputs.try_emplace({c.tile, c.dest}, k).second);
    }
  }
}

/// Fewest edges between two ports in the graph of sides, by breadth first search.
int fewestEdges(const DeviceModel &model, Endpoint source, Endpoint dest) {
  RoutingGraph graph(model, RoutingGraph::Nodes::Sides);
  std::vector<int> dist(graph.numNodes(), -1);
  std::queue<Node> queue;
  dist[graph.input(source)] = 0;
  queue.push(graph.input(source));
  while (!queue.empty()) {
    Node u = queue.front();
    queue.pop();
    for (Edge e = graph.edgesBegin(u); e != graph.edgesEnd(u); ++e)
      if (dist[graph.to(e)] < 0) {
        dist[graph.to(e)] = dist[u] + 1;
        queue.push(graph.to(e));
      }
  }
  return dist[graph.output(dest)];
}

//===--- Graph ------------------------------------------------------------===//

TEST(RoutingGraph, EdgesAreSortedAndLegal) {
  for (Device device : {Device::npu1_1col, Device::npu2, Device::xcve2302})
    for (auto nodes : {RoutingGraph::Nodes::Ports, RoutingGraph::Nodes::Sides}) {
      const DeviceModel &model = DeviceModel::get(device);
      RoutingGraph graph(model, nodes);
      for (Node n = 0; n < graph.numNodes(); ++n)
        for (Edge e = graph.edgesBegin(n); e != graph.edgesEnd(n); ++e) {
          EXPECT_EQ(graph.from(e), n);
          if (e > graph.edgesBegin(n)) {
            EXPECT_LT(graph.to(e - 1), graph.to(e));
          }
          Endpoint from = graph.endpoint(n), to = graph.endpoint(graph.to(e));
          if (graph.isWire(e))
            EXPECT_EQ(acrossWire(model, from), to);
          else
            EXPECT_EQ(from.tile, to.tile);
        }
    }
}

TEST(RoutingGraph, NodesAreInOrderOfPorts) {
  RoutingGraph graph(DeviceModel::get(Device::npu1), RoutingGraph::Nodes::Ports);
  for (Node n = 1; n < graph.numNodes(); ++n)
    EXPECT_LT(graph.endpoint(n - 1), graph.endpoint(n));
}

TEST(RoutingGraph, BlockedPortsHaveNoConnections) {
  Endpoint in = at(0, 2, DMA, 0), out = at(0, 2, DMA, 1);
  RoutingGraph graph(DeviceModel::get(Device::npu1), RoutingGraph::Nodes::Sides, {in}, {out});
  EXPECT_EQ(graph.edgesBegin(graph.input(in)), graph.edgesEnd(graph.input(in)));
  for (Edge e = 0; e < graph.numEdges(); ++e)
    EXPECT_NE(graph.to(e), graph.output(out));
}

//===--- Paths mlir-aie takes ---------------------------------------------===//

TEST(Router, OneFlowBetweenShimTiles) {
  EXPECT_EQ(routed(Device::xcvc1902, {{at(2, 0, DMA, 0), at(3, 0, DMA, 1)}}),
            "(2,0) DMA:0->East:2; (3,0) West:2->DMA:1");
}

TEST(Router, ThroughMemoryTileAndBack) {
  EXPECT_EQ(routed(Device::npu1_1col, {{at(0, 0, DMA, 0), at(0, 1, DMA, 0)},
                                       {at(0, 1, DMA, 0), at(0, 2, DMA, 0)},
                                       {at(0, 2, DMA, 0), at(0, 1, DMA, 1)},
                                       {at(0, 1, DMA, 1), at(0, 0, DMA, 0)}}),
            "(0,0) DMA:0->North:4 North:2->DMA:0; "
            "(0,1) South:4->DMA:0 DMA:0->North:1 North:0->DMA:1 DMA:1->South:2; "
            "(0,2) South:1->DMA:0 DMA:0->South:0");
}

TEST(Router, TwoFlowsEachWay) {
  EXPECT_EQ(routed(Device::npu1_1col, {{at(0, 0, DMA, 0), at(0, 2, DMA, 0)},
                                       {at(0, 0, DMA, 1), at(0, 2, DMA, 1)},
                                       {at(0, 2, DMA, 0), at(0, 0, DMA, 0)},
                                       {at(0, 2, DMA, 1), at(0, 0, DMA, 1)}}),
            "(0,0) DMA:0->North:1 DMA:1->North:0 North:1->DMA:0 North:0->DMA:1; "
            "(0,1) South:1->North:1 South:0->North:0 North:1->South:1 North:0->South:0; "
            "(0,2) South:1->DMA:0 South:0->DMA:1 DMA:0->South:1 DMA:1->South:0");
}

TEST(Router, BroadcastAlongARow) {
  EXPECT_EQ(routed(Device::npu1, {{at(0, 1, DMA, 0), at(0, 2, DMA, 0)},
                                  {at(0, 1, DMA, 0), at(1, 2, DMA, 0)},
                                  {at(0, 1, DMA, 0), at(2, 2, DMA, 0)},
                                  {at(0, 1, DMA, 0), at(3, 2, DMA, 0)}}),
            "(0,1) DMA:0->North:1; (0,2) South:1->DMA:0 South:1->East:2; "
            "(1,2) West:2->DMA:0 West:2->East:1; (2,2) West:1->DMA:0 West:1->East:2; "
            "(3,2) West:2->DMA:0");
}

//===--- Properties -------------------------------------------------------===//

TEST(Router, PathsAreShortest) {
  const DeviceModel &model = DeviceModel::get(Device::npu2_3col);
  for (Endpoint source : {at(0, 2, DMA, 0), at(1, 0, DMA, 1), at(2, 1, DMA, 5), at(1, 4, Core, 0)})
    for (int col = 0; col < model.columns(); ++col)
      for (int row = 1; row < model.rows(); ++row) {
        Endpoint dest = at(col, row, DMA, 1);
        int fewest = fewestEdges(model, source, dest);
        if (dest.tile == source.tile || fewest < 0)
          continue;
        std::vector<Route> routes = route(Device::npu2_3col, circuits({{source, dest}}));
        // A path alternates connections and wires.
        EXPECT_EQ(2 * static_cast<int>(routes[0].connections.size()) - 1, fewest);
      }
}

TEST(Router, CongestionIsNegotiated) {
  // Six streams leave four cores for the memory tile of the middle column, whose
  // switch has four inputs from above: two have to come another way.
  RequestList list;
  int channel = 0;
  for (auto [col, row] : {std::pair{0, 2}, {1, 2}, {2, 2}})
    for (int c : {0, 1})
      list.addCircuit(at(col, row, DMA, c), at(1, 1, DMA, channel++));
  std::vector<Route> routes = route(Device::npu1_3col, list);
  expectLegal(DeviceModel::get(Device::npu1_3col), list.requests(), routes);
}

TEST(Router, RandomFlowsAreLegalAndRepeatable) {
  const DeviceModel &model = DeviceModel::get(Device::npu1);
  for (unsigned seed = 0; seed < 40; ++seed) {
    std::mt19937 random(seed);
    auto pick = [&](int n) { return static_cast<int>(random() % n); };
    RequestList list;
    std::set<Endpoint> used;
    for (int k = 0; k < 12; ++k) {
      Endpoint source = at(pick(4), 2 + pick(4), DMA, pick(2));
      Endpoint dest = at(pick(4), 1 + pick(5), DMA, pick(2));
      if (source.tile != dest.tile && used.insert(dest).second)
        list.addCircuit(source, dest);
    }
    std::vector<Route> first = route(Device::npu1, list), second = route(Device::npu1, list);
    expectLegal(model, list.requests(), first);
    EXPECT_EQ(text(first), text(second));
  }
}

TEST(Router, FlowToItsOwnPort) {
  // A stream FIFO connected to itself is one connection.
  EXPECT_EQ(routed(Device::npu1, {{at(0, 2, FIFO, 0), at(0, 2, FIFO, 0)}}), "(0,2) FIFO:0->FIFO:0");
}

TEST(Router, FlowToItsOwnPortBesidesATurn) {
  // The trace makes all flows be routed with the sides of ports apart.
  EXPECT_EQ(routed(Device::npu1,
                   {{at(1, 1, DMA, 4), at(1, 1, DMA, 4)}, {at(1, 2, Trace, 0), at(1, 3, DMA, 1)}}),
            "(1,1) DMA:4->DMA:4 North:3->North:3; (1,2) South:3->North:5 Trace:0->South:3; "
            "(1,3) South:5->DMA:1");
}

TEST(Router, FlowToItsOwnPortThatTheSwitchCannotConnect) {
  EXPECT_EQ(routed(Device::npu1, {{at(1, 2, Core, 0), at(1, 2, Core, 0)}}),
            "(0,2) East:3->East:3; (1,2) West:3->Core:0 Core:0->West:3");
}

TEST(Router, FlowsThatEndBetweenSwitches) {
  // Being on the wire is not enough: the switch has to drive it.
  EXPECT_EQ(routed(Device::npu1, {{at(0, 3, DMA, 0), at(0, 2, North, 0)}}),
            "(0,2) North:0->North:0; (0,3) DMA:0->South:0");
  // North:1 is where DMA:1 would go, and South:0 what it would come by.
  RequestList list = circuits({{at(0, 1, DMA, 0), at(0, 2, North, 1)},
                               {at(0, 1, DMA, 1), at(0, 3, DMA, 0)},
                               {at(0, 3, South, 1), at(0, 3, DMA, 1)},
                               {at(0, 3, South, 0), at(0, 3, Core, 0)}});
  std::set<Endpoint> inputs, outputs;
  for (const Route &r : route(Device::npu1_1col, list))
    for (const Connection &c : r.connections) {
      EXPECT_TRUE(inputs.insert({c.tile, c.source}).second);
      EXPECT_TRUE(outputs.insert({c.tile, c.dest}).second);
    }
}

TEST(Router, CircuitWithPacketsIsAlone) {
  // Requests 0 and 1 are of one group, and 1 becomes a circuit.
  for (bool takesPackets : {false, true}) {
    RequestList list;
    list.addPacket(at(0, 3, Trace, 0), at(0, 0, DMA, 1), false);
    list.addPacket(at(0, 2, DMA, 0), at(0, 0, DMA, 0), false);
    list.addPacket(at(0, 2, DMA, 1), at(0, 0, DMA, 1), false);
    list.finishPackets();
    list.addCircuit(at(0, 2, DMA, 0), at(0, 1, DMA, 0), takesPackets);
    EXPECT_EQ(list.requests()[1].isCircuit, takesPackets);
    std::vector<Route> routes = route(Device::npu1_1col, list);
    if (takesPackets)
      for (const Connection &a : routes[1].connections)
        for (size_t k : {0, 2})
          for (const Connection &b : routes[k].connections)
            EXPECT_FALSE(a.tile == b.tile && (a.source == b.source || a.dest == b.dest));
  }
}

TEST(Router, TraceCannotTurnRoundInAPort) {
  // A memory tile's trace only goes south. Seen as one node, its output South:0
  // and its input South:0 would let it turn north.
  const DeviceModel &model = DeviceModel::get(Device::npu1);
  RequestList list = circuits({{at(1, 1, Trace, 0), at(1, 2, DMA, 0)}});
  std::vector<Route> routes = route(Device::npu1, list);
  expectLegal(model, list.requests(), routes);
}

//===--- Hand-made switches -----------------------------------------------===//

TEST(Router, FixedConnectionsStayFree) {
  Fixed fixed;
  fixed.circuits = {{{0, 1}, {DMA, 0}, {North, 1}}, {{0, 2}, {South, 1}, {DMA, 0}}};
  RequestList list = circuits({{at(0, 1, DMA, 1), at(0, 2, DMA, 1)}});
  std::vector<Route> routes = route(Device::npu1, list, fixed);
  for (const Connection &c : routes[0].connections)
    for (const Connection &f : fixed.circuits) {
      EXPECT_FALSE(c.tile == f.tile && c.source == f.source);
      EXPECT_FALSE(c.tile == f.tile && c.dest == f.dest);
    }
}

TEST(Router, BroadcastByHandIsAccepted) {
  Fixed fixed;
  for (int channel = 0; channel < 5; ++channel)
    fixed.circuits.push_back({{0, 2}, {DMA, 0}, {North, channel}});
  fixed.packetOutputs = {at(0, 3, DMA, 0)};
  EXPECT_EQ(routed(Device::npu1_1col, {{at(0, 2, DMA, 1), at(0, 3, DMA, 1)}}, fixed),
            "(0,2) DMA:1->North:5; (0,3) South:5->DMA:1");
}

//===--- Failures ---------------------------------------------------------===//

template <typename T>
std::optional<T> failure(Device device, const RequestList &list, Fixed fixed = {}) {
  Result result = routeAll(DeviceModel::get(device), list.requests(), fixed);
  auto *f = std::get_if<Failure>(&result);
  return f && std::holds_alternative<T>(*f) ? std::optional<T>(std::get<T>(*f)) : std::nullopt;
}

TEST(Router, MissingPorts) {
  auto source = failure<NoSuchPort>(Device::npu1, circuits({{at(0, 2, DMA, 2), at(0, 3, DMA, 0)}}));
  ASSERT_TRUE(source);
  EXPECT_EQ(source->dest, -1);
  auto dest = failure<NoSuchPort>(Device::npu1, circuits({{at(0, 2, DMA, 1), at(0, 3, DMA, 0)},
                                                          {at(0, 2, DMA, 1), at(4, 3, DMA, 0)}}));
  ASSERT_TRUE(dest);
  EXPECT_EQ(dest->request, 0u);
  EXPECT_EQ(dest->dest, 1);
}

TEST(Router, UnreachableDestination) {
  // A flow out of a port that is connected by hand already.
  Fixed fixed;
  fixed.circuits = {{{0, 1}, {DMA, 1}, {North, 1}}};
  auto f = failure<Unreachable>(
      Device::npu1_1col,
      circuits({{at(0, 1, DMA, 0), at(0, 2, DMA, 0)}, {at(0, 1, DMA, 1), at(0, 2, DMA, 1)}}),
      fixed);
  ASSERT_TRUE(f);
  EXPECT_EQ(f->request, 1u);
  EXPECT_EQ(f->dest, 0u);
}

TEST(Router, TooManyForOneColumn) {
  RequestList list;
  for (int k = 0; k < 5; ++k)
    list.addCircuit(at(0, 3 + k / 2, DMA, k % 2), at(0, 1, DMA, k));
  auto f = failure<Overfull>(Device::npu1_1col, list);
  ASSERT_TRUE(f);
  EXPECT_FALSE(f->isColumns);
  EXPECT_TRUE(f->goesIn);
  EXPECT_EQ(f->first, 0);
  EXPECT_EQ(f->last, 1);
  EXPECT_EQ(f->wires, 4u);
  EXPECT_EQ(f->needed, 5u);
  EXPECT_EQ(f->requests.size(), 5u);
}

/// Three streams south, where hand-made connections have left two of four wires.
std::pair<RequestList, Fixed> threeForTwo() {
  Fixed fixed;
  for (int channel : {0, 1})
    fixed.circuits.push_back({{0, 2}, {North, channel}, {South, channel}});
  return {circuits({{at(0, 2, DMA, 0), at(0, 1, DMA, 0)},
                    {at(0, 2, DMA, 1), at(0, 1, DMA, 1)},
                    {at(0, 3, DMA, 0), at(0, 1, DMA, 2)}}),
          fixed};
}

TEST(Router, CongestionNamesPlaces) {
  auto [list, fixed] = threeForTwo();
  auto f = failure<Congested>(Device::npu1_1col, list, fixed);
  ASSERT_TRUE(f);
  ASSERT_FALSE(f->spots.empty());
  EXPECT_GE(f->spots[0].requests.size(), 2u);
  EXPECT_FALSE(f->givenUpAfter);
}

TEST(Router, GivesUpAfterSomeEffort) {
  auto [list, fixed] = threeForTwo();
  Result result =
      routeAll(DeviceModel::get(Device::npu1_1col), list.requests(), fixed, /*maxEffort=*/10000);
  auto *congested = std::get_if<Congested>(&std::get<Failure>(result));
  ASSERT_TRUE(congested);
  ASSERT_TRUE(congested->givenUpAfter);
  EXPECT_GT(*congested->givenUpAfter, 1);
  EXPECT_LT(*congested->givenUpAfter, 1000);
}

/// What can be routed is not refused by counting.
TEST(Router, PacketsShareTheWiresOfAStrip) {
  const DeviceModel &model = DeviceModel::get(Device::npu1_1col);
  RequestList together, apart;
  for (int k = 0; k < 7; ++k) {
    Endpoint source = at(0, 2 + k / 2, DMA, k % 2);
    together.addPacket(source, at(0, 1, DMA, 0), false);
    apart.addPacket(source, at(0, 1, k == 6 ? TileControl : DMA, k % 6), false);
  }
  EXPECT_FALSE(findOverfull(model, together.requests()));
  ASSERT_TRUE(findOverfull(model, apart.requests()));
  EXPECT_EQ(findOverfull(model, apart.requests())->needed, 7u);
}

//===--- Requests ---------------------------------------------------------===//

TEST(RequestList, PacketGroupsAndPriority) {
  RequestList list;
  list.addPacket(at(0, 2, DMA, 0), at(0, 1, DMA, 0), false);
  list.addPacket(at(0, 3, DMA, 0), at(0, 1, DMA, 1), false);
  list.addPacket(at(0, 4, DMA, 0), at(0, 1, DMA, 1), true);
  list.addPacket(at(0, 0, DMA, 0), at(0, 1, DMA, 2), true);
  // The group of the first request, raised to that of the last.
  list.addPacket(at(0, 5, DMA, 0), at(0, 1, DMA, 0), false);
  list.addPacket(at(0, 2, DMA, 0), at(0, 1, DMA, 3), true);
  list.finishPackets();
  list.addCircuit(at(0, 2, Core, 0), at(0, 3, Core, 0));
  auto r = list.requests();
  ASSERT_EQ(r.size(), 6u);
  EXPECT_EQ(r[0].source, at(0, 0, DMA, 0));
  EXPECT_EQ(r[0].group, 2);
  EXPECT_EQ(r[1].source, at(0, 2, DMA, 0));
  EXPECT_EQ(r[1].dests.front(), at(0, 1, DMA, 3));
  EXPECT_EQ(r[2].source, at(0, 4, DMA, 0));
  EXPECT_EQ(r[2].group, 1);
  EXPECT_EQ(r[4].group, 2);
  EXPECT_EQ(r[5].group, -1);
}

//===--- Packet switches --------------------------------------------------===//

std::string text(const SwitchPlan &plan) {
  std::ostringstream out;
  auto amsel = [&](Amsel v) { out << " " << v.arbiter << "." << v.msel; };
  for (auto &m : plan.masters) {
    out << text(m.port) << " [";
    for (Amsel v : m.amsels)
      amsel(v);
    out << " ] ";
  }
  for (auto &s : plan.slaves)
    for (auto &r : s.rules) {
      out << text(s.port) << " {" << r.mask << "," << r.value << ",";
      amsel(r.amsel);
      out << "} ";
    }
  return out.str();
}

std::variant<SwitchPlan, OutOfAmsels> plan(llvm::ArrayRef<PacketConnection> c,
                                           llvm::ArrayRef<Amsel> taken = {}) {
  return planSwitch(DeviceModel::get(Device::npu1), c, taken);
}

/// The outputs that packets of an ID at an input reach in a plan.
std::set<Port> reached(const SwitchPlan &plan, Port source, int id) {
  std::set<Port> result;
  for (auto &s : plan.slaves) {
    if (s.port != source)
      continue;
    for (auto &r : s.rules) {
      if ((id & r.mask) != r.value)
        continue;
      for (auto &m : plan.masters)
        if (llvm::is_contained(m.amsels, r.amsel))
          result.insert(m.port);
      break;
    }
  }
  return result;
}

TEST(PacketSwitch, SelectsAndMasks) {
  auto result = plan({{{South, 1}, {DMA, 0}, 0, false},
                      {{South, 1}, {North, 1}, 0, false},
                      {{South, 1}, {East, 2}, 1, false},
                      {{South, 1}, {DMA, 0}, 2, false}});
  EXPECT_EQ(text(std::get<SwitchPlan>(result)),
            "DMA:0 [ 0.0 0.1 ] North:1 [ 0.0 ] East:2 [ 1.0 ] "
            "South:1 {31,2, 0.1} South:1 {31,1, 1.0} South:1 {31,0, 0.0} ");
}

TEST(PacketSwitch, IdsWithTheSameOutputsShareARule) {
  auto result = plan({{{DMA, 0}, {North, 1}, 0, false},
                      {{DMA, 0}, {North, 1}, 1, false},
                      {{DMA, 0}, {North, 1}, 2, false}});
  EXPECT_EQ(text(std::get<SwitchPlan>(result)), "North:1 [ 0.0 ] DMA:0 {28,0, 0.0} ");
}

TEST(PacketSwitch, PriorityTakesFromTheEnd) {
  auto result = plan({{{DMA, 0}, {North, 1}, 0, false}, {{DMA, 1}, {North, 2}, 1, true}});
  EXPECT_EQ(text(std::get<SwitchPlan>(result)),
            "North:1 [ 0.0 ] North:2 [ 5.3 ] DMA:1 {31,1, 5.3} DMA:0 {31,0, 0.0} ");
}

TEST(PacketSwitch, TakenSelectsStayFree) {
  auto result = plan({{{DMA, 0}, {North, 1}, 0, false}}, {{0, 0}, {0, 1}});
  EXPECT_EQ(text(std::get<SwitchPlan>(result)), "North:1 [ 2.0 ] DMA:0 {31,0, 2.0} ");
}

TEST(PacketSwitch, ClashOfMasks) {
  auto result = plan({{{DMA, 0}, {South, 0}, 9, false},
                      {{DMA, 0}, {North, 1}, 8, false},
                      {{DMA, 0}, {North, 1}, 11, false}});
  ASSERT_TRUE(std::get<SwitchPlan>(result).clash);
  EXPECT_EQ(std::get<SwitchPlan>(result).clash->id, 9);
  // Also found if it is not the first ID of its rule that is caught.
  result = plan({{{DMA, 0}, {South, 0}, 9, false},
                 {{DMA, 0}, {South, 0}, 16, false},
                 {{DMA, 0}, {North, 1}, 8, false},
                 {{DMA, 0}, {North, 1}, 11, false}});
  ASSERT_TRUE(std::get<SwitchPlan>(result).clash);
  EXPECT_EQ(std::get<SwitchPlan>(result).clash->id, 9);
}

TEST(PacketSwitch, ClashNamesTheValueOfItsRule) {
  // ID 10 heads the rule for 10 and 11, and 3 and 8 have agreed on a mask of 16.
  auto result = plan({{{DMA, 0}, {North, 1}, 11, false},
                      {{DMA, 0}, {North, 1}, 10, false},
                      {{DMA, 0}, {South, 0}, 12, false},
                      {{DMA, 0}, {South, 0}, 8, false},
                      {{DMA, 0}, {South, 0}, 3, false}});
  ASSERT_TRUE(std::get<SwitchPlan>(result).clash);
  EXPECT_EQ(std::get<SwitchPlan>(result).clash->id, 10);
  result = plan({{{DMA, 0}, {North, 1}, 10, false},
                 {{DMA, 0}, {North, 1}, 11, false},
                 {{DMA, 0}, {South, 0}, 12, false},
                 {{DMA, 0}, {South, 0}, 8, false},
                 {{DMA, 0}, {South, 0}, 3, false}});
  ASSERT_TRUE(std::get<SwitchPlan>(result).clash);
  EXPECT_EQ(std::get<SwitchPlan>(result).clash->id, 10);
}

TEST(PacketSwitch, OutputsJoinedAfterwards) {
  // In the order of IDs, North and South get arbiters of their own before ID 2
  // wants both.
  std::vector<PacketConnection> c{{{DMA, 0}, {North, 0}, 0, false},
                                  {{DMA, 0}, {South, 0}, 1, false},
                                  {{DMA, 0}, {North, 0}, 2, false},
                                  {{DMA, 0}, {South, 0}, 2, false}};
  auto result = plan(c);
  const SwitchPlan &p = std::get<SwitchPlan>(result);
  EXPECT_EQ(reached(p, {DMA, 0}, 0), (std::set<Port>{{North, 0}}));
  EXPECT_EQ(reached(p, {DMA, 0}, 1), (std::set<Port>{{South, 0}}));
  EXPECT_EQ(reached(p, {DMA, 0}, 2), (std::set<Port>{{North, 0}, {South, 0}}));
}

TEST(PacketSwitch, OutOfMsels) {
  // Five combinations of outputs that hang together.
  std::vector<PacketConnection> c;
  for (int id = 0; id < 5; ++id)
    for (int n = 0; n <= id; ++n)
      c.push_back({{DMA, 0}, {North, n}, id, false});
  auto result = plan(c);
  ASSERT_TRUE(std::holds_alternative<OutOfAmsels>(result));
  EXPECT_EQ(std::get<OutOfAmsels>(result).needed, 5u);
  EXPECT_EQ(std::get<OutOfAmsels>(result).outputs.size(), 5u);
  c.resize(10);
  EXPECT_TRUE(std::holds_alternative<SwitchPlan>(plan(c)));
}

TEST(PacketSwitch, OutOfArbiters) {
  std::vector<PacketConnection> c;
  std::vector<Port> outputs;
  for (auto [bundle, n] : {std::pair{DMA, 2}, {South, 4}, {West, 4}, {North, 6}, {East, 4}})
    for (int k = 0; k < n; ++k)
      outputs.push_back({bundle, k});
  // Twenty single outputs fit into 24 selects; with four more taken by pairs too.
  for (size_t k = 0; k < outputs.size(); ++k)
    c.push_back({{DMA, 0}, outputs[k], static_cast<int>(k), false});
  EXPECT_TRUE(std::holds_alternative<SwitchPlan>(plan(c)));
  std::vector<Amsel> taken;
  for (unsigned k = 0; k < 5; ++k)
    taken.push_back({3, k});
  auto result = plan(c, taken);
  ASSERT_TRUE(std::holds_alternative<OutOfAmsels>(result));
  EXPECT_EQ(std::get<OutOfAmsels>(result).needed, 20u);
  EXPECT_TRUE(std::get<OutOfAmsels>(result).outputs.empty());
}

TEST(PacketSwitch, TrafficOfTwoFlowsIntoOneMemoryTile) {
  const DeviceModel &model = DeviceModel::get(Device::npu1);
  RequestList list;
  Endpoint a = at(0, 2, DMA, 0), b = at(1, 2, DMA, 0), dest = at(0, 1, DMA, 0);
  list.addPacket(a, dest, false);
  list.addPacket(b, dest, false);
  list.finishPackets();
  std::vector<Route> routes = route(Device::npu1, list);
  std::vector<SwitchTraffic> traffic =
      collectTraffic(model, {{0, false, &routes[0], {dest}}, {1, false, &routes[1], {dest}}});
  std::string all;
  for (const SwitchTraffic &t : traffic)
    all += "(" + std::to_string(t.tile.col) + "," + std::to_string(t.tile.row) + ") " +
           text(std::get<SwitchPlan>(planSwitch(model, t.connections)));
  EXPECT_EQ(all, "(0,1) DMA:0 [ 0.0 ] North:2 {31,1, 0.0} North:1 {31,0, 0.0} "
                 "(0,2) South:1 [ 0.0 ] South:2 [ 1.0 ] East:3 {31,1, 1.0} DMA:0 {31,0, 0.0} "
                 "(1,2) West:3 [ 0.0 ] DMA:0 {31,1, 0.0} ");
}

//===--- Settings ---------------------------------------------------------===//

TEST(SwitchSettings, FollowsCircuitsAndRules) {
  const DeviceModel &model = DeviceModel::get(Device::npu1);
  SwitchSettings settings;
  EXPECT_TRUE(settings.empty());
  settings.addCircuit({{0, 1}, {DMA, 0}, {North, 1}});
  settings.addCircuit({{0, 2}, {South, 1}, {DMA, 0}});
  settings.addCircuit({{0, 2}, {South, 1}, {North, 0}});
  using Ends = std::map<Endpoint, unsigned>;
  EXPECT_EQ(settings.follow(model, at(0, 1, DMA, 0), std::nullopt), (Ends{{at(0, 2, DMA, 0), 1}}));
  EXPECT_TRUE(settings.follow(model, at(0, 1, DMA, 1), std::nullopt).empty());
  // The first rule that matches counts.
  settings.addRule(at(0, 3, South, 0), 30, 4, {{DMA, 0}});
  settings.addRule(at(0, 3, South, 0), 28, 4, {{DMA, 1}, {Core, 0}});
  EXPECT_EQ(settings.follow(model, at(0, 1, DMA, 0), 5),
            (Ends{{at(0, 2, DMA, 0), 1}, {at(0, 3, DMA, 0), 1}}));
  EXPECT_EQ(settings.follow(model, at(0, 1, DMA, 0), 7),
            (Ends{{at(0, 2, DMA, 0), 1}, {at(0, 3, DMA, 1), 1}, {at(0, 3, Core, 0), 1}}));
  EXPECT_EQ(settings.follow(model, at(0, 1, DMA, 0), 9), (Ends{{at(0, 2, DMA, 0), 1}}));
}

TEST(SwitchSettings, CountsTheWaysToAnEnd) {
  // Three ways, one of them split and joined before: more than one is all that counts.
  SwitchSettings settings;
  for (int channel : {0, 1, 2}) {
    settings.addRule(at(0, 2, DMA, 0), 31, 4, {{North, channel}});
    settings.addRule(at(0, 3, South, channel), 31, 4, {{DMA, 0}});
  }
  settings.addRule(at(0, 2, DMA, 1), 31, 4, {{North, 0}, {North, 1}, {North, 2}});
  const DeviceModel &model = DeviceModel::get(Device::npu1);
  using Ends = std::map<Endpoint, unsigned>;
  EXPECT_EQ(settings.follow(model, at(0, 2, DMA, 0), 4), (Ends{{at(0, 3, DMA, 0), 1}}));
  EXPECT_EQ(settings.follow(model, at(0, 2, DMA, 1), 4), (Ends{{at(0, 3, DMA, 0), 2}}));
}

TEST(SwitchSettings, RingsEnd) {
  const DeviceModel &model = DeviceModel::get(Device::npu1);
  SwitchSettings settings;
  settings.addCircuit({{0, 2}, {DMA, 0}, {North, 0}});
  settings.addCircuit({{0, 3}, {South, 0}, {South, 0}});
  settings.addCircuit({{0, 2}, {North, 0}, {North, 0}});
  EXPECT_TRUE(settings.follow(model, at(0, 2, DMA, 0), std::nullopt).empty());
}

/// Packet flows between random places: every packet comes out where its flow
/// ends, and nowhere else.
TEST(SwitchSettings, RandomPacketsArrive) {
  const DeviceModel &model = DeviceModel::get(Device::npu1);
  for (unsigned seed = 0; seed < 60; ++seed) {
    std::mt19937 random(seed);
    auto pick = [&](int n) { return static_cast<int>(random() % n); };
    RequestList list;
    std::vector<std::pair<Endpoint, Endpoint>> flows;
    for (int id = 0; id < 14; ++id) {
      Endpoint source = at(pick(4), 2 + pick(4), DMA, pick(2));
      Endpoint dest = at(pick(4), 0, DMA, pick(2));
      list.addPacket(source, dest, pick(4) == 0);
      flows.push_back({source, dest});
    }
    list.finishPackets();
    std::vector<Route> routes = route(Device::npu1, list);
    std::vector<PacketFlow> packets;
    for (size_t id = 0; id < flows.size(); ++id)
      for (const Route &r : routes)
        if (r.source == flows[id].first)
          packets.push_back({static_cast<int>(id), false, &r, {flows[id].second}});
    SwitchSettings settings;
    bool clash = false;
    for (const SwitchTraffic &t : collectTraffic(model, packets)) {
      auto plan = planSwitch(model, t.connections);
      ASSERT_TRUE(std::holds_alternative<SwitchPlan>(plan));
      clash |= std::get<SwitchPlan>(plan).clash.has_value();
      settings.addPlan(t.tile, std::get<SwitchPlan>(plan));
    }
    for (size_t id = 0; id < flows.size() && !clash; ++id)
      EXPECT_EQ(settings.follow(model, flows[id].first, id),
                (std::map<Endpoint, unsigned>{{flows[id].second, 1}}));
  }
}

} // namespace
