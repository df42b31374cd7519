//===- LegacyOps.td - Operations of older flows ----------------------------*- tablegen -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_AIEX_LEGACYOPS_TD
#define TILEWRIGHT_AIEX_LEGACYOPS_TD

include "dialect/aiex/NpuOps.td"

def AIEX_GetTileOp : AIEX_Op<"getTile"> {
  let summary = "The tile at a column and row";
  let arguments = (ins Index:$col, Index:$row);
  let results = (outs Index:$result);
  let assemblyFormat = "`(` $col `,` $row `)` attr-dict";
}

def AIEX_ConnectionOp : AIEX_Op<"connection"> {
  let summary = "A connection between the ports of two tiles";
  let arguments = (ins Index:$source, AIE_WireBundle:$source_bundle, I32Attr:$source_channel,
                       Index:$dest, AIE_WireBundle:$dest_bundle, I32Attr:$dest_channel);
  let assemblyFormat = [{
    `(` $source `,` $source_bundle `:` $source_channel `,`
        $dest `,` $dest_bundle `:` $dest_channel `)` attr-dict
  }];
}

def AIEX_MulticastOp : AIEX_Op<"multicast", [
    SingleBlockImplicitTerminator<"::tilewright::aie::EndOp">]> {
  let summary = "One stream to several destinations";
  let arguments = (ins Index:$tile, AIE_WireBundle:$bundle, I32Attr:$channel);
  let regions = (region AnyRegion:$ports);
  let assemblyFormat = "`(` $tile `,` $bundle `:` $channel `)` $ports attr-dict";
  let hasVerifier = 1;
}

def AIEX_MultiDestOp : AIEX_Op<"multi_dest", [HasParent<"::tilewright::aiex::MulticastOp">]> {
  let summary = "A destination of a multicast";
  let arguments = (ins Index:$tile, AIE_WireBundle:$bundle, I32Attr:$channel);
  let assemblyFormat = "`<` $tile `,` $bundle `:` $channel `>` attr-dict";
}

def AIEX_BroadcastPacketOp : AIEX_Op<"broadcast_packet", [
    SingleBlockImplicitTerminator<"::tilewright::aie::EndOp">]> {
  let summary = "Packets of several ids from one port";
  let arguments = (ins Index:$tile, AIE_WireBundle:$bundle, I32Attr:$channel);
  let regions = (region AnyRegion:$ports);
  let assemblyFormat = "`(` $tile `,` $bundle `:` $channel `)` $ports attr-dict";
  let hasVerifier = 1;
}

def AIEX_BPIDOp : AIEX_Op<"bp_id", [
    SingleBlockImplicitTerminator<"::tilewright::aie::EndOp">,
    HasParent<"::tilewright::aiex::BroadcastPacketOp">]> {
  let summary = "The destinations of one packet id";
  let arguments = (ins I8Attr:$ID);
  let regions = (region AnyRegion:$ports);
  let assemblyFormat = "`(` $ID `)` $ports attr-dict";
}

def AIEX_BPDestOp : AIEX_Op<"bp_dest", [HasParent<"::tilewright::aiex::BPIDOp">]> {
  let summary = "A destination of a packet id";
  let arguments = (ins Index:$tile, AIE_WireBundle:$bundle, I32Attr:$channel);
  let assemblyFormat = "`<` $tile `,` $bundle `:` $channel `>` attr-dict";
}

def AIEX_TokenOp : AIEX_Op<"token", [Symbol]> {
  let summary = "A named counter that orders processes";
  let arguments = (ins I32Attr:$value, SymbolNameAttr:$sym_name);
  let assemblyFormat = "`(` $value `)` attr-dict";
}

def AIEX_UseTokenOp : AIEX_Op<"useToken"> {
  let summary = "Acquire or release a token value";
  let arguments = (ins FlatSymbolRefAttr:$tokenName, I32Attr:$value, AIE_LockAction:$action);
  let assemblyFormat = "$tokenName `(` $action `,` $value `)` attr-dict";
  let hasVerifier = 1;
}

def AIEX_MemcpyOp : AIEX_Op<"memcpy"> {
  let summary = "Copy between the buffers of two tiles, ordered by a token";
  let arguments = (ins FlatSymbolRefAttr:$tokenName, I32Attr:$acqValue, I32Attr:$relValue,
                       Index:$srcTile, AnyMemRef:$srcBuf, I32Attr:$srcOffset, I32Attr:$srcLen,
                       Index:$dstTile, AnyMemRef:$dstBuf, I32Attr:$dstOffset, I32Attr:$dstLen);
  let assemblyFormat = [{
    $tokenName `(` $acqValue `,` $relValue `)` `(`
      $srcTile `:` `<` $srcBuf `,` $srcOffset `,` $srcLen `>` `,`
      $dstTile `:` `<` $dstBuf `,` $dstOffset `,` $dstLen `>` `)`
      attr-dict `:` `(` type($srcBuf) `,` type($dstBuf) `)`
  }];
}

def AIEX_HerdOp : AIEX_Op<"herd"> {
  let summary = "A rectangle of tiles without a place";
  let arguments = (ins I32Attr:$width, I32Attr:$height);
  let results = (outs Index:$result);
  let assemblyFormat = "`[` $width `]` `[` $height `]` attr-dict";
}

def AIEX_PlaceOp : AIEX_Op<"place"> {
  let summary = "The distance between two herds";
  let arguments = (ins Index:$sourceHerd, Index:$destHerd, I32Attr:$distX, I32Attr:$distY);
  let assemblyFormat = "`(` $sourceHerd `,` $destHerd `,` $distX `,` $distY `)` attr-dict";
}

def AIEX_RouteOp : AIEX_Op<"route"> {
  let summary = "A flow between selected tiles of two herds";
  let arguments = (ins Index:$sourceHerds, AIE_WireBundle:$sourceBundle, I32Attr:$sourceChannel,
                       Index:$destHerds, AIE_WireBundle:$destBundle, I32Attr:$destChannel);
  let assemblyFormat = [{
    `(` `<` $sourceHerds `,` $sourceBundle `:` $sourceChannel `>` `,`
        `<` $destHerds `,` $destBundle `:` $destChannel `>` `)` attr-dict
  }];
}

def AIEX_IterOp : AIEX_Op<"iter"> {
  let summary = "An index range";
  let arguments = (ins I32Attr:$start, I32Attr:$end, I32Attr:$stride);
  let results = (outs Index:$result);
  let assemblyFormat = "`(` $start `,` $end `,` $stride `)` attr-dict";
}

def AIEX_SelectOp : AIEX_Op<"select"> {
  let summary = "Tiles of a herd by ranges of columns and rows";
  let arguments = (ins Index:$startHerd, Index:$iterX, Index:$iterY);
  let results = (outs Index:$result);
  let assemblyFormat = "`(` $startHerd `,` $iterX `,` $iterY `)` attr-dict";
}

#endif // TILEWRIGHT_AIEX_LEGACYOPS_TD
