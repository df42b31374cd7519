// Canonicalization keeps the iteration of a four-dimensional shim transfer and a looping chain
// whose entry block only leads into it.
// RUN: aie-opt --canonicalize --aie-dma-tasks-to-npu %s | FileCheck %s

// CHECK: aiex.npu.writebd {bd_id = 0 : i32, buffer_length = 64 : i32
// CHECK-SAME: iteration_size = 3 : i32, iteration_stride = 255 : i32
// CHECK: aiex.npu.writebd {bd_id = 1 : i32
// CHECK-SAME: next_bd = 1 : i32
// CHECK-SAME: use_next_bd = 1 : i32
aie.device(npu1) {
  %s = aie.tile(0, 0)
  aie.runtime_sequence(%x: memref<1024xi32>) {
    %a = aiex.dma_configure_task(%s, MM2S, 0) {
      aie.dma_bd(%x : memref<1024xi32>, 0, 64, [<size = 4, stride = 256>, <size = 2, stride = 32>, <size = 4, stride = 8>, <size = 8, stride = 1>]) {bd_id = 0 : i32}
      aie.end
    } {repeat_count = 3 : i32}
    %b = aiex.dma_configure_task(%s, MM2S, 1) {
      aie.next_bd ^round
    ^round:
      aie.dma_bd(%x : memref<1024xi32>, 0, 64) {bd_id = 1 : i32}
      aie.next_bd ^round
    }
  }
}
