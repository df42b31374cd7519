// Objects, depths, places and parts that no ring can have are refused before
// anything is made of them.
// RUN: aie-opt --split-input-file --verify-diagnostics --aie-objectFifo-stateful-transform %s

aie.device(npu2) {
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  // expected-error @below {{needs objects of a fixed size, not of type 'memref<4xmemref<2xi32>>'}}
  aie.objectfifo @nested(%a, {%b}, 2 : i32) : !aie.objectfifo<memref<4xmemref<2xi32>>>
  // expected-error @below {{needs objects of a fixed size, not of type 'memref<4xvector<[4]xi32>>'}}
  aie.objectfifo @scalable(%a, {%b}, 2 : i32) : !aie.objectfifo<memref<4xvector<[4]xi32>>>
  // expected-error @below {{has objects of a size that no memory has, of type 'memref<4611686018427387904xi32>'}}
  aie.objectfifo @large(%a, {%b}, 2 : i32) : !aie.objectfifo<memref<4611686018427387904xi32>>
}

// -----

aie.device(npu2) {
  %a = aie.tile(0, 2)
  %far = aie.tile(3, 4)
  // expected-error @below {{cannot have a depth of -1 : i64}}
  aie.objectfifo @negative(%a, {%far}, [2, -1]) : !aie.objectfifo<memref<4xi32>>
  // expected-error @below {{cannot have a depth of 99999999999 : i64}}
  aie.objectfifo @wide(%a, {%far}, [2, 99999999999]) : !aie.objectfifo<memref<4xi32>>
}

// -----

aie.device(npu2) {
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  // expected-error @below {{has 2147483647 objects, of which the memory of tile (0, 2) holds 4096}}
  aie.objectfifo @deep(%a, {%b}, 2147483647 : i32) : !aie.objectfifo<memref<4xi32>>
}

// -----

// Small objects take a word each.
aie.device(npu2) {
  %shim = aie.tile(0, 0)
  %m = aie.tile(0, 1)
  // expected-error @below {{has 400000 objects, of which the memory of tile (0, 1) holds 393216}}
  aie.objectfifo @deep(%m, {%shim}, 400000 : i32) {disable_synchronization = true} : !aie.objectfifo<memref<1xi8>>
}

// -----

aie.device(npu2) {
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  // expected-error @below {{needs locks that count to 64, but those of tile (0, 2) count to 63}}
  aie.objectfifo @deep(%a, {%b}, 64 : i32) : !aie.objectfifo<memref<4xi32>>
}

// -----

// What the core acquires decides how deep its end is.
aie.device(npu2) {
  %a = aie.tile(0, 2)
  %far = aie.tile(3, 4)
  // expected-error @below {{has 2147483647 objects, of which the memory of tile (0, 2) holds 4096}}
  aie.objectfifo @of(%a, {%far}, 2 : i32) : !aie.objectfifo<memref<4xi32>>
  aie.core(%a) {
    %0 = aie.objectfifo.acquire @of(Produce, 2147483647) : !aie.objectfifosubview<memref<4xi32>>
    aie.end
  }
}

// -----

// Both cores reach the tile between them, but their DMAs do not.
aie.device(npu1) {
  %t = aie.tile(0, 2)
  %between = aie.tile(0, 3)
  %x = aie.tile(0, 4)
  // expected-note @below {{it moves them for this objectFIFO}}
  aie.objectfifo @x(%t, {%x}, 2 : i32) : !aie.objectfifo<memref<16xi32>>
  // expected-error @below {{puts objects where the DMA of tile (0, 2), which moves them, does not reach}}
  aie.objectfifo.allocate @x(%between)
}

// -----

// Nor does the DMA of a link's tile.
aie.device(npu1) {
  %shim = aie.tile(0, 0)
  %t = aie.tile(0, 2)
  %u = aie.tile(0, 3)
  aie.objectfifo @x(%t, {%u}, 2 : i32) : !aie.objectfifo<memref<16xi32>>
  // expected-note @below {{it moves them for this objectFIFO}}
  aie.objectfifo @out(%u, {%shim}, 2 : i32) : !aie.objectfifo<memref<16xi32>>
  // expected-error @below {{puts objects where the DMA of tile (0, 3), which moves them, does not reach}}
  aie.objectfifo.allocate @x(%t)
  aie.objectfifo.link [@x] -> [@out]([] [])
}

// -----

aie.device(npu1) {
  %s = aie.tile(0, 0)
  %m = aie.tile(0, 1)
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  aie.objectfifo @i(%s, {%m}, 2 : i32) : !aie.objectfifo<memref<16xi32>>
  aie.objectfifo @o(%m, {%a}, 2 : i32) : !aie.objectfifo<memref<8xi32>>
  aie.objectfifo @p(%m, {%b}, 2 : i32) : !aie.objectfifo<memref<8xi32>>
  // expected-error @below {{gives objectFIFO @o -8 elements from element 8 of objectFIFO @i, whose objects have 16: offsets must ascend within the object}}
  aie.objectfifo.link [@i] -> [@o, @p]([] [8, 0])
}

// -----

aie.device(npu1) {
  %s = aie.tile(0, 0)
  %m = aie.tile(0, 1)
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  aie.objectfifo @o(%a, {%m}, 2 : i32) : !aie.objectfifo<memref<8xi32>>
  aie.objectfifo @p(%b, {%m}, 2 : i32) : !aie.objectfifo<memref<8xi32>>
  aie.objectfifo @i(%m, {%s}, 2 : i32) : !aie.objectfifo<memref<16xi32>>
  // expected-error @below {{gives objectFIFO @p 0 elements from element 16 of objectFIFO @i, whose objects have 16}}
  aie.objectfifo.link [@o, @p] -> [@i]([0, 16] [])
}
