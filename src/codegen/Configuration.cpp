//===- Configuration.cpp - From a routed device to its registers -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The stages, and what is simple enough to stand here: cores, locks, initial
// contents of buffers. DMAs, switches and ELF files have files of their own.
//
//===----------------------------------------------------------------------===//
#include "codegen/Configuration.h"
#include "codegen/RegisterWriter.h"
#include "llvm/Support/Path.h"

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aie;
using namespace tilewright::codegen;
namespace reg = tilewright::device::reg;

//===--- The writer -------------------------------------------------------===//

static uint32_t wordOf(ArrayRef<uint8_t> bytes) {
  uint32_t word = 0;
  for (auto [i, byte] : llvm::enumerate(bytes.take_front(4)))
    word |= static_cast<uint32_t>(byte) << (8 * i);
  return word;
}

std::optional<StringRef> RegisterWriter::writeData(TileID tile, uint64_t address,
                                                   ArrayRef<uint8_t> bytes) {
  if (!model.isCoreTile(tile) && !model.isMemTile(tile))
    return "XAIE_INVALID_TILE";
  if (address + bytes.size() > model.memorySize(tile))
    return "XAIE_ERR_OUTOFBOUND";
  // Bytes from number `first` on in the word at `offset`.
  auto partOfWord = [&](uint32_t offset, unsigned first, ArrayRef<uint8_t> part) {
    uint32_t mask = ((1u << (8 * part.size())) - 1) << (8 * first);
    maskWrite(tile, offset, mask, wordOf(part) << (8 * first));
  };
  // Data may start inside a word; its first bytes join what is there. (mlir-aie
  // moves all of such data up to the next word.)
  if (unsigned first = address % 4; first != 0 && !bytes.empty()) {
    size_t count = std::min<size_t>(4 - first, bytes.size());
    partOfWord(reg::dataMemory + (address & ~uint64_t(3)), first, bytes.take_front(count));
    bytes = bytes.drop_front(count);
  }
  uint32_t offset = reg::dataMemory + llvm::alignTo(address, 4);

  SmallVector<uint32_t> words;
  for (; bytes.size() >= 4; bytes = bytes.drop_front(4))
    words.push_back(wordOf(bytes));
  if (!words.empty())
    blockWrite(tile, offset, words);
  if (!bytes.empty())
    partOfWord(offset + 4 * words.size(), 0, bytes);
  return std::nullopt;
}

void RegisterWriter::resetDma(TileID tile, bool on) {
  for (DMAChannelDir dir : {DMAChannelDir::MM2S, DMAChannelDir::S2MM})
    for (uint32_t channel = 0; channel < model.numDmaChannels(tile); ++channel)
      maskWrite(tile, model.offsetOfAddress(model.dmaControlAddress(tile, dir, channel)),
                reg::dmaChannelReset, on ? reg::dmaChannelReset : 0);
}

LogicalResult codegen::reportFailedCall(Operation *op, StringRef call, StringRef code,
                                        const Twine &why) {
  InFlightDiagnostic diag = op->emitOpError() << call << " failed with " << code;
  if (!why.isTriviallyEmpty())
    diag << ": " << why;
  return failure();
}

//===--- Cores ------------------------------------------------------------===//

/// The tiles directly in the device that have a core, in program order.
static SmallVector<std::pair<TileOp, CoreOp>> tilesWithCores(DeviceOp device) {
  SmallVector<std::pair<TileOp, CoreOp>> result;
  for (TileOp tile : device.getOps<TileOp>())
    if (CoreOp core = tile.isShimTile() ? CoreOp() : tile.getCoreOp())
      result.push_back({tile, core});
  return result;
}

static void resetCores(RegisterWriter &out, DeviceOp device) {
  for (auto [tile, core] : tilesWithCores(device)) {
    TileID id = tile.getTileID();
    out.maskWrite(id, reg::coreControl, reg::coreControlReset, reg::coreControlReset);
    out.maskWrite(id, reg::coreControl, reg::coreControlReset, 0);
    for (uint32_t lock = 0; lock < out.model.numLocks(id); ++lock)
      out.write(id, *out.model.lockAddress(id, lock), 0);
  }
}

//===--- Locks and buffers ------------------------------------------------===//

static LogicalResult initLocks(RegisterWriter &out, DeviceOp device) {
  WalkResult walk = device.walk<WalkOrder::PreOrder>([&](LockOp lock) {
    if (!lock.getLockID() || !lock.getInit())
      return WalkResult::advance();
    std::optional<TileID> tile = lock.tryGetTileID();
    if (!tile) {
      lock.emitOpError("requires a placed tile (aie.tile), not a logical tile");
      return WalkResult::interrupt();
    }
    std::optional<uint32_t> offset = out.model.lockAddress(*tile, *lock.getLockID());
    if (!offset) {
      (void)reportFailedCall(lock, "XAie_LockSetValue", "XAIE_INVALID_LOCK_ID");
      return WalkResult::interrupt();
    }
    out.write(*tile, *offset, *lock.getInit() & reg::lockValueMask);
    return WalkResult::advance();
  });
  return success(!walk.wasInterrupted());
}

/// Little-endian bytes of every element; nothing for a type without a form.
static std::optional<SmallVector<uint8_t>> bytesOf(DenseElementsAttr values) {
  SmallVector<uint8_t> bytes;
  auto append = [&](const APInt &value, unsigned bits) {
    APInt wide = value.zextOrTrunc(llvm::alignTo(bits, 8));
    for (unsigned at = 0; at < bits; at += 8)
      bytes.push_back(wide.extractBitsAsZExtValue(8, at));
  };
  Type type = values.getElementType();
  if (type.isIntOrIndex()) {
    for (const APInt &value : values.getValues<APInt>())
      append(value, value.getBitWidth());
    return bytes;
  }
  if (isa<FloatType>(type)) {
    for (const APFloat &value : values.getValues<APFloat>())
      append(value.bitcastToAPInt(), type.getIntOrFloatBitWidth());
    return bytes;
  }
  return std::nullopt;
}

static LogicalResult initBuffer(RegisterWriter &out, BufferOp buffer) {
  auto values = dyn_cast_or_null<DenseElementsAttr>(buffer.getInitialValueAttr());
  if (!values)
    return success();
  std::optional<SmallVector<uint8_t>> bytes = bytesOf(values);
  if (!bytes) {
    buffer.emitWarning("buffer op type not supported for initialization");
    return success();
  }
  std::optional<TileID> tile = buffer.tryGetTileID();
  if (!tile)
    return buffer.emitOpError("requires a placed tile (aie.tile), not a logical tile");
  if (!buffer.getAddress())
    return buffer.emitError("buffer must have address assigned");
  if (auto code = out.writeData(*tile, *buffer.getAddress(), *bytes))
    return reportFailedCall(buffer, "XAie_DataMemBlockWrite", *code);
  return success();
}

static LogicalResult initBuffers(RegisterWriter &out, DeviceOp device) {
  WalkResult walk = device.walk<WalkOrder::PreOrder>([&](BufferOp buffer) {
    return failed(initBuffer(out, buffer)) ? WalkResult::interrupt() : WalkResult::advance();
  });
  return success(!walk.wasInterrupted());
}

//===--- Stages -----------------------------------------------------------===//

/// The register map is that of the AIE2 family, NPUs and Versal devices alike.
static LogicalResult requireRegisterMap(DeviceOp device) {
  if (getTargetModel(device).arch() != device::Arch::AIE1)
    return success();
  return device.emitOpError("only devices of the AIE2 family can be configured this way, ")
         << device::stringify(device.getDevice()) << " is none";
}

FailureOr<formats::RegisterProgram> codegen::buildElfProgram(DeviceOp device, StringRef elfDir) {
  if (failed(requireRegisterMap(device)))
    return failure();
  RegisterWriter out(getTargetModel(device));
  for (auto [tile, core] : tilesWithCores(device)) {
    if (!core.getElfFile())
      continue;
    SmallString<128> path(*core.getElfFile());
    if (!llvm::sys::path::is_absolute(path)) {
      path = elfDir;
      llvm::sys::path::append(path, *core.getElfFile());
    }
    TileID id = tile.getTileID();
    out.maskWrite(id, reg::coreControl, reg::coreControlEnable, 0);
    out.resetDma(id, true);
    if (failed(loadElf(out, core, id, path)))
      return failure();
    out.resetDma(id, false);
  }
  return std::move(out.program);
}

FailureOr<formats::RegisterProgram> codegen::buildInitProgram(DeviceOp device) {
  if (failed(requireRegisterMap(device)))
    return failure();
  RegisterWriter out(getTargetModel(device));
  resetCores(out, device);
  if (failed(initLocks(out, device)) || failed(initBuffers(out, device)))
    return failure();
  for (TileElement dma : dmaPrograms(device))
    if (failed(configureDma(out, dma)))
      return failure();
  if (failed(configureSwitches(out, device)))
    return failure();
  return std::move(out.program);
}

FailureOr<formats::RegisterProgram> codegen::buildEnableProgram(DeviceOp device) {
  if (failed(requireRegisterMap(device)))
    return failure();
  RegisterWriter out(getTargetModel(device));
  for (auto [tile, core] : tilesWithCores(device))
    out.maskWrite(tile.getTileID(), reg::coreControl, reg::coreControlEnable,
                  reg::coreControlEnable);
  return std::move(out.program);
}

FailureOr<formats::RegisterProgram> codegen::buildWholeProgram(DeviceOp device, StringRef elfDir,
                                                               bool enableCores) {
  bool hasCores = !device.getOps<CoreOp>().empty();
  formats::RegisterProgram whole;
  auto append = [&](FailureOr<formats::RegisterProgram> stage) {
    if (failed(stage))
      return failure();
    llvm::append_range(whole.commands, stage->commands);
    return success();
  };
  if (hasCores && failed(append(buildElfProgram(device, elfDir))))
    return failure();
  if (failed(append(buildInitProgram(device))))
    return failure();
  if (hasCores && enableCores && failed(append(buildEnableProgram(device))))
    return failure();
  return whole;
}

formats::RegisterProgram codegen::asTransaction(formats::RegisterProgram program) {
  for (formats::Command &command : program.commands)
    if (auto *mask = std::get_if<formats::MaskWrite>(&command); mask && mask->mask == 0)
      command = formats::Write{mask->address, mask->value};
  return program;
}
