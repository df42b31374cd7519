//===- AssignBufferAddresses.cpp - Place buffers in tile memories -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Every tile's data memory is filled on its own. The core's stack lies at the
// bottom; buffers that come with an address or a bank keep it; the others are
// placed largest first, by one of two schemes:
//
// * basic sequential: one after the other, jumping over fixed buffers;
// * bank aware: round robin over the banks, so that buffers used together tend
//   to lie in banks that can be accessed in the same cycle.
//
// By default the second is tried first and the first is the fallback. A tile
// may ask for a scheme of its own (`allocation_scheme`).
//
// Addresses must equal those of mlir-aie bit for bit. It sorts with the C++
// library's unstable sort, which permutes buffers of one size when there are
// more than sixteen, so the sorts here must not be made stable.
//
//===----------------------------------------------------------------------===//
#include "dialect/aie/AIEDialect.h"
#include "dialect/aie/transforms/Passes.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MathExtras.h"

namespace tilewright::aie {
#define GEN_PASS_DEF_AIEASSIGNBUFFERADDRESSES
#include "dialect/aie/transforms/Passes.h.inc"
} // namespace tilewright::aie

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aie;

namespace {
/// The memory of one tile and the buffers in it.
struct TileMemory {
  TileOp tile;
  int64_t capacity; ///< bytes
  int64_t stack;    ///< bytes at the bottom, 0 without a core
  int banks;
  SmallVector<BufferOp> buffers; ///< in program order
  /// Whether another scheme follows when this one fails: then what is wrong
  /// with a buffer is a warning.
  bool hasFallback = false;

  int64_t bankSize() const { return capacity / banks; }
  int64_t bankStart(int bank) const { return bank * bankSize(); }
  int64_t bankEnd(int bank) const { return (bank + 1) * bankSize(); }

  InFlightDiagnostic complain(BufferOp buffer) const {
    Location loc = buffer.getLoc();
    InFlightDiagnostic diag = hasFallback ? emitWarning(loc) : emitError(loc);
    diag << "'" << buffer->getName() << "' op ";
    return diag;
  }
};
} // namespace

static int64_t addressOf(BufferOp buffer) { return *buffer.getAddress(); }

/// Bytes, at most so many that sums over a design do not overflow.
static int64_t sizeOf(BufferOp buffer) {
  constexpr int64_t most = int64_t(1) << 40;
  MemRefType type = buffer.getMemRefType();
  int64_t size = tryGetSizeInBytes(type.getElementType(), buffer).value_or(0);
  for (int64_t extent : type.getShape())
    if (llvm::MulOverflow(size, extent, size))
      size = most; // an extent of zero may follow
  return std::min(size, most);
}
static bool isLarger(BufferOp a, BufferOp b) { return sizeOf(a) > sizeOf(b); }
static bool isLower(BufferOp a, BufferOp b) { return addressOf(a) < addressOf(b); }

//===--- The memory map in diagnostics ------------------------------------===//

/// "0x400-0x7FF", the end inclusive.
static std::string range(int64_t start, int64_t size) {
  return "0x" + llvm::utohexstr(start) + "-0x" + llvm::utohexstr(start + size - 1);
}
static void printRange(Diagnostic &note, StringRef indent, StringRef name, int64_t start,
                       int64_t size) {
  note << indent << name << " \t: " << range(start, size) << " \t(" << size << " bytes)\n";
}
static void printBuffer(Diagnostic &note, StringRef indent, BufferOp buffer) {
  printRange(note, indent, *buffer.getSymName(), addressOf(buffer), sizeOf(buffer));
}
static void printStack(Diagnostic &note, StringRef indent, const TileMemory &memory) {
  if (memory.stack > 0)
    printRange(note, indent, "(stack)", 0, memory.stack);
}
static void printBank(Diagnostic &note, const TileMemory &memory, int bank) {
  note << "\tbank : " << bank << "\t" << range(memory.bankStart(bank), memory.bankSize()) << "\n";
}
static void printBuffersIn(Diagnostic &note, int bank, ArrayRef<BufferOp> buffers) {
  for (BufferOp buffer : buffers)
    if (buffer.getMemBank() && static_cast<int>(*buffer.getMemBank()) == bank)
      printBuffer(note, "\t\t", buffer);
}

//===--- Basic sequential -------------------------------------------------===//

/// Given addresses are kept, also those that cannot work.
static void warnAboutFixed(const TileMemory &memory, ArrayRef<BufferOp> fixed) {
  auto warn = [](BufferOp buffer) {
    InFlightDiagnostic diag = emitWarning(buffer.getLoc());
    diag << "'" << buffer->getName() << "' op ";
    return diag;
  };
  for (BufferOp buffer : fixed) {
    if (addressOf(buffer) < memory.stack)
      warn(buffer) << "overlaps the stack of the core (" << memory.stack << " bytes)";
    if (addressOf(buffer) + sizeOf(buffer) > memory.capacity)
      warn(buffer) << "ends behind the tile's memory (" << memory.capacity << " bytes)";
  }
}

static LogicalResult placeSequentially(const TileMemory &memory) {
  SmallVector<BufferOp> fixed, todo;
  for (BufferOp buffer : memory.buffers)
    (buffer.getAddress() ? fixed : todo).push_back(buffer);
  std::sort(todo.begin(), todo.end(), isLarger);
  std::sort(fixed.begin(), fixed.end(), isLower);
  warnAboutFixed(memory, fixed);

  int64_t cursor = memory.stack;
  ArrayRef<BufferOp> ahead = fixed;
  for (BufferOp buffer : todo) {
    int64_t size = sizeOf(buffer);
    for (; !ahead.empty() && cursor + size > addressOf(ahead.front()); ahead = ahead.drop_front()) {
      BufferOp obstacle = ahead.front();
      cursor = addressOf(obstacle) + sizeOf(obstacle);
    }
    buffer.setAddress(static_cast<uint32_t>(cursor));
    cursor += size;
  }
  if (cursor <= memory.capacity)
    return success();

  std::sort(todo.begin(), todo.end(), isLower);
  TileOp tile = memory.tile;
  InFlightDiagnostic diag = tile.emitOpError("allocated buffers exceeded available memory\n");
  if (memory.stack == 0)
    diag << "(no stack allocated)\n";
  Diagnostic &note = diag.attachNote() << "MemoryMap:\n";
  printStack(note, "\t", memory);
  for (BufferOp buffer : todo)
    printBuffer(note, "\t", buffer);
  return failure();
}

//===--- Bank aware -------------------------------------------------------===//

namespace {
/// How far each bank is filled: the next free address.
using BankFill = SmallVector<int64_t, 8>;
} // namespace

/// A buffer with an address: finds its bank.
static LogicalResult keepAddress(const TileMemory &memory, BufferOp buffer, BankFill &next) {
  int64_t address = addressOf(buffer);
  if (address < 0 || address >= memory.capacity)
    return memory.complain(buffer) << "address attribute does not fall within any bank range";
  int bank = address / memory.bankSize();
  if (address < next[bank])
    return memory.complain(buffer) << "would override allocated address";
  next[bank] = address + sizeOf(buffer);
  if (buffer.getMemBank() && static_cast<int>(*buffer.getMemBank()) != bank)
    return memory.complain(buffer) << "mem_bank attribute is inconsistent with address attribute";
  buffer.setMemBank(bank);
  return success();
}

/// A buffer with a bank only: the next place in it.
static LogicalResult keepBank(const TileMemory &memory, BufferOp buffer, BankFill &next) {
  int64_t bank = *buffer.getMemBank();
  if (next[bank] + sizeOf(buffer) > memory.bankEnd(bank))
    return memory.complain(buffer) << "would override existing mem_bank";
  buffer.setAddress(static_cast<uint32_t>(next[bank]));
  next[bank] += sizeOf(buffer);
  return success();
}

/// Puts a buffer in the first bank with room, from \p bank on.
static bool placeInSomeBank(const TileMemory &memory, BufferOp buffer, BankFill &next, int &bank) {
  for (int tries = 0; tries < memory.banks; ++tries, bank = (bank + 1) % memory.banks) {
    if (next[bank] + sizeOf(buffer) > memory.bankEnd(bank))
      continue;
    buffer.setMemBank(bank);
    buffer.setAddress(static_cast<uint32_t>(next[bank]));
    next[bank] += sizeOf(buffer);
    bank = (bank + 1) % memory.banks;
    return true;
  }
  return false;
}

static LogicalResult reportNoRoom(const TileMemory &memory, BufferOp buffer,
                                  ArrayRef<BufferOp> fixed, ArrayRef<BufferOp> placed) {
  buffer.emitWarning("Failed to allocate buffer: \"")
      << *buffer.getSymName() << "\" with size: " << sizeOf(buffer) << " bytes.";
  TileOp tile = memory.tile;
  InFlightDiagnostic diag =
      tile.emitWarning("Not all requested buffers fit in the available memory.\n");
  Diagnostic &note = diag.attachNote()
                     << "Current configuration of buffers in bank(s) : MemoryMap:\n";
  printStack(note, "\t\t", memory);
  if (memory.stack == 0)
    note << "(no stack allocated)\n";
  for (int bank = 0; bank < memory.banks; ++bank) {
    printBank(note, memory, bank);
    printBuffersIn(note, bank, fixed);
    printBuffersIn(note, bank, placed);
  }
  return failure();
}

/// Fixed buffers and the stack may reach beyond their bank.
static LogicalResult checkBankEnds(const TileMemory &memory, const BankFill &next,
                                   ArrayRef<BufferOp> buffers) {
  SmallVector<int> over;
  for (int bank = 0; bank < memory.banks; ++bank)
    if (next[bank] > memory.bankEnd(bank))
      over.push_back(bank);
  if (over.empty())
    return success();
  TileOp tile = memory.tile;
  InFlightDiagnostic diag = tile.emitWarning("allocated buffers exceeded available memory\n");
  if (memory.stack == 0)
    diag << "(no stack allocated)\n";
  Diagnostic &note = diag.attachNote() << "Error in bank(s) : ";
  for (int bank : over)
    note << bank << " ";
  note << "\nMemoryMap:\n";
  for (int bank = 0; bank < memory.banks; ++bank) {
    printBank(note, memory, bank);
    if (bank == 0)
      printStack(note, "\t\t", memory);
    printBuffersIn(note, bank, buffers);
  }
  return failure();
}

static LogicalResult placeInBanks(const TileMemory &memory) {
  BankFill next;
  for (int bank = 0; bank < memory.banks; ++bank)
    next.push_back(memory.bankStart(bank));
  next[0] += memory.stack;

  SmallVector<BufferOp> fixed, todo;
  for (BufferOp buffer : memory.buffers) {
    if (!buffer.getAddress() && !buffer.getMemBank()) {
      todo.push_back(buffer);
      continue;
    }
    if (failed(buffer.getAddress() ? keepAddress(memory, buffer, next)
                                   : keepBank(memory, buffer, next)))
      return failure();
    fixed.push_back(buffer);
  }
  std::sort(todo.begin(), todo.end(), isLarger);

  int bank = 0;
  SmallVector<BufferOp> placed;
  for (BufferOp buffer : todo) {
    if (!placeInSomeBank(memory, buffer, next, bank)) {
      (void)reportNoRoom(memory, buffer, fixed, placed);
      for (BufferOp undone : placed) {
        undone.removeAddressAttr();
        undone.removeMemBankAttr();
      }
      return failure();
    }
    placed.push_back(buffer);
  }
  SmallVector<BufferOp> all(memory.buffers);
  std::sort(all.begin(), all.end(), isLower);
  return checkBankEnds(memory, next, all);
}

//===--- The pass ---------------------------------------------------------===//

/// What no scheme can make up for.
static LogicalResult checkMemory(TileMemory &memory) {
  TileOp tile = memory.tile;
  if (memory.stack < 0)
    return tile.getCoreOp().emitOpError("has a negative stack_size");
  for (BufferOp buffer : memory.buffers)
    if (auto bank = static_cast<int32_t>(buffer.getMemBank().value_or(0));
        bank < 0 || bank >= memory.banks)
      return buffer.emitOpError("mem_bank ")
             << bank << " does not exist, the tile has " << memory.banks << " banks";
  return success();
}

static LogicalResult placeBuffersOf(TileMemory memory, StringRef scheme) {
  if (failed(checkMemory(memory)))
    return failure();
  TileOp tile = memory.tile;
  if (scheme == "basic-sequential") {
    if (failed(placeSequentially(memory)))
      return tile.emitOpError("Basic sequential allocation failed.");
    return success();
  }
  if (scheme == "bank-aware") {
    if (failed(placeInBanks(memory)))
      return tile.emitOpError("Bank-aware allocation failed.");
    return success();
  }
  memory.hasFallback = true;
  if (succeeded(placeInBanks(memory)))
    return success();
  tile.emitWarning("Bank-aware allocation failed, trying basic sequential allocation.");
  if (failed(placeSequentially(memory)))
    return tile.emitOpError("Basic sequential allocation also failed.");
  return success();
}

static TileMemory memoryOf(TileOp tile, const DeviceModel &model, ArrayRef<BufferOp> buffers) {
  TileMemory memory;
  memory.tile = tile;
  memory.capacity = tile.isMemTile() ? model.memTileSize() : model.localMemorySize();
  memory.banks = model.numBanks(tile.getTileID());
  CoreOp core = tile.getCoreOp();
  memory.stack = core ? static_cast<int32_t>(core.getStackSize()) : 0;
  memory.buffers.assign(buffers.begin(), buffers.end());
  return memory;
}

namespace {
struct AssignBufferAddresses : aie::impl::AIEAssignBufferAddressesBase<AssignBufferAddresses> {
  using AIEAssignBufferAddressesBase::AIEAssignBufferAddressesBase;

  void runOnOperation() override {
    DeviceOp device = getOperation();
    llvm::MapVector<Value, SmallVector<BufferOp>> buffersOf;
    if (failed(collect(device, buffersOf)))
      return signalPassFailure();
    const DeviceModel &model = getTargetModel(device);
    for (TileOp tile : device.getOps<TileOp>()) {
      StringRef scheme = tile.getAllocationScheme().value_or(StringRef(allocScheme));
      if (failed(placeBuffersOf(memoryOf(tile, model, buffersOf.lookup(tile.getResult())), scheme)))
        return signalPassFailure();
    }
  }

  /// The buffers of every tile, all of them named.
  LogicalResult collect(DeviceOp device, llvm::MapVector<Value, SmallVector<BufferOp>> &buffersOf) {
    unsigned anonymous = 0;
    bool valid = true;
    device.walk<WalkOrder::PreOrder>([&](BufferOp buffer) {
      if (!buffer.getSymName())
        buffer.setSymName(("_anonymous" + Twine(anonymous++)).str());
      if (!isa<DeviceOp, MemTileDMAOp>(buffer->getParentOp()) && !buffer.getInitialValue()) {
        Operation *tile = buffer.getTile().getDefiningOp();
        (tile ? tile : buffer.getOperation())->emitOpError("Buffer '\"")
            << *buffer.getSymName()
            << "\"' must be defined directly under the device scope. Currently it is nested "
               "inside a core tile.";
        valid = false;
      }
      if (!tryGetSizeInBytes(buffer.getMemRefType().getElementType(), buffer)) {
        buffer.emitOpError("has elements without a size in memory");
        valid = false;
      }
      buffersOf[buffer.getTile()].push_back(buffer);
    });
    return success(valid);
  }
};
} // namespace
