// Versal AIE2 devices are configured by CDO like NPUs; an AIE1 device has another register map.
// RUN: rm -rf %t && split-file %s %t && cd %t
// RUN: aie-translate --aie-generate-cdo two.mlir && aie-inspect main_aie_cdo_init.bin | FileCheck %s
// RUN: not aie-translate --aie-generate-cdo one.mlir 2>&1 | FileCheck %s --check-prefix=ERROR

// The second row of memory tiles, and a core above it.
// CHECK: tile (3,2) offset 0xc0030 = 0x5
// CHECK: tile (3,3) route South 0 -> Core 0
// ERROR: only devices of the AIE2 family can be configured this way, xcvc1902 is none

//--- two.mlir
aie.device(xcve2802) {
  %mem = aie.tile(3, 2)
  %worker = aie.tile(3, 3)
  %lock = aie.lock(%mem, 3) {init = 5 : i32}
  %switch = aie.switchbox(%worker) {
    aie.connect<South : 0, Core : 0>
  }
}

//--- one.mlir
aie.device(xcvc1902) {
}
