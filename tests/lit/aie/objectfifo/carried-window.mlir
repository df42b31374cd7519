// A loop that keeps two of three objects for its next round: the first round,
// which takes three, stands in front of the loop, whose rounds take one.
// RUN: aie-opt --aie-objectFifo-stateful-transform %s | FileCheck %s
// RUN: aie-opt --aie-objectFifo-stateful-transform=dynamic-objFifos %s | FileCheck %s --check-prefix=DYNAMIC

// CHECK-LABEL: aie.core
// CHECK:       aie.use_lock(%rows_cons_cons_lock_0, AcquireGreaterEqual, 3)
// CHECK:       call @tap3(%rows_cons_buff_0, %rows_cons_buff_1, %rows_cons_buff_2)
// CHECK:       aie.use_lock(%rows_cons_prod_lock_0, Release, 1)
// CHECK-NOT:   AcquireGreaterEqual, 3
// CHECK:       scf.for
// CHECK:         aie.use_lock(%rows_cons_cons_lock_0, AcquireGreaterEqual, 1)
// CHECK:         call @tap3(%rows_cons_buff_1, %rows_cons_buff_2, %rows_cons_buff_3)
// CHECK:         call @tap3(%rows_cons_buff_2, %rows_cons_buff_3, %rows_cons_buff_0)
// CHECK:         call @tap3(%rows_cons_buff_3, %rows_cons_buff_0, %rows_cons_buff_1)
// CHECK:         call @tap3(%rows_cons_buff_0, %rows_cons_buff_1, %rows_cons_buff_2)
// CHECK-NOT:     call
// CHECK:       }
// CHECK:       call @tap3(%rows_cons_buff_1, %rows_cons_buff_2, %rows_cons_buff_3)
// CHECK-NOT:   call

// DYNAMIC-LABEL: aie.core
// DYNAMIC:       aie.use_lock(%rows_cons_cons_lock_0, AcquireGreaterEqual, 3)
// DYNAMIC:       %[[FROM:.*]] = arith.constant 1 : index
// DYNAMIC-NEXT:  scf.for {{.*}} = %[[FROM]] to
// DYNAMIC-NEXT:    aie.use_lock(%rows_cons_cons_lock_0, AcquireGreaterEqual, 1)
// DYNAMIC-NOT:   AcquireGreaterEqual, 3
module {
  aie.device(npu1) {
    %shim = aie.tile(1, 0)
    %core = aie.tile(1, 2)
    aie.objectfifo @rows(%shim, {%core}, 2 : i32) : !aie.objectfifo<memref<64xi16>>
    func.func private @tap3(memref<64xi16>, memref<64xi16>, memref<64xi16>)
    aie.core(%core) {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %c10 = arith.constant 10 : index
      scf.for %i = %c0 to %c10 step %c1 {
        %m = aie.objectfifo.acquire @rows(Consume, 3) : !aie.objectfifosubview<memref<64xi16>>
        %m0 = aie.objectfifo.subview.access %m[0] : !aie.objectfifosubview<memref<64xi16>> -> memref<64xi16>
        %m1 = aie.objectfifo.subview.access %m[1] : !aie.objectfifosubview<memref<64xi16>> -> memref<64xi16>
        %m2 = aie.objectfifo.subview.access %m[2] : !aie.objectfifosubview<memref<64xi16>> -> memref<64xi16>
        func.call @tap3(%m0, %m1, %m2) : (memref<64xi16>, memref<64xi16>, memref<64xi16>) -> ()
        aie.objectfifo.release @rows(Consume, 1)
      }
      aie.end
    }
  }
}
