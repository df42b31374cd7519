//===- CoreLoader.cpp - Linking core programs into this process -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Objects are linked by JITLink. Each core is a library of its own, so each has
// its own copy of all data, and two cores may run the same kernel or kernels of
// the same name. A core's library looks for what it lacks among the design's
// buffers (absolute addresses in the emulated memories), then the calls of
// CoreRuntime, then the C library of this process. A core that starts anew is
// linked anew: its data are again what the object says.
//
//===----------------------------------------------------------------------===//
#include "emulator/CoreLoader.h"
#include "emulator/Array.h"
#include "emulator/CoreRuntime.h"
#include "emulator/Tile.h"
#include "llvm/ExecutionEngine/JITLink/JITLink.h"
#include "llvm/ExecutionEngine/Orc/AbsoluteSymbols.h"
#include "llvm/ExecutionEngine/Orc/ExecutionUtils.h"
#include "llvm/ExecutionEngine/Orc/ObjectLinkingLayer.h"
#include "llvm/ExecutionEngine/Orc/SelfExecutorProcessControl.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MemoryBuffer.h"

namespace tilewright::emulator {

namespace orc = llvm::orc;
namespace jitlink = llvm::jitlink;

//===--- Static constructors ----------------------------------------------===//

/// The section in which ELF objects list their constructors.
static bool listsConstructors(const jitlink::Section &section) {
  return section.getName().starts_with(".init_array");
}

namespace {
/// Keeps lists of constructors and tells where they are.
class ConstructorFinder : public orc::ObjectLinkingLayer::Plugin {
public:
  std::vector<void (*)()> found;

  void modifyPassConfig(orc::MaterializationResponsibility &, jitlink::LinkGraph &,
                        jitlink::PassConfiguration &passes) override {
    passes.PrePrunePasses.push_back([](jitlink::LinkGraph &graph) {
      for (jitlink::Section &section : graph.sections())
        if (listsConstructors(section))
          for (jitlink::Block *block : section.blocks())
            graph.addAnonymousSymbol(*block, 0, block->getSize(), false, true);
      return llvm::Error::success();
    });
    passes.PostFixupPasses.push_back([this](jitlink::LinkGraph &graph) {
      for (jitlink::Section &section : graph.sections())
        if (listsConstructors(section))
          for (jitlink::Block *block : section.blocks())
            for (size_t at = 0; at + sizeof(void *) <= block->getSize(); at += sizeof(void *)) {
              void (*constructor)();
              std::memcpy(&constructor, block->getContent().data() + at, sizeof constructor);
              found.push_back(constructor);
            }
      return llvm::Error::success();
    });
  }
  llvm::Error notifyFailed(orc::MaterializationResponsibility &) override {
    return llvm::Error::success();
  }
  llvm::Error notifyRemovingResources(orc::JITDylib &, orc::ResourceKey) override {
    return llvm::Error::success();
  }
  void notifyTransferringResources(orc::JITDylib &, orc::ResourceKey, orc::ResourceKey) override {}
};
} // namespace

//===--- The session ------------------------------------------------------===//

static int ignoreAtExit() { return 0; }

struct CoreLoader::Session {
  std::unique_ptr<orc::ExecutionSession> execution;
  std::unique_ptr<orc::ObjectLinkingLayer> linker;
  std::shared_ptr<ConstructorFinder> constructors = std::make_shared<ConstructorFinder>();
  orc::JITDylib *runtime = nullptr, *process = nullptr, *buffers = nullptr;
  std::string problem; ///< what the linker told beside its error
  unsigned generation = 0;

  llvm::Error open();
  llvm::Error defineBuffers(Array &, const formats::HostProgram &);
  llvm::Expected<Core::Entry> link(const formats::HostCore &);
  llvm::Error explain(const formats::HostCore &, llvm::Error);
  ~Session() {
    if (execution)
      llvm::cantFail(execution->endSession());
  }
};

static orc::ExecutorSymbolDef absolute(const void *address) {
  return {orc::ExecutorAddr::fromPtr(address), llvm::JITSymbolFlags::Exported};
}

llvm::Error CoreLoader::Session::open() {
  // Everything happens in the caller's thread.
  auto control = orc::SelfExecutorProcessControl::Create(
      nullptr, std::make_unique<orc::InPlaceTaskDispatcher>());
  if (!control)
    return control.takeError();
  execution = std::make_unique<orc::ExecutionSession>(std::move(*control));
  execution->setErrorReporter(
      [this](llvm::Error error) { problem += llvm::toString(std::move(error)); });
  linker = std::make_unique<orc::ObjectLinkingLayer>(
      *execution, execution->getExecutorProcessControl().getMemMgr());
  linker->addPlugin(constructors);
  runtime = &execution->createBareJITDylib("runtime");
  process = &execution->createBareJITDylib("process");
  auto libraries = orc::DynamicLibrarySearchGenerator::GetForCurrentProcess('\0');
  if (!libraries)
    return libraries.takeError();
  process->addGenerator(std::move(*libraries));
  orc::SymbolMap symbols;
  for (const RuntimeFunction &function : runtimeFunctions())
    symbols[execution->intern(function.name)] = absolute(function.address);
  // What C++ objects with destructors ask for; cores never exit.
  symbols[execution->intern("__cxa_atexit")] = absolute(reinterpret_cast<void *>(ignoreAtExit));
  symbols[execution->intern("__dso_handle")] = absolute(reinterpret_cast<void *>(this));
  return runtime->define(orc::absoluteSymbols(std::move(symbols)));
}

llvm::Error CoreLoader::Session::defineBuffers(Array &array, const formats::HostProgram &program) {
  orc::SymbolMap symbols;
  for (const formats::HostBuffer &buffer : program.buffers) {
    Tile *tile = array.tile(buffer.tile);
    if (!tile || uint64_t{buffer.address} + buffer.size > tile->memory.size())
      return llvm::make_error<NpuError>(
          Fault::BadProgram,
          llvm::formatv("buffer '{0}' ({1} bytes from {2:x} on) does not lie in "
                        "the memory of tile {3}",
                        buffer.symbol, buffer.size, buffer.address, describe(buffer.tile)));
    if (const uint8_t *host = tile->memory.at(buffer.address))
      symbols[execution->intern(buffer.symbol)] = absolute(host);
  }
  buffers = &execution->createBareJITDylib(llvm::formatv("buffers {0}", ++generation));
  return buffers->define(orc::absoluteSymbols(std::move(symbols)));
}

llvm::Error CoreLoader::Session::explain(const formats::HostCore &core, llvm::Error error) {
  std::string missing, other;
  llvm::handleAllErrors(
      std::move(error),
      [&](const orc::SymbolsNotFound &notFound) {
        for (const auto &symbol : notFound.getSymbols())
          missing += (missing.empty() ? "'" : "', '") + (*symbol).str();
      },
      [&](const llvm::ErrorInfoBase &info) { other = info.message(); });
  std::string text = "core " + describe(core.tile) + ": ";
  if (!missing.empty())
    text += "no object defines " + missing + "'";
  else
    text += problem.empty() ? other : problem;
  problem.clear();
  return llvm::make_error<NpuError>(Fault::BadProgram, text);
}

llvm::Expected<Core::Entry> CoreLoader::Session::link(const formats::HostCore &core) {
  orc::JITDylib &library = execution->createBareJITDylib(
      llvm::formatv("core {0} {1}", describe(core.tile), ++generation));
  for (orc::JITDylib *next : {buffers, runtime, process})
    library.addToLinkOrder(*next);
  constructors->found.clear();
  orc::SymbolLookupSet wanted(execution->intern(core.entry));
  for (const std::string &object : core.objects) {
    auto bytes = llvm::MemoryBuffer::getMemBufferCopy(object, "core " + describe(core.tile));
    if (llvm::Error error = linker->add(library, std::move(bytes)))
      return explain(core, std::move(error));
  }
  auto symbols =
      execution->lookup({{&library, orc::JITDylibLookupFlags::MatchAllSymbols}}, std::move(wanted));
  if (!symbols) {
    llvm::Error error = symbols.takeError();
    return explain(core, std::move(error));
  }
  for (auto constructor : constructors->found)
    constructor();
  return symbols->begin()->second.getAddress().toPtr<Core::Entry>();
}

//===--- CoreLoader -------------------------------------------------------===//

CoreLoader::CoreLoader() = default;
CoreLoader::~CoreLoader() = default;

llvm::Error CoreLoader::attach(Array &array, const formats::HostProgram &program) {
  for (const auto &tile : array.tiles())
    if (tile->core)
      tile->core->setProgram(nullptr);
  if (program.cores.empty())
    return llvm::Error::success();
  if (!session) {
    session = std::make_shared<Session>();
    if (llvm::Error error = session->open())
      return error;
  }
  if (llvm::Error error = session->defineBuffers(array, program))
    return error;
  for (const formats::HostCore &core : program.cores) {
    Tile *tile = array.tile(core.tile);
    if (!tile || !tile->core)
      return llvm::make_error<NpuError>(Fault::BadProgram,
                                        "there is no core in tile " + describe(core.tile));
    llvm::Expected<Core::Entry> entry = session->link(core);
    if (!entry)
      return entry.takeError();
    // The first start takes what is linked already.
    auto ready = std::make_shared<Core::Entry>(*entry);
    auto again = std::make_shared<formats::HostCore>(core);
    tile->core->setProgram([session = session, ready, again]() -> llvm::Expected<Core::Entry> {
      if (Core::Entry first = std::exchange(*ready, nullptr))
        return first;
      return session->link(*again);
    });
    llvm::SmallVector<Tile *, 4> reach{tile};
    for (const formats::HostBuffer &buffer : program.buffers)
      if (Tile *owner = array.tile(buffer.tile);
          owner && array.model.isLegalMemAffinity(core.tile, buffer.tile) &&
          !llvm::is_contained(reach, owner))
        reach.push_back(owner);
    tile->core->setReach(std::move(reach));
  }
  return llvm::Error::success();
}

} // namespace tilewright::emulator
