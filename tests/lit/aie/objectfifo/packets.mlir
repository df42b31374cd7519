// RUN: aie-opt --split-input-file --verify-diagnostics --aie-objectFifo-stateful-transform=packet-sw-objFifos %s | FileCheck %s

// A stream end of a core is addressed as such.
// CHECK-LABEL: @to_core_stream
// CHECK:       aie.packet_flow(0) {
// CHECK-NEXT:    aie.packet_source<%{{.*}}, DMA : 0>
// CHECK-NEXT:    aie.packet_dest<%{{.*}}, Core : 0>
aie.device(npu1) @to_core_stream {
  %m = aie.tile(0, 1)
  %a = aie.tile(0, 2)
  aie.objectfifo @of(%m, {%a}, 1 : i32) {aie_stream = 1 : i32, aie_stream_port = 0 : i32} : !aie.objectfifo<memref<16xi32>>
}

// -----

// Without a header of its own, what a core writes to its stream is a circuit.
// CHECK-LABEL: @from_core_stream
// CHECK:       aie.flow(%{{.*}}, Core : 0, %{{.*}}, DMA : 0)
aie.device(npu1) @from_core_stream {
  %m = aie.tile(0, 1)
  %a = aie.tile(0, 2)
  aie.objectfifo @of(%a, {%m}, 1 : i32) {aie_stream = 0 : i32, aie_stream_port = 0 : i32} : !aie.objectfifo<memref<16xi32>>
}

// -----

// The ID of an own flow may be met again; the numbers are mlir-aie's.
aie.device(npu1) @same_id {
  %m = aie.tile(0, 1)
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  aie.packet_flow(0) {
    aie.packet_source<%b, Trace : 0>
    aie.packet_dest<%m, DMA : 5>
  }
  // expected-warning @below {{gets packet ID 0, which a packet flow of the design has too}}
  aie.objectfifo @of(%m, {%a}, 1 : i32) : !aie.objectfifo<memref<16xi32>>
}
