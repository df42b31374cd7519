//===- Tools.cpp - Programs that are not part of this package ---*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "driver/Tools.h"
#include "driver/Log.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/Program.h"

using namespace llvm;

namespace tilewright::driver {

static std::string pathIn(StringRef folder, const Twine &name) {
  SmallString<128> path(folder);
  sys::path::append(path, name);
  return path.str().str();
}

std::string findProgram(StringRef name, ArrayRef<std::string> folders) {
  if (auto found = sys::findProgramByName(name))
    return *found;
  for (const std::string &folder : folders)
    if (std::string path = pathIn(folder, name); sys::fs::can_execute(path))
      return path;
  return "";
}

const std::string &executableFolder() {
  // Any function of this program serves to find its file.
  static const std::string folder =
      sys::path::parent_path(
          sys::fs::getMainExecutable(nullptr, reinterpret_cast<void *>(&executableFolder)))
          .str();
  return folder;
}

std::string packageFolder(StringRef name) {
  StringRef bin = executableFolder();
  StringRef prefix = sys::path::parent_path(bin);
  // Installed: PREFIX/bin beside PREFIX/share/tilewright or PREFIX/NAME. In a
  // build tree: SOURCE/build/PRESET/bin.
  StringRef source = sys::path::parent_path(sys::path::parent_path(prefix));
  for (std::string candidate :
       {pathIn(prefix, "share/tilewright/" + name), pathIn(prefix, "include/tilewright/" + name),
        pathIn(prefix, name), pathIn(source, name)})
    if (sys::fs::is_directory(candidate))
      return candidate;
  return "";
}

//===--- Core compilers ---------------------------------------------------===//

/// The root of the Peano compiler: as told, by the environment, beside this
/// package, in a Python environment.
static std::string findPeano(const Options &options) {
  if (!options.peano.empty() && sys::fs::is_directory(options.peano))
    return options.peano;
  if (auto root = sys::Process::GetEnv("PEANO_INSTALL_DIR"); root && !root->empty())
    return *root;
  StringRef prefix = sys::path::parent_path(executableFolder());
  std::vector<std::string> candidates{pathIn(prefix, "peano"),
                                      pathIn(sys::path::parent_path(prefix), "peano")};
  if (auto venv = sys::Process::GetEnv("VIRTUAL_ENV"))
    for (const char *version : {"3.13", "3.12", "3.11", "3.10", "3.9"})
      candidates.push_back(
          pathIn(*venv, Twine("lib/python") + version + "/site-packages/llvm-aie"));
  for (const std::string &candidate : candidates)
    if (sys::fs::is_directory(candidate))
      return candidate;
  return "";
}

static std::string findAietools(const Options &options, StringRef xchesscc) {
  if (!options.aietools.empty())
    return options.aietools;
  if (auto root = sys::Process::GetEnv("AIETOOLS_ROOT"); root && !root->empty())
    return *root;
  StringRef folder = sys::path::parent_path(xchesscc);
  for (StringRef part : {"lnx64.o", "unwrapped", "bin"})
    if (sys::path::filename(folder) == part)
      folder = sys::path::parent_path(folder);
  return folder.str();
}

CoreTools findCoreTools(const Options &options) {
  CoreTools tools;
  tools.peanoRoot = findPeano(options);
  auto peano = [&](StringRef name) -> std::string {
    std::string own = pathIn(tools.peanoRoot, "bin/" + name);
    if (!tools.peanoRoot.empty() && sys::fs::can_execute(own))
      return own;
    return findProgram(name);
  };
  tools.opt = peano("opt");
  tools.llc = peano("llc");
  tools.clang = peano("clang");
  std::string lld = pathIn(tools.peanoRoot, "bin/ld.lld");
  tools.lld = !tools.peanoRoot.empty() && sys::fs::can_execute(lld) ? lld : "";
  tools.xchesscc = findProgram("xchesscc");
  tools.xchessccWrapper = findProgram("xchesscc_wrapper");
  tools.aietoolsRoot = findAietools(options, tools.xchesscc);
  if (options.verbose && !tools.peanoRoot.empty())
    out() << "Discovered Peano installation: " << tools.peanoRoot << "\n";
  if (options.verbose && !tools.aietoolsRoot.empty())
    out() << "Discovered aietools installation: " << tools.aietoolsRoot << "\n";
  return tools;
}

//===--- Running ----------------------------------------------------------===//

bool runCommand(ArrayRef<std::string> command, const Options &options) {
  if (options.verbose)
    out() << llvm::join(command, " ") << "\n";
  if (options.dryRun) {
    if (options.verbose)
      out() << "Dry run - command not executed\n";
    return true;
  }
  std::string program = command.front();
  if (!sys::path::has_parent_path(program))
    if (auto found = sys::findProgramByName(program))
      program = *found;
  SmallVector<StringRef> arguments(command.begin(), command.end());
  std::string message;
  int status = sys::ExecuteAndWait(program, arguments, std::nullopt, {}, 0, 0, &message);
  if (status == 0)
    return true;
  complain("Error: Command failed with exit code " + Twine(status));
  if (!message.empty())
    complain("Error message: " + message);
  return false;
}

} // namespace tilewright::driver
