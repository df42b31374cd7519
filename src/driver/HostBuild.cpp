//===- HostBuild.cpp - The program beside the array -------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For boards where the host program configures the array itself: C++ that
// calls libxaie (`aie_inc.cpp`), the host compiler's command, and the folder
// that AMD's simulator wants.
//
//===----------------------------------------------------------------------===//

#include "driver/HostBuild.h"
#include "codegen/DesignReports.h"
#include "device/DeviceModel.h"
#include "driver/Log.h"
#include "driver/Outputs.h"
#include "driver/Pipelines.h"
#include "driver/Tools.h"

#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace mlir;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

namespace tilewright::driver {
namespace {

/// The number that libxaie's headers know the generation by.
const char *archNumber(device::Arch arch) {
  return arch == device::Arch::AIE1 ? "10" : arch == device::Arch::AIE2 ? "20" : "21";
}

/// runtime_lib/x86_64 and the like, in the package.
std::string runtimeLibrary(const Options &options) {
  StringRef machine = StringRef(options.hostTarget).split('-').first;
  SmallString<128> folder(path::parent_path(executableFolder()));
  path::append(folder, "runtime_lib", machine + (options.linkHsa ? "-hsa" : ""));
  return folder.str().str();
}

using Writer = LogicalResult (*)(aie::DeviceOp, raw_ostream &);
bool writeReport(aie::DeviceOp device, Writer writer, const std::string &file) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  return succeeded(writer(device, stream)) && writeOutput(file, text);
}

bool writeInclude(aie::DeviceOp device, const Options &options) {
  if (options.verbose)
    out() << "Generating aie_inc.cpp for device: " << device.getSymName() << "\n";
  return writeReport(device, codegen::writeLibXAIE, workDirectory(options) + "/aie_inc.cpp");
}

/// What every command that compiles against libxaie has.
std::vector<std::string> hostArguments(const Options &options) {
  std::vector<std::string> arguments;
  for (const std::string &folder : options.includeDirs)
    arguments.push_back("-I" + folder);
  for (const std::string &folder : options.libraryDirs)
    arguments.push_back("-L" + folder);
  for (const std::string &library : options.libraries)
    arguments.push_back("-l" + library);
  llvm::append_range(arguments, options.otherHostFlags);
  llvm::append_range(arguments, options.hostSources);
  if (!options.hostOutput.empty())
    arguments.insert(arguments.end(), {"-o", options.hostOutput});
  return arguments;
}

/// The routes as flows again, for the simulator's viewer. Failing is a warning.
void writeFlows(aie::DeviceOp device, const std::string &sim) {
  OwningOpRef<ModuleOp> copy = device->getParentOfType<ModuleOp>().clone();
  PassManager manager(copy->getContext(), ModuleOp::getOperationName());
  auto named = copy->lookupSymbol<aie::DeviceOp>(device.getSymName());
  if (failed(parsePassPipeline(findFlowsPipeline().passes, manager)) ||
      failed(manager.run(*copy)) || !writeModule(*copy, sim + "/flows_physical.mlir") ||
      !writeReport(named, codegen::writeFlowsAsJSON, sim + "/flows_physical.json"))
    err() << "Warning: could not write the flows for the simulator\n";
}

bool writeSimulatorFolder(aie::DeviceOp device, const Options &options) {
  if (options.verbose)
    out() << "Generating aiesim work folder for device: " << device.getSymName() << "\n";
  std::string work = workDirectory(options), sim = work + "/sim";
  for (const char *folder : {"", "/arch", "/reports", "/config", "/ps"})
    if (std::error_code code = fs::create_directories(sim + folder))
      return complain("Error: could not create " + sim + folder + ": " + code.message());
  if (!writeReport(device, codegen::writePowerEstimate, sim + "/reports/graph.xpe") ||
      !writeReport(device, codegen::writeShimSolution, sim + "/arch/aieshim_solution.aiesol") ||
      !writeReport(device, codegen::writeSimulatorConfig, sim + "/config/scsim_config.json") ||
      !writeOutput(sim + "/.target", "hw\n"))
    return false;
  writeFlows(device, sim);
  std::string script = "#!/bin/sh\ncd \"$(dirname \"$0\")/..\"\naiesimulator --pkg-dir=" +
                       path::filename(work).str() + "/sim --dump-vcd ${1:-foo}\n";
  std::string file = work + "/aiesim.sh";
  if (!writeOutput(file, script))
    return false;
  fs::setPermissions(file, fs::owner_all | fs::group_read | fs::group_exe | fs::others_read |
                               fs::others_exe);
  out() << "Simulation generated...\nTo run simulation: " << file << "\n";
  return true;
}

} // namespace

void requestHostFiles(Graph &graph, aie::DeviceOp device, Artifact<Done> ready,
                      const Options &options) {
  if (!options.compileHost && !options.aiesim)
    return;
  graph.request(graph.add(
      "host files",
      [device, &options](const Done &) -> std::optional<Done> {
        bool good = writeInclude(device, options) &&
                    (!options.aiesim || writeSimulatorFolder(device, options));
        return good ? std::optional<Done>(Done{}) : std::nullopt;
      },
      ready));
}

bool compileHostProgram(Design &design, const Options &options) {
  if (!options.compileHost)
    return true;
  if (options.hostSources.empty()) {
    if (options.verbose)
      out() << "Host compilation enabled but no host source files provided, skipping\n";
    return true;
  }
  if (options.verbose)
    out() << "Compiling host program\n";
  std::string clang = findProgram("clang++");
  if (clang.empty())
    return complain("Error: Could not find clang++ in PATH for host compilation");
  std::string library = runtimeLibrary(options);
  std::vector<std::string> command{clang, "-std=c++17", "--target=" + options.hostTarget};
  if (!options.sysroot.empty()) {
    command.push_back("--sysroot=" + options.sysroot);
    if (options.hostTarget == "aarch64-linux-gnu")
      command.push_back("--gcc-toolchain=" + options.sysroot + "/usr");
  }
  command.insert(
      command.end(),
      {library + "/test_lib/lib/libmemory_allocator_" + (options.linkHsa ? "hsa" : "ion") + ".a",
       "-I" + library + "/xaiengine/include", "-L" + library + "/xaiengine/lib",
       "-Wl,-R" + library + "/xaiengine/lib", "-I" + workDirectory(options), "-fuse-ld=lld", "-lm",
       "-lxaienginecdo"});
  if (options.linkHsa)
    command.push_back("-DHSA_RUNTIME");
  auto devices = design.devices();
  device::Arch arch =
      devices.empty() ? device::Arch::AIE2 : aie::getTargetModel(devices.front()).arch();
  command.push_back(std::string("-D__AIEARCH__=") + archNumber(arch));
  llvm::append_range(command, hostArguments(options));
  if (!runCommand(command, options))
    return complain("Error: Host compilation failed");
  if (options.verbose)
    out() << "Host compilation completed successfully\n";
  return true;
}

} // namespace tilewright::driver
