// RUN: aie-opt --aie-expand-load-pdi --split-input-file --verify-diagnostics %s | FileCheck %s

// Each load becomes the load of an empty device, taking turns, and the writes of
// the device it named; their data lies where the sequence is.
// CHECK: aie.device(npu2) @empty_1
// CHECK: aie.device(npu2) @empty_0
// CHECK: aie.device(npu2) {
// CHECK: memref.global "private" constant @loadpdi_10 : memref<1xi32> = dense<7>
// CHECK: memref.global "private" constant @loadpdi_00 : memref<1xi32> = dense<7>
// CHECK: aie.runtime_sequence @go
// CHECK-NEXT: aiex.npu.load_pdi {device_ref = @empty_0}
// CHECK-NEXT: %[[A:.*]] = memref.get_global @loadpdi_00
// CHECK-NEXT: aiex.npu.blockwrite(%[[A]]) {address = 2098176 : ui32}
// CHECK-NEXT: aiex.npu.load_pdi {device_ref = @empty_1}
// CHECK-NEXT: %[[B:.*]] = memref.get_global @loadpdi_10
// CHECK-NEXT: aiex.npu.blockwrite(%[[B]]) {address = 2098176 : ui32}
// CHECK-NEXT: aiex.npu.load_pdi {id = 3 : i32}
module {
  aie.device(npu2) {
    aie.runtime_sequence @go() {
      aiex.npu.load_pdi {device_ref = @other}
      aiex.npu.load_pdi {device_ref = @other}
      aiex.npu.load_pdi {id = 3 : i32}
    }
  }
  aie.device(npu2) @other {
    %t = aie.tile(0, 2)
    %b = aie.buffer(%t) {address = 1024 : i32} : memref<1xi32> = dense<7>
  }
}

// -----

module {
  aie.device(npu2) {
    aie.runtime_sequence @go() {
      // expected-error @below {{Referenced symbol 'missing' is not a device}}
      aiex.npu.load_pdi {device_ref = @missing}
    }
  }
}
