// RUN: aie-opt --aie-assign-buffer-addresses --split-input-file --verify-diagnostics %s | FileCheck %s

// A bank that contradicts the address makes the bank-aware attempt fail. The
// pass then succeeds by the other scheme, so there is a warning and no error.
// CHECK-LABEL: @fallback
// CHECK: {address = 16384 : i32, mem_bank = 0 : i32, sym_name = "given"}
// CHECK: {address = 1024 : i32, sym_name = "free"}
aie.device(npu1) @fallback {
  // expected-warning @below {{Bank-aware allocation failed, trying basic sequential allocation.}}
  %t = aie.tile(0, 2)
  // expected-warning @below {{'aie.buffer' op mem_bank attribute is inconsistent with address attribute}}
  %a = aie.buffer(%t) {address = 16384 : i32, mem_bank = 0 : i32, sym_name = "given"} : memref<4xi32>
  %b = aie.buffer(%t) {sym_name = "free"} : memref<4xi32>
  %core = aie.core(%t) {
    aie.end
  }
}

// -----

// Asked for by name, the same is an error.
aie.device(npu1) {
  // expected-error @below {{'aie.tile' op Bank-aware allocation failed.}}
  %t = aie.tile(0, 2) {allocation_scheme = "bank-aware"}
  // expected-error @below {{'aie.buffer' op would override allocated address}}
  %a = aie.buffer(%t) {address = 16 : i32, sym_name = "in_stack"} : memref<4xi32>
  %core = aie.core(%t) {
    aie.end
  }
}

// -----

// A given address inside the stack is kept, and said to be there.
aie.device(npu1) {
  %t = aie.tile(0, 2) {allocation_scheme = "basic-sequential"}
  // expected-warning @below {{'aie.buffer' op overlaps the stack of the core (1024 bytes)}}
  %a = aie.buffer(%t) {address = 16 : i32, sym_name = "in_stack"} : memref<4xi32>
  %core = aie.core(%t) {
    aie.end
  }
}

// -----

// A bank that does not exist.
aie.device(npu1) {
  %t = aie.tile(0, 2)
  // expected-error @below {{'aie.buffer' op mem_bank 4 does not exist, the tile has 4 banks}}
  %a = aie.buffer(%t) {mem_bank = 4 : i32, sym_name = "a"} : memref<4xi32>
}

// -----

aie.device(npu1) {
  // expected-error @below {{Buffer '"inner"' must be defined directly under the device scope.}}
  %t = aie.tile(0, 2)
  %core = aie.core(%t) {
    %a = aie.buffer(%t) {sym_name = "inner"} : memref<4xi32>
    aie.end
  }
}

// -----

// Sizes beyond 64 bits do not wrap round to something that fits.
aie.device(npu1) {
  // expected-warning @below {{Not all requested buffers fit in the available memory.}}
  // expected-note @below {{Current configuration of buffers in bank(s)}}
  // expected-error @below {{'aie.tile' op Bank-aware allocation failed.}}
  %t = aie.tile(0, 2) {allocation_scheme = "bank-aware"}
  // expected-warning @below {{Failed to allocate buffer: "huge"}}
  %a = aie.buffer(%t) {sym_name = "huge"} : memref<4611686018427387904x4xi32>
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2) {allocation_scheme = "basic-sequential"}
  // expected-warning @below {{'aie.buffer' op ends behind the tile's memory (65536 bytes)}}
  %a = aie.buffer(%t) {address = 65532 : i32, sym_name = "over"} : memref<2xi32>
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  // expected-error @below {{'aie.buffer' op has elements without a size in memory}}
  %a = aie.buffer(%t) {sym_name = "a"} : memref<2xmemref<4xi32>>
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %a = aie.buffer(%t) {sym_name = "a"} : memref<4xi32>
  // expected-error @below {{'aie.core' op has a negative stack_size}}
  %core = aie.core(%t) {
    aie.end
  } {stack_size = -1 : i32}
}
