// A device without its kind, which only the generic form can say, must not crash the op that names it.
// RUN: not aie-opt %s 2>&1 | FileCheck %s

// CHECK: 'aie.device' op requires attribute 'device'
module {
  aie.device(npu1) @main {
    aie.runtime_sequence @go() {
      aiex.configure @other {
      }
    }
  }
  "aie.device"() ({
    "aie.end"() : () -> ()
  }) {sym_name = "other"} : () -> ()
}
