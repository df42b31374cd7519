//===- Npu.cpp - An NPU in software -----------------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "emulator/Npu.h"
#include "emulator/Array.h"
#include "emulator/Controller.h"
#include "emulator/Core.h"
#include "emulator/CoreLoader.h"
#include "emulator/Explain.h"
#include "emulator/Fiber.h"
#include "emulator/Watchdog.h"

namespace tilewright::emulator {

char NpuError::ID = 0;

struct Npu::Implementation {
  Implementation(const device::DeviceModel &model, NpuOptions options)
      : array(model, std::move(options)),
        watchdog(array.options.watchdogSeconds, array.options.onSpinningCore) {}

  llvm::Error attach(const formats::HostProgram &program) {
    array.learnNames(program);
    return loader.attach(array, program);
  }
  llvm::Error configure(const formats::RegisterProgram &program) {
    if (llvm::Error error = executeConfiguration(array, program))
      return error;
    array.settle();
    return array.takeFailure();
  }
  llvm::Error load(const formats::LoadPdi &command, PdiLoader find);

  // Cores hold on to the loader's session, so it goes first only in name.
  CoreLoader loader;
  Array array;
  Watchdog watchdog;
};

Npu::Npu(std::unique_ptr<Implementation> implementation) : impl(std::move(implementation)) {}
Npu::~Npu() = default;

llvm::Expected<std::unique_ptr<Npu>> Npu::create(const device::DeviceModel &model,
                                                 NpuOptions options) {
  if (model.arch() == device::Arch::AIE1)
    return llvm::make_error<NpuError>(Fault::BadProgram,
                                      "device " + device::stringify(model.device()).str() +
                                          " cannot be emulated: its array is of the first "
                                          "generation");
  return std::unique_ptr<Npu>(new Npu(std::make_unique<Implementation>(model, std::move(options))));
}

llvm::Error Npu::attach(const formats::HostProgram &program) {
  if (program.device != impl->array.model.device())
    return llvm::make_error<NpuError>(
        Fault::BadProgram, "the host program is for device " +
                               device::stringify(program.device).str() + ", the NPU is " +
                               device::stringify(impl->array.model.device()).str());
  return impl->attach(program);
}

llvm::Error Npu::configure(const formats::RegisterProgram &program) {
  CrashGuard guard;
  return impl->configure(program);
}

/// Cores stop, channels, queues and switches are cleared; memories stay.
llvm::Error Npu::Implementation::load(const formats::LoadPdi &command, PdiLoader find) {
  if (!find)
    return llvm::make_error<NpuError>(Fault::BadProgram, "the instruction sequence loads PDI " +
                                                             std::to_string(command.id) +
                                                             ", but there is none");
  llvm::Expected<PdiImage> image = find(command);
  if (!image)
    return image.takeError();
  for (const auto &tile : array.tiles())
    tile->reset();
  array.tokens.clear();
  static const formats::HostProgram noCores;
  if (llvm::Error error = attach(image->host ? *image->host : noCores))
    return error;
  return image->configuration ? configure(*image->configuration) : llvm::Error::success();
}

llvm::Error Npu::run(const formats::RegisterProgram &instructions,
                     llvm::ArrayRef<llvm::MutableArrayRef<uint8_t>> arguments, PdiLoader loadPdi) {
  CrashGuard guard;
  Array &array = impl->array;
  array.setArguments(arguments);
  if (llvm::Error error =
          executeInstructions(array, instructions, [&](const formats::LoadPdi &command) {
            return impl->load(command, loadPdi);
          }))
    return error;
  array.settle();
  array.checkAllRedZones();
  return array.takeFailure();
}

std::string Npu::report() const { return explainWaiting(impl->array); }

llvm::Expected<uint32_t> Npu::readRegister(uint64_t address) {
  Tile *tile = impl->array.tile(impl->array.model.tileOfAddress(address));
  if (!tile)
    return llvm::make_error<NpuError>(Fault::Hardware, "the device has no such tile");
  return tile->read(impl->array.model.offsetOfAddress(address));
}

llvm::Error Npu::writeRegister(uint64_t address, uint32_t value) {
  Tile *tile = impl->array.tile(impl->array.model.tileOfAddress(address));
  if (!tile)
    return llvm::make_error<NpuError>(Fault::Hardware, "the device has no such tile");
  return tile->write(impl->array.model.offsetOfAddress(address), value);
}

} // namespace tilewright::emulator
