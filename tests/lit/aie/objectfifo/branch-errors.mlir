// What is held, or which object is next, hangs on a branch: where it matters, the
// branch is named.
// RUN: aie-opt --split-input-file --verify-diagnostics --aie-objectFifo-stateful-transform %s

aie.device(npu2) {
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  aie.objectfifo @of(%b, {%a}, 2 : i32) : !aie.objectfifo<memref<8xi32>>
  aie.core(%a) {
    %c = arith.constant true
    // expected-note @below {{as this may leave one number or another}}
    scf.if %c {
      %0 = aie.objectfifo.acquire @of(Consume, 1) : !aie.objectfifosubview<memref<8xi32>>
    }
    // expected-error @below {{cannot know how many objects of objectFIFO @of are held here}}
    %1 = aie.objectfifo.acquire @of(Consume, 1) : !aie.objectfifosubview<memref<8xi32>>
    aie.objectfifo.release @of(Consume, 1)
    aie.end
  }
}

// -----

// Released as often as a loop of unknown length runs.
aie.device(npu2) {
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  %n = aie.buffer(%a) : memref<1xindex>
  aie.objectfifo @of(%b, {%a}, 4 : i32) : !aie.objectfifo<memref<8xi32>>
  aie.core(%a) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %bound = memref.load %n[%c0] : memref<1xindex>
    %0 = aie.objectfifo.acquire @of(Consume, 4) : !aie.objectfifosubview<memref<8xi32>>
    // expected-note @below {{as this may leave one number or another}}
    scf.for %i = %c0 to %bound step %c1 {
      aie.objectfifo.release @of(Consume, 1)
    }
    // expected-error @below {{cannot know how many objects of objectFIFO @of are held here}}
    %1 = aie.objectfifo.acquire @of(Consume, 4) : !aie.objectfifosubview<memref<8xi32>>
    aie.end
  }
}

// -----

// A window only now and then is not peeled: the first round may not be the one.
aie.device(npu2) {
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  aie.objectfifo @of(%b, {%a}, 3 : i32) : !aie.objectfifo<memref<8xi32>>
  aie.core(%a) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c8 = arith.constant 8 : index
    // expected-warning @below {{may wait for the wrong number of objects of objectFIFO @of from its second round on}}
    scf.for %i = %c0 to %c8 step %c1 {
      %is = arith.cmpi sge, %i, %c1 : index
      // expected-note @below {{as this may leave one number or another}}
      scf.if %is {
        %0 = aie.objectfifo.acquire @of(Consume, 2) : !aie.objectfifosubview<memref<8xi32>>
        aie.objectfifo.release @of(Consume, 1)
      }
    }
    aie.end
  } {dynamic_objfifo_lowering = true}
}

// -----

// As many objects held, but not the same ones next.
aie.device(npu2) {
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  aie.objectfifo @of(%b, {%a}, 2 : i32) : !aie.objectfifo<memref<8xi32>>
  aie.core(%a) {
    %c = arith.constant true
    // expected-note @below {{this one}}
    scf.if %c {
      %0 = aie.objectfifo.acquire @of(Consume, 1) : !aie.objectfifosubview<memref<8xi32>>
      aie.objectfifo.release @of(Consume, 1)
    }
    // expected-warning @below {{may use the wrong buffers of objectFIFO @of: how many objects were taken before depends on a branch; set dynamic_objfifo_lowering on the core}}
    %1 = aie.objectfifo.acquire @of(Consume, 1) : !aie.objectfifosubview<memref<8xi32>>
    aie.objectfifo.release @of(Consume, 1)
    aie.end
  }
}

// -----

// The same with a lock for each object: no other lowering helps.
aie.device(xcvc1902) {
  %a = aie.tile(7, 2)
  %b = aie.tile(7, 3)
  aie.objectfifo @of(%b, {%a}, 2 : i32) : !aie.objectfifo<memref<8xi32>>
  aie.core(%a) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c2 = arith.constant 2 : index
    %0 = aie.objectfifo.acquire @of(Consume, 2) : !aie.objectfifosubview<memref<8xi32>>
    // expected-warning @below {{uses the wrong locks of objectFIFO @of from its second round on: a round takes no multiple of its 2 objects}}
    scf.for %i = %c0 to %c2 step %c1 {
      aie.objectfifo.release @of(Consume, 1)
    }
    aie.end
  }
}
