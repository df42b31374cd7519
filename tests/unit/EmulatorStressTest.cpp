//===- EmulatorStressTest.cpp - Programs without sense ----------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Random register programs, made so that much of them is valid: they must end,
// with an error or without, and the same program must end the same way twice.
// Words that go through a random but sound chain of buffers must arrive.
//
//===----------------------------------------------------------------------===//
#include "EmulatorTesting.h"
#include <cstdlib>
#include <random>

using namespace tilewright;
using namespace tilewright::emulator::testing;
static constexpr auto S2MM = DMAChannelDir::S2MM, MM2S = DMAChannelDir::MM2S;

namespace {
struct Nonsense {
  std::mt19937 random;
  const DeviceModel &model = DeviceModel::get(Device::npu1_2col);
  explicit Nonsense(unsigned seed) : random(seed) {}
  unsigned below(unsigned n) { return random() % n; }

  Bd bd(TileID tile) {
    uint64_t base = model.isMemTile(tile) ? below(0x60000) : below(0x4000);
    Bd bd(base, below(4) ? below(300) : below(20000));
    for (unsigned d = 0; d < 4; ++d)
      if (below(3) == 0)
        bd.dim(d, 1 + below(40), below(20), below(3), below(3));
    if (below(3) == 0)
      bd.iteration(1 + below(50), 1 + below(8));
    if (below(2))
      bd.acquire(below(70), static_cast<int>(below(5)) - 3);
    if (below(2))
      bd.release(below(70), static_cast<int>(below(5)) - 2);
    if (below(2))
      bd.next(below(6));
    if (below(3) == 0)
      bd.packet(below(32));
    bd.raw.valid = below(20) != 0;
    bd.raw.suppressTlast = below(10) == 0;
    return bd;
  }

  void command(Program &p) {
    TileID tile{static_cast<int>(below(2)), static_cast<int>(below(5))};
    TileType type = model.tileType(tile);
    unsigned channel = below(model.numDmaChannels(tile));
    auto direction = below(2) ? S2MM : MM2S;
    uint32_t port = below(20);
    switch (below(9)) {
    case 0:
      if (tile.row == 0)
        p.hostBd(tile.col, below(6), bd(tile), below(2), below(64));
      else
        p.bd(tile, below(6), bd(tile));
      break;
    case 1:
      p.push(tile, direction, channel, below(6), 1 + below(4), below(2));
      break;
    case 2:
      p.lock(tile, below(16), below(4));
      break;
    case 3:
      p.write(tile, switchMasterOffset(type, port), encodeCircuitMaster(below(24)));
      break;
    case 4:
      p.write(tile, switchSlaveOffset(type, port),
              below(3) ? encodeCircuitSlave() : encodePacketSlave());
      break;
    case 5:
      p.write(tile, switchSlotOffset(type, port, below(4)),
              encodePacketSlot(below(32), below(32), below(4), below(8)));
      break;
    case 6:
      p.write(tile, switchMasterOffset(type, port),
              encodePacketMaster(below(2), below(16), below(8)));
      break;
    case 7:
      if (tile.row == 0)
        p.shim(tile.col);
      break;
    case 8:
      p.commands.push_back(formats::MaskWrite{model.dmaControlAddress(tile, direction, channel),
                                              0xFFFFFFFF, static_cast<uint32_t>(random())});
      break;
    }
  }

  std::string run() {
    Bench bench(Device::npu1_2col);
    for (unsigned i = 0; i < 60; ++i)
      command(bench.configuration);
    for (unsigned i = 0; i < 60; ++i)
      command(bench.instructions);
    auto a = iota(4000), b = iota(4000);
    std::string result = bench.run({bytes(a), bytes(b)});
    if (!bench.npu)
      return result;
    result += bench.npu->report();
    uint64_t digest = 0;
    for (auto *words : {&a, &b})
      for (uint32_t word : *words)
        digest = digest * 31 + word;
    return result + std::to_string(digest);
  }
};
} // namespace

TEST(EmulatorStress, NonsenseEndsAndEndsAlike) {
  const char *rounds = std::getenv("TILEWRIGHT_STRESS");
  unsigned count = rounds ? std::atoi(rounds) : 60;
  for (unsigned seed = 0; seed < count; ++seed) {
    std::string first = Nonsense(seed).run();
    ASSERT_EQ(Nonsense(seed).run(), first) << seed;
  }
}

/// Shim -> memtile -> shim with random chunks, counts of buffers, layouts that
/// undo each other, and circuits or packets.
TEST(EmulatorStress, SoundChainsDeliver) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    std::mt19937 random(seed);
    auto below = [&](unsigned n) { return random() % n; };
    constexpr TileID shim{0, 0}, memtile{0, 1};
    Bench bench;
    Program &c = bench.configuration;
    c.shim(0);
    bool packets = below(2);
    if (packets) {
      c.packetSlot(shim, {WireBundle::South, 3}, 0, 1, 0x1F, 0, 0);
      c.packetMaster(shim, {WireBundle::North, 0}, 0, 1, false);
      c.packetSlot(memtile, {WireBundle::South, 0}, 0, 1, 0x1F, 1, 1);
      c.packetMaster(memtile, {WireBundle::DMA, 0}, 1, 2, true);
    } else {
      c.circuit(shim, {WireBundle::South, 3}, {WireBundle::North, 0});
      c.circuit(memtile, {WireBundle::South, 0}, {WireBundle::DMA, 0});
    }
    c.circuit(memtile, {WireBundle::DMA, 0}, {WireBundle::South, 1});
    c.circuit(shim, {WireBundle::North, 1}, {WireBundle::South, 2});
    // Objects of rows x columns words, `count` buffers, received by columns.
    unsigned rows = 1 + below(7), columns = 1 + below(9), size = rows * columns;
    unsigned count = 1 + below(4), objects = 1 + below(12);
    c.lock(memtile, 0, count);
    for (unsigned i = 0; i < count; ++i) {
      uint64_t base = 0x20000 + i * size;
      c.bd(memtile, i,
           Bd(base, size)
               .dim(0, columns, rows)
               .dim(1, 1, 0)
               .acquire(64, -1)
               .release(65, 1)
               .next((i + 1) % count));
      c.bd(memtile, 8 + i, Bd(base, size).acquire(65, -1).release(64, 1).next(8 + (i + 1) % count));
    }
    c.push(memtile, S2MM, 0, 0);
    c.push(memtile, MM2S, 0, 8);
    Program &p = bench.instructions;
    // Sent in pieces of an object each, or all at once.
    unsigned piece = below(2) ? size : size * objects;
    Bd send(0, piece);
    send.iteration(piece, objects);
    if (packets)
      send.packet(1);
    p.hostBd(0, 0, send, 0);
    p.hostBd(0, 1, Bd(0, size * objects), 1);
    p.push(shim, S2MM, 0, 1, 1, true);
    p.push(shim, MM2S, 0, 0, size * objects / piece);
    p.sync(shim, S2MM, 0);
    auto in = iota(size * objects, seed);
    std::vector<uint32_t> out(in.size()), expected(in.size());
    for (unsigned o = 0; o < objects; ++o)
      for (unsigned k = 0; k < size; ++k)
        expected[o * size + k % rows * columns + k / rows] = in[o * size + k];
    ASSERT_EQ(bench.run({bytes(in), bytes(out)}), "") << seed;
    ASSERT_EQ(out, expected) << seed;
  }
}
