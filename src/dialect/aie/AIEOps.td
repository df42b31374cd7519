//===- AIEOps.td - All ops of the dialect aie --------------*- tablegen -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
include "dialect/aie/AIETileOps.td"
include "dialect/aie/AIEDMAOps.td"
include "dialect/aie/AIESwitchOps.td"
include "dialect/aie/AIEObjectFifoOps.td"
include "dialect/aie/AIETraceOps.td"
