// Each round takes the whole ring, so any copy of it is right: the remainder of
// two rounds stays a loop.
// RUN: aie-opt --aie-objectFifo-stateful-transform %s | FileCheck %s

// CHECK-LABEL: aie.core
// CHECK:       scf.for
// CHECK-COUNT-3: aie.use_lock(%of_prod_lock_0, AcquireGreaterEqual, 3)
// CHECK:       }
// CHECK:       scf.for
// CHECK-NEXT:    aie.use_lock(%of_prod_lock_0, AcquireGreaterEqual, 3)
// CHECK-NEXT:    call @use(%of_buff_0)
// CHECK-NEXT:    aie.use_lock(%of_cons_lock_0, Release, 3)
// CHECK-NEXT:  }
module {
  aie.device(npu2) {
    %a = aie.tile(0, 2)
    %b = aie.tile(0, 3)
    aie.objectfifo @of(%a, {%b}, 3 : i32) : !aie.objectfifo<memref<8xi32>>
    func.func private @use(memref<8xi32>)
    aie.core(%a) {
      %c0 = arith.constant 0 : index
      %c4 = arith.constant 4 : index
      %c32 = arith.constant 32 : index
      scf.for %i = %c0 to %c32 step %c4 {
        %0 = aie.objectfifo.acquire @of(Produce, 3) : !aie.objectfifosubview<memref<8xi32>>
        %1 = aie.objectfifo.subview.access %0[0] : !aie.objectfifosubview<memref<8xi32>> -> memref<8xi32>
        func.call @use(%1) : (memref<8xi32>) -> ()
        aie.objectfifo.release @of(Produce, 3)
      }
      aie.end
    }
  }
}
