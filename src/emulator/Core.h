//===- Core.h - A core that runs code of the host ---------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A core's program is a function of the host, run on a stack of its own: a fiber.
// It computes at full speed until it calls for a lock, a stream word or a cascade
// value (CoreRuntime.cpp) that is not there; then the fiber is left, and entered
// again when what it waits for has come. A core that never calls cannot be
// interrupted; the watchdog tells of it.
//
// Red zones round the buffers that the core's code names are looked at whenever
// it calls for a lock, and at its end, so a store that went astray is reported with the core that
// did it.
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_EMULATOR_CORE_H
#define TILEWRIGHT_EMULATOR_CORE_H

#include "emulator/Lock.h"
#include "emulator/Memory.h"
#include "emulator/Stream.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Error.h"
#include <array>
#include <atomic>
#include <deque>
#include <functional>
#include <map>
#include <memory>

namespace tilewright::emulator {

class Fiber;
class Tile;

/// 512 bits.
using CascadeValue = std::array<int32_t, 16>;
/// Values on their way from the neighbour on one side.
struct CascadeLink {
  std::deque<CascadeValue> values;
};

class Core : public Actor {
public:
  using Entry = void (*)();
  enum class Wait { Nothing, Lock, StreamIn, StreamOut, CascadeIn, CascadeOut };

  /// The core's stream ports; each holds one word, the core has no more.
  class Output : public StreamSource {
  public:
    explicit Output(Core &core) : core(core) {}
    uint64_t available() const override { return held.size(); }
    bool send(llvm::MutableArrayRef<uint32_t> words) override;
    std::string describe() const override;
    Core &core;
    WordQueue held;
  };
  class Input : public StreamSink {
  public:
    explicit Input(Core &core) : core(core) {}
    uint64_t demand() const override;
    void take(llvm::ArrayRef<uint32_t> words, bool last) override;
    std::string describe() const override;
    Core &core;
    WordQueue held;
  };

  explicit Core(Tile &);
  ~Core() override;

  /// Where a fresh copy of the program comes from, with its data as in the
  /// object; it is asked again when the core starts anew after a reset.
  /// \p reaches are the memories that the program's symbols lie in.
  void setProgram(std::function<llvm::Expected<Entry>()> load);
  /// From the running program: ends the run with an error, "core (c, r) <did>".
  [[noreturn]] void giveUp(const char *did);
  bool hasProgram() const { return static_cast<bool>(load); }
  void setReach(llvm::SmallVector<Tile *, 4> tiles) { reaches = std::move(tiles); }

  // Registers.
  void control(uint32_t word);
  uint32_t control() const { return controlWord; }
  uint32_t status() const;
  void reset();

  void step() override;

  // What the program calls, inside the fiber.
  void acquire(unsigned lock, int request);
  void release(unsigned lock, int delta);
  void put(uint32_t word, bool last);
  WordQueue::Word get();
  void putCascade(const CascadeValue &);
  CascadeValue getCascade();
  void setControlRegister(int reg, int value) { controlRegisters[reg] = value; }
  int controlRegister(int reg) const;
  Tile &owner() const { return tile; }
  /// The core whose program runs in this thread now; null: none does.
  static Core *running();
  /// Never returns to the program.
  [[noreturn]] void stop();

  // Reports.
  Wait waiting() const { return wait; }
  bool done() const { return finished; }
  bool enabled() const;
  const LockRequest &lockRequest() const { return request; }
  std::string describe() const;

  Output output;
  Input input;
  CascadeLink fromNorth, fromWest;

private:
  void suspend(Wait);
  void checkReach(size_t depth);
  void countCall();
  void countLockCall();
  CascadeLink &cascadeSource();
  /// The core that this one's cascade goes to; null: there is none.
  Core *cascadeTarget(CascadeLink *&link) const;

  Tile &tile;
  std::function<llvm::Expected<Entry>()> load;
  llvm::SmallVector<Tile *, 4> reaches;
  std::unique_ptr<Fiber> fiber;
  uint32_t controlWord;
  bool finished = false;
  Wait wait = Wait::Nothing;
  LockRequest request;
  unsigned calls = 0;
  std::map<int, int> controlRegisters;
};

/// Fibers entered so far in this process and the tile of the one that runs now:
/// what a watchdog in another thread looks at.
struct CoreActivity {
  std::atomic<uint64_t> entered{0};
  std::atomic<int> tile{-1}; ///< column * 256 + row, or -1
};
CoreActivity &coreActivity();

} // namespace tilewright::emulator
#endif // TILEWRIGHT_EMULATOR_CORE_H
