// RUN: aie-opt --split-input-file --verify-diagnostics --aie-register-objectFifos %s

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %u = aie.tile(0, 3)
  aie.objectfifo @f(%t, {%u}, 4 : i32) : !aie.objectfifo<memref<16xi32>>
  func.func private @work()
  %p = arith.constant dense<[100000000]> : tensor<1xi32>
  %r = arith.constant dense<[1]> : tensor<1xi32>
  %n = arith.constant 3 : index
  // expected-error @+1 {{acquires 100000000 and releases 1 objects in one step; locks allow for 63}}
  aie.objectfifo.register_process @f(Produce, %p : tensor<1xi32>, %r : tensor<1xi32>, @work, %n)
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %u = aie.tile(0, 3)
  aie.objectfifo @f(%t, {%u}, 4 : i32) : !aie.objectfifo<memref<16xi32>>
  func.func private @work()
  %p = arith.constant dense<[1, 1, 2]> : tensor<3xi32>
  %r = arith.constant dense<[1, 2]> : tensor<2xi32>
  %n = arith.constant 3 : index
  // expected-error @+1 {{has 3 numbers of objects to acquire and 2 to release}}
  aie.objectfifo.register_process @f(Produce, %p : tensor<3xi32>, %r : tensor<2xi32>, @work, %n)
}
