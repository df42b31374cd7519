// The elements of a FIFO stand behind the last tile of the device. A core that
// stands before that tile still finds them above itself: the tile moves up.
// RUN: aie-opt --aie-objectFifo-stateful-transform %s | FileCheck %s

// CHECK:      %[[A:.*]] = aie.tile(0, 2)
// CHECK-NEXT: %[[B:.*]] = aie.tile(0, 3)
// CHECK-NEXT: %[[C:.*]] = aie.tile(3, 3)
// CHECK-NEXT: aie.buffer(%[[A]]) {sym_name = "of_buff_0"}
// CHECK:      aie.core(%[[A]])
// CHECK-NEXT:   aie.use_lock(%of_prod_lock_0, AcquireGreaterEqual, 1)
module {
  aie.device(npu2) {
    %a = aie.tile(0, 2)
    %b = aie.tile(0, 3)
    aie.objectfifo @of(%a, {%b}, 1 : i32) : !aie.objectfifo<memref<8xi32>>
    aie.core(%a) {
      %0 = aie.objectfifo.acquire @of(Produce, 1) : !aie.objectfifosubview<memref<8xi32>>
      aie.objectfifo.release @of(Produce, 1)
      aie.end
    }
    %c = aie.tile(3, 3)
  }
}
