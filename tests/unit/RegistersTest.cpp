//===- RegistersTest.cpp -----------------------------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "device/Registers.h"
#include "llvm/ADT/bit.h"
#include "gtest/gtest.h"

using namespace tilewright::device;

namespace {

using Words = std::vector<uint32_t>;
Words encoded(TileType type, const BufferDescriptor &bd) {
  auto words = encodeBD(type, bd);
  return Words(words.begin(), words.end());
}

//===--- Register table ---------------------------------------------------===//

TEST(Registers, LookupByName) {
  struct {
    Module module;
    const char *name;
    uint32_t offset;
  } cases[] = {{Module::Core, "Core_Control", 0x32000},
               {Module::Core, "core_control", 0x32000},
               {Module::Core, "Core_R31", 0x30DF0},
               {Module::Core, "Stream_Switch_Slave_DMA_1_Slot3", 0x3F22C},
               {Module::Core, "Stream_Switch_Slave_South_2_Slot1", 0x3F274},
               {Module::Memory, "DMA_BD15_5", 0x1D1F4},
               {Module::Memory, "Lock3_value", 0x1F030},
               {Module::MemTile, "DMA_BD47_7", 0xA05FC},
               {Module::MemTile, "DMA_MM2S_5_Start_Queue", 0xA065C},
               {Module::Shim, "DMA_S2MM_1_Task_Queue", 0x1D20C},
               {Module::Shim, "Mux_Config", reg::shimMux},
               {Module::Shim, "Demux_Config", reg::shimDemux},
               {Module::Shim, "NoC_Interface_AIE_to_NoC_South5", 0x1E014},
               {Module::Core, "Accumulator_Control", reg::accumulatorControl},
               {Module::Core, "Core_Status", reg::coreStatus}};
  for (auto &c : cases) {
    SCOPED_TRACE(c.name);
    const Register *r = lookupRegister(Arch::AIE2, c.module, c.name);
    ASSERT_NE(r, nullptr);
    EXPECT_EQ(r->offset, c.offset);
    EXPECT_EQ(lookupRegister(Arch::AIE2p, c.module, c.name), r);
    EXPECT_EQ(lookupRegister(Arch::AIE1, c.module, c.name), nullptr);
  }
  EXPECT_EQ(lookupRegister(Arch::AIE2, Module::Core, "DMA_BD0_0"), nullptr);
  EXPECT_EQ(lookupRegister(Arch::AIE2, Module::MemTile, "DMA_BD48_0"), nullptr);
  EXPECT_EQ(lookupRegister(Arch::AIE2, Module::Core, "Core_R{i}"), nullptr);
  EXPECT_EQ(lookupRegister(Arch::AIE2, Module::Core, ""), nullptr);
}

TEST(Registers, FieldsAndMasks) {
  const Register *r = lookupRegister(Arch::AIE2, Module::Core, "Performance_Control0");
  ASSERT_NE(r, nullptr);
  struct {
    const char *name;
    uint32_t mask;
  } cases[] = {{"Cnt0_Start_Event", 0x7F}, {"Cnt0_Stop_Event", 0x7F00}};
  for (auto &c : cases) {
    const Field *f = lookupField(*r, c.name);
    ASSERT_NE(f, nullptr) << c.name;
    EXPECT_EQ(fieldMask(*f), c.mask);
  }
  EXPECT_EQ(lookupField(*r, "cnt0_start_event"), nullptr); // case matters
  EXPECT_EQ(fieldMask({"all", 0, 32}), 0xFFFFFFFFu);
  EXPECT_EQ(fieldMask({"none", 0, 0}), std::nullopt);
  EXPECT_EQ(fieldMask({"wide", 0, 128}), std::nullopt);
  EXPECT_EQ(fieldMask({"over", 31, 2}), std::nullopt);
}

TEST(Registers, AccessAndReset) {
  const Register *control = lookupRegister(Arch::AIE2, Module::Core, "Core_Control");
  EXPECT_TRUE(control->readable() && control->writable());
  EXPECT_EQ(control->reset, 2u);
  const Register *status = lookupRegister(Arch::AIE2, Module::Core, "Core_Status");
  EXPECT_TRUE(status->readable() && !status->writable());
  const Register *queue = lookupRegister(Arch::AIE2, Module::Memory, "DMA_MM2S_0_Start_Queue");
  EXPECT_TRUE(!queue->readable() && queue->writable());
  const Register *dma = lookupRegister(Arch::AIE2, Module::Memory, "DMA_S2MM_Status_0");
  EXPECT_EQ(dma->clearMask(), 1u << 18);
  EXPECT_EQ(lookupRegister(Arch::AIE2, Module::Core, "Program_Memory")->width, 128u);
}

TEST(Registers, LookupByOffset) {
  const DeviceModel &npu1 = DeviceModel::get(Device::npu1), &npu2 = DeviceModel::get(Device::npu2);
  struct {
    const DeviceModel *m;
    TileID t;
    uint32_t offset;
    const char *name;
  } cases[] = {{&npu1, {0, 2}, 0x32000, "Core_Control"},
               {&npu1, {0, 2}, 0x1D004, "DMA_BD0_1"},
               {&npu1, {0, 1}, 0xA0024, "DMA_BD1_1"},
               {&npu1, {0, 0}, 0x1F000, "Mux_Config"},
               {&npu1, {0, 2}, 0x31100, "Core_PC"},
               {&npu1, {0, 2}, 0x36030, "Tile_Control"},
               {&npu2, {0, 2}, 0x32000, "Core_Control"},
               {&npu2, {0, 2}, 0x31100, "Core_R16"},
               {&npu2, {0, 2}, 0x30E00, "Core_PC"},
               {&npu2, {0, 2}, 0x60020, "Tile_Control"},
               {&npu2, {0, 1}, 0xA06F4, "DMA_MM2S_5_Constant_Pad_Value"},
               {&npu1, {0, 1}, 0xA06F4, nullptr},
               {&npu2, {0, 2}, 0x36030, nullptr},
               {&npu1, {0, 2}, 0x3FFFC, nullptr}};
  for (auto &c : cases) {
    const Register *r = lookupRegister(*c.m, c.t, c.offset);
    EXPECT_EQ(r ? r->name : "", c.name ? c.name : "") << std::hex << c.offset;
  }
  EXPECT_NE(lookupField(*lookupRegister(npu2, {0, 1}, 0xA0004), "D0_Pad_Before"), nullptr);
}

TEST(Registers, OffsetsOfTheModelAreThoseOfTheTable) {
  const DeviceModel &m = DeviceModel::get(Device::npu1);
  auto offset = [](Module module, const std::string &name) {
    const Register *r = lookupRegister(Arch::AIE2, module, name);
    EXPECT_NE(r, nullptr) << name;
    return r ? r->offset : 0;
  };
  struct {
    TileID t;
    Module module;
    const char *queue;
  } kinds[] = {{{0, 0}, Module::Shim, "_Task_Queue"},
               {{0, 1}, Module::MemTile, "_Start_Queue"},
               {{0, 2}, Module::Memory, "_Start_Queue"}};
  for (auto &k : kinds) {
    SCOPED_TRACE(k.t.row);
    auto relative = [&](uint64_t address) { return m.offsetOfAddress(address); };
    for (uint32_t bd = 0; bd < m.numBDs(k.t); ++bd)
      for (uint32_t w = 0; w < m.bdWords(k.t); ++w)
        EXPECT_EQ(relative(m.bdAddress(k.t, bd)) + 4 * w,
                  offset(k.module, "DMA_BD" + std::to_string(bd) + "_" + std::to_string(w)));
    for (uint32_t c = 0; c < m.numDmaChannels(k.t); ++c)
      for (DMAChannelDir dir : {DMAChannelDir::S2MM, DMAChannelDir::MM2S}) {
        std::string name = "DMA_" + stringify(dir).str() + "_", number = std::to_string(c);
        uint32_t control = relative(m.dmaControlAddress(k.t, dir, c));
        EXPECT_EQ(control, offset(k.module, name + number + "_Ctrl"));
        EXPECT_EQ(control + reg::dmaQueueAfterControl, offset(k.module, name + number + k.queue));
        EXPECT_EQ(relative(m.dmaStatusAddress(k.t, dir, c)),
                  offset(k.module, name + "Status_" + number));
      }
    for (uint32_t l = 0; l < m.numLocks(k.t); ++l)
      EXPECT_EQ(*m.lockAddress(k.t, l), offset(k.module, "Lock" + std::to_string(l) + "_value"));
  }
}

//===--- Events -----------------------------------------------------------===//

TEST(Events, NumbersAndNames) {
  struct {
    Module module;
    const char *name;
    std::optional<uint32_t> number;
  } cases[] = {{Module::Core, "NONE", 0},
               {Module::Core, "instr_event_0", 33},
               {Module::Memory, "INSTR_EVENT_0", {}},
               {Module::Core, "PORT_RUNNING_7", 103},
               {Module::Core, "PORT_TLAST_7", 105},
               {Module::Core, "BROADCAST_15", 122},
               {Module::Core, "USER_EVENT_3", 127},
               {Module::Core, "DECOMPRESSION_UNDERFLOW", 70},
               {Module::Memory, "DMA_S2MM_0_START_TASK", 19},
               {Module::Memory, "DMA_MM2S_1_MEMORY_STARVATION", 42},
               {Module::Memory, "LOCK_7_REL", 74},
               {Module::Memory, "DM_PARITY_ERROR_BANK_7", 96},
               {Module::MemTile, "DMA_MM2S_SEL1_STALLED_LOCK", 36},
               {Module::MemTile, "PORT_IDLE_0", 79},
               {Module::MemTile, "CONFLICT_DM_BANK_15", 127},
               {Module::MemTile, "PERF_CNT3_EVENT", 8},
               {Module::MemTile, "USER_EVENT_1", 160},
               {Module::Shim, "DMA_S2MM_0_START_TASK", 14},
               {Module::Shim, "LOCK_5_EQUAL_TO_VALUE", 62},
               {Module::Shim, "BROADCAST_A_15", 125},
               {Module::Shim, "PORT_TLAST_7", 108},
               {Module::Core, "PORT_IDLE_8", {}},
               {Module::Core, "PORT_IDLE_#", {}},
               {Module::Core, "", {}}};
  for (auto &c : cases)
    EXPECT_EQ(lookupEvent(c.module, c.name), c.number) << c.name;
  EXPECT_EQ(eventName(Module::Core, 54), std::nullopt);
  EXPECT_EQ(eventName(Module::Core, 75), "PORT_RUNNING_0");
}

TEST(Events, EveryNumberHasOneName) {
  size_t counts[] = {127, 0, 161, 128};
  // core lacks 54; memory lacks 13, 14, 85, 103-105; memtile and shim lack none.
  counts[1] = 128 - 6;
  for (unsigned m = 0; m < 4; ++m) {
    size_t found = 0;
    for (uint32_t n = 0; n < 256; ++n)
      if (auto name = eventName(static_cast<Module>(m), n)) {
        ++found;
        EXPECT_EQ(lookupEvent(static_cast<Module>(m), *name), n) << name->str();
      }
    EXPECT_EQ(found, counts[m]) << "module " << m;
  }
}

//===--- Buffer descriptors -----------------------------------------------===//

TEST(BufferDescriptors, CoreWords) {
  BufferDescriptor bd;
  bd.baseAddress = 0x1000 / 4;
  bd.length = 256 / 4;
  bd.dims[0] = {1 - 1, 4};
  bd.dims[1] = {16 - 1, 8};
  bd.dims[2] = {4 - 1, 2};
  bd.lockAcquireEnable = true;
  bd.lockAcquireId = 2;
  bd.lockAcquireValue = -1;
  bd.lockReleaseId = 3;
  bd.lockReleaseValue = 1;
  bd.useNextBD = bd.valid = bd.enablePacket = true;
  bd.nextBD = 1;
  bd.packetId = 5;
  bd.packetType = 1;
  EXPECT_EQ(encoded(TileType::CoreTile, bd),
            (Words{0x01000040, 0x40290000, 0x0001E000, 0x01008003, 0x00000000, 0x0E047FE2}));
}

TEST(BufferDescriptors, MemTileWords) {
  BufferDescriptor bd;
  bd.baseAddress = 0x81000 / 4;
  bd.length = 256 / 4;
  bd.dims[0] = {1 - 1, 4, 1, 2};
  bd.dims[1] = {16 - 1, 8, 3, 4};
  bd.dims[2] = {4 - 1, 2, 5, 6};
  bd.lockAcquireEnable = bd.valid = bd.useNextBD = true;
  bd.lockAcquireId = 64;
  bd.lockAcquireValue = -2;
  bd.lockReleaseId = 65;
  bd.lockReleaseValue = 2;
  bd.nextBD = 25;
  EXPECT_EQ(encoded(TileType::MemTile, bd),
            (Words{0x00000040, 0x059A0400, 0x00080000, 0x1810000F, 0x28040003, 0x62040000,
                   0x00000000, 0x8241FE40}));
}

TEST(BufferDescriptors, ShimWords) {
  struct {
    Device device;
    uint32_t word4;
  } cases[] = {{Device::npu1, 0x80000000}, {Device::npu2, 0xC0000000}};
  for (auto &c : cases) {
    BufferDescriptor bd;
    bd.baseAddress = 0x1234567890;
    bd.length = 64 / 4;
    bd.burstLength = DeviceModel::get(c.device).burstLength(0)->encoding;
    bd.valid = true;
    EXPECT_EQ(encoded(TileType::ShimNOCTile, bd),
              (Words{0x10, 0x34567890, 0x12, 0, c.word4, 0, 0, 0x02000000}));
  }
}

TEST(BufferDescriptors, DecodingIsTheInverse) {
  // Every bit of every word that a layout uses survives a round trip.
  struct {
    TileType type;
    Words used;
  } cases[] = {{TileType::CoreTile,
                {0x0FFFFFFF, 0xFFFF0000, 0x03FFFFFF, 0x1FFFFFFF, 0x01FFFFFF, 0xFFFDFFEF}},
               {TileType::MemTile,
                {0xFFFFFFFF, 0xFFFFFFFF, 0x87FFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0x1FFFFFFF,
                 0xFFFFFFFF}},
               {TileType::ShimNOCTile,
                {0xFFFFFFFF, 0xFFFFFFFC, 0x7FFFFFFF, 0x7FFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF,
                 0xFFFDFFEF}}};
  for (auto &c : cases) {
    Words all(c.used.size(), 0xFFFFFFFF);
    EXPECT_EQ(encoded(c.type, decodeBD(c.type, all)), c.used) << static_cast<int>(c.type);
    for (size_t w = 0; w < c.used.size(); ++w)
      for (unsigned bit = 0; bit < 32; ++bit) {
        Words one(c.used.size(), 0);
        one[w] = c.used[w] & (1u << bit);
        EXPECT_EQ(encoded(c.type, decodeBD(c.type, one)), one);
      }
  }
  EXPECT_EQ(decodeBD(TileType::CoreTile, Words{0, 0, 0, 0, 0, 0x7F << 5}).lockAcquireValue, -1);
}

//===--- Words ------------------------------------------------------------===//

TEST(Words, Queue) {
  EXPECT_EQ(encodeQueue(TileType::CoreTile, 0, 2, false), 0x00020000u);
  EXPECT_EQ(encodeQueue(TileType::ShimNOCTile, 0, 0, true), 0x80000000u);
  EXPECT_EQ(encodeQueue(TileType::MemTile, 47, 255, true), 0x80FF002Fu);
  EXPECT_EQ(encodeQueue(TileType::CoreTile, 17, 0, false), 1u);
  QueueEntry e = decodeQueue(TileType::MemTile, 0x80FF002F);
  EXPECT_EQ(e.bd, 47u);
  EXPECT_EQ(e.repeat, 255u);
  EXPECT_TRUE(e.token);
}

TEST(Words, StreamSwitch) {
  const DeviceModel &m = DeviceModel::get(Device::npu1);
  auto master = [&](TileID t, Port p) {
    return m.tileAddress(t) + switchMasterOffset(m.tileType(t), *m.switchPortIndex(t, p, true));
  };
  auto slave = [&](TileID t, Port p) {
    return m.tileAddress(t) + switchSlaveOffset(m.tileType(t), *m.switchPortIndex(t, p, false));
  };
  using WB = WireBundle;
  struct {
    TileID t;
    Port from, to;
    uint64_t master, slave;
    uint32_t value;
  } circuits[] = {{{0, 2}, {WB::South, 0}, {WB::Core, 0}, 0x23F000, 0x23F114, 0x80000005},
                  {{0, 1}, {WB::DMA, 0}, {WB::North, 3}, 0x1B0038, 0x1B0100, 0x80000000},
                  {{0, 0}, {WB::North, 0}, {WB::South, 2}, 0x03F010, 0x03F138, 0x8000000E}};
  for (auto &c : circuits) {
    EXPECT_EQ(master(c.t, c.to), c.master);
    EXPECT_EQ(slave(c.t, c.from), c.slave);
    EXPECT_EQ(encodeCircuitMaster(*m.switchPortIndex(c.t, c.from, false)), c.value);
  }
  EXPECT_EQ(encodeCircuitSlave(), 0x80000000u);
  EXPECT_EQ(master({0, 2}, {WB::DMA, 1}), 0x23F008u);
  EXPECT_EQ(encodePacketMaster(true, 0b0101, 3), 0xC00000ABu);
  EXPECT_EQ(encodePacketMaster(true, 1, 0), 0xC0000088u);
  EXPECT_EQ(slave({0, 2}, {WB::Trace, 1}), 0x23F160u);
  EXPECT_EQ(encodePacketSlave(), 0xC0000000u);
  EXPECT_EQ(m.tileAddress({0, 2}) + switchSlotOffset(TileType::CoreTile, 24, 2), 0x23F388u);
  EXPECT_EQ(encodePacketSlot(9, 0x1F, 1, 3), 0x091F0113u);
  EXPECT_EQ(
      lookupRegister(Arch::AIE2, Module::MemTile, "Stream_Switch_Slave_North_2_Slot1")->offset,
      switchSlotOffset(TileType::MemTile, *m.switchPortIndex({0, 1}, {WB::North, 2}, false), 1));
}

TEST(Words, PacketHeaders) {
  EXPECT_EQ(encodePacketHeader(27, 0, {0, 0}), 0x8000001Bu);
  EXPECT_EQ(encodeControlHeader(0x1F000, 1, 0, 0), 0x0001F000u);
  EXPECT_EQ(encodeControlHeader(0x1F020, 4, 2, 9), 0x09B1F020u);
  EXPECT_EQ(encodeControlHeader(0x400, 4, 1, 2), 0x02700400u);
  EXPECT_EQ(encodePacketHeader(1, 2, {3, 4}) & ~(1u << 31), 1u | 2u << 12 | 4u << 16 | 3u << 21);
  for (uint32_t w : {0u, 1u, 3u, 0x80000000u, 0xFFFFFFFFu})
    EXPECT_EQ(llvm::popcount(withOddParity(w)) % 2, 1);
}

TEST(Words, ShimMuxAndCascade) {
  EXPECT_EQ(shimMuxDma(3)->mask, 0xC00u);
  EXPECT_EQ(shimMuxDma(3)->value, 0x400u);
  EXPECT_EQ(shimMuxDma(7)->mask, 0xC000u);
  EXPECT_EQ(shimMuxDma(7)->value, 0x4000u);
  EXPECT_EQ(shimDemuxDma(2)->mask, 0x30u);
  EXPECT_EQ(shimDemuxDma(2)->value, 0x10u);
  EXPECT_EQ(shimDemuxDma(3)->mask, 0xC0u);
  EXPECT_EQ(shimDemuxDma(3)->value, 0x40u);
  EXPECT_FALSE(shimMuxDma(2));
  EXPECT_FALSE(shimDemuxDma(4));
  EXPECT_EQ(encodeCascade(WireBundle::North, WireBundle::South), 0u);
  EXPECT_EQ(encodeCascade(WireBundle::West, WireBundle::East), 3u);
}

} // namespace
