// RUN: aie-opt --aie-normalize-address-spaces %s | FileCheck %s

// CHECK-NOT: , 2>
aie.device(npu1) {
  // CHECK: memref.global "private" constant @table : memref<4xi32> = dense<1>
  memref.global "private" constant @table : memref<4xi32, 2> = dense<1>

  // A body that loads from its argument follows the argument's type.
  // CHECK: func.func @load(%[[ARG:.*]]: memref<16xi32>, %[[I:.*]]: index) -> i32
  // CHECK: memref.load %[[ARG]][%[[I]]] : memref<16xi32>
  func.func @load(%m: memref<16xi32, 2>, %i: index) -> i32 {
    %v = memref.load %m[%i] : memref<16xi32, 2>
    return %v : i32
  }

  // So do values that travel through loops and branches.
  // CHECK: func.func @loop
  // CHECK: scf.for {{.*}} -> (memref<16xi32>)
  func.func @loop(%m: memref<16xi32, 2>, %n: index, %c: i1) -> memref<16xi32, 2> {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %r = scf.for %i = %c0 to %n step %c1 iter_args(%a = %m) -> (memref<16xi32, 2>) {
      scf.yield %a : memref<16xi32, 2>
    }
    // CHECK: cf.br ^bb1(%{{.*}} : memref<16xi32>)
    cf.br ^bb1(%r : memref<16xi32, 2>)
  ^bb1(%x: memref<16xi32, 2>):
    return %x : memref<16xi32, 2>
  }

  // CHECK: func.func private @external(memref<8xbf16>)
  func.func private @external(memref<8xbf16, 1>)

  %t = aie.tile(0, 2)
  // CHECK: aie.buffer(%{{.*}}) : memref<8xbf16>
  %b = aie.buffer(%t) : memref<8xbf16, 1>
  %core = aie.core(%t) {
    // CHECK: call @external(%{{.*}}) : (memref<8xbf16>) -> ()
    func.call @external(%b) : (memref<8xbf16, 1>) -> ()
    aie.end
  }
}

// Sequences keep theirs, also in what they compute from their arguments.
// CHECK-LABEL: @sequence
// CHECK: memref.subview %{{.*}} : memref<64xi32, 2> to memref<8xi32, strided<[1]>, 2>
aie.device(npu1) @sequence {
  aie.runtime_sequence(%x: memref<64xi32, 2>) {
    %sv = memref.subview %x[0] [8] [1] : memref<64xi32, 2> to memref<8xi32, strided<[1]>, 2>
  }
}
