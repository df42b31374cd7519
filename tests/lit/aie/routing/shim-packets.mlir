// Packets pass the shim mux from and to all ports behind it, on all shim tiles.
// RUN: aie-opt --aie-create-pathfinder-flows %s | FileCheck %s

// CHECK: aie.shim_mux(%shim_noc_tile_2_0) {
// CHECK-DAG: aie.connect<PLIO : 1, North : 1>
// CHECK-DAG: aie.connect<North : 2, NOC : 0>
// CHECK: aie.switchbox(%shim_noc_tile_2_0) {
// CHECK: aie.masterset(South : 2,
// CHECK: aie.packet_rules(South : 1) {
aie.device(xcvc1902) @noc {
  %s = aie.tile(2, 0)
  %a = aie.tile(2, 2)
  aie.packet_flow(1) {
    aie.packet_source<%s, PLIO : 1>
    aie.packet_dest<%a, DMA : 1>
  }
  aie.packet_flow(2) {
    aie.packet_source<%a, DMA : 0>
    aie.packet_dest<%s, NOC : 0>
  }
}

// CHECK: aie.shim_mux(%shim_pl_tile_0_0) {
// CHECK-NEXT: aie.connect<PLIO : 4, North : 4>
// CHECK-NEXT: }
// CHECK: aie.switchbox(%shim_pl_tile_0_0) {
// CHECK: aie.packet_rules(South : 4) {
aie.device(xcvc1902) @pl {
  %s = aie.tile(0, 0)
  %a = aie.tile(0, 2)
  aie.packet_flow(1) {
    aie.packet_source<%s, PLIO : 4>
    aie.packet_dest<%a, DMA : 1>
  }
}
