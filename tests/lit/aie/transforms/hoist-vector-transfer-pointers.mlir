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

// Loops of functions carry positions too. That the vectors stay within their memref,
// the bounds of the loop show: 64 * 2 - 2 + 8 = 134.
// CHECK-LABEL: @in_a_function
// CHECK:       scf.for {{.*}} iter_args(%[[AT:.*]] = %{{.*}}) -> (index)
// CHECK:       vector.transfer_read %{{.*}}[%[[AT]]], %{{.*}} {in_bounds = [true]} : memref<134xi32>, vector<8xi32>
// CHECK:       scf.for
// CHECK-NOT:   iter_args
// CHECK:       return
func.func @in_a_function(%m: memref<134xi32>, %n: memref<133xi32>, %out: memref<8xi32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c64 = arith.constant 64 : index
  %zero = arith.constant 0 : i32
  scf.for %i = %c0 to %c64 step %c1 {
    %twice = arith.muli %i, %c2 : index
    %x = vector.transfer_read %m[%twice], %zero : memref<134xi32>, vector<8xi32>
    vector.transfer_write %x, %out[%c0] : vector<8xi32>, memref<8xi32>
  }
  // One element less, and the last vector does not.
  scf.for %i = %c0 to %c64 step %c1 {
    %twice = arith.muli %i, %c2 : index
    %x = vector.transfer_read %n[%twice], %zero : memref<133xi32>, vector<8xi32>
    vector.transfer_write %x, %out[%c0] : vector<8xi32>, memref<8xi32>
  }
  return
}

// -----

// Out of bounds, of rows that are not whole, by a stride that is not constant, or at
// a place that does not move: no position.
// CHECK-LABEL: aie.core
// CHECK-NOT:   iter_args
// CHECK-NOT:   collapse_shape
aie.device(npu1_1col) {
  %t = aie.tile(0, 2)
  %a = aie.buffer(%t) : memref<16x64xi32>
  %n = aie.buffer(%t) : memref<1xindex>
  aie.core(%t) {
    %c0 = arith.constant 0 : index
    %c2 = arith.constant 2 : index
    %c4 = arith.constant 4 : index
    %zero = arith.constant 0 : i32
    scf.for %i = %c0 to %c4 step %c2 {
      %beyond = affine.apply affine_map<(d0) -> (d0 + 55)>(%i)
      %outside = vector.transfer_read %a[%c0, %beyond], %zero : memref<16x64xi32>, vector<8xi32>
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
