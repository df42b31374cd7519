//===- RegisterWriter.h - Appending to a register program -------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_CODEGEN_REGISTERWRITER_H
#define TILEWRIGHT_CODEGEN_REGISTERWRITER_H

#include "device/Registers.h"
#include "dialect/aie/AIEDialect.h"
#include "formats/RegisterProgram.h"

namespace tilewright::codegen {

/// A register program in the making. Offsets are inside a tile.
struct RegisterWriter {
  const device::DeviceModel &model;
  formats::RegisterProgram program;

  explicit RegisterWriter(const device::DeviceModel &model) : model(model) {}

  void write(device::TileID tile, uint32_t offset, uint32_t value) {
    program.commands.push_back(formats::Write{model.tileAddress(tile) + offset, value});
  }
  void maskWrite(device::TileID tile, uint32_t offset, uint32_t mask, uint32_t value) {
    program.commands.push_back(formats::MaskWrite{model.tileAddress(tile) + offset, mask, value});
  }
  void blockWrite(device::TileID tile, uint32_t offset, llvm::ArrayRef<uint32_t> words) {
    program.commands.push_back(
        formats::BlockWrite{model.tileAddress(tile) + offset, {words.begin(), words.end()}});
  }
  /// Bytes into the data memory of a core or memory tile. The name of the error
  /// if they do not fit.
  std::optional<llvm::StringRef> writeData(device::TileID tile, uint64_t address,
                                           llvm::ArrayRef<uint8_t> bytes);
  /// Holds every DMA channel of a tile in reset, or lets go of it.
  void resetDma(device::TileID tile, bool on);
};

/// "XAie_X failed with XAIE_Y": the wording that users of mlir-aie know, by the
/// name of the driver call that mlir-aie makes here; \p why says more.
mlir::LogicalResult reportFailedCall(mlir::Operation *op, llvm::StringRef call,
                                     llvm::StringRef code, const llvm::Twine &why = "");

/// Loads an ELF into the core of \p tile; errors are reported at \p core.
mlir::LogicalResult loadElf(RegisterWriter &out, aie::CoreOp core, device::TileID tile,
                            llvm::StringRef path);
/// Descriptors, then channel starts, of an aie.mem, aie.memtile_dma or aie.shim_dma.
mlir::LogicalResult configureDma(RegisterWriter &out, aie::TileElement dma);
/// Switchboxes, shim muxes and cascades of the device.
mlir::LogicalResult configureSwitches(RegisterWriter &out, aie::DeviceOp device);

} // namespace tilewright::codegen
#endif // TILEWRIGHT_CODEGEN_REGISTERWRITER_H
