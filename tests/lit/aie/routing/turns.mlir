// No path turns round in a port: a memory tile's trace leaves to the south only,
// and comes back north by way of the shim.
// RUN: aie-opt --aie-create-pathfinder-flows %s | FileCheck %s --implicit-check-not="aie.connect<South : 0, North : 0>"

// CHECK: aie.switchbox(%shim_noc_tile_0_0) {
// CHECK-NEXT: aie.connect<North : [[DOWN:[0-9]]], North : {{[0-9]}}>
// CHECK: aie.connect<Trace : 0, South : [[DOWN]]>
aie.device(npu1_1col) {
  %m = aie.tile(0, 1)
  %a = aie.tile(0, 2)
  aie.flow(%m, Trace : 0, %a, DMA : 0)
}
