//===- Passes.h - Passes on runtime sequences -----------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_DIALECT_AIEX_TRANSFORMS_PASSES_H
#define TILEWRIGHT_DIALECT_AIEX_TRANSFORMS_PASSES_H

#include "dialect/aiex/AIEXDialect.h"
#include "mlir/Pass/Pass.h"

namespace tilewright::aiex {

#define GEN_PASS_DECL
#define GEN_PASS_REGISTRATION
#include "dialect/aiex/transforms/Passes.h.inc"

} // namespace tilewright::aiex
#endif // TILEWRIGHT_DIALECT_AIEX_TRANSFORMS_PASSES_H
