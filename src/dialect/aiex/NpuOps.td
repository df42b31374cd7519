//===- NpuOps.td - Instructions of the array's controller ------------------*- tablegen -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_AIEX_NPUOPS_TD
#define TILEWRIGHT_AIEX_NPUOPS_TD

include "dialect/aie/AIEAttrs.td"
include "dialect/aie/AIEInterfaces.td"
include "dialect/aiex/AIEXDialect.td"
include "mlir/IR/SymbolInterfaces.td"
include "mlir/IR/OpAsmInterface.td"

class AIEX_Op<string mnemonic, list<Trait> traits = []>
    : Op<AIEX_Dialect, mnemonic, traits>;

/// The defaults of attributes that may be left out.
def AIEX_FalseAttr : DefaultValuedOptionalAttr<BoolAttr, "false">;
def AIEX_ZeroI32Attr : DefaultValuedOptionalAttr<I32Attr, "0">;
def AIEX_ZeroI64Attr : DefaultValuedOptionalAttr<I64Attr, "0">;

//===----------------------------------------------------------------------===//
// Instructions: one record each of the transaction stream
//===----------------------------------------------------------------------===//

/// A register write. The address is absolute, or inside the tile (column, row),
/// or counted in words from the start of a named buffer.
class AIEX_RegisterOp<string mnemonic, dag fields> : AIEX_Op<mnemonic> {
  let arguments = !con(fields, (ins OptionalAttr<FlatSymbolRefAttr>:$buffer,
                                       OptionalAttr<I32Attr>:$column,
                                       OptionalAttr<I32Attr>:$row));
}

def AIEX_NpuWrite32Op : AIEX_RegisterOp<"npu.write32", (ins UI32Attr:$address, UI32Attr:$value)> {
  let summary = "Write one 32-bit register";
  let assemblyFormat = "attr-dict";
}

def AIEX_NpuMaskWrite32Op : AIEX_RegisterOp<"npu.maskwrite32",
    (ins UI32Attr:$address, UI32Attr:$value, UI32Attr:$mask)> {
  let summary = "Replace the masked bits of one register";
  let assemblyFormat = "attr-dict";
}

def AIEX_NpuBlockWriteOp : AIEX_RegisterOp<"npu.blockwrite", (ins UI32Attr:$address, AnyMemRef:$data)> {
  let summary = "Write consecutive words";
  let assemblyFormat = "`(` $data `)` attr-dict `:` type($data)";
}

def AIEX_NpuSyncOp : AIEX_Op<"npu.sync"> {
  let summary = "Wait for task-complete tokens of a DMA channel";
  let arguments = (ins I32Attr:$column, I32Attr:$row, I32Attr:$direction, I32Attr:$channel,
                       I32Attr:$column_num, I32Attr:$row_num);
  let assemblyFormat = "attr-dict";
}

def AIEX_NpuAddressPatchOp : AIEX_Op<"npu.address_patch"> {
  let summary = "Write a host buffer's address plus an offset into a buffer descriptor";
  let arguments = (ins UI32Attr:$addr, I32Attr:$arg_idx, I32Attr:$arg_plus);
  let assemblyFormat = "attr-dict";
}

def AIEX_NpuPreemptOp : AIEX_Op<"npu.preempt"> {
  let summary = "Point where the sequence may be preempted";
  let arguments = (ins UI8Attr:$level);
  let assemblyFormat = "attr-dict";
}

def AIEX_NpuLoadPdiOp : AIEX_Op<"npu.load_pdi"> {
  let summary = "Configure the array from a device image";
  let arguments = (ins OptionalAttr<FlatSymbolRefAttr>:$device_ref,
                       AIEX_ZeroI32Attr:$id, AIEX_ZeroI32Attr:$size,
                       DefaultValuedOptionalAttr<UI64Attr, "0">:$address);
  let assemblyFormat = "attr-dict";
  let hasCanonicalizeMethod = 1;
}

//===----------------------------------------------------------------------===//
// Lowered by aie-dma-to-npu
//===----------------------------------------------------------------------===//

def AIEX_NpuPushQueueOp : AIEX_Op<"npu.push_queue"> {
  let summary = "Push a buffer descriptor to a channel's start queue";
  let arguments = (ins I32Attr:$column, I32Attr:$row, AIE_DMAChannelDir:$direction,
                       I32Attr:$channel, BoolAttr:$issue_token, I32Attr:$repeat_count,
                       I32Attr:$bd_id);
  let assemblyFormat = "`(` $column `,` $row `,` $direction `:` $channel `)` attr-dict";
  let hasVerifier = 1;
}

def AIEX_NpuRtpWriteOp : AIEX_Op<"npu.rtp_write"> {
  let summary = "Write one word of a named buffer";
  let arguments = (ins FlatSymbolRefAttr:$buffer, UI32Attr:$index, I32Attr:$value);
  let assemblyFormat = "`(` $buffer `,` $index `,` $value `)` attr-dict";
}

def AIEX_NpuDmaWaitOp : AIEX_Op<"npu.dma_wait"> {
  let summary = "Wait for the DMA behind a shim allocation";
  let arguments = (ins FlatSymbolRefAttr:$symbol);
  let assemblyFormat = "attr-dict";
  let hasVerifier = 1;
}

def AIEX_NpuWriteBdOp : AIEX_Op<"npu.writebd"> {
  let summary = "Program one buffer descriptor; every value as its field holds it";
  let arguments = (ins
    I32Attr:$column, I32Attr:$bd_id, I32Attr:$buffer_length, I32Attr:$buffer_offset,
    I32Attr:$enable_packet, I32Attr:$out_of_order_id, I32Attr:$packet_id, I32Attr:$packet_type,
    I32Attr:$d0_size, I32Attr:$d0_stride, I32Attr:$d1_size, I32Attr:$d1_stride,
    I32Attr:$d2_size, I32Attr:$d2_stride,
    I32Attr:$iteration_current, I32Attr:$iteration_size, I32Attr:$iteration_stride,
    I32Attr:$next_bd, I32Attr:$row, I32Attr:$use_next_bd, I32Attr:$valid_bd,
    I32Attr:$lock_rel_val, I32Attr:$lock_rel_id, I32Attr:$lock_acq_enable,
    I32Attr:$lock_acq_val, I32Attr:$lock_acq_id,
    I32Attr:$d0_zero_before, I32Attr:$d1_zero_before, I32Attr:$d2_zero_before,
    I32Attr:$d0_zero_after, I32Attr:$d1_zero_after, I32Attr:$d2_zero_after,
    AIEX_ZeroI32Attr:$burst_length);
  let assemblyFormat = "attr-dict";
  let hasVerifier = 1;
}

/// A list of exactly four entries, outermost dimension first.
def AIEX_FourI64s : ConfinedAttr<DenseI64ArrayAttr, [DenseArrayCount<4>]>;

/// Attributes that static and dynamic transfers share.
defvar AIEX_transferAttributes = (ins
    OptionalAttr<PacketInfoAttr>:$packet, SymbolRefAttr:$metadata, I64Attr:$id,
    AIEX_FalseAttr:$issue_token,
    AIEX_ZeroI64Attr:$d0_zero_before, AIEX_ZeroI64Attr:$d1_zero_before,
    AIEX_ZeroI64Attr:$d2_zero_before, AIEX_ZeroI64Attr:$d0_zero_after,
    AIEX_ZeroI64Attr:$d1_zero_after, AIEX_ZeroI64Attr:$d2_zero_after,
    AIEX_ZeroI64Attr:$burst_length);

defvar AIEX_transferFormat = [{
  `(` $memref `` custom<DynamicIndexList>($offsets, $static_offsets) ``
      custom<DynamicIndexList>($sizes, $static_sizes) ``
      custom<DynamicIndexList>($strides, $static_strides)
      (`,` `packet` `=` $packet^)? `)` attr-dict `:` type($memref)
}];

defvar AIEX_transferDeclarations = [{
  /// The entries, literals and operands mixed, outermost dimension first.
  ::llvm::SmallVector<::mlir::OpFoldResult> getMixedOffsets() {
    return ::mlir::getMixedValues(getStaticOffsets(), getOffsets(), (*this)->getContext());
  }
  ::llvm::SmallVector<::mlir::OpFoldResult> getMixedSizes() {
    return ::mlir::getMixedValues(getStaticSizes(), getSizes(), (*this)->getContext());
  }
  ::llvm::SmallVector<::mlir::OpFoldResult> getMixedStrides() {
    return ::mlir::getMixedValues(getStaticStrides(), getStrides(), (*this)->getContext());
  }
  /// Bits of one element.
  uint64_t getElementTypeBitwidth();
}];

def AIEX_NpuDmaMemcpyNdOp : AIEX_Op<"npu.dma_memcpy_nd", [AttrSizedOperandSegments]> {
  let summary = "Move an up to four-dimensional piece of host memory through a shim DMA";
  let description = [{
    Offsets, sizes and strides count memref elements, outermost dimension first;
    the outermost dimension repeats the transfer of the three others.
  }];
  let arguments = !con((ins AnyRankedOrUnrankedMemRef:$memref,
      Variadic<I64>:$offsets, Variadic<I64>:$sizes, Variadic<I64>:$strides,
      AIEX_FourI64s:$static_offsets, AIEX_FourI64s:$static_sizes,
      AIEX_FourI64s:$static_strides), AIEX_transferAttributes);
  let assemblyFormat = AIEX_transferFormat;
  let extraClassDeclaration = AIEX_transferDeclarations;
  let hasVerifier = 1;
  let hasCanonicalizer = 1;
}

//===----------------------------------------------------------------------===//
// Several devices in one sequence
//===----------------------------------------------------------------------===//

def AIEX_ConfigureOp : AIEX_Op<"configure", [
    HasParent<"::tilewright::aie::RuntimeSequenceOp">, NoTerminator, NoRegionArguments]> {
  let summary = "Load another device's configuration and run operations on it";
  let arguments = (ins FlatSymbolRefAttr:$symbol);
  let regions = (region AnyRegion:$body);
  let assemblyFormat = "$symbol $body attr-dict";
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    /// The device that is loaded; null if there is none of the name.
    ::tilewright::aie::DeviceOp getReferencedDeviceOp();
  }];
}

def AIEX_RunOp : AIEX_Op<"run", [HasParent<"::tilewright::aiex::ConfigureOp">]> {
  let summary = "Run a sequence of the device that was configured";
  let arguments = (ins FlatSymbolRefAttr:$runtime_sequence_symbol, Variadic<AnyType>:$args);
  let assemblyFormat = [{
    $runtime_sequence_symbol `(` $args `)` `:` `(` custom<OptionalTypes>(type($args)) `)` attr-dict
  }];
}

//===----------------------------------------------------------------------===//
// Control packets and locks
//===----------------------------------------------------------------------===//

def AIEX_ControlPacketOp : AIEX_Op<"control_packet"> {
  let summary = "A register access that travels to its tile as a stream packet";
  let arguments = (ins UI32Attr:$address, OptionalAttr<I32Attr>:$length, I32Attr:$opcode,
                       I32Attr:$stream_id, OptionalAttr<DenseI32ArrayAttr>:$data);
  let assemblyFormat = "attr-dict";
}

def AIEX_SetLockOp : AIEX_Op<"set_lock", [
    HasParent<"::tilewright::aie::RuntimeSequenceOp">, SkipAccessibilityCheck]> {
  let summary = "Set a lock's value from the host";
  let arguments = (ins Index:$lock, I32Attr:$value);
  let assemblyFormat = "`(` $lock `,` $value `)` attr-dict";
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    /// The lock; null if the operand is something else.
    ::tilewright::aie::LockOp getLockOp();
  }];
}

#endif // TILEWRIGHT_AIEX_NPUOPS_TD
