//===- AIETileOps.td - Devices, tiles, cores, buffers and locks -*- tablegen -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_AIE_TILEOPS_TD
#define TILEWRIGHT_AIE_TILEOPS_TD

include "dialect/aie/AIEOpsBase.td"

//===--- Structure --------------------------------------------------------===//

def DeviceOp : AIE_Op<"device", [
    DeclareOpInterfaceMethods<AIETarget>, DeclareOpInterfaceMethods<DataLayoutOpInterface>,
    HasParent<"::mlir::ModuleOp">, Symbol, SymbolTable, ImplicitEnd, IsolatedFromAbove]> {
  let summary = "A design for one device";
  let description = [{
    Holds everything that is on the array at the same time. A device without a
    name is called `main`.

    ```mlir
    aie.device(npu1_2col) @left {
      %tile_0_2 = aie.tile(0, 2)
    }
    ```
  }];
  let arguments = (ins AIE_Device:$device,
                       DefaultValuedAttr<SymbolNameAttr, "\"main\"">:$sym_name);
  let regions = (region AnyRegion:$body_region);
  let assemblyFormat = "`(` $device `)` ($sym_name^)? regions attr-dict";
  let extraClassDeclaration = [{
    ::mlir::Block *getBody() { return &getBodyRegion().front(); }
    /// The device of that name in \p module; an empty name means `main`. Null if
    /// there is none.
    static DeviceOp getForSymbol(::mlir::ModuleOp module, ::llvm::StringRef name);
    /// The same, and an error at the module if there is none.
    static DeviceOp getForSymbolOrError(::mlir::ModuleOp module, ::llvm::StringRef name);
  }];
}

def EndOp : AIE_Op<"end", [Terminator]> {
  let summary = "Ends a region or a chain of blocks";
  let assemblyFormat = "attr-dict";
}

def TileOp : AIE_Op<"tile", [
    Pure, IsFlowEndPoint, NamedResult,
    DeclareOpInterfaceMethods<TileLike>]> {
  let summary = "The tile at a place in the array";
  let description = [{
    Column 0 is leftmost and row 0, the shim, is at the bottom. What kind of tile
    it is follows from the device.

    ```mlir
    %tile_1_3 = aie.tile(1, 3) {allocation_scheme = "bank-aware"}
    ```
  }];
  let arguments = (ins AIE_Index32:$col, AIE_Index32:$row,
                       OptionalAttr<StrAttr>:$allocation_scheme);
  let results = (outs Index:$result);
  let assemblyFormat = "`(` $col `,` $row `)` attr-dict";
  let hasVerifier = 1;
  let builders = [OpBuilder<(ins "int":$col, "int":$row), [{
    build($_builder, $_state, $_builder.getIndexType(), $_builder.getI32IntegerAttr(col),
          $_builder.getI32IntegerAttr(row), /*allocation_scheme=*/nullptr);
  }]>];
  let extraClassDeclaration = [{
    int colIndex() { return getCol(); }
    int rowIndex() { return getRow(); }
    ::tilewright::device::TileID getTileID() { return {colIndex(), rowIndex()}; }
    /// The first tile in \p device with these coordinates; else a new one at its start.
    static TileOp getOrCreate(::mlir::OpBuilder builder, DeviceOp device, int col, int row);
    static TileOp getOrCreate(::mlir::OpBuilder builder, DeviceOp device,
                              ::tilewright::device::TileID id) {
      return getOrCreate(builder, device, id.col, id.row);
    }
    /// The op of that kind on this tile; null if there is none.
    CoreOp getCoreOp();
    MemOp getMemOp();
  }];
}

def LogicalTileOp : AIE_Op<"logical_tile", [
    SkipAccessibilityCheck, NamedResult,
    DeclareOpInterfaceMethods<TileLike>]> {
  let summary = "A tile of a kind, at a place that may be left open";
  let description = [{
    ```mlir
    %logical_core = aie.logical_tile<CoreTile>(?, 2)
    ```
  }];
  let arguments = (ins AIE_TileType:$tile_type, OptionalAttr<AIE_Index32>:$col,
                       OptionalAttr<AIE_Index32>:$row,
                       OptionalAttr<StrAttr>:$allocation_scheme);
  let results = (outs Index:$result);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
}

//===--- Cores ------------------------------------------------------------===//

def CoreOp : AIE_Op<"core", [IsCoreTile, TileElement, IsFlowEndPoint, NamedResult]> {
  let summary = "The program of a core";
  let description = [{
    `stack_size` is in bytes. A program that was compiled elsewhere is given by
    `elf_file`, and the body is then empty; `link_files` names objects to link.

    ```mlir
    %core_0_2 = aie.core(%tile_0_2) {
      aie.end
    } {link_files = ["k.o"], stack_size = 2048 : i32}
    ```
  }];
  let arguments = (ins Index:$tile, DefaultValuedAttr<I32Attr, "0x400">:$stack_size,
                       OptionalAttr<StrAttr>:$link_with, OptionalAttr<StrArrayAttr>:$link_files,
                       OptionalAttr<StrAttr>:$elf_file,
                       OptionalAttr<BoolAttr>:$dynamic_objfifo_lowering);
  let results = (outs Index:$result);
  let regions = (region AnyRegion:$body);
  let assemblyFormat = "`(` $tile `)` regions attr-dict";
  let hasVerifier = 1;
  let builders = [OpBuilder<(ins "::mlir::Value":$tile), [{
    $_state.addOperands(tile);
    $_state.addRegion();
    $_state.addTypes($_builder.getIndexType());
  }]>];
  let extraClassDeclaration = [{
    /// Whether the body is one block with nothing but `aie.end`.
    bool isEmpty();
  }];
}

def EventOp : AIE_Op<"event"> {
  let summary = "Raises one of a core's two instruction events";
  let arguments = (ins ConfinedAttr<I32Attr, [IntMinValue<0>, IntMaxValue<1>]>:$val);
  let assemblyFormat = "`(` $val `)` attr-dict";
}

def DebugOp : AIE_Op<"debug"> {
  let summary = "Shows a value while debugging";
  let arguments = (ins AnyType:$arg);
  let assemblyFormat = "`(` $arg `:` type($arg) `)` attr-dict";
}

def AIE_StreamValue : AnyTypeOf<[F32, I32, I<128>]>;

def GetStreamOp : AIE_Op<"get_stream", [HasParent<"CoreOp">]> {
  let summary = "Reads a word (or a wide word, i128) from a stream port of the core";
  let arguments = (ins AnyInteger:$channel);
  let results = (outs AIE_StreamValue:$stream_value);
  let assemblyFormat = "`(` $channel `:` type($channel) `)` attr-dict `:` type($stream_value)";
  let extraClassDeclaration = [{
    bool isWideStream() { return getStreamValue().getType().isInteger(128); }
    bool isFloatStream() { return getStreamValue().getType().isF32(); }
  }];
}

def PutStreamOp : AIE_Op<"put_stream", [HasParent<"CoreOp">]> {
  let summary = "Writes a word (or a wide word, i128) to a stream port of the core";
  let arguments = (ins AnyInteger:$channel, AIE_StreamValue:$stream_value);
  let assemblyFormat = [{
    `(` $channel `:` type($channel) `,` $stream_value `:` type($stream_value) `)` attr-dict
  }];
  let extraClassDeclaration = [{
    bool isWideStream() { return getStreamValue().getType().isInteger(128); }
    bool isFloatStream() { return getStreamValue().getType().isF32(); }
  }];
}

def GetCascadeOp : AIE_Op<"get_cascade"> {
  let summary = "Reads from the cascade input of the core";
  let results = (outs AnyType:$cascade_value);
  let assemblyFormat = "`(` `)` attr-dict `:` type($cascade_value)";
  let hasVerifier = 1;
}

def PutCascadeOp : AIE_Op<"put_cascade"> {
  let summary = "Writes to the cascade output of the core";
  let arguments = (ins AnyType:$cascade_value);
  let assemblyFormat = "`(` $cascade_value `:` type($cascade_value) `)` attr-dict";
  let hasVerifier = 1;
}

//===--- Memory and locks -------------------------------------------------===//

def BufferOp : AIE_Op<"buffer", [TileElement, IsTileWithMemory, NamedResult]> {
  let summary = "A buffer in the data memory of a tile";
  let description = [{
    `address` is a byte offset in the tile's own data memory, `mem_bank` the bank
    it was put in.

    ```mlir
    %a = aie.buffer(%tile_0_2) {address = 1024 : i32, sym_name = "a"} : memref<2xi32> = dense<[1, 2]>
    ```
  }];
  let arguments = (ins Index:$tile, OptionalAttr<StrAttr>:$sym_name,
                       OptionalAttr<I32Attr>:$address, OptionalAttr<I32Attr>:$mem_bank,
                       OptionalAttr<ElementsAttr>:$initial_value);
  let results = (outs AnyMemRef:$buffer);
  let assemblyFormat = [{
    `(` $tile `)` attr-dict `:` custom<BufferInitialValue>(type($buffer), $initial_value)
  }];
  let hasVerifier = 1;
  let builders = [
    OpBuilder<(ins "::mlir::Type":$type, "::mlir::Value":$tile,
                   CArg<"::mlir::StringAttr", "{}">:$name), [{
      build($_builder, $_state, type, tile, name, /*address=*/nullptr, /*mem_bank=*/nullptr,
            /*initial_value=*/nullptr);
    }]>];
  let extraClassDeclaration = [{
    bool hasName() { return static_cast<bool>(getSymNameAttr()); }
    /// The name; a fatal error if there is none.
    ::mlir::StringAttr name();
    ::mlir::MemRefType getMemRefType() {
      return ::llvm::cast<::mlir::MemRefType>(getBuffer().getType());
    }
    /// Bytes in memory.
    int64_t getAllocationSize();
  }];
}

def ExternalBufferOp : AIE_Op<"external_buffer", [NamedResult]> {
  let summary = "A buffer outside the array";
  let arguments = (ins OptionalAttr<StrAttr>:$sym_name, OptionalAttr<I64Attr>:$address);
  let results = (outs AnyMemRef:$buffer);
  let assemblyFormat = "attr-dict `:` type($buffer)";
  let extraClassDeclaration = [{
    bool hasName() { return static_cast<bool>(getSymNameAttr()); }
    /// The name; a fatal error if there is none.
    ::mlir::StringAttr name();
  }];
}

def LockOp : AIE_Op<"lock", [TileElement, NamedResult]> {
  let summary = "A lock of a tile";
  let description = [{
    `lockID` is the lock's number in its tile, `init` its value at start.

    ```mlir
    %lock_0_2 = aie.lock(%tile_0_2, 3) {init = 1 : i32}
    ```
  }];
  let arguments = (ins Index:$tile, OptionalAttr<AIE_Index32>:$lockID,
                       OptionalAttr<I32Attr>:$init, OptionalAttr<StrAttr>:$sym_name);
  let results = (outs Index:$result);
  let assemblyFormat = "`(` $tile (`,` $lockID^)? `)` attr-dict";
  let hasVerifier = 1;
  let builders = [
    OpBuilder<(ins "::mlir::Value":$tile, "int":$lockID, "int":$init), [{
      build($_builder, $_state, $_builder.getIndexType(), tile,
            $_builder.getI32IntegerAttr(lockID), $_builder.getI32IntegerAttr(init), nullptr);
    }]>];
  let extraClassDeclaration = [{
    bool hasName() { return static_cast<bool>(getSymNameAttr()); }
    /// The name; a fatal error if there is none.
    ::mlir::StringAttr name();
  }];
}

def UseLockOp : AIE_Op<"use_lock"> {
  let summary = "Acquires or releases a lock";
  let description = [{
    On AIE1, `Acquire` waits for a value. On the AIE2 family a lock is a
    semaphore: `AcquireGreaterEqual` waits for at least `value` and takes it away,
    `Release` adds it.

    ```mlir
    aie.use_lock(%mylock, AcquireGreaterEqual, 1)
    ```
  }];
  let arguments = (ins Index:$lock, AIE_LockAction:$action, OptionalAttr<I32Attr>:$value,
                       OptionalAttr<AIE_LockBlocking>:$blocking,
                       DefaultValuedOptionalAttr<BoolAttr, "true">:$acq_en);
  let assemblyFormat = [{
    `(` $lock `,` $action `` custom<LockValueAndBlocking>($value, $blocking) `)` attr-dict
  }];
  let hasVerifier = 1;
  let builders = [
    OpBuilder<(ins "::mlir::Value":$lock, "LockAction":$action, "int32_t":$value), [{
      build($_builder, $_state, lock, LockActionAttr::get($_builder.getContext(), action),
            $_builder.getI32IntegerAttr(value), LockBlockingAttr(), nullptr);
    }]>];
  let extraClassDeclaration = [{
    bool acquire() { return getAction() == LockAction::Acquire; }
    bool acquireGE() { return getAction() == LockAction::AcquireGreaterEqual; }
    bool release() { return getAction() == LockAction::Release; }
    /// The value, 1 when none is given.
    int getLockValue() { return getValue() ? static_cast<int>(*getValue()) : 1; }
    int getTimeout() { return getBlocking() ? static_cast<int>(*getBlocking()) : 1; }
    /// The lock; null if it is no result of `aie.lock`.
    LockOp getLockOp() { return getLock().getDefiningOp<LockOp>(); }
  }];
}

#endif // TILEWRIGHT_AIE_TILEOPS_TD
