// Every error names its place, and makes the pass fail.
// RUN: aie-opt --split-input-file --verify-diagnostics --aie-objectFifo-stateful-transform %s

aie.device(npu2) {
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  %far = aie.tile(4, 5)
  // expected-note @below {{its end on tile (0, 2) does not reach the memory of tile (4, 5)}}
  aie.objectfifo @of(%a, {%b}, 2 : i32) : !aie.objectfifo<memref<8xi32>>
  // expected-error @below {{objectfifo has no shared memory access to delegate tile's memory module}}
  aie.objectfifo.allocate @of(%far)
}

// -----

aie.device(npu2) {
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  // expected-error @below {{has more than one allocate operation}}
  aie.objectfifo @of(%a, {%b}, 2 : i32) : !aie.objectfifo<memref<8xi32>>
  aie.objectfifo.allocate @of(%a)
  // expected-note @below {{allocated again here}}
  aie.objectfifo.allocate @of(%b)
}

// -----

aie.device(npu2) {
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  aie.objectfifo @of(%a, {%b}, 2 : i32) : !aie.objectfifo<memref<8xi32>>
  aie.core(%a) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    // expected-error @below {{could not be unrolled with unrollFactor = 0, check loop boundaries.}}
    scf.for %i = %c0 to %c0 step %c1 {
      %0 = aie.objectfifo.acquire @of(Produce, 1) : !aie.objectfifosubview<memref<8xi32>>
      aie.objectfifo.release @of(Produce, 1)
    }
    aie.end
  }
}

// -----

aie.device(npu2) {
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  aie.objectfifo @of(%a, {%b}, 2 : i32) : !aie.objectfifo<memref<8xi32>>
  %n = aie.buffer(%a) : memref<1xindex>
  aie.core(%a) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %bound = memref.load %n[%c0] : memref<1xindex>
    // expected-error @below {{takes objects from an objectFIFO of more than one object, so it must be unrolled, but its bounds are not constant}}
    scf.for %i = %c0 to %bound step %c1 {
      %0 = aie.objectfifo.acquire @of(Produce, 1) : !aie.objectfifosubview<memref<8xi32>>
      aie.objectfifo.release @of(Produce, 1)
    }
    aie.end
  }
}

// -----

aie.device(npu2) {
  // expected-error @below {{number of output Core channels exceeded!}}
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 4)
  aie.objectfifo @one(%a, {%b}, 2 : i32) {aie_stream = 0 : i32, aie_stream_port = 0 : i32} : !aie.objectfifo<memref<16xi32>>
  // expected-note @below {{objectFIFO @two wants stream port 0 of the core, which is in use}}
  aie.objectfifo @two(%a, {%b}, 2 : i32) {aie_stream = 0 : i32, aie_stream_port = 0 : i32} : !aie.objectfifo<memref<16xi32>>
}

// -----

aie.device(npu2) {
  %a = aie.logical_tile<CoreTile>(?, ?)
  %b = aie.tile(0, 4)
  // expected-error @below {{ends on a tile that has no place yet; run aie-place-tiles first}}
  aie.objectfifo @of(%a, {%b}, 2 : i32) : !aie.objectfifo<memref<16xi32>>
}

// -----

// A window that outgrows what was acquired.
aie.device(npu2) {
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  aie.objectfifo @of(%a, {%b}, 4 : i32) : !aie.objectfifo<memref<8xi32>>
  aie.core(%a) {
    %0 = aie.objectfifo.acquire @of(Produce, 1) : !aie.objectfifosubview<memref<8xi32>>
    aie.objectfifo.release @of(Produce, 2)
    // expected-error @below {{cannot release more elements than are already acquired}}
    %1 = aie.objectfifo.acquire @of(Produce, 1) : !aie.objectfifosubview<memref<8xi32>>
    aie.end
  }
}

// -----

// An object now and then, in a loop that is not unrolled for it.
aie.device(npu2) {
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  aie.objectfifo @of(%a, {%b}, 2 : i32) : !aie.objectfifo<memref<8xi32>>
  aie.core(%a) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c3 = arith.constant 3 : index
    %c9 = arith.constant 9 : index
    // expected-warning @below {{uses the wrong buffers of objectFIFO @of from its second round on: a round takes no multiple of its 2 objects}}
    scf.for %j = %c0 to %c9 step %c1 {
      %is = arith.cmpi eq, %j, %c3 : index
      scf.if %is {
        %0 = aie.objectfifo.acquire @of(Produce, 1) : !aie.objectfifosubview<memref<8xi32>>
        aie.objectfifo.release @of(Produce, 1)
      }
    }
    aie.end
  }
}

// -----

// A window carried round a loop of unknown length.
aie.device(npu2) {
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  aie.objectfifo @of(%a, {%b}, 3 : i32) : !aie.objectfifo<memref<8xi32>>
  %n = aie.buffer(%b) : memref<1xindex>
  aie.core(%b) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %bound = memref.load %n[%c0] : memref<1xindex>
    // expected-error @below {{waits for the wrong number of objects of objectFIFO @of from its second round on: a round finds 0 objects acquired and leaves 1; only an scf.for of constant bounds can do this}}
    scf.for %j = %c0 to %bound step %c1 {
      %0 = aie.objectfifo.acquire @of(Consume, 2) : !aie.objectfifosubview<memref<8xi32>>
      aie.objectfifo.release @of(Consume, 1)
    }
    aie.end
  } {dynamic_objfifo_lowering = true}
}

// -----

aie.device(npu2) {
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  // expected-error @below {{has an initial value of type 'tensor<4xi32>' for an object of type 'memref<8xi32>'}}
  aie.objectfifo @of(%a, {%b}, 1 : i32) : !aie.objectfifo<memref<8xi32>> = [dense<1> : tensor<4xi32>]
}

// -----

// The same round an scf.while, in code that is unrolled.
aie.device(npu1) {
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  aie.objectfifo @of(%a, {%b}, 4 : i32) : !aie.objectfifo<memref<8xi32>>
  aie.core(%b) {
    // expected-error @below {{waits for the wrong number of objects of objectFIFO @of from its second round on: a round finds 0 objects acquired and leaves 2}}
    scf.while : () -> () {
      %t = arith.constant true
      scf.condition(%t)
    } do {
      %0 = aie.objectfifo.acquire @of(Consume, 3) : !aie.objectfifosubview<memref<8xi32>>
      aie.objectfifo.release @of(Consume, 1)
      scf.yield
    }
    aie.end
  }
}

// -----

// A nest whose copies multiply: 7 for each level.
aie.device(npu2) {
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  aie.objectfifo @of(%a, {%b}, 4 : i32) : !aie.objectfifo<memref<8xi32>>
  aie.core(%b) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %n = arith.constant 100 : index
    scf.for %i = %c0 to %n step %c1 {
      scf.for %j = %c0 to %n step %c1 {
        scf.for %k = %c0 to %n step %c1 {
          scf.for %l = %c0 to %n step %c1 {
            scf.for %m = %c0 to %n step %c1 {
              scf.for %o = %c0 to %n step %c1 {
                // expected-error @below {{cannot be taken apart round by round: its core would grow by more than 100000 operations}}
                scf.for %p = %c0 to %n step %c1 {
                  aie.objectfifo.release @of(Consume, 1)
                  %0 = aie.objectfifo.acquire @of(Consume, 2) : !aie.objectfifosubview<memref<8xi32>>
                }
              }
            }
          }
        }
      }
    }
    aie.end
  }
}

// -----

aie.device(npu2) {
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  aie.objectfifo @of(%a, {%b}, 2 : i32) : !aie.objectfifo<memref<8xi32>>
  aie.core(%a) {
    // expected-error @below {{waits for 3 objects of objectFIFO @of, which has 2}}
    %0 = aie.objectfifo.acquire @of(Produce, 3) : !aie.objectfifosubview<memref<8xi32>>
    aie.objectfifo.release @of(Produce, 3)
    aie.end
  }
}

// -----

// Without locks nobody waits.
aie.device(npu2) {
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  aie.objectfifo @of(%a, {%b}, 2 : i32) {disable_synchronization = true} : !aie.objectfifo<memref<8xi32>>
  aie.core(%a) {
    %0 = aie.objectfifo.acquire @of(Produce, 3) : !aie.objectfifosubview<memref<8xi32>>
    aie.objectfifo.release @of(Produce, 3)
    aie.end
  }
}

// -----

// One lock per object, so the code must know which is next.
aie.device(xcvc1902) {
  %a = aie.tile(7, 2)
  %b = aie.tile(7, 3)
  aie.objectfifo @of(%a, {%b}, 3 : i32) : !aie.objectfifo<memref<8xi32>>
  aie.core(%a) {
    // expected-error @below {{takes turns on the 3 locks of objectFIFO @of, which dynamic lowering cannot do on AIE1, with a lock for each object}}
    %0 = aie.objectfifo.acquire @of(Produce, 1) : !aie.objectfifosubview<memref<8xi32>>
    aie.objectfifo.release @of(Produce, 1)
    aie.end
  } {dynamic_objfifo_lowering = true}
}

// -----

aie.device(xcvc1902) {
  %a = aie.tile(7, 2)
  %b = aie.tile(7, 3)
  aie.objectfifo @of(%a, {%b}, 2 : i32) {repeat_count = 2 : i32} : !aie.objectfifo<memref<8xi32>>
  aie.core(%a) {
    // expected-error @below {{takes objects of objectFIFO @of, which has 2 and repeats each; on AIE1, with a lock for each object, a core cannot do this}}
    %0 = aie.objectfifo.acquire @of(Produce, 1) : !aie.objectfifosubview<memref<8xi32>>
    aie.objectfifo.release @of(Produce, 1)
    aie.end
  }
}
