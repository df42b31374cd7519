//===- CertBlockWrites.h - Block writes that fit a microcontroller page -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_DIALECT_AIEX_TRANSFORMS_CERTBLOCKWRITES_H
#define TILEWRIGHT_DIALECT_AIEX_TRANSFORMS_CERTBLOCKWRITES_H

#include "dialect/aiex/AIEXDialect.h"

namespace tilewright::aiex {

/// What a microcontroller page holds, less what the firmware needs for itself; bytes.
inline constexpr int64_t certPageBytes = 8000;

/// Halves every block write in \p device whose data does not fit a page until it
/// does. The halves' data are new constants beside the old one.
mlir::LogicalResult splitLargeBlockWrites(aie::DeviceOp device);

} // namespace tilewright::aiex
#endif // TILEWRIGHT_DIALECT_AIEX_TRANSFORMS_CERTBLOCKWRITES_H
