// A packet that reads takes two words in the host's buffer: its answer does not lie there. Cutting
// packets leaves reads alone.
// RUN: aie-opt --aie-legalize-ctrl-packet --aie-ctrl-packet-to-dma %s | FileCheck %s

// CHECK: aiex.npu.dma_memcpy_nd(%{{.*}}[0, 0, 0, 0][1, 1, 1, 2][0, 0, 0, 1])
// CHECK: aiex.npu.dma_memcpy_nd(%{{.*}}[0, 0, 0, 2][1, 1, 1, 3][0, 0, 0, 1])
aie.device(npu1_1col) {
  %s = aie.tile(0, 0)
  aie.shim_dma_allocation @ctrlpkt_col0_mm2s_chan0(%s, MM2S, 0)
  aie.runtime_sequence() {
    aiex.control_packet {address = 0x200400 : ui32, length = 4 : i32, opcode = 1 : i32, stream_id = 2 : i32}
    aiex.control_packet {address = 0x200400 : ui32, data = array<i32: 7>, opcode = 0 : i32, stream_id = 0 : i32}
  }
}
