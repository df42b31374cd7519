//===- Tile.h - One tile and its registers ----------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A tile is its memory, locks, buffer descriptors, DMA channels, stream switch,
// control-packet handler and, in a core tile, core. Programs see it as offsets:
// read() and write() decode these, for the controller and control packets alike.
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_EMULATOR_TILE_H
#define TILEWRIGHT_EMULATOR_TILE_H

#include "device/Execution.h"
#include "emulator/DmaChannel.h"
#include "emulator/Lock.h"
#include "emulator/Memory.h"
#include "emulator/PacketSwitch.h"
#include "emulator/TileControl.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Error.h"
#include <map>
#include <memory>
#include <vector>

namespace tilewright::emulator {

class Array;
class Core;

/// "(2, 3)".
std::string describe(device::TileID);

class Tile {
public:
  Tile(Array &, device::TileID);
  ~Tile();

  llvm::Expected<uint32_t> read(uint32_t offset);
  llvm::Error write(uint32_t offset, uint32_t value);
  llvm::Error maskWrite(uint32_t offset, uint32_t mask, uint32_t value);
  llvm::Error writeBlock(uint32_t offset, llvm::ArrayRef<uint32_t> words);
  /// The channel whose task queue lies at \p offset; null if none does.
  DmaChannel *queueAt(uint32_t offset);

  /// Reset as a LoadPdi does it; memory and locks keep their contents.
  void reset();

  DmaChannel *channel(device::DMAChannelDir, unsigned index);
  /// The words of a BD.
  llvm::MutableArrayRef<uint32_t> bdWords(unsigned id);

  /// The lock that index \p id of this tile's DMA (or core) means; null: none.
  Lock *dmaLock(unsigned id, Tile *&owner, unsigned &ownId);
  Lock *coreLock(unsigned id, Tile *&owner, unsigned &ownId);
  /// The memory that a DMA byte address of this tile means, and the address in
  /// it; null: none. Not for shims.
  Tile *dmaMemory(uint64_t address, uint64_t &ownAddress);
  void releaseLock(Lock &, Tile &owner, unsigned id, int delta,
                   llvm::function_ref<std::string()> who);

  /// "lock 'full' (lock 3 of tile (0, 2))".
  std::string describeLock(unsigned id) const;

  Array &array;
  const device::TileID id;
  const device::TileType type;
  Memory memory;
  std::vector<Lock> locks;
  std::vector<std::unique_ptr<DmaChannel>> channels; ///< S2MM, then MM2S
  SwitchConfiguration switchbox;
  PacketSwitch packets;
  TileControl control;
  std::unique_ptr<Core> core; ///< core tiles only
  uint32_t cascadeSetting = 0, shimMux = 0, shimDemux = 0;

private:
  enum class Place {
    Lock,
    BD,
    DmaControl,
    DmaQueue,
    DmaStatus,
    Master,
    Slave,
    Slot,
    CoreControl,
    CoreStatus,
    Cascade,
    ShimMux,
    ShimDemux
  };
  struct Entry {
    Place place;
    unsigned index;
  };
  void mapRegisters();
  void map(uint32_t offset, Place place, unsigned index) { registers[offset] = {place, index}; }
  uint32_t readPlace(Entry);
  llvm::Error writePlace(Entry, uint32_t value);
  llvm::ArrayRef<Tile *> reach();
  Lock *neighbourLock(unsigned index, Tile *&owner, unsigned &ownId);
  llvm::Error unmapped(uint32_t offset, const char *access) const;
  bool inProgramMemory(uint32_t offset) const;

  std::vector<uint32_t> bds;
  llvm::SmallVector<Tile *, 5> reachable; ///< empty: not looked for yet
  llvm::DenseMap<uint32_t, Entry> registers;
  std::map<uint32_t, uint32_t> others; ///< registers without an effect here
};

} // namespace tilewright::emulator
#endif // TILEWRIGHT_EMULATOR_TILE_H
