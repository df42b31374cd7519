//===- AIEXOps.cpp - Parsing, printing and lookups of aiex operations -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialect/aiex/AIEXDialect.h"
#include "dialect/aie/AIEParsing.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aiex;

//===----------------------------------------------------------------------===//
// A list of types that may be empty
//===----------------------------------------------------------------------===//

static ParseResult parseOptionalTypes(OpAsmParser &parser, SmallVectorImpl<Type> &types) {
  Type first;
  OptionalParseResult found = parser.parseOptionalType(first);
  if (!found.has_value())
    return success();
  if (failed(*found))
    return failure();
  types.push_back(first);
  while (succeeded(parser.parseOptionalComma()))
    if (parser.parseType(types.emplace_back()))
      return failure();
  return success();
}

static void printOptionalTypes(OpAsmPrinter &printer, Operation *, TypeRange types) {
  llvm::interleaveComma(types, printer);
}

#define GET_OP_CLASSES
#include "dialect/aiex/AIEXOps.cpp.inc"

//===----------------------------------------------------------------------===//
// configure
//===----------------------------------------------------------------------===//

aie::DeviceOp ConfigureOp::getReferencedDeviceOp() {
  auto module = (*this)->getParentOfType<ModuleOp>();
  return module ? module.lookupSymbol<aie::DeviceOp>(getSymbol()) : aie::DeviceOp();
}

LogicalResult ConfigureOp::verify() {
  auto parent = (*this)->getParentOfType<aie::DeviceOp>();
  auto module = (*this)->getParentOfType<ModuleOp>();
  if (!module || !parent)
    return emitError() << "aiex.configure must be inside of a module";
  Operation *referenced = module.lookupSymbol(getSymbol());
  if (!referenced)
    return emitError() << "No such device: '" << getSymbolAttr() << "'";
  auto device = dyn_cast<aie::DeviceOp>(referenced);
  if (!device)
    return emitError() << "Not a device: '" << getSymbolAttr() << "'";
  if (!device.getDeviceAttr() || !parent.getDeviceAttr())
    return success(); // the device's own verifier says so
  if (device.getDevice() != parent.getDevice())
    return emitError() << "Device types do not match: '" << device::stringify(parent.getDevice())
                       << "' vs. '" << device::stringify(device.getDevice()) << "'";
  return success();
}

//===----------------------------------------------------------------------===//
// set_lock
//===----------------------------------------------------------------------===//

aie::LockOp SetLockOp::getLockOp() { return getLock().getDefiningOp<aie::LockOp>(); }

LogicalResult SetLockOp::verify() {
  const device::DeviceModel &model = aie::getTargetModel(*this);
  if (model.arch() == device::Arch::AIE1)
    return emitOpError("SetLockOp is not supported on AIE1.");
  if (getValue() > static_cast<uint32_t>(model.maxLockValue()))
    return emitOpError("Lock value exceeds the maximum value of " + Twine(model.maxLockValue()));
  aie::LockOp lock = getLockOp();
  if (lock && failed(aie::verifyReadable(lock, 1, {})))
    return failure();
  auto tile = lock ? lock.getTile().getDefiningOp<aie::TileOp>() : aie::TileOp();
  if (!lock || !lock.getLockID() || !tile)
    return success();
  if (failed(aie::verifyReadable(tile, 0, {"col", "row"})))
    return failure();
  device::TileID id{static_cast<int>(tile.getCol()), static_cast<int>(tile.getRow())};
  uint32_t count = model.numLocks(id);
  if (*lock.getLockID() >= count)
    return emitOpError("Lock ID out of range for given tile. Max ID: " + Twine(count - 1));
  if (!model.lockAddress(id, *lock.getLockID()))
    return emitOpError("Invalid lock ID and tile combination when trying to retrieve the local "
                       "lock address.");
  return success();
}

//===----------------------------------------------------------------------===//
// Legacy
//===----------------------------------------------------------------------===//

template <typename Allowed>
static LogicalResult verifyPorts(Operation *op, Region &ports, StringRef where) {
  for (Operation &port : ports.getOps())
    if (!isa<Allowed, aie::EndOp>(port))
      return port.emitOpError("cannot be contained in a " + where + " op");
  return success();
}

LogicalResult MulticastOp::verify() {
  return verifyPorts<MultiDestOp>(*this, getPorts(), "Multicast");
}

LogicalResult BroadcastPacketOp::verify() {
  return verifyPorts<BPIDOp>(*this, getPorts(), "BroadcastPacket");
}

LogicalResult UseTokenOp::verify() {
  Operation *parent = (*this)->getParentOp();
  if (isa<func::FuncOp, aie::CoreOp, aie::MemOp, aie::ShimDMAOp>(parent))
    return success();
  return emitOpError() << "must be nested in a func.func, aie.core, aie.mem or aie.shim_dma";
}
