//===- AIEDialect.td - The dialect aie ---------------------*- tablegen -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_AIE_DIALECT_TD
#define TILEWRIGHT_AIE_DIALECT_TD

include "mlir/IR/DialectBase.td"

def AIE_Dialect : Dialect {
  let name = "aie";
  let cppNamespace = "::tilewright::aie";
  let summary = "AMD AI-engine arrays: tiles, memories, DMAs and stream switches";
  let description = [{
    A design is an `aie.device`: tiles at (column, row) coordinates, the buffers
    and locks in their memories, the programs of their cores and DMAs, and the
    streams that connect them, from abstract (`aie.objectfifo`, `aie.flow`) to
    placed and routed (`aie.mem`, `aie.switchbox`).
  }];
  let useDefaultAttributePrinterParser = 1;
  let useDefaultTypePrinterParser = 1;
  let extraClassDeclaration = [{
    void registerAttributes();
    void registerTypes();
  }];
}

#endif // TILEWRIGHT_AIE_DIALECT_TD
