//===- Cores.cpp - Compiling cores with Peano and Chess ---------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A core's way: LLVM IR (in process) -> text that the core compiler's older
// LLVM reads -> object -> ELF, the last two by external programs, which is why
// each stage is a file in the work folder. Every core is a step of its own; in
// unified mode one step makes the object and each core links from it.
//
//===----------------------------------------------------------------------===//

#include "driver/Cores.h"
#include "codegen/DesignReports.h"
#include "codegen/DesignView.h"
#include "codegen/LinkerInputs.h"
#include "driver/Log.h"
#include "driver/Pipelines.h"
#include "driver/Tools.h"
#include "formats/AtomicFile.h"

#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace mlir;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

namespace tilewright::driver {
namespace {

//===--- Names and files --------------------------------------------------===//

std::string coordinates(device::TileID tile) {
  return "(" + std::to_string(tile.col) + ", " + std::to_string(tile.row) + ")";
}
std::string coreName(StringRef device, device::TileID tile) {
  return device.str() + "_core_" + std::to_string(tile.col) + "_" + std::to_string(tile.row);
}
std::string absolute(StringRef file) {
  SmallString<128> result(file);
  fs::make_absolute(result);
  path::remove_dots(result);
  return result.str().str();
}

bool writeFile(StringRef file, StringRef bytes) {
  if (llvm::Error error = formats::writeFileAtomically(file, bytes))
    return complain("Error: " + llvm::toString(std::move(error)));
  return true;
}

/// What all cores of a device have in common.
struct CoreJob {
  aie::DeviceOp device;
  std::string name; ///< of the device
  std::string arch; ///< "aie", "aie2", "aie2p": the word the tools know
  const Options &options;
  std::shared_ptr<CoreTools> tools;

  std::string file(const std::string &base) const { return workDirectory(options) + "/" + base; }
  void say(const Twine &text) const {
    if (options.verbose)
      out() << text << "\n";
  }
};

/// Paths that object code goes through; `stem` is D_core_C_R, or D_input for all.
struct ObjectNames {
  std::string stem, peano, chess;
};

//===--- Object code ------------------------------------------------------===//

bool compileWithPeano(const CoreJob &job, const ObjectNames &names, StringRef ir, bool unified) {
  const CoreTools &tools = *job.tools;
  if (tools.opt.empty() || tools.llc.empty()) {
    complain("Error: Could not find Peano compiler tools" + Twine(unified ? "" : " (opt/llc)"));
    return unified ? false : complain("Set PEANO_INSTALL_DIR or use --peano option");
  }
  std::string optimized = job.file(names.stem + ".opt.ll"), object = job.file(names.stem + ".o");
  std::string suffix = unified ? " for unified compilation" : "";
  if (!writeFile(job.file(names.peano), codegen::downgradeForPeano(ir)))
    return false;
  unsigned level = job.options.optLevel;
  std::vector<std::string> opt{tools.opt};
  if (level >= 3)
    opt.push_back("-disable-loop-idiom-memset");
  opt.insert(opt.end(), {"--passes=default<O" + std::to_string(std::min(level, 1u)) + ">",
                         "-inline-threshold=10", "-S", job.file(names.peano), "-o", optimized});
  if (!runCommand(opt, job.options))
    return complain("Error running Peano opt" + suffix);
  if (!runCommand({tools.llc, optimized, "-O" + std::to_string(level), "--march=" + job.arch,
                   "--function-sections", "--filetype=obj", "-o", object},
                  job.options))
    return complain("Error running Peano llc" + suffix);
  if (unified)
    job.say("Compiled unified object with Peano: " + object);
  return true;
}

bool compileWithChess(const CoreJob &job, const ObjectNames &names, StringRef ir, bool unified) {
  const CoreTools &tools = *job.tools;
  if (tools.aietoolsRoot.empty())
    return complain("Error: Could not find aietools (xchesscc not in PATH)");
  if (tools.xchessccWrapper.empty())
    return complain("Error: Could not find xchesscc_wrapper in PATH");
  std::string downgraded = job.file(names.chess), linked = job.file(names.stem + ".chesslinked.ll");
  std::string object = job.file(names.stem + ".o");
  if (!writeFile(downgraded, codegen::downgradeForChess(ir)))
    return false;
  job.say("Applied IR downgrade for Chess: " + downgraded);
  StringRef target = job.arch == "aie"    ? "target"
                     : job.arch == "aie2" ? "target_aie_ml"
                                          : "target_aie2p";
  std::string linker =
      tools.aietoolsRoot + "/tps/lnx64/" + target.str() + "/bin/LNa64bin/chess-llvm-link";
  std::string wrapper = packageFolder("aie_runtime_lib") + "/" + StringRef(job.arch).upper() +
                        "/chess_intrinsic_wrapper.ll";
  if (!job.options.dryRun && !fs::can_execute(linker))
    return complain("Error: Could not find " + linker);
  if (!job.options.dryRun && !fs::exists(wrapper))
    return complain("Error: Could not find " + wrapper);
  if (!runCommand({linker, downgraded, wrapper, "-S", "-o", linked}, job.options))
    return complain("Error running chess-llvm-link");
  job.say("Linked with chess intrinsic wrapper: " + linked);
  if (!runCommand({tools.xchessccWrapper, job.arch, "+w", job.file("work"), "-c", "-d",
                   "+Wclang,-xir", "-f", linked, "-o", object},
                  job.options))
    return complain("Error running xchesscc_wrapper");
  job.say(Twine(unified ? "Compiled unified object with xchesscc: " : "Compiled with xchesscc: ") +
          object);
  return true;
}

/// Makes the object of one core, or of all.
bool makeObject(const CoreJob &job, codegen::CoreChoice core, const ObjectNames &names) {
  llvm::LLVMContext context;
  auto module = lowerToLLVM(job.device, core, codegen::CoreTarget::Device, context, job.options);
  if (!module)
    return false;
  std::string ir, file = job.file(names.stem + ".ll");
  llvm::raw_string_ostream(ir) << *module;
  module.reset();
  if (!writeFile(file, ir))
    return false;
  job.say(Twine(core ? "Generated LLVM IR: " : "Generated unified LLVM IR: ") + file);
  return job.options.chess ? compileWithChess(job, names, ir, !core)
                           : compileWithPeano(job, names, ir, !core);
}

//===--- Linking ----------------------------------------------------------===//

/// Brings an object file of the design into the work folder.
bool copyObject(const CoreJob &job, StringRef file) {
  std::string source = file.str();
  if (!path::is_absolute(file)) {
    SmallString<128> besideDesign(path::parent_path(job.options.input));
    path::append(besideDesign, file);
    path::remove_dots(besideDesign, /*remove_dot_dot=*/true);
    if (!fs::exists(source))
      source = fs::exists(job.file(file.str())) ? job.file(file.str()) : besideDesign.str().str();
  }
  std::string target = job.file(path::filename(file).str());
  bool same = false;
  if (!fs::equivalent(source, target, same) && same) {
    job.say("External object already in place: " + target);
    return true;
  }
  auto bytes = formats::readFileBytes(source);
  if (!bytes)
    return complain("Error: could not copy " + source + " to " + target + ": " +
                    llvm::toString(bytes.takeError()));
  if (!writeFile(target, *bytes))
    return false;
  job.say("Copied external object: " + source + " -> " + target);
  return true;
}

std::string inWorkFolder(const CoreJob &job, StringRef file) {
  return job.file(path::filename(file).str());
}

bool writeScript(const CoreJob &job, device::TileID tile, const std::string &file) {
  std::string script;
  llvm::raw_string_ostream stream(script);
  if (failed(codegen::writeLinkerScript(job.device, tile, stream,
                                        [&](StringRef f) { return inWorkFolder(job, f); })))
    return false;
  if (!writeFile(file, script))
    return false;
  job.say("Generated linker script: " + file);
  return true;
}

bool linkWithXbridge(const CoreJob &job, aie::CoreOp core, device::TileID tile,
                     const std::string &object, const std::string &elf) {
  std::string bcf, file = job.file(coreName(job.name, tile) + ".bcf");
  llvm::raw_string_ostream stream(bcf);
  if (failed(codegen::writeBCF(job.device, tile, stream)) || !writeFile(file, bcf))
    return false;
  job.say("Generated BCF: " + file);
  if (job.tools->xchessccWrapper.empty())
    return complain("Error: Could not find xchesscc_wrapper in PATH for xbridge linking");
  std::vector<std::string> command{
      job.tools->xchessccWrapper, job.arch, "+w", job.file("work"), "-d", "-f", object};
  for (StringRef external : codegen::linkFiles(core)) {
    if (!copyObject(job, external))
      return false;
    command.push_back(inWorkFolder(job, external));
  }
  command.insert(command.end(), {"+l", file, "-o", elf});
  if (!runCommand(command, job.options))
    return complain("Error linking with xbridge");
  job.say("Linked with xbridge: " + elf);
  return true;
}

bool linkWithPeano(const CoreJob &job, aie::CoreOp core, device::TileID tile,
                   const std::string &object, const std::string &script, const std::string &elf,
                   bool unified) {
  const CoreTools &tools = *job.tools;
  if (tools.clang.empty())
    return complain("Error: Could not find Peano clang");
  for (StringRef external : codegen::linkFiles(core))
    if (!copyObject(job, external))
      return false;
  std::vector<std::string> command{tools.clang, "-O" + std::to_string(job.options.optLevel),
                                   "--target=" + job.arch + "-none-unknown-elf"};
  if (!tools.lld.empty())
    command.push_back("-fuse-ld=" + tools.lld);
  else
    command.insert(command.end(), {"-B" + tools.peanoRoot + "/bin", "-fuse-ld=lld"});
  command.insert(command.end(), {object, "-Wl,--gc-sections", "-Wl,--orphan-handling=error",
                                 "-Wl,-T," + absolute(script)});
  if (job.options.linkHsa)
    command.insert(command.end(),
                   {"-L" + job.options.sysroot + "/opt/rocm/lib", "-lhsa-runtime64"});
  command.insert(command.end(), {"-o", elf});
  if (!runCommand(command, job.options))
    return complain(unified ? "Error linking core " + coordinates(tile) : "Error linking ELF file");
  return true;
}

/// From an object to an ELF file.
std::optional<CoreElf> linkCore(const CoreJob &job, aie::CoreOp core, device::TileID tile,
                                const std::string &object, bool unified) {
  if (!job.options.link)
    return CoreElf{tile, object};
  std::string name = coreName(job.name, tile);
  std::string elf = absolute(job.file(name + ".elf")), script = job.file(name + ".ld.script");
  if (!job.options.xbridge && !writeScript(job, tile, script))
    return std::nullopt;
  bool done = job.options.xbridge ? linkWithXbridge(job, core, tile, object, elf)
                                  : linkWithPeano(job, core, tile, object, script, elf, unified);
  if (!done)
    return std::nullopt;
  job.say("Generated ELF: " + elf);
  return CoreElf{tile, elf};
}

std::optional<CoreElf> compileCore(const CoreJob &job, aie::CoreOp core, device::TileID tile) {
  job.say("Compiling core " + coordinates(tile));
  if (job.options.chess && !job.options.link) {
    job.say("Skipping core " + coordinates(tile) + " compilation: xchesscc requires linking");
    return CoreElf{tile, ""};
  }
  std::string name = coreName(job.name, tile);
  // The column appears twice in this one name, as scripts expect.
  ObjectNames names{name, name + ".peanohack.ll",
                    job.name + "_core_" + std::to_string(tile.col) + "_" +
                        std::to_string(tile.col) + "_" + std::to_string(tile.row) +
                        ".chesshack.ll"};
  if (!makeObject(job, tile, names))
    return std::nullopt;
  return linkCore(job, core, tile, job.file(name + ".o"), /*unified=*/false);
}

void announce(const CoreJob &job, size_t count) {
  std::string text = "Compiling " + std::to_string(count) + " core(s) ";
  size_t threads = std::min<size_t>(job.options.threads, count);
  if (job.options.unified)
    text += "using unified compilation";
  else if (threads > 1)
    text += "in parallel (" + std::to_string(threads) + " threads)";
  else
    text += "sequentially";
  job.say(text);
}

} // namespace

//===--- Interface --------------------------------------------------------===//

std::vector<aie::CoreOp> coresToCompile(aie::DeviceOp device) {
  std::vector<aie::CoreOp> cores;
  for (auto core : device.getOps<aie::CoreOp>())
    if (core.getElfFileAttr() || core.getLinkWithAttr() || core.getLinkFilesAttr() ||
        codegen::hasBody(core))
      cores.push_back(core);
  return cores;
}

std::unique_ptr<llvm::Module> lowerToLLVM(aie::DeviceOp device, codegen::CoreChoice core,
                                          codegen::CoreTarget target, llvm::LLVMContext &context,
                                          const Options &options) {
  bool tell = options.verbose && target == codegen::CoreTarget::Device;
  std::string which = core ? "for core " + coordinates(*core) : "for all cores";
  if (tell)
    out() << "Running " << (core ? "" : "unified ") << "LLVM lowering pipeline in-memory " << which
          << "\n";
  OwningOpRef<ModuleOp> copy = codegen::extractCore(device, core, target);
  std::string pipeline = codegen::coreLoweringPipeline(device.getSymName(), core, target);
  if (failed(codegen::lowerCore(*copy, pipeline))) {
    complain("Error: LLVM lowering pipeline failed " + which);
    return nullptr;
  }
  if (tell)
    out() << (core ? "LLVM lowering pipeline completed successfully " + which
                   : "Unified LLVM lowering pipeline completed successfully")
          << "\n";
  auto module = codegen::translateCore(*copy, context);
  if (!module)
    complain("Error translating to LLVM IR " + which);
  return module;
}

std::vector<Artifact<CoreElf>> addCores(Graph &graph, aie::DeviceOp device,
                                        const Options &options) {
  std::vector<Artifact<CoreElf>> elfs;
  std::vector<std::pair<aie::CoreOp, device::TileID>> cores;
  for (aie::CoreOp core : coresToCompile(device))
    if (auto tile = codegen::tileOf(core.getTile()); tile && !core.getElfFileAttr())
      cores.push_back({core, *tile});
  CoreJob job{device, device.getSymName().str(), codegen::targetArchName(device).lower(), options,
              std::make_shared<CoreTools>()};
  if (!options.compile)
    return elfs;
  auto prepared =
      graph.add("cores of " + job.name, [job, count = cores.size()]() -> std::optional<Done> {
        if (count == 0) {
          job.say("No cores to compile in device " + job.name);
          return Done{};
        }
        announce(job, count);
        *job.tools = findCoreTools(job.options);
        return Done{};
      });
  if (cores.empty()) {
    graph.request(prepared);
    return elfs;
  }
  if (options.unified) {
    std::string stem = job.name + "_input";
    ObjectNames names{stem, stem + ".llpeanohack.ll", stem + ".chesshack.ll"};
    auto object = graph.add(
        stem + ".o",
        [job, names, stem](const Done &) -> std::optional<std::string> {
          if (!makeObject(job, std::nullopt, names))
            return std::nullopt;
          return job.file(stem + ".o");
        },
        prepared);
    for (auto [core, tile] : cores)
      elfs.push_back(graph.add(
          coreName(job.name, tile) + ".elf",
          [job, core, tile](const std::string &object) {
            job.say("Linking core " + coordinates(tile) + " from unified object");
            return linkCore(job, core, tile, object, /*unified=*/true);
          },
          object));
    return elfs;
  }
  for (auto [core, tile] : cores)
    elfs.push_back(graph.add(
        coreName(job.name, tile) + ".elf",
        [job, core, tile](const Done &) { return compileCore(job, core, tile); }, prepared));
  return elfs;
}

void attachElfs(aie::DeviceOp device, ArrayRef<const CoreElf *> elfs) {
  for (auto core : device.getOps<aie::CoreOp>()) {
    auto tile = codegen::tileOf(core.getTile());
    const auto *elf = llvm::find_if(elfs, [&](const CoreElf *e) { return tile == e->tile; });
    if (elf == elfs.end() || (*elf)->path.empty())
      continue;
    Region &body = core.getBody();
    body.dropAllReferences();
    body.getBlocks().clear();
    OpBuilder builder = OpBuilder::atBlockEnd(&body.emplaceBlock());
    aie::EndOp::create(builder, core.getLoc());
    core.setElfFile((*elf)->path);
  }
}

} // namespace tilewright::driver
