//===- NpuElfLayout.h - Numbers of NPU ELF files ----------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the writer and the reader of NPU ELF files share. General ELF numbers
// come from LLVM's BinaryFormat/ELF.h.
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_FORMATS_NPUELFLAYOUT_H
#define TILEWRIGHT_FORMATS_NPUELFLAYOUT_H

#include "llvm/ADT/StringRef.h"
#include "llvm/BinaryFormat/ELF.h"
#include <cstdint>

namespace tilewright::formats::npuelf {

inline constexpr uint8_t osAbi = 0x45; ///< the AIE2 family
inline constexpr uint8_t abiInstruction = 0x02, abiFullOld = 0x10, abiFull = 0x20;
inline constexpr uint64_t headerBytes = 52, programHeaderBytes = 32, sectionHeaderBytes = 40;
inline constexpr uint32_t symbolBytes = 16, relocationBytes = 12, dynamicBytes = 8;
inline constexpr uint32_t noteUid = 4, noteConfiguration = 6;
/// Kernel arguments in front of the buffers: opcode, instructions, their size.
inline constexpr uint32_t leadingArguments = 3;
inline constexpr uint32_t mostArgumentsShipped = 32, mostArgumentsCurrent = 512;
inline constexpr llvm::StringLiteral hostSection = ".tilewright.host";
inline constexpr llvm::StringLiteral controlPacketSymbol = "control-packet";

} // namespace tilewright::formats::npuelf
#endif // TILEWRIGHT_FORMATS_NPUELFLAYOUT_H
