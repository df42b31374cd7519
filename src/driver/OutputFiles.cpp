//===- OutputFiles.cpp - Writing what was asked for -------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The steps that write files, in the order in which mlir-aie's driver tells of
// them. Each is a step of the build of its own: it waits for its value, tells
// what it does, and writes. In a dry run it only tells.
//
//===----------------------------------------------------------------------===//

#include "codegen/DesignView.h"
#include "driver/Encode.h"
#include "driver/Log.h"
#include "driver/Outputs.h"
#include "driver/Pipelines.h"
#include "driver/XclbinMetadata.h"
#include "formats/NpuElf.h"
#include "formats/Pdi.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/Path.h"

using namespace mlir;

namespace tilewright::driver {
namespace {

/// A device whose outputs are being declared.
struct Target {
  Graph &graph;
  aie::DeviceOp device;
  std::string name;
  Artifact<Done> ready;
  Artifact<ModuleCopy> lowered;
  const Options &options;

  std::string inWork(const std::string &file) const { return workDirectory(options) + "/" + file; }
  void say(const Twine &text) const {
    if (options.verbose)
      out() << text << "\n";
  }
  /// Declares and requests a step without inputs.
  template <typename F> void step(const std::string &what, F run) {
    graph.request(
        graph.add(what + " of " + name, [run](const Done &) mutable { return run(); }, ready));
  }
};

std::optional<Done> done(bool good) { return good ? std::optional<Done>(Done{}) : std::nullopt; }

size_t words(StringRef bytes) { return bytes.size() / sizeof(uint32_t); }

std::string absolute(StringRef path) {
  SmallString<128> result(path);
  llvm::sys::fs::make_absolute(result);
  return result.str().str();
}

//===--- Instructions, transactions ---------------------------------------===//

void requestInstructions(Target target) {
  const Options &options = target.options;
  if (options.dryRun)
    return target.step("instructions (dry run)", [target] {
      target.say("Would generate NPU instructions for device: " + target.name);
      return done(true);
    });
  auto list = addInstructions(target.graph, target.name, target.lowered, options);
  auto write = [target](const InstructionList &list, const ModuleCopy &copy) {
    const Options &options = target.options;
    target.say("Generating NPU instructions for device: " + target.name);
    target.say("Running NPU lowering pipeline in-memory");
    target.say("NPU lowering pipeline completed successfully");
    dumpModule(copy.get(), target.name + "_npu_lowered.mlir", "NPU lowered module", options);
    for (const Instructions &stream : list) {
      std::string path = expandName(options.npuInstsName, target.name, stream.sequence);
      if (!options.npuInsts)
        path = target.inWork(llvm::sys::path::filename(path).str());
      target.say("Generating NPU instructions for sequence: " + stream.sequence + " -> " + path);
      if (!writeOutput(path, stream.bytes))
        return done(false);
      target.say("Wrote " + Twine(words(stream.bytes)) + " instructions to: " + path);
    }
    return done(true);
  };
  target.graph.request(
      target.graph.add("write instructions of " + target.name, write, list, target.lowered));
}

void requestTransaction(Target target) {
  if (target.options.dryRun)
    return;
  target.step("transaction", [target]() mutable {
    const Options &options = target.options;
    target.say("Generating transaction MLIR for device: " + target.name);
    OwningOpRef<ModuleOp> copy = target.device->getParentOfType<ModuleOp>().clone();
    if (!runPipeline(*copy, transactionPipeline(options, target.name), options))
      return done(false);
    std::string path = expandName(options.transactionName, target.name);
    if (!writeModule(*copy, path))
      return done(false);
    target.say("Wrote transaction MLIR to: " + path);
    dumpModule(*copy, target.name + "_txn.mlir", "transaction module", options);
    return done(true);
  });
}

void requestInstructionElf(Target target) {
  const Options &options = target.options;
  if (options.dryRun)
    return target.step("instruction ELF (dry run)", [target] {
      target.say("Generating ELF for device: " + target.name);
      return done(true);
    });
  auto list = addInstructions(target.graph, target.name, target.lowered, options);
  target.graph.request(target.graph.add(
      "ELF of " + target.name,
      [target](const InstructionList &list) {
        target.say("Generating ELF for device: " + target.name);
        std::string all;
        for (const Instructions &stream : list)
          all += stream.bytes;
        if (all.empty()) {
          out() << "Warning: No NPU instructions generated for ELF\n";
          return done(true);
        }
        auto elf = formats::writeInstructionElf(all);
        if (!elf)
          return done(complain("Error generating ELF: " + llvm::toString(elf.takeError())));
        std::string path = expandName(target.options.elfName, target.name);
        if (!writeOutput(path, *elf))
          return done(false);
        target.say("Generated ELF: " + path);
        return done(true);
      },
      list));
}

//===--- Control packets --------------------------------------------------===//

/// The sequence that `convert-aie-to-transaction` made, the first of its device.
aie::RuntimeSequenceOp firstSequence(ModuleOp module, StringRef name) {
  auto device = module.lookupSymbol<aie::DeviceOp>(name);
  auto sequences = device.getOps<aie::RuntimeSequenceOp>();
  return sequences.empty() ? aie::RuntimeSequenceOp() : *sequences.begin();
}

/// Arguments of the design's own first sequence that has a body.
unsigned sequenceArguments(aie::DeviceOp device) {
  for (auto sequence : device.getOps<aie::RuntimeSequenceOp>())
    if (!sequence.getBody().empty() && !sequence.getBody().front().empty())
      return sequence.getBody().getNumArguments();
  return 0;
}

std::optional<ControlPacketFiles> makeControlPackets(Target &target) {
  const Options &options = target.options;
  ControlPacketFiles files;
  files.arguments = sequenceArguments(target.device);
  OwningOpRef<ModuleOp> copy = target.device->getParentOfType<ModuleOp>().clone();
  if (!runPipeline(*copy, controlPacketPipeline(options, target.name), options))
    return std::nullopt;
  dumpModule(*copy, target.name + "_ctrlpkt.mlir", "control packet module", options);
  aie::RuntimeSequenceOp sequence = firstSequence(*copy, target.name);
  auto packets = sequence ? encodeControlPackets(sequence) : std::nullopt;
  if (!packets || !runPipeline(*copy, controlPacketDmaPipeline(), options))
    return std::nullopt;
  dumpModule(*copy, target.name + "_ctrlpkt_dma_seq.mlir", "control packet DMA module", options);
  auto sender = encodeSequence(firstSequence(*copy, target.name));
  if (!sender)
    return std::nullopt;
  files.packets = std::move(*packets);
  files.sender = std::move(*sender);
  return files;
}

/// What XRT must know of the buffer that holds the packets.
std::string externalBuffersJson(const ControlPacketFiles &files) {
  llvm::json::Object buffer{{"xrt_id", int64_t(files.arguments)},
                            {"logical_id", -1},
                            {"size_in_bytes", int64_t(files.packets.size())},
                            {"ctrl_pkt_buffer", 1},
                            {"name", "runtime_control_packet"}};
  llvm::json::Value json = llvm::json::Object{
      {"external_buffers", llvm::json::Object{{"buffer_ctrl", std::move(buffer)}}}};
  return llvm::formatv("{0:2}", json).str() + "\n";
}

bool writeControlPacketFiles(const Target &target, const ControlPacketFiles &files) {
  const Options &options = target.options;
  std::string packets = expandName(options.controlPacketsName, target.name);
  if (!writeOutput(packets, files.packets))
    return false;
  target.say("Wrote " + Twine(words(files.packets)) +
             " control packet instructions to: " + packets);
  std::string sender = options.npuInsts ? expandName(options.npuInstsName, target.name, "seq")
                                        : expandName(options.controlDmaName, target.name);
  if (!writeOutput(sender, files.sender))
    return false;
  target.say("Wrote " + Twine(words(files.sender)) + " DMA sequence instructions to: " + sender);

  std::string json = externalBuffersJson(files);
  if (!writeOutput(target.inWork("external_buffers.json"), json))
    return false;
  formats::InstructionElfOptions elfOptions;
  elfOptions.controlPacket = files.packets;
  elfOptions.externalBuffersJson = json;
  auto elf = formats::writeInstructionElf(files.sender, elfOptions);
  if (!elf)
    return complain("Error generating control packet ELF: " + llvm::toString(elf.takeError()));
  std::string path = options.elf ? expandName(options.elfName, target.name)
                                 : target.inWork(expandName(options.controlElfName, target.name));
  if (!writeOutput(path, *elf))
    return false;
  target.say("Generated control packet ELF: " + path);
  return true;
}

void requestControlPackets(Target target) {
  if (target.options.dryRun)
    return;
  target.step("control packets", [target]() mutable {
    target.say("Generating control packets for device: " + target.name);
    auto files = makeControlPackets(target);
    return done(files && writeControlPacketFiles(target, *files));
  });
}

//===--- CDO, PDI, xclbin -------------------------------------------------===//

/// The paths that the files of a device's configuration have.
struct ConfigurationPaths {
  std::vector<std::string> cdo; ///< elfs, init, enable
  std::string bif, pdi, xclbin, topology, kernels, partition, merged;
};

ConfigurationPaths configurationPaths(const Target &target) {
  const Options &options = target.options;
  auto work = [&](const char *suffix) { return target.inWork(target.name + suffix); };
  std::string pdi = expandName(options.pdiName, target.name);
  return {{work("_aie_cdo_elfs.bin"), work("_aie_cdo_init.bin"), work("_aie_cdo_enable.bin")},
          work("_design.bif"),
          options.pdi ? pdi : target.inWork(llvm::sys::path::filename(pdi).str()),
          expandName(options.xclbinName, target.name),
          work("_mem_topology.json"),
          work("_kernels.json"),
          work("_aie_partition.json"),
          work("_merged_partition.json")};
}

bool writeCdo(const Target &target, const ConfigurationPaths &paths, const CdoFiles &cdo) {
  const std::string *parts[] = {&cdo.elfs, &cdo.init, &cdo.enable};
  for (auto [path, bytes] : llvm::zip(paths.cdo, parts))
    if (!writeOutput(path, *bytes))
      return false;
  target.say("Generated CDO files in: " + workDirectory(target.options));
  return true;
}

void sayXclbinCommands(const Target &target, const ConfigurationPaths &paths) {
  const Options &options = target.options;
  target.say("Generating xclbin for device: " + target.name);
  if (options.xclbinInput.empty())
    return target.say("xclbinutil --add-replace-section MEM_TOPOLOGY:JSON:" + paths.topology +
                      " --add-kernel " + paths.kernels +
                      " --add-replace-section AIE_PARTITION:JSON:" + paths.partition +
                      " --force --output " + paths.xclbin);
  target.say("Extending existing xclbin: " + options.xclbinInput);
  target.say("xclbinutil --input " + options.xclbinInput + " --add-kernel " + paths.kernels +
             " --add-replace-section AIE_PARTITION:JSON:" + paths.merged + " --force --output " +
             paths.xclbin);
}

void requestConfiguration(Target target, Artifact<formats::HostProgram> host) {
  const Options &options = target.options;
  ConfigurationPaths paths = configurationPaths(target);
  Graph &graph = target.graph;
  target.step("metadata", [target, paths]() mutable {
    target.say("Generating CDO artifacts for device: " + target.name);
    if (!target.options.xclbin)
      return done(true);
    bool good = writeXclbinMetadata(target.device, absolute(paths.pdi), target.options);
    if (good)
      target.say("Generated JSON metadata files in: " + workDirectory(target.options));
    return done(good);
  });
  std::string bootgen = "bootgen -arch versal -image " + paths.bif + " -o " + paths.pdi + " -w";
  if (options.dryRun)
    return target.step("configuration (dry run)", [target, paths, bootgen] {
      if (target.options.needsPdi())
        target.say(bootgen + "\nDry run - command not executed\nWould generate PDI: " + paths.pdi);
      if (target.options.xclbin) {
        sayXclbinCommands(target, paths);
        target.say("Dry run - command not executed");
      }
      return done(true);
    });

  auto cdo = addCdo(graph, target.device, target.ready, options);
  auto cdoWritten = graph.add(
      "write CDO of " + target.name,
      [target, paths](const CdoFiles &files) { return done(writeCdo(target, paths, files)); }, cdo);
  graph.request(cdoWritten);
  if (!options.needsPdi())
    return;
  auto pdi = addPdi(graph, cdo);
  auto pdiWritten = graph.add(
      "write PDI of " + target.name,
      [target, paths, bootgen](const std::string &bytes, const Done &) {
        if (!writeOutput(paths.bif, formats::pdiBootImageText(paths.cdo)))
          return done(false);
        target.say(bootgen);
        if (!writeOutput(paths.pdi, bytes))
          return done(complain("Error generating PDI " + paths.pdi));
        target.say("Generated PDI: " + paths.pdi);
        return done(true);
      },
      pdi, cdoWritten);
  graph.request(pdiWritten);
  if (!options.xclbin)
    return;
  auto xclbin = addXclbin(graph, target.device, pdi, host, options);
  graph.request(graph.add(
      "write xclbin of " + target.name,
      [target, paths](const std::string &bytes, const Done &) {
        sayXclbinCommands(target, paths);
        if (!writeOutput(paths.xclbin, bytes))
          return done(false);
        target.say("Generated xclbin: " + paths.xclbin);
        return done(true);
      },
      xclbin, pdiWritten));
}

} // namespace

void requestOutputs(Graph &graph, aie::DeviceOp device, Artifact<Done> ready,
                    Artifact<ModuleCopy> lowered, Artifact<formats::HostProgram> host,
                    const Options &options) {
  Target target{graph, device, device.getSymName().str(), ready, lowered, options};
  if (options.controlPackets)
    requestControlPackets(target);
  if ((options.npuInsts || options.fullElf) && !options.controlPackets)
    requestInstructions(target);
  if (options.transaction)
    requestTransaction(target);
  if (options.elf && !options.controlPackets)
    requestInstructionElf(target);
  if (options.needsCdo())
    requestConfiguration(target, host);
}

} // namespace tilewright::driver
