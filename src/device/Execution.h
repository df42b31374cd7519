//===- Execution.h - Register words as the hardware reads them ---*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What an executor of register programs needs and a compiler does not: the
// inverse of the word encoders of Registers.h, words that only hardware makes
// (status, task tokens), and the depths of queues and buffers.
// Sources: AM020 (depths, protocols), AM025 (fields).
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_DEVICE_EXECUTION_H
#define TILEWRIGHT_DEVICE_EXECUTION_H

#include "device/DeviceModel.h"
#include "device/Registers.h"

namespace tilewright::device {

//===--- Depths -----------------------------------------------------------===//

namespace depth {
inline constexpr unsigned taskQueue = 4;   ///< tasks waiting behind the running one
inline constexpr unsigned streamPort = 4;  ///< words in each slave and each master port
inline constexpr unsigned streamFifo = 16; ///< words in a FIFO port pair
inline constexpr unsigned cascade = 4;     ///< values: 2 at the output, 2 at the input
inline constexpr unsigned arbiters = 8;    ///< that the registers can name
} // namespace depth

/// What the NPU adds to a host buffer's device address to reach system memory.
inline constexpr uint64_t hostMemoryOffset = 0x80000000;
/// The shim's South master port that ends in the controller (task tokens).
inline constexpr uint32_t controllerSouthPort = 0;

//===--- Stream switch ----------------------------------------------------===//

struct SwitchMaster {
  bool enabled, packet;
  uint32_t slave;             ///< circuit: physical index of the slave heard
  uint32_t arbiter, mselMask; ///< packet
  bool dropHeader;
};
SwitchMaster decodeSwitchMaster(uint32_t word);
struct SwitchSlave {
  bool enabled, packet;
};
SwitchSlave decodeSwitchSlave(uint32_t word);
struct PacketSlot {
  bool enabled;
  uint32_t id, mask, msel, arbiter;
  bool matches(uint32_t packetId) const { return enabled && ((packetId ^ id) & mask) == 0; }
};
PacketSlot decodePacketSlot(uint32_t word);

//===--- Packets ----------------------------------------------------------===//

struct PacketHeader {
  uint32_t id, type;
  TileID source;
};
PacketHeader decodePacketHeader(uint32_t word);

enum class ControlOperation { Write = 0, Read = 1, WriteIncrement = 2, Reserved = 3 };
struct ControlHeader {
  uint32_t address; ///< tile-relative, bytes
  uint32_t beats;   ///< 1 to 4
  ControlOperation operation;
  uint32_t responseId;
};
ControlHeader decodeControlHeader(uint32_t word);

/// A task-complete token: a packet that is a header only. \p controllerId is the
/// channel's 8-bit setting; its low five bits route the token.
uint32_t encodeTaskToken(uint32_t controllerId, TileID, DMAChannelDir, uint32_t channel);
struct TaskToken {
  TileID tile;
  DMAChannelDir direction;
  uint32_t channel;
};
TaskToken decodeTaskToken(uint32_t word);

//===--- DMA channels -----------------------------------------------------===//

struct DmaControl {
  bool reset, paused, outOfOrder, compression;
  uint32_t controllerId;
  uint32_t finishOnTlast; ///< 0 = off
};
DmaControl decodeDmaControl(TileType, DMAChannelDir, uint32_t word);

struct DmaStatus {
  bool running = false, starting = false; ///< of the current task
  bool stalledAcquire = false, stalledStream = false, stalledToken = false;
  bool invalidBD = false, unavailableBD = false, unavailableMemory = false, unavailableLock = false;
  bool queueOverflow = false;
  uint32_t queueSize = 0, currentBD = 0;
};
uint32_t encodeDmaStatus(TileType, const DmaStatus &);

/// The two words of a shim BD that hold its address, from the low one's register
/// on; of the second only the bits of `highMask`.
struct ShimAddressWords {
  uint32_t low, high, highMask;
};
ShimAddressWords encodeShimAddress(uint64_t address);

//===--- Core, locks ------------------------------------------------------===//

struct CoreState {
  bool enabled = false, reset = false, done = false;
  bool lockStall = false, streamInStall = false, streamOutStall = false;
  bool cascadeInStall = false, cascadeOutStall = false;
};
uint32_t encodeCoreStatus(const CoreState &);

/// A core tile's accumulatorControl: where its cascade comes from and goes to.
WireBundle cascadeInput(uint32_t word);
WireBundle cascadeOutput(uint32_t word);

/// A read of the lock request window: one try of an acquire or release.
struct LockRequestWord {
  uint32_t lock;
  bool acquire;
  int32_t value; ///< acquire: negative = at least, else equal
};
/// Nothing if \p offset is not in the window.
std::optional<LockRequestWord> decodeLockRequest(TileType, uint32_t offset);

} // namespace tilewright::device
#endif // TILEWRIGHT_DEVICE_EXECUTION_H
