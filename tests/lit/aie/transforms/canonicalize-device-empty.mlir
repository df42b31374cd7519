// A module that has nothing of the dialect in it.
// RUN: aie-opt --aie-canonicalize-device %s | FileCheck %s

// CHECK: aie.device(xcvc1902) {
// CHECK-NEXT: func.func @f()
module {
  func.func @f() {
    return
  }
}
