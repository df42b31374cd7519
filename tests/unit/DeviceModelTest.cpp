//===- DeviceModelTest.cpp ---------------------------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "device/BdIdAllocator.h"
#include "device/DeviceModel.h"
#include "gtest/gtest.h"

using namespace tilewright::device;
using WB = WireBundle;

namespace {

const DeviceModel &model(Device d) { return DeviceModel::get(d); }

//===--- Geometry ---------------------------------------------------------===//

struct Geometry {
  Device device;
  const char *name;
  Arch arch;
  int columns, rows, memTileRows;
  bool npu, virtualized;
  int nocShims; ///< how many shim tiles are NOC
};
const Geometry geometries[] = {
    {Device::xcvc1902, "xcvc1902", Arch::AIE1, 50, 9, 0, false, false, 16},
    {Device::xcve2302, "xcve2302", Arch::AIE2, 17, 4, 1, false, false, 6},
    {Device::xcve2802, "xcve2802", Arch::AIE2, 38, 11, 2, false, false, 12},
    {Device::npu1, "npu1", Arch::AIE2, 4, 6, 1, true, true, 4},
    {Device::npu1_1col, "npu1_1col", Arch::AIE2, 1, 6, 1, true, true, 1},
    {Device::npu1_2col, "npu1_2col", Arch::AIE2, 2, 6, 1, true, true, 2},
    {Device::npu1_3col, "npu1_3col", Arch::AIE2, 3, 6, 1, true, true, 3},
    {Device::npu2, "npu2", Arch::AIE2p, 8, 6, 1, true, false, 8},
    {Device::npu2_1col, "npu2_1col", Arch::AIE2p, 1, 6, 1, true, true, 1},
    {Device::npu2_2col, "npu2_2col", Arch::AIE2p, 2, 6, 1, true, true, 2},
    {Device::npu2_3col, "npu2_3col", Arch::AIE2p, 3, 6, 1, true, true, 3},
    {Device::npu2_4col, "npu2_4col", Arch::AIE2p, 4, 6, 1, true, true, 4},
    {Device::npu2_5col, "npu2_5col", Arch::AIE2p, 5, 6, 1, true, true, 5},
    {Device::npu2_6col, "npu2_6col", Arch::AIE2p, 6, 6, 1, true, true, 6},
    {Device::npu2_7col, "npu2_7col", Arch::AIE2p, 7, 6, 1, true, true, 7},
};

TEST(DeviceModel, GeometryOfEveryDevice) {
  ASSERT_EQ(allDevices().size(), std::size(geometries));
  for (const Geometry &g : geometries) {
    SCOPED_TRACE(g.name);
    const DeviceModel &m = model(g.device);
    EXPECT_EQ(m.device(), g.device);
    EXPECT_EQ(stringify(g.device), g.name);
    EXPECT_EQ(symbolizeDevice(g.name), g.device);
    EXPECT_EQ(m.arch(), g.arch);
    EXPECT_EQ(m.columns(), g.columns);
    EXPECT_EQ(m.rows(), g.rows);
    EXPECT_EQ(m.memTileRows(), g.memTileRows);
    EXPECT_EQ(m.isNPU(), g.npu);
    EXPECT_EQ(m.isVirtualized(), g.virtualized);
    int noc = 0;
    for (int col = 0; col < m.columns(); ++col) {
      noc += m.isShimNOCTile({col, 0});
      EXPECT_NE(m.isShimNOCTile({col, 0}), m.isShimPLTile({col, 0}));
      for (int row = 0; row < m.rows(); ++row) {
        EXPECT_EQ(m.isShimTile({col, row}), row == 0);
        EXPECT_EQ(m.isMemTile({col, row}), row >= 1 && row <= g.memTileRows);
        EXPECT_EQ(m.isCoreTile({col, row}), row > g.memTileRows);
      }
    }
    EXPECT_EQ(noc, g.nocShims);
    EXPECT_FALSE(m.contains({g.columns, 0}));
    EXPECT_FALSE(m.contains({0, g.rows}));
    EXPECT_FALSE(m.contains({-1, 0}));
  }
}

TEST(DeviceModel, EveryDeviceIsConsistent) {
  for (Device d : allDevices())
    EXPECT_EQ(model(d).validate(), std::nullopt) << stringify(d).str();
}

TEST(DeviceModel, NamesThatDoNotExist) {
  for (const char *name : {"npu1_4col", "npu2_8col", "npu3", "npu4", "", "NPU1"})
    EXPECT_FALSE(symbolizeDevice(name)) << name;
  EXPECT_EQ(model(static_cast<Device>(99)).device(), Device::xcvc1902);
}

TEST(DeviceModel, FirstTiles) {
  EXPECT_EQ(model(Device::npu1).firstTileOf(TileType::CoreTile), (TileID{0, 2}));
  EXPECT_EQ(model(Device::npu1).firstTileOf(TileType::ShimPLTile), std::nullopt);
  EXPECT_EQ(model(Device::xcvc1902).firstTileOf(TileType::ShimNOCTile), (TileID{2, 0}));
  EXPECT_EQ(model(Device::xcvc1902).firstTileOf(TileType::MemTile), std::nullopt);
}

//===--- Scalars ----------------------------------------------------------===//

TEST(DeviceModel, ScalarsOfTheGenerations) {
  const DeviceModel &a1 = model(Device::xcvc1902), &a2 = model(Device::npu1),
                    &a2p = model(Device::npu2);
  EXPECT_EQ(a1.localMemorySize(), 0x8000u);
  EXPECT_EQ(a1.memTileSize(), 0u);
  EXPECT_EQ(a1.cascadeBits(), 384u);
  EXPECT_EQ(a1.maxLockValue(), 1);
  EXPECT_EQ(a1.accessibleNeighbourChannels(), 0u);
  EXPECT_EQ(a1.columnShift(), 23u);
  EXPECT_EQ(a1.rowShift(), 18u);
  for (const DeviceModel *m : {&a2, &a2p}) {
    EXPECT_EQ(m->localMemorySize(), 0x10000u);
    EXPECT_EQ(m->memTileSize(), 0x80000u);
    EXPECT_EQ(m->programMemorySize(), 0x4000u);
    EXPECT_EQ(m->cascadeBits(), 512u);
    EXPECT_EQ(m->maxLockValue(), 0x3F);
    EXPECT_EQ(m->accessibleNeighbourChannels(), 4u);
    EXPECT_EQ(m->columnShift(), 25u);
    EXPECT_EQ(m->rowShift(), 20u);
    struct {
      TileID t;
      uint32_t memory, banks, locks, bds, channels, dims;
    } kinds[] = {{{0, 0}, 0, 4, 16, 16, 2, 3},
                 {{0, 1}, 0x80000, 8, 64, 48, 6, 4},
                 {{0, 2}, 0x10000, 4, 16, 16, 2, 3}};
    for (auto &k : kinds) {
      SCOPED_TRACE(k.t.row);
      EXPECT_EQ(m->memorySize(k.t), k.memory);
      EXPECT_EQ(m->numBanks(k.t), k.banks);
      EXPECT_EQ(m->numLocks(k.t), k.locks);
      EXPECT_EQ(m->numBDs(k.t), k.bds);
      EXPECT_EQ(m->numDmaChannels(k.t), k.channels);
      EXPECT_EQ(m->numBDDimensions(m->tileType(k.t)), k.dims);
    }
  }
}

TEST(DeviceModel, MemTileDescriptorsBelongToEvenOrOddChannels) {
  const DeviceModel &m = model(Device::npu1);
  EXPECT_TRUE(m.isBDAccessible({0, 1}, 0, 0));
  EXPECT_TRUE(m.isBDAccessible({0, 1}, 23, 4));
  EXPECT_FALSE(m.isBDAccessible({0, 1}, 24, 4));
  EXPECT_FALSE(m.isBDAccessible({0, 1}, 23, 1));
  EXPECT_TRUE(m.isBDAccessible({0, 1}, 47, 5));
  EXPECT_TRUE(m.isBDAccessible({0, 2}, 15, 1));
  EXPECT_TRUE(m.isBDAccessible({0, 0}, 3, 0));
}

TEST(BdIdAllocator, LowestFreeThatTheChannelCanUse) {
  BdIdAllocator mem(model(Device::npu1), {0, 1});
  EXPECT_EQ(mem.numUsable(3), 24u);
  EXPECT_TRUE(mem.take(0));
  EXPECT_FALSE(mem.take(0));
  EXPECT_FALSE(mem.take(48));
  EXPECT_EQ(mem.next(0), 1u);
  EXPECT_EQ(mem.next(1), 24u);
  for (uint32_t id = 25; id < 48; ++id)
    EXPECT_EQ(mem.next(5), id);
  EXPECT_EQ(mem.next(1), std::nullopt);
  mem.release(30);
  EXPECT_FALSE(mem.isTaken(30));
  EXPECT_EQ(mem.next(1), 30u);
  BdIdAllocator core(model(Device::npu1), {0, 2});
  EXPECT_EQ(core.numUsable(1), 16u);
  EXPECT_EQ(core.next(1), 0u);
}

TEST(DeviceModel, BurstLengths) {
  EXPECT_EQ(model(Device::npu1).burstLength(0)->bytes, 256u);
  EXPECT_EQ(model(Device::npu2).burstLength(0)->encoding, 3u);
  EXPECT_EQ(model(Device::npu2).burstLength(512)->encoding, 3u);
  EXPECT_EQ(model(Device::npu1).burstLength(128)->encoding, 1u);
  EXPECT_EQ(model(Device::npu1).burstLength(512), std::nullopt);
  EXPECT_EQ(model(Device::npu2).burstLength(100), std::nullopt);
}

TEST(DeviceModel, BlockFormats) {
  EXPECT_TRUE(model(Device::npu2_3col).supportsBlockFormat("v8bfp16ebs8"));
  EXPECT_TRUE(model(Device::npu2).supportsBlockFormat("v16bfp16ebs16"));
  EXPECT_FALSE(model(Device::npu2).supportsBlockFormat("v4bfp16ebs4"));
  EXPECT_FALSE(model(Device::npu1).supportsBlockFormat("v8bfp16ebs8"));
}

//===--- Adjacency --------------------------------------------------------===//

TEST(DeviceModel, MemoryAffinity) {
  struct {
    Device d;
    TileID core, mem;
    bool legal;
  } cases[] = {// AIE2: own, west, north, south; not east, not a memtile below.
               {Device::npu1, {1, 3}, {1, 3}, true},
               {Device::npu1, {1, 3}, {0, 3}, true},
               {Device::npu1, {1, 3}, {2, 3}, false},
               {Device::npu1, {1, 3}, {1, 4}, true},
               {Device::npu1, {1, 3}, {1, 2}, true},
               {Device::npu1, {1, 2}, {1, 1}, false},
               {Device::npu1, {1, 3}, {0, 2}, false},
               // Memtiles: own row only.
               {Device::npu1, {1, 1}, {0, 1}, true},
               {Device::npu1, {1, 1}, {2, 1}, true},
               {Device::npu1, {1, 1}, {1, 2}, false},
               {Device::npu1, {1, 1}, {3, 1}, false},
               // AIE1: even rows look west from their own memory, odd rows east.
               {Device::xcvc1902, {3, 2}, {3, 2}, true},
               {Device::xcvc1902, {3, 2}, {4, 2}, true},
               {Device::xcvc1902, {3, 2}, {2, 2}, false},
               {Device::xcvc1902, {3, 3}, {2, 3}, true},
               {Device::xcvc1902, {3, 3}, {4, 3}, false},
               {Device::xcvc1902, {3, 3}, {3, 4}, true}};
  for (auto &c : cases)
    EXPECT_EQ(model(c.d).isLegalMemAffinity(c.core, c.mem), c.legal)
        << stringify(c.d).str() << " " << c.core.col << "," << c.core.row << " -> " << c.mem.col
        << "," << c.mem.row;
}

TEST(DeviceModel, NeighbourMemories) {
  const DeviceModel &m = model(Device::npu1);
  EXPECT_EQ(m.memWest({0, 3}), std::nullopt);
  EXPECT_EQ(m.memWest({1, 3}), (TileID{0, 3}));
  EXPECT_EQ(m.memEast({1, 3}), (TileID{1, 3}));
  EXPECT_EQ(m.memNorth({1, 5}), std::nullopt);
  EXPECT_EQ(m.memSouth({1, 2}), std::nullopt); // a memtile
  EXPECT_EQ(m.memSouth({1, 3}), (TileID{1, 2}));
  const DeviceModel &a1 = model(Device::xcvc1902);
  EXPECT_EQ(a1.memSouth({1, 1}), std::nullopt); // a shim tile
  EXPECT_EQ(a1.memWest({1, 2}), (TileID{1, 2}));
  EXPECT_EQ(a1.memEast({1, 2}), (TileID{2, 2}));
  EXPECT_EQ(a1.memEast({49, 2}), std::nullopt);
}

TEST(DeviceModel, AddressesAndLocksSeenFromATile) {
  using OptU = std::optional<uint32_t>;
  struct {
    Device d;
    TileID local, other;
    OptU base, lock;
  } cases[] = {{Device::npu1, {1, 3}, {1, 2}, 0x40000, 0},
               {Device::npu1, {1, 3}, {0, 3}, 0x50000, 16},
               {Device::npu1, {1, 3}, {1, 4}, 0x60000, 32},
               {Device::npu1, {1, 3}, {1, 3}, 0x70000, 48},
               {Device::npu1, {1, 3}, {2, 3}, {}, {}},
               {Device::npu1, {1, 1}, {0, 1}, 0, 0},
               {Device::npu1, {1, 1}, {1, 1}, 0x80000, 64},
               {Device::npu1, {1, 1}, {2, 1}, 0x100000, 128},
               {Device::npu1, {1, 1}, {1, 2}, {}, {}},
               {Device::npu1, {1, 0}, {1, 0}, {}, {}},
               {Device::xcvc1902, {3, 2}, {3, 2}, 0x28000, 16},
               {Device::xcvc1902, {3, 3}, {3, 3}, 0x38000, 48},
               {Device::xcvc1902, {3, 3}, {3, 2}, 0x20000, 0}};
  for (auto &c : cases) {
    SCOPED_TRACE(testing::Message() << c.local.col << "," << c.local.row << " sees " << c.other.col
                                    << "," << c.other.row);
    EXPECT_EQ(model(c.d).memLocalBaseAddress(c.local, c.other), c.base);
    EXPECT_EQ(model(c.d).lockLocalBaseIndex(c.local, c.other), c.lock);
  }
  EXPECT_EQ(model(Device::npu1).memInternalBase({0, 2}), 0x70000u);
  EXPECT_EQ(model(Device::xcvc1902).memInternalBase({0, 2}), 0x28000u);
  EXPECT_EQ(model(Device::xcvc1902).memInternalBase({0, 3}), 0x38000u);
}

//===--- Stream switch ----------------------------------------------------===//

TEST(DeviceModel, PortCounts) {
  struct {
    Device d;
    TileID t;
    WB bundle;
    uint32_t sources, dests;
  } cases[] = {{Device::npu1, {1, 3}, WB::Core, 1, 1},
               {Device::npu1, {1, 3}, WB::DMA, 2, 2},
               {Device::npu1, {1, 3}, WB::FIFO, 1, 1},
               {Device::npu1, {1, 3}, WB::South, 6, 4},
               {Device::npu1, {1, 3}, WB::West, 4, 4},
               {Device::npu1, {1, 3}, WB::North, 4, 6},
               {Device::npu1, {1, 3}, WB::East, 4, 4},
               {Device::npu1, {1, 3}, WB::Trace, 2, 0},
               {Device::npu1, {1, 3}, WB::TileControl, 1, 1},
               {Device::npu1, {1, 3}, WB::PLIO, 0, 0},
               {Device::npu1, {1, 3}, WB::NOC, 0, 0},
               {Device::npu1, {0, 3}, WB::West, 0, 0},
               {Device::npu1, {3, 3}, WB::East, 0, 0},
               {Device::npu1, {1, 5}, WB::North, 0, 0},
               {Device::npu1_1col, {0, 3}, WB::East, 0, 0},
               {Device::npu1, {1, 1}, WB::Core, 0, 0},
               {Device::npu1, {1, 1}, WB::DMA, 6, 6},
               {Device::npu1, {1, 1}, WB::South, 6, 4},
               {Device::npu1, {1, 1}, WB::North, 4, 6},
               {Device::npu1, {1, 1}, WB::East, 0, 0},
               {Device::npu1, {1, 1}, WB::Trace, 1, 0},
               {Device::npu1, {1, 1}, WB::TileControl, 1, 1},
               {Device::npu2, {1, 0}, WB::South, 8, 6},
               {Device::npu2, {1, 0}, WB::North, 4, 6},
               {Device::npu2, {1, 0}, WB::FIFO, 1, 1},
               {Device::npu2, {1, 0}, WB::DMA, 0, 0},
               {Device::npu2, {1, 0}, WB::Trace, 1, 0},
               {Device::npu2, {1, 0}, WB::TileControl, 1, 1},
               {Device::npu2, {0, 0}, WB::West, 0, 0},
               {Device::npu2, {7, 0}, WB::East, 0, 0},
               {Device::xcve2302, {0, 0}, WB::TileControl, 0, 0},
               {Device::xcvc1902, {1, 1}, WB::Core, 2, 2},
               {Device::xcvc1902, {1, 1}, WB::FIFO, 2, 2},
               {Device::xcvc1902, {1, 1}, WB::Trace, 2, 0},
               {Device::xcvc1902, {2, 0}, WB::FIFO, 2, 2},
               {Device::xcvc1902, {2, 0}, WB::TileControl, 1, 1},
               {Device::xcvc1902, {1, 0}, WB::TileControl, 0, 0}};
  for (auto &c : cases) {
    SCOPED_TRACE(testing::Message() << stringify(c.d).str() << " " << c.t.col << "," << c.t.row
                                    << " " << stringify(c.bundle).str());
    EXPECT_EQ(model(c.d).numSwitchboxSources(c.t, c.bundle), c.sources);
    EXPECT_EQ(model(c.d).numSwitchboxDests(c.t, c.bundle), c.dests);
  }
  struct {
    WB bundle;
    uint32_t sources, dests;
  } mux[] = {
      {WB::DMA, 2, 2}, {WB::NOC, 4, 4}, {WB::PLIO, 8, 6}, {WB::South, 6, 8}, {WB::North, 0, 0}};
  for (auto &c : mux) {
    EXPECT_EQ(model(Device::npu1).numShimMuxSources({0, 0}, c.bundle), c.sources);
    EXPECT_EQ(model(Device::npu1).numShimMuxDests({0, 0}, c.bundle), c.dests);
  }
}

TEST(DeviceModel, LegalConnections) {
  const TileID core{1, 3}, mem{1, 1}, shim{1, 0};
  struct {
    TileID t;
    Port source, dest;
    bool legal;
  } cases[] = {{core, {WB::DMA, 0}, {WB::DMA, 0}, true},
               {core, {WB::DMA, 0}, {WB::DMA, 1}, false},
               {core, {WB::Core, 0}, {WB::Core, 0}, false},
               {core, {WB::Core, 0}, {WB::TileControl, 0}, true},
               {core, {WB::North, 1}, {WB::North, 1}, true},
               {core, {WB::North, 1}, {WB::North, 2}, false},
               {core, {WB::North, 1}, {WB::South, 3}, true},
               {core, {WB::North, 4}, {WB::South, 3}, false},
               {core, {WB::South, 5}, {WB::East, 3}, true},
               {core, {WB::South, 5}, {WB::South, 4}, false},
               {core, {WB::TileControl, 0}, {WB::Core, 0}, true},
               {core, {WB::TileControl, 0}, {WB::DMA, 0}, false},
               {core, {WB::TileControl, 0}, {WB::TileControl, 0}, false},
               {core, {WB::Trace, 0}, {WB::DMA, 0}, true},
               {core, {WB::Trace, 0}, {WB::DMA, 1}, false},
               {core, {WB::Trace, 1}, {WB::FIFO, 0}, true},
               {core, {WB::Trace, 1}, {WB::South, 2}, true},
               {core, {WB::Trace, 1}, {WB::North, 2}, false},
               {core, {WB::FIFO, 0}, {WB::FIFO, 0}, true},
               {mem, {WB::DMA, 3}, {WB::DMA, 3}, true},
               {mem, {WB::DMA, 3}, {WB::DMA, 2}, false},
               {mem, {WB::DMA, 3}, {WB::North, 5}, true},
               {mem, {WB::South, 2}, {WB::North, 2}, true},
               {mem, {WB::South, 2}, {WB::North, 3}, false},
               {mem, {WB::North, 2}, {WB::DMA, 5}, true},
               {mem, {WB::TileControl, 0}, {WB::DMA, 5}, true},
               {mem, {WB::TileControl, 0}, {WB::DMA, 4}, false},
               {mem, {WB::Trace, 0}, {WB::DMA, 5}, true},
               {mem, {WB::Trace, 0}, {WB::DMA, 0}, false},
               {mem, {WB::Trace, 0}, {WB::South, 1}, true},
               {mem, {WB::Trace, 0}, {WB::North, 1}, false},
               {shim, {WB::South, 3}, {WB::South, 2}, true},
               {shim, {WB::North, 1}, {WB::North, 0}, false},
               {shim, {WB::North, 1}, {WB::North, 1}, true},
               {shim, {WB::West, 1}, {WB::West, 2}, false},
               {shim, {WB::Trace, 0}, {WB::West, 0}, true},
               {shim, {WB::Trace, 0}, {WB::West, 1}, false},
               {shim, {WB::Trace, 0}, {WB::East, 0}, true},
               {shim, {WB::Trace, 0}, {WB::North, 0}, false},
               {shim, {WB::TileControl, 0}, {WB::TileControl, 0}, false},
               {shim, {WB::TileControl, 0}, {WB::South, 0}, true},
               {shim, {WB::South, -1}, {WB::South, 2}, false}};
  for (auto &c : cases)
    EXPECT_EQ(model(Device::npu1).isLegalTileConnection(c.t, c.source, c.dest), c.legal)
        << "row " << c.t.row << " " << stringify(c.source.bundle).str() << c.source.channel
        << " -> " << stringify(c.dest.bundle).str() << c.dest.channel;
  const DeviceModel &a1 = model(Device::xcvc1902);
  EXPECT_TRUE(a1.isLegalTileConnection({1, 1}, {WB::Core, 0}, {WB::Core, 1}));
  EXPECT_TRUE(a1.isLegalTileConnection({1, 1}, {WB::Trace, 0}, {WB::South, 0}));
  EXPECT_FALSE(a1.isLegalTileConnection({1, 1}, {WB::Trace, 0}, {WB::DMA, 0}));
}

TEST(DeviceModel, PortIndices) {
  using OptU = std::optional<uint32_t>;
  const TileID core{1, 3}, mem{1, 1}, shim{1, 0};
  struct {
    TileID t;
    Port port;
    OptU slave, master;
  } cases[] = {{core, {WB::Core, 0}, 0, 0},        {core, {WB::DMA, 1}, 2, 2},
               {core, {WB::TileControl, 0}, 3, 3}, {core, {WB::FIFO, 0}, 4, 4},
               {core, {WB::South, 3}, 8, 8},       {core, {WB::South, 5}, 10, {}},
               {core, {WB::West, 0}, 11, 9},       {core, {WB::North, 3}, 18, 16},
               {core, {WB::North, 5}, {}, 18},     {core, {WB::East, 3}, 22, 22},
               {core, {WB::Trace, 1}, 24, {}},     {core, {WB::Trace, 2}, {}, {}},
               {mem, {WB::DMA, 5}, 5, 5},          {mem, {WB::TileControl, 0}, 6, 6},
               {mem, {WB::South, 0}, 7, 7},        {mem, {WB::North, 0}, 13, 11},
               {mem, {WB::Trace, 0}, 17, {}},      {mem, {WB::East, 0}, {}, {}},
               {shim, {WB::TileControl, 0}, 0, 0}, {shim, {WB::FIFO, 0}, 1, 1},
               {shim, {WB::South, 5}, 7, 7},       {shim, {WB::South, 7}, 9, {}},
               {shim, {WB::West, 3}, 13, 11},      {shim, {WB::North, 5}, {}, 17},
               {shim, {WB::East, 0}, 18, 18},      {shim, {WB::Trace, 1}, 23, {}},
               {shim, {WB::Trace, 2}, {}, {}},     {shim, {WB::NOC, 0}, {}, {}}};
  for (auto &c : cases) {
    SCOPED_TRACE(testing::Message()
                 << "row " << c.t.row << " " << stringify(c.port.bundle).str() << c.port.channel);
    EXPECT_EQ(model(Device::npu1).switchPortIndex(c.t, c.port, false), c.slave);
    EXPECT_EQ(model(Device::npu1).switchPortIndex(c.t, c.port, true), c.master);
  }
  // Edges of the array do not matter; shim PL tiles have no index.
  EXPECT_EQ(model(Device::npu1).switchPortIndex({3, 3}, {WB::East, 0}, true), 19u);
  EXPECT_EQ(model(Device::xcve2302).switchPortIndex({0, 0}, {WB::South, 0}, true), std::nullopt);
  const DeviceModel &a1 = model(Device::xcvc1902);
  EXPECT_EQ(a1.switchPortIndex({1, 1}, {WB::Trace, 1}, false), 26u);
  EXPECT_EQ(a1.switchPortIndex({1, 1}, {WB::North, 5}, true), 20u);
  EXPECT_EQ(a1.switchPortIndex({2, 0}, {WB::East, 3}, true), 22u);
}

TEST(DeviceModel, PortNames) {
  const DeviceModel &m = model(Device::npu1);
  EXPECT_EQ(m.resolvePortName("north:1", {1, 3}, true), 14u);
  EXPECT_EQ(m.resolvePortName("SOUTH:1", {1, 3}, false), 6u);
  EXPECT_EQ(m.resolvePortName("ctrl:0", {1, 1}, false), 6u);
  EXPECT_EQ(m.resolvePortName("dma:1", {1, 3}, false), 2u);
  for (const char *bad : {"north", "north:", "north:-1", "north:x", "trace:0", "north:9", ":1", ""})
    EXPECT_EQ(m.resolvePortName(bad, {1, 3}, true), std::nullopt) << bad;
}

//===--- Addresses --------------------------------------------------------===//

TEST(DeviceModel, Addresses) {
  const DeviceModel &m = model(Device::npu1), &a1 = model(Device::xcvc1902);
  EXPECT_EQ(m.tileAddress({2, 2}), 0x4200000u);
  EXPECT_EQ(m.tileOfAddress(0x421DE10), (TileID{2, 2}));
  EXPECT_EQ(m.offsetOfAddress(0x421DE10), 0x1DE10u);
  EXPECT_EQ(a1.tileAddress({2, 2}), 0x1080000u);
  EXPECT_EQ(a1.tileOfAddress(0x1080004), (TileID{2, 2}));
  auto S = DMAChannelDir::S2MM, M = DMAChannelDir::MM2S;
  struct {
    const DeviceModel *m;
    TileID t;
    uint64_t bd3, s2mm1, mm2s1;
    uint32_t field;
  } cases[] = {{&m, {0, 0}, 0x1D060, 0x1D208, 0x1D218, 4},
               {&m, {0, 1}, 0x1A0060, 0x1A0608, 0x1A0638, 4},
               {&m, {0, 2}, 0x21D060, 0x21DE08, 0x21DE18, 0},
               {&a1, {0, 1}, 0x5D060, 0x5DE08, 0x5DE10, 0},
               {&a1, {2, 0}, 0x101D03C, 0x101D148, 0x101D150, 0}};
  for (auto &c : cases) {
    SCOPED_TRACE(testing::Message() << stringify(c.m->arch()).str() << " row " << c.t.row);
    EXPECT_EQ(c.m->bdAddress(c.t, 3), c.bd3);
    EXPECT_EQ(c.m->dmaControlAddress(c.t, S, 1), c.s2mm1);
    EXPECT_EQ(c.m->dmaControlAddress(c.t, M, 1), c.mm2s1);
    EXPECT_EQ(c.m->bdAddressFieldOffset(c.t), c.field);
  }
  EXPECT_EQ(m.dmaStatusAddress({0, 2}, M, 1), 0x21DF14u);
  EXPECT_EQ(m.dmaStatusAddress({0, 1}, S, 5), 0x1A0674u);
  EXPECT_EQ(m.dmaStatusAddress({0, 0}, M, 0), 0x1D228u);
  EXPECT_EQ(m.lockAddress({0, 2}, 15), 0x1F0F0u);
  EXPECT_EQ(m.lockAddress({0, 1}, 63), 0xC03F0u);
  EXPECT_EQ(m.lockAddress({0, 0}, 1), 0x14010u);
  EXPECT_EQ(m.lockAddress({0, 2}, 16), std::nullopt);
  EXPECT_EQ(a1.lockAddress({0, 1}, 0), std::nullopt);
}

TEST(DeviceModel, ShimDmaPorts) {
  EXPECT_EQ(DeviceModel::shimDmaSouthPort(DMAChannelDir::MM2S, 0), 3u);
  EXPECT_EQ(DeviceModel::shimDmaSouthPort(DMAChannelDir::MM2S, 1), 7u);
  EXPECT_EQ(DeviceModel::shimDmaSouthPort(DMAChannelDir::S2MM, 0), 2u);
  EXPECT_EQ(DeviceModel::shimDmaSouthPort(DMAChannelDir::S2MM, 1), 3u);
  EXPECT_EQ(DeviceModel::shimDmaSouthPort(DMAChannelDir::S2MM, 2), std::nullopt);
  EXPECT_EQ(DeviceModel::shimMuxSouthPort({WireBundle::DMA, 1}, /*intoArray=*/true), 7u);
  EXPECT_EQ(DeviceModel::shimMuxSouthPort({WireBundle::DMA, 1}, /*intoArray=*/false), 3u);
  EXPECT_EQ(DeviceModel::shimMuxSouthPort({WireBundle::NOC, 2}, /*intoArray=*/true), 6u);
  EXPECT_EQ(DeviceModel::shimMuxSouthPort({WireBundle::NOC, 2}, /*intoArray=*/false), 4u);
  EXPECT_EQ(DeviceModel::shimMuxSouthPort({WireBundle::NOC, 4}, /*intoArray=*/true), std::nullopt);
  EXPECT_EQ(DeviceModel::shimMuxSouthPort({WireBundle::PLIO, 5}, /*intoArray=*/false), 5u);
  EXPECT_EQ(DeviceModel::shimMuxSouthPort({WireBundle::Trace, 0}, /*intoArray=*/true),
            std::nullopt);
}

TEST(DeviceModel, ControllerIds) {
  auto same = model(Device::npu2).controllerIds(/*columnWise=*/true);
  ASSERT_TRUE(same);
  EXPECT_EQ(same->at({7, 0}), 15);
  EXPECT_EQ(same->at({0, 5}), 31);
  auto unique = model(Device::npu1).controllerIds(/*columnWise=*/false);
  ASSERT_TRUE(unique);
  EXPECT_EQ(unique->at({1, 0}), 14);
  EXPECT_EQ(unique->at({3, 2}), 7);
  EXPECT_FALSE(model(Device::npu2).controllerIds(/*columnWise=*/false));
  EXPECT_EQ(model(Device::xcve2802).controllerIds(true)->at({5, 10}), 10);
}

TEST(DeviceModel, ConnectingBundles) {
  EXPECT_EQ(getConnectingBundle(WB::North), WB::South);
  EXPECT_EQ(getConnectingBundle(WB::West), WB::East);
  EXPECT_EQ(getConnectingBundle(WB::DMA), WB::DMA);
  for (unsigned i = 0; i <= 10; ++i)
    EXPECT_EQ(symbolizeWireBundle(stringify(static_cast<WB>(i))), static_cast<WB>(i));
}

} // namespace
