// RUN: aie-opt %s | aie-opt | FileCheck %s
// RUN: aie-opt --canonicalize %s | FileCheck %s --check-prefix=FOLD

// CHECK: aiex.npu.dyn_write32(%{{.*}}, %{{.*}}) {column = 0 : i32, row = 2 : i32} : index, i32
// CHECK: aiex.npu.dyn_maskwrite32(%{{.*}}, %{{.*}}, %{{.*}}) : i32, i32, i32
// CHECK: aiex.npu.dyn_sync(
// CHECK: aiex.npu.dyn_blockwrite(%{{.*}}, %{{.*}}, %{{.*}}) : i32, i32, i32
// CHECK: aiex.npu.dyn_address_patch(
// CHECK: aiex.npu.dyn_push_queue(
// CHECK: aiex.npu.dyn_writebd({{.*}}) {enable_packet = 1 : i32, packet_id = 3 : i32}
// CHECK: scf.for
// CHECK: aiex.npu.dyn_dma_memcpy_nd(%{{.*}}[%{{.*}}, 0][4, 16][32, 1], packet = <pkt_type = 1, pkt_id = 2>) {id = 0 : i64, metadata = @in}

// FOLD: aiex.npu.write32 {address = 16 : ui32, column = 0 : i32, row = 2 : i32, value = 1 : ui32}
// FOLD: aiex.npu.maskwrite32 {address = 1 : ui32, mask = 1 : ui32, value = 0 : ui32}
// FOLD: aiex.npu.sync {channel = 0 : i32, column = 0 : i32, column_num = 1 : i32, direction = 0 : i32, row = 0 : i32, row_num = 1 : i32}
// A block write does not fold.
// FOLD: aiex.npu.dyn_blockwrite
// FOLD: aiex.npu.address_patch {addr = 1 : ui32, arg_idx = 0 : i32, arg_plus = 0 : i32}
// FOLD: aiex.npu.push_queue(0, 0, MM2S : 0) {bd_id = 1 : i32, issue_token = true, repeat_count = 0 : i32}
// FOLD: aiex.npu.writebd {bd_id = 1 : i32, buffer_length = 1 : i32
// FOLD-SAME: packet_id = 3 : i32
// FOLD: scf.for
// FOLD: aiex.npu.dyn_dma_memcpy_nd
// A queue that does not exist stays, to fail at run time with a clear text.
// FOLD: aiex.npu.dyn_push_queue
aie.device(npu1) {
  %s = aie.tile(0, 0)
  aie.shim_dma_allocation @in(%s, MM2S, 0)
  aie.runtime_sequence(%x: memref<1024xi32>, %n: index) {
    %z = arith.constant 0 : i32
    %o = arith.constant 1 : i32
    %many = arith.constant 99 : i32
    %zero = arith.constant 0 : index
    %four = arith.constant 4 : index
    %a = arith.constant 16 : index
    aiex.npu.dyn_write32(%a, %o) {column = 0 : i32, row = 2 : i32} : index, i32
    aiex.npu.dyn_maskwrite32(%o, %z, %o) : i32, i32, i32
    aiex.npu.dyn_sync(%z, %z, %z, %z, %o, %o) : i32, i32, i32, i32, i32, i32
    aiex.npu.dyn_blockwrite(%o, %z, %o) : i32, i32, i32
    aiex.npu.dyn_address_patch(%o, %z, %z) : i32, i32, i32
    aiex.npu.dyn_push_queue(%z, %z, %o, %z, %o, %z, %o) : i32, i32, i32, i32, i32, i32, i32
    aiex.npu.dyn_writebd(%z, %z, %o, %o, %z, %z, %z, %z, %z, %z, %z, %z, %z) {enable_packet = 1 : i32, packet_id = 3 : i32} : i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32
    scf.for %i = %zero to %n step %four {
      aiex.npu.dyn_dma_memcpy_nd(%x[%i, 0][4, 16][32, 1], packet = <pkt_type = 1, pkt_id = 2>) {id = 0 : i64, metadata = @in} : memref<1024xi32>
    }
    aiex.npu.dyn_push_queue(%z, %z, %o, %z, %o, %z, %many) : i32, i32, i32, i32, i32, i32, i32
  }
}
