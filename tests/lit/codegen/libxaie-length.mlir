// libxaie takes a length of 32 bits.
// RUN: not aie-translate --aie-generate-xaie %s 2>&1 | FileCheck %s
// CHECK: :[[# @LINE + 7]]:{{.*}}error: 'aie.dma_bd' op length of 4294967296 bytes does not fit in 32 bits
aie.device(npu1) {
  %t = aie.tile(0, 0)
  %b = aie.external_buffer {sym_name = "b"} : memref<536870912xi64>
  aie.shim_dma(%t) {
    %s = aie.dma_start(MM2S, 0, ^bd, ^end)
  ^bd:
    aie.dma_bd(%b : memref<536870912xi64>, 0, 536870912)
    aie.next_bd ^end
  ^end:
    aie.end
  }
}
