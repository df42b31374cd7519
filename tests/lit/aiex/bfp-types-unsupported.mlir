// What a device without block floating point says, from the inside out.
// RUN: not aie-opt --aie-transform-bfp-types %s 2>&1 | FileCheck %s

// CHECK: error: 'func.func' op Failed to convert attribute type: '(memref<4x!aiex.bfp<"v8bfp16ebs8">>) -> ()'
// CHECK: note: Block type v8bfp16ebs8 is not supported in the specified model
// CHECK: note: Failed to convert memref element type
// CHECK: note: Failed to convert function input types
// CHECK: note: Failed to convert type: (memref<4x!aiex.bfp<"v8bfp16ebs8">>) -> ()
aie.device(npu1) {
  func.func private @f(memref<4x!aiex.bfp<"v8bfp16ebs8">>)
}
