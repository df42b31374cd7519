//===- AIEEnums.td - Enums of the dialect alone ------------*- tablegen -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_AIE_ENUMS_TD
#define TILEWRIGHT_AIE_ENUMS_TD

include "mlir/IR/EnumAttr.td"

class AIE_OwnI32Enum<string name, string summary, list<I32EnumAttrCase> cases>
    : I32EnumAttr<name, summary, cases> {
  let cppNamespace = "::tilewright::aie";
}

def AIE_CascadeDir : AIE_OwnI32Enum<"CascadeDir", "Directions for cascade", [
  I32EnumAttrCase<"South", 3>, I32EnumAttrCase<"West", 4>,
  I32EnumAttrCase<"North", 5>, I32EnumAttrCase<"East", 6>]>;

// The order is that of the diagnostic for an unknown action.
def AIE_LockAction : AIE_OwnI32Enum<"LockAction", "lock acquire/release", [
  I32EnumAttrCase<"Acquire", 0>, I32EnumAttrCase<"AcquireGreaterEqual", 2>,
  I32EnumAttrCase<"Release", 1>]>;

def AIE_LockBlocking : AIE_OwnI32Enum<"LockBlocking", "lock operation is blocking", [
  I32EnumAttrCase<"NonBlocking", 0>, I32EnumAttrCase<"Blocking", 1>]>;

def AIE_ObjectFifoPort : AIE_OwnI32Enum<"ObjectFifoPort", "Ports of an object FIFO", [
  I32EnumAttrCase<"Produce", 0>, I32EnumAttrCase<"Consume", 1>]>;

def AIE_TraceMode : AIE_OwnI32Enum<"TraceMode", "Trace capture mode", [
  I32EnumAttrCase<"EventTime", 0, "Event-Time">, I32EnumAttrCase<"EventPC", 1, "Event-PC">,
  I32EnumAttrCase<"Execution", 2>]>;

def AIE_TracePacketType
    : AIE_OwnI32Enum<"TracePacketType", "Packet type identifier for parsing", [
  I32EnumAttrCase<"Core", 0, "core">, I32EnumAttrCase<"Mem", 1, "mem">,
  I32EnumAttrCase<"ShimTile", 2, "shimtile">, I32EnumAttrCase<"MemTile", 3, "memtile">]>;

def AIE_ComboLogic : AIE_OwnI32Enum<"ComboLogic", "Combo event logic function", [
  I32EnumAttrCase<"AND", 0>, I32EnumAttrCase<"AND_NOT", 1>,
  I32EnumAttrCase<"OR", 2>, I32EnumAttrCase<"OR_NOT", 3>]>;

def AIE_EdgeTrigger : AIE_OwnI32Enum<"EdgeTrigger", "Edge detection trigger mode", [
  I32EnumAttrCase<"RISING", 1>, I32EnumAttrCase<"FALLING", 2>, I32EnumAttrCase<"BOTH", 3>]>;

def AIE_TraceShimRouting
    : AIE_OwnI32Enum<"TraceShimRouting", "Shim tile routing strategy for trace collection", [
  I32EnumAttrCase<"Single", 0, "single">]>;

#endif // TILEWRIGHT_AIE_ENUMS_TD
