// A register write relative to a buffer becomes an absolute one, and nothing else of it is left.
// RUN: aie-opt --aie-dma-to-npu %s | FileCheck %s

// CHECK: aiex.npu.blockwrite(%{{.*}}) {address = 2098576 : ui32} : memref<4xi32>
// CHECK: aiex.npu.maskwrite32 {address = 2098576 : ui32, mask = 3 : ui32, value = 1 : ui32}
// CHECK: aiex.npu.write32 {address = 2098576 : ui32, value = 1 : ui32}
// What is absolute already stays as it is.
// CHECK: aiex.npu.write32 {address = 100 : ui32, note = 4 : i32, value = 1 : ui32}
aie.device(npu1_1col) {
  memref.global "private" constant @data : memref<4xi32> = dense<[4, 3, 2, 1]>
  %t = aie.tile(0, 2)
  %b = aie.buffer(%t) {address = 1024 : i32, sym_name = "b"} : memref<128xi32>
  aie.runtime_sequence() {
    %0 = memref.get_global @data : memref<4xi32>
    aiex.npu.blockwrite(%0) {buffer = @b, address = 100 : ui32, note = 1 : ui32} : memref<4xi32>
    aiex.npu.maskwrite32 {buffer = @b, address = 100 : ui32, value = 1 : ui32, mask = 3 : ui32, note = 2 : i32}
    aiex.npu.write32 {buffer = @b, address = 100 : ui32, value = 1 : ui32, note = 3 : i32}
    aiex.npu.write32 {address = 100 : ui32, value = 1 : ui32, note = 4 : i32}
  }
}
