// RUN: not aie-opt --aie-insert-trace-flows="lateral-routing lateral-target-col=9" %s 2>&1 | FileCheck %s
// RUN: not aie-opt --aie-insert-trace-flows=shim-channel=7 %s 2>&1 | FileCheck %s --check-prefix=CHANNEL

// CHECK: error: lateral-target-col 9 is not a valid shim NOC tile (device has 4 columns)
// CHANNEL: error: shim-channel 7 or default-bd-id 15 does not exist on a shim tile
aie.device(npu1) {
  %t = aie.tile(2, 2)
  aie.trace @tr(%t) {
    aie.trace.start broadcast=15
    aie.trace.stop broadcast=14
  }
  aie.runtime_sequence(%x: memref<16xi32>) {
    aie.trace.host_config buffer_size = 1024
    aie.trace.start_config @tr
  }
}
