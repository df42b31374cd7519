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

//===--- Cores ------------------------------------------------------------===//

def AIEStandardLowering : Pass<"aie-standard-lowering", "::mlir::ModuleOp"> {
  let summary = "Turn the cores of a device into functions that call intrinsics";
  let description = [{
    Every `aie.core` becomes a function `core_C_R`, every buffer a global, every
    operation that talks to the hardware a call. The device disappears.
  }];
  let options = [
    Option<"device", "device", "std::string", "\"\\\"\\\"\"", "The device, `main` if not given">,
    Option<"tilecol", "tilecol", "unsigned", "-1", "Column of the one core to lower">,
    Option<"tilerow", "tilerow", "unsigned", "-1", "Row of the one core to lower">,
  ];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::func::FuncDialect", "::mlir::memref::MemRefDialect",
    "::mlir::vector::VectorDialect",
  ];
}

def AIECoreControlFlow : Pass<"aie-core-scf-to-cf", "::mlir::ModuleOp"> {
  let summary = "Turn loops and conditionals of cores and functions into branches";
  let description = [{
    Like `convert-scf-to-cf`, but runtime sequences keep their loops.
  }];
  let dependentDialects = ["::mlir::cf::ControlFlowDialect"];
}

def AIEVectorTransferLowering : Pass<"aie-vector-transfer-lowering", "DeviceOp"> {
  let summary = "Lower vector transfers to loads and stores";
  let options = [
    Option<"maxTransferRank", "max-transfer-rank", "unsigned", "-1",
           "Leave transfers of a higher rank alone">,
  ];
  let dependentDialects = ["::mlir::memref::MemRefDialect", "::mlir::vector::VectorDialect"];
}

def AIEVectorOpt : Pass<"aie-vector-opt", "::mlir::func::FuncOp"> {
  let summary = "Forward stores to loads of vectors and lower the reads that are left";
  let dependentDialects = ["::mlir::memref::MemRefDialect", "::mlir::vector::VectorDialect"];
}

def AIEVectorToPointerLoops : Pass<"aie-vector-to-pointer-loops", "DeviceOp"> {
  let summary = "Make loops carry pointers instead of the indices of vectors";
  let description = [{
    A carried index that only addresses `vector.load` and `vector.store` in one
    memref of one dimension becomes a `!ptr.ptr` that additions to the index
    move.
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::ptr::PtrDialect"];
}

def AIEHoistVectorTransferPointers
    : Pass<"aie-hoist-vector-transfer-pointers", "::mlir::ModuleOp"> {
  let summary = "Make loops carry the positions of vector transfers";
  let description = [{
    In cores and functions, a transfer that moves by a constant number of elements
    per iteration of the loop around it, and stays within its memref, addresses the
    flattened memref at a position that the loop carries and increments. Must run
    while loops are `scf.for`.
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::affine::AffineDialect",
                           "::mlir::memref::MemRefDialect", "::mlir::vector::VectorDialect"];
}

//===--- Memory, locks, descriptors ---------------------------------------===//

def AIEAssignBufferAddresses : Pass<"aie-assign-buffer-addresses", "DeviceOp"> {
  let summary = "Give every buffer an address in its tile's memory";
  let options = [
    Option<"allocScheme", "alloc-scheme", "std::string", "\"\"",
           "basic-sequential or bank-aware; anything else tries the second, then the first">
  ];
}

def AIEAssignLockIDs : Pass<"aie-assign-lock-ids", "DeviceOp"> {
  let summary = "Give every lock a number on its tile";
}

def AIEAssignBufferDescriptorIDs : Pass<"aie-assign-bd-ids", "DeviceOp"> {
  let summary = "Give every buffer descriptor a number and its successor's";
}

def AIEAssignCoreLinkFiles : Pass<"aie-assign-core-link-files", "DeviceOp"> {
  let summary = "Collect on each core the object files of the functions it calls";
}

def AIELocalizeLocks : Pass<"aie-localize-locks", "DeviceOp"> {
  let summary = "Replace locks in cores by the numbers that the core knows them by";
  let dependentDialects = ["::mlir::arith::ArithDialect"];
}

//===--- Small rewrites ---------------------------------------------------===//

def AIECanonicalizeDevice : Pass<"aie-canonicalize-device", "::mlir::ModuleOp"> {
  let summary = "Put a design without a device into one";
  let dependentDialects = ["::tilewright::aie::AIEDialect"];
}

def AIENormalizeAddressSpaces : Pass<"aie-normalize-address-spaces", "DeviceOp"> {
  let summary = "Remove the memory spaces of memrefs";
}

def AIELowerCascadeFlows : Pass<"aie-lower-cascade-flows", "DeviceOp"> {
  let summary = "Turn cascade flows into the settings of their cores";
}

//===--- Placement and routing --------------------------------------------===//

def AIEPlaceTiles : Pass<"aie-place-tiles", "DeviceOp"> {
  let summary = "Gives every logical tile a place in the array";
  let options = [
    Option<"placer", "placer", "Placer", "Placer::Sequential", "How places are chosen",
           [{::llvm::cl::values(clEnumValN(Placer::Sequential, "sequential_placer",
             "cores in order, column by column; memory and shim tiles near their cores"))}]>,
    Option<"coresPerCol", "cores-per-col", "int", "-1",
           "How many cores of a column to use; -1 means all">];
}

def AIECreatePathfinderFlows : Pass<"aie-create-pathfinder-flows", "DeviceOp"> {
  let summary = "Routes flows through the stream switches";
  let options = [
    Option<"clRouteCircuit", "route-circuit", "bool", "true", "Write the switches of aie.flow">,
    Option<"clRoutePacket", "route-packet", "bool", "true",
           "Write the switches of aie.packet_flow">];
}

def AIEFindFlows : Pass<"aie-find-flows", "DeviceOp"> {
  let summary = "Writes the flows that the switches are set up for";
}

//===--- Control ----------------------------------------------------------===//

def AIEAssignTileControllerIDs : Pass<"aie-assign-tile-controller-ids", "DeviceOp"> {
  let summary = "Give every tile the id of its control port";
  let options = [
    Option<"clColumnWiseUniqueIDs", "column-wise-unique-ids", "bool", "true",
           "Use the same ids in every column, not ids unique in the array">];
}

def AIEGenerateColumnControlOverlay : Pass<"aie-generate-column-control-overlay", "DeviceOp"> {
  let summary = "Route control packets and task-completion tokens through each column's shim tile";
  let options = [
    Option<"clRouteShimToTCT", "route-shim-to-tct", "std::string", "\"shim-only\"",
           "Tiles whose tokens are routed: shim-only, all-tiles or disable">,
    Option<"clRouteShimToTileCtrl", "route-shim-to-tile-ctrl", "bool", "false",
           "Route control packets from the shim DMA to the tiles' control ports">];
}

//===--- Trace ------------------------------------------------------------===//

def AIETraceToConfig : Pass<"aie-trace-to-config", "DeviceOp"> {
  let summary = "Lower traces to the register fields of trace units";
}

def AIETracePackRegWrites : Pass<"aie-trace-pack-reg-writes", "DeviceOp"> {
  let summary = "Merge the fields of trace configurations into whole registers";
}

#endif // TILEWRIGHT_AIE_PASSES_TD
