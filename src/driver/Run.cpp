//===- Run.cpp - A design on the emulated NPU -------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Two halves that share nothing but bytes. The first compiles a design in
// process to an xclbin per device and the sequence's instruction stream. The
// second, which serves compiled files too, reads those bytes back, configures
// an emulated NPU from the PDI and lets it execute the stream. So what runs is
// what would be loaded, never the IR.
//
//===----------------------------------------------------------------------===//

#include "driver/Run.h"
#include "device/DeviceModel.h"
#include "dialect/aiex/AIEXDialect.h"
#include "driver/Compile.h"
#include "driver/Cores.h"
#include "driver/Log.h"
#include "driver/Outputs.h"
#include "emulator/Npu.h"
#include "formats/AtomicFile.h"
#include "formats/Pdi.h"
#include "formats/Txn.h"
#include "formats/Xclbin.h"

#include "llvm/Support/MathExtras.h"

#include <thread>
#include <unistd.h>

using namespace mlir;

namespace tilewright::driver {
namespace {

bool complain(llvm::Error error) {
  return driver::complain("Error: " + llvm::toString(std::move(error)));
}

//===--- Arguments --------------------------------------------------------===//

/// A host buffer of the run.
struct Buffer {
  unsigned argument; ///< number the user knows it by
  std::string type;  ///< for messages; empty without a design
  std::vector<uint8_t> bytes;
};

/// Adds a buffer of zeros, if this machine can hold it beside those before it.
bool addBuffer(std::vector<Buffer> &buffers, unsigned argument, std::string type, uint64_t size) {
  uint64_t memory = uint64_t(sysconf(_SC_PHYS_PAGES)) * uint64_t(sysconf(_SC_PAGESIZE));
  for (const Buffer &buffer : buffers)
    memory -= std::min<uint64_t>(memory, buffer.bytes.size());
  if (size > memory)
    return driver::complain("Error: argument " + Twine(argument) + " has " + Twine(size) +
                            " bytes, more than this machine's memory can hold");
  buffers.push_back({argument, std::move(type), std::vector<uint8_t>(size)});
  return true;
}

bool loadBuffer(Buffer &buffer, const std::string &file) {
  auto bytes = formats::readFileBytes(file);
  if (!bytes)
    return complain(bytes.takeError());
  if (bytes->size() != buffer.bytes.size())
    return driver::complain("Error: " + file + " has " + Twine(bytes->size()) +
                            " bytes, but argument " + Twine(buffer.argument) +
                            (buffer.type.empty() ? "" : " (" + buffer.type + ")") + " has " +
                            Twine(buffer.bytes.size()));
  std::copy(bytes->begin(), bytes->end(), buffer.bytes.begin());
  return true;
}

bool loadBuffers(std::vector<Buffer> &buffers, const RunOptions &options) {
  for (auto &[number, file] : options.inputs) {
    auto buffer = llvm::find_if(buffers, [&](const Buffer &b) { return b.argument == number; });
    if (!loadBuffer(*buffer, file))
      return false;
  }
  return true;
}

bool storeBuffers(const std::vector<Buffer> &buffers, const RunOptions &options) {
  for (auto &[number, file] : options.outputs) {
    auto buffer = llvm::find_if(buffers, [&](const Buffer &b) { return b.argument == number; });
    StringRef bytes(reinterpret_cast<const char *>(buffer->bytes.data()), buffer->bytes.size());
    if (llvm::Error error = formats::writeFileAtomically(file, bytes))
      return complain(std::move(error));
  }
  return true;
}

//===--- The half that knows bytes only -----------------------------------===//

/// What an xclbin gives the emulator.
struct Loaded {
  formats::RegisterProgram configuration;
  std::optional<formats::HostProgram> host;
};

llvm::Expected<Loaded> loadXclbin(StringRef bytes) {
  auto xclbin = formats::readXclbin(bytes);
  if (!xclbin)
    return xclbin.takeError();
  const formats::XclbinSection *section = xclbin->find(formats::section::aiePartition);
  if (!section)
    return llvm::createStringError("the xclbin has no AIE partition");
  auto partition = formats::readAiePartition(*section);
  if (!partition)
    return partition.takeError();
  if (partition->pdis.empty())
    return llvm::createStringError("the xclbin has no PDI");
  StringRef pdi = partition->pdis.front().image;
  auto configuration = formats::readPdiProgram(pdi);
  if (!configuration)
    return configuration.takeError();
  auto hosts = formats::readXclbinHostImages(*xclbin);
  if (!hosts)
    return hosts.takeError();
  Loaded loaded{std::move(*configuration), std::nullopt};
  if (const formats::HostProgram *program = formats::findHostProgram(*hosts, pdi))
    loaded.host = *program;
  return loaded;
}

/// The bytes to run, and those that the run may load by number.
struct Program {
  std::string xclbin, insts;
  std::map<uint16_t, std::string> loadable; ///< xclbins by the id of a load_pdi
};

bool execute(const Program &program, std::vector<Buffer> &buffers, const RunOptions &options) {
  auto txn = formats::readTxn(program.insts);
  if (!txn)
    return complain(txn.takeError());
  auto main = loadXclbin(program.xclbin);
  if (!main)
    return complain(main.takeError());
  std::map<uint16_t, Loaded> others;
  for (auto &[id, bytes] : program.loadable) {
    auto loaded = loadXclbin(bytes);
    if (!loaded)
      return complain(loaded.takeError());
    others.emplace(id, std::move(*loaded));
  }
  // Register addresses and descriptors mean something else in another generation.
  if (main->host && formats::txnHeader(device::DeviceModel::get(main->host->device)).generation !=
                        txn->header.generation)
    return driver::complain("Error: the instruction stream is for devices of generation " +
                            Twine(int(txn->header.generation)) + ", the xclbin for " +
                            device::stringify(main->host->device));
  auto device = main->host ? llvm::Expected<device::Device>(main->host->device)
                           : formats::deviceOfTxn(txn->header);
  if (!device)
    return complain(device.takeError());

  emulator::NpuOptions npuOptions;
  npuOptions.onWarning = [](StringRef text) { err() << "Warning: " << text << "\n"; };
  auto npu = emulator::Npu::create(device::DeviceModel::get(*device), npuOptions);
  if (!npu)
    return complain(npu.takeError());
  if (main->host)
    if (llvm::Error error = (*npu)->attach(*main->host))
      return complain(std::move(error));
  if (llvm::Error error = (*npu)->configure(main->configuration))
    return complain(std::move(error));
  auto loader = [&](const formats::LoadPdi &load) -> llvm::Expected<emulator::PdiImage> {
    auto found = others.find(load.id);
    if (found == others.end())
      return llvm::createStringError("the sequence loads PDI " + Twine(load.id) +
                                     ", which is not there");
    const Loaded &image = found->second;
    return emulator::PdiImage{&image.configuration, image.host ? &*image.host : nullptr};
  };
  std::vector<MutableArrayRef<uint8_t>> arguments;
  for (Buffer &buffer : buffers)
    arguments.push_back(buffer.bytes);
  if (llvm::Error error = (*npu)->run(txn->program, arguments, loader))
    return complain(std::move(error));
  return true;
}

/// Buffers of a stream without a design: as many as it or the user names.
std::optional<std::vector<Buffer>> buffersOfStream(StringRef insts, const RunOptions &options) {
  auto txn = formats::readTxn(insts);
  if (!txn) {
    complain(txn.takeError());
    return std::nullopt;
  }
  uint64_t count = 0;
  for (const formats::Command &command : txn->program.commands)
    if (auto *patch = std::get_if<formats::AddressPatch>(&command))
      count = std::max(count, uint64_t(patch->argument) + 1);
  for (auto *files : {&options.inputs, &options.outputs})
    if (!files->empty())
      count = std::max(count, uint64_t(files->rbegin()->first) + 1);
  constexpr uint64_t limit = 64; ///< far above what any design has
  if (count > limit) {
    driver::complain("Error: argument " + Twine(count - 1) + " does not exist");
    return std::nullopt;
  }
  std::vector<Buffer> buffers;
  for (unsigned i = 0; i < count; ++i) {
    uint64_t size = 0;
    if (auto given = options.sizes.find(i); given != options.sizes.end()) {
      size = given->second;
    } else if (auto input = options.inputs.find(i); input != options.inputs.end()) {
      auto bytes = formats::readFileBytes(input->second);
      if (!bytes) {
        complain(bytes.takeError());
        return std::nullopt;
      }
      size = bytes->size();
    } else {
      driver::complain("Error: the size of argument " + Twine(i) + " is not known: give --size " +
                       Twine(i) + "=BYTES or --in");
      return std::nullopt;
    }
    if (!addBuffer(buffers, i, "", size))
      return std::nullopt;
  }
  return buffers;
}

bool runFiles(const RunOptions &options) {
  Program program;
  for (auto [path, bytes] :
       {std::pair(&options.xclbin, &program.xclbin), std::pair(&options.insts, &program.insts)}) {
    auto read = formats::readFileBytes(*path);
    if (!read)
      return complain(read.takeError());
    *bytes = std::move(*read);
  }
  auto buffers = buffersOfStream(program.insts, options);
  return buffers && loadBuffers(*buffers, options) && execute(program, *buffers, options) &&
         storeBuffers(*buffers, options);
}

//===--- The half that compiles -------------------------------------------===//

std::string listed(ArrayRef<std::string> names) {
  return names.empty() ? "none" : llvm::join(names, ", ");
}

/// The device to run: the one named, `main`, or the only one.
aie::DeviceOp chooseDevice(Design &design, const RunOptions &options) {
  std::vector<std::string> names;
  for (aie::DeviceOp device : design.devices()) {
    if (device.getSymName() == (options.device.empty() ? StringRef("main") : options.device))
      return device;
    names.push_back(device.getSymName().str());
  }
  if (options.device.empty() && names.size() == 1)
    return design.devices().front();
  if (options.device.empty())
    driver::complain("Error: choose a device with --device; there are: " + listed(names));
  else
    driver::complain("Error: the design has no device '" + options.device +
                     "'; it has: " + listed(names));
  return {};
}

aie::RuntimeSequenceOp chooseSequence(aie::DeviceOp device, const RunOptions &options) {
  std::vector<std::string> names;
  for (auto sequence : device.getOps<aie::RuntimeSequenceOp>()) {
    if (options.sequence.empty() || sequence.getSymName() == options.sequence)
      return sequence;
    names.push_back(sequence.getSymName().str());
  }
  std::string name = device.getSymName().str();
  if (options.sequence.empty())
    driver::complain("Error: device '" + name + "' has no runtime sequence");
  else
    driver::complain("Error: device '" + name + "' has no runtime sequence '" + options.sequence +
                     "'; it has: " + listed(names));
  return {};
}

/// Whether every argument the user names exists and is of the right kind.
bool checkArguments(aie::RuntimeSequenceOp sequence, const RunOptions &options) {
  auto arguments = sequence.getBody().getArgumentTypes();
  auto check = [&](const char *option, unsigned number, bool wantsBuffer) {
    std::string what = std::string(option) + " " + std::to_string(number) + ": ";
    if (number >= arguments.size())
      return driver::complain("Error: " + what + "sequence '" + sequence.getSymName() +
                              "' has no argument " + Twine(number) + "; it has " +
                              Twine(arguments.size()));
    if (isa<BaseMemRefType>(arguments[number]) != wantsBuffer)
      return driver::complain("Error: " + what + "argument " + Twine(number) +
                              (wantsBuffer ? " is a scalar; give its value with --set"
                                           : " is a buffer; fill it with --in"));
    return true;
  };
  for (auto *files : {&options.inputs, &options.outputs})
    for (auto &[number, file] : *files)
      if (!check(files == &options.inputs ? "--in" : "--out", number, /*wantsBuffer=*/true))
        return false;
  for (auto &[number, value] : options.scalars)
    if (!check("--set", number, /*wantsBuffer=*/false))
      return false;
  for (auto [number, type] : llvm::enumerate(arguments))
    if (!isa<BaseMemRefType>(type) && !options.scalars.count(number))
      return driver::complain("Error: argument " + Twine(number) +
                              " is a scalar: give its value with --set " + Twine(number) +
                              "=VALUE");
  return true;
}

/// The emulator runs bodies of cores, not programs made for AI engines.
bool checkCores(aie::DeviceOp device) {
  for (auto core : device.getOps<aie::CoreOp>())
    if (core.getElfFileAttr()) {
      core.emitError(
          "has an ELF file for an AI engine instead of a body; this machine cannot execute it");
      return false;
    }
  return true;
}

/// The sequence's buffer arguments, zeroed.
std::optional<std::vector<Buffer>> makeBuffers(aie::RuntimeSequenceOp sequence) {
  std::vector<Buffer> buffers;
  for (auto [number, type] : llvm::enumerate(sequence.getBody().getArgumentTypes())) {
    auto memref = dyn_cast<MemRefType>(type);
    if (!memref && !isa<BaseMemRefType>(type))
      continue;
    auto bytes = memref && memref.hasStaticShape()
                     ? aie::tryGetSizeInBytes(memref.getElementType(), sequence)
                     : std::nullopt;
    if (!bytes) {
      sequence.emitOpError() << "argument " << number << " has no fixed size";
      return std::nullopt;
    }
    std::string text;
    llvm::raw_string_ostream(text) << type;
    uint64_t size = *bytes;
    for (int64_t extent : memref.getShape())
      size = llvm::SaturatingMultiply<uint64_t>(size, extent);
    if (!addBuffer(buffers, number, text, size))
      return std::nullopt;
  }
  return buffers;
}

/// Devices that the sequences of a module load, by the number of the load.
std::map<uint16_t, std::string> loadedDevices(ModuleOp module, StringRef device) {
  std::map<uint16_t, std::string> names;
  module.lookupSymbol<aie::DeviceOp>(device).walk([&](aiex::NpuLoadPdiOp load) {
    if (auto reference = load.getDeviceRefAttr())
      names[load.getId()] = reference.getValue().str();
  });
  return names;
}

/// Compiles everything that the run of a device needs.
std::optional<Program> compileForRun(Design &design, aie::DeviceOp device, const Options &options,
                                     const RunOptions &run) {
  Graph graph;
  ModuleOp module = *design.module;
  std::string name = device.getSymName().str();
  auto ready = graph.add("physical", [] { return std::optional<Done>(Done{}); });
  auto lowered = addNpuLowering(graph, module, ready, options);
  auto instructions = addInstructions(graph, name, lowered, options, run.scalars);
  graph.request(lowered);
  unsigned threads = std::max(1u, std::thread::hardware_concurrency());
  if (!graph.build(threads))
    return std::nullopt;

  // Which other devices are needed is known only now.
  std::map<std::string, Artifact<std::string>> xclbins;
  auto add = [&](aie::DeviceOp which) {
    auto &xclbin = xclbins[which.getSymName().str()];
    if (!xclbin) {
      auto host = addHostProgram(graph, which, options);
      xclbin = addXclbin(graph, which, addPdi(graph, addCdo(graph, which, ready, options)), host,
                         options);
      graph.request(xclbin);
    }
  };
  add(device);
  auto loads = loadedDevices(graph.get(lowered).get(), name);
  for (auto &[id, other] : loads)
    if (auto which = module.lookupSymbol<aie::DeviceOp>(other))
      add(which);
  graph.request(instructions);
  if (!graph.build(threads))
    return std::nullopt;

  Program program;
  program.xclbin = graph.get(xclbins[name]);
  program.insts = graph.get(instructions).front().bytes;
  for (auto &[id, other] : loads)
    if (auto xclbin = xclbins.find(other); xclbin != xclbins.end())
      program.loadable[id] = graph.get(xclbin->second);
  return program;
}

bool runDesign(const RunOptions &run) {
  Options options;
  options.input = run.design;
  options.inMemory = options.hostProgram = options.xclbin = true;
  options.compile = options.link = options.repeaterScripts = false;
  options.numberLoads = true;
  options.verbose = run.verbose;
  Design design(std::max(2u, std::thread::hardware_concurrency()));
  if (!design.parse(run.design))
    return false;
  aie::DeviceOp device = chooseDevice(design, run);
  aie::RuntimeSequenceOp sequence = device ? chooseSequence(device, run) : aie::RuntimeSequenceOp();
  if (!sequence || !checkArguments(sequence, run) || !checkCores(device))
    return false;
  auto buffers = makeBuffers(sequence);
  if (!buffers || !loadBuffers(*buffers, run))
    return false;
  options.sequenceName = sequence.getSymName().str();
  std::string name = device.getSymName().str();
  if (!makePhysical(design, options))
    return false;
  auto program =
      compileForRun(design, design.module->lookupSymbol<aie::DeviceOp>(name), options, run);
  return program && execute(*program, *buffers, run) && storeBuffers(*buffers, run);
}

} // namespace

int run(const RunOptions &options) {
  bool good = options.design.empty() ? runFiles(options) : runDesign(options);
  return good ? 0 : 1;
}

} // namespace tilewright::driver
