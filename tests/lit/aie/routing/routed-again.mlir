// Routing a routed design changes nothing, nor does routing in two steps.
// RUN: aie-opt --aie-create-pathfinder-flows %s -o %t.once
// RUN: aie-opt --aie-create-pathfinder-flows --aie-create-pathfinder-flows %s -o %t.twice
// RUN: diff %t.once %t.twice
// RUN: aie-opt --aie-create-pathfinder-flows=route-packet=false --aie-create-pathfinder-flows=route-circuit=false %s | FileCheck %s

// CHECK-DAG: aie.connect<DMA : 0, North : {{[0-9]}}>
// CHECK-DAG: aie.masterset
aie.device(npu1_2col) {
  %s = aie.tile(0, 0)
  %m = aie.tile(0, 1)
  %a = aie.tile(0, 2)
  %b = aie.tile(1, 2)
  aie.flow(%s, DMA : 0, %m, DMA : 0)
  aie.flow(%m, DMA : 0, %a, DMA : 0)
  aie.flow(%m, DMA : 0, %b, DMA : 0)
  aie.flow(%b, DMA : 0, %s, DMA : 0)
  aie.packet_flow(1) {
    aie.packet_source<%a, DMA : 0>
    aie.packet_dest<%s, DMA : 1>
  }
  aie.packet_flow(2) {
    aie.packet_source<%b, DMA : 1>
    aie.packet_dest<%s, DMA : 1>
  }
}
