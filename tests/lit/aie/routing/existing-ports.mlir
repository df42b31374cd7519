// New flows keep off the ports, arbiters and msels of switchboxes made by hand.
// RUN: aie-opt --aie-create-pathfinder-flows %s | FileCheck %s

// North : 1 is what DMA : 1 would get in an empty switch.
// CHECK: %[[M:.*]] = aie.tile(0, 1)
// CHECK: aie.switchbox(%[[M]]) {
// CHECK-NEXT: aie.connect<DMA : 0, North : 1>
// CHECK-NEXT: aie.connect<DMA : 1, North : [[C:(0|[2-5])]]>
// CHECK-NEXT: }
// CHECK: aie.connect<South : [[C]], DMA : 1>
aie.device(npu1_1col) @circuits {
  %m = aie.tile(0, 1)
  %a = aie.tile(0, 2)
  %sm = aie.switchbox(%m) {
    aie.connect<DMA : 0, North : 1>
  }
  aie.flow(%m, DMA : 1, %a, DMA : 1)
}

// CHECK-LABEL: aie.device(npu1_1col) @packets
// CHECK: %[[M:.*]] = aie.tile(0, 1)
// CHECK: aie.switchbox(%[[M]]) {
// CHECK-NEXT: aie.amsel<0> (0)
// CHECK-NEXT: aie.masterset(North : [[TAKEN:[0-9]]]
// CHECK-NEXT: aie.packet_rules(DMA : 0) {
// CHECK-NEXT: aie.rule(31, 1,
// CHECK-NEXT: }
// CHECK-NEXT: %[[NEW:.*]] = aie.amsel<1> (0)
// CHECK-NOT: aie.masterset(North : [[TAKEN]]
// CHECK: aie.masterset(North : {{[0-9]}}, %[[NEW]])
// CHECK-NEXT: aie.packet_rules(DMA : 1) {
// CHECK-NEXT: aie.rule(31, 2, %[[NEW]])
aie.device(npu1_1col) @packets {
  %m = aie.tile(0, 1)
  %a = aie.tile(0, 2)
  %sm = aie.switchbox(%m) {
    %0 = aie.amsel<0> (0)
    %1 = aie.masterset(North : 1, %0)
    aie.packet_rules(DMA : 0) {
      aie.rule(31, 1, %0)
    }
  }
  aie.packet_flow(2) {
    aie.packet_source<%m, DMA : 1>
    aie.packet_dest<%a, DMA : 1>
  }
}
