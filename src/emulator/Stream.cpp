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

void WordQueue::clear() {
  words.clear();
  marks.clear();
  begin = popped = 0;
}

void WordQueue::append(llvm::ArrayRef<uint32_t> values, bool last) {
  words.insert(words.end(), values.begin(), values.end());
  if (last)
    marks.push_back(popped + size() - 1);
}

void WordQueue::drop(size_t count) {
  begin += count;
  popped += count;
  while (!marks.empty() && marks.front() < popped)
    marks.pop_front();
  if (empty()) {
    words.clear();
    begin = 0;
  } else if (begin >= 64 && begin >= words.size() / 2) {
    words.erase(words.begin(), words.begin() + begin);
    begin = 0;
  }
}

WordQueue::Word WordQueue::pop() {
  Word word{words[begin], !marks.empty() && marks.front() == popped};
  drop(1);
  return word;
}

bool WordQueue::take(llvm::MutableArrayRef<uint32_t> to) {
  std::copy_n(words.begin() + begin, to.size(), to.begin());
  bool last = !marks.empty() && marks.front() == popped + to.size() - 1;
  drop(to.size());
  return last;
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

/// How many words each node lets in, and, for those with children, lets out.
void Route::computeLimits() {
  for (Node &node : nodes) {
    node.limit = node.leaf ? node.taken + (node.sink ? node.sink->demand() : 0)
                           : std::numeric_limits<uint64_t>::max();
    node.childLimit = std::numeric_limits<uint64_t>::max();
  }
  for (size_t i = nodes.size(); i-- > 0;) {
    Node &node = nodes[i];
    if (!node.leaf)
      node.limit = node.childLimit;
    node.limit = saturatingAdd(node.limit, node.capacity);
    if (node.parent >= 0)
      nodes[node.parent].childLimit = std::min(nodes[node.parent].childLimit, node.limit);
  }
}

uint64_t Route::room() {
  if (busy)
    return 0;
  busy = true;
  computeLimits();
  busy = false;
  return nodes.front().limit > sent ? nodes.front().limit - sent : 0;
}

/// Makes the log fit \p words more.
void Route::makeRoom(uint64_t words) {
  uint64_t behind = sent;
  for (const Node &node : nodes)
    if (node.leaf)
      behind = std::min(behind, node.taken);
  while (!lasts.empty() && lasts.front() < behind)
    lasts.pop_front();
  if (behind == sent)
    first = sent;
  if (sent + words - first <= logSize)
    return;
  uint64_t held = sent - behind, needed = std::max(held + words, 2 * chunk);
  if (needed > logSize) {
    auto larger = std::make_unique_for_overwrite<uint32_t[]>(needed);
    std::copy_n(log.get() + (behind - first), held, larger.get());
    log = std::move(larger);
    logSize = needed;
  } else {
    std::copy(log.get() + (behind - first), log.get() + (sent - first), log.get());
  }
  first = behind;
}

/// With nothing on the way to a single sink that offers memory, words go there
/// straight from the source.
bool Route::pullStraight() {
  Node &node = nodes.front();
  if (!node.leaf || !node.sink || node.taken != sent)
    return false;
  uint64_t count = std::min({node.limit - sent - node.capacity, source.available(), fairShare});
  if (count == 0)
    return false;
  llvm::MutableArrayRef<uint32_t> memory = node.sink->destination(count);
  if (memory.empty())
    return false;
  bool last = source.send(memory);
  sent += memory.size();
  node.taken = sent;
  node.sink->taken(memory.size(), last);
  return true;
}

/// Takes words from the source into the log.
bool Route::pull() {
  uint64_t room = nodes.front().limit > sent ? nodes.front().limit - sent : 0;
  uint64_t count = std::min({room, source.available(), chunk});
  if (count == 0)
    return false;
  makeRoom(count);
  if (source.send({log.get() + (sent - first), count}))
    lasts.push_back(sent + count - 1);
  sent += count;
  return true;
}

/// Gives each sink what has come through to it.
bool Route::deliver() {
  bool any = false;
  for (Node &node : nodes) {
    // What leaves a fork is what all of its branches let in.
    node.passed =
        node.parent < 0 ? sent : std::min(nodes[node.parent].passed, nodes[node.parent].childLimit);
    if (!node.leaf || !node.sink)
      continue;
    while (node.taken < node.passed) {
      uint64_t stop = std::min(node.passed, saturatingAdd(node.taken, node.sink->demand()));
      auto mark = std::lower_bound(lasts.begin(), lasts.end(), node.taken);
      bool last = mark != lasts.end() && *mark < stop;
      if (last)
        stop = *mark + 1;
      if (stop == node.taken)
        break;
      llvm::ArrayRef<uint32_t> words(log.get() + (node.taken - first), stop - node.taken);
      node.taken = stop;
      node.sink->take(words, last);
      any = true;
    }
  }
  return any;
}

void Route::step() {
  uint64_t start = sent;
  for (bool moved = true; moved;) {
    if (sent - start > fairShare) {
      wake();
      return;
    }
    busy = true;
    computeLimits();
    busy = false;
    moved = pullStraight();
    if (moved)
      continue;
    moved = pull();
    moved |= deliver();
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
  first = sent = seen;
  logSize = old.sent - seen;
  log = std::make_unique_for_overwrite<uint32_t[]>(logSize);
  std::copy_n(old.log.get() + (seen - old.first), logSize, log.get());
  sent = old.sent;
  lasts = old.lasts;
  while (!lasts.empty() && lasts.front() < first)
    lasts.pop_front();
  for (Node &node : nodes)
    node.taken = first;
}

} // namespace tilewright::emulator
