//===- DmaToNpu.cpp - Transfers to register writes ------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Every transfer becomes the writes that program one buffer descriptor, patch
// in the host buffer's address and push the descriptor to its channel's queue;
// so do the operations in between (npu.writebd, npu.push_queue) when they stand
// alone. Waits become token waits. Register writes relative to a named buffer
// become absolute. Each operation is replaced where it stands, also inside
// loops; a descriptor's words become a constant in front of the sequence, and
// equal words share one.
//
//===----------------------------------------------------------------------===//
#include "device/Registers.h"
#include "dialect/aiex/transforms/BufferDescriptors.h"
#include "dialect/aiex/transforms/Passes.h"
#include "llvm/ADT/TypeSwitch.h"

namespace tilewright::aiex {
#define GEN_PASS_DEF_AIEDMATONPU
#include "dialect/aiex/transforms/Passes.h.inc"
} // namespace tilewright::aiex

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aiex;

namespace {
/// What the lowering of one device keeps.
struct Lowering {
  aie::DeviceOp deviceOp;
  const device::DeviceModel &model;
  IRRewriter rewriter;
  /// Constants by type and value, those that the device came with included.
  DenseMap<std::pair<Type, Attribute>, memref::GlobalOp> payloads;
  unsigned nextPayload = 0;

  explicit Lowering(aie::DeviceOp deviceOp)
      : deviceOp(deviceOp), model(aie::getTargetModel(deviceOp)), rewriter(deviceOp.getContext()) {
    for (auto global : deviceOp.getOps<memref::GlobalOp>())
      if (Attribute value = global.getInitialValueAttr())
        payloads.try_emplace({global.getType(), value}, global);
  }
};
} // namespace

//===----------------------------------------------------------------------===//
// Buffer descriptors and queues
//===----------------------------------------------------------------------===//

/// The constant that holds \p words, made in front of the sequence around \p user.
static memref::GlobalOp getPayload(Lowering &l, ArrayRef<uint32_t> words, Operation *user) {
  auto elements = RankedTensorType::get(words.size(), l.rewriter.getI32Type());
  auto type = MemRefType::get(elements.getShape(), elements.getElementType());
  auto value = DenseElementsAttr::get(elements, words);
  memref::GlobalOp &global = l.payloads[{type, value}];
  if (global)
    return global;
  std::string name;
  do
    name = "blockwrite_data_" + std::to_string(l.nextPayload++);
  while (l.deviceOp.lookupSymbol(name));
  OpBuilder::InsertionGuard guard(l.rewriter);
  l.rewriter.setInsertionPoint(l.deviceOp.getBody()->findAncestorOpInBlock(*user));
  return global = memref::GlobalOp::create(l.rewriter, user->getLoc(), name,
                                           l.rewriter.getStringAttr("private"), type, value,
                                           /*constant=*/true, /*alignment=*/nullptr);
}

static LogicalResult lower(Lowering &l, NpuWriteBdOp op) {
  device::TileID tile{static_cast<int>(op.getColumn()), static_cast<int>(op.getRow())};
  if (l.model.arch() == device::Arch::AIE1)
    return op.emitOpError("is only supported on devices of the AIE2 family");
  bool pads = op.getD0ZeroBefore() || op.getD1ZeroBefore() || op.getD2ZeroBefore() ||
              op.getD0ZeroAfter() || op.getD1ZeroAfter() || op.getD2ZeroAfter();
  if (pads && !l.model.isMemTile(tile))
    return op.emitError("Zero padding is only available on MemTile");
  memref::GlobalOp payload = getPayload(l, encodeWriteBd(op, l.model), op);
  l.rewriter.setInsertionPoint(op);
  auto data =
      memref::GetGlobalOp::create(l.rewriter, op.getLoc(), payload.getType(), payload.getSymName());
  NpuBlockWriteOp::create(l.rewriter, op.getLoc(), l.model.bdAddress(tile, op.getBdId()), data,
                          nullptr, nullptr, nullptr);
  l.rewriter.eraseOp(op);
  return success();
}

/// A channel or descriptor that the tile does not have would hit other registers.
static LogicalResult checkQueue(Lowering &l, Operation *op, device::TileID tile, uint64_t channel,
                                uint64_t bd) {
  if (bd >= l.model.numBDs(tile))
    return op->emitOpError("BD ID exceeds the maximum ID.");
  if (channel >= l.model.numDmaChannels(tile))
    return op->emitOpError() << "channel " << channel << " does not exist: tile (" << tile.col
                             << ", " << tile.row << ") has " << l.model.numDmaChannels(tile)
                             << " per direction";
  return success();
}

static LogicalResult lower(Lowering &l, NpuPushQueueOp op) {
  device::TileID tile{static_cast<int>(op.getColumn()), static_cast<int>(op.getRow())};
  if (failed(checkQueue(l, op, tile, op.getChannel(), op.getBdId())))
    return failure();
  uint64_t control = l.model.dmaControlAddress(tile, op.getDirection(), op.getChannel());
  l.rewriter.setInsertionPoint(op);
  if (op.getIssueToken()) {
    // Tokens of a tile with a controller id travel as packets of that id.
    auto tileOp = aie::TileOp::getOrCreate(l.rewriter, l.deviceOp, tile.col, tile.row);
    if (auto id = tileOp->getAttrOfType<aie::PacketInfoAttr>("controller_id"))
      NpuMaskWrite32Op::create(l.rewriter, op.getLoc(), control,
                               uint32_t(id.getPktId()) << device::reg::dmaControllerIdShift,
                               device::reg::dmaControllerIdMask, nullptr, nullptr, nullptr);
  }
  uint32_t word = device::encodeQueue(l.model.tileType(tile), op.getBdId(), op.getRepeatCount(),
                                      op.getIssueToken());
  NpuWrite32Op::create(l.rewriter, op.getLoc(), control + device::reg::dmaQueueAfterControl, word,
                       nullptr, nullptr, nullptr);
  l.rewriter.eraseOp(op);
  return success();
}

//===----------------------------------------------------------------------===//
// Transfers
//===----------------------------------------------------------------------===//

/// Fields of the descriptor of a transfer, its address apart.
static BDFields descriptorOf(NpuDmaMemcpyNdOp op, const Access &access, device::TileID tile,
                             const device::DeviceModel &model) {
  HardwareAccess hw = toHardware(access);
  BDFields bd;
  bd.tile = tile;
  bd.bdId = op.getId();
  bd.length = hw.sizes[0] * access.sizes[1] * access.sizes[2];
  bd.setPacket(op.getPacketAttr());
  if (!needsNoDimensions(access, model, tile)) {
    bd.sizes = {static_cast<uint32_t>(hw.sizes[0]), static_cast<uint32_t>(hw.sizes[1]), 0};
    for (int i = 0; i < 3; ++i)
      bd.strides[i] = hw.strides[i];
  }
  if (access.sizes[3] > 1 && access.strides[3] > 0) {
    bd.iterationSize = hw.sizes[3];
    bd.iterationStride = hw.strides[3];
  }
  bd.zeroBefore = {uint32_t(op.getD0ZeroBefore()), uint32_t(op.getD1ZeroBefore()),
                   uint32_t(op.getD2ZeroBefore())};
  bd.zeroAfter = {uint32_t(op.getD0ZeroAfter()), uint32_t(op.getD1ZeroAfter()),
                  uint32_t(op.getD2ZeroAfter())};
  bd.burstLength = op.getBurstLength();
  return bd;
}

/// The allocation of a transfer and its tile, after every check of the
/// transfer that the verifier could not make.
static FailureOr<std::pair<aie::ShimDMAAllocationOp, device::TileID>>
checkTransfer(Lowering &l, NpuDmaMemcpyNdOp op, const Access &access) {
  aie::ShimDMAAllocationOp allocation = getAllocation(op, op.getMetadata());
  if (!allocation)
    return op.emitOpError("couldn't find shim_dma_allocation op.");
  aie::TileOp tileOp = getAllocationTile(allocation);
  if (!tileOp)
    return op.emitOpError("shim_dma_allocation op must reference a valid TileOp.");
  device::TileID tile = tileOf(tileOp);
  if (auto text = findShapeError(access, l.model, tile, needsNoDimensions(access, l.model, tile)))
    return op.emitOpError(*text);
  if (failed(checkQueue(l, op, tile, allocation.getChannelIndex(), op.getId())))
    return failure();
  return std::pair(allocation, tile);
}

static LogicalResult lower(Lowering &l, NpuDmaMemcpyNdOp op) {
  std::optional<ConstantTransfer> transfer = getConstantTransfer(op);
  if (!transfer)
    return op.emitOpError("Only constant offsets, sizes and strides currently supported.");
  auto found = checkTransfer(l, op, transfer->access);
  if (failed(found))
    return failure();
  auto [allocation, tile] = *found;
  auto sequence = op->getParentOfType<aie::RuntimeSequenceOp>();
  if (!sequence)
    return op.emitOpError(
        "NpuDmaMemcpyNdOps must have RuntimeSequenceOp parent at time of lowering.");
  std::optional<ArgumentView> view = traceToArgument(op.getMemref());
  if (!view || view->argument.getOwner() != &sequence.getBody().front())
    return op.emitOpError(
        "memref must be a block argument or subview/cast/reinterpret_cast of a block "
        "argument with static offsets, sizes, and strides");
  int64_t plus = transfer->byteOffset() + view->byteOffset;
  if (plus < 0 || plus > UINT32_MAX)
    return op.emitOpError() << "Buffer offset " << plus << " does not fit in 32 bits.";

  const Dims &sizes = transfer->access.sizes;
  bool send = allocation.getChannelDir() == device::DMAChannelDir::MM2S;
  l.rewriter.setInsertionPoint(op);
  NpuWriteBdOp bd =
      createWriteBd(l.rewriter, op.getLoc(), descriptorOf(op, transfer->access, tile, l.model));
  uint32_t addressField = l.model.bdAddress(tile, op.getId()) + l.model.bdAddressFieldOffset(tile);
  NpuAddressPatchOp::create(l.rewriter, op.getLoc(), addressField, getBufferIndex(view->argument),
                            static_cast<uint32_t>(plus));
  auto push = NpuPushQueueOp::create(
      l.rewriter, op.getLoc(), tile.col, tile.row, allocation.getChannelDir(),
      allocation.getChannelIndex(), /*issue_token=*/op.getIssueToken() || !send,
      /*repeat_count=*/sizes[3] > 1 ? sizes[3] - 1 : 0, /*bd_id=*/op.getId());
  l.rewriter.eraseOp(op);
  return success(succeeded(lower(l, bd)) && succeeded(lower(l, push)));
}

//===----------------------------------------------------------------------===//
// Waits and named buffers
//===----------------------------------------------------------------------===//

static LogicalResult lower(Lowering &l, NpuDmaWaitOp op) {
  aie::ShimDMAAllocationOp allocation = getAllocation(op, op.getSymbolAttr());
  if (!allocation)
    return op.emitError("couldn't find shim_dma_allocation op");
  aie::TileOp tile = getAllocationTile(allocation);
  if (!tile)
    return op.emitError("shim_dma_allocation op must reference a valid TileOp");
  l.rewriter.setInsertionPoint(op);
  l.rewriter.replaceOpWithNewOp<NpuSyncOp>(op, tile.getCol(), tile.getRow(),
                                           static_cast<uint32_t>(allocation.getChannelDir()),
                                           allocation.getChannelIndex(), 1, 1);
  return success();
}

static LogicalResult lower(Lowering &l, NpuRtpWriteOp op) {
  auto buffer = l.deviceOp.lookupSymbol<aie::BufferOp>(op.getBuffer());
  if (!buffer)
    return op.emitError() << "buffer '" << op.getBuffer() << "' not found in device";
  if (!buffer.getAddress())
    return op.emitError("buffer must have address assigned");
  auto tile = buffer.getTile().getDefiningOp<aie::TileOp>();
  if (!tile)
    return op.emitError() << "buffer '" << op.getBuffer() << "' is not on a placed tile";
  Builder &b = l.rewriter;
  l.rewriter.setInsertionPoint(op);
  l.rewriter.replaceOpWithNewOp<NpuWrite32Op>(
      op, *buffer.getAddress() + 4 * op.getIndex(), op.getValue(), FlatSymbolRefAttr(),
      b.getI32IntegerAttr(tile.getCol()), b.getI32IntegerAttr(tile.getRow()));
  return success();
}

/// A register write relative to a named buffer.
template <typename OpT> static LogicalResult makeAbsolute(Lowering &l, OpT op) {
  std::optional<uint32_t> address = getAbsoluteAddress(op);
  if (!address)
    return failure();
  l.rewriter.modifyOpInPlace(op, [&] {
    op->setDiscardableAttrs(DictionaryAttr::get(op.getContext()));
    op.setAddress(*address);
    op.removeBufferAttr();
    op.removeColumnAttr();
    op.removeRowAttr();
  });
  return success();
}

//===----------------------------------------------------------------------===//
// The pass
//===----------------------------------------------------------------------===//

static LogicalResult lowerAny(Lowering &l, Operation *op) {
  return TypeSwitch<Operation *, LogicalResult>(op)
      .Case<NpuDmaMemcpyNdOp, NpuDmaWaitOp, NpuPushQueueOp, NpuRtpWriteOp, NpuWriteBdOp>(
          [&](auto typed) { return lower(l, typed); })
      .Case<NpuWrite32Op, NpuMaskWrite32Op, NpuBlockWriteOp>([&](auto typed) -> LogicalResult {
        return typed.getBuffer() ? makeAbsolute(l, typed) : success();
      })
      .Default(success());
}

namespace {
struct DmaToNpu : aiex::impl::AIEDmaToNpuBase<DmaToNpu> {
  void runOnOperation() override {
    SmallVector<Operation *> work;
    getOperation().walk([&](Operation *op) {
      if (isa_and_nonnull<AIEXDialect>(op->getDialect()))
        work.push_back(op);
    });
    Lowering lowering(getOperation());
    for (Operation *op : work)
      if (failed(lowerAny(lowering, op)))
        signalPassFailure();
  }
};
} // namespace
