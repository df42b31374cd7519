//===- AIESequences.cpp - aie.runtime_sequence ------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialect/aie/AIEDialect.h"
#include "dialect/aie/AIEParsing.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aie;

static constexpr StringLiteral defaultName = "sequence";

ParseResult RuntimeSequenceOp::parse(OpAsmParser &parser, OperationState &result) {
  auto &properties = result.getOrAddProperties<Properties>();
  if (failed(parser.parseOptionalSymbolName(properties.sym_name)))
    properties.sym_name = parser.getBuilder().getStringAttr(defaultName);
  SmallVector<OpAsmParser::Argument> arguments;
  Region *body = result.addRegion();
  if (parser.parseArgumentList(arguments, OpAsmParser::Delimiter::Paren, /*allowType=*/true,
                               /*allowAttrs=*/true) ||
      parser.parseRegion(*body, arguments))
    return failure();
  if (body->empty())
    body->emplaceBlock();
  return success();
}

void RuntimeSequenceOp::print(OpAsmPrinter &printer) {
  if (getSymName() != defaultName) {
    printer << " ";
    printer.printSymbolName(getSymName());
  }
  printArgumentsAndBody(printer, getBody());
}

LogicalResult RuntimeSequenceOp::verify() {
  if (!(*this)->getParentOfType<DeviceOp>())
    return emitOpError("must be inside AIE device operation.");
  return success();
}

RuntimeSequenceOp RuntimeSequenceOp::getForSymbolInDevice(DeviceOp device, StringRef name) {
  if (!name.empty())
    return dyn_cast_or_null<RuntimeSequenceOp>(SymbolTable::lookupSymbolIn(device, name));
  auto sequences = device.getOps<RuntimeSequenceOp>();
  return sequences.empty() ? RuntimeSequenceOp() : *sequences.begin();
}

RuntimeSequenceOp RuntimeSequenceOp::getForSymbolInDeviceOrError(DeviceOp device, StringRef name) {
  RuntimeSequenceOp sequence = getForSymbolInDevice(device, name);
  if (sequence)
    return sequence;
  if (name.empty())
    device.emitError("No runtime sequence in device");
  else
    device.emitError("No such runtime sequence: ") << name;
  return {};
}

//===--- Materialisation --------------------------------------------------===//

/// What a symbol stands for, looking outward from \p op; null if nothing.
static Operation *resolveOutward(Operation *op, SymbolRefAttr symbol) {
  for (; op; op = op->getParentOp())
    if (op->hasTrait<OpTrait::SymbolTable>())
      if (Operation *found = SymbolTable::lookupSymbolIn(op, symbol))
        return found;
  return nullptr;
}

static LogicalResult verifyReference(RuntimeSequenceOp sequence, Operation *op,
                                     SymbolRefAttr symbol) {
  Operation *target = resolveOutward(sequence, symbol);
  if (!target)
    return success();
  if (!isa<ShimDMAAllocationOp, DeviceOp, RuntimeSequenceOp, BufferOp, BDChainOp, memref::GlobalOp>(
          target))
    return op->emitOpError("references symbol '")
           << symbol.getRootReference().getValue()
           << "' which must be either a ShimDMAAllocationOp, DeviceOp, RuntimeSequenceOp, "
              "BufferOp or GlobalOp, but got: "
           << target->getName().getStringRef();
  auto buffer = dyn_cast<BufferOp>(target);
  if (buffer && !buffer.getAddress())
    return op->emitOpError("Unallocated buffer; fixed addresses are required before runtime "
                           "sequence materialization.");
  return success();
}

LogicalResult RuntimeSequenceOp::verifyBeforeMaterialization() {
  WalkResult result = getBody().walk([&](Operation *op) {
    return op->getAttrDictionary().walk([&](SymbolRefAttr symbol) {
      return failed(verifyReference(*this, op, symbol)) ? WalkResult::interrupt()
                                                        : WalkResult::advance();
    });
  });
  return failure(result.wasInterrupted());
}
