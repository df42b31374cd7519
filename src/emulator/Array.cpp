//===- Array.cpp - All tiles together ---------------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "emulator/Array.h"
#include "emulator/Core.h"
#include "emulator/Routes.h"
#include "llvm/Support/FormatVariadic.h"
#include <utility>

namespace tilewright::emulator {

/// Steps after which the array is taken not to come to rest by itself.
static constexpr unsigned patience = 100000;
/// Device addresses of arguments lie this far apart, so that no transfer strays
/// from one into the next unnoticed.
static constexpr uint64_t argumentSpacing = uint64_t{1} << 36;

std::string describe(const ChannelName &name) {
  return llvm::formatv("{0} channel {1} of tile {2}", device::stringify(name.direction),
                       name.channel, describe(name.tile));
}

void TokenSink::take(llvm::ArrayRef<uint32_t> words, bool) {
  for (uint32_t word : words) {
    device::TaskToken token = device::decodeTaskToken(word);
    ++array.tokens[{token.tile, token.direction, token.channel}];
  }
}

//===--- Tiles ------------------------------------------------------------===//

Array::Array(const device::DeviceModel &model, NpuOptions npuOptions)
    : model(model), options(std::move(npuOptions)), controller(*this) {
  for (int col = 0; col < model.columns(); ++col)
    for (int row = 0; row < model.rows(); ++row)
      all.push_back(std::make_unique<Tile>(*this, device::TileID{col, row}));
}

Array::~Array() {
  routes.clear();
  all.clear();
  outside.clear();
}

Tile *Array::tile(device::TileID id) const {
  size_t index = size_t(id.col) * model.rows() + id.row;
  return model.contains(id) && index < all.size() ? all[index].get() : nullptr;
}

Tile *Array::neighbour(device::TileID id) {
  if (Tile *inside = tile(id))
    return inside;
  if (!model.isVirtualized() || id.col != -1 || !model.isMemTile({0, id.row}))
    return nullptr;
  std::unique_ptr<Tile> &place = outside[id];
  if (!place)
    place = std::make_unique<Tile>(*this, id);
  return place.get();
}

void Array::noteOutside(const Tile &tile) {
  if (tile.id.col >= 0 || std::exchange(outsideNoted, true))
    return;
  warn("a DMA uses the memory or locks of tile " + describe(tile.id) + ", west of the partition");
}

//===--- Acting -----------------------------------------------------------===//

bool Array::stepOne() {
  if (routesStale) {
    routesStale = false;
    routes = layRoutes(*this, std::move(routes));
  }
  return scheduler.stepOne();
}

bool Array::settle() {
  for (unsigned steps = 0; steps < patience; ++steps)
    if (failed() || !stepOne())
      return true;
  return false;
}

void Array::fail(Fault fault, std::string message) {
  if (!failure)
    failure = {fault, std::move(message)};
}

llvm::Error Array::takeFailure() {
  if (!failure)
    return llvm::Error::success();
  auto [fault, message] = std::move(*failure);
  failure.reset();
  return llvm::make_error<NpuError>(fault, std::move(message));
}

void Array::warn(const llvm::Twine &message) {
  if (options.onWarning)
    options.onWarning(message.str());
}

//===--- Names ------------------------------------------------------------===//

void Array::learnNames(const formats::HostProgram &program) {
  std::map<device::TileID, std::vector<Memory::Buffer>> buffers;
  for (const formats::HostBuffer &buffer : program.buffers)
    buffers[buffer.tile].push_back({buffer.symbol, buffer.address, buffer.size});
  for (const auto &tile : all)
    if (tile->memory.size())
      tile->memory.carve(buffers[tile->id]);
  lockNames.clear();
  for (const formats::HostLock &lock : program.locks)
    if (!lock.symbol.empty())
      lockNames[{lock.tile, lock.id}] = lock.symbol;
  channelNames.clear();
  for (const formats::HostChannel &channel : program.channels)
    channelNames[{channel.tile, channel.direction, channel.channel}] = channel.symbol;
}

std::string Array::lockName(device::TileID tile, unsigned id) const {
  auto found = lockNames.find({tile, id});
  return found == lockNames.end() ? "" : found->second;
}

std::string Array::channelName(const ChannelName &name) const {
  auto found = channelNames.find(name);
  return describe(name) + (found == channelNames.end() ? "" : " ('" + found->second + "')");
}

//===--- Host memory ------------------------------------------------------===//

std::optional<uint64_t> Array::argumentAddress(unsigned index) const {
  if (index >= host.size())
    return std::nullopt;
  return (index + 1) * argumentSpacing;
}

void Array::setArguments(llvm::ArrayRef<llvm::MutableArrayRef<uint8_t>> arguments) {
  host.clear();
  for (size_t i = 0; i < arguments.size(); ++i)
    host.push_back({(i + 1) * argumentSpacing + device::hostMemoryOffset, arguments[i].size(),
                    arguments[i].data(), "argument " + std::to_string(i)});
  for (const auto &tile : all)
    for (const auto &channel : tile->channels)
      channel->rebind();
}

const Piece *Array::hostPiece(uint64_t address) const {
  // A transfer may begin behind an argument's end; the argument is to be named.
  for (const Piece &piece : host)
    if (address >= piece.address && address - piece.address < argumentSpacing)
      return &piece;
  return nullptr;
}

//===--- Red zones --------------------------------------------------------===//

void Array::checkRedZones(Memory &memory, device::TileID owner, const Core *culprit, size_t depth) {
  if (!memory.size())
    return;
  std::optional<Memory::Damage> damage = memory.findDamage(depth);
  if (!damage)
    return;
  std::string who = culprit ? culprit->describe() : "a core";
  std::string what =
      damage->piece->name.empty()
          ? llvm::formatv("memory without a name at {0:x}", damage->piece->address).str()
          : "buffer '" + damage->piece->name + "'";
  std::string where = damage->behind ? "behind the end of" : "before the begin of";
  uint64_t between = damage->distance;
  where = (between ? std::to_string(between) + " bytes " : "right ") + where;
  fail(Fault::OutOfBounds,
       llvm::formatv("{0} wrote out of bounds: {1} {2} of tile {3}, which has {4} bytes", who,
                     where, what, describe(owner), damage->piece->size));
}

void Array::checkAllRedZones() {
  for (const auto &tile : all)
    checkRedZones(tile->memory, tile->id, nullptr, Memory::redZone);
}

} // namespace tilewright::emulator
