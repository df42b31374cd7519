//===- Stream.h - Words on their way ----------------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A stream carries 32-bit words, some marked as the last of a packet (TLAST),
// from one source through stream-switch ports to one or more sinks. Every port
// on the way holds a few words. Where a circuit forks, a word goes on only when
// all branches take it, so the slowest sink paces all.
//
// Moving each word port by port would be right and slow. A Route stands for the
// whole tree of ports between a source and its sinks. What can be observed of it
// from outside is only how many words each end may put in or get out, and those
// counts follow from capacities alone. Let in(n) be the largest number of words,
// counted from the beginning of time, that can have entered node n:
//
//   in(leaf) = words its sink has taken or will take now + capacity(leaf)
//   in(node) = smallest in(child) + capacity(node)
//
// The source may send up to in(root). Of `sent` words, those get past a node that
// fit into all of its children: out(node) = min(sent or out(parent), in(child)...)
// and a leaf's sink gets what is out of the leaf's parents and it can take. So one
// step moves as many words as all parties allow, a whole buffer at once in the
// usual case, and the words lie in one log from which every sink reads at its own
// pace. The result is that of the word-by-word machine at rest; capacities are
// exact, so designs that need them live and designs that lack them deadlock.
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_EMULATOR_STREAM_H
#define TILEWRIGHT_EMULATOR_STREAM_H

#include "emulator/Scheduler.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace tilewright::emulator {

class Route;

/// Puts words into a route.
class StreamSource {
public:
  virtual ~StreamSource() = default;
  /// Words it could send at once, up to the end of the packet it is in.
  virtual uint64_t available() const = 0;
  /// Sends words.size() <= available() of them; says whether the last is marked.
  virtual bool send(llvm::MutableArrayRef<uint32_t> words) = 0;
  /// For reports: "MM2S channel 0 of tile (0, 2)".
  virtual std::string describe() const = 0;

  Route *outgoing = nullptr; ///< where the words go; null: nowhere yet
};

/// Takes words out of a route.
class StreamSink {
public:
  virtual ~StreamSink() = default;
  /// Words it would take at once.
  virtual uint64_t demand() const = 0;
  /// Takes words.size() <= demand() of them; \p last marks the last one. None
  /// of the others is marked.
  virtual void take(llvm::ArrayRef<uint32_t> words, bool last) = 0;
  /// A short cut: memory into which up to \p limit <= demand() words may be put
  /// at once instead of being taken; then taken() is told how many. Empty: none.
  virtual llvm::MutableArrayRef<uint32_t> destination(uint64_t limit) { return {}; }
  virtual void taken(uint64_t words, bool last) {}
  virtual std::string describe() const = 0;

  Route *incoming = nullptr; ///< where the words come from; null: nowhere yet
};

class Route : public Actor {
public:
  /// A port, or several in a row. Parents come before children.
  struct Node {
    int parent;        ///< -1: the root
    unsigned capacity; ///< words
    StreamSink *sink;  ///< of a leaf; null: a dead end, or a fork
    bool leaf;
    uint64_t taken = 0; ///< leaf: words its sink has taken
    // Of the current step:
    uint64_t limit = 0, childLimit = 0, passed = 0;
  };

  Route(Scheduler &scheduler, StreamSource &source, std::vector<Node> nodes,
        std::vector<unsigned> shape);
  ~Route() override;

  void step() override;
  void wake() { scheduler.wake(*this); }
  /// Words the route would take from its source now.
  uint64_t room();

  /// Identifies the ports of the tree: equal shapes are equal trees.
  llvm::ArrayRef<unsigned> shape() const { return ports; }
  StreamSource &from() const { return source; }
  llvm::ArrayRef<Node> tree() const { return nodes; }
  /// Words in the tree that some sink has not taken.
  uint64_t inFlight() const;
  /// Words in front of a sink that it has not taken.
  uint64_t waitingFor(const StreamSink &sink) const;
  bool hasDeadEnd() const;
  /// Connects source and sinks to this route.
  void connect();
  /// Takes over the words that no sink of \p old has seen.
  void inherit(const Route &old);

private:
  bool pull();
  bool pullStraight();
  bool deliver();
  void computeLimits();
  void makeRoom(uint64_t words);

  Scheduler &scheduler;
  StreamSource &source;
  std::vector<Node> nodes;
  std::vector<unsigned> ports;
  /// Words from number `first` on, up to `sent`.
  std::unique_ptr<uint32_t[]> log;
  uint64_t logSize = 0, first = 0, sent = 0;
  bool busy = false;          ///< guards against circles through packet switches
  std::deque<uint64_t> lasts; ///< numbers of marked words in the log
};

/// Words with their marks, first in, first out: what a port or an endpoint holds.
class WordQueue {
public:
  struct Word {
    uint32_t value;
    bool last;
  };

  bool empty() const { return begin == words.size(); }
  size_t size() const { return words.size() - begin; }
  uint32_t front() const { return words[begin]; }
  void clear();
  void push(uint32_t value, bool last) { append(value, last); }
  /// \p last marks the last one.
  void append(llvm::ArrayRef<uint32_t> values, bool last);
  Word pop();
  /// Words up to and including the first marked one, or all.
  uint64_t packetWords() const { return marks.empty() ? size() : marks.front() + 1 - popped; }
  /// Takes to.size() <= packetWords() words out; says whether the last is marked.
  bool take(llvm::MutableArrayRef<uint32_t> to);

private:
  void drop(size_t count);

  std::vector<uint32_t> words;
  size_t begin = 0;           ///< of the queue in `words`
  uint64_t popped = 0;        ///< words taken out since the beginning
  std::deque<uint64_t> marks; ///< numbers of marked words, counted as `popped` is
};

} // namespace tilewright::emulator
#endif // TILEWRIGHT_EMULATOR_STREAM_H
