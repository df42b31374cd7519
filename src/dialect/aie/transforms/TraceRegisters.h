//===- TraceRegisters.h - Registers and events as trace ops name them -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_DIALECT_AIE_TRANSFORMS_TRACEREGISTERS_H
#define TILEWRIGHT_DIALECT_AIE_TRANSFORMS_TRACEREGISTERS_H

#include "device/Registers.h"
#include "dialect/aie/AIEDialect.h"

namespace tilewright::aie {

/// The part of a tile whose trace unit an op sets up.
struct TraceModule {
  const DeviceModel *model;
  TileID tile;
  device::Module module;

  const device::Register *lookupRegister(llvm::StringRef name) const {
    return device::lookupRegister(model->arch(), module, name);
  }
};

/// Of the tile with that value; a core tile has two modules. Nothing for a tile
/// without coordinates.
std::optional<TraceModule> getTraceModule(mlir::Operation *op, mlir::Value tile, bool memory);

/// The number of an event in a module. A name with an enum is of the enum's module.
std::optional<uint32_t> resolveEvent(const TraceModule &module, TraceEventAttr event);

/// The name of a broadcast channel's event in a module.
std::string getBroadcastEvent(const TraceModule &module, unsigned channel);

} // namespace tilewright::aie
#endif // TILEWRIGHT_DIALECT_AIE_TRANSFORMS_TRACEREGISTERS_H
