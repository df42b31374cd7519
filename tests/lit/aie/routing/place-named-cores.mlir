// A named core leaves the list of places at its turn, keeping the order of the others.
// RUN: aie-opt --aie-place-tiles --split-input-file %s | FileCheck %s

// CHECK-LABEL: @order
// CHECK: aie.buffer(%tile_0_4) {sym_name = "any"}
// CHECK: aie.buffer(%tile_0_3) {sym_name = "any2"}
module @order {
  aie.device(npu1) {
    %exact = aie.logical_tile<CoreTile>(0, 2)
    %row = aie.logical_tile<CoreTile>(?, 5)
    %any = aie.logical_tile<CoreTile>(?, ?)
    %any2 = aie.logical_tile<CoreTile>(?, ?)
    %b0 = aie.buffer(%any) {sym_name = "any"} : memref<64xi32>
    %b1 = aie.buffer(%any2) {sym_name = "any2"} : memref<64xi32>
  }
}

// -----

// Only logical cores draw memory and shim tiles to their column.
// CHECK-LABEL: @fixed
// CHECK-DAG: %[[M:.*]] = aie.tile(0, 1)
// CHECK-DAG: %[[S:.*]] = aie.tile(0, 0)
// CHECK: aie.objectfifo @in(%[[S]], {%[[M]]}
module @fixed {
  aie.device(npu2) {
    %core = aie.tile(3, 2)
    %shim = aie.logical_tile<ShimNOCTile>(?, ?)
    %mem = aie.logical_tile<MemTile>(?, ?)
    aie.objectfifo @in(%shim, {%mem}, 2 : i32) : !aie.objectfifo<memref<16xi32>>
    aie.objectfifo @to(%mem, {%core}, 2 : i32) : !aie.objectfifo<memref<16xi32>>
    aie.objectfifo.link [@in] -> [@to] ([] [])
  }
}
