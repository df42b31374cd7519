// Packets that go along with a circuit leave its wires to it: those of other flows
// that would share them take others.
// RUN: aie-opt --aie-create-pathfinder-flows %s | FileCheck %s

// CHECK-LABEL: aie.device(npu1_1col)
// CHECK: aie.switchbox(%tile_0_2) {
// CHECK-NEXT: aie.connect<DMA : 0, South : [[C:[0-3]]]>
// CHECK-NEXT: aie.connect<DMA : 0, South : [[D:[0-3]]]>
// CHECK-NOT: aie.masterset(South : [[C]],
// CHECK-NOT: aie.masterset(South : [[D]],
// CHECK: aie.packet_rules(DMA : 1) {
// CHECK: aie.packet_rules(North : {{[0-3]}}) {
aie.device(npu1_1col) {
  %s = aie.tile(0, 0)
  %m = aie.tile(0, 1)
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  aie.packet_flow(1) {
    aie.packet_source<%b, Trace : 0>
    aie.packet_dest<%s, DMA : 1>
  }
  aie.packet_flow(2) {
    aie.packet_source<%a, DMA : 0>
    aie.packet_dest<%s, DMA : 0>
  }
  aie.packet_flow(3) {
    aie.packet_source<%a, DMA : 1>
    aie.packet_dest<%s, DMA : 1>
  }
  aie.flow(%a, DMA : 0, %m, DMA : 0)
}
