// A flow for each way that packets take to an end, also where two ways are the same
// to look at.
// RUN: aie-opt --aie-find-flows %s | FileCheck %s

// CHECK: aie.packet_flow(3) {
// CHECK: aie.packet_flow(1) {
// CHECK: aie.packet_flow(1) {
// CHECK-NOT: aie.packet_flow
aie.device(npu1) {
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  %sa = aie.switchbox(%a) {
    %0 = aie.amsel<0> (0)
    %1 = aie.amsel<0> (1)
    %2 = aie.masterset(North : 0, %0, %1)
    aie.packet_rules(DMA : 0) {
      aie.rule(31, 1, %0)
      aie.rule(31, 1, %1)
      aie.rule(31, 3, %1)
    }
  }
  %sb = aie.switchbox(%b) {
    %0 = aie.amsel<0> (0)
    %2 = aie.masterset(DMA : 0, %0)
    aie.packet_rules(South : 0) {
      aie.rule(0, 0, %0)
    }
  }
  aie.wire(%a : DMA, %sa : DMA)
  aie.wire(%sa : North, %sb : South)
  aie.wire(%b : DMA, %sb : DMA)
}
