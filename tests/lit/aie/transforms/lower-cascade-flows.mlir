// RUN: aie-opt --aie-lower-cascade-flows --split-input-file --verify-diagnostics %s | FileCheck %s

// CHECK-LABEL: @bend
// CHECK-NOT: cascade_flow
// CHECK: aie.configure_cascade(%tile_0_3, North, East)
// CHECK: aie.configure_cascade(%tile_1_3, West, South)
// CHECK: aie.configure_cascade(%tile_1_2, North, South)
aie.device(npu2) @bend {
  %a = aie.tile(0, 3)
  %b = aie.tile(1, 3)
  %c = aie.tile(1, 2)
  aie.cascade_flow(%a, %b)
  aie.cascade_flow(%b, %c)
}

// -----

aie.device(npu2) {
  %a = aie.tile(0, 3)
  %b = aie.tile(0, 2)
  // expected-error @below {{source tile must be to the North or West of the destination tile}}
  aie.cascade_flow(%b, %a)
}
