//===- Tile.cpp - One tile and its registers --------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "emulator/Tile.h"
#include "emulator/Array.h"
#include "emulator/Core.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FormatVariadic.h"

namespace tilewright::emulator {

using device::DMAChannelDir;
using device::Port;
using device::TileType;
using device::WireBundle;
static constexpr uint32_t wordBytes = 4;

std::string describe(device::TileID id) { return llvm::formatv("({0}, {1})", id.col, id.row); }

//===--- Making a tile ----------------------------------------------------===//

static constexpr WireBundle switchBundles[] = {
    WireBundle::Core,  WireBundle::DMA,   WireBundle::FIFO,
    WireBundle::South, WireBundle::West,  WireBundle::North,
    WireBundle::East,  WireBundle::Trace, WireBundle::TileControl};

static SwitchConfiguration makeSwitch(const device::DeviceModel &model, device::TileID id) {
  SwitchConfiguration result;
  auto list = [&](bool master) {
    std::vector<std::optional<Port>> ports;
    for (WireBundle bundle : switchBundles) {
      unsigned count =
          master ? model.numSwitchboxDests(id, bundle) : model.numSwitchboxSources(id, bundle);
      for (unsigned channel = 0; channel < count; ++channel) {
        Port port{bundle, static_cast<int>(channel)};
        std::optional<uint32_t> index = model.switchPortIndex(id, port, master);
        if (!index)
          continue;
        if (*index >= ports.size())
          ports.resize(*index + 1);
        ports[*index] = port;
      }
    }
    return ports;
  };
  result.masterPorts = list(true);
  result.slavePorts = list(false);
  result.slotsPerPort = model.numPacketSlots();
  result.masters.resize(result.masterPorts.size());
  result.slaves.resize(result.slavePorts.size());
  result.slots.resize(result.slaves.size() * result.slotsPerPort);
  return result;
}

Tile::Tile(Array &array, device::TileID id)
    : array(array), id(id), type(array.model.tileType(id)), memory(array.model.memorySize(id)),
      locks(array.model.numLocks(id), Lock(array.scheduler, array.model.maxLockValue())),
      switchbox(makeSwitch(array.model, id)), packets(*this), control(*this),
      bds(array.model.numBDs(id) * array.model.bdWords(id)) {
  for (DMAChannelDir direction : {DMAChannelDir::S2MM, DMAChannelDir::MM2S})
    for (unsigned c = 0; c < array.model.numDmaChannels(id); ++c)
      channels.push_back(std::make_unique<DmaChannel>(*this, direction, c));
  if (type == TileType::CoreTile)
    core = std::make_unique<Core>(*this);
  mapRegisters();
}

Tile::~Tile() = default;

void Tile::mapRegisters() {
  const device::DeviceModel &model = array.model;
  for (unsigned i = 0; i < locks.size(); ++i)
    map(*model.lockAddress(id, i), Place::Lock, i);
  unsigned bdSize = model.bdWords(id);
  for (unsigned i = 0; i < bds.size(); ++i)
    map(model.offsetOfAddress(model.bdAddress(id, i / bdSize)) + i % bdSize * wordBytes, Place::BD,
        i);
  for (unsigned i = 0; i < channels.size(); ++i) {
    DmaChannel &channel = *channels[i];
    uint32_t control =
        model.offsetOfAddress(model.dmaControlAddress(id, channel.direction(), channel.index()));
    map(control, Place::DmaControl, i);
    map(control + device::reg::dmaQueueAfterControl, Place::DmaQueue, i);
    map(model.offsetOfAddress(model.dmaStatusAddress(id, channel.direction(), channel.index())),
        Place::DmaStatus, i);
  }
  for (unsigned i = 0; i < switchbox.masters.size(); ++i)
    map(device::switchMasterOffset(type, i), Place::Master, i);
  for (unsigned i = 0; i < switchbox.slots.size(); ++i) {
    map(device::switchSlaveOffset(type, i / switchbox.slotsPerPort), Place::Slave,
        i / switchbox.slotsPerPort);
    map(device::switchSlotOffset(type, i / switchbox.slotsPerPort, i % switchbox.slotsPerPort),
        Place::Slot, i);
  }
  if (core) {
    map(device::reg::coreControl, Place::CoreControl, 0);
    map(device::reg::coreStatus, Place::CoreStatus, 0);
    map(device::reg::accumulatorControl, Place::Cascade, 0);
  }
  if (id.row == 0) {
    map(device::reg::shimMux, Place::ShimMux, 0);
    map(device::reg::shimDemux, Place::ShimDemux, 0);
  }
}

void Tile::reset() {
  for (auto &channel : channels) {
    channel->reset();
    channel->control(0);
  }
  std::fill(bds.begin(), bds.end(), 0);
  std::fill(switchbox.masters.begin(), switchbox.masters.end(), 0);
  std::fill(switchbox.slaves.begin(), switchbox.slaves.end(), 0);
  std::fill(switchbox.slots.begin(), switchbox.slots.end(), 0);
  packets.reset();
  control.reset();
  if (core)
    core->reset();
  cascadeSetting = shimMux = shimDemux = 0;
  others.clear();
  array.routesChanged();
}

//===--- Parts ------------------------------------------------------------===//

DmaChannel *Tile::channel(DMAChannelDir direction, unsigned index) {
  size_t perDirection = channels.size() / 2;
  if (index >= perDirection)
    return nullptr;
  return channels[index + (direction == DMAChannelDir::MM2S ? perDirection : 0)].get();
}

llvm::MutableArrayRef<uint32_t> Tile::bdWords(unsigned bd) {
  unsigned size = array.model.bdWords(id);
  return llvm::MutableArrayRef<uint32_t>(bds).slice(size_t{bd} * size, size);
}

/// The tiles of this kind whose memory and locks are in reach, itself first.
llvm::ArrayRef<Tile *> Tile::reach() {
  if (!reachable.empty())
    return reachable;
  reachable.push_back(this);
  for (device::TileID next : {device::TileID{id.col - 1, id.row},
                              {id.col + 1, id.row},
                              {id.col, id.row - 1},
                              {id.col, id.row + 1}})
    if (Tile *neighbour = array.neighbour(next);
        neighbour && neighbour->type == type && array.model.isLegalMemAffinity(id, next))
      reachable.push_back(neighbour);
  return reachable;
}

Lock *Tile::neighbourLock(unsigned index, Tile *&owner, unsigned &ownId) {
  for (Tile *candidate : reach()) {
    auto base = array.model.lockLocalBaseIndex(id, candidate->id);
    if (!base || index < *base || index - *base >= candidate->locks.size())
      continue;
    array.noteOutside(*candidate);
    owner = candidate;
    ownId = index - *base;
    return &candidate->locks[ownId];
  }
  return nullptr;
}

Lock *Tile::dmaLock(unsigned index, Tile *&owner, unsigned &ownId) {
  if (type == TileType::MemTile)
    return neighbourLock(index, owner, ownId);
  owner = this;
  ownId = index;
  return index < locks.size() ? &locks[index] : nullptr;
}

Lock *Tile::coreLock(unsigned index, Tile *&owner, unsigned &ownId) {
  return neighbourLock(index, owner, ownId);
}

Tile *Tile::dmaMemory(uint64_t address, uint64_t &ownAddress) {
  if (type != TileType::MemTile) {
    ownAddress = address;
    return address < memory.size() ? this : nullptr;
  }
  for (Tile *candidate : reach()) {
    auto base = array.model.memLocalBaseAddress(id, candidate->id);
    if (!base || address < *base || address - *base >= candidate->memory.size())
      continue;
    array.noteOutside(*candidate);
    ownAddress = address - *base;
    return candidate;
  }
  return nullptr;
}

void Tile::releaseLock(Lock &lock, Tile &owner, unsigned lockId, int delta,
                       llvm::function_ref<std::string()> who) {
  Lock::Change change = lock.release(delta);
  if (change == Lock::Change::Fine)
    return;
  array.warn(who() + " releases " + owner.describeLock(lockId) + " by " + llvm::Twine(delta) +
             (change == Lock::Change::Overflow ? " beyond the largest value, "
                                               : " below zero; it stays at ") +
             llvm::Twine(lock.value()));
}

std::string Tile::describeLock(unsigned lockId) const {
  std::string name = array.lockName(id, lockId);
  std::string place = llvm::formatv("lock {0} of tile {1}", lockId, describe(id));
  return name.empty() ? place : "lock '" + name + "' (" + place + ")";
}

//===--- Registers --------------------------------------------------------===//

bool Tile::inProgramMemory(uint32_t offset) const {
  return core && offset >= device::reg::programMemory &&
         offset - device::reg::programMemory < array.model.programMemorySize();
}

llvm::Error Tile::unmapped(uint32_t offset, const char *access) const {
  return llvm::make_error<NpuError>(
      Fault::Hardware, llvm::formatv("{0} offset {1:x} of tile {2}, where there is no register",
                                     access, offset, describe(id)));
}

DmaChannel *Tile::queueAt(uint32_t offset) {
  auto found = registers.find(offset);
  return found != registers.end() && found->second.place == Place::DmaQueue
             ? channels[found->second.index].get()
             : nullptr;
}

llvm::Expected<uint32_t> Tile::read(uint32_t offset) {
  uint32_t value = 0;
  if (offset % wordBytes)
    return unmapped(offset, "a read at unaligned");
  if (offset + wordBytes <= memory.size()) {
    memory.read(offset, {reinterpret_cast<uint8_t *>(&value), wordBytes});
    return value;
  }
  if (auto found = registers.find(offset); found != registers.end())
    return readPlace(found->second);
  if (auto request = device::decodeLockRequest(type, offset)) {
    if (request->lock >= locks.size())
      return unmapped(offset, "a lock request at");
    if (request->acquire)
      return locks[request->lock].tryAcquire(request->value);
    releaseLock(locks[request->lock], *this, request->lock, request->value,
                [] { return std::string("a lock request"); });
    return 1;
  }
  if (auto found = others.find(offset); found != others.end())
    return found->second;
  if (inProgramMemory(offset))
    return 0;
  if (const device::Register *known = device::lookupRegister(array.model, id, offset))
    return known->reset;
  return unmapped(offset, "a read at");
}

uint32_t Tile::readPlace(Entry entry) {
  switch (entry.place) {
  case Place::Lock:
    return locks[entry.index].value();
  case Place::BD:
    return bds[entry.index];
  case Place::DmaControl:
    return channels[entry.index]->control();
  case Place::DmaQueue:
    return 0;
  case Place::DmaStatus:
    return channels[entry.index]->status();
  case Place::Master:
    return switchbox.masters[entry.index];
  case Place::Slave:
    return switchbox.slaves[entry.index];
  case Place::Slot:
    return switchbox.slots[entry.index];
  case Place::CoreControl:
    return core->control();
  case Place::CoreStatus:
    return core->status();
  case Place::Cascade:
    return cascadeSetting;
  case Place::ShimMux:
    return shimMux;
  case Place::ShimDemux:
    return shimDemux;
  }
  return 0;
}

llvm::Error Tile::write(uint32_t offset, uint32_t value) {
  if (offset % wordBytes)
    return unmapped(offset, "a write to unaligned");
  if (offset + wordBytes <= memory.size()) {
    memory.write(offset, {reinterpret_cast<const uint8_t *>(&value), wordBytes});
    return llvm::Error::success();
  }
  if (auto found = registers.find(offset); found != registers.end())
    return writePlace(found->second, value);
  if (inProgramMemory(offset))
    return llvm::Error::success(); // the core runs its host program instead
  const device::Register *known = device::lookupRegister(array.model, id, offset);
  if (!known)
    return unmapped(offset, "a write to");
  uint32_t clear = known->clearMask();
  uint32_t &word = others.try_emplace(offset, known->reset).first->second;
  word = (word & ~value & clear) | (value & ~clear);
  return llvm::Error::success();
}

llvm::Error Tile::writePlace(Entry entry, uint32_t value) {
  auto setRoute = [&](uint32_t &word) {
    if (word != value)
      array.routesChanged();
    word = value;
  };
  switch (entry.place) {
  case Place::Lock:
    locks[entry.index].set(value & device::reg::lockValueMask);
    break;
  case Place::BD:
    bds[entry.index] = value;
    break;
  case Place::DmaControl:
    channels[entry.index]->control(value);
    break;
  case Place::DmaQueue: {
    DmaChannel &channel = *channels[entry.index];
    if (channel.queueFull())
      return llvm::make_error<NpuError>(
          Fault::Hardware,
          llvm::formatv("the task queue of {0} is full ({1} tasks wait behind the running one): "
                        "the task that starts with BD {2} is lost",
                        channel.describe(), channel.queued(), device::decodeQueue(type, value).bd));
    channel.push(value);
    break;
  }
  case Place::DmaStatus:
  case Place::CoreStatus:
    break; // read-only
  case Place::Master:
    setRoute(switchbox.masters[entry.index]);
    break;
  case Place::Slave:
    setRoute(switchbox.slaves[entry.index]);
    break;
  case Place::Slot:
    switchbox.slots[entry.index] = value;
    break;
  case Place::CoreControl:
    core->control(value);
    break;
  case Place::Cascade:
    cascadeSetting = value;
    break;
  case Place::ShimMux:
    setRoute(shimMux);
    break;
  case Place::ShimDemux:
    setRoute(shimDemux);
    break;
  }
  return llvm::Error::success();
}

llvm::Error Tile::maskWrite(uint32_t offset, uint32_t mask, uint32_t value) {
  llvm::Expected<uint32_t> old = read(offset);
  if (!old)
    return old.takeError();
  return write(offset, (*old & ~mask) | (value & mask));
}

llvm::Error Tile::writeBlock(uint32_t offset, llvm::ArrayRef<uint32_t> words) {
  if (offset % wordBytes == 0 && offset + words.size() * wordBytes <= memory.size()) {
    memory.write(offset,
                 {reinterpret_cast<const uint8_t *>(words.data()), words.size() * wordBytes});
    return llvm::Error::success();
  }
  for (uint32_t word : words) {
    if (llvm::Error error = write(offset, word))
      return error;
    offset += wordBytes;
  }
  return llvm::Error::success();
}

} // namespace tilewright::emulator
