// What packet flows say about their headers counts for those that are written: not
// with route-packet=false, and not for packets that go along with a circuit.
// RUN: aie-opt --aie-create-pathfinder-flows=route-packet=false %s | FileCheck %s
// RUN: not aie-opt --aie-create-pathfinder-flows %s 2>&1 | FileCheck %s --check-prefix=ERROR

// CHECK-LABEL: aie.device(npu1) @circuit
// CHECK: aie.connect<DMA : 0, North : [[C:[0-9]]]>
// ERROR-NOT: drops the headers at DMA : 1
aie.device(npu1) @circuit {
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  %c = aie.tile(0, 4)
  aie.flow(%a, DMA : 0, %c, DMA : 1)
  aie.packet_flow(1) {
    aie.packet_source<%a, DMA : 0>
    aie.packet_dest<%c, DMA : 1>
  } {keep_pkt_header = true}
  aie.packet_flow(2) {
    aie.packet_source<%a, DMA : 0>
    aie.packet_dest<%c, DMA : 1>
  }
}

// CHECK-LABEL: aie.device(npu1) @packets
// ERROR: with ID 2 drops the headers at DMA : 0 of tile (0, 4), where another flow keeps them
aie.device(npu1) @packets {
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  %c = aie.tile(0, 4)
  aie.packet_flow(1) {
    aie.packet_source<%a, DMA : 0>
    aie.packet_dest<%c, DMA : 0>
  } {keep_pkt_header = true}
  aie.packet_flow(2) {
    aie.packet_source<%b, DMA : 0>
    aie.packet_dest<%c, DMA : 0>
  }
}
