//===- BufferDescriptors.h - Making npu.writebd and its words -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_DIALECT_AIEX_TRANSFORMS_BUFFERDESCRIPTORS_H
#define TILEWRIGHT_DIALECT_AIEX_TRANSFORMS_BUFFERDESCRIPTORS_H

#include "dialect/aiex/Transfers.h"

namespace tilewright::aiex {

/// The fields of an npu.writebd, with the values they have when nothing is said.
struct BDFields {
  device::TileID tile;
  uint32_t bdId = 0, length = 0, offset = 0;
  uint32_t enablePacket = 0, packetId = 0, packetType = 0;
  std::array<uint32_t, 3> sizes{}, strides{}, zeroBefore{}, zeroAfter{};
  uint32_t iterationSize = 0, iterationStride = 0;
  uint32_t nextBd = 0, useNextBd = 0;
  int32_t lockRelVal = 0, lockAcqVal = 0;
  uint32_t lockRelId = 0, lockAcqId = 0, lockAcqEnable = 0;
  uint32_t burstLength = 0;

  void setPacket(aie::PacketInfoAttr packet) {
    if (!packet)
      return;
    enablePacket = 1;
    packetId = packet.getPktId();
    packetType = packet.getPktType();
  }
};

NpuWriteBdOp createWriteBd(mlir::OpBuilder &, mlir::Location, const BDFields &);

/// The words that an npu.writebd stands for, each value masked to its field.
llvm::SmallVector<uint32_t, 8> encodeWriteBd(NpuWriteBdOp, const device::DeviceModel &);

} // namespace tilewright::aiex
#endif // TILEWRIGHT_DIALECT_AIEX_TRANSFORMS_BUFFERDESCRIPTORS_H
