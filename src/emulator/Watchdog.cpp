//===- Watchdog.cpp - Cores that never wait ---------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "emulator/Watchdog.h"
#include "emulator/Core.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/raw_ostream.h"
#include <chrono>
#include <cstdlib>
#include <ctime>

namespace tilewright::emulator {

/// Processor time of this process: a heavy kernel on a busy machine is no loop.
/// A kernel that sleeps uses none, so much wall time counts as well.
static double worked() { return double(std::clock()) / CLOCKS_PER_SEC; }
static constexpr unsigned wallFactor = 10;
using Clock = std::chrono::steady_clock;

Watchdog::Watchdog(unsigned seconds, std::function<void(llvm::StringRef)> report)
    : seconds(seconds), report(std::move(report)) {
  if (seconds)
    thread = std::thread([this] { watch(); });
}

Watchdog::~Watchdog() {
  if (!thread.joinable())
    return;
  {
    std::lock_guard<std::mutex> guard(mutex);
    end = true;
  }
  ended.notify_one();
  thread.join();
}

void Watchdog::watch() {
  CoreActivity &activity = coreActivity();
  uint64_t seen = activity.entered;
  auto since = Clock::now();
  double workedBefore = worked();
  std::unique_lock<std::mutex> guard(mutex);
  while (!ended.wait_for(guard, std::chrono::milliseconds(250), [this] { return end; })) {
    uint64_t entered = activity.entered;
    int tile = activity.tile;
    if (entered != seen || tile < 0) {
      seen = entered;
      since = Clock::now();
      workedBefore = worked();
      continue;
    }
    if (worked() - workedBefore < seconds &&
        Clock::now() - since < std::chrono::seconds(wallFactor * seconds))
      continue;
    std::string message =
        llvm::formatv("core ({0}, {1}) has computed for {2} seconds without waiting for a lock, "
                      "stream or cascade: it seems to loop for ever",
                      tile / 256, tile % 256, seconds);
    if (report) {
      report(message);
      since = Clock::now();
      workedBefore = worked();
      continue;
    }
    llvm::errs() << "Error: " << message << '\n';
    llvm::errs().flush();
    std::_Exit(1);
  }
}

} // namespace tilewright::emulator
