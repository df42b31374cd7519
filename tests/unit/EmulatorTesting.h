//===- EmulatorTesting.h - Register programs by hand ------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_UNIT_EMULATORTESTING_H
#define TILEWRIGHT_UNIT_EMULATORTESTING_H

#include "device/Execution.h"
#include "emulator/Npu.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"
#include <gtest/gtest.h>
#include <numeric>

namespace tilewright::emulator::testing {

using namespace device;

/// A BD as one thinks of it: unbiased steps and wraps.
struct Bd {
  BufferDescriptor raw;
  Bd(uint64_t base, uint32_t words) {
    raw.baseAddress = base;
    raw.length = words;
    raw.valid = true;
  }
  Bd &dim(unsigned d, uint32_t step, uint32_t wrap, uint32_t before = 0, uint32_t after = 0) {
    raw.dims[d] = {step - 1, wrap, before, after};
    return *this;
  }
  Bd &iteration(uint32_t step, uint32_t wrap) {
    raw.iterationStep = step - 1;
    raw.iterationWrap = wrap - 1;
    return *this;
  }
  Bd &acquire(uint32_t lock, int value) { // negative: at least
    raw.lockAcquireEnable = true;
    raw.lockAcquireId = lock;
    raw.lockAcquireValue = value;
    return *this;
  }
  Bd &release(uint32_t lock, int value) {
    raw.lockReleaseId = lock;
    raw.lockReleaseValue = value;
    return *this;
  }
  Bd &next(uint32_t bd) {
    raw.useNextBD = true;
    raw.nextBD = bd;
    return *this;
  }
  Bd &packet(uint32_t id) {
    raw.enablePacket = true;
    raw.packetId = id;
    return *this;
  }
};

/// Writes a program, command by command.
struct Program : formats::RegisterProgram {
  const DeviceModel &model;
  explicit Program(const DeviceModel &model) : model(model) {}

  void write(TileID tile, uint32_t offset, uint32_t value) {
    commands.push_back(formats::Write{model.tileAddress(tile) + offset, value});
  }
  void lock(TileID tile, unsigned id, uint32_t value) {
    write(tile, *model.lockAddress(tile, id), value);
  }
  void bd(TileID tile, unsigned id, const Bd &bd) {
    auto words = encodeBD(model.tileType(tile), bd.raw);
    commands.push_back(
        formats::BlockWrite{model.bdAddress(tile, id), {words.begin(), words.end()}});
  }
  void push(TileID tile, DMAChannelDir direction, unsigned channel, unsigned bd, unsigned runs = 1,
            bool token = false) {
    commands.push_back(formats::Write{model.dmaControlAddress(tile, direction, channel) +
                                          reg::dmaQueueAfterControl,
                                      encodeQueue(model.tileType(tile), bd, runs - 1, token)});
  }
  void words(TileID tile, uint32_t offset, std::vector<uint32_t> values) {
    commands.push_back(formats::BlockWrite{model.tileAddress(tile) + offset, std::move(values)});
  }
  void circuit(TileID tile, Port from, Port to) {
    uint32_t slave = *model.switchPortIndex(tile, from, false);
    TileType type = model.tileType(tile);
    write(tile, switchMasterOffset(type, *model.switchPortIndex(tile, to, true)),
          encodeCircuitMaster(slave));
    write(tile, switchSlaveOffset(type, slave), encodeCircuitSlave());
  }
  void packetMaster(TileID tile, Port to, unsigned arbiter, unsigned msels, bool dropHeader) {
    write(tile, switchMasterOffset(model.tileType(tile), *model.switchPortIndex(tile, to, true)),
          encodePacketMaster(dropHeader, msels, arbiter));
  }
  void packetSlot(TileID tile, Port from, unsigned slot, unsigned id, unsigned mask,
                  unsigned arbiter, unsigned msel) {
    uint32_t slave = *model.switchPortIndex(tile, from, false);
    TileType type = model.tileType(tile);
    write(tile, switchSlaveOffset(type, slave), encodePacketSlave());
    write(tile, switchSlotOffset(type, slave, slot), encodePacketSlot(id, mask, msel, arbiter));
  }
  /// The shim DMA's channel 0 of both directions to South 3 and from South 2, and
  /// the shim's tokens to the controller.
  void shim(int col) {
    for (unsigned channel : {0u, 1u}) {
      auto in = *shimMuxDma(*DeviceModel::shimDmaSouthPort(DMAChannelDir::MM2S, channel));
      auto out = *shimDemuxDma(*DeviceModel::shimDmaSouthPort(DMAChannelDir::S2MM, channel));
      uint64_t tile = model.tileAddress({col, 0});
      commands.push_back(formats::MaskWrite{tile + reg::shimMux, in.mask, in.value});
      commands.push_back(formats::MaskWrite{tile + reg::shimDemux, out.mask, out.value});
    }
    circuit({col, 0}, {WireBundle::TileControl, 0}, {WireBundle::South, 0});
  }
  void enableCore(TileID tile) { write(tile, reg::coreControl, reg::coreControlEnable); }

  // Instruction streams.
  void hostBd(int col, unsigned id, Bd bd, unsigned argument, uint64_t plus = 0) {
    TileID tile{col, 0};
    this->bd(tile, id, bd);
    commands.push_back(formats::AddressPatch{
        model.bdAddress(tile, id) + model.bdAddressFieldOffset(tile), argument, plus});
  }
  void sync(TileID tile, DMAChannelDir direction, unsigned channel) {
    commands.push_back(formats::Sync{static_cast<uint8_t>(tile.col), static_cast<uint8_t>(tile.row),
                                     static_cast<uint8_t>(direction), static_cast<uint8_t>(channel),
                                     1, 1});
  }
};

inline std::vector<uint32_t> iota(size_t words, uint32_t first = 0) {
  std::vector<uint32_t> values(words);
  std::iota(values.begin(), values.end(), first);
  return values;
}
inline llvm::MutableArrayRef<uint8_t> bytes(std::vector<uint32_t> &words) {
  return {reinterpret_cast<uint8_t *>(words.data()), words.size() * sizeof(uint32_t)};
}
/// The text of an error; empty if there is none.
inline std::string text(llvm::Error error) {
  return error ? llvm::toString(std::move(error)) : std::string();
}
#define EXPECT_HAS(TEXT, PART) EXPECT_NE((TEXT).find(PART), std::string::npos) << (TEXT)

/// An NPU with its configuration and instruction stream in the making.
struct Bench {
  const DeviceModel &model;
  Program configuration, instructions;
  formats::HostProgram host;
  NpuOptions options;
  std::vector<std::string> warnings;
  std::unique_ptr<Npu> npu;

  explicit Bench(Device device = Device::npu1_1col)
      : model(DeviceModel::get(device)), configuration(model), instructions(model) {
    host.device = device;
    options.onWarning = [this](llvm::StringRef warning) { warnings.push_back(warning.str()); };
  }
  llvm::Error start() {
    auto made = Npu::create(model, options);
    if (!made)
      return made.takeError();
    npu = std::move(*made);
    if (llvm::Error error = npu->attach(host))
      return error;
    return npu->configure(configuration);
  }
  std::string run(std::vector<llvm::MutableArrayRef<uint8_t>> arguments,
                  PdiLoader loader = nullptr) {
    if (!npu)
      if (llvm::Error error = start())
        return text(std::move(error));
    return text(npu->run(instructions, arguments, loader));
  }
  uint32_t read(TileID tile, uint32_t offset) {
    return llvm::cantFail(npu->readRegister(model.tileAddress(tile) + offset));
  }
  uint32_t lock(TileID tile, unsigned id) { return read(tile, *model.lockAddress(tile, id)); }
};

/// The object of a piece of LLVM IR, position independent, baseline features.
std::string compile(llvm::StringRef ir);

/// Adds a core whose program is \p ir with the entry @main.
inline void addCore(Bench &bench, TileID tile, std::vector<std::string> objects) {
  formats::HostCore core;
  core.tile = tile;
  core.entry = "main";
  core.objects = std::move(objects);
  bench.host.cores.push_back(core);
  bench.configuration.enableCore(tile);
}

} // namespace tilewright::emulator::testing
#endif // TILEWRIGHT_UNIT_EMULATORTESTING_H
