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
    uint64_t limit = 0, passed = 0; ///< of the current step
  };

  Route(Scheduler &scheduler, StreamSource &source, std::vector<Node> nodes, std::vector<unsigned> shape);
  ~Route() override;

  void step() override;
  void wake() { scheduler.wake(*this); }

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
  bool deliver();
  void computeLimits();
  void trim();

  Scheduler &scheduler;
  StreamSource &source;
  std::vector<Node> nodes;
  std::vector<unsigned> ports;
  std::vector<uint32_t> log; ///< words from number `first` on
  uint64_t first = 0, sent = 0;
  std::deque<uint64_t> lasts; ///< numbers of marked words in the log
};

/// A few words with their marks: what a port or an endpoint holds.
struct WordQueue {
  struct Word {
    uint32_t value;
    bool last;
  };
  std::deque<Word> words;

  bool empty() const { return words.empty(); }
  size_t size() const { return words.size(); }
  void push(uint32_t value, bool last) { words.push_back({value, last}); }
  Word pop() {
    Word word = words.front();
    words.pop_front();
    return word;
  }
  /// Words up to and including the first marked one.
  uint64_t packetWords() const;
  /// StreamSource::send for a source that holds its words in a queue.
  bool sendFrom(llvm::MutableArrayRef<uint32_t> to);
  /// StreamSink::take likewise.
  void takeInto(llvm::ArrayRef<uint32_t> from, bool last);
};

} // namespace tilewright::emulator
#endif // TILEWRIGHT_EMULATOR_STREAM_H
