// What names a FIFO afterwards names its shim allocation.
// RUN: aie-opt --aie-objectFifo-stateful-transform %s | FileCheck %s

// CHECK-NOT:   aie.objectfifo
// CHECK:       aiex.npu.dma_memcpy_nd(%{{.*}}) {id = 0 : i64, metadata = @in_shim_alloc}
// CHECK:       aiex.npu.dma_wait {symbol = @in_shim_alloc}
// CHECK:       aie.shim_dma_allocation @in_shim_alloc(%{{.*}}, MM2S, 0)
module {
  aie.device(npu1) {
    %s = aie.tile(0, 0)
    %a = aie.tile(0, 2)
    aie.objectfifo @in(%s, {%a}, 1 : i32) : !aie.objectfifo<memref<16xi32>>
    aie.runtime_sequence(%arg: memref<16xi32>) {
      aiex.npu.dma_memcpy_nd(%arg[0, 0, 0, 0][1, 1, 1, 16][0, 0, 0, 1]) {id = 0 : i64, metadata = @in} : memref<16xi32>
      aiex.npu.dma_wait {symbol = @in}
    }
  }
}
