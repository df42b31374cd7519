//===- Words.cpp - Single register words and packet headers -----*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "device/Registers.h"
#include "llvm/ADT/bit.h"

namespace tilewright::device {

//===--- DMA task queues --------------------------------------------------===//

static uint32_t startBDMask(TileType type) { return type == TileType::MemTile ? 0x3F : 0xF; }

uint32_t encodeQueue(TileType type, uint32_t bd, uint32_t repeat, bool token) {
  return (token ? 1u << 31 : 0) | (repeat & 0xFF) << 16 | (bd & startBDMask(type));
}
QueueEntry decodeQueue(TileType type, uint32_t word) {
  return {word & startBDMask(type), (word >> 16) & 0xFF, (word >> 31) != 0};
}

//===--- Stream switch ----------------------------------------------------===//

static uint32_t switchBase(TileType type) { return type == TileType::MemTile ? 0xB0000 : 0x3F000; }
uint32_t switchMasterOffset(TileType type, uint32_t index) { return switchBase(type) + 4 * index; }
uint32_t switchSlaveOffset(TileType type, uint32_t index) {
  return switchBase(type) + 0x100 + 4 * index;
}
uint32_t switchSlotOffset(TileType type, uint32_t slave, uint32_t slot) {
  return switchBase(type) + 0x200 + 0x10 * slave + 4 * slot;
}

static constexpr uint32_t portEnable = 1u << 31, packetEnable = 1u << 30;

uint32_t encodeCircuitMaster(uint32_t slave) { return portEnable | (slave & 0x7F); }
uint32_t encodeCircuitSlave() { return portEnable; }
uint32_t encodePacketMaster(bool dropHeader, uint32_t mselMask, uint32_t arbiter) {
  return portEnable | packetEnable | (dropHeader ? 1u << 7 : 0) | (mselMask & 0xF) << 3 |
         (arbiter & 7);
}
uint32_t encodePacketSlave() { return portEnable | packetEnable; }
uint32_t encodePacketSlot(uint32_t id, uint32_t mask, uint32_t msel, uint32_t arbiter) {
  return (id & 0x1F) << 24 | (mask & 0x1F) << 16 | 1u << 8 | (msel & 3) << 4 | (arbiter & 7);
}

//===--- Packet headers ---------------------------------------------------===//

uint32_t withOddParity(uint32_t word) {
  word &= ~(1u << 31);
  return llvm::popcount(word) % 2 == 0 ? word | 1u << 31 : word;
}
uint32_t encodePacketHeader(uint32_t id, uint32_t type, TileID source) {
  return withOddParity((id & 0x1F) | (type & 7) << 12 | (source.row & 0x1Fu) << 16 |
                       (source.col & 0x7Fu) << 21);
}
uint32_t encodeControlHeader(uint32_t localAddress, uint32_t beats, uint32_t operation,
                             uint32_t streamId) {
  return withOddParity((localAddress & 0xFFFFF) | ((beats - 1) & 3) << 20 | (operation & 3) << 22 |
                       (streamId & 0x1F) << 24);
}

//===--- Shim mux, cascade ------------------------------------------------===//

namespace {
/// A two-bit selector: 0 = programmable logic, 1 = DMA, 2 = network on chip.
struct MuxField {
  uint32_t port, lsb;
};
} // namespace

template <size_t N>
static std::optional<MaskedValue> selectDma(const MuxField (&fields)[N], uint32_t port) {
  for (const MuxField &field : fields)
    if (field.port == port)
      return MaskedValue{3u << field.lsb, 1u << field.lsb};
  return std::nullopt;
}
std::optional<MaskedValue> shimMuxDma(uint32_t southPort) {
  static constexpr MuxField fields[] = {{3, 10}, {7, 14}};
  return selectDma(fields, southPort);
}
std::optional<MaskedValue> shimDemuxDma(uint32_t southPort) {
  static constexpr MuxField fields[] = {{2, 4}, {3, 6}};
  return selectDma(fields, southPort);
}

uint32_t encodeCascade(WireBundle input, WireBundle output) {
  return (input == WireBundle::West ? 1 : 0) | (output == WireBundle::East ? 2 : 0);
}

} // namespace tilewright::device
