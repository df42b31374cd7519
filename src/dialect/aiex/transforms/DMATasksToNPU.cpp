//===- DMATasksToNPU.cpp - DMA tasks to descriptors, queue pushes and waits -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A configured task becomes one npu.writebd per descriptor, each followed by
// the write of its address: a patch for host memory, a masked register write
// for a buffer in the array. Starting a task pushes its first descriptor to the
// channel's queue, awaiting it waits for the channel's token.
//
//===----------------------------------------------------------------------===//
#include "dialect/aiex/transforms/BufferDescriptors.h"
#include "dialect/aiex/transforms/Passes.h"
#include "device/Registers.h"

namespace tilewright::aiex {
#define GEN_PASS_DEF_AIEDMATASKSTONPU
#include "dialect/aiex/transforms/Passes.h.inc"
} // namespace tilewright::aiex

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aiex;

//===----------------------------------------------------------------------===//
// Starts and waits
//===----------------------------------------------------------------------===//

template <typename OpT> static FailureOr<DMAConfigureTaskOp> taskOf(OpT op) {
  if (DMAConfigureTaskOp task = op.getTaskOp())
    if (task.getTile().template getDefiningOp<aie::TileOp>())
      return task;
  return op.emitOpError(
      "failed to legalize: the operand must be a DMA task on a placed tile; lower "
      "chains and allocations first");
}

static LogicalResult lowerStart(DMAStartTaskOp op, IRRewriter &rewriter) {
  FailureOr<DMAConfigureTaskOp> task = taskOf(op);
  if (failed(task))
    return failure();
  std::optional<uint32_t> first = task->getFirstBdId();
  if (!first) {
    InFlightDiagnostic diag =
        op.emitOpError("First buffer descriptor in chain has not been assigned an ID");
    diag.attachNote() << "Run the `aie-assign-runtime-buffer-descriptor-ids` pass first or "
                         "manually assign an ID.";
    return diag;
  }
  device::TileID tile = tileOf(task->getTile().getDefiningOp<aie::TileOp>());
  rewriter.setInsertionPoint(op);
  rewriter.replaceOpWithNewOp<NpuPushQueueOp>(op, tile.col, tile.row, task->getDirection(),
                                              task->getChannel(), task->getIssueToken(),
                                              task->getRepeatCount(), *first);
  return success();
}

static LogicalResult lowerAwait(DMAAwaitTaskOp op, IRRewriter &rewriter) {
  FailureOr<DMAConfigureTaskOp> task = taskOf(op);
  if (failed(task))
    return failure();
  if (!task->getIssueToken()) {
    InFlightDiagnostic diag =
        op.emitOpError("Cannot wait on a BD that is not configured to issue a token.");
    diag.attachNote(task->getLoc()) << "Consider adding attribute `issue_token=true` here.";
    return diag;
  }
  device::TileID tile = tileOf(task->getTile().getDefiningOp<aie::TileOp>());
  rewriter.setInsertionPoint(op);
  rewriter.replaceOpWithNewOp<NpuSyncOp>(op, tile.col, tile.row,
                                         static_cast<uint32_t>(task->getDirection()),
                                         task->getChannel(), 1, 1);
  return success();
}

//===----------------------------------------------------------------------===//
// Blocks of a task
//===----------------------------------------------------------------------===//

/// An entry block that only leads to the first descriptor.
static bool isOnlyEntry(Block &block) {
  return block.isEntryBlock() && (block.empty() || llvm::hasSingleElement(block)) &&
         block.getOps<aie::DMABDOp>().empty();
}

/// The descriptor of a block; the error is emitted if there is not exactly one
/// with an id.
static FailureOr<aie::DMABDOp> descriptorOf(DMAConfigureTaskOp task, Block &block) {
  for (Operation &op : block) {
    if (isa<aie::DMABDOp, aie::UseLockOp, aie::NextBDOp, aie::EndOp>(op))
      continue;
    InFlightDiagnostic diag = task.emitOpError("Unsupported operation within BD block.");
    diag.attachNote(op.getLoc()) << "No lowering to NPU instructions available for this operation.";
    return diag;
  }
  auto found = block.getOps<aie::DMABDOp>();
  if (found.empty()) {
    InFlightDiagnostic diag = block.back().emitError(
        "Block ending in this terminator does not contain a required aie.dma_bd operation.");
    diag.attachNote(task.getLoc()) << "Error encountered while lowering this BD configuration.";
    return diag;
  }
  if (!llvm::hasSingleElement(found)) {
    InFlightDiagnostic diag = block.back().emitOpError(
        "This block contains multiple aie.dma_bd operations. Exactly one is required.");
    for (aie::DMABDOp extra : llvm::drop_begin(found))
      diag.attachNote(extra.getLoc()) << "Extra aie.dma_bd operation here.";
    return diag;
  }
  aie::DMABDOp bd = *found.begin();
  if (bd.getBdId())
    return bd;
  InFlightDiagnostic diag = bd.emitOpError("Cannot lower buffer descriptor without assigned ID.");
  diag.attachNote()
      << "Run the `--aie-assign-runtime-sequence-bd-ids` pass first or manually assign an ID to "
         "this buffer descriptor.";
  diag.attachNote(task.getLoc()) << "Error encountered while lowering this BD configuration.";
  return diag;
}

/// Id of the descriptor that follows the one of \p block, if one does.
static FailureOr<std::optional<uint32_t>> nextIdOf(DMAConfigureTaskOp task, Block &block,
                                                   aie::DMABDOp bd) {
  auto next = dyn_cast<aie::NextBDOp>(block.back());
  if (!next)
    return std::optional<uint32_t>(bd.getNextBdId());
  if (bd.getNextBdId()) {
    InFlightDiagnostic diag =
        bd.emitOpError("Cannot specify both next_bd_id attribute and aie.next_bd operation.");
    diag.attachNote(next.getLoc())
        << "Potentially conflicting next buffer descriptor ID specified here.";
    return diag;
  }
  FailureOr<aie::DMABDOp> following = descriptorOf(task, *next.getDest());
  if (failed(following))
    return failure();
  return std::optional<uint32_t>(following->getBdId());
}

//===----------------------------------------------------------------------===//
// Shape, padding and locks of a descriptor
//===----------------------------------------------------------------------===//

namespace {
/// One descriptor on its way to registers.
struct Descriptor {
  DMAConfigureTaskOp task;
  aie::DMABDOp bd;
  const device::DeviceModel &model;
  device::TileID tile;
  BDFields fields;
};
} // namespace

/// Padding in the descriptor's units: words in the innermost dimension, rows of
/// the dimension below in the others.
static LogicalResult setPadding(Descriptor &d, unsigned numDims, int64_t elementBits) {
  std::optional<aie::BDPadLayoutArrayAttr> pads = d.bd.getPadDimensions();
  if (!pads)
    return success();
  if (!d.model.isMemTile(d.tile))
    return d.bd.emitOpError("Padding is only supported by memtile dma bds.");
  if (pads->size() > numDims)
    return d.bd.emitOpError(
        "Mismatch number of dimensions between padding(s) and wrap(s) and stride(s).");
  if (d.task.getDirection() == device::DMAChannelDir::S2MM)
    return d.bd.emitOpError("supports padding only for MM2S direction on MemTiles.");
  const device::BDLimits &limits = device::bdLimits(device::TileType::MemTile);
  for (auto [i, pad] : llvm::enumerate(llvm::reverse(pads->getValue()))) {
    int64_t before = pad.getConstPadBefore(), after = pad.getConstPadAfter();
    if (i >= limits.paddedDimensions) {
      if (before || after)
        return d.bd.emitOpError() << "Only the innermost " << limits.paddedDimensions
                                  << " dimensions can be padded.";
      continue;
    }
    if (i == 0) {
      if (before * elementBits % 32 || after * elementBits % 32)
        return d.bd.emitOpError("Inner-most padding must be a multiple of 32 bits.");
      before = before * elementBits / 32;
      after = after * elementBits / 32;
    }
    if (std::max(before, after) > limits.maxPadding[i])
      return d.bd.emitOpError() << "Padding of dimension " << i
                                << " exceeds the [0:" << limits.maxPadding[i] << "] range.";
    d.fields.zeroBefore[i] = before;
    d.fields.zeroAfter[i] = after;
  }
  return success();
}

/// Sizes, strides and iteration from the descriptor's dimensions. The length
/// must be that of the three inner dimensions with their padding.
static LogicalResult setDimensions(Descriptor &d, aie::BDDimLayoutArrayAttr dims,
                                   int64_t elementBits) {
  if (dims.size() > 4)
    return d.bd.emitOpError("At most four data layout transformation dimensions may be provided.");
  Access access;
  access.elementBits = elementBits;
  for (auto [i, dim] : llvm::enumerate(llvm::reverse(dims.getValue()))) {
    access.sizes[i] = dim.getSize();
    access.strides[i] = dim.getStride();
  }
  if (failed(setPadding(d, dims.size(), elementBits)))
    return failure();
  bool linear = needsNoDimensions(access, d.model, d.tile);
  if (auto text = findShapeError(access, d.model, d.tile, linear))
    return d.bd.emitOpError(*text);
  HardwareAccess hw = toHardware(access);
  if (access.sizes[3] <= 1 || access.strides[3] != 0) {
    d.fields.iterationSize = hw.sizes[3];
    d.fields.iterationStride = hw.strides[3];
  }
  if (!linear) {
    bool keepsOuterSize = d.model.isMemTile(d.tile) && dims.size() >= 3;
    d.fields.sizes = {static_cast<uint32_t>(hw.sizes[0]), static_cast<uint32_t>(hw.sizes[1]),
                      keepsOuterSize ? static_cast<uint32_t>(hw.sizes[2]) : 0};
    for (int i = 0; i < 3; ++i)
      d.fields.strides[i] = hw.strides[i];
  }
  int64_t words = 1;
  for (int i = 0; i < 3; ++i)
    words *= hw.sizes[i] + d.fields.zeroBefore[i] + d.fields.zeroAfter[i];
  if (words == static_cast<int64_t>(d.fields.length))
    return success();
  InFlightDiagnostic diag =
      d.bd.emitOpError(
          "Buffer descriptor length does not match length of transfer expressed by lowest "
          "three dimensions of data layout transformation strides/wraps. ")
      << "BD length is " << int64_t(d.fields.length) * 4 << " bytes. "
      << "Lowest three dimensions of data layout transformation would result in transfer of "
      << words * 4 << " bytes. ";
  diag.attachNote()
      << "Do not include the highest dimension size in transfer length, as this is the BD "
         "repeat count.";
  return diag;
}

static LogicalResult setShape(Descriptor &d) {
  int64_t offset = d.bd.getOffsetInBytes(), length = d.bd.getLenInBytes();
  if (offset % 4 != 0)
    return d.bd.emitOpError("Offset must be aligned to 4 byte boundary.");
  if (length < 4)
    return d.bd.emitOpError() << "Transfer size of " << length
                              << " bytes falls below minimum hardware transfer unit of 4 bytes.";
  if (length % 4 != 0)
    return d.bd.emitOpError()
           << "Transfer size of " << length
           << " bytes is not a multiple of the hardware transfer unit of 4 bytes.";
  d.fields.offset = offset;
  d.fields.length = length / 4;
  int64_t elementBits = 8 * d.bd.getBufferElementTypeWidthInBytes();
  std::optional<aie::BDDimLayoutArrayAttr> dims = d.bd.getDimensions();
  if (dims && !dims->empty())
    return setDimensions(d, *dims, elementBits);
  if (!d.bd.getPadDimensions())
    return success();
  if (d.model.isMemTile(d.tile) && d.task.getDirection() == device::DMAChannelDir::MM2S)
    return d.bd.emitOpError(
        "Padding requires n-d data layouts expressed as wrap(s) and stride(s).");
  return d.bd.emitOpError("Padding is supported only on MemTiles.");
}

static LogicalResult setLocks(Descriptor &d, Block &block) {
  SmallVector<aie::UseLockOp> uses(block.getOps<aie::UseLockOp>());
  if (uses.empty())
    return success();
  if (uses.size() != 2)
    return uses.front().emitOpError(
               "BD blocks must have either 0 or 2 lock operations (acquire and release). Found ")
           << uses.size() << " lock operations.";
  for (aie::UseLockOp use : uses) {
    aie::LockOp lock = use.getLockOp();
    auto lockTile = lock ? lock.getTile().getDefiningOp<aie::TileOp>() : aie::TileOp();
    if (!lockTile || !lock.getLockID())
      continue;
    uint32_t id = *lock.getLockID();
    if (d.model.isMemTile(d.tile))
      id += d.model.lockLocalBaseIndex(d.tile, tileOf(lockTile)).value_or(0);
    if (use.release()) {
      d.fields.lockRelId = id;
      d.fields.lockRelVal = use.getLockValue();
    } else {
      d.fields.lockAcqId = id;
      d.fields.lockAcqVal = use.acquireGE() ? -use.getLockValue() : use.getLockValue();
      d.fields.lockAcqEnable = 1;
    }
  }
  return success();
}

//===----------------------------------------------------------------------===//
// The address of a descriptor
//===----------------------------------------------------------------------===//

static LogicalResult emitBufferAddress(Descriptor &d, aie::BufferOp buffer, uint32_t reg,
                                       OpBuilder &b) {
  if (!buffer.getAddress())
    return d.bd.emitOpError("Cannot lower buffer without associated address. Run pass "
                            "--aie-assign-buffer-addresses first or manually assign an address.");
  uint64_t address = *buffer.getAddress() + d.bd.getOffsetInBytes();
  Location loc = d.bd.getLoc();
  auto maskWrite = [&](device::BufferDescriptor value) {
    device::TileType kind = d.model.tileType(d.tile);
    device::BufferDescriptor full;
    full.baseAddress = UINT64_MAX;
    unsigned word = d.model.bdAddressFieldOffset(d.tile) / 4;
    NpuMaskWrite32Op::create(b, loc, reg, device::encodeBD(kind, value)[word],
                             device::encodeBD(kind, full)[word], nullptr, nullptr, nullptr);
  };
  device::BufferDescriptor value;
  if (d.model.isCoreTile(d.tile)) {
    value.baseAddress = address / 4;
    maskWrite(value);
  } else if (d.model.isMemTile(d.tile)) {
    auto tile = buffer.getTile().getDefiningOp<aie::TileOp>();
    if (tile && d.model.arch() == device::Arch::AIE2p)
      address += d.model.memLocalBaseAddress(d.tile, tileOf(tile)).value_or(0);
    value.baseAddress = address / 4;
    maskWrite(value);
  } else {
    NpuWrite32Op::create(b, loc, reg, address, nullptr, nullptr, nullptr);
  }
  return success();
}

static LogicalResult emitAddress(Descriptor &d, OpBuilder &b) {
  uint32_t reg = d.model.bdAddress(d.tile, d.fields.bdId) + d.model.bdAddressFieldOffset(d.tile);
  if (auto buffer = d.bd.getBuffer().getDefiningOp<aie::BufferOp>())
    return emitBufferAddress(d, buffer, reg, b);
  std::optional<ArgumentView> view = traceToArgument(d.bd.getBuffer());
  if (!view)
    return d.bd.emitOpError(
        "Buffer argument must be a constant aie.buffer, a runtime sequence input argument, "
        "or a (chain of) subview(s) or cast(s) of a block argument with constant offsets "
        "and strides equal to one.");
  if (!d.model.isShimNOCTile(d.tile))
    return d.bd.emitOpError(
        "DDR memory (runtime input arguments) can only be referred to on shim tiles.");
  int64_t plus = view->byteOffset + d.bd.getOffsetInBytes();
  NpuAddressPatchOp::create(b, d.bd.getLoc(), reg, getBufferIndex(view->argument),
                            static_cast<uint32_t>(plus));
  return success();
}

//===----------------------------------------------------------------------===//
// The pass
//===----------------------------------------------------------------------===//

static LogicalResult lowerBlock(DMAConfigureTaskOp task, Block &block, OpBuilder &builder) {
  FailureOr<aie::DMABDOp> bd = descriptorOf(task, block);
  if (failed(bd))
    return failure();
  FailureOr<std::optional<uint32_t>> next = nextIdOf(task, block, *bd);
  if (failed(next))
    return failure();
  auto tile = task.getTile().getDefiningOp<aie::TileOp>();
  Descriptor d{task, *bd, aie::getTargetModel(task), tileOf(tile), {}};
  d.fields.tile = d.tile;
  d.fields.bdId = *bd->getBdId();
  d.fields.burstLength = bd->getBurstLength();
  d.fields.setPacket(bd->getPacketAttr() ? bd->getPacketAttr() : task.getPacketAttr());
  if (*next) {
    d.fields.useNextBd = 1;
    d.fields.nextBd = **next;
  }
  if (failed(setShape(d)) || failed(setLocks(d, block)))
    return failure();
  createWriteBd(builder, bd->getLoc(), d.fields);
  return emitAddress(d, builder);
}

static LogicalResult lowerTask(DMAConfigureTaskOp task, IRRewriter &rewriter) {
  if (!task->use_empty()) {
    InFlightDiagnostic diag = task.emitOpError("Cannot lower while op still has uses.");
    for (Operation *user : task->getUsers())
      diag.attachNote(user->getLoc()) << "Used here.";
    return diag;
  }
  if (!task.getTile().getDefiningOp<aie::TileOp>())
    return task.emitOpError("needs a placed tile");
  rewriter.setInsertionPoint(task);
  for (Block &block : task.getBody())
    if (!isOnlyEntry(block) && failed(lowerBlock(task, block, rewriter)))
      return failure();
  rewriter.eraseOp(task);
  return success();
}

namespace {
struct DMATasksToNPU : aiex::impl::AIEDMATasksToNPUBase<DMATasksToNPU> {
  void runOnOperation() override {
    IRRewriter rewriter(&getContext());
    SmallVector<Operation *> uses;
    SmallVector<DMAConfigureTaskOp> tasks;
    getOperation().walk([&](Operation *op) {
      if (isa<DMAStartTaskOp, DMAAwaitTaskOp>(op))
        uses.push_back(op);
      else if (auto task = dyn_cast<DMAConfigureTaskOp>(op))
        tasks.push_back(task);
    });
    for (Operation *op : uses) {
      auto start = dyn_cast<DMAStartTaskOp>(op);
      if (failed(start ? lowerStart(start, rewriter)
                       : lowerAwait(cast<DMAAwaitTaskOp>(op), rewriter)))
        return signalPassFailure();
    }
    for (DMAConfigureTaskOp task : tasks)
      if (failed(lowerTask(task, rewriter)))
        return signalPassFailure();
  }
};
} // namespace
