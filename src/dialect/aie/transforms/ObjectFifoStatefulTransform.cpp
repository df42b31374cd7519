//===- ObjectFifoStatefulTransform.cpp - Lower objectFIFOs ------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Turns `aie.objectfifo*` ops into buffers, locks, DMA programs, flows, shim DMA
// allocations and `aie.use_lock`s. The phases are explained in
// objectfifo/Design.h and, each, in its own file.
//
//===----------------------------------------------------------------------===//

#include "dialect/aie/transforms/Passes.h"
#include "dialect/aie/transforms/objectfifo/Design.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Pass/Pass.h"

namespace tilewright::aie {
#define GEN_PASS_DEF_AIEOBJECTFIFOSTATEFULTRANSFORM
#include "dialect/aie/transforms/Passes.h.inc"
} // namespace tilewright::aie

using namespace mlir;
using namespace tilewright::aie;

namespace {
struct ObjectFifoStatefulTransform
    : tilewright::aie::impl::AIEObjectFifoStatefulTransformBase<ObjectFifoStatefulTransform> {
  using AIEObjectFifoStatefulTransformBase::AIEObjectFifoStatefulTransformBase;

  void runOnOperation() override {
    if (failed(lower(getOperation())))
      signalPassFailure();
  }

private:
  LogicalResult lower(DeviceOp device);
  LogicalResult lowerCores(objectfifo::Design &design);
};
} // namespace

LogicalResult ObjectFifoStatefulTransform::lowerCores(objectfifo::Design &design) {
  auto isDynamic = [&](CoreOp core) {
    return clDynamicObjectFifos || core.getDynamicObjfifoLowering().value_or(false);
  };
  for (CoreOp core : design.cores) {
    if (failed(objectfifo::checkCore(design, core, isDynamic(core))) ||
        failed(objectfifo::peelCarriedWindows(design, core, !isDynamic(core))))
      return failure();
    if (isDynamic(core))
      objectfifo::lowerDynamically(design, core);
    else if (failed(objectfifo::unrollLoops(design, core)))
      return failure();
    if (failed(objectfifo::lowerAccesses(design, core, !isDynamic(core))))
      return failure();
  }
  return success();
}

LogicalResult ObjectFifoStatefulTransform::lower(DeviceOp device) {
  objectfifo::Design design(device);
  if (failed(objectfifo::collect(design)))
    return failure();
  if (design.fifos.empty()) {
    objectfifo::cleanUp(design);
    return success();
  }
  objectfifo::splitIntoEnds(design);
  if (failed(objectfifo::createBuffersAndLocks(design)))
    return failure();
  objectfifo::assignChannels(design);
  if (failed(objectfifo::createTransport(design, clPacketSwitchedObjectFifos)) ||
      failed(lowerCores(design)))
    return failure();
  objectfifo::cleanUp(design);
  return success();
}
