// RUN: aie-opt --aie-localize-locks --split-input-file --verify-diagnostics %s | FileCheck %s

// On the first generation, a core's own memory is its west in even rows and its
// east in odd ones; the row below is south.
// CHECK-LABEL: @first
// CHECK: aie.core(%{{.*}}6_2)
// CHECK: %[[OWN:.*]] = arith.constant 19 : index
// CHECK: aie.use_lock(%[[OWN]], Acquire, 0)
// CHECK: aie.core(%{{.*}}6_3)
// CHECK: %[[EAST:.*]] = arith.constant 53 : index
// CHECK: %[[SOUTH:.*]] = arith.constant 3 : index
// CHECK: aie.use_lock(%[[SOUTH]], Acquire, 1)
// CHECK: aie.use_lock(%[[EAST]], Release, 1)
aie.device(xcvc1902) @first {
  %a = aie.tile(6, 2)
  %b = aie.tile(6, 3)
  %la = aie.lock(%a, 3)
  %lb = aie.lock(%b, 5)
  %c = aie.core(%a) {
    aie.use_lock(%la, Acquire, 0)
    aie.end
  }
  %d = aie.core(%b) {
    aie.use_lock(%la, Acquire, 1)
    aie.use_lock(%lb, Release, 1)
    aie.end
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  // expected-error @below {{'aie.lock' op has no ID; aie-assign-lock-ids must run before}}
  %l = aie.lock(%t)
  %c = aie.core(%t) {
    aie.use_lock(%l, Release, 1)
    aie.end
  }
}
