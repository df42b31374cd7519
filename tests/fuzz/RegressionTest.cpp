//===- RegressionTest.cpp - The readers on damaged files --------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What fuzzing does for hours, this does for seconds and always alike: every
// reader gets its valid file cut at each offset, with each bit of its head
// flipped, and a fixed number of random mutations of it. A crash, or more memory
// than 64 MiB and eight times the input, fails. Memory is what operator new
// hands out.
//
//===----------------------------------------------------------------------===//

#include "../unit/FormatsSamples.h"
#include "Readers.h"
#include "gtest/gtest.h"
#include <cstdlib>
#include <malloc.h>
#include <new>
#include <random>

using namespace tilewright;
using namespace tilewright::formats;

//===--- Counting memory --------------------------------------------------===//

static size_t usedBytes, peakBytes;

// A sanitizer brings its own operator new; it then looks for worse than size.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define TILEWRIGHT_OWN_NEW 0
#endif
#endif
#ifndef TILEWRIGHT_OWN_NEW
#define TILEWRIGHT_OWN_NEW 1
#endif

#if TILEWRIGHT_OWN_NEW

static void *counted(void *p) {
  if (!p)
    throw std::bad_alloc();
  usedBytes += malloc_usable_size(p);
  peakBytes = std::max(peakBytes, usedBytes);
  return p;
}
static void release(void *p) {
  usedBytes -= p ? malloc_usable_size(p) : 0;
  std::free(p);
}
void *operator new(size_t size) { return counted(std::malloc(size ? size : 1)); }
void *operator new[](size_t size) { return counted(std::malloc(size ? size : 1)); }
void *operator new(size_t size, std::align_val_t align) {
  return counted(std::aligned_alloc(size_t(align), alignTo(size, size_t(align))));
}
void operator delete(void *p) noexcept { release(p); }
void operator delete[](void *p) noexcept { release(p); }
void operator delete(void *p, size_t) noexcept { release(p); }
void operator delete[](void *p, size_t) noexcept { release(p); }
void operator delete(void *p, std::align_val_t) noexcept { release(p); }
void operator delete(void *p, size_t, std::align_val_t) noexcept { release(p); }
#endif

namespace {

void runCounted(const fuzz::Reader &reader, llvm::StringRef bytes) {
  size_t before = usedBytes;
  peakBytes = usedBytes;
  reader.run(bytes);
  ASSERT_LE(peakBytes - before, (size_t(64) << 20) + 8 * bytes.size()) << reader.name.str();
}

//===--- Mutations --------------------------------------------------------===//

/// One to four of: flip a bit, set a byte, set a 32-bit word to an odd value,
/// copy a range, cut, insert.
std::string mutated(std::string bytes, std::mt19937 &random) {
  static constexpr uint32_t values[] = {0,          1,          0x7F,       0xFF,    0x100, 0xFFFF,
                                        0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x10000, 0x40,  8};
  for (uint32_t n = 1 + random() % 4; n > 0 && !bytes.empty(); --n) {
    size_t at = random() % bytes.size();
    switch (random() % 7) {
    case 0:
      bytes[at] ^= char(1 << random() % 8);
      break;
    case 1:
      bytes[at] = char(random());
      break;
    case 2:
    case 3: {
      at &= ~size_t(3);
      uint32_t value = random() % 2 ? values[random() % std::size(values)]
                                    : uint32_t(bytes.size() - random() % 9);
      for (size_t i = 0; i < 4 && at + i < bytes.size(); ++i)
        bytes[at + i] = char(value >> 8 * i);
      break;
    }
    case 4: {
      size_t from = random() % bytes.size(), length = random() % 64;
      for (size_t i = 0; i < length && at + i < bytes.size() && from + i < bytes.size(); ++i)
        bytes[at + i] = bytes[from + i];
      break;
    }
    case 5:
      bytes.resize(at);
      break;
    case 6:
      bytes.insert(at, random() % 40, char(random()));
      break;
    }
  }
  return bytes;
}

class DamagedFile : public testing::TestWithParam<size_t> {
protected:
  const fuzz::Reader &reader() const { return fuzz::readers()[GetParam()]; }
};

TEST_P(DamagedFile, CutAnywhere) {
  std::string bytes = reader().sample();
  reader().run(bytes);
  for (size_t size = 0; size < bytes.size(); size += size < 1024 ? 1 : 7)
    reader().run(llvm::StringRef(bytes).take_front(size));
}

TEST_P(DamagedFile, FlippedBits) {
  std::string bytes = reader().sample();
  for (size_t at = 0; at < std::min<size_t>(bytes.size(), 1024); ++at)
    for (int bit = 0; bit < 8; bit += 3) {
      bytes[at] ^= char(1 << bit);
      reader().run(bytes);
      bytes[at] ^= char(1 << bit);
    }
}

TEST_P(DamagedFile, Mutations) {
  std::mt19937 random(uint32_t(GetParam()) + 1);
  std::string valid = reader().sample();
  for (int i = 0; i < 1500; ++i)
    runCounted(reader(), mutated(valid, random));
}

std::string readerName(const testing::TestParamInfo<size_t> &info) {
  std::string name = fuzz::readers()[info.param].name.str();
  llvm::replace(name, '-', '_');
  return name;
}
INSTANTIATE_TEST_SUITE_P(Readers, DamagedFile, testing::Range<size_t>(0, fuzz::readers().size()),
                         readerName);

//===--- Bombs ------------------------------------------------------------===//

// Files whose smallest records would become large values in memory.
template <typename Read> void expectSmall(llvm::StringRef bytes, Read read) {
  size_t before = usedBytes;
  peakBytes = usedBytes;
  auto result = read(bytes);
  EXPECT_LE(peakBytes - before, (size_t(64) << 20) + 8 * bytes.size());
  if (!result)
    llvm::consumeError(result.takeError());
}

std::string repeated(std::string head, llvm::StringRef record, size_t bytes) {
  head.reserve(bytes + record.size());
  while (head.size() < bytes)
    head += record;
  return head;
}

constexpr size_t bombBytes = size_t(24) << 20;

TEST(Bomb, TxnRecordsOfFourBytes) {
  std::string txn =
      repeated(samples::txn().substr(0, 16), llvm::StringRef("\6\0\0\0", 4), bombBytes);
  expectSmall(txn, readTxn);
  auto read = readTxn(txn);
  ASSERT_FALSE(bool(read));
  EXPECT_NE(llvm::toString(read.takeError()).find("too many"), std::string::npos);
  // One byte over the usual: the shortest useful record.
  expectSmall(repeated(samples::hex("01000306 01010000 00000000 00000000"),
                       samples::hex("01000000 00d00100 0c000000"), bombBytes),
              readTxn);
}

TEST(Bomb, CdoWrites) {
  std::string cdo = repeated(samples::hex("04000000 43444f00 00020000 00000000 00000000"),
                             samples::hex("05010200 00000000 00002200"), bombBytes);
  uint32_t head[4] = {4, 0x4F4443, 0x200, uint32_t(cdo.size() / 4 - 5)};
  for (int i = 0; i < 4; ++i) {
    cdo[12 + i] = char(head[3] >> 8 * i);
    cdo[16 + i] = char(checksum32(head) >> 8 * i);
  }
  expectSmall(cdo, readCdo);
  auto read = readCdo(cdo);
  ASSERT_TRUE(bool(read)) << llvm::toString(read.takeError());
  EXPECT_EQ(read->commands.size(), (cdo.size() - 20) / 12);
}

TEST(Bomb, ControlPacketReads) {
  std::string read = samples::controlPackets();
  expectSmall(repeated("", llvm::StringRef(read).take_back(8), bombBytes), readControlPackets);
}

TEST(Bomb, HostProgramOfEmptyObjects) {
  HostProgram program;
  program.cores.push_back({{0, 2}, "", std::vector<std::string>(bombBytes / 8), 0});
  expectSmall(writeHostProgram(program), readHostProgram);
}

TEST(Bomb, ManyXmlElements) {
  std::string xml = "<kernel>";
  for (int i = 0; i < 1 << 20; ++i)
    xml += "<arg/>";
  auto read = readEmbeddedMetadata({2, "", 0, xml});
  ASSERT_FALSE(bool(read));
  llvm::consumeError(read.takeError());
}

// Every PDI record points at one list of groups.
TEST(Bomb, SharedCdoGroups) {
  XclbinPartition partition;
  partition.columnWidth = 1;
  std::vector<uint64_t> ids(4096, 1);
  for (int i = 0; i < 2048; ++i)
    partition.pdis.push_back({});
  partition.pdis[0].groups.resize(2048);
  for (XclbinCdoGroup &group : partition.pdis[0].groups)
    group.kernelIds = {1};
  std::string bytes = writeAiePartition(partition);
  ByteView view{bytes, "test"};
  uint64_t records = view.u32(0x7C);
  for (int i = 1; i < 2048; ++i)
    std::copy_n(bytes.begin() + records + 24, 8, bytes.begin() + records + 96 * i + 24);
  auto read = readAiePartition({section::aiePartition, "", 0, bytes});
  ASSERT_FALSE(bool(read));
  EXPECT_NE(llvm::toString(read.takeError()).find("overlaps"), std::string::npos);
}

} // namespace
