// Two maps with the stack in different places: before the banks where a buffer finds no room, in its
// bank where a bank overflows.
// RUN: split-file %s %t
// RUN: not aie-opt --aie-assign-buffer-addresses=alloc-scheme=bank-aware %t/overflow.mlir 2>&1 | FileCheck %t/overflow.mlir
// RUN: not aie-opt --aie-assign-buffer-addresses=alloc-scheme=bank-aware %t/no-core.mlir 2>&1 | FileCheck %t/no-core.mlir
// RUN: not aie-opt --aie-assign-buffer-addresses=alloc-scheme=bank-aware %t/no-room.mlir 2>&1 | FileCheck %t/no-room.mlir

//--- overflow.mlir
// CHECK: warning: allocated buffers exceeded available memory
// CHECK: note: Error in bank(s) : 0
// CHECK-NEXT: MemoryMap:
// CHECK-NEXT: bank : 0{{.*}}0x0-0x3FFF
// CHECK-NEXT: (stack) {{.*}}: 0x0-0x4E1F {{.*}}(20000 bytes)
// CHECK-NEXT: bank : 1{{.*}}0x4000-0x7FFF
// CHECK-NEXT: c {{.*}}: 0x4000-0x403F {{.*}}(64 bytes)
aie.device(npu1) {
  %t = aie.tile(1, 2)
  %c = aie.buffer(%t) {sym_name = "c"} : memref<16xi32>
  %core = aie.core(%t) {
    aie.end
  } {stack_size = 20000 : i32}
}

//--- no-core.mlir
// CHECK: warning: allocated buffers exceeded available memory
// CHECK-NEXT: (no stack allocated)
// CHECK: note: Error in bank(s) : 0
// CHECK-NEXT: MemoryMap:
// CHECK-NEXT: bank : 0{{.*}}0x0-0x3FFF
// CHECK-NEXT: b {{.*}}: 0x3FF0-0x402F
// CHECK-NOT: no stack
aie.device(npu1) {
  %t = aie.tile(1, 2)
  %b = aie.buffer(%t) {address = 16368 : i32, sym_name = "b"} : memref<16xi32>
}

//--- no-room.mlir
// CHECK: note: Current configuration of buffers in bank(s) : MemoryMap:
// CHECK-NEXT: (stack) {{.*}}: 0x0-0x3FF
// CHECK-NEXT: bank : 0{{.*}}0x0-0x3FFF
aie.device(npu1) {
  %t = aie.tile(1, 2)
  %b = aie.buffer(%t) {sym_name = "b"} : memref<8192xi32>
  %core = aie.core(%t) {
    aie.end
  }
}
