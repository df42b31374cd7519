//===- Cdo.cpp - Configuration data objects ---------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "formats/Cdo.h"
#include "llvm/Support/Format.h"
#include <limits>

using namespace tilewright;
using namespace tilewright::formats;
using llvm::Error;
using llvm::Expected;
using llvm::Twine;

uint32_t formats::checksum32(llvm::ArrayRef<uint32_t> words) {
  uint32_t sum = 0;
  for (uint32_t word : words)
    sum += word;
  return ~sum;
}

//===--- Command table ----------------------------------------------------===//

namespace {
struct CommandInfo {
  uint16_t code;
  uint8_t minWords; ///< least payload
  const char *name;
};
} // namespace

static constexpr CommandInfo commandTable[] = {
    {cdo::end, 0, "END"},
    {cdo::maskPoll, 4, "MASK_POLL"},
    {cdo::maskWrite, 3, "MASK_WRITE"},
    {cdo::write, 2, "WRITE"},
    {cdo::delay, 1, "DELAY"},
    {cdo::dmaWrite, 2, "DMA_WRITE"},
    {cdo::maskPoll64, 5, "MASK_POLL64"},
    {cdo::maskWrite64, 4, "MASK_WRITE64"},
    {cdo::write64, 3, "WRITE64"},
    {cdo::dmaTransfer, 6, "DMA_XFER"},
    {cdo::nop, 0, "NOP"},
};

static const CommandInfo *findCommand(uint16_t code) {
  for (const CommandInfo &info : commandTable)
    if (info.code == code)
      return &info;
  return nullptr;
}

llvm::StringRef formats::cdoCommandName(uint16_t code) {
  const CommandInfo *info = findCommand(code);
  return info ? info->name : "";
}

//===--- Writing ----------------------------------------------------------===//

static constexpr uint32_t longLengthMark = 255;

namespace {
/// Appends commands after the header; offsets count from the file's start,
/// because a block write's data must start on a 16-byte file offset.
struct CdoEncoder {
  std::vector<uint32_t> words;
  llvm::raw_ostream *debug;

  void command(uint16_t code, std::initializer_list<uint32_t> payload) {
    words.push_back(uint32_t(payload.size()) << 16 | code);
    words.insert(words.end(), payload);
  }
  void nop(uint32_t zeros) {
    words.push_back(zeros << 16 | cdo::nop);
    words.insert(words.end(), zeros, 0);
    if (debug)
      *debug << llvm::format("(NOP Command): Payload Length: %u \n", zeros);
  }
  void blockWrite(const BlockWrite &);
};
} // namespace

static uint32_t high(uint64_t address) { return uint32_t(address >> 32); }
static uint32_t low(uint64_t address) { return uint32_t(address); }

void CdoEncoder::blockWrite(const BlockWrite &block) {
  uint32_t length = uint32_t(block.words.size()) + 2;
  // mlir-aie counts the long form's extra word only above 255, though 255 uses
  // the long form already; the data is then off its boundary by one word.
  uint64_t head = length > longLengthMark ? 16 : 12;
  uint64_t misalignment = (words.size() * 4 + head) % 16;
  if (misalignment)
    nop(uint32_t(16 - misalignment - 4) / 4);
  if (length < longLengthMark) {
    words.push_back(length << 16 | cdo::dmaWrite);
  } else {
    words.push_back(longLengthMark << 16 | cdo::dmaWrite);
    words.push_back(length);
  }
  words.push_back(high(block.address));
  words.push_back(low(block.address));
  uint64_t dataOffset = words.size() * 4;
  words.insert(words.end(), block.words.begin(), block.words.end());
  if (!debug)
    return;
  *debug << llvm::format("(BlockWrite-DMAWriteCmd): Start Address: 0x%016llX  Size: %u\n",
                         (unsigned long long)block.address, unsigned(block.words.size()));
  for (uint64_t i = 0; i < block.words.size(); ++i)
    *debug << llvm::format("    Address: 0x%016llX  Data@ 0x%llx is: 0x%08X \n",
                           (unsigned long long)(block.address + 4 * i),
                           (unsigned long long)(dataOffset + 4 * i), block.words[i]);
  *debug << "\n";
}

static Error encodeCommand(CdoEncoder &out, const Command &command) {
  llvm::raw_ostream *debug = out.debug;
  if (auto *c = std::get_if<Write>(&command)) {
    out.command(cdo::write64, {high(c->address), low(c->address), c->value});
    if (debug)
      *debug << llvm::format("(Write64): Address:  0x%016llX Data:  0x%08X  \n",
                             (unsigned long long)c->address, c->value);
    return Error::success();
  }
  if (auto *c = std::get_if<MaskWrite>(&command)) {
    out.command(cdo::maskWrite64, {high(c->address), low(c->address), c->mask, c->value});
    if (debug)
      *debug << llvm::format("(MaskWrite64): Address: 0x%016llX  Mask: 0x%08X  Data: 0x%08X \n",
                             (unsigned long long)c->address, c->mask, c->value);
    return Error::success();
  }
  if (auto *c = std::get_if<MaskPoll>(&command)) {
    out.command(cdo::maskPoll64,
                {high(c->address), low(c->address), c->mask, c->value, c->timeoutMs});
    if (debug)
      *debug << llvm::format("(MaskPoll64): Address: 0x%016llX  Mask: 0x%08X  "
                             "Expected Value: 0x%08X  Timeout(ms): 0x%08X \n",
                             (unsigned long long)c->address, c->mask, c->value, c->timeoutMs);
    return Error::success();
  }
  if (auto *c = std::get_if<BlockWrite>(&command)) {
    if (c->words.size() > std::numeric_limits<uint32_t>::max() / 4)
      return formatError("CDO",
                         "a block write of " + Twine(c->words.size()) + " words is too long");
    out.blockWrite(*c);
    return Error::success();
  }
  static const char *const names[] = {
      "a write", "a mask write",     "a block write", "a mask poll",
      "a sync",  "an address patch", "a PDI load",    "a preemption point"};
  return formatError("CDO", Twine(names[command.index()]) + " has no CDO command");
}

Expected<std::string> formats::writeCdo(const RegisterProgram &program, const CdoOptions &options) {
  CdoEncoder out{std::vector<uint32_t>(cdo::headerWords, 0), options.debug};
  // A file with only a header is refused by bootgen, so each starts with a NOP.
  out.nop(0);
  for (const Command &command : program.commands)
    if (Error e = encodeCommand(out, command))
      return std::move(e);
  uint64_t length = out.words.size() - cdo::headerWords;
  if (length > std::numeric_limits<uint32_t>::max())
    return formatError("CDO", Twine(length) + " words do not fit in one file");
  out.words[0] = cdo::headerWords - 1;
  out.words[1] = cdo::identification;
  out.words[2] = cdo::version;
  out.words[3] = uint32_t(length);
  out.words[4] = checksum32(llvm::ArrayRef(out.words).take_front(4));
  std::string bytes;
  bytes.reserve(out.words.size() * 4);
  for (uint32_t word : out.words)
    for (int i = 0; i < 4; ++i)
      bytes.push_back(char(word >> 8 * (options.bigEndian ? 3 - i : i)));
  return bytes;
}

//===--- Reading ----------------------------------------------------------===//

namespace {
/// Where the commands of a checked header lie, in bytes of the view.
struct CommandRange {
  uint64_t begin, end;
};
} // namespace

static Expected<CommandRange> readHeader(const ByteView &in) {
  if (in.size() < 4 * cdo::headerWords)
    return in.error(0, "a CDO header needs 20 bytes, there are " + Twine(in.size()));
  if (in.size() % 4)
    return in.error(in.size(), "the size is not a multiple of 4");
  uint64_t total = in.size() / 4, header = in.u32(0);
  if (header < 4 || header > 0xFFFF || header >= total)
    return in.error(0, "header length " + Twine(header) + " is not in 4.." +
                           Twine(std::min<uint64_t>(0xFFFF, total - 1)));
  if (in.u32(4) != cdo::identification)
    return in.error(4, "no CDO identification (found 0x" + llvm::utohexstr(in.u32(4)) + ")");
  if (in.u32(8) != cdo::version)
    return in.error(8, "CDO version 0x" + llvm::utohexstr(in.u32(8)) + " is not 0x200");
  uint32_t sum = 0;
  for (uint64_t i = 0; i < header; ++i)
    sum += in.u32(4 * i);
  if (in.u32(4 * header) != ~sum)
    return in.error(4 * header, "header checksum 0x" + llvm::utohexstr(in.u32(4 * header)) +
                                    " should be 0x" + llvm::utohexstr(uint32_t(~sum)));
  uint64_t begin = header + 1, length = in.u32(12);
  if (length > total - begin)
    return in.error(12,
                    "length " + Twine(length) + " words, " + Twine(total - begin) + " are left");
  return CommandRange{4 * begin, 4 * (begin + length)};
}

/// The command at \p at, which is moved behind it.
static Expected<CdoCommand> readCommand(const ByteView &in, uint64_t &at, uint64_t end) {
  uint64_t start = at;
  uint32_t word = in.u32(at);
  at += 4;
  uint64_t words = word >> 16 & 0xFF;
  if (words == longLengthMark) {
    if (at >= end)
      return in.error(at, "the long length of a command is missing");
    words = in.u32(at);
    at += 4;
  }
  CdoCommand command;
  command.code = uint16_t(word);
  command.offset = in.origin + start;
  const CommandInfo *info = findCommand(command.code);
  if (!info || word >> 24)
    return in.error(start, "unknown CDO command 0x" + llvm::utohexstr(word, true));
  if (words > (end - at) / 4)
    return in.error(start, Twine(info->name) + " has " + Twine(words) + " payload words, " +
                               Twine((end - at) / 4) + " are left");
  if (words < info->minWords)
    return in.error(start, Twine(info->name) + " has " + Twine(words) +
                               " payload words, it needs " + Twine(int(info->minWords)));
  command.payload = in.slice(at, 4 * words);
  at += 4 * words;
  return command;
}

Error formats::forEachCdoCommand(ByteView in, llvm::function_ref<Error(const CdoCommand &)> visit) {
  auto range = readHeader(in);
  if (!range)
    return range.takeError();
  for (uint64_t at = range->begin; at < range->end;) {
    Expected<CdoCommand> command = readCommand(in, at, range->end);
    if (!command)
      return command.takeError();
    if (command->code == cdo::end)
      break;
    if (Error e = visit(*command))
      return e;
  }
  return Error::success();
}

static std::vector<uint32_t> payloadWords(const CdoCommand &command, uint32_t first) {
  std::vector<uint32_t> words;
  words.reserve(command.words() - first);
  for (uint32_t i = first; i < command.words(); ++i)
    words.push_back(command.word(i));
  return words;
}

/// A write of one word stays a write; more words make a block.
static Command makeWrite(uint64_t address, const CdoCommand &command, uint32_t first) {
  if (command.words() == first + 1)
    return Write{address, command.word(first)};
  return BlockWrite{address, payloadWords(command, first)};
}

Expected<std::optional<Command>> formats::decodeCdoCommand(const CdoCommand &c) {
  uint64_t wide = uint64_t(c.word(0)) << 32 | c.word(1);
  switch (c.code) {
  case cdo::nop:
    return std::nullopt;
  case cdo::write:
    return makeWrite(c.word(0), c, 1);
  case cdo::write64:
    return makeWrite(wide, c, 2);
  case cdo::dmaWrite:
    return BlockWrite{wide, payloadWords(c, 2)};
  case cdo::maskWrite:
    return MaskWrite{c.word(0), c.word(1), c.word(2)};
  case cdo::maskWrite64:
    return MaskWrite{wide, c.word(2), c.word(3)};
  case cdo::maskPoll:
    return MaskPoll{c.word(0), c.word(1), c.word(2), c.word(3)};
  case cdo::maskPoll64:
    return MaskPoll{wide, c.word(2), c.word(3), c.word(4)};
  default:
    return formatError(c.payload.format, "offset 0x" + llvm::utohexstr(c.offset, true) + ": " +
                                             cdoCommandName(c.code) + " is no register access");
  }
}

Error formats::appendCdoCommands(ByteView in, RegisterProgram &program) {
  // Counted first: a command takes four times the memory of its shortest form,
  // and a growing vector would hold it three times over.
  uint64_t count = program.commands.size();
  Error counted = forEachCdoCommand(in, [&](const CdoCommand &c) {
    count += c.code != cdo::nop;
    return Error::success();
  });
  if (counted)
    return counted;
  program.commands.reserve(count);
  return forEachCdoCommand(in, [&](const CdoCommand &c) -> Error {
    auto command = decodeCdoCommand(c);
    if (!command)
      return command.takeError();
    if (*command)
      program.commands.push_back(std::move(**command));
    return Error::success();
  });
}

Expected<RegisterProgram> formats::readCdo(llvm::StringRef bytes) {
  ByteView in{bytes, "CDO"};
  ByteView swapped = in;
  swapped.bigEndian = true;
  if (swapped.u32(4) == cdo::identification)
    in = swapped;
  RegisterProgram program;
  if (Error e = appendCdoCommands(in, program))
    return std::move(e);
  return program;
}
