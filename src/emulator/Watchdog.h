//===- Watchdog.h - Cores that never wait -----------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A core's program runs in the caller's thread and cannot be interrupted. A second
// thread looks now and then whether the same entry into the same fiber is still
// going on; after the given time it says so, and by default ends the process.
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_EMULATOR_WATCHDOG_H
#define TILEWRIGHT_EMULATOR_WATCHDOG_H

#include "llvm/ADT/StringRef.h"
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace tilewright::emulator {

class Watchdog {
public:
  /// No thread when \p seconds is 0. \p report as NpuOptions::onSpinningCore.
  Watchdog(unsigned seconds, std::function<void(llvm::StringRef)> report);
  ~Watchdog();

private:
  void watch();

  unsigned seconds;
  std::function<void(llvm::StringRef)> report;
  std::mutex mutex;
  std::condition_variable ended;
  bool end = false;
  std::thread thread;
};

} // namespace tilewright::emulator
#endif // TILEWRIGHT_EMULATOR_WATCHDOG_H
