//===- DesignReports.cpp - Small texts about a design -----------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/DesignReports.h"
#include "codegen/DesignView.h"
#include "codegen/LinkerInputs.h"
#include "codegen/Translations.h"
#include "device/DeviceModel.h"

#include "llvm/Support/Format.h"
#include "llvm/Support/JSON.h"

using namespace mlir;

namespace tilewright::codegen {

LogicalResult writeShimAllocations(aie::DeviceOp device, raw_ostream &out) {
  llvm::json::Object channels;
  for (auto allocation : device.getOps<aie::ShimDMAAllocationOp>()) {
    auto tile = tileOf(allocation.getTile());
    if (!tile)
      return allocation.emitOpError("shim DMA allocation must reference a valid TileOp");
    channels[allocation.getSymName()] =
        llvm::json::Object{{"channelDir", int64_t(allocation.getChannelDir())},
                           {"channelIndex", int64_t(allocation.getChannelIndex())},
                           {"col", tile->col}};
  }
  out << llvm::formatv("{0:2}", llvm::json::Value(std::move(channels))) << "\n";
  return success();
}

StringRef targetArchName(aie::DeviceOp device) {
  if (!device)
    return "AIE";
  device::Arch arch = aie::getTargetModel(device).arch();
  // The word for the first generation has no number in it here.
  return arch == device::Arch::AIE1 ? "AIE" : device::stringify(arch);
}

LogicalResult writeCoreList(aie::DeviceOp device, raw_ostream &out) {
  DesignView design(device);
  out << "[";
  for (auto tile : device.getOps<aie::TileOp>()) {
    const TileView *view = design.find(tileID(tile));
    if (!view || !view->core)
      continue;
    out << "(" << tile.getCol() << "," << tile.getRow() << ",";
    if (aie::CoreOp core = view->core; auto file = core.getElfFile())
      out << "\"" << *file << "\"";
    else
      out << "None";
    out << "),";
  }
  out << "]\n";
  return success();
}

/// Runs a writer on the device that the command line names. Some writers have
/// words of their own for a module without it.
template <typename Writer>
static void addDeviceTranslation(StringRef flag, StringRef summary, Writer writer,
                                 const char *missing = nullptr) {
  addTranslation(flag, summary,
                 [writer, missing](ModuleOp module, const TranslationOptions &options,
                                   raw_ostream &out) -> LogicalResult {
                   if (missing && !aie::DeviceOp::getForSymbol(module, options.device))
                     return module.emitOpError(missing);
                   aie::DeviceOp device =
                       aie::DeviceOp::getForSymbolOrError(module, options.device);
                   return device ? writer(device, options, out) : failure();
                 });
}

void registerCoreTranslations() {
  using Options = const TranslationOptions &;
  auto tile = [](Options options) { return device::TileID{options.column, options.row}; };
  addDeviceTranslation("aie-generate-ldscript", "Write a core's linker script for lld",
                       [=](aie::DeviceOp device, Options options, raw_ostream &out) {
                         return writeLinkerScript(device, tile(options), out);
                       });
  addDeviceTranslation(
      "aie-generate-bcf", "Write a core's linker input for xbridge",
      [=](aie::DeviceOp device, Options options, raw_ostream &out) {
        return writeBCF(device, tile(options), out);
      },
      "expected aie.device operation at toplevel");
  constexpr const char *missing = "expected AIE.device operation at toplevel";
  auto add = [](StringRef flag, StringRef summary,
                LogicalResult (*write)(aie::DeviceOp, raw_ostream &),
                const char *missing = nullptr) {
    addDeviceTranslation(
        flag, summary,
        [write](aie::DeviceOp device, Options, raw_ostream &out) { return write(device, out); },
        missing);
  };
  add("aie-generate-mmap", "Write the memory map of every tile", writeMemoryMap, missing);
  add("aie-generate-json", "Write the shim DMA allocations as JSON", writeShimAllocations);
  add("aie-generate-corelist", "Write the cores and their ELF files", writeCoreList, missing);
  add("aie-flows-to-json", "Write switch loads and routes as JSON", writeFlowsAsJSON);
  add("aie-generate-xaie", "Write C++ that configures the device through libxaie", writeLibXAIE);
  add("aie-generate-hsa", "Write C++ that makes the transfers of a sequence through HSA",
      writeHsaDataMovement);
  add("aie-mlir-to-xpe", "Write the input of the power estimator", writePowerEstimate);
  add("aie-mlir-to-scsim-config", "Write the simulator's configuration", writeSimulatorConfig);
  add("aie-mlir-to-shim-solution", "Write the shims' places for the simulator", writeShimSolution);
  addTranslation("aie-generate-target-arch", "Write the name of the device's generation",
                 [](ModuleOp module, Options options, raw_ostream &out) {
                   StringRef name = options.device.empty() ? StringRef("main") : options.device;
                   out << targetArchName(module.lookupSymbol<aie::DeviceOp>(name)) << "\n";
                   return success();
                 });
}

} // namespace tilewright::codegen
