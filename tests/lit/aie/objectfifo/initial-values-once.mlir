// A memory tile that no link fills has its initial values only, and its DMA waits
// after it sent them.
// RUN: aie-opt --split-input-file --verify-diagnostics --aie-objectFifo-stateful-transform %s -o /dev/null

aie.device(npu2) {
  %m = aie.tile(0, 1)
  %t = aie.tile(0, 2)
  // expected-warning @below {{sends its initial values once and then waits forever: it has an iter_count of 4, and nothing fills it again}}
  aie.objectfifo @four(%m, {%t}, [2 : i32, 1 : i32]) {iter_count = 4 : i32} : !aie.objectfifo<memref<4xi32>> = [dense<0> : memref<4xi32>, dense<1> : memref<4xi32>]
  aie.objectfifo @one(%m, {%t}, [2 : i32, 1 : i32]) {iter_count = 1 : i32} : !aie.objectfifo<memref<4xi32>> = [dense<0> : memref<4xi32>, dense<1> : memref<4xi32>]
}
