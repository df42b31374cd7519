//===- ElfLoading.cpp - A core's ELF file as memory writes ------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each loadable segment goes to program memory (physical addresses from 0) or
// to data memory. A data address is one that the core would use, so it may lie
// in one of the four windows onto its own and its neighbours' memories, and a
// segment that crosses windows is split over tiles.
//
// A segment longer in memory than in the file is filled with what follows it in
// the file, as mlir-aie does, unless it has nothing in the file at all; behind
// the end of the file there are zeros.
//
//===----------------------------------------------------------------------===//
#include "codegen/RegisterWriter.h"
#include "llvm/Object/ELF.h"
#include "llvm/Support/MemoryBuffer.h"

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aie;
using namespace tilewright::codegen;
using llvm::object::ELF32LE;
using llvm::object::ELFFile;
using Segment = ELF32LE::Phdr;

namespace {
/// Loads one file.
struct ElfLoader {
  RegisterWriter &out;
  CoreOp core;
  TileID tile;
  StringRef path;
  StringRef file; ///< contents

  LogicalResult fail(StringRef code, const Twine &why) {
    return reportFailedCall(core, "XAie_LoadElf", code, path + ": " + why);
  }
  SmallVector<uint8_t> contents(const Segment &segment, uint64_t size);
  LogicalResult loadProgram(const Segment &segment);
  LogicalResult loadData(const Segment &segment);
  LogicalResult load();
};
} // namespace

/// \p size bytes of the file from the segment's offset on.
SmallVector<uint8_t> ElfLoader::contents(const Segment &segment, uint64_t size) {
  StringRef found = file.substr(segment.p_offset, size);
  SmallVector<uint8_t> bytes(found.bytes_begin(), found.bytes_end());
  bytes.resize(size, 0);
  return bytes;
}

LogicalResult ElfLoader::loadProgram(const Segment &segment) {
  uint64_t end = uint64_t(segment.p_paddr) + segment.p_memsz;
  if (end > out.model.programMemorySize())
    return fail("XAIE_INVALID_ELF", "the program ends at 0x" + llvm::utohexstr(end) +
                                        ", behind the program memory (0x" +
                                        llvm::utohexstr(out.model.programMemorySize()) + ")");
  SmallVector<uint8_t> bytes = contents(segment, llvm::alignTo(segment.p_memsz, 4));
  SmallVector<uint32_t> words;
  for (size_t at = 0; at < bytes.size(); at += 4)
    words.push_back(llvm::support::endian::read32le(&bytes[at]));
  out.blockWrite(tile, device::reg::programMemory + segment.p_paddr, words);
  return success();
}

LogicalResult ElfLoader::loadData(const Segment &segment) {
  const device::DeviceModel &model = out.model;
  const struct {
    uint64_t base;
    TileID tile;
  } windows[] = {{model.memSouthBase(), {tile.col, tile.row - 1}},
                 {model.memWestBase(), {tile.col - 1, tile.row}},
                 {model.memNorthBase(), {tile.col, tile.row + 1}},
                 {model.memEastBase(), tile}};
  uint64_t window = model.localMemorySize();
  uint64_t address = segment.p_paddr, end = address + segment.p_memsz;
  if (address < model.memSouthBase() || end > model.memEastBase() + window)
    return fail("XAIE_INVALID_ELF", "a segment at 0x" + llvm::utohexstr(address) + " of " +
                                        Twine(segment.p_memsz) +
                                        " bytes is neither in program "
                                        "memory nor in data memory");
  SmallVector<uint8_t> bytes = segment.p_filesz == 0 ? SmallVector<uint8_t>(segment.p_memsz, 0)
                                                     : contents(segment, segment.p_memsz);
  ArrayRef<uint8_t> left(bytes);
  while (!left.empty()) {
    const auto *it = llvm::find_if(
        windows, [&](const auto &w) { return address >= w.base && address - w.base < window; });
    if (it == std::end(windows) || !model.isCoreTile(it->tile))
      return fail("XAIE_ERR", "data at 0x" + llvm::utohexstr(address) +
                                  " is in the memory of a neighbour that is no core tile");
    uint64_t offset = address - it->base;
    uint64_t size = std::min<uint64_t>(left.size(), window - offset);
    if (auto code = out.writeData(it->tile, offset, left.take_front(size)))
      return fail(*code, "data at 0x" + llvm::utohexstr(address));
    left = left.drop_front(size);
    address += size;
  }
  return success();
}

LogicalResult ElfLoader::load() {
  auto elf = ELFFile<ELF32LE>::create(file);
  if (!elf)
    return fail("XAIE_INVALID_ELF", llvm::toString(elf.takeError()));
  if (elf->getHeader().e_ident[llvm::ELF::EI_CLASS] != llvm::ELF::ELFCLASS32 ||
      !elf->getHeader().checkMagic())
    return fail("XAIE_INVALID_ELF", "not a 32-bit ELF file");
  auto segments = elf->program_headers();
  if (!segments)
    return fail("XAIE_INVALID_ELF", llvm::toString(segments.takeError()));
  for (const Segment &segment : *segments) {
    if (segment.p_type != llvm::ELF::PT_LOAD)
      continue;
    bool isProgram = segment.p_paddr < out.model.programMemorySize();
    if (failed(isProgram ? loadProgram(segment) : loadData(segment)))
      return failure();
  }
  return success();
}

LogicalResult codegen::loadElf(RegisterWriter &out, CoreOp core, TileID tile, StringRef path) {
  auto file = llvm::MemoryBuffer::getFile(path, /*IsText=*/false, /*RequiresNullTerminator=*/false);
  if (!file)
    return reportFailedCall(core, "XAie_LoadElf", "XAIE_INVALID_ELF",
                            path + ": " + file.getError().message());
  return ElfLoader{out, core, tile, path, (*file)->getBuffer()}.load();
}
