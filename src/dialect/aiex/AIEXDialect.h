//===- AIEXDialect.h - The dialect aiex: dialect, types, operations -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_DIALECT_AIEX_AIEXDIALECT_H
#define TILEWRIGHT_DIALECT_AIEX_AIEXDIALECT_H

#include "dialect/aie/AIEDialect.h"
#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/BuiltinTypeInterfaces.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/DataLayoutInterfaces.h"
#include "mlir/Interfaces/ViewLikeInterface.h"

namespace tilewright::aiex {
// The names that generated code calls.
using aie::stringifyDMAChannelDir;
using aie::stringifyWireBundle;
} // namespace tilewright::aiex

#include "dialect/aiex/AIEXDialect.h.inc"

#define GET_TYPEDEF_CLASSES
#include "dialect/aiex/AIEXTypes.h.inc"

#define GET_OP_CLASSES
#include "dialect/aiex/AIEXOps.h.inc"

#endif // TILEWRIGHT_DIALECT_AIEX_AIEXDIALECT_H
