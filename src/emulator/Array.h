//===- Array.h - All tiles together -----------------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The tiles, what connects them (routes, host memory, the tokens on their way to
// the controller), and the loop that lets them act.
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_EMULATOR_ARRAY_H
#define TILEWRIGHT_EMULATOR_ARRAY_H

#include "emulator/Npu.h"
#include "emulator/Scheduler.h"
#include "emulator/Stream.h"
#include "emulator/Tile.h"
#include <map>
#include <memory>
#include <optional>
#include <tuple>
#include <vector>

namespace tilewright::emulator {

/// A DMA channel of the array.
struct ChannelName {
  device::TileID tile;
  device::DMAChannelDir direction;
  uint32_t channel;
  friend auto operator<=>(const ChannelName &, const ChannelName &) = default;
};
/// "MM2S channel 0 of tile (0, 0)".
std::string describe(const ChannelName &);

class Core;

/// The end of the shim's South 0: tokens that reach the controller.
class TokenSink : public StreamSink {
public:
  explicit TokenSink(Array &array) : array(array) {}
  uint64_t demand() const override { return 1; }
  void take(llvm::ArrayRef<uint32_t> words, bool last) override;
  std::string describe() const override { return "the controller"; }

private:
  Array &array;
};

class Array {
public:
  Array(const device::DeviceModel &, NpuOptions);
  ~Array();

  /// Null outside of the partition.
  Tile *tile(device::TileID) const;
  /// The same, or a memory tile west of a partition that does not begin at the
  /// array's edge: no program can address it, but a memory tile's DMA reaches it.
  Tile *neighbour(device::TileID);
  /// Warns of the use of such a tile.
  void noteOutside(const Tile &);
  llvm::ArrayRef<std::unique_ptr<Tile>> tiles() const { return all; }

  /// Lets the array run until all of it waits, it failed, or (false) it has
  /// gone on for long without coming to rest.
  bool settle();
  /// One actor's step; false if nobody can act.
  bool stepOne();

  /// Ends the run; the first failure is the one reported.
  void fail(Fault, std::string message);
  bool failed() const { return failure.has_value(); }
  llvm::Error takeFailure();
  void warn(const llvm::Twine &message);

  /// Stream-switch or mux registers changed: routes are laid anew before anybody
  /// acts again.
  void routesChanged() { routesStale = true; }
  llvm::ArrayRef<std::unique_ptr<Route>> allRoutes() const { return routes; }

  /// Cuts memories by the design's buffers and learns names.
  void learnNames(const formats::HostProgram &);
  std::string lockName(device::TileID, unsigned id) const;
  std::string channelName(const ChannelName &) const;

  /// The pieces of host memory are the arguments of the run.
  void setArguments(llvm::ArrayRef<llvm::MutableArrayRef<uint8_t>>);
  /// Device address of an argument; nothing if there is none.
  std::optional<uint64_t> argumentAddress(unsigned index) const;
  const Piece *hostPiece(uint64_t address) const;

  /// Spoilt red zones of a memory become a failure. \p culprit is the core that
  /// has done it; null when that is not known.
  void checkRedZones(Memory &, device::TileID owner, const Core *culprit, size_t depth);
  void checkAllRedZones();

  const device::DeviceModel &model;
  NpuOptions options;
  Scheduler scheduler;
  std::map<ChannelName, uint64_t> tokens; ///< that have reached the controller
  TokenSink controller;

private:
  std::vector<std::unique_ptr<Tile>> all; ///< column by column, bottom up
  std::map<device::TileID, std::unique_ptr<Tile>> outside;
  bool outsideNoted = false;
  std::vector<std::unique_ptr<Route>> routes;
  bool routesStale = false;
  std::optional<std::pair<Fault, std::string>> failure;
  std::vector<Piece> host;
  std::map<std::pair<device::TileID, unsigned>, std::string> lockNames;
  std::map<ChannelName, std::string> channelNames;
};

} // namespace tilewright::emulator
#endif // TILEWRIGHT_EMULATOR_ARRAY_H
