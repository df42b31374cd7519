// A run may bring a BD chain, and symbols inside loops are renamed too.
// RUN: aie-opt --aie-materialize-runtime-sequences %s | FileCheck %s

// CHECK-LABEL: aie.device(npu1) {
// CHECK:         aie.shim_dma_allocation @in_0(%{{.*}}, MM2S, 1)
// CHECK:         aie.bd_chain @whole(%[[M:.*]]: memref<64xi32>) {
// CHECK-NEXT:      aie.dma_bd(%[[M]] : memref<64xi32>, 0, 64)
// CHECK:         aie.runtime_sequence(%[[X:.*]]: memref<64xi32>
// CHECK-NEXT:      aiex.npu.load_pdi {device_ref = @work}
// CHECK-NEXT:      aiex.dma_start_bd_chain_for @whole(%[[X]]) : (memref<64xi32>) for @in_0
// CHECK:           scf.for
// CHECK-NEXT:        aiex.npu.dyn_dma_memcpy_nd(%[[X]][%{{.*}}][16][1]) {id = 0 : i64, metadata = @in_0}
// CHECK-LABEL: aie.device(npu1) @work
module {
  aie.device(npu1) @main {
    %s = aie.tile(0, 0)
    aie.shim_dma_allocation @in(%s, MM2S, 0)
    aie.runtime_sequence(%x: memref<64xi32>, %n: index) {
      aiex.configure @work {
        aiex.run @go(%x, %n) : (memref<64xi32>, index)
      }
    }
  }
  aie.device(npu1) @work {
    %s = aie.tile(0, 0)
    aie.shim_dma_allocation @in(%s, MM2S, 1)
    aie.bd_chain @whole(%m: memref<64xi32>) {
      aie.dma_bd(%m : memref<64xi32>, 0, 64)
      aie.end
    }
    aie.runtime_sequence @go(%x: memref<64xi32>, %n: index) {
      %t = aiex.dma_start_bd_chain_for @whole(%x) : (memref<64xi32>) for @in
      %zero = arith.constant 0 : index
      %step = arith.constant 16 : index
      scf.for %i = %zero to %n step %step {
        aiex.npu.dyn_dma_memcpy_nd(%x[%i][16][1]) {id = 0 : i64, metadata = @in} : memref<64xi32>
      }
    }
  }
}
