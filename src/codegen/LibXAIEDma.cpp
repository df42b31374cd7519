//===- LibXAIEDma.cpp - DMA programs as libxaie calls -----------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/LibXAIE.h"
#include "device/DeviceModel.h"

#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;

namespace tilewright::codegen {
namespace {

using namespace libxaie;

/// One DMA program: its blocks in the order they are written, and BD numbers.
struct DmaProgram {
  device::TileID tile;
  std::vector<Block *> blocks;
  llvm::DenseMap<Block *, unsigned> numbers;
  bool isShim = false, isMemTile = false;
};

/// Depth first from the entry; the successor named last is visited first.
std::vector<Block *> visitOrder(Region &region) {
  llvm::SetVector<Block *> seen;
  SmallVector<Block *> work{&region.front()};
  seen.insert(&region.front());
  while (!work.empty()) {
    Block *block = work.pop_back_val();
    for (Block *next : block->getTerminator()->getSuccessors())
      if (seen.insert(next))
        work.push_back(next);
  }
  return {seen.begin(), seen.end()};
}

aie::DMABDOp descriptorOf(Block *block) {
  auto descriptors = block->getOps<aie::DMABDOp>();
  return descriptors.empty() ? aie::DMABDOp() : *descriptors.begin();
}

/// Memory tiles have BDs of their own for even and for odd channels.
void numberMemTileBlocks(DmaProgram &program, Region &region) {
  constexpr unsigned oddBase = 24;
  llvm::DenseMap<Block *, unsigned> channels;
  for (auto start : region.getOps<aie::DMAStartOp>())
    for (Block *block = start.getDest(); block && !channels.count(block);) {
      channels[block] = start.getChannelIndex();
      auto next = dyn_cast<aie::NextBDOp>(block->getTerminator());
      block = next ? next.getDest() : nullptr;
    }
  unsigned next[2] = {0, oddBase};
  for (Block &block : region)
    if (descriptorOf(&block))
      program.numbers[&block] = next[channels.lookup(&block) % 2]++;
}

template <typename Op> DmaProgram makeProgram(Op op) {
  DmaProgram program;
  program.tile = *tileOf(op.getTile());
  program.isShim = isa<aie::ShimDMAOp>(op);
  program.isMemTile = isa<aie::MemTileDMAOp>(op);
  program.blocks = visitOrder(op.getBody());
  if (program.isMemTile) {
    numberMemTileBlocks(program, op.getBody());
    return program;
  }
  unsigned next = 0;
  for (Block &block : op.getBody())
    if (descriptorOf(&block))
      program.numbers[&block] = next++;
  return program;
}

/// What one BD's calls share.
struct Descriptor {
  const DesignView &design;
  const DmaProgram &program;
  Block *block;
  aie::DMABDOp op;
  unsigned number;
  std::string variable, reference;
  raw_ostream &out;
};

//===--- Parts of a BD ----------------------------------------------------===//

void writeLocks(const Descriptor &d) {
  struct Half {
    int id = 0, value = 0;
    bool used = false;
  } acquire, release;
  for (auto use : d.block->getOps<aie::UseLockOp>()) {
    auto lock = use.getLockOp();
    if (!lock || !lock.getLockID())
      continue;
    int id = *lock.getLockID();
    auto owner = tileOf(lock.getTile());
    if (d.program.isMemTile && owner)
      id += d.design.model.lockLocalBaseIndex(d.program.tile, *owner).value_or(0);
    int value = use.getLockValue();
    if (use.release())
      release = {id, value, true};
    else
      acquire = {id, use.acquireGE() ? -value : value, true};
  }
  if (!acquire.used && !release.used)
    return;
  attempt(d.out, "XAie_DmaSetLock(" + d.reference + ", XAie_LockInit(" + Twine(acquire.id) + "," +
                     Twine(acquire.value) + "),XAie_LockInit(" + Twine(release.id) + "," +
                     Twine(release.value) + "))");
  if (!acquire.used)
    d.out << d.variable << ".LockDesc.LockAcqEn = XAIE_DISABLE;\n";
  if (!release.used)
    d.out << d.variable << ".LockDesc.LockRelEn = XAIE_DISABLE;\n";
}

/// Byte address as the DMA sees it; nothing, and an error, if there is none.
std::optional<uint64_t> addressOf(const Descriptor &d) {
  aie::BufferOp buffer = aie::DMABDOp(d.op).getBufferOp();
  if (!buffer || !buffer.getAddress()) {
    aie::DMABDOp(d.op).emitOpError("needs a buffer with an address");
    return std::nullopt;
  }
  uint64_t address = *buffer.getAddress() + aie::DMABDOp(d.op).getOffsetInBytes();
  auto owner = tileOf(buffer.getTile());
  if (d.program.isMemTile && owner)
    address += d.design.model.memLocalBaseAddress(d.program.tile, *owner).value_or(0);
  return address;
}

LogicalResult writeTensor(const Descriptor &d, ArrayRef<aie::BDDimLayoutAttr> dims,
                          uint64_t address, int64_t length) {
  aie::DMABDOp op = d.op;
  if (d.design.model.arch() == device::Arch::AIE1)
    return op.emitOpError("DMA contains at least one multi-dimensional buffer descriptor. This is "
                          "currently only supported for AIE-ML and later devices.");
  constexpr uint32_t wordBytes = 4;
  uint32_t elementBytes = op.getBufferElementTypeWidthInBytes();
  std::string tensor = "dma_tile_" + std::to_string(d.program.tile.col) + "_" +
                       std::to_string(d.program.tile.row) + "_bd_" + std::to_string(d.number) +
                       "_tensor";
  d.out << "XAie_DmaTensor " << tensor << " = {};\n"
        << tensor << ".NumDim = " << dims.size() << ";\n"
        << tensor << ".Dim =__mlir_aie_alloc_dim_desc(" << dims.size()
        << ");\nif(NULL == " << tensor << ".Dim){\n  return 1;\n}\n";
  for (size_t i = 0; i < dims.size(); ++i) {
    size_t j = dims.size() - 1 - i;
    // The innermost dimension counts words, the others' strides do.
    uint64_t stride =
        j > 0 ? uint64_t(dims[i].getStride()) * elementBytes / wordBytes : dims[i].getStride();
    uint64_t size =
        j == 0 ? uint64_t(dims[i].getSize()) * elementBytes / wordBytes : dims[i].getSize();
    d.out << tensor << ".Dim[" << j << "].AieMlDimDesc = { /* Stride */ "
          << std::max<uint64_t>(stride, 1) << ", /* Size */ " << uint16_t(size) << "};\n";
  }
  attempt(d.out, "XAie_DmaSetMultiDimAddr(" + d.reference + ", &" + tensor + ", 0x" +
                     llvm::utohexstr(address) + ",  /* len */ " + Twine(length) + ")");
  return success();
}

LogicalResult writeAddress(const Descriptor &d) {
  aie::DMABDOp op = d.op;
  int64_t length = op.getLenInBytes();
  if (!llvm::isUInt<32>(length))
    return op.emitOpError() << "length of " << length << " bytes does not fit in 32 bits";
  ArrayRef<aie::BDDimLayoutAttr> dims;
  if (auto layout = op.getDimensionsAttr())
    dims = layout.getValue();
  if (d.program.isShim && dims.empty()) {
    attempt(d.out, "XAie_DmaSetAddrLen(" + d.reference +
                       ", /* addrA */ mlir_aie_external_get_addr_myBuffer_" +
                       Twine(d.program.tile.col) + Twine(d.program.tile.row) + "_" +
                       Twine(d.number) + "(), /* len */ " + Twine(length) + ")");
    attempt(d.out, "XAie_DmaSetAxi(" + d.reference +
                       ", /* smid */ 0, /* burstlen */ 4, /* QoS */ 0, /* Cache */ 0, /* Secure */ "
                       "XAIE_ENABLE)");
    return success();
  }
  auto address = addressOf(d);
  if (!address)
    return failure();
  constexpr uint64_t granularity = 4;
  if (*address % granularity)
    return op.emitOpError("bd address must be 4B (32b) aligned");
  if (!dims.empty())
    return writeTensor(d, dims, *address, length);
  attempt(d.out, "XAie_DmaSetAddrLen(" + d.reference + ", /* addrA */ 0x" +
                     llvm::utohexstr(*address) + ",  /* len */ " + Twine(length) + ")");
  return success();
}

void writePacket(const Descriptor &d) {
  std::optional<std::pair<int, int>> packet; // id, type
  for (auto op : d.block->getOps<aie::DMABDPacketOp>())
    packet = {op.getPacketId(), op.getPacketType()};
  if (auto info = aie::DMABDOp(d.op).getPacketAttr())
    packet = {info.getPktId(), info.getPktType()};
  if (packet)
    attempt(d.out, "XAie_DmaSetPkt(" + d.reference + ", XAie_PacketInit(" + Twine(packet->first) +
                       "," + Twine(packet->second) + "))");
}

LogicalResult writeDescriptor(const Descriptor &d) {
  std::string loc = tileLoc(d.program.tile);
  d.out << "XAie_DmaDesc " << d.variable << ";\n";
  attempt(d.out, "XAie_DmaDescInit(" + deviceInstance + ", " + d.reference + ", " + loc + ")");
  writeLocks(d);
  if (failed(writeAddress(d)))
    return failure();
  if (d.block->getNumSuccessors() > 0) {
    Block *next = d.block->getSuccessor(0);
    bool ends = !next->getOps<aie::EndOp>().empty();
    attempt(d.out, "XAie_DmaSetNextBd(" + d.reference + ",  /* nextbd */ " +
                       Twine(d.program.numbers.lookup(next)) + ",  /* enableNextBd */ " +
                       Twine(ends ? 0 : 1) + ")");
  }
  writePacket(d);
  attempt(d.out, "XAie_DmaEnableBd(" + d.reference + ")");
  attempt(d.out, "XAie_DmaWriteBd(" + deviceInstance + ", " + d.reference + ", " + loc +
                     ",  /* bd */ " + Twine(d.number) + ")");
  return success();
}

//===--- A whole program --------------------------------------------------===//

void writeStart(const DesignView &design, const DmaProgram &program, aie::DMAStartOp start,
                raw_ostream &out) {
  std::string loc = tileLoc(program.tile);
  std::string channel = std::to_string(start.getChannelIndex());
  std::string direction = "DMA_" + device::stringify(start.getChannelDir()).str();
  unsigned number = program.numbers.lookup(start.getDest());
  if (design.model.arch() == device::Arch::AIE1)
    attempt(out, "XAie_DmaChannelPushBdToQueue(" + deviceInstance + ", " + loc + ", /* ChNum */" +
                     channel + ", /* dmaDir */ " + direction + ", /* BdNum */" + Twine(number) +
                     ")");
  else
    attempt(out, "XAie_DmaChannelSetStartQueue(" + deviceInstance + ", " + loc + ", /* ChNum */" +
                     channel + ", /* dmaDir */ " + direction + ", /* BdNum */" + Twine(number) +
                     ", /* Repeat */ " + Twine(start.getRepeatCount() + 1) +
                     ", /* EnToken */ XAIE_DISABLE)");
  attempt(out, "XAie_DmaChannelEnable(" + deviceInstance + ", " + loc + ", /* ChNum */ " + channel +
                   ", /* dmaDir */ " + direction + ")");
}

LogicalResult writeProgram(const DesignView &design, const DmaProgram &program, raw_ostream &out) {
  for (Block *block : program.blocks) {
    aie::DMABDOp op = descriptorOf(block);
    if (!op)
      continue;
    unsigned number = program.numbers.lookup(block);
    std::string variable = "dma_tile" + std::to_string(program.tile.col) +
                           std::to_string(program.tile.row) + "_bd" + std::to_string(number);
    if (failed(writeDescriptor(
            {design, program, block, op, number, variable, "&(" + variable + ")", out})))
      return failure();
  }
  for (Block *block : program.blocks)
    for (auto start : block->getOps<aie::DMAStartOp>())
      writeStart(design, program, start, out);
  return success();
}

/// Host memory is known only at run time: the program is told each buffer's address.
void writeExternalBuffers(aie::DeviceOp device, raw_ostream &out) {
  for (auto buffer : device.getOps<aie::ExternalBufferOp>()) {
    if (!buffer.hasName())
      continue;
    StringRef name = *buffer.getSymName();
    out << "static u64 _mlir_aie_external_" << name << ";\nstatic bool _mlir_aie_external_set_"
        << name << " = false;\nvoid mlir_aie_external_set_addr_" << name
        << "(aie_libxaie_ctx_t* ctx, u64 VA) {\nu64 device_address = "
           "mlir_aie_get_device_address(ctx, "
           "(void *)VA);\n  _mlir_aie_external_set_"
        << name << " = true;\n  _mlir_aie_external_" << name << " = device_address;\n}\n";
  }
}

LogicalResult writeShim(const DesignView &design, aie::ShimDMAOp shim, raw_ostream &out) {
  DmaProgram program = makeProgram(shim);
  std::string place = std::to_string(program.tile.col) + std::to_string(program.tile.row);
  for (Block *block : program.blocks) {
    aie::DMABDOp op = descriptorOf(block);
    auto buffer =
        op ? op.getBuffer().getDefiningOp<aie::ExternalBufferOp>() : aie::ExternalBufferOp();
    if (!buffer || !buffer.hasName())
      continue;
    StringRef name = *buffer.getSymName();
    // The offset's digits are hexadecimal without a prefix, as programs expect.
    out << "u64 mlir_aie_external_get_addr_myBuffer_" << place << "_"
        << program.numbers.lookup(block) << "(void) {\n  assert(_mlir_aie_external_set_" << name
        << ");\n  return _mlir_aie_external_" << name << " + "
        << llvm::utohexstr(op.getOffsetInBytes()) << ";\n}\n";
  }
  out << "int mlir_aie_configure_shimdma_" << place << "(aie_libxaie_ctx_t* ctx) {\n";
  if (failed(writeProgram(design, program, out)))
    return failure();
  out << "return XAIE_OK;\n} // mlir_aie_configure_shimdma\n\n";
  return success();
}

} // namespace

LogicalResult writeLibXAIEDmas(const DesignView &design, raw_ostream &out) {
  aie::DeviceOp device = design.device;
  out << "int mlir_aie_configure_dmas(aie_libxaie_ctx_t* ctx) {\n";
  for (auto mem : device.getOps<aie::MemOp>())
    if (failed(writeProgram(design, makeProgram(mem), out)))
      return failure();
  for (auto mem : device.getOps<aie::MemTileDMAOp>())
    if (failed(writeProgram(design, makeProgram(mem), out)))
      return failure();
  out << "return XAIE_OK;\n} // mlir_aie_configure_dmas\n\n";
  writeExternalBuffers(device, out);
  for (auto shim : device.getOps<aie::ShimDMAOp>())
    if (failed(writeShim(design, shim, out)))
      return failure();
  return success();
}

} // namespace tilewright::codegen
