// A subview goes from its acquire to accesses, and these see the objects of the
// buffers that the ring has.
// RUN: aie-opt --split-input-file --verify-diagnostics --aie-objectFifo-stateful-transform %s
// RUN: aie-opt --split-input-file --verify-diagnostics --aie-objectFifo-stateful-transform=dynamic-objFifos %s

aie.device(npu1) {
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  aie.objectfifo @of(%a, {%b}, 2 : i32) : !aie.objectfifo<memref<8xi32>>
  aie.core(%a) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c4 = arith.constant 4 : index
    // expected-error @below {{makes a subview that only aie.objectfifo.subview.access can use}}
    %0 = aie.objectfifo.acquire @of(Produce, 1) : !aie.objectfifosubview<memref<8xi32>>
    // expected-note @below {{used here}}
    %q = scf.for %i = %c0 to %c4 step %c1 iter_args(%x = %0) -> (!aie.objectfifosubview<memref<8xi32>>) {
      %1 = aie.objectfifo.subview.access %x[0] : !aie.objectfifosubview<memref<8xi32>> -> memref<8xi32>
      aie.objectfifo.release @of(Produce, 1)
      %2 = aie.objectfifo.acquire @of(Produce, 1) : !aie.objectfifosubview<memref<8xi32>>
      scf.yield %2 : !aie.objectfifosubview<memref<8xi32>>
    }
    aie.end
  }
}

// -----

aie.device(npu1) {
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  aie.objectfifo @of(%a, {%b}, 2 : i32) : !aie.objectfifo<memref<8xi32>>
  aie.core(%a) {
    %c = arith.constant true
    %v = scf.if %c -> (!aie.objectfifosubview<memref<8xi32>>) {
      // expected-error @below {{makes a subview that only aie.objectfifo.subview.access can use}}
      %0 = aie.objectfifo.acquire @of(Produce, 1) : !aie.objectfifosubview<memref<8xi32>>
      // expected-note @below {{used here}}
      scf.yield %0 : !aie.objectfifosubview<memref<8xi32>>
    } else {
      %0 = aie.objectfifo.acquire @of(Produce, 1) : !aie.objectfifosubview<memref<8xi32>>
      scf.yield %0 : !aie.objectfifosubview<memref<8xi32>>
    }
    %1 = aie.objectfifo.subview.access %v[0] : !aie.objectfifosubview<memref<8xi32>> -> memref<8xi32>
    aie.end
  }
}

// -----

aie.device(npu1) {
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  aie.objectfifo @of(%a, {%b}, 2 : i32) : !aie.objectfifo<memref<8xi32>>
  aie.core(%a) {
    // expected-error @below {{makes a subview that only aie.objectfifo.subview.access can use}}
    %0 = aie.objectfifo.acquire @of(Produce, 1) : !aie.objectfifosubview<memref<8xi32>>
    // expected-note @below {{used here}}
    %q = builtin.unrealized_conversion_cast %0 : !aie.objectfifosubview<memref<8xi32>> to index
    aie.end
  }
}

// -----

aie.device(npu1) {
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  aie.objectfifo @of(%a, {%b}, 2 : i32) : !aie.objectfifo<memref<8xi32>>
  aie.core(%a) {
    %c0 = arith.constant 0 : index
    %0 = builtin.unrealized_conversion_cast %c0 : index to !aie.objectfifosubview<memref<8xi32>>
    // expected-error @below {{must access the result of an aie.objectfifo.acquire itself, not a value that it reaches the access by}}
    %1 = aie.objectfifo.subview.access %0[0] : !aie.objectfifosubview<memref<8xi32>> -> memref<8xi32>
    aie.end
  }
}

// -----

aie.device(npu1) {
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  aie.objectfifo @of(%a, {%b}, 2 : i32) : !aie.objectfifo<memref<8xi32>>
  aie.core(%a) {
    %0 = aie.objectfifo.acquire @of(Produce, 1) : !aie.objectfifosubview<memref<8xi32>>
    // expected-error @below {{takes objects of type 'memref<8xi32>' for 'memref<4xi32>'}}
    %1 = aie.objectfifo.subview.access %0[0] : !aie.objectfifosubview<memref<8xi32>> -> memref<4xi32>
    aie.end
  }
}

// -----

// A core that shares, through `allocate`, a link's ring of other objects.
aie.device(npu1_1col) {
  %shim = aie.tile(0, 0)
  %t = aie.tile(0, 2)
  %u = aie.tile(0, 3)
  aie.objectfifo @x(%t, {%u}, 2 : i32) : !aie.objectfifo<memref<16xi32>>
  aie.objectfifo @out(%u, {%shim}, 2 : i32) : !aie.objectfifo<memref<64xi32>>
  aie.objectfifo.allocate @x(%u)
  // expected-note @below {{linked here}}
  aie.objectfifo.link [@x] -> [@out]([] [])
  aie.core(%t) {
    %0 = aie.objectfifo.acquire @x(Produce, 1) : !aie.objectfifosubview<memref<16xi32>>
    // expected-error @below {{takes objects of type 'memref<64xi32>', which objectFIFO @x shares with objectFIFO @out, for its own of type 'memref<16xi32>'}}
    %1 = aie.objectfifo.subview.access %0[0] : !aie.objectfifosubview<memref<16xi32>> -> memref<16xi32>
    aie.objectfifo.release @x(Produce, 1)
    aie.end
  }
}
