//===- SequenceToEmitC.cpp - Runtime sequences as C++ functions -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A runtime sequence becomes a C++ function of its scalar arguments that returns
// the words of the instruction stream. Every instruction becomes a call of
// npu_instructions.h: one whose fields are known calls the unchecked layer with
// literals, one of run-time values the checked layer. Loops, branches and
// arithmetic go through MLIR's own conversions to EmitC.
//
// A sequence is first copied into an empty function with its instructions
// replaced by calls, while arithmetic keeps its types: a call takes its operands
// through casts between `index` and `size_t`. Then the arithmetic is converted
// and the casts fall away. The designs are erased from the module only when all
// functions stand.
//
//===----------------------------------------------------------------------===//
#include "codegen/RuntimeSequences.h"
#include "dialect/aiex/DynamicChecks.h"
#include "mlir/Conversion/ArithToEmitC/ArithToEmitC.h"
#include "mlir/Conversion/SCFToEmitC/SCFToEmitC.h"
#include "mlir/Dialect/Arith/Transforms/Passes.h"
#include "mlir/Dialect/EmitC/IR/EmitC.h"
#include "mlir/Dialect/EmitC/Transforms/TypeConversions.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Target/Cpp/CppEmitter.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/FormatVariadic.h"
#include <set>

namespace tilewright::codegen {
#define GEN_PASS_DECL_CONVERTAIEXTOEMITC
#define GEN_PASS_DEF_CONVERTAIEXTOEMITC
#include "codegen/SequencePasses.h.inc"
} // namespace tilewright::codegen

using namespace mlir;
using namespace tilewright::aiex;
using namespace tilewright::codegen;
namespace device = tilewright::device;
namespace formats = tilewright::formats;
namespace npu = ::aie::npu;
using tilewright::aie::BufferOp;
using tilewright::aie::DeviceOp;
using tilewright::aie::RuntimeSequenceOp;
using tilewright::aie::TileOp;

static constexpr StringLiteral includeLine = "npu_instructions/npu_instructions.h";
static constexpr StringLiteral vectorType = "std::vector<uint32_t>";

//===----------------------------------------------------------------------===//
// One function
//===----------------------------------------------------------------------===//

namespace {
/// A sequence on its way to a function.
class FunctionWriter {
public:
  FunctionWriter(RuntimeSequenceOp sequence, OpBuilder builder)
      : sequence(sequence), deviceOp(sequence->getParentOfType<DeviceOp>()),
        model(tilewright::aie::getTargetModel(sequence)), b(builder),
        sizeT(emitc::SizeTType::get(b.getContext())) {}

  LogicalResult write(StringRef name);

private:
  RuntimeSequenceOp sequence;
  DeviceOp deviceOp;
  const device::DeviceModel &model;
  OpBuilder b;
  Type sizeT;
  /// Values of the sequence to those of the function, types kept.
  IRMapping values;
  Value txn;
  unsigned numTables = 0;

  LogicalResult writeBlock(Block &block);
  LogicalResult writeOp(Operation &op);
  LogicalResult writeFor(scf::ForOp op);
  LogicalResult writeIf(scf::IfOp op);
  LogicalResult writeArith(Operation &op);
  bool needsWideArith(Operation &op);
  void writeWideArith(Operation &op);
  Value writeComparison(arith::CmpIPredicate predicate, Value left, Value right);
  LogicalResult writeStatic(Operation &op);
  LogicalResult writeDynamic(Operation &op);
  LogicalResult writePushQueue(NpuDynPushQueueOp op, ArrayRef<Value> words);
  LogicalResult writeTransfer(NpuDynDmaMemcpyNdOp op);

  LogicalResult mapOperand(Value value, Operation *user);
  FailureOr<Value> emitCValue(Value value, Operation *user);
  FailureOr<SmallVector<Value>> words(Operation *op);
  FailureOr<Value> addressOf(Operation *op, Value address, std::optional<StringRef> buffer,
                             std::optional<uint32_t> column, std::optional<uint32_t> row);
  void call(StringRef function, ArrayRef<Attribute> arguments, ValueRange operands);
  void append(StringRef function, ArrayRef<Attribute> arguments, ValueRange operands = {});
  void requireNonZero(Value value, StringRef message);
  Attribute literal(const Twine &text) {
    return emitc::OpaqueAttr::get(b.getContext(), text.str());
  }
  Attribute word(uint32_t value) { return literal(Twine(value) + "u"); }
  Attribute operand(unsigned i) { return b.getIndexAttr(i); }
  Location loc() { return sequence.getLoc(); }
};
} // namespace

//===--- Calls --------------------------------------------------------------===//

void FunctionWriter::call(StringRef function, ArrayRef<Attribute> arguments, ValueRange operands) {
  emitc::CallOpaqueOp::create(b, loc(), TypeRange(), function, operands, b.getArrayAttr(arguments));
}

/// A call that appends to the stream; operand 0 is the stream, the others are \p operands.
void FunctionWriter::append(StringRef function, ArrayRef<Attribute> arguments,
                            ValueRange operands) {
  SmallVector<Attribute> all{operand(0)};
  llvm::append_range(all, arguments);
  SmallVector<Value> values{txn};
  llvm::append_range(values, operands);
  call(function, all, values);
}

void FunctionWriter::requireNonZero(Value value, StringRef message) {
  if (matchPattern(value, m_NonZero()))
    return;
  Value converted = value;
  if (value.getType().isIndex())
    converted = UnrealizedConversionCastOp::create(b, loc(), sizeT, value).getResult(0);
  call("aie::npu::requireNonZero", {operand(0), literal("\"" + message + "\"")}, converted);
}

//===--- Values -------------------------------------------------------------===//

/// Makes sure that \p value has a counterpart in the function.
LogicalResult FunctionWriter::mapOperand(Value value, Operation *user) {
  if (values.contains(value))
    return success();
  Operation *definer = value.getDefiningOp();
  if (!isa_and_nonnull<arith::ConstantOp>(definer))
    return user->emitOpError("uses a value from outside of the sequence that is no constant");
  values.map(value, b.clone(*definer)->getResult(0));
  return success();
}

FailureOr<Value> FunctionWriter::emitCValue(Value value, Operation *user) {
  if (failed(mapOperand(value, user)))
    return failure();
  Value mapped = values.lookup(value);
  if (!mapped.getType().isIndex())
    return mapped;
  return UnrealizedConversionCastOp::create(b, loc(), sizeT, mapped).getResult(0);
}

/// The operands of an instruction as uint32_t.
FailureOr<SmallVector<Value>> FunctionWriter::words(Operation *op) {
  SmallVector<Value> result;
  Type u32 = b.getIntegerType(32, /*isSigned=*/false);
  for (Value value : op->getOperands()) {
    FailureOr<Value> converted = emitCValue(value, op);
    if (failed(converted))
      return failure();
    result.push_back(
        emitc::CallOpaqueOp::create(b, loc(), u32, "aie::npu::toU32", *converted).getResult(0));
  }
  return result;
}

FailureOr<Value> FunctionWriter::addressOf(Operation *op, Value address,
                                           std::optional<StringRef> name,
                                           std::optional<uint32_t> column,
                                           std::optional<uint32_t> row) {
  Type u32 = b.getIntegerType(32, /*isSigned=*/false);
  auto wrap = [&](StringRef function, SmallVector<Attribute> arguments) -> Value {
    arguments.push_back(operand(0));
    return emitc::CallOpaqueOp::create(b, loc(), u32, function, address, b.getArrayAttr(arguments))
        .getResult(0);
  };
  if (name) {
    auto buffer = deviceOp.lookupSymbol<BufferOp>(*name);
    auto tile = buffer ? buffer.getTile().getDefiningOp<TileOp>() : TileOp();
    if (!tile)
      return op->emitError() << "buffer '" << *name << "' not found in device";
    if (!buffer.getAddress())
      return op->emitError("referenced buffer must have address assigned");
    return wrap("aie::npu::bufferAddress",
                {word(tile.getCol()), word(tile.getRow()), word(*buffer.getAddress())});
  }
  return column && row ? wrap("aie::npu::tileAddress", {word(*column), word(*row)}) : address;
}

//===--- Instructions with known fields -------------------------------------===//

static std::string tableText(ArrayRef<uint32_t> words, unsigned number) {
  std::string text = llvm::formatv("static const uint32_t txn_data_{0}[] = {{", number).str();
  llvm::raw_string_ostream out(text);
  llvm::interleaveComma(words, out, [&](uint32_t w) { out << llvm::format("0x%08xu", w); });
  out << "};";
  return text;
}

LogicalResult FunctionWriter::writeStatic(Operation &op) {
  if (isa<NpuDmaMemcpyNdOp, NpuDmaWaitOp, NpuPushQueueOp, NpuWriteBdOp, NpuRtpWriteOp, ConfigureOp,
          SetLockOp, DMAConfigureTaskOp, DMAConfigureTaskForOp, DMAStartTaskOp, DMAAwaitTaskOp,
          DMAFreeTaskOp, DMAStartBdChainOp, DMAStartBdChainForOp>(op))
    return op.emitOpError("op must be lowered first (run the NPU lowering passes)");
  if (!isa<NpuWrite32Op, NpuMaskWrite32Op, NpuBlockWriteOp, NpuSyncOp, NpuAddressPatchOp,
           NpuLoadPdiOp, NpuPreemptOp>(op))
    return op.emitOpError("op is not supported by the C++ TXN target");
  FailureOr<formats::Command> command = getCommand(&op);
  if (failed(command))
    return failure();
  auto w = [&](uint64_t value) { return word(static_cast<uint32_t>(value)); };
  if (auto *c = std::get_if<formats::Write>(&*command)) {
    append("aie::npu::raw::appendWrite32", {w(c->address), w(c->value)});
  } else if (auto *c = std::get_if<formats::MaskWrite>(&*command)) {
    append("aie::npu::raw::appendMaskWrite32", {w(c->address), w(c->value), w(c->mask)});
  } else if (auto *c = std::get_if<formats::Sync>(&*command)) {
    append("aie::npu::raw::appendSync", {w(c->column), w(c->row), w(c->direction), w(c->channel),
                                         w(c->columnCount), w(c->rowCount)});
  } else if (auto *c = std::get_if<formats::AddressPatch>(&*command)) {
    append("aie::npu::raw::appendAddressPatch", {w(c->address), w(c->argument), w(c->plus)});
  } else if (auto *c = std::get_if<formats::LoadPdi>(&*command)) {
    append("aie::npu::raw::appendLoadPdi",
           {w(c->id), w(c->size), literal(Twine(c->address) + "ull")});
  } else if (auto *c = std::get_if<formats::Preempt>(&*command)) {
    append("aie::npu::raw::appendPreempt", {w(c->level)});
  } else if (auto *c = std::get_if<formats::BlockWrite>(&*command)) {
    unsigned number = numTables++;
    emitc::VerbatimOp::create(b, loc(), tableText(c->words, number));
    append("aie::npu::raw::appendBlockWrite", {w(c->address), literal("txn_data_" + Twine(number)),
                                               w(c->words.size()), w(c->tileWord)});
  }
  return success();
}

//===--- Instructions of run-time values ------------------------------------===//

static std::string optionsText(const npu::BdOptions &o) {
  return llvm::formatv(
             "aie::npu::BdOptions{{{0}u, {1}u, {2}u, {3}u, {4}u, {5}u, {6}u, {7}u, {8}, {9}u, "
             "{10}u, "
             "{11}, {12}u, {13}u, {14}u, {15}u, {16}u, {17}u, {18}u, {19}u, {20}u, {21}u}",
             o.iterationCurrent, o.enablePacket, o.outOfOrderId, o.packetId, o.packetType, o.nextBd,
             o.useNextBd, o.validBd, o.lockRelVal, o.lockRelId, o.lockAcqEnable, o.lockAcqVal,
             o.lockAcqId, o.d0ZeroBefore, o.d1ZeroBefore, o.d2ZeroBefore, o.d0ZeroAfter,
             o.d1ZeroAfter, o.d2ZeroAfter, o.burstLength, o.devGen, o.numMemTileRows)
      .str();
}

static std::string targetText(const npu::DmaBdTarget &t) {
  auto flag = [](bool value) { return value ? "true" : "false"; };
  return llvm::formatv("aie::npu::DmaBdTarget{{{0}u, {1}u, {2}u, {3}u, {4}u, {5}u, {6}u, {7}ull, "
                       "{8}, {9}, {10}, "
                       "{11}u, {12}u, {13}u, {14}u, {15}u}",
                       t.column, t.row, t.direction, t.channel, t.bdId, t.argIdx, t.elemBits,
                       t.baseOffsetBytes, flag(t.issueToken), t.controllerId, flag(t.enablePacket),
                       t.packetId, t.packetType, t.burstLength, t.devGen, t.numMemTileRows)
      .str();
}

LogicalResult FunctionWriter::writeTransfer(NpuDynDmaMemcpyNdOp op) {
  auto target = getDmaBdTarget(op, [&](const Twine &text) { op.emitOpError(text); });
  if (!target)
    return failure();
  SmallVector<Value> operands;
  // In the text of a verbatim, `{}` is an operand and `{{` a brace.
  std::string text = "aie::npu::appendDmaBd(txn, " + targetText(*target).insert(21, "{");
  auto addList = [&](ArrayRef<OpFoldResult> entries, StringRef missing) -> LogicalResult {
    text += ", {{{{";
    for (size_t i = 0; i < 4; ++i) {
      text += i ? ", " : "";
      if (i + entries.size() < 4) {
        text += missing;
        continue;
      }
      OpFoldResult entry = entries[i + entries.size() - 4];
      if (auto value = dyn_cast<Attribute>(entry)) {
        text += std::to_string(cast<IntegerAttr>(value).getInt());
        continue;
      }
      FailureOr<Value> converted = emitCValue(cast<Value>(entry), op);
      if (failed(converted))
        return failure();
      operands.push_back(
          emitc::CallOpaqueOp::create(b, loc(), b.getI64Type(), "aie::npu::toI64", *converted)
              .getResult(0));
      text += "{}";
    }
    text += "}}";
    return success();
  };
  if (failed(addList(op.getMixedOffsets(), "0")) || failed(addList(op.getMixedSizes(), "1")) ||
      failed(addList(op.getMixedStrides(), "0")))
    return failure();
  text += ");";
  if (operands.empty()) // then nothing in the text is special
    for (size_t at = 0; (at = text.find("{{", at)) != std::string::npos; ++at)
      text.erase(at, 1);
  emitc::VerbatimOp::create(b, loc(), b.getStringAttr(text), operands);
  return success();
}

/// The controller id that tokens of a queue's tile carry is known only for a known tile.
LogicalResult FunctionWriter::writePushQueue(NpuDynPushQueueOp op, ArrayRef<Value> words) {
  std::optional<int64_t> column = getConstantIntValue(op.getColumn()),
                         row = getConstantIntValue(op.getRow());
  int32_t controller = -1;
  if (column && row) {
    controller = getControllerId(deviceOp, {static_cast<int>(*column), static_cast<int>(*row)});
  } else {
    for (auto tile : deviceOp.getOps<TileOp>())
      if (tile->hasAttr("controller_id"))
        return op.emitOpError(
            "column and row must be constants because a tile of this device has a "
            "controller_id");
  }
  Value token = emitc::CmpOp::create(
      b, loc(), b.getI1Type(), emitc::CmpPredicate::ne, words[4],
      emitc::LiteralOp::create(b, loc(), words[4].getType(), b.getStringAttr("0u")));
  append("aie::npu::appendPushQueue",
         {operand(1), operand(2), operand(3), operand(4), operand(5), operand(6), operand(7),
          literal(Twine(controller)), word(model.memTileRows())},
         {words[0], words[1], words[2], words[3], token, words[5], words[6]});
  return success();
}

LogicalResult FunctionWriter::writeDynamic(Operation &operation) {
  if (auto transfer = dyn_cast<NpuDynDmaMemcpyNdOp>(operation))
    return writeTransfer(transfer);
  FailureOr<SmallVector<Value>> converted = words(&operation);
  if (failed(converted))
    return failure();
  SmallVector<Value> w = *converted;
  auto operands = [&](unsigned from = 1) {
    SmallVector<Attribute> indices;
    for (unsigned i = from; i <= w.size(); ++i)
      indices.push_back(operand(i));
    return indices;
  };
  return TypeSwitch<Operation *, LogicalResult>(&operation)
      .Case<NpuDynWrite32Op, NpuDynMaskWrite32Op>([&](auto op) -> LogicalResult {
        FailureOr<Value> address = addressOf(op, w[0], op.getBuffer(), op.getColumn(), op.getRow());
        if (failed(address))
          return failure();
        w[0] = *address;
        append(isa<NpuDynWrite32Op>(op) ? "aie::npu::appendWrite32" : "aie::npu::appendMaskWrite32",
               operands(), w);
        return success();
      })
      .Case([&](NpuDynBlockWriteOp op) -> LogicalResult {
        FailureOr<Value> address = addressOf(op, w[0], std::nullopt, op.getColumn(), op.getRow());
        if (failed(address))
          return failure();
        w[0] = *address;
        SmallVector<Attribute> arguments{
            operand(1), word(op.getColumn() ? (*op.getColumn() | *op.getRow() << 8) : 0)};
        llvm::append_range(arguments, operands(/*from=*/2));
        append("aie::npu::appendBlockWriteWords", arguments, w);
        return success();
      })
      .Case([&](NpuDynSyncOp) {
        append("aie::npu::appendSync", operands(), w);
        return success();
      })
      .Case([&](NpuDynAddressPatchOp) {
        append("aie::npu::appendAddressPatch", operands(), w);
        return success();
      })
      .Case([&](NpuDynPushQueueOp op) { return writePushQueue(op, w); })
      .Case([&](NpuDynWriteBdOp op) {
        SmallVector<Attribute> arguments = operands();
        arguments.push_back(literal(optionsText(getBdOptions(op))));
        append("aie::npu::appendWriteBd", arguments, w);
        return success();
      })
      .Default([](Operation *op) {
        return op->emitOpError("op is not supported by the C++ TXN target");
      });
}

//===--- Arithmetic and control flow ----------------------------------------===//

/// MLIR's conversion has no bitwise operations and no unsigned division of `index`, divides it
/// without a sign always, and knows bits only as truth values: these are done in integers that are
/// wide enough and cut again.
bool FunctionWriter::needsWideArith(Operation &op) {
  if (op.getNumOperands() == 0 || isa<arith::SelectOp>(op))
    return false;
  Type type = op.getOperand(0).getType();
  if (type.isIndex())
    return isa<arith::DivUIOp, arith::DivSIOp, arith::RemUIOp, arith::RemSIOp, arith::CeilDivUIOp,
               arith::CeilDivSIOp, arith::FloorDivSIOp, arith::AndIOp, arith::OrIOp, arith::XOrIOp,
               arith::ShRSIOp>(op);
  return type.isInteger(1) &&
         !isa<arith::AndIOp, arith::OrIOp, arith::XOrIOp, arith::ExtUIOp, arith::IndexCastUIOp>(op);
}

void FunctionWriter::writeWideArith(Operation &op) {
  bool isIndex = op.getOperand(0).getType().isIndex();
  bool isSigned = isa<arith::DivSIOp, arith::RemSIOp, arith::CeilDivSIOp, arith::FloorDivSIOp,
                      arith::ShRSIOp, arith::ExtSIOp, arith::IndexCastOp>(op);
  Type resultType = op.getResult(0).getType();
  Type wide = isIndex ? b.getI64Type() : b.getI32Type();
  SmallVector<Value> operands;
  for (Value operand : op.getOperands()) {
    Value value = values.lookup(operand);
    if (isIndex) {
      operands.push_back(arith::IndexCastUIOp::create(b, loc(), wide, value));
      continue;
    }
    Value set = arith::ConstantIntOp::create(b, loc(), wide, isSigned ? -1 : 1);
    Value clear = arith::ConstantIntOp::create(b, loc(), wide, 0);
    operands.push_back(arith::SelectOp::create(b, loc(), value, set, clear));
  }
  Value result = operands.front();
  if (!isa<arith::ExtSIOp, arith::IndexCastOp>(op))
    result = b.create(loc(), op.getName().getIdentifier(), operands, wide)->getResult(0);
  if (isIndex) {
    result = arith::IndexCastUIOp::create(b, loc(), resultType, result);
  } else if (resultType.isIndex()) {
    result = arith::IndexCastOp::create(b, loc(), resultType, result);
  } else if (resultType.isInteger(1)) {
    Value one = arith::ConstantIntOp::create(b, loc(), wide, 1);
    Value low = arith::AndIOp::create(b, loc(), result, one);
    result = arith::CmpIOp::create(b, loc(), arith::CmpIPredicate::eq, low, one);
  } else if (resultType.getIntOrFloatBitWidth() > 32) {
    result = arith::ExtSIOp::create(b, loc(), resultType, result);
  } else if (resultType.getIntOrFloatBitWidth() < 32) {
    result = arith::TruncIOp::create(b, loc(), resultType, result);
  }
  values.map(op.getResult(0), result);
}

Value FunctionWriter::writeComparison(arith::CmpIPredicate predicate, Value left, Value right) {
  using arith::CmpIPredicate;
  // The one bit of a number with a sign is that sign: 1 is less than 0.
  if (left.getType().isInteger(1) && predicate >= CmpIPredicate::slt &&
      predicate <= CmpIPredicate::sge) {
    unsigned toUnsigned = unsigned(CmpIPredicate::ult) - unsigned(CmpIPredicate::slt);
    predicate = static_cast<CmpIPredicate>(static_cast<unsigned>(predicate) + toUnsigned);
    std::swap(left, right);
  }
  return arith::CmpIOp::create(b, loc(), predicate, left, right);
}

LogicalResult FunctionWriter::writeArith(Operation &op) {
  for (Value value : op.getOperands())
    if (failed(mapOperand(value, &op)))
      return failure();
  // Minima and maxima have no C++ operator.
  auto select = [&](arith::CmpIPredicate predicate) {
    Value l = values.lookup(op.getOperand(0)), r = values.lookup(op.getOperand(1));
    Value takesLeft = writeComparison(predicate, l, r);
    values.map(op.getResult(0), arith::SelectOp::create(b, loc(), takesLeft, l, r).getResult());
    return success();
  };
  if (isa<arith::MinSIOp>(op))
    return select(arith::CmpIPredicate::slt);
  if (isa<arith::MinUIOp>(op))
    return select(arith::CmpIPredicate::ult);
  if (isa<arith::MaxSIOp>(op))
    return select(arith::CmpIPredicate::sgt);
  if (isa<arith::MaxUIOp>(op))
    return select(arith::CmpIPredicate::ugt);
  if (auto comparison = dyn_cast<arith::CmpIOp>(op)) {
    values.map(op.getResult(0),
               writeComparison(comparison.getPredicate(), values.lookup(op.getOperand(0)),
                               values.lookup(op.getOperand(1))));
    return success();
  }
  if (isa<arith::DivUIOp, arith::DivSIOp, arith::RemUIOp, arith::RemSIOp, arith::CeilDivUIOp,
          arith::CeilDivSIOp, arith::FloorDivSIOp>(op))
    requireNonZero(values.lookup(op.getOperand(1)), "division by zero");
  else if (!isa<arith::ConstantOp, arith::AddIOp, arith::SubIOp, arith::MulIOp, arith::AndIOp,
                arith::OrIOp, arith::XOrIOp, arith::ShLIOp, arith::ShRUIOp, arith::ShRSIOp,
                arith::SelectOp, arith::ExtUIOp, arith::ExtSIOp, arith::TruncIOp,
                arith::IndexCastOp, arith::IndexCastUIOp>(op))
    return op.emitOpError("op is not supported by the C++ TXN target");
  if (needsWideArith(op))
    writeWideArith(op);
  else
    b.clone(op, values);
  return success();
}

LogicalResult FunctionWriter::writeFor(scf::ForOp op) {
  for (Value value : op->getOperands())
    if (failed(mapOperand(value, op)))
      return failure();
  requireNonZero(values.lookup(op.getStep()), "loop step must be positive");
  SmallVector<Value> initial;
  for (Value value : op.getInitArgs())
    initial.push_back(values.lookup(value));
  auto loop =
      scf::ForOp::create(b, loc(), values.lookup(op.getLowerBound()),
                         values.lookup(op.getUpperBound()), values.lookup(op.getStep()), initial);
  values.map(op.getBody()->getArguments(), loop.getBody()->getArguments());
  values.map(op.getResults(), loop.getResults());
  OpBuilder::InsertionGuard guard(b);
  if (!loop.getBody()->empty()) // without iteration arguments the terminator is already there
    loop.getBody()->back().erase();
  b.setInsertionPointToEnd(loop.getBody());
  return writeBlock(*op.getBody());
}

LogicalResult FunctionWriter::writeIf(scf::IfOp op) {
  if (failed(mapOperand(op.getCondition(), op)))
    return failure();
  auto branch =
      scf::IfOp::create(b, loc(), op.getResultTypes(), values.lookup(op.getCondition()),
                        /*addThenBlock=*/true, /*addElseBlock=*/!op.getElseRegion().empty());
  values.map(op.getResults(), branch.getResults());
  for (auto [from, to] : llvm::zip(op->getRegions(), branch->getRegions())) {
    if (from.empty())
      continue;
    OpBuilder::InsertionGuard guard(b);
    to.front().clear();
    b.setInsertionPointToEnd(&to.front());
    if (failed(writeBlock(from.front())))
      return failure();
  }
  return success();
}

LogicalResult FunctionWriter::writeOp(Operation &op) {
  if (auto loop = dyn_cast<scf::ForOp>(op))
    return writeFor(loop);
  if (auto branch = dyn_cast<scf::IfOp>(op))
    return writeIf(branch);
  if (isa<scf::YieldOp>(op)) {
    for (Value value : op.getOperands())
      if (failed(mapOperand(value, &op)))
        return failure();
    b.clone(op, values);
    return success();
  }
  // Views only say which buffer an instruction means; data is written where it is used.
  if (isa<tilewright::aie::EndOp, memref::GetGlobalOp, memref::SubViewOp, memref::CastOp,
          memref::ReinterpretCastOp>(op))
    return success();
  if (isa<arith::ArithDialect>(op.getDialect()))
    return writeArith(op);
  if (op.getName().getStringRef().starts_with("aiex.npu.dyn_"))
    return writeDynamic(op);
  return writeStatic(op);
}

LogicalResult FunctionWriter::writeBlock(Block &block) {
  for (Operation &op : block)
    if (failed(writeOp(op)))
      return failure();
  return success();
}

LogicalResult FunctionWriter::write(StringRef name) {
  SmallVector<Type> types;
  SmallVector<BlockArgument> scalars;
  if (!sequence.getBody().empty()) {
    for (BlockArgument argument : sequence.getBody().getArguments()) {
      Type type = argument.getType();
      if (isa<BaseMemRefType>(type))
        continue;
      bool integer = type.isSignlessInteger() &&
                     llvm::is_contained({1u, 8u, 16u, 32u, 64u}, type.getIntOrFloatBitWidth());
      if (!type.isIndex() && !integer)
        return sequence.emitOpError() << "argument " << argument.getArgNumber() << " of type "
                                      << type << " is not supported by the C++ TXN target";
      scalars.push_back(argument);
      types.push_back(type.isIndex() ? sizeT : type);
    }
  }
  auto result = emitc::OpaqueType::get(b.getContext(), vectorType);
  auto function = emitc::FuncOp::create(b, loc(), name, b.getFunctionType(types, result));
  Block *entry = function.addEntryBlock();
  b.setInsertionPointToStart(entry);
  for (auto [from, to] : llvm::zip(scalars, entry->getArguments()))
    values.map(from,
               from.getType().isIndex()
                   ? UnrealizedConversionCastOp::create(b, loc(), from.getType(), to).getResult(0)
                   : Value(to));
  emitc::VerbatimOp::create(b, loc(), (vectorType + " txn;").str());
  txn = emitc::LiteralOp::create(b, loc(), result, b.getStringAttr("txn"));
  if (!sequence.getBody().empty() && failed(writeBlock(sequence.getBody().front())))
    return failure();
  emitc::VerbatimOp::create(b, loc(),
                            llvm::formatv("aie::npu::prependHeader(txn, {0}, {1}, {2}, {3});",
                                          model.rows(), model.columns(), generationOf(model),
                                          model.memTileRows())
                                .str());
  emitc::ReturnOp::create(b, loc(), txn);
  return success();
}

//===----------------------------------------------------------------------===//
// A module of functions
//===----------------------------------------------------------------------===//

static std::string functionName(RuntimeSequenceOp sequence, bool withDevice) {
  std::string name = "generate_txn_";
  if (withDevice)
    name += (sequence->getParentOfType<DeviceOp>().getSymName() + "_").str();
  name += sequence.getSymName();
  for (char &c : name)
    if (!llvm::isAlnum(c))
      c = '_';
  return name;
}

static LogicalResult writeFunctions(ArrayRef<RuntimeSequenceOp> sequences, OpBuilder &b) {
  std::set<Operation *> devices;
  for (RuntimeSequenceOp sequence : sequences)
    devices.insert(sequence->getParentOp());
  std::set<std::string> names;
  for (RuntimeSequenceOp sequence : sequences) {
    std::string name = functionName(sequence, devices.size() > 1);
    if (!names.insert(name).second)
      return sequence.emitOpError() << "C++ function name '" << name << "' is not unique";
    if (failed(FunctionWriter(sequence, b).write(name)))
      return failure();
  }
  return success();
}

/// Turns the arithmetic and control flow that is left into EmitC.
static LogicalResult convertArithmetic(ModuleOp module) {
  MLIRContext *context = module.getContext();
  RewritePatternSet expansion(context);
  arith::populateCeilFloorDivExpandOpsPatterns(expansion);
  if (failed(applyPatternsGreedily(module, std::move(expansion))))
    return failure();
  TypeConverter converter;
  converter.addConversion([](Type type) { return type; });
  populateEmitCSizeTTypeConversions(converter);
  ConversionTarget target(*context);
  target.addLegalDialect<emitc::EmitCDialect>();
  target.addLegalOp<UnrealizedConversionCastOp, ModuleOp>();
  target.addIllegalDialect<arith::ArithDialect, scf::SCFDialect>();
  RewritePatternSet patterns(context);
  populateSCFToEmitCConversionPatterns(patterns, converter);
  populateArithToEmitCPatterns(converter, patterns);
  if (failed(applyPartialConversion(module, target, std::move(patterns))))
    return failure();
  SmallVector<UnrealizedConversionCastOp> casts, left;
  module.walk([&](UnrealizedConversionCastOp cast) { casts.push_back(cast); });
  reconcileUnrealizedCasts(casts, &left);
  for (UnrealizedConversionCastOp cast : left)
    if (!cast->use_empty())
      return cast.emitError("a value could not be converted to C++");
  for (UnrealizedConversionCastOp cast : left)
    cast.erase();
  return success();
}

/// Arguments without a use left would make a warning of compilers that are asked for all of them.
static void useAllArguments(ModuleOp module) {
  for (auto function : module.getOps<emitc::FuncOp>()) {
    OpBuilder b(&function.getBody().front(), function.getBody().front().begin());
    for (BlockArgument argument : function.getArguments())
      if (argument.use_empty())
        emitc::VerbatimOp::create(b, function.getLoc(), b.getStringAttr("(void){};"),
                                  ValueRange(argument));
  }
}

namespace {
struct ConvertAIEXToEmitC : tilewright::codegen::impl::ConvertAIEXToEmitCBase<ConvertAIEXToEmitC> {
  using ConvertAIEXToEmitCBase::ConvertAIEXToEmitCBase;
  void runOnOperation() override {
    ModuleOp module = getOperation();
    SmallVector<RuntimeSequenceOp> sequences;
    for (auto deviceOp : module.getOps<DeviceOp>())
      for (auto sequence : deviceOp.getOps<RuntimeSequenceOp>())
        if ((deviceName.empty() || deviceOp.getSymName() == deviceName) &&
            (sequenceName.empty() || sequence.getSymName() == sequenceName))
          sequences.push_back(sequence);
    if (sequences.empty()) {
      module.emitError("no runtime sequence to translate");
      return signalPassFailure();
    }
    OwningOpRef<ModuleOp> result = ModuleOp::create(module.getLoc());
    OpBuilder b = OpBuilder::atBlockEnd(result->getBody());
    emitc::IncludeOp::create(b, module.getLoc(), b.getStringAttr(includeLine), UnitAttr());
    for (StringRef header : {"cstddef", "cstdint", "vector"})
      emitc::IncludeOp::create(b, module.getLoc(), b.getStringAttr(header), b.getUnitAttr());
    emitc::VerbatimOp::create(b, module.getLoc(), "namespace aie_runtime {");
    if (failed(writeFunctions(sequences, b)) || failed(convertArithmetic(*result)))
      return signalPassFailure();
    useAllArguments(*result);
    b.setInsertionPointToEnd(result->getBody());
    emitc::VerbatimOp::create(b, module.getLoc(), "} // namespace aie_runtime");
    module.getBody()->clear();
    module.getBody()->getOperations().splice(module.getBody()->end(),
                                             result->getBody()->getOperations());
  }
};
} // namespace

//===----------------------------------------------------------------------===//
// The translation
//===----------------------------------------------------------------------===//

/// Turns \p module, which is used up, into C++.
static LogicalResult writeTxnCpp(ModuleOp module, const ConvertAIEXToEmitCOptions &options,
                                 bool selfContained, raw_ostream &out) {
  module.getContext()->loadDialect<emitc::EmitCDialect>();
  PassManager passes(module.getContext());
  passes.addPass(createConvertAIEXToEmitC(options));
  if (failed(passes.run(module)))
    return failure();
  if (selfContained) {
    for (auto include : llvm::make_early_inc_range(module.getOps<emitc::IncludeOp>()))
      if (include.getInclude() == includeLine)
        include.erase();
    out << npuInstructionsText();
  }
  return emitc::translateToCpp(module.getOperation(), out);
}

LogicalResult tilewright::codegen::translateToTxnCpp(ModuleOp module, StringRef device,
                                                     StringRef sequence, bool selfContained,
                                                     raw_ostream &out) {
  auto deviceOp = DeviceOp::getForSymbolOrError(module, device);
  if (!deviceOp || !RuntimeSequenceOp::getForSymbolInDeviceOrError(deviceOp, sequence))
    return failure();
  ConvertAIEXToEmitCOptions options;
  options.deviceName = deviceOp.getSymName().str();
  options.sequenceName = sequence.str();
  OwningOpRef<ModuleOp> copy = module.clone();
  return writeTxnCpp(*copy, options, selfContained, out);
}

LogicalResult tilewright::codegen::translateToTxnCpp(ArrayRef<RuntimeSequenceOp> sequences,
                                                     bool selfContained, raw_ostream &out) {
  auto module = sequences.front()->getParentOfType<ModuleOp>();
  IRMapping mapping;
  OwningOpRef<ModuleOp> copy = cast<ModuleOp>(module->clone(mapping));
  for (auto deviceOp : module.getOps<DeviceOp>())
    for (auto sequence : deviceOp.getOps<RuntimeSequenceOp>())
      if (!llvm::is_contained(sequences, sequence))
        mapping.lookup(sequence.getOperation())->erase();
  return writeTxnCpp(*copy, {}, selfContained, out);
}
