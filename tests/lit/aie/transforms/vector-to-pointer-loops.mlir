// RUN: aie-opt --aie-vector-to-pointer-loops %s | FileCheck %s
// RUN: aie-opt --aie-vector-to-pointer-loops %s | aie-opt -o /dev/null

// Each index is counted in bytes of its own memref; a sum that is an address
// before it is the next iteration's index becomes a pointer as well.
// CHECK-LABEL: @two(
// CHECK-SAME:  %[[A:.*]]: memref<64xi32>, %[[B:.*]]: memref<64xi16, 2 : i32>
// CHECK-DAG:   %[[C0:.*]] = arith.constant 0 : index
// CHECK-DAG:   %[[C20:.*]] = arith.constant 20 : index
// CHECK-DAG:   %[[C32:.*]] = arith.constant 32 : index
// CHECK-DAG:   %[[C16:.*]] = arith.constant 16 : index
// CHECK-DAG:   %[[GA:.*]] = builtin.unrealized_conversion_cast %[[A]] : memref<64xi32> to memref<64xi32, #ptr.generic_space>
// CHECK-DAG:   %[[PA:.*]] = ptr.to_ptr %[[GA]]
// CHECK-DAG:   %[[GB:.*]] = builtin.unrealized_conversion_cast %[[B]] : memref<64xi16, 2 : i32> to memref<64xi16, #ptr.generic_space>
// CHECK-DAG:   %[[PB:.*]] = ptr.to_ptr %[[GB]]
// CHECK-DAG:   %[[START:.*]] = ptr.ptr_add %[[PA]], %[[C20]]
// CHECK:       scf.for {{.*}} iter_args(%[[P:.*]] = %[[START]], %[[Q:.*]] = %[[PB]]) -> (!ptr.ptr<#ptr.generic_space>, !ptr.ptr<#ptr.generic_space>)
// CHECK:       %[[MP:.*]] = ptr.from_ptr %[[P]] metadata
// CHECK:       vector.load %[[MP]][%[[C0]]] : memref<64xi32, #ptr.generic_space>, vector<8xi32>
// CHECK:       %[[NEXT:.*]] = ptr.ptr_add %[[P]], %[[C32]]
// CHECK:       %[[MN:.*]] = ptr.from_ptr %[[NEXT]] metadata
// CHECK:       vector.store %{{.*}}, %[[MN]][%[[C0]]]
// CHECK:       %[[MQ:.*]] = ptr.from_ptr %[[Q]] metadata
// CHECK:       vector.store %{{.*}}, %[[MQ]][%[[C0]]] : memref<64xi16, #ptr.generic_space>, vector<8xi16>
// CHECK:       %[[QNEXT:.*]] = ptr.ptr_add %[[Q]], %[[C16]]
// CHECK:       scf.yield %[[NEXT]], %[[QNEXT]]

// An index that something else reads, in the loop or after it, that addresses two
// memrefs, or a memref with rows, stays an index.
// CHECK-LABEL: @indices(
// CHECK-NOT:   !ptr.ptr
aie.device(npu1_1col) {
  func.func @two(%a: memref<64xi32>, %b: memref<64xi16, 2 : i32>) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c5 = arith.constant 5 : index
    %c8 = arith.constant 8 : index
    scf.for %n = %c0 to %c5 step %c1 iter_args(%i = %c5, %j = %c0) -> (index, index) {
      %x = vector.load %a[%i] : memref<64xi32>, vector<8xi32>
      %next = arith.addi %i, %c8 : index
      vector.store %x, %a[%next] : memref<64xi32>, vector<8xi32>
      %y = arith.trunci %x : vector<8xi32> to vector<8xi16>
      vector.store %y, %b[%j] : memref<64xi16, 2 : i32>, vector<8xi16>
      %down = arith.addi %c8, %j : index
      scf.yield %next, %down : index, index
    }
    return
  }
  func.func @indices(%a: memref<64xi32>, %b: memref<64xi32>, %c: memref<8x8xi32>) -> index {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c5 = arith.constant 5 : index
    %c8 = arith.constant 8 : index
    %last:4 = scf.for %n = %c0 to %c5 step %c1
        iter_args(%i = %c5, %j = %c0, %k = %c0, %l = %c0) -> (index, index, index, index) {
      %x = vector.load %a[%i] : memref<64xi32>, vector<8xi32>
      vector.store %x, %b[%j] : memref<64xi32>, vector<8xi32>
      vector.store %x, %a[%j] : memref<64xi32>, vector<8xi32>
      vector.store %x, %a[%k] : memref<64xi32>, vector<8xi32>
      vector.store %x, %c[%l, %c0] : memref<8x8xi32>, vector<8xi32>
      %i1 = arith.addi %i, %c8 : index
      %j1 = arith.addi %j, %c8 : index
      %k1 = arith.muli %k, %c8 : index
      %l1 = arith.addi %l, %c1 : index
      scf.yield %i1, %j1, %k1, %l1 : index, index, index, index
    }
    return %last#0 : index
  }
}
