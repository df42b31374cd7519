//===- npu_instructions.h - Builds NPU instruction streams ------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Appends the records of a transaction (TXN, version 0.1) to a vector of words,
// at run time, in any C++17 program: no library, no include beyond the standard
// one. The compiler's own writer calls the same functions, so what a program
// builds here equals what the compiler writes for the same operations.
//
// Two layers:
//   aie::npu::raw   no checks, no exceptions; values are masked to their fields
//   aie::npu        checks first and throws EncodingError, then calls raw; a
//                   call that throws has appended nothing
//
// Use: append operations in order, then prependHeader once, last.
//
// The numbers of the shim, memory and core tiles stand here too (table
// `detail::tileKind`), because a user's program has nothing else; a unit test
// holds them against the compiler's device model.
//
//===----------------------------------------------------------------------===//
#ifndef AIE_NPU_INSTRUCTIONS_H
#define AIE_NPU_INSTRUCTIONS_H

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

namespace aie {
namespace npu {

/// 32-bit words; on disk and in a buffer object each is little-endian.
using Txn = std::vector<uint32_t>;

//===--- Errors -----------------------------------------------------------===//

/// A value that does not fit. what() is a sentence for the user; the members
/// say it again for programs (field is empty if there is no single one).
class EncodingError : public std::runtime_error {
public:
  explicit EncodingError(const std::string &message, std::string field = {}, int64_t value = 0,
                         int64_t limit = 0)
      : std::runtime_error(message), field(std::move(field)), value(value), limit(limit) {}
  std::string field;
  int64_t value;
  int64_t limit; ///< largest legal value
};

[[noreturn]] inline void fail(const std::string &message, const std::string &field = {},
                              int64_t value = 0, int64_t limit = 0) {
#if defined(__cpp_exceptions)
  throw EncodingError(message, field, value, limit);
#else
  (void)field, (void)value, (void)limit;
  std::fprintf(stderr, "npu_instructions: %s\n", message.c_str());
  std::abort();
#endif
}

//===--- Parameters -------------------------------------------------------===//

/// The fields of a BD that most uses leave at rest.
struct BdOptions {
  uint32_t iterationCurrent = 0, enablePacket = 0, outOfOrderId = 0, packetId = 0, packetType = 0,
           nextBd = 0, useNextBd = 0, validBd = 1;
  int32_t lockRelVal = 0;
  uint32_t lockRelId = 0, lockAcqEnable = 0;
  int32_t lockAcqVal = 0;
  uint32_t lockAcqId = 0;
  uint32_t d0ZeroBefore = 0, d1ZeroBefore = 0, d2ZeroBefore = 0; ///< memory tile only
  uint32_t d0ZeroAfter = 0, d1ZeroAfter = 0, d2ZeroAfter = 0;
  uint32_t burstLength = 0; ///< bytes, shim only; 0 = longest
  uint32_t devGen = 3;      ///< 3 npu1, 4 npu2
  uint32_t numMemTileRows = 1;
};

/// Where a transfer of appendDmaBd runs and what buffer it touches.
struct DmaBdTarget {
  uint32_t column = 0, row = 0;
  uint32_t direction = 0; ///< 0 S2MM, 1 MM2S
  uint32_t channel = 0, bdId = 0;
  uint32_t argIdx = 0;    ///< host buffer argument, from 0
  uint32_t elemBits = 32; ///< bits of one element of the buffer
  uint64_t baseOffsetBytes = 0;
  bool issueToken = false;
  int32_t controllerId = -1; ///< packet id of the tile's controller, -1 = none
  bool enablePacket = false;
  uint32_t packetId = 0, packetType = 0;
  uint32_t burstLength = 0; ///< bytes; 0 = longest
  uint32_t devGen = 3, numMemTileRows = 1;
};

//===--- Hardware numbers -------------------------------------------------===//

namespace detail {

struct TileKind {
  bool isShim, isMem;
  uint32_t bdBase, bdCount, bdWords;
  uint32_t bdAddressOffset; ///< of the word that an address patch rewrites
  uint32_t s2mmControl, mm2sControl, channels;
  uint32_t stepBits, wrapBits, lengthBits;
  uint32_t bufferOffsetLimit; ///< bytes
  uint32_t nextBdBits, lockIdBits;
};

inline constexpr TileKind shimKind{true, false, 0x1D000, 16, 8,          4, 0x1D200, 0x1D210,
                                   2,    20,    10,      32, 0xFFFFFFFF, 4, 4};
inline constexpr TileKind memKind{false, true, 0xA0000, 48, 8,       4, 0xA0600, 0xA0630,
                                  6,     17,   10,      17, 0x7FFFF, 6, 8};
inline constexpr TileKind coreKind{false, false, 0x1D000, 16, 6,      0, 0x1DE00, 0x1DE10,
                                   2,     13,    8,       14, 0xFFFF, 4, 4};

inline const TileKind &tileKind(uint32_t row, uint32_t numMemTileRows) {
  return row == 0 ? shimKind : row <= numMemTileRows ? memKind : coreKind;
}

/// Largest value of a field of \p bits bits.
inline constexpr uint32_t mask(uint32_t bits) {
  return bits >= 32 ? 0xFFFFFFFFu : (1u << bits) - 1;
}
/// \p value cut to \p bits bits, at bit \p lsb.
inline constexpr uint32_t put(uint32_t value, uint32_t lsb, uint32_t bits) {
  return (value & mask(bits)) << lsb;
}

inline constexpr uint32_t bdStride = 0x20, channelStride = 8;
inline constexpr uint32_t controllerIdLsb = 8, controllerIdMask = 0x1F00;
inline constexpr uint32_t shimAxCache = 2;

enum Opcode : uint32_t {
  opWrite = 0x00,
  opBlockWrite = 0x01,
  opMaskWrite = 0x03,
  opMaskPoll = 0x04,
  opPreempt = 0x06,
  opLoadPdi = 0x08,
  opSync = 0x80,
  opAddressPatch = 0x81,
};

} // namespace detail

/// Absolute address of the tile-relative byte address \p a.
inline constexpr uint32_t tileAddress(uint32_t col, uint32_t row, uint32_t a) {
  return (col & 0xFF) << 25 | (row & 0xFF) << 20 | (a & 0xFFFFF);
}
/// Absolute address of word \p a of a buffer at the tile-relative \p base.
inline constexpr uint32_t bufferAddress(uint32_t col, uint32_t row, uint32_t base, uint32_t a) {
  return tileAddress(col, row, base + 4 * a);
}
/// Absolute address of a BD.
inline uint32_t bdAddress(uint32_t col, uint32_t row, uint32_t bd, uint32_t numMemTileRows = 1) {
  return tileAddress(col, row,
                     detail::tileKind(row, numMemTileRows).bdBase + bd * detail::bdStride);
}
/// Absolute address of a channel's control register; its queue is the next word.
inline uint32_t dmaControlAddress(uint32_t col, uint32_t row, uint32_t direction, uint32_t channel,
                                  uint32_t numMemTileRows = 1) {
  const detail::TileKind &kind = detail::tileKind(row, numMemTileRows);
  return tileAddress(col, row,
                     (direction ? kind.mm2sControl : kind.s2mmControl) +
                         channel * detail::channelStride);
}

/// Field encoding of a burst length in bytes (0 = the longest), or -1.
inline int burstEncoding(uint32_t bytes, uint32_t devGen) {
  int longest = devGen >= 4 ? 3 : 2;
  if (bytes == 0)
    return longest;
  for (int encoding = 0; encoding <= longest; ++encoding)
    if (bytes == 64u << encoding)
      return encoding;
  return -1;
}

//===--- Unchecked layer --------------------------------------------------===//

namespace raw {

inline void appendWrite32(Txn &txn, uint32_t address, uint32_t value) {
  txn.insert(txn.end(), {detail::opWrite, 0u, address, 0u, value, 24u});
}

inline void appendMaskWrite32(Txn &txn, uint32_t address, uint32_t value, uint32_t mask) {
  txn.insert(txn.end(), {detail::opMaskWrite, 0u, address, 0u, value, mask, 28u});
}

/// Waits until (register & mask) == value. No compiler pass makes it.
inline void appendMaskPoll(Txn &txn, uint32_t address, uint32_t value, uint32_t mask) {
  txn.insert(txn.end(), {detail::opMaskPoll, 0u, address, 0u, value, mask, 28u});
}

inline void appendSync(Txn &txn, uint32_t column, uint32_t row, uint32_t direction,
                       uint32_t channel, uint32_t columnNum, uint32_t rowNum) {
  using detail::put;
  txn.insert(txn.end(),
             {detail::opSync, 16u, put(direction, 0, 8) | put(row, 8, 8) | put(column, 16, 8),
              put(rowNum, 8, 8) | put(columnNum, 16, 8) | put(channel, 24, 8)});
}

inline void appendBlockWrite(Txn &txn, uint32_t address, const uint32_t *data, size_t count,
                             uint32_t tileWord = 0) {
  txn.insert(txn.end(), {detail::opBlockWrite, tileWord, address, uint32_t(4 * (4 + count))});
  txn.insert(txn.end(), data, data + count);
}

template <typename... W>
inline void appendBlockWriteWords(Txn &txn, uint32_t address, uint32_t tileWord, W... words) {
  const uint32_t data[] = {static_cast<uint32_t>(words)...};
  appendBlockWrite(txn, address, data, sizeof...(words), tileWord);
}

inline void appendLoadPdi(Txn &txn, uint32_t id, uint32_t size, uint64_t address) {
  txn.insert(txn.end(), {detail::opLoadPdi | (id & 0xFFFF) << 16, size, uint32_t(address),
                         uint32_t(address >> 32)});
}

inline void appendAddressPatch(Txn &txn, uint32_t address, uint32_t argIdx, uint32_t argPlus) {
  txn.insert(txn.end(),
             {detail::opAddressPatch, 48u, 0u, 0u, 0u, 0u, address, 0u, argIdx, 0u, argPlus, 0u});
}

inline void appendPreempt(Txn &txn, uint32_t level) {
  txn.push_back(detail::opPreempt | (level & 0xFF) << 8);
}

inline void appendPushQueue(Txn &txn, uint32_t column, uint32_t row, uint32_t direction,
                            uint32_t channel, bool issueToken, uint32_t repeatCount, uint32_t bdId,
                            int32_t controllerId = -1, uint32_t numMemTileRows = 1) {
  uint32_t control = dmaControlAddress(column, row, direction, channel, numMemTileRows);
  if (issueToken && controllerId >= 0)
    appendMaskWrite32(txn, control, uint32_t(controllerId) << detail::controllerIdLsb,
                      detail::controllerIdMask);
  // The queue word holds four bits of the BD's number on every tile kind.
  appendWrite32(txn, control + 4,
                detail::put(bdId, 0, 4) | detail::put(repeatCount, 16, 8) |
                    uint32_t(issueToken) << 31);
}

/// The words of one BD: eight for shim and memory tiles, six for core tiles.
/// Lengths and strides in 32-bit words, strides as stored (minus one), the
/// buffer offset in bytes.
struct BdWords {
  std::array<uint32_t, 8> words;
  size_t count;
};

inline BdWords packShimBd(uint32_t length, uint32_t offset, uint32_t d0Size, uint32_t d0Stride,
                          uint32_t d1Size, uint32_t d1Stride, uint32_t d2Stride,
                          uint32_t iterationSize, uint32_t iterationStride, const BdOptions &o) {
  using detail::put;
  int burst = burstEncoding(o.burstLength, o.devGen);
  return {{length, offset,
           put(o.enablePacket, 30, 1) | put(o.outOfOrderId, 24, 6) | put(o.packetId, 19, 5) |
               put(o.packetType, 16, 3),
           put(d0Size, 20, 10) | put(d0Stride, 0, 20),
           put(burst < 0 ? 0 : uint32_t(burst), 30, 2) | put(d1Size, 20, 10) | put(d1Stride, 0, 20),
           put(detail::shimAxCache, 24, 4) | put(d2Stride, 0, 20),
           put(o.iterationCurrent, 26, 6) | put(iterationSize, 20, 6) | put(iterationStride, 0, 20),
           put(o.nextBd, 27, 4) | put(o.useNextBd, 26, 1) | put(o.validBd, 25, 1) |
               put(uint32_t(o.lockRelVal), 18, 7) | put(o.lockRelId, 13, 4) |
               put(o.lockAcqEnable, 12, 1) | put(uint32_t(o.lockAcqVal), 5, 7) |
               put(o.lockAcqId, 0, 4)},
          8};
}

inline BdWords packMemBd(uint32_t length, uint32_t offset, uint32_t d0Size, uint32_t d0Stride,
                         uint32_t d1Size, uint32_t d1Stride, uint32_t d2Stride,
                         uint32_t iterationSize, uint32_t iterationStride, const BdOptions &o) {
  using detail::put;
  return {{put(o.enablePacket, 31, 1) | put(o.packetType, 28, 3) | put(o.packetId, 23, 5) |
               put(o.outOfOrderId, 17, 6) | put(length, 0, 17),
           put(o.d0ZeroBefore, 26, 6) | put(o.nextBd, 20, 6) | put(o.useNextBd, 19, 1) |
               put(offset, 0, 19),
           put(d0Size, 17, 10) | put(d0Stride, 0, 17),
           put(o.d1ZeroBefore, 27, 5) | put(d1Size, 17, 10) | put(d1Stride, 0, 17),
           put(o.d2ZeroBefore, 27, 4) | put(d2Stride, 0, 17),
           put(o.d2ZeroAfter, 28, 4) | put(o.d1ZeroAfter, 23, 5) | put(o.d0ZeroAfter, 17, 6),
           put(o.iterationCurrent, 23, 6) | put(iterationSize, 17, 6) | put(iterationStride, 0, 17),
           put(o.validBd, 31, 1) | put(uint32_t(o.lockRelVal), 24, 7) | put(o.lockRelId, 16, 8) |
               put(o.lockAcqEnable, 15, 1) | put(uint32_t(o.lockAcqVal), 8, 7) |
               put(o.lockAcqId, 0, 8)},
          8};
}

inline BdWords packCoreBd(uint32_t length, uint32_t offset, uint32_t d0Size, uint32_t d0Stride,
                          uint32_t d1Size, uint32_t d1Stride, uint32_t d2Stride,
                          uint32_t iterationSize, uint32_t iterationStride, const BdOptions &o) {
  using detail::put;
  return {{put(offset / 4, 14, 14) | put(length, 0, 14),
           put(o.enablePacket, 30, 1) | put(o.outOfOrderId, 24, 6) | put(o.packetId, 19, 5) |
               put(o.packetType, 16, 3),
           put(d1Stride, 13, 13) | put(d0Stride, 0, 13),
           put(d1Size, 21, 8) | put(d0Size, 13, 8) | put(d2Stride, 0, 13),
           put(o.iterationCurrent, 19, 6) | put(iterationSize, 13, 6) | put(iterationStride, 0, 13),
           put(o.nextBd, 27, 4) | put(o.useNextBd, 26, 1) | put(o.validBd, 25, 1) |
               put(uint32_t(o.lockRelVal), 18, 7) | put(o.lockRelId, 13, 4) |
               put(o.lockAcqEnable, 12, 1) | put(uint32_t(o.lockAcqVal), 5, 7) |
               put(o.lockAcqId, 0, 4),
           0, 0},
          6};
}

/// The words that appendWriteBd writes. d2Size has no field on any tile.
inline BdWords packBd(uint32_t row, uint32_t bufferLength, uint32_t bufferOffset, uint32_t d0Size,
                      uint32_t d0Stride, uint32_t d1Size, uint32_t d1Stride, uint32_t d2Stride,
                      uint32_t iterationSize, uint32_t iterationStride, const BdOptions &o) {
  const detail::TileKind &kind = detail::tileKind(row, o.numMemTileRows);
  auto pack = kind.isShim ? packShimBd : kind.isMem ? packMemBd : packCoreBd;
  return pack(bufferLength, bufferOffset, d0Size, d0Stride, d1Size, d1Stride, d2Stride,
              iterationSize, iterationStride, o);
}

inline void appendWriteBd(Txn &txn, uint32_t column, uint32_t row, uint32_t bdId,
                          uint32_t bufferLength, uint32_t bufferOffset, uint32_t d0Size,
                          uint32_t d0Stride, uint32_t d1Size, uint32_t d1Stride, uint32_t d2Size,
                          uint32_t d2Stride, uint32_t iterationSize, uint32_t iterationStride,
                          const BdOptions &options = {}) {
  (void)d2Size;
  BdWords bd = packBd(row, bufferLength, bufferOffset, d0Size, d0Stride, d1Size, d1Stride, d2Stride,
                      iterationSize, iterationStride, options);
  appendBlockWrite(txn, bdAddress(column, row, bdId, options.numMemTileRows), bd.words.data(),
                   bd.count);
}

/// The four words in front of \p operations operations that take \p words words.
inline std::array<uint32_t, 4> header(uint32_t operations, size_t words, uint32_t numRows,
                                      uint32_t numCols, uint32_t devGen, uint32_t numMemTileRows) {
  using detail::put;
  constexpr uint32_t major = 0, minor = 1;
  return {major | minor << 8 | put(devGen, 16, 8) | put(numRows, 24, 8),
          put(numCols, 0, 8) | put(numMemTileRows, 8, 8), operations, uint32_t(4 * (words + 4))};
}

} // namespace raw

//===--- Checks -----------------------------------------------------------===//

namespace detail {

inline void checkRange(const char *field, int64_t value, int64_t limit) {
  if (value < 0 || value > limit)
    fail(std::string(field) + " exceeds the [0:" + std::to_string(limit) + "] range.", field, value,
         limit);
}
inline void checkBits(const char *field, uint32_t value, uint32_t bits) {
  checkRange(field, value, mask(bits));
}
inline void checkLockValue(int32_t value) {
  if (value < -64 || value > 63)
    fail("Lock value exceeds the [-64:63] range.", "Lock value", value, 63);
}

inline void checkBurst(uint32_t bytes, uint32_t devGen) {
  if (burstEncoding(bytes, devGen) < 0)
    fail(std::string("Requested burst length is not supported by the target. Supported burst "
                     "lengths: 64 128 256") +
             (devGen >= 4 ? " 512" : ""),
         "burst length", bytes, devGen >= 4 ? 512 : 256);
}

inline void checkPushQueue(uint32_t column, uint32_t row, uint32_t direction, uint32_t channel,
                           uint32_t repeatCount, uint32_t bdId, int32_t controllerId,
                           uint32_t numMemTileRows) {
  checkRange("push queue column", column, 255);
  checkRange("push queue row", row, 255);
  const TileKind &kind = tileKind(row, numMemTileRows);
  if (bdId >= kind.bdCount || bdId > 15)
    fail("BD ID exceeds the maximum ID.", "BD ID", bdId, 15);
  if (repeatCount > 255)
    fail("Repeat count exceeds the [0:255] range.", "Repeat count", repeatCount, 255);
  checkRange("push queue direction", direction, 1);
  checkRange("push queue channel", channel, kind.channels - 1);
  if (controllerId > 31)
    fail("push queue controllerId exceeds the [0:31] range.", "push queue controllerId",
         controllerId, 31);
}

inline void checkBdOptions(const TileKind &kind, const BdOptions &o) {
  checkRange("Enable packet", o.enablePacket, 1);
  checkBits("Out-of-order ID", o.outOfOrderId, 6);
  checkBits("Iteration current", o.iterationCurrent, 6);
  checkBits("Next BD", o.nextBd, kind.nextBdBits);
  checkRange("Use next BD", o.useNextBd, 1);
  checkRange("Valid BD", o.validBd, 1);
  checkLockValue(o.lockRelVal);
  checkBits("Lock ID", o.lockRelId, kind.lockIdBits);
  checkRange("Lock acquire enable", o.lockAcqEnable, 1);
  checkLockValue(o.lockAcqVal);
  checkBits("Lock ID", o.lockAcqId, kind.lockIdBits);
  const uint32_t before[] = {o.d0ZeroBefore, o.d1ZeroBefore, o.d2ZeroBefore};
  const uint32_t after[] = {o.d0ZeroAfter, o.d1ZeroAfter, o.d2ZeroAfter};
  for (uint32_t d = 0; d < 3; ++d) {
    // Only memory tiles pad; the shim's own text is checked before.
    checkBits("Padding", before[d], kind.isMem ? 6 - d : 0);
    checkBits("Padding", after[d], kind.isMem ? 6 - d : 0);
  }
}

inline bool hasPadding(const BdOptions &o) {
  return o.d0ZeroBefore || o.d1ZeroBefore || o.d2ZeroBefore || o.d0ZeroAfter || o.d1ZeroAfter ||
         o.d2ZeroAfter;
}

inline void checkWriteBd(uint32_t column, uint32_t row, uint32_t bdId, uint32_t bufferLength,
                         uint32_t bufferOffset, uint32_t d0Size, uint32_t d0Stride, uint32_t d1Size,
                         uint32_t d1Stride, uint32_t d2Size, uint32_t d2Stride,
                         uint32_t iterationSize, uint32_t iterationStride, const BdOptions &o) {
  checkRange("BD column", column, 255);
  checkRange("BD row", row, 255);
  const TileKind &kind = tileKind(row, o.numMemTileRows);
  if (bdId >= kind.bdCount)
    fail("BD ID exceeds the maximum ID.", "BD ID", bdId, kind.bdCount - 1);
  if (o.packetId > 31)
    fail("Packet ID exceeds the maximum supported by 5 bits.", "Packet ID", o.packetId, 31);
  if (o.packetType > 7)
    fail("Packet Type exceeds the maximum supported by 3 bits.", "Packet Type", o.packetType, 7);
  checkBits("D0 Size", d0Size, kind.wrapBits);
  checkBits("D0 Stride", d0Stride, kind.stepBits);
  checkBits("D1 Size", d1Size, kind.wrapBits);
  checkBits("D1 Stride", d1Stride, kind.stepBits);
  checkBits("D2 Stride", d2Stride, kind.stepBits);
  checkBits("Iteration Size", iterationSize, 6);
  checkBits("Iteration Stride", iterationStride, kind.stepBits);
  if (kind.isShim && d2Size)
    fail("ShimTile only supports 3 dimensions of sizes.", "D2 Size", d2Size, 0);
  if (kind.isShim && hasPadding(o))
    fail("ShimTile doesn't support zero padding.", "Padding", 1, 0);
  if (!kind.isShim && o.burstLength)
    fail("Only ShimTiles support burst length.", "burst length", o.burstLength, 0);
  if (kind.isShim)
    checkBurst(o.burstLength, o.devGen);
  checkBits("Buffer length", bufferLength, kind.lengthBits);
  checkRange("Buffer offset", bufferOffset, kind.bufferOffsetLimit);
  checkBdOptions(kind, o);
}

} // namespace detail

/// The word made of an integer: up to 16 bits zero-extended, 32 bits as they
/// are; 64 bits must lie in [-2^31, 2^32-1] (unsigned: [0, 2^32-1]).
template <typename T> inline uint32_t toU32(T x) {
  static_assert(std::is_integral<T>::value, "an integer is needed");
  if constexpr (std::is_same<T, bool>::value) {
    return x ? 1 : 0;
  } else if constexpr (sizeof(T) <= 4) {
    return uint32_t(std::make_unsigned_t<T>(x));
  } else {
    bool fits = x <= T(0xFFFFFFFF);
    if constexpr (std::is_signed<T>::value)
      fits = fits && x >= -T(0x80000000);
    if (!fits)
      fail("value " + std::to_string(x) + " does not fit in 32 bits", "value", int64_t(x),
           0xFFFFFFFF);
    return uint32_t(x);
  }
}

/// A list entry of a transfer. An unsigned value above 2^63 is an error.
template <typename T> inline int64_t toI64(T x) {
  static_assert(std::is_integral<T>::value, "an integer is needed");
  if constexpr (std::is_unsigned<T>::value && sizeof(T) == 8)
    if (x > T(INT64_MAX))
      fail("value " + std::to_string(x) + " does not fit in 64 bits", "value", 0, INT64_MAX);
  return int64_t(x);
}

template <typename T> inline void requireNonZero(T x, const char *message) {
  if (x == 0)
    fail(message);
}

//===--- Checked layer ----------------------------------------------------===//

inline void appendWrite32(Txn &txn, uint32_t address, uint32_t value) {
  raw::appendWrite32(txn, address, value);
}
inline void appendMaskWrite32(Txn &txn, uint32_t address, uint32_t value, uint32_t mask) {
  raw::appendMaskWrite32(txn, address, value, mask);
}
inline void appendAddressPatch(Txn &txn, uint32_t address, uint32_t argIdx, uint32_t argPlus) {
  raw::appendAddressPatch(txn, address, argIdx, argPlus);
}

inline void appendSync(Txn &txn, uint32_t column, uint32_t row, uint32_t direction,
                       uint32_t channel, uint32_t columnNum, uint32_t rowNum) {
  detail::checkRange("sync column", column, 255);
  detail::checkRange("sync row", row, 255);
  detail::checkRange("sync direction", direction, 1);
  detail::checkRange("sync channel", channel, 255);
  detail::checkRange("sync columnNum", columnNum, 255);
  detail::checkRange("sync rowNum", rowNum, 255);
  raw::appendSync(txn, column, row, direction, channel, columnNum, rowNum);
}

inline void appendBlockWrite(Txn &txn, uint32_t address, const uint32_t *data, size_t count,
                             uint32_t tileWord = 0) {
  constexpr size_t most = (size_t(1) << 30) - 5; // the record's size is 32 bits of bytes
  if (!data || count < 1 || count > most)
    fail("block write needs 1 to 1073741819 words.", "count", int64_t(count), int64_t(most));
  raw::appendBlockWrite(txn, address, data, count, tileWord);
}
template <typename... W>
inline void appendBlockWriteWords(Txn &txn, uint32_t address, uint32_t tileWord, W... words) {
  raw::appendBlockWriteWords(txn, address, tileWord, words...);
}

inline void appendLoadPdi(Txn &txn, uint32_t id, uint32_t size, uint64_t address) {
  detail::checkRange("PDI id", id, 0xFFFF);
  raw::appendLoadPdi(txn, id, size, address);
}

inline void appendPreempt(Txn &txn, uint32_t level) {
  detail::checkRange("preempt level", level, 3);
  raw::appendPreempt(txn, level);
}

/// Starts a BD on a channel; with a token and a controller id first sets the
/// id that the token's packet will carry.
inline void appendPushQueue(Txn &txn, uint32_t column, uint32_t row, uint32_t direction,
                            uint32_t channel, bool issueToken, uint32_t repeatCount, uint32_t bdId,
                            int32_t controllerId = -1, uint32_t numMemTileRows = 1) {
  detail::checkPushQueue(column, row, direction, channel, repeatCount, bdId, controllerId,
                         numMemTileRows);
  raw::appendPushQueue(txn, column, row, direction, channel, issueToken, repeatCount, bdId,
                       controllerId, numMemTileRows);
}

/// One block write of a whole BD. Units as the registers have them: words, and
/// strides minus one; the buffer offset in bytes.
inline void appendWriteBd(Txn &txn, uint32_t column, uint32_t row, uint32_t bdId,
                          uint32_t bufferLength, uint32_t bufferOffset, uint32_t d0Size,
                          uint32_t d0Stride, uint32_t d1Size, uint32_t d1Stride, uint32_t d2Size,
                          uint32_t d2Stride, uint32_t iterationSize, uint32_t iterationStride,
                          const BdOptions &options = {}) {
  detail::checkWriteBd(column, row, bdId, bufferLength, bufferOffset, d0Size, d0Stride, d1Size,
                       d1Stride, d2Size, d2Stride, iterationSize, iterationStride, options);
  raw::appendWriteBd(txn, column, row, bdId, bufferLength, bufferOffset, d0Size, d0Stride, d1Size,
                     d1Stride, d2Size, d2Stride, iterationSize, iterationStride, options);
}

//===--- Transfers --------------------------------------------------------===//

namespace detail {

/// Sizes and strides of a transfer, innermost first, in elements and as the
/// hardware holds them (words; strides minus one).
struct TransferShape {
  std::array<int64_t, 4> size, stride;
  std::array<int64_t, 4> hwSize{}, hwStride{};
  bool linear = false;
};

[[noreturn]] inline void failTransferRange() { fail("DMA offset, size or stride out of range"); }
/// a * b, within +-2^62.
inline int64_t multiply(int64_t a, int64_t b) {
  constexpr int64_t most = int64_t(1) << 62;
  if (a != 0 && b != 0 && (a < 0 ? -a : a) > most / (b < 0 ? -b : b))
    failTransferRange();
  return a * b;
}

inline bool isLinear(const std::array<int64_t, 4> &s, const std::array<int64_t, 4> &t) {
  return s[1] == 1 && s[2] == 1 && t[0] == 1 && t[1] == 0 && t[2] == 0;
}
/// Each dimension begins where the one inside it ends. Sizes are positive.
inline bool isContiguous(const std::array<int64_t, 4> &s, const std::array<int64_t, 4> &t) {
  return t[0] == 1 && (s[1] <= 1 || t[1] == s[0]) &&
         (s[2] <= 1 || (t[2] % s[0] == 0 && t[2] / s[0] == s[1]));
}

/// Byte offset of the transfer's first element in its buffer.
inline int64_t transferOffset(const std::array<int64_t, 4> &offset,
                              const std::array<int64_t, 4> &stride, uint32_t elemBits) {
  constexpr int64_t most = int64_t(1) << 62;
  int64_t elements = 0;
  for (int i = 0; i < 4; ++i) {
    int64_t term = multiply(offset[i], stride[i]);
    if ((term < 0 ? -term : term) > most - (elements < 0 ? -elements : elements))
      failTransferRange();
    elements += term;
  }
  int64_t bytes = multiply(elements, elemBits) / 8;
  if (bytes % 4)
    fail("Offset must be 4-byte-aligned.", "offset", bytes, 0);
  for (int i = 3; i >= 0; --i)
    if (offset[i] < 0)
      fail("expected offsets to be non-negative, but got " + std::to_string(offset[i]), "offset",
           offset[i], 0);
  return bytes;
}

/// Sizes positive, whole words, strides positive where they matter.
inline void checkShape(const TransferShape &shape, int64_t elemBits) {
  const auto &s = shape.size, &t = shape.stride;
  auto index = [](int i) { return std::to_string(i); };
  std::string bytesEach = std::to_string(elemBits / 8) + " bytes";
  for (int i = 0; i < 4; ++i)
    if (s[i] <= 0)
      fail("Size " + index(i) + " must be a positive integer.", "Size " + index(i), s[i]);
  if (s[0] * elemBits % 32)
    fail("Transfer sizes must be multiples of 4 bytes. " + std::to_string(s[0]) + " elements at " +
             bytesEach + " each equal " + std::to_string(s[0] * elemBits / 8) +
             " bytes, which is not divisible by 4. ",
         "Size 0", s[0]);
  for (int i = 0; i < 3; ++i)
    if (s[i] > 1 && t[i] < 1)
      fail("Stride " + index(i) + " must be a positive integer.", "Stride " + index(i), t[i]);
  if (s[3] > 1 && t[3] < 0)
    fail("Stride 3 must be a non-negative integer.", "Stride 3", t[3]);
  for (int i = t[0] == 1 ? 1 : 0; i < 4; ++i)
    if (t[i] * elemBits % 32)
      fail("Stride " + index(i) + " is " + std::to_string(t[i]) + " elements * " + bytesEach +
               " = " + std::to_string(t[i] * elemBits / 8) +
               " bytes, which is not divisible by 4. ",
           "Stride " + index(i), t[i]);
}

/// Fills the hardware's sizes and strides.
inline void scaleShape(TransferShape &shape, int64_t elemBits) {
  const auto &s = shape.size, &t = shape.stride;
  shape.hwSize = {s[0] * elemBits / 32, s[1], s[2], s[3] > 1 ? s[3] - 1 : 0};
  shape.hwStride[0] = t[0] * elemBits < 32 || elemBits > 32 ? 0 : t[0] * elemBits / 32 - 1;
  for (int i = 1; i < 3; ++i)
    shape.hwStride[i] = s[i] > 1 ? t[i] * elemBits / 32 - 1 : 0;
  shape.hwStride[3] = s[3] > 1 && t[3] > 0 ? t[3] * elemBits / 32 - 1 : 0;
}

/// The limits of the tile kind's registers.
inline void checkHardwareShape(const TransferShape &shape, const TileKind &kind) {
  const auto &hs = shape.hwSize, &ht = shape.hwStride;
  int64_t wrapLimit = mask(kind.wrapBits), stepLimit = int64_t(1) << kind.stepBits;
  auto bounds = [](int64_t low, int64_t high) {
    return " exceeds the [" + std::to_string(low) + ":" + std::to_string(high) + "] range.";
  };
  for (int i = 0; i < 2 && !shape.linear; ++i)
    if (hs[i] > wrapLimit)
      fail("Size " + std::to_string(i) + bounds(0, wrapLimit), "Size " + std::to_string(i), hs[i],
           wrapLimit);
  if (hs[3] > 64)
    fail("Size 3 exceeds the [1:64] range.", "Size 3", hs[3], 64);
  // Stored strides are one less than real ones, so the limit itself is too much.
  for (int i = 0; i < 4; ++i)
    if (ht[i] >= stepLimit && (i < 3 || hs[3] > 0))
      fail("Stride " + std::to_string(i) + bounds(1, stepLimit), "Stride " + std::to_string(i),
           ht[i] + 1, stepLimit);
  if (shape.stride[3] > 0 && hs[3] > 63)
    fail("Iteration Size exceeds the [0:63] range.", "Iteration Size", hs[3], 63);
  if (hs[3] > 255)
    fail("Repeat count exceeds the [0:255] range.", "Repeat count", hs[3], 255);
}

} // namespace detail

/// A whole transfer between a host buffer and a stream: BD, address patch and
/// queue push. The lists are outermost first, in elements, as in the IR:
/// {repeat, d2, d1, d0}. Whether the transfer is linear is decided from the
/// values, so the words are those that the compiler gives for them.
inline void appendDmaBd(Txn &txn, const DmaBdTarget &target, const std::array<int64_t, 4> &offsets,
                        const std::array<int64_t, 4> &sizes,
                        const std::array<int64_t, 4> &strides) {
  constexpr int64_t entryLimit = int64_t(1) << 40;
  const detail::TileKind &kind = detail::tileKind(target.row, target.numMemTileRows);
  if (target.elemBits == 0 || target.elemBits > 32)
    fail("Maximum element bit width allowed is 32bits. ", "element bits", target.elemBits, 32);
  for (const auto *list : {&offsets, &sizes, &strides})
    for (int64_t entry : *list)
      if (entry >= entryLimit || entry <= -entryLimit)
        detail::failTransferRange();
  detail::TransferShape shape;
  std::array<int64_t, 4> offset;
  for (int i = 0; i < 4; ++i) {
    offset[i] = offsets[3 - i];
    shape.size[i] = sizes[3 - i];
    shape.stride[i] = strides[3 - i];
  }
  int64_t bytes = detail::transferOffset(offset, shape.stride, target.elemBits);
  detail::checkShape(shape, target.elemBits);
  detail::scaleShape(shape, target.elemBits);
  const auto &hs = shape.hwSize, &ht = shape.hwStride;
  shape.linear = detail::isLinear(shape.size, shape.stride) ||
                 (kind.isShim && detail::isContiguous(shape.size, shape.stride));
  detail::checkHardwareShape(shape, kind);
  int64_t length = detail::multiply(detail::multiply(hs[0], hs[1]), hs[2]);
  if (length > int64_t(detail::mask(kind.lengthBits)))
    fail("Buffer length " + std::to_string(length) +
             " exceeds the [0:" + std::to_string(detail::mask(kind.lengthBits)) + "] range.",
         "Buffer length", length, detail::mask(kind.lengthBits));
  if (target.baseOffsetBytes > 0xFFFFFFFF || bytes < 0 ||
      bytes > int64_t(0xFFFFFFFF) - int64_t(target.baseOffsetBytes))
    fail("Buffer offset " + std::to_string(uint64_t(bytes) + target.baseOffsetBytes) +
             " does not fit in 32 bits.",
         "Buffer offset", bytes, 0xFFFFFFFF);

  bool iterates = hs[3] > 0 && shape.stride[3] > 0;
  BdOptions options;
  options.enablePacket = target.enablePacket;
  options.packetId = target.packetId;
  options.packetType = target.packetType;
  options.burstLength = target.burstLength;
  options.devGen = target.devGen;
  options.numMemTileRows = target.numMemTileRows;
  auto dimension = [&](int64_t v) { return shape.linear ? 0 : uint32_t(v); };
  uint32_t repeat = uint32_t(hs[3]), iterationSize = iterates ? repeat : 0,
           iterationStride = iterates ? uint32_t(ht[3]) : 0;
  bool token = target.issueToken || target.direction == 0;
  detail::checkWriteBd(target.column, target.row, target.bdId, uint32_t(length), 0,
                       dimension(hs[0]), dimension(ht[0]), dimension(hs[1]), dimension(ht[1]), 0,
                       dimension(ht[2]), iterationSize, iterationStride, options);
  detail::checkPushQueue(target.column, target.row, target.direction, target.channel, repeat,
                         target.bdId, target.controllerId, target.numMemTileRows);
  raw::appendWriteBd(txn, target.column, target.row, target.bdId, uint32_t(length), 0,
                     dimension(hs[0]), dimension(ht[0]), dimension(hs[1]), dimension(ht[1]), 0,
                     dimension(ht[2]), iterationSize, iterationStride, options);
  uint32_t bd = bdAddress(target.column, target.row, target.bdId, target.numMemTileRows);
  raw::appendAddressPatch(txn, bd + kind.bdAddressOffset, target.argIdx,
                          uint32_t(uint64_t(bytes) + target.baseOffsetBytes));
  raw::appendPushQueue(txn, target.column, target.row, target.direction, target.channel, token,
                       repeat, target.bdId, target.controllerId, target.numMemTileRows);
}

//===--- The whole stream -------------------------------------------------===//

/// Number of operations from word \p begin to the end.
inline uint32_t countOps(const Txn &txn, size_t begin = 0) {
  uint32_t count = 0;
  for (size_t at = begin; at < txn.size(); ++count) {
    uint32_t opcode = txn[at] & 0xFF;
    size_t sizeWord = 0; // where the record's byte size stands
    uint32_t words = 0;
    switch (opcode) {
    case detail::opWrite:
      sizeWord = 5;
      break;
    case detail::opBlockWrite:
      sizeWord = 3;
      break;
    case detail::opMaskWrite:
    case detail::opMaskPoll:
      sizeWord = 6;
      break;
    case detail::opPreempt:
      words = 1;
      break;
    case detail::opLoadPdi:
      words = 4;
      break;
    default:
      sizeWord = opcode >= 0x80 ? 1 : 0;
      break;
    }
    if (sizeWord && sizeWord < txn.size() - at && txn[at + sizeWord] % 4 == 0)
      words = txn[at + sizeWord] / 4;
    if (words <= sizeWord || words > txn.size() - at)
      fail("malformed transaction stream at word " + std::to_string(at));
    at += words;
  }
  return count;
}

/// Puts the header in front. Once, and last.
inline void prependHeader(Txn &txn, uint32_t numRows = 6, uint32_t numCols = 4, uint32_t devGen = 3,
                          uint32_t numMemTileRows = 1) {
  auto words = raw::header(countOps(txn), txn.size(), numRows, numCols, devGen, numMemTileRows);
  txn.insert(txn.begin(), words.begin(), words.end());
}

} // namespace npu
} // namespace aie

#endif // AIE_NPU_INSTRUCTIONS_H
