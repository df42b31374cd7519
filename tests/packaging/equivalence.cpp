//===- equivalence.cpp - Three forms of one configuration -------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// usage: equivalence [--hold] DEVICE TXN PACKETS ADDRESSES CDO...
//
// Configures three emulated NPUs with one design: from its CDO files, from the
// transaction that convert-aie-to-transaction makes, and from the control packets
// that convert-aie-to-control-packets makes. Then every data memory and every
// register that one of the forms writes, and all locks and buffer descriptors,
// must read the same on all three. ADDRESSES holds the absolute address of each
// packet, a line each: a packet itself names a register inside the tile that it
// is routed to, not the tile.
//
// The forms do not say the same, and these are all the differences allowed:
//
//  1. A DMA channel is enabled by a mask write with an empty mask and the value 1.
//     In a CDO it changes nothing; a transaction and control packets write the 1.
//     So bit 0 of a channel's control register reads 0 after the CDO and 1 after
//     the others, exactly in the channels where the CDO has such a write.
//     Nothing depends on the bit: a channel starts with its queue.
//  2. Packets have no mask. They write the whole word, zeros outside of the mask.
//     In data memory that may clear what the CDO keeps, so a word whose last write
//     is masked must agree under the mask; in registers it must agree in full.
//  3. Packets in a row for one register become one packet with the bits of all.
//     Where a core's reset is set and released in a row, it is set only, until
//     the core is enabled. The control register of a core that the CDO never
//     enables may therefore hold the reset bit.
//  4. For the same reason as 2, a shim's two registers that join its DMA to the
//     switch keep the setting of the last port only, if ports are set one by one
//     with other writes between: they must agree under the last mask.
//
// With --hold no DMA starts: what would be pushed into each channel's queue is
// compared instead. That is for designs whose DMAs go round for ever on their own.
//
// Core programs are loaded where the design has them, but nothing runs in the
// cores: there is no host program.
//
//===----------------------------------------------------------------------===//
#include "device/Registers.h"
#include "emulator/Npu.h"
#include "formats/AtomicFile.h"
#include "formats/Cdo.h"
#include "formats/ControlPackets.h"
#include "formats/Txn.h"
#include "llvm/Support/Format.h"
#include <map>
#include <set>

using namespace tilewright;
using device::DeviceModel;
using device::TileID;
using formats::RegisterProgram;

namespace {
llvm::ExitOnError must("equivalence: ");

/// What a program says of a word, whatever order it is in.
struct WordFacts {
  uint32_t lastMask = ~0u; ///< of the last write
  bool emptyMask = false;  ///< a mask write that changes nothing
  bool coreEnable = false; ///< some write has bit 0
};
using Words = std::map<uint64_t, WordFacts>;
} // namespace

static Words wordsOf(const RegisterProgram &program) {
  Words words;
  auto note = [&](uint64_t address, uint32_t mask, uint32_t value) {
    WordFacts &facts = words[address];
    facts.emptyMask |= mask == 0;
    facts.coreEnable |= mask & value & device::reg::coreControlEnable;
    if (mask)
      facts.lastMask = mask;
  };
  for (const formats::Command &command : program.commands) {
    if (auto *c = std::get_if<formats::Write>(&command))
      note(c->address, ~0u, c->value);
    else if (auto *c = std::get_if<formats::MaskWrite>(&command))
      note(c->address, c->mask, c->value);
    else if (auto *c = std::get_if<formats::BlockWrite>(&command))
      for (auto [i, word] : llvm::enumerate(c->words))
        note(c->address + 4 * i, ~0u, word);
  }
  return words;
}

/// The packets as absolute writes. Each must be for the register of its address.
static RegisterProgram programOf(const std::string &packetBytes, llvm::StringRef addresses,
                                 const DeviceModel &model) {
  RegisterProgram program;
  for (const formats::ControlPacket &packet : must(formats::readControlPackets(packetBytes))) {
    uint64_t address;
    llvm::StringRef line;
    std::tie(line, addresses) = addresses.split('\n');
    if (line.getAsInteger(10, address) || model.offsetOfAddress(address) != packet.address ||
        packet.operation != 0)
      must(llvm::createStringError("packet for 0x%x does not belong to address '%s'",
                                   packet.address, line.str().c_str()));
    program.commands.push_back(
        formats::BlockWrite{address, {packet.data.begin(), packet.data.begin() + packet.beats}});
  }
  if (!addresses.trim().empty())
    must(llvm::createStringError("there are fewer packets than addresses"));
  return program;
}

using Pushes = std::map<uint64_t, std::vector<uint32_t>>;

/// Takes the writes to task queues out of a program.
static Pushes holdQueues(RegisterProgram &program, const DeviceModel &model) {
  std::set<uint64_t> queues;
  for (int col = 0; col < model.columns(); ++col)
    for (int row = 0; row < model.rows(); ++row)
      for (auto dir : {device::DMAChannelDir::S2MM, device::DMAChannelDir::MM2S})
        for (uint32_t i = 0; i < model.numDmaChannels({col, row}); ++i)
          queues.insert(model.dmaControlAddress({col, row}, dir, i) +
                        device::reg::dmaQueueAfterControl);
  Pushes pushes;
  llvm::erase_if(program.commands, [&](const formats::Command &command) {
    if (auto *c = std::get_if<formats::Write>(&command); c && queues.count(c->address)) {
      pushes[c->address].push_back(c->value);
      return true;
    }
    auto *block = std::get_if<formats::BlockWrite>(&command);
    if (!block || block->words.size() != 1 || !queues.count(block->address))
      return false;
    pushes[block->address].push_back(block->words[0]);
    return true;
  });
  return pushes;
}

/// The control registers of the tile's DMA channels.
static std::set<uint64_t> channelControls(const DeviceModel &model, TileID tile) {
  std::set<uint64_t> result;
  for (auto dir : {device::DMAChannelDir::S2MM, device::DMAChannelDir::MM2S})
    for (uint32_t i = 0; i < model.numDmaChannels(tile); ++i)
      result.insert(model.dmaControlAddress(tile, dir, i));
  return result;
}

/// The addresses to compare in a tile.
static std::set<uint64_t> placesOf(const DeviceModel &model, TileID tile, const Words &written) {
  std::set<uint64_t> places;
  uint64_t base = model.tileAddress(tile), next = base + (uint64_t(1) << model.rowShift());
  for (uint64_t at = 0; at < model.memorySize(tile); at += 4)
    places.insert(base + at);
  for (uint32_t lock = 0; lock < model.numLocks(tile); ++lock)
    places.insert(base + *model.lockAddress(tile, lock));
  for (uint32_t bd = 0; bd < model.numBDs(tile); ++bd)
    for (uint32_t word = 0; word < model.bdWords(tile); ++word)
      places.insert(model.bdAddress(tile, bd) + 4 * word);
  for (auto it = written.lower_bound(base); it != written.end() && it->first < next; ++it)
    places.insert(it->first);
  return places;
}

int main(int argc, char **argv) {
  bool hold = argc > 1 && llvm::StringRef(argv[1]) == "--hold";
  if (hold)
    --argc, ++argv;
  if (argc < 6) {
    llvm::errs() << "usage: equivalence [--hold] DEVICE TXN PACKETS ADDRESSES CDO...\n";
    return 2;
  }
  auto device = device::symbolizeDevice(argv[1]);
  if (!device)
    must(llvm::createStringError("no device '%s'", argv[1]));
  const DeviceModel &model = DeviceModel::get(*device);
  auto file = [&](int i) { return must(formats::readFileBytes(argv[i])); };

  RegisterProgram cdo;
  for (int i = 5; i < argc; ++i)
    llvm::append_range(cdo.commands, must(formats::readCdo(file(i))).commands);
  RegisterProgram txn = must(formats::readTxn(file(2))).program;
  RegisterProgram packets = programOf(file(3), file(4), model);

  if (hold) {
    Pushes pushes = holdQueues(cdo, model);
    if (pushes != holdQueues(txn, model) || pushes != holdQueues(packets, model))
      must(llvm::createStringError("the forms start the DMAs differently"));
  }

  std::unique_ptr<emulator::Npu> npus[] = {must(emulator::Npu::create(model)),
                                           must(emulator::Npu::create(model)),
                                           must(emulator::Npu::create(model))};
  must(npus[0]->configure(cdo));
  must(npus[1]->run(txn, {}));
  must(npus[2]->configure(packets));

  Words said = wordsOf(cdo), all = said;
  all.merge(wordsOf(txn));
  all.merge(wordsOf(packets));
  size_t compared = 0, differ = 0, enables = 0, masked = 0;
  for (int col = 0; col < model.columns(); ++col)
    for (int row = 0; row < model.rows(); ++row) {
      TileID tile{col, row};
      std::set<uint64_t> controls = channelControls(model, tile);
      for (uint64_t address : placesOf(model, tile, all)) {
        uint32_t values[3];
        bool readable = true;
        for (int i = 0; i < 3; ++i) {
          auto value = npus[i]->readRegister(address);
          readable &= bool(value);
          values[i] = value ? *value : (llvm::consumeError(value.takeError()), 0);
        }
        if (!readable) // a queue, or program memory
          continue;
        ++compared;
        auto it = said.find(address);
        WordFacts facts = it == said.end() ? WordFacts() : it->second;
        uint64_t offset = model.offsetOfAddress(address);
        uint32_t wantTxn = values[0], wantPackets = values[0];
        if (controls.count(address) && facts.emptyMask) { // difference 1
          ++enables;
          wantTxn |= 1, wantPackets |= 1;
        }
        bool inMemory = offset < model.memorySize(tile);
        uint32_t mask = ~0u;
        if (inMemory && facts.lastMask != ~0u) { // difference 2
          ++masked;
          mask = facts.lastMask;
        }
        if (model.isCoreTile(tile) && offset == device::reg::coreControl && !facts.coreEnable)
          mask = ~device::reg::coreControlReset; // difference 3
        if (model.isShimTile(tile) &&
            (offset == device::reg::shimMux || offset == device::reg::shimDemux))
          mask = facts.lastMask; // difference 4
        if (values[1] == wantTxn && ((values[2] ^ wantPackets) & mask) == 0)
          continue;
        if (++differ <= 8)
          llvm::outs() << "tile (" << col << "," << row << ") 0x" << llvm::utohexstr(offset)
                       << llvm::format(": CDO %08x, transaction %08x, packets %08x\n", values[0],
                                       values[1], values[2]);
      }
    }
  llvm::outs() << compared << " words compared after " << cdo.commands.size() << ", "
               << txn.commands.size() << " and " << packets.commands.size() << " commands, "
               << enables << " channel enables, " << masked << " masked words, " << differ
               << " differ\n";
  return differ ? 1 : 0;
}
