//===- LibXAIE.h - Parts of the libxaie writer ------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_CODEGEN_LIBXAIE_H
#define TILEWRIGHT_CODEGEN_LIBXAIE_H

#include "codegen/DesignView.h"
#include "llvm/Support/raw_ostream.h"

namespace tilewright::codegen {

/// The functions that configure DMAs, and those for external buffers.
mlir::LogicalResult writeLibXAIEDmas(const DesignView &design, llvm::raw_ostream &out);

namespace libxaie {

/// How generated code names the device.
inline const std::string deviceInstance = "ctx->XAieDevInst";
std::string tileLoc(device::TileID tile);
/// A call that leaves the enclosing function when it fails.
void attempt(llvm::raw_ostream &out, const llvm::Twine &call);

} // namespace libxaie
} // namespace tilewright::codegen
#endif // TILEWRIGHT_CODEGEN_LIBXAIE_H
