// C = A x B in tiles of 16 x 16 integers; M, K and N, multiples of 16, are said at run time.
// The sequence writes the numbers of tiles into the core's memory, then gives it the lock @go.
!block = memref<16x16xi32>
!view = !aie.objectfifosubview<!block>
// Host buffers are as long as the host makes them; the type's length is only a bound.
!matrix = memref<65536xi32>

aie.device(npu1_1col) {
  %shim = aie.tile(0, 0)
  %worker = aie.tile(0, 2)
  %numbers = aie.buffer(%worker) {sym_name = "numbers"} : memref<2xi32>
  %go = aie.lock(%worker, 15) {init = 0 : i32, sym_name = "go"}

  aie.objectfifo @A(%shim, {%worker}, 1 : i32) : !aie.objectfifo<!block>
  aie.objectfifo @B(%shim, {%worker}, 1 : i32) : !aie.objectfifo<!block>
  aie.objectfifo @C(%worker, {%shim}, 1 : i32) : !aie.objectfifo<!block>

  func.func @clear(%c: !block) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c16 = arith.constant 16 : index
    %zero = arith.constant 0 : i32
    scf.for %i = %c0 to %c16 step %c1 {
      scf.for %j = %c0 to %c16 step %c1 {
        memref.store %zero, %c[%i, %j] : !block
      }
    }
    return
  }

  // c += a x b
  func.func @multiply(%a: !block, %b: !block, %c: !block) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c16 = arith.constant 16 : index
    scf.for %i = %c0 to %c16 step %c1 {
      scf.for %k = %c0 to %c16 step %c1 {
        %x = memref.load %a[%i, %k] : !block
        scf.for %j = %c0 to %c16 step %c1 {
          %y = memref.load %b[%k, %j] : !block
          %z = memref.load %c[%i, %j] : !block
          %product = arith.muli %x, %y : i32
          %sum = arith.addi %z, %product : i32
          memref.store %sum, %c[%i, %j] : !block
        }
      }
    }
    return
  }

  aie.core(%worker) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %forever = arith.constant 0x7fffffff : index
    scf.for %round = %c0 to %forever step %c1 {
      aie.use_lock(%go, AcquireGreaterEqual, 1)
      %blocks_i32 = memref.load %numbers[%c0] : memref<2xi32>
      %depth_i32 = memref.load %numbers[%c1] : memref<2xi32>
      %blocks = arith.index_cast %blocks_i32 : i32 to index
      %depth = arith.index_cast %depth_i32 : i32 to index
      scf.for %block = %c0 to %blocks step %c1 {
        %c_view = aie.objectfifo.acquire @C(Produce, 1) : !view
        %c = aie.objectfifo.subview.access %c_view[0] : !view -> !block
        func.call @clear(%c) : (!block) -> ()
        scf.for %k = %c0 to %depth step %c1 {
          %a_view = aie.objectfifo.acquire @A(Consume, 1) : !view
          %b_view = aie.objectfifo.acquire @B(Consume, 1) : !view
          %a = aie.objectfifo.subview.access %a_view[0] : !view -> !block
          %b = aie.objectfifo.subview.access %b_view[0] : !view -> !block
          func.call @multiply(%a, %b, %c) : (!block, !block, !block) -> ()
          aie.objectfifo.release @A(Consume, 1)
          aie.objectfifo.release @B(Consume, 1)
        }
        aie.objectfifo.release @C(Produce, 1)
      }
    }
    aie.end
  }

  aie.runtime_sequence @matmul(%a: !matrix, %b: !matrix, %c: !matrix, %m: index, %k: index, %n: index) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c16 = arith.constant 16 : index
    %zero = arith.constant 0 : i32
    %one = arith.constant 1 : i32
    %rows = arith.divui %m, %c16 : index
    %depth = arith.divui %k, %c16 : index
    %columns = arith.divui %n, %c16 : index
    %blocks = arith.muli %rows, %columns : index
    aiex.npu.dyn_write32(%c0, %blocks) {buffer = @numbers} : index, index
    aiex.npu.dyn_write32(%c1, %depth) {buffer = @numbers} : index, index
    aiex.set_lock(%go, 1)

    %row_of_a = arith.muli %k, %c16 : index
    %row_of_b = arith.muli %n, %c16 : index
    scf.for %i = %c0 to %rows step %c1 {
      %from_a = arith.muli %i, %row_of_a : index
      %row_of_c = arith.muli %i, %row_of_b : index
      scf.for %j = %c0 to %columns step %c1 {
        %from_b = arith.muli %j, %c16 : index
        %to_c = arith.addi %row_of_c, %from_b : index
        aiex.npu.dyn_dma_memcpy_nd(%a[0, 0, %from_a][%depth, 16, 16][16, %k, 1]) {id = 0 : i64, metadata = @A} : !matrix
        aiex.npu.dyn_dma_memcpy_nd(%b[0, 0, %from_b][%depth, 16, 16][%row_of_b, %n, 1]) {id = 1 : i64, metadata = @B} : !matrix
        aiex.npu.dyn_dma_memcpy_nd(%c[0, %to_c][16, 16][%n, 1]) {id = 2 : i64, issue_token = true, metadata = @C} : !matrix
        // Column 0, row 0, from the array to the host, channel 0; one column, one row.
        aiex.npu.dyn_sync(%zero, %zero, %zero, %zero, %one, %one) : i32, i32, i32, i32, i32, i32
      }
    }
  }
}
