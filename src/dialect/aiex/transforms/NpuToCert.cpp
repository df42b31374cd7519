//===- NpuToCert.cpp - Runtime sequences to microcontroller jobs -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A sequence becomes a job; its instructions become the microcontroller's. A
// block write becomes a chain of one DMA descriptor that copies the data, and
// the operation that runs the chain. Chains that run right after one another
// become one chain, as long as their data fits a page.
//
//===----------------------------------------------------------------------===//
#include "dialect/aiex/Transfers.h"
#include "dialect/aiex/transforms/CertBlockWrites.h"
#include "dialect/aiex/transforms/Passes.h"
#include "mlir/IR/IRMapping.h"

namespace tilewright::aiex {
#define GEN_PASS_DEF_AIENPUTOCERT
#include "dialect/aiex/transforms/Passes.h.inc"
} // namespace tilewright::aiex

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aiex;

//===----------------------------------------------------------------------===//
// Jobs
//===----------------------------------------------------------------------===//

/// The sequence `configure` is job 1; the others follow the largest number there is.
static CertJobOp makeJob(aie::RuntimeSequenceOp sequence, aie::DeviceOp deviceOp) {
  uint32_t id = 1;
  if (sequence.getSymName() != "configure") {
    deviceOp.walk([&](CertJobOp job) { id = std::max(id, job.getJobId()); });
    ++id;
  }
  OpBuilder b(sequence);
  auto job = CertJobOp::create(b, sequence.getLoc(), id);
  job.getBody().takeBody(sequence.getBody());
  if (job.getBody().empty())
    job.getBody().emplaceBlock();
  Block &block = job.getBody().front();
  if (block.empty() || !isa<aie::EndOp>(block.back())) {
    b.setInsertionPointToEnd(&block);
    aie::EndOp::create(b, sequence.getLoc());
  }
  sequence.erase();
  return job;
}

//===----------------------------------------------------------------------===//
// Instructions
//===----------------------------------------------------------------------===//

/// The block write in front of a patch that writes the descriptor it patches.
static NpuBlockWriteOp findPatchedWrite(NpuAddressPatchOp patch) {
  const device::DeviceModel &model = aie::getTargetModel(patch);
  for (Operation *op = patch->getPrevNode(); op; op = op->getPrevNode()) {
    auto write = dyn_cast<NpuBlockWriteOp>(op);
    if (!write)
      continue;
    device::TileID tile = model.tileOfAddress(write.getAddress());
    bool matches = model.contains(tile) &&
                   write.getAddress() + model.bdAddressFieldOffset(tile) == patch.getAddr();
    return matches ? write : NpuBlockWriteOp();
  }
  return {};
}

static LogicalResult lowerPatch(NpuAddressPatchOp patch) {
  NpuBlockWriteOp write = findPatchedWrite(patch);
  auto data = write ? write.getData().getDefiningOp<memref::GetGlobalOp>() : memref::GetGlobalOp();
  if (!data)
    return patch.emitOpError(
        "needs the block write of the buffer descriptor that it patches before it");
  OpBuilder b(write);
  CertApplyOffset57Op::create(b, patch.getLoc(),
                              FlatSymbolRefAttr::get(b.getContext(), data.getName()),
                              b.getI16IntegerAttr(1), b.getI16IntegerAttr(patch.getArgIdx()));
  patch.erase();
  return success();
}

static LogicalResult lowerBlockWrite(NpuBlockWriteOp write, aie::DeviceOp deviceOp,
                                     unsigned &nextChain) {
  auto data = write.getData().getDefiningOp<memref::GetGlobalOp>();
  std::optional<uint32_t> address = getAbsoluteAddress(write);
  if (!data || !address)
    return write.emitOpError("needs data from memref.get_global and an address");
  std::string name;
  do
    name = "chain_" + std::to_string(nextChain++);
  while (deviceOp.lookupSymbol(name));
  OpBuilder b(deviceOp.getBody()->findAncestorOpInBlock(*write));
  auto chain = CertUcDmaChainOp::create(b, write.getLoc(), name);
  b.createBlock(&chain.getBody());
  CertUcDmaBdOp::create(b, write.getLoc(), data.getName(), *address,
                        static_cast<uint32_t>(data.getType().getNumElements()), /*next_bd=*/false);
  aie::EndOp::create(b, write.getLoc());
  b.setInsertionPoint(write);
  CertUcDmaWriteDesSyncOp::create(b, write.getLoc(), name);
  write.erase();
  return success();
}

namespace {
/// Numbers that tokens carry for a tile kind's channels, in channel order.
struct ActorIds {
  ArrayRef<uint32_t> s2mm, mm2s;
};
} // namespace

static ActorIds actorIds(device::TileType kind) {
  static constexpr uint32_t shimIn[] = {0, 2}, shimOut[] = {6, 7, 8, 9};
  static constexpr uint32_t memIn[] = {1, 2, 3, 4, 5, 6, 7};
  static constexpr uint32_t memOut[] = {16, 17, 18, 19, 20, 22, 23, 24, 25, 26};
  static constexpr uint32_t coreIn[] = {0, 1}, coreOut[] = {6};
  switch (kind) {
  case device::TileType::MemTile:
    return {memIn, memOut};
  case device::TileType::CoreTile:
    return {coreIn, coreOut};
  default:
    return {shimIn, shimOut};
  }
}

static LogicalResult lowerSync(NpuSyncOp sync) {
  const device::DeviceModel &model = aie::getTargetModel(sync);
  device::TileID tile{static_cast<int>(sync.getColumn()), static_cast<int>(sync.getRow())};
  if (!model.contains(tile))
    return sync.emitOpError() << "tile (" << tile.col << ", " << tile.row
                              << ") is not on the device";
  bool send = sync.getDirection() == static_cast<uint32_t>(device::DMAChannelDir::MM2S);
  ActorIds ids = actorIds(model.tileType(tile));
  ArrayRef<uint32_t> actors = send ? ids.mm2s : ids.s2mm;
  if (sync.getChannel() >= actors.size())
    return sync.emitError() << "invalid DMA channel " << sync.getChannel() << " for "
                            << (send ? "MM2S" : "S2MM")
                            << " direction in NpuSyncToCertWaitTCTS conversion";
  OpBuilder b(sync);
  constexpr unsigned columnShift = 5;
  CertWaitTCTSOp::create(b, sync.getLoc(), uint32_t(tile.col) << columnShift | tile.row,
                         actors[sync.getChannel()], 1);
  sync.erase();
  return success();
}

static LogicalResult lowerJob(CertJobOp job, aie::DeviceOp deviceOp, unsigned &nextChain) {
  for (auto patch : llvm::make_early_inc_range(job.getBody().getOps<NpuAddressPatchOp>()))
    if (failed(lowerPatch(patch)))
      return failure();
  for (Operation &op : llvm::make_early_inc_range(job.getBody().front())) {
    LogicalResult result = success();
    OpBuilder b(&op);
    if (auto write = dyn_cast<NpuBlockWriteOp>(op)) {
      result = lowerBlockWrite(write, deviceOp, nextChain);
    } else if (auto sync = dyn_cast<NpuSyncOp>(op)) {
      result = lowerSync(sync);
    } else if (auto write = dyn_cast<NpuWrite32Op>(op)) {
      std::optional<uint32_t> address = getAbsoluteAddress(write);
      result = success(address.has_value());
      if (address) {
        CertWrite32Op::create(b, op.getLoc(), *address, write.getValue());
        op.erase();
      }
    } else if (auto write = dyn_cast<NpuMaskWrite32Op>(op)) {
      std::optional<uint32_t> address = getAbsoluteAddress(write);
      result = success(address.has_value());
      if (address) {
        CertMaskWrite32Op::create(b, op.getLoc(), *address, write.getMask(), write.getValue());
        op.erase();
      }
    }
    if (failed(result))
      return failure();
  }
  for (auto data : llvm::make_early_inc_range(job.getBody().getOps<memref::GetGlobalOp>()))
    if (data->use_empty())
      data.erase();
  return success();
}

//===----------------------------------------------------------------------===//
// Chains
//===----------------------------------------------------------------------===//

static int64_t dataBytes(CertUcDmaChainOp chain) {
  int64_t words = 0;
  for (auto bd : chain.getBody().getOps<CertUcDmaBdOp>())
    words += bd.getLength();
  return 4 * words;
}

/// Puts the descriptors of \p earlier in front of those of \p later.
static void prependChain(CertUcDmaChainOp earlier, CertUcDmaChainOp later) {
  Operation *first = &later.getBody().front().front();
  for (auto bd : llvm::make_early_inc_range(earlier.getBody().getOps<CertUcDmaBdOp>())) {
    bd.setNextBd(true);
    bd->moveBefore(first);
  }
  earlier.erase();
}

/// Runs of chains with nothing between them become runs of one.
static void mergeChains(CertJobOp job, aie::DeviceOp deviceOp) {
  CertUcDmaWriteDesSyncOp previous;
  for (Operation &op : llvm::make_early_inc_range(job.getBody().front())) {
    if (isa<CertWrite32Op, CertMaskWrite32Op, CertApplyOffset57Op, CertWaitTCTSOp>(op))
      previous = nullptr;
    auto sync = dyn_cast<CertUcDmaWriteDesSyncOp>(op);
    if (!sync)
      continue;
    auto later = deviceOp.lookupSymbol<CertUcDmaChainOp>(sync.getSymbol());
    auto earlier = previous ? deviceOp.lookupSymbol<CertUcDmaChainOp>(previous.getSymbol())
                            : CertUcDmaChainOp();
    if (earlier && later && earlier != later &&
        dataBytes(earlier) + dataBytes(later) < certPageBytes) {
      prependChain(earlier, later);
      previous.erase();
    }
    previous = sync;
  }
}

namespace {
struct NpuToCert : aiex::impl::AIENpuToCertBase<NpuToCert> {
  void runOnOperation() override {
    aie::DeviceOp deviceOp = getOperation();
    SmallVector<CertJobOp> jobs;
    for (auto sequence : llvm::make_early_inc_range(deviceOp.getOps<aie::RuntimeSequenceOp>()))
      jobs.push_back(makeJob(sequence, deviceOp));
    if (failed(splitLargeBlockWrites(deviceOp)))
      return signalPassFailure();
    unsigned nextChain = 0;
    for (CertJobOp job : jobs) {
      if (failed(lowerJob(job, deviceOp, nextChain)))
        return signalPassFailure();
      mergeChains(job, deviceOp);
    }
  }
};
} // namespace
