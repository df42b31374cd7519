//===- AIEOpsBase.td - What all op files share -------------*- tablegen -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_AIE_OPSBASE_TD
#define TILEWRIGHT_AIE_OPSBASE_TD

include "mlir/IR/BuiltinAttributes.td"
include "mlir/IR/CommonAttrConstraints.td"
include "mlir/IR/CommonTypeConstraints.td"
include "mlir/IR/OpAsmInterface.td"
include "mlir/IR/OpBase.td"
include "mlir/IR/RegionKindInterface.td"
include "mlir/IR/SymbolInterfaces.td"
include "mlir/Interfaces/DataLayoutInterfaces.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"
include "dialect/aie/AIEInterfaces.td"

class AIE_Op<string mnemonic, list<Trait> traits = []> : Op<AIE_Dialect, mnemonic, traits>;

// SSA names such as %core_0_2 (see nameResult in AIEDialect.cpp).
def NamedResult : DeclareOpInterfaceMethods<OpAsmOpInterface, ["getAsmResultNames"]>;
def ImplicitEnd : SingleBlockImplicitTerminator<"EndOp">;
def InDevice : HasParent<"DeviceOp">;

// An index into something.
def AIE_Index32 : ConfinedAttr<I32Attr, [IntMinValue<0>]>;
def ElementsArrayAttr : TypedArrayAttrBase<ElementsAttr, "array of ElementsAttr">;

#endif // TILEWRIGHT_AIE_OPSBASE_TD
