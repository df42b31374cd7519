//===- ControlPackets.cpp - Streams of tile control packets -----*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "formats/ControlPackets.h"
#include "device/Registers.h"
#include "llvm/ADT/bit.h"

using namespace tilewright;
using namespace tilewright::formats;
using llvm::Error;
using llvm::Expected;
using llvm::Twine;

static constexpr uint32_t addressMask = 0xFFFFF;
static constexpr uint32_t maxBeats = 4;

//===--- Writing ----------------------------------------------------------===//

static Error checkPacket(const ControlPacket &p, size_t index) {
  struct {
    const char *name;
    uint32_t value, low, high;
  } fields[] = {{"packet type", p.packetType, 0, 7},
                {"operation", p.operation, 0, 2},
                {"stream id", p.streamId, 0, 31},
                {"number of words", p.beats, 1, maxBeats},
                {"address", p.address, 0, addressMask}};
  for (const auto &f : fields)
    if (f.value < f.low || f.value > f.high)
      return formatError("control packet " + std::to_string(index),
                         Twine(f.name) + " " + Twine(f.value) + " is not in [" + Twine(f.low) +
                             ":" + Twine(f.high) + "]");
  return Error::success();
}

Expected<std::vector<uint32_t>>
formats::encodeControlPackets(llvm::ArrayRef<ControlPacket> packets) {
  std::vector<uint32_t> words;
  words.reserve(packets.size() * 3);
  for (size_t i = 0; i < packets.size(); ++i) {
    const ControlPacket &p = packets[i];
    if (Error e = checkPacket(p, i))
      return std::move(e);
    words.push_back(device::withOddParity(uint32_t(p.packetType) << 12 | p.packetId));
    words.push_back(device::encodeControlHeader(p.address, p.beats, p.operation, p.streamId));
    if (p.carriesData())
      words.insert(words.end(), p.data.begin(), p.data.begin() + p.beats);
  }
  return words;
}

Expected<std::string> formats::writeControlPackets(llvm::ArrayRef<ControlPacket> packets) {
  auto words = encodeControlPackets(packets);
  if (!words)
    return words.takeError();
  ByteSink out;
  for (uint32_t word : *words)
    out.u32(word);
  return std::move(out.bytes);
}

//===--- Reading ----------------------------------------------------------===//

static Error checkParity(const ByteView &in, uint64_t at, const char *what) {
  if (llvm::popcount(in.u32(at)) % 2)
    return Error::success();
  return in.error(at, Twine(what) + " 0x" + llvm::utohexstr(in.u32(at)) + " has even parity");
}

Expected<std::vector<ControlPacket>> formats::readControlPackets(llvm::StringRef bytes) {
  ByteView in{bytes, "control packets"};
  std::vector<ControlPacket> packets;
  packets.reserve(in.size() / 8); // as many as there can be, so that none is moved
  for (uint64_t at = 0; at < in.size();) {
    if (Error e = in.need(at, 8, "a packet's two headers"))
      return std::move(e);
    if (Error e = checkParity(in, at, "the stream header"))
      return std::move(e);
    if (Error e = checkParity(in, at + 4, "the control header"))
      return std::move(e);
    uint32_t stream = in.u32(at), control = in.u32(at + 4);
    if (stream & 0x7FFF8F00)
      return in.error(at,
                      "the stream header 0x" + llvm::utohexstr(stream) + " has unknown bits set");
    ControlPacket p;
    p.packetType = stream >> 12 & 7;
    p.packetId = stream & 0xFF;
    p.address = control & addressMask;
    p.beats = (control >> 20 & 3) + 1;
    p.operation = control >> 22 & 3;
    p.streamId = control >> 24 & 0x1F;
    if (p.operation > 2 || control & 0x60000000)
      return in.error(at + 4, "the control header 0x" + llvm::utohexstr(control) +
                                  " has an unknown operation or bits set");
    at += 8;
    if (p.carriesData()) {
      if (Error e = in.need(at, 4 * p.beats, "a packet's data"))
        return std::move(e);
      for (unsigned i = 0; i < p.beats; ++i, at += 4)
        p.data[i] = in.u32(at);
    }
    packets.push_back(p);
  }
  return packets;
}

//===--- Register programs ------------------------------------------------===//

Expected<std::vector<ControlPacket>>
formats::toControlPackets(const RegisterProgram &program, const device::DeviceModel &model,
                          const std::map<device::TileID, int> &ids) {
  std::vector<ControlPacket> packets;
  for (const Command &command : program.commands) {
    uint64_t address;
    llvm::ArrayRef<uint32_t> words;
    if (auto *write = std::get_if<Write>(&command)) {
      address = write->address;
      words = write->value;
    } else if (auto *block = std::get_if<BlockWrite>(&command)) {
      address = block->address;
      words = block->words;
    } else {
      return formatError("control packets", "only writes and block writes can be sent");
    }
    device::TileID tile = model.tileOfAddress(address);
    auto id = ids.find(tile);
    if (id == ids.end())
      return formatError("control packets", "tile (" + Twine(tile.col) + ", " + Twine(tile.row) +
                                                ") has no controller id");
    uint64_t offset = model.offsetOfAddress(address);
    if (offset + 4 * words.size() > uint64_t(addressMask) + 1)
      return formatError("control packets", "a block write leaves tile (" + Twine(tile.col) + ", " +
                                                Twine(tile.row) + ")");
    for (; !words.empty(); words = words.drop_front(std::min<size_t>(maxBeats, words.size()))) {
      ControlPacket p;
      p.packetId = uint8_t(id->second);
      p.beats = uint8_t(std::min<size_t>(maxBeats, words.size()));
      p.address = uint32_t(offset);
      std::copy_n(words.begin(), p.beats, p.data.begin());
      packets.push_back(p);
      offset += 4 * p.beats;
    }
  }
  return packets;
}

Expected<RegisterProgram> formats::fromControlPackets(llvm::ArrayRef<ControlPacket> packets,
                                                      const device::DeviceModel &model,
                                                      const std::map<device::TileID, int> &ids) {
  std::map<int, device::TileID> tiles;
  for (const auto &[tile, id] : ids)
    if (!tiles.try_emplace(id, tile).second)
      return formatError("control packets", "controller id " + Twine(id) + " is given twice");
  RegisterProgram program;
  for (size_t i = 0; i < packets.size(); ++i) {
    const ControlPacket &p = packets[i];
    if (Error e = checkPacket(p, i))
      return std::move(e);
    auto tile = tiles.find(p.packetId);
    if (tile == tiles.end())
      return formatError("control packet " + std::to_string(i),
                         "no tile has controller id " + Twine(int(p.packetId)));
    if (!p.carriesData())
      return formatError("control packet " + std::to_string(i), "a read is no register write");
    uint64_t address = model.tileAddress(tile->second) | p.address;
    if (p.beats == 1)
      program.commands.push_back(Write{address, p.data[0]});
    else
      program.commands.push_back(BlockWrite{address, {p.data.begin(), p.data.begin() + p.beats}});
  }
  return program;
}
