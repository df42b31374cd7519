//===- DynamicOps.td - Instructions whose fields are known at run time -----*- tablegen -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_AIEX_DYNAMICOPS_TD
#define TILEWRIGHT_AIEX_DYNAMICOPS_TD

include "dialect/aiex/NpuOps.td"

/// What a word of the stream can be made of.
def AIEX_IntLike : AnyTypeOf<[I1, I8, I16, I32, I64, Index], "integer of 1 to 64 bits or index">;

class AIEX_DynamicOp<string mnemonic, list<Trait> traits = []> : AIEX_Op<mnemonic, traits> {
  let hasVerifier = 1;
}

def AIEX_NpuDynWrite32Op : AIEX_DynamicOp<"npu.dyn_write32"> {
  let summary = "npu.write32 of run-time values";
  let arguments = (ins AIEX_IntLike:$address, AIEX_IntLike:$value,
                       OptionalAttr<FlatSymbolRefAttr>:$buffer,
                       OptionalAttr<I32Attr>:$column, OptionalAttr<I32Attr>:$row);
  let assemblyFormat = "`(` operands `)` attr-dict `:` type(operands)";
  let hasCanonicalizeMethod = 1;
}

def AIEX_NpuDynMaskWrite32Op : AIEX_DynamicOp<"npu.dyn_maskwrite32"> {
  let summary = "npu.maskwrite32 of run-time values";
  let arguments = (ins AIEX_IntLike:$address, AIEX_IntLike:$value, AIEX_IntLike:$mask,
                       OptionalAttr<FlatSymbolRefAttr>:$buffer,
                       OptionalAttr<I32Attr>:$column, OptionalAttr<I32Attr>:$row);
  let assemblyFormat = "`(` operands `)` attr-dict `:` type(operands)";
  let hasCanonicalizeMethod = 1;
}

def AIEX_NpuDynSyncOp : AIEX_DynamicOp<"npu.dyn_sync"> {
  let summary = "npu.sync of run-time values";
  let arguments = (ins AIEX_IntLike:$column, AIEX_IntLike:$row, AIEX_IntLike:$direction,
                       AIEX_IntLike:$channel, AIEX_IntLike:$column_num, AIEX_IntLike:$row_num);
  let assemblyFormat = "`(` operands `)` attr-dict `:` type(operands)";
  let hasCanonicalizeMethod = 1;
}

def AIEX_NpuDynBlockWriteOp : AIEX_DynamicOp<"npu.dyn_blockwrite"> {
  let summary = "npu.blockwrite of run-time words";
  let arguments = (ins AIEX_IntLike:$address, Variadic<AIEX_IntLike>:$data,
                       OptionalAttr<I32Attr>:$column, OptionalAttr<I32Attr>:$row);
  let assemblyFormat = "`(` operands `)` attr-dict `:` type(operands)";
}

def AIEX_NpuDynAddressPatchOp : AIEX_DynamicOp<"npu.dyn_address_patch"> {
  let summary = "npu.address_patch of run-time values";
  let arguments = (ins AIEX_IntLike:$addr, AIEX_IntLike:$arg_idx, AIEX_IntLike:$arg_plus);
  let assemblyFormat = "`(` operands `)` attr-dict `:` type(operands)";
  let hasCanonicalizeMethod = 1;
}

def AIEX_NpuDynPushQueueOp : AIEX_DynamicOp<"npu.dyn_push_queue"> {
  let summary = "npu.push_queue of run-time values; direction 0 is S2MM";
  let arguments = (ins AIEX_IntLike:$column, AIEX_IntLike:$row, AIEX_IntLike:$direction,
                       AIEX_IntLike:$channel, AIEX_IntLike:$issue_token,
                       AIEX_IntLike:$repeat_count, AIEX_IntLike:$bd_id);
  let assemblyFormat = "`(` operands `)` attr-dict `:` type(operands)";
  let hasCanonicalizeMethod = 1;
}

def AIEX_NpuDynWriteBdOp : AIEX_DynamicOp<"npu.dyn_writebd"> {
  let summary = "npu.writebd of run-time values";
  let arguments = (ins AIEX_IntLike:$column, AIEX_IntLike:$row, AIEX_IntLike:$bd_id,
    AIEX_IntLike:$buffer_length, AIEX_IntLike:$buffer_offset,
    AIEX_IntLike:$d0_size, AIEX_IntLike:$d0_stride, AIEX_IntLike:$d1_size,
    AIEX_IntLike:$d1_stride, AIEX_IntLike:$d2_size, AIEX_IntLike:$d2_stride,
    AIEX_IntLike:$iteration_size, AIEX_IntLike:$iteration_stride,
    AIEX_ZeroI32Attr:$enable_packet, AIEX_ZeroI32Attr:$out_of_order_id,
    AIEX_ZeroI32Attr:$packet_id, AIEX_ZeroI32Attr:$packet_type,
    AIEX_ZeroI32Attr:$iteration_current, AIEX_ZeroI32Attr:$next_bd,
    AIEX_ZeroI32Attr:$use_next_bd, DefaultValuedOptionalAttr<I32Attr, "1">:$valid_bd,
    AIEX_ZeroI32Attr:$lock_rel_val, AIEX_ZeroI32Attr:$lock_rel_id,
    AIEX_ZeroI32Attr:$lock_acq_enable, AIEX_ZeroI32Attr:$lock_acq_val,
    AIEX_ZeroI32Attr:$lock_acq_id,
    AIEX_ZeroI32Attr:$d0_zero_before, AIEX_ZeroI32Attr:$d1_zero_before,
    AIEX_ZeroI32Attr:$d2_zero_before, AIEX_ZeroI32Attr:$d0_zero_after,
    AIEX_ZeroI32Attr:$d1_zero_after, AIEX_ZeroI32Attr:$d2_zero_after,
    AIEX_ZeroI32Attr:$burst_length);
  let assemblyFormat = "`(` operands `)` attr-dict `:` type(operands)";
  let hasCanonicalizeMethod = 1;
}

def AIEX_NpuDynDmaMemcpyNdOp : AIEX_DynamicOp<"npu.dyn_dma_memcpy_nd", [AttrSizedOperandSegments]> {
  let summary = "npu.dma_memcpy_nd of run-time offsets, sizes and strides";
  let arguments = !con((ins AnyRankedOrUnrankedMemRef:$memref,
      Variadic<Index>:$offsets, Variadic<Index>:$sizes, Variadic<Index>:$strides,
      DenseI64ArrayAttr:$static_offsets, DenseI64ArrayAttr:$static_sizes,
      DenseI64ArrayAttr:$static_strides), AIEX_transferAttributes);
  let assemblyFormat = AIEX_transferFormat;
  let extraClassDeclaration = AIEX_transferDeclarations;
  let hasCanonicalizeMethod = 1;
}

#endif // TILEWRIGHT_AIEX_DYNAMICOPS_TD
