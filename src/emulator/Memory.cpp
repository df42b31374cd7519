//===- Memory.cpp - A tile's data memory ------------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "emulator/Memory.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/MathExtras.h"
#include <algorithm>
#include <cstring>
#include <tuple>

namespace tilewright::emulator {

/// Buffers keep their tile address's alignment up to this, as vector accesses ask.
static constexpr uint64_t alignment = 64;
static constexpr uint8_t zonePattern = 0xC5;

static bool isPattern(const uint8_t *begin, size_t size) {
  return size == 0 || (*begin == zonePattern && std::memcmp(begin, begin + 1, size - 1) == 0);
}

Memory::Memory(uint64_t size) : bytes(size) {
  if (bytes)
    carve({});
}

Memory::~Memory() {
  if (arena.base())
    llvm::sys::Memory::releaseMappedMemory(arena);
}

/// The pieces' addresses and names, host places still open.
static std::vector<Piece> cut(uint64_t bytes, llvm::ArrayRef<Memory::Buffer> buffers) {
  std::vector<Memory::Buffer> sorted(buffers.begin(), buffers.end());
  llvm::sort(sorted, [](const auto &a, const auto &b) {
    return std::tie(a.address, a.name) < std::tie(b.address, b.name);
  });
  std::vector<Piece> pieces;
  uint64_t end = 0;
  for (const Memory::Buffer &buffer : sorted) {
    uint64_t stop = std::min<uint64_t>(uint64_t{buffer.address} + buffer.size, bytes);
    if (stop <= buffer.address)
      continue;
    if (buffer.address < end) {
      pieces.back().size = std::max(stop, end) - pieces.back().address;
    } else {
      if (buffer.address > end)
        pieces.push_back({end, buffer.address - end, nullptr, ""});
      pieces.push_back({buffer.address, stop - buffer.address, nullptr, buffer.name});
    }
    end = std::max(end, stop);
  }
  if (end < bytes)
    pieces.push_back({end, bytes - end, nullptr, ""});
  return pieces;
}

void Memory::place() {
  uint64_t need = redZone;
  for (const Piece &piece : pieces)
    need += piece.size + redZone + 2 * alignment;
  std::error_code failed;
  arena = llvm::sys::Memory::allocateMappedMemory(
      need, nullptr, llvm::sys::Memory::MF_READ | llvm::sys::Memory::MF_WRITE, failed);
  if (failed)
    llvm::report_fatal_error("no host memory for the emulated tiles");
  auto *next = static_cast<uint8_t *>(arena.base());
  zones.clear();
  for (Piece &piece : pieces) {
    zones.push_back(next);
    // The zone also takes what alignment leaves over.
    uint64_t host = llvm::alignTo(reinterpret_cast<uint64_t>(next) + redZone, alignment);
    piece.host = reinterpret_cast<uint8_t *>(host + piece.address % alignment);
    std::memset(next, zonePattern, piece.host - next);
    next = piece.host + piece.size;
  }
  zones.push_back(next);
  std::memset(next, zonePattern, redZone);
}

void Memory::carve(llvm::ArrayRef<Buffer> buffers) {
  std::vector<Piece> old = std::move(pieces);
  llvm::sys::MemoryBlock oldArena = arena;
  pieces = cut(bytes, buffers);
  place();
  if (used)
    for (const Piece &piece : old)
      write(piece.address, {piece.host, piece.size});
  if (oldArena.base())
    llvm::sys::Memory::releaseMappedMemory(oldArena);
}

const Piece *Memory::find(uint64_t address) const {
  auto next = std::upper_bound(pieces.begin(), pieces.end(), address,
                               [](uint64_t a, const Piece &piece) { return a < piece.address; });
  if (next == pieces.begin() || !std::prev(next)->contains(address))
    return nullptr;
  used = true;
  return &*std::prev(next);
}

uint8_t *Memory::at(uint64_t address) const {
  const Piece *piece = find(address);
  return piece ? piece->host + (address - piece->address) : nullptr;
}

void Memory::read(uint64_t address, llvm::MutableArrayRef<uint8_t> to) const {
  while (!to.empty()) {
    const Piece *piece = find(address);
    if (!piece)
      llvm::report_fatal_error("read beyond a tile's memory");
    size_t count = std::min<uint64_t>(to.size(), piece->end() - address);
    std::memcpy(to.data(), piece->host + (address - piece->address), count);
    to = to.drop_front(count);
    address += count;
  }
}

void Memory::write(uint64_t address, llvm::ArrayRef<uint8_t> from) {
  while (!from.empty()) {
    const Piece *piece = find(address);
    if (!piece)
      llvm::report_fatal_error("write beyond a tile's memory");
    size_t count = std::min<uint64_t>(from.size(), piece->end() - address);
    std::memcpy(piece->host + (address - piece->address), from.data(), count);
    from = from.drop_front(count);
    address += count;
  }
}

std::optional<Memory::Damage> Memory::findDamage(size_t depth) {
  for (size_t i = 0; i < zones.size(); ++i) {
    uint8_t *begin = zones[i];
    uint8_t *end = i < pieces.size() ? pieces[i].host : begin + redZone;
    size_t look = std::min<size_t>(depth, end - begin);
    if (isPattern(begin, look) && isPattern(end - look, look))
      continue;
    auto spoilt = [](uint8_t byte) { return byte != zonePattern; };
    uint8_t *first = std::find_if(begin, end, spoilt);
    uint8_t *last = end - 1;
    while (!spoilt(*last))
      --last;
    size_t behind = first - begin, before = end - 1 - last;
    std::memset(begin, zonePattern, end - begin);
    // Blame the nearer neighbour that is a buffer.
    bool hasLeft = i > 0, hasRight = i < pieces.size();
    bool left = hasLeft && (!hasRight || behind <= before);
    if (hasLeft && hasRight && pieces[i - 1].name.empty() != pieces[i].name.empty())
      left = pieces[i].name.empty();
    return left ? Damage{&pieces[i - 1], true, behind} : Damage{&pieces[i], false, before};
  }
  return std::nullopt;
}

} // namespace tilewright::emulator
