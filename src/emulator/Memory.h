//===- Memory.h - A tile's data memory --------------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// To programs a tile's memory is one row of bytes. Inside it is a row of pieces,
// each buffer of the design one piece and what lies between them others, and in
// the host's memory the pieces lie apart, with red zones of known contents
// between them:
//
//   tile addresses    | gap | line     | behind   | gap        |
//   host addresses  ==| gap |==| line     |==| behind   |==| gap        |==
//
// A DMA finds the piece by address, so it sees no difference, and a transfer
// that runs out of the piece it began in is noticed. A core's code has host
// addresses of buffers linked into it; when it runs out of one it spoils a red
// zone, which is noticed when zones are checked. Neither costs anything per access.
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_EMULATOR_MEMORY_H
#define TILEWRIGHT_EMULATOR_MEMORY_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Memory.h"
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tilewright::emulator {

/// A stretch of addresses that is contiguous in the host's memory as well.
struct Piece {
  uint64_t address = 0, size = 0; ///< bytes
  uint8_t *host = nullptr;
  std::string name; ///< empty: no buffer of the design
  bool contains(uint64_t a) const { return a >= address && a - address < size; }
  uint64_t end() const { return address + size; }
};

class Memory {
public:
  struct Buffer {
    std::string name;
    uint32_t address, size;
  };
  /// Spoilt bytes next to a buffer.
  struct Damage {
    const Piece *piece;
    bool behind;       ///< behind the piece's end, else before its begin
    uint64_t distance; ///< of the nearest spoilt byte from the piece, bytes
  };
  static constexpr size_t redZone = 4096;
  /// How much of a red zone the quick check looks at.
  static constexpr size_t quickZone = 64;

  explicit Memory(uint64_t size);
  Memory(const Memory &) = delete;
  ~Memory();

  uint64_t size() const { return bytes; }
  /// Cuts the memory into pieces anew, keeping its contents. Buffers that
  /// overlap become one piece with the name of the first.
  void carve(llvm::ArrayRef<Buffer> buffers);

  /// The piece at an address; null beyond the end.
  const Piece *find(uint64_t address) const;
  llvm::ArrayRef<Piece> all() const { return pieces; }
  /// Host address of a byte; null beyond the end.
  uint8_t *at(uint64_t address) const;

  /// Any range inside the memory, pieces ignored.
  void read(uint64_t address, llvm::MutableArrayRef<uint8_t> to) const;
  void write(uint64_t address, llvm::ArrayRef<uint8_t> from);

  /// The first red zone that a core has written into, looking at \p depth bytes
  /// next to each piece; restores it.
  std::optional<Damage> findDamage(size_t depth = redZone);

private:
  void place();

  uint64_t bytes;
  mutable bool used = false; ///< somebody has had access: contents may not be zero
  std::vector<Piece> pieces;
  std::vector<uint8_t *> zones; ///< zone i lies before piece i, the last behind all
  llvm::sys::MemoryBlock arena;
};

} // namespace tilewright::emulator
#endif // TILEWRIGHT_EMULATOR_MEMORY_H
