// A stream that goes round in a ring of switches comes out nowhere else.
// RUN: aie-opt --aie-find-flows %s | FileCheck %s

// CHECK: aie.flow(%tile_0_2, DMA : 0, %tile_0_3, DMA : 0)
// CHECK-NOT: aie.flow
aie.device(npu1_1col) {
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  %sa = aie.switchbox(%a) {
    aie.connect<DMA : 0, North : 0>
    aie.connect<North : 1, North : 1>
  }
  %sb = aie.switchbox(%b) {
    aie.connect<South : 0, DMA : 0>
    aie.connect<South : 0, South : 1>
    aie.connect<South : 1, South : 2>
  }
  aie.wire(%a : DMA, %sa : DMA)
  aie.wire(%b : DMA, %sb : DMA)
  aie.wire(%sa : North, %sb : South)
}
