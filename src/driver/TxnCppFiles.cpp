//===- TxnCppFiles.cpp - Dynamic sequences as C++ ---------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A dynamic sequence has no instruction stream until its scalar arguments are
// known; what the driver makes of it is the C++ that builds the stream. The
// name of the file decides how sequences are spread: those whose name, with
// device and sequence filled in, is the same share one file.
//
//===----------------------------------------------------------------------===//

#include "codegen/RuntimeSequences.h"
#include "driver/Compile.h"
#include "driver/Log.h"
#include "driver/Outputs.h"

using namespace mlir;

namespace tilewright::driver {

using FileOfSequences = std::pair<std::string, std::vector<aie::RuntimeSequenceOp>>;

/// The files to write, in the order of their first sequences.
static std::vector<FileOfSequences> filesOf(ModuleOp module, const Options &options) {
  std::vector<FileOfSequences> files;
  for (auto device : module.getOps<aie::DeviceOp>())
    for (auto sequence : device.getOps<aie::RuntimeSequenceOp>()) {
      if (!isSelected(device, options) || !codegen::isDynamicSequence(sequence) ||
          (!options.sequenceName.empty() && sequence.getSymName() != options.sequenceName))
        continue;
      std::string path = expandName(options.txnCppName, device.getSymName(), sequence.getSymName());
      auto file = llvm::find_if(files, [&](const FileOfSequences &f) { return f.first == path; });
      if (file == files.end())
        file = files.insert(files.end(), {path, {}});
      file->second.push_back(sequence);
    }
  return files;
}

static bool writeTxnCppFiles(ModuleOp module, const Options &options) {
  std::vector<FileOfSequences> files = filesOf(module, options);
  if (files.empty())
    return complain(
        "Error: --aie-generate-txn-cpp: the design has no dynamic runtime sequence"
        " (scf.for, scf.if or aiex.npu.dyn_*)" +
        Twine(options.sequenceName.empty() ? "" : " named '" + options.sequenceName + "'"));
  // Nothing is written unless all can be.
  std::vector<std::string> texts;
  for (auto &[path, sequences] : files) {
    llvm::raw_string_ostream text(texts.emplace_back());
    if (failed(codegen::translateToTxnCpp(sequences, options.txnCppSelfContained, text)))
      return complain("Error generating " + path);
  }
  for (auto [file, text] : llvm::zip(files, texts)) {
    if (!writeOutput(file.first, text))
      return false;
    if (options.verbose)
      out() << "Wrote C++ of " << file.second.size() << " runtime sequence(s) to: " << file.first
            << "\n";
  }
  return true;
}

void requestTxnCpp(Graph &graph, Artifact<ModuleCopy> lowered, const Options &options) {
  if (!options.txnCpp || options.dryRun)
    return;
  graph.request(graph.add(
      "C++ of dynamic sequences",
      [&options](const ModuleCopy &copy) {
        return writeTxnCppFiles(copy.get(), options) ? std::optional<Done>(Done{}) : std::nullopt;
      },
      lowered));
}

} // namespace tilewright::driver
