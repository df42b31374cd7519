// What mlir-aie drops or leaves zero without a word is an error here.
// RUN: split-file %s %t
// RUN: not aie-translate --aie-npu-to-binary %t/buffer.mlir 2>&1 | FileCheck %s --check-prefix=BUFFER
// RUN: not aie-translate --aie-npu-to-binary %t/memcpy.mlir 2>&1 | FileCheck %s --check-prefix=MEMCPY
// RUN: not aie-translate --aie-ctrlpkt-to-bin %t/packet.mlir 2>&1 | FileCheck %s --check-prefix=PACKET

// BUFFER: referenced buffer must have address assigned
// MEMCPY: op must be lowered before translation to a transaction binary
// PACKET: a packet that writes needs data

//--- buffer.mlir
aie.device(npu1) {
  %t = aie.tile(0, 2)
  %b = aie.buffer(%t) {sym_name = "b"} : memref<4xi32>
  aie.runtime_sequence() {
    aiex.npu.write32 {address = 0 : ui32, buffer = @b, value = 1 : ui32}
  }
}
//--- memcpy.mlir
aie.device(npu1) {
  %t = aie.tile(0, 0)
  aie.shim_dma_allocation @in(%t, MM2S, 0)
  aie.runtime_sequence(%x: memref<64xi32>) {
    aiex.npu.dma_memcpy_nd(%x[0, 0, 0, 0][1, 1, 1, 64][0, 0, 0, 1]) {id = 0 : i64, metadata = @in} : memref<64xi32>
  }
}
//--- packet.mlir
aie.device(npu1) {
  %t = aie.tile(0, 2) {controller_id = #aie.packet_info<pkt_type = 0, pkt_id = 27>}
  aie.runtime_sequence() {
    aiex.control_packet {address = 2098176 : ui32, length = 2 : i32, opcode = 0 : i32, stream_id = 0 : i32}
  }
}
