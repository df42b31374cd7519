//===- DynamicChecks.cpp - Run-time instructions in the library's terms -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialect/aiex/DynamicChecks.h"

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aiex;
namespace npu = ::aie::npu;

uint32_t aiex::generationOf(const device::DeviceModel &model) {
  return model.arch() == device::Arch::AIE2p ? 4 : 3;
}

npu::BdOptions aiex::getBdOptions(NpuDynWriteBdOp op) {
  const device::DeviceModel &model = aie::getTargetModel(op);
  npu::BdOptions o;
  o.iterationCurrent = op.getIterationCurrent();
  o.enablePacket = op.getEnablePacket();
  o.outOfOrderId = op.getOutOfOrderId();
  o.packetId = op.getPacketId();
  o.packetType = op.getPacketType();
  o.nextBd = op.getNextBd();
  o.useNextBd = op.getUseNextBd();
  o.validBd = op.getValidBd();
  o.lockRelVal = static_cast<int32_t>(op.getLockRelVal());
  o.lockRelId = op.getLockRelId();
  o.lockAcqEnable = op.getLockAcqEnable();
  o.lockAcqVal = static_cast<int32_t>(op.getLockAcqVal());
  o.lockAcqId = op.getLockAcqId();
  o.d0ZeroBefore = op.getD0ZeroBefore();
  o.d1ZeroBefore = op.getD1ZeroBefore();
  o.d2ZeroBefore = op.getD2ZeroBefore();
  o.d0ZeroAfter = op.getD0ZeroAfter();
  o.d1ZeroAfter = op.getD1ZeroAfter();
  o.d2ZeroAfter = op.getD2ZeroAfter();
  o.burstLength = op.getBurstLength();
  o.devGen = generationOf(model);
  o.numMemTileRows = model.memTileRows();
  return o;
}

int32_t aiex::getControllerId(aie::DeviceOp deviceOp, device::TileID id) {
  for (auto tile : deviceOp.getOps<aie::TileOp>())
    if (tileOf(tile) == id)
      if (auto controller = tile->getAttrOfType<aie::PacketInfoAttr>("controller_id"))
        return controller.getPktId();
  return -1;
}

std::optional<npu::DmaBdTarget> aiex::getDmaBdTarget(NpuDynDmaMemcpyNdOp op,
                                                     function_ref<void(const Twine &)> emitError) {
  auto fail = [&](const char *text) {
    if (emitError)
      emitError(text);
    return std::nullopt;
  };
  aie::ShimDMAAllocationOp allocation = getAllocation(op, op.getMetadata());
  if (!allocation)
    return fail("couldn't find shim_dma_allocation op.");
  aie::TileOp tile = getAllocationTile(allocation);
  if (!tile)
    return fail("shim_dma_allocation op must reference a valid TileOp.");
  auto sequence = op->getParentOfType<aie::RuntimeSequenceOp>();
  std::optional<ArgumentView> view = traceToArgument(op.getMemref());
  if (!sequence || !view || view->argument.getOwner() != &sequence.getBody().front())
    return fail(
        "memref must be a block argument or subview/cast/reinterpret_cast of a block argument with "
        "static offsets, sizes, and strides");
  const device::DeviceModel &model = aie::getTargetModel(op);
  npu::DmaBdTarget t;
  t.column = tile.getCol();
  t.row = tile.getRow();
  t.direction = static_cast<uint32_t>(allocation.getChannelDir());
  t.channel = allocation.getChannelIndex();
  t.bdId = op.getId();
  t.argIdx = getBufferIndex(view->argument);
  t.elemBits = op.getElementTypeBitwidth();
  t.baseOffsetBytes = view->byteOffset;
  t.issueToken = op.getIssueToken();
  t.controllerId = getControllerId(op->getParentOfType<aie::DeviceOp>(), tileOf(tile));
  if (aie::PacketInfoAttr packet = op.getPacketAttr()) {
    t.enablePacket = true;
    t.packetId = packet.getPktId();
    t.packetType = packet.getPktType();
  }
  t.burstLength = op.getBurstLength();
  t.devGen = generationOf(model);
  t.numMemTileRows = model.memTileRows();
  return t;
}

/// The text of the error that \p append fails with.
static std::optional<std::string> errorOf(function_ref<void(npu::Txn &)> append) {
  npu::Txn txn;
  try {
    append(txn);
  } catch (const npu::EncodingError &error) {
    return error.what();
  }
  return std::nullopt;
}

std::optional<std::string> aiex::findDynamicBdError(NpuDynWriteBdOp op, ArrayRef<uint32_t> w) {
  if (!aie::getTargetModel(op).contains({static_cast<int>(w[0]), static_cast<int>(w[1])}))
    return "the tile is not on the device";
  return errorOf([&](npu::Txn &txn) {
    npu::appendWriteBd(txn, w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7], w[8], w[9], w[10],
                       w[11], w[12], getBdOptions(op));
  });
}

std::optional<std::string> aiex::findDynamicTransferError(NpuDynDmaMemcpyNdOp op,
                                                          const ConstantTransfer &transfer) {
  std::optional<npu::DmaBdTarget> target = getDmaBdTarget(op, nullptr);
  if (!target)
    return "the channel or the buffer is not known";
  auto outermostFirst = [](const Dims &d) { return Dims{d[3], d[2], d[1], d[0]}; };
  return errorOf([&](npu::Txn &txn) {
    npu::appendDmaBd(txn, *target, outermostFirst(transfer.offsets),
                     outermostFirst(transfer.access.sizes),
                     outermostFirst(transfer.access.strides));
  });
}
