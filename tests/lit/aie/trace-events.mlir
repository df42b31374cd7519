// Events are those of the module that traces; what it does not have is named where it stands.
// RUN: aie-opt --split-input-file --verify-diagnostics --aie-trace-to-config %s | FileCheck %s

// CHECK-LABEL: @combo
// CHECK: field = "eventC" {{.*}}comment = "combo1 eventA"
// CHECK: field = "eventD" {{.*}}comment = "combo1 eventB"
aie.device(npu1) @combo {
  %t = aie.tile(0, 2)
  aie.trace @a(%t) {
    aie.trace.combo_event<1> <"LOCK_STALL"> AND_NOT <"MEMORY_STALL">
    aie.trace.start broadcast=15
    aie.trace.stop broadcast=14
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  aie.trace @a(%t) {
    // expected-error @+1 {{unknown trace event 'NOT_REAL'}}
    aie.trace.event<"NOT_REAL">
    aie.trace.start broadcast=15
    aie.trace.stop broadcast=14
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  aie.trace @a(%t) {
    // expected-error @+1 {{unknown trace event 'NOT_REAL'}}
    aie.trace.combo_event<0> <"TRUE"> AND <"NOT_REAL">
    aie.trace.start broadcast=15
    aie.trace.stop broadcast=14
  }
}

// -----

aie.device(npu1) {
  %t = aie.tile(0, 2)
  aie.trace @a(%t) {
    // expected-error @+1 {{unknown trace event 'NOT_REAL'}}
    aie.trace.edge_event<0> event=<"NOT_REAL"> trigger=RISING
    aie.trace.start broadcast=15
    aie.trace.stop broadcast=14
  }
}

// -----

// The core's trace unit does not see what the memory module's DMA does.
aie.device(npu1) {
  %t = aie.tile(0, 2)
  aie.trace @a(%t) {
    aie.trace.packet id=1 type=core
    // expected-error @+1 {{unknown trace event 'DMA_S2MM_0_START_TASK'}}
    aie.trace.event<MemEventAIE2::DMA_S2MM_0_START_TASK>
    aie.trace.start broadcast=15
    aie.trace.stop broadcast=14
  }
}
