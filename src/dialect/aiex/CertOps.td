//===- CertOps.td - Jobs for the array's microcontrollers ------------------*- tablegen -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_AIEX_CERTOPS_TD
#define TILEWRIGHT_AIEX_CERTOPS_TD

include "dialect/aiex/NpuOps.td"

class AIEX_CertOp<string mnemonic, list<Trait> traits = []> : AIEX_Op<"cert." # mnemonic, traits>;
class AIEX_CertJobElement<string mnemonic>
    : AIEX_CertOp<mnemonic, [HasParent<"::tilewright::aiex::CertJobOp">]>;

def AIEX_CertUcDmaChainOp : AIEX_CertOp<"uc_dma_chain", [
    Symbol, SingleBlockImplicitTerminator<"::tilewright::aie::EndOp">]> {
  let summary = "A chain of microcontroller DMA descriptors";
  let arguments = (ins SymbolNameAttr:$sym_name);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = "$sym_name $body attr-dict";
}

def AIEX_CertUcDmaBdOp : AIEX_CertOp<"uc_dma_bd", [HasParent<"::tilewright::aiex::CertUcDmaChainOp">]> {
  let summary = "Copy words to an array address; next says that another one follows";
  let arguments = (ins FlatSymbolRefAttr:$remote_address, I32Attr:$local_address,
                       I32Attr:$length, BoolAttr:$next_bd);
  let assemblyFormat = "$remote_address `,` $local_address `,` $length `,` $next_bd attr-dict";
}

def AIEX_CertJobOp : AIEX_CertOp<"job", [
    SingleBlockImplicitTerminator<"::tilewright::aie::EndOp">,
    ParentOneOf<["::tilewright::aie::DeviceOp", "::tilewright::aiex::CertAttachToGroupOp"]>]> {
  let summary = "A list of operations for one microcontroller";
  let arguments = (ins I32Attr:$job_id);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = "`(` $job_id `)` $body attr-dict";
}

def AIEX_CertAttachToGroupOp : AIEX_CertOp<"attach_to_group", [
    SingleBlockImplicitTerminator<"::tilewright::aie::EndOp">]> {
  let summary = "Jobs for a group of microcontrollers";
  let arguments = (ins I32Attr:$group_id);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = "`(` $group_id `)` $body attr-dict";
}

def AIEX_CertWrite32Op : AIEX_CertJobElement<"write32"> {
  let summary = "Write one register";
  let arguments = (ins UI32Attr:$address, UI32Attr:$value);
  let assemblyFormat = "`(` $address `,` $value `)` attr-dict";
}

def AIEX_CertMaskWrite32Op : AIEX_CertJobElement<"maskwrite32"> {
  let summary = "Replace the masked bits of one register";
  let arguments = (ins UI32Attr:$address, UI32Attr:$mask, UI32Attr:$value);
  let assemblyFormat = "`(` $address `,` $mask `,` $value `)` attr-dict";
}

def AIEX_CertApplyOffset57Op : AIEX_CertJobElement<"apply_offset_57"> {
  let summary = "Add a host buffer's address to the descriptors in a piece of data";
  let arguments = (ins FlatSymbolRefAttr:$symbol, I16Attr:$num, I16Attr:$offset);
  let assemblyFormat = "`(` $symbol `,` $num `,` $offset `)` attr-dict";
}

def AIEX_CertWaitTCTSOp : AIEX_CertJobElement<"wait_tcts"> {
  let summary = "Wait for task-complete tokens";
  let arguments = (ins I32Attr:$tile_id, I32Attr:$channel_id, I32Attr:$target_tcts);
  let assemblyFormat = "`(` $tile_id `,` $channel_id `,` $target_tcts `)` attr-dict";
}

def AIEX_CertUcDmaWriteDesSyncOp : AIEX_CertJobElement<"uc_dma_write_des_sync"> {
  let summary = "Run a chain of descriptors and wait for its end";
  let arguments = (ins FlatSymbolRefAttr:$symbol);
  let assemblyFormat = "`(` $symbol `)` attr-dict";
}

def AIEX_CertLocalBarrierOp : AIEX_CertJobElement<"local_barrier"> {
  let summary = "Meet the other jobs of this microcontroller";
  let arguments = (ins I32Attr:$local_barrier_id, I32Attr:$num_participants);
  let assemblyFormat = "`(` $local_barrier_id `,` $num_participants `)` attr-dict";
}

def AIEX_CertRemoteBarrierOp : AIEX_CertJobElement<"remote_barrier"> {
  let summary = "Meet other microcontrollers";
  let arguments = (ins I32Attr:$remote_barrier_id, I32Attr:$party_mask);
  let assemblyFormat = "`(` $remote_barrier_id `,` $party_mask `)` attr-dict";
}

def AIEX_CertNopOp : AIEX_CertOp<"nop"> {
  let summary = "Do nothing";
  let assemblyFormat = "attr-dict";
}

#endif // TILEWRIGHT_AIEX_CERTOPS_TD
