// RUN: aie-opt --split-input-file --verify-diagnostics --aie-insert-trace-flows=lateral-routing %s | FileCheck %s

// Column 0 computes and column 1 is full; column 2 has one channel left, and gives that one.
// The trace data goes behind the last argument: 64 words.
// CHECK-LABEL: @neighbour
// CHECK: aiex.npu.writebd {bd_id = 15 : i32, buffer_length = 256 : i32, {{.*}}column = 2 : i32
// 2 << 25 | 0x1D000 + 15 * 0x20 + 4
// CHECK: aiex.npu.address_patch {addr = 67228132 : ui32, arg_idx = 1 : i32, arg_plus = 256 : i32}
// CHECK: aiex.npu.maskwrite32 {address = 119296 : ui32, column = 2 : i32
// CHECK: aie.packet_flow(1) {
// CHECK-NEXT: aie.packet_source<%tile_0_2, Trace : 0>
// CHECK-NEXT: aie.packet_dest<%shim_noc_tile_2_0, DMA : 0>
aie.device(npu1) @neighbour {
  %t = aie.tile(0, 2)
  %s1 = aie.tile(1, 0)
  %s2 = aie.tile(2, 0)
  %m1 = aie.tile(1, 1)
  %m2 = aie.tile(2, 1)
  aie.flow(%m1, DMA : 0, %s1, DMA : 0)
  aie.flow(%m1, DMA : 1, %s1, DMA : 1)
  aie.flow(%m2, DMA : 0, %s2, DMA : 1)
  %c = aie.core(%t) {
    aie.end
  }
  aie.trace @tr(%t) {
    aie.trace.event<"INSTR_VECTOR">
    aie.trace.start broadcast=15
    aie.trace.stop broadcast=14
  }
  aie.runtime_sequence(%x: memref<4xi8>, %y: memref<64xi32>) {
    aie.trace.host_config buffer_size = 1024 arg_idx = -1
    aie.trace.start_config @tr
  }
  aie.shim_dma_allocation @busy(%s1, S2MM, 0)
}

// -----

// expected-error @+1 {{aie.trace ops found but no runtime_sequence defined}}
aie.device(npu1) {
  %t = aie.tile(0, 2)
  aie.trace @tr(%t) {
    aie.trace.start broadcast=15
    aie.trace.stop broadcast=14
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  // expected-error @+1 {{trace is missing 'aie.trace.stop'}}
  aie.trace @tr(%t) {
    aie.trace.start broadcast=15
  }
  aie.runtime_sequence() {
    aie.trace.host_config buffer_size = 1024
  }
}

// -----

aie.device(npu1) {
  // expected-error @+1 {{LogicalTileOp must be resolved to TileOp before running -aie-insert-trace-flows (run -aie-place-tiles first)}}
  %t = aie.logical_tile<CoreTile>(?, ?)
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  aie.trace @tr(%t) {
    aie.trace.start broadcast=15
    aie.trace.stop broadcast=14
  }
  aie.runtime_sequence(%x: i32) {
    // expected-error @+1 {{arg_idx = -1 needs a memref of static shape as the last argument}}
    aie.trace.host_config buffer_size = 1024 arg_idx = -1
  }
}

// -----

// Scalar arguments do not count among the host's buffers.
// CHECK-LABEL: @scalar
// CHECK: aiex.npu.address_patch {addr = {{.*}}, arg_idx = 0 : i32, arg_plus = 64 : i32}
aie.device(npu1) @scalar {
  %t = aie.tile(2, 2)
  aie.trace @tr(%t) {
    aie.trace.event<"INSTR_VECTOR">
    aie.trace.start broadcast=15
    aie.trace.stop broadcast=14
  }
  aie.runtime_sequence(%n: i32, %x: memref<16xi32>) {
    aie.trace.host_config buffer_size = 1024 arg_idx = -1
    aie.trace.start_config @tr
  }
}
