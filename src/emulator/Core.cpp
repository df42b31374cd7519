//===- Core.cpp - A core that runs code of the host -------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "emulator/Core.h"
#include "device/Execution.h"
#include "emulator/Array.h"
#include "emulator/Fiber.h"
#include "emulator/Tile.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/FormatVariadic.h"

namespace tilewright::emulator {

/// Calls after which a core that never has to wait lets others act.
static constexpr unsigned callsInARow = 4096;

static thread_local Core *current = nullptr;
Core *Core::running() { return current; }

CoreActivity &coreActivity() {
  static CoreActivity activity;
  return activity;
}

Core::Core(Tile &tile)
    : output(*this), input(*this), tile(tile), controlWord(device::reg::coreControlReset) {
  request.actor = this;
}

Core::~Core() { tile.array.scheduler.forget(*this); }

std::string Core::describe() const { return "core " + emulator::describe(tile.id); }

void Core::setProgram(std::function<llvm::Expected<Entry>()> program) {
  reset();
  load = std::move(program);
}

//===--- Registers --------------------------------------------------------===//

bool Core::enabled() const {
  return (controlWord & device::reg::coreControlEnable) &&
         !(controlWord & device::reg::coreControlReset);
}

void Core::reset() {
  if (request.lock)
    request.lock->cancel(request);
  fiber.reset();
  finished = false;
  wait = Wait::Nothing;
  output.held.clear();
  input.held.clear();
  fromNorth.values.clear();
  fromWest.values.clear();
  controlRegisters.clear();
  controlWord = device::reg::coreControlReset;
}

void Core::control(uint32_t word) {
  if (word & device::reg::coreControlReset)
    reset();
  controlWord = word;
  if (enabled())
    tile.array.scheduler.wake(*this);
}

uint32_t Core::status() const {
  device::CoreState state;
  state.enabled = controlWord & device::reg::coreControlEnable;
  state.reset = controlWord & device::reg::coreControlReset;
  state.done = finished;
  state.lockStall = wait == Wait::Lock;
  state.streamInStall = wait == Wait::StreamIn;
  state.streamOutStall = wait == Wait::StreamOut;
  state.cascadeInStall = wait == Wait::CascadeIn;
  state.cascadeOutStall = wait == Wait::CascadeOut;
  return device::encodeCoreStatus(state);
}

//===--- Running ----------------------------------------------------------===//

void Core::step() {
  if (!enabled() || finished || !load || tile.array.failed())
    return;
  if (request.lock) // still waiting: woken by something older
    return;
  if (!fiber) {
    llvm::Expected<Entry> entry = load();
    if (!entry)
      return tile.array.fail(Fault::BadProgram, llvm::toString(entry.takeError()));
    fiber = std::make_unique<Fiber>([start = *entry] { start(); });
  }
  CoreActivity &activity = coreActivity();
  Core *outer = current;
  current = this;
  ++activity.entered;
  activity.tile = tile.id.col * 256 + tile.id.row;
  bool sound = fiber->resume();
  activity.tile = -1;
  current = outer;
  if (!sound) {
    finished = true;
    return tile.array.fail(Fault::OutOfBounds, describe() + " " + fiber->crash());
  }
  if (fiber->finished()) {
    finished = true;
    checkReach(Memory::redZone);
  }
}

void Core::suspend(Wait reason) {
  wait = reason;
  fiber->suspend();
  wait = Wait::Nothing;
}

void Core::stop() {
  for (;;)
    fiber->suspend();
}

void Core::giveUp(const char *did) {
  tile.array.fail(Fault::BadProgram, describe() + " " + did);
  stop();
}

void Core::checkReach(size_t depth) {
  for (Tile *reached : reaches)
    tile.array.checkRedZones(reached->memory, reached->id, this, depth);
}

/// On each call from the program.
void Core::countCall() {
  if (tile.array.failed())
    stop();
  if (++calls % callsInARow)
    return;
  tile.array.scheduler.wake(*this);
  suspend(Wait::Nothing);
}

void Core::countLockCall() {
  checkReach(Memory::quickZone);
  countCall();
}

//===--- Locks ------------------------------------------------------------===//

void Core::acquire(unsigned index, int value) {
  countLockCall();
  Tile *owner;
  unsigned ownId;
  Lock *lock = tile.coreLock(index, owner, ownId);
  if (!lock) {
    tile.array.fail(Fault::Hardware, llvm::formatv("{0} acquires lock {1}, which does not exist",
                                                   describe(), index));
    stop();
  }
  request.request = value;
  if (!lock->acquire(request))
    suspend(Wait::Lock);
}

void Core::release(unsigned index, int delta) {
  countLockCall();
  Tile *owner;
  unsigned ownId;
  Lock *lock = tile.coreLock(index, owner, ownId);
  if (!lock) {
    tile.array.fail(Fault::Hardware, llvm::formatv("{0} releases lock {1}, which does not exist",
                                                   describe(), index));
    stop();
  }
  tile.releaseLock(*lock, *owner, ownId, delta, [this] { return describe(); });
}

//===--- Streams ----------------------------------------------------------===//

bool Core::Output::send(llvm::MutableArrayRef<uint32_t> words) {
  bool last = held.take(words);
  if (core.wait == Wait::StreamOut)
    core.tile.array.scheduler.wake(core);
  return last;
}
std::string Core::Output::describe() const { return "the stream output of " + core.describe(); }

uint64_t Core::Input::demand() const { return core.wait == Wait::StreamIn && held.empty() ? 1 : 0; }
void Core::Input::take(llvm::ArrayRef<uint32_t> words, bool last) {
  held.append(words, last);
  core.tile.array.scheduler.wake(core);
}
std::string Core::Input::describe() const { return "the stream input of " + core.describe(); }

void Core::put(uint32_t word, bool last) {
  countCall();
  while (!output.held.empty())
    suspend(Wait::StreamOut);
  output.held.push(word, last);
  if (output.outgoing)
    output.outgoing->wake();
}

WordQueue::Word Core::get() {
  countCall();
  while (input.held.empty()) {
    if (input.incoming)
      input.incoming->wake();
    suspend(Wait::StreamIn);
  }
  return input.held.pop();
}

//===--- Cascade ----------------------------------------------------------===//

CascadeLink &Core::cascadeSource() {
  return device::cascadeInput(tile.cascadeSetting) == device::WireBundle::West ? fromWest
                                                                               : fromNorth;
}

Core *Core::cascadeTarget(CascadeLink *&link) const {
  bool east = device::cascadeOutput(tile.cascadeSetting) == device::WireBundle::East;
  device::TileID id = tile.id;
  east ? ++id.col : --id.row;
  Tile *next = tile.array.tile(id);
  if (!next || !next->core)
    return nullptr;
  link = east ? &next->core->fromWest : &next->core->fromNorth;
  return next->core.get();
}

void Core::putCascade(const CascadeValue &value) {
  countCall();
  CascadeLink *link;
  Core *target = cascadeTarget(link);
  if (!target) {
    tile.array.fail(Fault::Hardware,
                    describe() + " puts a cascade value, but its cascade leads to no core");
    stop();
  }
  while (link->values.size() >= device::depth::cascade)
    suspend(Wait::CascadeOut);
  link->values.push_back(value);
  if (target->wait == Wait::CascadeIn)
    tile.array.scheduler.wake(*target);
}

CascadeValue Core::getCascade() {
  countCall();
  CascadeLink &link = cascadeSource();
  while (link.values.empty())
    suspend(Wait::CascadeIn);
  CascadeValue value = link.values.front();
  link.values.pop_front();
  device::TileID id = tile.id;
  &link == &fromWest ? --id.col : ++id.row;
  Tile *giver = tile.array.tile(id);
  if (giver && giver->core && giver->core->wait == Wait::CascadeOut)
    tile.array.scheduler.wake(*giver->core);
  return value;
}

int Core::controlRegister(int reg) const {
  auto found = controlRegisters.find(reg);
  return found == controlRegisters.end() ? 0 : found->second;
}

} // namespace tilewright::emulator
