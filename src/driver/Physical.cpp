//===- Physical.cpp - From a design to its physical form --------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The stages that run on the whole module, one after the other, before its
// devices and cores go separate ways. Afterwards every number that a register
// needs is in the IR.
//
//===----------------------------------------------------------------------===//

#include "codegen/DesignReports.h"
#include "driver/Compile.h"
#include "driver/Log.h"
#include "driver/Outputs.h"
#include "driver/Pipelines.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace mlir;
namespace fs = llvm::sys::fs;

namespace tilewright::driver {

bool isSelected(aie::DeviceOp device, const Options &options) {
  return options.deviceName.empty() || device.getSymName() == options.deviceName;
}

bool makeWorkDirectory(const Options &options) {
  if (std::error_code code = fs::create_directory(workDirectory(options)))
    return complain("Error creating temporary directory: " + code.message());
  return true;
}

/// Names on the command line that the design does not have are errors.
static bool checkNames(Design &design, const Options &options) {
  bool device = options.deviceName.empty(), sequence = options.sequenceName.empty();
  for (aie::DeviceOp each : design.devices()) {
    if (!isSelected(each, options))
      continue;
    device = true;
    for (auto candidate : each.getOps<aie::RuntimeSequenceOp>())
      sequence |= candidate.getSymName() == options.sequenceName;
  }
  if (!device)
    return complain("Error: No such device: " + options.deviceName);
  if (!sequence)
    return complain("Error: No such runtime sequence: " + options.sequenceName);
  return true;
}

/// Tells of the devices and the generation; false if the design has none.
static bool tellDevices(Design &design, const Options &options) {
  if (!options.verbose)
    return true;
  unsigned count = 0;
  aie::DeviceOp first;
  for (aie::DeviceOp device : design.devices()) {
    if (!isSelected(device, options))
      continue;
    ++count;
    first = first ? first : device;
    auto cores = device.getOps<aie::CoreOp>();
    out() << "  Device '" << device.getSymName() << "' with "
          << std::distance(cores.begin(), cores.end()) << " core(s)\n";
  }
  out() << "Found " << count << " AIE device(s)\n";
  if (!first)
    return complain("Error: No AIE devices found in module");
  return true;
}

static void tellTarget(Design &design, const Options &options) {
  if (!options.verbose)
    return;
  for (aie::DeviceOp device : design.devices()) {
    if (!isSelected(device, options))
      continue;
    StringRef arch = codegen::targetArchName(device);
    out() << "Detected target architecture for device " << device.getSymName() << ": " << arch
          << "\nDetected AIE target: " << arch << "\n";
    return;
  }
}

template <typename Op> static bool contains(ModuleOp module) {
  return module.walk([](Op) { return WalkResult::interrupt(); }).wasInterrupted();
}

bool makePhysical(Design &design, const Options &options) {
  ModuleOp module = *design.module;
  if (!checkNames(design, options))
    return false;
  if (!tellDevices(design, options))
    return false;
  dumpModule(module, "input.mlir", "input module", options);
  tellTarget(design, options);
  for (aie::DeviceOp device : design.devices())
    if (!isSelected(device, options)) {
      if (options.verbose)
        out() << "Removing non-matching device: " << device.getSymName() << "\n";
      device.erase();
    }

  if (contains<aie::LogicalTileOp>(module) &&
      !runPipeline(module, placementPipeline(options), options))
    return false;
  if (contains<aie::TraceOp>(module) && !runPipeline(module, tracePipeline(), options))
    return false;
  if (!runPipeline(module, allocationPipeline(options), options))
    return false;
  if (options.compile && !options.inMemory) {
    std::string path = workDirectory(options) + "/input_with_addresses.mlir";
    if (!writeModule(module, path))
      return false;
    if (options.verbose)
      out() << "Wrote module with addresses to: " << path << "\n";
  }
  if (!runPipeline(module, routingPipeline(), options))
    return false;
  dumpModule(module, "input_physical.mlir", "physical module", options);
  return true;
}

} // namespace tilewright::driver
