//===- Pipelines.h - The passes of each stage -------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_DRIVER_PIPELINES_H
#define TILEWRIGHT_DRIVER_PIPELINES_H

#include "driver/Options.h"
#include "mlir/IR/BuiltinOps.h"

#include <string>

namespace tilewright::driver {

/// One stage of the compilation.
struct Pipeline {
  std::string name;   ///< as in "Running NPU lowering pipeline in-memory"
  std::string passes; ///< textual, to run on a module
  std::string detail; ///< printed behind "in-memory", in parentheses
};

Pipeline placementPipeline(const Options &);
Pipeline tracePipeline();
Pipeline allocationPipeline(const Options &);
Pipeline routingPipeline();
Pipeline npuLoweringPipeline(const Options &);
Pipeline expandLoadPdiPipeline();
/// The device's configuration as a runtime sequence.
Pipeline transactionPipeline(const Options &, llvm::StringRef device);
Pipeline controlPacketPipeline(const Options &, llvm::StringRef device);
Pipeline controlPacketDmaPipeline();
/// From switch settings back to flows, for the simulator's viewer.
Pipeline findFlowsPipeline();

/// How much a stage tells of itself.
enum class Announce { No, Yes };

/// Runs a stage and tells of it when verbose; false, and said why, if it fails.
/// A failure leaves a script that repeats it, unless that is turned off.
bool runPipeline(mlir::ModuleOp module, const Pipeline &, const Options &,
                 Announce announce = Announce::Yes);

/// The folder for intermediate files.
std::string workDirectory(const Options &);

} // namespace tilewright::driver
#endif // TILEWRIGHT_DRIVER_PIPELINES_H
