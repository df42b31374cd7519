//===- DmaChannel.cpp - One channel of a tile's DMA -------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "emulator/DmaChannel.h"
#include "emulator/Array.h"
#include "emulator/Tile.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/FormatVariadic.h"
#include <algorithm>
#include <cstring>

namespace tilewright::emulator {

using device::DMAChannelDir;
using device::TileType;
static constexpr uint64_t wordBytes = 4;

DmaChannel::DmaChannel(Tile &tile, DMAChannelDir direction, unsigned index)
    : tile(tile), dir(direction), number(index) {
  request.actor = this;
}

std::string DmaChannel::describe() const { return tile.array.channelName({tile.id, dir, number}); }

static bool isShim(TileType type) {
  return type != TileType::CoreTile && type != TileType::MemTile;
}

//===--- Registers --------------------------------------------------------===//

void DmaChannel::push(uint32_t queueWord) {
  if (queueFull()) {
    overflow = true;
    return;
  }
  queue.push_back(device::decodeQueue(tile.type, queueWord));
  if (at == State::Idle)
    step();
}

void DmaChannel::control(uint32_t word) {
  controlWord = word;
  device::DmaControl before = settings;
  settings = device::decodeDmaControl(tile.type, dir, word);
  if (settings.reset)
    reset();
  else if (before.paused && !settings.paused)
    wakeStream();
}

void DmaChannel::reset() {
  if (request.lock)
    request.lock->cancel(request);
  queue.clear();
  at = State::Idle;
  headerDue = stopped = overflow = false;
  walk = AddressWalk();
}

uint32_t DmaChannel::status() const {
  device::DmaStatus status;
  status.starting = at == State::Acquiring;
  status.running = at == State::Moving;
  status.stalledAcquire = at == State::Acquiring && request.lock;
  status.stalledStream = at == State::Moving;
  status.queueOverflow = overflow;
  status.queueSize = queue.size();
  status.currentBD = bdId;
  return device::encodeDmaStatus(tile.type, status);
}

//===--- Tasks ------------------------------------------------------------===//

void DmaChannel::step() {
  // BDs of no words could go round for ever; others act in between.
  for (unsigned turn = 0; turn < 64; ++turn) {
    if (stopped)
      return;
    if (at == State::Idle) {
      if (queue.empty() || settings.reset)
        return;
      task = queue.front();
      queue.pop_front();
      repeatsLeft = task.repeat + 1;
      if (!load(task.bd))
        return;
      continue;
    }
    if (at == State::Acquiring) {
      if (request.lock)
        return;
      at = State::Moving;
    }
    if (wordsLeft()) {
      wakeStream();
      return;
    }
    finishBD();
  }
  tile.array.scheduler.wake(*this);
}

uint64_t DmaChannel::baseAddress() const {
  uint64_t unit = isShim(tile.type) ? 1 : wordBytes;
  return bd.baseAddress * unit +
         uint64_t{bd.iterationCurrent} * (uint64_t{bd.iterationStep} + 1) * wordBytes;
}

/// Reads the BD's registers and begins with it; false if that cannot be.
bool DmaChannel::load(unsigned id) {
  Array &array = tile.array;
  stopped = true;
  bdId = id;
  if (id >= array.model.numBDs(tile.id) || !array.model.isBDAccessible(tile.id, id, number)) {
    array.fail(Fault::Hardware, llvm::formatv("{0} cannot use BD {1}", describe(), id));
    return false;
  }
  llvm::MutableArrayRef<uint32_t> words = tile.bdWords(id);
  bd = device::decodeBD(tile.type, words);
  if (!bd.valid) {
    array.fail(Fault::Hardware,
               llvm::formatv("{0} was started with BD {1}, which is not valid (Valid_BD is 0)",
                             describe(), id));
    return false;
  }
  bool compressed = bd.enableCompression && settings.compression;
  if (compressed || settings.outOfOrder) {
    array.fail(Fault::BadProgram, llvm::formatv("{0}: {1} is not emulated", describe(),
                                                compressed ? "compression" : "out-of-order mode"));
    return false;
  }
  walk = AddressWalk(bd, array.model.numBDDimensions(tile.type), baseAddress());
  device::BufferDescriptor next = bd;
  next.iterationCurrent = bd.iterationCurrent == bd.iterationWrap ? 0 : bd.iterationCurrent + 1;
  if (next.iterationCurrent != bd.iterationCurrent)
    llvm::copy(device::encodeBD(tile.type, next), words.begin());
  if (!locate())
    return false;
  headerDue = dir == DMAChannelDir::MM2S && bd.enablePacket;
  at = State::Acquiring;
  stopped = false;
  if (!bd.lockAcquireEnable)
    return true;
  Tile *owner;
  unsigned ownId;
  Lock *lock = tile.dmaLock(bd.lockAcquireId, owner, ownId);
  if (!lock) {
    stopped = true;
    array.fail(Fault::Hardware, llvm::formatv("{0}: BD {1} acquires lock {2}, which does not exist",
                                              describe(), id, bd.lockAcquireId));
    return false;
  }
  if (!reaches(*owner))
    return false;
  request.request = bd.lockAcquireValue;
  lock->acquire(request);
  return true;
}

/// Not all of a memory tile's channels reach its neighbours.
bool DmaChannel::reaches(const Tile &owner) {
  if (&owner == &tile || number < tile.array.model.accessibleNeighbourChannels())
    return true;
  stopped = true;
  tile.array.fail(Fault::Hardware,
                  llvm::formatv("{0}: BD {1} uses memory or a lock of tile {2}; this channel "
                                "reaches those of its own tile only",
                                describe(), bdId, emulator::describe(owner.id)));
  return false;
}

void DmaChannel::finishBD() {
  if (bd.lockReleaseValue != 0) {
    Tile *owner;
    unsigned ownId;
    if (Lock *lock = tile.dmaLock(bd.lockReleaseId, owner, ownId)) {
      tile.releaseLock(*lock, *owner, ownId, bd.lockReleaseValue, [this] { return describe(); });
    } else {
      stopped = true;
      return tile.array.fail(Fault::Hardware,
                             llvm::formatv("{0}: BD {1} releases lock {2}, which does not exist",
                                           describe(), bdId, bd.lockReleaseId));
    }
  }
  if (bd.useNextBD)
    load(bd.nextBD);
  else if (--repeatsLeft > 0)
    load(task.bd);
  else
    finishTask();
}

void DmaChannel::finishTask() {
  at = State::Idle;
  ++tasks;
  if (!task.token)
    return;
  ++tokens;
  tile.control.sendToken(device::encodeTaskToken(settings.controllerId, tile.id, dir, number));
}

void DmaChannel::wakeStream() {
  Route *route = dir == DMAChannelDir::MM2S ? outgoing : incoming;
  if (route)
    route->wake();
}

//===--- Addresses --------------------------------------------------------===//

/// Finds the buffer or argument that the BD begins in, and checks that it stays
/// there. A BD that begins outside of all buffers may go where it likes.
bool DmaChannel::locate() {
  Array &array = tile.array;
  uint64_t base = baseAddress();
  std::string place;
  bool shim = isShim(tile.type);
  if (bd.length == 0)
    return true;
  if (shim) {
    const Piece *argument = array.hostPiece(base);
    if (!argument) {
      array.fail(Fault::OutOfBounds,
                 llvm::formatv("{0}: BD {1} begins at address {2:x}, which lies in none of the "
                               "run's arguments",
                               describe(), bdId, base));
      return false;
    }
    piece = *argument;
    place = piece.name;
  } else {
    uint64_t own;
    Tile *owner = tile.dmaMemory(base, own);
    const Piece *found = owner ? owner->memory.find(own) : nullptr;
    if (!found) {
      array.fail(Fault::OutOfBounds,
                 llvm::formatv("{0}: BD {1} begins at address {2:x}, where there is no memory",
                               describe(), bdId, base));
      return false;
    }
    if (!reaches(*owner))
      return false;
    piece = *found;
    piece.address += base - own;
    if (piece.name.empty())
      return true;
    place = llvm::formatv("buffer '{0}' of tile {1}", piece.name, emulator::describe(owner->id));
  }
  if (walk.lastAddressBound() + wordBytes <= piece.end())
    return true;
  uint64_t word = 0;
  for (AddressWalk probe = walk; probe.remaining();) {
    Run run = probe.next(probe.remaining());
    uint64_t last = run.address + run.stride * (run.words - 1);
    if (run.zeros || last + wordBytes <= piece.end()) {
      word += run.words;
      continue;
    }
    while (run.address + wordBytes <= piece.end()) {
      run.address += run.stride;
      ++word;
    }
    array.fail(Fault::OutOfBounds,
               llvm::formatv("{0}: BD {1} {2} {3} words, but word {4} lies {5} bytes behind the "
                             "begin of {6}, which has {7} bytes",
                             describe(), bdId, dir == DMAChannelDir::MM2S ? "reads" : "writes",
                             bd.length, word, run.address - piece.address, place, piece.size));
    return false;
  }
  return true;
}

uint8_t *DmaChannel::hostAddress(uint64_t address) {
  if (address >= piece.address && address + wordBytes <= piece.end() && piece.host)
    return piece.host + (address - piece.address);
  uint64_t own;
  Tile *owner = isShim(tile.type) ? nullptr : tile.dmaMemory(address, own);
  // Pieces begin and end at words unless a buffer does not; then a word is split.
  uint8_t *host =
      owner && own + wordBytes <= owner->memory.size() ? owner->memory.at(own) : nullptr;
  if (!host && !stopped) {
    stopped = true;
    tile.array.fail(Fault::OutOfBounds,
                    llvm::formatv("{0}: BD {1} reaches address {2:x}, where there is no memory",
                                  describe(), bdId, address));
  }
  return host;
}

/// Where a run of consecutive words inside of the BD's piece lies; null: it is none.
uint8_t *DmaChannel::linear(const Run &run) const {
  if (run.zeros || run.stride != wordBytes || !piece.host || run.address < piece.address ||
      run.address + run.words * wordBytes > piece.end())
    return nullptr;
  return piece.host + (run.address - piece.address);
}

void DmaChannel::rebind() {
  if (at == State::Idle || !isShim(tile.type))
    return;
  const Piece *argument = tile.array.hostPiece(piece.address);
  uint64_t address = piece.address;
  piece = argument ? *argument : Piece{address, 0, nullptr, "an argument of an earlier run"};
}

//===--- Words ------------------------------------------------------------===//

uint64_t DmaChannel::available() const {
  return at == State::Moving && !settings.paused && !stopped ? wordsLeft() : 0;
}
uint64_t DmaChannel::demand() const { return available(); }

bool DmaChannel::send(llvm::MutableArrayRef<uint32_t> words) {
  if (headerDue) {
    words.front() = device::encodePacketHeader(bd.packetId, bd.packetType, tile.id);
    words = words.drop_front();
    headerDue = false;
  }
  while (!words.empty()) {
    Run run = walk.next(words.size());
    auto part = words.take_front(run.words);
    words = words.drop_front(run.words);
    if (run.zeros) {
      llvm::fill(part, 0);
    } else if (const uint8_t *host = linear(run)) { // may overlap: a loop in one memory
      std::memmove(part.data(), host, part.size() * wordBytes);
    } else {
      for (size_t i = 0; i < part.size(); ++i)
        if (uint8_t *host = hostAddress(run.address + i * run.stride))
          std::memcpy(&part[i], host, wordBytes);
    }
  }
  bool done = wordsLeft() == 0, last = done && !bd.suppressTlast;
  if (done)
    step();
  return last;
}

void DmaChannel::take(llvm::ArrayRef<uint32_t> words, bool last) {
  while (!words.empty()) {
    Run run = walk.next(words.size());
    auto part = words.take_front(run.words);
    words = words.drop_front(run.words);
    if (uint8_t *host = linear(run)) {
      std::memcpy(host, part.data(), part.size() * wordBytes);
    } else if (!run.zeros) {
      for (size_t i = 0; i < part.size(); ++i)
        if (uint8_t *host = hostAddress(run.address + i * run.stride))
          std::memcpy(host, &part[i], wordBytes);
    }
  }
  arrived(last);
}

void DmaChannel::arrived(bool last) {
  if (last && settings.finishOnTlast)
    walk = AddressWalk();
  if (wordsLeft() == 0)
    step();
}

llvm::MutableArrayRef<uint32_t> DmaChannel::destination(uint64_t limit) {
  AddressWalk probe = walk;
  Run run = probe.next(limit);
  uint8_t *host = linear(run);
  if (!host || reinterpret_cast<uintptr_t>(host) % alignof(uint32_t))
    return {};
  return {reinterpret_cast<uint32_t *>(host), run.words};
}

void DmaChannel::taken(uint64_t words, bool last) {
  walk.next(words);
  arrived(last);
}

} // namespace tilewright::emulator
