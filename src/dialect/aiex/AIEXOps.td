//===- AIEXOps.td - Every operation of aiex --------------------------------*- tablegen -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_AIEX_OPS_TD
#define TILEWRIGHT_AIEX_OPS_TD

include "dialect/aiex/NpuOps.td"
include "dialect/aiex/TaskOps.td"
include "dialect/aiex/DynamicOps.td"
include "dialect/aiex/CertOps.td"
include "dialect/aiex/LegacyOps.td"

#endif // TILEWRIGHT_AIEX_OPS_TD
