//===- Cdo.h - Configuration data objects -----------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// CDO version 2 (AMD UG1304 and bootgen's documentation of the format): a
// five-word header and a list of commands, all 32-bit words. The writer's
// output equals that of mlir-aie's CDO generation byte for byte.
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_FORMATS_CDO_H
#define TILEWRIGHT_FORMATS_CDO_H

#include "formats/Bytes.h"
#include "formats/RegisterProgram.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/raw_ostream.h"

namespace tilewright::formats {

struct CdoOptions {
  bool bigEndian = false;             ///< byte-swap every word, header included
  llvm::raw_ostream *debug = nullptr; ///< one line (or block) of text per command
};

/// One CDO file. Syncs, address patches, PDI loads and preemption points have
/// no CDO form and are errors. An empty program gives a 24-byte file.
llvm::Expected<std::string> writeCdo(const RegisterProgram &, const CdoOptions & = {});

/// Reads either byte order. NOPs are dropped; a command that a register program
/// cannot say is an error that names its offset.
llvm::Expected<RegisterProgram> readCdo(llvm::StringRef bytes);

//===--- Command level ----------------------------------------------------===//

/// Low 16 bits of a command word: module << 8 | api.
namespace cdo {
inline constexpr uint16_t end = 0x100, maskPoll = 0x101, maskWrite = 0x102, write = 0x103,
                          delay = 0x104, dmaWrite = 0x105, maskPoll64 = 0x106, maskWrite64 = 0x107,
                          write64 = 0x108, dmaTransfer = 0x109, nop = 0x111;
inline constexpr uint32_t identification = 0x004F4443; ///< "CDO\0"
inline constexpr uint32_t version = 0x200;
inline constexpr uint32_t headerWords = 5;
} // namespace cdo

struct CdoCommand {
  uint16_t code = 0;
  uint64_t offset = 0; ///< in the file
  ByteView payload;
  uint32_t words() const { return uint32_t(payload.size() / 4); }
  uint32_t word(uint32_t i) const { return payload.u32(4 * uint64_t(i)); }
};
/// Name of a command code, "" for an unknown one.
llvm::StringRef cdoCommandName(uint16_t code);
/// Calls \p visit for each command up to END or the end. Checks header,
/// checksum, lengths and the least payload of each known command.
llvm::Error forEachCdoCommand(ByteView, llvm::function_ref<llvm::Error(const CdoCommand &)> visit);
/// The neutral form of one command: nothing for a NOP.
llvm::Expected<std::optional<Command>> decodeCdoCommand(const CdoCommand &);
/// Appends the neutral forms of a whole CDO.
llvm::Error appendCdoCommands(ByteView, RegisterProgram &);
/// Ones' complement of the sum of words.
uint32_t checksum32(llvm::ArrayRef<uint32_t> words);

} // namespace tilewright::formats
#endif // TILEWRIGHT_FORMATS_CDO_H
