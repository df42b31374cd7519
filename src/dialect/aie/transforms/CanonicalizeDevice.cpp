//===- CanonicalizeDevice.cpp - Put a bare design in a device ---*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Designs from before `aie.device` stand directly in the module and mean the
// first device there was, xcvc1902.
//
//===----------------------------------------------------------------------===//
#include "dialect/aie/AIEDialect.h"
#include "dialect/aie/transforms/Passes.h"

namespace tilewright::aie {
#define GEN_PASS_DEF_AIECANONICALIZEDEVICE
#include "dialect/aie/transforms/Passes.h.inc"
} // namespace tilewright::aie

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aie;

namespace {
struct CanonicalizeDevice : aie::impl::AIECanonicalizeDeviceBase<CanonicalizeDevice> {
  void runOnOperation() override {
    ModuleOp module = getOperation();
    if (llvm::any_of(*module.getBody(), [](Operation &op) { return isa<AIETarget>(op); }))
      return;
    OpBuilder builder = OpBuilder::atBlockEnd(module.getBody());
    SmallVector<Operation *> contents;
    for (Operation &op : *module.getBody())
      contents.push_back(&op);
    auto device = DeviceOp::create(builder, builder.getUnknownLoc(),
                                   DeviceAttr::get(builder.getContext(), Device::xcvc1902),
                                   builder.getStringAttr("main"));
    DeviceOp::ensureTerminator(device.getBodyRegion(), builder, builder.getUnknownLoc());
    for (Operation *op : contents)
      op->moveBefore(device.getBody()->getTerminator());
  }
};
} // namespace
