// A dynamic sequence gives the words of the same sequence written out with constants: the generated
// C++ is compiled, run and compared with the static translation. The compiler's own evaluator gives
// them too.
// RUN: split-file %s %t
// RUN: aie-opt --aie-dma-to-npu %t/static.mlir | aie-translate --aie-npu-to-binary --aie-output-binary=false -o %t/static.txt
// RUN: aie-opt --aie-dma-to-npu %t/dynamic.mlir | aie-translate --aie-generate-txn-cpp --aie-txn-cpp-self-contained -o %t/dynamic.cpp
// RUN: clang++ -std=c++17 -Wall -Wextra -Werror %t/dynamic.cpp %t/main.cpp -o %t/program
// RUN: %t/program > %t/dynamic.txt
// RUN: diff %t/static.txt %t/dynamic.txt
// RUN: aie-opt --aie-dma-to-npu %t/dynamic.mlir | aie-translate --aie-npu-to-binary --aie-output-binary=false --aie-set-argument=0=2 --aie-set-argument=2=-7 --aie-set-argument=3=1 -o %t/evaluated.txt
// RUN: diff %t/static.txt %t/evaluated.txt
// RUN: FileCheck %s --input-file=%t/static.txt

// Generation 3, six rows, two columns, one row of memory tiles; the operation count.
// CHECK:      06030100
// CHECK-NEXT: 00000102
// CHECK-NEXT: 0000000E

//--- main.cpp
#include <cstdint>
#include <cstdio>
#include <vector>
namespace aie_runtime {
std::vector<uint32_t> generate_txn_go(size_t rounds, int32_t value, bool flag);
}
int main() {
  for (uint32_t word : aie_runtime::generate_txn_go(2, -7, true))
    std::printf("%08X\n", word);
}
//--- static.mlir
aie.device(npu1_2col) {
  %s = aie.tile(1, 0) {controller_id = #aie.packet_info<pkt_type = 0, pkt_id = 15>}
  aie.shim_dma_allocation @in(%s, MM2S, 1)
  aie.runtime_sequence @go(%x: memref<64x64xi16>) {
    %view = memref.reinterpret_cast %x to offset: [0], sizes: [4096], strides: [1] : memref<64x64xi16> to memref<4096xi16>
    aiex.npu.dma_memcpy_nd(%x[0, 0, 0, 0][1, 1, 4, 32][0, 0, 64, 1], packet = <pkt_type = 1, pkt_id = 5>) {id = 3 : i64, issue_token = true, metadata = @in} : memref<64x64xi16>
    aiex.npu.write32 {address = 64 : ui32, column = 1 : i32, row = 2 : i32, value = 0 : ui32}
    aiex.npu.dma_memcpy_nd(%x[0, 0, 4, 0][1, 1, 4, 32][0, 0, 64, 1], packet = <pkt_type = 1, pkt_id = 5>) {id = 3 : i64, issue_token = true, metadata = @in} : memref<64x64xi16>
    aiex.npu.write32 {address = 68 : ui32, column = 1 : i32, row = 2 : i32, value = 1 : ui32}
    aiex.npu.maskwrite32 {address = 128 : ui32, mask = 255 : ui32, value = 4294967289 : ui32}
    aiex.npu.sync {channel = 1 : i32, column = 1 : i32, column_num = 1 : i32, direction = 1 : i32, row = 0 : i32, row_num = 1 : i32}
    aiex.npu.address_patch {addr = 118788 : ui32, arg_idx = 0 : i32, arg_plus = 64 : i32}
    aiex.npu.push_queue(0, 0, S2MM : 1) {bd_id = 2 : i32, issue_token = true, repeat_count = 2 : i32}
  }
}
//--- dynamic.mlir
aie.device(npu1_2col) {
  %s = aie.tile(1, 0) {controller_id = #aie.packet_info<pkt_type = 0, pkt_id = 15>}
  aie.shim_dma_allocation @in(%s, MM2S, 1)
  aie.runtime_sequence @go(%rounds: index, %x: memref<64x64xi16>, %value: i32, %flag: i1) {
    %zero = arith.constant 0 : index
    %one = arith.constant 1 : index
    %four = arith.constant 4 : index
    %z = arith.constant 0 : i32
    %o = arith.constant 1 : i32
    %mask = arith.constant 255 : i32
    %base = arith.constant 64 : index
    %hundred = arith.constant 128 : i64
    %field = arith.constant 118788 : i32
    scf.for %i = %zero to %rounds step %one {
      %row = arith.muli %i, %four : index
      aiex.npu.dyn_dma_memcpy_nd(%x[%row, 0][%four, 32][64, 1], packet = <pkt_type = 1, pkt_id = 5>) {id = 3 : i64, issue_token = true, metadata = @in} : memref<64x64xi16>
      %bytes = arith.muli %i, %four : index
      %address = arith.addi %base, %bytes : index
      aiex.npu.dyn_write32(%address, %i) {column = 1 : i32, row = 2 : i32} : index, index
    }
    scf.if %flag {
      aiex.npu.dyn_maskwrite32(%hundred, %value, %mask) : i64, i32, i32
    } else {
      aiex.npu.dyn_write32(%z, %z) : i32, i32
    }
    aiex.npu.sync {channel = 1 : i32, column = 1 : i32, column_num = 1 : i32, direction = 1 : i32, row = 0 : i32, row_num = 1 : i32}
    aiex.npu.dyn_address_patch(%field, %z, %base) : i32, i32, index
    %two = arith.addi %o, %o : i32
    aiex.npu.push_queue(0, 0, S2MM : 1) {bd_id = 2 : i32, issue_token = true, repeat_count = 2 : i32}
  }
}
