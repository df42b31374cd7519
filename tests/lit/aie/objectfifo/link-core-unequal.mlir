// A link in a core tile between FIFOs of different object sizes and depths: both
// DMA channels walk the whole ring of the larger objects, whole object by object.
// RUN: aie-opt --aie-objectFifo-stateful-transform %s | FileCheck %s

// CHECK-LABEL: aie.mem(%tile_0_3)
// CHECK:       aie.dma_start(S2MM, 0
// CHECK:       aie.dma_bd(%big_cons_buff_0 : memref<48xi32>, 0, 48)
// CHECK:       aie.dma_bd(%big_cons_buff_1 : memref<48xi32>, 0, 48)
// CHECK:       aie.dma_bd(%big_cons_buff_2 : memref<48xi32>, 0, 48)
// CHECK:       aie.dma_start(MM2S, 0
// CHECK:       aie.dma_bd(%big_cons_buff_0 : memref<48xi32>, 0, 48)
// CHECK:       aie.dma_bd(%big_cons_buff_1 : memref<48xi32>, 0, 48)
// CHECK:       aie.dma_bd(%big_cons_buff_2 : memref<48xi32>, 0, 48)
// CHECK-NOT:   aie.dma_bd
// CHECK:       aie.end

// The small FIFO comes first, and is the deeper one.
// CHECK-LABEL: aie.mem(%tile_2_3)
// CHECK:       aie.dma_start(S2MM, 0
// CHECK:       aie.dma_bd(%all_buff_0 : memref<64xi32>, 0, 64)
// CHECK:       aie.dma_bd(%all_buff_1 : memref<64xi32>, 0, 64)
// CHECK-NOT:   aie.dma_bd
// CHECK:       aie.dma_start(MM2S, 0
// CHECK:       aie.dma_bd(%all_buff_0 : memref<64xi32>, 0, 64)
// CHECK:       aie.dma_bd(%all_buff_1 : memref<64xi32>, 0, 64)
// CHECK-NOT:   aie.dma_bd
// CHECK:       aie.end
module {
  aie.device(npu1) {
    %shim = aie.tile(0, 0)
    %relay = aie.tile(0, 3)
    %far = aie.tile(2, 4)
    %shim2 = aie.tile(2, 0)
    %relay2 = aie.tile(2, 3)
    %far2 = aie.tile(0, 5)
    aie.objectfifo @big(%shim, {%relay}, 3 : i32) : !aie.objectfifo<memref<48xi32>>
    aie.objectfifo @small(%relay, {%far}, 2 : i32) : !aie.objectfifo<memref<16xi32>>
    aie.objectfifo.link [@big] -> [@small]([] [])
    aie.objectfifo @part(%shim2, {%relay2}, 4 : i32) : !aie.objectfifo<memref<16xi32>>
    aie.objectfifo @all(%relay2, {%far2}, 2 : i32) : !aie.objectfifo<memref<64xi32>>
    aie.objectfifo.link [@part] -> [@all]([] [])
  }
}
