//===- Pipelines.cpp - The passes of each stage -----------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "driver/Pipelines.h"
#include "driver/Log.h"
#include "driver/Repeater.h"

#include "mlir/IR/Diagnostics.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"
#include "llvm/Support/Path.h"

using namespace mlir;

namespace tilewright::driver {

static std::string onDevice(const std::string &passes) { return "aie.device(" + passes + ")"; }
static const char *word(bool value) { return value ? "true" : "false"; }

std::string workDirectory(const Options &options) {
  if (!options.workDir.empty())
    return options.workDir;
  return llvm::sys::path::filename(options.input).str() + ".prj";
}

Pipeline placementPipeline(const Options &options) {
  return {"tile placement",
          onDevice("aie-place-tiles{cores-per-col=" + std::to_string(options.coresPerCol) + "}"),
          ""};
}

Pipeline tracePipeline() {
  return {"trace lowering",
          onDevice("aie-insert-trace-flows,aie-trace-to-config,aie-trace-pack-reg-writes,"
                   "aie-inline-trace-config"),
          ""};
}

Pipeline allocationPipeline(const Options &options) {
  std::string scheme =
      options.allocScheme.empty() ? "" : "{alloc-scheme=" + options.allocScheme + "}";
  std::string passes =
      std::string("aie-assign-lock-ids,aie-register-objectFifos,aie-objectFifo-stateful-transform"
                  "{dynamic-objFifos=") +
      word(options.dynamicObjectFifos) + " packet-sw-objFifos=" + word(options.packetObjectFifos) +
      "},aie-assign-bd-ids,aie-lower-cascade-flows,aie-lower-broadcast-packet,aie-lower-multicast,"
      "aie-assign-tile-controller-ids,aie-generate-column-control-overlay{route-shim-to-tile-"
      "ctrl=" +
      word(options.controlOverlay) + "},aie-assign-buffer-addresses" + scheme +
      ",aie-assign-core-link-files,aie-vector-transfer-lowering";
  return {"resource allocation",
          "lower-affine,aie-canonicalize-device," + onDevice(passes) + ",aie-core-scf-to-cf",
          "alloc-scheme=" + options.allocScheme};
}

Pipeline routingPipeline() { return {"routing", onDevice("aie-create-pathfinder-flows"), ""}; }

Pipeline npuLoweringPipeline(const Options &options) {
  std::string passes = options.materialize ? "aie-materialize-runtime-sequences," : "";
  return {"NPU lowering",
          passes + onDevice("aie-materialize-bd-chains,aie-substitute-shim-dma-allocations,"
                            "aie-assign-runtime-sequence-bd-ids,canonicalize,aie-dma-tasks-to-npu,"
                            "aie-dma-to-npu,aie-lower-set-lock"),
          ""};
}

Pipeline expandLoadPdiPipeline() { return {"expand-load-pdi", "aie-expand-load-pdi", ""}; }

static std::string toTransaction(const Options &options, StringRef device) {
  return "convert-aie-to-transaction{elf-dir=" + workDirectory(options) +
         " device-name=" + device.str() + "}";
}

Pipeline transactionPipeline(const Options &options, StringRef device) {
  return {"transaction generation", onDevice(toTransaction(options, device)), ""};
}

Pipeline controlPacketPipeline(const Options &options, StringRef device) {
  return {
      "control packet",
      onDevice(toTransaction(options, device) + ",aie-txn-to-ctrl-packet,aie-legalize-ctrl-packet"),
      ""};
}

Pipeline controlPacketDmaPipeline() {
  return {"control packet DMA", onDevice("aie-ctrl-packet-to-dma,aie-dma-to-npu"), ""};
}

Pipeline findFlowsPipeline() { return {"flows", onDevice("aie-find-flows"), ""}; }

/// "resource allocation" with its first letter as at the start of a sentence.
static std::string capitalized(StringRef name) {
  std::string text = name.str();
  text[0] = llvm::toUpper(text[0]);
  return text;
}

bool runPipeline(ModuleOp module, const Pipeline &pipeline, const Options &options,
                 Announce announce) {
  bool tell = options.verbose && announce == Announce::Yes;
  if (tell) {
    out() << "Running " << pipeline.name << " pipeline in-memory";
    if (!pipeline.detail.empty())
      out() << " (" << pipeline.detail << ")";
    out() << "\n";
  }
  PassManager manager(module.getContext(), ModuleOp::getOperationName());
  if (failed(parsePassPipeline(pipeline.passes, manager, err())))
    return complain("Error: " + capitalized(pipeline.name) + " pipeline cannot be built");

  // A failing stage leaves the module half-way; the script needs it as it was.
  bool keep = options.repeaterScripts;
  OwningOpRef<ModuleOp> before;
  if (keep)
    before = module.clone();
  std::vector<std::string> diagnostics;
  auto thread = llvm::get_threadid();
  ScopedDiagnosticHandler collector(module.getContext(), [&](Diagnostic &diagnostic) {
    if (llvm::get_threadid() == thread && diagnostic.getSeverity() == DiagnosticSeverity::Error)
      diagnostics.push_back(diagnostic.str());
    return failure(); // let the others print it
  });
  if (failed(manager.run(module))) {
    if (keep)
      writeRepeater(*before, pipeline, diagnostics, options);
    return complain("Error: " + capitalized(pipeline.name) + " pipeline failed");
  }
  if (tell)
    out() << capitalized(pipeline.name) << " pipeline completed successfully\n";
  return true;
}

} // namespace tilewright::driver
