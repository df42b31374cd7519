//===- XclbinLayout.h - Offsets and sizes of xclbins ------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the xclbin files of this room share: XRT's xclbin.h as numbers.
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_FORMATS_XCLBINLAYOUT_H
#define TILEWRIGHT_FORMATS_XCLBINLAYOUT_H

#include "formats/Xclbin.h"

namespace tilewright::formats::axlf {

inline constexpr llvm::StringLiteral magic = llvm::StringLiteral::withInnerNUL("xclbin2\0");
/// How the host programs' section begins (see HostProgram.cpp).
inline constexpr llvm::StringLiteral hostMagic{"TWHOSTS\1"};

// Header fields.
inline constexpr uint64_t signatureLength = 0x8, uniqueId = 0x128, length = 0x130,
                          timestamp = 0x138, featureRomTimestamp = 0x140, versionPatch = 0x148,
                          versionMajor = 0x14A, versionMinor = 0x14B, mode = 0x14C,
                          actionMask = 0x14E, interfaceUuid = 0x150, platform = 0x160, uuid = 0x1A0,
                          sectionCount = 0x1C0, sectionTable = 0x1C8;
inline constexpr uint64_t sectionHeaderBytes = 40;

// Tables: a count, padding, entries.
inline constexpr uint64_t tableHeaderBytes = 8, memoryBytes = 40, ipBytes = 80;
inline constexpr uint64_t connectionHeaderBytes = 4, connectionBytes = 12;
inline constexpr uint32_t ipTypePsKernel = 7, ipSubtypeDpu = 1;
inline constexpr uint8_t memoryTypeDram = 2, groupTypePrimary = 1;

// AIE_PARTITION: header fields, record size.
inline constexpr uint64_t partitionName = 0x4, partitionOperations = 0x8,
                          partitionFingerprints = 0x10, partitionColumns = 0x20,
                          partitionStartColumns = 0x28, partitionPdis = 0x78,
                          partitionCommit = 0x80, partitionBytes = 0xB8;
inline constexpr uint64_t recordBytes = 96;
inline constexpr uint64_t mostPdiBytes = uint64_t(128) << 20;

/// The mirror data that xclbinutil appends: the file once more as JSON.
std::string mirrorData(const Xclbin &);

} // namespace tilewright::formats::axlf
#endif // TILEWRIGHT_FORMATS_XCLBINLAYOUT_H
