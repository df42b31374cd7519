module {
  aie.device(npu2) @first {
    aie.runtime_sequence @scale(%v: i32) {
      aiex.npu.dyn_write32(%v, %v) : i32, i32
    }
  }
  aie.device(npu2) @second {
    %tile = aie.tile(1, 2)
    %factor = aie.buffer(%tile) {sym_name = "factor"} : memref<4xi32>
    aie.runtime_sequence @scale(%v: i32, %d: i32) {
      %c2 = arith.constant 2 : index
      %q = arith.divui %v, %d : i32
      aiex.npu.dyn_write32(%c2, %q) {buffer = @factor} : index, i32
    }
    aie.runtime_sequence @other(%v: i32) {
      aiex.npu.dyn_write32(%v, %v) : i32, i32
    }
  }
}
