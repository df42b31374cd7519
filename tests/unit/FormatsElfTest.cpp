//===- FormatsElfTest.cpp ---------------------------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "FormatsSamples.h"
#include "formats/AtomicFile.h"
#include "gtest/gtest.h"

using namespace tilewright;
using namespace tilewright::formats;
using llvm::toString;

namespace {

/// Two transfers: 272 bytes, as recorded from aiebu-asm's input.
std::string stream(std::vector<Command> first = {}) {
  auto bd = [](uint64_t address) {
    return BlockWrite{address, {16, 0, 0, 0, 0x80000000, 0x02000000, 0, 0x02000000}};
  };
  RegisterProgram program{std::move(first)};
  for (Command c : std::vector<Command>{
           bd(0x1D000), AddressPatch{0x1D004, 1, 0}, Write{0x1D204, 0x80000000}, bd(0x1D020),
           AddressPatch{0x1D024, 0, 64}, Write{0x1D214, 1}, Sync{0, 0, 0, 0, 1, 1}})
    program.commands.push_back(c);
  return llvm::cantFail(writeTxn(program, samples::device1()));
}

struct Place {
  const char *name;
  uint64_t offset, size;
};
void expectPlaces(const NpuElf &elf, llvm::ArrayRef<Place> places) {
  ASSERT_EQ(elf.sections.size(), places.size() + 1);
  for (size_t i = 0; i < places.size(); ++i) {
    const NpuElfSection &s = elf.sections[i + 1];
    EXPECT_EQ(s.name, places[i].name);
    EXPECT_EQ(s.offset, places[i].offset) << places[i].name;
    EXPECT_EQ(s.data.size(), places[i].size) << places[i].name;
  }
}

struct ExpectedPatch {
  uint32_t offset;
  PatchSchema schema;
  const char *symbol;
  uint32_t size, addend;
};
void expectPatches(const NpuElf &elf, llvm::ArrayRef<ExpectedPatch> patches) {
  ASSERT_EQ(elf.patches.size(), patches.size());
  for (size_t i = 0; i < patches.size(); ++i) {
    const NpuElfPatch &p = elf.patches[i];
    EXPECT_EQ(p.offset, patches[i].offset);
    EXPECT_EQ(p.schema, patches[i].schema);
    EXPECT_EQ(p.symbol, patches[i].symbol);
    EXPECT_EQ(p.symbolSize, patches[i].size);
    EXPECT_EQ(p.addend, patches[i].addend);
  }
}

// Recorded from the aiebu-asm that mlir-aie ships.
TEST(NpuElf, ShippedLayout) {
  std::string file = llvm::cantFail(writeInstructionElf(stream()));
  EXPECT_EQ(file.size(), 976u);
  EXPECT_EQ(
      file.substr(0, 0x94),
      samples::hex("7f454c46 01010145 02000000 00000000 02000100 01000000 00000000 34000000"
                   "90020000 00000000 34002000 03002800 08000100"
                   "06000000 34000000 00000000 00000000 60000000 60000000 04000000 00000000"
                   "01000000 a0000000 00000000 00000000 10010000 10010000 05000000 10000000"
                   "02000000 b0010000 00000000 00000000 10000000 10000000 06000000 08000000"));
  EXPECT_EQ(file.substr(0x1b0, 16), samples::hex("07000000 05000000 08000000 18000000"));
  EXPECT_EQ(file.substr(0x210, 0x48),
            samples::hex("00000000 00000000 00000000 00000000 01000000 00000000 40000000 11000200"
                         "03000000 00000000 40000000 11000200"
                         "20000000 05010000 00000000 98000000 05020000 40000000"));
  auto elf = readNpuElf(file);
  ASSERT_TRUE(bool(elf)) << toString(elf.takeError());
  expectPlaces(*elf, {{".shstrtab", 0x1c0, 0x46},
                      {".ctrltext", 0xa0, 0x110},
                      {".dynstr", 0x206, 5},
                      {".dynsym", 0x210, 0x30},
                      {".rela.dyn", 0x240, 0x18},
                      {".dynamic", 0x1b0, 0x10},
                      {".note.xrt.UID", 0x258, 0x30}});
  expectPatches(*elf, {{0x20, PatchSchema::ShimDma48, "4", 0x40, 0},
                       {0x98, PatchSchema::ShimDma48, "3", 0x40, 0x40}});
  EXPECT_EQ(elf->patches[0].argument, 4u);
  EXPECT_FALSE(elf->isFull);
}

// A whole file made by aiecc with that tool.
TEST(NpuElf, EqualsTheRecordedFile) {
  std::string path = TILEWRIGHT_SOURCE_DIR
      "/tests/conformance/driver/instruction-elf-and-transaction/expected/main_run.elf";
  auto expected = readFileBytes(path);
  ASSERT_TRUE(bool(expected)) << toString(expected.takeError());
  auto elf = readNpuElf(*expected);
  ASSERT_TRUE(bool(elf)) << toString(elf.takeError());
  EXPECT_TRUE(*writeInstructionElf(elf->find(".ctrltext")->data) == *expected);
}

TEST(NpuElf, CurrentLayout) {
  InstructionElfOptions options;
  options.layout = ElfLayout::Current;
  std::string file = llvm::cantFail(writeInstructionElf(stream(), options));
  EXPECT_EQ(file.size(), 928u);
  auto elf = readNpuElf(file);
  ASSERT_TRUE(bool(elf)) << toString(elf.takeError());
  expectPlaces(*elf, {{".shstrtab", 0x190, 0x46},
                      {".ctrltext", 0x80, 0x110},
                      {".dynstr", 0x1d6, 5},
                      {".dynsym", 0x1e0, 0x30},
                      {".rela.dyn", 0x210, 0x18},
                      {".dynamic", 0x228, 0x10},
                      {".note.xrt.UID", 0x238, 0x20}});
}

// aiebu-asm reads the first of several streams only.
TEST(NpuElf, PatchesEveryStream) {
  std::string one = stream(), file = llvm::cantFail(writeInstructionElf(one + one));
  NpuElf elf = llvm::cantFail(readNpuElf(file));
  uint32_t second = uint32_t(one.size());
  expectPatches(elf, {{0x20, PatchSchema::ShimDma48, "4", 64, 0},
                      {0x98, PatchSchema::ShimDma48, "3", 64, 64},
                      {second + 0x20, PatchSchema::ShimDma48, "4", 64, 0},
                      {second + 0x98, PatchSchema::ShimDma48, "3", 64, 64}});
  EXPECT_EQ(elf.find(".ctrltext")->data.size(), 2 * one.size());

  // A descriptor of the first stream is no place for the second one's address.
  RegisterProgram alone{{AddressPatch{0x1D004, 1, 0}}};
  auto lost = writeInstructionElf(one + llvm::cantFail(writeTxn(alone, samples::device1())));
  ASSERT_FALSE(bool(lost));
  EXPECT_NE(toString(lost.takeError()).find("No block-write opcode"), std::string::npos);
  // Nor may there be half a stream.
  auto cut = writeInstructionElf(one + one.substr(0, 40));
  ASSERT_FALSE(bool(cut));
  llvm::consumeError(cut.takeError());
}

TEST(NpuElf, ControlPackets) {
  InstructionElfOptions options;
  options.controlPacket = std::string(16, 'c');
  options.externalBuffersJson =
      R"({"external_buffers": {"buffer_ctrl": {"xrt_id": 0, "logical_id": -1,
          "size_in_bytes": 16, "ctrl_pkt_buffer": 1, "name": "runtime_control_packet"}}})";
  std::string file = llvm::cantFail(writeInstructionElf(stream(), options));
  auto elf = readNpuElf(file);
  ASSERT_TRUE(bool(elf)) << toString(elf.takeError());
  EXPECT_EQ(elf->find(".ctrldata")->offset, 0xC0u);
  EXPECT_EQ(elf->find(".ctrltext")->offset, 0xD0u);
  expectPatches(*elf, {{0x20, PatchSchema::ShimDma48, "4", 0x40, 0},
                       {0x98, PatchSchema::ShimDma48, "control-packet", 0x40, 0x40}});
}

TEST(NpuElf, FullElf) {
  FullElfKernel kernel{"main",
                       {"char *", "char *", "char *"},
                       {{1, samples::pdi()}},
                       {{"sequence", stream({LoadPdi{1, 0, 0}})}}};
  std::string file = llvm::cantFail(writeFullElf(kernel));
  EXPECT_EQ(file.size(), 1944u);
  auto elf = readNpuElf(file);
  ASSERT_TRUE(bool(elf)) << toString(elf.takeError());
  expectPlaces(*elf, {{".shstrtab", 0x400, 0x80},
                      {".strtab", 0x480, 0x18},
                      {".symtab", 0x498, 0x30},
                      {".pdi.1", 0xA0, 0x240},
                      {".ctrltext.0", 0x2E0, 0x120},
                      {".dynstr", 0x4C8, 0xC},
                      {".dynsym", 0x4D8, 0x40},
                      {".rela.dyn", 0x518, 0x24},
                      {".dynamic", 0x540, 0x10},
                      {".group.0", 0x550, 8},
                      {".note.xrt.configuration", 0x558, 0x14},
                      {".note.xrt.UID", 0x56C, 0x20}});
  expectPatches(*elf, {{0x18, PatchSchema::Address64, ".pdi.1", 0, 0},
                       {0x30, PatchSchema::ShimDma48, "1", 0x40, 0},
                       {0xA8, PatchSchema::ShimDma48, "0", 0x40, 0x40}});
  EXPECT_TRUE(elf->isFull);
  EXPECT_EQ(elf->columns, 1u);
  ASSERT_EQ(elf->instances.size(), 1u);
  EXPECT_EQ(elf->instances[0].kernel, "main");
  EXPECT_EQ(elf->instances[0].name, "sequence");
  EXPECT_EQ(elf->instances[0].sections, std::vector<uint32_t>{5});
}

TEST(NpuElf, FullElfWithTwoKernelsAndHostPrograms) {
  FullElfKernel one{"one",
                    {"char *"},
                    {{1, samples::pdi()}, {10, "ten"}, {2, "two"}},
                    {{"b", stream()}, {"a", stream()}}};
  FullElfKernel two = one;
  two.name = "two";
  HostImage host{digestPdi(samples::pdi()), samples::hostProgram()};
  std::string file = llvm::cantFail(writeFullElf({two, one}, host));
  auto elf = readNpuElf(file);
  ASSERT_TRUE(bool(elf)) << toString(elf.takeError());
  std::vector<std::string> names;
  for (const NpuElfInstance &i : elf->instances)
    names.push_back((i.kernel + ":" + i.name).str());
  EXPECT_EQ(names, (std::vector<std::string>{"one:a", "one:b", "two:a", "two:b"}));
  EXPECT_EQ(elf->sections[4].name, ".pdi.1");
  EXPECT_EQ(elf->sections[5].name, ".pdi.10");
  EXPECT_EQ(elf->sections[6].name, ".pdi.2");
  auto hosts = readElfHostImages(*elf);
  ASSERT_TRUE(bool(hosts));
  EXPECT_EQ(*findHostProgram(*hosts, elf->sections[4].data), samples::hostProgram());
}

TEST(NpuElf, WriterErrors) {
  auto fails = [](std::vector<Command> commands, llvm::StringRef text) {
    auto elf = writeInstructionElf(llvm::cantFail(writeTxn({commands}, samples::device1())));
    ASSERT_FALSE(bool(elf)) << text.str();
    EXPECT_EQ(toString(elf.takeError()), text.str());
  };
  fails({AddressPatch{0x1D004, 0, 0}},
        "TXN: offset 0x10: Invalid Control Code. No block-write opcode present before the patch "
        "opcode for address 0x1d004");
  BlockWrite bd{0x1D000, std::vector<uint32_t>(8, 1)};
  fails({bd, AddressPatch{0x1D004, 33, 0}}, "TXN: offset 0x40: Arg index: 36 in patch opcode > 32");
  fails({LoadPdi{4, 0, 0}}, "TXN: offset 0x10: pdi for id .pdi.4 not present");
  auto none = writeInstructionElf("");
  EXPECT_EQ(toString(none.takeError()),
            "TXN: offset 0x0: Transaction binary is too small for header");
  auto missing = writeInstructionElf(stream().substr(0, 16));
  EXPECT_EQ(toString(missing.takeError()),
            "TXN: offset 0x10: the stream ends after 0 of 7 operations");
}

// What XRT adds to must be cleared in the file, and nothing else.
TEST(NpuElf, ClearsAddressBits) {
  BlockWrite bd{0x1D000, std::vector<uint32_t>(8, 0xFFFFFFFF)};
  std::string txn =
      llvm::cantFail(writeTxn({{bd, AddressPatch{0x1D004, 0, 0}}}, samples::device1()));
  std::string file = llvm::cantFail(writeInstructionElf(txn));
  auto elf = readNpuElf(file);
  ByteView text{elf->find(".ctrltext")->data, "test"};
  EXPECT_EQ(text.u32(0x20), 0xFFFFFFFFu);
  EXPECT_EQ(text.u32(0x24), 3u);
  EXPECT_EQ(text.u32(0x28), 0xFFFF0000u);
  EXPECT_EQ(text.u32(0x2C), 0xFFFFFFFFu);
  // A memory tile's address field is replaced under a mask.
  uint64_t mem = samples::device1().bdAddress({0, 1}, 2);
  txn = llvm::cantFail(
      writeTxn({{BlockWrite{mem, std::vector<uint32_t>(8, 0)}, AddressPatch{mem + 4, 2, 8}}},
               samples::device1()));
  file = llvm::cantFail(writeInstructionElf(txn));
  expectPatches(*readNpuElf(file), {{0x24, PatchSchema::Scalar32, "5", 0x7FFFF, 8}});
}

} // namespace
