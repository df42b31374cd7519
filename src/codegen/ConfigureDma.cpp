//===- ConfigureDma.cpp - DMA programs as descriptors and queues -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For each DMA: all descriptors are written, then the channels get their first
// one. The order of the descriptors is that in which blocks are reached from
// the first: each time the block found last is expanded.
//
// Units. The IR counts elements; hardware counts 32-bit words. With elements
// of e words (e may be 1/4 or 2), steps and the size of the innermost dimension
// are scaled by e and cut; the innermost step is not scaled (the verifier wants
// it to be 1 unless e is 1).
//
//===----------------------------------------------------------------------===//
#include "codegen/RegisterWriter.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aie;
using namespace tilewright::codegen;
using device::BDLimits;
using device::BufferDescriptor;

namespace {
/// Writes the descriptors and queues of one tile's DMA.
struct DmaWriter {
  RegisterWriter &out;
  TileID tile;
  TileType type;
  const BDLimits &limits;

  DmaWriter(RegisterWriter &out, TileID tile)
      : out(out), tile(tile), type(out.model.tileType(tile)), limits(device::bdLimits(type)) {}

  bool isShim() const { return tile.row == 0; }
  bool isMemTile() const { return type == TileType::MemTile; }

  LogicalResult writeDescriptor(Block &block);
  LogicalResult setLocks(Block &block, BufferDescriptor &bd);
  LogicalResult setAddress(DMABDOp op, BufferDescriptor &bd);
  LogicalResult setDimensions(DMABDOp op, BufferDescriptor &bd);
  LogicalResult setPadding(DMABDOp op, BufferDescriptor &bd);
  LogicalResult setPacket(Block &block, DMABDOp op, BufferDescriptor &bd);
  LogicalResult start(Operation *op, DMAChannelDir dir, uint32_t channel, Block &first,
                      uint32_t repeatCount);
};
} // namespace

static DMABDOp firstBD(Block &block) {
  auto bds = block.getOps<DMABDOp>();
  return bds.empty() ? DMABDOp() : *bds.begin();
}

static FailureOr<uint32_t> idOf(DMABDOp bd) {
  if (!bd.getBdId())
    return bd.emitOpError("has no bd_id; aie-assign-bd-ids must run before");
  return *bd.getBdId();
}

//===--- Locks ------------------------------------------------------------===//

LogicalResult DmaWriter::setLocks(Block &block, BufferDescriptor &bd) {
  LockOp last;
  for (UseLockOp use : block.getOps<UseLockOp>()) {
    LockOp lock = use.getLockOp();
    if (!lock)
      return use.emitOpError("operand must be the result of aie.lock");
    if (!lock.getLockID())
      return lock.emitOpError("has no ID; aie-assign-lock-ids must run before");
    last = lock;
    if (use.release()) {
      bd.lockReleaseId = *lock.getLockID();
      bd.lockReleaseValue = use.getLockValue();
    } else {
      bd.lockAcquireId = *lock.getLockID();
      bd.lockAcquireValue = use.acquireGE() ? -use.getLockValue() : use.getLockValue();
      bd.lockAcquireEnable = use.getAcqEn();
    }
  }
  if (!last || !isMemTile())
    return success();
  // One offset for both, that of the last lock: a memtile's descriptor that
  // uses locks of two tiles is beyond what mlir-aie expresses.
  std::optional<TileID> lockTile = last.tryGetTileID();
  std::optional<uint32_t> base =
      lockTile ? out.model.lockLocalBaseIndex(tile, *lockTile) : std::nullopt;
  if (!base)
    return reportFailedCall(last, "dmaTileBd.DmaMod->SetLock", "XAIE_INVALID_LOCK_ID",
                            "the lock is on a tile that this DMA does not reach");
  bd.lockAcquireId += *base;
  bd.lockReleaseId += *base;
  return success();
}

//===--- Address and length -----------------------------------------------===//

/// Byte address of the buffer's first element as the DMA of \p tile sees it.
static FailureOr<uint64_t> baseAddress(const DeviceModel &model, TileID tile, DMABDOp op) {
  Operation *definition = op.getBuffer().getDefiningOp();
  if (auto external = dyn_cast_or_null<ExternalBufferOp>(definition); external && tile.row == 0)
    return static_cast<uint64_t>(external.getAddress().value_or(0));
  auto buffer = dyn_cast_or_null<BufferOp>(definition);
  if (!buffer || tile.row == 0)
    return op.emitOpError(tile.row == 0 ? "a shim DMA needs an aie.external_buffer"
                                        : "a tile's DMA needs an aie.buffer");
  if (!buffer.getAddress())
    return buffer.emitError("buffer must have address assigned");
  uint64_t address = *buffer.getAddress();
  if (!model.isMemTile(tile))
    return address;
  std::optional<TileID> owner = buffer.tryGetTileID();
  std::optional<uint32_t> base = owner ? model.memLocalBaseAddress(tile, *owner) : std::nullopt;
  if (!base)
    return op.emitOpError("the buffer is on a tile that this DMA does not reach");
  return address + *base;
}

LogicalResult DmaWriter::setAddress(DMABDOp op, BufferDescriptor &bd) {
  FailureOr<uint64_t> base = baseAddress(out.model, tile, op);
  if (failed(base))
    return failure();
  uint64_t address = *base + op.getOffsetInBytes(), length = op.getLenInBytes();
  bool linear = !op.getDimensions() || op.getDimensions()->empty();
  StringRef call = linear ? "XAie_DmaSetAddrLen" : "XAie_DmaSetMultiDimAddr";
  if (address % 4 != 0)
    return reportFailedCall(op, call, "XAIE_INVALID_ADDRESS",
                            "byte address " + Twine(address) + " is not a multiple of 4");
  if (linear && address + length > limits.addressSpace)
    return reportFailedCall(op, call, "XAIE_INVALID_ADDRESS",
                            "the transfer ends at byte address " + Twine(address + length) +
                                " of " + Twine(limits.addressSpace));
  // The driver that mlir-aie calls cuts a longer length to its field: 64 KiB of
  // a core tile would become 0.
  if (length / 4 > limits.maxLength)
    return reportFailedCall(op, call, "XAIE_INVALID_ARGS",
                            "a transfer of " + Twine(length) + " bytes, at most " +
                                Twine(4 * limits.maxLength) + " are possible on this tile");
  bd.baseAddress = isShim() ? address : address / 4;
  bd.length = length / 4;
  return linear ? success() : setDimensions(op, bd);
}

//===--- Access pattern ---------------------------------------------------===//

LogicalResult DmaWriter::setDimensions(DMABDOp op, BufferDescriptor &bd) {
  constexpr StringRef call = "XAie_DmaSetMultiDimAddr";
  ArrayRef<BDDimLayoutAttr> dims = op.getDimensions()->getValue();
  double words = op.getBufferElementTypeWidthInBytes() / 4.0;
  if (dims.size() > limits.dimensions)
    return reportFailedCall(op, call, "XAIE_FEATURE_NOT_SUPPORTED",
                            "this tile has " + Twine(limits.dimensions) + " dimensions");
  for (auto [j, dim] : llvm::enumerate(llvm::reverse(dims))) {
    uint64_t step = j > 0 ? static_cast<uint64_t>(dim.getStride() * words) : dim.getStride();
    uint64_t wrap =
        j > 0 ? dim.getSize() : static_cast<uint16_t>(static_cast<uint64_t>(dim.getSize() * words));
    step = std::max<uint64_t>(step, 1);
    if (step > limits.maxStep || wrap > limits.maxWrap)
      return reportFailedCall(op, call, "XAIE_ERR",
                              "dimension " + Twine(j) + " (0 is innermost) has step " +
                                  Twine(step) + " and wrap " + Twine(wrap) + " words, at most " +
                                  Twine(limits.maxStep) + " and " + Twine(limits.maxWrap) +
                                  " are possible");
    bd.dims[j].step = step - 1;
    bd.dims[j].wrap = wrap;
  }
  return success();
}

LogicalResult DmaWriter::setPadding(DMABDOp op, BufferDescriptor &bd) {
  if (!op.getPadDimensions())
    return success();
  constexpr StringRef call = "XAie_DmaSetPadding";
  ArrayRef<BDPadLayoutAttr> pads = op.getPadDimensions()->getValue();
  if (limits.paddedDimensions == 0)
    return reportFailedCall(op, call, "XAIE_FEATURE_NOT_SUPPORTED");
  if (pads.size() > limits.paddedDimensions)
    return reportFailedCall(op, call, "XAIE_INVALID_ARGS",
                            Twine(limits.paddedDimensions) + " dimensions can be padded");
  double words = op.getBufferElementTypeWidthInBytes() / 4.0;
  for (auto [j, pad] : llvm::enumerate(llvm::reverse(pads))) {
    auto scaled = [&, j = j](uint16_t count) -> uint32_t {
      return j > 0 ? count : static_cast<uint8_t>(static_cast<uint32_t>(count * words));
    };
    uint32_t before = scaled(pad.getConstPadBefore()), after = scaled(pad.getConstPadAfter());
    if (before > limits.maxPadding[j] || after > limits.maxPadding[j])
      return reportFailedCall(op, call, "XAIE_INVALID_ARGS",
                              "dimension " + Twine(j) + " (0 is innermost) is padded by " +
                                  Twine(before) + " and " + Twine(after) + ", at most " +
                                  Twine(limits.maxPadding[j]) + " is possible");
    bd.dims[j].padBefore = before;
    bd.dims[j].padAfter = after;
  }
  // A dimension without a wrap never ends, so nothing can follow it.
  for (unsigned d = 0; d < limits.paddedDimensions; ++d) {
    if (bd.dims[d].wrap != 0)
      continue;
    if (bd.dims[d].padAfter != 0)
      return reportFailedCall(op, "XAie_DmaWriteBd", "XAIE_INVALID_DMA_DESC",
                              "padding behind a dimension without wrap");
    for (unsigned outer = d + 1; outer < limits.paddedDimensions; ++outer)
      if (bd.dims[outer].padBefore != 0 || bd.dims[outer].padAfter != 0)
        return reportFailedCall(op, "XAie_DmaWriteBd", "XAIE_ERR",
                                "padding outside of a dimension without wrap");
  }
  return success();
}

//===--- Packets ----------------------------------------------------------===//

LogicalResult DmaWriter::setPacket(Block &block, DMABDOp op, BufferDescriptor &bd) {
  std::optional<std::pair<uint32_t, uint32_t>> packet; // type, id
  for (DMABDPacketOp given : block.getOps<DMABDPacketOp>())
    packet = {given.getPacketType(), given.getPacketId()};
  if (auto given = op.getPacket())
    packet = {given->getPktType(), given->getPktId()};
  if (!packet)
    return success();
  if (op.getLen() && *op.getLen() == 0)
    return op.emitOpError("For MM2S channels, if Buffer_Length=0 then Enable_Packet must be set "
                          "to 0, otherwise behavior is undefined (3.7.8 arch spec)");
  bd.enablePacket = true;
  bd.packetType = packet->first;
  bd.packetId = packet->second;
  return success();
}

//===--- Descriptors and channels -----------------------------------------===//

LogicalResult DmaWriter::writeDescriptor(Block &block) {
  DMABDOp op = firstBD(block);
  BufferDescriptor bd;
  FailureOr<uint32_t> id = idOf(op);
  if (failed(id) || failed(setLocks(block, bd)))
    return failure();
  if (isShim()) {
    auto burst = out.model.burstLength(op.getBurstLength());
    if (!burst)
      return op.emitOpError("burst length ") << op.getBurstLength() << " is not available";
    bd.burstLength = burst->encoding;
  }
  if (failed(setAddress(op, bd)) || failed(setPadding(op, bd)))
    return failure();
  if (op.getNextBdId()) {
    bd.useNextBD = true;
    bd.nextBD = *op.getNextBdId();
  }
  if (failed(setPacket(block, op, bd)))
    return failure();
  bd.valid = true;
  if (*id >= out.model.numBDs(tile))
    return reportFailedCall(op, "XAie_DmaWriteBd", "XAIE_INVALID_BD_NUM");
  out.blockWrite(tile, out.model.offsetOfAddress(out.model.bdAddress(tile, *id)),
                 device::encodeBD(type, bd));
  return success();
}

LogicalResult DmaWriter::start(Operation *op, DMAChannelDir dir, uint32_t channel, Block &first,
                               uint32_t repeatCount) {
  constexpr StringRef call = "XAie_DmaChannelSetStartQueue";
  DMABDOp bd = firstBD(first);
  if (!bd)
    return op->emitOpError("starts a channel with a block that has no aie.dma_bd");
  FailureOr<uint32_t> id = idOf(bd);
  if (failed(id))
    return failure();
  if (channel >= out.model.numDmaChannels(tile))
    return reportFailedCall(op, call, "XAIE_INVALID_CHANNEL_NUM",
                            "the tile has " + Twine(out.model.numDmaChannels(tile)) +
                                " channels in each direction");
  if (repeatCount >= out.model.maxRepeatCount())
    return reportFailedCall(op, call, "XAIE_INVALID_ARGS",
                            "repeat_count is at most " + Twine(out.model.maxRepeatCount() - 1));
  if (!out.model.isBDAccessible(tile, *id, channel))
    return reportFailedCall(op, call, "XAIE_INVALID_ARGS",
                            "channel " + Twine(channel) + " cannot use BD " + Twine(*id));
  bool token = isShim() && dir == DMAChannelDir::S2MM;
  uint32_t control = out.model.offsetOfAddress(out.model.dmaControlAddress(tile, dir, channel));
  out.write(tile, control + device::reg::dmaQueueAfterControl,
            device::encodeQueue(type, *id, repeatCount, token));
  out.maskWrite(tile, control, 0, device::reg::dmaChannelEnable);
  return success();
}

//===--- Both forms of a program ------------------------------------------===//

/// The blocks reached from the first, each time expanding the one found last.
static SmallVector<Block *> blockOrder(Region &body) {
  llvm::SetVector<Block *> blocks;
  SmallVector<Block *> work;
  blocks.insert(&body.front());
  work.push_back(&body.front());
  while (!work.empty())
    for (Block *successor : work.pop_back_val()->getSuccessors())
      if (blocks.insert(successor))
        work.push_back(successor);
  return SmallVector<Block *>(blocks.begin(), blocks.end());
}

static LogicalResult configureBlocks(DmaWriter &writer, Region &body) {
  SmallVector<Block *> blocks = blockOrder(body);
  for (Block *block : blocks)
    if (firstBD(*block) && failed(writer.writeDescriptor(*block)))
      return failure();
  for (Block *block : blocks)
    for (DMAStartOp start : block->getOps<DMAStartOp>())
      if (failed(writer.start(start, start.getChannelDir(), start.getChannelIndex(),
                              *start.getDest(), start.getRepeatCount())))
        return failure();
  return success();
}

static LogicalResult configureRegions(DmaWriter &writer, Region &body) {
  for (DMAOp dma : body.getOps<DMAOp>())
    for (Region &region : dma.getBds())
      if (firstBD(region.front()) && failed(writer.writeDescriptor(region.front())))
        return failure();
  for (DMAOp dma : body.getOps<DMAOp>()) {
    if (dma.getBds().empty())
      return dma.emitOpError("has no BD to start with");
    if (failed(writer.start(dma, dma.getChannelDir(), dma.getChannelIndex(),
                            dma.getBds().front().front(), dma.getRepeatCount())))
      return failure();
  }
  return success();
}

LogicalResult codegen::configureDma(RegisterWriter &out, TileElement dma) {
  std::optional<TileID> tile = dma.tryGetTileID();
  if (!tile)
    return dma.emitOpError("requires a placed tile (aie.tile), not a logical tile");
  DmaWriter writer(out, *tile);
  Region &body = dma->getRegion(0);
  return body.getOps<DMAOp>().empty() ? configureBlocks(writer, body)
                                      : configureRegions(writer, body);
}
