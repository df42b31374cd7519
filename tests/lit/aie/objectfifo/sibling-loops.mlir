// Loops one after the other over rings of different sizes: each is unrolled so
// that its own ring closes. A loop behind one whose factor its ring divides is
// unrolled by that factor.
// RUN: aie-opt --aie-objectFifo-stateful-transform %s | FileCheck %s

// CHECK-LABEL: aie.core
// CHECK:       %[[TWO:.*]] = arith.constant 2 : index
// CHECK:       scf.for {{.*}} step %[[TWO]] {
// CHECK:         call @use(%two_buff_0)
// CHECK:         call @use(%two_buff_1)
// CHECK-NOT:     call
// CHECK:       }
// CHECK:       %[[THREE:.*]] = arith.constant 3 : index
// CHECK:       scf.for {{.*}} step %[[THREE]] {
// CHECK:         call @use(%three_buff_0)
// CHECK:         call @use(%three_buff_1)
// CHECK:         call @use(%three_buff_2)
// CHECK-NOT:     call
// CHECK:       }
module {
  aie.device(npu2) {
    %a = aie.tile(0, 2)
    %b = aie.tile(0, 3)
    aie.objectfifo @two(%a, {%b}, 2 : i32) : !aie.objectfifo<memref<8xi32>>
    aie.objectfifo @three(%a, {%b}, 3 : i32) : !aie.objectfifo<memref<8xi32>>
    func.func private @use(memref<8xi32>)
    aie.core(%a) {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %c12 = arith.constant 12 : index
      scf.for %i = %c0 to %c12 step %c1 {
        %0 = aie.objectfifo.acquire @two(Produce, 1) : !aie.objectfifosubview<memref<8xi32>>
        %1 = aie.objectfifo.subview.access %0[0] : !aie.objectfifosubview<memref<8xi32>> -> memref<8xi32>
        func.call @use(%1) : (memref<8xi32>) -> ()
        aie.objectfifo.release @two(Produce, 1)
      }
      scf.for %i = %c0 to %c12 step %c1 {
        %0 = aie.objectfifo.acquire @three(Produce, 1) : !aie.objectfifosubview<memref<8xi32>>
        %1 = aie.objectfifo.subview.access %0[0] : !aie.objectfifosubview<memref<8xi32>> -> memref<8xi32>
        func.call @use(%1) : (memref<8xi32>) -> ()
        aie.objectfifo.release @three(Produce, 1)
      }
      aie.end
    }
  }
}
