//===- NpuElfRead.cpp - Reading NPU ELF files -------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "formats/NpuElf.h"
#include "formats/NpuElfLayout.h"
#include <map>
#include <set>

using namespace tilewright;
using namespace tilewright::formats;
using llvm::Error;
using llvm::Expected;
using llvm::StringRef;
using llvm::Twine;
namespace elf = llvm::ELF;

bool formats::isNpuElf(StringRef bytes) {
  return bytes.starts_with("\x7f"
                           "ELF\x01\x01\x01") &&
         bytes.size() > 8 && uint8_t(bytes[7]) == npuelf::osAbi;
}

const NpuElfSection *NpuElf::find(StringRef name) const {
  for (const NpuElfSection &s : sections)
    if (s.name == name)
      return &s;
  return nullptr;
}

/// Names are short; the limit keeps a table without NULs from being searched
/// once for every entry that points into it.
static Expected<StringRef> stringAt(const ByteView &table, uint64_t offset, const Twine &what) {
  constexpr uint64_t most = 256;
  if (offset >= table.size())
    return table.error(offset, what + " lies outside the string table");
  StringRef rest = table.bytes.substr(offset, most);
  size_t end = rest.find('\0');
  if (end == StringRef::npos)
    return table.error(offset, what + " has no NUL within " + Twine(most) + " bytes");
  return rest.take_front(end);
}

namespace {
struct ElfReader {
  ByteView in;
  NpuElf file;

  ByteView view(uint32_t section) const {
    const NpuElfSection &s = file.sections[section];
    return {s.data, "NPU ELF", s.offset};
  }
  Error header();
  Error sectionTable();
  Error checkLinks();
  Error relocations(uint32_t index);
  Error group(uint32_t index, uint32_t symbolTable);
  Error kernels();
  Error notes();
  std::map<StringRef, uint32_t> names; ///< first section of each name
  std::set<uint32_t> grouped;          ///< sections that are in a group
};
} // namespace

//===--- Header and sections ----------------------------------------------===//

Error ElfReader::header() {
  if (!isNpuElf(in.bytes))
    return in.error(0, "no NPU ELF (ELF32, little-endian, OS/ABI 0x45)");
  if (Error e = in.need(0, npuelf::headerBytes, "the ELF header"))
    return e;
  file.abiVersion = in.u8(8);
  if (file.abiVersion != npuelf::abiInstruction && file.abiVersion != npuelf::abiFullOld &&
      file.abiVersion != npuelf::abiFull)
    return in.error(8, "ABI version 0x" + llvm::utohexstr(file.abiVersion) + " is not known");
  struct {
    uint64_t offset;
    uint16_t value;
    const char *what;
  } fixed[] = {{16, elf::ET_EXEC, "the file type"},
               {18, elf::EM_M32, "the machine"},
               {40, npuelf::headerBytes, "the size of the header"},
               {42, npuelf::programHeaderBytes, "the size of a program header"},
               {46, npuelf::sectionHeaderBytes, "the size of a section header"}};
  for (const auto &f : fixed)
    if (in.u16(f.offset) != f.value)
      return in.error(f.offset,
                      Twine(f.what) + " is " + Twine(in.u16(f.offset)) + ", not " + Twine(f.value));
  return in.needArray(in.u32(28), in.u16(44), npuelf::programHeaderBytes, "the program headers");
}

Error ElfReader::sectionTable() {
  uint64_t table = in.u32(32);
  uint32_t count = in.u16(48), names = in.u16(50);
  if (Error e = in.needArray(table, count, npuelf::sectionHeaderBytes, "the section table"))
    return e;
  if (count == 0 || names == 0 || names >= count)
    return in.error(50, "section " + Twine(names) + " of " + Twine(count) +
                            " cannot hold the section names");
  file.sections.resize(count);
  for (uint32_t i = 1; i < count; ++i) {
    uint64_t at = table + i * npuelf::sectionHeaderBytes;
    NpuElfSection &s = file.sections[i];
    s.type = in.u32(at + 4);
    s.flags = in.u32(at + 8);
    s.offset = in.u32(at + 16);
    uint64_t size = in.u32(at + 20);
    s.link = in.u32(at + 24);
    s.info = in.u32(at + 28);
    s.entrySize = in.u32(at + 36);
    if (s.type == elf::SHT_NOBITS)
      return in.error(at, "section " + Twine(i) + " has no contents in the file");
    if (Error e = in.need(s.offset, size, "section " + Twine(i)))
      return e;
    s.data = in.bytes.substr(s.offset, size);
  }
  for (uint32_t i = 1; i < count; ++i) {
    auto name = stringAt(view(names), in.u32(table + i * npuelf::sectionHeaderBytes),
                         "the name of section " + Twine(i));
    if (!name)
      return name.takeError();
    file.sections[i].name = *name;
  }
  return checkLinks();
}

/// Tables have the entry size and the linked section that their type demands;
/// only PDIs may share a name, and then they must be equal.
Error ElfReader::checkLinks() {
  struct {
    uint32_t type, entry, linked;
  } rules[] = {{elf::SHT_SYMTAB, npuelf::symbolBytes, elf::SHT_STRTAB},
               {elf::SHT_DYNSYM, npuelf::symbolBytes, elf::SHT_STRTAB},
               {elf::SHT_RELA, npuelf::relocationBytes, elf::SHT_DYNSYM},
               {elf::SHT_DYNAMIC, npuelf::dynamicBytes, elf::SHT_STRTAB},
               {elf::SHT_GROUP, 4, elf::SHT_SYMTAB}};
  uint64_t compared = 0;
  for (uint32_t i = 1; i < file.sections.size(); ++i) {
    const NpuElfSection &s = file.sections[i];
    for (const auto &rule : rules) {
      if (s.type != rule.type)
        continue;
      if (s.entrySize != rule.entry || s.data.size() % rule.entry)
        return in.error(s.offset, "section '" + s.name + "' has entries of " + Twine(s.entrySize) +
                                      " bytes and " + Twine(s.data.size()) +
                                      " bytes in all; entries of " + Twine(rule.entry) +
                                      " are expected");
      if (s.link >= file.sections.size() || file.sections[s.link].type != rule.linked)
        return in.error(s.offset, "section '" + s.name + "' is linked to section " + Twine(s.link) +
                                      ", which is of another type");
    }
    auto [it, isNew] = names.try_emplace(s.name, i);
    if (isNew)
      continue;
    // Copies lie side by side in a real file, so they are no larger than it.
    compared += s.data.size();
    if (compared > in.size())
      return in.error(s.offset, "sections of one name overlap");
    if (!s.name.starts_with(".pdi.") || file.sections[it->second].data != s.data)
      return in.error(s.offset, "there are two different sections '" + s.name + "'");
  }
  return Error::success();
}

//===--- Relocations ------------------------------------------------------===//

/// Bytes that a schema touches; 0 for one that this family does not have.
static uint32_t touchedBytes(uint8_t schema) {
  switch (PatchSchema(schema)) {
  case PatchSchema::Scalar32:
    return 4;
  case PatchSchema::ControlPacket48:
    return 16;
  case PatchSchema::ShimDma48:
    return 12;
  case PatchSchema::Address64:
    return 8;
  }
  return 0;
}

static bool isPatchable(const NpuElfSection &s) { return s.type == elf::SHT_PROGBITS; }

Error ElfReader::relocations(uint32_t index) {
  uint32_t symbolTable = file.sections[index].link;
  ByteView relocations = view(index), symbols = view(symbolTable),
           strings = view(file.sections[symbolTable].link);
  uint64_t symbolCount = symbols.size() / npuelf::symbolBytes;
  file.patches.reserve(file.patches.size() + relocations.size() / npuelf::relocationBytes);
  for (uint64_t at = 0; at < relocations.size(); at += npuelf::relocationBytes) {
    NpuElfPatch patch;
    patch.offset = relocations.u32(at);
    uint32_t info = relocations.u32(at + 4), symbol = info >> 8;
    patch.addend = relocations.u32(at + 8);
    if (symbol == 0 || symbol >= symbolCount)
      return relocations.error(at + 4, "symbol " + Twine(symbol) + " of " + Twine(symbolCount) +
                                           " does not exist");
    uint32_t touched = touchedBytes(uint8_t(info));
    if (!touched)
      return relocations.error(at + 4, "patch schema " + Twine(info & 0xFF) +
                                           " is not one of this device family");
    patch.schema = PatchSchema(info & 0xFF);
    uint64_t entry = uint64_t(symbol) * npuelf::symbolBytes;
    auto name = stringAt(strings, symbols.u32(entry), "a symbol's name");
    if (!name)
      return name.takeError();
    patch.symbol = *name;
    patch.symbolSize = symbols.u32(entry + 8);
    patch.section = symbols.u16(entry + 14);
    if (patch.section == 0 || patch.section >= file.sections.size() ||
        !isPatchable(file.sections[patch.section]))
      return symbols.error(entry + 14, "section " + Twine(patch.section) + " of symbol '" + *name +
                                           "' cannot be patched");
    if (Error e = view(patch.section).need(patch.offset, touched, "a patched place"))
      return e;
    if (patch.offset % 4)
      return relocations.error(at, "a patched place is not at a multiple of 4");
    uint32_t argument;
    if (!name->getAsInteger(10, argument)) {
      if (argument > npuelf::mostArgumentsCurrent + npuelf::leadingArguments)
        return symbols.error(entry, "argument " + Twine(argument) + " is too large");
      patch.argument = argument;
    } else if (name->starts_with(".pdi.")) {
      if (!names.count(*name))
        return symbols.error(entry, "there is no section '" + *name + "'");
    } else if (*name != npuelf::controlPacketSymbol && *name != "scratch-pad-mem" &&
               !name->starts_with("ctrlpkt-pm-")) {
      return symbols.error(entry, "symbol '" + *name + "' is not known");
    }
    file.patches.push_back(patch);
  }
  return Error::success();
}

//===--- Kernels and instances --------------------------------------------===//

/// "main" of "_Z4mainPcPc".
static Expected<StringRef> kernelName(const ByteView &symbols, uint64_t entry, StringRef mangled) {
  StringRef rest = mangled;
  unsigned length;
  if (!rest.consume_front("_Z") || rest.consumeInteger(10, length) || length > rest.size())
    return symbols.error(entry, "'" + mangled + "' is no mangled kernel name");
  StringRef name = rest.take_front(length);
  rest = rest.drop_front(length);
  while (rest.consume_front("Pc") || rest.consume_front("Pv") || rest.consume_front("Pi") ||
         rest.consume_front("i"))
    ;
  if (!rest.empty())
    return symbols.error(entry, "'" + mangled + "' has an unknown argument type");
  return name;
}

Error ElfReader::group(uint32_t index, uint32_t symbolTable) {
  ByteView members = view(index), symbols = view(symbolTable),
           strings = view(file.sections[symbolTable].link);
  uint64_t count = symbols.size() / npuelf::symbolBytes;
  uint32_t symbol = file.sections[index].info;
  auto symbolType = [&](uint64_t i) { return symbols.u8(i * npuelf::symbolBytes + 12) & 0xF; };
  if (symbol >= count || symbolType(symbol) != elf::STT_OBJECT)
    return members.error(0, "symbol " + Twine(symbol) + " of the group is no instance");
  uint64_t entry = uint64_t(symbol) * npuelf::symbolBytes;
  uint32_t kernel = symbols.u16(entry + 14); // holds a symbol's index, not a section's
  if (kernel >= count || symbolType(kernel) != elf::STT_FUNC)
    return symbols.error(entry + 14, "symbol " + Twine(kernel) + " is no kernel");
  NpuElfInstance instance;
  auto name = stringAt(strings, symbols.u32(entry), "an instance's name");
  if (!name)
    return name.takeError();
  instance.name = *name;
  uint64_t kernelEntry = uint64_t(kernel) * npuelf::symbolBytes;
  auto mangled = stringAt(strings, symbols.u32(kernelEntry), "a kernel's name");
  if (!mangled)
    return mangled.takeError();
  auto demangled = kernelName(symbols, kernelEntry, *mangled);
  if (!demangled)
    return demangled.takeError();
  instance.kernel = *demangled;
  if (members.size() < 4 || members.u32(0) != elf::GRP_COMDAT)
    return members.error(0, "a group does not begin with 1");
  for (uint64_t at = 4; at < members.size(); at += 4) {
    uint32_t member = members.u32(at);
    if (member == 0 || member >= file.sections.size())
      return members.error(at, "section " + Twine(member) + " does not exist");
    if (!grouped.insert(member).second)
      return members.error(at, "section " + Twine(member) + " is in two groups");
    instance.sections.push_back(member);
  }
  file.instances.push_back(std::move(instance));
  return Error::success();
}

Error ElfReader::kernels() {
  for (uint32_t i = 1; i < file.sections.size(); ++i) {
    const NpuElfSection &s = file.sections[i];
    if (s.type == elf::SHT_RELA)
      if (Error e = relocations(i))
        return e;
    if (s.type == elf::SHT_GROUP)
      if (Error e = group(i, s.link))
        return e;
  }
  return Error::success();
}

//===--- Notes ------------------------------------------------------------===//

Error ElfReader::notes() {
  for (uint32_t i = 1; i < file.sections.size(); ++i) {
    const NpuElfSection &s = file.sections[i];
    if (s.type != elf::SHT_NOTE)
      continue;
    ByteView note = view(i);
    if (Error e = note.need(0, 12, "a note"))
      return e;
    uint64_t name = alignTo(note.u32(0), 4), description = note.u32(4);
    if (Error e = note.need(12, name + description, "a note's name and description"))
      return e;
    StringRef text = note.bytes.substr(12 + name, description);
    uint32_t type = note.u32(8);
    if (s.name == ".note.xrt.UID" && type == npuelf::noteUid && description <= 64)
      file.uid = description == 32 ? text.str() : llvm::toHex(text, true);
    if (s.name == ".note.xrt.configuration" && type == npuelf::noteConfiguration) {
      if (description != 4)
        return note.error(4, "the configuration note has " + Twine(description) + " bytes, not 4");
      file.columns = note.u32(12 + name);
    }
  }
  file.isFull = file.columns && file.abiVersion >= npuelf::abiFullOld;
  return Error::success();
}

Expected<NpuElf> formats::readNpuElf(StringRef bytes) {
  ElfReader reader{{bytes, "NPU ELF"}, {}, {}, {}};
  if (Error e = reader.header())
    return std::move(e);
  if (Error e = reader.sectionTable())
    return std::move(e);
  if (Error e = reader.kernels())
    return std::move(e);
  if (Error e = reader.notes())
    return std::move(e);
  return std::move(reader.file);
}

Expected<std::vector<HostImage>> formats::readElfHostImages(const NpuElf &file) {
  const NpuElfSection *s = file.find(npuelf::hostSection);
  return s ? readHostImages(s->data) : std::vector<HostImage>();
}
