// Every end of an object FIFO on a shim tile takes a DMA channel, also where the
// FIFO is linked, and the channels that tiles and circuits use are gone.
// RUN: aie-opt --aie-place-tiles --split-input-file %s | FileCheck %s

// Three inputs by way of memory tiles: one of them does not fit into column 0.
// CHECK-LABEL: @linked
// CHECK: %[[S1:.*]] = aie.tile(1, 0)
// CHECK: %[[S0:.*]] = aie.tile(0, 0)
// CHECK: aie.objectfifo @a(%[[S0]],
// CHECK: aie.objectfifo @b(%[[S1]],
// CHECK: aie.objectfifo @c(%[[S0]],
module @linked {
  aie.device(npu1) {
    %s0 = aie.logical_tile<ShimNOCTile>(?, ?)
    %s1 = aie.logical_tile<ShimNOCTile>(?, ?)
    %s2 = aie.logical_tile<ShimNOCTile>(?, ?)
    %m = aie.logical_tile<MemTile>(?, ?)
    %x = aie.tile(0, 2)
    %y = aie.tile(0, 3)
    %z = aie.tile(0, 4)
    aie.objectfifo @a(%s0, {%m}, 2 : i32) : !aie.objectfifo<memref<16xi32>>
    aie.objectfifo @ax(%m, {%x}, 2 : i32) : !aie.objectfifo<memref<16xi32>>
    aie.objectfifo.link [@a] -> [@ax] ([] [])
    aie.objectfifo @b(%s1, {%m}, 2 : i32) : !aie.objectfifo<memref<16xi32>>
    aie.objectfifo @by(%m, {%y}, 2 : i32) : !aie.objectfifo<memref<16xi32>>
    aie.objectfifo.link [@b] -> [@by] ([] [])
    aie.objectfifo @c(%s2, {%m}, 2 : i32) : !aie.objectfifo<memref<16xi32>>
    aie.objectfifo @cz(%m, {%z}, 2 : i32) : !aie.objectfifo<memref<16xi32>>
    aie.objectfifo.link [@c] -> [@cz] ([] [])
  }
}

// -----

// CHECK-LABEL: @circuits
// CHECK: %[[S:.*]] = aie.tile(1, 0)
// CHECK: %[[T:.*]] = aie.tile(0, 0)
// CHECK: aie.flow(%[[T]], DMA : 0,
// CHECK: aie.flow(%[[S]], DMA : 0,
module @circuits {
  aie.device(npu1) {
    %t = aie.tile(0, 0)
    %s = aie.logical_tile<ShimNOCTile>(?, ?)
    %x = aie.tile(0, 2)
    aie.flow(%t, DMA : 0, %x, DMA : 0)
    aie.flow(%s, DMA : 0, %x, DMA : 1)
  }
}

// -----

// The cores are in the last column; the third input comes from the one before.
// CHECK-LABEL: @last_column
// CHECK-DAG: %[[S2:.*]] = aie.tile(2, 0)
// CHECK-DAG: %[[S3:.*]] = aie.tile(3, 0)
// CHECK: aie.objectfifo @a(%[[S3]],
// CHECK: aie.objectfifo @b(%[[S3]],
// CHECK: aie.objectfifo @c(%[[S2]],
module @last_column {
  aie.device(npu1) {
    %s0 = aie.logical_tile<ShimNOCTile>(?, ?)
    %s1 = aie.logical_tile<ShimNOCTile>(?, ?)
    %x = aie.logical_tile<CoreTile>(3, 2)
    %y = aie.logical_tile<CoreTile>(3, 3)
    aie.objectfifo @a(%s0, {%x}, 2 : i32) : !aie.objectfifo<memref<16xi32>>
    aie.objectfifo @b(%s0, {%x}, 2 : i32) : !aie.objectfifo<memref<16xi32>>
    aie.objectfifo @c(%s1, {%y}, 2 : i32) : !aie.objectfifo<memref<16xi32>>
  }
}

// -----

// A device with two rows of memory tiles.
// CHECK-LABEL: @row
// CHECK: aie.tile(0, 2)
module @row {
  aie.device(xcve2802) {
    %m = aie.logical_tile<MemTile>(?, 2)
  }
}
