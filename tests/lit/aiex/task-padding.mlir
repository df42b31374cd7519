// A padded descriptor's length counts the padding, innermost padding is in words, and the outer
// size is that of the third dimension.
// RUN: split-file %s %t
// RUN: aie-opt --aie-dma-tasks-to-npu %t/good.mlir | FileCheck %s
// RUN: not aie-opt --aie-dma-tasks-to-npu %t/unpadded.mlir 2>&1 | FileCheck %s --check-prefix=UNPADDED
// RUN: not aie-opt --aie-dma-tasks-to-npu %t/odd.mlir 2>&1 | FileCheck %s --check-prefix=ODD

// 2 rows of (4 + 4 + 4 words), a row before and after, 3 times.
// CHECK: buffer_length = 144 : i32
// CHECK-SAME: d0_size = 4 : i32
// CHECK-SAME: d0_zero_after = 4 : i32, d0_zero_before = 4 : i32
// CHECK-SAME: d1_size = 2 : i32
// CHECK-SAME: d1_zero_after = 1 : i32, d1_zero_before = 1 : i32
// CHECK-SAME: d2_size = 3 : i32
// UNPADDED: error: {{.*}}Buffer descriptor length does not match
// ODD: error: {{.*}}Inner-most padding must be a multiple of 32 bits.

//--- good.mlir
aie.device(npu1) {
  %m = aie.tile(0, 1)
  %b = aie.buffer(%m) {sym_name = "b", address = 0 : i32} : memref<1024xi16>
  aie.runtime_sequence() {
    %t = aiex.dma_configure_task(%m, MM2S, 0) {
      aie.dma_bd(%b : memref<1024xi16>, 0, 288, [<size = 3, stride = 64>, <size = 2, stride = 16>, <size = 8, stride = 1>], [<const_pad_before = 0, const_pad_after = 0>, <const_pad_before = 1, const_pad_after = 1>, <const_pad_before = 8, const_pad_after = 8>]) {bd_id = 0 : i32}
      aie.end
    }
  }
}
//--- unpadded.mlir
aie.device(npu1) {
  %m = aie.tile(0, 1)
  %b = aie.buffer(%m) {sym_name = "b", address = 0 : i32} : memref<1024xi16>
  aie.runtime_sequence() {
    %t = aiex.dma_configure_task(%m, MM2S, 0) {
      aie.dma_bd(%b : memref<1024xi16>, 0, 16, [<size = 2, stride = 16>, <size = 8, stride = 1>], [<const_pad_before = 1, const_pad_after = 1>, <const_pad_before = 8, const_pad_after = 8>]) {bd_id = 0 : i32}
      aie.end
    }
  }
}
//--- odd.mlir
aie.device(npu1) {
  %m = aie.tile(0, 1)
  %b = aie.buffer(%m) {sym_name = "b", address = 0 : i32} : memref<1024xi16>
  aie.runtime_sequence() {
    %t = aiex.dma_configure_task(%m, MM2S, 0) {
      aie.dma_bd(%b : memref<1024xi16>, 0, 18, [<size = 2, stride = 16>, <size = 8, stride = 1>], [<const_pad_before = 0, const_pad_after = 0>, <const_pad_before = 1, const_pad_after = 0>]) {bd_id = 0 : i32}
      aie.end
    }
  }
}
