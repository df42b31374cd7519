//===- Encode.h - From IR to bytes ------------------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The seam between code generation, which makes register programs, and formats,
// which make bytes of them. Each gives nothing, and has said why, on failure.
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_DRIVER_ENCODE_H
#define TILEWRIGHT_DRIVER_ENCODE_H

#include "driver/Outputs.h"

namespace tilewright::driver {

/// A physical device's configuration. Relative ELF paths are in \p elfFolder.
std::optional<CdoFiles> encodeConfiguration(aie::DeviceOp device, llvm::StringRef elfFolder);
/// A lowered runtime sequence. A dynamic one needs the values of its scalar arguments.
std::optional<std::string> encodeSequence(aie::RuntimeSequenceOp sequence,
                                          const ScalarValues &values = {});
/// The control packets of a sequence.
std::optional<std::string> encodeControlPackets(aie::RuntimeSequenceOp sequence);

} // namespace tilewright::driver
#endif // TILEWRIGHT_DRIVER_ENCODE_H
