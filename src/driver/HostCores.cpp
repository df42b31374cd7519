//===- HostCores.cpp - Cores and kernels for the emulator -------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The same core, compiled for this machine in process, and its external
// kernels. A design names a kernel by its object file, `scale.o`. That object
// is for an AI engine; what can run here is the source it was made from, found
// beside it under the same name, or an object made for this machine.
//
//===----------------------------------------------------------------------===//

#include "codegen/DesignView.h"
#include "codegen/HostObject.h"
#include "driver/Cores.h"
#include "driver/Log.h"
#include "driver/Pipelines.h"
#include "driver/Tools.h"
#include "formats/AtomicFile.h"

#include "llvm/BinaryFormat/Magic.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/Object/ELFObjectFile.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"
#include "llvm/TargetParser/Host.h"

using namespace mlir;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

namespace tilewright::driver {
namespace {

/// Whether bytes are an ELF relocatable for this machine.
bool isHostObject(StringRef bytes) {
  if (llvm::identify_magic(bytes) != llvm::file_magic::elf_relocatable)
    return false;
  auto object = llvm::object::ObjectFile::createObjectFile(llvm::MemoryBufferRef(bytes, "object"));
  if (!object) {
    llvm::consumeError(object.takeError());
    return false;
  }
  llvm::Triple host(llvm::sys::getDefaultTargetTriple());
  return (*object)->getArch() == host.getArch();
}

/// Where a kernel named in a design may lie: as said, or beside the design.
std::vector<std::string> placesOf(StringRef file, const Options &options) {
  SmallString<128> beside(path::parent_path(options.input));
  path::append(beside, file);
  if (path::is_absolute(file))
    return {file.str()};
  return {beside.str().str(), file.str(), workDirectory(options) + "/" + file.str()};
}

std::optional<std::string> compileKernel(const std::string &source, const Options &options) {
  std::string clang = findProgram("clang-22", {"/usr/lib/llvm-22/bin"});
  if (clang.empty())
    clang = findProgram("clang");
  if (clang.empty()) {
    complain("Error: clang-22 is needed to compile " + source + " and is not on PATH");
    return std::nullopt;
  }
  SmallString<128> object;
  if (std::error_code code = fs::createTemporaryFile("tilewright-kernel", "o", object)) {
    complain("Error: could not make a temporary file: " + code.message());
    return std::nullopt;
  }
  llvm::FileRemover remover(object);
  std::vector<std::string> command{clang, "-O2", "-fPIC", "-ffp-contract=off"};
  if (path::extension(source) != ".c")
    command.push_back("-std=c++20");
  if (std::string runtime = packageFolder("runtime"); !runtime.empty())
    command.push_back("-I" + runtime);
  command.push_back("-I" + (path::parent_path(source).empty() ? std::string(".")
                                                              : path::parent_path(source).str()));
  command.insert(command.end(), {"-c", source, "-o", object.str().str()});
  if (options.verbose)
    out() << llvm::join(command, " ") << "\n";
  SmallVector<StringRef> arguments(command.begin(), command.end());
  std::string message;
  if (llvm::sys::ExecuteAndWait(clang, arguments, std::nullopt, {}, 0, 0, &message) != 0) {
    complain("Error: the kernel " + source + " does not compile" +
             (message.empty() ? "" : ": " + message));
    return std::nullopt;
  }
  auto bytes = formats::readFileBytes(object);
  if (!bytes) {
    complain("Error: " + llvm::toString(bytes.takeError()));
    return std::nullopt;
  }
  return std::move(*bytes);
}

using HostObjects = std::vector<std::string>;

/// One core's own object, in process.
std::optional<std::string> compileCoreForHost(aie::DeviceOp device, device::TileID tile,
                                              const Options &options) {
  llvm::LLVMContext context;
  auto module = lowerToLLVM(device, tile, codegen::CoreTarget::Host, context, options);
  if (!module)
    return std::nullopt;
  auto object = codegen::compileForHost(std::move(module));
  if (!object) {
    complain("Error: core (" + Twine(tile.col) + ", " + Twine(tile.row) +
             "): " + llvm::toString(object.takeError()));
    return std::nullopt;
  }
  return std::move(*object);
}

/// The names in the device that the emulator speaks of.
formats::HostProgram namesOf(aie::DeviceOp device) {
  codegen::DesignView design(device);
  formats::HostProgram program;
  program.device = design.model.device();
  for (auto &[tile, view] : design.tiles)
    for (aie::BufferOp buffer : view.buffers)
      if (buffer.getSymNameAttr() && buffer.getAddress())
        program.buffers.push_back({buffer.getSymName()->str(), tile, uint32_t(*buffer.getAddress()),
                                   uint32_t(buffer.getAllocationSize())});
  device.walk([&](aie::LockOp lock) {
    auto tile = codegen::tileOf(lock.getTile());
    if (tile && lock.getLockID())
      program.locks.push_back(
          {lock.getSymName().value_or("").str(), *tile, uint32_t(*lock.getLockID())});
  });
  for (auto channel : device.getOps<aie::ShimDMAAllocationOp>())
    if (auto tile = codegen::tileOf(channel.getTile()))
      program.channels.push_back({channel.getSymName().str(), *tile, channel.getChannelDir(),
                                  uint32_t(channel.getChannelIndex())});
  return program;
}

} // namespace

std::optional<std::string> hostKernel(StringRef file, Location location, const Options &options) {
  std::string foreign;
  for (const std::string &place : placesOf(file, options)) {
    for (const char *extension : {".cc", ".cpp", ".c", ".cxx"}) {
      SmallString<128> source(place);
      path::replace_extension(source, extension);
      if (fs::exists(source))
        return compileKernel(source.str().str(), options);
    }
    if (!fs::exists(place) || fs::is_directory(place))
      continue;
    auto bytes = formats::readFileBytes(place);
    if (!bytes) {
      complain("Error: " + llvm::toString(bytes.takeError()));
      return std::nullopt;
    }
    if (isHostObject(*bytes))
      return std::move(*bytes);
    foreign = place;
  }
  auto diagnostic = emitError(location) << "no kernel for this machine: ";
  if (foreign.empty())
    diagnostic << "neither " << file
               << " nor a source of that name (.cc, .cpp, .c) is beside the design";
  else
    diagnostic << foreign
               << " is not an object file for this machine, and its source (.cc, .cpp, .c) is not "
                  "beside it";
  return std::nullopt;
}

Artifact<formats::HostProgram> addHostProgram(Graph &graph, aie::DeviceOp device,
                                              const Options &options) {
  // A kernel used by many cores is compiled once.
  llvm::MapVector<StringRef, Artifact<std::string>> kernels;
  std::vector<Artifact<formats::HostCore>> cores;
  for (aie::CoreOp core : coresToCompile(device)) {
    auto tile = codegen::tileOf(core.getTile());
    if (!tile || !codegen::hasBody(core))
      continue;
    std::string entry = "core_" + std::to_string(tile->col) + "_" + std::to_string(tile->row);
    std::vector<Artifact<std::string>> objects;
    objects.push_back(graph.add(
        entry + " (host)", [=, &options] { return compileCoreForHost(device, *tile, options); }));
    for (StringRef file : codegen::linkFiles(core)) {
      auto [found, isNew] = kernels.insert({file, {}});
      if (isNew)
        found->second = graph.add(file.str() + " (host)", [=, &options, location = core.getLoc()] {
          return hostKernel(file, location, options);
        });
      objects.push_back(found->second);
    }
    uint32_t stack = core.getStackSize();
    cores.push_back(graph.addList(
        entry + " linked (host)",
        [=](std::vector<const std::string *> bytes) {
          formats::HostCore made{*tile, entry, {}, stack};
          for (const std::string *object : bytes)
            made.objects.push_back(*object);
          return std::optional(std::move(made));
        },
        std::move(objects)));
  }
  return graph.addList(
      "host program of " + device.getSymName().str(),
      [=](std::vector<const formats::HostCore *> made) {
        formats::HostProgram program = namesOf(device);
        for (const formats::HostCore *core : made)
          program.cores.push_back(*core);
        return std::optional(std::move(program));
      },
      std::move(cores));
}

} // namespace tilewright::driver
