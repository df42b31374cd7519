//===- StreamSwitch.cpp - Ports and legal connections -----------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// How many ports each side of a switch has, which register index each port has,
// and what may be joined to what. One table row per bundle and tile kind, and
// one small matrix of legal pairs per tile kind.
//
//===----------------------------------------------------------------------===//
#include "device/DeviceModel.h"
#include <array>

namespace tilewright::device {

static constexpr unsigned numBundles = 11;

namespace {
/// Ports of one bundle. Indices are those of the switch's registers; -1: none.
struct BundlePorts {
  uint8_t sources = 0, dests = 0;
  int8_t firstSlave = -1, firstMaster = -1;
  /// Slave indices that exist although not connectable, beyond `sources`.
  uint8_t hiddenSlaves = 0;
};
using SwitchPorts = std::array<BundlePorts, numBundles>;
/// Rows: source bundle; columns: destination bundle; both in the enum's order.
using LegalPairs = std::array<const char *, numBundles>;
} // namespace

//===--- Tables -----------------------------------------------------------===//
// clang-format off
// Rows: Core, DMA, FIFO, South, West, North, East, PLIO, NOC, Trace, TileControl.

static constexpr SwitchPorts aie1CorePorts = {{
    {2, 2, 0, 0}, {2, 2, 2, 2}, {2, 2, 5, 5}, {6, 4, 7, 7}, {4, 4, 13, 11}, {4, 6, 17, 15},
    {4, 4, 21, 21}, {}, {}, {2, 0, 25, -1}, {1, 1, 4, 4}}};
static constexpr SwitchPorts aie1ShimPorts = {{
    {}, {}, {2, 2, 1, 1}, {8, 6, 3, 3}, {4, 4, 11, 9}, {4, 6, 15, 13},
    {4, 4, 19, 19}, {}, {}, {1, 0, 23, -1}, {1, 1, 0, 0}}};
static constexpr SwitchPorts aie2CorePorts = {{
    {1, 1, 0, 0}, {2, 2, 1, 1}, {1, 1, 4, 4}, {6, 4, 5, 5}, {4, 4, 11, 9}, {4, 6, 15, 13},
    {4, 4, 19, 19}, {}, {}, {2, 0, 23, -1}, {1, 1, 3, 3}}};
static constexpr SwitchPorts aie2MemPorts = {{
    {}, {6, 6, 0, 0}, {}, {6, 4, 7, 7}, {}, {4, 6, 13, 11},
    {}, {}, {}, {1, 0, 17, -1}, {1, 1, 6, 6}}};
static constexpr SwitchPorts aie2ShimPorts = {{
    {}, {}, {1, 1, 1, 1}, {8, 6, 2, 2}, {4, 4, 10, 8}, {4, 6, 14, 12},
    {4, 4, 18, 18}, {}, {}, {1, 0, 22, -1, 1}, {1, 1, 0, 0}}};

// '.' never; 'y' always; '=' equal channels; '0', '5' only to that channel.
// Columns as the rows:                       CDFSWNEPNTT
static constexpr LegalPairs aie1Pairs = {{   "yyyyyyyyyyy",
                                             "yyyyyyyyyyy",
                                             "yyyyyyyyyyy",
                                             "yyyyyyyyyyy",
                                             "yyyyyyyyyyy",
                                             "yyyyyyyyyyy",
                                             "yyyyyyyyyyy",
                                             "yyyyyyyyyyy",
                                             "yyyyyyyyyyy",
                                             "...y.......",
                                             "yyyyyyyyyyy"}};
static constexpr LegalPairs noPairs = {{     "...........", "...........", "...........",
                                             "...........", "...........", "...........",
                                             "...........", "...........", "...........",
                                             "...........", "..........."}};
static constexpr LegalPairs aie2CorePairs = {{
    /* Core        */                        ".yyyyyy...y",
    /* DMA         */                        "y=yyyyy...y",
    /* FIFO        */                        "yy=yyyy...y",
    /* South       */                        "yyy=yyy...y",
    /* West        */                        "yyyy=yy...y",
    /* North       */                        "yyyyy=y...y",
    /* East        */                        "yyyyyy=...y",
    /* PLIO        */                        "...........",
    /* NOC         */                        "...........",
    /* Trace       */                        ".0yy.......",
    /* TileControl */                        "y.yyyyy...."}};
static constexpr LegalPairs aie2MemPairs = {{
    /* Core        */                        "...........",
    /* DMA         */                        ".=.y.y....y",
    /* FIFO        */                        "...........",
    /* South       */                        ".y.=.=....y",
    /* West        */                        "...........",
    /* North       */                        ".y.=.=....y",
    /* East        */                        "...........",
    /* PLIO        */                        "...........",
    /* NOC         */                        "...........",
    /* Trace       */                        ".5.y.......",
    /* TileControl */                        ".5.y.y....."}};
static constexpr LegalPairs aie2ShimPairs = {{
    /* Core        */                        "...........",
    /* DMA         */                        "...........",
    /* FIFO        */                        "..yyyyy...y",
    /* South       */                        "..yyyyy...y",
    /* West        */                        "..yy=yy...y",
    /* North       */                        "..yyy=y...y",
    /* East        */                        "..yyyy=...y",
    /* PLIO        */                        "...........",
    /* NOC         */                        "...........",
    /* Trace       */                        "..yy0.0....",
    /* TileControl */                        "..yyyyy...."}};
// clang-format on

static const SwitchPorts &portsOf(Arch arch, TileType type) {
  static constexpr SwitchPorts none = {};
  static const SwitchPorts *const ports[2][4] = {
      {&aie1CorePorts, &none, &aie1ShimPorts, &aie1ShimPorts},
      {&aie2CorePorts, &aie2MemPorts, &aie2ShimPorts, &aie2ShimPorts}};
  return *ports[arch == Arch::AIE1 ? 0 : 1][static_cast<uint32_t>(type)];
}
static const LegalPairs &pairsOf(Arch arch, TileType type) {
  static const LegalPairs *const pairs[2][4] = {
      {&aie1Pairs, &noPairs, &aie1Pairs, &aie1Pairs},
      {&aie2CorePairs, &aie2MemPairs, &aie2ShimPairs, &aie2ShimPairs}};
  return *pairs[arch == Arch::AIE1 ? 0 : 1][static_cast<uint32_t>(type)];
}
static uint32_t indexOf(WireBundle bundle) { return static_cast<uint32_t>(bundle); }

//===--- Port counts ------------------------------------------------------===//

uint32_t DeviceModel::numPorts(TileID t, WireBundle bundle, bool sources) const {
  if (indexOf(bundle) >= numBundles)
    return 0;
  // No ports lead off the array.
  if ((bundle == WireBundle::West && t.col == 0) ||
      (bundle == WireBundle::East && t.col == numColumns - 1) ||
      (bundle == WireBundle::North && t.row == numRows - 1))
    return 0;
  TileType type = tileType(t);
  if (bundle == WireBundle::TileControl && type == TileType::ShimPLTile)
    return 0;
  const BundlePorts &ports = portsOf(architecture, type)[indexOf(bundle)];
  return sources ? ports.sources : ports.dests;
}
uint32_t DeviceModel::numSwitchboxSources(TileID t, WireBundle bundle) const {
  return numPorts(t, bundle, /*sources=*/true);
}
uint32_t DeviceModel::numSwitchboxDests(TileID t, WireBundle bundle) const {
  return numPorts(t, bundle, /*sources=*/false);
}

uint32_t DeviceModel::numShimMuxSources(TileID t, WireBundle bundle) const {
  static constexpr uint8_t counts[numBundles] = {0, 2, 0, 6, 0, 0, 0, 8, 4, 0, 0};
  return isShimTile(t) && indexOf(bundle) < numBundles ? counts[indexOf(bundle)] : 0;
}
uint32_t DeviceModel::numShimMuxDests(TileID t, WireBundle bundle) const {
  static constexpr uint8_t counts[numBundles] = {0, 2, 0, 8, 0, 0, 0, 6, 4, 0, 0};
  return isShimTile(t) && indexOf(bundle) < numBundles ? counts[indexOf(bundle)] : 0;
}

std::optional<uint32_t> DeviceModel::shimDmaSouthPort(DMAChannelDir dir, uint32_t channel) {
  static constexpr uint8_t ports[2][2] = {{2, 3}, {3, 7}}; // S2MM; MM2S
  if (channel >= std::size(ports[0]))
    return std::nullopt;
  return ports[static_cast<uint32_t>(dir)][channel];
}

std::optional<uint32_t> DeviceModel::shimMuxSouthPort(Port p, bool intoArray) {
  static constexpr uint8_t nocSources[] = {2, 3, 6, 7}, nocDests[] = {2, 3, 4, 5};
  if (p.channel < 0)
    return std::nullopt;
  switch (p.bundle) {
  case WireBundle::DMA:
    return shimDmaSouthPort(intoArray ? DMAChannelDir::MM2S : DMAChannelDir::S2MM, p.channel);
  case WireBundle::NOC:
    if (static_cast<size_t>(p.channel) >= std::size(nocSources))
      return std::nullopt;
    return intoArray ? nocSources[p.channel] : nocDests[p.channel];
  case WireBundle::PLIO:
  case WireBundle::South:
    return p.channel;
  default:
    return std::nullopt;
  }
}

//===--- Connections ------------------------------------------------------===//

bool DeviceModel::isLegalTileConnection(TileID t, Port source, Port dest) const {
  auto inRange = [](int channel, uint32_t count) {
    return channel >= 0 && static_cast<uint32_t>(channel) < count;
  };
  if (!inRange(source.channel, numSwitchboxSources(t, source.bundle)) ||
      !inRange(dest.channel, numSwitchboxDests(t, dest.bundle)))
    return false;
  char rule = pairsOf(architecture, tileType(t))[indexOf(source.bundle)][indexOf(dest.bundle)];
  switch (rule) {
  case '.':
    return false;
  case 'y':
    return true;
  case '=':
    return source.channel == dest.channel;
  default:
    return dest.channel == rule - '0';
  }
}

std::optional<uint32_t> DeviceModel::switchPortIndex(TileID t, Port port, bool master) const {
  TileType type = tileType(t);
  if (indexOf(port.bundle) >= numBundles || port.channel < 0)
    return std::nullopt;
  if (architecture != Arch::AIE1 && type == TileType::ShimPLTile)
    return std::nullopt;
  const BundlePorts &ports = portsOf(architecture, type)[indexOf(port.bundle)];
  int first = master ? ports.firstMaster : ports.firstSlave;
  int count = master ? ports.dests : ports.sources + ports.hiddenSlaves;
  if (first < 0 || port.channel >= count)
    return std::nullopt;
  return first + port.channel;
}

std::optional<uint32_t> DeviceModel::resolvePortName(llvm::StringRef text, TileID t,
                                                     bool master) const {
  static constexpr struct {
    llvm::StringLiteral name;
    WireBundle bundle;
  } names[] = {{"north", WireBundle::North}, {"south", WireBundle::South},
               {"east", WireBundle::East},   {"west", WireBundle::West},
               {"dma", WireBundle::DMA},     {"fifo", WireBundle::FIFO},
               {"core", WireBundle::Core},   {"ctrl", WireBundle::TileControl}};
  auto [name, number] = text.split(':');
  int channel = 0;
  if (number.getAsInteger(10, channel) || channel < 0)
    return std::nullopt;
  for (const auto &entry : names)
    if (name.equals_insensitive(entry.name))
      return switchPortIndex(t, {entry.bundle, channel}, master);
  return std::nullopt;
}

} // namespace tilewright::device
