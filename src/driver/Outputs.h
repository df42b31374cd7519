//===- Outputs.h - What is made of a physical design ------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The artifacts of a device, each declared by one function. What makes a value
// writes nothing; the steps that write files are apart, so that the same
// artifacts serve aiecc, which writes them, and aie-run, which loads them.
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_DRIVER_OUTPUTS_H
#define TILEWRIGHT_DRIVER_OUTPUTS_H

#include "dialect/aie/AIEDialect.h"
#include "driver/Graph.h"
#include "driver/Options.h"
#include "formats/HostProgram.h"
#include "mlir/IR/OwningOpRef.h"

#include <map>

namespace tilewright::driver {

//===--- Values -----------------------------------------------------------===//

/// A module that is not changed any more.
struct ModuleCopy {
  std::shared_ptr<mlir::OwningOpRef<mlir::ModuleOp>> owner;
  mlir::ModuleOp get() const { return owner->get(); }
};
/// A device's configuration as CDO files, and the same before it became bytes.
struct CdoFiles {
  std::string elfs, init, enable;
};
/// One runtime sequence as an instruction stream.
struct Instructions {
  std::string sequence;
  std::string bytes;
};
using InstructionList = std::vector<Instructions>;
/// Values of a dynamic sequence's scalar arguments, by argument number.
using ScalarValues = std::map<unsigned, int64_t>;
/// Control packets and the instruction stream that sends them.
struct ControlPacketFiles {
  std::string packets, sender;
  unsigned arguments = 0; ///< of the design's own sequence
};

//===--- Steps ------------------------------------------------------------===//

/// All runtime sequences of \p module lowered to NPU instructions, in a copy.
Artifact<ModuleCopy> addNpuLowering(Graph &, mlir::ModuleOp module, Artifact<Done> ready,
                                    const Options &);
/// The streams of the (selected) sequences of device \p name.
Artifact<InstructionList> addInstructions(Graph &, std::string name, Artifact<ModuleCopy> lowered,
                                          const Options &, ScalarValues values = {});
Artifact<CdoFiles> addCdo(Graph &, aie::DeviceOp device, Artifact<Done> ready, const Options &);
Artifact<std::string> addPdi(Graph &, Artifact<CdoFiles> cdo);
/// With \p host, if there is one, in a section for the emulator.
Artifact<std::string> addXclbin(Graph &, aie::DeviceOp device, Artifact<std::string> pdi,
                                Artifact<formats::HostProgram> host, const Options &);

/// Declares and requests everything the options ask for of one device.
/// \p ready is done when the cores' ELF files are in the module.
void requestOutputs(Graph &, aie::DeviceOp device, Artifact<Done> ready,
                    Artifact<ModuleCopy> lowered, Artifact<formats::HostProgram> host,
                    const Options &);
/// Numbers the devices from 1, in order, and tells each load_pdi the number of its device.
void assignPdiIds(mlir::ModuleOp module, const Options &);
/// Declares and requests the C++ of the selected dynamic sequences, if asked for.
void requestTxnCpp(Graph &, Artifact<ModuleCopy> lowered, const Options &);
/// The same for outputs that hold all devices.
void requestFullElf(Graph &, mlir::ModuleOp module, Artifact<Done> ready,
                    Artifact<ModuleCopy> lowered, const Options &);

//===--- Files ------------------------------------------------------------===//

/// Write a file, or say why not and give false.
bool writeOutput(llvm::StringRef path, llvm::StringRef bytes);
bool writeModule(mlir::ModuleOp module, llvm::StringRef path);
/// Writes W/name if intermediate files are asked for; failing is only a warning.
void dumpModule(mlir::ModuleOp module, llvm::StringRef name, llvm::StringRef what, const Options &);

} // namespace tilewright::driver
#endif // TILEWRIGHT_DRIVER_OUTPUTS_H
