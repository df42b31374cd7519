//===- Passes.td - Passes of the dialect aie ---------------*- tablegen -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_AIE_PASSES_TD
#define TILEWRIGHT_AIE_PASSES_TD

include "mlir/Pass/PassBase.td"

#endif // TILEWRIGHT_AIE_PASSES_TD
