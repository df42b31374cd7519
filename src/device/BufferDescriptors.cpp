//===- BufferDescriptors.cpp - Packing of DMA descriptors -------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each kind of tile lays the same facts out differently. A layout is one list
// of (word, lowest bit, width, value), written once and walked by both the
// encoder and the decoder, so that the two cannot disagree. A value split over
// two words is listed twice, with the bit of the value that a part begins at.
//
//===----------------------------------------------------------------------===//
#include "device/Registers.h"
#include <type_traits>

namespace tilewright::device {

//===--- Layouts ----------------------------------------------------------===//

template <typename BD, typename Visit>
static void visitLockWord(BD &bd, unsigned word, Visit visit) {
  visit(word, 31, 1, bd.suppressTlast);
  visit(word, 27, 4, bd.nextBD);
  visit(word, 26, 1, bd.useNextBD);
  visit(word, 25, 1, bd.valid);
  visit(word, 18, 7, bd.lockReleaseValue);
  visit(word, 13, 4, bd.lockReleaseId);
  visit(word, 12, 1, bd.lockAcquireEnable);
  visit(word, 5, 7, bd.lockAcquireValue);
  visit(word, 0, 4, bd.lockAcquireId);
}

template <typename BD, typename Visit> static void visitCore(BD &bd, Visit visit) {
  visit(0, 14, 14, bd.baseAddress);
  visit(0, 0, 14, bd.length);
  visit(1, 31, 1, bd.enableCompression);
  visit(1, 30, 1, bd.enablePacket);
  visit(1, 24, 6, bd.outOfOrderId);
  visit(1, 19, 5, bd.packetId);
  visit(1, 16, 3, bd.packetType);
  visit(2, 13, 13, bd.dims[1].step);
  visit(2, 0, 13, bd.dims[0].step);
  visit(3, 21, 8, bd.dims[1].wrap);
  visit(3, 13, 8, bd.dims[0].wrap);
  visit(3, 0, 13, bd.dims[2].step);
  visit(4, 19, 6, bd.iterationCurrent);
  visit(4, 13, 6, bd.iterationWrap);
  visit(4, 0, 13, bd.iterationStep);
  visitLockWord(bd, 5, visit);
}

template <typename BD, typename Visit> static void visitMemTile(BD &bd, Visit visit) {
  visit(0, 31, 1, bd.enablePacket);
  visit(0, 28, 3, bd.packetType);
  visit(0, 23, 5, bd.packetId);
  visit(0, 17, 6, bd.outOfOrderId);
  visit(0, 0, 17, bd.length);
  visit(1, 26, 6, bd.dims[0].padBefore);
  visit(1, 20, 6, bd.nextBD);
  visit(1, 19, 1, bd.useNextBD);
  visit(1, 0, 19, bd.baseAddress);
  visit(2, 31, 1, bd.suppressTlast);
  visit(2, 17, 10, bd.dims[0].wrap);
  visit(2, 0, 17, bd.dims[0].step);
  visit(3, 27, 5, bd.dims[1].padBefore);
  visit(3, 17, 10, bd.dims[1].wrap);
  visit(3, 0, 17, bd.dims[1].step);
  visit(4, 31, 1, bd.enableCompression);
  visit(4, 27, 4, bd.dims[2].padBefore);
  visit(4, 17, 10, bd.dims[2].wrap);
  visit(4, 0, 17, bd.dims[2].step);
  visit(5, 28, 4, bd.dims[2].padAfter);
  visit(5, 23, 5, bd.dims[1].padAfter);
  visit(5, 17, 6, bd.dims[0].padAfter);
  visit(5, 0, 17, bd.dims[3].step);
  visit(6, 23, 6, bd.iterationCurrent);
  visit(6, 17, 6, bd.iterationWrap);
  visit(6, 0, 17, bd.iterationStep);
  visit(7, 31, 1, bd.valid);
  visit(7, 24, 7, bd.lockReleaseValue);
  visit(7, 16, 8, bd.lockReleaseId);
  visit(7, 15, 1, bd.lockAcquireEnable);
  visit(7, 8, 7, bd.lockAcquireValue);
  visit(7, 0, 8, bd.lockAcquireId);
}

template <typename BD, typename Visit> static void visitShim(BD &bd, Visit visit) {
  visit(0, 0, 32, bd.length);
  visit(1, 2, 30, bd.baseAddress, 2); // the two lowest bits are not stored
  visit(2, 30, 1, bd.enablePacket);
  visit(2, 24, 6, bd.outOfOrderId);
  visit(2, 19, 5, bd.packetId);
  visit(2, 16, 3, bd.packetType);
  visit(2, 0, 16, bd.baseAddress, 32);
  visit(3, 30, 1, bd.secureAccess);
  visit(3, 20, 10, bd.dims[0].wrap);
  visit(3, 0, 20, bd.dims[0].step);
  visit(4, 30, 2, bd.burstLength);
  visit(4, 20, 10, bd.dims[1].wrap);
  visit(4, 0, 20, bd.dims[1].step);
  visit(5, 28, 4, bd.smid);
  visit(5, 24, 4, bd.axCache);
  visit(5, 20, 4, bd.axQos);
  visit(5, 0, 20, bd.dims[2].step);
  visit(6, 26, 6, bd.iterationCurrent);
  visit(6, 20, 6, bd.iterationWrap);
  visit(6, 0, 20, bd.iterationStep);
  visitLockWord(bd, 7, visit);
}

template <typename BD, typename Visit> static void visitFields(TileType type, BD &bd, Visit visit) {
  switch (type) {
  case TileType::CoreTile:
    return visitCore(bd, visit);
  case TileType::MemTile:
    return visitMemTile(bd, visit);
  default:
    return visitShim(bd, visit);
  }
}

//===--- Both directions --------------------------------------------------===//

llvm::SmallVector<uint32_t, 8> encodeBD(TileType type, const BufferDescriptor &bd) {
  llvm::SmallVector<uint32_t, 8> words(type == TileType::CoreTile ? 6 : 8, 0);
  visitFields(type, bd,
              [&](unsigned word, unsigned lsb, unsigned width, auto value, unsigned from = 0) {
                uint64_t mask = (uint64_t(1) << width) - 1;
                words[word] |= ((static_cast<uint64_t>(value) >> from) & mask) << lsb;
              });
  return words;
}

BufferDescriptor decodeBD(TileType type, llvm::ArrayRef<uint32_t> words) {
  BufferDescriptor bd;
  visitFields(type, bd,
              [&](unsigned word, unsigned lsb, unsigned width, auto &value, unsigned from = 0) {
                using T = std::remove_reference_t<decltype(value)>;
                uint64_t bits = (words[word] >> lsb) & ((uint64_t(1) << width) - 1);
                if constexpr (std::is_same_v<T, int32_t>)
                  value = static_cast<int32_t>(bits << (32 - width)) >> (32 - width);
                else if constexpr (std::is_same_v<T, uint64_t>)
                  value |= bits << from;
                else
                  value = static_cast<T>(bits);
              });
  return bd;
}

const BDLimits &bdLimits(TileType type) {
  static constexpr BDLimits core = {0x20000, (1 << 14) - 1, 8192, 256, 8192, 64, 3, 0, {0, 0, 0}};
  static constexpr BDLimits mem = {0x180000, (1 << 17) - 1, 131072, 1024, 131072, 64, 4,
                                   3,        {63, 31, 15}};
  static constexpr BDLimits shim = {uint64_t(1) << 48, ~0u, 1048576, 1024, 1048576, 64, 3, 0,
                                    {0, 0, 0}};
  static constexpr const BDLimits *limits[] = {&core, &mem, &shim, &shim};
  return *limits[static_cast<uint32_t>(type)];
}

} // namespace tilewright::device
