// Descriptors 16 to 47 of a memory tile reach the queue whole: its field has six bits.
// RUN: aie-opt --aie-dma-to-npu %s | FileCheck %s

// CHECK: aiex.npu.write32 {address = {{[0-9]+}} : ui32, value = 25 : ui32}
aie.device(npu1) {
  aie.runtime_sequence() {
    aiex.npu.push_queue(0, 1, MM2S : 1) {bd_id = 25 : i32, issue_token = false, repeat_count = 0 : i32}
  }
}
