// A tile without users does not survive the lowering of vector transfers, also
// where there are none; routing then makes a tile where it needs one.
// RUN: aie-opt --aie-vector-transfer-lowering %s | FileCheck %s

// CHECK: aie.tile(0, 2)
// CHECK-NOT: aie.tile(0, 0)
aie.device(npu1_1col) {
  %s = aie.tile(0, 0)
  %a = aie.tile(0, 2)
  aie.flow(%a, DMA : 0, %a, Core : 0)
}
