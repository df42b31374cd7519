//===- AIEAttrs.td - Attributes and types of the dialect aie -*- tablegen -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_AIE_ATTRS_TD
#define TILEWRIGHT_AIE_ATTRS_TD

include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/BuiltinAttributeInterfaces.td"
include "mlir/IR/BuiltinTypes.td"
include "dialect/aie/AIEDialect.td"
include "dialect/aie/AIEDeviceEnums.td"
include "dialect/aie/AIEEnums.td"

//===--- Attributes -------------------------------------------------------===//
// Summaries stay empty: they are the text of constraint diagnostics.

class AIE_Attr<string name, string attrMnemonic, list<Trait> traits = []>
    : AttrDef<AIE_Dialect, name, traits> {
  let mnemonic = attrMnemonic;
}

def BDDimLayoutAttr : AIE_Attr<"BDDimLayout", "bd_dim_layout"> {
  let description = [{
    One dimension of a buffer descriptor's access pattern, in elements: `size`
    steps of `stride`.
  }];
  let parameters = (ins "uint32_t":$size, "uint32_t":$stride);
  let assemblyFormat = "`<` struct(params) `>`";
}

def BDDimLayoutArrayAttr : AIE_Attr<"BDDimLayoutArray", "bd_dim_layout_array"> {
  let description = "An access pattern, outermost dimension first.";
  let parameters = (ins ArrayRefParameter<"BDDimLayoutAttr">:$value);
  let hasCustomAssemblyFormat = 1;
  let extraClassDeclaration = [{
    using ValueType = ::llvm::ArrayRef<BDDimLayoutAttr>;
    operator ValueType() const { return getValue(); }
    size_t size() const { return getValue().size(); }
    bool empty() const { return getValue().empty(); }
    auto begin() const { return getValue().begin(); }
    auto end() const { return getValue().end(); }
    BDDimLayoutAttr operator[](size_t i) const { return getValue()[i]; }
  }];
}

def BDDimLayoutArrayArrayAttr : AIE_Attr<"BDDimLayoutArrayArray", "bd_dim_layout_array_array"> {
  let description = "One access pattern for each of several ends.";
  let parameters = (ins ArrayRefParameter<"BDDimLayoutArrayAttr">:$value);
  let hasCustomAssemblyFormat = 1;
  let extraClassDeclaration = [{
    using ValueType = ::llvm::ArrayRef<BDDimLayoutArrayAttr>;
    operator ValueType() const { return getValue(); }
    size_t size() const { return getValue().size(); }
    bool empty() const { return getValue().empty(); }
    auto begin() const { return getValue().begin(); }
    auto end() const { return getValue().end(); }
    BDDimLayoutArrayAttr operator[](size_t i) const { return getValue()[i]; }
  }];
}

def BDPadLayoutAttr : AIE_Attr<"BDPadLayout", "bd_pad_layout"> {
  let description = "Elements of padding before and after one dimension.";
  let parameters = (ins "uint16_t":$const_pad_before, "uint16_t":$const_pad_after);
  let assemblyFormat = "`<` struct(params) `>`";
}

def BDPadLayoutArrayAttr : AIE_Attr<"BDPadLayoutArray", "bd_pad_layout_array"> {
  let description = "Padding per dimension, outermost first.";
  let parameters = (ins ArrayRefParameter<"BDPadLayoutAttr">:$value);
  let hasCustomAssemblyFormat = 1;
  let extraClassDeclaration = [{
    using ValueType = ::llvm::ArrayRef<BDPadLayoutAttr>;
    operator ValueType() const { return getValue(); }
    size_t size() const { return getValue().size(); }
    bool empty() const { return getValue().empty(); }
    auto begin() const { return getValue().begin(); }
    auto end() const { return getValue().end(); }
    BDPadLayoutAttr operator[](size_t i) const { return getValue()[i]; }
  }];
}

def PacketInfoAttr : AIE_Attr<"PacketInfo", "packet_info"> {
  let description = "The routing fields of a stream packet header.";
  let parameters = (ins "uint16_t":$pkt_type, "uint16_t":$pkt_id);
  let assemblyFormat = "`<` struct(params) `>`";
}

def TraceEventAttr : AIE_Attr<"TraceEvent", "trace_event"> {
  let description = [{
    A hardware event: the name as a string, or `Enum::NAME` for a name that the
    parser has checked against the events of one module and architecture.
  }];
  let parameters = (ins "::mlir::Attribute":$value);
  let hasCustomAssemblyFormat = 1;
  let extraClassDeclaration = [{
    /// The name without its enum; empty when the value is not a string.
    ::llvm::StringRef getEventName() const;
    /// The enum the name was checked against; empty when there is none.
    ::llvm::StringRef getEnumTypeName() const;
  }];
}

//===--- Types ------------------------------------------------------------===//

class AIE_Type<string name, string typeMnemonic> : TypeDef<AIE_Dialect, name> {
  let mnemonic = typeMnemonic;
  let parameters = (ins "::mlir::MemRefType":$memref);
  let assemblyFormat = "`<` $memref `>`";
  let extraClassDeclaration = [{
    ::mlir::MemRefType getElementType() const { return getMemref(); }
  }];
}

def AIE_ObjectFifoType : AIE_Type<"AIEObjectFifo", "objectfifo"> {
  let description = "An object FIFO whose objects are of the given memref type.";
}
def AIE_ObjectFifoSubviewType : AIE_Type<"AIEObjectFifoSubview", "objectfifosubview"> {
  let description = "The objects that one acquire made accessible.";
}

#endif // TILEWRIGHT_AIE_ATTRS_TD
