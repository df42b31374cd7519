//===- Outputs.cpp - The artifacts of a device ------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "driver/Outputs.h"
#include "codegen/DesignView.h"
#include "codegen/RuntimeSequences.h"
#include "dialect/aiex/AIEXDialect.h"
#include "driver/Encode.h"
#include "driver/Log.h"
#include "driver/Pipelines.h"
#include "driver/XclbinMetadata.h"
#include "formats/AtomicFile.h"
#include "formats/Pdi.h"
#include "formats/Xclbin.h"

using namespace mlir;

namespace tilewright::driver {

//===--- Files ------------------------------------------------------------===//

bool writeOutput(StringRef path, StringRef bytes) {
  if (llvm::Error error = formats::writeFileAtomically(path, bytes))
    return complain("Error: " + llvm::toString(std::move(error)));
  return true;
}

static std::string printed(ModuleOp module) {
  std::string text;
  llvm::raw_string_ostream(text) << module << "\n";
  return text;
}

bool writeModule(ModuleOp module, StringRef path) { return writeOutput(path, printed(module)); }

void dumpModule(ModuleOp module, StringRef name, StringRef what, const Options &options) {
  if (!options.dumpIntermediates)
    return;
  std::string path = workDirectory(options) + "/" + name.str();
  if (llvm::Error error = formats::writeFileAtomically(path, printed(module)))
    err() << "Warning: Could not dump " << what << " to " << path << ": "
          << llvm::toString(std::move(error)) << "\n";
  else if (options.verbose)
    out() << "Dumped " << what << " to: " << path << "\n";
}

//===--- Instructions -----------------------------------------------------===//

void assignPdiIds(ModuleOp module, const Options &options) {
  llvm::StringMap<uint32_t> ids;
  uint32_t next = 1;
  for (auto device : module.getOps<aie::DeviceOp>())
    if (options.deviceName.empty() || device.getSymName() == options.deviceName)
      ids[device.getSymName()] = next++;
  module.walk([&](aiex::NpuLoadPdiOp load) {
    auto device = load.getDeviceRefAttr();
    if (!device)
      return;
    auto id = ids.find(device.getValue());
    if (id == ids.end()) {
      load.emitWarning("load_pdi references unknown device '")
          << device.getValue() << "'; PDI ID will remain 0";
      return;
    }
    load.setId(id->second);
    if (options.verbose)
      out() << "Assigned PDI id=" << id->second << " to load_pdi referencing @" << device.getValue()
            << "\n";
  });
}

Artifact<ModuleCopy> addNpuLowering(Graph &graph, ModuleOp module, Artifact<Done> ready,
                                    const Options &options) {
  return graph.add(
      "npu_lowered",
      [module, &options](const Done &) mutable -> std::optional<ModuleCopy> {
        auto copy = std::make_shared<OwningOpRef<ModuleOp>>(module.clone());
        if (!runPipeline(copy->get(), npuLoweringPipeline(options), options, Announce::No))
          return std::nullopt;
        if ((options.fullElf || options.numberLoads) && !options.expandLoadPdis)
          assignPdiIds(copy->get(), options);
        if (options.expandLoadPdis &&
            !runPipeline(copy->get(), expandLoadPdiPipeline(), options, Announce::No))
          return std::nullopt;
        if (options.fullElf && options.expandLoadPdis)
          assignPdiIds(copy->get(), options);
        return ModuleCopy{std::move(copy)};
      },
      ready);
}

Artifact<InstructionList> addInstructions(Graph &graph, std::string name,
                                          Artifact<ModuleCopy> lowered, const Options &options,
                                          ScalarValues values) {
  return graph.add(
      "instructions of " + name,
      [name, &options, values](const ModuleCopy &copy) -> std::optional<InstructionList> {
        InstructionList list;
        auto device = copy.get().lookupSymbol<aie::DeviceOp>(name);
        for (auto sequence : device.getOps<aie::RuntimeSequenceOp>()) {
          if (!options.sequenceName.empty() && sequence.getSymName() != options.sequenceName)
            continue;
          // Its C++ takes the place of its instructions.
          if (options.txnCpp && codegen::isDynamicSequence(sequence))
            continue;
          auto bytes = encodeSequence(sequence, values);
          if (!bytes)
            return std::nullopt;
          list.push_back({sequence.getSymName().str(), std::move(*bytes)});
        }
        return list;
      },
      lowered);
}

//===--- Configuration ----------------------------------------------------===//

Artifact<CdoFiles> addCdo(Graph &graph, aie::DeviceOp device, Artifact<Done> ready,
                          const Options &options) {
  return graph.add(
      "cdo of " + device.getSymName().str(),
      [device, &options](const Done &) {
        auto files = encodeConfiguration(device, workDirectory(options));
        if (!files)
          complain("Error generating CDO files");
        return files;
      },
      ready);
}

Artifact<std::string> addPdi(Graph &graph, Artifact<CdoFiles> cdo) {
  return graph.add(
      "pdi",
      [](const CdoFiles &files) -> std::optional<std::string> {
        auto pdi =
            formats::writePdi({files.elfs, files.init, files.enable}, {"elfs", "init", "enable"});
        if (pdi)
          return std::move(*pdi);
        complain("Error generating PDI: " + llvm::toString(pdi.takeError()));
        return std::nullopt;
      },
      cdo);
}

Artifact<std::string> addXclbin(Graph &graph, aie::DeviceOp device, Artifact<std::string> pdi,
                                Artifact<formats::HostProgram> host, const Options &options) {
  std::string name = device.getSymName().str();
  const device::DeviceModel &model = aie::getTargetModel(device);
  auto make = [name, &model,
               &options](const std::string &pdi,
                         const formats::HostProgram *program) -> std::optional<std::string> {
    formats::XclbinRecipe recipe;
    recipe.pdi = pdi;
    recipe.columnWidth = model.columns();
    recipe.startColumns = startColumns(model);
    recipe.kernelName = options.xclbinKernelName;
    recipe.kernelId = options.xclbinKernelId;
    recipe.instanceName = options.xclbinInstanceName;
    recipe.hostProgram = program;
    recipe.memTopologyName = name + "_mem_topology";
    recipe.partitionName =
        name + (options.xclbinInput.empty() ? "_aie_partition" : "_merged_partition");
    llvm::Expected<std::string> xclbin = [&]() -> llvm::Expected<std::string> {
      if (options.xclbinInput.empty())
        return formats::createXclbin(recipe);
      auto input = formats::readFileBytes(options.xclbinInput);
      return input ? formats::extendXclbin(*input, recipe) : input.takeError();
    }();
    if (xclbin)
      return std::move(*xclbin);
    complain("Error generating xclbin: " + llvm::toString(xclbin.takeError()));
    return std::nullopt;
  };
  if (!host)
    return graph.add(
        "xclbin of " + name, [make](const std::string &pdi) { return make(pdi, nullptr); }, pdi);
  return graph.add(
      "xclbin of " + name,
      [make](const std::string &pdi, const formats::HostProgram &program) {
        return make(pdi, &program);
      },
      pdi, host);
}

} // namespace tilewright::driver
