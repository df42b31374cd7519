//===- HostProgram.cpp - Core programs compiled for the host ----*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Layout, little-endian: magic "TWHOST\0\1", u32 device, u32 zero; then for
// cores, buffers, locks and channels a u64 count and that many records. A
// string is a u64 length and its bytes. A tile is two i32, column and row.
//   core:    tile, u32 stack size, string entry, u64 count, object strings
//   buffer:  tile, u32 address, u32 size, string symbol
//   lock:    tile, u32 id, string symbol
//   channel: tile, u32 direction, u32 channel, string symbol
// The counts and lengths are wide on purpose: every record takes at least an
// eighth of the memory that reading it needs, so a file cannot inflate.
//
// Several programs: magic "TWHOSTS\1", u64 count; per program 16 digest bytes
// and a string that holds the program as above.
//
//===----------------------------------------------------------------------===//

#include "formats/HostProgram.h"
#include "formats/Bytes.h"
#include "llvm/Support/MD5.h"

using namespace tilewright;
using namespace tilewright::formats;
using llvm::Error;
using llvm::Expected;
using llvm::Twine;

static constexpr char magic[8] = {'T', 'W', 'H', 'O', 'S', 'T', '\0', '\1'};

//===--- Writing ----------------------------------------------------------===//

static void putString(ByteSink &out, llvm::StringRef s) {
  out.u64(s.size());
  out.put(s);
}
static void putTile(ByteSink &out, device::TileID tile) {
  out.u32(uint32_t(tile.col));
  out.u32(uint32_t(tile.row));
}

std::string formats::writeHostProgram(const HostProgram &program) {
  ByteSink out;
  out.put(llvm::StringRef(magic, sizeof magic));
  out.u32(uint32_t(program.device));
  out.u32(0);
  out.u64(program.cores.size());
  for (const HostCore &core : program.cores) {
    putTile(out, core.tile);
    out.u32(core.stackSize);
    putString(out, core.entry);
    out.u64(core.objects.size());
    for (const std::string &object : core.objects)
      putString(out, object);
  }
  out.u64(program.buffers.size());
  for (const HostBuffer &buffer : program.buffers) {
    putTile(out, buffer.tile);
    out.u32(buffer.address);
    out.u32(buffer.size);
    putString(out, buffer.symbol);
  }
  out.u64(program.locks.size());
  for (const HostLock &lock : program.locks) {
    putTile(out, lock.tile);
    out.u32(lock.id);
    putString(out, lock.symbol);
  }
  out.u64(program.channels.size());
  for (const HostChannel &channel : program.channels) {
    putTile(out, channel.tile);
    out.u32(uint32_t(channel.direction));
    out.u32(channel.channel);
    putString(out, channel.symbol);
  }
  return std::move(out.bytes);
}

//===--- Reading ----------------------------------------------------------===//

namespace {
/// Reads front to back; the first error sticks and makes later reads give zero.
struct HostReader {
  ByteView in;
  uint64_t at = 0;
  std::optional<std::string> failure;

  void fail(Error e) {
    if (!failure)
      failure = llvm::toString(std::move(e));
    else
      llvm::consumeError(std::move(e));
  }
  bool take(uint64_t bytes, const char *what) {
    if (failure)
      return false;
    if (Error e = in.need(at, bytes, what)) {
      fail(std::move(e));
      return false;
    }
    at += bytes;
    return true;
  }
  uint32_t u32(const char *what) { return take(4, what) ? in.u32(at - 4) : 0; }
  uint64_t u64(const char *what) { return take(8, what) ? in.u64(at - 8) : 0; }
  std::string string(const char *what) {
    uint64_t length = u64(what);
    return take(length, what) ? in.bytes.substr(at - length, length).str() : std::string();
  }
  device::TileID tile(const char *what) {
    int col = int(u32(what)), row = int(u32(what));
    return {col, row};
  }
  /// A count of records of at least \p least bytes.
  uint64_t count(uint64_t least, const char *what) {
    uint64_t n = u64(what);
    if (failure)
      return 0;
    if (Error e = in.needArray(at, n, least, what)) {
      fail(std::move(e));
      return 0;
    }
    return n;
  }
};
} // namespace

static HostCore readCore(HostReader &in) {
  HostCore core;
  core.tile = in.tile("a core's tile");
  core.stackSize = in.u32("a core's stack size");
  core.entry = in.string("a core's entry");
  uint64_t objects = in.count(8, "a core's objects");
  core.objects.reserve(objects);
  for (uint64_t i = 0; i < objects && !in.failure; ++i)
    core.objects.push_back(in.string("an object"));
  return core;
}

static HostBuffer readBuffer(HostReader &in) {
  HostBuffer buffer;
  buffer.tile = in.tile("a buffer's tile");
  buffer.address = in.u32("a buffer's address");
  buffer.size = in.u32("a buffer's size");
  buffer.symbol = in.string("a buffer's symbol");
  return buffer;
}

static HostLock readLock(HostReader &in) {
  HostLock lock;
  lock.tile = in.tile("a lock's tile");
  lock.id = in.u32("a lock's id");
  lock.symbol = in.string("a lock's symbol");
  return lock;
}

static HostChannel readChannel(HostReader &in) {
  HostChannel channel;
  channel.tile = in.tile("a channel's tile");
  uint64_t directionAt = in.at;
  uint32_t direction = in.u32("a channel's direction");
  if (direction > 1)
    in.fail(in.in.error(directionAt, "channel direction " + Twine(direction) + " is not 0 or 1"));
  channel.direction = device::DMAChannelDir(direction & 1);
  channel.channel = in.u32("a channel's number");
  channel.symbol = in.string("a channel's symbol");
  return channel;
}

template <typename T>
static void readList(HostReader &in, std::vector<T> &list, uint64_t least, const char *what,
                     T (*readOne)(HostReader &)) {
  uint64_t n = in.count(least, what);
  list.reserve(n);
  for (uint64_t i = 0; i < n && !in.failure; ++i)
    list.push_back(readOne(in));
}

Expected<HostProgram> formats::readHostProgram(llvm::StringRef bytes) {
  HostReader in{{bytes, "host program"}, 0, std::nullopt};
  if (!bytes.starts_with(llvm::StringRef(magic, sizeof magic)))
    return in.in.error(0, "no host program of this version (magic missing)");
  in.at = sizeof magic;
  HostProgram program;
  uint32_t number = in.u32("the device");
  if (number < uint32_t(device::Device::xcvc1902) || number > uint32_t(device::Device::npu2_7col))
    return in.in.error(8, "unknown device " + Twine(number));
  program.device = device::Device(number);
  if (in.u32("the reserved word"))
    return in.in.error(12, "the reserved word is not zero");
  readList(in, program.cores, 28, "the list of cores", readCore);
  readList(in, program.buffers, 24, "the list of buffers", readBuffer);
  readList(in, program.locks, 20, "the list of locks", readLock);
  readList(in, program.channels, 24, "the list of channels", readChannel);
  if (!in.failure && in.at != bytes.size())
    in.fail(in.in.error(in.at, Twine(bytes.size() - in.at) + " bytes follow the last record"));
  if (in.failure)
    return llvm::make_error<llvm::StringError>(*in.failure, llvm::inconvertibleErrorCode());
  return program;
}

//===--- Host programs beside PDIs ----------------------------------------===//

static constexpr llvm::StringLiteral setMagic = "TWHOSTS\1";

PdiDigest formats::digestPdi(llvm::StringRef pdiBytes) {
  llvm::MD5::MD5Result md5 = llvm::MD5::hash(llvm::arrayRefFromStringRef(pdiBytes));
  PdiDigest digest;
  std::copy(md5.begin(), md5.end(), digest.begin());
  return digest;
}

std::string formats::writeHostImages(llvm::ArrayRef<HostImage> images) {
  ByteSink out;
  out.put(setMagic);
  out.u64(images.size());
  for (const HostImage &image : images) {
    for (uint8_t byte : image.pdi)
      out.u8(byte);
    putString(out, writeHostProgram(image.program));
  }
  return std::move(out.bytes);
}

Expected<std::vector<HostImage>> formats::readHostImages(llvm::StringRef bytes) {
  ByteView in{bytes, "host programs"};
  if (!bytes.starts_with(setMagic))
    return in.error(0, "no host programs of this version (magic missing)");
  uint64_t at = setMagic.size(), count = in.u64(at);
  at += 8;
  // An image holds at least digest, length and an empty program.
  if (Error e = in.needArray(at, count, 16 + 8 + 48, "the list of host programs"))
    return std::move(e);
  std::vector<HostImage> images;
  images.reserve(count);
  for (uint64_t i = 0; i < count; ++i) {
    if (Error e = in.need(at, 24, "a host program's digest and length"))
      return std::move(e);
    HostImage image;
    for (uint8_t &byte : image.pdi)
      byte = in.u8(at++);
    uint64_t length = in.u64(at);
    at += 8;
    if (Error e = in.need(at, length, "a host program"))
      return std::move(e);
    auto program = readHostProgram(in.bytes.substr(at, length));
    if (!program)
      return program.takeError();
    image.program = std::move(*program);
    images.push_back(std::move(image));
    at += length;
  }
  if (at != bytes.size())
    return in.error(at, Twine(bytes.size() - at) + " bytes follow the last host program");
  return images;
}

const HostProgram *formats::findHostProgram(llvm::ArrayRef<HostImage> images,
                                            llvm::StringRef pdiBytes) {
  PdiDigest digest = digestPdi(pdiBytes);
  for (const HostImage &image : images)
    if (image.pdi == digest)
      return &image.program;
  return nullptr;
}
