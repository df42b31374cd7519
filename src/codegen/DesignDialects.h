//===- DesignDialects.h - What a design's IR may hold -----------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_CODEGEN_DESIGNDIALECTS_H
#define TILEWRIGHT_CODEGEN_DESIGNDIALECTS_H

namespace mlir {
class DialectRegistry;
}

namespace tilewright::codegen {

/// The dialects that a design is written in or lowered through, and no others:
/// what is not registered costs no start-up time.
void registerDesignDialects(mlir::DialectRegistry &registry);

/// Besides, what the passes from there to LLVM IR need of these dialects.
void registerLoweringInterfaces(mlir::DialectRegistry &registry);

} // namespace tilewright::codegen
#endif // TILEWRIGHT_CODEGEN_DESIGNDIALECTS_H
