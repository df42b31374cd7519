// Two objects acquired, the first released, then the second used: with a counter,
// its place is looked up while the first still counts.
// RUN: aie-opt --aie-objectFifo-stateful-transform %s | FileCheck %s
// RUN: python3 -c "import struct, sys; sys.stdout.buffer.write(struct.pack('<32i', *range(32)))" > %t.in
// RUN: aie-run %s --in 0=%t.in --out 1=%t.out
// RUN: cmp %t.in %t.out

// CHECK-LABEL: aie.core
// CHECK:       aie.use_lock(%in_cons_cons_lock_0, AcquireGreaterEqual, 2)
// CHECK-NEXT:  %[[PLACE:.*]] = memref.load
// CHECK-NEXT:  %[[INDEX:.*]] = arith.index_cast %[[PLACE]]
// CHECK:       aie.use_lock(%in_cons_prod_lock_0, Release, 1)
// CHECK:       scf.index_switch %[[INDEX]]
module {
  aie.device(npu1_1col) {
    %shim_noc_tile_0_0 = aie.tile(0, 0)
    %tile_0_2 = aie.tile(0, 2)
    aie.objectfifo @in(%shim_noc_tile_0_0, {%tile_0_2}, 3 : i32) : !aie.objectfifo<memref<4xi32>> 
    aie.objectfifo @out(%tile_0_2, {%shim_noc_tile_0_0}, 3 : i32) : !aie.objectfifo<memref<4xi32>> 
    %core_0_2 = aie.core(%tile_0_2) {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %c2 = arith.constant 2 : index
      %c3 = arith.constant 3 : index
      %c4 = arith.constant 4 : index
      %c8 = arith.constant 8 : index
      scf.for %arg0 = %c0 to %c4 step %c1 {
        %0 = aie.objectfifo.acquire @out(Produce, 2) : !aie.objectfifosubview<memref<4xi32>>
        %1 = aie.objectfifo.subview.access %0[0] : !aie.objectfifosubview<memref<4xi32>> -> memref<4xi32>
        %2 = aie.objectfifo.subview.access %0[1] : !aie.objectfifosubview<memref<4xi32>> -> memref<4xi32>
        %3 = aie.objectfifo.acquire @in(Consume, 2) : !aie.objectfifosubview<memref<4xi32>>
        %4 = aie.objectfifo.subview.access %3[0] : !aie.objectfifosubview<memref<4xi32>> -> memref<4xi32>
        scf.for %arg1 = %c0 to %c4 step %c1 {
          %6 = memref.load %4[%arg1] : memref<4xi32>
          memref.store %6, %1[%arg1] : memref<4xi32>
        }
        aie.objectfifo.release @in(Consume, 1)
        %5 = aie.objectfifo.subview.access %3[1] : !aie.objectfifosubview<memref<4xi32>> -> memref<4xi32>
        scf.for %arg1 = %c0 to %c4 step %c1 {
          %6 = memref.load %5[%arg1] : memref<4xi32>
          memref.store %6, %2[%arg1] : memref<4xi32>
        }
        aie.objectfifo.release @in(Consume, 1)
        aie.objectfifo.release @out(Produce, 2)
      }
      aie.end
    } {dynamic_objfifo_lowering = true}
    aie.runtime_sequence(%arg0: memref<32xi32>, %arg1: memref<32xi32>) {
      aiex.npu.dma_memcpy_nd(%arg0[0, 0, 0, 0][1, 1, 1, 32][0, 0, 0, 1]) {id = 0 : i64, metadata = @in} : memref<32xi32>
      aiex.npu.dma_memcpy_nd(%arg1[0, 0, 0, 0][1, 1, 1, 32][0, 0, 0, 1]) {id = 1 : i64, metadata = @out} : memref<32xi32>
      aiex.npu.dma_wait {symbol = @out}
    }
  }
}

