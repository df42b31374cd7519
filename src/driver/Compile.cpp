//===- Compile.cpp - From a design to its outputs ---------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The whole of aiecc: read, make physical, then declare what was asked for and
// let the graph make it.
//
//===----------------------------------------------------------------------===//

#include "driver/Compile.h"
#include "driver/Cores.h"
#include "driver/HostBuild.h"
#include "driver/Log.h"
#include "driver/Outputs.h"
#include "driver/Pipelines.h"

#include <thread>

using namespace mlir;

namespace tilewright::driver {

/// As many as asked for, within what any machine has use for.
static unsigned threadsOf(const Options &options) {
  constexpr unsigned most = 256;
  if (options.threads != 0)
    return std::min<unsigned>(options.threads, most);
  unsigned machine = std::thread::hardware_concurrency();
  return machine ? machine : 4;
}

using DeviceCores = std::pair<aie::DeviceOp, std::vector<Artifact<CoreElf>>>;

/// What all outputs wait for: the cores' ELF files are in the module. Whatever
/// reads the cores' bodies must be done before they are replaced.
static Artifact<Done> addLinking(Graph &graph, ArrayRef<DeviceCores> cores,
                                 ArrayRef<Artifact<formats::HostProgram>> readers) {
  std::vector<Artifact<CoreElf>> all;
  std::vector<std::pair<aie::DeviceOp, size_t>> counts;
  for (auto &[device, elfs] : cores) {
    llvm::append_range(all, elfs);
    counts.push_back({device, elfs.size()});
  }
  std::vector<Artifact<formats::HostProgram>> wait;
  llvm::copy_if(readers, std::back_inserter(wait), [](auto reader) { return bool(reader); });
  auto read = graph.addList(
      "bodies read", [](auto) { return std::optional<Done>(Done{}); }, std::move(wait));
  auto elfList = graph.addList(
      "ELF files", [](std::vector<const CoreElf *> elfs) { return std::optional(std::move(elfs)); },
      std::move(all));
  return graph.add(
      "linked module",
      [counts](const std::vector<const CoreElf *> &elfs, const Done &) {
        ArrayRef<const CoreElf *> rest = elfs;
        for (auto [device, count] : counts) {
          attachElfs(device, rest.take_front(count));
          rest = rest.drop_front(count);
        }
        return std::optional<Done>(Done{});
      },
      elfList, read);
}

static void requestAll(Graph &graph, Design &design, const Options &options) {
  std::vector<DeviceCores> cores;
  std::vector<Artifact<formats::HostProgram>> hosts;
  auto devices = design.devices();
  for (aie::DeviceOp device : devices) {
    graph.request(graph.add("device " + device.getSymName().str(), [device, &options]() mutable {
      if (options.verbose)
        out() << "\nProcessing device: " << device.getSymName() << "\n";
      return std::optional<Done>(Done{});
    }));
    cores.push_back({device, addCores(graph, device, options)});
    hosts.push_back({});
    if (options.hostProgram && options.xclbin && !options.dryRun)
      hosts.back() = addHostProgram(graph, device, options);
  }
  auto linked = addLinking(graph, cores, hosts);
  graph.request(linked);

  ModuleOp module = *design.module;
  auto lowered = addNpuLowering(graph, module, linked, options);
  for (auto [device, host, elfs] : llvm::zip(devices, hosts, cores)) {
    bool hasElfs = llvm::any_of(device.getOps<aie::CoreOp>(),
                                [](aie::CoreOp core) { return bool(core.getElfFileAttr()); });
    if (!elfs.second.empty() || hasElfs)
      graph.request(graph.add(
          "ELF paths of " + device.getSymName().str(),
          [device = device, &options](const Done &) mutable {
            StringRef name = device.getSymName();
            if (options.verbose)
              out() << "Updating module with ELF paths for device: " << name << "\n";
            dumpModule(device->getParentOfType<ModuleOp>(), name.str() + "_physical_with_elfs.mlir",
                       "module with ELF paths", options);
            return std::optional<Done>(Done{});
          },
          linked));
    requestOutputs(graph, device, linked, lowered, host, options);
    requestHostFiles(graph, device, linked, options);
  }
  requestTxnCpp(graph, lowered, options);
  requestFullElf(graph, module, linked, lowered, options);
}

static bool compileDesign(const Options &options) {
  if (options.input.empty())
    return complain("Error: No input file specified");
  unsigned threads = threadsOf(options);
  Design design(threads);
  if (!design.parse(options.input))
    return false;
  if (options.verbose)
    out() << "Successfully parsed input file: " << options.input
          << "\nUsing temporary directory: " << workDirectory(options) << "\n";
  if (!makeWorkDirectory(options))
    return false;
  if (options.verbose)
    out() << "Starting AIE compilation in directory: " << workDirectory(options) << "\n";
  if (!makePhysical(design, options))
    return false;
  Graph graph;
  requestAll(graph, design, options);
  return graph.build(threads) && compileHostProgram(design, options);
}

int compile(const Options &options) {
  bool good = compileDesign(options);
  if (good)
    out() << "Compilation completed successfully\n";
  else
    complain("Compilation failed");
  llvm::outs().flush();
  return good ? 0 : 1;
}

} // namespace tilewright::driver
