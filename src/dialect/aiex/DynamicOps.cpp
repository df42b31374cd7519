//===- DynamicOps.cpp - Verifiers and folds of run-time instructions -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An operation of run-time values folds to its static counterpart once all
// values are constant, unless a check at run time would refuse them: folding
// must not turn an error into a silently masked field.
//
//===----------------------------------------------------------------------===//
#include "dialect/aiex/Transfers.h"

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aiex;

//===----------------------------------------------------------------------===//
// Verifiers
//===----------------------------------------------------------------------===//

static LogicalResult verifyPlace(Operation *op) {
  Operation *parent = op->getParentOp();
  while (isa_and_nonnull<scf::ForOp, scf::IfOp>(parent))
    parent = parent->getParentOp();
  if (!isa_and_nonnull<aie::RuntimeSequenceOp>(parent))
    return op->emitOpError(
        "must be nested in an aie.runtime_sequence (only scf.for and scf.if may lie "
        "between)");
  if (!aie::getTargetModel(op).isNPU())
    return op->emitOpError("is only supported on NPU devices");
  return success();
}

template <typename OpT> static LogicalResult verifyTileOf(OpT op) {
  if (op.getColumn().has_value() != op.getRow().has_value())
    return op.emitOpError("column and row must be given together");
  return success();
}

template <typename OpT> static LogicalResult verifyRegisterOp(OpT op) {
  if (failed(verifyPlace(op)) || failed(verifyTileOf(op)))
    return failure();
  if (op.getBuffer() && op.getColumn())
    return op.emitOpError("buffer cannot be combined with column and row");
  return success();
}

LogicalResult NpuDynWrite32Op::verify() { return verifyRegisterOp(*this); }
LogicalResult NpuDynMaskWrite32Op::verify() { return verifyRegisterOp(*this); }
LogicalResult NpuDynSyncOp::verify() { return verifyPlace(*this); }
LogicalResult NpuDynAddressPatchOp::verify() { return verifyPlace(*this); }
LogicalResult NpuDynPushQueueOp::verify() { return verifyPlace(*this); }
LogicalResult NpuDynWriteBdOp::verify() { return verifyPlace(*this); }

LogicalResult NpuDynBlockWriteOp::verify() {
  if (failed(verifyPlace(*this)) || failed(verifyTileOf(*this)))
    return failure();
  if (getData().empty())
    return emitOpError("needs at least one data word");
  return success();
}

LogicalResult NpuDynDmaMemcpyNdOp::verify() {
  if (failed(verifyPlace(*this)))
    return failure();
  return verifyDynamicTransfer(*this);
}

//===----------------------------------------------------------------------===//
// Folds
//===----------------------------------------------------------------------===//

/// The word that a constant becomes: narrow integers zero-extended, others as
/// they are if they fit; nothing if they do not.
static std::optional<uint32_t> wordOf(Value value) {
  APInt bits;
  if (!matchPattern(value, m_ConstantInt(&bits)))
    return std::nullopt;
  if (isa<IndexType>(value.getType()))
    return bits.getActiveBits() <= 32 ? std::optional<uint32_t>(bits.getZExtValue()) : std::nullopt;
  if (bits.getBitWidth() <= 32)
    return bits.getZExtValue();
  int64_t wide = bits.getSExtValue();
  if (wide < INT32_MIN || wide > UINT32_MAX)
    return std::nullopt;
  return static_cast<uint32_t>(wide);
}

static std::optional<SmallVector<uint32_t>> wordsOf(OperandRange operands) {
  SmallVector<uint32_t> words;
  for (Value operand : operands) {
    std::optional<uint32_t> word = wordOf(operand);
    if (!word)
      return std::nullopt;
    words.push_back(*word);
  }
  return words;
}

/// The attributes of \p op, for its static counterpart, without those that
/// only say how operands are grouped.
static SmallVector<NamedAttribute> attributesOf(Operation *op) {
  SmallVector<NamedAttribute> attributes;
  for (NamedAttribute attribute : op->getAttrs())
    if (attribute.getName() != "operandSegmentSizes")
      attributes.push_back(attribute);
  return attributes;
}

static IntegerAttr ui32(Builder &b, uint32_t value) {
  return b.getIntegerAttr(b.getIntegerType(32, /*isSigned=*/false), value);
}
static IntegerAttr i32(Builder &b, uint32_t value) {
  return b.getI32IntegerAttr(static_cast<int32_t>(value));
}

/// Replaces \p op by the operation \p To with its attributes and \p fields.
template <typename To>
static LogicalResult replaceByStatic(Operation *op, ArrayRef<NamedAttribute> fields,
                                     PatternRewriter &rewriter) {
  SmallVector<NamedAttribute> attributes = attributesOf(op);
  llvm::append_range(attributes, fields);
  rewriter.replaceOpWithNewOp<To>(op, TypeRange(), ValueRange(), attributes);
  return success();
}

LogicalResult NpuDynWrite32Op::canonicalize(NpuDynWrite32Op op, PatternRewriter &rewriter) {
  auto words = wordsOf(op->getOperands());
  if (!words)
    return failure();
  return replaceByStatic<NpuWrite32Op>(
      op,
      {rewriter.getNamedAttr("address", ui32(rewriter, (*words)[0])),
       rewriter.getNamedAttr("value", ui32(rewriter, (*words)[1]))},
      rewriter);
}

LogicalResult NpuDynMaskWrite32Op::canonicalize(NpuDynMaskWrite32Op op, PatternRewriter &rewriter) {
  auto words = wordsOf(op->getOperands());
  if (!words)
    return failure();
  return replaceByStatic<NpuMaskWrite32Op>(
      op,
      {rewriter.getNamedAttr("address", ui32(rewriter, (*words)[0])),
       rewriter.getNamedAttr("value", ui32(rewriter, (*words)[1])),
       rewriter.getNamedAttr("mask", ui32(rewriter, (*words)[2]))},
      rewriter);
}

LogicalResult NpuDynAddressPatchOp::canonicalize(NpuDynAddressPatchOp op,
                                                 PatternRewriter &rewriter) {
  auto words = wordsOf(op->getOperands());
  if (!words)
    return failure();
  return replaceByStatic<NpuAddressPatchOp>(
      op,
      {rewriter.getNamedAttr("addr", ui32(rewriter, (*words)[0])),
       rewriter.getNamedAttr("arg_idx", i32(rewriter, (*words)[1])),
       rewriter.getNamedAttr("arg_plus", i32(rewriter, (*words)[2]))},
      rewriter);
}

LogicalResult NpuDynSyncOp::canonicalize(NpuDynSyncOp op, PatternRewriter &rewriter) {
  auto words = wordsOf(op->getOperands());
  if (!words || llvm::any_of(*words, [](uint32_t w) { return w > 255; }) || (*words)[2] > 1)
    return failure();
  constexpr StringRef names[] = {"column", "row", "direction", "channel", "column_num", "row_num"};
  SmallVector<NamedAttribute> fields;
  for (auto [name, word] : llvm::zip(names, *words))
    fields.push_back(rewriter.getNamedAttr(name, i32(rewriter, word)));
  return replaceByStatic<NpuSyncOp>(op, fields, rewriter);
}

LogicalResult NpuDynPushQueueOp::canonicalize(NpuDynPushQueueOp op, PatternRewriter &rewriter) {
  auto words = wordsOf(op->getOperands());
  if (!words)
    return failure();
  auto [column, row, direction, channel, token, repeat, bd] = std::tuple(
      (*words)[0], (*words)[1], (*words)[2], (*words)[3], (*words)[4], (*words)[5], (*words)[6]);
  const device::DeviceModel &model = aie::getTargetModel(op);
  device::TileID tile{static_cast<int>(column), static_cast<int>(row)};
  // The queue's word holds four bits of the descriptor's number.
  if (column > 255 || row > 255 || !model.contains(tile) || direction > 1 ||
      channel >= model.numDmaChannels(tile) || repeat > 255 || bd >= model.numBDs(tile) || bd > 15)
    return failure();
  auto dir = static_cast<device::DMAChannelDir>(direction);
  SmallVector<NamedAttribute> fields = {
      rewriter.getNamedAttr("column", i32(rewriter, column)),
      rewriter.getNamedAttr("row", i32(rewriter, row)),
      rewriter.getNamedAttr("direction", aie::DMAChannelDirAttr::get(rewriter.getContext(), dir)),
      rewriter.getNamedAttr("channel", i32(rewriter, channel)),
      rewriter.getNamedAttr("issue_token", rewriter.getBoolAttr(token != 0)),
      rewriter.getNamedAttr("repeat_count", i32(rewriter, repeat)),
      rewriter.getNamedAttr("bd_id", i32(rewriter, bd))};
  return replaceByStatic<NpuPushQueueOp>(op, fields, rewriter);
}

/// Fields of a static descriptor that its dynamic form takes as attributes that
/// may be left out, with the value they have then.
static constexpr std::pair<StringRef, uint32_t> optionalBdFields[] = {
    {"enable_packet", 0},     {"out_of_order_id", 0}, {"packet_id", 0},       {"packet_type", 0},
    {"iteration_current", 0}, {"next_bd", 0},         {"use_next_bd", 0},     {"valid_bd", 1},
    {"lock_rel_val", 0},      {"lock_rel_id", 0},     {"lock_acq_enable", 0}, {"lock_acq_val", 0},
    {"lock_acq_id", 0},       {"d0_zero_before", 0},  {"d1_zero_before", 0},  {"d2_zero_before", 0},
    {"d0_zero_after", 0},     {"d1_zero_after", 0},   {"d2_zero_after", 0},
};

LogicalResult NpuDynWriteBdOp::canonicalize(NpuDynWriteBdOp op, PatternRewriter &rewriter) {
  auto words = wordsOf(op->getOperands());
  if (!words || findDynamicBdError(op, *words))
    return failure();
  constexpr StringRef names[] = {"column",          "row",     "bd_id",     "buffer_length",
                                 "buffer_offset",   "d0_size", "d0_stride", "d1_size",
                                 "d1_stride",       "d2_size", "d2_stride", "iteration_size",
                                 "iteration_stride"};
  SmallVector<NamedAttribute> fields;
  for (auto [name, word] : llvm::zip(names, *words))
    fields.push_back(rewriter.getNamedAttr(name, i32(rewriter, word)));
  for (auto [name, missing] : optionalBdFields)
    if (!op->getAttr(name))
      fields.push_back(rewriter.getNamedAttr(name, i32(rewriter, missing)));
  return replaceByStatic<NpuWriteBdOp>(op, fields, rewriter);
}

LogicalResult NpuDynDmaMemcpyNdOp::canonicalize(NpuDynDmaMemcpyNdOp op, PatternRewriter &rewriter) {
  std::optional<ConstantTransfer> transfer = getConstantTransfer(op);
  if (!transfer || findDynamicTransferError(op, *transfer))
    return failure();
  auto list = [&](const Dims &dims) {
    return rewriter.getDenseI64ArrayAttr({dims[3], dims[2], dims[1], dims[0]});
  };
  SmallVector<NamedAttribute> attributes;
  for (NamedAttribute attribute : attributesOf(op))
    if (!attribute.getName().strref().starts_with("static_"))
      attributes.push_back(attribute);
  attributes.push_back(rewriter.getNamedAttr("static_offsets", list(transfer->offsets)));
  attributes.push_back(rewriter.getNamedAttr("static_sizes", list(transfer->access.sizes)));
  attributes.push_back(rewriter.getNamedAttr("static_strides", list(transfer->access.strides)));
  attributes.push_back(
      rewriter.getNamedAttr("operandSegmentSizes", rewriter.getDenseI32ArrayAttr({1, 0, 0, 0})));
  rewriter.replaceOpWithNewOp<NpuDmaMemcpyNdOp>(op, TypeRange(), ValueRange{op.getMemref()},
                                                attributes);
  return success();
}
