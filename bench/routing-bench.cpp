//===- routing-bench.cpp - How routing grows with the array -----*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialect/aie/transforms/routing/Router.h"

#include "benchmark/benchmark.h"

using namespace tilewright;
using namespace tilewright::aie::routing;
using device::Device;
using enum device::WireBundle;

static Endpoint at(int col, int row, device::WireBundle bundle, int channel) {
  return {{col, row}, {bundle, channel}};
}

/// The flows of a matrix product: A along rows of cores, B down columns, C
/// gathered per column.
static RequestList matrixProduct(int columns) {
  RequestList list;
  for (int col = 0; col < columns; ++col) {
    for (int channel : {0, 1})
      list.addCircuit(at(col, 0, DMA, channel), at(col, 1, DMA, channel));
    for (int row = 2; row < 6; ++row)
      list.addCircuit(at(col, 1, DMA, 1), at(col, row, DMA, 1));
    for (int row = 2; row < 6; ++row)
      list.addCircuit(at(col, row, DMA, 0), at(col, 1, DMA, row));
    list.addCircuit(at(col, 1, DMA, 2), at(col, 0, DMA, 0));
  }
  for (int row = 2; row < 6; ++row)
    for (int col = 0; col < columns; ++col)
      list.addCircuit(at((row - 2) % columns, 1, DMA, (row - 2) / columns == 0 ? 0 : 2 + row - 2),
                      at(col, row, DMA, 0));
  return list;
}

static void routeColumns(benchmark::State &state) {
  static const std::pair<int64_t, Device> devices[] = {
      {1, Device::npu2_1col}, {2, Device::npu2_2col}, {4, Device::npu2_4col}, {8, Device::npu2}};
  RequestList list = matrixProduct(state.range(0));
  for (auto [columns, device] : devices)
    if (columns == state.range(0))
      for (auto _ : state) {
        Result result = routeAll(device::DeviceModel::get(device), list.requests(), {});
        if (!std::holds_alternative<std::vector<Route>>(result))
          state.SkipWithError("not routed");
      }
  state.SetComplexityN(state.range(0));
}
BENCHMARK(routeColumns)
    ->RangeMultiplier(2)
    ->Range(1, 8)
    ->Complexity()
    ->Unit(benchmark::kMicrosecond);

/// Five streams into a memory tile whose switch has four inputs from above.
static void routeAroundCongestion(benchmark::State &state) {
  RequestList list;
  int channel = 0;
  for (auto [col, row, c] : {std::tuple{1, 2, 0}, {1, 3, 1}, {2, 2, 0}, {2, 3, 1}, {2, 4, 0}})
    list.addCircuit(at(col, row, DMA, c), at(2, 1, DMA, channel++));
  for (auto _ : state)
    benchmark::DoNotOptimize(
        routeAll(device::DeviceModel::get(Device::npu2_4col), list.requests(), {}));
}
BENCHMARK(routeAroundCongestion)->Unit(benchmark::kMicrosecond);

BENCHMARK_MAIN();
