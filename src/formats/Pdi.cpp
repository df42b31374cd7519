//===- Pdi.cpp - Programmable device images ---------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A PDI is four tables (bus-width words, image header table, image header,
// partition header) and the partition's data. All "word offsets" in the tables
// count 32-bit words from the file's start. The last word of each table but the
// first is the ones' complement of the sum of the others.
//
// The partition's data is not a copy of the CDO files: each command is encoded
// anew (64-bit addresses with a zero upper half become 32-bit ones, NOPs align
// each block write to its target address), then the files' commands are strung
// behind one header. The position that alignment is computed from restarts at
// each file, as if it stood alone; in the merged stream the alignment is
// therefore off. bootgen does so, and byte equality with it is the point.
//
//===----------------------------------------------------------------------===//

#include "formats/Pdi.h"

using namespace tilewright;
using namespace tilewright::formats;
using llvm::Error;
using llvm::Expected;
using llvm::Twine;

namespace {
namespace layout {
constexpr uint64_t tableOffset = 0x10, imageOffset = 0x90, partitionOffset = 0xD0,
                   dataOffset = 0x150;
constexpr uint64_t tableBytes = 0x80, imageBytes = 0x40, partitionBytes = 0x80;
constexpr uint32_t busWidthWords[] = {0x000000DD, 0x11223344, 0x55667788, 0x99AABBCC};
constexpr uint32_t version = 0x00040000, idCode = 0x14CA8093;
constexpr uint32_t identification = 0x50504449; ///< "IDPP"
constexpr uint32_t headerSizes = 0x00201020;    ///< words: partition, image, table
constexpr uint32_t imageId = 0x1C000000;
constexpr uint32_t partitionAttributes = 0x02000006; ///< CDO, exception level 3
constexpr llvm::StringLiteral imageName = "aie_image";
} // namespace layout
} // namespace

//===--- Re-encoding ------------------------------------------------------===//

namespace {
/// The commands of one file in PDI form. `position` counts words from the start
/// of an imaginary file with a header of its own.
struct PdiEncoder {
  std::vector<uint32_t> &words;
  uint64_t fileStart; ///< words.size() when the file began

  uint64_t position() const { return cdo::headerWords + words.size() - fileStart; }
  void head(uint16_t code, uint64_t payload) {
    if (payload < 255) {
      words.push_back(uint32_t(payload) << 16 | code);
      return;
    }
    words.push_back(255u << 16 | code);
    words.push_back(uint32_t(payload));
  }
  void copy(const CdoCommand &c, uint32_t first) {
    for (uint32_t i = first; i < c.words(); ++i)
      words.push_back(c.word(i));
  }
  void write(const CdoCommand &c, uint64_t address, uint32_t first);
  Error add(const CdoCommand &c);
};
} // namespace

/// bootgen splits block writes into this window (the configuration frame
/// interface), which no AI-engine array lies in.
static bool isSplitWindow(uint64_t address) {
  return address >= 0xF6000000 && address < 0xF8000000;
}

void PdiEncoder::write(const CdoCommand &c, uint64_t address, uint32_t first) {
  uint32_t hi = uint32_t(address >> 32), lo = uint32_t(address);
  uint64_t count = c.words() - first;
  if (count == 1) {
    if (hi == 0) {
      head(cdo::write, 2);
    } else {
      head(cdo::write64, 3);
      words.push_back(hi);
    }
    words.push_back(lo);
    words.push_back(c.word(first));
    return;
  }
  // Data words keep the phase of their target address modulo 16 bytes.
  uint64_t headWords = count + 2 < 255 ? 3 : 4;
  uint64_t gap = ((lo >> 2) - (position() + headWords)) % 4;
  if (gap) {
    head(cdo::nop, gap - 1);
    words.insert(words.end(), gap - 1, 0);
  }
  head(cdo::dmaWrite, count + 2);
  words.push_back(hi);
  words.push_back(lo);
  copy(c, first);
}

Error PdiEncoder::add(const CdoCommand &c) {
  bool isWide = c.code == cdo::write64 || c.code == cdo::dmaWrite || c.code == cdo::maskWrite64 ||
                c.code == cdo::maskPoll64;
  uint32_t first = isWide ? 2 : 1; // payload words before the operands
  uint64_t address = isWide ? uint64_t(c.word(0)) << 32 | c.word(1) : c.word(0);
  uint32_t hi = uint32_t(address >> 32);
  switch (c.code) {
  case cdo::nop:
    head(cdo::nop, c.words());
    copy(c, 0);
    return Error::success();
  case cdo::write:
  case cdo::write64:
  case cdo::dmaWrite:
    if (isSplitWindow(address))
      break;
    write(c, address, first);
    return Error::success();
  case cdo::maskWrite:
  case cdo::maskWrite64:
    head(hi ? cdo::maskWrite64 : cdo::maskWrite, hi ? 4 : 3);
    if (hi)
      words.push_back(hi);
    words.insert(words.end(), {uint32_t(address), c.word(first), c.word(first + 1)});
    return Error::success();
  case cdo::maskPoll:
  case cdo::maskPoll64: {
    uint32_t flags = c.words() > first + 3 ? c.word(first + 3) : 0;
    head(hi ? cdo::maskPoll64 : cdo::maskPoll, (hi ? 5 : 4) + (flags ? 1 : 0));
    if (hi)
      words.push_back(hi);
    words.insert(words.end(),
                 {uint32_t(address), c.word(first), c.word(first + 1), c.word(first + 2)});
    if (flags)
      words.push_back(flags);
    return Error::success();
  }
  default:
    break;
  }
  return formatError(c.payload.format, "offset 0x" + llvm::utohexstr(c.offset, true) + ": " +
                                           cdoCommandName(c.code) +
                                           " cannot be packed into an NPU's PDI");
}

/// One CDO header and the commands of all files.
static Expected<std::vector<uint32_t>> mergeCdos(llvm::ArrayRef<std::string> files,
                                                 llvm::ArrayRef<std::string> names) {
  std::vector<uint32_t> words(cdo::headerWords, 0);
  for (size_t i = 0; i < files.size(); ++i) {
    std::string name = i < names.size() ? names[i] : "CDO file " + std::to_string(i);
    if (files[i].empty())
      return formatError(name, "the file is empty");
    PdiEncoder encoder{words, words.size()};
    bool any = false;
    Error e = forEachCdoCommand({files[i], name}, [&](const CdoCommand &c) -> Error {
      any = true;
      return encoder.add(c);
    });
    if (e)
      return std::move(e);
    if (!any)
      return formatError(name, "the CDO holds no command");
  }
  words[0] = cdo::headerWords - 1;
  words[1] = cdo::identification;
  words[2] = cdo::version;
  words[3] = uint32_t(words.size() - cdo::headerWords);
  words[4] = checksum32(llvm::ArrayRef(words).take_front(4));
  return words;
}

//===--- Writing ----------------------------------------------------------===//

/// Fills the last word of the table in [begin, end) with its checksum.
static void seal(ByteSink &out, uint64_t begin, uint64_t end) {
  ByteView view{out.bytes, "PDI"};
  uint32_t sum = 0;
  for (uint64_t at = begin; at + 4 < end; at += 4)
    sum += view.u32(at);
  out.patch(end - 4, ~sum, 4);
}

static void writeHeaderTable(ByteSink &out) {
  for (uint32_t word : {layout::version, 1u, uint32_t(layout::imageOffset / 4), 1u,
                        uint32_t(layout::partitionOffset / 4), 0u, layout::idCode, 0u, 0u, 0u,
                        layout::identification, layout::headerSizes})
    out.u32(word);
  // Meta-header length in words: the image header and the partition header.
  out.u32(uint32_t(layout::imageBytes + layout::partitionBytes) / 4);
  out.zeros(0x44 - 0x34); // IV, key source
  out.u32(1);             // extended id code
  out.zeros(layout::imageOffset - out.size());
  seal(out, layout::tableOffset, layout::imageOffset);
}

static void writeImageHeader(ByteSink &out) {
  for (uint32_t word : {uint32_t(layout::partitionOffset / 4), 1u, 0u, 0u})
    out.u32(word);
  out.fixedString(layout::imageName, 16);
  out.u32(layout::imageId);
  out.zeros(layout::partitionOffset - out.size());
  seal(out, layout::imageOffset, layout::partitionOffset);
}

static void writePartitionHeader(ByteSink &out, uint32_t usedWords) {
  uint32_t padded = uint32_t(alignTo(usedWords, 4));
  for (uint32_t word : {padded, usedWords, padded, 0u})
    out.u32(word);
  out.u64(0);            // execution address
  out.u64(~uint64_t(0)); // load address: none
  for (uint32_t word : {uint32_t(layout::dataOffset / 4), layout::partitionAttributes, 1u})
    out.u32(word);
  out.zeros(layout::dataOffset - out.size());
  seal(out, layout::partitionOffset, layout::dataOffset);
}

Expected<std::string> formats::writePdi(llvm::ArrayRef<std::string> cdoFiles,
                                        llvm::ArrayRef<std::string> names) {
  if (cdoFiles.empty())
    return formatError("PDI", "no CDO files were given");
  auto words = mergeCdos(cdoFiles, names);
  if (!words)
    return words.takeError();
  if (words->size() > (uint64_t(128) << 20) / 4)
    return formatError("PDI", Twine(words->size() * 4) +
                                  " bytes of configuration exceed XRT's limit of 128 MiB");
  ByteSink out;
  out.bytes.reserve(layout::dataOffset + 4 * words->size() + 16);
  for (uint32_t word : layout::busWidthWords)
    out.u32(word);
  writeHeaderTable(out);
  writeImageHeader(out);
  writePartitionHeader(out, uint32_t(words->size()));
  for (uint32_t word : *words)
    out.u32(word);
  out.align(16);
  return std::move(out.bytes);
}

std::string formats::pdiBootImageText(llvm::ArrayRef<std::string> cdoPaths) {
  std::string text =
      "all:\n{\n  id_code = 0x" + llvm::utohexstr(layout::idCode, true) +
      "\n  extended_id_code = 0x01\n  image\n  {\n    name=" + layout::imageName.str() + ", id=0x" +
      llvm::utohexstr(layout::imageId, true) + "\n    { type=cdo";
  for (const std::string &path : cdoPaths)
    text += " file=" + path;
  return text + " }\n  }\n}\n";
}

//===--- Reading ----------------------------------------------------------===//

static Error checkTable(const ByteView &in, uint64_t offset, uint64_t bytes, const Twine &what) {
  if (Error e = in.need(offset, bytes, what))
    return e;
  uint32_t sum = 0;
  for (uint64_t at = offset; at + 4 < offset + bytes; at += 4)
    sum += in.u32(at);
  uint32_t stored = in.u32(offset + bytes - 4);
  if (stored == uint32_t(~sum))
    return Error::success();
  return in.error(offset + bytes - 4, what + " checksum 0x" + llvm::utohexstr(stored) +
                                          " should be 0x" + llvm::utohexstr(uint32_t(~sum)));
}

static Error checkZeros(const ByteView &in, uint64_t begin, uint64_t end, const Twine &what) {
  for (uint64_t at = begin; at < end; at += 4)
    if (in.u32(at))
      return in.error(at, what + " is not supported");
  return Error::success();
}

static Expected<PdiPartition> readPartition(const ByteView &in, uint64_t at) {
  if (Error e = checkTable(in, at, layout::partitionBytes, "the partition header"))
    return std::move(e);
  if (Error e = checkZeros(in, at + 0x34, at + 0x54, "an authenticated or encrypted partition"))
    return std::move(e);
  PdiPartition p;
  p.headerOffset = at;
  p.encryptedWords = in.u32(at);
  p.unencryptedWords = in.u32(at + 4);
  p.totalWords = in.u32(at + 8);
  p.executionAddress = in.u64(at + 0x10);
  p.loadAddress = in.u64(at + 0x18);
  p.dataOffset = uint64_t(in.u32(at + 0x20)) * 4;
  p.attributes = in.u32(at + 0x24);
  p.sectionCount = in.u32(at + 0x28);
  p.id = in.u32(at + 0x30);
  if (p.unencryptedWords > p.totalWords || p.encryptedWords > p.totalWords)
    return in.error(at, "partition lengths " + Twine(p.encryptedWords) + " and " +
                            Twine(p.unencryptedWords) + " exceed the total of " +
                            Twine(p.totalWords) + " words");
  if (Error e = in.needArray(p.dataOffset, p.totalWords, 4, "the partition's data"))
    return std::move(e);
  p.data = in.bytes.substr(p.dataOffset, uint64_t(p.unencryptedWords) * 4);
  return p;
}

static Expected<PdiImage> readImage(const ByteView &in, uint64_t at) {
  if (Error e = checkTable(in, at, layout::imageBytes, "the image header"))
    return std::move(e);
  PdiImage image;
  image.headerOffset = at;
  image.partitionCount = in.u32(at + 4);
  image.name = in.fixedString(at + 0x10, 16).str();
  image.id = in.u32(at + 0x20);
  return image;
}

Expected<Pdi> formats::readPdi(llvm::StringRef bytes) {
  ByteView in{bytes, "PDI"};
  if (Error e = in.need(0, layout::dataOffset, "the PDI's tables"))
    return std::move(e);
  for (size_t i = 0; i < std::size(layout::busWidthWords); ++i)
    if (in.u32(4 * i) != layout::busWidthWords[i])
      return in.error(4 * i, "no PDI: the bus-width word is 0x" + llvm::utohexstr(in.u32(4 * i)));
  const uint64_t table = layout::tableOffset;
  if (Error e = checkTable(in, table, layout::tableBytes, "the image header table"))
    return std::move(e);
  if (in.u32(table + 0x28) != layout::identification)
    return in.error(table + 0x28, "no identification of an image header table");
  if (in.u32(table + 0x2C) != layout::headerSizes)
    return in.error(table + 0x2C, "header sizes 0x" + llvm::utohexstr(in.u32(table + 0x2C)) +
                                      " are not 0x" + llvm::utohexstr(layout::headerSizes));
  if (in.u32(table + 0x58))
    return in.error(table + 0x58, "optional data is not supported");
  Pdi pdi;
  pdi.version = in.u32(table);
  pdi.idCode = in.u32(table + 0x18);
  pdi.pdiId = in.u32(table + 0x20);
  pdi.extendedIdCode = in.u32(table + 0x44);
  // Tables do not overlap in a real file, so the size bounds their number.
  uint64_t images = in.u32(table + 4), partitions = in.u32(table + 0xC);
  if (images > in.size() / layout::imageBytes)
    return in.error(table + 4, Twine(images) + " images do not fit in the file");
  if (partitions > in.size() / layout::partitionBytes)
    return in.error(table + 0xC, Twine(partitions) + " partitions do not fit in the file");
  uint64_t at = uint64_t(in.u32(table + 8)) * 4;
  for (uint64_t i = 0; i < images; ++i, at += layout::imageBytes) {
    auto image = readImage(in, at);
    if (!image)
      return image.takeError();
    pdi.images.push_back(std::move(*image));
  }
  at = uint64_t(in.u32(table + 0x10)) * 4;
  for (uint64_t i = 0; i < partitions; ++i) {
    auto partition = readPartition(in, at);
    if (!partition)
      return partition.takeError();
    pdi.partitions.push_back(*partition);
    uint64_t next = uint64_t(in.u32(at + 0xC)) * 4;
    if (i + 1 < partitions && !next)
      return in.error(at + 0xC, "the chain of partition headers ends after " + Twine(i + 1) +
                                    " of " + Twine(partitions));
    at = next;
  }
  return pdi;
}

Expected<RegisterProgram> formats::readPdiProgram(llvm::StringRef bytes) {
  auto pdi = readPdi(bytes);
  if (!pdi)
    return pdi.takeError();
  RegisterProgram program;
  uint64_t used = 0;
  for (const PdiPartition &partition : pdi->partitions) {
    ByteView data{partition.data, "PDI", partition.dataOffset};
    if (partition.type() != 2)
      return data.error(0, "partition " + Twine(partition.id) + " holds no CDO");
    // Overlapping partitions could multiply the input's size.
    used += partition.data.size();
    if (used > bytes.size())
      return data.error(0, "partitions overlap");
    if (Error e = appendCdoCommands(data, program))
      return std::move(e);
  }
  return program;
}
