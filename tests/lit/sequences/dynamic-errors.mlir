// What the C++ target does not take, and what a static translation does not take.
// RUN: split-file %s %t
// RUN: not aie-translate --aie-generate-txn-cpp %t/unlowered.mlir 2>&1 | FileCheck %s --check-prefix=UNLOWERED
// RUN: not aie-translate --aie-generate-txn-cpp %t/argument.mlir 2>&1 | FileCheck %s --check-prefix=ARGUMENT
// RUN: not aie-translate --aie-generate-txn-cpp %t/other.mlir 2>&1 | FileCheck %s --check-prefix=OTHER
// RUN: not aie-translate --aie-npu-to-binary %t/unlowered.mlir 2>&1 | FileCheck %s --check-prefix=STATIC
// RUN: not aie-translate --aie-npu-to-binary %t/dynamic.mlir 2>&1 | FileCheck %s --check-prefix=DYNAMIC
// RUN: not aie-opt --split-input-file %t/verify.mlir 2>&1 | FileCheck %s --check-prefix=VERIFY

// UNLOWERED: 'aiex.npu.push_queue' op op must be lowered first (run the NPU lowering passes)
// STATIC: 'aiex.npu.push_queue' op op must be lowered before translation to a transaction binary
// ARGUMENT: argument 1 of type 'f32' is not supported by the C++ TXN target
// OTHER: 'math.absi' op op is not supported by the C++ TXN target
// DYNAMIC: dynamic operation cannot be translated to a static transaction binary; use --aie-generate-txn-cpp

//--- unlowered.mlir
aie.device(npu1) {
  aie.runtime_sequence() {
    aiex.npu.push_queue(0, 0, S2MM : 1) {bd_id = 2 : i32, issue_token = false, repeat_count = 2 : i32}
  }
}
//--- argument.mlir
aie.device(npu1) {
  aie.runtime_sequence(%n: index, %f: f32) {
  }
}
//--- other.mlir
aie.device(npu1) {
  aie.runtime_sequence(%n: i32) {
    %m = math.absi %n : i32
    aiex.npu.dyn_write32(%m, %m) : i32, i32
  }
}
//--- dynamic.mlir
aie.device(npu1) {
  aie.runtime_sequence(%n: i32) {
    aiex.npu.dyn_write32(%n, %n) : i32, i32
  }
}
//--- verify.mlir
// VERIFY: must be nested in an aie.runtime_sequence (only scf.for and scf.if may lie between)
aie.device(npu1) {
  %c = arith.constant 0 : i32
  aiex.npu.dyn_write32(%c, %c) : i32, i32
}
// -----
// VERIFY: is only supported on NPU devices
aie.device(xcve2302) {
  aie.runtime_sequence(%n: i32) {
    aiex.npu.dyn_write32(%n, %n) : i32, i32
  }
}
// -----
// VERIFY: column and row must be given together
aie.device(npu1) {
  aie.runtime_sequence(%n: i32) {
    aiex.npu.dyn_write32(%n, %n) {column = 1 : i32} : i32, i32
  }
}
// -----
// VERIFY: needs at least one data word
aie.device(npu1) {
  aie.runtime_sequence(%n: i32) {
    aiex.npu.dyn_blockwrite(%n) : i32
  }
}
// -----
// VERIFY: offsets, sizes, and strides must all have the same count
aie.device(npu1) {
  aie.runtime_sequence(%x: memref<64xi32>, %n: index) {
    aiex.npu.dyn_dma_memcpy_nd(%x[%n, 0][16][1]) {id = 0 : i64, metadata = @in} : memref<64xi32>
  }
}
// -----
// VERIFY: maximum 4 dimensions supported
aie.device(npu1) {
  aie.runtime_sequence(%x: memref<64xi32>, %n: index) {
    aiex.npu.dyn_dma_memcpy_nd(%x[%n, 0, 0, 0, 0][1, 1, 1, 1, 16][0, 0, 0, 0, 1]) {id = 0 : i64, metadata = @in} : memref<64xi32>
  }
}
