//===- DmaPrograms.h - The BD chains of objectFIFO ends ---------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_AIE_OBJECTFIFO_DMAPROGRAMS_H
#define TILEWRIGHT_AIE_OBJECTFIFO_DMAPROGRAMS_H

#include "dialect/aie/transforms/objectfifo/Design.h"

namespace tilewright::aie::objectfifo {

/// Adds channels to the DMA programs of a device, existing or new.
class DmaPrograms {
public:
  explicit DmaPrograms(Design &design);

  /// Starts \p end's channel, to send or to receive, on the chain of BDs that
  /// moves its objects. \p packet, if not null, is the header to send. Does
  /// nothing for an end without objects of its own (the host's DMA tasks move
  /// those of a shim tile).
  void add(End &end, device::DMAChannelDir dir, PacketInfoAttr packet);

private:
  /// The DMA program of one tile: where the next channel goes.
  struct Program {
    mlir::Block *end = nullptr;           ///< holds `aie.end`; blocks are put in front of it
    mlir::Operation *lastStart = nullptr; ///< the start to be followed by the next one
  };
  Program &programOf(TileOp tile);
  void open(Program &program, mlir::Operation *op);

  Design &design;
  std::map<device::TileID, mlir::Operation *> existing;
  std::map<device::TileID, Program> programs;
};

} // namespace tilewright::aie::objectfifo
#endif // TILEWRIGHT_AIE_OBJECTFIFO_DMAPROGRAMS_H
