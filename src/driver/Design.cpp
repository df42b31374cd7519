//===- Design.cpp - The module that is compiled -----------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "driver/Design.h"
#include "driver/Log.h"
#include "driver/Registration.h"

#include "mlir/Conversion/ConvertToLLVM/ToLLVMPass.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/Parser/Parser.h"
#include "llvm/Support/MemoryBuffer.h"

#include <mutex>

using namespace mlir;

namespace tilewright::driver {
namespace {

DialectRegistry makeRegistry() {
  static std::once_flag passes;
  std::call_once(passes, registerPasses);
  DialectRegistry registry;
  registerDialects(registry);
  return registry;
}

/// Writes to whichever log is current when a diagnostic comes.
class CurrentLogStream : public llvm::raw_ostream {
public:
  CurrentLogStream() : llvm::raw_ostream(/*unbuffered=*/true) {}

private:
  void write_impl(const char *data, size_t size) override { err().write(data, size); }
  uint64_t current_pos() const override { return 0; }
};

llvm::raw_ostream &currentLog() {
  static CurrentLogStream stream;
  return stream;
}

} // namespace

Design::Design(unsigned threads)
    : context(makeRegistry(),
              threads > 1 ? MLIRContext::Threading::ENABLED : MLIRContext::Threading::DISABLED) {
  if (threads <= 1)
    return;
  // Whatever a starting pass manager misses in the context, be it a dialect or an
  // extension of dialects, it adds there, without a lock. Steps run pass managers
  // side by side, so nothing may be missing.
  DialectRegistry extensions;
  createConvertToLLVMPass()->getDependentDialects(extensions);
  context.appendDialectRegistry(extensions);
  context.loadAllAvailableDialects();
}
Design::~Design() = default;

bool Design::parse(StringRef path) {
  auto buffer = llvm::MemoryBuffer::getFileOrSTDIN(path, /*IsText=*/true);
  if (!buffer)
    return complain("Error: could not open input file '" + path +
                    "': " + buffer.getError().message());
  sources.AddNewSourceBuffer(std::move(*buffer), llvm::SMLoc());
  diagnostics = std::make_unique<SourceMgrDiagnosticHandler>(sources, &context, currentLog());
  module = parseSourceFile<ModuleOp>(sources, ParserConfig(&context));
  return module || complain("Error parsing MLIR file");
}

std::vector<aie::DeviceOp> Design::devices() {
  auto range = module->getOps<aie::DeviceOp>();
  return {range.begin(), range.end()};
}

} // namespace tilewright::driver
