// Descriptor ids respect which channels can use them: odd channels of a memory tile use the upper half.
// RUN: aie-opt --aie-assign-runtime-sequence-bd-ids %s | FileCheck %s

// CHECK: aie.dma_bd({{.*}}) {bd_id = 0 : i32}
// CHECK: aie.dma_bd({{.*}}) {bd_id = 24 : i32}
aie.device(npu1) {
  %m = aie.tile(0, 1)
  %b = aie.buffer(%m) {sym_name = "b", address = 0 : i32} : memref<1024xi32>
  aie.runtime_sequence() {
    %t = aiex.dma_configure_task(%m, MM2S, 0) {
      aie.dma_bd(%b : memref<1024xi32>, 0, 64)
      aie.end
    }
    %u = aiex.dma_configure_task(%m, MM2S, 1) {
      aie.dma_bd(%b : memref<1024xi32>, 0, 64)
      aie.end
    }
  }
}
