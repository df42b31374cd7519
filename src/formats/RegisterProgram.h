//===- RegisterProgram.h - The spine ----------------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The neutral form between compiler, files and emulator: an ordered list of
// commands to one array. Code generation makes it, every format writes and
// reads it, the emulator executes it, aie-inspect prints it. Addresses are
// absolute inside the partition (column 0 = the design's first column).
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_FORMATS_REGISTERPROGRAM_H
#define TILEWRIGHT_FORMATS_REGISTERPROGRAM_H

#include <cstdint>
#include <variant>
#include <vector>

namespace tilewright::formats {

/// One 32-bit register.
struct Write {
  uint64_t address;
  uint32_t value;
  bool operator==(const Write &) const = default;
};
/// register = (register & ~mask) | (value & mask).
struct MaskWrite {
  uint64_t address;
  uint32_t mask, value;
  bool operator==(const MaskWrite &) const = default;
};
/// Consecutive words from address on. \p tileWord is what a TXN record carries in its second word
/// (column | row << 8 when the design named the tile, else 0); it has no effect.
struct BlockWrite {
  uint64_t address;
  std::vector<uint32_t> words;
  uint32_t tileWord = 0;
  bool operator==(const BlockWrite &) const = default;
};
/// Waits until (register & mask) == value. \p timeoutMs is kept by CDO alone; 0 = none.
struct MaskPoll {
  uint64_t address;
  uint32_t mask, value;
  uint32_t timeoutMs = 0;
  bool operator==(const MaskPoll &) const = default;
};
/// Waits for one task token from each DMA channel of a rectangle of tiles; direction 0 = S2MM, 1 =
/// MM2S.
struct Sync {
  uint8_t column, row, direction, channel, columnCount, rowCount;
  bool operator==(const Sync &) const = default;
};
/// Adds host buffer \p argument's address + plus to the BD base address field at \p address.
struct AddressPatch {
  uint64_t address;
  uint32_t argument;
  uint64_t plus;
  bool operator==(const AddressPatch &) const = default;
};
/// (Re)configures the array from a PDI.
struct LoadPdi {
  uint16_t id;
  uint32_t size;
  uint64_t address;
  bool operator==(const LoadPdi &) const = default;
};
/// Preemption point.
struct Preempt {
  uint8_t level;
  bool operator==(const Preempt &) const = default;
};

using Command =
    std::variant<Write, MaskWrite, BlockWrite, MaskPoll, Sync, AddressPatch, LoadPdi, Preempt>;

struct RegisterProgram {
  std::vector<Command> commands;
  bool operator==(const RegisterProgram &) const = default;
};

} // namespace tilewright::formats
#endif // TILEWRIGHT_FORMATS_REGISTERPROGRAM_H
