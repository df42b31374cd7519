// Six rounds over a ring of four: the unrolled loop runs once and so is no loop,
// and the remainder of two rounds uses the first two buffers in turn.
// RUN: aie-opt --aie-objectFifo-stateful-transform %s | FileCheck %s

// CHECK-LABEL: aie.core
// CHECK-NOT:   scf.for
// CHECK:       call @use(%of_buff_0)
// CHECK:       call @use(%of_buff_1)
// CHECK:       call @use(%of_buff_2)
// CHECK:       call @use(%of_buff_3)
// CHECK:       call @use(%of_buff_0)
// CHECK:       call @use(%of_buff_1)
// CHECK-NOT:   call @use
module {
  aie.device(npu2) {
    %a = aie.tile(0, 2)
    %b = aie.tile(0, 3)
    aie.objectfifo @of(%a, {%b}, 4 : i32) : !aie.objectfifo<memref<8xi32>>
    func.func private @use(memref<8xi32>)
    aie.core(%a) {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %c6 = arith.constant 6 : index
      scf.for %i = %c0 to %c6 step %c1 {
        %0 = aie.objectfifo.acquire @of(Produce, 1) : !aie.objectfifosubview<memref<8xi32>>
        %1 = aie.objectfifo.subview.access %0[0] : !aie.objectfifosubview<memref<8xi32>> -> memref<8xi32>
        func.call @use(%1) : (memref<8xi32>) -> ()
        aie.objectfifo.release @of(Produce, 1)
      }
      aie.end
    }
  }
}
