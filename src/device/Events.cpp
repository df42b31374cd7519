//===- Events.cpp - Numbers of trace and counter events ---------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A row names one event or a family of them: '#' stands for 0 .. count-1, whose
// numbers are first, first+step, ... Source: AM025, event tables of each module.
// AIE2p's core event 70 is called SPARSITY_OVERFLOW in its own manual; like
// mlir-aie, one table serves both generations.
//
//===----------------------------------------------------------------------===//
#include "device/Registers.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"

namespace tilewright::device {

namespace {
struct EventRow {
  uint16_t first;
  const char *name;
  uint16_t count = 1, step = 1;
};
struct EventTable {
  llvm::StringMap<uint32_t> numbers; ///< by upper-case name
  std::map<uint32_t, std::string> names;
};
} // namespace

// clang-format off
// The first five numbers are the same in every module.
#define COMMON_EVENTS                                                                              \
  {0, "NONE"}, {1, "TRUE"}, {2, "GROUP_0"}, {3, "TIMER_SYNC"}, { 4, "TIMER_VALUE_REACHED" }
// Eight monitored ports of the stream switch, four events each.
#define PORT_EVENTS(n)                                                                             \
  {n, "PORT_IDLE_#", 8, 4}, {n + 1, "PORT_RUNNING_#", 8, 4}, {n + 2, "PORT_STALLED_#", 8, 4},      \
      {n + 3, "PORT_TLAST_#", 8, 4}
// Two DMA channels per direction; S is what stands between direction and number.
#define DMA_EVENTS(n, S)                                                                           \
  {n, "DMA_S2MM_" S "#_START_TASK", 2}, {n + 2, "DMA_MM2S_" S "#_START_TASK", 2},                  \
      {n + 4, "DMA_S2MM_" S "#_FINISHED_BD", 2}, {n + 6, "DMA_MM2S_" S "#_FINISHED_BD", 2},        \
      {n + 8, "DMA_S2MM_" S "#_FINISHED_TASK", 2}, {n + 10, "DMA_MM2S_" S "#_FINISHED_TASK", 2},   \
      {n + 12, "DMA_S2MM_" S "#_STALLED_LOCK", 2}, {n + 14, "DMA_MM2S_" S "#_STALLED_LOCK", 2},    \
      {n + 16, "DMA_S2MM_" S "#_STREAM_STARVATION", 2},                                            \
      {n + 18, "DMA_MM2S_" S "#_STREAM_BACKPRESSURE", 2},                                          \
      {n + 20, "DMA_S2MM_" S "#_MEMORY_BACKPRESSURE", 2},                                          \
      {n + 22, "DMA_MM2S_" S "#_MEMORY_STARVATION", 2}

static constexpr EventRow coreEvents[] = {
    COMMON_EVENTS,
    {5, "PERF_CNT_#", 4},
    {9, "COMBO_EVENT_#", 4},
    {13, "EDGE_DETECTION_EVENT_#", 2},
    {15, "GROUP_PC_EVENT"},
    {16, "PC_#", 4},
    {20, "PC_RANGE_0_1"},
    {21, "PC_RANGE_2_3"},
    {22, "GROUP_STALL"},
    {23, "MEMORY_STALL"},
    {24, "STREAM_STALL"},
    {25, "CASCADE_STALL"},
    {26, "LOCK_STALL"},
    {27, "DEBUG_HALTED"},
    {28, "ACTIVE"},
    {29, "DISABLED"},
    {30, "ECC_ERROR_STALL"},
    {31, "ECC_SCRUBBING_STALL"},
    {32, "GROUP_PROGRAM_FLOW"},
    {33, "INSTR_EVENT_#", 2},
    {35, "INSTR_CALL"},
    {36, "INSTR_RETURN"},
    {37, "INSTR_VECTOR"},
    {38, "INSTR_LOAD"},
    {39, "INSTR_STORE"},
    {40, "INSTR_STREAM_GET"},
    {41, "INSTR_STREAM_PUT"},
    {42, "INSTR_CASCADE_GET"},
    {43, "INSTR_CASCADE_PUT"},
    {44, "INSTR_LOCK_ACQUIRE_REQ"},
    {45, "INSTR_LOCK_RELEASE_REQ"},
    {46, "GROUP_ERRORS_#", 2},
    {48, "SRS_OVERFLOW"},
    {49, "UPS_OVERFLOW"},
    {50, "FP_HUGE"},
    {51, "INT_FP_0"},
    {52, "FP_INVALID"},
    {53, "FP_INF"},
    {55, "PM_REG_ACCESS_FAILURE"},
    {56, "STREAM_PKT_PARITY_ERROR"},
    {57, "CONTROL_PKT_ERROR"},
    {58, "AXI_MM_SLAVE_ERROR"},
    {59, "INSTR_DECOMPRSN_ERROR"},
    {60, "DM_ADDRESS_OUT_OF_RANGE"},
    {61, "PM_ECC_ERROR_SCRUB_CORRECTED"},
    {62, "PM_ECC_ERROR_SCRUB_2BIT"},
    {63, "PM_ECC_ERROR_1BIT"},
    {64, "PM_ECC_ERROR_2BIT"},
    {65, "PM_ADDRESS_OUT_OF_RANGE"},
    {66, "DM_ACCESS_TO_UNAVAILABLE"},
    {67, "LOCK_ACCESS_TO_UNAVAILABLE"},
    {68, "INSTR_WARNING"},
    {69, "INSTR_ERROR"},
    {70, "DECOMPRESSION_UNDERFLOW"},
    {71, "STREAM_SWITCH_PORT_PARITY_ERROR"},
    {72, "PROCESSOR_BUS_ERROR"},
    {73, "GROUP_STREAM_SWITCH"},
    PORT_EVENTS(74),
    {106, "GROUP_BROADCAST"},
    {107, "BROADCAST_#", 16},
    {123, "GROUP_USER_EVENT"},
    {124, "USER_EVENT_#", 4},
};

static constexpr EventRow memoryEvents[] = {
    COMMON_EVENTS,
    {5, "PERF_CNT_#", 2},
    {7, "COMBO_EVENT_#", 4},
    {11, "EDGE_DETECTION_EVENT_#", 2},
    {15, "GROUP_WATCHPOINT"},
    {16, "WATCHPOINT_#", 2},
    {18, "GROUP_DMA_ACTIVITY"},
    DMA_EVENTS(19, ""),
    {43, "GROUP_LOCK"},
    {44, "LOCK_SEL#_ACQ_EQ", 8, 4},
    {45, "LOCK_SEL#_ACQ_GE", 8, 4},
    {46, "LOCK_#_REL", 8, 4},
    {47, "LOCK_SEL#_EQUAL_TO_VALUE", 8, 4},
    {76, "GROUP_MEMORY_CONFLICT"},
    {77, "CONFLICT_DM_BANK_#", 8},
    {86, "GROUP_ERRORS"},
    {87, "DM_ECC_ERROR_SCRUB_CORRECTED"},
    {88, "DM_ECC_ERROR_SCRUB_2BIT"},
    {89, "DM_ECC_ERROR_1BIT"},
    {90, "DM_ECC_ERROR_2BIT"},
    {91, "DM_PARITY_ERROR_BANK_2"},
    {92, "DM_PARITY_ERROR_BANK_3"},
    {93, "DM_PARITY_ERROR_BANK_4"},
    {94, "DM_PARITY_ERROR_BANK_5"},
    {95, "DM_PARITY_ERROR_BANK_6"},
    {96, "DM_PARITY_ERROR_BANK_7"},
    {97, "DMA_S2MM_#_ERROR", 2},
    {99, "DMA_MM2S_#_ERROR", 2},
    {101, "LOCK_ERROR"},
    {102, "DMA_TASK_TOKEN_STALL"},
    {106, "GROUP_BROADCAST"},
    {107, "BROADCAST_#", 16},
    {123, "GROUP_USER_EVENT"},
    {124, "USER_EVENT_#", 4},
};

static constexpr EventRow memTileEvents[] = {
    COMMON_EVENTS,
    {5, "PERF_CNT#_EVENT", 4},
    {9, "COMBO_EVENT_#", 4},
    {13, "EDGE_DETECTION_EVENT_#", 2},
    {15, "GROUP_WATCHPOINT"},
    {16, "WATCHPOINT_#", 4},
    {20, "GROUP_DMA_ACTIVITY"},
    DMA_EVENTS(21, "SEL"),
    {45, "GROUP_LOCK"},
    {46, "LOCK_SEL#_ACQ_EQ", 8, 4},
    {47, "LOCK_SEL#_ACQ_GE", 8, 4},
    {48, "LOCK_SEL#_REL", 8, 4},
    {49, "LOCK_SEL#_EQUAL_TO_VALUE", 8, 4},
    {78, "GROUP_STREAM_SWITCH"},
    PORT_EVENTS(79),
    {111, "GROUP_MEMORY_CONFLICT"},
    {112, "CONFLICT_DM_BANK_#", 16},
    {128, "GROUP_ERRORS"},
    {129, "DM_ECC_ERROR_SCRUB_CORRECTED"},
    {130, "DM_ECC_ERROR_SCRUB_2BIT"},
    {131, "DM_ECC_ERROR_1BIT"},
    {132, "DM_ECC_ERROR_2BIT"},
    {133, "DMA_S2MM_ERROR"},
    {134, "DMA_MM2S_ERROR"},
    {135, "STREAM_SWITCH_PARITY_ERROR"},
    {136, "STREAM_PKT_ERROR"},
    {137, "CONTROL_PKT_ERROR"},
    {138, "AXI_MM_SLAVE_ERROR"},
    {139, "LOCK_ERROR"},
    {140, "DMA_TASK_TOKEN_STALL"},
    {141, "GROUP_BROADCAST"},
    {142, "BROADCAST_#", 16},
    {158, "GROUP_USER_EVENT"},
    {159, "USER_EVENT_#", 2},
};

static constexpr EventRow shimEvents[] = {
    COMMON_EVENTS,
    {5, "PERF_CNT_#", 2},
    {7, "COMBO_EVENT_#", 4},
    {11, "EDGE_DETECTION_EVENT_#", 2},
    {13, "GROUP_DMA_ACTIVITY"},
    DMA_EVENTS(14, ""),
    {38, "GROUP_LOCK"},
    {39, "LOCK_#_ACQ_EQ", 6, 4},
    {40, "LOCK_#_ACQ_GE", 6, 4},
    {41, "LOCK_#_REL", 6, 4},
    {42, "LOCK_#_EQUAL_TO_VALUE", 6, 4},
    {63, "GROUP_ERRORS"},
    {64, "AXI_MM_SLAVE_ERROR"},
    {65, "CONTROL_PKT_ERROR"},
    {66, "STREAM_SWITCH_PARITY_ERROR"},
    {67, "AXI_MM_DECODE_NSU_ERROR"},
    {68, "AXI_MM_SLAVE_NSU_ERROR"},
    {69, "AXI_MM_UNSUPPORTED_TRAFFIC"},
    {70, "AXI_MM_UNSECURE_ACCESS_IN_SECURE_MODE"},
    {71, "AXI_MM_BYTE_STROBE_ERROR"},
    {72, "DMA_S2MM_ERROR"},
    {73, "DMA_MM2S_ERROR"},
    {74, "LOCK_ERROR"},
    {75, "DMA_TASK_TOKEN_STALL"},
    {76, "GROUP_STREAM_SWITCH"},
    PORT_EVENTS(77),
    {109, "GROUP_BROADCAST_A"},
    {110, "BROADCAST_A_#", 16},
    {126, "USER_EVENT_#", 2},
};
// clang-format on

static EventTable expand(llvm::ArrayRef<EventRow> rows) {
  EventTable table;
  for (const EventRow &row : rows)
    for (unsigned k = 0; k < row.count; ++k) {
      auto [before, after] = llvm::StringRef(row.name).split('#');
      std::string name = before.str();
      if (before.size() != llvm::StringRef(row.name).size())
        name += llvm::utostr(k) + after.str();
      uint32_t number = row.first + k * row.step;
      table.numbers.try_emplace(name, number);
      table.names.try_emplace(number, std::move(name));
    }
  return table;
}

static const EventTable &eventTable(Module module) {
  static const EventTable tables[] = {expand(coreEvents), expand(memoryEvents),
                                      expand(memTileEvents), expand(shimEvents)};
  return tables[static_cast<unsigned>(module)];
}

std::optional<uint32_t> lookupEvent(Module module, llvm::StringRef name) {
  const EventTable &table = eventTable(module);
  auto it = table.numbers.find(name.upper());
  return it == table.numbers.end() ? std::nullopt : std::optional(it->second);
}

std::optional<llvm::StringRef> eventName(Module module, uint32_t number) {
  const EventTable &table = eventTable(module);
  auto it = table.names.find(number);
  return it == table.names.end() ? std::nullopt : std::optional<llvm::StringRef>(it->second);
}

} // namespace tilewright::device
