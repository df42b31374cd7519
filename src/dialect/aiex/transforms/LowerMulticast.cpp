//===- LowerMulticast.cpp - Multicasts to flows ---------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialect/aiex/transforms/Passes.h"

namespace tilewright::aiex {
#define GEN_PASS_DEF_AIELOWERMULTICAST
#include "dialect/aiex/transforms/Passes.h.inc"
} // namespace tilewright::aiex

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aiex;

namespace {
struct LowerMulticast : aiex::impl::AIELowerMulticastBase<LowerMulticast> {
  void runOnOperation() override {
    auto builder = OpBuilder::atBlockTerminator(getOperation().getBody());
    for (auto multicast : llvm::make_early_inc_range(getOperation().getOps<MulticastOp>())) {
      for (auto dest : multicast.getPorts().getOps<MultiDestOp>())
        aie::FlowOp::create(builder, multicast.getLoc(), multicast.getTile(), multicast.getBundle(),
                            multicast.getChannel(), dest.getTile(), dest.getBundle(),
                            dest.getChannel());
      multicast.erase();
    }
  }
};
} // namespace
