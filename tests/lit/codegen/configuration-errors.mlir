// RUN: aie-opt --convert-aie-to-transaction --split-input-file --verify-diagnostics %s

// expected-error @below {{only NPU devices take transactions, xcve2802 is none}}
aie.device(xcve2802) {
}

// -----

// expected-error @below {{only NPU devices take transactions, xcvc1902 is none}}
aie.device(xcvc1902) {
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  // expected-error @below {{XAie_LoadElf failed with XAIE_INVALID_ELF: no-such-file.elf}}
  %core = aie.core(%t) {
    aie.end
  } {elf_file = "no-such-file.elf"}
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  // expected-error @below {{buffer must have address assigned}}
  %b = aie.buffer(%t) : memref<2xi32> = dense<1>
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %b = aie.buffer(%t) {address = 1024 : i32} : memref<16xi32>
  %m = aie.mem(%t) {
    // expected-error @below {{XAie_DmaChannelSetStartQueue failed with XAIE_INVALID_ARGS: repeat_count is at most 255}}
    %0 = aie.dma_start(MM2S, 0, ^bd, ^end, repeat_count = 256)
  ^bd:
    aie.dma_bd(%b : memref<16xi32>) {bd_id = 0 : i32}
    aie.end
  ^end:
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 1)
  %b = aie.buffer(%t) {address = 0 : i32} : memref<16xi32>
  %m = aie.memtile_dma(%t) {
    // expected-error @below {{channel 1 cannot use BD 0}}
    %0 = aie.dma_start(MM2S, 1, ^bd, ^end)
  ^bd:
    aie.dma_bd(%b : memref<16xi32>) {bd_id = 0 : i32}
    aie.end
  ^end:
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %b = aie.buffer(%t) {address = 1024 : i32} : memref<16xi32>
  // expected-error @below {{has no ID; aie-assign-lock-ids must run before}}
  %l = aie.lock(%t)
  %m = aie.mem(%t) {
    %0 = aie.dma_start(MM2S, 0, ^bd, ^end)
  ^bd:
    aie.use_lock(%l, AcquireGreaterEqual, 1)
    aie.dma_bd(%b : memref<16xi32>) {bd_id = 0 : i32}
    aie.use_lock(%l, Release, 1)
    aie.end
  ^end:
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  %s = aie.switchbox(%t) {
    %0 = aie.amsel<0> (0)
    %1 = aie.masterset(DMA : 0, %0)
    aie.packet_rules(South : 0) {
      aie.rule(31, 0, %0)
      aie.rule(31, 1, %0)
      aie.rule(31, 2, %0)
      aie.rule(31, 3, %0)
      // expected-error @below {{XAie_StrmPktSwSlaveSlotEnable failed with XAIE_ERR_STREAM_PORT: a port has room for 4 rules}}
      aie.rule(31, 4, %0)
    }
  }
}

// -----

// The length field of a core tile's descriptor ends below 64 KiB.
aie.device(npu1) {
  %t = aie.tile(0, 2)
  %b = aie.buffer(%t) {address = 0 : i32} : memref<16384xi32>
  %m = aie.mem(%t) {
    aie.dma_start(S2MM, 0, ^bd, ^end)
  ^bd:
    // expected-error @below {{a transfer of 65536 bytes, at most 65532 are possible on this tile}}
    aie.dma_bd(%b : memref<16384xi32>, 0, 16384) {bd_id = 0 : i32}
    aie.next_bd ^end
  ^end:
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 1)
  %b = aie.buffer(%t) {address = 0 : i32} : memref<131072xi32>
  %m = aie.memtile_dma(%t) {
    aie.dma_start(S2MM, 0, ^bd, ^end)
  ^bd:
    // expected-error @below {{a transfer of 524288 bytes, at most 524284 are possible on this tile}}
    aie.dma_bd(%b : memref<131072xi32>, 0, 131072, [<size = 256, stride = 512>, <size = 512, stride = 1>]) {bd_id = 0 : i32}
    aie.next_bd ^end
  ^end:
    aie.end
  }
}
