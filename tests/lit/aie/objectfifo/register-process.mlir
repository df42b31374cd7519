// RUN: aie-opt --split-input-file --verify-diagnostics --aie-register-objectFifos %s | FileCheck %s

// Processes of consumers go to the consumers in turn.
// CHECK-LABEL: @turns
// CHECK:       aie.core(%tile_1_3)
// CHECK-NEXT:    aie.objectfifo.acquire @of(Consume, 1)
// CHECK:         call @first
// CHECK-NEXT:    aie.objectfifo.release @of(Consume, 1)
// CHECK:       aie.core(%tile_1_4)
// CHECK:         call @second
aie.device(npu1) @turns {
  %a = aie.tile(1, 2)
  %b = aie.tile(1, 3)
  %c = aie.tile(1, 4)
  aie.objectfifo @of(%a, {%b, %c}, 2 : i32) : !aie.objectfifo<memref<8xi32>>
  func.func private @first()
  func.func private @second()
  %one = arith.constant dense<1> : tensor<1xi32>
  %n = arith.constant 1 : index
  aie.objectfifo.register_process @of(Consume, %one : tensor<1xi32>, %one : tensor<1xi32>, @first, %n)
  aie.objectfifo.register_process @of(Consume, %one : tensor<1xi32>, %one : tensor<1xi32>, @second, %n)
}

// -----

aie.device(npu1) {
  %a = aie.tile(1, 2)
  %b = aie.tile(1, 3)
  aie.objectfifo @of(%a, {%b}, 2 : i32) : !aie.objectfifo<memref<8xi32>>
  func.func private @first()
  %one = arith.constant dense<1> : tensor<1xi32>
  %n = arith.constant 1 : index
  aie.objectfifo.register_process @of(Consume, %one : tensor<1xi32>, %one : tensor<1xi32>, @first, %n)
  // expected-error @below {{is one more than objectFIFO @of has consumers}}
  aie.objectfifo.register_process @of(Consume, %one : tensor<1xi32>, %one : tensor<1xi32>, @first, %n)
}

// -----

aie.device(npu1) {
  %a = aie.tile(1, 2)
  %b = aie.tile(1, 3)
  aie.objectfifo @of(%a, {%b}, 2 : i32) : !aie.objectfifo<memref<8xi32>>
  %one = arith.constant dense<1> : tensor<1xi32>
  %n = arith.constant 1 : index
  // expected-error @below {{names no function: @missing}}
  aie.objectfifo.register_process @of(Produce, %one : tensor<1xi32>, %one : tensor<1xi32>, @missing, %n)
}
