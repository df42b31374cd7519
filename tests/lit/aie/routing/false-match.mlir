// The ID in the error is the value that the rule would have had: 10, for 11 and 10.
// RUN: not aie-opt --aie-create-pathfinder-flows %s 2>&1 | FileCheck %s

// CHECK: error: 'aie.rule' op can lead to false packet id match for id 10, which is not supposed to pass through this port.
// CHECK: Please consider changing all uses of packet id 10 to avoid deadlock.
aie.device(npu1) {
  %m = aie.tile(1, 1)
  %a = aie.tile(1, 2)
  aie.packet_flow(10) {
    aie.packet_source<%m, DMA : 0>
    aie.packet_dest<%a, DMA : 1>
  }
  aie.packet_flow(11) {
    aie.packet_source<%m, DMA : 0>
    aie.packet_dest<%a, DMA : 1>
  }
  aie.packet_flow(12) {
    aie.packet_source<%m, DMA : 0>
    aie.packet_dest<%a, DMA : 0>
  }
  aie.packet_flow(8) {
    aie.packet_source<%m, DMA : 0>
    aie.packet_dest<%a, DMA : 0>
  }
  aie.packet_flow(3) {
    aie.packet_source<%m, DMA : 0>
    aie.packet_dest<%a, DMA : 0>
  }
}
