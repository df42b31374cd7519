//===- Stream.cpp - Words on their way --------------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "emulator/Stream.h"
#include <algorithm>
#include <limits>

namespace tilewright::emulator {

/// Words pulled at once, and words after which a step lets others act.
static constexpr uint64_t chunk = 4096, fairShare = 1 << 16;

//===--- WordQueue --------------------------------------------------------===//

uint64_t WordQueue::packetWords() const {
  auto end = std::find_if(words.begin(), words.end(), [](const Word &word) { return word.last; });
  return end - words.begin() + (end != words.end());
}

bool WordQueue::sendFrom(llvm::MutableArrayRef<uint32_t> to) {
  bool last = false;
  for (uint32_t &word : to) {
    Word next = pop();
    word = next.value;
    last = next.last;
  }
  return last;
}

void WordQueue::takeInto(llvm::ArrayRef<uint32_t> from, bool last) {
  for (size_t i = 0; i < from.size(); ++i)
    push(from[i], last && i + 1 == from.size());
}

//===--- Route ------------------------------------------------------------===//

Route::Route(Scheduler &scheduler, StreamSource &source, std::vector<Node> nodes,
             std::vector<unsigned> shape)
    : scheduler(scheduler), source(source), nodes(std::move(nodes)), ports(std::move(shape)) {}

Route::~Route() {
  scheduler.forget(*this);
  if (source.outgoing == this)
    source.outgoing = nullptr;
  for (Node &node : nodes)
    if (node.sink && node.sink->incoming == this)
      node.sink->incoming = nullptr;
}

void Route::connect() {
  source.outgoing = this;
  for (Node &node : nodes)
    if (node.sink)
      node.sink->incoming = this;
  wake();
}

static constexpr uint64_t saturatingAdd(uint64_t a, uint64_t b) {
  return a + b < a ? std::numeric_limits<uint64_t>::max() : a + b;
}

void Route::computeLimits() {
  for (Node &node : nodes)
    node.limit = node.leaf ? node.taken + (node.sink ? node.sink->demand() : 0)
                           : std::numeric_limits<uint64_t>::max();
  for (size_t i = nodes.size(); i-- > 0;) {
    Node &node = nodes[i];
    node.limit = saturatingAdd(node.limit, node.capacity);
    if (node.parent >= 0)
      nodes[node.parent].limit = std::min(nodes[node.parent].limit, node.limit);
  }
}

/// Takes words from the source into the log.
bool Route::pull() {
  computeLimits();
  uint64_t room = nodes.front().limit > sent ? nodes.front().limit - sent : 0;
  uint64_t count = std::min({room, source.available(), chunk});
  if (count == 0)
    return false;
  size_t old = log.size();
  log.resize(old + count);
  bool last = source.send(llvm::MutableArrayRef<uint32_t>(log).drop_front(old));
  sent += count;
  if (last)
    lasts.push_back(sent - 1);
  return true;
}

/// Gives each sink what has come through to it.
bool Route::deliver() {
  computeLimits();
  for (Node &node : nodes)
    node.passed = node.parent < 0 ? sent : std::numeric_limits<uint64_t>::max();
  // What leaves a fork is what all of its branches let in.
  std::vector<uint64_t> out(nodes.size(), std::numeric_limits<uint64_t>::max());
  for (Node &node : nodes)
    if (node.parent >= 0)
      out[node.parent] = std::min(out[node.parent], node.limit);
  bool any = false;
  for (size_t i = 0; i < nodes.size(); ++i) {
    Node &node = nodes[i];
    if (node.parent >= 0)
      node.passed = std::min(nodes[node.parent].passed, out[node.parent]);
    if (!node.leaf || !node.sink)
      continue;
    while (node.taken < node.passed) {
      uint64_t stop = std::min(node.passed, node.taken + node.sink->demand());
      auto mark = std::lower_bound(lasts.begin(), lasts.end(), node.taken);
      bool last = mark != lasts.end() && *mark < stop;
      if (last)
        stop = *mark + 1;
      if (stop == node.taken)
        break;
      uint64_t begin = node.taken - first, count = stop - node.taken;
      node.taken = stop;
      node.sink->take(llvm::ArrayRef<uint32_t>(log).slice(begin, count), last);
      any = true;
    }
  }
  return any;
}

/// Drops what every leaf has behind it.
void Route::trim() {
  uint64_t behind = sent;
  for (const Node &node : nodes)
    if (node.leaf)
      behind = std::min(behind, node.taken);
  while (!lasts.empty() && lasts.front() < behind)
    lasts.pop_front();
  if (behind == sent)
    log.clear();
  else if (behind - first >= log.size() / 2)
    log.erase(log.begin(), log.begin() + (behind - first));
  else
    return;
  first = behind;
}

void Route::step() {
  uint64_t start = sent;
  bool moved = true;
  while (moved) {
    if (sent - start > fairShare) {
      wake();
      return;
    }
    moved = pull();
    moved |= deliver();
    trim();
  }
}

uint64_t Route::inFlight() const {
  uint64_t behind = sent;
  for (const Node &node : nodes)
    if (node.leaf)
      behind = std::min(behind, node.taken);
  return sent - behind;
}

uint64_t Route::waitingFor(const StreamSink &sink) const {
  for (const Node &node : nodes)
    if (node.sink == &sink)
      return sent - node.taken;
  return 0;
}

bool Route::hasDeadEnd() const {
  return std::any_of(nodes.begin(), nodes.end(),
                     [](const Node &node) { return node.leaf && !node.sink; });
}

void Route::inherit(const Route &old) {
  uint64_t seen = old.first;
  for (const Node &node : old.nodes)
    seen = std::max(seen, node.taken);
  if (seen >= old.sent)
    return;
  log.assign(old.log.begin() + (seen - old.first), old.log.end());
  first = seen;
  sent = old.sent;
  lasts = old.lasts;
  while (!lasts.empty() && lasts.front() < first)
    lasts.pop_front();
  for (Node &node : nodes)
    node.taken = first;
}

} // namespace tilewright::emulator
