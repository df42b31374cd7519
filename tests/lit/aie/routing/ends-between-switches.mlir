// A flow may end at a port that faces a neighbour. The switch there has to drive the
// port; that the stream passes the other side of the wire is not enough.
// RUN: aie-opt --aie-create-pathfinder-flows %s | FileCheck %s

// CHECK: aie.switchbox(%tile_0_2) {
// CHECK-NEXT: aie.connect<North : [[C:[0-9]]], North : 0>
// CHECK-NEXT: }
// CHECK: aie.switchbox(%tile_0_3) {
// CHECK-NEXT: aie.connect<DMA : 0, South : [[C]]>
// CHECK-NEXT: }
aie.device(npu1) {
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  aie.flow(%b, DMA : 0, %a, North : 0)
}
