// Input that mlir-aie's tools crash on: an error that names the op, or acceptance.
// RUN: aie-opt --split-input-file --verify-diagnostics %s

// An empty access pattern on bytes has no inner-most dimension to complain about.
aie.device(npu1) {
  %t = aie.tile(0, 2)
  %b = aie.buffer(%t) : memref<16xi8>
  %m = aie.mem(%t) {
    %0 = aie.dma_start(S2MM, 0, ^bb1, ^bb2)
  ^bb1:
    aie.dma_bd(%b : memref<16xi8>, 0, 16, [])
    aie.next_bd ^bb1
  ^bb2:
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %e = aie.external_buffer : memref<64xi32>
  %m = aie.mem(%t) {
    %0 = aie.dma_start(S2MM, 0, ^bb1, ^bb2)
  ^bb1:
    // expected-error @+1 {{Core tile DMAs can only access a buffer in the same tile.}}
    aie.dma_bd(%e : memref<64xi32>, 0, 64)
    aie.next_bd ^bb1
  ^bb2:
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 1)
  %u = aie.tile(0, 2)
  %v = aie.tile(0, 3)
  aie.objectfifo @in(%u, {%t}, 2 : i32) : !aie.objectfifo<memref<16xi32>>
  aie.objectfifo @out(%t, {%v}, 2 : i32) : !aie.objectfifo<memref<8xi32>>
  // expected-error @+1 {{cannot retrieve associated object FIFO @missing}}
  aie.objectfifo.link [@in] -> [@out, @missing]([] [0, 8])
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %u = aie.tile(0, 3)
  // expected-error @+1 {{type should be static shaped memref, but got 'memref<?xi32>'}}
  "aie.objectfifo"(%t, %u) {sym_name = "x", elemNumber = 2 : i32, elemType = !aie.objectfifo<memref<?xi32>>, dimensionsToStream = #aie<bd_dim_layout_array[]>, dimensionsFromStreamPerConsumer = #aie<bd_dim_layout_array_array[[]]>} : (index, index) -> ()
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %u = aie.tile(0, 3)
  // expected-error @+1 {{`dimensionsFromStreamPerConsumer` must have one entry for each consumer}}
  "aie.objectfifo"(%t, %u) {sym_name = "x", elemNumber = 2 : i32, elemType = !aie.objectfifo<memref<4xi32>>, dimensionsToStream = #aie<bd_dim_layout_array[]>, dimensionsFromStreamPerConsumer = #aie<bd_dim_layout_array_array[]>} : (index, index) -> ()
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  // expected-error @+1 {{should have non-empty body}}
  "aie.trace"(%t) ({}) {sym_name = "x"} : (index) -> ()
}

// -----

// A type without a size cannot be what a cascade carries.
aie.device(npu1) {
  %t = aie.tile(0, 2)
  %c = aie.core(%t) {
    // expected-error @+1 {{must be a 512-bit type}}
    %0 = aie.get_cascade() : memref<4xi32>
    aie.end
  }
}

// -----

// The region's checks meet the channel before its own do.
aie.device(npu1) {
  %t = aie.tile(0, 2)
  %m = aie.mem(%t) {
    // expected-error @+1 {{'aie.dma_start' op requires attribute 'channel_dir'}}
    %0 = "aie.dma_start"()[^bb1, ^bb1] {channel_index = 0 : i32} : () -> i1
  ^bb1:
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %s = aie.switchbox(%t) {
    // expected-error @+1 {{'aie.connect' op requires attribute 'dest_channel'}}
    "aie.connect"() {source_bundle = 1 : i32, source_channel = 0 : i32, dest_bundle = 5 : i32} : () -> ()
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %b = aie.buffer(%t) : memref<4xmemref<4xi32>>
  %m = aie.mem(%t) {
    %0 = aie.dma_start(S2MM, 0, ^bb1, ^bb2)
  ^bb1:
    // expected-error @+1 {{have no size to transfer}}
    aie.dma_bd(%b : memref<4xmemref<4xi32>>, 0, 4)
    aie.next_bd ^bb1
  ^bb2:
    aie.end
  }
}

// -----

func.func @process(%p: tensor<1xi32>, %n: index) {
  // expected-error @+1 {{patterns and length must be results of arith.constant}}
  aie.objectfifo.register_process @of(Produce, %p : tensor<1xi32>, %p : tensor<1xi32>, @work, %n)
  return
}

// -----

// Ops that look at one whose own verifier has not run yet.
aie.device(npu1) {
  // expected-error @+1 {{failed to verify that op exists in a core tile}}
  %b = aie.core(%t) {
    aie.end
  }
  %t = "aie.logical_tile"() : () -> index
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 1)
  %b = aie.memtile_dma(%t) {
    // expected-error @+1 {{requires one result}}
    "aie.dma_start"() {channel_dir = 0 : i32, channel_index = 5 : i32} : () -> ()
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 1)
  %b = aie.memtile_dma(%t) {
    %0 = aie.dma_start(S2MM, 5, ^bb1, ^bb2)
  ^bb1:
    aie.use_lock(%l, AcquireGreaterEqual, 1)
    aie.next_bd ^bb2
  ^bb2:
    aie.end
  }
  // expected-error @+1 {{expected 1 operands, but found 0}}
  %l = "aie.lock"() {lockID = 0 : i32} : () -> index
}

// -----

aie.device(npu1) {
  aie.runtime_sequence(%a: memref<16xi32>) {
    %0 = "aiex.dma_configure_task"(%t) <{channel = 0 : i32, direction = 0 : i32}> ({
      aie.end
    }) : (index) -> index
  }
  // expected-error @+1 {{requires attribute 'col'}}
  %t = "aie.tile"() <{row = 0 : i32}> : () -> index
}

// -----

// Sizes that the data layout cannot tell, or only of the element.
aie.device(npu1) {
  %t = aie.tile(0, 2)
  %core = aie.core(%t) {
    // expected-error @+1 {{'aie.get_cascade' op}}
    %0 = aie.get_cascade() : !llvm.array<2 x target<"x">>
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %core = aie.core(%t) {
    // expected-error @+1 {{'aie.get_cascade' op}}
    %0 = aie.get_cascade() : !llvm.struct<"a", (ptr, struct<"a">)>
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %core = aie.core(%t) {
    %0 = aie.get_cascade() : vector<i512>
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  // expected-error @+1 {{has an initial value of type 'tensor<7xi32>' for memory of type 'memref<4xi32>'}}
  %b = "aie.buffer"(%t) {initial_value = dense<1> : tensor<7xi32>, sym_name = "x"} : (index) -> memref<4xi32>
}

// -----

aie.device(npu1) {
  %i = arith.constant 0 : index
  %t = aie.tile(0, 2)
  %b = aie.buffer(%t) : memref<64xi32>
  // expected-error @+1 {{operand #0 must be index, but got 'memref<64xi32>'}}
  %m = "aie.mem"(%b) ({
    %v = memref.load %b[%i] : memref<64xi32>
    aie.end
  }) : (memref<64xi32>) -> index
}
