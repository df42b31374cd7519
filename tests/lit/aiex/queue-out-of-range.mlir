// A queue or descriptor that the tile does not have is an error, not a write to other registers.
// RUN: not aie-opt --split-input-file --aie-dma-to-npu %s 2>&1 | FileCheck %s

// CHECK: error: 'aiex.npu.dma_memcpy_nd' op BD ID exceeds the maximum ID.
aie.device(npu1) {
  %s = aie.tile(0, 0)
  aie.shim_dma_allocation @in(%s, MM2S, 0)
  aie.runtime_sequence(%x: memref<64xi32>) {
    aiex.npu.dma_memcpy_nd(%x[0, 0, 0, 0][1, 1, 1, 64][0, 0, 0, 1]) {id = 16 : i64, metadata = @in} : memref<64xi32>
  }
}
// -----
// CHECK: error: 'aiex.npu.dma_memcpy_nd' op channel 2 does not exist: tile (0, 0) has 2 per direction
aie.device(npu1) {
  %s = aie.tile(0, 0)
  aie.shim_dma_allocation @in(%s, MM2S, 2)
  aie.runtime_sequence(%x: memref<64xi32>) {
    aiex.npu.dma_memcpy_nd(%x[0, 0, 0, 0][1, 1, 1, 64][0, 0, 0, 1]) {id = 0 : i64, metadata = @in} : memref<64xi32>
  }
}
// -----
// CHECK: error: 'aiex.npu.push_queue' op channel 7 does not exist: tile (0, 1) has 6 per direction
aie.device(npu1) {
  aie.runtime_sequence() {
    aiex.npu.push_queue(0, 1, MM2S : 7) {bd_id = 3 : i32, issue_token = false, repeat_count = 0 : i32}
  }
}
