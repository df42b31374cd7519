//===- DriverDesignTest.cpp - A context that steps share --------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "driver/Design.h"
#include "codegen/CoreLowering.h"
#include "driver/Pipelines.h"

#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"
#include "gtest/gtest.h"

using namespace tilewright;
using namespace tilewright::driver;

namespace {

// A pass manager that finds something missing in the context's registry adds it,
// without a lock. Of two that did so at once, one corrupted the heap, once in
// hundreds of runs; so nothing may be missing when steps run side by side.
TEST(Design, ASharedContextHasAllThatPassesDependOn) {
  Design design(/*threads=*/4);
  Options options;
  options.materialize = true;
  std::vector<std::string> pipelines;
  for (auto target : {codegen::CoreTarget::Device, codegen::CoreTarget::Host})
    for (auto core : {codegen::CoreChoice(), codegen::CoreChoice({1, 2})})
      pipelines.push_back(codegen::coreLoweringPipeline("main", core, target));
  for (const Pipeline &stage :
       {placementPipeline(options), tracePipeline(), allocationPipeline(options), routingPipeline(),
        npuLoweringPipeline(options), expandLoadPdiPipeline(), transactionPipeline(options, "main"),
        controlPacketPipeline(options, "main"), controlPacketDmaPipeline(), findFlowsPipeline()})
    pipelines.push_back(stage.passes);
  for (const std::string &passes : pipelines) {
    mlir::PassManager manager(&design.context);
    ASSERT_TRUE(mlir::succeeded(mlir::parsePassPipeline(passes, manager))) << passes;
    mlir::DialectRegistry needed;
    manager.getDependentDialects(needed);
    EXPECT_TRUE(needed.isSubsetOf(design.context.getDialectRegistry())) << passes;
  }
}

} // namespace
