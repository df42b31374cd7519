//===- Passes.td - Passes on runtime sequences -------------*- tablegen -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_AIEX_PASSES_TD
#define TILEWRIGHT_AIEX_PASSES_TD

include "mlir/Pass/PassBase.td"

class AIEX_DevicePass<string flag> : Pass<flag, "::tilewright::aie::DeviceOp"> {
  let dependentDialects = ["::tilewright::aiex::AIEXDialect", "::mlir::memref::MemRefDialect"];
}

//===--- From tasks and transfers to register writes ----------------------===//

def AIEMaterializeRuntimeSequences
    : Pass<"aie-materialize-runtime-sequences", "::mlir::ModuleOp"> {
  let summary = "Inline the sequences that a sequence runs on other devices";
  let dependentDialects = ["::tilewright::aiex::AIEXDialect", "::mlir::memref::MemRefDialect"];
}
def AIEMaterializeBDChains : AIEX_DevicePass<"aie-materialize-bd-chains"> {
  let summary = "Turn started BD chains into configured and started tasks";
}
def AIESubstituteShimDMAAllocations : AIEX_DevicePass<"aie-substitute-shim-dma-allocations"> {
  let summary = "Put tasks that name an allocation on its tile and channel";
}
def AIEAssignRuntimeSequenceBDIDs : AIEX_DevicePass<"aie-assign-runtime-sequence-bd-ids"> {
  let summary = "Give the buffer descriptors of a sequence's tasks their numbers";
}
def AIEDMATasksToNPU : AIEX_DevicePass<"aie-dma-tasks-to-npu"> {
  let summary = "Lower DMA tasks to buffer descriptors, queue pushes and waits";
}
def AIEDmaToNpu : AIEX_DevicePass<"aie-dma-to-npu"> {
  let summary = "Lower transfers, descriptors and queue pushes to register writes";
}
def AIELowerSetLock : AIEX_DevicePass<"aie-lower-set-lock"> {
  let summary = "Lower aiex.set_lock to a register write";
}
def AIEXStandardLowering : Pass<"aiex-standard-lowering", "::mlir::ModuleOp"> {
  let summary = "Erase what only the host's side executes";
}

//===--- Control packets --------------------------------------------------===//

def AIETxnToControlPacket : AIEX_DevicePass<"aie-txn-to-ctrl-packet"> {
  let summary = "Turn block writes into control packets";
}
def AIELegalizeControlPacket : AIEX_DevicePass<"aie-legalize-ctrl-packet"> {
  let summary = "Cut control packets into packets of at most four words";
}
def AIEControlPacketToDma : AIEX_DevicePass<"aie-ctrl-packet-to-dma"> {
  let summary = "Send control packets from host memory through the shim DMAs";
}
def AIEControlPacketInferTiles : AIEX_DevicePass<"aie-ctrl-packet-infer-tiles"> {
  let summary = "Create the tiles that control packets address";
}

//===--- Microcontrollers -------------------------------------------------===//

def AIENpuToCert : AIEX_DevicePass<"aie-npu-to-cert"> {
  let summary = "Turn runtime sequences into microcontroller jobs";
}
def CertLegalizePages : AIEX_DevicePass<"cert-legalize-pages"> {
  let summary = "Split jobs that do not fit a microcontroller page";
}

//===--- Others -----------------------------------------------------------===//

def AIETransformBfpTypes : AIEX_DevicePass<"aie-transform-bfp-types"> {
  let summary = "Replace block floating point types by integers of their size";
}
def AIELowerMulticast : AIEX_DevicePass<"aie-lower-multicast"> {
  let summary = "Lower multicasts to flows";
}
def AIELowerBroadcastPacket : AIEX_DevicePass<"aie-lower-broadcast-packet"> {
  let summary = "Lower packet broadcasts to packet flows";
}

//===--- Trace ------------------------------------------------------------===//

def AIEInsertTraceFlows : AIEX_DevicePass<"aie-insert-trace-flows"> {
  let summary = "Route traces to the host's memory and let the sequence start and stop them";
  let options = [
    Option<"clShimChannel", "shim-channel", "int", "1", "S2MM channel of the shim tile">,
    Option<"clDefaultBdId", "default-bd-id", "int", "15", "Buffer descriptor of the shim tile">,
    Option<"clPacketIdStart", "packet-id-start", "int", "1",
           "First packet id for traces that have none">,
    Option<"clBurstLength", "burst-length", "int", "64", "Bytes of a burst to memory">,
    Option<"clDistributeChannels", "distribute-channels", "bool", "false",
           "Share the traces out to both channels">,
    Option<"clLateralRouting", "lateral-routing", "bool", "false",
           "Go to a column without cores">,
    Option<"clLateralTargetCol", "lateral-target-col", "int", "-1",
           "The column that lateral routing goes to; -1 for the nearest">];
}
def AIEInlineTraceConfig : AIEX_DevicePass<"aie-inline-trace-config"> {
  let summary = "Write the registers of trace configurations in the sequence";
}

#endif // TILEWRIGHT_AIEX_PASSES_TD
