//===- Passes.h - Passes of the dialect aie ---------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_DIALECT_AIE_TRANSFORMS_PASSES_H
#define TILEWRIGHT_DIALECT_AIE_TRANSFORMS_PASSES_H

#include "dialect/aie/AIEDialect.h"
#include "mlir/Pass/Pass.h"

namespace tilewright::aie {

/// How aie-place-tiles chooses places.
enum class Placer { Sequential };

#define GEN_PASS_DECL
#include "dialect/aie/transforms/Passes.h.inc"

/// Makes every pass of this directory known by its name.
void registerAIEPasses();

} // namespace tilewright::aie
#endif // TILEWRIGHT_DIALECT_AIE_TRANSFORMS_PASSES_H
