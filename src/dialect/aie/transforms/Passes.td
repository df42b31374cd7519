//===- Passes.td - Passes of the dialect aie ---------------*- tablegen -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_AIE_PASSES_TD
#define TILEWRIGHT_AIE_PASSES_TD

include "mlir/Pass/PassBase.td"

//===--- objectFIFOs ------------------------------------------------------===//

def AIEObjectFifoStatefulTransform : Pass<"aie-objectFifo-stateful-transform", "DeviceOp"> {
  let summary = "Lower objectFIFOs to buffers, locks, DMA programs and flows";
  let options = [
    Option<"clDynamicObjectFifos", "dynamic-objFifos", "bool", "false",
           "Choose buffers by counters at run time instead of unrolling loops">,
    Option<"clPacketSwitchedObjectFifos", "packet-sw-objFifos", "bool", "false",
           "Connect objectFIFOs by packet-switched flows">];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::memref::MemRefDialect",
                           "::mlir::scf::SCFDialect"];
}

def AIERegisterObjectFifos : Pass<"aie-register-objectFifos", "DeviceOp"> {
  let summary = "Generate cores from registered processes on objectFIFOs";
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::func::FuncDialect",
                           "::mlir::scf::SCFDialect"];
}

#endif // TILEWRIGHT_AIE_PASSES_TD
