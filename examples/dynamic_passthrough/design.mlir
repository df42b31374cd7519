// Lines of 64 words pass through a core, unchanged. How many is said at run time.
!line = memref<64xi32>
!view = !aie.objectfifosubview<!line>
// Host buffers are as long as the host makes them; the type's length is only a bound.
!buffer = memref<65536xi32>

aie.device(npu1_1col) {
  %shim = aie.tile(0, 0)
  %worker = aie.tile(0, 2)

  aie.objectfifo @in(%shim, {%worker}, 2 : i32) : !aie.objectfifo<!line>
  aie.objectfifo @out(%worker, {%shim}, 2 : i32) : !aie.objectfifo<!line>

  aie.core(%worker) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %words = arith.constant 64 : index
    %forever = arith.constant 0x7ffffffe : index
    scf.for %round = %c0 to %forever step %c1 {
      %got = aie.objectfifo.acquire @in(Consume, 1) : !view
      %give = aie.objectfifo.acquire @out(Produce, 1) : !view
      %src = aie.objectfifo.subview.access %got[0] : !view -> !line
      %dst = aie.objectfifo.subview.access %give[0] : !view -> !line
      scf.for %i = %c0 to %words step %c1 {
        %word = memref.load %src[%i] : !line
        memref.store %word, %dst[%i] : !line
      }
      aie.objectfifo.release @in(Consume, 1)
      aie.objectfifo.release @out(Produce, 1)
    }
    aie.end
  }

  // Sixteen lines at a time, and the rest in one transfer.
  aie.runtime_sequence @lines(%src: !buffer, %dst: !buffer, %count: index) {
    %c0 = arith.constant 0 : index
    %c16 = arith.constant 16 : index
    %words = arith.constant 64 : index
    %zero = arith.constant 0 : i32
    %one = arith.constant 1 : i32
    scf.for %first = %c0 to %count step %c16 {
      %left = arith.subi %count, %first : index
      %lines = arith.minui %left, %c16 : index
      %offset = arith.muli %first, %words : index
      %length = arith.muli %lines, %words : index
      aiex.npu.dyn_dma_memcpy_nd(%src[%offset][%length][1]) {id = 0 : i64, metadata = @in} : !buffer
      aiex.npu.dyn_dma_memcpy_nd(%dst[%offset][%length][1]) {id = 1 : i64, issue_token = true, metadata = @out} : !buffer
      // Column 0, row 0, from the array to the host, channel 0; one column, one row.
      aiex.npu.dyn_sync(%zero, %zero, %zero, %zero, %one, %one) : i32, i32, i32, i32, i32, i32
    }
  }
}
