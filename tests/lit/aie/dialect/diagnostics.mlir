// Each design breaks one rule of the dialect; the text is part of the interface.
// RUN: aie-opt --split-input-file --verify-diagnostics=only-expected %s

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %b = aie.buffer(%t) : memref<64xi8>
  %m = aie.mem(%t) {
    %0 = aie.dma_start(S2MM, 0, ^a, ^e)
  ^a:
    // expected-error @+1 {{'aie.dma_bd' op transfer length must be multiple of 4 (i.e., represent 4 byte aligned address)}}
    aie.dma_bd(%b : memref<64xi8>, 0, 3)
    aie.next_bd ^a
  ^e:
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %b = aie.buffer(%t) : memref<64xi32>
  %m = aie.mem(%t) {
    %0 = aie.dma_start(S2MM, 0, ^a, ^e)
  ^a:
    // expected-error @+1 {{'aie.dma_bd' op bdId attribute exceeds max: 15}}
    aie.dma_bd(%b : memref<64xi32>, 0, 64) {bd_id = 16 : i32}
    aie.next_bd ^a
  ^e:
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %b = aie.buffer(%t) : memref<64xi32>
  %m = aie.mem(%t) {
    %0 = aie.dma_start(S2MM, 0, ^a, ^e)
  ^a:
    // expected-error @+1 {{'aie.dma_bd' op nextBdId attribute exceeds max: 15}}
    aie.dma_bd(%b : memref<64xi32>, 0, 64) {next_bd_id = -1 : i32}
    aie.next_bd ^a
  ^e:
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %b = aie.buffer(%t) : memref<64xi32>
  %m = aie.mem(%t) {
    %0 = aie.dma_start(S2MM, 0, ^a, ^e)
  ^a:
    // expected-error @+1 {{'aie.dma_bd' op Cannot give more than 3 dimensions for step sizes and wraps in this  tile (got 4 dimensions).}}
    aie.dma_bd(%b : memref<64xi32>, 0, 64, [<size=1,stride=1>,<size=1,stride=1>,<size=1,stride=1>,<size=1,stride=1>])
    aie.next_bd ^a
  ^e:
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %b = aie.buffer(%t) : memref<64xi32>
  %m = aie.mem(%t) {
    %0 = aie.dma_start(S2MM, 0, ^a, ^e)
  ^a:
    // expected-error @+1 {{Invalid step size; must be a positive integer.}}
    aie.dma_bd(%b : memref<64xi32>, 0, 64, [<size=1,stride=0>])
    aie.next_bd ^a
  ^e:
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %b = aie.buffer(%t) : memref<64xi32>
  %m = aie.mem(%t) {
    %0 = aie.dma_start(S2MM, 0, ^a, ^e)
  ^a:
    // expected-error @+1 {{Step size 65 exceeds memref size 64}}
    aie.dma_bd(%b : memref<64xi32>, 0, 64, [<size=1,stride=65>])
    aie.next_bd ^a
  ^e:
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %b = aie.buffer(%t) : memref<1024xi32>
  %m = aie.mem(%t) {
    %0 = aie.dma_start(S2MM, 0, ^a, ^e)
  ^a:
    // expected-error @+1 {{Size may not exceed 1023.}}
    aie.dma_bd(%b : memref<1024xi32>, 0, 64, [<size=513,stride=1>])
    aie.next_bd ^a
  ^e:
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %b = aie.buffer(%t) : memref<64xi32>
  %m = aie.mem(%t) {
    %0 = aie.dma_start(S2MM, 0, ^a, ^e)
  ^a:
    // expected-error @+1 {{out of bounds access in buffer, for index 4294967295 in memref of length 64.}}
    aie.dma_bd(%b : memref<64xi32>, 0, 64, [<size=0,stride=1>])
    aie.next_bd ^a
  ^e:
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %b = aie.buffer(%t) : memref<64xi16>
  %m = aie.mem(%t) {
    %0 = aie.dma_start(S2MM, 0, ^a, ^e)
  ^a:
    // expected-error @+1 {{For <32b width datatypes, inner-most dim stride must be 1}}
    aie.dma_bd(%b : memref<64xi16>, 0, 64, [<size=2,stride=2>])
    aie.next_bd ^a
  ^e:
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %b = aie.buffer(%t) : memref<64xi64>
  %m = aie.mem(%t) {
    %0 = aie.dma_start(S2MM, 0, ^a, ^e)
  ^a:
    // expected-error @+1 {{For >32b width datatypes, inner-most dim stride must be 1}}
    aie.dma_bd(%b : memref<64xi64>, 0, 64, [<size=2,stride=2>])
    aie.next_bd ^a
  ^e:
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %b = aie.buffer(%t) : memref<64xi32>
  %m = aie.mem(%t) {
    %0 = aie.dma_start(S2MM, 0, ^a, ^e)
  ^a:
    // expected-error @+1 {{Padding is only supported by memtile dma bds.}}
    aie.dma_bd(%b : memref<64xi32>, 0, 64, [<size=8,stride=1>], [<const_pad_before=1,const_pad_after=0>])
    aie.next_bd ^a
  ^e:
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %b = aie.buffer(%t) : memref<64xi32>
  %m = aie.mem(%t) {
    %0 = aie.dma_start(S2MM, 0, ^a, ^e)
  ^a:
    // expected-error @+1 {{Padding requires n-d data layouts expressed as wrap(s) and stride(s).}}
    aie.dma_bd(%b : memref<64xi32>, 0, 64) {pad_dimensions = #aie<bd_pad_layout_array[<const_pad_before=1,const_pad_after=0>]>}
    aie.next_bd ^a
  ^e:
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 1)
  %b = aie.buffer(%t) : memref<64xi32>
  %m = aie.memtile_dma(%t) {
    %0 = aie.dma_start(S2MM, 0, ^a, ^e)
  ^a:
    // expected-error @+1 {{Mismatch number of dimensions between padding(s) and wrap(s) and stride(s).}}
    aie.dma_bd(%b : memref<64xi32>, 0, 64, [<size=8,stride=1>], [])
    aie.next_bd ^a
  ^e:
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 1)
  %b = aie.buffer(%t) : memref<64xi32>
  %m = aie.memtile_dma(%t) {
    %0 = aie.dma_start(S2MM, 0, ^a, ^e)
  ^a:
    // expected-error @+1 {{Data exceeds len after padding.}}
    aie.dma_bd(%b : memref<64xi32>, 0, 8, [<size=8,stride=1>], [<const_pad_before=1,const_pad_after=0>])
    aie.next_bd ^a
  ^e:
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 1)
  %b = aie.buffer(%t) : memref<64xi8>
  %m = aie.memtile_dma(%t) {
    %0 = aie.dma_start(S2MM, 0, ^a, ^e)
  ^a:
    // expected-error @+1 {{Inner-most padding-before count must result in padding in 32-bit words.}}
    aie.dma_bd(%b : memref<64xi8>, 0, 16, [<size=8,stride=1>], [<const_pad_before=1,const_pad_after=0>])
    aie.next_bd ^a
  ^e:
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 1)
  %b = aie.buffer(%t) : memref<64xi8>
  %m = aie.memtile_dma(%t) {
    %0 = aie.dma_start(S2MM, 0, ^a, ^e)
  ^a:
    // expected-error @+1 {{Inner-most padding-after count must result in padding in 32-bit words.}}
    aie.dma_bd(%b : memref<64xi8>, 0, 16, [<size=8,stride=1>], [<const_pad_before=4,const_pad_after=2>])
    aie.next_bd ^a
  ^e:
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %b = aie.buffer(%t) {address = 4 : i32} : memref<64xi8>
  %m = aie.mem(%t) {
    %0 = aie.dma_start(S2MM, 0, ^a, ^e)
  ^a:
    // expected-error @+1 {{bd address must be 4 byte (32b) aligned; got base+offset: 6 (bytes)}}
    aie.dma_bd(%b : memref<64xi8>, 2, 16)
    aie.next_bd ^a
  ^e:
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %b = aie.buffer(%t) : memref<64xi32>
  %m = aie.mem(%t) {
    %0 = aie.dma_start(S2MM, 0, ^a, ^e)
  ^a:
    // expected-error @+1 {{Packet type field can only hold 3 bits.}}
    aie.dma_bd(%b : memref<64xi32>, 0, 16) {packet = #aie.packet_info<pkt_type = 8, pkt_id = 0>}
    aie.next_bd ^a
  ^e:
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %b = aie.buffer(%t) : memref<64xi32>
  %m = aie.mem(%t) {
    %0 = aie.dma_start(S2MM, 0, ^a, ^e)
  ^a:
    // expected-error @+1 {{Packet ID field can only hold 5 bits.}}
    aie.dma_bd(%b : memref<64xi32>, 0, 16) {packet = #aie.packet_info<pkt_type = 0, pkt_id = 32>}
    aie.next_bd ^a
  ^e:
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %b = aie.buffer(%t) : memref<64xi32>
  %m = aie.mem(%t) {
    %0 = aie.dma_start(S2MM, 0, ^a, ^e)
  ^a:
    // expected-error @+1 {{Burst length is only supported in Shim NOC tiles that are connected to the memory-mapped NOC.}}
    aie.dma_bd(%b : memref<64xi32>, 0, 16) {burst_length = 64 : i32}
    aie.next_bd ^a
  ^e:
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %b = aie.buffer(%t) : memref<64xi32>
  %x = memref.alloc() : memref<64xi32>
  %m = aie.mem(%t) {
    %0 = aie.dma_start(S2MM, 0, ^a, ^e)
  ^a:
    // expected-error @+1 {{BDs only support BufferOp or ExternalBufferOp operands.}}
    aie.dma_bd(%x : memref<64xi32>, 0, 16)
    aie.next_bd ^a
  ^e:
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 0)
  %b = aie.external_buffer : memref<?xi32>
  %m = aie.shim_dma(%t) {
    %0 = aie.dma_start(S2MM, 0, ^a, ^e)
  ^a:
    // expected-error @+1 {{buffer with dynamic shape requires static length.}}
    aie.dma_bd(%b : memref<?xi32>)
    aie.next_bd ^a
  ^e:
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %b = aie.buffer(%t) : memref<4xi32>
  %m = aie.mem(%t) {
    // expected-error @+1 {{'cf.br' op is not an allowed terminator}}
    cf.br ^a
  ^a:
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %m = aie.mem(%t) {
    // expected-error @+1 {{'memref.alloc' op allocOp in MemOp region should have an id attribute}}
    %x = memref.alloc() : memref<4xi32>
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 1)
  %m = aie.memtile_dma(%t) {
    // expected-error @+1 {{'memref.alloc' op allocOp in MemTileDMAOp region should have an id attribute}}
    %x = memref.alloc() : memref<4xi32>
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  // expected-error @+1 {{'aie.mem' op should have non-empty body}}
  %m = aie.mem(%t) {
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  // expected-error @+1 {{uses more input channels than available on this tile}}
  %m = aie.mem(%t) {
    %0 = aie.dma_start(S2MM, 0, ^e, ^a)
  ^a:
    %1 = aie.dma_start(S2MM, 1, ^e, ^b)
  ^b:
    %2 = aie.dma_start(S2MM, 2, ^e, ^e)
  ^e:
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  // expected-error @+1 {{uses more output channels than available on this tile}}
  %m = aie.mem(%t) {
    %0 = aie.dma_start(MM2S, 0, ^e, ^a)
  ^a:
    %1 = aie.dma_start(MM2S, 1, ^e, ^b)
  ^b:
    %2 = aie.dma_start(MM2S, 2, ^e, ^e)
  ^e:
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  // expected-error @+1 {{'aie.core' op should have non-empty body}}
  %c = aie.core(%t) {
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  // expected-error @+1 {{When `elf_file` attribute is specified, core body must be empty (consist of exactly one `aie.end` op).}}
  %c = aie.core(%t) {
    aie.event(0)
    aie.end
  } {elf_file = "x"}
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  // expected-error @+1 {{cannot specify both 'link_with' (deprecated) and 'link_files' on the same core; run aie-assign-core-link-files to migrate}}
  %c = aie.core(%t) {
    aie.end
  } {link_with = "x", link_files = ["y"]}
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %c = aie.core(%t) {
    // expected-error @+1 {{'aie.event' op attribute 'val' failed to satisfy constraint: 32-bit signless integer attribute whose minimum value is 0 whose maximum value is 1}}
    aie.event(2)
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %c = aie.core(%t) {
    %x = arith.constant dense<0> : vector<8xi32>
    // expected-error @+1 {{'aie.put_cascade' op type must match architecture cascade width (512 bits in AIE2)}}
    aie.put_cascade(%x : vector<8xi32>)
    aie.end
  }
}

// -----

aie.device(xcvc1902) {
  %t = aie.tile(0, 2)
  %c = aie.core(%t) {
    // expected-error @+1 {{'aie.get_cascade' op must be a 384-bit type}}
    %x = aie.get_cascade() : i32
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %x = arith.constant 0 : i32
  // expected-error @+1 {{'aie.get_stream' op expects parent op 'aie.core'}}
  %y = aie.get_stream(%x : i32) : i32
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %c = aie.core(%t) {
    %x = arith.constant 0 : i32
    // expected-error @+1 {{result #0 must be 32-bit float or 32-bit signless integer or 128-bit signless integer, but got 'i64'}}
    %y = aie.get_stream(%x : i32) : i64
    aie.end
  }
}

// -----

aie.device(npu1) {
  %s = aie.tile(0,0)
  // expected-error @+1 {{'aie.buffer' op failed to verify that op exists in a tile with local memory}}
  %b = aie.buffer(%s) : memref<4xi32>
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  // expected-error @+1 {{'aie.buffer' op is accessed outside of a tile}}
  %b = aie.buffer(%t) : memref<4xi32>
  aie.runtime_sequence() {
    aie.debug(%b : memref<4xi32>)
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  // expected-error @+1 {{initial value should be an elements attribute}}
  %b = aie.buffer(%t) : memref<4xi32> = "x"
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  // expected-error @+1 {{inferred shape of elements literal ([3]) does not match type ([2])}}
  %b = aie.buffer(%t) : memref<2xi32> = dense<[1,2,3]>
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  // expected-error @+1 {{attribute 'lockID' failed to satisfy constraint: 32-bit signless integer attribute whose minimum value is 0}}
  %l = aie.lock(%t, -1)
}

// -----

aie.device(npu1) {
  %t = aie.tile(0,1)
  // expected-error @+1 {{lock assigned invalid id (maximum is 63)}}
  %l = aie.lock(%t, 64)
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %l = aie.lock(%t, 0)
  %m = aie.mem(%t) {
    // expected-error @+1 {{acquires/releases the lock in a DMA block from/to multiple states.}}
    aie.use_lock(%l, AcquireGreaterEqual, 1)
    aie.use_lock(%l, AcquireGreaterEqual, 2)
    aie.end
  }
}

// -----

aie.device(npu1) {
  aie.bd_chain @c(%l: index) {
    // expected-error @+1 {{expects some parent op to be one of AIE::device, AIE::core, func::func, AIE::mem, AIE::shimDMA, or AIEX::dma_configure_task}}
    aie.use_lock(%l, Release, 1)
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %l=aie.lock(%t,0)
  %b=aie.buffer(%t):memref<4xi32>
  %m = aie.mem(%t) {
    // expected-error @+1 {{'aie.dma' op DMAOp regions/blocks must have exactly two UseLock ops}}
    %0 = aie.dma(S2MM, 0) [{
      aie.dma_bd(%b : memref<4xi32>, 0, 4)
    }]
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  // expected-error @+1 {{tile must be a shim tile, but got tile(0, 2)}}
  aie.shim_dma_allocation @x(%t, S2MM, 0)
}

// -----

aie.device(npu1) {
  %t=aie.logical_tile<CoreTile>(?, ?)
  // expected-error @+1 {{'aie.shim_dma_allocation' op tile must be a shim tile}}
  aie.shim_dma_allocation @x(%t, S2MM, 0)
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %s = aie.switchbox(%t) {
    // expected-error @+1 {{source index cannot be less than zero}}
    aie.connect<DMA : -1, North : 0>
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %s = aie.switchbox(%t) {
    // expected-error @+1 {{dest index cannot be less than zero}}
    aie.connect<DMA : 0, North : -1>
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %s = aie.switchbox(%t) {
    // expected-error @+1 {{index 2 for source bundle DMA must be less than 2}}
    aie.connect<DMA : 2, North : 0>
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %s = aie.switchbox(%t) {
    // expected-error @+1 {{source bundle NOC not supported; index: 0, bound: 0}}
    aie.connect<NOC : 0, North : 0>
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %s = aie.switchbox(%t) {
    // expected-error @+1 {{illegal stream switch connection}}
    aie.connect<Trace : 0, North : 0>
  }
}

// -----

aie.device(npu1) {
  %t=aie.tile(0,0)
  %s = aie.shim_mux(%t) {
    aie.connect<DMA : 0, North : 3>
    // expected-error @+1 {{targets same destination North: 3 as another connect operation}}
    aie.connect<DMA : 1, North : 3>
  }
}

// -----

aie.device(npu1) {
  %t=aie.tile(0,0)
  %s = aie.shim_mux(%t) {
    // expected-error @+1 {{'aie.plio' op cannot be contained in a Switchbox op}}
    %x = aie.plio(0)
  }
}

// -----

aie.device(npu1) {
  %s = aie.shim_switchbox(2) {
    // expected-error @+1 {{'aie.connect' op expects parent op to be one of 'aie.switchbox, aie.shim_mux'}}
    aie.connect<DMA : 0, North : 3>
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  // expected-error @+1 {{must have exactly one aie.packet_source (got 0)}}
  aie.packet_flow(1) {
    aie.packet_dest<%t, DMA : 0>
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  // expected-error @+1 {{must have at least one aie.packet_dest}}
  aie.packet_flow(1) {
    aie.packet_source<%t, DMA : 0>
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  aie.packet_flow(1) {
    // expected-error @+1 {{'aie.flow' op cannot be contained in a PacketFlow op}}
    aie.flow(%t, DMA : 0, %t, DMA : 0)
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  // expected-error @+1 {{'aie.packet_source' op expects parent op 'aie.packet_flow'}}
  aie.packet_source<%t, DMA : 0>
}

// -----

aie.device(npu1) {
  %t=aie.tile(0,0)
  %u=aie.tile(0,2)
  // expected-error @+1 {{shimTile row has no cascade stream interface}}
  aie.cascade_flow(%t,%u)
}

// -----

aie.device(npu1) {
  %t=aie.tile(0,1)
  %u=aie.tile(0,2)
  // expected-error @+1 {{memTile row has no cascade stream interface}}
  aie.cascade_flow(%t,%u)
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  // expected-error @+1 {{input direction of cascade must be North or West on AIE2}}
  aie.configure_cascade(%t, South, South)
}

// -----

aie.device(npu2) {
  %t = aie.tile(0, 2)
  // expected-error @+1 {{output direction of cascade must be South or East on AIE2p}}
  aie.configure_cascade(%t, North, West)
}

// -----

aie.device(xcvc1902) {
  %t = aie.tile(0, 2)
  // expected-error @+1 {{cascade not supported in AIE1}}
  aie.configure_cascade(%t, North, South)
}

// -----

aie.device(npu1) {
  %t=aie.logical_tile<CoreTile>(0,2)
  // expected-error @+1 {{requires a placed tile (aie.tile), not a logical tile}}
  aie.configure_cascade(%t, North, South)
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  // expected-error @+1 {{attribute 'elemNumber' failed to satisfy constraint: 32-bit signless integer attribute whose minimum value is 0 or array attribute}}
  aie.objectfifo @x(%t,{%u},2) : !aie.objectfifo<memref<4xi32>>
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  // expected-error @+1 {{does not have enough depths specified for producer and for each consumer.}}
  aie.objectfifo @x(%t,{%u},[2]) : !aie.objectfifo<memref<4xi32>>
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  // expected-error @+1 {{`dimensionsToStream` data layout transformations are not supported on shim tile producers}}
  aie.objectfifo @x(%s dimensionsToStream [<size=1,stride=1>],{%u},2:i32) : !aie.objectfifo<memref<4xi32>>
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  // expected-error @+1 {{`dimensionsFromStreamPerConsumer` data layout transformations are not supported on shim tile consumers}}
  aie.objectfifo @x(%t,{%s dimensionsFromStream [<size=1,stride=1>]},2:i32) : !aie.objectfifo<memref<4xi32>>
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  // expected-error @+1 {{`repeat_count` unavailable for shim tiles}}
  aie.objectfifo @x(%s,{%u},2:i32) {repeat_count=2:i32} : !aie.objectfifo<memref<4xi32>>
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  // expected-error @+1 {{attribute 'repeat_count' failed to satisfy constraint: 32-bit signless integer attribute whose minimum value is 1}}
  aie.objectfifo @x(%t,{%u},2:i32) {repeat_count=0:i32} : !aie.objectfifo<memref<4xi32>>
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  // expected-error @+1 {{`aie_stream` must be defined}}
  aie.objectfifo @x(%t,{%u},2:i32) {aie_stream_port=0:i32} : !aie.objectfifo<memref<4xi32>>
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  // expected-error @+1 {{`aie_stream_port` must be defined}}
  aie.objectfifo @x(%t,{%u},2:i32) {aie_stream=0:i32} : !aie.objectfifo<memref<4xi32>>
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  // expected-error @+1 {{`repeat_count` unavailable on stream end}}
  aie.objectfifo @x(%t,{%u},2:i32) {aie_stream=0:i32,aie_stream_port=0:i32,repeat_count=2:i32} : !aie.objectfifo<memref<4xi32>>
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  // expected-error @+1 {{`aie_stream` is not available for shim and mem tiles}}
  aie.objectfifo @x(%t,{%m},2:i32) {aie_stream=1:i32,aie_stream_port=0:i32} : !aie.objectfifo<memref<4xi32>>
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  // expected-error @+1 {{`iter_count` must be between 1 and 256}}
  aie.objectfifo @x(%t,{%u},2:i32) {iter_count=257:i32} : !aie.objectfifo<memref<4xi32>>
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  // expected-error @+1 {{`iter_count` is currently only supported on MemTiles}}
  aie.objectfifo @x(%t,{%u},2:i32) {iter_count=2:i32} : !aie.objectfifo<memref<4xi32>>
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  // expected-error @+1 {{`init_values` unavailable for shim tiles}}
  aie.objectfifo @x(%s,{%u},1:i32) : !aie.objectfifo<memref<1xi32>> = [dense<1> : memref<1xi32>]
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  // expected-error @+1 {{initial value should be an elements attribute}}
  aie.objectfifo @x(%t,{%u},1:i32) : !aie.objectfifo<memref<1xi32>> = [5 : i32]
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  // expected-error @+1 {{attribute 'elemType' failed to satisfy constraint: type attribute of }}
  aie.objectfifo @x(%t,{%u},1:i32) : memref<1xi32>
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  // expected-error @+1 {{invalid kind of type specified: expected builtin.memref, but found 'tensor<4xi32>'}}
  aie.objectfifo @x(%t,{%u},1:i32) : !aie.objectfifo<tensor<4xi32>>
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  // expected-error @+1 {{failed to parse AIE_ObjectFifoType parameter 'memref' which is to be a `::mlir::MemRefType`}}
  aie.objectfifo @x(%t,{%u},1:i32) : !aie.objectfifo<tensor<4xi32>>
}

// -----

aie.device(npu1) {
  // expected-error @+1 {{failed to parse PacketInfoAttr parameter 'pkt_type' which is to be a `uint16_t`}}
  aie.tile(0,2) {x = #aie.packet_info<pkt_type = 70000, pkt_id = 1>}
}

// -----

aie.device(npu1) {
  // expected-error @+1 {{duplicate or unknown struct parameter name: pkt_typ}}
  aie.tile(0,2) {x = #aie.packet_info<pkt_typ = 7, pkt_id = 1>}
}

// -----

aie.device(npu1) {
  // expected-error @+1 {{unknown attribute `foo` in dialect `aie`}}
  aie.tile(0,2) {x = #aie.foo}
}

// -----

aie.device(npu1) {
  // expected-error @+1 {{unknown  type `foo` in dialect `aie`}}
  aie.tile(0,2) {x = !aie.foo}
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  // expected-error @+1 {{cannot retrieve associated object FIFO}}
  aie.objectfifo.allocate @x(%t)
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  aie.objectfifo @x(%t,{%u},2:i32) {via_DMA=true} : !aie.objectfifo<memref<4xi32>>
  // expected-error @+1 {{cannot allocate a shared memory module to objectfifo with set `via_DMA` attribute}}
  aie.objectfifo.allocate @x(%t)
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  aie.objectfifo @x(%t,{%u},2:i32) {repeat_count=2:i32} : !aie.objectfifo<memref<4xi32>>
  // expected-error @+1 {{cannot allocate a shared memory module to objectfifo with set `repeat_count` attribute}}
  aie.objectfifo.allocate @x(%t)
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  aie.objectfifo @x(%t,{%u},2:i32) {aie_stream=0:i32,aie_stream_port=0:i32} : !aie.objectfifo<memref<4xi32>>
  // expected-error @+1 {{cannot allocate a shared memory module to objectfifo using stream port}}
  aie.objectfifo.allocate @x(%t)
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  aie.objectfifo @x(%t,{%u},2:i32)  : !aie.objectfifo<memref<4xi32>>
  // expected-error @+1 {{'aie.core' op consumer port of objectFifo accessed by core running on non-consumer tile}}
  %c = aie.core(%t) {
    %0 = aie.objectfifo.acquire @x(Consume, 1) : !aie.objectfifosubview<memref<4xi32>>
    aie.end
  }
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  aie.objectfifo @x(%t,{%u},2:i32)  : !aie.objectfifo<memref<4xi32>>
  %c = aie.core(%t) {
    // expected-error @+1 {{ObjectFifo element and ObjectFifoSubview element must match.}}
    %0 = aie.objectfifo.acquire @x(Produce, 1) : !aie.objectfifosubview<memref<4xi8>>
    aie.end
  }
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  aie.objectfifo @x(%t,{%u},2:i32)  : !aie.objectfifo<memref<4xi32>>
  %c = aie.core(%t) {
    // expected-error @+1 {{cannot retrieve associated object FIFO}}
    aie.objectfifo.release @y(Produce, 1)
    aie.end
  }
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  aie.objectfifo @x(%t,{%u},2:i32)  : !aie.objectfifo<memref<4xi32>>
  %c = aie.core(%t) {
    // expected-error @+1 {{attribute 'size' failed to satisfy constraint: 32-bit signless integer attribute whose minimum value is 1}}
    aie.objectfifo.release @x(Produce, 0)
    aie.end
  }
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  aie.objectfifo @x(%t,{%u},2:i32)  : !aie.objectfifo<memref<4xi32>>
  // expected-error @+1 {{'aie.objectfifo.release' op must be called from inside a CoreOp}}
  aie.objectfifo.release @x(Produce, 1)
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  aie.objectfifo @x(%t,{%u},2:i32)  : !aie.objectfifo<memref<4xi32>>
  %c = aie.core(%t) {
    %0 = aie.objectfifo.acquire @x(Produce, 1) : !aie.objectfifosubview<memref<4xi32>>
    // expected-error @+1 {{accessed farther than number of acquired elements (index out of bounds).}}
    %1 = aie.objectfifo.subview.access %0[1] : !aie.objectfifosubview<memref<4xi32>> -> memref<4xi32>
    aie.end
  }
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  aie.trace @t(%t) {
    // expected-error @+1 {{combo event slot must be 0, 1, or 2, got 3}}
    aie.trace.combo_event<3> <"A"> AND <"B">
  }
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  aie.trace @t(%t) {
    // expected-error @+1 {{combo slot 1 should use regular events, not COMBO_EVENT_* (uses eventC/D)}}
    aie.trace.combo_event<1> <"COMBO_EVENT_0"> AND <"B">
  }
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  aie.trace @t(%t) {
    // expected-error @+1 {{combo slot 2 second event must be COMBO_EVENT_1 (hierarchical), got B}}
    aie.trace.combo_event<2> <"COMBO_EVENT_0"> AND <"B">
  }
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  aie.trace @t(%t) {
    // expected-error @+1 {{edge detection source should be a regular event, not a COMBO_EVENT (combo events can be used but may have unexpected behavior)}}
    aie.trace.edge_event<0> event=<"COMBO_EVENT_0"> trigger=RISING
  }
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  aie.trace @t(%t) {
    // expected-error @+1 {{custom op 'aie.trace.edge_event' unknown edge trigger: UP}}
    aie.trace.edge_event<0> event=<"X"> trigger=UP
  }
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  aie.trace @t(%t) {
    // expected-error @+1 {{event name cannot be empty}}
    aie.trace.event<"">
  }
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  aie.trace @t(%t) {
    // expected-error @+1 {{unknown event enum type: MemTileEventAIE}}
    aie.trace.event<MemTileEventAIE::X>
  }
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  aie.trace @t(%t) {
    // expected-error @+1 {{expected string or enum event}}
    aie.trace.event<5>
  }
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  aie.trace @t(%t) {
    // expected-error @+1 {{expected '::' after enum type name}}
    aie.trace.event<CoreEventAIE2>
  }
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  aie.trace @t(%t) {
    aie.trace.combo_event<0> <"A"> AND <"B">
    // expected-error @+1 {{combo event slot 0 already in use in this trace}}
    aie.trace.combo_event<0> <"A"> AND <"B">
  }
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  aie.trace @t(%t) {
    aie.trace.edge_event<1> event=<"A"> trigger=BOTH
    // expected-error @+1 {{edge detection slot 1 already in use in this trace}}
    aie.trace.edge_event<1> event=<"B"> trigger=BOTH
  }
}

// -----

aie.device(npu1) {
  aie.runtime_sequence() {
    // expected-error @+1 {{unknown routing strategy: spread}}
    aie.trace.host_config buffer_size = 8 routing = spread
  }
}

// -----

aie.device(npu1) {
  aie.runtime_sequence() {
    // expected-error @+1 {{trace config symbol name cannot be empty}}
    aie.trace.start_config @""
  }
}

// -----

aie.device(npu1) {
  // expected-error @+1 {{'aie.trace.host_config' op expects parent op 'aie.runtime_sequence'}}
  aie.trace.host_config buffer_size = 8
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %c = aie.core(%t) {
    %c = arith.constant dense<1> : tensor<1xi32>
    %l = arith.constant 0 : index
    // expected-error @+1 {{process length must be >= 1}}
    aie.objectfifo.register_process @of(Produce, %c : tensor<1xi32>, %c : tensor<1xi32>, @work, %l)
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %a = arith.constant dense<1> : tensor<2xi32>
  %c = arith.constant dense<1> : tensor<3xi32>
  %l = arith.constant 5 : index
  // expected-error @+1 {{Acquire and Release patterns must be of equal length, or longest length of one must be equal to process length of the other}}
  aie.objectfifo.register_process @of(Produce, %a : tensor<2xi32>, %c : tensor<3xi32>, @work, %l)
}

// -----

aie.device(npu1) {
  %i = arith.constant 0 : index
  // expected-error @+1 {{'aie.buffer' op failed to verify that op exists in a tile with local memory}}
  %b = aie.buffer(%i) : memref<4xi32>
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  aie.objectfifo @a(%t,{%m},2:i32) : !aie.objectfifo<memref<8xi32>>
  aie.objectfifo @b(%u,{%m},2:i32) : !aie.objectfifo<memref<8xi32>>
  aie.objectfifo @o(%m,{%s},2:i32) : !aie.objectfifo<memref<16xi32>>
  aie.objectfifo @p(%m,{%t},2:i32) : !aie.objectfifo<memref<8xi32>>
  aie.objectfifo @q(%t,{%u},2:i32) : !aie.objectfifo<memref<8xi32>>
  aie.objectfifo @r(%u,{%s},2:i32) : !aie.objectfifo<memref<8xi32>>
  // expected-error @+1 {{ObjectFifoLinkOp does not support 'join' and 'distribute' at the same time}}
  aie.objectfifo.link [@a, @b] -> [@o, @p]([0,8][0,8])
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  aie.objectfifo @a(%t,{%m},2:i32) : !aie.objectfifo<memref<8xi32>>
  aie.objectfifo @b(%u,{%m},2:i32) : !aie.objectfifo<memref<8xi32>>
  aie.objectfifo @o(%m,{%s},2:i32) : !aie.objectfifo<memref<16xi32>>
  aie.objectfifo @p(%m,{%t},2:i32) : !aie.objectfifo<memref<8xi32>>
  aie.objectfifo @q(%t,{%u},2:i32) : !aie.objectfifo<memref<8xi32>>
  aie.objectfifo @r(%u,{%s},2:i32) : !aie.objectfifo<memref<8xi32>>
  // expected-error @+1 {{ObjectFifoLinkOp must have a link point, i.e., a shared tile between objectFifos}}
  aie.objectfifo.link [@a] -> [@q]([][])
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  aie.objectfifo @a(%t,{%m},2:i32) : !aie.objectfifo<memref<8xi32>>
  aie.objectfifo @b(%u,{%m},2:i32) : !aie.objectfifo<memref<8xi32>>
  aie.objectfifo @o(%m,{%s},2:i32) : !aie.objectfifo<memref<16xi32>>
  aie.objectfifo @p(%m,{%t},2:i32) : !aie.objectfifo<memref<8xi32>>
  aie.objectfifo @q(%t,{%u},2:i32) : !aie.objectfifo<memref<8xi32>>
  aie.objectfifo @r(%u,{%s},2:i32) : !aie.objectfifo<memref<8xi32>>
  // expected-error @+1 {{number of provided src offsets must be equal to the number of input objectFifos}}
  aie.objectfifo.link [@a, @b] -> [@o]([0][])
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  aie.objectfifo @a(%t,{%m},2:i32) : !aie.objectfifo<memref<8xi32>>
  aie.objectfifo @b(%u,{%m},2:i32) : !aie.objectfifo<memref<8xi32>>
  aie.objectfifo @o(%m,{%s},2:i32) : !aie.objectfifo<memref<16xi32>>
  aie.objectfifo @p(%m,{%t},2:i32) : !aie.objectfifo<memref<8xi32>>
  aie.objectfifo @q(%t,{%u},2:i32) : !aie.objectfifo<memref<8xi32>>
  aie.objectfifo @r(%u,{%s},2:i32) : !aie.objectfifo<memref<8xi32>>
  // expected-error @+1 {{dst offsets should be empty for join}}
  aie.objectfifo.link [@a, @b] -> [@o]([0,8][0])
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  aie.objectfifo @a(%t,{%m},2:i32) : !aie.objectfifo<memref<8xi32>>
  aie.objectfifo @b(%u,{%m},2:i32) : !aie.objectfifo<memref<8xi32>>
  aie.objectfifo @o(%m,{%s},2:i32) : !aie.objectfifo<memref<16xi32>>
  aie.objectfifo @p(%m,{%t},2:i32) : !aie.objectfifo<memref<8xi32>>
  aie.objectfifo @q(%t,{%u},2:i32) : !aie.objectfifo<memref<8xi32>>
  aie.objectfifo @r(%u,{%s},2:i32) : !aie.objectfifo<memref<8xi32>>
  // expected-error @+1 {{number of provided dst offsets must be equal to the number of output objectFifos}}
  aie.objectfifo.link [@a] -> [@o, @p]([][0])
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  aie.objectfifo @a(%t,{%m},2:i32) : !aie.objectfifo<memref<8xi32>>
  aie.objectfifo @b(%u,{%m},2:i32) : !aie.objectfifo<memref<8xi32>>
  aie.objectfifo @o(%m,{%s},2:i32) : !aie.objectfifo<memref<16xi32>>
  aie.objectfifo @p(%m,{%t},2:i32) : !aie.objectfifo<memref<8xi32>>
  aie.objectfifo @q(%t,{%u},2:i32) : !aie.objectfifo<memref<8xi32>>
  aie.objectfifo @r(%u,{%s},2:i32) : !aie.objectfifo<memref<8xi32>>
  // expected-error @+1 {{src offsets should be empty for distribute}}
  aie.objectfifo.link [@a] -> [@o, @p]([0][0,8])
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  aie.objectfifo @a(%t,{%m},2:i32) : !aie.objectfifo<memref<8xi32>>
  aie.objectfifo @b(%u,{%m},2:i32) : !aie.objectfifo<memref<8xi32>>
  aie.objectfifo @o(%m,{%s},2:i32) : !aie.objectfifo<memref<16xi32>>
  aie.objectfifo @p(%m,{%t},2:i32) : !aie.objectfifo<memref<8xi32>>
  aie.objectfifo @q(%t,{%u},2:i32) : !aie.objectfifo<memref<8xi32>>
  aie.objectfifo @r(%u,{%s},2:i32) : !aie.objectfifo<memref<8xi32>>
  // expected-error @+1 {{all offsets should be empty if there is no join or distribute}}
  aie.objectfifo.link [@a] -> [@p]([0][0])
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  aie.objectfifo @a(%t,{%u},2:i32) : !aie.objectfifo<memref<8xi32>>
  aie.objectfifo @b(%u,{%t},2:i32) : !aie.objectfifo<memref<8xi32>>
  aie.objectfifo @c(%u,{%t},2:i32) : !aie.objectfifo<memref<8xi32>>
  // expected-error @+1 {{ObjectFifoLinkOp join and distribute are unavailable on compute or shim tiles}}
  aie.objectfifo.link [@a] -> [@b, @c]([][0,4])
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  aie.objectfifo @a(%t,{%m dimensionsFromStream [<size=5,stride=1>]},2:i32) : !aie.objectfifo<memref<8xi32>>
  aie.objectfifo @b(%m,{%t},2:i32) : !aie.objectfifo<memref<4xi32>>
  aie.objectfifo @c(%m,{%u},2:i32) : !aie.objectfifo<memref<4xi32>>
  // expected-error @+1 {{specified input stride(s) and size(s) result in out of bounds access in distribute output, for index 4 in transfer of length 4.}}
  aie.objectfifo.link [@a] -> [@b, @c]([][0,4])
}

// -----

aie.device(npu1) {
  %s=aie.tile(0,0)
  %m=aie.tile(0,1)
  %t=aie.tile(0,2)
  %u=aie.tile(0,3)
  aie.objectfifo @a(%t,{%m},2:i32) : !aie.objectfifo<memref<8xi32>>
  aie.objectfifo @b(%m,{%t},2:i32) {repeat_count=2:i32} : !aie.objectfifo<memref<4xi32>>
  aie.objectfifo @c(%m,{%u},2:i32) : !aie.objectfifo<memref<4xi32>>
  // expected-error @+1 {{repeat counts of output object FIFOs must be equal}}
  aie.objectfifo.link [@a] -> [@b, @c]([][0,4])
}
