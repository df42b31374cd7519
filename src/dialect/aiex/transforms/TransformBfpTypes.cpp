//===- TransformBfpTypes.cpp - Block floating point types to integers -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialect/aiex/transforms/Passes.h"
#include "mlir/IR/AttrTypeSubElements.h"

namespace tilewright::aiex {
#define GEN_PASS_DEF_AIETRANSFORMBFPTYPES
#include "dialect/aiex/transforms/Passes.h.inc"
} // namespace tilewright::aiex

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aiex;

/// Why \p type cannot be converted, from the inside out; empty if it can.
static SmallVector<std::string> getObstacles(Type type, const device::DeviceModel &model) {
  auto within = [&](Type part, const char *what) {
    SmallVector<std::string> obstacles = getObstacles(part, model);
    if (!obstacles.empty())
      obstacles.push_back((Twine("Failed to convert ") + what).str());
    return obstacles;
  };
  if (auto memref = dyn_cast<MemRefType>(type))
    return within(memref.getElementType(), "memref element type");
  if (auto fifo = dyn_cast<aie::AIEObjectFifoType>(type))
    return within(fifo.getElementType(), "ObjectFifoType element type");
  if (auto subview = dyn_cast<aie::AIEObjectFifoSubviewType>(type))
    return within(subview.getElementType(), "ObjectFifoSubviewType element type");
  if (auto function = dyn_cast<FunctionType>(type)) {
    for (Type input : function.getInputs())
      if (auto obstacles = within(input, "function input types"); !obstacles.empty())
        return obstacles;
    for (Type result : function.getResults())
      if (auto obstacles = within(result, "function output types"); !obstacles.empty())
        return obstacles;
    return {};
  }
  SmallVector<std::string> obstacles;
  type.walk([&](BlockFloatType block) {
    if (obstacles.empty() && !model.supportsBlockFormat(block.getBlockType()))
      obstacles.push_back("Block type " + block.getBlockType().str() +
                          " is not supported in the specified model");
  });
  return obstacles;
}

static LogicalResult report(Operation *op, const char *what, Type type,
                            ArrayRef<std::string> obstacles) {
  InFlightDiagnostic diag = op->emitOpError() << "Failed to convert " << what << " type: " << type;
  for (const std::string &obstacle : obstacles)
    diag.attachNote() << obstacle;
  return diag;
}

static LogicalResult checkOp(Operation *op, const device::DeviceModel &model) {
  for (Type type : op->getResultTypes())
    if (auto obstacles = getObstacles(type, model); !obstacles.empty())
      return report(op, "result", type, obstacles);
  for (Type type : op->getOperandTypes())
    if (auto obstacles = getObstacles(type, model); !obstacles.empty())
      return report(op, "operand", type, obstacles);
  LogicalResult result = success();
  for (NamedAttribute attribute : op->getAttrs())
    attribute.getValue().walk([&](TypeAttr typeAttr) {
      auto obstacles = getObstacles(typeAttr.getValue(), model);
      if (obstacles.empty() || failed(result))
        return;
      std::string text;
      llvm::raw_string_ostream(text) << "Failed to convert type: " << typeAttr.getValue();
      obstacles.push_back(text);
      result = report(op, "attribute", typeAttr.getValue(), obstacles);
    });
  return result;
}

namespace {
struct TransformBfpTypes : aiex::impl::AIETransformBfpTypesBase<TransformBfpTypes> {
  void runOnOperation() override {
    const device::DeviceModel &model = aie::getTargetModel(getOperation());
    bool ok = true;
    getOperation().walk([&](Operation *op) { ok &= succeeded(checkOp(op, model)); });
    if (!ok)
      return signalPassFailure();
    AttrTypeReplacer replacer;
    replacer.addReplacement([](BlockFloatType type) -> std::optional<Type> {
      return IntegerType::get(type.getContext(), type.getTotalSizeInBits());
    });
    replacer.recursivelyReplaceElementsIn(getOperation(), /*replaceAttrs=*/true,
                                          /*replaceLocs=*/false,
                                          /*replaceTypes=*/true);
  }
};
} // namespace
