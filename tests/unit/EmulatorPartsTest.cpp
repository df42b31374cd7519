//===- EmulatorPartsTest.cpp - Locks, addresses, memory ---------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "EmulatorTesting.h"
#include "emulator/AddressWalk.h"
#include "emulator/Lock.h"
#include "emulator/Memory.h"
#include <random>

using namespace tilewright;
using namespace tilewright::emulator;
using namespace tilewright::device;
using tilewright::emulator::testing::Bd;

//===--- Locks ------------------------------------------------------------===//

namespace {
struct Waiter : Actor {
  std::vector<int> *log = nullptr;
  int id = 0;
  LockRequest request;
  void step() override { log->push_back(id); }
};
} // namespace

TEST(EmulatorLock, AcquireAndRelease) {
  Scheduler scheduler;
  Lock lock(scheduler, 63);
  lock.set(3);
  EXPECT_FALSE(lock.tryAcquire(-4));
  EXPECT_TRUE(lock.tryAcquire(-2)); // takes two
  EXPECT_EQ(lock.value(), 1);
  EXPECT_TRUE(lock.tryAcquire(1)); // equal: takes nothing
  EXPECT_EQ(lock.value(), 1);
  EXPECT_FALSE(lock.tryAcquire(0));
  EXPECT_EQ(lock.release(5), Lock::Change::Fine);
  EXPECT_EQ(lock.value(), 6);
  EXPECT_EQ(lock.release(63), Lock::Change::Overflow);
  EXPECT_EQ(lock.value(), 63);
  lock.set(1);
  EXPECT_EQ(lock.release(-2), Lock::Change::Underflow);
  EXPECT_EQ(lock.value(), 0);
}

TEST(EmulatorLock, WaitersAreServedInOrder) {
  Scheduler scheduler;
  Lock lock(scheduler, 63);
  std::vector<int> log;
  Waiter waiters[4];
  int requests[] = {-2, -1, 0, -1};
  lock.set(0);
  lock.set(5);
  lock.set(0);
  for (int i = 0; i < 4; ++i) {
    waiters[i].log = &log;
    waiters[i].id = i;
    waiters[i].request.actor = &waiters[i];
    waiters[i].request.request = requests[i];
  }
  lock.release(1);
  lock.set(0);
  EXPECT_FALSE(lock.acquire(waiters[0].request));
  EXPECT_FALSE(lock.acquire(waiters[1].request));
  EXPECT_TRUE(lock.acquire(waiters[2].request)); // equal 0 holds now
  EXPECT_FALSE(lock.acquire(waiters[3].request));
  lock.release(1); // enough for 1, not for 0
  while (scheduler.stepOne())
    ;
  EXPECT_EQ(log, (std::vector<int>{1}));
  lock.release(3); // 0 and 3
  while (scheduler.stepOne())
    ;
  EXPECT_EQ(log, (std::vector<int>{1, 0, 3}));
  EXPECT_EQ(lock.value(), 0);
}

TEST(EmulatorLock, ACancelledRequestTakesNothing) {
  Scheduler scheduler;
  Lock lock(scheduler, 63);
  Waiter waiter;
  waiter.request.actor = &waiter;
  waiter.request.request = -1;
  EXPECT_FALSE(lock.acquire(waiter.request));
  lock.cancel(waiter.request);
  lock.release(1);
  EXPECT_EQ(lock.value(), 1);
  EXPECT_TRUE(scheduler.quiet());
}

//===--- Addresses --------------------------------------------------------===//

namespace {
/// One visited word.
struct Visit {
  bool zero;
  uint64_t address;
  bool operator==(const Visit &) const = default;
};
} // namespace

/// Word by word, as the registers are defined.
static std::vector<Visit> naiveVisits(const BufferDescriptor &bd, unsigned dims, uint64_t base) {
  std::vector<Visit> visits;
  uint64_t position[4] = {}, wrap[4], extent[4];
  for (unsigned d = 0; d < dims; ++d) {
    wrap[d] = d + 1 < dims ? bd.dims[d].wrap : 0;
    extent[d] = wrap[d] ? bd.dims[d].padBefore + wrap[d] + bd.dims[d].padAfter : 0;
  }
  while (visits.size() < bd.length) {
    bool zero = false;
    uint64_t address = base;
    for (unsigned d = 0; d < dims; ++d) {
      uint64_t before = bd.dims[d].padBefore;
      if (position[d] < before || (wrap[d] && position[d] >= before + wrap[d]))
        zero = true;
      address += (position[d] - before) * (bd.dims[d].step + 1) * 4;
    }
    visits.push_back({zero, zero ? 0 : address});
    for (unsigned d = 0; d < dims; ++d) {
      ++position[d];
      if (!extent[d] || position[d] < extent[d])
        break;
      position[d] = 0;
    }
  }
  return visits;
}

static std::vector<Visit> walkVisits(AddressWalk walk, std::mt19937 &random) {
  std::vector<Visit> visits;
  while (walk.remaining()) {
    uint64_t limit = 1 + random() % 9;
    emulator::Run run = walk.next(limit);
    EXPECT_GE(run.words, 1u);
    EXPECT_LE(run.words, limit);
    for (uint64_t i = 0; i < run.words; ++i)
      visits.push_back({run.zeros, run.zeros ? 0 : run.address + i * run.stride});
  }
  return visits;
}

TEST(EmulatorAddressWalk, EqualsTheDefinition) {
  std::mt19937 random(7);
  for (unsigned round = 0; round < 3000; ++round) {
    Bd bd(0, random() % 120);
    unsigned dims = 3 + random() % 2;
    bool padded = dims == 4 && random() % 2, bounded = true;
    uint64_t contiguous = 1;
    for (unsigned d = 0; d < dims; ++d) {
      uint32_t wrap = random() % 5;
      // Often the next dimension goes on where this one ends, to have them merged.
      uint32_t step = random() % 2 ? contiguous : 1 + random() % 20;
      contiguous = step * (wrap ? wrap : 1);
      // Behind a dimension that never ends there can be no padding.
      bool pads = padded && d < 3 && bounded;
      bounded = bounded && wrap;
      bd.dim(d, step, wrap, pads ? random() % 3 : 0, pads && wrap ? random() % 3 : 0);
    }
    AddressWalk walk(bd.raw, dims, 0x1000);
    EXPECT_EQ(walk.remaining(), bd.raw.length);
    std::vector<Visit> expected = naiveVisits(bd.raw, dims, 0x1000);
    uint64_t last = 0;
    for (const Visit &visit : expected)
      last = std::max(last, visit.address);
    if (!expected.empty())
      EXPECT_GE(walk.lastAddressBound(), last);
    ASSERT_EQ(walkVisits(walk, random), expected) << "round " << round;
  }
}

TEST(EmulatorAddressWalk, ALinearDescriptorIsOneRun) {
  AddressWalk walk(Bd(0, 4096).dim(0, 1, 64).dim(1, 64, 8).raw, 3, 256);
  emulator::Run run = walk.next(4096);
  EXPECT_EQ(run.words, 512u); // 64 * 8 merge; dimension 2 steps by 1 and does not
  AddressWalk plain(Bd(0, 4096).raw, 3, 256);
  EXPECT_EQ(plain.next(~0ull).words, 4096u);
  EXPECT_EQ(plain.remaining(), 0u);
}

//===--- Memory -----------------------------------------------------------===//

TEST(EmulatorMemory, PiecesKeepContentsAndAddresses) {
  Memory memory(0x1000);
  std::vector<uint8_t> data(0x1000);
  for (size_t i = 0; i < data.size(); ++i)
    data[i] = i * 7;
  memory.write(0, data);
  memory.carve({{"b", 0x200, 0x40}, {"a", 0x100, 0x100}, {"c", 0x210, 0x100}});
  std::vector<uint8_t> read(0x1000);
  memory.read(0, read);
  EXPECT_EQ(read, data);
  EXPECT_EQ(memory.find(0x1FF)->name, "a");
  EXPECT_EQ(memory.find(0x200)->name, "b"); // b and c overlap
  EXPECT_EQ(memory.find(0x30F)->name, "b");
  EXPECT_EQ(memory.find(0x310)->name, "");
  EXPECT_EQ(memory.find(0x1000), nullptr);
  EXPECT_EQ(*memory.at(0x210), data[0x210]);
  EXPECT_EQ(reinterpret_cast<uintptr_t>(memory.at(0x100)) % 64, 0u);
}

TEST(EmulatorMemory, StoresBesideAPieceAreFound) {
  Memory memory(0x1000);
  memory.carve({{"a", 0x100, 0x80}, {"b", 0x180, 0x80}});
  EXPECT_FALSE(memory.findDamage());
  memory.at(0x17F)[1] = 1; // one byte behind a, not in b
  EXPECT_EQ(*memory.at(0x180), 0);
  auto damage = memory.findDamage(Memory::quickZone);
  ASSERT_TRUE(damage);
  EXPECT_EQ(damage->piece->name, "a");
  EXPECT_TRUE(damage->behind);
  EXPECT_EQ(damage->distance, 0u);
  EXPECT_FALSE(memory.findDamage());
  memory.at(0x180)[-3] = 1;
  damage = memory.findDamage();
  ASSERT_TRUE(damage);
  EXPECT_EQ(damage->piece->name, "b");
  EXPECT_FALSE(damage->behind);
  memory.at(0x1FF)[1000] = 1; // far off, seen by the thorough check only
  EXPECT_FALSE(memory.findDamage(Memory::quickZone));
  damage = memory.findDamage();
  ASSERT_TRUE(damage);
  EXPECT_EQ(damage->piece->name, "b");
}
