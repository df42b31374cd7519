// Jobs sorted by number, chains and data after them; the end of a job is no operation.
// RUN: aie-translate --aie-cert-to-asm %s | FileCheck %s --strict-whitespace --match-full-lines

//      CHECK:; Code
// CHECK-NEXT:;
// CHECK-EMPTY:
// CHECK-NEXT:.attach_to_group 0
// CHECK-EMPTY:
// CHECK-NEXT:START_JOB 1
// CHECK-NEXT:  uC_DMA_WRITE_DES_SYNC  @chain_0
// CHECK-NEXT:END_JOB
// CHECK-EMPTY:
// CHECK-NEXT:START_JOB 2
// CHECK-NEXT:  WRITE_32               0x0001d214, 0x00000005
// CHECK-NEXT:  WAIT_TCTS              32, 6, 1
// CHECK-NEXT:END_JOB
// CHECK-EMPTY:
// CHECK-NEXT:.eop
// CHECK-EMPTY:
// CHECK-NEXT:EOF
//      CHECK:chain_0:
// CHECK-NEXT:  UC_DMA_BD       0, 0x00000040, @words, 2, 0, 0
//      CHECK:words:
// CHECK-NEXT:  .long           0x00000007
// CHECK-NEXT:  .long           0xffffffff
aie.device(npu2) {
  memref.global "private" constant @words : memref<2xi32> = dense<[7, -1]>
  aiex.cert.job(2) {
    aiex.cert.write32(119316, 5)
    aiex.cert.wait_tcts(32, 6, 1)
  }
  aiex.cert.uc_dma_chain @chain_0 {
    aiex.cert.uc_dma_bd @words, 64, 2, false
  }
  aiex.cert.job(1) {
    aiex.cert.uc_dma_write_des_sync(@chain_0)
  }
}
