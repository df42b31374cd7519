// Configuring one device twice in a row loads its image once; a nested configure loads its own.
// RUN: aie-opt --aie-materialize-runtime-sequences %s | FileCheck %s

// CHECK-LABEL: aie.runtime_sequence @all
// CHECK-NEXT:    aiex.npu.load_pdi {device_ref = @work}
// CHECK-NEXT:    aiex.npu.preempt {level = 1 : ui8}
// CHECK-NEXT:    aiex.npu.load_pdi {device_ref = @outer}
// CHECK-NEXT:    aiex.npu.load_pdi {device_ref = @work}
// CHECK-NEXT:    aiex.npu.preempt {level = 1 : ui8}
// CHECK-NEXT:  }
module {
  aie.device(npu1) @main {
    aie.runtime_sequence @all() {
      aiex.configure @work {
      }
      aiex.configure @work {
        aiex.run @go() : ()
      }
      aiex.configure @outer {
        aiex.run @both() : ()
      }
    }
  }
  aie.device(npu1) @outer {
    aie.runtime_sequence @both() {
      aiex.configure @work {
        aiex.run @go() : ()
      }
    }
  }
  aie.device(npu1) @work {
    aie.runtime_sequence @go() {
      aiex.npu.preempt {level = 1 : ui8}
    }
  }
}
