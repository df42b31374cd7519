// A constant of the device that a core uses comes along; another value does not.
// RUN: split-file %s %t
// RUN: aie-opt --aie-standard-lowering %t/constant.mlir | FileCheck %t/constant.mlir
// RUN: not aie-opt --aie-standard-lowering %t/lock.mlir 2>&1 | FileCheck %t/lock.mlir

//--- constant.mlir
// CHECK-LABEL: func.func @core_0_2()
// CHECK: %[[C:.*]] = arith.constant 7 : i32
// CHECK: memref.store %[[C]]
aie.device(npu1) {
  %seven = arith.constant 7 : i32
  %t = aie.tile(0, 2)
  %b = aie.buffer(%t) {sym_name = "b"} : memref<1xi32>
  aie.core(%t) {
    %c0 = arith.constant 0 : index
    memref.store %seven, %b[%c0] : memref<1xi32>
    aie.end
  }
}

//--- lock.mlir
// CHECK: error: 'aie.use_lock' op needs the lock's number as its core sees it: run aie-localize-locks first
aie.device(npu1) {
  %t = aie.tile(0, 2)
  %l = aie.lock(%t, 0)
  aie.core(%t) {
    aie.use_lock(%l, Release, 1)
    aie.end
  }
}
