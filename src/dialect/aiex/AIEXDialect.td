//===- AIEXDialect.td - The dialect aiex and its types ---------------------*- tablegen -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the host's side of a design says to the array: runtime sequences are
// made of these operations, from whole transfers down to single register
// writes.
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_AIEX_DIALECT_TD
#define TILEWRIGHT_AIEX_DIALECT_TD

include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/BuiltinTypeInterfaces.td"
include "mlir/IR/OpBase.td"
include "mlir/Interfaces/DataLayoutInterfaces.td"

def AIEX_Dialect : Dialect {
  let name = "aiex";
  let cppNamespace = "::tilewright::aiex";
  let summary = "Runtime sequences: what the host tells the array to do";
  let useDefaultTypePrinterParser = 1;
  let dependentDialects = ["::tilewright::aie::AIEDialect"];
  let extraClassDeclaration = [{
    void registerTypes();
  }];
}

def AIEX_BlockFloatType : TypeDef<AIEX_Dialect, "BlockFloat", [
    MemRefElementTypeInterface,
    DeclareTypeInterfaceMethods<DataLayoutTypeInterface>]> {
  let mnemonic = "bfp";
  let summary = "Block floating point: mantissas that share an exponent";
  let description = [{
    `!aiex.bfp<"v8bfp16ebs8">` is a block of 8 eight-bit mantissas and one
    exponent, 72 bits; `!aiex.bfp<"v16bfp16ebs16">` a block of 16, 136 bits.
  }];
  let parameters = (ins StringRefParameter<"name of the block format">:$blockType);
  let assemblyFormat = "`<` $blockType `>`";
  let genVerifyDecl = 1;
  let extraClassDeclaration = [{
    /// Bits of one block.
    unsigned getTotalSizeInBits() const;
  }];
}

#endif // TILEWRIGHT_AIEX_DIALECT_TD
