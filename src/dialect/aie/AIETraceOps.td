//===- AIETraceOps.td - Event traces -----------------------*- tablegen -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_AIE_TRACEOPS_TD
#define TILEWRIGHT_AIE_TRACEOPS_TD

include "dialect/aie/AIEOpsBase.td"

def InTrace : HasParent<"TraceOp">;

def TraceOp : AIE_Op<"trace", [InDevice, Symbol, ImplicitEnd]> {
  let summary = "What the trace unit of a tile records";
  let description = [{
    ```mlir
    aie.trace @t0(%tile_0_2) {
      aie.trace.mode "Event-Time"
      aie.trace.packet id = 1 type = core
      aie.trace.event <"INSTR_EVENT_0"> label = "start"
      aie.trace.port<0> port = North channel = 1 direction = S2MM
      aie.trace.combo_event<0> <"LOCK_STALL"> AND_NOT <CoreEventAIE2::INSTR_EVENT_1>
      aie.trace.edge_event<0> event = <"LOCK_STALL"> trigger = RISING
      aie.trace.start broadcast = 15
      aie.trace.stop event = <"NONE">
    }
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, Index:$tile);
  let regions = (region AnyRegion:$body);
  let assemblyFormat = "$sym_name `(` $tile `)` regions attr-dict";
  let hasVerifier = 1;
}

def TraceModeOp : AIE_Op<"trace.mode", [InTrace]> {
  let summary = "What is recorded with an event";
  let arguments = (ins AIE_TraceMode:$mode);
  let assemblyFormat = "$mode attr-dict";
}

def TraceEventOp : AIE_Op<"trace.event", [InTrace]> {
  let summary = "An event to record";
  let arguments = (ins TraceEventAttr:$event, OptionalAttr<StrAttr>:$label);
  let assemblyFormat = "$event (`label` `=` $label^)? attr-dict";
  let hasVerifier = 1;
}

def TracePacketOp : AIE_Op<"trace.packet", [InTrace]> {
  let summary = "Id and type of the packets that carry the trace";
  let arguments = (ins ConfinedAttr<I32Attr, [IntMinValue<1>, IntMaxValue<31>]>:$id,
                       AIE_TracePacketType:$type);
  let assemblyFormat = "`id` `=` $id `type` `=` $type attr-dict";
}

def TracePortOp : AIE_Op<"trace.port", [InTrace]> {
  let summary = "The stream-switch port that PORT_*_<slot> events watch";
  let description = "`S2MM` names a master port, `MM2S` a slave port.";
  let arguments = (ins ConfinedAttr<I32Attr, [IntMinValue<0>, IntMaxValue<7>]>:$slot,
                       AIE_WireBundle:$port, I32Attr:$channel, AIE_DMAChannelDir:$direction);
  let assemblyFormat = [{
    `<` $slot `>` `port` `=` $port `channel` `=` $channel `direction` `=` $direction attr-dict
  }];
  let hasVerifier = 1;
}

class AIE_TraceBoundaryOp<string mnemonic> : AIE_Op<mnemonic, [InTrace]> {
  let arguments = (ins OptionalAttr<I32Attr>:$broadcast, OptionalAttr<TraceEventAttr>:$event);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
}
def TraceStartEventOp : AIE_TraceBoundaryOp<"trace.start"> {
  let summary = "The event, or the broadcast channel, that starts the trace";
}
def TraceStopEventOp : AIE_TraceBoundaryOp<"trace.stop"> {
  let summary = "The event, or the broadcast channel, that stops the trace";
}

def TraceComboEventOp : AIE_Op<"trace.combo_event", [InTrace]> {
  let summary = "Makes COMBO_EVENT_<slot> out of two events";
  let arguments = (ins I32Attr:$slot, TraceEventAttr:$eventA, AIE_ComboLogic:$logic,
                       TraceEventAttr:$eventB);
  let assemblyFormat = "`<` $slot `>` $eventA $logic $eventB attr-dict";
  let hasVerifier = 1;
}

def TraceEdgeEventOp : AIE_Op<"trace.edge_event", [InTrace]> {
  let summary = "Makes EDGE_DETECTION_EVENT_<slot> out of an event";
  let arguments = (ins I32Attr:$slot, TraceEventAttr:$event, AIE_EdgeTrigger:$trigger);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
}

def TraceConfigOp : AIE_Op<"trace.config", [InDevice, Symbol, ImplicitEnd]> {
  let summary = "The registers that set up the trace unit of a tile";
  let arguments = (ins SymbolNameAttr:$sym_name, Index:$tile,
                       OptionalAttr<AIE_TracePacketType>:$packet_type);
  let regions = (region AnyRegion:$body);
  let assemblyFormat = [{
    $sym_name `(` $tile `)` (`packet_type` `=` $packet_type^)? regions attr-dict
  }];
}

def TraceRegOp : AIE_Op<"trace.reg", [HasParent<"TraceConfigOp">]> {
  let summary = "A value for a register, or for one of its fields";
  let arguments = (ins StrAttr:$reg_name, OptionalAttr<StrAttr>:$field, AnyAttr:$value,
                       OptionalAttr<I32Attr>:$mask, OptionalAttr<StrAttr>:$comment);
  let assemblyFormat = [{
    `register` `=` $reg_name (`field` `=` $field^)? `value` `=` custom<TraceRegValue>($value)
      (`mask` `=` $mask^)? (`comment` `=` $comment^)? attr-dict
  }];
}

def TraceHostConfigOp : AIE_Op<"trace.host_config", [HasParent<"RuntimeSequenceOp">]> {
  let summary = "Where the host receives the trace";
  let description = [{
    `buffer_size` is in bytes. `arg_idx` is the argument that receives the trace; -1 appends it to
    the last one.
  }];
  let arguments = (ins I32Attr:$buffer_size, DefaultValuedAttr<I32Attr, "4">:$arg_idx,
                       DefaultValuedAttr<AIE_TraceShimRouting,
                         "::tilewright::aie::TraceShimRouting::Single">:$routing);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
}

def TraceStartConfigOp : AIE_Op<"trace.start_config"> {
  let summary = "Writes the registers of a trace configuration";
  let arguments = (ins FlatSymbolRefAttr:$trace_config);
  let assemblyFormat = "$trace_config attr-dict";
  let hasVerifier = 1;
}

#endif // TILEWRIGHT_AIE_TRACEOPS_TD
