//===- FormatsTxnTest.cpp ---------------------------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "FormatsSamples.h"
#include "gtest/gtest.h"

using namespace tilewright;
using namespace tilewright::formats;
using device::Device;
using device::DeviceModel;
using llvm::toString;

namespace {

std::vector<uint32_t> words(std::initializer_list<uint32_t> list) { return list; }

//===--- TXN --------------------------------------------------------------===//

TEST(Txn, HeaderOfEachDevice) {
  struct {
    Device device;
    uint32_t word0, word1;
  } headers[] = {{Device::npu1, 0x06030100, 0x104},      {Device::npu1_1col, 0x06030100, 0x101},
                 {Device::npu1_3col, 0x06030100, 0x103}, {Device::npu2, 0x06040100, 0x108},
                 {Device::npu2_1col, 0x06040100, 0x101}, {Device::npu2_7col, 0x06040100, 0x107},
                 {Device::xcve2302, 0x04030100, 0x111},  {Device::xcve2802, 0x0B030100, 0x226}};
  for (const auto &h : headers) {
    auto stream = encodeTxn({}, DeviceModel::get(h.device));
    ASSERT_TRUE(bool(stream));
    EXPECT_EQ(*stream, words({h.word0, h.word1, 0, 16}));
    EXPECT_EQ(*deviceOfTxn(txnHeader(DeviceModel::get(h.device))), h.device);
  }
  TxnHeader odd{0, 1, 3, 6, 9, 1, 0, 0};
  auto none = deviceOfTxn(odd);
  EXPECT_EQ(toString(none.takeError()), "TXN: no device has generation 3, 9 columns, 6 rows and "
                                        "1 rows of memory tiles");
}

// A transfer as mlir-aie writes it for npu1_1col.
TEST(Txn, WritesTheRecordedWords) {
  RegisterProgram program{
      {BlockWrite{0x1D000, {0x800, 0, 0, 0x02000000, 0x8200003F, 0x020007FF, 0, 0x02000000}},
       AddressPatch{0x1D004, 0, 0x4000}, Write{0x1D214, 0}}};
  EXPECT_EQ(
      *encodeTxn(program, DeviceModel::get(Device::npu1_1col)),
      words({0x06030100, 0x00000101, 3,          0x88,       1, 0,          0x1D000, 0x30, 0x800, 0,
             0,          0x02000000, 0x8200003F, 0x020007FF, 0, 0x02000000, 0x81,    0x30, 0,     0,
             0,          0,          0x1D004,    0,          0, 0,          0x4000,  0,    0,     0,
             0x1D214,    0,          0,          0x18}));
}

TEST(Txn, WritesEachRecord) {
  auto body = [](Command command) {
    auto stream = encodeTxn({{std::move(command)}}, samples::device1());
    return stream ? std::vector<uint32_t>(stream->begin() + 4, stream->end())
                  : (llvm::consumeError(stream.takeError()), std::vector<uint32_t>());
  };
  EXPECT_EQ(body(Write{1, 2}), words({0, 0, 1, 0, 2, 24}));
  EXPECT_EQ(body(MaskWrite{1, 0xF, 2}), words({3, 0, 1, 0, 2, 0xF, 28}));
  EXPECT_EQ(body(BlockWrite{8, {5, 6}, 0x201}), words({1, 0x201, 8, 24, 5, 6}));
  EXPECT_EQ(body(Preempt{3}), words({0x306}));
  EXPECT_EQ(body(LoadPdi{7, 64, 0x123456789A}), words({0x70008, 64, 0x3456789A, 0x12}));
  EXPECT_EQ(body(Sync{1, 2, 1, 3, 4, 5}), words({0x80, 16, 0x00010201, 0x03040500}));
  EXPECT_EQ(body(Write{uint64_t(1) << 32, 2}), words({}));
  EXPECT_EQ(body(AddressPatch{0, 0, uint64_t(1) << 32}), words({}));
}

TEST(Txn, RoundTrip) {
  auto read = readTxn(samples::txn());
  ASSERT_TRUE(bool(read)) << toString(read.takeError());
  EXPECT_EQ(read->program, samples::instructions());
  EXPECT_EQ(read->header.operations, samples::instructions().commands.size());
  EXPECT_EQ(checkTxnCounts(samples::txn()), std::nullopt);
  EXPECT_EQ(checkTxnCounts(samples::txn() + std::string("\6\0\0\0", 4)),
            "the header says 304 bytes, there are 308");
}

TEST(Txn, ReadsTheCompactVersion) {
  std::string file = samples::hex("01000306 01010000 00000000 00000000"
                                  "00000000 04d20100 01000080"                   // write
                                  "01000000 00d00100 14000000 05000000 06000000" // block write
                                  "03000000 00d20100 000f0000 001f0000"          // mask write
                                  "06020000");                                   // preemption
  auto read = readTxn(file);
  ASSERT_TRUE(bool(read)) << toString(read.takeError());
  EXPECT_EQ(read->program,
            (RegisterProgram{{Write{0x1D204, 0x80000001}, BlockWrite{0x1D000, {5, 6}},
                              MaskWrite{0x1D200, 0x1F00, 0xF00}, Preempt{2}}}));
}

TEST(Txn, ReadsPaddedMaskWritesOfTheDriver) {
  std::string file =
      samples::hex("00010306 01010000 00000000 00000000"
                   "03000000 00000000 00d20100 00000000 02000000 03000000 20000000 00000000"
                   "06000000");
  auto read = readTxn(file);
  ASSERT_TRUE(bool(read)) << toString(read.takeError());
  EXPECT_EQ(read->program, (RegisterProgram{{MaskWrite{0x1D200, 3, 2}, Preempt{0}}}));
}

TEST(Txn, ReaderErrors) {
  auto check = [](std::string file, llvm::StringRef expected) {
    auto result = readTxn(file);
    ASSERT_FALSE(bool(result)) << expected.str();
    EXPECT_EQ(toString(result.takeError()), expected.str());
  };
  std::string header = samples::hex("00010306 01010000 00000000 00000000");
  check("abc", "TXN: offset 0x0: Transaction binary is too small for header");
  check(samples::hex("00020306 01010000 00000000 00000000"),
        "TXN: offset 0x0: Unsupported TXN binary version: 0.2");
  check(header + samples::hex("0a000000"), "TXN: offset 0x10: Unhandled opcode: 10");
  check(header + samples::hex("00000000 00000000"),
        "TXN: offset 0x10: Transaction binary truncated while parsing opcode 0");
  // A size of zero would never end.
  check(header + samples::hex("80000000 00000000 00000000 00000000"),
        "TXN: offset 0x14: record size 0 of opcode 128 is not a multiple of 4 of at least 16");
  check(
      header + samples::hex("01000000 00000000 00d00100 ffffff7c"),
      "TXN: offset 0x1c: record size 2097151999 of opcode 1 is not a multiple of 4 of at least 16");
  check(header + samples::hex("01000000 00000000 00d00100 14000000"),
        "TXN: offset 0x10: Transaction binary truncated while parsing opcode 1: the record has 20 "
        "bytes, 16 are left");
}

//===--- Control packets --------------------------------------------------===//

TEST(ControlPackets, WriteTheRecordedWords) {
  EXPECT_EQ(*encodeControlPackets(samples::packets()),
            words({0x8000001B, 0x0001F000, 2, 0x8000001B, 0x09B1F020, 3, 4, 5, 6, 0x8000001B,
                   0x02700400}));
  EXPECT_EQ(*readControlPackets(samples::controlPackets()), samples::packets());
}

TEST(ControlPackets, ReaderErrors) {
  std::string file = samples::controlPackets();
  file[0] ^= 1;
  EXPECT_EQ(toString(readControlPackets(file).takeError()),
            "control packets: offset 0x0: the stream header 0x8000001A has even parity");
  EXPECT_EQ(toString(readControlPackets(samples::controlPackets().substr(0, 10)).takeError()),
            "control packets: offset 0x8: a packet's data needs 4 bytes, 2 are left");
}

TEST(ControlPackets, CarryRegisterPrograms) {
  const DeviceModel &model = DeviceModel::get(Device::npu1_2col);
  std::map<device::TileID, int> ids = {{{0, 2}, 27}, {{1, 1}, 26}};
  RegisterProgram program{{Write{0x21F000, 2}, BlockWrite{0x21D000, {1, 2, 3, 4, 5, 6}},
                           Write{model.tileAddress({1, 1}) | 0xC0010, 3}}};
  auto packets = toControlPackets(program, model, ids);
  ASSERT_TRUE(bool(packets)) << toString(packets.takeError());
  ASSERT_EQ(packets->size(), 4u);
  EXPECT_EQ((*packets)[2].address, 0x1D010u);
  EXPECT_EQ((*packets)[2].beats, 2u);
  auto back = fromControlPackets(*packets, model, ids);
  ASSERT_TRUE(bool(back)) << toString(back.takeError());
  EXPECT_EQ(*back, (RegisterProgram{{Write{0x21F000, 2}, BlockWrite{0x21D000, {1, 2, 3, 4}},
                                     BlockWrite{0x21D010, {5, 6}},
                                     Write{model.tileAddress({1, 1}) | 0xC0010, 3}}}));
  auto stranger = toControlPackets({{Write{0x31F000, 2}}}, model, ids);
  EXPECT_EQ(toString(stranger.takeError()), "control packets: tile (0, 3) has no controller id");
  auto masked = toControlPackets({{MaskWrite{0x21F000, 1, 1}}}, model, ids);
  EXPECT_EQ(toString(masked.takeError()),
            "control packets: only writes and block writes can be sent");
}

//===--- Host programs ----------------------------------------------------===//

TEST(HostProgram, RoundTrip) {
  HostProgram program = samples::hostProgram();
  std::string bytes = writeHostProgram(program);
  auto read = readHostProgram(bytes);
  ASSERT_TRUE(bool(read)) << toString(read.takeError());
  EXPECT_EQ(*read, program);
  EXPECT_EQ(*readHostProgram(writeHostProgram({})), HostProgram());
  EXPECT_EQ(toString(readHostProgram(bytes + "x").takeError()),
            "host program: offset 0x" + llvm::utohexstr(bytes.size(), true) +
                ": 1 bytes follow the last record");
}

TEST(HostProgram, BesidePdis) {
  HostProgram other;
  std::vector<HostImage> images = {{digestPdi("a"), samples::hostProgram()},
                                   {digestPdi("b"), other}};
  auto read = readHostImages(writeHostImages(images));
  ASSERT_TRUE(bool(read)) << toString(read.takeError());
  EXPECT_EQ(*read, images);
  EXPECT_EQ(*findHostProgram(*read, "b"), other);
  EXPECT_EQ(findHostProgram(*read, "c"), nullptr);
}

TEST(HostProgram, CountsThatDoNotFitAreErrors) {
  std::string bytes = writeHostProgram({});
  bytes[16] = bytes[23] = '\x7f'; // the number of cores
  EXPECT_NE(toString(readHostProgram(bytes).takeError()).find("the list of cores has"),
            std::string::npos);
}

} // namespace
