// RUN: aie-opt --canonicalize %s | FileCheck %s

// CHECK-LABEL: @repeats
aie.device(npu1) @repeats {
  %t = aie.tile(0, 2)
  %a = aie.buffer(%t) {sym_name = "a"} : memref<16xi32>
  %b = aie.buffer(%t) {sym_name = "b"} : memref<16xi32>
  // The chain a, b, a, b -> a keeps its first two BDs.
  // CHECK: aie.dma_start(S2MM, 0, ^bb1, ^bb3)
  // CHECK: ^bb1:
  // CHECK-NEXT: aie.dma_bd(%a
  // CHECK-NEXT: aie.next_bd ^bb2
  // CHECK: ^bb2:
  // CHECK-NEXT: aie.dma_bd(%b
  // CHECK-NEXT: aie.next_bd ^bb1
  // CHECK: ^bb3:
  // CHECK-NEXT: aie.end
  %m = aie.mem(%t) {
    %0 = aie.dma_start(S2MM, 0, ^bb1, ^bb5)
  ^bb1:
    aie.dma_bd(%a : memref<16xi32>, 0, 16)
    aie.next_bd ^bb2
  ^bb2:
    aie.dma_bd(%b : memref<16xi32>, 0, 16)
    aie.next_bd ^bb3
  ^bb3:
    aie.dma_bd(%a : memref<16xi32>, 0, 16)
    aie.next_bd ^bb4
  ^bb4:
    aie.dma_bd(%b : memref<16xi32>, 0, 16)
    aie.next_bd ^bb1
  ^bb5:
    aie.end
  }
}

// CHECK-LABEL: @linear
aie.device(npu1) @linear {
  %t = aie.tile(0, 0)
  %b = aie.external_buffer {sym_name = "ext"} : memref<2048xi32>
  %d = aie.shim_dma(%t) {
    %0 = aie.dma_start(MM2S, 0, ^bb1, ^bb3)
  ^bb1:
    // CHECK: aie.dma_bd(%ext : memref<2048xi32>, 0, 1024)
    aie.dma_bd(%b : memref<2048xi32>, 0, 1024, [<size = 2, stride = 512>, <size = 512, stride = 1>])
    aie.next_bd ^bb2
  ^bb2:
    // Not in memory order.
    // CHECK: aie.dma_bd(%ext : memref<2048xi32>, 0, 1024, [<size = 2, stride = 513>, <size = 512, stride = 1>])
    aie.dma_bd(%b : memref<2048xi32>, 0, 1024, [<size = 2, stride = 513>, <size = 512, stride = 1>])
    aie.next_bd ^bb1
  ^bb3:
    aie.end
  }
}

// A core keeps its constants; a sequence's move to the device. Unused tiles go, locks stay.
// CHECK-LABEL: @constants
// CHECK-NEXT: arith.constant 7
// CHECK-NEXT: %tile_0_2 = aie.tile(0, 2)
// CHECK-NEXT: aie.lock
// CHECK-NEXT: aie.core
// CHECK-NEXT: arith.constant 3
aie.device(npu1) @constants {
  %unused = aie.tile(1, 2)
  %t = aie.tile(0, 2)
  %l = aie.lock(%t, 0)
  %c = aie.core(%t) {
    %c3 = arith.constant 3 : i32
    aie.debug(%c3 : i32)
    aie.end
  }
  aie.runtime_sequence() {
    %c7 = arith.constant 7 : i32
    aie.debug(%c7 : i32)
  }
}

// The chain a, b, a -> b goes on as the first a would: two BDs remain, in turns.
// CHECK-LABEL: @goes_on
// CHECK: aie.dma_start(S2MM, 0, ^bb1, ^bb3)
// CHECK: ^bb1:
// CHECK-NEXT: aie.dma_bd(%a
// CHECK-NEXT: aie.next_bd ^bb2
// CHECK: ^bb2:
// CHECK-NEXT: aie.dma_bd(%b
// CHECK-NEXT: aie.next_bd ^bb1
// CHECK: ^bb3:
// CHECK-NEXT: aie.end
aie.device(npu1) @goes_on {
  %t = aie.tile(0, 2)
  %a = aie.buffer(%t) {sym_name = "a"} : memref<16xi32>
  %b = aie.buffer(%t) {sym_name = "b"} : memref<16xi32>
  %m = aie.mem(%t) {
    %0 = aie.dma_start(S2MM, 0, ^bb1, ^bb4)
  ^bb1:
    aie.dma_bd(%a : memref<16xi32>, 0, 16)
    aie.next_bd ^bb2
  ^bb2:
    aie.dma_bd(%b : memref<16xi32>, 0, 16)
    aie.next_bd ^bb3
  ^bb3:
    aie.dma_bd(%a : memref<16xi32>, 0, 16)
    aie.next_bd ^bb2
  ^bb4:
    aie.end
  }
}

// The chain a, b, a -> a has two a in a row in every round: nothing repeats.
// CHECK-LABEL: @ragged
// CHECK: ^bb3:
// CHECK-NEXT: aie.dma_bd(%a
// CHECK-NEXT: aie.next_bd ^bb1
aie.device(npu1) @ragged {
  %t = aie.tile(0, 2)
  %a = aie.buffer(%t) {sym_name = "a"} : memref<16xi32>
  %b = aie.buffer(%t) {sym_name = "b"} : memref<16xi32>
  %m = aie.mem(%t) {
    %0 = aie.dma_start(S2MM, 0, ^bb1, ^bb4)
  ^bb1:
    aie.dma_bd(%a : memref<16xi32>, 0, 16)
    aie.next_bd ^bb2
  ^bb2:
    aie.dma_bd(%b : memref<16xi32>, 0, 16)
    aie.next_bd ^bb3
  ^bb3:
    aie.dma_bd(%a : memref<16xi32>, 0, 16)
    aie.next_bd ^bb1
  ^bb4:
    aie.end
  }
}
