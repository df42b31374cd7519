//===- AIELinks.cpp - aie.objectfifo.link -----------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialect/aie/AIEDialect.h"
#include "dialect/aie/AIEParsing.h"

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aie;

//===--- Reading ----------------------------------------------------------===//

static SmallVector<ObjectFifoCreateOp> resolve(Operation *link, ArrayAttr names) {
  SmallVector<ObjectFifoCreateOp> fifos;
  for (Operation *op = link->getParentOp(); op; op = op->getParentOp()) {
    if (!op->hasTrait<OpTrait::SymbolTable>())
      continue;
    for (auto name : names.getAsRange<SymbolRefAttr>())
      if (auto fifo = dyn_cast_or_null<ObjectFifoCreateOp>(
              SymbolTable::lookupSymbolIn(op, name.getLeafReference())))
        fifos.push_back(fifo);
  }
  return fifos;
}

SmallVector<ObjectFifoCreateOp> ObjectFifoLinkOp::getInputObjectFifos() {
  return resolve(*this, getFifoIns());
}
SmallVector<ObjectFifoCreateOp> ObjectFifoLinkOp::getOutputObjectFifos() {
  return resolve(*this, getFifoOuts());
}

static Value firstConsumer(ObjectFifoCreateOp fifo) {
  return fifo.getConsumerTiles().empty() ? Value() : fifo.getConsumerTiles()[0];
}

std::optional<Value> ObjectFifoLinkOp::getOptionalSharedTile() {
  SmallVector<ObjectFifoCreateOp> ins = getInputObjectFifos(), outs = getOutputObjectFifos();
  if (ins.empty() || outs.empty())
    return std::nullopt;
  if (isJoin()) {
    Value tile = outs[0].getProducerTile();
    for (ObjectFifoCreateOp in : ins)
      if (firstConsumer(in) != tile)
        return std::nullopt;
    return tile;
  }
  if (isDistribute()) {
    Value tile = firstConsumer(ins[0]);
    for (ObjectFifoCreateOp out : outs)
      if (out.getProducerTile() != tile)
        return std::nullopt;
    return tile ? std::optional(tile) : std::nullopt;
  }
  Value tile = outs[0].getProducerTile();
  return llvm::is_contained(ins[0].getConsumerTiles(), tile) ? std::optional(tile) : std::nullopt;
}

/// The distances between offsets, the last to the end of the whole object.
static SmallVector<int> getLengths(ArrayAttr offsets, ObjectFifoCreateOp whole) {
  SmallVector<int> lengths;
  if (offsets.empty())
    return lengths;
  auto values = llvm::to_vector(llvm::map_range(offsets.getAsRange<IntegerAttr>(),
                                                [](IntegerAttr a) { return int(a.getInt()); }));
  for (size_t i = 0; i + 1 < values.size(); ++i)
    lengths.push_back(values[i + 1] - values[i]);
  lengths.push_back(int(whole.getObjectType().getNumElements()) - values.back());
  return lengths;
}

SmallVector<int> ObjectFifoLinkOp::getJoinTransferLengths() {
  SmallVector<ObjectFifoCreateOp> outs = getOutputObjectFifos();
  return isJoin() && !outs.empty() ? getLengths(getSrcOffsets(), outs[0]) : SmallVector<int>();
}

SmallVector<int> ObjectFifoLinkOp::getDistributeTransferLengths() {
  SmallVector<ObjectFifoCreateOp> ins = getInputObjectFifos();
  return isDistribute() && !ins.empty() ? getLengths(getDstOffsets(), ins[0]) : SmallVector<int>();
}

std::optional<int> ObjectFifoLinkOp::getRepeatCount() {
  for (ObjectFifoCreateOp out : getOutputObjectFifos())
    if (out.getRepeatCount())
      return *out.getRepeatCount();
  return std::nullopt;
}

//===--- Checks -----------------------------------------------------------===//

/// Whether an access pattern stays inside the shortest part.
static LogicalResult verifyPattern(ObjectFifoLinkOp op, BDDimLayoutArrayAttr dims,
                                   ArrayRef<int> lengths, StringRef side, StringRef role) {
  if (dims.empty() || lengths.empty())
    return success();
  int64_t index = getMaxAccessedIndex(dims), length = *llvm::min_element(lengths);
  if (index < length)
    return success();
  return op.emitOpError("specified ")
         << side << " stride(s) and size(s) result in out of bounds access in " << role
         << ", for index " << index << " in transfer of length " << length << ".";
}

static LogicalResult verifyJoin(ObjectFifoLinkOp op) {
  if (op.getFifoIns().size() != op.getSrcOffsets().size())
    return op.emitOpError("number of provided src offsets must be equal to the number of input "
                          "objectFifos");
  if (!op.getDstOffsets().empty())
    return op.emitOpError("dst offsets should be empty for join");
  ObjectFifoCreateOp out = op.getOutputObjectFifos()[0];
  return verifyPattern(op, out.getDimensionsToStream(), op.getJoinTransferLengths(), "output",
                       "join input");
}

static LogicalResult verifyDistribute(ObjectFifoLinkOp op, Value sharedTile) {
  if (op.getFifoOuts().size() != op.getDstOffsets().size())
    return op.emitOpError("number of provided dst offsets must be equal to the number of output "
                          "objectFifos");
  if (!op.getSrcOffsets().empty())
    return op.emitOpError("src offsets should be empty for distribute");
  ObjectFifoCreateOp in = op.getInputObjectFifos()[0];
  if (failed(verifyPattern(op, in.getDimensionsFromStream(sharedTile),
                           op.getDistributeTransferLengths(), "input", "distribute output")))
    return failure();
  SmallVector<uint32_t> repeats;
  for (ObjectFifoCreateOp out : op.getOutputObjectFifos())
    repeats.push_back(out.getRepeatCount().value_or(0));
  if (!llvm::all_equal(repeats))
    return op.emitError("repeat counts of output object FIFOs must be equal");
  return success();
}

/// Joining and distributing count on every name.
static LogicalResult verifyNames(ObjectFifoLinkOp op) {
  for (ArrayAttr names : {op.getFifoIns(), op.getFifoOuts()})
    for (auto name : names.getAsRange<SymbolRefAttr>())
      if (!lookupObjectFifo(op, name.getLeafReference()))
        return op.emitError("cannot retrieve associated object FIFO ") << name;
  return success();
}

LogicalResult ObjectFifoLinkOp::verify() {
  if (isJoin() && isDistribute())
    return emitError("ObjectFifoLinkOp does not support 'join' and 'distribute' at the same time");
  if ((isJoin() || isDistribute()) && failed(verifyNames(*this)))
    return failure();
  for (const auto &fifos : {getInputObjectFifos(), getOutputObjectFifos()})
    for (ObjectFifoCreateOp fifo : fifos)
      if (failed(verifyReadable(
              fifo, 1,
              {"elemNumber", "elemType", "dimensionsToStream", "dimensionsFromStreamPerConsumer"})))
        return failure();
  std::optional<Value> shared = getOptionalSharedTile();
  if (!shared)
    return emitError("ObjectFifoLinkOp must have a link point, i.e., a shared tile between "
                     "objectFifos");
  TileLike tile = getTileLike(*shared);
  if (!tile)
    return emitError("shared tile must implement TileLike interface");
  if (!tile.isMemTile() && (isJoin() || isDistribute()))
    return emitError("ObjectFifoLinkOp join and distribute are unavailable on compute or shim "
                     "tiles");
  if (isJoin())
    return verifyJoin(*this);
  if (isDistribute())
    return verifyDistribute(*this, *shared);
  if (!getSrcOffsets().empty() && !getDstOffsets().empty())
    return emitOpError("all offsets should be empty if there is no join or distribute");
  return success();
}
