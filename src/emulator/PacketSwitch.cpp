//===- PacketSwitch.cpp - A tile's stream switch ----------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "emulator/PacketSwitch.h"
#include "emulator/Array.h"
#include "emulator/Routes.h"
#include "emulator/Tile.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include <limits>

namespace tilewright::emulator {

PacketSwitch::PacketSwitch(Tile &tile) : tile(tile) {
  for (unsigned port = 0; port < tile.switchbox.slaves.size(); ++port)
    inputs.push_back(std::make_unique<Input>(*this, port));
  for (unsigned port = 0; port < tile.switchbox.masters.size(); ++port)
    outputs.push_back(std::make_unique<Output>(*this, port));
}

PacketSwitch::~PacketSwitch() { tile.array.scheduler.forget(*this); }

void PacketSwitch::reset() {
  serving.fill(nullptr);
  for (auto &input : inputs) {
    input->held.clear();
    input->packet.reset();
    input->granted = false;
    input->headerNext = true;
  }
  for (auto &output : outputs)
    output->held.clear();
}

//===--- Ports ------------------------------------------------------------===//

uint64_t PacketSwitch::Input::demand() const {
  uint64_t depth = device::depth::streamPort, through = owner.onward(*this);
  uint64_t free = held.size() < depth ? depth - held.size() : 0;
  return std::max(free, through > held.size() ? through - held.size() : 0);
}

void PacketSwitch::Input::take(llvm::ArrayRef<uint32_t> words, bool last) {
  held.append(words, last);
  owner.tile.array.scheduler.wake(owner);
}

uint64_t PacketSwitch::Output::room() const {
  uint64_t depth = device::depth::streamPort, beyond = outgoing ? outgoing->room() : 0;
  uint64_t all = std::max(depth, beyond);
  return all > held.size() ? all - held.size() : 0;
}

bool PacketSwitch::Output::send(llvm::MutableArrayRef<uint32_t> words) {
  bool last = held.take(words);
  owner.tile.array.scheduler.wake(owner);
  return last;
}

std::string PacketSwitch::Input::describe() const {
  return "packet port " + slaveName(owner.tile, port);
}
std::string PacketSwitch::Output::describe() const {
  return "packet port " + masterName(owner.tile, port);
}

//===--- Arbitration ------------------------------------------------------===//

/// Matches the packet in front; false if there is none, or it fits no slot.
bool PacketSwitch::classify(Input &input) {
  if (input.packet)
    return true;
  if (input.held.empty())
    return false;
  uint32_t header = input.held.front();
  uint32_t id = device::decodePacketHeader(header).id;
  for (unsigned i = 0; i < tile.switchbox.slotsPerPort; ++i) {
    device::PacketSlot slot = tile.switchbox.slot(input.port, i);
    if (!slot.matches(id))
      continue;
    input.packet = slot;
    input.headerNext = true;
    return true;
  }
  tile.array.fail(Fault::Hardware,
                  llvm::formatv("a packet with id {0} (header {1:x}) comes to {2}, where no "
                                "packet rule takes it",
                                id, header, slaveName(tile, input.port)));
  return false;
}

llvm::SmallVector<PacketSwitch::Output *, 4>
PacketSwitch::listeners(const device::PacketSlot &slot) const {
  llvm::SmallVector<Output *, 4> result;
  for (const auto &output : outputs) {
    device::SwitchMaster master = tile.switchbox.master(output->port);
    if (master.enabled && master.packet && master.arbiter == slot.arbiter &&
        (master.mselMask >> slot.msel & 1))
      result.push_back(output.get());
  }
  return result;
}

/// Gives a free arbiter to the next slave, in turn, that waits for it.
void PacketSwitch::grant(unsigned arbiter) {
  for (unsigned i = 0; i < inputs.size(); ++i) {
    unsigned port = (turn[arbiter] + i) % inputs.size();
    Input &input = *inputs[port];
    if (!input.packet || input.granted || input.packet->arbiter != arbiter)
      continue;
    serving[arbiter] = &input;
    input.granted = true;
    input.to = listeners(*input.packet);
    turn[arbiter] = port + 1;
    return;
  }
}

/// Words of the granted packet that its masters would take at once.
uint64_t PacketSwitch::onward(const Input &input) const {
  if (!input.granted || input.to.empty())
    return 0;
  uint64_t words = std::numeric_limits<uint64_t>::max();
  for (const Output *output : input.to)
    words = std::min(words, output->room());
  return input.headerNext ? std::min<uint64_t>(words, 1) : words;
}

/// Moves words of the granted packet on; true if any moved.
bool PacketSwitch::forward(Input &input) {
  bool moved = false;
  if (input.to.empty()) // a master may have been set up since
    input.to = listeners(*input.packet);
  while (input.granted) {
    uint64_t count = std::min(onward(input), input.held.packetWords());
    if (count == 0)
      break;
    std::vector<uint32_t> words(count);
    bool last = input.held.take(words);
    for (Output *output : input.to)
      if (!input.headerNext || !tile.switchbox.master(output->port).dropHeader)
        output->held.append(words, last);
    input.headerNext = false;
    moved = true;
    if (last) { // the arbiter is free
      serving[input.packet->arbiter] = nullptr;
      input.packet.reset();
      input.granted = false;
    }
  }
  if (!moved)
    return false;
  for (Output *output : input.to)
    if (output->outgoing)
      output->outgoing->wake();
  if (input.incoming)
    input.incoming->wake();
  return true;
}

void PacketSwitch::step() {
  for (bool moved = true; moved && !tile.array.failed();) {
    moved = false;
    for (auto &input : inputs)
      classify(*input);
    for (unsigned arbiter = 0; arbiter < serving.size(); ++arbiter) {
      if (!serving[arbiter])
        grant(arbiter);
      if (serving[arbiter])
        moved |= forward(*serving[arbiter]);
    }
  }
}

std::vector<std::string> PacketSwitch::blockedPorts() const {
  std::vector<std::string> lines;
  for (const auto &input : inputs) {
    if (input->held.empty() || !input->packet)
      continue;
    uint32_t arbiter = input->packet->arbiter;
    std::string line = input->describe() + ": a packet";
    if (!input->granted && serving[arbiter])
      line += llvm::formatv(" waits for arbiter {0}, which serves {1} until that packet's end",
                            arbiter, slaveName(tile, serving[arbiter]->port));
    else if (listeners(*input->packet).empty())
      line += llvm::formatv(" cannot go on: no port listens to arbiter {0}, msel {1}", arbiter,
                            input->packet->msel);
    else
      line += " cannot go on: a port that must take it is full";
    lines.push_back(line);
  }
  return lines;
}

} // namespace tilewright::emulator
