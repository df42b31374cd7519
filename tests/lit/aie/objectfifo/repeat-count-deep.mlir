// A core that fills a ring of two objects, each sent three times: every round
// waits for a free object (three counts of the lock) and uses the next buffer.
// RUN: aie-opt --aie-objectFifo-stateful-transform %s | FileCheck %s

// CHECK:       aie.lock(%tile_0_2, 0) {init = 6 : i32, sym_name = "of_prod_lock_0"}
// CHECK-LABEL: aie.core
// CHECK:       scf.for
// CHECK-NEXT:    aie.use_lock(%of_prod_lock_0, AcquireGreaterEqual, 3)
// CHECK-NEXT:    call @fill(%of_buff_0)
// CHECK-NEXT:    aie.use_lock(%of_cons_lock_0, Release, 3)
// CHECK-NEXT:    aie.use_lock(%of_prod_lock_0, AcquireGreaterEqual, 3)
// CHECK-NEXT:    call @fill(%of_buff_1)
// CHECK-NEXT:    aie.use_lock(%of_cons_lock_0, Release, 3)
// CHECK-NEXT:  }
// CHECK-LABEL: aie.mem(%tile_0_2)
// CHECK-COUNT-3: aie.dma_bd(%of_buff_0
// CHECK-COUNT-3: aie.dma_bd(%of_buff_1
module {
  aie.device(npu1) {
    %a = aie.tile(0, 2)
    %b = aie.tile(0, 4)
    aie.objectfifo @of(%a, {%b}, 2 : i32) {repeat_count = 3 : i32} : !aie.objectfifo<memref<16xi32>>
    func.func private @fill(memref<16xi32>)
    aie.core(%a) {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %c8 = arith.constant 8 : index
      scf.for %i = %c0 to %c8 step %c1 {
        %0 = aie.objectfifo.acquire @of(Produce, 1) : !aie.objectfifosubview<memref<16xi32>>
        %1 = aie.objectfifo.subview.access %0[0] : !aie.objectfifosubview<memref<16xi32>> -> memref<16xi32>
        func.call @fill(%1) : (memref<16xi32>) -> ()
        aie.objectfifo.release @of(Produce, 1)
      }
      aie.end
    }
  }
}
