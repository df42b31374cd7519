// A loop that only releases does the same in every round: it stays a loop, and an
// acquire behind it waits for what all its rounds gave.
// RUN: aie-opt --aie-objectFifo-stateful-transform %s | FileCheck %s
// RUN: aie-opt --aie-objectFifo-stateful-transform=dynamic-objFifos %s | FileCheck %s --check-prefix=DYNAMIC

// CHECK-LABEL: aie.core(%tile_0_2)
// CHECK:       aie.use_lock(%of_prod_lock_0, AcquireGreaterEqual, 4)
// CHECK-NOT:   use_lock
// CHECK:       scf.for %{{.*}} = %{{.*}} to %{{.*}} step
// CHECK-NEXT:    aie.use_lock(%of_cons_lock_0, Release, 1)
// CHECK-NEXT:  }
// CHECK-NEXT:  aie.use_lock(%of_prod_lock_0, AcquireGreaterEqual, 3)
// CHECK-NEXT:  call @use(%of_buff_3)
// CHECK-NEXT:  aie.use_lock(%of_cons_lock_0, Release, 4)

// DYNAMIC-LABEL: aie.core(%tile_1_2)
// DYNAMIC:       scf.for
// DYNAMIC-NEXT:    aie.use_lock(%each_prod_lock_0, AcquireGreaterEqual, 4)
// DYNAMIC-NEXT:    scf.for
// DYNAMIC-NEXT:      aie.use_lock(%each_cons_lock_0, Release, 1)
// DYNAMIC-NOT:     use_lock
module {
  aie.device(npu2) {
    %a = aie.tile(0, 2)
    %b = aie.tile(0, 3)
    %c = aie.tile(1, 2)
    %d = aie.tile(1, 3)
    func.func private @use(memref<8xi32>)
    aie.objectfifo @of(%a, {%b}, 4 : i32) : !aie.objectfifo<memref<8xi32>>
    aie.objectfifo @each(%c, {%d}, 4 : i32) : !aie.objectfifo<memref<8xi32>>
    aie.core(%a) {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %c3 = arith.constant 3 : index
      %0 = aie.objectfifo.acquire @of(Produce, 4) : !aie.objectfifosubview<memref<8xi32>>
      scf.for %i = %c0 to %c3 step %c1 {
        aie.objectfifo.release @of(Produce, 1)
      }
      %1 = aie.objectfifo.acquire @of(Produce, 4) : !aie.objectfifosubview<memref<8xi32>>
      %2 = aie.objectfifo.subview.access %1[0] : !aie.objectfifosubview<memref<8xi32>> -> memref<8xi32>
      func.call @use(%2) : (memref<8xi32>) -> ()
      aie.objectfifo.release @of(Produce, 4)
      aie.end
    }
    aie.core(%c) {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %c4 = arith.constant 4 : index
      %c100 = arith.constant 100 : index
      scf.for %j = %c0 to %c100 step %c1 {
        %0 = aie.objectfifo.acquire @each(Produce, 4) : !aie.objectfifosubview<memref<8xi32>>
        scf.for %i = %c0 to %c4 step %c1 {
          aie.objectfifo.release @each(Produce, 1)
        }
      }
      aie.end
    }
  }
}
