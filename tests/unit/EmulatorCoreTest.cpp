//===- EmulatorCoreTest.cpp - Cores as host programs ------------*- C++ -*-===//
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

/// What the programs below declare.
static const char *declarations = R"(
declare void @tilewright_acquire(i32, i32)
declare void @tilewright_release(i32, i32)
declare void @tilewright_put_ms(i32, i32)
declare {i32, i32} @tilewright_get_ss()
declare void @tilewright_mcd_write_vec(<16 x i32>, i32)
declare <16 x i32> @tilewright_scd_read_vec(i32)
)";
static std::string program(const std::string &ir) { return compile(declarations + ir); }

/// Waits for own lock 0, does \p body, releases own lock 1.
static std::string guarded(const std::string &globals, const std::string &body) {
  return program(globals +
                 "define void @main() {\n"
                 "  call void @tilewright_acquire(i32 48, i32 -1)\n" +
                 body +
                 "  call void @tilewright_release(i32 49, i32 1)\n"
                 "  ret void\n}\n");
}

static const char *storeSeven = "  store i32 7, ptr @line\n";

TEST(EmulatorCore, WaitsComputesAndReleases) {
  Bench bench;
  bench.host.buffers.push_back({"line", core2, 0x400, 64});
  addCore(bench, core2, {guarded("@line = external global [16 x i32]\n", storeSeven)});
  EXPECT_EQ(bench.run({}), "");
  EXPECT_EQ(bench.read(core2, 0x400), 0u);
  EXPECT_HAS(bench.npu->report(),
             "core (0, 2) waits for lock 0 of tile (0, 2): its value is 0, wanted is at least 1");
  Program go(bench.model);
  go.lock(core2, 0, 1);
  go.commands.push_back(formats::MaskPoll{
      bench.model.tileAddress(core2) + *bench.model.lockAddress(core2, 1), 63, 1});
  EXPECT_EQ(text(bench.npu->run(go, {})), "");
  EXPECT_EQ(bench.read(core2, 0x400), 7u);
  EXPECT_EQ(bench.read(core2, reg::coreStatus) >> 20 & 1, 1u); // done
}

TEST(EmulatorCore, ALockNobodyReleasesIsADeadlockByName) {
  Bench bench;
  bench.host.buffers.push_back({"line", core2, 0x400, 64});
  bench.host.locks.push_back({"go_ahead", core2, 0});
  addCore(bench, core2, {guarded("@line = external global [16 x i32]\n", storeSeven)});
  bench.instructions.sync(shim, S2MM, 0);
  std::string error = bench.run({});
  EXPECT_HAS(error, "deadlock");
  EXPECT_HAS(error, "core (0, 2) waits for lock 'go_ahead'");
  EXPECT_HAS(error, "no DMA task at work releases it");
}

TEST(EmulatorCore, EndlessLoopsEndWithTheInstructions) {
  // Adds one to every word that comes by DMA, for ever.
  Bench bench;
  bench.host.buffers.push_back({"line", core2, 0x400, 64});
  addCore(bench, core2, {program(R"(
@line = external global [16 x i32]
define void @main() {
  br label %loop
loop:
  call void @tilewright_acquire(i32 49, i32 -1)
  br label %words
words:
  %i = phi i32 [ 0, %loop ], [ %next, %words ]
  %p = getelementptr i32, ptr @line, i32 %i
  %v = load i32, ptr %p
  %w = add i32 %v, 1
  store i32 %w, ptr %p
  %next = add i32 %i, 1
  %more = icmp ult i32 %next, 16
  br i1 %more, label %words, label %done
done:
  call void @tilewright_release(i32 50, i32 1)
  br label %loop
})")});
  Program &c = bench.configuration;
  c.shim(0);
  c.circuit(shim, {WireBundle::South, 3}, {WireBundle::North, 0});
  c.circuit(memtile, {WireBundle::South, 0}, {WireBundle::North, 0});
  c.circuit(core2, {WireBundle::South, 0}, {WireBundle::DMA, 0});
  c.circuit(core2, {WireBundle::DMA, 1}, {WireBundle::South, 0});
  c.circuit(memtile, {WireBundle::North, 0}, {WireBundle::South, 0});
  c.circuit(shim, {WireBundle::North, 0}, {WireBundle::South, 2});
  c.lock(core2, 0, 1);
  c.bd(core2, 0, Bd(0x100, 16).acquire(0, -1).release(1, 1).next(0));
  c.bd(core2, 1, Bd(0x100, 16).acquire(2, -1).release(0, 1).next(1));
  c.push(core2, S2MM, 0, 0);
  c.push(core2, MM2S, 1, 1);
  Program &p = bench.instructions;
  p.hostBd(0, 0, Bd(0, 160), 0);
  p.hostBd(0, 1, Bd(0, 160), 1);
  p.push(shim, MM2S, 0, 0);
  p.push(shim, S2MM, 0, 1, 1, true);
  p.sync(shim, S2MM, 0);
  auto in = iota(160), expected = iota(160, 1);
  std::vector<uint32_t> out(160);
  EXPECT_EQ(bench.run({bytes(in), bytes(out)}), "");
  EXPECT_EQ(out, expected);
}

TEST(EmulatorCore, NeighboursShareMemoryAndLocks) {
  Bench bench;
  bench.host.buffers.push_back({"theirs", core3, 0x100, 4});
  addCore(bench, core2,
          {program("@theirs = external global i32\n"
                   "define void @main() {\n"
                   "  store i32 9, ptr @theirs\n"
                   "  call void @tilewright_release(i32 36, i32 1)\n" // North 4
                   "  ret void\n}\n")});
  addCore(bench, core3,
          {program("@theirs = external global i32\n"
                   "define void @main() {\n"
                   "  call void @tilewright_acquire(i32 52, i32 -1)\n" // own 4
                   "  %v = load i32, ptr @theirs\n"
                   "  %w = mul i32 %v, 5\n"
                   "  store i32 %w, ptr @theirs\n"
                   "  ret void\n}\n")});
  EXPECT_EQ(bench.run({}), "");
  EXPECT_EQ(bench.read(core3, 0x100), 45u);
  EXPECT_EQ(bench.lock(core3, 4), 0u);
}

TEST(EmulatorCore, EachCoreHasItsOwnStatics) {
  Bench bench;
  std::string kernel = compile("@count = internal global i32 10\n"
                               "define i32 @step() {\n"
                               "  %v = load i32, ptr @count\n  %w = add i32 %v, 1\n"
                               "  store i32 %w, ptr @count\n  ret i32 %w\n}\n");
  for (TileID tile : {core2, core3}) {
    std::string result = "result" + std::to_string(tile.row);
    bench.host.buffers.push_back({result, tile, 0x80, 4});
    addCore(bench, tile,
            {program("@" + result +
                     " = external global i32\n"
                     "declare i32 @step()\n"
                     "define void @main() {\n"
                     "  %a = call i32 @step()\n  %b = call i32 @step()\n"
                     "  store i32 %b, ptr @" +
                     result + "\n  ret void\n}\n"),
             kernel});
  }
  EXPECT_EQ(bench.run({}), "");
  EXPECT_EQ(bench.read(core2, 0x80), 12u);
  EXPECT_EQ(bench.read(core3, 0x80), 12u);
  // A core that starts anew has its data anew.
  Program again(bench.model);
  again.write(core2, reg::coreControl, reg::coreControlReset);
  again.write(core2, 0x80, 0);
  again.write(core2, reg::coreControl, 0);
  again.enableCore(core2);
  EXPECT_EQ(text(bench.npu->run(again, {})), "");
  EXPECT_EQ(bench.read(core2, 0x80), 12u);
}

TEST(EmulatorCore, LoadPdiReplacesCores) {
  Bench bench;
  bench.host.buffers.push_back({"line", core2, 0x400, 64});
  addCore(bench, core2, {guarded("@line = external global [16 x i32]\n", storeSeven)});
  Bench other; // the same buffer at another place, no waiting
  other.host.buffers.push_back({"line", core2, 0x500, 64});
  addCore(other, core2,
          {program("@line = external global i32\ndefine void @main() {\n"
                   "  store i32 8, ptr @line\n  ret void\n}\n")});
  bench.instructions.words(core2, 0x400, {1, 2});
  bench.instructions.commands.push_back(formats::LoadPdi{2, 0, 0});
  auto loader = [&](const formats::LoadPdi &) -> llvm::Expected<emulator::PdiImage> {
    return emulator::PdiImage{&other.configuration, &other.host};
  };
  EXPECT_EQ(bench.run({}, loader), "");
  EXPECT_EQ(bench.read(core2, 0x400), 1u); // memories are kept
  EXPECT_EQ(bench.read(core2, 0x404), 2u);
  EXPECT_EQ(bench.read(core2, 0x500), 8u);
  EXPECT_HAS(text(bench.npu->run(bench.instructions, {})), "PDI 2");
}

TEST(EmulatorCore, StaticConstructorsRun) {
  Bench bench;
  bench.host.buffers.push_back({"result", core2, 0x80, 4});
  addCore(bench, core2, {program(R"(
@result = external global i32
@state = internal global i32 0
@llvm.global_ctors = appending global [1 x { i32, ptr, ptr }]
    [{ i32, ptr, ptr } { i32 65535, ptr @begin, ptr null }]
define internal void @begin() {
  store i32 77, ptr @state
  ret void
}
define void @main() {
  %v = load i32, ptr @state
  store i32 %v, ptr @result
  ret void
})")});
  EXPECT_EQ(bench.run({}), "");
  EXPECT_EQ(bench.read(core2, 0x80), 77u);
}

TEST(EmulatorCore, MissingSymbolsAreNamed) {
  Bench bench;
  addCore(bench, core2,
          {program("declare void @invert_words(ptr)\n"
                   "define void @main() {\n"
                   "  call void @invert_words(ptr null)\n  ret void\n}\n")});
  std::string error = bench.run({});
  EXPECT_HAS(error, "invert_words");
  EXPECT_HAS(error, "(0, 2)");
}

TEST(EmulatorCore, DamagedObjectsAreRefused) {
  Bench bench;
  addCore(bench, core2, {"not an object"});
  EXPECT_HAS(bench.run({}), "core (0, 2)");
}

//===--- Streams and cascade ----------------------------------------------===//

TEST(EmulatorCore, StreamPorts) {
  // Shim -> core 2's stream -> doubled -> core 3's stream -> DMA memory.
  Bench bench;
  addCore(bench, core2, {program(R"(
define void @main() {
  br label %loop
loop:
  %word = call {i32, i32} @tilewright_get_ss()
  %v = extractvalue {i32, i32} %word, 0
  %last = extractvalue {i32, i32} %word, 1
  %w = mul i32 %v, 2
  call void @tilewright_put_ms(i32 %w, i32 %last)
  %more = icmp eq i32 %last, 0
  br i1 %more, label %loop, label %done
done:
  ret void
})")});
  Program &c = bench.configuration;
  c.shim(0);
  c.circuit(shim, {WireBundle::South, 3}, {WireBundle::North, 0});
  c.circuit(memtile, {WireBundle::South, 0}, {WireBundle::North, 0});
  c.circuit(core2, {WireBundle::South, 0}, {WireBundle::Core, 0});
  c.circuit(core2, {WireBundle::Core, 0}, {WireBundle::South, 0});
  c.circuit(memtile, {WireBundle::North, 0}, {WireBundle::South, 0});
  c.circuit(shim, {WireBundle::North, 0}, {WireBundle::South, 2});
  Program &p = bench.instructions;
  p.hostBd(0, 0, Bd(0, 100), 0);
  p.hostBd(0, 1, Bd(0, 100), 1);
  p.push(shim, MM2S, 0, 0);
  p.push(shim, S2MM, 0, 1, 1, true);
  p.sync(shim, S2MM, 0);
  auto in = iota(100);
  std::vector<uint32_t> out(100), expected(100);
  for (unsigned i = 0; i < 100; ++i)
    expected[i] = 2 * i;
  EXPECT_EQ(bench.run({bytes(in), bytes(out)}), "");
  EXPECT_EQ(out, expected);
  EXPECT_EQ(bench.npu->report(), "  core (0, 2) has come to its end\n"); // TLAST came through
}

static const char *cascadeGiver = R"(
define void @main() {
  br label %loop
loop:
  %i = phi i32 [ 0, %0 ], [ %next, %loop ]
  %a = insertelement <16 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7,
                                 i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15>,
       i32 %i, i32 0
  call void @tilewright_mcd_write_vec(<16 x i32> %a, i32 1)
  call void @tilewright_release(i32 48, i32 1)
  %next = add i32 %i, 1
  %more = icmp ult i32 %next, 10
  br i1 %more, label %loop, label %done
done:
  ret void
})";
static const char *cascadeTaker = R"(
@line = external global <16 x i32>
define void @main() {
  call void @tilewright_acquire(i32 48, i32 -1)
  br label %loop
loop:
  %i = phi i32 [ 0, %0 ], [ %next, %loop ]
  %old = load <16 x i32>, ptr @line
  %v = call <16 x i32> @tilewright_scd_read_vec(i32 1)
  %new = add <16 x i32> %old, %v
  store <16 x i32> %new, ptr @line
  %next = add i32 %i, 1
  %more = icmp ult i32 %next, 10
  br i1 %more, label %loop, label %done
done:
  ret void
})";

TEST(EmulatorCore, ACascadeHoldsFourValues) {
  Bench bench; // core 3 gives downwards to core 2
  bench.host.buffers.push_back({"line", core2, 0x200, 64});
  addCore(bench, core3, {program(cascadeGiver)});
  addCore(bench, core2, {program(cascadeTaker)});
  EXPECT_EQ(bench.run({}), "");
  EXPECT_EQ(bench.lock(core3, 0), depth::cascade); // the fifth put waits
  EXPECT_HAS(bench.npu->report(), "core (0, 3) waits for room on its cascade output");
  Program go(bench.model);
  go.lock(core2, 0, 1);
  EXPECT_EQ(text(bench.npu->run(go, {})), "");
  EXPECT_EQ(bench.lock(core3, 0), 10u);
  EXPECT_EQ(bench.read(core2, 0x200), 45u);
  for (unsigned i = 1; i < 16; ++i)
    EXPECT_EQ(bench.read(core2, 0x200 + 4 * i), 10 * i);
}

TEST(EmulatorCore, ACascadeGoesEastWhenSetSo) {
  Bench bench(Device::npu1_2col);
  TileID east{1, 3};
  bench.host.buffers.push_back({"line", east, 0x200, 64});
  bench.configuration.write(core3, reg::accumulatorControl,
                            encodeCascade(WireBundle::North, WireBundle::East));
  bench.configuration.write(east, reg::accumulatorControl,
                            encodeCascade(WireBundle::West, WireBundle::South));
  bench.configuration.lock(east, 0, 1);
  addCore(bench, core3, {program(cascadeGiver)});
  addCore(bench, east, {program(cascadeTaker)});
  EXPECT_EQ(bench.run({}), "");
  EXPECT_EQ(bench.read(east, 0x200), 45u);
}

//===--- Cores that go wrong ----------------------------------------------===//

/// Stores 1 at byte \p offset of a buffer of 64 bytes that others follow at once.
static std::string strayStore(int offset, bool releases) {
  Bench bench;
  bench.host.buffers.push_back({"before", core3, 0x3C0, 64});
  bench.host.buffers.push_back({"line", core3, 0x400, 64});
  bench.host.buffers.push_back({"behind", core3, 0x440, 64});
  addCore(bench, core3,
          {program("@line = external global i8\n"
                   "define void @main() {\n"
                   "  %p = getelementptr i8, ptr @line, i64 " +
                   std::to_string(offset) + "\n  store i32 -1, ptr %p\n" +
                   (releases ? "  call void @tilewright_release(i32 48, i32 1)\n"
                               "  call void @tilewright_acquire(i32 49, i32 -1)\n"
                             : "") +
                   "  ret void\n}\n")});
  return bench.run({});
}

TEST(EmulatorCore, AStoreBesideABufferIsFound) {
  for (bool releases : {false, true}) {
    EXPECT_EQ(strayStore(60, releases), "");
    for (int offset : {64, 100, -4}) {
      std::string error = strayStore(offset, releases);
      EXPECT_HAS(error, "core (0, 3) wrote out of bounds");
      EXPECT_HAS(error, offset < 0     ? "right before the begin of buffer 'line' of tile (0, 3)"
                        : offset == 64 ? "right behind the end of buffer 'line' of tile (0, 3)"
                                       : "36 bytes behind the end of buffer 'line' of tile (0, 3)");
    }
  }
}

TEST(EmulatorCore, ACrashIsReported) {
  Bench bench;
  addCore(bench, core2,
          {program("define void @main() {\n"
                   "  store volatile i32 1, ptr inttoptr (i64 64 to ptr)\n"
                   "  ret void\n}\n")});
  std::string error = bench.run({});
  EXPECT_HAS(error, "core (0, 2) accessed memory that does not exist");
}

TEST(EmulatorCore, AStackOverflowIsReported) {
  Bench bench;
  addCore(bench, core3,
          {program("define void @main() {\n  %a = alloca [1000 x i32]\n"
                   "  store volatile i32 1, ptr %a\n  call void @main()\n"
                   "  store volatile i32 2, ptr %a\n  ret void\n}\n")});
  EXPECT_HAS(bench.run({}),
             "core (0, 3) accessed memory that does not exist, or overflowed its stack");
}

TEST(EmulatorCore, ACoreThatSpinsIsTold) {
  Bench bench;
  bench.host.buffers.push_back({"flag", core2, 0x100, 4});
  addCore(bench, core2,
          {program("@flag = external global i32\n"
                   "define void @main() {\n  br label %loop\n"
                   "loop:\n  %v = load volatile i32, ptr @flag\n"
                   "  %more = icmp eq i32 %v, 0\n"
                   "  br i1 %more, label %loop, label %done\n"
                   "done:\n  ret void\n}\n")});
  std::string message;
  bench.options.watchdogSeconds = 1;
  bench.options.onSpinningCore = [&](llvm::StringRef said) {
    message = said.str();
    // Ends the loop by the memory it looks at.
    llvm::cantFail(bench.npu->writeRegister(bench.model.tileAddress(core2) + 0x100, 1));
  };
  EXPECT_EQ(bench.run({}), "");
  EXPECT_HAS(message, "core (0, 2)");
}
