//===- Controller.cpp - What executes register programs ---------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "emulator/Controller.h"
#include "emulator/Explain.h"
#include "llvm/Support/FormatVariadic.h"

namespace tilewright::emulator {

/// Steps of the array that may pass while one command waits: far beyond any
/// transfer that gets anywhere.
static constexpr uint64_t longestWait = uint64_t{1} << 27;

static llvm::Error fault(Fault kind, std::string message) {
  return llvm::make_error<NpuError>(kind, std::move(message));
}

namespace {
class Controller {
public:
  Controller(Array &array, PdiAction loadPdi, bool waits)
      : array(array), loadPdi(loadPdi), waits(waits) {}

  llvm::Error operator()(const formats::Write &command);
  llvm::Error operator()(const formats::MaskWrite &command);
  llvm::Error operator()(const formats::BlockWrite &command);
  llvm::Error operator()(const formats::MaskPoll &command);
  llvm::Error operator()(const formats::Sync &command);
  llvm::Error operator()(const formats::AddressPatch &command);
  llvm::Error operator()(const formats::LoadPdi &command) { return loadPdi(command); }
  llvm::Error operator()(const formats::Preempt &) { return llvm::Error::success(); }

private:
  llvm::Expected<Tile *> tileAt(uint64_t address);
  llvm::Error takeToken(const ChannelName &name);
  llvm::Error deadlock(const llvm::Twine &waiting, llvm::StringRef why);
  /// Lets the array run until \p condition holds; false if it never will.
  bool runUntil(llvm::function_ref<bool()> condition);
  uint32_t offset(uint64_t address) const { return array.model.offsetOfAddress(address); }

  Array &array;
  PdiAction loadPdi;
  bool waits;
};
} // namespace

//===--- Waiting ----------------------------------------------------------===//

bool Controller::runUntil(llvm::function_ref<bool()> condition) {
  for (uint64_t steps = 0; steps < longestWait; ++steps) {
    if (condition())
      return true;
    if (array.failed() || !array.stepOne())
      return false;
  }
  return false;
}

llvm::Error Controller::deadlock(const llvm::Twine &waiting, llvm::StringRef why) {
  array.checkAllRedZones();
  if (llvm::Error error = array.takeFailure())
    return error;
  std::string rest = explainWaiting(array);
  std::string text = "deadlock: nothing can move any more\n";
  if (!array.scheduler.quiet())
    text = "deadlock: the array goes round without getting anywhere\n";
  text += ("  the instruction sequence " + waiting + ": " + why + "\n").str();
  text += rest;
  while (!text.empty() && text.back() == '\n')
    text.pop_back();
  return fault(Fault::Deadlock, std::move(text));
}

llvm::Error Controller::takeToken(const ChannelName &name) {
  auto arrived = [&] { return array.tokens[name] > 0; };
  if (runUntil(arrived)) {
    --array.tokens[name];
    return llvm::Error::success();
  }
  if (llvm::Error error = array.takeFailure())
    return error;
  return deadlock("waits for a task token of " + array.channelName(name),
                  explainToken(array, name));
}

llvm::Error Controller::operator()(const formats::Sync &command) {
  // A count of 0 is taken as 1: every known producer means one tile by it.
  for (int col = 0; col < std::max<int>(command.columnCount, 1); ++col)
    for (int row = 0; row < std::max<int>(command.rowCount, 1); ++row)
      if (llvm::Error error = takeToken(
              {{command.column + col, command.row + row},
               command.direction ? device::DMAChannelDir::MM2S : device::DMAChannelDir::S2MM,
               command.channel}))
        return error;
  return llvm::Error::success();
}

llvm::Error Controller::operator()(const formats::MaskPoll &command) {
  llvm::Expected<Tile *> tile = tileAt(command.address);
  if (!tile)
    return tile.takeError();
  uint32_t value = 0;
  auto holds = [&] {
    llvm::Expected<uint32_t> word = (*tile)->read(offset(command.address));
    if (!word) {
      array.fail(Fault::Hardware, llvm::toString(word.takeError()));
      return false;
    }
    value = *word;
    return (value & command.mask) == command.value;
  };
  if (runUntil(holds))
    return llvm::Error::success();
  if (llvm::Error error = array.takeFailure())
    return error;
  return deadlock(llvm::formatv("polls address {0:x} (tile {1}) under mask {2:x} for {3:x}",
                                command.address, describe((*tile)->id), command.mask, command.value)
                      .str(),
                  llvm::formatv("it reads {0:x}", value).str());
}

//===--- Writing ----------------------------------------------------------===//

llvm::Expected<Tile *> Controller::tileAt(uint64_t address) {
  device::TileID id = array.model.tileOfAddress(address);
  if (Tile *tile = array.tile(id))
    return tile;
  return fault(Fault::Hardware,
               llvm::formatv("address {0:x} lies in tile {1}, which this device does not have",
                             address, describe(id)));
}

llvm::Error Controller::operator()(const formats::Write &command) {
  llvm::Expected<Tile *> tile = tileAt(command.address);
  if (!tile)
    return tile.takeError();
  if (DmaChannel *queue = (*tile)->queueAt(offset(command.address)); queue && waits) {
    if (queue->queueFull())
      array.warn("a task is pushed to " + queue->describe() +
                 " while its queue is full: that depends on how fast the queue drains");
    runUntil([&] { return !queue->queueFull(); });
    if (llvm::Error error = array.takeFailure())
      return error;
  }
  return (*tile)->write(offset(command.address), command.value);
}

llvm::Error Controller::operator()(const formats::MaskWrite &command) {
  llvm::Expected<Tile *> tile = tileAt(command.address);
  if (!tile)
    return tile.takeError();
  return (*tile)->maskWrite(offset(command.address), command.mask, command.value);
}

llvm::Error Controller::operator()(const formats::BlockWrite &command) {
  llvm::Expected<Tile *> tile = tileAt(command.address);
  if (!tile)
    return tile.takeError();
  return (*tile)->writeBlock(offset(command.address), command.words);
}

llvm::Error Controller::operator()(const formats::AddressPatch &command) {
  llvm::Expected<Tile *> tile = tileAt(command.address);
  if (!tile)
    return tile.takeError();
  std::optional<uint64_t> base = array.argumentAddress(command.argument);
  if (!base)
    return fault(Fault::BadProgram,
                 llvm::formatv("the instruction sequence uses argument {0}, which the run does not "
                               "have",
                               command.argument));
  device::ShimAddressWords words =
      device::encodeShimAddress(*base + device::hostMemoryOffset + command.plus);
  uint32_t low = offset(command.address), high = low + sizeof(uint32_t);
  if (llvm::Error error = (*tile)->write(low, words.low))
    return error;
  return (*tile)->maskWrite(high, words.highMask, words.high);
}

//===--- Programs ---------------------------------------------------------===//

static llvm::Error execute(Array &array, const formats::RegisterProgram &program, PdiAction loadPdi,
                           bool waits) {
  Controller controller(array, loadPdi, waits);
  for (size_t i = 0; i < program.commands.size(); ++i) {
    if (llvm::Error error = std::visit(controller, program.commands[i]))
      return error;
    if (waits)
      array.settle();
    if (llvm::Error error = array.takeFailure())
      return error;
  }
  return llvm::Error::success();
}

llvm::Error executeConfiguration(Array &array, const formats::RegisterProgram &program) {
  auto refuse = [](const formats::LoadPdi &) {
    return fault(Fault::BadProgram, "a configuration cannot load another one");
  };
  return execute(array, program, refuse, false);
}

llvm::Error executeInstructions(Array &array, const formats::RegisterProgram &program,
                                PdiAction loadPdi) {
  return execute(array, program, loadPdi, true);
}

} // namespace tilewright::emulator
