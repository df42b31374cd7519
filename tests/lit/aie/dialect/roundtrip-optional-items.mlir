// The generic form can give items without those that stand before them in the syntax of a BD.
// RUN: aie-opt %s | FileCheck %s
// RUN: aie-opt %s | aie-opt | FileCheck %s

aie.device(npu1) {
  func.func @f(%b: memref<64xi32>) {
    // CHECK: aie.dma_bd(%arg0 : memref<64xi32>) {dimensions = #aie<bd_dim_layout_array[<size = 8, stride = 8>]>}
    "aie.dma_bd"(%b) {dimensions = #aie<bd_dim_layout_array[<size = 8, stride = 8>]>} : (memref<64xi32>) -> ()
    // CHECK: aie.dma_bd(%arg0 : memref<64xi32>, 0, 16) {pad_value = 3 : i32}
    "aie.dma_bd"(%b) {len = 16 : i32, pad_value = 3 : i32} : (memref<64xi32>) -> ()
    // CHECK: aie.dma_bd(%arg0 : memref<64xi32>, 0, 16) {pad_dimensions = #aie<bd_pad_layout_array[<const_pad_before = 1, const_pad_after = 2>]>, pad_value = 3 : i32}
    "aie.dma_bd"(%b) {len = 16 : i32, pad_dimensions = #aie<bd_pad_layout_array[<const_pad_before = 1, const_pad_after = 2>]>, pad_value = 3 : i32} : (memref<64xi32>) -> ()
    return
  }
}

// A lock's blocking may stand without a value.
aie.device(npu1) @locks {
  %t = aie.tile(0, 2)
  %l = aie.lock(%t, 0)
  %core = aie.core(%t) {
    // CHECK: aie.use_lock(%{{.*}}, AcquireGreaterEqual, NonBlocking)
    aie.use_lock(%l, AcquireGreaterEqual, NonBlocking)
    // CHECK: aie.use_lock(%{{.*}}, Release, 2, Blocking)
    aie.use_lock(%l, Release, 2, "Blocking")
    aie.end
  }
}
