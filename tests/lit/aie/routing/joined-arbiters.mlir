// IDs 0 and 1 get arbiters of their own, then ID 2 goes to both of their ports:
// both need the same arbiter.
// RUN: aie-opt --aie-create-pathfinder-flows %s | FileCheck %s

// CHECK: %[[A:.*]] = aie.tile(0, 2)
// CHECK: aie.switchbox(%[[A]]) {
// CHECK-NEXT: %[[V0:.*]] = aie.amsel<0> (0)
// CHECK-NEXT: %[[V1:.*]] = aie.amsel<0> (1)
// CHECK-NEXT: %[[V2:.*]] = aie.amsel<0> (2)
// CHECK-NEXT: aie.masterset(Core : 0, %[[V0]], %[[V2]])
// CHECK-NEXT: aie.masterset(DMA : 0, %[[V1]], %[[V2]])
// CHECK-NEXT: aie.packet_rules(DMA : 0) {
// CHECK-NEXT: aie.rule(31, 2, %[[V2]])
// CHECK-NEXT: aie.rule(31, 1, %[[V1]])
// CHECK-NEXT: aie.rule(31, 0, %[[V0]])
aie.device(npu1_1col) {
  %a = aie.tile(0, 2)
  aie.packet_flow(0) {
    aie.packet_source<%a, DMA : 0>
    aie.packet_dest<%a, Core : 0>
  }
  aie.packet_flow(1) {
    aie.packet_source<%a, DMA : 0>
    aie.packet_dest<%a, DMA : 0>
  }
  aie.packet_flow(2) {
    aie.packet_source<%a, DMA : 0>
    aie.packet_dest<%a, Core : 0>
    aie.packet_dest<%a, DMA : 0>
  }
}
