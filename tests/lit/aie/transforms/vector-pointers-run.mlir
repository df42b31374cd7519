// A core computes the same with its vector transfers at carried positions, and
// with pointers instead of these.
// RUN: aie-run %s --out 0=%t.plain
// RUN: aie-opt --aie-hoist-vector-transfer-pointers %s -o %t.hoisted.mlir
// RUN: FileCheck %s --check-prefix=HOISTED < %t.hoisted.mlir
// RUN: aie-run %t.hoisted.mlir --out 0=%t.hoisted
// RUN: cmp %t.plain %t.hoisted
// RUN: aie-opt --pass-pipeline='builtin.module(aie.device(aie-vector-transfer-lowering,aie-vector-to-pointer-loops))' %t.hoisted.mlir -o %t.pointers.mlir
// RUN: FileCheck %s --check-prefix=POINTERS < %t.pointers.mlir
// RUN: aie-run %t.pointers.mlir --out 0=%t.pointers
// RUN: cmp %t.plain %t.pointers
// RUN: od -An -td4 -w32 -v %t.plain | FileCheck %s --check-prefix=VALUES

// Row i of the output is row i of the input twice, its four vectors in reverse.
// VALUES:       48 50 52 54 56 58 60 62
// VALUES-NEXT:  32 34 36 38 40 42 44 46
// VALUES-NEXT:  16 18 20 22 24 26 28 30
// VALUES-NEXT:  0 2 4 6 8 10 12 14
// VALUES-NEXT:  248 250 252 254 256 258 260 262

// HOISTED:      memref.collapse_shape {{.*}} : memref<4x32xi32> into memref<128xi32>
// HOISTED:      scf.for {{.*}} iter_args(%[[READ:.*]] = %{{.*}}, %[[WRITE:.*]] = %{{.*}}) -> (index, index)
// HOISTED:      vector.transfer_read %{{.*}}[%[[READ]]]
// HOISTED:      vector.transfer_write %{{.*}}, %{{.*}}[%[[WRITE]]]

// POINTERS:     scf.for {{.*}} -> (!ptr.ptr<#ptr.generic_space>, !ptr.ptr<#ptr.generic_space>)
// POINTERS-NOT: vector.load {{.*}}memref<128xi32>,

aie.device(npu1_1col) {
  %shim = aie.tile(0, 0)
  %t = aie.tile(0, 2)
  %a = aie.buffer(%t) {sym_name = "a"} : memref<4x32xi32>
  aie.objectfifo @out(%t, {%shim}, 1 : i32) : !aie.objectfifo<memref<4x32xi32>>
  aie.core(%t) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c4 = arith.constant 4 : index
    %c8 = arith.constant 8 : index
    %c24 = arith.constant 24 : index
    %c32 = arith.constant 32 : index
    %c100 = arith.constant 100 : index
    %zero = arith.constant 0 : i32
    scf.for %i = %c0 to %c4 step %c1 {
      scf.for %j = %c0 to %c32 step %c1 {
        %row = arith.muli %i, %c100 : index
        %sum = arith.addi %row, %j : index
        %value = arith.index_cast %sum : index to i32
        memref.store %value, %a[%i, %j] : memref<4x32xi32>
      }
    }
    %v = aie.objectfifo.acquire @out(Produce, 1) : !aie.objectfifosubview<memref<4x32xi32>>
    %m = aie.objectfifo.subview.access %v[0] : !aie.objectfifosubview<memref<4x32xi32>> -> memref<4x32xi32>
    scf.for %i = %c0 to %c4 step %c1 {
      scf.for %j = %c0 to %c32 step %c8 {
        %x = vector.transfer_read %a[%i, %j], %zero {in_bounds = [true]} : memref<4x32xi32>, vector<8xi32>
        %y = arith.addi %x, %x : vector<8xi32>
        %back = arith.subi %c24, %j : index
        vector.transfer_write %y, %m[%i, %back] {in_bounds = [true]} : vector<8xi32>, memref<4x32xi32>
      }
    }
    aie.objectfifo.release @out(Produce, 1)
    aie.end
  }
  aie.runtime_sequence(%o: memref<128xi32>) {
    aiex.npu.dma_memcpy_nd(%o[0, 0, 0, 0][1, 1, 1, 128][0, 0, 0, 1]) {id = 0 : i64, metadata = @out} : memref<128xi32>
    aiex.npu.dma_wait {symbol = @out}
  }
}
