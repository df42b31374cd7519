//===- Passes.cpp - Registration --------------------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialect/aie/transforms/Passes.h"

namespace tilewright::aie {
namespace {
#define GEN_PASS_REGISTRATION
#include "dialect/aie/transforms/Passes.h.inc"
} // namespace
} // namespace tilewright::aie

void tilewright::aie::registerAIEPasses() { registerAIEDialectPasses(); }
