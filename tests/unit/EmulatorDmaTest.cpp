//===- EmulatorDmaTest.cpp - DMA channels and the controller ----*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "EmulatorTesting.h"

using namespace tilewright;
using namespace tilewright::emulator::testing;
static constexpr auto S2MM = DMAChannelDir::S2MM, MM2S = DMAChannelDir::MM2S;
static constexpr TileID shim{0, 0}, memtile{0, 1}, core2{0, 2};
static constexpr uint32_t ownWords = 0x20000; // of a memtile's DMA: its own memory

/// The shim's DMA turns round in the shim's switch.
static void loopBack(Bench &bench) {
  bench.configuration.shim(0);
  bench.configuration.circuit(shim, {WireBundle::South, 3}, {WireBundle::South, 2});
}

/// Words through a memtile: shim MM2S 0 to its S2MM 0, its MM2S 0 to shim S2MM 0.
static void throughMemtile(Bench &bench) {
  Program &p = bench.configuration;
  p.shim(0);
  p.circuit(shim, {WireBundle::South, 3}, {WireBundle::North, 0});
  p.circuit(memtile, {WireBundle::South, 0}, {WireBundle::DMA, 0});
  p.circuit(memtile, {WireBundle::DMA, 0}, {WireBundle::South, 1});
  p.circuit(shim, {WireBundle::North, 1}, {WireBundle::South, 2});
}

/// Sends argument 0 whole, receives argument 1 whole, and waits for the latter.
static void sendAndReceive(Bench &bench, uint32_t sent, uint32_t received) {
  Program &p = bench.instructions;
  p.hostBd(0, 0, Bd(0, sent), 0);
  p.hostBd(0, 1, Bd(0, received), 1);
  p.push(shim, S2MM, 0, 1, 1, true);
  p.push(shim, MM2S, 0, 0);
  p.sync(shim, S2MM, 0);
}

TEST(EmulatorDma, CopiesInTheShim) {
  Bench bench;
  loopBack(bench);
  sendAndReceive(bench, 1000, 1000);
  auto in = iota(1000, 5);
  std::vector<uint32_t> out(1000);
  EXPECT_EQ(bench.run({bytes(in), bytes(out)}), "");
  EXPECT_EQ(out, in);
  EXPECT_EQ(bench.npu->report(), "");
}

TEST(EmulatorDma, AnAddendMovesTheBase) {
  Bench bench;
  loopBack(bench);
  Program &p = bench.instructions;
  p.hostBd(0, 0, Bd(0, 4), 0, 16);
  p.hostBd(0, 1, Bd(0, 4), 1, 8);
  p.push(shim, MM2S, 0, 0);
  p.push(shim, S2MM, 0, 1, 1, true);
  p.sync(shim, S2MM, 0);
  auto in = iota(8);
  std::vector<uint32_t> out(6);
  EXPECT_EQ(bench.run({bytes(in), bytes(out)}), "");
  EXPECT_EQ(out, (std::vector<uint32_t>{0, 0, 4, 5, 6, 7}));
}

TEST(EmulatorDma, StridesOnBothSides) {
  Bench bench;
  loopBack(bench);
  Program &p = bench.instructions;
  // A 6x4 matrix is read by columns, and written by rows into every other word.
  p.hostBd(0, 0, Bd(0, 24).dim(0, 4, 6).dim(1, 1, 4), 0);
  p.hostBd(0, 1, Bd(0, 24).dim(0, 2, 0), 1);
  p.push(shim, MM2S, 0, 0);
  p.push(shim, S2MM, 0, 1, 1, true);
  p.sync(shim, S2MM, 0);
  auto in = iota(24);
  std::vector<uint32_t> out(48, 99), expected(48, 99);
  for (unsigned k = 0; k < 24; ++k)
    expected[2 * k] = in[k % 6 * 4 + k / 6];
  EXPECT_EQ(bench.run({bytes(in), bytes(out)}), "");
  EXPECT_EQ(out, expected);
}

TEST(EmulatorDma, IterationMovesOnWithEachLoadAndWraps) {
  Bench bench;
  loopBack(bench);
  Program &p = bench.instructions;
  p.hostBd(0, 0, Bd(0, 2).iteration(10, 3), 0);
  p.hostBd(0, 1, Bd(0, 8), 1);
  p.push(shim, S2MM, 0, 1, 1, true);
  p.push(shim, MM2S, 0, 0, 3); // offsets 0, 10, 20
  p.push(shim, MM2S, 0, 0);    // wrapped: 0 again
  p.sync(shim, S2MM, 0);
  auto in = iota(30);
  std::vector<uint32_t> out(8);
  EXPECT_EQ(bench.run({bytes(in), bytes(out)}), "");
  EXPECT_EQ(out, (std::vector<uint32_t>{0, 1, 10, 11, 20, 21, 0, 1}));
  auto words = bench.model.bdWords(shim);
  std::vector<uint32_t> bd;
  for (unsigned i = 0; i < words; ++i)
    bd.push_back(llvm::cantFail(bench.npu->readRegister(bench.model.bdAddress(shim, 0) + 4 * i)));
  EXPECT_EQ(decodeBD(TileType::ShimNOCTile, bd).iterationCurrent, 1u);
}

TEST(EmulatorDma, ARepeatedTaskIssuesOneToken) {
  Bench bench;
  loopBack(bench);
  Program &p = bench.instructions;
  p.hostBd(0, 0, Bd(0, 3), 0);
  p.hostBd(0, 1, Bd(0, 3).iteration(3, 4), 1);
  p.push(shim, S2MM, 0, 1, 4, true);
  p.push(shim, MM2S, 0, 0, 4);
  p.sync(shim, S2MM, 0);
  auto in = iota(3, 1);
  std::vector<uint32_t> out(12);
  EXPECT_EQ(bench.run({bytes(in), bytes(out)}), "");
  EXPECT_EQ(out, (std::vector<uint32_t>{1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3}));
  // No second token: waiting for one more is a deadlock that names it.
  Program again(bench.model);
  again.sync(shim, S2MM, 0);
  std::string error = text(bench.npu->run(again, {bytes(in), bytes(out)}));
  EXPECT_HAS(error, "deadlock");
  EXPECT_HAS(error, "token");
  EXPECT_HAS(error, "S2MM channel 0 of tile (0, 0)");
}

TEST(EmulatorDma, TokensAreCounted) {
  Bench bench;
  loopBack(bench);
  Program &p = bench.instructions;
  p.hostBd(0, 0, Bd(0, 2), 0);
  p.hostBd(0, 1, Bd(0, 1), 1);
  p.push(shim, S2MM, 0, 1, 1, true);
  p.push(shim, S2MM, 0, 1, 1, true);
  p.push(shim, MM2S, 0, 0, 1, true);
  p.sync(shim, MM2S, 0);
  p.sync(shim, S2MM, 0);
  p.sync(shim, S2MM, 0);
  auto in = iota(2);
  std::vector<uint32_t> out(1);
  EXPECT_EQ(bench.run({bytes(in), bytes(out)}), "");
  EXPECT_EQ(out[0], 1u);
}

TEST(EmulatorDma, ATokenThatWasNotAskedForIsExplained) {
  Bench bench;
  loopBack(bench);
  sendAndReceive(bench, 8, 8);
  bench.instructions.sync(shim, MM2S, 0);
  auto in = iota(8);
  std::vector<uint32_t> out(8);
  std::string error = bench.run({bytes(in), bytes(out)});
  EXPECT_HAS(error, "token");
  EXPECT_HAS(error, "MM2S channel 0 of tile (0, 0)");
  EXPECT_HAS(error, "asked for");
}

TEST(EmulatorDma, ATokenWithoutARouteIsExplained) {
  Bench bench;
  loopBack(bench);
  bench.configuration.write(
      shim,
      switchSlaveOffset(TileType::ShimNOCTile,
                        *bench.model.switchPortIndex(shim, {WireBundle::TileControl, 0}, false)),
      0);
  sendAndReceive(bench, 8, 8);
  auto in = iota(8);
  std::vector<uint32_t> out(8);
  std::string error = bench.run({bytes(in), bytes(out)});
  EXPECT_HAS(error, "no route leads to the controller");
}

TEST(EmulatorDma, FourTasksWaitAndTheFifthIsLost) {
  Bench bench;
  loopBack(bench);
  Program &p = bench.instructions;
  p.hostBd(0, 0, Bd(0, 1), 0);
  for (int i = 0; i < 5; ++i)
    p.push(shim, S2MM, 0, 0); // one runs, four wait: nothing is ever sent
  auto in = iota(1);
  EXPECT_EQ(bench.run({bytes(in)}), "");
  Program more(bench.model);
  more.push(shim, S2MM, 0, 0);
  std::string error = text(bench.npu->run(more, {bytes(in)}));
  EXPECT_HAS(error, "queue");
  EXPECT_HAS(error, "S2MM channel 0 of tile (0, 0)");
}

TEST(EmulatorDma, AQueueThatDrainsTakesMoreThanFour) {
  Bench bench;
  loopBack(bench);
  Program &p = bench.instructions;
  p.hostBd(0, 0, Bd(0, 20), 0);
  p.hostBd(0, 1, Bd(0, 2).iteration(2, 10), 1);
  p.push(shim, MM2S, 0, 0);
  for (int i = 0; i < 10; ++i)
    p.push(shim, S2MM, 0, 1, 1, true);
  for (int i = 0; i < 10; ++i)
    p.sync(shim, S2MM, 0);
  auto in = iota(20);
  std::vector<uint32_t> out(20);
  EXPECT_EQ(bench.run({bytes(in), bytes(out)}), "");
  EXPECT_EQ(out, in);
}

TEST(EmulatorDma, ARewrittenDescriptorDoesNotTouchTheTransferInFlight) {
  Bench bench;
  loopBack(bench);
  Program &p = bench.instructions;
  p.hostBd(0, 0, Bd(0, 2), 1);
  p.push(shim, S2MM, 0, 0, 1, true);
  p.hostBd(0, 0, Bd(0, 2), 0); // the same BD, while its transfer waits
  p.push(shim, MM2S, 0, 0);
  p.sync(shim, S2MM, 0);
  auto in = iota(2, 7);
  std::vector<uint32_t> out(2);
  EXPECT_EQ(bench.run({bytes(in), bytes(out)}), "");
  EXPECT_EQ(out, in);
}

TEST(EmulatorDma, ChainsRunInOrder) {
  Bench bench;
  loopBack(bench);
  Program &p = bench.instructions;
  p.hostBd(0, 0, Bd(0, 2).next(5), 0, 8);
  p.hostBd(0, 5, Bd(0, 2).next(2), 0, 0);
  p.hostBd(0, 2, Bd(0, 1), 0, 16);
  p.hostBd(0, 1, Bd(0, 10), 1);
  p.push(shim, S2MM, 0, 1, 1, true);
  p.push(shim, MM2S, 0, 0, 2);
  p.sync(shim, S2MM, 0);
  auto in = iota(5);
  std::vector<uint32_t> out(10);
  EXPECT_EQ(bench.run({bytes(in), bytes(out)}), "");
  EXPECT_EQ(out, (std::vector<uint32_t>{2, 3, 0, 1, 4, 2, 3, 0, 1, 4}));
}

TEST(EmulatorDma, DoubleBuffersInAMemtile) {
  Bench bench;
  throughMemtile(bench);
  Program &p = bench.configuration;
  uint32_t empty = 64, full = 65;
  p.lock(memtile, 0, 2);
  for (unsigned i : {0u, 1u}) {
    p.bd(memtile, i, Bd(ownWords + 100 * i, 16).acquire(empty, -1).release(full, 1).next(1 - i));
    p.bd(memtile, 2 + i,
         Bd(ownWords + 100 * i, 16).acquire(full, -1).release(empty, 1).next(3 - i));
  }
  p.push(memtile, S2MM, 0, 0);
  p.push(memtile, MM2S, 0, 2);
  sendAndReceive(bench, 160, 160);
  auto in = iota(160);
  std::vector<uint32_t> out(160);
  EXPECT_EQ(bench.run({bytes(in), bytes(out)}), "");
  EXPECT_EQ(out, in);
  EXPECT_EQ(bench.lock(memtile, 0), 1u); // the receiver holds the next one already
  EXPECT_EQ(bench.lock(memtile, 1), 0u);
  EXPECT_EQ(bench.read(memtile, 400), 16u * 9); // the second buffer's last contents
  std::string report = bench.npu->report();
  EXPECT_HAS(report, "S2MM channel 0 of tile (0, 1)");
  EXPECT_HAS(report, "MM2S channel 0 of tile (0, 1) (BD 2) waits for lock 1 of tile (0, 1): its "
                     "value is 0, wanted is at least 1; released by S2MM channel 0 of tile (0, 1)");
}

TEST(EmulatorDma, AMemtilePadsWithZeros) {
  Bench bench;
  throughMemtile(bench);
  Program &p = bench.configuration;
  // A 3x4 image in a border: one word left, two right, one row above, one below.
  p.bd(memtile, 0, Bd(ownWords, 12).release(64, 1));
  p.bd(memtile, 1, Bd(ownWords, 7 * 5).dim(0, 1, 4, 1, 2).dim(1, 4, 3, 1, 1).acquire(64, -1));
  p.push(memtile, S2MM, 0, 0);
  p.push(memtile, MM2S, 0, 1);
  sendAndReceive(bench, 12, 35);
  auto in = iota(12, 1);
  std::vector<uint32_t> out(35, 99), expected(35, 0);
  for (unsigned y = 0; y < 3; ++y)
    for (unsigned x = 0; x < 4; ++x)
      expected[(y + 1) * 7 + x + 1] = in[y * 4 + x];
  EXPECT_EQ(bench.run({bytes(in), bytes(out)}), "");
  EXPECT_EQ(out, expected);
}

TEST(EmulatorDma, FourDimensionsInAMemtile) {
  Bench bench;
  throughMemtile(bench);
  Program &p = bench.configuration;
  p.bd(memtile, 0, Bd(ownWords, 2 * 3 * 4 * 5).release(64, 1));
  // Reads a[i][j][k][l] of 2x3x4x5 as a[l][k][j][i].
  p.bd(memtile, 1,
       Bd(ownWords, 120).dim(0, 60, 2).dim(1, 20, 3).dim(2, 5, 4).dim(3, 1, 0).acquire(64, -1));
  p.push(memtile, S2MM, 0, 0);
  p.push(memtile, MM2S, 0, 1);
  sendAndReceive(bench, 120, 120);
  auto in = iota(120);
  std::vector<uint32_t> out(120), expected;
  for (unsigned l = 0; l < 5; ++l)
    for (unsigned k = 0; k < 4; ++k)
      for (unsigned j = 0; j < 3; ++j)
        for (unsigned i = 0; i < 2; ++i)
          expected.push_back(((i * 3 + j) * 4 + k) * 5 + l);
  EXPECT_EQ(bench.run({bytes(in), bytes(out)}), "");
  EXPECT_EQ(out, expected);
}

TEST(EmulatorDma, AMemtileReachesItsNeighbours) {
  Bench bench(Device::npu1_2col);
  throughMemtile(bench);
  Program &p = bench.configuration;
  // Data and locks both in the memtile to the east.
  uint32_t eastWords = 0x40000, eastLock = 128;
  p.bd(memtile, 0, Bd(eastWords + 8, 6).release(eastLock + 3, 1));
  p.bd(memtile, 1, Bd(eastWords + 8, 6).acquire(eastLock + 3, -1));
  p.push(memtile, S2MM, 0, 0);
  p.push(memtile, MM2S, 0, 1);
  sendAndReceive(bench, 6, 6);
  auto in = iota(6, 40);
  std::vector<uint32_t> out(6);
  EXPECT_EQ(bench.run({bytes(in), bytes(out)}), "");
  EXPECT_EQ(out, in);
  EXPECT_EQ(bench.read({1, 1}, 32), 40u);
  EXPECT_EQ(bench.lock({1, 1}, 3), 0u);
}

TEST(EmulatorDma, TheLastChannelsOfAMemtileReachNoNeighbour) {
  Bench bench(Device::npu1_2col);
  bench.configuration.bd(memtile, 0, Bd(0x40000, 6));
  bench.configuration.push(memtile, S2MM, 4, 0);
  std::string error = bench.run({});
  EXPECT_HAS(error, "S2MM channel 4 of tile (0, 1)");
  EXPECT_HAS(error, "(1, 1)");
}

TEST(EmulatorDma, WestOfAVirtualPartitionThereIsAMemtile) {
  Bench bench;
  throughMemtile(bench);
  Program &p = bench.configuration;
  p.bd(memtile, 0, Bd(4, 6).release(3, 1)); // the west window
  p.bd(memtile, 1, Bd(4, 6).acquire(3, -1));
  p.push(memtile, S2MM, 0, 0);
  p.push(memtile, MM2S, 0, 1);
  sendAndReceive(bench, 6, 6);
  auto in = iota(6, 40);
  std::vector<uint32_t> out(6);
  EXPECT_EQ(bench.run({bytes(in), bytes(out)}), "");
  EXPECT_EQ(out, in);
  ASSERT_EQ(bench.warnings.size(), 1u);
  EXPECT_HAS(bench.warnings[0], "(-1, 1)");
}

TEST(EmulatorDma, AtTheEdgeOfTheArrayThereIsNone) {
  Bench bench(Device::npu2);
  bench.configuration.bd(memtile, 0, Bd(4, 6));
  bench.configuration.push(memtile, S2MM, 0, 0);
  EXPECT_HAS(bench.run({}), "no memory");
}

//===--- What is wrong is said --------------------------------------------===//

TEST(EmulatorDma, ATransferBeyondItsArgumentIsAnError) {
  for (auto [sent, received, wrong] : {std::tuple{96, 64, "MM2S"}, {64, 96, "S2MM"}}) {
    Bench bench;
    loopBack(bench);
    sendAndReceive(bench, sent, received);
    auto in = iota(64);
    std::vector<uint32_t> out(64);
    std::string error = bench.run({bytes(in), bytes(out)});
    EXPECT_HAS(error, wrong);
    EXPECT_HAS(error, "(0, 0)");
    EXPECT_HAS(error, "word 64");
  }
}

TEST(EmulatorDma, ADescriptorLongerThanItsBufferIsAnError) {
  Bench bench;
  throughMemtile(bench);
  bench.host.buffers.push_back({"landing", memtile, 0x80, 64});
  bench.host.buffers.push_back({"next", memtile, 0xC0, 64});
  bench.configuration.bd(memtile, 0, Bd(ownWords + 0x20, 17));
  bench.configuration.push(memtile, S2MM, 0, 0);
  std::string error = bench.run({});
  EXPECT_HAS(error, "'landing' of tile (0, 1)");
  EXPECT_HAS(error, "word 16");
}

TEST(EmulatorDma, ADescriptorThatFitsItsBufferExactlyIsNone) {
  Bench bench;
  throughMemtile(bench);
  bench.host.buffers.push_back({"landing", memtile, 0x80, 64});
  bench.configuration.bd(memtile, 0, Bd(ownWords + 0x20, 16).dim(0, 4, 4).dim(1, 1, 4));
  bench.configuration.push(memtile, S2MM, 0, 0);
  EXPECT_EQ(bench.run({}), "");
}

TEST(EmulatorDma, InvalidDescriptorsAndArgumentsAreNamed) {
  {
    Bench bench;
    bench.configuration.push(core2, MM2S, 1, 7);
    std::string error = bench.run({});
    EXPECT_HAS(error, "BD 7");
    EXPECT_HAS(error, "MM2S channel 1 of tile (0, 2)");
  }
  {
    Bench bench; // an even channel of a memtile has the lower half of the BDs
    bench.configuration.bd(memtile, 24, Bd(ownWords, 1));
    bench.configuration.push(memtile, MM2S, 0, 24);
    EXPECT_HAS(bench.run({}), "cannot use BD 24");
  }
  {
    Bench bench;
    bench.instructions.hostBd(0, 0, Bd(0, 1), 3);
    EXPECT_HAS(bench.run({}), "argument 3");
  }
  {
    Bench bench;
    bench.instructions.write({0, 9}, 0, 0);
    EXPECT_HAS(bench.run({}), "(0, 9)");
  }
  {
    Bench bench;
    bench.instructions.write(shim, 0x1C000, 0);
    EXPECT_HAS(bench.run({}), "no register");
  }
}

TEST(EmulatorDma, ATransferThatNobodyFeedsIsADeadlock) {
  Bench bench;
  loopBack(bench);
  bench.host.channels.push_back({"out", shim, S2MM, 0});
  sendAndReceive(bench, 8, 10);
  auto in = iota(8);
  std::vector<uint32_t> out(10);
  std::string error = bench.run({bytes(in), bytes(out)});
  EXPECT_HAS(error, "deadlock");
  EXPECT_HAS(error, "'out'");
  EXPECT_HAS(error, "2 more words of 10");
}

//===--- Controller -------------------------------------------------------===//

TEST(EmulatorController, WritesMasksAndPolls) {
  Bench bench;
  Program &p = bench.instructions;
  uint64_t address = bench.model.tileAddress(core2) + 0x40;
  p.words(core2, 0x40, {0x11111111, 0x22222222});
  p.commands.push_back(formats::MaskWrite{address, 0xFF00, 0xABCDEF});
  p.commands.push_back(formats::MaskPoll{address, 0xFFFF, 0xCD11});
  p.commands.push_back(formats::Preempt{1});
  EXPECT_EQ(bench.run({}), "");
  EXPECT_EQ(bench.read(core2, 0x40), 0x1111CD11u);
  EXPECT_EQ(bench.read(core2, 0x44), 0x22222222u);
  Program poll(bench.model);
  poll.commands.push_back(formats::MaskPoll{address, 1, 0});
  EXPECT_HAS(text(bench.npu->run(poll, {})), "deadlock");
}

TEST(EmulatorController, LockRequestsAreReads) {
  Bench bench;
  bench.configuration.lock(core2, 3, 2);
  EXPECT_EQ(bench.run({}), "");
  auto request = [&](bool acquire, int value) {
    return bench.read(core2, 0x40000 + 3 * 0x400 + (acquire ? 0x200 : 0) + ((value & 0x7F) << 2));
  };
  EXPECT_EQ(request(true, -3), 0u);
  EXPECT_EQ(request(true, -2), 1u);
  EXPECT_EQ(bench.lock(core2, 3), 0u);
  EXPECT_EQ(request(true, 0), 1u);
  EXPECT_EQ(request(false, 4), 1u);
  EXPECT_EQ(bench.lock(core2, 3), 4u);
}

TEST(EmulatorController, StateSurvivesFromRunToRun) {
  Bench bench;
  loopBack(bench);
  Program &p = bench.instructions;
  p.hostBd(0, 0, Bd(0, 4), 0);
  p.push(shim, S2MM, 0, 0, 1, true); // nothing is sent in this run
  auto first = iota(4), second = iota(4);
  EXPECT_EQ(bench.run({bytes(first)}), "");
  Program more(bench.model);
  more.hostBd(0, 1, Bd(0, 4), 1);
  more.push(shim, MM2S, 0, 1);
  more.sync(shim, S2MM, 0);
  auto data = iota(4, 50);
  EXPECT_EQ(text(bench.npu->run(more, {bytes(second), bytes(data)})), "");
  EXPECT_EQ(second, data);
}

TEST(EmulatorController, LoadPdiReconfiguresAndKeepsMemories) {
  Bench bench;
  loopBack(bench);
  bench.configuration.words(memtile, 0, {11, 22});
  Program other(bench.model);
  other.shim(0);
  other.circuit(memtile, {WireBundle::DMA, 0}, {WireBundle::South, 1});
  other.circuit(shim, {WireBundle::North, 1}, {WireBundle::South, 2});
  other.bd(memtile, 0, Bd(ownWords, 2));
  other.push(memtile, MM2S, 0, 0);
  Program &p = bench.instructions;
  p.commands.push_back(formats::LoadPdi{7, 0, 0});
  p.hostBd(0, 0, Bd(0, 2), 0);
  p.push(shim, S2MM, 0, 0, 1, true);
  p.sync(shim, S2MM, 0);
  std::vector<uint32_t> out(2);
  auto loader = [&](const formats::LoadPdi &command) -> llvm::Expected<emulator::PdiImage> {
    EXPECT_EQ(command.id, 7);
    return emulator::PdiImage{&other, nullptr};
  };
  EXPECT_EQ(bench.run({bytes(out)}, loader), "");
  EXPECT_EQ(out, (std::vector<uint32_t>{11, 22}));
}
