//===- AIEDMAs.cpp - DMA regions, channels and chains -----------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialect/aie/AIEDialect.h"
#include "dialect/aie/AIEParsing.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aie;

//===--- What all DMA regions have in common ------------------------------===//

LogicalResult aie::detail::verifyHasValidBDs(Operation *op) {
  TileLike tile = cast<TileElement>(op).getTileLike();
  if (!tile)
    return op->emitOpError("tile must implement TileLike interface");
  uint32_t max = getTargetModel(op).numBDs(tile.getTileType());
  uint32_t seen = 0;
  for (Block &block : op->getRegion(0)) {
    unsigned bds = 0, acquires = 0, releases = 0;
    DMABDOp first;
    for (Operation &inner : block) {
      if (auto bd = dyn_cast<DMABDOp>(inner)) {
        if (failed(verifyReadable(bd, 1, {})))
          return failure();
        first = first ? first : bd;
        ++bds;
      } else if (auto use = dyn_cast<UseLockOp>(inner)) {
        if (failed(verifyReadable(use, 1, {"action"})))
          return failure();
        ++(use.release() ? releases : acquires);
      }
    }
    if (!bds)
      continue;
    if (seen++ >= max) {
      InFlightDiagnostic diag = op->emitOpError("has more than ") << max << " blocks";
      diag.attachNote(first.getLoc()) << "no space for this BD";
      return diag;
    }
    auto complain = [&](StringRef rule, unsigned found) -> LogicalResult {
      InFlightDiagnostic diag = op->emitOpError("BD block must have ")
                                << rule << ", found " << found;
      diag.attachNote(block.front().getLoc()) << "in this BD block";
      return diag;
    };
    if (bds != 1)
      return complain("exactly one DMABDOp", bds);
    if (acquires > 1)
      return complain("at most one acquire UseLockOp", acquires);
    if (releases > 1)
      return complain("at most one release UseLockOp", releases);
  }
  return success();
}

LogicalResult aie::detail::verifyHasValidDMAChannels(Operation *op) {
  if (op->getRegion(0).empty())
    return op->emitOpError("should have non-empty body");
  llvm::SmallSetVector<uint32_t, 8> inputs, outputs;
  for (auto start : op->getRegion(0).getOps<DMAStartOp>()) {
    if (failed(verifyReadable(start, 0, {"channel_dir", "channel_index"})))
      return failure();
    (start.isRecv() ? inputs : outputs).insert(start.getChannelIndex());
  }
  TileLike tile = cast<TileElement>(op).getTileLike();
  if (!tile)
    return op->emitOpError("tile must implement TileLike interface");
  if (inputs.size() > tile.getNumSourceConnections(WireBundle::DMA))
    return op->emitOpError("uses more input channels than available on this tile");
  if (outputs.size() > tile.getNumDestConnections(WireBundle::DMA))
    return op->emitOpError("uses more output channels than available on this tile");
  return success();
}

static LogicalResult verifyTerminators(Operation *op) {
  for (Block &block : op->getRegion(0)) {
    if (block.empty() || isa<DMAStartOp, NextBDOp, EndOp>(block.back()))
      continue;
    InFlightDiagnostic diag = block.back().emitOpError("is not an allowed terminator");
    diag.attachNote(op->getLoc()) << "in this context: ";
    return diag;
  }
  return success();
}

static LogicalResult verifyAllocs(Operation *op, StringRef name) {
  for (auto alloc : op->getRegion(0).getOps<memref::AllocOp>())
    if (!alloc->hasAttr("id"))
      return alloc.emitOpError("allocOp in ") << name << " region should have an id attribute";
  return success();
}

LogicalResult MemOp::verify() {
  return success(succeeded(verifyTerminators(*this)) && succeeded(verifyAllocs(*this, "MemOp")));
}

LogicalResult ShimDMAOp::verify() { return verifyTerminators(*this); }

//===--- aie.memtile_dma --------------------------------------------------===//

static llvm::SmallSetVector<Block *, 8> getReachableBlocks(Block *start) {
  llvm::SmallSetVector<Block *, 8> reachable;
  reachable.insert(start);
  for (size_t i = 0; i < reachable.size(); ++i)
    reachable.insert_range(reachable[i]->getSuccessors());
  return reachable;
}

/// The buffers and locks of other tiles are out of reach for some channels.
static LogicalResult verifyLocalAccess(MemTileDMAOp dma, DMAStartOp start) {
  auto complain = [&](Operation *op, Operation *object, StringRef kind) -> LogicalResult {
    InFlightDiagnostic diag = op->emitOpError("is reachable from DMA channel ")
                              << start.getChannelIndex() << " and attempts to access a non-local "
                              << kind << "\n";
    diag.attachNote(start.getLoc()) << "channel";
    diag.attachNote(object->getLoc()) << kind;
    return diag;
  };
  for (Block *block : getReachableBlocks(start.getDest())) {
    for (auto bd : block->getOps<DMABDOp>())
      if (BufferOp buffer = bd.getBufferOp()) {
        if (failed(verifyReadable(buffer, 1, {})))
          return failure();
        if (buffer.getTile() != dma.getTile())
          return complain(bd, buffer, "buffer");
      }
    for (auto use : block->getOps<UseLockOp>())
      if (LockOp lock = use.getLockOp()) {
        if (failed(verifyReadable(lock, 1, {})))
          return failure();
        if (lock.getTile() != dma.getTile())
          return complain(use, lock, "lock");
      }
  }
  return success();
}

LogicalResult MemTileDMAOp::verify() {
  if (failed(verifyTerminators(*this)) || failed(verifyAllocs(*this, "MemTileDMAOp")))
    return failure();
  uint32_t neighbourChannels = getTargetModel(*this).accessibleNeighbourChannels();
  for (auto start : getBody().getOps<DMAStartOp>()) {
    if (start->getNumSuccessors() != 2) // its own verifier comes later
      continue;
    if (start.getChannelIndex() >= neighbourChannels && failed(verifyLocalAccess(*this, start)))
      return failure();
  }
  return success();
}

//===--- aie.dma ----------------------------------------------------------===//

LogicalResult DMAOp::verify() {
  Region &parent = (*this)->getParentOp()->getRegion(0);
  if (!parent.hasOneBlock())
    return emitOpError("DMAOp can only appear in single block region");
  if (!parent.getOps<DMAStartOp>().empty())
    return emitOpError("DMAOp is not compatible with DMAStart ops");
  for (Region &bd : getBds()) {
    if (!bd.hasOneBlock())
      return emitOpError("DMAOp regions must have only one block");
    if (!llvm::hasSingleElement(bd.getOps<DMABDOp>()))
      return emitOpError("DMAOp regions/blocks must have exactly one DMABDOp");
    auto uses = bd.getOps<UseLockOp>();
    if (std::distance(uses.begin(), uses.end()) != 2)
      return emitOpError("DMAOp regions/blocks must have exactly two UseLock ops");
  }
  return success();
}

//===--- aie.bd_chain -----------------------------------------------------===//

ParseResult BDChainOp::parse(OpAsmParser &parser, OperationState &result) {
  auto &properties = result.getOrAddProperties<Properties>();
  SmallVector<OpAsmParser::Argument> arguments;
  if (parser.parseSymbolName(properties.sym_name) ||
      parser.parseArgumentList(arguments, OpAsmParser::Delimiter::Paren, /*allowType=*/true,
                               /*allowAttrs=*/true))
    return failure();
  return parser.parseRegion(*result.addRegion(), arguments);
}

void aie::printArgumentsAndBody(OpAsmPrinter &printer, Region &body) {
  printer << "(";
  if (!body.empty())
    llvm::interleaveComma(body.getArguments(), printer,
                          [&](BlockArgument arg) { printer.printRegionArgument(arg); });
  printer << ") ";
  printer.printRegion(body, /*printEntryBlockArgs=*/false, /*printBlockTerminators=*/true);
}

void BDChainOp::print(OpAsmPrinter &printer) {
  printer << " ";
  printer.printSymbolName(getSymName());
  printArgumentsAndBody(printer, getBody());
}

//===--- aie.shim_dma_allocation ------------------------------------------===//

TileOp ShimDMAAllocationOp::getTileOp() { return getTile().getDefiningOp<TileOp>(); }

ShimDMAAllocationOp ShimDMAAllocationOp::getForSymbol(DeviceOp device, StringRef name) {
  return dyn_cast_or_null<ShimDMAAllocationOp>(SymbolTable::lookupSymbolIn(device, name));
}

LogicalResult ShimDMAAllocationOp::verify() {
  TileLike tile = getTileLike();
  if (!tile)
    return emitOpError("tile operand must implement TileLike interface");
  if (tile.isShimTile())
    return success();
  InFlightDiagnostic diag = emitOpError("tile must be a shim tile");
  if (std::optional<TileID> id = tile.tryGetTileID())
    diag << ", but got tile(" << id->col << ", " << id->row << ")";
  return diag;
}
