//===- DeviceModel.cpp - Geometry, memories, addresses ----------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Three tables say it all: what devices there are, what an architecture
// generation has in common, and what a tile of each kind contains. The stream
// switch has a file of its own (StreamSwitch.cpp).
//
//===----------------------------------------------------------------------===//
#include "device/DeviceModel.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include <array>

namespace tilewright::device {

//===--- Names ------------------------------------------------------------===//

static constexpr llvm::StringLiteral archNames[] = {"", "AIE1", "AIE2", "AIE2p"};
static constexpr llvm::StringLiteral tileTypeNames[] = {"CoreTile", "MemTile", "ShimNOCTile",
                                                        "ShimPLTile"};
static constexpr llvm::StringLiteral bundleNames[] = {
    "Core", "DMA", "FIFO", "South", "West", "North", "East", "PLIO", "NOC", "Trace", "TileControl"};
static constexpr llvm::StringLiteral directionNames[] = {"S2MM", "MM2S"};

llvm::StringRef stringify(Arch a) { return archNames[static_cast<uint32_t>(a)]; }
llvm::StringRef stringify(TileType t) { return tileTypeNames[static_cast<uint32_t>(t)]; }
llvm::StringRef stringify(WireBundle b) { return bundleNames[static_cast<uint32_t>(b)]; }
llvm::StringRef stringify(DMAChannelDir d) { return directionNames[static_cast<uint32_t>(d)]; }

std::optional<WireBundle> symbolizeWireBundle(llvm::StringRef name) {
  const auto *it = llvm::find(bundleNames, name);
  if (it == std::end(bundleNames))
    return std::nullopt;
  return static_cast<WireBundle>(it - std::begin(bundleNames));
}

WireBundle getConnectingBundle(WireBundle bundle) {
  switch (bundle) {
  case WireBundle::North:
    return WireBundle::South;
  case WireBundle::South:
    return WireBundle::North;
  case WireBundle::East:
    return WireBundle::West;
  case WireBundle::West:
    return WireBundle::East;
  default:
    return bundle;
  }
}

//===--- Tables -----------------------------------------------------------===//

static constexpr int vc1902Noc[] = {2, 3, 6, 7, 10, 11, 18, 19, 26, 27, 34, 35, 42, 43, 46, 47};
static constexpr int ve2302Noc[] = {2, 3, 6, 7, 10, 11};
static constexpr int ve2802Noc[] = {2, 3, 6, 7, 14, 15, 22, 23, 30, 31, 34, 35};

namespace {
struct DeviceRow {
  Device device;
  llvm::StringLiteral name;
  Arch arch;
  int columns, rows, memTileRows;
  bool npu, virtualized;
  llvm::ArrayRef<int> nocColumns;
};

/// What all tiles of a generation agree on.
struct ArchRow {
  uint32_t columnShift, rowShift;
  /// Where a core sees the memories south, west, north and east of it.
  uint32_t south, west, north, east;
  uint32_t cascadeBits;
  int maxLockValue;
  uint32_t neighbourChannels;
};

/// What a tile of one kind contains.
struct TileRow {
  uint32_t memory, banks, locks, bds, channels, dimensions;
  uint32_t bdBase, bdStride, bdWords, bdAddressField;
  uint32_t control[2], status[2]; ///< by direction: S2MM, MM2S; no status on AIE1
  uint32_t lockBase;
};
} // namespace

// clang-format off
static constexpr DeviceRow deviceRows[] = {
    {Device::xcvc1902, "xcvc1902", Arch::AIE1, 50, 9, 0, false, false, vc1902Noc},
    {Device::xcve2302, "xcve2302", Arch::AIE2, 17, 4, 1, false, false, ve2302Noc},
    {Device::xcve2802, "xcve2802", Arch::AIE2, 38, 11, 2, false, false, ve2802Noc},
    {Device::npu1, "npu1", Arch::AIE2, 4, 6, 1, true, true, {}},
    {Device::npu1_1col, "npu1_1col", Arch::AIE2, 1, 6, 1, true, true, {}},
    {Device::npu1_2col, "npu1_2col", Arch::AIE2, 2, 6, 1, true, true, {}},
    {Device::npu1_3col, "npu1_3col", Arch::AIE2, 3, 6, 1, true, true, {}},
    {Device::npu2, "npu2", Arch::AIE2p, 8, 6, 1, true, false, {}},
    {Device::npu2_1col, "npu2_1col", Arch::AIE2p, 1, 6, 1, true, true, {}},
    {Device::npu2_2col, "npu2_2col", Arch::AIE2p, 2, 6, 1, true, true, {}},
    {Device::npu2_3col, "npu2_3col", Arch::AIE2p, 3, 6, 1, true, true, {}},
    {Device::npu2_4col, "npu2_4col", Arch::AIE2p, 4, 6, 1, true, true, {}},
    {Device::npu2_5col, "npu2_5col", Arch::AIE2p, 5, 6, 1, true, true, {}},
    {Device::npu2_6col, "npu2_6col", Arch::AIE2p, 6, 6, 1, true, true, {}},
    {Device::npu2_7col, "npu2_7col", Arch::AIE2p, 7, 6, 1, true, true, {}},
};

static constexpr ArchRow aie1 = {23, 18, 0x20000, 0x28000, 0x30000, 0x38000, 384, 1, 0};
static constexpr ArchRow aie2 = {25, 20, 0x40000, 0x50000, 0x60000, 0x70000, 512, 0x3F, 4};

static constexpr TileRow noTile = {};
static constexpr TileRow aie1Core = {
    0x8000, 4, 16, 16, 2, 0, 0x1D000, 0x20, 8, 0, {0x1DE00, 0x1DE08}, {0, 0}, 0};
static constexpr TileRow aie1Shim = {
    0, 4, 16, 16, 2, 0, 0x1D000, 0x14, 5, 0, {0x1D140, 0x1D148}, {0, 0}, 0};
static constexpr TileRow aie2Core = {
    0x10000, 4, 16, 16, 2, 3, 0x1D000, 0x20, 6, 0, {0x1DE00, 0x1DE10}, {0x1DF00, 0x1DF10}, 0x1F000};
static constexpr TileRow aie2Mem = {
    0x80000, 8, 64, 48, 6, 4, 0xA0000, 0x20, 8, 4, {0xA0600, 0xA0630}, {0xA0660, 0xA0680}, 0xC0000};
static constexpr TileRow aie2Shim = {
    0, 4, 16, 16, 2, 3, 0x1D000, 0x20, 8, 4, {0x1D200, 0x1D210}, {0x1D220, 0x1D228}, 0x14000};
// clang-format on

static const ArchRow &archRow(Arch a) { return a == Arch::AIE1 ? aie1 : aie2; }
static const TileRow &tileRow(Arch a, TileType t) {
  static const TileRow *const rows[2][4] = {{&aie1Core, &noTile, &aie1Shim, &aie1Shim},
                                            {&aie2Core, &aie2Mem, &aie2Shim, &aie2Shim}};
  return *rows[a == Arch::AIE1 ? 0 : 1][static_cast<uint32_t>(t)];
}

/// Builds the models once; they never change afterwards.
struct DeviceTable {
  DeviceModel models[std::size(deviceRows)];
  std::array<Device, std::size(deviceRows)> devices;

  DeviceTable() {
    for (auto [i, row] : llvm::enumerate(deviceRows)) {
      DeviceModel &m = models[i];
      m.dev = devices[i] = row.device;
      m.architecture = row.arch;
      m.numColumns = row.columns;
      m.numRows = row.rows;
      m.numMemTileRows = row.memTileRows;
      m.npu = row.npu;
      m.virtualized = row.virtualized;
      m.nocColumns = row.nocColumns;
    }
  }
  static const DeviceTable &get() {
    static const DeviceTable table;
    return table;
  }
};

const DeviceModel &DeviceModel::get(Device device) {
  for (const DeviceModel &model : DeviceTable::get().models)
    if (model.dev == device)
      return model;
  return DeviceTable::get().models[0];
}

llvm::ArrayRef<Device> allDevices() { return DeviceTable::get().devices; }

llvm::StringRef stringify(Device device) {
  const auto *it =
      llvm::find_if(deviceRows, [&](const DeviceRow &r) { return r.device == device; });
  return it == std::end(deviceRows) ? llvm::StringRef() : llvm::StringRef(it->name);
}

std::optional<Device> symbolizeDevice(llvm::StringRef name) {
  const auto *it = llvm::find_if(deviceRows, [&](const DeviceRow &r) { return r.name == name; });
  return it == std::end(deviceRows) ? std::nullopt : std::optional(it->device);
}

//===--- Geometry ---------------------------------------------------------===//

TileType DeviceModel::tileType(TileID t) const {
  if (t.row == 0)
    return nocColumns.empty() || llvm::is_contained(nocColumns, t.col) ? TileType::ShimNOCTile
                                                                       : TileType::ShimPLTile;
  return t.row <= numMemTileRows ? TileType::MemTile : TileType::CoreTile;
}

std::optional<TileID> DeviceModel::firstTileOf(TileType type) const {
  for (int col = 0; col < numColumns; ++col)
    for (int row = 0; row < numRows; ++row)
      if (tileType({col, row}) == type)
        return TileID{col, row};
  return std::nullopt;
}

//===--- Memories, locks, BDs, channels -----------------------------------===//

uint32_t DeviceModel::localMemorySize() const {
  return tileRow(architecture, TileType::CoreTile).memory;
}
uint32_t DeviceModel::memTileSize() const {
  return tileRow(architecture, TileType::MemTile).memory;
}
uint32_t DeviceModel::memorySize(TileID t) const {
  return tileRow(architecture, tileType(t)).memory;
}
uint32_t DeviceModel::programMemorySize() const { return 16 * 1024; }
uint32_t DeviceModel::numBanks(TileID t) const { return tileRow(architecture, tileType(t)).banks; }
uint32_t DeviceModel::numLocks(TileType t) const { return tileRow(architecture, t).locks; }
int DeviceModel::maxLockValue() const { return archRow(architecture).maxLockValue; }
uint32_t DeviceModel::numBDs(TileType t) const { return tileRow(architecture, t).bds; }
uint32_t DeviceModel::numDmaChannels(TileID t) const {
  return tileRow(architecture, tileType(t)).channels;
}
uint32_t DeviceModel::numBDDimensions(TileType t) const {
  return tileRow(architecture, t).dimensions;
}

bool DeviceModel::isBDAccessible(TileID t, uint32_t bd, uint32_t channel) const {
  // A memtile's descriptors are in two halves, for even and for odd channels.
  uint32_t count = numBDs(t);
  if (tileType(t) != TileType::MemTile)
    return true;
  return bd < count && (bd < count / 2) == (channel % 2 == 0);
}

uint32_t DeviceModel::cascadeBits() const { return archRow(architecture).cascadeBits; }
uint32_t DeviceModel::accessibleNeighbourChannels() const {
  return archRow(architecture).neighbourChannels;
}

llvm::ArrayRef<BurstLength> DeviceModel::burstLengths() const {
  static constexpr BurstLength lengths[] = {{0, 64}, {1, 128}, {2, 256}, {3, 512}};
  return llvm::ArrayRef(lengths).take_front(architecture == Arch::AIE2p ? 4 : 3);
}
std::optional<BurstLength> DeviceModel::burstLength(uint32_t bytes) const {
  if (bytes == 0)
    return burstLengths().back();
  for (BurstLength length : burstLengths())
    if (length.bytes == bytes)
      return length;
  return std::nullopt;
}

bool DeviceModel::supportsBlockFormat(llvm::StringRef name) const {
  return architecture == Arch::AIE2p && (name == "v8bfp16ebs8" || name == "v16bfp16ebs16");
}

uint32_t DeviceModel::columnShift() const { return archRow(architecture).columnShift; }
uint32_t DeviceModel::rowShift() const { return archRow(architecture).rowShift; }

//===--- Adjacency --------------------------------------------------------===//

bool DeviceModel::isMemWest(TileID s, TileID d) const {
  bool own = architecture == Arch::AIE1 && s.row % 2 == 0;
  return own ? isInternal(s, d) : isWest(s, d);
}
bool DeviceModel::isMemEast(TileID s, TileID d) const {
  bool own = architecture != Arch::AIE1 || s.row % 2 != 0;
  return own ? isInternal(s, d) : isEast(s, d);
}
bool DeviceModel::isMemNorth(TileID s, TileID d) const { return isNorth(s, d); }
bool DeviceModel::isMemSouth(TileID s, TileID d) const { return isSouth(s, d); }

bool DeviceModel::isLegalMemAffinity(TileID accessor, TileID memory) const {
  if (isMemTile(accessor))
    return isInternal(accessor, memory) || isEast(accessor, memory) || isWest(accessor, memory);
  if (isMemSouth(accessor, memory))
    return !isMemTile(memory);
  return isMemNorth(accessor, memory) || isMemWest(accessor, memory) || isMemEast(accessor, memory);
}

std::optional<TileID> DeviceModel::memWest(TileID t) const {
  bool own = architecture == Arch::AIE1 && t.row % 2 == 0;
  TileID w = own ? t : TileID{t.col - 1, t.row};
  return contains(w) ? std::optional(w) : std::nullopt;
}
std::optional<TileID> DeviceModel::memEast(TileID t) const {
  bool own = architecture != Arch::AIE1 || t.row % 2 != 0;
  TileID e = own ? t : TileID{t.col + 1, t.row};
  return contains(e) ? std::optional(e) : std::nullopt;
}
std::optional<TileID> DeviceModel::memNorth(TileID t) const {
  TileID n{t.col, t.row + 1};
  return contains(n) ? std::optional(n) : std::nullopt;
}
std::optional<TileID> DeviceModel::memSouth(TileID t) const {
  TileID s{t.col, t.row - 1};
  if (!contains(s) || s.row == 0 || isMemTile(s))
    return std::nullopt;
  return s;
}

uint32_t DeviceModel::memSouthBase() const { return archRow(architecture).south; }
uint32_t DeviceModel::memWestBase() const { return archRow(architecture).west; }
uint32_t DeviceModel::memNorthBase() const { return archRow(architecture).north; }
uint32_t DeviceModel::memEastBase() const { return archRow(architecture).east; }
uint32_t DeviceModel::memInternalBase(TileID t) const {
  bool west = architecture == Arch::AIE1 && t.row % 2 == 0;
  return west ? memWestBase() : memEastBase();
}

std::optional<uint32_t> DeviceModel::memLocalBaseAddress(TileID local, TileID memory) const {
  if (isCoreTile(local)) {
    if (isMemSouth(local, memory))
      return memSouthBase();
    if (isMemWest(local, memory))
      return memWestBase();
    if (isMemNorth(local, memory))
      return memNorthBase();
    if (isMemEast(local, memory))
      return memEastBase();
  }
  if (isMemTile(local)) {
    if (isWest(local, memory))
      return 0;
    if (isInternal(local, memory))
      return memTileSize();
    if (isEast(local, memory))
      return 2 * memTileSize();
  }
  return std::nullopt;
}

std::optional<uint32_t> DeviceModel::lockLocalBaseIndex(TileID local, TileID lockTile) const {
  if (isCoreTile(local)) {
    uint32_t n = numLocks(local);
    if (isMemSouth(local, lockTile))
      return 0;
    if (isMemWest(local, lockTile))
      return n;
    if (isMemNorth(local, lockTile))
      return 2 * n;
    if (isMemEast(local, lockTile))
      return 3 * n;
  }
  if (isMemTile(local)) {
    uint32_t n = numLocks(local);
    if (isWest(local, lockTile))
      return 0;
    if (isInternal(local, lockTile))
      return n;
    if (isEast(local, lockTile))
      return 2 * n;
  }
  return std::nullopt;
}

//===--- Control packets --------------------------------------------------===//

std::optional<std::map<TileID, int>> DeviceModel::controllerIds(bool columnWise) const {
  static constexpr int ids[4][6] = {{15, 26, 27, 29, 30, 31},
                                    {14, 21, 22, 23, 24, 25},
                                    {13, 11, 17, 18, 19, 20},
                                    {12, 28, 7, 8, 9, 10}};
  constexpr int sets = std::size(ids), rowsPerSet = std::size(ids[0]);
  if (!columnWise && numColumns > sets)
    return std::nullopt;
  std::map<TileID, int> result;
  for (int col = 0; col < numColumns; ++col)
    for (int row = 0; row < numRows; ++row)
      result[{col, row}] = numRows > rowsPerSet ? row : ids[columnWise ? 0 : col][row];
  return result;
}

//===--- Addresses --------------------------------------------------------===//

uint64_t DeviceModel::tileAddress(TileID t) const {
  return (static_cast<uint64_t>(t.col & 0xFF) << columnShift()) |
         (static_cast<uint64_t>(t.row & 0xFF) << rowShift());
}
TileID DeviceModel::tileOfAddress(uint64_t address) const {
  uint64_t rowMask = (1u << (columnShift() - rowShift())) - 1;
  return {static_cast<int>((address >> columnShift()) & 0xFF),
          static_cast<int>((address >> rowShift()) & rowMask)};
}
uint32_t DeviceModel::offsetOfAddress(uint64_t address) const {
  return address & ((1u << rowShift()) - 1);
}

uint64_t DeviceModel::bdAddress(TileID t, uint32_t bd) const {
  const TileRow &row = tileRow(architecture, tileType(t));
  return tileAddress(t) + row.bdBase + row.bdStride * bd;
}
uint32_t DeviceModel::bdAddressFieldOffset(TileID t) const {
  return tileRow(architecture, tileType(t)).bdAddressField;
}
uint32_t DeviceModel::bdWords(TileID t) const { return tileRow(architecture, tileType(t)).bdWords; }

/// Control and queue word alternate: a channel's pair is 8 bytes.
static constexpr uint32_t channelStride = 8;

uint64_t DeviceModel::dmaControlAddress(TileID t, DMAChannelDir dir, uint32_t channel) const {
  const TileRow &row = tileRow(architecture, tileType(t));
  return tileAddress(t) + row.control[static_cast<uint32_t>(dir)] + channelStride * channel;
}
uint64_t DeviceModel::dmaStatusAddress(TileID t, DMAChannelDir dir, uint32_t channel) const {
  const TileRow &row = tileRow(architecture, tileType(t));
  return tileAddress(t) + row.status[static_cast<uint32_t>(dir)] + 4 * channel;
}
std::optional<uint32_t> DeviceModel::lockAddress(TileID t, uint32_t id) const {
  const TileRow &row = tileRow(architecture, tileType(t));
  if (architecture == Arch::AIE1 || id >= row.locks)
    return std::nullopt;
  return row.lockBase + 0x10 * id;
}

//===--- Consistency ------------------------------------------------------===//

std::optional<std::string> DeviceModel::validate() const {
  auto fail = [](TileID t, const char *what) {
    return llvm::formatv("tile ({0}, {1}): {2}", t.col, t.row, what).str();
  };
  auto sources = [&](TileID t, WireBundle b) { return numSwitchboxSources(t, b); };
  auto dests = [&](TileID t, WireBundle b) { return numSwitchboxDests(t, b); };
  for (int col = 0; col < numColumns; ++col)
    for (int row = 0; row < numRows; ++row) {
      TileID t{col, row};
      if (isShimTile(t) != (row == 0) || isMemTile(t) != (row > 0 && row <= numMemTileRows) ||
          isCoreTile(t) != (row > numMemTileRows))
        return fail(t, "kind does not fit its row");
      if (isShimTile(t) && isShimNOCTile(t) == isShimPLTile(t))
        return fail(t, "a shim tile is exactly one of NOC and PL");
      static constexpr struct {
        WireBundle side;
        int dcol, drow;
      } sides[] = {{WireBundle::North, 0, 1},
                   {WireBundle::South, 0, -1},
                   {WireBundle::East, 1, 0},
                   {WireBundle::West, -1, 0}};
      for (auto [side, dcol, drow] : sides) {
        TileID next{col + dcol, row + drow};
        if (contains(next) && sources(t, side) != dests(next, getConnectingBundle(side)))
          return fail(t, "ports do not match the neighbour's");
        // The shim's south side leads to the outside world.
        if (!contains(next) && side != WireBundle::South && sources(t, side) != 0)
          return fail(t, "ports lead off the array");
      }
      if (sources(t, WireBundle::FIFO) != dests(t, WireBundle::FIFO))
        return fail(t, "FIFO inputs and outputs differ in number");
    }
  return std::nullopt;
}

} // namespace tilewright::device
