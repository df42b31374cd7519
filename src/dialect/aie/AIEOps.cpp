//===- AIEOps.cpp - Generated code of the ops, attributes and types -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialect/aie/AIEDialect.h"
#include "dialect/aie/AIEParsing.h"
#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

#include "dialect/aie/AIEEnums.cpp.inc"
#include "dialect/aie/AIEInterfaces.cpp.inc"
#define GET_OP_CLASSES
#include "dialect/aie/AIEOps.cpp.inc"
