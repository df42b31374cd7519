// A job that does not fit a page is split; the jobs after it move up. One operation that is too
// large by itself stays as it is.
// RUN: aie-opt --cert-legalize-pages %s | FileCheck %s

// CHECK: aiex.cert.job(1) {
// CHECK-NEXT: aiex.cert.uc_dma_write_des_sync(@a)
// CHECK-NEXT: }
// CHECK: aiex.cert.job(2) {
// CHECK-NEXT: aiex.cert.uc_dma_write_des_sync(@b)
// CHECK-NEXT: }
// CHECK: aiex.cert.job(3) {
// CHECK-NEXT: aiex.cert.uc_dma_write_des_sync(@c)
// CHECK-NEXT: }
aie.device(npu2) {
  memref.global "private" constant @words : memref<1200xi32> = dense<1>
  memref.global "private" constant @huge : memref<3000xi32> = dense<1>
  aiex.cert.uc_dma_chain @a {
    aiex.cert.uc_dma_bd @words, 64, 1200, false
  }
  aiex.cert.uc_dma_chain @b {
    aiex.cert.uc_dma_bd @words, 64, 1200, false
  }
  aiex.cert.uc_dma_chain @c {
    aiex.cert.uc_dma_bd @huge, 64, 3000, false
  }
  aiex.cert.job(1) {
    aiex.cert.uc_dma_write_des_sync(@a)
    aiex.cert.uc_dma_write_des_sync(@b)
  }
  aiex.cert.job(2) {
    aiex.cert.uc_dma_write_des_sync(@c)
  }
}
