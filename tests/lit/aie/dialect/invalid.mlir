// RUN: aie-opt --split-input-file --verify-diagnostics %s

aie.device(npu1_2col) {
  // expected-error @+1 {{column index (2) must be less than the number of columns in the device (2)}}
  %t = aie.tile(2, 0)
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 1)
  // expected-error @+1 {{failed to verify that op exists in a core tile}}
  %c = aie.core(%t) {
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %u = aie.tile(2, 2)
  // expected-error @+1 {{in Column 0 and Row 2 is accessed from an unreachable tile in Column 2 and Row 2}}
  %l = aie.lock(%t, 0)
  %c = aie.core(%u) {
    // expected-note @+1 {{user}}
    aie.use_lock(%l, Release, 1)
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  // expected-error @+1 {{lock assigned invalid id (maximum is 15)}}
  %l = aie.lock(%t, 16)
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %b = aie.buffer(%t) : memref<64xi32>
  %m = aie.mem(%t) {
    %0 = aie.dma_start(S2MM, 0, ^bb1, ^bb2)
  ^bb1:
    // expected-error @+1 {{Specified stride(s) and size(s) result in out of bounds access in buffer, for index 70 in memref of length 64.}}
    aie.dma_bd(%b : memref<64xi32>, 0, 64, [<size = 8, stride = 8>, <size = 15, stride = 1>])
    aie.next_bd ^bb1
  ^bb2:
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %b = aie.buffer(%t) : memref<64xi32>
  // expected-error @+1 {{BD block must have at most one acquire UseLockOp, found 2}}
  %m = aie.mem(%t) {
    %0 = aie.dma_start(S2MM, 0, ^bb1, ^bb2)
  ^bb1:
    // expected-note @+1 {{in this BD block}}
    aie.use_lock(%l, AcquireGreaterEqual, 1)
    aie.use_lock(%l, AcquireGreaterEqual, 1)
    aie.dma_bd(%b : memref<64xi32>, 0, 64)
    aie.next_bd ^bb1
  ^bb2:
    aie.end
  }
  %l = aie.lock(%t, 0)
}

// -----

aie.device(npu1) {
  %m = aie.tile(0, 1)
  %n = aie.tile(1, 1)
  // expected-note @+1 {{buffer}}
  %b = aie.buffer(%n) : memref<64xi32>
  %d = aie.memtile_dma(%m) {
    // expected-note @+1 {{channel}}
    %0 = aie.dma_start(S2MM, 4, ^bb1, ^bb2)
  ^bb1:
    // expected-error @+1 {{is reachable from DMA channel 4 and attempts to access a non-local buffer}}
    aie.dma_bd(%b : memref<64xi32>, 0, 64)
    aie.next_bd ^bb1
  ^bb2:
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %s = aie.switchbox(%t) {
    aie.connect<DMA : 0, North : 1>
    // expected-error @+1 {{; connecting (DMA: 1) to (North: 1) on TileID(0, 2) targets same dst as another connect op; existing destinations: (North: 1)}}
    aie.connect<DMA : 1, North : 1>
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %u = aie.tile(0, 4)
  // expected-error @+1 {{tiles must be adjacent}}
  aie.cascade_flow(%t, %u)
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %u = aie.tile(0, 3)
  aie.objectfifo @of(%t, {%u}, 2 : i32) : !aie.objectfifo<memref<16xi32>>
  // expected-error @+1 {{producer port of objectFifo accessed by core running on non-producer tile}}
  %c = aie.core(%u) {
    %0 = aie.objectfifo.acquire @of(Produce, 1) : !aie.objectfifosubview<memref<16xi32>>
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  aie.trace @tr(%t) {
    // expected-error @+1 {{event 'MemTileEventAIE2::PORT_RUNNING_0' is not valid for core tile (AIE2) at (0, 2)}}
    aie.trace.event<MemTileEventAIE2::PORT_RUNNING_0>
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  // expected-error @+1 {{type should be static shaped memref, but got 'memref<?xi32>'}}
  %b = aie.buffer(%t) : memref<?xi32>
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  aie.trace @tr(%t) {
    // expected-error @+1 {{unknown CoreEventAIE2 value: PERF_CNT_4}}
    aie.trace.event<CoreEventAIE2::PERF_CNT_4>
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %l = aie.lock(%t)
  %c = aie.core(%t) {
    // expected-error @+1 {{expected string or keyword containing one of the following enum values for attribute 'action' [Acquire, AcquireGreaterEqual, Release]}}
    aie.use_lock(%l, Grab, 1)
    aie.end
  }
}
