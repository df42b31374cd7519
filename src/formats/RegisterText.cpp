//===- RegisterText.cpp - Register commands in words ------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Some registers deserve better than their fields: buffer descriptors, queues,
// locks, stream-switch ports and slots. For each kind of tile a table from
// register offset to such a meaning is made once, by asking the device model
// where these registers lie.
//
//===----------------------------------------------------------------------===//

#include "formats/RegisterText.h"
#include "device/Registers.h"
#include "formats/Bytes.h"
#include "llvm/Support/FormatVariadic.h"
#include <map>

using namespace tilewright;
using namespace tilewright::formats;
using device::DeviceModel;
using device::DMAChannelDir;
using device::TileID;
using device::TileType;
using device::WireBundle;
using llvm::formatv;

//===--- What lies where --------------------------------------------------===//

namespace {
enum class Meaning { BdWord, Control, Queue, Lock, Master, Slave, Slot };
struct Special {
  Meaning meaning;
  uint32_t index = 0;  ///< BD, channel, lock or port index
  uint32_t detail = 0; ///< word of the BD, direction, slot
};
using SpecialMap = std::map<uint32_t, Special>; ///< by offset in the tile
} // namespace

static constexpr WireBundle bundles[] = {
    WireBundle::Core,  WireBundle::DMA,   WireBundle::FIFO,
    WireBundle::South, WireBundle::West,  WireBundle::North,
    WireBundle::East,  WireBundle::Trace, WireBundle::TileControl};
static constexpr int mostPortsOfBundle = 8;

/// "DMA 0", from the physical index of a port.
static std::string portName(const DeviceModel &model, TileID tile, uint32_t index, bool master) {
  for (WireBundle bundle : bundles)
    for (int channel = 0; channel < mostPortsOfBundle; ++channel)
      if (model.switchPortIndex(tile, {bundle, channel}, master) == index)
        return formatv("{0} {1}", device::stringify(bundle), channel);
  return formatv("port {0}", index);
}

static void addDma(SpecialMap &map, const DeviceModel &model, TileID tile) {
  for (uint32_t bd = 0; bd < model.numBDs(tile); ++bd)
    for (uint32_t word = 0; word < model.bdWords(tile); ++word)
      map[model.offsetOfAddress(model.bdAddress(tile, bd)) + 4 * word] = {Meaning::BdWord, bd,
                                                                          word};
  for (auto direction : {DMAChannelDir::S2MM, DMAChannelDir::MM2S})
    for (uint32_t channel = 0; channel < model.numDmaChannels(tile); ++channel) {
      uint32_t control = model.offsetOfAddress(model.dmaControlAddress(tile, direction, channel));
      map[control] = {Meaning::Control, channel, uint32_t(direction)};
      map[control + device::reg::dmaQueueAfterControl] = {Meaning::Queue, channel,
                                                          uint32_t(direction)};
    }
}

static void addSwitch(SpecialMap &map, const DeviceModel &model, TileID tile) {
  TileType type = model.tileType(tile);
  for (WireBundle bundle : bundles)
    for (int channel = 0; channel < mostPortsOfBundle; ++channel) {
      if (auto master = model.switchPortIndex(tile, {bundle, channel}, true))
        map[device::switchMasterOffset(type, *master)] = {Meaning::Master, *master};
      auto slave = model.switchPortIndex(tile, {bundle, channel}, false);
      if (!slave)
        continue;
      map[device::switchSlaveOffset(type, *slave)] = {Meaning::Slave, *slave};
      for (uint32_t slot = 0; slot < model.numPacketSlots(); ++slot)
        map[device::switchSlotOffset(type, *slave, slot)] = {Meaning::Slot, *slave, slot};
    }
}

static SpecialMap makeSpecials(const DeviceModel &model, TileID tile) {
  SpecialMap map;
  addDma(map, model, tile);
  for (uint32_t id = 0; id < model.numLocks(tile); ++id)
    if (auto address = model.lockAddress(tile, id))
      map[*address] = {Meaning::Lock, id};
  addSwitch(map, model, tile);
  return map;
}

/// All NPUs share these offsets, so the tables of one serve for every model.
static const Special *findSpecial(const DeviceModel &model, TileID tile, uint32_t offset) {
  static const DeviceModel &npu = DeviceModel::get(device::Device::npu2);
  static const SpecialMap core = makeSpecials(npu, {1, 2}), mem = makeSpecials(npu, {1, 1}),
                          shim = makeSpecials(npu, {1, 0});
  const SpecialMap &map = model.isCoreTile(tile) ? core : model.isMemTile(tile) ? mem : shim;
  auto it = map.find(offset);
  return it == map.end() ? nullptr : &it->second;
}

//===--- Addresses and fields ---------------------------------------------===//

/// The tile of an address, if the device has it.
static std::optional<TileID> tileOf(uint64_t address, const DeviceModel &model) {
  if (address >> 32)
    return std::nullopt;
  TileID tile = model.tileOfAddress(address);
  if (!model.contains(tile))
    return std::nullopt;
  return tile;
}

static std::string hexText(uint64_t v) { return "0x" + llvm::utohexstr(v, true); }
static std::string tileText(TileID tile) { return formatv("tile ({0},{1})", tile.col, tile.row); }

static const device::Register *registerAt(uint64_t address, const DeviceModel &model) {
  auto tile = tileOf(address, model);
  return tile ? device::lookupRegister(model, *tile, model.offsetOfAddress(address)) : nullptr;
}

std::string formats::describeAddress(uint64_t address, const DeviceModel &model) {
  auto tile = tileOf(address, model);
  if (!tile)
    return "address " + hexText(address);
  uint32_t offset = model.offsetOfAddress(address);
  if (offset < model.memorySize(*tile))
    return tileText(*tile) + " data memory " + hexText(offset);
  uint32_t program = device::reg::programMemory;
  if (model.isCoreTile(*tile) && offset >= program && offset - program < model.programMemorySize())
    return tileText(*tile) + " program memory " + hexText(offset - program);
  const device::Register *reg = registerAt(address, model);
  return tileText(*tile) + (reg ? " " + reg->name : " offset " + hexText(offset));
}

std::string formats::describeFields(uint64_t address, uint32_t value, uint32_t mask,
                                    const DeviceModel &model) {
  const device::Register *reg = registerAt(address, model);
  std::string text;
  if (!reg)
    return text;
  for (const device::Field &field : reg->fields) {
    auto bits = device::fieldMask(field);
    if (!bits || (mask != ~0u ? !(*bits & mask) : !(*bits & value)))
      continue;
    if (!text.empty())
      text += ", ";
    text += formatv("{0}={1}", field.name, (value & *bits) >> field.lsb);
  }
  return text;
}

//===--- Structures -------------------------------------------------------===//

static const char *directionName(uint32_t direction) { return direction ? "MM2S" : "S2MM"; }

static std::string bdDimensions(const device::BufferDescriptor &bd, uint32_t count) {
  std::string text;
  for (uint32_t i = 0; i < count; ++i) {
    const auto &d = bd.dims[i];
    if (!d.step && !d.wrap && !d.padBefore && !d.padAfter)
      continue;
    text += formatv(", d{0} step {1} wrap {2}", i, d.step + 1, d.wrap).str();
    if (d.padBefore || d.padAfter)
      text += formatv(" pad {0}/{1}", d.padBefore, d.padAfter).str();
  }
  if (bd.iterationWrap || bd.iterationStep || bd.iterationCurrent)
    text +=
        formatv(", iteration step {0} wrap {1}", bd.iterationStep + 1, bd.iterationWrap + 1).str();
  return text;
}

static std::string bdText(const DeviceModel &model, TileID tile, llvm::ArrayRef<uint32_t> words) {
  TileType type = model.tileType(tile);
  device::BufferDescriptor bd = device::decodeBD(type, words);
  uint64_t address = model.isShimTile(tile) ? bd.baseAddress : bd.baseAddress * 4;
  std::string text = formatv("length {0} words, addr {1}", bd.length, hexText(address));
  text += bdDimensions(bd, model.isMemTile(tile) ? 4 : 3);
  if (bd.lockAcquireEnable)
    text += formatv(", lock acq {0} {1} {2}", bd.lockAcquireId,
                    bd.lockAcquireValue < 0 ? ">=" : "==", std::abs(bd.lockAcquireValue))
                .str();
  if (bd.lockReleaseValue)
    text += formatv(", lock rel {0} {1}{2}", bd.lockReleaseId, bd.lockReleaseValue > 0 ? "+" : "",
                    bd.lockReleaseValue)
                .str();
  if (bd.enablePacket)
    text += formatv(", packet id {0} type {1}", bd.packetId, bd.packetType).str();
  if (bd.useNextBD)
    text += formatv(", next BD {0}", bd.nextBD).str();
  if (bd.enableCompression)
    text += ", compressed";
  if (bd.suppressTlast)
    text += ", no TLAST";
  return text + (bd.valid ? "" : ", not valid");
}

static std::string masterText(const DeviceModel &model, TileID tile, uint32_t port,
                              uint32_t value) {
  std::string name = portName(model, tile, port, true);
  if (value == 0)
    return "output " + name + " off";
  // Circuit words are the enable bit and the slave's index; packet words have
  // the bit that a packet slave word shares with them.
  uint32_t packetBit = device::encodePacketSlave() & ~device::encodeCircuitSlave();
  uint32_t base = device::encodeCircuitMaster(0);
  if ((value & base) && !(value & packetBit))
    return "route " + portName(model, tile, value & 0x7F, false) + " -> " + name;
  uint32_t drop = device::encodePacketMaster(true, 0, 0) & ~device::encodePacketMaster(false, 0, 0);
  return formatv("output {0} <- packets of arbiter {1}, msels {2}{3}", name, value & 7,
                 hexText(value >> 3 & 0xF), value & drop ? ", header dropped" : ", header kept");
}

static std::string slotText(uint32_t value) {
  return formatv("packet id {0} mask {1} -> arbiter {2} msel {3}{4}", value >> 24 & 0x1F,
                 hexText(value >> 16 & 0x1F), value & 7, value >> 4 & 3,
                 value & 0x100 ? "" : " (off)");
}

/// The meaning of a whole-register write; "" if it has none of its own.
static std::string specialText(const DeviceModel &model, TileID tile, uint32_t offset,
                               uint32_t value) {
  const Special *special = findSpecial(model, tile, offset);
  if (!special)
    return "";
  switch (special->meaning) {
  case Meaning::Lock:
    return formatv("lock {0} = {1}", special->index, value);
  case Meaning::Queue: {
    device::QueueEntry entry = device::decodeQueue(model.tileType(tile), value);
    return formatv("DMA {0} {1} start BD {2}, {3} time(s){4}", directionName(special->detail),
                   special->index, entry.bd, entry.repeat + 1, entry.token ? ", token" : "");
  }
  case Meaning::Master:
    return masterText(model, tile, special->index, value);
  case Meaning::Slave:
    return "input " + portName(model, tile, special->index, false) +
           (value == device::encodeCircuitSlave()  ? " on (circuit)"
            : value == device::encodePacketSlave() ? " on (packet)"
            : value == 0                           ? " off"
                                                   : " = " + hexText(value));
  case Meaning::Slot:
    return formatv("input {0} slot {1}: {2}", portName(model, tile, special->index, false),
                   special->detail, slotText(value));
  case Meaning::BdWord:
    return formatv("DMA BD {0} word {1} = {2}", special->index, special->detail, hexText(value));
  case Meaning::Control:
    return "";
  }
  return "";
}

//===--- Commands ---------------------------------------------------------===//

static std::string writeText(const Write &c, const DeviceModel &model) {
  auto tile = tileOf(c.address, model);
  if (tile) {
    std::string special = specialText(model, *tile, model.offsetOfAddress(c.address), c.value);
    if (!special.empty())
      return tileText(*tile) + " " + special;
  }
  std::string fields = describeFields(c.address, c.value, ~0u, model);
  return describeAddress(c.address, model) + " = " + hexText(c.value) +
         (fields.empty() ? "" : " (" + fields + ")");
}

static std::string maskText(const char *verb, uint64_t address, uint32_t mask, uint32_t value,
                            const DeviceModel &model) {
  std::string fields = describeFields(address, value, mask, model);
  return describeAddress(address, model) + verb + hexText(value) + " under mask " + hexText(mask) +
         (mask == 0        ? " (no effect)"
          : fields.empty() ? ""
                           : " (" + fields + ")");
}

static std::string wordsText(llvm::ArrayRef<uint32_t> words) {
  constexpr size_t shown = 8;
  std::string text = formatv("{0} word(s)", words.size());
  for (size_t i = 0; i < std::min(words.size(), shown); ++i)
    text += (i ? " " : ": ") + llvm::utohexstr(words[i], true, 8);
  return text + (words.size() > shown ? " ..." : "");
}

static std::string blockText(const BlockWrite &c, const DeviceModel &model) {
  auto tile = tileOf(c.address, model);
  if (tile) {
    const Special *special = findSpecial(model, *tile, model.offsetOfAddress(c.address));
    if (special && special->meaning == Meaning::BdWord && special->detail == 0 &&
        c.words.size() == model.bdWords(*tile))
      return formatv("{0} DMA BD {1}: {2}", tileText(*tile), special->index,
                     bdText(model, *tile, c.words));
  }
  return describeAddress(c.address, model) + ": " + wordsText(c.words);
}

static std::string patchText(const AddressPatch &c, const DeviceModel &model) {
  std::string where = describeAddress(c.address, model);
  if (auto tile = tileOf(c.address, model))
    if (const Special *s = findSpecial(model, *tile, model.offsetOfAddress(c.address));
        s && s->meaning == Meaning::BdWord)
      where = formatv("{0} DMA BD {1} address", tileText(*tile), s->index);
  return formatv("{0} += host argument {1} + {2}", where, c.argument, hexText(c.plus));
}

const char *formats::commandName(const Command &command) {
  static const char *const names[] = {"write", "mask write",    "block write", "mask poll",
                                      "sync",  "address patch", "load PDI",    "preemption point"};
  return names[command.index()];
}

std::string formats::describeCommand(const Command &command, const DeviceModel &model) {
  if (auto *c = std::get_if<Write>(&command))
    return writeText(*c, model);
  if (auto *c = std::get_if<MaskWrite>(&command))
    return maskText(" = ", c->address, c->mask, c->value, model);
  if (auto *c = std::get_if<BlockWrite>(&command))
    return blockText(*c, model);
  if (auto *c = std::get_if<MaskPoll>(&command))
    return "wait until " + maskText(" == ", c->address, c->mask, c->value, model);
  if (auto *c = std::get_if<Sync>(&command)) {
    std::string tiles = c->columnCount == 1 && c->rowCount == 1
                            ? tileText({c->column, c->row})
                            : formatv("tiles ({0},{1}) to ({2},{3})", int(c->column), int(c->row),
                                      c->column + c->columnCount - 1, c->row + c->rowCount - 1)
                                  .str();
    return formatv("wait for a token of {0} DMA {1} {2}", tiles, directionName(c->direction),
                   int(c->channel));
  }
  if (auto *c = std::get_if<AddressPatch>(&command))
    return patchText(*c, model);
  if (auto *c = std::get_if<LoadPdi>(&command))
    return formatv("load PDI {0} (size {1}, address {2})", c->id, c->size, hexText(c->address));
  return formatv("preemption point, level {0}", int(std::get<Preempt>(command).level));
}
