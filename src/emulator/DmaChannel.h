//===- DmaChannel.h - One channel of a tile's DMA ---------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A channel works off a queue of tasks. A task is a start BD, how often to run
// the chain that begins there, and whether to issue a token at the end:
//
//   for each repetition:
//     bd = start
//     loop:
//       load bd           its registers are read now, once; the iteration counter
//                         of the BD is used and moved on
//       acquire its lock  (may wait)
//       move its words    (may wait for the stream)
//       release its lock
//       bd = next, if it has one, else leave the loop
//   issue the token
//
// A push to an idle channel loads the first BD at once, before anything else can
// rewrite it. A channel that meets an error (BD invalid or out of its reach) stops
// for good; here that ends the run with a report.
//
// MM2S reads memory and is a stream's source, S2MM a stream's sink.
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_EMULATOR_DMACHANNEL_H
#define TILEWRIGHT_EMULATOR_DMACHANNEL_H

#include "device/Execution.h"
#include "emulator/AddressWalk.h"
#include "emulator/Lock.h"
#include "emulator/Memory.h"
#include "emulator/Stream.h"

namespace tilewright::emulator {

class Tile;

class DmaChannel : public Actor, public StreamSource, public StreamSink {
public:
  DmaChannel(Tile &, device::DMAChannelDir, unsigned index);

  // Registers.
  bool queueFull() const { return queue.size() >= device::depth::taskQueue; }
  void push(uint32_t queueWord);
  void control(uint32_t word);
  uint32_t control() const { return controlWord; }
  uint32_t status() const;
  /// Back to the state after reset; tasks are dropped.
  void reset();
  /// The host's arguments changed: a shim transfer in flight goes on in what now
  /// lies at its addresses.
  void rebind();

  // Reports.
  enum class State { Idle, Acquiring, Moving };
  State state() const { return at; }
  const LockRequest &lockRequest() const { return request; }
  unsigned currentBD() const { return bdId; }
  const device::BufferDescriptor &descriptor() const { return bd; }
  uint64_t wordsLeft() const { return walk.remaining() + (headerDue ? 1 : 0); }
  size_t queued() const { return queue.size(); }
  uint64_t tokensIssued() const { return tokens; }
  uint64_t tasksDone() const { return tasks; }
  device::DMAChannelDir direction() const { return dir; }
  unsigned index() const { return number; }
  Tile &owner() const { return tile; }

  void step() override;
  std::string describe() const override;

  // MM2S.
  uint64_t available() const override;
  bool send(llvm::MutableArrayRef<uint32_t> words) override;
  // S2MM.
  uint64_t demand() const override;
  void take(llvm::ArrayRef<uint32_t> words, bool last) override;
  llvm::MutableArrayRef<uint32_t> destination(uint64_t limit) override;
  void taken(uint64_t words, bool last) override;

private:
  bool load(unsigned id);
  bool locate();
  bool reaches(const Tile &owner);
  void finishBD();
  void finishTask();
  uint8_t *hostAddress(uint64_t address);
  uint8_t *linear(const Run &) const;
  void arrived(bool last);
  uint64_t baseAddress() const;
  void wakeStream();

  Tile &tile;
  device::DMAChannelDir dir;
  unsigned number;
  uint32_t controlWord = 0;
  device::DmaControl settings{};
  std::deque<device::QueueEntry> queue;

  State at = State::Idle;
  device::QueueEntry task{};
  unsigned repeatsLeft = 0;
  unsigned bdId = 0;
  device::BufferDescriptor bd;
  AddressWalk walk;
  Piece piece; ///< where the BD's addresses lie
  bool headerDue = false, stopped = false, overflow = false;
  LockRequest request;
  uint64_t tokens = 0, tasks = 0;
};

} // namespace tilewright::emulator
#endif // TILEWRIGHT_EMULATOR_DMACHANNEL_H
