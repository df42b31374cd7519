// A DMA program that the design has already is continued where its starts end,
// also when BDs end there too; tiles and programs without a FIFO stay in place.
// RUN: aie-opt --split-input-file --aie-objectFifo-stateful-transform %s | FileCheck %s

// CHECK-LABEL: @extended
// CHECK:       aie.mem(%tile_0_2) {
// CHECK:         aie.dma_start(S2MM, 0, ^[[OWN:bb[0-9]+]], ^[[NEXT:bb[0-9]+]])
// CHECK:       ^[[OWN]]:
// CHECK:         aie.dma_bd(%own
// CHECK-NEXT:    aie.next_bd ^[[END:bb[0-9]+]]
// CHECK:       ^[[NEXT]]:
// CHECK:         aie.dma_start(MM2S, 0, ^[[BD:bb[0-9]+]], ^[[END]])
// CHECK:       ^[[BD]]:
// CHECK:         aie.dma_bd(%of_buff_0
// CHECK:       ^[[END]]:
// CHECK-NEXT:    aie.end
aie.device(npu1) @extended {
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 5)
  %own = aie.buffer(%a) {sym_name = "own"} : memref<8xi32>
  aie.objectfifo @of(%a, {%b}, 1 : i32) : !aie.objectfifo<memref<8xi32>>
  aie.mem(%a) {
    aie.dma_start(S2MM, 0, ^bd, ^end)
  ^bd:
    aie.dma_bd(%own : memref<8xi32>, 0, 8)
    aie.next_bd ^end
  ^end:
    aie.end
  }
}

// -----

// CHECK-LABEL: @untouched
// CHECK:       aie.mem
// CHECK:       aie.tile(3, 3)
aie.device(npu1) @untouched {
  %a = aie.tile(0, 2)
  aie.mem(%a) {
    aie.end
  }
  %b = aie.tile(3, 3)
  %c = aie.tile(3, 4)
  aie.objectfifo @of(%b, {%c}, 1 : i32) : !aie.objectfifo<memref<8xi32>>
}
