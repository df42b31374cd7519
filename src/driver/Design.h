//===- Design.h - The module that is compiled -------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_DRIVER_DESIGN_H
#define TILEWRIGHT_DRIVER_DESIGN_H

#include "dialect/aie/AIEDialect.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"
#include "llvm/Support/SourceMgr.h"

#include <memory>

namespace mlir {
class SourceMgrDiagnosticHandler;
}

namespace tilewright::driver {

/// A design and the context it lives in. Diagnostics go to the log of the step
/// that causes them.
struct Design {
  /// \p threads above 1 makes the context safe for parallel steps.
  explicit Design(unsigned threads);
  ~Design();

  /// Reads a file; false, and said why, if that fails.
  bool parse(llvm::StringRef path);
  std::vector<aie::DeviceOp> devices();

  mlir::MLIRContext context;
  llvm::SourceMgr sources;
  std::unique_ptr<mlir::SourceMgrDiagnosticHandler> diagnostics;
  mlir::OwningOpRef<mlir::ModuleOp> module;
};

} // namespace tilewright::driver
#endif // TILEWRIGHT_DRIVER_DESIGN_H
