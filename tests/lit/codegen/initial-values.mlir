// Values written with a memref's or vector's type become tensors, as globals want them; others are refused.
// RUN: split-file %s %t
// RUN: aie-opt --aie-objectFifo-stateful-transform --aie-standard-lowering %t/memref.mlir | FileCheck %t/memref.mlir
// RUN: not aie-opt --aie-standard-lowering %t/shape.mlir 2>&1 | FileCheck %t/shape.mlir

//--- memref.mlir
// CHECK-DAG: memref.global "public" @f_buff_0 : memref<2xi32> = dense<[1, 2]>
// CHECK-DAG: memref.global "public" @b : memref<2xi32> = dense<7>
aie.device(npu1) {
  %t = aie.tile(0, 2)
  %u = aie.tile(0, 3)
  aie.objectfifo @f(%t, {%u}, 1 : i32) : !aie.objectfifo<memref<2xi32>> = [dense<[1, 2]> : memref<2xi32>]
  %b = "aie.buffer"(%t) {sym_name = "b", initial_value = dense<7> : vector<2xi32>} : (index) -> memref<2xi32>
}

//--- shape.mlir
// CHECK: error: 'aie.buffer' op has an initial value of type 'tensor<3xi32>' for memory of type 'memref<2xi32>'
aie.device(npu1) {
  %t = aie.tile(0, 2)
  %b = "aie.buffer"(%t) {sym_name = "b", initial_value = dense<7> : tensor<3xi32>} : (index) -> memref<2xi32>
}
