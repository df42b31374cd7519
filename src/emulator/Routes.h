//===- Routes.h - Laying routes through the switches ------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_EMULATOR_ROUTES_H
#define TILEWRIGHT_EMULATOR_ROUTES_H

#include "emulator/Stream.h"
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tilewright::emulator {

class Array;
class Tile;

/// The routes that the switch registers now make, from every source and every
/// packet master port. Routes of \p old that are unchanged are kept with all
/// that is on its way in them.
std::vector<std::unique_ptr<Route>> layRoutes(Array &, std::vector<std::unique_ptr<Route>> old);

/// "South 3 of tile (0, 1)".
std::string slaveName(const Tile &, unsigned physicalIndex);
std::string masterName(const Tile &, unsigned physicalIndex);

} // namespace tilewright::emulator
#endif // TILEWRIGHT_EMULATOR_ROUTES_H
