// RUN: aie-opt --aie-assign-bd-ids --split-input-file --verify-diagnostics %s | FileCheck %s

// Region form: the last descriptor goes back to the first, unless loop is false.
// CHECK-LABEL: @regions
// CHECK: aie.dma_bd({{.*}}) {bd_id = 0 : i32, next_bd_id = 1 : i32}
// CHECK: aie.dma_bd({{.*}}) {bd_id = 1 : i32, next_bd_id = 0 : i32}
// CHECK: aie.dma_bd({{.*}}) {bd_id = 2 : i32}
aie.device(npu1) @regions {
  %t = aie.tile(0, 2)
  %b = aie.buffer(%t) : memref<16xi32>
  %l = aie.lock(%t, 0)
  %m = aie.mem(%t) {
    %0 = aie.dma(S2MM, 0) [{
      aie.use_lock(%l, AcquireGreaterEqual, 1)
      aie.dma_bd(%b : memref<16xi32>)
      aie.use_lock(%l, Release, 1)
    }, {
      aie.use_lock(%l, AcquireGreaterEqual, 1)
      aie.dma_bd(%b : memref<16xi32>)
      aie.use_lock(%l, Release, 1)
    }]
    %1 = aie.dma(MM2S, 0) {loop = false} [{
      aie.use_lock(%l, AcquireGreaterEqual, 1)
      aie.dma_bd(%b : memref<16xi32>)
      aie.use_lock(%l, Release, 1)
    }]
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %b = aie.buffer(%t) : memref<16xi32>
  %m = aie.mem(%t) {
    %0 = aie.dma_start(S2MM, 0, ^bd0, ^end)
  ^bd0:
    aie.dma_bd(%b : memref<16xi32>) {bd_id = 3 : i32}
    aie.next_bd ^bd1
  ^bd1:
    // expected-error @below {{BD ID 3 is already given to another BD of this tile}}
    aie.dma_bd(%b : memref<16xi32>) {bd_id = 3 : i32}
    aie.next_bd ^bd0
  ^end:
    aie.end
  }
}

// -----

// What a chain that ends says of its successor is not true any more.
// CHECK-LABEL: @ends
// CHECK: aie.dma_bd(%{{.*}} : memref<16xi32>) {bd_id = 0 : i32}
aie.device(npu1) @ends {
  %t = aie.tile(0, 2)
  %b = aie.buffer(%t) {sym_name = "b"} : memref<16xi32>
  %m = aie.mem(%t) {
    %0 = aie.dma_start(S2MM, 0, ^bb1, ^bb2)
  ^bb1:
    aie.dma_bd(%b : memref<16xi32>) {next_bd_id = 9 : i32}
    aie.next_bd ^bb2
  ^bb2:
    aie.end
  }
}
