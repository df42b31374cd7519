//===- BdIdAllocator.h - Which descriptors of a tile are taken --*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_DEVICE_BDIDALLOCATOR_H
#define TILEWRIGHT_DEVICE_BDIDALLOCATOR_H

#include "device/DeviceModel.h"
#include "llvm/ADT/BitVector.h"

namespace tilewright::device {

/// Hands out the buffer descriptors of one tile, lowest number first, heeding
/// which of them a channel can use.
class BdIdAllocator {
public:
  BdIdAllocator(const DeviceModel &model, TileID tile)
      : model(model), tile(tile), taken(model.numBDs(tile)) {}

  /// The lowest free descriptor that \p channel can use, now taken; nothing if
  /// there is none.
  std::optional<uint32_t> next(uint32_t channel) {
    for (uint32_t id = 0; id < taken.size(); ++id)
      if (!taken.test(id) && model.isBDAccessible(tile, id, channel)) {
        taken.set(id);
        return id;
      }
    return std::nullopt;
  }
  /// Takes a given descriptor; false if it was taken or does not exist.
  bool take(uint32_t id) {
    if (id >= taken.size() || taken.test(id))
      return false;
    taken.set(id);
    return true;
  }
  void release(uint32_t id) {
    if (id < taken.size())
      taken.reset(id);
  }
  bool isTaken(uint32_t id) const { return id < taken.size() && taken.test(id); }
  /// How many descriptors \p channel can use, taken or not.
  uint32_t numUsable(uint32_t channel) const {
    uint32_t count = 0;
    for (uint32_t id = 0; id < taken.size(); ++id)
      count += model.isBDAccessible(tile, id, channel);
    return count;
  }

private:
  const DeviceModel &model;
  TileID tile;
  llvm::BitVector taken;
};

} // namespace tilewright::device
#endif // TILEWRIGHT_DEVICE_BDIDALLOCATOR_H
