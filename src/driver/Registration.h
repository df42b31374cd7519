//===- Registration.h - Dialects and passes of the tools --------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_DRIVER_REGISTRATION_H
#define TILEWRIGHT_DRIVER_REGISTRATION_H

#include "mlir/IR/Dialect.h"

namespace tilewright {

/// The dialects that designs use, and what the lowering to LLVM attaches to them.
void registerDialects(mlir::DialectRegistry &registry);

/// The project's passes and those of MLIR that its pipelines name.
void registerPasses();

} // namespace tilewright
#endif // TILEWRIGHT_DRIVER_REGISTRATION_H
