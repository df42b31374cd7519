// RUN: aie-opt --aie-assign-lock-ids --split-input-file --verify-diagnostics %s | FileCheck %s

// Given numbers stay; the others fill the gaps of their own tile.
// CHECK-LABEL: @gaps
// CHECK: aie.lock(%{{.*}}, 0) {sym_name = "a"}
// CHECK: aie.lock(%{{.*}}, 1) {sym_name = "given"}
// CHECK: aie.lock(%{{.*}}, 2) {sym_name = "b"}
// CHECK: aie.lock(%{{.*}}, 0) {sym_name = "other"}
aie.device(npu1) @gaps {
  %t = aie.tile(0, 2)
  %u = aie.tile(0, 3)
  %a = aie.lock(%t) {sym_name = "a"}
  %g = aie.lock(%t, 1) {sym_name = "given"}
  %b = aie.lock(%t) {sym_name = "b"}
  %o = aie.lock(%u) {sym_name = "other"}
}

// -----

// Running out is said in words, not as a lock number of -1; the given lock counts.
aie.device(npu1) {
  // expected-note @below {{because only 16 locks available in this tile.}}
  %t = aie.tile(0, 2)
  %g = aie.lock(%t, 15)
  %0 = aie.lock(%t)
  %1 = aie.lock(%t)
  %2 = aie.lock(%t)
  %3 = aie.lock(%t)
  %4 = aie.lock(%t)
  %5 = aie.lock(%t)
  %6 = aie.lock(%t)
  %7 = aie.lock(%t)
  %8 = aie.lock(%t)
  %9 = aie.lock(%t)
  %10 = aie.lock(%t)
  %11 = aie.lock(%t)
  %12 = aie.lock(%t)
  %13 = aie.lock(%t)
  %14 = aie.lock(%t)
  // expected-error @below {{'aie.lock' op not allocated a lock.}}
  %15 = aie.lock(%t)
}

// -----

// Every number that is given twice is reported.
aie.device(npu1) {
  // expected-note @below {{tile has lock ops assigned to same lock.}}
  %t = aie.tile(1, 2)
  // expected-note @below {{tile has lock ops assigned to same lock.}}
  %m = aie.tile(1, 1)
  %a = aie.lock(%t, 3)
  // expected-error @below {{is assigned to the same lock (3) as another op.}}
  %b = aie.lock(%t, 3)
  %c = aie.lock(%m, 7)
  // expected-error @below {{is assigned to the same lock (7) as another op.}}
  %d = aie.lock(%m, 7)
}
