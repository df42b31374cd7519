// A chain or a task for an allocation that does not exist fails the pass, not only the eye.
// RUN: split-file %s %t
// RUN: not aie-opt --aie-materialize-bd-chains %t/chain.mlir 2>&1 | FileCheck %s
// RUN: not aie-opt --aie-substitute-shim-dma-allocations %t/task.mlir 2>&1 | FileCheck %s

// CHECK: error: {{.*}}no shim DMA allocation found for symbol

//--- chain.mlir
aie.device(npu1) {
  aie.bd_chain @c(%m: memref<64xi32>) {
    aie.dma_bd(%m : memref<64xi32>, 0, 64)
    aie.end
  }
  aie.runtime_sequence(%x: memref<64xi32>) {
    %t = aiex.dma_start_bd_chain_for @c(%x) : (memref<64xi32>) for @nowhere
  }
}
//--- task.mlir
aie.device(npu1) {
  aie.runtime_sequence(%x: memref<64xi32>) {
    %t = aiex.dma_configure_task_for @nowhere {
      aie.dma_bd(%x : memref<64xi32>, 0, 64)
      aie.end
    }
  }
}
