// With buffers chosen at run time a loop's bounds need not be known, and a FIFO
// of repeated objects moves on by whole objects.
// RUN: aie-opt --aie-objectFifo-stateful-transform %s | FileCheck %s

// CHECK:       %[[PLACES:.*]] = aie.buffer(%tile_0_2) : memref<1xi32>
// CHECK-LABEL: aie.core
// CHECK:       %[[ZERO:.*]] = arith.constant 0 : i32
// CHECK-NEXT:  %[[K:.*]] = arith.constant 0 : index
// CHECK-NEXT:  %[[SIZE:.*]] = arith.constant 2 : i32
// CHECK-NEXT:  memref.store %[[ZERO]], %[[PLACES]][%[[K]]]
// CHECK:       scf.for
// CHECK-NEXT:    aie.use_lock(%of_prod_lock_0, AcquireGreaterEqual, 3)
// CHECK-NEXT:    %[[PLACE:.*]] = memref.load %[[PLACES]][%[[K]]]
// CHECK:         %[[BUFFER:.*]] = scf.index_switch
// CHECK:         call @fill(%[[BUFFER]])
// CHECK-NEXT:    aie.use_lock(%of_cons_lock_0, Release, 3)
// CHECK:         arith.constant 1 : i32
// CHECK:         memref.store
module {
  aie.device(npu1) {
    %a = aie.tile(0, 2)
    %b = aie.tile(0, 4)
    aie.objectfifo @of(%a, {%b}, 2 : i32) {repeat_count = 3 : i32} : !aie.objectfifo<memref<16xi32>>
    %n = aie.buffer(%a) {sym_name = "n"} : memref<1xindex>
    func.func private @fill(memref<16xi32>)
    aie.core(%a) {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %bound = memref.load %n[%c0] : memref<1xindex>
      scf.for %i = %c0 to %bound step %c1 {
        %0 = aie.objectfifo.acquire @of(Produce, 1) : !aie.objectfifosubview<memref<16xi32>>
        %1 = aie.objectfifo.subview.access %0[0] : !aie.objectfifosubview<memref<16xi32>> -> memref<16xi32>
        func.call @fill(%1) : (memref<16xi32>) -> ()
        aie.objectfifo.release @of(Produce, 1)
      }
      aie.end
    } {dynamic_objfifo_lowering = true}
  }
}
