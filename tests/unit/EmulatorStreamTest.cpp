//===- EmulatorStreamTest.cpp - Circuits, packets, control ------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "EmulatorTesting.h"

using namespace tilewright;
using namespace tilewright::emulator::testing;
static constexpr auto S2MM = DMAChannelDir::S2MM, MM2S = DMAChannelDir::MM2S;
static constexpr TileID shim{0, 0}, memtile{0, 1}, core2{0, 2}, core3{0, 3};
static constexpr Port south(int i) { return {WireBundle::South, i}; }
static constexpr Port north(int i) { return {WireBundle::North, i}; }
static constexpr Port dma(int i) { return {WireBundle::DMA, i}; }
static constexpr Port control{WireBundle::TileControl, 0};

//===--- Broadcast --------------------------------------------------------===//

/// Shim MM2S 0 goes to DMA 0 of core 2 and, one tile further, of core 3.
static void broadcast(Bench &bench) {
  Program &p = bench.configuration;
  p.shim(0);
  p.circuit(shim, south(3), north(0));
  p.circuit(memtile, south(0), north(0));
  p.circuit(core2, south(0), dma(0));
  p.circuit(core2, south(0), north(0));
  p.circuit(core3, south(0), dma(0));
}

TEST(EmulatorStream, ABroadcastReachesAll) {
  Bench bench;
  broadcast(bench);
  for (TileID tile : {core2, core3}) {
    bench.configuration.bd(tile, 0, Bd(0, 100));
    bench.configuration.push(tile, S2MM, 0, 0);
  }
  Program &p = bench.instructions;
  p.hostBd(0, 0, Bd(0, 100), 0);
  p.push(shim, MM2S, 0, 0, 1, true);
  p.sync(shim, MM2S, 0);
  auto in = iota(100, 3);
  EXPECT_EQ(bench.run({bytes(in)}), "");
  for (TileID tile : {core2, core3})
    for (unsigned i = 0; i < 100; ++i)
      ASSERT_EQ(bench.read(tile, 4 * i), in[i]);
}

TEST(EmulatorStream, TheSlowestSinkPacesABroadcast) {
  Bench bench;
  broadcast(bench);
  for (TileID tile : {core2, core3}) {
    bench.configuration.bd(tile, 0, Bd(0, 100).acquire(0, -1));
    bench.configuration.push(tile, S2MM, 0, 0);
  }
  bench.configuration.lock(core2, 0, 1); // core 3 takes nothing
  bench.configuration.words(core2, 0, std::vector<uint32_t>(100, 0));
  Program &p = bench.instructions;
  p.hostBd(0, 0, Bd(0, 100), 0);
  p.push(shim, MM2S, 0, 0, 1, true);
  auto in = iota(100, 1);
  EXPECT_EQ(bench.run({bytes(in)}), "");
  // Behind the fork lie core 2's master port, core 3's slave and its master port.
  unsigned room = 3 * depth::streamPort, got = 0;
  while (bench.read(core2, 4 * got))
    ++got;
  EXPECT_EQ(got, room);
  EXPECT_HAS(bench.npu->report(), "S2MM channel 0 of tile (0, 2)");
  Program release(bench.model);
  release.lock(core3, 0, 1);
  release.sync(shim, MM2S, 0);
  EXPECT_EQ(text(bench.npu->run(release, {bytes(in)})), "");
  EXPECT_EQ(bench.read(core2, 4 * 99), 100u);
  EXPECT_EQ(bench.read(core3, 4 * 99), 100u);
}

TEST(EmulatorStream, ACircuitHoldsWhatItsPortsHold) {
  // Nobody takes: the DMA sends until shim, memtile and core 2 are full.
  Bench bench;
  broadcast(bench);
  Program &p = bench.instructions;
  p.hostBd(0, 0, Bd(0, 100), 0);
  p.push(shim, MM2S, 0, 0, 1, true);
  auto in = iota(100, 1);
  EXPECT_EQ(bench.run({bytes(in)}), "");
  // Shim, memtile: slave and master each; core 2: slave, then the fork, whose
  // shorter branch has one master port.
  unsigned held = 6 * depth::streamPort;
  EXPECT_HAS(bench.npu->report(), std::to_string(100 - held) + " more words of 100");
}

TEST(EmulatorStream, ARouteThatEndsNowhereIsExplained) {
  Bench bench;
  bench.configuration.shim(0);
  bench.configuration.circuit(shim, south(3), north(0));
  Program &p = bench.instructions;
  p.hostBd(0, 0, Bd(0, 100), 0);
  p.push(shim, MM2S, 0, 0, 1, true);
  p.sync(shim, MM2S, 0);
  auto in = iota(100);
  std::string error = bench.run({bytes(in)});
  EXPECT_HAS(error, "deadlock");
  EXPECT_HAS(error, "nothing listens");
}

TEST(EmulatorStream, WordsOnTheirWaySurviveANewRoute) {
  Bench bench;
  bench.configuration.shim(0);
  bench.configuration.circuit(shim, south(3), north(0));
  Program &p = bench.instructions;
  p.hostBd(0, 0, Bd(0, 3), 0);
  p.push(shim, MM2S, 0, 0, 1, true);
  p.sync(shim, MM2S, 0); // three words fit into the ports
  p.circuit(memtile, south(0), dma(0));
  p.bd(memtile, 0, Bd(0x20000, 3).release(64, 1));
  p.push(memtile, S2MM, 0, 0);
  p.commands.push_back(formats::MaskPoll{
      bench.model.tileAddress(memtile) + *bench.model.lockAddress(memtile, 0), 1, 1});
  auto in = iota(3, 8);
  EXPECT_EQ(bench.run({bytes(in)}), "");
  EXPECT_EQ(bench.read(memtile, 8), 10u);
}

//===--- Packets ----------------------------------------------------------===//

/// Shim MM2S 0 by packets to DMA 0 of core 2 (id 5) and of core 3 (ids 6 and 7).
static void fanOut(Bench &bench, bool dropHeader) {
  Program &p = bench.configuration;
  p.shim(0);
  p.packetSlot(shim, south(3), 0, 0, 0, 0, 0); // any id
  p.packetMaster(shim, north(0), 0, 1, false);
  p.packetSlot(memtile, south(0), 0, 4, 0x1C, 2, 1); // 4 to 7
  p.packetMaster(memtile, north(0), 2, 2, false);
  p.packetSlot(core2, south(0), 0, 5, 0x1F, 0, 0);
  p.packetSlot(core2, south(0), 1, 6, 0x1E, 1, 3);
  p.packetMaster(core2, dma(0), 0, 1, dropHeader);
  p.packetMaster(core2, north(0), 1, 8, false);
  p.packetSlot(core3, south(0), 0, 6, 0x1E, 0, 0);
  p.packetMaster(core3, dma(0), 0, 1, dropHeader);
}

TEST(EmulatorPackets, GoByTheirIds) {
  Bench bench;
  fanOut(bench, true);
  for (TileID tile : {core2, core3}) {
    bench.configuration.bd(tile, 0, Bd(0, 40));
    bench.configuration.push(tile, S2MM, 0, 0);
  }
  Program &p = bench.instructions;
  unsigned ids[] = {6, 5, 7, 5};
  for (unsigned i = 0; i < 4; ++i) {
    p.hostBd(0, i, Bd(0, 20).packet(ids[i]), 0, 80 * i);
    p.push(shim, MM2S, 0, i, 1, true);
    p.sync(shim, MM2S, 0);
  }
  auto in = iota(80);
  EXPECT_EQ(bench.run({bytes(in)}), "");
  for (unsigned i = 0; i < 20; ++i) {
    EXPECT_EQ(bench.read(core3, 4 * i), i);
    EXPECT_EQ(bench.read(core2, 4 * i), 20 + i);
    EXPECT_EQ(bench.read(core3, 80 + 4 * i), 40 + i);
    EXPECT_EQ(bench.read(core2, 80 + 4 * i), 60 + i);
  }
}

TEST(EmulatorPackets, AHeaderThatIsKeptIsAWord) {
  Bench bench;
  fanOut(bench, false);
  bench.configuration.bd(core2, 0, Bd(0, 3));
  bench.configuration.push(core2, S2MM, 0, 0);
  Program &p = bench.instructions;
  p.hostBd(0, 0, Bd(0, 2).packet(5), 0);
  p.push(shim, MM2S, 0, 0, 1, true);
  p.sync(shim, MM2S, 0);
  auto in = iota(2, 70);
  EXPECT_EQ(bench.run({bytes(in)}), "");
  EXPECT_EQ(bench.read(core2, 0), encodePacketHeader(5, 0, shim));
  EXPECT_EQ(bench.read(core2, 4), 70u);
  EXPECT_EQ(bench.read(core2, 8), 71u);
}

TEST(EmulatorPackets, AnIdThatNoSlotTakesIsReported) {
  Bench bench;
  fanOut(bench, true);
  Program &p = bench.instructions;
  p.hostBd(0, 0, Bd(0, 2).packet(9), 0);
  p.push(shim, MM2S, 0, 0, 1, true);
  p.sync(shim, MM2S, 0);
  auto in = iota(2);
  std::string error = bench.run({bytes(in)});
  EXPECT_HAS(error, "id 9");
  EXPECT_HAS(error, "South 0 (in) of tile (0, 1)");
}

TEST(EmulatorPackets, AnArbiterServesWholePacketsInTurn) {
  // Both MM2S channels of core 2 go through one arbiter to shim S2MM 0.
  Bench bench;
  Program &c = bench.configuration;
  c.shim(0);
  for (int channel : {0, 1}) {
    c.packetSlot(core2, dma(channel), 0, 1 + channel, 0x1F, 0, 0);
    c.bd(core2, channel, Bd(0x100 * channel, 10).packet(1 + channel));
    c.words(core2, 0x400 * channel, iota(10, 100 * channel));
  }
  c.packetMaster(core2, south(0), 0, 1, true);
  c.circuit(memtile, north(0), south(0));
  c.circuit(shim, north(0), south(2));
  c.push(core2, MM2S, 0, 0, 3);
  c.push(core2, MM2S, 1, 1, 3);
  Program &p = bench.instructions;
  p.hostBd(0, 0, Bd(0, 60), 0);
  p.push(shim, S2MM, 0, 0, 1, true);
  p.sync(shim, S2MM, 0);
  std::vector<uint32_t> out(60);
  EXPECT_EQ(bench.run({bytes(out)}), "");
  for (unsigned packet = 0; packet < 6; ++packet)
    for (unsigned i = 0; i < 10; ++i)
      EXPECT_EQ(out[packet * 10 + i], packet % 2 * 100 + i) << packet << " " << i;
}

TEST(EmulatorPackets, APacketInTheWayIsExplained) {
  // Channel 0's packet is longer than what anybody takes; channel 1's waits behind.
  Bench bench;
  Program &c = bench.configuration;
  for (int channel : {0, 1}) {
    c.packetSlot(core2, dma(channel), 0, 1 + channel, 0x1F, 0, channel);
    c.bd(core2, channel, Bd(0, 100).packet(1 + channel));
    c.push(core2, MM2S, channel, channel);
  }
  c.packetMaster(core2, south(0), 0, 1, true);
  c.packetMaster(core2, dma(0), 0, 2, true);
  EXPECT_EQ(bench.run({}), "");
  std::string report = bench.npu->report();
  EXPECT_HAS(report, "DMA 1 (in) of tile (0, 2): a packet waits for arbiter 0, which serves DMA 0");
}

TEST(EmulatorPackets, APacketWaitsForAMasterThatIsSetUpLater) {
  Bench bench;
  Program &c = bench.configuration;
  c.packetSlot(core2, dma(0), 0, 1, 0x1F, 0, 0);
  c.words(core2, 0, {5, 6});
  c.bd(core2, 0, Bd(0, 2).packet(1));
  c.bd(core2, 1, Bd(0x40, 2));
  c.push(core2, MM2S, 0, 0);
  c.push(core2, S2MM, 0, 1);
  EXPECT_EQ(bench.run({}), "");
  EXPECT_HAS(bench.npu->report(), "no port listens to arbiter 0, msel 0");
  Program later(bench.model);
  later.packetMaster(core2, dma(0), 0, 1, true);
  EXPECT_EQ(text(bench.npu->run(later, {})), "");
  EXPECT_EQ(bench.read(core2, 0x104), 6u);
}

TEST(EmulatorPackets, APacketGoesToAllMastersOfItsMsel) {
  Bench bench;
  Program &c = bench.configuration;
  c.shim(0);
  c.circuit(shim, south(3), north(0));
  c.circuit(memtile, south(0), north(0));
  c.packetSlot(core2, south(0), 0, 3, 0x1F, 4, 2);
  c.packetMaster(core2, dma(0), 4, 4, true);
  c.packetMaster(core2, dma(1), 4, 4, false);
  for (unsigned channel : {0u, 1u}) {
    c.bd(core2, channel, Bd(0x100 * channel, 8 + channel));
    c.push(core2, S2MM, channel, channel);
  }
  Program &p = bench.instructions;
  p.hostBd(0, 0, Bd(0, 8).packet(3), 0);
  p.push(shim, MM2S, 0, 0, 1, true);
  p.sync(shim, MM2S, 0);
  auto in = iota(8, 1);
  EXPECT_EQ(bench.run({bytes(in)}), "");
  EXPECT_EQ(bench.read(core2, 4 * 7), 8u);
  EXPECT_EQ(bench.read(core2, 0x400), encodePacketHeader(3, 0, shim));
  EXPECT_EQ(bench.read(core2, 0x400 + 4 * 8), 8u);
}

//===--- Control packets --------------------------------------------------===//

/// Shim MM2S 0 to core 2's control port, its answers to shim S2MM 0.
static void controlCore(Bench &bench) {
  Program &p = bench.configuration;
  p.shim(0);
  p.circuit(shim, south(3), north(0));
  p.circuit(memtile, south(0), north(0));
  p.packetSlot(core2, south(0), 0, 1, 0x1F, 0, 0);
  p.packetMaster(core2, control, 0, 1, false);
  p.packetSlot(core2, control, 0, 2, 0x1F, 1, 0);
  p.packetMaster(core2, south(0), 1, 1, false);
  p.circuit(memtile, north(0), south(0));
  p.packetSlot(shim, north(0), 0, 2, 0x1F, 0, 0);
  p.packetMaster(shim, south(2), 0, 1, true);
}

TEST(EmulatorControlPackets, WriteAndRead) {
  Bench bench;
  controlCore(bench);
  uint32_t lock5 = *bench.model.lockAddress(core2, 5);
  std::vector<uint32_t> in{encodeControlHeader(0x300, 3, 0, 0),
                           7,
                           8,
                           9,
                           encodeControlHeader(lock5, 1, 0, 0),
                           3,
                           encodeControlHeader(0x300, 3, 1, 2),
                           encodeControlHeader(lock5, 1, 1, 2)};
  Program &p = bench.instructions;
  p.hostBd(0, 9, Bd(0, 4), 1);
  p.push(shim, S2MM, 0, 9, 1, true);
  unsigned begins[] = {0, 4, 6, 7}, lengths[] = {4, 2, 1, 1};
  for (unsigned i = 0; i < 4; ++i) {
    p.hostBd(0, i, Bd(0, lengths[i]).packet(1), 0, 4 * begins[i]);
    p.push(shim, MM2S, 0, i);
  }
  p.sync(shim, S2MM, 0);
  std::vector<uint32_t> out(4);
  EXPECT_EQ(bench.run({bytes(in), bytes(out)}), "");
  EXPECT_EQ(bench.lock(core2, 5), 3u);
  EXPECT_EQ(out, (std::vector<uint32_t>{7, 8, 9, 3}));
}

TEST(EmulatorControlPackets, SeveralInOneTransfer) {
  Bench bench;
  controlCore(bench);
  // With their stream headers in memory.
  uint32_t stream = encodePacketHeader(1, 0, {0, 0});
  std::vector<uint32_t> in{stream, encodeControlHeader(0x300, 1, 0, 0), 7,
                           stream, encodeControlHeader(0x304, 2, 2, 0), 8,
                           9};
  Program &p = bench.instructions;
  p.hostBd(0, 0, Bd(0, 7), 0);
  p.push(shim, MM2S, 0, 0, 1, true);
  p.sync(shim, MM2S, 0);
  EXPECT_EQ(bench.run({bytes(in)}), "");
  EXPECT_EQ(bench.read(core2, 0x300), 7u);
  EXPECT_EQ(bench.read(core2, 0x304), 8u);
  EXPECT_EQ(bench.read(core2, 0x308), 9u);
}

TEST(EmulatorControlPackets, ACutOffPacketIsReported) {
  Bench bench;
  controlCore(bench);
  std::vector<uint32_t> in{encodeControlHeader(0x300, 3, 0, 0), 7};
  Program &p = bench.instructions;
  p.hostBd(0, 0, Bd(0, 2).packet(1), 0);
  p.push(shim, MM2S, 0, 0, 1, true);
  p.sync(shim, MM2S, 0);
  std::string error = bench.run({bytes(in)});
  EXPECT_HAS(error, "1 of 3 data words");
  EXPECT_HAS(error, "(0, 2)");
}

TEST(EmulatorControlPackets, TokensOfACoreTileReachTheController) {
  Bench bench;
  controlCore(bench);
  // Core 2's control port sends by id 2 to South 0; here it goes on to the controller.
  bench.configuration.packetMaster(shim, south(0), 2, 1, false);
  bench.configuration.packetSlot(shim, north(0), 0, 2, 0x1F, 2, 0);
  Program &p = bench.instructions;
  uint32_t channelControl = bench.model.dmaControlAddress(core2, MM2S, 1);
  p.commands.push_back(formats::MaskWrite{channelControl, 0x1F00, 0x0200});
  p.bd(core2, 3, Bd(0, 0)); // nothing to move: done at once
  p.push(core2, MM2S, 1, 3, 1, true);
  p.sync(core2, MM2S, 1);
  EXPECT_EQ(bench.run({}), "");
}
