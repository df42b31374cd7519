// Ports that belong to the shim's switch itself do not pass its mux.
// RUN: aie-opt --aie-create-pathfinder-flows %s | FileCheck %s --implicit-check-not=aie.shim_mux

// CHECK: aie.switchbox(%shim_noc_tile_0_0) {
// CHECK-NEXT: aie.connect<TileControl : 0, North : {{[0-9]}}>
// CHECK-NEXT: }
aie.device(npu1_1col) @from_control_port {
  %s = aie.tile(0, 0)
  %a = aie.tile(0, 2)
  aie.flow(%s, TileControl : 0, %a, DMA : 0)
}
