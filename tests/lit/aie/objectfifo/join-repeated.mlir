// A joined object that is sent twice: its parts in order, twice, and each input
// fills twice the count.
// RUN: aie-opt --aie-objectFifo-stateful-transform %s | FileCheck %s

// CHECK-DAG:   sym_name = "out_prod_lock_0"
// CHECK-DAG:   {init = 2 : i32, sym_name = "out_prod_lock_1"}
// CHECK-LABEL: aie.memtile_dma
// CHECK:       aie.dma_start(S2MM, 0
// CHECK:       aie.use_lock(%out_prod_lock_0, AcquireGreaterEqual, 2)
// CHECK-NEXT:  aie.dma_bd(%out_buff_0 : memref<24xi32>, 0, 8)
// CHECK-NEXT:  aie.use_lock(%out_cons_lock_0, Release, 2)
// CHECK:       aie.dma_start(S2MM, 1
// CHECK:       aie.use_lock(%out_prod_lock_1, AcquireGreaterEqual, 2)
// CHECK-NEXT:  aie.dma_bd(%out_buff_0 : memref<24xi32>, 8, 16)
// CHECK-NEXT:  aie.use_lock(%out_cons_lock_1, Release, 2)
// CHECK:       aie.dma_start(MM2S, 0
// CHECK:       aie.use_lock(%out_cons_lock_0, AcquireGreaterEqual, 1)
// CHECK-NEXT:  aie.dma_bd(%out_buff_0 : memref<24xi32>, 0, 8)
// CHECK:       aie.use_lock(%out_cons_lock_1, AcquireGreaterEqual, 1)
// CHECK-NEXT:  aie.dma_bd(%out_buff_0 : memref<24xi32>, 8, 16)
// CHECK:       aie.use_lock(%out_cons_lock_0, AcquireGreaterEqual, 1)
// CHECK-NEXT:  aie.dma_bd(%out_buff_0 : memref<24xi32>, 0, 8)
// CHECK:       aie.use_lock(%out_cons_lock_1, AcquireGreaterEqual, 1)
// CHECK-NEXT:  aie.dma_bd(%out_buff_0 : memref<24xi32>, 8, 16)
// CHECK-NOT:   aie.dma_bd
// CHECK:       aie.end
module {
  aie.device(npu2) {
    %mem = aie.tile(1, 1)
    %a = aie.tile(1, 2)
    %b = aie.tile(1, 3)
    %c = aie.tile(1, 4)
    aie.objectfifo @in0(%a, {%mem}, 1 : i32) : !aie.objectfifo<memref<8xi32>>
    aie.objectfifo @in1(%b, {%mem}, 1 : i32) : !aie.objectfifo<memref<16xi32>>
    aie.objectfifo @out(%mem, {%c}, 1 : i32) {repeat_count = 2 : i32} : !aie.objectfifo<memref<24xi32>>
    aie.objectfifo.link [@in0, @in1] -> [@out]([0, 8] [])
  }
}
