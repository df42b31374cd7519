//===- AIESwitchOps.td - Stream switches and flows ---------*- tablegen -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_AIE_SWITCHOPS_TD
#define TILEWRIGHT_AIE_SWITCHOPS_TD

include "dialect/aie/AIEOpsBase.td"

//===--- Switches ---------------------------------------------------------===//

class AIE_SwitchOp<string mnemonic, list<Trait> traits>
    : AIE_Op<mnemonic, !listconcat(traits, [
        TileElement, DeclareOpInterfaceMethods<Interconnect, ["getNumSourceConnections",
          "getNumDestConnections", "colIndex", "rowIndex"]>, NamedResult, ImplicitEnd])> {
  let arguments = (ins Index:$tile);
  let results = (outs Index:$result);
  let regions = (region AnyRegion:$connections);
  let assemblyFormat = "`(` $tile `)` regions attr-dict";
  let hasVerifier = 1;
  let builders = [OpBuilder<(ins "::mlir::Value":$tile), [{
    $_state.addOperands(tile);
    ensureTerminator(*$_state.addRegion(), $_builder, $_state.location);
    $_state.addTypes($_builder.getIndexType());
  }]>];
}

def SwitchboxOp : AIE_SwitchOp<"switchbox", []> {
  let summary = "The configuration of a tile's stream switch";
  let description = [{
    ```mlir
    %switchbox_0_2 = aie.switchbox(%tile_0_2) {
      aie.connect<DMA : 0, North : 1>
      %0 = aie.amsel<0> (1)
      %1 = aie.masterset(South : 0, %0)
      aie.packet_rules(East : 2) {
        aie.rule(31, 3, %0)
      }
    }
    ```
  }];
}

def ShimMuxOp : AIE_SwitchOp<"shim_mux", [IsShimTile]> {
  let summary = "The configuration of the mux between a shim tile's DMA, NOC and PL and its switch";
  let description = [{
    The side toward the switch is written `North`.

    ```mlir
    %shim_mux_0_0 = aie.shim_mux(%shim_noc_tile_0_0) {
      aie.connect<DMA : 0, North : 3>
    }
    ```
  }];
}

def ShimSwitchboxOp : AIE_Op<"shim_switchbox", [ImplicitEnd]> {
  let summary = "The stream switch of a shim column";
  let arguments = (ins I32Attr:$col);
  let results = (outs Index:$result);
  let regions = (region AnyRegion:$connections);
  let assemblyFormat = "`(` $col `)` regions attr-dict";
  let hasVerifier = 1;
}

def ConnectOp : AIE_Op<"connect", [ParentOneOf<["SwitchboxOp", "ShimMuxOp"]>]> {
  let summary = "A circuit from a port to a port of a switch";
  let arguments = (ins AIE_WireBundle:$source_bundle, AIE_Index32:$source_channel,
                       AIE_WireBundle:$dest_bundle, AIE_Index32:$dest_channel);
  let assemblyFormat = [{
    `<` $source_bundle `:` $source_channel `,` $dest_bundle `:` $dest_channel `>` attr-dict
  }];
  let extraClassDeclaration = [{
    int sourceIndex() { return getSourceChannel(); }
    int destIndex() { return getDestChannel(); }
    Port sourcePort() { return {getSourceBundle(), sourceIndex()}; }
    Port destPort() { return {getDestBundle(), destIndex()}; }
  }];
}

def AMSelOp : AIE_Op<"amsel", [HasParent<"SwitchboxOp">]> {
  let summary = "An arbiter of the switch and one of its master selects";
  let arguments = (ins ConfinedAttr<I8Attr, [IntMinValue<0>, IntMaxValue<5>]>:$arbiterID,
                       ConfinedAttr<I8Attr, [IntMinValue<0>, IntMaxValue<3>]>:$msel);
  let results = (outs Index:$result);
  let assemblyFormat = "`<` $arbiterID `>` `(` $msel `)` attr-dict";
  let extraClassDeclaration = [{
    int arbiterIndex() { return getArbiterID(); }
    int getMselValue() { return getMsel(); }
  }];
}

def MasterSetOp : AIE_Op<"masterset", [HasParent<"SwitchboxOp">]> {
  let summary = "Lets packets of some arbiter selects out of a port";
  let arguments = (ins AIE_WireBundle:$dest_bundle, AIE_Index32:$dest_channel,
                       Variadic<Index>:$amsels, OptionalAttr<BoolAttr>:$keep_pkt_header);
  let results = (outs Index:$result);
  let assemblyFormat = "`(` $dest_bundle `:` $dest_channel `,` $amsels `)` attr-dict";
  let extraClassDeclaration = [{
    int destIndex() { return getDestChannel(); }
    Port destPort() { return {getDestBundle(), destIndex()}; }
  }];
}

def PacketRulesOp : AIE_Op<"packet_rules", [ImplicitEnd]> {
  let summary = "Where the packets that enter by a port go; the first rule that matches wins";
  let arguments = (ins AIE_WireBundle:$source_bundle, AIE_Index32:$source_channel);
  let regions = (region AnyRegion:$rules);
  let assemblyFormat = "`(` $source_bundle `:` $source_channel `)` regions attr-dict";
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    int sourceIndex() { return getSourceChannel(); }
    Port sourcePort() { return {getSourceBundle(), sourceIndex()}; }
  }];
}

def PacketRuleOp : AIE_Op<"rule", [HasParent<"PacketRulesOp">]> {
  let summary = "Packets whose id AND mask is the value go to an arbiter select";
  let arguments = (ins I8Attr:$mask, I8Attr:$value, Index:$amsel);
  let assemblyFormat = "`(` $mask `,` $value `,` $amsel `)` attr-dict";
  let extraClassDeclaration = [{
    int maskInt() { return getMask(); }
    int valueInt() { return getValue(); }
  }];
}

def WireOp : AIE_Op<"wire"> {
  let summary = "Physical wires between two parts of the array";
  let arguments = (ins Index:$source, AIE_WireBundle:$source_bundle, Index:$dest,
                       AIE_WireBundle:$dest_bundle);
  let assemblyFormat = [{
    `(` $source `:` $source_bundle `,` $dest `:` $dest_bundle `)` attr-dict
  }];
}

def PLIOOp : AIE_Op<"plio"> {
  let summary = "The programmable logic below a column";
  let arguments = (ins I32Attr:$col);
  let results = (outs Index:$result);
  let assemblyFormat = "`(` $col `)` attr-dict";
}

//===--- Flows ------------------------------------------------------------===//

def FlowOp : AIE_Op<"flow"> {
  let summary = "A stream from a port of a tile to a port of a tile, not yet routed";
  let arguments = (ins Index:$source, AIE_WireBundle:$source_bundle, AIE_Index32:$source_channel,
                       Index:$dest, AIE_WireBundle:$dest_bundle, AIE_Index32:$dest_channel);
  let assemblyFormat = [{
    `(` $source `,` $source_bundle `:` $source_channel `,`
        $dest `,` $dest_bundle `:` $dest_channel `)` attr-dict
  }];
  let extraClassDeclaration = [{
    int sourceIndex() { return getSourceChannel(); }
    int destIndex() { return getDestChannel(); }
    Port sourcePort() { return {getSourceBundle(), sourceIndex()}; }
    Port destPort() { return {getDestBundle(), destIndex()}; }
  }];
}

def PacketFlowOp : AIE_Op<"packet_flow", [ImplicitEnd]> {
  let summary = "A packet-switched stream from one port to one or more, not yet routed";
  let description = [{
    ```mlir
    aie.packet_flow(16) {
      aie.packet_source<%tile_0_2, DMA : 0>
      aie.packet_dest<%tile_0_3, DMA : 0>
    } {keep_pkt_header = true}
    ```
  }];
  let arguments = (ins I8Attr:$ID, OptionalAttr<BoolAttr>:$keep_pkt_header,
                       OptionalAttr<BoolAttr>:$priority_route);
  let regions = (region AnyRegion:$ports);
  let assemblyFormat = "`(` $ID `)` regions attr-dict";
  let hasVerifier = 1;
  let builders = [OpBuilder<(ins "uint8_t":$id, CArg<"::mlir::BoolAttr", "{}">:$keepPktHeader,
                                 CArg<"::mlir::BoolAttr", "{}">:$priorityRoute), [{
    auto &props = $_state.getOrAddProperties<Properties>();
    props.ID = $_builder.getI8IntegerAttr(id);
    props.keep_pkt_header = keepPktHeader;
    props.priority_route = priorityRoute;
    ensureTerminator(*$_state.addRegion(), $_builder, $_state.location);
  }]>];
  let skipDefaultBuilders = 1;
  let extraClassDeclaration = [{
    int IDInt() { return getID(); }
  }];
}

class AIE_PacketEndOp<string mnemonic> : AIE_Op<mnemonic, [HasParent<"PacketFlowOp">]> {
  let arguments = (ins Index:$tile, AIE_WireBundle:$bundle, AIE_Index32:$channel);
  let assemblyFormat = "`<` $tile `,` $bundle `:` $channel `>` attr-dict";
  let extraClassDeclaration = [{
    int channelIndex() { return getChannel(); }
    Port port() { return {getBundle(), channelIndex()}; }
  }];
}
def PacketSourceOp : AIE_PacketEndOp<"packet_source"> {
  let summary = "The port where a packet flow starts";
}
def PacketDestOp : AIE_PacketEndOp<"packet_dest"> {
  let summary = "A port where a packet flow ends";
}

def CascadeFlowOp : AIE_Op<"cascade_flow"> {
  let summary = "A cascade connection between adjacent cores";
  let arguments = (ins Index:$source_tile, Index:$dest_tile);
  let assemblyFormat = "`(` $source_tile `,` $dest_tile `)` attr-dict";
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    /// The tile ops; null if they are no TileLike.
    TileLike getSourceTileLike() {
      return ::llvm::cast_or_null<TileLike>(detail::tileLikeOp(getSourceTile()));
    }
    TileLike getDestTileLike() {
      return ::llvm::cast_or_null<TileLike>(detail::tileLikeOp(getDestTile()));
    }
  }];
}

def ConfigureCascadeOp : AIE_Op<"configure_cascade", [InDevice]> {
  let summary = "The sides that a core's cascade comes from and goes to";
  let arguments = (ins Index:$tile, AIE_CascadeDir:$inputDir, AIE_CascadeDir:$outputDir);
  let assemblyFormat = "`(` $tile `,` $inputDir `,` $outputDir `)` attr-dict";
  let hasVerifier = 1;
}

#endif // TILEWRIGHT_AIE_SWITCHOPS_TD
