//===- Registers.h - Register map of the AIE2 family ------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Registers and their fields by name and by offset (from registers-aie2.tsv,
// embedded at build time), and the packing of the structures that more than one
// room needs: buffer descriptors, queue words, stream-switch words.
// AIE2P shares the layouts; the few registers that moved are in registers-aie2p.tsv.
// Source of the numbers: AM025 (AIE-ML register reference).
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_DEVICE_REGISTERS_H
#define TILEWRIGHT_DEVICE_REGISTERS_H

#include "device/DeviceModel.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Error.h"

namespace tilewright::device {

//===--- The register table -----------------------------------------------===//

/// Module of a tile that a register or event belongs to.
enum class Module { Core, Memory, MemTile, Shim };

/// How software may use a field; ClearOnWrite: writing 1 clears the bit.
enum class Access : uint8_t { ReadWrite, ReadOnly, WriteOnly, ClearOnWrite };

struct Field {
  llvm::StringRef name;
  uint8_t lsb, width;
  Access access = Access::ReadWrite;
};
struct Register {
  std::string name; ///< templates expanded: "DMA_BD3_0"
  Module module;
  uint32_t offset; ///< inside the tile
  uint32_t reset = 0;
  uint32_t width = 32;          ///< bits; 128 for a few wide ones
  bool readable() const;        ///< some field is not write-only
  bool writable() const;        ///< some field is not read-only
  uint32_t clearMask() const;   ///< the bits that a written 1 clears
  llvm::ArrayRef<Field> fields; ///< descending bit order
};
/// The module of a tile; a core tile has two, \p memory chooses.
Module moduleOf(const DeviceModel &, TileID, bool memory);
/// By name (case ignored); null if there is none. As in mlir-aie, the AIE2 names
/// and offsets serve AIE2p too.
const Register *lookupRegister(Arch, Module, llvm::StringRef name);
/// By tile offset, for tools that print addresses; null if there is none. Knows
/// what moved in AIE2p.
const Register *lookupRegister(const DeviceModel &, TileID, uint32_t offset);
/// A field by exact name; null if there is none.
const Field *lookupField(const Register &, llvm::StringRef name);
/// Mask of a field in its register; nothing if it does not lie in 32 bits.
std::optional<uint32_t> fieldMask(const Field &);
/// Number of an event by name (case ignored); the AIE2 table serves AIE2p too.
std::optional<uint32_t> lookupEvent(Module, llvm::StringRef name);
/// Name of an event by number.
std::optional<llvm::StringRef> eventName(Module, uint32_t number);

//===--- Buffer descriptors -----------------------------------------------===//

/// A BD as its register fields hold it: biased as stored (step - 1, iteration
/// wrap - 1), lengths and addresses in words for core and memory tiles. Shim:
/// `baseAddress` is the byte address. Fields that a tile kind lacks are ignored.
struct BufferDescriptor {
  uint64_t baseAddress = 0;
  uint32_t length = 0; ///< words
  struct Dim {
    uint32_t step = 0, wrap = 0;
    uint32_t padBefore = 0, padAfter = 0;
  } dims[4];
  uint32_t iterationStep = 0, iterationWrap = 0, iterationCurrent = 0;
  bool enablePacket = false;
  uint32_t packetType = 0, packetId = 0, outOfOrderId = 0;
  bool enableCompression = false, suppressTlast = false;
  bool valid = false, useNextBD = false;
  uint32_t nextBD = 0;
  bool lockAcquireEnable = false;
  uint32_t lockAcquireId = 0, lockReleaseId = 0;
  int32_t lockAcquireValue = 0, lockReleaseValue = 0;         ///< 7-bit two's complement
  uint32_t burstLength = 0, smid = 0, axCache = 0, axQos = 0; ///< shim; encodings
  bool secureAccess = false;
};
/// Packs a BD into the words of its tile kind, masking every value to its field
/// (no saturation). The number of words is DeviceModel::bdWords.
llvm::SmallVector<uint32_t, 8> encodeBD(TileType, const BufferDescriptor &);
/// The inverse; \p words holds at least bdWords of the kind.
BufferDescriptor decodeBD(TileType, llvm::ArrayRef<uint32_t> words);

/// What a buffer descriptor of a tile kind can express.
struct BDLimits {
  uint64_t addressSpace;     ///< bytes; base + length must not exceed it
  uint64_t maxLength;        ///< words of one transfer
  uint32_t maxStep, maxWrap; ///< words; elements
  uint32_t maxIterationStep, maxIterationWrap;
  uint32_t dimensions;       ///< without iteration
  uint32_t paddedDimensions; ///< 0 = no padding
  uint32_t maxPadding[3];    ///< before or after, per dimension
};
const BDLimits &bdLimits(TileType);

//===--- Single words -----------------------------------------------------===//

/// Start/task queue word: repeat is the number of repetitions - 1.
uint32_t encodeQueue(TileType, uint32_t bd, uint32_t repeat, bool token);
struct QueueEntry {
  uint32_t bd, repeat;
  bool token;
};
QueueEntry decodeQueue(TileType, uint32_t word);

/// Tile-relative offsets of the stream switch.
uint32_t switchMasterOffset(TileType, uint32_t physicalIndex);
uint32_t switchSlaveOffset(TileType, uint32_t physicalIndex);
uint32_t switchSlotOffset(TileType, uint32_t physicalSlaveIndex, uint32_t slot);
uint32_t encodeCircuitMaster(uint32_t slaveIndex);
uint32_t encodeCircuitSlave();
uint32_t encodePacketMaster(bool dropHeader, uint32_t mselMask, uint32_t arbiter);
uint32_t encodePacketSlave();
uint32_t encodePacketSlot(uint32_t id, uint32_t mask, uint32_t msel, uint32_t arbiter);

/// Stream packet header and control packet header with odd parity in bit 31.
/// \p beats counts data words, 1 to 4.
uint32_t encodePacketHeader(uint32_t id, uint32_t type, TileID source);
uint32_t encodeControlHeader(uint32_t localAddress, uint32_t beats, uint32_t operation,
                             uint32_t streamId);
/// Sets bit 31 so that the word has an odd number of ones.
uint32_t withOddParity(uint32_t word);

/// The setting that joins a stream-switch South port to the shim DMA, at
/// reg::shimMux (DMA to switch) or reg::shimDemux; nothing if the port has none.
struct MaskedValue {
  uint32_t mask, value;
};
std::optional<MaskedValue> shimMuxDma(uint32_t southPort);
std::optional<MaskedValue> shimDemuxDma(uint32_t southPort);
/// Cascade directions of a core tile, for reg::accumulatorControl.
uint32_t encodeCascade(WireBundle input, WireBundle output);

/// Tile-relative register offsets and masks that configuration and emulator share.
namespace reg {
/// Where the array lies in the address space of a Versal host.
inline constexpr uint64_t arrayBaseAddress = 0x20000000000;
inline constexpr uint32_t dataMemory = 0x0;
inline constexpr uint32_t programMemory = 0x20000;
inline constexpr uint32_t coreControl = 0x32000, coreStatus = 0x32004;
inline constexpr uint32_t coreControlEnable = 1, coreControlReset = 2;
inline constexpr uint32_t accumulatorControl = 0x36060;
inline constexpr uint32_t shimMux = 0x1F000, shimDemux = 0x1F004;
inline constexpr uint32_t dmaChannelEnable = 1, dmaChannelReset = 2;
inline constexpr uint32_t dmaQueueAfterControl = 4;
inline constexpr uint32_t dmaControllerIdShift = 8,
                          dmaControllerIdMask = 0x1F00; ///< of the control register
inline constexpr uint32_t lockValueMask = 0x3F;
} // namespace reg

} // namespace tilewright::device
#endif // TILEWRIGHT_DEVICE_REGISTERS_H
