//===- Fiber.h - A function on a stack of its own ---------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_EMULATOR_FIBER_H
#define TILEWRIGHT_EMULATOR_FIBER_H

#include <boost/context/fiber.hpp>
#include <functional>
#include <memory>

namespace tilewright::emulator {

/// While one exists, a crash (memory fault, division by zero) inside of a fiber
/// ends only that fiber. One per thread at a time.
class CrashGuard {
public:
  CrashGuard();
  ~CrashGuard();
  CrashGuard(const CrashGuard &) = delete;

private:
  struct Saved;
  std::unique_ptr<Saved> saved;
};

/// Destroying a fiber that is not finished drops its stack as it is: nothing on
/// it is destroyed, because code without unwind tables may lie there.
class Fiber {
public:
  explicit Fiber(std::function<void()> body);
  Fiber(const Fiber &) = delete;
  ~Fiber();

  /// Runs the body until it suspends or ends. False if it crashed under a
  /// CrashGuard; then the fiber is finished, and crash() says how.
  bool resume();
  /// Inside the body: returns from resume().
  void suspend();
  bool finished() const { return ended; }
  const char *crash() const { return crashed; }

private:
  std::function<void()> body;
  void *stack = nullptr;
  boost::context::fiber inside, outside;
  bool ended = false;
  const char *crashed = nullptr;
};

} // namespace tilewright::emulator
#endif // TILEWRIGHT_EMULATOR_FIBER_H
