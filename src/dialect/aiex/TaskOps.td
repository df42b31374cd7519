//===- TaskOps.td - DMA tasks of a runtime sequence ------------------------*- tablegen -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_AIEX_TASKOPS_TD
#define TILEWRIGHT_AIEX_TASKOPS_TD

include "dialect/aiex/NpuOps.td"

class AIEX_TaskOp<string mnemonic, list<Trait> traits = []>
    : AIEX_Op<mnemonic, !listconcat(traits, [HasParent<"::tilewright::aie::RuntimeSequenceOp">])>;

/// What every way to make a task says about its start.
defvar AIEX_taskAttributes = (ins AIEX_FalseAttr:$issue_token, AIEX_ZeroI32Attr:$repeat_count);

def AIEX_DMAConfigureTaskOp : AIEX_TaskOp<"dma_configure_task", [
    TileElement]> {
  let summary = "A chain of buffer descriptors for a channel";
  let arguments = !con((ins Index:$tile, AIE_DMAChannelDir:$direction, I32Attr:$channel,
                            OptionalAttr<PacketInfoAttr>:$packet), AIEX_taskAttributes);
  let results = (outs Index:$result);
  let regions = (region AnyRegion:$body);
  let assemblyFormat = [{
    `(` $tile `,` $direction `,` $channel (`,` $packet^)? `)` $body attr-dict
  }];
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    /// Id of the chain's first buffer descriptor; nothing if it has none yet.
    std::optional<uint32_t> getFirstBdId();
  }];
}

def AIEX_DMAConfigureTaskForOp : AIEX_TaskOp<"dma_configure_task_for"> {
  let summary = "A chain of buffer descriptors for a shim allocation's channel";
  let arguments = !con((ins SymbolRefAttr:$alloc), AIEX_taskAttributes);
  let results = (outs Index:$result);
  let regions = (region AnyRegion:$body);
  let assemblyFormat = "$alloc $body attr-dict";
}

class AIEX_TaskUse<string mnemonic> : AIEX_TaskOp<mnemonic> {
  let arguments = (ins Index:$task);
  let assemblyFormat = "`(` $task `)` attr-dict";
  let extraClassDeclaration = [{
    /// The task; null if the operand is something else.
    DMAConfigureTaskOp getTaskOp();
  }];
}
def AIEX_DMAStartTaskOp : AIEX_TaskUse<"dma_start_task"> {
  let summary = "Push a task to its channel's queue";
}
def AIEX_DMAAwaitTaskOp : AIEX_TaskUse<"dma_await_task"> {
  let summary = "Wait until a task is done; its buffer descriptors are free then";
}
def AIEX_DMAFreeTaskOp : AIEX_TaskUse<"dma_free_task"> {
  let summary = "From here on the task's buffer descriptors may be used again";
}

def AIEX_DMAStartBdChainOp : AIEX_TaskOp<"dma_start_bd_chain", [
    TileElement]> {
  let summary = "Configure and start a named chain of buffer descriptors";
  let arguments = !con((ins FlatSymbolRefAttr:$symbol, Variadic<AnyType>:$args, Index:$tile,
                            AIE_DMAChannelDir:$direction, I32Attr:$channel),
                       AIEX_taskAttributes);
  let results = (outs Index:$result);
  let assemblyFormat = [{
    $symbol `(` $args `)` `:` `(` custom<OptionalTypes>(type($args)) `)`
    `on` ` ` `(` $tile `,` $direction `,` $channel `)` attr-dict
  }];
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    /// The chain; null if the device has none of the name.
    ::tilewright::aie::BDChainOp getBDChainOp();
  }];
}

def AIEX_DMAStartBdChainForOp : AIEX_TaskOp<"dma_start_bd_chain_for"> {
  let summary = "Configure and start a named chain on a shim allocation's channel";
  let arguments = !con((ins FlatSymbolRefAttr:$symbol, Variadic<AnyType>:$args,
                            FlatSymbolRefAttr:$alloc), AIEX_taskAttributes);
  let results = (outs Index:$result);
  let assemblyFormat = [{
    $symbol `(` $args `)` `:` `(` custom<OptionalTypes>(type($args)) `)` `for` $alloc attr-dict
  }];
}

#endif // TILEWRIGHT_AIEX_TASKOPS_TD
