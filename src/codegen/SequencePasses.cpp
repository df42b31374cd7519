//===- SequencePasses.cpp - Registration of the passes on sequences -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "codegen/RuntimeSequences.h"
#include "mlir/Dialect/EmitC/IR/EmitC.h"
#include "mlir/Pass/Pass.h"

namespace tilewright::codegen {

#define GEN_PASS_DECL
#define GEN_PASS_REGISTRATION
#include "codegen/SequencePasses.h.inc"

void registerSequencePasses() { registerSequenceCodegenPasses(); }

} // namespace tilewright::codegen
