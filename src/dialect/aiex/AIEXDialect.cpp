//===- AIEXDialect.cpp - The dialect aiex and its types -------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialect/aiex/AIEXDialect.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aiex;

#include "dialect/aiex/AIEXDialect.cpp.inc"

#define GET_TYPEDEF_CLASSES
#include "dialect/aiex/AIEXTypes.cpp.inc"

void AIEXDialect::registerTypes() {
  addTypes<
#define GET_TYPEDEF_LIST
#include "dialect/aiex/AIEXTypes.cpp.inc"
      >();
}

void AIEXDialect::initialize() {
  registerTypes();
  addOperations<
#define GET_OP_LIST
#include "dialect/aiex/AIEXOps.cpp.inc"
      >();
}

//===----------------------------------------------------------------------===//
// Block floating point
//===----------------------------------------------------------------------===//

namespace {
struct BlockFormat {
  StringRef name;
  unsigned values, mantissaBits, exponentBits, shiftBits;
};
constexpr BlockFormat blockFormats[] = {
    {"v8bfp16ebs8", 8, 8, 8, 0},
    {"v16bfp16ebs16", 16, 8, 8, 0},
};
} // namespace

static const BlockFormat *findFormat(StringRef name) {
  const auto *it =
      llvm::find_if(blockFormats, [&](const BlockFormat &f) { return f.name == name; });
  return it == std::end(blockFormats) ? nullptr : it;
}

LogicalResult BlockFloatType::verify(function_ref<InFlightDiagnostic()> emitError,
                                     StringRef blockType) {
  if (findFormat(blockType))
    return success();
  InFlightDiagnostic diag = emitError()
                            << "Invalid block type: " << blockType << ". Known types are: ";
  llvm::interleave(
      blockFormats, [&](const BlockFormat &f) { diag << f.name; }, [&] { diag << ", "; });
  return diag << ".";
}

unsigned BlockFloatType::getTotalSizeInBits() const {
  const BlockFormat *format = findFormat(getBlockType());
  return format->values * format->mantissaBits + format->exponentBits + format->shiftBits;
}

llvm::TypeSize BlockFloatType::getTypeSizeInBits(const DataLayout &, DataLayoutEntryListRef) const {
  return llvm::TypeSize::getFixed(getTotalSizeInBits());
}

uint64_t BlockFloatType::getABIAlignment(const DataLayout &, DataLayoutEntryListRef) const {
  return 1;
}
