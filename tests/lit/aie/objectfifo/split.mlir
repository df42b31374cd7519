// Which FIFOs move by DMA, and where their objects lie.
// RUN: aie-opt --split-input-file --aie-objectFifo-stateful-transform %s | FileCheck %s

// Neighbours share one ring: with a consumer to the east it is the producer's,
// with one to the west the consumer's. via_DMA moves data nevertheless.
// CHECK-LABEL: @shared
// CHECK:       %[[A:.*]] = aie.tile(1, 3)
// CHECK:       %[[E:.*]] = aie.tile(2, 3)
// CHECK:       %[[W:.*]] = aie.tile(0, 3)
// CHECK-DAG:   aie.buffer(%[[A]]) {sym_name = "east_buff_0"}
// CHECK-DAG:   aie.buffer(%[[W]]) {sym_name = "west_buff_0"}
// CHECK-DAG:   aie.buffer(%[[A]]) {sym_name = "dma_buff_0"}
// CHECK-DAG:   aie.buffer(%[[E]]) {sym_name = "dma_cons_buff_0"}
// CHECK:       aie.flow(%[[A]], DMA : 0, %[[E]], DMA : 0)
// CHECK-NOT:   aie.flow
aie.device(npu1) @shared {
  %a = aie.tile(1, 3)
  %e = aie.tile(2, 3)
  %w = aie.tile(0, 3)
  aie.objectfifo @east(%a, {%e}, 1 : i32) : !aie.objectfifo<memref<8xi32>>
  aie.objectfifo @west(%a, {%w}, 1 : i32) : !aie.objectfifo<memref<8xi32>>
  aie.objectfifo @dma(%a, {%e}, 1 : i32) {via_DMA = true} : !aie.objectfifo<memref<8xi32>>
}

// -----

// A layout at a consumer to the west forces DMA: the producer's end is then in
// the producer's own memory, which its DMA reaches.
// CHECK-LABEL: @west_layout
// CHECK:       %[[A:.*]] = aie.tile(1, 3)
// CHECK:       %[[W:.*]] = aie.tile(0, 3)
// CHECK:       aie.buffer(%[[W]]) {sym_name = "of_cons_buff_0"}
// CHECK:       aie.buffer(%[[A]]) {sym_name = "of_buff_0"}
// CHECK:       aie.lock(%[[A]], 0) {init = 1 : i32, sym_name = "of_prod_lock_0"}
// CHECK:       aie.mem(%[[A]])
// CHECK:       aie.dma_bd(%of_buff_0 : memref<8xi32>, 0, 8)
// CHECK:       aie.mem(%[[W]])
// CHECK:       aie.dma_bd(%of_cons_buff_0 : memref<8xi32>, 0, 8, [<size = 2, stride = 1>, <size = 4, stride = 2>])
aie.device(npu1) @west_layout {
  %a = aie.tile(1, 3)
  %w = aie.tile(0, 3)
  aie.objectfifo @of(%a, {%w dimensionsFromStream [<size = 2, stride = 1>, <size = 4, stride = 2>]}, 1 : i32) : !aie.objectfifo<memref<8xi32>>
}

// -----

// A core that sends to itself by DMA fills the producer's end and drains the
// consumer's.
// CHECK-LABEL: @loopback
// CHECK:       aie.core
// CHECK:       aie.use_lock(%of_prod_lock_0, AcquireGreaterEqual, 1)
// CHECK:       call @use(%of_buff_0)
// CHECK:       aie.use_lock(%of_cons_lock_0, Release, 1)
// CHECK:       aie.use_lock(%of_cons_cons_lock_0, AcquireGreaterEqual, 1)
// CHECK:       call @use(%of_cons_buff_0)
// CHECK:       aie.use_lock(%of_cons_prod_lock_0, Release, 1)
aie.device(npu1) @loopback {
  %a = aie.tile(1, 3)
  aie.objectfifo @of(%a, {%a}, 1 : i32) {via_DMA = true} : !aie.objectfifo<memref<8xi32>>
  func.func private @use(memref<8xi32>)
  aie.core(%a) {
    %0 = aie.objectfifo.acquire @of(Produce, 1) : !aie.objectfifosubview<memref<8xi32>>
    %1 = aie.objectfifo.subview.access %0[0] : !aie.objectfifosubview<memref<8xi32>> -> memref<8xi32>
    func.call @use(%1) : (memref<8xi32>) -> ()
    aie.objectfifo.release @of(Produce, 1)
    %2 = aie.objectfifo.acquire @of(Consume, 1) : !aie.objectfifosubview<memref<8xi32>>
    %3 = aie.objectfifo.subview.access %2[0] : !aie.objectfifosubview<memref<8xi32>> -> memref<8xi32>
    func.call @use(%3) : (memref<8xi32>) -> ()
    aie.objectfifo.release @of(Consume, 1)
    aie.end
  }
}
