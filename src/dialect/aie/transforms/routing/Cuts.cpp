//===- Cuts.cpp - Where there are too few wires for sure --------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A negotiation that cannot succeed takes all the rounds it is allowed, and then
// can only say what it failed at last. Most hopeless designs are hopeless for a
// reason that counting shows: more has to go into a few columns or rows, or out
// of them, than wires lead there. All such strips are looked at, which for a
// whole array is some dozens.
//
// What is counted is the least that any routing needs: a circuit needs a wire for
// itself, and of packets those of one group share it, up to a limit. Wires that
// hand-made switches use count as free.
//
//===----------------------------------------------------------------------===//
#include "dialect/aie/transforms/routing/Router.h"

#include "llvm/ADT/STLExtras.h"
#include <algorithm>

namespace tilewright::aie::routing {

using device::DeviceModel;
using device::TileID;
using device::WireBundle;

namespace {

/// Everything along one of the two axes, with columns or rows as places.
class Axis {
public:
  Axis(const DeviceModel &model, llvm::ArrayRef<Request> requests, bool isColumns);
  std::optional<Overfull> find() const;

private:
  struct Span {
    int source, lowest, highest; ///< of the source; of all destinations
    std::vector<int> dests;      ///< ascending, each once
    bool endsIn(int first, int last) const {
      auto it = llvm::lower_bound(dests, first);
      return it != dests.end() && *it <= last;
    }
  };
  std::optional<Overfull> check(int first, int last, bool goesIn) const;
  bool crosses(const Span &, int first, int last, bool goesIn) const;
  unsigned countWires(const DeviceModel &, int place, WireBundle) const;

  const bool isColumns;
  llvm::ArrayRef<Request> requests;
  std::vector<Span> spans;
  /// From a place to the next one, and back.
  std::vector<unsigned> upward, downward;
};

} // namespace

Axis::Axis(const DeviceModel &model, llvm::ArrayRef<Request> requests, bool isColumns)
    : isColumns(isColumns), requests(requests) {
  auto place = [&](const Endpoint &e) { return isColumns ? e.tile.col : e.tile.row; };
  for (const Request &r : requests) {
    Span span{place(r.source), 0, 0, {}};
    for (const Endpoint &dest : r.dests)
      span.dests.push_back(place(dest));
    llvm::sort(span.dests);
    span.dests.erase(llvm::unique(span.dests), span.dests.end());
    span.lowest = span.dests.front();
    span.highest = span.dests.back();
    spans.push_back(std::move(span));
  }
  for (int p = 0, e = isColumns ? model.columns() : model.rows(); p < e; ++p) {
    upward.push_back(countWires(model, p, isColumns ? WireBundle::East : WireBundle::North));
    downward.push_back(countWires(model, p, isColumns ? WireBundle::West : WireBundle::South));
  }
}

unsigned Axis::countWires(const DeviceModel &model, int place, WireBundle bundle) const {
  unsigned wires = 0;
  for (int k = 0, e = isColumns ? model.rows() : model.columns(); k < e; ++k) {
    TileID t = isColumns ? TileID{place, k} : TileID{k, place};
    for (int c = 0, channels = numOutputs(model, t, bundle); c < channels; ++c)
      wires += acrossWire(model, {t, {bundle, c}}).has_value();
  }
  return wires;
}

bool Axis::crosses(const Span &s, int first, int last, bool goesIn) const {
  const bool startsIn = first <= s.source && s.source <= last;
  if (goesIn)
    return !startsIn && s.endsIn(first, last);
  return startsIn && (s.lowest < first || s.highest > last);
}

std::optional<Overfull> Axis::check(int first, int last, bool goesIn) const {
  const int end = upward.size();
  unsigned wires = 0;
  if (first > 0)
    wires += goesIn ? upward[first - 1] : downward[first];
  if (last + 1 < end)
    wires += goesIn ? downward[last + 1] : upward[last];
  Overfull result{isColumns, goesIn, first, last, wires, 0, {}};
  for (auto [k, span] : llvm::enumerate(spans))
    if (crosses(span, first, last, goesIn))
      result.requests.push_back(k);
  if (result.requests.size() <= wires)
    return std::nullopt;
  llvm::SmallVector<int> groups;
  for (unsigned r : result.requests)
    if (requests[r].group < 0)
      ++result.needed;
    else
      groups.push_back(requests[r].group);
  llvm::sort(groups);
  for (auto it = groups.begin(); it != groups.end();) {
    auto next = std::find_if(it, groups.end(), [&](int group) { return group != *it; });
    result.needed += (next - it + kPacketFlowsPerWire - 1) / kPacketFlowsPerWire;
    it = next;
  }
  return result.needed > wires ? std::optional(result) : std::nullopt;
}

/// The narrowest strip comes first: it says most about where the trouble is.
std::optional<Overfull> Axis::find() const {
  const int end = upward.size();
  for (int width = 1; width < end; ++width)
    for (int first = 0; first + width <= end; ++first)
      for (bool goesIn : {true, false})
        if (std::optional<Overfull> found = check(first, first + width - 1, goesIn))
          return found;
  return std::nullopt;
}

std::optional<Overfull> findOverfull(const DeviceModel &model, llvm::ArrayRef<Request> requests) {
  // No strip has fewer wires than one side of a switch, unless it has none.
  constexpr size_t kFewestWires = 4;
  if (requests.size() <= kFewestWires)
    return std::nullopt;
  for (bool isColumns : {false, true})
    if (std::optional<Overfull> found = Axis(model, requests, isColumns).find())
      return found;
  return std::nullopt;
}

} // namespace tilewright::aie::routing
