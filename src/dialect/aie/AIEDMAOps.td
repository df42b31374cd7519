//===- AIEDMAOps.td - DMAs and buffer descriptors ----------*- tablegen -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_AIE_DMAOPS_TD
#define TILEWRIGHT_AIE_DMAOPS_TD

include "dialect/aie/AIEOpsBase.td"

class AIE_DMARegionOp<string mnemonic, Trait where>
    : AIE_Op<mnemonic, [where, TileElement, IsFlowEndPoint, NamedResult, HasValidBDs,
                        HasValidDMAChannels]> {
  let arguments = (ins Index:$tile);
  let results = (outs Index:$result);
  let regions = (region AnyRegion:$body);
  let assemblyFormat = "`(` $tile `)` regions attr-dict";
  let hasVerifier = 1;
  let builders = [OpBuilder<(ins "::mlir::Value":$tile), [{
    $_state.addOperands(tile);
    $_state.addRegion();
    $_state.addTypes($_builder.getIndexType());
  }]>];
}

def MemOp : AIE_DMARegionOp<"mem", IsCoreTile> {
  let summary = "The DMA program of a core tile";
  let description = [{
    The first block starts a channel; each `aie.dma_start` names the first BD of
    its chain and the block that starts the next channel.

    ```mlir
    %mem_0_2 = aie.mem(%tile_0_2) {
      %0 = aie.dma_start(S2MM, 0, ^bb1, ^bb2)
    ^bb1:
      aie.use_lock(%prod, AcquireGreaterEqual, 1)
      aie.dma_bd(%buf : memref<64xi32>, 0, 64)
      aie.use_lock(%cons, Release, 1)
      aie.next_bd ^bb1
    ^bb2:
      aie.end
    }
    ```
  }];
}
def MemTileDMAOp : AIE_DMARegionOp<"memtile_dma", IsMemTile> {
  let summary = "The DMA program of a memory tile";
}
def ShimDMAOp : AIE_DMARegionOp<"shim_dma", IsShimNOCTile> {
  let summary = "The DMA program of a shim tile";
}

def DMAStartOp : AIE_Op<"dma_start", [
    Terminator, ParentOneOf<["MemOp", "MemTileDMAOp", "::mlir::func::FuncOp", "ShimDMAOp"]>]> {
  let summary = "Starts a DMA channel on a chain of BDs";
  let description = [{
    `dest` is the block of the first BD, `chain` the next block that starts a
    channel, or the end. The chain runs `repeat_count` + 1 times.
  }];
  let arguments = (ins AIE_DMAChannelDir:$channel_dir, AIE_Index32:$channel_index,
                       DefaultValuedAttr<I32Attr, "0">:$repeat_count);
  let successors = (successor AnySuccessor:$dest, AnySuccessor:$chain);
  let results = (outs I1:$valid);
  let assemblyFormat = [{
    `(` $channel_dir `,` $channel_index `,` $dest `,` $chain
    (`,` `repeat_count` `=` $repeat_count^)? `)` attr-dict
  }];
  let hasCanonicalizer = 1;
  let extraClassDeclaration = [{
    bool isSend() { return getChannelDir() == DMAChannelDir::MM2S; }
    bool isRecv() { return getChannelDir() == DMAChannelDir::S2MM; }
  }];
}

def NextBDOp : AIE_Op<"next_bd", [Terminator]> {
  let summary = "Goes on to the next BD of a chain";
  let successors = (successor AnySuccessor:$dest);
  let assemblyFormat = "$dest attr-dict";
}

def DMAOp : AIE_Op<"dma", [
    NamedResult, NoTerminator, ParentOneOf<["MemOp", "MemTileDMAOp", "ShimDMAOp"]>]> {
  let summary = "A DMA channel and its BDs, one region each";
  let description = [{
    Each region acquires, transfers and releases. With `loop` the last BD is
    followed by the first.

    ```mlir
    %0 = aie.dma(S2MM, 0) {repeat_count = 1 : i32} [{
      aie.use_lock(%l0, AcquireGreaterEqual, 1)
      aie.dma_bd(%buf : memref<16xi32>, 0, 16)
      aie.use_lock(%l1, Release, 1)
    } ]
    ```
  }];
  let arguments = (ins AIE_DMAChannelDir:$channel_dir, AIE_Index32:$channel_index,
                       DefaultValuedAttr<BoolAttr, "true">:$loop,
                       DefaultValuedAttr<I32Attr, "0">:$repeat_count,
                       OptionalAttr<StrAttr>:$sym_name);
  let regions = (region VariadicRegion<SizedRegion<1>>:$bds);
  let results = (outs I1:$valid);
  let assemblyFormat = "`(` $channel_dir `,` $channel_index `)` attr-dict ` ` `[` $bds `]`";
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    bool isSend() { return getChannelDir() == DMAChannelDir::MM2S; }
    bool isRecv() { return getChannelDir() == DMAChannelDir::S2MM; }
  }];
}

def DMABDOp : AIE_Op<"dma_bd"> {
  let summary = "A buffer descriptor: one transfer";
  let description = [{
    Offset, length, sizes and strides count elements. Without `len` it is the
    whole buffer. `dimensions` and `pad_dimensions` are outermost first.
    `burst_length` is in bytes, 0 being the longest that the device offers.

    ```mlir
    aie.dma_bd(%buf : memref<64xi32>, 0, 64, [<size = 8, stride = 1>, <size = 8, stride = 8>])
    ```
  }];
  let arguments = (ins
    AnyRankedOrUnrankedMemRef:$buffer,
    DefaultValuedAttr<I32Attr, "0">:$offset,
    OptionalAttr<I32Attr>:$len,
    OptionalAttr<BDDimLayoutArrayAttr>:$dimensions,
    OptionalAttr<BDPadLayoutArrayAttr>:$pad_dimensions,
    DefaultValuedOptionalAttr<I32Attr, "0">:$pad_value,
    OptionalAttr<I32Attr>:$bd_id,
    OptionalAttr<PacketInfoAttr>:$packet,
    DefaultValuedOptionalAttr<I32Attr, "0">:$burst_length,
    OptionalAttr<I32Attr>:$next_bd_id);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
  let hasCanonicalizer = 1;
  let skipDefaultBuilders = 1;
  let builders = [
    OpBuilder<(ins "::mlir::Value":$buffer)>,
    OpBuilder<(ins "::mlir::Value":$buffer, "int":$offset, "int":$len)>,
    OpBuilder<(ins "::mlir::Value":$buffer, "int":$offset, "int":$len,
                   "BDDimLayoutArrayAttr":$dimensions)>,
    OpBuilder<(ins "::mlir::Value":$buffer, "int":$offset, "int":$len,
                   "BDDimLayoutArrayAttr":$dimensions, "BDPadLayoutArrayAttr":$padDimensions)>
  ];
  let extraClassDeclaration = [{
    /// The buffer; null if the operand is no result of `aie.buffer`.
    BufferOp getBufferOp();
    /// The type of the buffer, ranked or not.
    ::mlir::BaseMemRefType getBufferType() {
      return ::llvm::cast<::mlir::BaseMemRefType>(getBuffer().getType());
    }
    /// Bytes of one element; nothing for a type without a size.
    std::optional<uint32_t> tryGetElementWidthInBytes();
    /// The same for a verified op.
    uint32_t getBufferElementTypeWidthInBytes();
    /// Bytes to transfer; 0 for an unranked buffer without `len`.
    int64_t getLenInBytes();
    int64_t getOffsetInBytes();
  }];
}

def DMABDPacketOp : AIE_Op<"dma_bd_packet"> {
  let summary = "Gives the BD of its block a packet header";
  let arguments = (ins I32Attr:$packet_type, I32Attr:$packet_id);
  let assemblyFormat = "`(` $packet_type `,` $packet_id `)` attr-dict";
}

def BDChainOp : AIE_Op<"bd_chain", [Symbol, SkipAccessibilityCheck]> {
  let summary = "A chain of BDs with its buffers and locks as parameters";
  let description = [{
    ```mlir
    aie.bd_chain @ping(%arg0: memref<64xi32>) {
      aie.dma_bd(%arg0 : memref<64xi32>, 0, 64)
      aie.end
    }
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name);
  let regions = (region AnyRegion:$body);
  let hasCustomAssemblyFormat = 1;
}

def ShimDMAAllocationOp : AIE_Op<"shim_dma_allocation", [InDevice, Symbol]> {
  let summary = "A name for a DMA channel of a shim tile";
  let description = [{
    ```mlir
    aie.shim_dma_allocation @in0(%shim_noc_tile_0_0, MM2S, 0)
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, Index:$tile, AIE_DMAChannelDir:$channel_dir,
                       I64Attr:$channel_index, DefaultValuedAttr<BoolAttr, "false">:$plio,
                       OptionalAttr<PacketInfoAttr>:$packet);
  let assemblyFormat = [{
    $sym_name `(` $tile `,` $channel_dir `,` $channel_index (`,` $packet^)? `)` attr-dict
  }];
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    /// The tile op; null if the operand is no TileLike.
    TileLike getTileLike() {
      return ::llvm::cast_or_null<TileLike>(detail::tileLikeOp(getTile()));
    }
    /// The `aie.tile`; null if the operand is something else.
    TileOp getTileOp();
    /// The allocation of that name in \p device; null if there is none.
    static ShimDMAAllocationOp getForSymbol(DeviceOp device, ::llvm::StringRef name);
  }];
}

#endif // TILEWRIGHT_AIE_DMAOPS_TD
