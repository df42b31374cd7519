//===- Txn.h - Transaction (instruction stream) files -----------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The instruction stream that the NPU's firmware executes: a 16-byte header and
// records of little-endian words. The record layouts are written by
// runtime/npu_instructions/npu_instructions.h, which user programs share; this
// file adds the header, the register-program form and the reader.
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_FORMATS_TXN_H
#define TILEWRIGHT_FORMATS_TXN_H

#include "device/DeviceModel.h"
#include "formats/Bytes.h"
#include "formats/RegisterProgram.h"

namespace tilewright::formats {

struct TxnHeader {
  uint8_t major = 0, minor = 1;
  uint8_t generation = 0; ///< 3 for the AIE2 family, 4 for AIE2P
  uint8_t rows = 0, columns = 0, memTileRows = 0;
  uint32_t operations = 0; ///< as stored
  uint32_t byteSize = 0;   ///< as stored, header included
  bool operator==(const TxnHeader &) const = default;
};
/// Version 0.1 header of a device, counts zero.
TxnHeader txnHeader(const device::DeviceModel &);
/// The device whose header has this generation and geometry.
llvm::Expected<device::Device> deviceOfTxn(const TxnHeader &);

/// Version 0.1 words. Errors: an address above 32 bits, a patch offset above 32 bits.
llvm::Expected<std::vector<uint32_t>> encodeTxn(const RegisterProgram &,
                                                const device::DeviceModel &);
/// The same as little-endian bytes.
llvm::Expected<std::string> writeTxn(const RegisterProgram &, const device::DeviceModel &);

struct Txn {
  TxnHeader header;
  RegisterProgram program;
};
/// Versions 0.1 and 1.0. Reads one stream to the end of \p bytes; the header's
/// count and size are kept but not needed (see checkTxnCounts). No-ops are dropped.
llvm::Expected<Txn> readTxn(llvm::StringRef bytes);
/// Whether the header's operation count and size are those of the data; the
/// text of the difference if not.
std::optional<std::string> checkTxnCounts(llvm::StringRef bytes);

/// One record, for tools that need offsets (ELF patching).
struct TxnRecord {
  uint64_t offset = 0, size = 0; ///< bytes in the stream
  uint8_t opcode = 0;
  uint64_t payloadOffset = 0;     ///< block write: first data byte
  std::optional<Command> command; ///< nothing for a no-op; empty words for a block write
};
/// Visits the records of \p stream from behind the header; \p limit at most.
llvm::Error forEachTxnRecord(llvm::StringRef stream, uint64_t limit,
                             llvm::function_ref<llvm::Error(const TxnRecord &)> visit);
llvm::Expected<TxnHeader> readTxnHeader(llvm::StringRef bytes);

namespace txn {
inline constexpr uint64_t headerBytes = 16;
} // namespace txn

} // namespace tilewright::formats
#endif // TILEWRIGHT_FORMATS_TXN_H
