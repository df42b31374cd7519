// A padded FIFO out of larger objects: the BDs count these, as in other links.
// RUN: aie-opt --aie-objectFifo-stateful-transform %s | FileCheck %s

// CHECK-LABEL: aie.memtile_dma
// CHECK:       aie.dma_bd(%in_cons_buff_0 : memref<64xi32>, 0, 64)
// CHECK:       aie.dma_start(MM2S
// CHECK:       aie.dma_bd(%in_cons_buff_0 : memref<64xi32>, 0, 64, [<size = 2, stride = 8>, <size = 4, stride = 1>], [<const_pad_before = 1, const_pad_after = 1>
module {
  aie.device(npu1) {
    %shim = aie.tile(0, 0)
    %mem = aie.tile(0, 1)
    %core = aie.tile(0, 2)
    aie.objectfifo @in(%shim, {%mem}, 2 : i32) : !aie.objectfifo<memref<64xi32>>
    aie.objectfifo @p(%mem dimensionsToStream [<size = 2, stride = 8>, <size = 4, stride = 1>], {%core}, 2 : i32) {padDimensions = #aie<bd_pad_layout_array[<const_pad_before = 1, const_pad_after = 1>, <const_pad_before = 0, const_pad_after = 0>]>} : !aie.objectfifo<memref<16xi32>>
    aie.objectfifo.link [@in] -> [@p]([] [])
  }
}
