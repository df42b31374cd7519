// Words to operations and back give the words.
// RUN: aie-translate --aie-npu-to-binary %s -o %t.bin
// RUN: aie-translate --txn-to-mlir %t.bin | FileCheck %s
// RUN: not aie-translate --txn-to-mlir %s 2>&1 | FileCheck %s --check-prefix=TEXT

// CHECK:      aie.device(npu1_2col) {
// CHECK-NEXT:   memref.global "private" constant @config_blockwrite_data_0 : memref<3xi32> = dense<[1, 2, 3]>
// CHECK:        aiex.npu.blockwrite(%{{.*}}) {address = 64 : ui32}
// CHECK-NEXT:   aiex.npu.write32 {address = 4 : ui32, value = 9 : ui32}
// CHECK-NEXT:   aiex.npu.load_pdi {address = 8589934592 : ui64, id = 2 : i32, size = 7 : i32}
// TEXT: error: Failed to parse binary
aie.device(npu1_2col) {
  memref.global "private" constant @d : memref<3xi32> = dense<[1, 2, 3]>
  aie.runtime_sequence() {
    %d = memref.get_global @d : memref<3xi32>
    aiex.npu.blockwrite(%d) {address = 64 : ui32} : memref<3xi32>
    aiex.npu.write32 {address = 4 : ui32, value = 9 : ui32}
    aiex.npu.load_pdi {address = 8589934592 : ui64, id = 2 : i32, size = 7 : i32}
  }
}
