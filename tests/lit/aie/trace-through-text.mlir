// Trace passes give the same whether the IR stays in memory or goes through text.
// RUN: aie-opt --aie-trace-to-config --aie-trace-pack-reg-writes %s | FileCheck %s
// RUN: aie-opt --aie-trace-to-config %s | aie-opt --aie-trace-pack-reg-writes | FileCheck %s

// CHECK: aie.trace.config @t_config(%tile_0_2) packet_type = core {
// CHECK-NEXT: register = "Trace_Control0" value = 2038038528 mask = 2139029504 comment = "start event + stop event"
// CHECK-NEXT: register = "Stream_Switch_Event_Port_Selection_0" value = 33 mask = 63
// CHECK-NEXT: register = "Trace_Event0" value = 9498 mask = 32639 comment = "LOCK_STALL + INSTR_VECTOR"
aie.device(npu1) {
  %t = aie.tile(0, 2)
  aie.trace @t(%t) {
    aie.trace.event<CoreEventAIE2::LOCK_STALL>
    aie.trace.event<"INSTR_VECTOR">
    aie.trace.port<0> port=DMA channel=0 direction=S2MM
    aie.trace.start broadcast=15
    aie.trace.stop broadcast=14
  }
}
