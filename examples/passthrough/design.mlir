// Words pass from the host through a memory tile, a core and the memory tile again, unchanged.
!object = memref<1024xi32>
!view = !aie.objectfifosubview<!object>

aie.device(npu1_1col) {
  %shim = aie.tile(0, 0)
  %mem = aie.tile(0, 1)
  %worker = aie.tile(0, 2)

  aie.objectfifo @in(%shim, {%mem}, 2 : i32) : !aie.objectfifo<!object>
  aie.objectfifo @to_core(%mem, {%worker}, 2 : i32) : !aie.objectfifo<!object>
  aie.objectfifo.link [@in] -> [@to_core]([] [])
  aie.objectfifo @from_core(%worker, {%mem}, 2 : i32) : !aie.objectfifo<!object>
  aie.objectfifo @out(%mem, {%shim}, 2 : i32) : !aie.objectfifo<!object>
  aie.objectfifo.link [@from_core] -> [@out]([] [])

  aie.core(%worker) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %words = arith.constant 1024 : index
    %forever = arith.constant 0x7fffffff : index
    scf.for %round = %c0 to %forever step %c1 {
      %got = aie.objectfifo.acquire @to_core(Consume, 1) : !view
      %give = aie.objectfifo.acquire @from_core(Produce, 1) : !view
      %src = aie.objectfifo.subview.access %got[0] : !view -> !object
      %dst = aie.objectfifo.subview.access %give[0] : !view -> !object
      scf.for %i = %c0 to %words step %c1 {
        %word = memref.load %src[%i] : !object
        memref.store %word, %dst[%i] : !object
      }
      aie.objectfifo.release @to_core(Consume, 1)
      aie.objectfifo.release @from_core(Produce, 1)
    }
    aie.end
  }

  aie.runtime_sequence(%src: memref<65536xi32>, %dst: memref<65536xi32>) {
    aiex.npu.dma_memcpy_nd(%src[0, 0, 0, 0][1, 1, 1, 65536][0, 0, 0, 1]) {id = 0 : i64, metadata = @in} : memref<65536xi32>
    aiex.npu.dma_memcpy_nd(%dst[0, 0, 0, 0][1, 1, 1, 65536][0, 0, 0, 1]) {id = 1 : i64, metadata = @out} : memref<65536xi32>
    aiex.npu.dma_wait {symbol = @out}
  }
}
