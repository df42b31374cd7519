//===- NpuInstructionsTest.cpp ----------------------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "device/DeviceModel.h"
#include "device/Registers.h"
#include "npu_instructions/npu_instructions.h"
#include "gtest/gtest.h"
#include <functional>

using namespace aie::npu;
using namespace tilewright;
using device::Device;
using device::DeviceModel;

namespace {

/// The message of the EncodingError that \p action throws; "" if it throws none.
/// A call that throws must not have changed the stream.
std::string failure(const std::function<void(Txn &)> &action) {
  Txn txn = {1, 2, 3};
  try {
    action(txn);
  } catch (const EncodingError &e) {
    EXPECT_EQ(txn, (Txn{1, 2, 3})) << e.what();
    return e.what();
  }
  return "";
}

//===--- Numbers ----------------------------------------------------------===//

// The header repeats what the device model knows; here they must agree.
TEST(NpuInstructions, NumbersEqualTheDeviceModel) {
  for (Device d : {Device::npu1, Device::npu2}) {
    const DeviceModel &model = DeviceModel::get(d);
    for (uint32_t row : {0, 1, 2, 5}) {
      device::TileID tile{1, int(row)};
      const detail::TileKind &kind = detail::tileKind(row, model.memTileRows());
      EXPECT_EQ(kind.bdCount, model.numBDs(tile));
      EXPECT_EQ(kind.bdWords, model.bdWords(tile));
      EXPECT_EQ(kind.bdAddressOffset, model.bdAddressFieldOffset(tile));
      EXPECT_EQ(kind.channels, model.numDmaChannels(tile));
      for (uint32_t bd = 0; bd < kind.bdCount; ++bd)
        EXPECT_EQ(bdAddress(1, row, bd), model.bdAddress(tile, bd));
      for (uint32_t channel = 0; channel < kind.channels; ++channel)
        for (uint32_t direction : {0, 1})
          EXPECT_EQ(dmaControlAddress(1, row, direction, channel),
                    model.dmaControlAddress(tile, device::DMAChannelDir(direction), channel));
    }
    for (uint32_t bytes : {0, 64, 128, 256, 512, 1024}) {
      auto burst = model.burstLength(bytes);
      EXPECT_EQ(burstEncoding(bytes, d == Device::npu1 ? 3 : 4), burst ? int(burst->encoding) : -1);
    }
  }
}

TEST(NpuInstructions, BdPackingEqualsTheDeviceTables) {
  BdOptions o;
  o.iterationCurrent = 42, o.enablePacket = 1, o.outOfOrderId = 21, o.packetId = 7,
  o.packetType = 5;
  o.nextBd = 10, o.useNextBd = 1, o.lockRelVal = -3, o.lockRelId = 11, o.lockAcqEnable = 1;
  o.lockAcqVal = -2, o.lockAcqId = 12;
  device::BufferDescriptor d;
  d.length = 837;
  d.dims[0].step = 564, d.dims[0].wrap = 62, d.dims[1].step = 1110, d.dims[1].wrap = 127;
  d.dims[2].step = 801;
  d.iterationCurrent = 42, d.iterationWrap = 28, d.iterationStep = 499;
  d.enablePacket = true, d.outOfOrderId = 21, d.packetId = 7, d.packetType = 5;
  d.valid = d.useNextBD = d.lockAcquireEnable = true, d.nextBD = 10;
  d.lockReleaseValue = -3, d.lockReleaseId = 11, d.lockAcquireValue = -2, d.lockAcquireId = 12;
  struct {
    uint32_t row;
    device::TileType type;
    uint32_t offset;
    uint64_t base;
  } kinds[] = {{0, device::TileType::ShimNOCTile, 4096, 4096},
               // The raw layer puts bytes into the memory tile's word-address field.
               {1, device::TileType::MemTile, 291, 291},
               {2, device::TileType::CoreTile, 1164, 291}};
  for (const auto &kind : kinds) {
    BdOptions options = o;
    device::BufferDescriptor expected = d;
    expected.baseAddress = kind.base;
    if (kind.row == 0) {
      expected.burstLength = 2; // the longest on npu1
      expected.axCache = 2;
    }
    if (kind.row == 1) {
      options.d0ZeroBefore = 5, options.d1ZeroBefore = 6, options.d2ZeroBefore = 7;
      options.d0ZeroAfter = 8, options.d1ZeroAfter = 9, options.d2ZeroAfter = 10;
      for (uint32_t i = 0; i < 3; ++i)
        expected.dims[i].padBefore = 5 + i, expected.dims[i].padAfter = 8 + i;
    }
    raw::BdWords bd =
        raw::packBd(kind.row, 837, kind.offset, 62, 564, 127, 1110, 801, 28, 499, options);
    auto words = device::encodeBD(kind.type, expected);
    ASSERT_EQ(bd.count, words.size());
    for (size_t i = 0; i < bd.count; ++i)
      EXPECT_EQ(bd.words[i], words[i]) << "row " << kind.row << " word " << i;
  }
}

// Recorded from mlir-aie.
TEST(NpuInstructions, CoreBdVector) {
  BdOptions o;
  o.iterationCurrent = 42, o.enablePacket = 1, o.outOfOrderId = 21, o.packetId = 7,
  o.packetType = 5;
  o.nextBd = 10, o.useNextBd = 1, o.lockRelVal = 85 - 128, o.lockRelId = 11, o.lockAcqEnable = 1;
  o.lockAcqVal = 42, o.lockAcqId = 12;
  Txn txn;
  appendWriteBd(txn, 0, 2, 0, 837, 291, 62, 564, 127, 1110, 0, 801, 28, 499, o);
  EXPECT_EQ(txn, (Txn{1, 0, 0x21D000, 40, 1180485, 1430061056, 9093684, 266847009, 22249971,
                      1465218380}));
}

//===--- Transfers --------------------------------------------------------===//

DmaBdTarget shimMm2s() {
  DmaBdTarget t;
  t.direction = 1;
  return t;
}

// Recorded from mlir-aie: i32 [1,0,0,0][1,2,32,32][4096,2048,64,1] on npu1.
TEST(NpuInstructions, TransferVector) {
  Txn txn;
  appendDmaBd(txn, shimMm2s(), {1, 0, 0, 0}, {1, 2, 32, 32}, {4096, 2048, 64, 1});
  prependHeader(txn, 6, 1, 3, 1);
  EXPECT_EQ(txn, (Txn{0x06030100, 0x00000101, 3,       0x88, 1,          0,          0x1D000,
                      0x30,       0x800,      0,       0,    0x02000000, 0x8200003F, 0x020007FF,
                      0,          0x02000000, 0x81,    0x30, 0,          0,          0,
                      0,          0x1D004,    0,       0,    0,          0x4000,     0,
                      0,          0,          0x1D214, 0,    0,          0x18}));
}

TEST(NpuInstructions, ContiguousTransfersAreLinear) {
  Txn tiled, plain;
  appendDmaBd(tiled, shimMm2s(), {0, 0, 2, 0}, {1, 4, 8, 16}, {0, 128, 16, 1});
  appendDmaBd(plain, shimMm2s(), {0, 0, 0, 32}, {1, 1, 1, 512}, {0, 0, 0, 1});
  EXPECT_EQ(tiled, plain);
  EXPECT_EQ(plain[4], 512u);       // length
  EXPECT_EQ(plain[7], 0u);         // no dimension
  EXPECT_EQ(plain[12 + 10], 128u); // byte offset
}

TEST(NpuInstructions, RepeatsAndTokens) {
  DmaBdTarget t;
  t.controllerId = 15, t.bdId = 3, t.channel = 1, t.argIdx = 2, t.baseOffsetBytes = 64;
  Txn txn;
  appendDmaBd(txn, t, {0, 0, 0, 0}, {4, 1, 1, 16}, {32, 0, 0, 1});
  ASSERT_EQ(txn.size(), 37u);
  EXPECT_EQ(txn[4 + 6], 3u << 20 | 31); // iteration size and stride
  EXPECT_EQ(txn[12 + 8], 2u);           // argument
  EXPECT_EQ(txn[12 + 10], 64u);         // offset
  EXPECT_EQ(txn[24], 3u);               // mask write of the controller id
  EXPECT_EQ(txn[26], 0x1D208u);
  EXPECT_EQ(txn[28], 15u << 8);
  EXPECT_EQ(txn[35], 0x80030003u); // token (S2MM always), repeat 3, BD 3
  // A pure repeat does not move.
  Txn still;
  appendDmaBd(still, shimMm2s(), {0, 0, 0, 0}, {4, 1, 1, 16}, {0, 0, 0, 1});
  EXPECT_EQ(still[4 + 6], 0u);
  EXPECT_EQ(still[28], 0x00030000u);
}

TEST(NpuInstructions, TransferErrors) {
  auto transfer = [](std::array<int64_t, 4> o, std::array<int64_t, 4> s, std::array<int64_t, 4> t,
                     uint32_t row = 0, uint32_t bits = 32) {
    return failure([=](Txn &txn) {
      DmaBdTarget target = shimMm2s();
      target.row = row;
      target.elemBits = bits;
      appendDmaBd(txn, target, o, s, t);
    });
  };
  std::array<int64_t, 4> zero{}, unit{0, 0, 0, 1}, one{1, 1, 1, 1};
  int64_t huge = int64_t(1) << 40;
  EXPECT_EQ(transfer({0, 0, 0, huge}, one, unit), "DMA offset, size or stride out of range");
  EXPECT_EQ(transfer({huge - 1, 0, 0, 0}, one, {huge - 1, 0, 0, 1}),
            "DMA offset, size or stride out of range");
  EXPECT_EQ(transfer({0, 0, 0, 1}, one, unit, 0, 16), "Offset must be 4-byte-aligned.");
  EXPECT_EQ(transfer({0, 0, 0, -4}, one, unit), "expected offsets to be non-negative, but got -4");
  EXPECT_EQ(transfer(zero, {1, 0, 1, 16}, unit), "Size 2 must be a positive integer.");
  EXPECT_EQ(transfer(zero, {1, 1, 1, 3}, unit, 0, 16),
            "Transfer sizes must be multiples of 4 bytes. 3 elements at 2 bytes each equal 6 "
            "bytes, which is not divisible by 4. ");
  EXPECT_EQ(transfer(zero, {1, 1, 2, 16}, unit), "Stride 1 must be a positive integer.");
  EXPECT_EQ(transfer(zero, {2, 1, 1, 16}, {-1, 0, 0, 1}),
            "Stride 3 must be a non-negative integer.");
  EXPECT_EQ(transfer(zero, {1, 1, 2, 16}, {0, 0, 17, 1}, 0, 16),
            "Stride 1 is 17 elements * 2 bytes = 34 bytes, which is not divisible by 4. ");
  EXPECT_EQ(transfer(zero, {1, 1, 2, 1024}, {0, 0, 2048, 1}), "Size 0 exceeds the [0:1023] range.");
  EXPECT_EQ(transfer(zero, {1, 1, 1024, 2}, {0, 0, 4, 1}), "Size 1 exceeds the [0:1023] range.");
  EXPECT_EQ(transfer(zero, {66, 1, 1, 2}, {8, 0, 0, 1}), "Size 3 exceeds the [1:64] range.");
  EXPECT_EQ(transfer(zero, {65, 1, 1, 2}, {8, 0, 0, 1}),
            "Iteration Size exceeds the [0:63] range.");
  EXPECT_EQ(transfer(zero, {1, 1, 2, 2}, {0, 0, (1 << 20) + 1, 1}),
            "Stride 1 exceeds the [1:1048576] range.");
  EXPECT_EQ(transfer(zero, {1, 1, 2, 2}, {0, 0, 1 << 20, 1}), "");
  EXPECT_EQ(transfer(zero, {2, 1, 1, 2}, {(1 << 20) + 1, 0, 0, 1}),
            "Stride 3 exceeds the [1:1048576] range.");
  EXPECT_EQ(transfer(zero, {1, 1, 1, 1 << 17}, unit, 1),
            "Buffer length 131072 exceeds the [0:131071] range.");
  EXPECT_EQ(transfer(zero, {1, 1, 1, 1 << 14}, unit, 2),
            "Buffer length 16384 exceeds the [0:16383] range.");
  EXPECT_EQ(transfer({0, 0, 0, 1 << 30}, one, unit),
            "Buffer offset 4294967296 does not fit in 32 bits.");
}

//===--- Checks of the other calls ----------------------------------------===//

TEST(NpuInstructions, OperationErrors) {
  uint32_t data[] = {1};
  struct {
    std::function<void(Txn &)> action;
    const char *text;
  } cases[] = {
      {[](Txn &t) { appendSync(t, 256, 0, 0, 0, 1, 1); }, "sync column exceeds the [0:255] range."},
      {[](Txn &t) { appendSync(t, 0, 0, 2, 0, 1, 1); }, "sync direction exceeds the [0:1] range."},
      {[](Txn &t) { appendLoadPdi(t, 65536, 0, 0); }, "PDI id exceeds the [0:65535] range."},
      {[](Txn &t) { appendPreempt(t, 4); }, "preempt level exceeds the [0:3] range."},
      {[&](Txn &t) { appendBlockWrite(t, 0, data, 0); },
       "block write needs 1 to 1073741819 words."},
      {[](Txn &t) { appendBlockWrite(t, 0, nullptr, 1); },
       "block write needs 1 to 1073741819 words."},
      {[](Txn &t) { appendPushQueue(t, 0, 0, 0, 0, false, 0, 16); },
       "BD ID exceeds the maximum ID."},
      {[](Txn &t) { appendPushQueue(t, 0, 1, 0, 0, false, 0, 16); },
       "BD ID exceeds the maximum ID."},
      {[](Txn &t) { appendPushQueue(t, 0, 0, 0, 0, false, 256, 0); },
       "Repeat count exceeds the [0:255] range."},
      {[](Txn &t) { appendPushQueue(t, 0, 0, 0, 2, false, 0, 0); },
       "push queue channel exceeds the [0:1] range."},
      {[](Txn &t) { appendPushQueue(t, 0, 1, 0, 6, false, 0, 0); },
       "push queue channel exceeds the [0:5] range."},
      {[](Txn &t) { appendPushQueue(t, 0, 0, 0, 0, true, 0, 0, 32); },
       "push queue controllerId exceeds the [0:31] range."},
      {[](Txn &t) {
         toU32(int64_t(-2147483649));
         (void)t;
       },
       "value -2147483649 does not fit in 32 bits"},
      {[](Txn &t) {
         toU32(size_t(1) << 32);
         (void)t;
       },
       "value 4294967296 does not fit in 32 bits"},
      {[](Txn &t) {
         requireNonZero(0, "division by zero");
         (void)t;
       },
       "division by zero"},
  };
  for (const auto &c : cases)
    EXPECT_EQ(failure(c.action), c.text);
}

TEST(NpuInstructions, WriteBdErrors) {
  struct Bd {
    uint32_t row = 0, bd = 0, length = 0, offset = 0, d0s = 0, d0t = 0, d1s = 0, d1t = 0, d2s = 0,
             d2t = 0, its = 0, itt = 0;
    BdOptions options = {};
  };
  auto attempt = [](const std::function<void(Bd &)> &change) {
    Bd b;
    change(b);
    return failure([&](Txn &t) {
      appendWriteBd(t, 0, b.row, b.bd, b.length, b.offset, b.d0s, b.d0t, b.d1s, b.d1t, b.d2s, b.d2t,
                    b.its, b.itt, b.options);
    });
  };
  struct {
    std::function<void(Bd &)> change;
    const char *text;
  } cases[] = {
      {[](Bd &b) { b.bd = 16; }, "BD ID exceeds the maximum ID."},
      {[](Bd &b) { b.row = 1, b.bd = 48; }, "BD ID exceeds the maximum ID."},
      {[](Bd &b) { b.options.packetId = 32; },
       "Packet ID exceeds the maximum supported by 5 bits."},
      {[](Bd &b) { b.options.packetType = 8; },
       "Packet Type exceeds the maximum supported by 3 bits."},
      {[](Bd &b) { b.d0s = 1024; }, "D0 Size exceeds the [0:1023] range."},
      {[](Bd &b) { b.row = 2, b.d1s = 256; }, "D1 Size exceeds the [0:255] range."},
      {[](Bd &b) { b.row = 1, b.d2t = 1 << 17; }, "D2 Stride exceeds the [0:131071] range."},
      {[](Bd &b) { b.its = 64; }, "Iteration Size exceeds the [0:63] range."},
      {[](Bd &b) { b.itt = 1 << 20; }, "Iteration Stride exceeds the [0:1048575] range."},
      {[](Bd &b) { b.d2s = 1; }, "ShimTile only supports 3 dimensions of sizes."},
      {[](Bd &b) { b.options.d0ZeroAfter = 1; }, "ShimTile doesn't support zero padding."},
      {[](Bd &b) { b.row = 1, b.options.burstLength = 64; },
       "Only ShimTiles support burst length."},
      {[](Bd &b) { b.options.burstLength = 512; }, "Requested burst length is not supported by the "
                                                   "target. Supported burst lengths: 64 128 256"},
      {[](Bd &b) { b.options.burstLength = 513, b.options.devGen = 4; },
       "Requested burst length is not supported by the target. Supported burst lengths: 64 128 256 "
       "512"},
      {[](Bd &b) { b.row = 2, b.length = 1 << 14; }, "Buffer length exceeds the [0:16383] range."},
      {[](Bd &b) { b.row = 1, b.offset = 1 << 19; }, "Buffer offset exceeds the [0:524287] range."},
      {[](Bd &b) { b.options.outOfOrderId = 64; }, "Out-of-order ID exceeds the [0:63] range."},
      {[](Bd &b) { b.options.nextBd = 16; }, "Next BD exceeds the [0:15] range."},
      {[](Bd &b) { b.options.lockAcqVal = -65; }, "Lock value exceeds the [-64:63] range."},
      {[](Bd &b) { b.options.lockRelId = 16; }, "Lock ID exceeds the [0:15] range."},
      {[](Bd &b) { b.options.iterationCurrent = 64; },
       "Iteration current exceeds the [0:63] range."},
      {[](Bd &b) { b.row = 1, b.options.d2ZeroAfter = 16; }, "Padding exceeds the [0:15] range."},
      {[](Bd &b) { b.row = 1, b.d2s = 5, b.options.d2ZeroAfter = 15, b.options.lockRelId = 255; },
       ""},
  };
  for (const auto &c : cases)
    EXPECT_EQ(attempt(c.change), c.text);
}

TEST(NpuInstructions, ErrorsCarryTheValue) {
  Txn txn;
  try {
    appendPushQueue(txn, 0, 0, 0, 7, false, 0, 0);
    FAIL();
  } catch (const EncodingError &e) {
    EXPECT_EQ(e.field, "push queue channel");
    EXPECT_EQ(e.value, 7);
    EXPECT_EQ(e.limit, 1);
  }
}

//===--- Streams ----------------------------------------------------------===//

// Per line three writes and a wait: 22 words and a header of four.
TEST(NpuInstructions, WordCounts) {
  for (uint32_t lines : {1u, 8u, 32u}) {
    Txn txn;
    for (uint32_t line = 0; line < lines; ++line) {
      appendWrite32(txn, 0x1D000000, 64 * line);
      appendWrite32(txn, 0x1D000004, 64);
      appendWrite32(txn, 0x1D000008, 0x80000);
      appendSync(txn, 0, 0, 0, 0, 1, 1);
    }
    prependHeader(txn);
    EXPECT_EQ(txn.size(), 4 + 22 * lines);
    EXPECT_EQ(txn[2], 4 * lines);
    EXPECT_EQ(txn[3], 4 * txn.size());
  }
}

TEST(NpuInstructions, CountsOperations) {
  Txn txn;
  appendPreempt(txn, 1);
  appendLoadPdi(txn, 1, 2, 3);
  appendMaskWrite32(txn, 1, 2, 3);
  appendBlockWriteWords(txn, 8, 0, 1u, 2u, 3u);
  appendAddressPatch(txn, 8, 0, 0);
  EXPECT_EQ(countOps(txn), 5u);
  txn.push_back(0x02);
  EXPECT_THROW(countOps(txn), EncodingError);
  EXPECT_THROW(countOps({0, 0, 0, 0, 0, 0}), EncodingError); // size 0
  EXPECT_THROW(countOps({0x80, 15, 0, 0}), EncodingError);   // no whole words
  EXPECT_THROW(countOps({1, 0, 0, 400}), EncodingError);     // past the end
}

TEST(NpuInstructions, Conversions) {
  EXPECT_EQ(toU32(true), 1u);
  EXPECT_EQ(toU32(int8_t(-1)), 0xFFu);
  EXPECT_EQ(toU32(int16_t(-1)), 0xFFFFu);
  EXPECT_EQ(toU32(int32_t(-1)), 0xFFFFFFFFu);
  EXPECT_EQ(toU32(int64_t(-2147483648)), 0x80000000u);
  EXPECT_EQ(toU32(int64_t(0xFFFFFFFF)), 0xFFFFFFFFu);
  EXPECT_EQ(tileAddress(1, 2, 0x1D000), 0x221D000u);
  EXPECT_EQ(bufferAddress(0, 2, 0x400, 3), 0x20040Cu);
}

} // namespace
