// Of two carried indices that are added only one becomes a pointer; the other is a distance.
// RUN: aie-opt --aie-vector-to-pointer-loops %s | FileCheck %s

// CHECK-LABEL: func.func @two
// CHECK: scf.for {{.*}} -> (!ptr.ptr<#ptr.generic_space>, index)
aie.device(npu1_1col) {
  func.func @two(%a: memref<64xi32>) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c8 = arith.constant 8 : index
    %r:2 = scf.for %n = %c0 to %c8 step %c1 iter_args(%i = %c0, %j = %c8) -> (index, index) {
      %s = arith.addi %i, %j : index
      %x = vector.load %a[%s] : memref<64xi32>, vector<8xi32>
      vector.store %x, %a[%s] : memref<64xi32>, vector<8xi32>
      %i2 = arith.addi %i, %c8 : index
      %j2 = arith.addi %j, %c8 : index
      scf.yield %i2, %j2 : index, index
    }
    return
  }
}
