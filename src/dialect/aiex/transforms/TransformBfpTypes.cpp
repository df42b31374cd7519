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

/// A block format in \p type that the device does not have; empty if it has them all.
template <typename T>
static std::string unsupportedFormat(T attributeOrType, const device::DeviceModel &model) {
  std::string found;
  attributeOrType.walk([&](BlockFloatType type) {
    if (found.empty() && !model.supportsBlockFormat(type.getBlockType()))
      found = type.getBlockType().str();
  });
  return found;
}

static LogicalResult checkOp(Operation *op, const device::DeviceModel &model) {
  auto report = [&](const char *what, auto subject, const std::string &format) -> LogicalResult {
    InFlightDiagnostic diag = op->emitOpError()
                              << "Failed to convert " << what << " type: " << subject;
    diag.attachNote() << "Block type " << format << " is not supported in the specified model";
    return diag;
  };
  for (NamedAttribute attribute : op->getAttrs())
    if (auto format = unsupportedFormat(attribute.getValue(), model); !format.empty()) {
      if (auto type = dyn_cast<TypeAttr>(attribute.getValue()))
        return report("attribute", type.getValue(), format);
      return report("attribute", attribute.getValue(), format);
    }
  for (Type type : op->getResultTypes())
    if (auto format = unsupportedFormat(type, model); !format.empty())
      return report("result", type, format);
  for (Type type : op->getOperandTypes())
    if (auto format = unsupportedFormat(type, model); !format.empty())
      return report("operand", type, format);
  return success();
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
