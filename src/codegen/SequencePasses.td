//===- SequencePasses.td - Passes that generate code from sequences -*- tablegen -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_CODEGEN_SEQUENCEPASSES_TD
#define TILEWRIGHT_CODEGEN_SEQUENCEPASSES_TD

include "mlir/Pass/PassBase.td"

def ConvertAIEXToEmitC : Pass<"convert-aiex-to-emitc", "::mlir::ModuleOp"> {
  let summary = "Turn runtime sequences into C++ functions that build instruction streams";
  let options = [
    Option<"deviceName", "device-name", "std::string", "\"\"",
           "Only sequences of this device; empty means all">,
    Option<"sequenceName", "sequence-name", "std::string", "\"\"",
           "Only sequences of this name; empty means all">
  ];
  let dependentDialects = ["::mlir::emitc::EmitCDialect", "::mlir::arith::ArithDialect",
                           "::mlir::scf::SCFDialect"];
}

def AIEExpandLoadPdi : Pass<"aie-expand-load-pdi", "::mlir::ModuleOp"> {
  let summary = "Replace the load of a device's image by register writes on an empty device";
  let dependentDialects = ["::tilewright::aiex::AIEXDialect", "::mlir::memref::MemRefDialect"];
}

#endif // TILEWRIGHT_CODEGEN_SEQUENCEPASSES_TD
