//===- Repeater.cpp - A script that repeats a failure -----------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "driver/Repeater.h"
#include "driver/Log.h"
#include "formats/AtomicFile.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/raw_ostream.h"

#include <ctime>

namespace tilewright::driver {

static std::string quoted(llvm::StringRef text) {
  std::string result = "'";
  for (char c : text)
    result += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return result + "'";
}

void writeRepeater(mlir::ModuleOp before, const Pipeline &pipeline,
                   llvm::ArrayRef<std::string> diagnostics, const Options &options) {
  std::string folder = options.repeaterDir.empty() ? workDirectory(options) : options.repeaterDir;
  llvm::sys::fs::create_directories(folder);
  std::string suffix =
      std::to_string(std::time(nullptr)) + "_" + std::to_string(llvm::sys::Process::getProcessId());
  llvm::SmallString<128> base(folder);
  llvm::sys::fs::make_absolute(base);
  auto inFolder = [&](const std::string &name) {
    llvm::SmallString<128> path(base);
    llvm::sys::path::append(path, name);
    return path.str().str();
  };
  std::string modulePath = inFolder("aiecc_failure_" + suffix + ".mlir");
  std::string scriptPath = inFolder("aiecc_repeater_" + suffix + ".sh");

  std::string ir;
  llvm::raw_string_ostream(ir) << before << "\n";
  // The routing stage is spelled out, the others are for any anchor.
  std::string passes = pipeline.name == "routing" ? "builtin.module(" + pipeline.passes + ")"
                                                  : "any(" + pipeline.passes + ")";
  std::string script = "#!/bin/bash\nset -e\n# Repeater script for: " + pipeline.name + "\n";
  if (!diagnostics.empty()) {
    script += "echo \"Original MLIR Diagnostics:\"\ncat << 'DIAGNOSTICS_EOF'\n";
    for (const std::string &text : diagnostics)
      script += text + "\n";
    script += "DIAGNOSTICS_EOF\necho \"\"\n";
  }
  script += "MLIR_FILE=" + quoted(modulePath) + "\nPASS_PIPELINE=" + quoted(passes) +
            "\naie-opt --mlir-print-ir-after-all --mlir-disable-threading "
            "--pass-pipeline=\"$PASS_PIPELINE\" \"$MLIR_FILE\"\n";
  auto warn = [](llvm::Error error) {
    if (!error)
      return false;
    err() << "Warning: could not write a repeater script: " << llvm::toString(std::move(error))
          << "\n";
    return true;
  };
  if (warn(formats::writeFileAtomically(modulePath, ir)) ||
      warn(formats::writeFileAtomically(scriptPath, script)))
    return;
  using namespace llvm::sys::fs;
  setPermissions(scriptPath, owner_all | group_read | group_exe);
  err() << "AIECC COMPILATION FAILED\nIntermediate MLIR saved to: " << modulePath
        << "\nRepeater script generated: " << scriptPath << "\n";
}

} // namespace tilewright::driver
