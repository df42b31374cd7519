// An xclbin with the cores for the emulator runs from its files alone, and gives
// what running the design gives. One thread and four give the same bytes.
// RUN: rm -rf %t && mkdir -p %t && cd %t
// RUN: aiecc --no-compile --host-program -j1 --tmpdir=w1 --aie-generate-xclbin --xclbin-name=a.xclbin --aie-generate-npu-insts --npu-insts-name=i.bin %s
// RUN: aiecc --no-compile --host-program -j4 --tmpdir=w4 --aie-generate-xclbin --xclbin-name=b.xclbin %s
// RUN: cmp a.xclbin b.xclbin
// RUN: aie-run --xclbin a.xclbin --insts i.bin --size 0=16 --out 0=files.bin
// RUN: aie-run %s --out 0=design.bin
// RUN: cmp files.bin design.bin
// RUN: od -An -td4 -w16 design.bin | FileCheck %s
// CHECK: 100 101 102 103

aie.device(npu1_1col) {
  %shim = aie.tile(0, 0)
  %t = aie.tile(0, 2)
  aie.objectfifo @out(%t, {%shim}, 1 : i32) : !aie.objectfifo<memref<4xi32>>
  aie.core(%t) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c4 = arith.constant 4 : index
    %base = arith.constant 100 : i32
    %v = aie.objectfifo.acquire @out(Produce, 1) : !aie.objectfifosubview<memref<4xi32>>
    %m = aie.objectfifo.subview.access %v[0] : !aie.objectfifosubview<memref<4xi32>> -> memref<4xi32>
    scf.for %i = %c0 to %c4 step %c1 {
      %n = arith.index_cast %i : index to i32
      %s = arith.addi %n, %base : i32
      memref.store %s, %m[%i] : memref<4xi32>
    }
    aie.objectfifo.release @out(Produce, 1)
    aie.end
  }
  aie.runtime_sequence(%o: memref<4xi32>) {
    aiex.npu.dma_memcpy_nd(%o[0, 0, 0, 0][1, 1, 1, 4][0, 0, 0, 1]) {id = 0 : i64, metadata = @out} : memref<4xi32>
    aiex.npu.dma_wait {symbol = @out}
  }
}
