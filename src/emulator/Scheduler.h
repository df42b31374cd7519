//===- Scheduler.h - Who acts next ------------------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Everything in the array that can act by itself is an Actor. An actor that
// cannot go on leaves itself where it will be found by whoever changes what it
// waits for, and returns; that one wakes it. Nobody polls, so an array in which
// no actor is awake cannot move: it is done, or deadlocked.
//
// Actors are stepped in the order in which they were woken, which makes a run a
// function of its inputs.
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_EMULATOR_SCHEDULER_H
#define TILEWRIGHT_EMULATOR_SCHEDULER_H

#include <algorithm>
#include <deque>

namespace tilewright::emulator {

class Actor {
public:
  Actor() = default;
  Actor(const Actor &) = delete;
  Actor &operator=(const Actor &) = delete;
  virtual ~Actor() = default;
  /// Goes as far as possible, or a fair share of that.
  virtual void step() = 0;

private:
  friend class Scheduler;
  bool awake = false;
};

class Scheduler {
public:
  void wake(Actor &actor) {
    if (actor.awake)
      return;
    actor.awake = true;
    ready.push_back(&actor);
  }
  /// Steps one actor; false if none is awake.
  bool stepOne() {
    if (ready.empty())
      return false;
    Actor *actor = ready.front();
    ready.pop_front();
    actor->awake = false;
    actor->step();
    return true;
  }
  /// Before an actor is destroyed.
  void forget(Actor &actor) {
    if (actor.awake)
      std::erase(ready, &actor);
    actor.awake = false;
  }
  bool quiet() const { return ready.empty(); }

private:
  std::deque<Actor *> ready;
};

} // namespace tilewright::emulator
#endif // TILEWRIGHT_EMULATOR_SCHEDULER_H
