//===- BufferDescriptors.cpp - Making npu.writebd and its words -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialect/aiex/transforms/BufferDescriptors.h"
#include "device/Registers.h"

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aiex;

NpuWriteBdOp aiex::createWriteBd(OpBuilder &builder, Location loc, const BDFields &f) {
  OperationState state(loc, NpuWriteBdOp::getOperationName());
  auto set = [&](StringRef name, uint32_t value) {
    state.addAttribute(name, builder.getI32IntegerAttr(static_cast<int32_t>(value)));
  };
  set("column", f.tile.col);
  set("row", f.tile.row);
  set("bd_id", f.bdId);
  set("buffer_length", f.length);
  set("buffer_offset", f.offset);
  set("enable_packet", f.enablePacket);
  set("out_of_order_id", 0);
  set("packet_id", f.packetId);
  set("packet_type", f.packetType);
  for (int i = 0; i < 3; ++i) {
    std::string d = "d" + std::to_string(i);
    set(d + "_size", f.sizes[i]);
    set(d + "_stride", f.strides[i]);
    set(d + "_zero_before", f.zeroBefore[i]);
    set(d + "_zero_after", f.zeroAfter[i]);
  }
  set("iteration_current", 0);
  set("iteration_size", f.iterationSize);
  set("iteration_stride", f.iterationStride);
  set("next_bd", f.nextBd);
  set("use_next_bd", f.useNextBd);
  set("valid_bd", 1);
  set("lock_rel_val", f.lockRelVal);
  set("lock_rel_id", f.lockRelId);
  set("lock_acq_enable", f.lockAcqEnable);
  set("lock_acq_val", f.lockAcqVal);
  set("lock_acq_id", f.lockAcqId);
  set("burst_length", f.burstLength);
  return cast<NpuWriteBdOp>(builder.create(state));
}

SmallVector<uint32_t, 8> aiex::encodeWriteBd(NpuWriteBdOp op, const device::DeviceModel &model) {
  device::TileID tile{static_cast<int>(op.getColumn()), static_cast<int>(op.getRow())};
  device::TileType kind = model.tileType(tile);
  bool core = kind == device::TileType::CoreTile, shim = kind == device::TileType::ShimNOCTile;
  device::BufferDescriptor bd;
  // The byte offset as it is, except on a core tile, where the field counts
  // words. On memory tiles a later write puts the real address in its place.
  bd.baseAddress = core ? op.getBufferOffset() / 4 : op.getBufferOffset();
  bd.length = op.getBufferLength();
  bd.dims[0] = {op.getD0Stride(), op.getD0Size(), op.getD0ZeroBefore(), op.getD0ZeroAfter()};
  bd.dims[1] = {op.getD1Stride(), op.getD1Size(), op.getD1ZeroBefore(), op.getD1ZeroAfter()};
  bd.dims[2] = {op.getD2Stride(), 0, op.getD2ZeroBefore(), op.getD2ZeroAfter()};
  bd.iterationCurrent = op.getIterationCurrent();
  bd.iterationWrap = op.getIterationSize();
  bd.iterationStep = op.getIterationStride();
  bd.enablePacket = op.getEnablePacket();
  bd.packetType = op.getPacketType();
  bd.packetId = op.getPacketId();
  bd.outOfOrderId = op.getOutOfOrderId();
  bd.valid = op.getValidBd();
  bd.useNextBD = op.getUseNextBd();
  bd.nextBD = op.getNextBd();
  bd.lockAcquireEnable = op.getLockAcqEnable();
  bd.lockAcquireId = op.getLockAcqId();
  bd.lockReleaseId = op.getLockRelId();
  bd.lockAcquireValue = static_cast<int32_t>(op.getLockAcqVal());
  bd.lockReleaseValue = static_cast<int32_t>(op.getLockRelVal());
  if (shim) {
    constexpr uint32_t cacheable = 2;
    bd.axCache = cacheable;
    if (auto burst = model.burstLength(op.getBurstLength()))
      bd.burstLength = burst->encoding;
  }
  SmallVector<uint32_t, 8> words = device::encodeBD(kind, bd);
  // The firmware patches the whole address word, so its low bits stay.
  if (shim)
    words[model.bdAddressFieldOffset(tile) / 4] = op.getBufferOffset();
  return words;
}
