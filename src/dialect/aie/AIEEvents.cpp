//===- AIEEvents.cpp - Names of hardware events -----------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Which names each enum of events has, for the checks of the parser. A name with
// a range, as in PERF_CNT_[0-3], stands for one name per number. The numbers of
// the events are the device room's. AIE2P has the events of AIE2 but for one of the
// core (number 70).
//
//===----------------------------------------------------------------------===//
#include "dialect/aie/AIEDialect.h"

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aie;

// clang-format off
static constexpr StringLiteral coreEventAIE[] = {
    "NONE", "TRUE", "GROUP_0", "TIMER_SYNC", "TIMER_VALUE_REACHED", "PERF_CNT_[0-3]",
    "COMBO_EVENT_[0-3]", "GROUP_PC_EVENT", "PC_[0-3]", "PC_RANGE_0_1", "PC_RANGE_2_3",
    "GROUP_STALL", "MEMORY_STALL", "STREAM_STALL", "CASCADE_STALL", "LOCK_STALL", "DEBUG_HALTED",
    "ACTIVE", "DISABLED", "ECC_ERROR_STALL", "ECC_SCRUBBING_STALL", "GROUP_PROGRAM_FLOW",
    "INSTR_EVENT_[0-1]", "INSTR_CALL", "INSTR_RETURN", "INSTR_VECTOR", "INSTR_LOAD",
    "INSTR_STORE", "INSTR_STREAM_GET", "INSTR_STREAM_PUT", "INSTR_CASCADE_GET",
    "INSTR_CASCADE_PUT", "INSTR_LOCK_ACQUIRE_REQ", "INSTR_LOCK_RELEASE_REQ", "GROUP_ERRORS_[0-1]",
    "SRS_SATURATE", "UPS_SATURATE", "FP_OVERFLOW", "FP_UNDERFLOW", "FP_INVALID", "FP_DIV_BY_ZERO",
    "TLAST_IN_WSS_WORDS_0_2", "PM_REG_ACCESS_FAILURE", "STREAM_PKT_PARITY_ERROR",
    "CONTROL_PKT_ERROR", "AXI_MM_SLAVE_ERROR", "INSTR_DECOMPRSN_ERROR", "DM_ADDRESS_OUT_OF_RANGE",
    "PM_ECC_ERROR_SCRUB_CORRECTED", "PM_ECC_ERROR_SCRUB_2BIT", "PM_ECC_ERROR_[1-2]BIT",
    "PM_ADDRESS_OUT_OF_RANGE", "DM_ACCESS_TO_UNAVAILABLE", "LOCK_ACCESS_TO_UNAVAILABLE",
    "INSTR_EVENT_[2-3]", "GROUP_STREAM_SWITCH", "PORT_IDLE_[0-7]", "PORT_RUNNING_[0-7]",
    "PORT_STALLED_[0-7]", "PORT_TLAST_[0-7]", "GROUP_BROADCAST", "BROADCAST_[0-15]",
    "GROUP_USER_EVENT", "USER_EVENT_[0-3]"};
static constexpr StringLiteral memEventAIE[] = {
    "NONE", "TRUE", "GROUP_0", "TIMER_SYNC", "TIMER_VALUE_REACHED", "PERF_CNT_[0-1]",
    "COMBO_EVENT_[0-3]", "GROUP_WATCHPOINT", "WATCHPOINT_[0-1]", "GROUP_DMA_ACTIVITY",
    "DMA_S2MM_[0-1]_START_BD", "DMA_MM2S_[0-1]_START_BD", "DMA_S2MM_[0-1]_FINISHED_BD",
    "DMA_MM2S_[0-1]_FINISHED_BD", "DMA_S2MM_[0-1]_GO_TO_IDLE", "DMA_MM2S_[0-1]_GO_TO_IDLE",
    "DMA_S2MM_[0-1]_STALLED_LOCK_ACQUIRE", "DMA_MM2S_[0-1]_STALLED_LOCK_ACQUIRE",
    "DMA_S2MM_[0-1]_MEMORY_CONFLICT", "DMA_MM2S_[0-1]_MEMORY_CONFLICT", "GROUP_LOCK",
    "LOCK_[0-15]_ACQ", "LOCK_[0-15]_REL", "GROUP_MEMORY_CONFLICT", "CONFLICT_DM_BANK_[0-7]",
    "GROUP_ERRORS", "DM_ECC_ERROR_SCRUB_CORRECTED", "DM_ECC_ERROR_SCRUB_2BIT",
    "DM_ECC_ERROR_[1-2]BIT", "DM_PARITY_ERROR_BANK_[2-7]", "DMA_S2MM_[0-1]_ERROR",
    "DMA_MM2S_[0-1]_ERROR", "GROUP_BROADCAST", "BROADCAST_[0-15]", "GROUP_USER_EVENT",
    "USER_EVENT_[0-3]"};
static constexpr StringLiteral shimTileEventAIE[] = {
    "NONE", "TRUE", "GROUP_0", "TIMER_SYNC", "TIMER_VALUE_REACHED", "PERF_CNT_[0-1]",
    "COMBO_EVENT_[0-3]", "GROUP_DMA_ACTIVITY", "DMA_S2MM_[0-1]_START_BD",
    "DMA_MM2S_[0-1]_START_BD", "DMA_S2MM_[0-1]_FINISHED_BD", "DMA_MM2S_[0-1]_FINISHED_BD",
    "DMA_S2MM_[0-1]_GO_TO_IDLE", "DMA_MM2S_[0-1]_GO_TO_IDLE",
    "DMA_S2MM_[0-1]_STALLED_LOCK_ACQUIRE", "DMA_MM2S_[0-1]_STALLED_LOCK_ACQUIRE", "GROUP_LOCK",
    "LOCK_[0-15]_ACQUIRED", "LOCK_[0-15]_RELEASED", "GROUP_ERRORS", "AXI_MM_SLAVE_TILE_ERROR",
    "CONTROL_PKT_ERROR", "AXI_MM_DECODE_NSU_ERROR", "AXI_MM_SLAVE_NSU_ERROR",
    "AXI_MM_UNSUPPORTED_TRAFFIC", "AXI_MM_UNSECURE_ACCESS_IN_SECURE_MODE",
    "AXI_MM_BYTE_STROBE_ERROR", "DMA_S2MM_[0-1]_ERROR", "DMA_MM2S_[0-1]_ERROR",
    "GROUP_STREAM_SWITCH", "PORT_IDLE_[0-7]", "PORT_RUNNING_[0-7]", "PORT_STALLED_[0-7]",
    "PORT_TLAST_[0-7]", "GROUP_BROADCAST_A", "BROADCAST_A_[0-15]", "GROUP_USER_EVENT",
    "USER_EVENT_[0-3]"};
static constexpr StringLiteral coreEventAIE2[] = {
    "NONE", "TRUE", "GROUP_0", "TIMER_SYNC", "TIMER_VALUE_REACHED", "PERF_CNT_[0-3]",
    "COMBO_EVENT_[0-3]", "EDGE_DETECTION_EVENT_[0-1]", "GROUP_PC_EVENT", "PC_[0-3]",
    "PC_RANGE_0_1", "PC_RANGE_2_3", "GROUP_STALL", "MEMORY_STALL", "STREAM_STALL",
    "CASCADE_STALL", "LOCK_STALL", "DEBUG_HALTED", "ACTIVE", "DISABLED", "ECC_ERROR_STALL",
    "ECC_SCRUBBING_STALL", "GROUP_PROGRAM_FLOW", "INSTR_EVENT_[0-1]", "INSTR_CALL",
    "INSTR_RETURN", "INSTR_VECTOR", "INSTR_LOAD", "INSTR_STORE", "INSTR_STREAM_GET",
    "INSTR_STREAM_PUT", "INSTR_CASCADE_GET", "INSTR_CASCADE_PUT", "INSTR_LOCK_ACQUIRE_REQ",
    "INSTR_LOCK_RELEASE_REQ", "GROUP_ERRORS_[0-1]", "SRS_OVERFLOW", "UPS_OVERFLOW", "FP_HUGE",
    "INT_FP_0", "FP_INVALID", "FP_INF", "PM_REG_ACCESS_FAILURE", "STREAM_PKT_PARITY_ERROR",
    "CONTROL_PKT_ERROR", "AXI_MM_SLAVE_ERROR", "INSTR_DECOMPRSN_ERROR", "DM_ADDRESS_OUT_OF_RANGE",
    "PM_ECC_ERROR_SCRUB_CORRECTED", "PM_ECC_ERROR_SCRUB_2BIT", "PM_ECC_ERROR_[1-2]BIT",
    "PM_ADDRESS_OUT_OF_RANGE", "DM_ACCESS_TO_UNAVAILABLE", "LOCK_ACCESS_TO_UNAVAILABLE",
    "INSTR_WARNING", "INSTR_ERROR", "DECOMPRESSION_UNDERFLOW", "STREAM_SWITCH_PORT_PARITY_ERROR",
    "PROCESSOR_BUS_ERROR", "GROUP_STREAM_SWITCH", "PORT_IDLE_[0-7]", "PORT_RUNNING_[0-7]",
    "PORT_STALLED_[0-7]", "PORT_TLAST_[0-7]", "GROUP_BROADCAST", "BROADCAST_[0-15]",
    "GROUP_USER_EVENT", "USER_EVENT_[0-3]"};
static constexpr StringLiteral memEventAIE2[] = {
    "NONE", "TRUE", "GROUP_0", "TIMER_SYNC", "TIMER_VALUE_REACHED", "PERF_CNT_[0-1]",
    "COMBO_EVENT_[0-3]", "EDGE_DETECTION_EVENT_[0-1]", "GROUP_WATCHPOINT", "WATCHPOINT_[0-1]",
    "GROUP_DMA_ACTIVITY", "DMA_S2MM_[0-1]_START_TASK", "DMA_MM2S_[0-1]_START_TASK",
    "DMA_S2MM_[0-1]_FINISHED_BD", "DMA_MM2S_[0-1]_FINISHED_BD", "DMA_S2MM_[0-1]_FINISHED_TASK",
    "DMA_MM2S_[0-1]_FINISHED_TASK", "DMA_S2MM_[0-1]_STALLED_LOCK", "DMA_MM2S_[0-1]_STALLED_LOCK",
    "DMA_S2MM_[0-1]_STREAM_STARVATION", "DMA_MM2S_[0-1]_STREAM_BACKPRESSURE",
    "DMA_S2MM_[0-1]_MEMORY_BACKPRESSURE", "DMA_MM2S_[0-1]_MEMORY_STARVATION", "GROUP_LOCK",
    "LOCK_SEL[0-7]_ACQ_EQ", "LOCK_SEL[0-7]_ACQ_GE", "LOCK_[0-7]_REL",
    "LOCK_SEL[0-7]_EQUAL_TO_VALUE", "GROUP_MEMORY_CONFLICT", "CONFLICT_DM_BANK_[0-7]",
    "GROUP_ERRORS", "DM_ECC_ERROR_SCRUB_CORRECTED", "DM_ECC_ERROR_SCRUB_2BIT",
    "DM_ECC_ERROR_[1-2]BIT", "DM_PARITY_ERROR_BANK_[2-7]", "DMA_S2MM_[0-1]_ERROR",
    "DMA_MM2S_[0-1]_ERROR", "LOCK_ERROR", "DMA_TASK_TOKEN_STALL", "GROUP_BROADCAST",
    "BROADCAST_[0-15]", "GROUP_USER_EVENT", "USER_EVENT_[0-3]"};
static constexpr StringLiteral shimTileEventAIE2[] = {
    "NONE", "TRUE", "GROUP_0", "TIMER_SYNC", "TIMER_VALUE_REACHED", "PERF_CNT_[0-1]",
    "COMBO_EVENT_[0-3]", "EDGE_DETECTION_EVENT_[0-1]", "GROUP_DMA_ACTIVITY",
    "DMA_S2MM_[0-1]_START_TASK", "DMA_MM2S_[0-1]_START_TASK", "DMA_S2MM_[0-1]_FINISHED_BD",
    "DMA_MM2S_[0-1]_FINISHED_BD", "DMA_S2MM_[0-1]_FINISHED_TASK", "DMA_MM2S_[0-1]_FINISHED_TASK",
    "DMA_S2MM_[0-1]_STALLED_LOCK", "DMA_MM2S_[0-1]_STALLED_LOCK",
    "DMA_S2MM_[0-1]_STREAM_STARVATION", "DMA_MM2S_[0-1]_STREAM_BACKPRESSURE",
    "DMA_S2MM_[0-1]_MEMORY_BACKPRESSURE", "DMA_MM2S_[0-1]_MEMORY_STARVATION", "GROUP_LOCK",
    "LOCK_[0-5]_ACQ_EQ", "LOCK_[0-5]_ACQ_GE", "LOCK_[0-5]_REL", "LOCK_[0-5]_EQUAL_TO_VALUE",
    "GROUP_ERRORS", "AXI_MM_SLAVE_ERROR", "CONTROL_PKT_ERROR", "STREAM_SWITCH_PARITY_ERROR",
    "AXI_MM_DECODE_NSU_ERROR", "AXI_MM_SLAVE_NSU_ERROR", "AXI_MM_UNSUPPORTED_TRAFFIC",
    "AXI_MM_UNSECURE_ACCESS_IN_SECURE_MODE", "AXI_MM_BYTE_STROBE_ERROR", "DMA_S2MM_ERROR",
    "DMA_MM2S_ERROR", "LOCK_ERROR", "DMA_TASK_TOKEN_STALL", "GROUP_STREAM_SWITCH",
    "PORT_IDLE_[0-7]", "PORT_RUNNING_[0-7]", "PORT_STALLED_[0-7]", "PORT_TLAST_[0-7]",
    "GROUP_BROADCAST_A", "BROADCAST_A_[0-15]", "USER_EVENT_[0-1]"};
static constexpr StringLiteral memTileEventAIE2[] = {
    "NONE", "TRUE", "GROUP_0", "TIMER_SYNC", "TIMER_VALUE_REACHED", "PERF_CNT[0-3]_EVENT",
    "COMBO_EVENT_[0-3]", "EDGE_DETECTION_EVENT_[0-1]", "GROUP_WATCHPOINT", "WATCHPOINT_[0-3]",
    "GROUP_DMA_ACTIVITY", "DMA_S2MM_SEL[0-1]_START_TASK", "DMA_MM2S_SEL[0-1]_START_TASK",
    "DMA_S2MM_SEL[0-1]_FINISHED_BD", "DMA_MM2S_SEL[0-1]_FINISHED_BD",
    "DMA_S2MM_SEL[0-1]_FINISHED_TASK", "DMA_MM2S_SEL[0-1]_FINISHED_TASK",
    "DMA_S2MM_SEL[0-1]_STALLED_LOCK", "DMA_MM2S_SEL[0-1]_STALLED_LOCK",
    "DMA_S2MM_SEL[0-1]_STREAM_STARVATION", "DMA_MM2S_SEL[0-1]_STREAM_BACKPRESSURE",
    "DMA_S2MM_SEL[0-1]_MEMORY_BACKPRESSURE", "DMA_MM2S_SEL[0-1]_MEMORY_STARVATION", "GROUP_LOCK",
    "LOCK_SEL[0-7]_ACQ_EQ", "LOCK_SEL[0-7]_ACQ_GE", "LOCK_SEL[0-7]_REL",
    "LOCK_SEL[0-7]_EQUAL_TO_VALUE", "GROUP_STREAM_SWITCH", "PORT_IDLE_[0-7]",
    "PORT_RUNNING_[0-7]", "PORT_STALLED_[0-7]", "PORT_TLAST_[0-7]", "GROUP_MEMORY_CONFLICT",
    "CONFLICT_DM_BANK_[0-15]", "GROUP_ERRORS", "DM_ECC_ERROR_SCRUB_CORRECTED",
    "DM_ECC_ERROR_SCRUB_2BIT", "DM_ECC_ERROR_[1-2]BIT", "DMA_S2MM_ERROR", "DMA_MM2S_ERROR",
    "STREAM_SWITCH_PARITY_ERROR", "STREAM_PKT_ERROR", "CONTROL_PKT_ERROR", "AXI_MM_SLAVE_ERROR",
    "LOCK_ERROR", "DMA_TASK_TOKEN_STALL", "GROUP_BROADCAST", "BROADCAST_[0-15]",
    "GROUP_USER_EVENT", "USER_EVENT_[0-1]"};
// clang-format on

namespace {
struct EventEnum {
  StringLiteral name;
  Arch arch;
  ArrayRef<StringLiteral> events;
  /// Kinds of tile that have these events.
  bool core, mem, shim;
  /// One of the events that is not there, and what is in its place.
  StringLiteral absent = "", instead = "";
};
} // namespace

static const EventEnum eventEnums[] = {
    {"CoreEventAIE", Arch::AIE1, coreEventAIE, true, false, false},
    {"MemEventAIE", Arch::AIE1, memEventAIE, true, false, false},
    {"ShimTileEventAIE", Arch::AIE1, shimTileEventAIE, false, false, true},
    {"CoreEventAIE2", Arch::AIE2, coreEventAIE2, true, false, false},
    {"MemEventAIE2", Arch::AIE2, memEventAIE2, true, false, false},
    {"MemTileEventAIE2", Arch::AIE2, memTileEventAIE2, false, true, false},
    {"ShimTileEventAIE2", Arch::AIE2, shimTileEventAIE2, false, false, true},
    {"CoreEventAIE2P", Arch::AIE2p, coreEventAIE2, true, false, false, "DECOMPRESSION_UNDERFLOW",
     "SPARSITY_OVERFLOW"},
    {"MemEventAIE2P", Arch::AIE2p, memEventAIE2, true, false, false},
    {"MemTileEventAIE2P", Arch::AIE2p, memTileEventAIE2, false, true, false},
    {"ShimTileEventAIE2P", Arch::AIE2p, shimTileEventAIE2, false, false, true},
};

static const EventEnum *lookupEnum(StringRef name) {
  const EventEnum *found = llvm::find_if(eventEnums, [&](auto &e) { return e.name == name; });
  return found == std::end(eventEnums) ? nullptr : found;
}

/// Whether \p name is one of the names that \p pattern stands for.
static bool matches(StringRef pattern, StringRef name) {
  auto [prefix, rest] = pattern.split('[');
  if (rest.empty())
    return name == pattern;
  auto [range, suffix] = rest.split(']');
  auto [first, last] = range.split('-');
  unsigned low, high, number;
  bool isRange = !first.getAsInteger(10, low) && !last.getAsInteger(10, high);
  return isRange && name.consume_front(prefix) && name.consume_back(suffix) &&
         !(name.size() > 1 && name.front() == '0') && !name.getAsInteger(10, number) &&
         number >= low && number <= high;
}

bool aie::isTraceEventEnum(StringRef name) { return lookupEnum(name); }

bool aie::isTraceEventOf(StringRef enumName, StringRef event) {
  const EventEnum *events = lookupEnum(enumName);
  if (!events || event.empty() || event == events->absent)
    return false;
  return event == events->instead ||
         llvm::any_of(events->events, [&](StringRef pattern) { return matches(pattern, event); });
}

bool aie::isValidTraceEvent(TraceEventAttr event, TileLike tile, Arch arch) {
  if (!isa<StringAttr>(event.getValue()))
    return false;
  if (event.getEnumTypeName().empty())
    return !cast<StringAttr>(event.getValue()).getValue().contains("::");
  const EventEnum *events = lookupEnum(event.getEnumTypeName());
  return events && events->arch == arch &&
         ((events->core && tile.isCoreTile()) || (events->mem && tile.isMemTile()) ||
          (events->shim && tile.isShimTile()));
}
