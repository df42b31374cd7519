//===- LinkerInputs.cpp - Where a core's symbols lie ------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A core sees four memories at fixed addresses: those of its neighbours to the
// south, west and north and, on the fourth side, its own (on AIE1 the own side
// alternates by row). All three texts walk these four windows in this order.
//
//===----------------------------------------------------------------------===//

#include "codegen/LinkerInputs.h"
#include "codegen/DesignView.h"
#include "device/DeviceModel.h"

#include "llvm/Support/Format.h"

#include <array>

using namespace mlir;

namespace tilewright::codegen {
namespace {

/// Upper-case hexadecimal with a prefix, without padding.
auto hex(uint64_t value) { return llvm::format("0x%llX", (unsigned long long)value); }

/// One of the four windows through which a core sees memory.
struct Window {
  const char *name;
  uint32_t base;
  std::optional<device::TileID> memory; ///< nothing: no tile with memory there
};

std::array<Window, 4> windowsOf(const device::DeviceModel &model, device::TileID tile) {
  return {{{"south", model.memSouthBase(), model.memSouth(tile)},
           {"west", model.memWestBase(), model.memWest(tile)},
           {"north", model.memNorthBase(), model.memNorth(tile)},
           {"east", model.memEastBase(), model.memEast(tile)}}};
}

/// A buffer with the numbers every text needs.
struct Placed {
  aie::BufferOp op;
  StringRef name;
  uint64_t address, size; ///< bytes, tile-relative
};

LogicalResult placedBuffers(const TileView *view, SmallVectorImpl<Placed> &placed) {
  placed.clear();
  if (!view)
    return success();
  for (aie::BufferOp buffer : view->buffers) {
    if (!buffer.getSymNameAttr())
      return buffer.emitOpError("does not have 'sym_name' attribute specified");
    if (!buffer.getAddress())
      return buffer.emitOpError("has no address: run aie-assign-buffer-addresses first");
    placed.push_back(
        {buffer, *buffer.getSymName(), *buffer.getAddress(), uint64_t(buffer.getAllocationSize())});
  }
  return success();
}

constexpr StringLiteral scriptSections = R"(ENTRY(__start)
SECTIONS
{
  . = 0x0;
  .text : {
     /* the __start symbol has to come at address zero. */
     *crt0.o(.text*)
     _ctors_start = .;
     _init_array_start = .;
     KEEP(SORT(*.init_array))
     _ctors_end = .;
     _init_array_end = .;
     _dtors_start = .;
     _dtors_end = .;
     *(.text*)
  } > program
  .data : {
     *(.data*)
     *(.rodata*)
  } > data
  .comment : {
     *(.comment*)
  }
  .symtab : {
     *(.symtab)
  }
  .shstrtab : {
     *(.shstrtab)
  }
  .strtab : {
     *(.strtab)
  }
  .stack_sizes : {
     *(.stack_sizes)
  }

)";

} // namespace

LogicalResult writeLinkerScript(aie::DeviceOp device, device::TileID tile, raw_ostream &out,
                                FileNamer name) {
  DesignView design(device);
  const TileView *view = design.find(tile);
  if (!view || !view->tile)
    return success();
  aie::CoreOp core = view->core;
  aie::TileOp tileOp = view->tile;
  if (!core)
    return tileOp.emitOpError("has no core to link for");
  SmallVector<Placed> placed;
  if (failed(placedBuffers(view, placed)))
    return failure();
  uint64_t stack = core.getStackSize(), used = stack;
  for (const Placed &buffer : placed)
    used = std::max(used, buffer.address + buffer.size);
  uint64_t origin = design.model.memInternalBase(tile), memory = design.model.localMemorySize();
  if (used > memory)
    return tileOp.emitOpError("stack and buffers end at byte ")
           << used << ", beyond the tile's " << memory << " bytes of data memory";

  out << "\nMEMORY\n{\n   program (RX) : ORIGIN = 0, LENGTH = 0x0020000\n"
      << "   data (!RX) : ORIGIN = " << hex(origin + used) << ", LENGTH = " << hex(memory - used)
      << "\n}\n"
      << scriptSections << ". = " << hex(origin)
      << ";\n_sp_start_value_DM_stack = .;\n. += " << hex(stack) << "; /* stack */\n";
  for (const Window &window : windowsOf(design.model, tile)) {
    if (!window.memory) {
      out << "/* No tile with memory exists to the " << window.name
          << ". */\n. = " << hex(window.base) << ";\n. += " << hex(memory) << ";\n";
      continue;
    }
    if (failed(placedBuffers(design.find(*window.memory), placed)))
      return failure();
    for (const Placed &buffer : placed)
      out << ". = " << hex(window.base + buffer.address) << ";\n"
          << buffer.name << " = .;\n. += " << hex(buffer.size) << ";\n";
  }
  out << "  .bss : { *(.bss*) } > data\n}\n";
  for (StringRef file : linkFiles(view->core))
    out << "INPUT(" << (name ? name(file) : file.str()) << ")\n";
  out << "PROVIDE(main = core_" << tile.col << "_" << tile.row << ");\n";
  return success();
}

LogicalResult writeBCF(aie::DeviceOp device, device::TileID tile, raw_ostream &out,
                       FileNamer name) {
  DesignView design(device);
  const TileView *view = design.find(tile);
  if (!view || !view->tile)
    return success();
  const device::DeviceModel &model = design.model;
  uint64_t memory = model.localMemorySize();
  constexpr uint64_t addressSpace = 0x100000; ///< what a core's 20-bit addresses reach
  aie::CoreOp coreOp = view->core;
  auto core = "core_" + std::to_string(tile.col) + "_" + std::to_string(tile.row);
  auto range = [&](uint64_t base, uint64_t size) {
    out << "_reserved DMb " << hex(base) << " " << hex(size);
  };
  auto symbol = [&](const Placed &buffer, uint64_t address) {
    out << "_symbol " << buffer.name << " " << hex(address) << " " << buffer.size << "\n_extern "
        << buffer.name << "\n_reserved DMb " << hex(address) << " " << buffer.size << "\n\n";
  };

  out << "_entry_point _main_init\n_symbol " << core << " _after _main_init\n_symbol _main_init 0\n"
      << "_reserved DMb 0x00000 " << hex(model.memSouthBase())
      << " // Don't put data in code memory\n_stack DM_stack " << hex(model.memInternalBase(tile))
      << " " << hex(coreOp ? coreOp.getStackSize() : 0)
      << " // stack for core\n\n// mapping neighbors tile memory\n";
  SmallVector<Placed> placed;
  for (const Window &window : windowsOf(model, tile)) {
    if (!window.memory) {
      range(window.base, memory);
      out << "  // No tile with memory exists to the " << window.name << ".\n";
      continue;
    }
    out << "// " << window.name << " " << std::string(49, '-') << "\n";
    bool own = *window.memory == tile;
    if (!own) {
      range(window.base, memory);
      out << "  // Don't allocate variables in " << window.name << " neighbor\n\n";
    }
    if (failed(placedBuffers(design.find(*window.memory), placed)))
      return failure();
    for (Placed &buffer : placed) {
      uint64_t address = window.base + buffer.address;
      if (!buffer.op.getInitialValueAttr())
        symbol(buffer, address);
      else if (own)
        out << "_overlay " << buffer.name << " " << hex(address) << " // " << buffer.size
            << " bytes\n\n";
      else
        out << "// skip initialization of \"" << buffer.name
            << "\" which is initialized in the neighboring tile\n\n";
    }
  }
  uint64_t end = model.memEastBase() + memory;
  out << "// end mapping neighbors tile memory\n\n";
  range(end, addressSpace - end);
  out << " // And everything else the core can't see\n";
  if (view->core)
    for (StringRef file : linkFiles(view->core))
      out << "_include _file " << (name ? name(file) : file.str()) << "\n";
  out << "_resolve _main " << core << "\n";
  return success();
}

LogicalResult writeMemoryMap(aie::DeviceOp device, raw_ostream &out) {
  DesignView design(device);
  SmallVector<Placed> placed;
  for (auto &[tile, view] : design.tiles) {
    out << "// Tile(" << tile.col << ", " << tile.row
        << ")\n// Memory map: name base_address num_bytes\n";
    for (const Window &window : windowsOf(design.model, tile)) {
      if (!window.memory)
        continue;
      if (failed(placedBuffers(design.find(*window.memory), placed)))
        return failure();
      for (const Placed &buffer : placed)
        out << "_symbol " << buffer.name << " " << hex(window.base + buffer.address) << " "
            << buffer.size << "\n";
    }
  }
  return success();
}

} // namespace tilewright::codegen
