//===- RegisterText.h - Register commands in words --------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_FORMATS_REGISTERTEXT_H
#define TILEWRIGHT_FORMATS_REGISTERTEXT_H

#include "device/DeviceModel.h"
#include "formats/RegisterProgram.h"
#include <string>

namespace tilewright::formats {

/// One line without line break: "tile (0,2) DMA BD 3: length 256 words, ...".
std::string describeCommand(const Command &, const device::DeviceModel &);
/// "tile (0,2) DMA_BD3_0", or the bare address if nothing is there.
std::string describeAddress(uint64_t address, const device::DeviceModel &);
/// The fields of a register that hold something (or, with a mask, that it
/// touches): "Buffer_Length=16, Base_Address=256". Empty without fields.
std::string describeFields(uint64_t address, uint32_t value, uint32_t mask,
                           const device::DeviceModel &);
/// "write", "block write", ...
const char *commandName(const Command &);

} // namespace tilewright::formats
#endif // TILEWRIGHT_FORMATS_REGISTERTEXT_H
