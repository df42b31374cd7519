// RUN: aie-opt --split-input-file --verify-diagnostics --aie-objectFifo-stateful-transform=packet-sw-objFifos %s | FileCheck %s

// A core would read packet headers from its stream as data, so that FIFO is a
// circuit.
// CHECK-LABEL: @to_core_stream
// CHECK:       aie.flow(%{{.*}}, DMA : 0, %{{.*}}, Core : 0)
// CHECK-NOT:   aie.dma_bd_packet
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

// -----

// A FIFO that finds no channel does not ask for an ID.
aie.device(npu1) @channels_first {
  // expected-error @below {{number of output DMA channel exceeded!}}
  %a = aie.tile(0, 2)
  %b = aie.tile(3, 3)
  %c = aie.tile(3, 4)
  %d = aie.tile(3, 5)
  aie.packet_flow(29) {
    aie.packet_source<%b, Trace : 0>
    aie.packet_dest<%c, DMA : 1>
  }
  aie.objectfifo @f0(%a, {%b}, 1 : i32) : !aie.objectfifo<memref<4xi32>>
  aie.objectfifo @f1(%a, {%c}, 1 : i32) : !aie.objectfifo<memref<4xi32>>
  // expected-note @below {{none of the tile's 2 channels is left for objectFIFO @f2}}
  aie.objectfifo @f2(%a, {%d}, 1 : i32) : !aie.objectfifo<memref<4xi32>>
}
