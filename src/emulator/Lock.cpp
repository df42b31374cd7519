//===- Lock.cpp - A semaphore lock -------------------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "emulator/Lock.h"
#include "llvm/ADT/STLExtras.h"
#include <algorithm>

namespace tilewright::emulator {

bool Lock::tryAcquire(int request) {
  if (!allows(request))
    return false;
  take(request);
  return true;
}

bool Lock::acquire(LockRequest &request) {
  request.lock = nullptr;
  if (tryAcquire(request.request))
    return true;
  request.lock = this;
  waiting.push_back(&request);
  return false;
}

void Lock::serve() {
  for (size_t i = 0; i < waiting.size();) {
    LockRequest &request = *waiting[i];
    if (!tryAcquire(request.request)) {
      ++i;
      continue;
    }
    request.lock = nullptr;
    waiting.erase(waiting.begin() + i);
    scheduler->wake(*request.actor);
    i = 0; // the new value may suit an earlier "equal"
  }
}

Lock::Change Lock::release(int delta) {
  int wanted = current + delta;
  current = std::clamp(wanted, 0, maximum);
  serve();
  return wanted > maximum ? Change::Overflow : wanted < 0 ? Change::Underflow : Change::Fine;
}

void Lock::set(int value) {
  current = value;
  serve();
}

void Lock::cancel(LockRequest &request) {
  llvm::erase(waiting, &request);
  request.lock = nullptr;
}

} // namespace tilewright::emulator
