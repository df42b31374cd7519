//===- AddressWalk.h - The addresses a buffer descriptor visits --*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A BD moves exactly `length` words. Word k comes from (or goes to)
//
//   base + iteration + c0 step0 + c1 step1 + c2 step2 + c3 step3
//
// where the counters start at 0 and c0 goes up by one with each word; a counter
// that reaches its wrap (0 = never) returns to 0 and the next one goes up.
//
// A memory tile can put zeros round the data when it sends: `before` and `after`
// of dimension 0 are words at both ends of each run of c0, those of dimension 1
// are whole runs (with their own padding) at both ends of each run of c1, and so
// on. Zeros count in `length` and move no counter.
//
// The walk yields runs, stretches of constant stride, so that the usual BD, a
// row of words, is one run. Dimensions that continue each other are merged first.
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_EMULATOR_ADDRESSWALK_H
#define TILEWRIGHT_EMULATOR_ADDRESSWALK_H

#include "device/Registers.h"
#include <array>
#include <cstdint>

namespace tilewright::emulator {

/// Some words at `address`, `address + stride`, ...; or as many zeros.
struct Run {
  bool zeros = false;
  uint64_t address = 0, stride = 0; ///< bytes
  uint64_t words = 0;
};

class AddressWalk {
public:
  AddressWalk() = default;
  /// \p base in bytes, the iteration's offset included.
  AddressWalk(const device::BufferDescriptor &, unsigned dimensions, uint64_t base);

  /// Words not yet visited.
  uint64_t remaining() const { return left; }
  /// No word left to visit lies behind this address (its first byte); cheap, and
  /// exact when the length is a multiple of all the wraps.
  uint64_t lastAddressBound() const;
  /// The next run, of at most \p limit words (limit > 0, remaining() > 0).
  Run next(uint64_t limit);

private:
  struct Dimension {
    uint64_t step = 4; ///< bytes
    uint64_t wrap = 0; ///< 0 = unlimited
    uint64_t before = 0, after = 0;
    uint64_t position = 0; ///< in before + wrap + after
    bool inData() const { return position >= before && (!wrap || position < before + wrap); }
    uint64_t extent() const { return before + wrap + after; }
  };
  void mergeDimensions();
  void advance(uint64_t words);

  std::array<Dimension, 4> dims;
  unsigned rank = 0;
  uint64_t base = 0, left = 0;
};

} // namespace tilewright::emulator
#endif // TILEWRIGHT_EMULATOR_ADDRESSWALK_H
