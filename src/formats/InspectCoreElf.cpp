//===- InspectCoreElf.cpp - A core's program --------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Core programs are ELF32; host objects are ELF64. Both are read here by a table
// of field positions, with the same checks as every reader of this room, so that
// a damaged file is told apart by offset.
//
//===----------------------------------------------------------------------===//

#include "device/Registers.h"
#include "formats/Bytes.h"
#include "formats/InspectParts.h"
#include "llvm/BinaryFormat/ELF.h"

using namespace tilewright;
using namespace tilewright::formats;
using llvm::Error;
using llvm::StringRef;
using llvm::Twine;

namespace {
/// Where a field lies in a structure of the 32-bit and of the 64-bit form.
struct FieldPlace {
  uint8_t offset32, width32, offset64, width64;
};

namespace field {
constexpr FieldPlace entry{24, 4, 24, 8}, programs{28, 4, 32, 8}, sections{32, 4, 40, 8},
    programCount{44, 2, 56, 2}, sectionCount{48, 2, 60, 2}, nameIndex{50, 2, 62, 2};
constexpr FieldPlace segmentType{0, 4, 0, 4}, segmentOffset{4, 4, 8, 8},
    segmentAddress{12, 4, 24, 8}, segmentFileSize{16, 4, 32, 8}, segmentMemorySize{20, 4, 40, 8},
    segmentFlags{24, 4, 4, 4};
constexpr FieldPlace sectionName{0, 4, 0, 4}, sectionType{4, 4, 4, 4}, sectionAddress{12, 4, 16, 8},
    sectionOffset{16, 4, 24, 8}, sectionSize{20, 4, 32, 8}, sectionLink{24, 4, 40, 4};
constexpr FieldPlace symbolName{0, 4, 0, 4}, symbolValue{4, 4, 8, 8}, symbolSize{8, 4, 16, 8},
    symbolInfo{12, 1, 4, 1};
} // namespace field

struct ElfView {
  ByteView in;
  bool is64;

  uint64_t get(uint64_t base, FieldPlace f) const {
    return is64 ? in.load(base + f.offset64, f.width64) : in.load(base + f.offset32, f.width32);
  }
  uint64_t headerBytes() const { return is64 ? 64 : 52; }
  uint64_t programBytes() const { return is64 ? 56 : 32; }
  uint64_t sectionBytes() const { return is64 ? 64 : 40; }
  uint64_t symbolBytes() const { return is64 ? 24 : 16; }
  uint64_t section(uint64_t index) const {
    return get(0, field::sections) + index * sectionBytes();
  }
  /// A name of a string table, cut to a readable length.
  StringRef name(uint64_t tableSection, uint64_t offset) const {
    uint64_t at = section(tableSection);
    StringRef table = in.bytes.substr(get(at, field::sectionOffset), get(at, field::sectionSize));
    StringRef text = table.substr(offset, 128);
    return text.take_front(text.find('\0'));
  }
};
} // namespace

static StringRef machineName(uint16_t machine) {
  switch (machine) {
  case llvm::ELF::EM_X86_64:
    return "x86-64";
  case llvm::ELF::EM_AARCH64:
    return "AArch64";
  case 264:
    return "AI engine"; // the number that Peano's LLVM uses
  default:
    return "";
  }
}

static Error printSegments(Outline &o, const ElfView &elf) {
  uint64_t count = elf.get(0, field::programCount), table = elf.get(0, field::programs);
  if (Error e = elf.in.needArray(table, count, elf.programBytes(), "the program headers"))
    return e;
  o.array("segments", "segments", [&] {
    for (uint64_t i = 0; i < count; ++i) {
      uint64_t at = table + i * elf.programBytes();
      uint64_t address = elf.get(at, field::segmentAddress);
      bool isLoad = elf.get(at, field::segmentType) == llvm::ELF::PT_LOAD;
      o.line((isLoad ? "load" : "other") + Twine(" at 0x") + Twine::utohexstr(address) + ": " +
             Twine(elf.get(at, field::segmentFileSize)) + " of " +
             Twine(elf.get(at, field::segmentMemorySize)) + " bytes from 0x" +
             Twine::utohexstr(elf.get(at, field::segmentOffset)));
      if (o.isJson())
        o.object("", "", [&] {
          o.field("type", elf.get(at, field::segmentType));
          o.field("address", address);
          o.field("offset", elf.get(at, field::segmentOffset));
          o.field("file_size", elf.get(at, field::segmentFileSize));
          o.field("memory_size", elf.get(at, field::segmentMemorySize));
          o.field("flags", elf.get(at, field::segmentFlags));
        });
    }
  });
  return Error::success();
}

static void printSymbols(Outline &o, const ElfView &elf, uint64_t section) {
  uint64_t offset = elf.get(section, field::sectionOffset),
           size = elf.get(section, field::sectionSize);
  uint64_t strings = elf.get(section, field::sectionLink);
  for (uint64_t at = elf.symbolBytes(); at + elf.symbolBytes() <= size; at += elf.symbolBytes()) {
    uint64_t symbol = offset + at;
    uint8_t type = uint8_t(elf.get(symbol, field::symbolInfo)) & 0xF;
    if (type != llvm::ELF::STT_FUNC && type != llvm::ELF::STT_OBJECT)
      continue;
    StringRef name = elf.name(strings, elf.get(symbol, field::symbolName));
    o.line(Outline::printable(name) + ": " + (type == llvm::ELF::STT_FUNC ? "function" : "object") +
           " at 0x" + Twine::utohexstr(elf.get(symbol, field::symbolValue)) + ", " +
           Twine(elf.get(symbol, field::symbolSize)) + " bytes");
    if (o.isJson())
      o.object("", "", [&] {
        o.field("name", name);
        o.field("kind", type == llvm::ELF::STT_FUNC ? "function" : "object");
        o.field("value", elf.get(symbol, field::symbolValue));
        o.field("size", elf.get(symbol, field::symbolSize));
      });
  }
}

Error formats::printCoreElf(Outline &o, StringRef bytes) {
  ByteView in{bytes, "ELF"};
  uint8_t elfClass = in.u8(4);
  if ((elfClass != llvm::ELF::ELFCLASS32 && elfClass != llvm::ELF::ELFCLASS64) ||
      in.u8(5) != llvm::ELF::ELFDATA2LSB)
    return in.error(4, "neither ELF32 nor ELF64, or not little-endian");
  ElfView elf{in, elfClass == llvm::ELF::ELFCLASS64};
  if (Error e = in.need(0, elf.headerBytes(), "the ELF header"))
    return e;
  uint16_t machine = in.u16(18);
  o.field("class", elf.is64 ? "ELF64" : "ELF32");
  o.field("machine", uint64_t(machine));
  if (!machineName(machine).empty())
    o.field("machine_name", machineName(machine));
  o.hexField("entry", elf.get(0, field::entry));
  if (Error e = printSegments(o, elf))
    return e;
  uint64_t count = elf.get(0, field::sectionCount), names = elf.get(0, field::nameIndex);
  if (Error e =
          in.needArray(elf.get(0, field::sections), count, elf.sectionBytes(), "the section table"))
    return e;
  o.array("sections", "sections", [&] {
    for (uint64_t i = 1; i < count; ++i) {
      uint64_t at = elf.section(i);
      StringRef name = elf.name(names, elf.get(at, field::sectionName));
      o.line(Outline::printable(name) + ": " + Twine(elf.get(at, field::sectionSize)) +
             " bytes at 0x" + Twine::utohexstr(elf.get(at, field::sectionAddress)));
      if (o.isJson())
        o.object("", "", [&] {
          o.field("name", name);
          o.field("type", elf.get(at, field::sectionType));
          o.field("address", elf.get(at, field::sectionAddress));
          o.field("offset", elf.get(at, field::sectionOffset));
          o.field("size", elf.get(at, field::sectionSize));
        });
    }
  });
  Error result = Error::success();
  o.array("symbols", "symbols", [&] {
    for (uint64_t i = 1; i < count && !result; ++i) {
      uint64_t at = elf.section(i);
      if (elf.get(at, field::sectionType) != llvm::ELF::SHT_SYMTAB)
        continue;
      llvm::cantFail(std::move(result));
      result = in.need(elf.get(at, field::sectionOffset), elf.get(at, field::sectionSize),
                       "the symbol table");
      if (result)
        return;
      llvm::cantFail(std::move(result));
      result = Error::success();
      printSymbols(o, elf, at);
      return; // one table; more would be hostile
    }
  });
  return result;
}
