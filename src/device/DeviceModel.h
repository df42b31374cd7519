//===- DeviceModel.h - What an AI-engine array is ---------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The one place that knows a hardware number. A device is a grid of tiles,
// (column, row), column 0 leftmost and row 0 at the bottom; row 0 holds shim
// tiles, then come memory tiles (AIE2 family), then core tiles. Everything here
// is a table or a pure function of a device's name.
//
// Units: addresses and sizes in bytes unless a name says words (32 bits).
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_DEVICE_DEVICEMODEL_H
#define TILEWRIGHT_DEVICE_DEVICEMODEL_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/Hashing.h"
#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

namespace tilewright::device {

//===--- Names ------------------------------------------------------------===//

/// The values are those of the IR's integer attributes.
enum class Device : uint32_t {
  xcvc1902 = 1,
  xcve2302 = 2,
  xcve2802 = 3,
  npu1 = 4,
  npu1_1col = 5,
  npu1_2col = 6,
  npu1_3col = 7,
  npu2 = 8,
  npu2_1col = 9,
  npu2_2col = 10,
  npu2_3col = 11,
  npu2_4col = 12,
  npu2_5col = 13,
  npu2_6col = 14,
  npu2_7col = 15,
};
enum class Arch : uint32_t { AIE1 = 1, AIE2 = 2, AIE2p = 3 };
enum class TileType : uint32_t { CoreTile = 0, MemTile = 1, ShimNOCTile = 2, ShimPLTile = 3 };
enum class WireBundle : uint32_t {
  Core = 0,
  DMA = 1,
  FIFO = 2,
  South = 3,
  West = 4,
  North = 5,
  East = 6,
  PLIO = 7,
  NOC = 8,
  Trace = 9,
  TileControl = 10,
};
enum class DMAChannelDir : uint32_t { S2MM = 0, MM2S = 1 };

/// Spellings as in the IR; symbolize* give nothing for an unknown spelling.
llvm::StringRef stringify(Device);
llvm::StringRef stringify(Arch);
llvm::StringRef stringify(TileType);
llvm::StringRef stringify(WireBundle);
llvm::StringRef stringify(DMAChannelDir);
/// Every device, in the order of the enum.
llvm::ArrayRef<Device> allDevices();
std::optional<Device> symbolizeDevice(llvm::StringRef);
std::optional<WireBundle> symbolizeWireBundle(llvm::StringRef);

//===--- Small values -----------------------------------------------------===//

struct TileID {
  int col = -1, row = -1;
  friend auto operator<=>(const TileID &, const TileID &) = default;
  friend llvm::hash_code hash_value(const TileID &t) { return llvm::hash_combine(t.col, t.row); }
};
/// A stream-switch port: bundle and index in it.
struct Port {
  WireBundle bundle = WireBundle::Core;
  int channel = -1;
  friend auto operator<=>(const Port &, const Port &) = default;
  friend llvm::hash_code hash_value(const Port &p) {
    return llvm::hash_combine(static_cast<uint32_t>(p.bundle), p.channel);
  }
};
/// One burst length a shim DMA offers: field encoding and bytes.
struct BurstLength {
  uint32_t encoding, bytes;
};

/// North <-> South, East <-> West, all others unchanged.
WireBundle getConnectingBundle(WireBundle);

//===--- The model --------------------------------------------------------===//

class DeviceModel {
public:
  /// The model of a device; an unknown value gives xcvc1902, as mlir-aie does.
  static const DeviceModel &get(Device);

  // Geometry.
  Device device() const { return dev; }
  Arch arch() const { return architecture; }
  int columns() const { return numColumns; }
  int rows() const { return numRows; }
  int memTileRows() const { return numMemTileRows; }
  bool isNPU() const { return npu; }
  /// Partitions of these start at physical column 1.
  bool isVirtualized() const { return virtualized; }
  bool contains(TileID t) const {
    return t.col >= 0 && t.col < numColumns && t.row >= 0 && t.row < numRows;
  }
  TileType tileType(TileID) const;
  bool isCoreTile(TileID t) const { return contains(t) && tileType(t) == TileType::CoreTile; }
  bool isMemTile(TileID t) const { return contains(t) && tileType(t) == TileType::MemTile; }
  bool isShimTile(TileID t) const { return contains(t) && t.row == 0; }
  bool isShimNOCTile(TileID t) const { return contains(t) && tileType(t) == TileType::ShimNOCTile; }
  bool isShimPLTile(TileID t) const { return contains(t) && tileType(t) == TileType::ShimPLTile; }
  /// The first tile of a kind, column by column; nothing if there is none.
  std::optional<TileID> firstTileOf(TileType) const;

  // Memories, locks, BDs, channels.
  uint32_t localMemorySize() const;   ///< data memory of a core tile
  uint32_t memTileSize() const;       ///< data memory of a memory tile, 0 on AIE1
  uint32_t memorySize(TileID) const;  ///< 0 for shim tiles
  uint32_t programMemorySize() const; ///< 16 KiB
  uint32_t numBanks(TileID) const;
  uint32_t numLocks(TileType) const;
  uint32_t numLocks(TileID t) const { return numLocks(tileType(t)); }
  int maxLockValue() const;
  uint32_t numBDs(TileType) const;
  uint32_t numBDs(TileID t) const { return numBDs(tileType(t)); }
  uint32_t numDmaChannels(TileID) const;    ///< per direction
  uint32_t numBDDimensions(TileType) const; ///< address dimensions without iteration; 0 on AIE1
  bool isBDAccessible(TileID, uint32_t bd, uint32_t channel) const;
  uint32_t cascadeBits() const; ///< 384 or 512
  uint32_t maxPacketId() const { return 31; }
  uint32_t maxRepeatCount() const { return 256; } ///< runs of one task queue entry
  uint32_t addressGranularityBits() const { return 32; }
  uint32_t
  accessibleNeighbourChannels() const; ///< memtile channels below this reach neighbour memtiles
  llvm::ArrayRef<BurstLength> burstLengths() const;
  /// The entry for a requested length in bytes (0 = longest); nothing if not offered.
  std::optional<BurstLength> burstLength(uint32_t bytes) const;
  bool supportsBlockFormat(llvm::StringRef name) const;
  uint32_t columnShift() const;
  uint32_t rowShift() const;

  // Adjacency. The predicates are purely geometric: no bounds check.
  // isWest(s, d) reads "d lies west of s".
  static bool isInternal(TileID s, TileID d) { return s == d; }
  static bool isWest(TileID s, TileID d) { return s.row == d.row && s.col == d.col + 1; }
  static bool isEast(TileID s, TileID d) { return s.row == d.row && s.col == d.col - 1; }
  static bool isNorth(TileID s, TileID d) { return s.col == d.col && s.row == d.row - 1; }
  static bool isSouth(TileID s, TileID d) { return s.col == d.col && s.row == d.row + 1; }
  bool isMemWest(TileID, TileID) const;
  bool isMemEast(TileID, TileID) const;
  bool isMemNorth(TileID, TileID) const;
  bool isMemSouth(TileID, TileID) const;
  /// Whether the core (or memtile DMA) at \p accessor reaches the memory and locks at \p memory.
  bool isLegalMemAffinity(TileID accessor, TileID memory) const;
  std::optional<TileID> memWest(TileID) const;
  std::optional<TileID> memEast(TileID) const;
  std::optional<TileID> memNorth(TileID) const;
  std::optional<TileID> memSouth(TileID) const;
  uint32_t memSouthBase() const;
  uint32_t memWestBase() const;
  uint32_t memNorthBase() const;
  uint32_t memEastBase() const;
  uint32_t memInternalBase(TileID) const;
  /// Address of \p memory's first byte as seen from \p local: from a core, its four
  /// windows; from a memtile's DMA, west 0, own, east. Nothing if out of reach.
  std::optional<uint32_t> memLocalBaseAddress(TileID local, TileID memory) const;
  /// Index of \p lockTile's lock 0 as seen from \p local.
  std::optional<uint32_t> lockLocalBaseIndex(TileID local, TileID lockTile) const;

  // Stream switch. "Source" = slave = input of the switch.
  uint32_t numSwitchboxSources(TileID, WireBundle) const;
  uint32_t numSwitchboxDests(TileID, WireBundle) const;
  uint32_t numShimMuxSources(TileID, WireBundle) const;
  uint32_t numShimMuxDests(TileID, WireBundle) const;
  bool isLegalTileConnection(TileID, Port source, Port dest) const;
  /// Physical index of a port; ignores the edges of the array.
  std::optional<uint32_t> switchPortIndex(TileID, Port, bool master) const;
  /// "north:1" (north, south, east, west, dma, fifo, core, ctrl; case ignored) to
  /// the physical index.
  std::optional<uint32_t> resolvePortName(llvm::StringRef, TileID, bool master) const;
  /// The stream-switch South port that a shim DMA channel is wired to: a slave
  /// port for MM2S, a master port for S2MM.
  static std::optional<uint32_t> shimDmaSouthPort(DMAChannelDir, uint32_t channel);
  /// The same for any port of a shim mux (DMA, NOC, PLIO, and South itself), as a
  /// source of streams into the array or as a destination.
  static std::optional<uint32_t> shimMuxSouthPort(Port, bool intoArray);
  uint32_t numArbiters() const { return 6; }
  uint32_t numMsels() const { return 4; }
  uint32_t numPacketSlots() const { return 4; }

  // Control packets.
  /// Controller ids of every tile: the same in every column, or (up to four columns)
  /// unique in the array; nothing when unique ids are asked of a wider device.
  std::optional<std::map<TileID, int>> controllerIds(bool columnWise) const;

  // Addresses. AIE1 knows bdAddress and dmaControlAddress only.
  uint64_t tileAddress(TileID) const;
  TileID tileOfAddress(uint64_t) const;
  uint32_t offsetOfAddress(uint64_t) const;
  uint64_t bdAddress(TileID, uint32_t bd) const; ///< absolute
  uint32_t bdAddressFieldOffset(TileID) const;   ///< of the base-address word in a BD
  uint32_t bdWords(TileID) const;                ///< 6 core, 8 memtile and shim
  uint64_t dmaControlAddress(TileID, DMAChannelDir,
                             uint32_t channel) const; ///< absolute; the queue is at +4
  uint64_t dmaStatusAddress(TileID, DMAChannelDir, uint32_t channel) const; ///< absolute
  std::optional<uint32_t> lockAddress(TileID, uint32_t id) const;           ///< tile-relative

  /// Checks that the model is consistent (row kinds, ports of neighbouring
  /// tiles agree, none lead off the array); the text of the first rule broken.
  std::optional<std::string> validate() const;

private:
  friend struct DeviceTable;
  DeviceModel() = default;
  /// Ports of a switchbox that are connectable.
  uint32_t numPorts(TileID, WireBundle, bool sources) const;

  Device dev = Device::xcvc1902;
  Arch architecture = Arch::AIE1;
  int numColumns = 0, numRows = 0, numMemTileRows = 0;
  bool npu = false, virtualized = false;
  llvm::ArrayRef<int> nocColumns; ///< shim NOC columns; empty = all
};

} // namespace tilewright::device
#endif // TILEWRIGHT_DEVICE_DEVICEMODEL_H
