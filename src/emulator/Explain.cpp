//===- Explain.cpp - Who waits for what -------------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "emulator/Explain.h"
#include "emulator/Core.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include <cstdlib>

namespace tilewright::emulator {

using device::DMAChannelDir;

//===--- Locks ------------------------------------------------------------===//

/// Which lock of which tile; every lock is some tile's.
static std::string nameLock(Array &array, const Lock *lock) {
  for (const auto &tile : array.tiles())
    if (lock >= tile->locks.data() && lock < tile->locks.data() + tile->locks.size())
      return tile->describeLock(lock - tile->locks.data());
  return "a lock";
}

/// The channels at work whose BDs, now or further along their chain, release a lock.
static std::vector<std::string> releasers(Array &array, const Lock *lock) {
  std::vector<std::string> names;
  for (const auto &tile : array.tiles()) {
    for (const auto &channel : tile->channels) {
      if (channel->state() == DmaChannel::State::Idle)
        continue;
      device::BufferDescriptor bd = channel->descriptor();
      unsigned count = array.model.numBDs(tile->id);
      for (unsigned visited = 0; visited <= count; ++visited) {
        Tile *owner;
        unsigned id;
        if (bd.lockReleaseValue > 0 && tile->dmaLock(bd.lockReleaseId, owner, id) == lock) {
          names.push_back(channel->describe());
          break;
        }
        if (!bd.useNextBD || bd.nextBD >= count)
          break;
        bd = device::decodeBD(tile->type, tile->bdWords(bd.nextBD));
      }
    }
  }
  return names;
}

static std::string describeRequest(Array &array, const LockRequest &request) {
  std::string text =
      llvm::formatv("waits for {0}: its value is {1}, wanted is {2} {3}",
                    nameLock(array, request.lock), request.lock->value(),
                    request.request < 0 ? "at least" : "exactly", std::abs(request.request));
  std::vector<std::string> from = releasers(array, request.lock);
  if (from.empty())
    return text + "; no DMA task at work releases it";
  return text + "; released by " + llvm::join(from, ", ");
}

//===--- Cores ------------------------------------------------------------===//

static const char *describeWait(Core::Wait wait) {
  switch (wait) {
  case Core::Wait::StreamIn:
    return "waits for a word on its stream input";
  case Core::Wait::StreamOut:
    return "waits for room on its stream output";
  case Core::Wait::CascadeIn:
    return "waits for a cascade value";
  case Core::Wait::CascadeOut:
    return "waits for room on its cascade output";
  case Core::Wait::Nothing:
  case Core::Wait::Lock:
    break;
  }
  return "is ready to run";
}

static std::string explainCore(Array &array, Core &core) {
  if (!core.enabled())
    return "";
  if (!core.hasProgram())
    return "  " + core.describe() + " is enabled, but has no program for this machine\n";
  std::string line = "  " + core.describe() + " ";
  if (core.done())
    return line + "has come to its end\n";
  if (core.lockRequest().lock)
    return line + describeRequest(array, core.lockRequest()) + "\n";
  return line + describeWait(core.waiting()) + "\n";
}

//===--- DMA channels -----------------------------------------------------===//

/// Where the way from a source ends, when it ends badly.
static std::string explainRoute(const Route *route, bool sender) {
  if (!route)
    return sender ? ", but no route leads away from it" : ", but no route leads to it";
  if (sender && route->hasDeadEnd())
    return ", but its route leads to a port where nothing listens";
  if (!sender)
    return " from " + route->from().describe();
  return "";
}

static std::string sinkNames(const Route &route) {
  std::string names;
  for (const Route::Node &node : route.tree())
    if (node.sink)
      names += (names.empty() ? "" : ", ") + node.sink->describe();
  return names;
}

static std::string explainChannel(Array &array, DmaChannel &channel) {
  if (channel.state() == DmaChannel::State::Idle)
    return "";
  std::string line = llvm::formatv("  {0} (BD {1}) ", channel.describe(), channel.currentBD());
  if (channel.lockRequest().lock)
    return line + describeRequest(array, channel.lockRequest()) + "\n";
  bool sender = channel.direction() == DMAChannelDir::MM2S;
  const Route *route = sender ? channel.outgoing : channel.incoming;
  line +=
      llvm::formatv("{0} {1} more words of {2}{3}", sender ? "has to send" : "waits for",
                    channel.wordsLeft(), channel.descriptor().length, explainRoute(route, sender));
  if (sender && route && !route->hasDeadEnd())
    line += " to " + sinkNames(*route);
  return line + "\n";
}

std::string explainWaiting(Array &array) {
  std::string text;
  for (const auto &tile : array.tiles())
    if (tile->core)
      text += explainCore(array, *tile->core);
  for (const auto &tile : array.tiles()) {
    for (const auto &channel : tile->channels)
      text += explainChannel(array, *channel);
    for (const std::string &port : tile->packets.blockedPorts())
      text += "  " + port + "\n";
  }
  return text;
}

//===--- Tokens -----------------------------------------------------------===//

std::string explainToken(Array &array, const ChannelName &name) {
  Tile *tile = array.tile(name.tile);
  DmaChannel *channel = tile ? tile->channel(name.direction, name.channel) : nullptr;
  if (!channel)
    return "there is no such channel";
  if (channel->tokensIssued() && tile->control.pending())
    return "tokens wait in the control port of tile " + describe(name.tile) +
           (tile->control.outgoing ? ", whose route does not reach the controller"
                                   : ", from which no route leads to the controller");
  if (channel->state() != DmaChannel::State::Idle)
    return llvm::formatv("the channel is still at a task, {0} more in its queue",
                         channel->queued());
  if (channel->tasksDone() == 0)
    return "the channel has been given no task";
  return llvm::formatv("the channel has done {0} tasks and issued {1} tokens; a task issues one "
                       "only if that was asked for when it was started",
                       channel->tasksDone(), channel->tokensIssued());
}

} // namespace tilewright::emulator
