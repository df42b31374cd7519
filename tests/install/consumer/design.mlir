aie.device(npu1) {
  aie.runtime_sequence @parameterized_sequence(%num_writes: index, %base_addr: index) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c4 = arith.constant 4 : index
    scf.for %i = %c0 to %num_writes step %c1 {
      %bytes = arith.muli %i, %c4 : index
      %address = arith.addi %base_addr, %bytes : index
      aiex.npu.dyn_write32(%address, %i) : index, index
    }
  }
  aie.runtime_sequence @lines(%count: i32, %flag: i1) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c64 = arith.constant 64 : i32
    %base = arith.constant 0x1D000000 : i32
    %four = arith.constant 4 : i32
    %eight = arith.constant 8 : i32
    %go = arith.constant -2147483648 : i32
    %zero = arith.constant 0 : i32
    %one = arith.constant 1 : i32
    %lines = arith.index_castui %count : i32 to index
    scf.for %i = %c0 to %lines step %c1 {
      %line = arith.index_castui %i : index to i32
      %offset = arith.muli %line, %c64 : i32
      %length = arith.addi %base, %four : i32
      %control = arith.addi %base, %eight : i32
      aiex.npu.dyn_write32(%base, %offset) : i32, i32
      aiex.npu.dyn_write32(%length, %c64) : i32, i32
      aiex.npu.dyn_write32(%control, %go) : i32, i32
      scf.if %flag {
        aiex.npu.dyn_sync(%zero, %zero, %zero, %zero, %one, %one) : i32, i32, i32, i32, i32, i32
      }
    }
  }
  // Not dynamic, so not in the library.
  aie.runtime_sequence @fixed() {
    aiex.npu.write32 {address = 4 : ui32, value = 5 : ui32}
  }
}
