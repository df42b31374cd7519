// RUN: aie-opt --aie-hoist-vector-transfer-pointers --split-input-file %s | FileCheck %s
// RUN: aie-opt --aie-hoist-vector-transfer-pointers --split-input-file %s | aie-opt --split-input-file -o /dev/null
// RUN: aie-opt --aie-hoist-vector-transfer-pointers --canonicalize --split-input-file %s | FileCheck %s --check-prefix=START

// Both accesses of one place share a position; it starts with the lower bound,
// 2 * 1 * 64 + 3 * 1 + 5, and moves by 2 rows and 3 elements per iteration of step
// 4: 4 * (2 * 64 + 3).
// CHECK-LABEL: aie.core
// CHECK:       %[[FLAT:.*]] = memref.collapse_shape %{{.*}} {{\[}}[0, 1]] : memref<16x64xi32> into memref<1024xi32>
// START:       scf.for {{.*}} iter_args(%{{.*}} = %c136) -> (index)
// CHECK:       scf.for {{.*}} iter_args(%[[AT:.*]] = %{{.*}}) -> (index)
// CHECK:       vector.transfer_read %[[FLAT]][%[[AT]]], %{{.*}} {in_bounds = [true]} : memref<1024xi32>, vector<8xi32>
// CHECK:       vector.transfer_write %{{.*}}, %[[FLAT]][%[[AT]]] {in_bounds = [true]} : vector<8xi32>, memref<1024xi32>
// CHECK:       %[[STRIDE:.*]] = arith.constant 524 : index
// CHECK:       %[[NEXT:.*]] = arith.addi %[[AT]], %[[STRIDE]]
// CHECK:       scf.yield %[[NEXT]]
aie.device(npu1_1col) {
  %t = aie.tile(0, 2)
  %a = aie.buffer(%t) : memref<16x64xi32>
  aie.core(%t) {
    %c1 = arith.constant 1 : index
    %c2 = arith.constant 2 : index
    %c4 = arith.constant 4 : index
    %c7 = arith.constant 7 : index
    %zero = arith.constant 0 : i32
    scf.for %i = %c1 to %c7 step %c4 {
      %row = arith.muli %c2, %i : index
      %column = affine.apply affine_map<(d0) -> (d0 * 3 + 5)>(%i)
      %x = vector.transfer_read %a[%row, %column], %zero {in_bounds = [true]} : memref<16x64xi32>, vector<8xi32>
      %y = arith.addi %x, %x : vector<8xi32>
      vector.transfer_write %y, %a[%row, %column] {in_bounds = [true]} : vector<8xi32>, memref<16x64xi32>
    }
    aie.end
  }
}

// -----

// A vector of two whole rows is one piece.
// CHECK-LABEL: aie.core
// CHECK:       scf.for {{.*}} iter_args(%[[AT:.*]] =
// CHECK:       %[[ROW:.*]] = vector.transfer_read %{{.*}}[%[[AT]]], %{{.*}} {in_bounds = [true]} : memref<64xi32>, vector<16xi32>
// CHECK:       vector.shape_cast %[[ROW]] : vector<16xi32> to vector<1x2x8xi32>
aie.device(npu1_1col) {
  %t = aie.tile(0, 2)
  %a = aie.buffer(%t) : memref<2x4x8xi32>
  %b = aie.buffer(%t) : memref<2x4x8xi32>
  aie.core(%t) {
    %c0 = arith.constant 0 : index
    %c2 = arith.constant 2 : index
    %c4 = arith.constant 4 : index
    %zero = arith.constant 0 : i32
    scf.for %i = %c0 to %c4 step %c2 {
      %x = vector.transfer_read %a[%c0, %i, %c0], %zero {in_bounds = [true, true, true]} : memref<2x4x8xi32>, vector<1x2x8xi32>
      vector.transfer_write %x, %b[%c0, %c0, %c0] {in_bounds = [true, true, true]} : vector<1x2x8xi32>, memref<2x4x8xi32>
    }
    aie.end
  }
}

// -----

// Out of bounds, of rows that are not whole, by a stride that is not constant, at
// a place that does not move, or outside a core: no position.
// CHECK-LABEL: @not_a_core
// CHECK-NOT:   iter_args
// CHECK-NOT:   collapse_shape
aie.device(npu1_1col) {
  %t = aie.tile(0, 2)
  %a = aie.buffer(%t) : memref<16x64xi32>
  %n = aie.buffer(%t) : memref<1xindex>
  func.func @not_a_core(%m: memref<64xi32>) {
    %c0 = arith.constant 0 : index
    %c8 = arith.constant 8 : index
    %c64 = arith.constant 64 : index
    %zero = arith.constant 0 : i32
    scf.for %i = %c0 to %c64 step %c8 {
      %x = vector.transfer_read %m[%i], %zero {in_bounds = [true]} : memref<64xi32>, vector<8xi32>
      vector.transfer_write %x, %m[%c0] {in_bounds = [true]} : vector<8xi32>, memref<64xi32>
    }
    return
  }
  aie.core(%t) {
    %c0 = arith.constant 0 : index
    %c2 = arith.constant 2 : index
    %c4 = arith.constant 4 : index
    %zero = arith.constant 0 : i32
    scf.for %i = %c0 to %c4 step %c2 {
      %outside = vector.transfer_read %a[%c0, %i], %zero : memref<16x64xi32>, vector<8xi32>
      %parts = vector.transfer_read %a[%i, %c0], %zero {in_bounds = [true, true]} : memref<16x64xi32>, vector<2x8xi32>
      %square = arith.muli %i, %i : index
      %faster = vector.transfer_read %a[%c0, %square], %zero {in_bounds = [true]} : memref<16x64xi32>, vector<8xi32>
      %loaded = memref.load %n[%c0] : memref<1xindex>
      %anywhere = vector.transfer_read %a[%c0, %loaded], %zero {in_bounds = [true]} : memref<16x64xi32>, vector<8xi32>
      %still = vector.transfer_read %a[%c0, %c4], %zero {in_bounds = [true]} : memref<16x64xi32>, vector<8xi32>
      %0 = arith.addi %outside, %faster : vector<8xi32>
      %1 = arith.addi %0, %anywhere : vector<8xi32>
      %2 = arith.addi %1, %still : vector<8xi32>
      vector.transfer_write %2, %a[%c0, %c0] {in_bounds = [true]} : vector<8xi32>, memref<16x64xi32>
      vector.transfer_write %parts, %a[%c0, %c0] {in_bounds = [true, true]} : vector<2x8xi32>, memref<16x64xi32>
    }
    aie.end
  }
}
