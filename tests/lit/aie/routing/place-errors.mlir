// RUN: aie-opt --aie-place-tiles --split-input-file --verify-diagnostics %s

aie.device(npu1) {
  %a = aie.logical_tile<CoreTile>(0, 2)
  %b = aie.logical_tile<CoreTile>(0, 2)
  // expected-note @+1 {{the other core}}
  %0 = aie.core(%a) {
    aie.end
  }
  // expected-error @+1 {{tile (0, 2) has a core already}}
  %1 = aie.core(%b) {
    aie.end
  }
}

// -----

aie.device(npu1_1col) {
  %s0 = aie.logical_tile<ShimNOCTile>(?, ?)
  // expected-error @+1 {{no ShimNOCTile with sufficient DMA capacity}}
  %s1 = aie.logical_tile<ShimNOCTile>(?, ?)
  %x = aie.logical_tile<CoreTile>(?, ?)
  %y = aie.logical_tile<CoreTile>(?, ?)
  aie.objectfifo @a(%s0, {%x}, 2 : i32) : !aie.objectfifo<memref<16xi32>>
  aie.objectfifo @b(%s0, {%x}, 2 : i32) : !aie.objectfifo<memref<16xi32>>
  aie.objectfifo @c(%s1, {%y}, 2 : i32) : !aie.objectfifo<memref<16xi32>>
}

// -----

aie.device(npu1) {
  // expected-error @+1 {{no compute tile available matching constraint (?, 1)}}
  %c = aie.logical_tile<CoreTile>(?, 1)
}
