// A stream that goes round in a ring of switches comes out nowhere else.
// RUN: aie-opt --aie-find-flows %s | FileCheck %s

// CHECK: aie.packet_flow(1) {
// CHECK-NEXT: aie.packet_source<%tile_0_2, DMA : 0>
// CHECK-NEXT: aie.packet_dest<%tile_0_3, DMA : 0>
// CHECK-NEXT: }
// CHECK-NOT: aie.packet_flow
aie.device(npu1_1col) {
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  %sa = aie.switchbox(%a) {
    %0 = aie.amsel<0> (0)
    %1 = aie.masterset(North : 0, %0)
    aie.packet_rules(DMA : 0) {
      aie.rule(31, 1, %0)
    }
    aie.packet_rules(North : 0) {
      aie.rule(31, 1, %0)
    }
  }
  %sb = aie.switchbox(%b) {
    %0 = aie.amsel<0> (0)
    %1 = aie.masterset(DMA : 0, %0)
    %2 = aie.masterset(South : 0, %0)
    aie.packet_rules(South : 0) {
      aie.rule(31, 1, %0)
    }
  }
  aie.wire(%a : DMA, %sa : DMA)
  aie.wire(%b : DMA, %sb : DMA)
  aie.wire(%sa : North, %sb : South)
}
