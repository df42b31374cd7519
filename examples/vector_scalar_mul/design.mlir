// A vector times a scalar: the kernel is C++ (scale.cc), the scalar a runtime parameter,
// a word in the core's memory that the host's instruction stream writes before the data come.
!object = memref<1024xi32>
!view = !aie.objectfifosubview<!object>

aie.device(npu2_1col) {
  %shim = aie.tile(0, 0)
  %worker = aie.tile(0, 2)

  %factor = aie.buffer(%worker) {sym_name = "factor"} : memref<1xi32>
  aie.objectfifo @in(%shim, {%worker}, 2 : i32) : !aie.objectfifo<!object>
  aie.objectfifo @out(%worker, {%shim}, 2 : i32) : !aie.objectfifo<!object>

  func.func private @scale(!object, !object, memref<1xi32>, i32) attributes {link_with = "scale.o"}

  aie.core(%worker) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %forever = arith.constant 0x7fffffff : index
    %count = arith.constant 1024 : i32
    scf.for %round = %c0 to %forever step %c1 {
      %got = aie.objectfifo.acquire @in(Consume, 1) : !view
      %give = aie.objectfifo.acquire @out(Produce, 1) : !view
      %src = aie.objectfifo.subview.access %got[0] : !view -> !object
      %dst = aie.objectfifo.subview.access %give[0] : !view -> !object
      func.call @scale(%src, %dst, %factor, %count) : (!object, !object, memref<1xi32>, i32) -> ()
      aie.objectfifo.release @in(Consume, 1)
      aie.objectfifo.release @out(Produce, 1)
    }
    aie.end
  }

  aie.runtime_sequence(%src: memref<16384xi32>, %dst: memref<16384xi32>) {
    aiex.npu.rtp_write(@factor, 0, -7)
    aiex.npu.dma_memcpy_nd(%src[0, 0, 0, 0][1, 1, 1, 16384][0, 0, 0, 1]) {id = 0 : i64, metadata = @in} : memref<16384xi32>
    aiex.npu.dma_memcpy_nd(%dst[0, 0, 0, 0][1, 1, 1, 16384][0, 0, 0, 1]) {id = 1 : i64, metadata = @out} : memref<16384xi32>
    aiex.npu.dma_wait {symbol = @out}
  }
}
