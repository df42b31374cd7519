//===- Execution.cpp - Register words as the hardware reads them -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "device/Execution.h"

namespace tilewright::device {

static constexpr uint32_t bits(uint32_t word, unsigned lsb, unsigned width) {
  return (word >> lsb) & ((1u << width) - 1);
}
static constexpr bool bit(uint32_t word, unsigned n) { return (word >> n) & 1; }

//===--- Stream switch ----------------------------------------------------===//

SwitchMaster decodeSwitchMaster(uint32_t word) {
  return {bit(word, 31),    bit(word, 30),    bits(word, 0, 5),
          bits(word, 0, 3), bits(word, 3, 4), bit(word, 7)};
}
SwitchSlave decodeSwitchSlave(uint32_t word) { return {bit(word, 31), bit(word, 30)}; }
PacketSlot decodePacketSlot(uint32_t word) {
  return {bit(word, 8), bits(word, 24, 5), bits(word, 16, 5), bits(word, 4, 2), bits(word, 0, 3)};
}

//===--- Packets ----------------------------------------------------------===//

PacketHeader decodePacketHeader(uint32_t word) {
  return {bits(word, 0, 5), bits(word, 12, 3),
          TileID{static_cast<int>(bits(word, 21, 7)), static_cast<int>(bits(word, 16, 5))}};
}
ControlHeader decodeControlHeader(uint32_t word) {
  return {bits(word, 0, 20), bits(word, 20, 2) + 1,
          static_cast<ControlOperation>(bits(word, 22, 2)), bits(word, 24, 5)};
}

/// MM2S channels count on from here in a token's actor number.
static constexpr uint32_t firstMM2SActor = 6;

uint32_t encodeTaskToken(uint32_t controllerId, TileID tile, DMAChannelDir direction,
                         uint32_t channel) {
  uint32_t actor = channel + (direction == DMAChannelDir::MM2S ? firstMM2SActor : 0);
  return withOddParity(encodePacketHeader(controllerId, 0, tile) | bits(controllerId, 5, 3) << 5 |
                       actor << 8);
}
TaskToken decodeTaskToken(uint32_t word) {
  uint32_t actor = bits(word, 8, 4);
  bool mm2s = actor >= firstMM2SActor;
  return {decodePacketHeader(word).source, mm2s ? DMAChannelDir::MM2S : DMAChannelDir::S2MM,
          mm2s ? actor - firstMM2SActor : actor};
}

//===--- DMA channels -----------------------------------------------------===//

DmaControl decodeDmaControl(TileType type, DMAChannelDir direction, uint32_t word) {
  bool shim = type != TileType::CoreTile && type != TileType::MemTile;
  bool s2mm = direction == DMAChannelDir::S2MM;
  DmaControl control;
  control.reset = !shim && bit(word, 1);
  control.paused = shim && (bit(word, 1) || bit(word, 2));
  control.outOfOrder = s2mm && bit(word, 3);
  control.compression = !shim && bit(word, 4);
  control.controllerId = bits(word, 8, 8);
  control.finishOnTlast = s2mm ? bits(word, 16, 2) : 0;
  return control;
}

uint32_t encodeDmaStatus(TileType type, const DmaStatus &status) {
  uint32_t word = status.running ? 2 : status.starting ? 1 : 0;
  word |= status.stalledAcquire << 2 | status.stalledStream << 4 | status.stalledToken << 5;
  if (type == TileType::MemTile)
    word |= status.unavailableLock << 8 | status.unavailableMemory << 9;
  word |= status.unavailableBD << 10 | status.invalidBD << 11 | status.queueOverflow << 18;
  bool active = status.running || status.starting || status.queueSize;
  return word | static_cast<uint32_t>(active) << 19 | status.queueSize << 20 |
         status.currentBD << 24;
}

ShimAddressWords encodeShimAddress(uint64_t address) {
  return {static_cast<uint32_t>(address) & ~3u, static_cast<uint32_t>(address >> 32) & 0xFFFF,
          0xFFFF};
}

//===--- Core, locks ------------------------------------------------------===//

uint32_t encodeCoreStatus(const CoreState &state) {
  // A lock stall is shown as one of the own tile's locks (East).
  return state.enabled | state.reset << 1 | state.lockStall << 9 | state.streamInStall << 10 |
         state.streamOutStall << 12 | state.cascadeInStall << 14 | state.cascadeOutStall << 15 |
         state.done << 20;
}

WireBundle cascadeInput(uint32_t word) {
  return bit(word, 0) ? WireBundle::West : WireBundle::North;
}
WireBundle cascadeOutput(uint32_t word) {
  return bit(word, 1) ? WireBundle::East : WireBundle::South;
}

std::optional<LockRequestWord> decodeLockRequest(TileType type, uint32_t offset) {
  bool memTile = type == TileType::MemTile;
  uint32_t base = memTile ? 0xD0000 : 0x40000, size = memTile ? 0x10000 : 0x4000;
  if (offset < base || offset >= base + size)
    return std::nullopt;
  uint32_t request = offset - base;
  auto value = static_cast<int32_t>(bits(request, 2, 7));
  return LockRequestWord{request >> 10, bit(request, 9), value < 64 ? value : value - 128};
}

} // namespace tilewright::device
