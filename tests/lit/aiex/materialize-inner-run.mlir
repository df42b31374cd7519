// A run inside the sequence that is run is checked too.
// RUN: not aie-opt --aie-materialize-runtime-sequences %s 2>&1 | FileCheck %s

// CHECK: error: No such runtime sequence for device 'work': 'nothing'
// CHECK-NOT: Stack dump
module {
  aie.device(npu1) @main {
    aie.runtime_sequence() {
      aiex.configure @outer {
        aiex.run @both() : ()
      }
    }
  }
  aie.device(npu1) @outer {
    aie.runtime_sequence @both() {
      aiex.configure @work {
        aiex.run @nothing() : ()
      }
    }
  }
  aie.device(npu1) @work {
  }
}
