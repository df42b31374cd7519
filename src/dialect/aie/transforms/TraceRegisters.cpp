//===- TraceRegisters.cpp - Registers and events as trace ops name them -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialect/aie/transforms/TraceRegisters.h"

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aie;

std::optional<TraceModule> aie::getTraceModule(Operation *op, Value tile, bool memory) {
  std::optional<TileID> id = aie::detail::tryGetTileID(tile);
  const DeviceModel &model = getTargetModel(op);
  if (!id || !model.contains(*id))
    return std::nullopt;
  return TraceModule{&model, *id, device::moduleOf(model, *id, memory)};
}

std::optional<uint32_t> aie::resolveEvent(const TraceModule &module, TraceEventAttr event) {
  if (module.model->arch() == Arch::AIE1)
    return std::nullopt;
  // An event of another module has another number, or none, in this one.
  return device::lookupEvent(module.module, event.getEventName());
}

std::string aie::getBroadcastEvent(const TraceModule &module, unsigned channel) {
  StringRef prefix = module.module == device::Module::Shim ? "BROADCAST_A_" : "BROADCAST_";
  return (prefix + Twine(channel)).str();
}
