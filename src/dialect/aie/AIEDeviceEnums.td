//===- AIEDeviceEnums.td - Enums whose C++ side is the device room -*- tablegen -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// No C++ is generated from this file: AIEEnums.h gives the attribute classes
// over the enums of device/DeviceModel.h.
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_AIE_DEVICEENUMS_TD
#define TILEWRIGHT_AIE_DEVICEENUMS_TD

include "mlir/IR/EnumAttr.td"

class AIE_I32Enum<string name, string summary, list<I32EnumAttrCase> cases>
    : I32EnumAttr<name, summary, cases> {
  let cppNamespace = "::tilewright::aie";
}

def AIE_Device : AIE_I32Enum<"Device", "AIE Device", [
  I32EnumAttrCase<"xcvc1902", 1>, I32EnumAttrCase<"xcve2302", 2>,
  I32EnumAttrCase<"xcve2802", 3>, I32EnumAttrCase<"npu1", 4>,
  I32EnumAttrCase<"npu1_1col", 5>, I32EnumAttrCase<"npu1_2col", 6>,
  I32EnumAttrCase<"npu1_3col", 7>, I32EnumAttrCase<"npu2", 8>,
  I32EnumAttrCase<"npu2_1col", 9>, I32EnumAttrCase<"npu2_2col", 10>,
  I32EnumAttrCase<"npu2_3col", 11>, I32EnumAttrCase<"npu2_4col", 12>,
  I32EnumAttrCase<"npu2_5col", 13>, I32EnumAttrCase<"npu2_6col", 14>,
  I32EnumAttrCase<"npu2_7col", 15>]>;

def AIE_TileType : AIE_I32Enum<"TileType", "Type of AIE Tile", [
  I32EnumAttrCase<"CoreTile", 0>, I32EnumAttrCase<"MemTile", 1>,
  I32EnumAttrCase<"ShimNOCTile", 2>, I32EnumAttrCase<"ShimPLTile", 3>]>;

def AIE_WireBundle : AIE_I32Enum<"WireBundle", "Bundle of wires", [
  I32EnumAttrCase<"Core", 0>, I32EnumAttrCase<"DMA", 1>,
  I32EnumAttrCase<"FIFO", 2>, I32EnumAttrCase<"South", 3>,
  I32EnumAttrCase<"West", 4>, I32EnumAttrCase<"North", 5>,
  I32EnumAttrCase<"East", 6>, I32EnumAttrCase<"PLIO", 7>,
  I32EnumAttrCase<"NOC", 8>, I32EnumAttrCase<"Trace", 9>,
  I32EnumAttrCase<"TileControl", 10>]>;

def AIE_DMAChannelDir : AIE_I32Enum<"DMAChannelDir", "DMA Channel direction", [
  I32EnumAttrCase<"S2MM", 0>, I32EnumAttrCase<"MM2S", 1>]>;

#endif // TILEWRIGHT_AIE_DEVICEENUMS_TD
