// Two connections from one source in a switchbox made by hand are a broadcast.
// RUN: aie-opt --aie-create-pathfinder-flows %s | FileCheck %s

// CHECK: %[[M:.*]] = aie.tile(0, 1)
// CHECK: aie.switchbox(%[[M]]) {
// CHECK-NEXT: aie.connect<DMA : 0, North : 0>
// CHECK-NEXT: aie.connect<DMA : 0, North : 1>
// CHECK-NEXT: aie.connect<DMA : 1, North : [[C:[2-5]]]>
// CHECK-NEXT: }
// CHECK: aie.connect<South : [[C]], DMA : 1>
aie.device(npu1_1col) {
  %m = aie.tile(0, 1)
  %a = aie.tile(0, 2)
  %sm = aie.switchbox(%m) {
    aie.connect<DMA : 0, North : 0>
    aie.connect<DMA : 0, North : 1>
  }
  aie.flow(%m, DMA : 1, %a, DMA : 1)
}
