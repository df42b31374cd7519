//===- AIEObjectFifoOps.td - Object FIFOs and runtime sequences -*- tablegen -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_AIE_OBJECTFIFOOPS_TD
#define TILEWRIGHT_AIE_OBJECTFIFOOPS_TD

include "dialect/aie/AIEOpsBase.td"

def AIE_ObjectFifoDepth
    : AnyAttrOf<[ConfinedAttr<I32Attr, [IntMinValue<0>]>, ArrayAttr]>;

def ObjectFifoCreateOp : AIE_Op<"objectfifo", [InDevice, Symbol]> {
  let summary = "A queue of objects between one producer and one or more consumers";
  let description = [{
    The depth is one number, or one for the producer and one per consumer.
    Dimensions rearrange the data on its way into the stream and out of it.
    `repeat_count` sends each object that many times. `aie_stream` puts the
    producer (0), the consumer (1) or both (2) on a stream port of the core
    instead of a DMA.

    ```mlir
    aie.objectfifo @of(%tile_0_2, {%tile_0_3}, 2 : i32) : !aie.objectfifo<memref<16xi32>>
    ```
  }];
  let arguments = (ins
    SymbolNameAttr:$sym_name,
    Index:$producerTile,
    Variadic<Index>:$consumerTiles,
    AIE_ObjectFifoDepth:$elemNumber,
    TypeAttrOf<AIE_ObjectFifoType>:$elemType,
    BDDimLayoutArrayAttr:$dimensionsToStream,
    BDDimLayoutArrayArrayAttr:$dimensionsFromStreamPerConsumer,
    DefaultValuedAttr<BoolAttr, "false">:$via_DMA,
    DefaultValuedAttr<BoolAttr, "false">:$plio,
    DefaultValuedAttr<BoolAttr, "false">:$disable_synchronization,
    OptionalAttr<ConfinedAttr<I32Attr, [IntMinValue<1>]>>:$repeat_count,
    OptionalAttr<ConfinedAttr<I32Attr, [IntMinValue<0>, IntMaxValue<2>]>>:$aie_stream,
    OptionalAttr<ConfinedAttr<I32Attr, [IntMinValue<0>, IntMaxValue<1>]>>:$aie_stream_port,
    OptionalAttr<ElementsArrayAttr>:$initValues,
    OptionalAttr<BDPadLayoutArrayAttr>:$padDimensions,
    OptionalAttr<I32Attr>:$iter_count);
  let assemblyFormat = [{
    $sym_name `(` custom<ObjectFifoProducer>($producerTile, $dimensionsToStream) `,`
      `{` custom<ObjectFifoConsumers>($consumerTiles, $dimensionsFromStreamPerConsumer) `}` `,`
      $elemNumber `)` attr-dict `:` $elemType
      custom<ObjectFifoInitialValues>(ref($elemNumber), ref($elemType), $initValues)
  }];
  let hasVerifier = 1;
  let builders = [
    OpBuilder<(ins "::mlir::StringAttr":$name, "::mlir::Value":$producerTile,
                   "::mlir::ValueRange":$consumerTiles, "::mlir::Attribute":$depth,
                   "::mlir::Type":$elemType,
                   CArg<"::llvm::ArrayRef<BDDimLayoutAttr>", "{}">:$dimensionsToStream,
                   CArg<"::llvm::ArrayRef<BDDimLayoutArrayAttr>", "{}">:$dimensionsFromStream)>];
  let extraClassDeclaration = [{
    ::mlir::StringAttr name() { return getSymNameAttr(); }
    AIEObjectFifoType getFifoType() { return ::llvm::cast<AIEObjectFifoType>(getElemType()); }
    /// The type of one object.
    ::mlir::MemRefType getObjectType() { return getFifoType().getElementType(); }
    /// The depth at an end: 0 is the producer, 1... the consumers.
    int size(int index = 0);
    TileLike getProducerTileLike() {
      return ::llvm::cast_or_null<TileLike>(detail::tileLikeOp(getProducerTile()));
    }
    /// The `aie.tile` of the producer; null if it is something else.
    TileOp getProducerTileOp();
    /// The dimensions with which \p tile receives; of its first appearance
    /// among the consumers. Empty if it is none.
    BDDimLayoutArrayAttr getDimensionsFromStream(::mlir::Value tile);
  }];
}

def ObjectFifoAllocateOp : AIE_Op<"objectfifo.allocate", [InDevice]> {
  let summary = "Puts the objects of a FIFO into the memory of a tile";
  let arguments = (ins FlatSymbolRefAttr:$objFifo_name, Index:$delegateTile);
  let assemblyFormat = "$objFifo_name `(` $delegateTile `)` attr-dict";
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    /// The FIFO; null if there is none of that name.
    ObjectFifoCreateOp getObjectFifo();
  }];
}

def ObjectFifoLinkOp : AIE_Op<"objectfifo.link", [InDevice]> {
  let summary = "Forwards, joins or distributes objects in a tile between FIFOs";
  let description = [{
    Several inputs are joined, several outputs distributed; the offsets say, in
    elements, where each one's part lies in the objects of the single other side.

    ```mlir
    aie.objectfifo.link [@in0] -> [@out0, @out1]([] [0, 1024])
    ```
  }];
  let arguments = (ins SymbolRefArrayAttr:$fifoIns, SymbolRefArrayAttr:$fifoOuts,
                       I64ArrayAttr:$src_offsets, I64ArrayAttr:$dst_offsets);
  let assemblyFormat = [{
    $fifoIns `->` $fifoOuts `(` $src_offsets $dst_offsets `)` attr-dict
  }];
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    /// The FIFOs by name; names without a FIFO are left out.
    ::llvm::SmallVector<ObjectFifoCreateOp> getInputObjectFifos();
    ::llvm::SmallVector<ObjectFifoCreateOp> getOutputObjectFifos();
    bool isJoin() { return getFifoIns().size() > 1; }
    bool isDistribute() { return getFifoOuts().size() > 1; }
    /// The tile where the FIFOs meet.
    std::optional<::mlir::Value> getOptionalSharedTile();
    /// Elements of each part of a join (inputs) or distribution (outputs).
    ::llvm::SmallVector<int> getJoinTransferLengths();
    ::llvm::SmallVector<int> getDistributeTransferLengths();
    /// Of the first output that has one.
    std::optional<int> getRepeatCount();
  }];
}

def ObjectFifoRegisterExternalBuffersOp : AIE_Op<"objectfifo.register_external_buffers", [
    InDevice, TileElement, IsShimNOCTile]> {
  let summary = "Gives a FIFO's end on a shim tile its buffers outside the array";
  let arguments = (ins FlatSymbolRefAttr:$objFifo_name, Index:$tile,
                       Variadic<AnyMemRef>:$externalBuffers);
  let assemblyFormat = [{
    attr-dict $objFifo_name `(` $tile `,` `{` $externalBuffers `}` `)` `:`
      `(` type($externalBuffers) `)`
  }];
  let extraClassDeclaration = [{
    /// The FIFO; null if there is none of that name.
    ObjectFifoCreateOp getObjectFifo();
  }];
}

def AIE_ObjectFifoSize : ConfinedAttr<I32Attr, [IntMinValue<1>]>;

def ObjectFifoAcquireOp : AIE_Op<"objectfifo.acquire"> {
  let summary = "Waits for objects of a FIFO and makes them accessible";
  let arguments = (ins AIE_ObjectFifoPort:$port, FlatSymbolRefAttr:$objFifo_name,
                       AIE_ObjectFifoSize:$size);
  let results = (outs AIE_ObjectFifoSubviewType:$subview);
  let assemblyFormat = [{
    attr-dict $objFifo_name `(` $port `,` $size `)` `:` qualified(type($subview))
  }];
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    int acqNumber() { return getSize(); }
    /// The FIFO; null if there is none of that name.
    ObjectFifoCreateOp getObjectFifo();
  }];
}

def ObjectFifoReleaseOp : AIE_Op<"objectfifo.release"> {
  let summary = "Hands objects of a FIFO to the other end";
  let arguments = (ins AIE_ObjectFifoPort:$port, FlatSymbolRefAttr:$objFifo_name,
                       AIE_ObjectFifoSize:$size);
  let assemblyFormat = "attr-dict $objFifo_name `(` $port `,` $size `)`";
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    int relNumber() { return getSize(); }
    /// The FIFO; null if there is none of that name.
    ObjectFifoCreateOp getObjectFifo();
  }];
}

def ObjectFifoSubviewAccessOp : AIE_Op<"objectfifo.subview.access"> {
  let summary = "One of the objects that were acquired";
  let arguments = (ins AIE_ObjectFifoSubviewType:$subview, AIE_Index32:$index);
  let results = (outs AnyMemRef:$output);
  let assemblyFormat = [{
    $subview `[` $index `]` attr-dict `:` qualified(type($subview)) `->` type($output)
  }];
  let hasVerifier = 1;
}

def ObjectFifoRegisterProcessOp : AIE_Op<"objectfifo.register_process"> {
  let summary = "Calls a function on a FIFO's objects with a pattern of acquires and releases";
  let arguments = (ins AIE_ObjectFifoPort:$port, FlatSymbolRefAttr:$objFifo_name,
                       TensorOf<[I32]>:$acquirePatternTensor,
                       TensorOf<[I32]>:$releasePatternTensor,
                       FlatSymbolRefAttr:$callee, Index:$length);
  let assemblyFormat = [{
    attr-dict $objFifo_name `(` $port `,`
      $acquirePatternTensor `:` type($acquirePatternTensor) `,`
      $releasePatternTensor `:` type($releasePatternTensor) `,` $callee `,` $length `)`
  }];
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    /// The FIFO; null if there is none of that name.
    ObjectFifoCreateOp getObjectFifo();
    /// The patterns and the length are constants in a verified op.
    ::mlir::DenseIntElementsAttr getAcquirePattern();
    ::mlir::DenseIntElementsAttr getReleasePattern();
    int getProcessLength();
  }];
}

def RuntimeSequenceOp : AIE_Op<"runtime_sequence", [InDevice, Symbol, NoTerminator]> {
  let summary = "What the host's command processor does, with the host's buffers as arguments";
  let description = [{
    A sequence without a name is called `sequence`.

    ```mlir
    aie.runtime_sequence @main(%arg0: memref<64xi32>) {
      aie.trace.start_config @t0
    }
    ```
  }];
  let arguments = (ins DefaultValuedAttr<SymbolNameAttr, "\"sequence\"">:$sym_name);
  let regions = (region AnyRegion:$body);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    /// The sequence of that name in \p device; for an empty name its first.
    /// Null if there is none.
    static RuntimeSequenceOp getForSymbolInDevice(DeviceOp device, ::llvm::StringRef name);
    /// The same, and an error at the device if there is none.
    static RuntimeSequenceOp getForSymbolInDeviceOrError(DeviceOp device,
                                                         ::llvm::StringRef name);
    /// Whether every symbol that the sequence names can be turned into an
    /// address; errors say which cannot.
    ::llvm::LogicalResult verifyBeforeMaterialization();
  }];
}

#endif // TILEWRIGHT_AIE_OBJECTFIFOOPS_TD
