//===- RegisterObjectFifos.cpp - Write cores from processes -----*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An `aie.objectfifo.register_process` says that a function works on a FIFO's
// objects, and by which pattern of acquires and releases. This pass writes the
// code: in the core of the producer, or of the next consumer of that FIFO that no
// process has been registered for yet. Equal neighbouring steps of the pattern
// become one loop.
//
//===----------------------------------------------------------------------===//

#include "dialect/aie/AIEDialect.h"
#include "dialect/aie/transforms/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Pass/Pass.h"
#include "llvm/ADT/DenseMap.h"

namespace tilewright::aie {
#define GEN_PASS_DEF_AIEREGISTEROBJECTFIFOS
#include "dialect/aie/transforms/Passes.h.inc"
} // namespace tilewright::aie

using namespace mlir;
using namespace tilewright::aie;

namespace {
/// A step of a process, and how often it is repeated.
struct Step {
  int64_t acquire, release, count;
};
struct RegisterObjectFifos
    : tilewright::aie::impl::AIERegisterObjectFifosBase<RegisterObjectFifos> {
  void runOnOperation() override;
};
} // namespace

//===--- Patterns ---------------------------------------------------------===//

/// The steps of a process.
static FailureOr<SmallVector<Step>> readSteps(ObjectFifoRegisterProcessOp op) {
  DenseIntElementsAttr acquires, releases;
  APInt length;
  if (!matchPattern(op.getAcquirePatternTensor(), m_Constant(&acquires)) ||
      !matchPattern(op.getReleasePatternTensor(), m_Constant(&releases)) ||
      !matchPattern(op.getLength(), m_ConstantInt(&length)))
    return op.emitOpError("needs constant patterns and a constant length");
  auto toValues = [](DenseIntElementsAttr pattern) {
    return llvm::map_to_vector(pattern.getValues<APInt>(),
                               [](const APInt &value) { return value.getSExtValue(); });
  };
  SmallVector<int64_t> acquire = toValues(acquires), release = toValues(releases);
  if (acquire.size() == 1 && release.size() == 1)
    return SmallVector<Step>{{acquire[0], release[0], length.getSExtValue()}};
  if (acquire.size() != release.size() && acquire.size() != 1 && release.size() != 1)
    return op.emitOpError("has ") << acquire.size() << " numbers of objects to acquire and "
                                  << release.size() << " to release";
  // One value stands for all steps.
  size_t count =
      std::min<uint64_t>(std::max(acquire.size(), release.size()), length.getZExtValue());
  if (acquire.size() == 1)
    acquire.assign(count, acquire[0]);
  else if (release.size() == 1)
    release.assign(count, release[0]);
  SmallVector<Step> steps;
  for (auto [a, r] : llvm::zip(acquire, release)) {
    if (!steps.empty() && steps.back().acquire == a && steps.back().release == r)
      ++steps.back().count;
    else
      steps.push_back({a, r, 1});
  }
  return steps;
}

//===--- Code -------------------------------------------------------------===//

static void writeBody(OpBuilder &builder, ObjectFifoRegisterProcessOp op, ObjectFifoCreateOp fifo,
                      func::FuncOp callee, const Step &step) {
  Location loc = op.getLoc();
  if (step.acquire > 0) {
    MemRefType object = fifo.getObjectType();
    Value subview = ObjectFifoAcquireOp::create(
        builder, loc, AIEObjectFifoSubviewType::get(builder.getContext(), object), op.getPort(),
        fifo.getSymName(), step.acquire);
    for (int64_t i = 0; i < step.acquire; ++i)
      ObjectFifoSubviewAccessOp::create(builder, loc, object, subview, i);
    func::CallOp::create(builder, loc, callee, ValueRange{});
  }
  if (step.release > 0)
    ObjectFifoReleaseOp::create(builder, loc, op.getPort(), fifo.getSymName(), step.release);
}

static void writeStep(OpBuilder &builder, ObjectFifoRegisterProcessOp op, ObjectFifoCreateOp fifo,
                      func::FuncOp callee, const Step &step) {
  if (step.count <= 1)
    return writeBody(builder, op, fifo, callee, step);
  Location loc = op.getLoc();
  Value zero = arith::ConstantIndexOp::create(builder, loc, 0);
  Value count = arith::ConstantIndexOp::create(builder, loc, step.count);
  Value one = arith::ConstantIndexOp::create(builder, loc, 1);
  auto loop = scf::ForOp::create(builder, loc, zero, count, one);
  builder.setInsertionPointToStart(loop.getBody());
  writeBody(builder, op, fifo, callee, step);
  builder.setInsertionPointAfter(loop);
}

//===--- The pass ---------------------------------------------------------===//

namespace {
/// The cores of a device, by tile, and which consumers still wait for a process.
struct Cores {
  explicit Cores(DeviceOp device) : device(device) {
    for (CoreOp core : device.getBody()->getOps<CoreOp>()) {
      auto [it, isNew] = byTile.try_emplace(core.getTile(), core);
      if (!isNew)
        it->second = nullptr;
    }
  }
  /// The one core on \p tile; a new one if there is none, or more than one.
  CoreOp get(Value tile, Location loc) {
    CoreOp &core = byTile[tile];
    if (core)
      return core;
    OpBuilder builder(device.getBody()->getTerminator());
    core = CoreOp::create(builder, loc, tile);
    builder.createBlock(&core.getBody());
    EndOp::create(builder, loc);
    return core;
  }

  DeviceOp device;
  llvm::DenseMap<Value, CoreOp> byTile;
};
} // namespace

static LogicalResult expand(ObjectFifoRegisterProcessOp op, Cores &cores,
                            llvm::DenseMap<StringAttr, unsigned> &nextConsumer) {
  ObjectFifoCreateOp fifo = op.getObjectFifo();
  if (!fifo)
    return op.emitOpError("names no objectFIFO: @") << op.getObjFifoName();
  auto callee = SymbolTable::lookupNearestSymbolFrom<func::FuncOp>(op, op.getCalleeAttr());
  if (!callee)
    return op.emitOpError("names no function: @") << op.getCallee();
  FailureOr<SmallVector<Step>> steps = readSteps(op);
  if (failed(steps))
    return failure();
  const DeviceModel &model = getTargetModel(op);
  // As many as a lock counts, or, where each object has a lock of its own, as there are locks.
  const int64_t most = std::max<int64_t>(model.maxLockValue(), model.numLocks(TileType::CoreTile));
  for (const Step &step : *steps)
    if (step.acquire > most || step.release > most)
      return op.emitOpError("acquires ") << step.acquire << " and releases " << step.release
                                         << " objects in one step; locks allow for " << most;
  Value tile = fifo.getProducerTile();
  if (op.getPort() == ObjectFifoPort::Consume) {
    unsigned consumer = nextConsumer[fifo.getSymNameAttr()]++;
    if (consumer >= fifo.getConsumerTiles().size())
      return op.emitOpError("is one more than objectFIFO @")
             << fifo.getSymName() << " has consumers";
    tile = fifo.getConsumerTiles()[consumer];
  }
  Block &block = cores.get(tile, op.getLoc()).getBody().back();
  OpBuilder builder = OpBuilder::atBlockBegin(&block);
  for (const Step &step : *steps)
    writeStep(builder, op, fifo, callee, step);
  return success();
}

void RegisterObjectFifos::runOnOperation() {
  DeviceOp device = getOperation();
  Cores cores(device);
  llvm::DenseMap<StringAttr, unsigned> nextConsumer;
  auto ops = llvm::to_vector(device.getBody()->getOps<ObjectFifoRegisterProcessOp>());
  for (ObjectFifoRegisterProcessOp op : ops)
    if (failed(expand(op, cores, nextConsumer)))
      return signalPassFailure();
  device.walk([](ObjectFifoRegisterProcessOp op) { op.erase(); });
}
