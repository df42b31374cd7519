// A flow to its own port is one connection, also where another flow needs the sides
// of ports kept apart; where the switch has no such connection, it takes a walk.
// RUN: aie-opt --aie-create-pathfinder-flows %s | FileCheck %s

// CHECK-LABEL: aie.device(npu1) @shim
// CHECK: aie.switchbox(%shim_noc_tile_1_0) {
// CHECK-NEXT: aie.connect<South : 3, South : 2>
// CHECK-NEXT: }
// CHECK: aie.shim_mux(%shim_noc_tile_1_0) {
// CHECK-NEXT: aie.connect<DMA : 0, North : 3>
// CHECK-NEXT: aie.connect<North : 2, DMA : 0>
// CHECK-NEXT: }
aie.device(npu1) @shim {
  %s = aie.tile(1, 0)
  %a = aie.tile(1, 2)
  %b = aie.tile(1, 3)
  aie.flow(%s, DMA : 0, %s, DMA : 0)
  aie.flow(%a, Trace : 0, %b, DMA : 1)
}

// CHECK-LABEL: aie.device(npu1) @memory
// CHECK: aie.switchbox(%mem_tile_1_1) {
// CHECK-NEXT: aie.connect<DMA : 4, DMA : 4>
// CHECK-NEXT: aie.connect<North : [[C:[0-9]]], North : [[C]]>
// CHECK-NEXT: }
aie.device(npu1) @memory {
  %m = aie.tile(1, 1)
  %a = aie.tile(1, 2)
  %b = aie.tile(1, 3)
  aie.flow(%m, DMA : 4, %m, DMA : 4)
  aie.flow(%a, Trace : 0, %b, DMA : 1)
}

// CHECK-LABEL: aie.device(npu1) @core
// CHECK: aie.connect<East : [[C:[0-9]]], East : [[C]]>
// CHECK: aie.switchbox(%tile_1_2) {
// CHECK-NEXT: aie.connect<West : [[C]], Core : 0>
// CHECK-NEXT: aie.connect<Core : 0, West : [[C]]>
// CHECK-NEXT: }
aie.device(npu1) @core {
  %a = aie.tile(1, 2)
  aie.flow(%a, Core : 0, %a, Core : 0)
}
