//===- Lock.h - A semaphore lock --------------------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A lock of the AIE2 family is a small unsigned number; there is no holder.
//
//   acquire at least n (request -n, n > 0): waits until value >= n, takes n away
//   acquire equal n    (request  n, n >= 0): waits until value == n, changes nothing
//   release d          : never waits, adds d
//
// Requests that wait are served in the order of their arrival, at the very
// moment the value allows it, so nobody can snatch a value from under them.
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_EMULATOR_LOCK_H
#define TILEWRIGHT_EMULATOR_LOCK_H

#include "emulator/Scheduler.h"
#include "llvm/ADT/SmallVector.h"

namespace tilewright::emulator {

class Lock;

/// One actor's request; lives in the actor, which has at most one at a time.
struct LockRequest {
  Actor *actor = nullptr;
  int request = 0;      ///< as encoded: negative = at least, otherwise equal
  Lock *lock = nullptr; ///< the lock it waits for; null when granted
};

class Lock {
public:
  enum class Change { Fine, Overflow, Underflow };

  Lock(Scheduler &scheduler, int maximum) : scheduler(&scheduler), maximum(maximum) {}

  int value() const { return current; }
  /// Serves the request now (true), or queues it: then `lock` is cleared and the
  /// actor woken when it has been served.
  bool acquire(LockRequest &request);
  /// One try, without waiting.
  bool tryAcquire(int request);
  /// Adds \p delta, clamped to 0...maximum; says whether it had to be clamped.
  Change release(int delta);
  void set(int value);
  void cancel(LockRequest &request);

private:
  bool allows(int request) const { return request < 0 ? current >= -request : current == request; }
  void take(int request) { current += request < 0 ? request : 0; }
  void serve();

  Scheduler *scheduler;
  int maximum;
  int current = 0;
  llvm::SmallVector<LockRequest *, 2> waiting;
};

} // namespace tilewright::emulator
#endif // TILEWRIGHT_EMULATOR_LOCK_H
