// Channels: the lowest free one of each tile and direction, FIFO by FIFO; a
// memory tile's FIFOs with objects in a neighbour's memory choose first.
// RUN: aie-opt --split-input-file --aie-objectFifo-stateful-transform %s | FileCheck %s

// CHECK-LABEL: @plain
// CHECK:       aie.flow(%tile_0_2, DMA : 0, %tile_0_4, DMA : 0)
// CHECK:       aie.flow(%tile_0_2, DMA : 1, %tile_1_4, DMA : 0)
// CHECK:       aie.flow(%tile_1_4, DMA : 0, %tile_0_4, DMA : 1)
aie.device(npu1) @plain {
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 4)
  %c = aie.tile(1, 4)
  aie.objectfifo @ab(%a, {%b}, 1 : i32) : !aie.objectfifo<memref<8xi32>>
  aie.objectfifo @ac(%a, {%c}, 1 : i32) : !aie.objectfifo<memref<8xi32>>
  aie.objectfifo @cb(%c, {%b}, 1 : i32) {via_DMA = true} : !aie.objectfifo<memref<8xi32>>
}

// -----

// CHECK-LABEL: @neighbour
// CHECK-DAG:   aie.buffer(%mem_tile_0_1) {sym_name = "big_buff_1"}
// CHECK-DAG:   aie.buffer(%mem_tile_1_1) {sym_name = "big_buff_2"}
// CHECK:       aie.flow(%mem_tile_0_1, DMA : 1, %tile_0_2, DMA : 0)
// CHECK:       aie.flow(%mem_tile_0_1, DMA : 0, %tile_0_3, DMA : 0)
aie.device(npu1) @neighbour {
  %m = aie.tile(0, 1)
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  aie.objectfifo @small(%m, {%a}, 1 : i32) : !aie.objectfifo<memref<8xi32>>
  aie.objectfifo @big(%m, {%b}, [3, 1]) : !aie.objectfifo<memref<60000xi32>>
}
