// RUN: aie-opt --aie-assign-core-link-files --verify-diagnostics %s | FileCheck %s

// CHECK: aie.core
// CHECK: link_files = ["own.o", "b.o", "a.o"]
// CHECK-NOT: link_with = "own.o"
// CHECK: aie.core
// CHECK: link_files = ["kept.o"]
aie.device(npu1) {
  func.func private @a() attributes {link_with = "a.o"}
  func.func private @a2() attributes {link_with = "a.o"}
  func.func private @b() attributes {link_with = "b.o"}
  func.func private @none()
  // expected-warning @below {{func 'unused' has link_with but is never called from any core; its .o file will not be linked}}
  func.func private @unused() attributes {link_with = "u.o"}
  %t = aie.tile(0, 2)
  %u = aie.tile(0, 3)
  // expected-warning @below {{link_with on aie.core is deprecated; attach link_with to the func.func declaration instead}}
  %c = aie.core(%t) {
    %f = func.constant @none : () -> ()
    func.call @b() : () -> ()
    func.call @a2() : () -> ()
    func.call @none() : () -> ()
    func.call @a() : () -> ()
    // expected-warning @below {{indirect call in core body — link_with attributes on indirectly-called functions are not automatically resolved}}
    func.call_indirect %f() : () -> ()
    aie.end
  } {link_with = "own.o"}
  %d = aie.core(%u) {
    aie.end
  } {link_files = ["kept.o"]}
}
