//===- Npu.h - An NPU in software -------------------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The emulated NPU as its users see it. It executes register programs and
// nothing else: a configuration (from a PDI) puts the array into a state, an
// instruction stream (from a TXN) is one run of the controller. What the bytes
// for real hardware cannot carry, the cores' code compiled for the host and the
// names of buffers and locks, comes beside them as a HostProgram.
//
//   auto npu = Npu::create(DeviceModel::get(Device::npu1_1col));
//   npu->attach(hostProgram);            // before configure()
//   npu->configure(configuration);       // cores start and run until they wait
//   npu->run(instructions, {input, output});
//
// Everything runs in the caller's thread and in a fixed order: equal inputs give
// equal results, reports included. State (locks, memories, BDs, running cores,
// queued tasks, tokens nobody waited for) survives from one run to the next.
//
// A run that cannot end is an error, and says who waits for what; so is an
// access outside of a buffer or argument. All errors are of class NpuError.
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_EMULATOR_NPU_H
#define TILEWRIGHT_EMULATOR_NPU_H

#include "device/DeviceModel.h"
#include "formats/HostProgram.h"
#include "formats/RegisterProgram.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/Error.h"
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace tilewright::emulator {

/// What went wrong, for callers that must tell a hang from a bad program.
enum class Fault {
  BadProgram,  ///< a command, host program or argument list that cannot be executed
  Deadlock,    ///< nothing can move any more; the message holds the word "deadlock"
  OutOfBounds, ///< a DMA or a core left its buffer or host argument
  Hardware,    ///< invalid BD, lost queue push, access to what is not there, ...
};

/// The error every function of Npu returns. The message may span lines: the
/// first is the summary, the others are the details.
class NpuError : public llvm::ErrorInfo<NpuError> {
public:
  static char ID;
  NpuError(Fault fault, std::string message) : kind(fault), text(std::move(message)) {}
  Fault fault() const { return kind; }
  std::string message() const override { return text; }
  void log(llvm::raw_ostream &os) const override { os << text; }
  std::error_code convertToErrorCode() const override { return llvm::inconvertibleErrorCode(); }

private:
  Fault kind;
  std::string text;
};

struct NpuOptions {
  /// A core that computes this long (processor time, seconds) without ever waiting
  /// is taken to spin for ever; 0 = never. A core cannot be interrupted, so
  /// `onSpinningCore` runs in another thread and should end the process; when it
  /// is empty the message goes to stderr and the process ends with status 1.
  unsigned watchdogSeconds = 20;
  std::function<void(llvm::StringRef message)> onSpinningCore;
  /// Called for what is suspicious but goes on as on hardware; default: ignored.
  std::function<void(llvm::StringRef message)> onWarning;
};

/// What a LoadPdi command loads. Null members: an empty configuration (only the
/// reset), no cores.
struct PdiImage {
  const formats::RegisterProgram *configuration = nullptr;
  const formats::HostProgram *host = nullptr;
};
/// Finds the image of a LoadPdi command; the pointees outlive the call.
using PdiLoader = llvm::function_ref<llvm::Expected<PdiImage>(const formats::LoadPdi &)>;

class Npu {
public:
  /// A device in its reset state. AIE2-family NPUs only; BadProgram otherwise.
  static llvm::Expected<std::unique_ptr<Npu>> create(const device::DeviceModel &, NpuOptions = {});
  ~Npu();

  /// Links the cores' objects, each core with its own copy of all data, and
  /// learns the names of buffers, locks and channels. Replaces what was attached
  /// before. Errors name a symbol that no object defines, and its tile.
  llvm::Error attach(const formats::HostProgram &);

  /// Executes a configuration, then lets the array run until all of it waits.
  llvm::Error configure(const formats::RegisterProgram &);

  /// Executes one instruction stream. \p arguments are the host's buffers by
  /// argument index; the NPU reads and writes them in place, and an access
  /// beyond their ends is an OutOfBounds error. Returns when the last command
  /// has been executed; then the array has run on until all of it waits.
  llvm::Error run(const formats::RegisterProgram &instructions,
                  llvm::ArrayRef<llvm::MutableArrayRef<uint8_t>> arguments,
                  PdiLoader loadPdi = nullptr);

  /// The array as it is now, a line for each actor that waits: empty if all rest.
  std::string report() const;

  // Inspection, through the same decoder as the programs' commands. What a write
  // sets going goes on with the next configure() or run().
  llvm::Expected<uint32_t> readRegister(uint64_t address);
  llvm::Error writeRegister(uint64_t address, uint32_t value);

private:
  struct Implementation;
  explicit Npu(std::unique_ptr<Implementation>);
  std::unique_ptr<Implementation> impl;
};

} // namespace tilewright::emulator
#endif // TILEWRIGHT_EMULATOR_NPU_H
