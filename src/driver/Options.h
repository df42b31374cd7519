//===- Options.h - aiecc's command line -------------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_DRIVER_OPTIONS_H
#define TILEWRIGHT_DRIVER_OPTIONS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <string>
#include <vector>

namespace tilewright::driver {

/// Everything that aiecc can be asked for. Names with {0} and {1} stand for one
/// file per device ({0}) and runtime sequence ({1}).
struct Options {
  std::string input;                    ///< the .mlir file
  std::vector<std::string> hostSources; ///< C and C++ of the host program
  std::string workDir;                  ///< --tmpdir; empty: INPUT.prj in the current folder
  std::string outputDir;                ///< --output-dir; already in front of the names below
  bool showVersion = false, showHelp = false;
  bool verbose = false, dryRun = false, dumpIntermediates = false;
  bool inMemory = false;    ///< write no files at all (aie-run)
  bool numberLoads = false; ///< give each load_pdi the number of its device

  // Cores.
  bool chess = true, xbridge = true; ///< compile with Chess, link with xbridge
  bool compile = true, link = true, unified = false;
  bool hostProgram = false; ///< compile the cores for this machine, into the xclbin
  unsigned optLevel = 2;
  unsigned threads = 1; ///< 0 = as many as the machine has
  std::string peano, aietools;

  // Passes.
  std::string allocScheme;
  int coresPerCol = -1;
  bool dynamicObjectFifos = false, packetObjectFifos = false, controlOverlay = false;
  bool bf16Emulation = false, expandLoadPdis = false, materialize = true;
  std::string deviceName, sequenceName; ///< empty: all

  // Outputs.
  bool npuInsts = false, elf = false, fullElf = false, cdo = false, pdi = false, xclbin = false;
  bool transaction = false, controlPackets = false;
  bool txnCpp = false, txnCppSelfContained = false; ///< C++ of dynamic runtime sequences
  std::string npuInstsName = "{0}_{1}.bin", elfName = "design.elf", fullElfName = "aie.elf";
  std::string pdiName = "{0}.pdi", xclbinName = "{0}.xclbin", xclbinInput;
  std::string xclbinKernelName = "MLIR_AIE", xclbinInstanceName = "MLIRAIE",
              xclbinKernelId = "0x901";
  std::string transactionName = "{0}_transaction.mlir";
  std::string controlPacketsName = "{0}_ctrlpkt.bin", controlDmaName = "{0}_ctrlpkt_dma_seq.bin";
  std::string controlElfName = "{0}_ctrlpkt.elf";
  std::string txnCppName = "{0}_{1}_txn.cpp"; ///< sequences of one name share a file

  // Failures.
  bool repeaterScripts = true;
  std::string repeaterDir; ///< empty: the work folder

  // Host program and simulator.
  bool compileHost = false, aiesim = false, linkHsa = false;
  std::string sysroot, hostTarget = "x86_64-linux-gnu", hostOutput;
  std::vector<std::string> includeDirs, libraryDirs, libraries; ///< values of -I, -L, -l
  std::vector<std::string> otherHostFlags;                      ///< options aiecc does not know

  bool needsPdi() const { return pdi || xclbin || fullElf; }
  bool needsCdo() const { return cdo || needsPdi(); }
};

/// Reads a command line (without the program's name). The error is what to tell
/// the user, one line.
llvm::Expected<Options> parseOptions(llvm::ArrayRef<const char *> arguments);
/// The table of options, for --help.
std::string helpText();

/// "{0}" and "{1}" in \p name, the first of each, replaced. An empty \p sequence leaves {1}.
std::string expandName(llvm::StringRef name, llvm::StringRef device, llvm::StringRef sequence = "");

} // namespace tilewright::driver
#endif // TILEWRIGHT_DRIVER_OPTIONS_H
