//===- FullElf.cpp - One ELF for all devices --------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The full ELF holds every device's PDI and every sequence's instructions, so
// that one file configures and runs a design of several devices. With expanded
// PDI loads the devices are those after the expansion, the generated empty ones
// included, and their PDIs are made here.
//
//===----------------------------------------------------------------------===//

#include "driver/Encode.h"
#include "driver/Log.h"
#include "driver/Outputs.h"
#include "driver/Pipelines.h"
#include "formats/NpuElf.h"
#include "formats/Pdi.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/Path.h"

using namespace mlir;

namespace tilewright::driver {
namespace {

std::string absolute(StringRef path) {
  SmallString<128> result(path);
  llvm::sys::fs::make_absolute(result);
  return result.str().str();
}

/// One device with what the ELF needs of it.
struct Part {
  std::string name;
  std::string pdi;
  InstructionList streams;
  unsigned arguments = 0; ///< most of any of its sequences
};

std::optional<Part> makePart(aie::DeviceOp device, const Options &options) {
  Part part;
  part.name = device.getSymName().str();
  auto cdo = encodeConfiguration(device, workDirectory(options));
  if (!cdo) {
    complain("Error generating CDO files");
    return std::nullopt;
  }
  auto pdi = formats::writePdi({cdo->elfs, cdo->init, cdo->enable}, {"elfs", "init", "enable"});
  if (!pdi) {
    complain("Error generating PDI: " + llvm::toString(pdi.takeError()));
    return std::nullopt;
  }
  part.pdi = std::move(*pdi);
  for (auto sequence : device.getOps<aie::RuntimeSequenceOp>()) {
    auto bytes = encodeSequence(sequence);
    if (!bytes)
      return std::nullopt;
    part.streams.push_back({sequence.getSymName().str(), std::move(*bytes)});
    part.arguments = std::max(part.arguments, sequence.getBody().getNumArguments());
  }
  return part;
}

/// The description that aiebu-asm would read, for scripts that look at it.
std::string configJson(ArrayRef<Part> parts, const Options &options) {
  auto pdiPath = [&](const Part &part) {
    std::string name = expandName(options.pdiName, part.name);
    return absolute(
        options.pdi ? name : workDirectory(options) + "/" + llvm::sys::path::filename(name).str());
  };
  llvm::json::Array kernels;
  for (const Part &part : parts) {
    if (part.streams.empty())
      continue;
    llvm::json::Array arguments, pdis, instances;
    for (unsigned i = 0; i < std::max(3u, part.arguments); ++i)
      arguments.push_back(llvm::json::Object{{"name", "arg_" + std::to_string(i)},
                                             {"type", "char *"},
                                             {"offset", "0x" + llvm::utohexstr(8 * i, true)}});
    for (auto [index, other] : llvm::enumerate(parts))
      pdis.push_back(llvm::json::Object{{"id", int64_t(index + 1)}, {"PDI_file", pdiPath(other)}});
    for (const Instructions &stream : part.streams)
      instances.push_back(llvm::json::Object{
          {"id", stream.sequence},
          {"TXN_ctrl_code_file",
           absolute(workDirectory(options) + "/" +
                    llvm::sys::path::filename(
                        expandName(options.npuInstsName, part.name, stream.sequence))
                        .str())}});
    kernels.push_back(llvm::json::Object{{"name", part.name},
                                         {"arguments", std::move(arguments)},
                                         {"PDIs", std::move(pdis)},
                                         {"instance", std::move(instances)}});
  }
  llvm::json::Value json = llvm::json::Object{{"xrt-kernels", std::move(kernels)}};
  return llvm::formatv("{0:2}", json).str() + "\n";
}

bool writeFullElf(ArrayRef<Part> parts, const Options &options) {
  if (options.verbose)
    out() << "Generating full ELF with " << parts.size() << " device(s)\n";
  std::string config = workDirectory(options) + "/full_elf_config.json";
  if (!writeOutput(config, configJson(parts, options)))
    return false;
  if (options.verbose)
    out() << "Generated config.json: " << config << "\naiebu-asm -t aie2_config -j " << config
          << " -o " << options.fullElfName << "\n";
  std::vector<formats::FullElfKernel> kernels;
  for (const Part &part : parts) {
    if (part.streams.empty())
      continue;
    formats::FullElfKernel kernel;
    kernel.name = part.name;
    kernel.argumentTypes.assign(std::max(3u, part.arguments), "char *");
    for (auto [index, other] : llvm::enumerate(parts))
      kernel.pdis.push_back({uint32_t(index + 1), other.pdi});
    for (const Instructions &stream : part.streams)
      kernel.instances.push_back({stream.sequence, stream.bytes});
    kernels.push_back(std::move(kernel));
  }
  auto elf = formats::writeFullElf(kernels);
  if (!elf)
    return complain("Error generating full ELF: " + llvm::toString(elf.takeError()));
  if (!writeOutput(options.fullElfName, *elf))
    return false;
  if (options.verbose)
    out() << "Generated full ELF: " << options.fullElfName << "\n";
  return true;
}

} // namespace

void requestFullElf(Graph &graph, ModuleOp, Artifact<Done> ready, Artifact<ModuleCopy> lowered,
                    const Options &options) {
  if (!options.fullElf || options.dryRun)
    return;
  graph.request(graph.add(
      "full ELF",
      [&options](const ModuleCopy &copy, const Done &) -> std::optional<Done> {
        std::vector<Part> parts;
        if (options.verbose && options.expandLoadPdis) {
          out() << "\nExpanded module PDI ID mapping:\n";
          unsigned id = 0;
          for (auto device : copy.get().getOps<aie::DeviceOp>())
            out() << "  @" << device.getSymName() << " -> PDI ID " << ++id << "\n";
        }
        for (auto device : copy.get().getOps<aie::DeviceOp>()) {
          if (options.verbose && options.expandLoadPdis)
            out() << "\nGenerating artifacts for device: " << device.getSymName()
                  << " (from expanded module)\n";
          auto part = makePart(device, options);
          if (!part)
            return std::nullopt;
          parts.push_back(std::move(*part));
        }
        return writeFullElf(parts, options) ? std::optional<Done>(Done{}) : std::nullopt;
      },
      lowered, ready));
}

} // namespace tilewright::driver
