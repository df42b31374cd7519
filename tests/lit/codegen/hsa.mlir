// RUN: aie-translate --aie-generate-hsa %s | FileCheck %s
// RUN: aie-translate --aie-generate-hsa --aie-device-name=none %s | FileCheck %s --check-prefix=NONE
// RUN: not aie-translate --aie-generate-hsa --aie-device-name=strided %s 2>&1 | FileCheck %s --check-prefix=STRIDED
// RUN: not aie-translate --aie-generate-hsa --aie-device-name=several %s 2>&1 | FileCheck %s --check-prefix=SEVERAL
// RUN: not aie-translate --aie-generate-hsa --aie-device-name=repeated %s 2>&1 | FileCheck %s --check-prefix=REPEATED

// A buffer that two transfers use is one argument. Lengths, strides and the
// address are in bytes; a dimension without a stride has length 1. The signal of
// the last packet too is destroyed once, so its dispatch is told to leave it.
// CHECK:       #define __mlir_aie_verbose(x) x
// CHECK:       void invoke_data_movement(hsa_queue_t *q, hsa_agent_t *a, void *buf0, void *buf1) {
// CHECK:       mlir_aie_packet_nd_memcpy(&pkt0, 0 /* herd_id */, 0 /* col */, 1 /* dir */, 1/* channel */, 4 /* Burst length */, 2 /* Memory space */, (uint64_t)buf0 + 544 /* Address */, 32 /* 1d_length */, 4 /* 2d_length */, 64 /* 2d_stride */, 2 /* 3d_length */, 512 /* 3d_stride */ , 1 /* 4d_length */, 0 /* 4d_stride */);
// CHECK-NEXT:  hsa_amd_signal_create_on_agent({{.*}}&pkt0.completion_signal);
// CHECK-NEXT:  mlir_aie_write_pkt<hsa_agent_dispatch_packet_t>(q, packet_id, &pkt0);
// CHECK:       mlir_aie_packet_nd_memcpy(&pkt1, 0 /* herd_id */, 0 /* col */, 0 /* dir */, 0/* channel */, 4 /* Burst length */, 1 /* Memory space */, (uint64_t)buf1 + 0 /* Address */, 256 /* 1d_length */, 1 /* 2d_length */, 0 /* 2d_stride */, 1 /* 3d_length */, 0 /* 3d_stride */ , 1 /* 4d_length */, 0 /* 4d_stride */);
// CHECK:       mlir_aie_write_pkt<hsa_agent_dispatch_packet_t>(q, packet_id, &pkt1);
// CHECK:       mlir_aie_packet_nd_memcpy(&pkt2, {{.*}}(uint64_t)buf0 + 0 /* Address */, 32 /* 1d_length */
// CHECK-NEXT:  mlir_aie_queue_dispatch_and_wait(a, q, packet_id, wr_idx, &pkt2, false);
// CHECK:       hsa_signal_wait_scacquire(pkt0.completion_signal
// CHECK:       hsa_signal_wait_scacquire(pkt1.completion_signal
// CHECK:       hsa_signal_wait_scacquire(pkt2.completion_signal
// CHECK-NOT:   hsa_signal_wait_scacquire
// CHECK:       hsa_signal_destroy(pkt0.completion_signal);
// CHECK-NEXT:  hsa_signal_destroy(pkt1.completion_signal);
// CHECK-NEXT:  hsa_signal_destroy(pkt2.completion_signal);

// NONE:        #define __mlir_aie_verbose(x)
// NONE-NOT:    invoke_data_movement

// STRIDED:     nd_memcpy inner-dimension stride != 1 is unsupported by HSA target
// STRIDED-NOT: invoke_data_movement
// REPEATED:    'aiex.npu.dma_memcpy_nd' op repeats its dimension 3, which an HSA packet cannot
// SEVERAL:     expected at most one sequence operation
module {
  aie.device(npu1_1col) {
    %shim = aie.tile(0, 0)
    aie.shim_dma_allocation @in(%shim, MM2S, 1)
    aie.shim_dma_allocation @out(%shim, S2MM, 0) {plio = true}
    aie.runtime_sequence(%a: memref<1024xi32>, %b: memref<128xi16>) {
      aiex.npu.dma_memcpy_nd(%a[0, 1, 0, 8][1, 2, 4, 8][0, 128, 16, 1]) {id = 0 : i64, metadata = @in} : memref<1024xi32>
      aiex.npu.dma_memcpy_nd(%b[0, 0, 0, 0][1, 1, 1, 128][0, 0, 0, 1]) {id = 1 : i64, metadata = @out} : memref<128xi16>
      aiex.npu.dma_memcpy_nd(%a[0, 0, 0, 0][1, 1, 1, 8][0, 0, 0, 1]) {id = 2 : i64, metadata = @in} : memref<1024xi32>
    }
  }
  aie.device(npu1_1col) @none {
  }
  aie.device(npu1_1col) @strided {
    %shim = aie.tile(0, 0)
    aie.shim_dma_allocation @in(%shim, MM2S, 0)
    aie.runtime_sequence(%a: memref<1024xi32>) {
      aiex.npu.dma_memcpy_nd(%a[0, 0, 0, 0][1, 1, 4, 8][0, 0, 64, 2]) {id = 0 : i64, metadata = @in} : memref<1024xi32>
    }
  }
  aie.device(npu1_1col) @repeated {
    %shim = aie.tile(0, 0)
    aie.shim_dma_allocation @in(%shim, MM2S, 0)
    aie.runtime_sequence(%a: memref<1024xi32>) {
      aiex.npu.dma_memcpy_nd(%a[0, 0, 0, 0][4, 1, 1, 8][0, 0, 0, 1]) {id = 0 : i64, metadata = @in} : memref<1024xi32>
    }
  }
  aie.device(npu1_1col) @several {
    aie.runtime_sequence @one() {
    }
    aie.runtime_sequence @two() {
    }
  }
}
