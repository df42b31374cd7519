// A run that brings a tile which the caller has with other attributes is an error that names both.
// RUN: not aie-opt --aie-materialize-runtime-sequences %s 2>&1 | FileCheck %s

// CHECK: [[@LINE+12]]:9: error: aie.tile(0, 2) already exists in the device with different attributes
// CHECK: note: in the device that runs the sequence
// CHECK: note: in the device of the sequence
// CHECK-NOT: Stack dump
module {
  aie.device(npu1) @main {
    %t = aie.tile(0, 2) {allocation_scheme = "basic-sequential"}
    %b = aie.buffer(%t) {sym_name = "b", address = 1024 : i32} : memref<4xi32>
    aie.runtime_sequence(%x: memref<4xi32>) {
      aiex.npu.rtp_write(@b, 0, 1)
      aiex.configure @work {
        // The lock's tile comes along.
        aiex.run @go(%x) : (memref<4xi32>)
      }
    }
  }
  aie.device(npu1) @work {
    %t = aie.tile(0, 2) {controller_id = #aie.packet_info<pkt_type = 0, pkt_id = 27>}
    %l = aie.lock(%t, 1)
    aie.runtime_sequence @go(%x: memref<4xi32>) {
      aiex.set_lock(%l, 1)
    }
  }
}
