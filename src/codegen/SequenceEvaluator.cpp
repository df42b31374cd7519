//===- SequenceEvaluator.cpp - Run a dynamic sequence at compile time -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// With its scalar arguments known, a dynamic runtime sequence is a program
// without inputs: this is its interpreter. Arithmetic is done by the folders of
// the operations, so it means what it means everywhere else. Instructions of
// run-time values go through the checked functions of npu_instructions.h, the
// same that generated C++ calls, so the words and the errors are the same.
//
// Loop bounds compare unsigned, as size_t does in the generated C++. A stream
// that grows beyond what any device takes is reported instead of filling memory.
//
//===----------------------------------------------------------------------===//
#include "codegen/RuntimeSequences.h"
#include "dialect/aiex/DynamicChecks.h"
#include "formats/Txn.h"
#include "mlir/IR/IRMapping.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace tilewright::aiex;
using namespace tilewright::codegen;
namespace device = tilewright::device;
namespace formats = tilewright::formats;
namespace npu = ::aie::npu;

namespace {
/// 256 MiB of instructions.
constexpr size_t maxWords = size_t(1) << 26;
/// Steps of all loops together.
constexpr uint64_t maxSteps = uint64_t(1) << 22;

class Evaluator {
public:
  explicit Evaluator(tilewright::aie::RuntimeSequenceOp sequence)
      : sequence(sequence), deviceOp(sequence->getParentOfType<tilewright::aie::DeviceOp>()),
        model(tilewright::aie::getTargetModel(sequence)) {}

  LogicalResult bindArguments(const std::map<unsigned, int64_t> &arguments);
  LogicalResult runBlock(Block &block);
  npu::Txn takeWords() { return std::move(txn); }

private:
  tilewright::aie::RuntimeSequenceOp sequence;
  tilewright::aie::DeviceOp deviceOp;
  const device::DeviceModel &model;
  npu::Txn txn;
  DenseMap<Value, IntegerAttr> values;
  uint64_t steps = 0;
  /// Copies of arithmetic for its folders, and their operands.
  Block scratch;
  DenseMap<Operation *, Operation *> copies;
  DenseMap<Operation *, SmallVector<Value>> parameters;

  IntegerAttr valueOf(Value value);
  FailureOr<int64_t> entryOf(OpFoldResult entry, Operation *user);
  FailureOr<SmallVector<uint32_t>> wordsOf(Operation *op);
  FailureOr<std::array<int64_t, 4>> listOf(ArrayRef<OpFoldResult> entries, int64_t missing,
                                           Operation *user);
  FailureOr<uint32_t> addressOf(Operation *op, uint32_t address, std::optional<StringRef> buffer,
                                std::optional<uint32_t> column, std::optional<uint32_t> row);

  LogicalResult runOp(Operation &op);
  LogicalResult runFor(scf::ForOp op);
  LogicalResult runIf(scf::IfOp op);
  LogicalResult runDynamic(Operation &op);
  LogicalResult runTransfer(NpuDynDmaMemcpyNdOp op);
  LogicalResult runStatic(Operation &op);
  LogicalResult fold(Operation &op);
  Operation *standAlone(Operation &op);
  LogicalResult bindYield(Block &block, ResultRange results);
};
} // namespace

//===----------------------------------------------------------------------===//
// Values
//===----------------------------------------------------------------------===//

LogicalResult Evaluator::bindArguments(const std::map<unsigned, int64_t> &arguments) {
  if (sequence.getBody().empty())
    return success();
  for (auto [number, value] : arguments)
    if (number >= sequence.getBody().getNumArguments() ||
        isa<BaseMemRefType>(sequence.getBody().getArgument(number).getType()))
      return sequence.emitOpError() << "has no scalar argument " << number;
  for (BlockArgument argument : sequence.getBody().getArguments()) {
    Type type = argument.getType();
    auto given = arguments.find(argument.getArgNumber());
    if (isa<BaseMemRefType>(type))
      continue;
    if (!type.isSignlessInteger() && !type.isIndex())
      return sequence.emitOpError() << "argument " << argument.getArgNumber() << " of type " << type
                                    << " cannot be given a value";
    if (given == arguments.end())
      return sequence.emitOpError()
             << "argument " << argument.getArgNumber() << " of type " << type << " needs a value";
    unsigned width = type.isIndex() ? 64 : type.getIntOrFloatBitWidth();
    int64_t value = given->second;
    bool fits = width >= 64 || llvm::isIntN(width, value) ||
                (value >= 0 && llvm::isUIntN(width, static_cast<uint64_t>(value)));
    if (width > 64 || !fits)
      return sequence.emitOpError() << "value " << value << " does not fit argument "
                                    << argument.getArgNumber() << " of type " << type;
    values[argument] =
        IntegerAttr::get(type, APInt(width, static_cast<uint64_t>(value), /*isSigned=*/true,
                                     /*implicitTrunc=*/true));
  }
  return success();
}

/// The number a value is; null if it is none (memrefs), or lies outside the sequence and is no
/// constant.
IntegerAttr Evaluator::valueOf(Value value) {
  if (auto known = values.lookup(value))
    return known;
  IntegerAttr constant;
  matchPattern(value, m_Constant(&constant));
  return constant;
}

/// The 32-bit words of an instruction's operands.
FailureOr<SmallVector<uint32_t>> Evaluator::wordsOf(Operation *op) {
  SmallVector<uint32_t> words;
  for (Value operand : op->getOperands()) {
    IntegerAttr value = valueOf(operand);
    if (!value)
      return op->emitOpError("operand has no value that is known");
    APInt bits = value.getValue();
    Type type = operand.getType();
    if (type.isIndex())
      words.push_back(npu::toU32(static_cast<uint64_t>(bits.getZExtValue())));
    else if (bits.getBitWidth() == 64)
      words.push_back(npu::toU32(bits.getSExtValue()));
    else
      words.push_back(static_cast<uint32_t>(bits.getZExtValue()));
  }
  return words;
}

FailureOr<int64_t> Evaluator::entryOf(OpFoldResult entry, Operation *user) {
  auto value =
      isa<Value>(entry) ? valueOf(cast<Value>(entry)) : cast<IntegerAttr>(cast<Attribute>(entry));
  if (!value)
    return user->emitOpError("operand has no value that is known");
  // A run-time entry is an index, which is unsigned in the generated C++.
  APInt bits = value.getValue();
  return isa<Value>(entry) ? npu::toI64(static_cast<uint64_t>(bits.getZExtValue()))
                           : bits.getSExtValue();
}

FailureOr<std::array<int64_t, 4>> Evaluator::listOf(ArrayRef<OpFoldResult> entries, int64_t missing,
                                                    Operation *user) {
  std::array<int64_t, 4> list{missing, missing, missing, missing};
  for (size_t i = 0; i < entries.size(); ++i) {
    FailureOr<int64_t> value = entryOf(entries[i], user);
    if (failed(value))
      return failure();
    list[4 - entries.size() + i] = *value;
  }
  return list;
}

//===----------------------------------------------------------------------===//
// Instructions
//===----------------------------------------------------------------------===//

/// The address that a run-time register operation means.
FailureOr<uint32_t> Evaluator::addressOf(Operation *op, uint32_t address,
                                         std::optional<StringRef> name,
                                         std::optional<uint32_t> column,
                                         std::optional<uint32_t> row) {
  if (name) {
    auto buffer = deviceOp.lookupSymbol<tilewright::aie::BufferOp>(*name);
    auto tile = buffer ? buffer.getTile().getDefiningOp<tilewright::aie::TileOp>() : nullptr;
    if (!tile)
      return op->emitError() << "buffer '" << *name << "' not found in device";
    if (!buffer.getAddress())
      return op->emitError("referenced buffer must have address assigned");
    return npu::bufferAddress(tile.getCol(), tile.getRow(), *buffer.getAddress(), address);
  }
  return column && row ? npu::tileAddress(*column, *row, address) : address;
}

LogicalResult Evaluator::runTransfer(NpuDynDmaMemcpyNdOp op) {
  auto target = getDmaBdTarget(op, [&](const Twine &text) { op.emitOpError(text); });
  if (!target)
    return failure();
  auto offsets = listOf(op.getMixedOffsets(), 0, op);
  auto sizes = listOf(op.getMixedSizes(), 1, op);
  auto strides = listOf(op.getMixedStrides(), 0, op);
  if (failed(offsets) || failed(sizes) || failed(strides))
    return failure();
  npu::appendDmaBd(txn, *target, *offsets, *sizes, *strides);
  return success();
}

LogicalResult Evaluator::runDynamic(Operation &operation) {
  if (auto transfer = dyn_cast<NpuDynDmaMemcpyNdOp>(operation))
    return runTransfer(transfer);
  FailureOr<SmallVector<uint32_t>> operands = wordsOf(&operation);
  if (failed(operands))
    return failure();
  ArrayRef<uint32_t> w = *operands;
  return TypeSwitch<Operation *, LogicalResult>(&operation)
      .Case([&](NpuDynWrite32Op op) -> LogicalResult {
        auto address = addressOf(op, w[0], op.getBuffer(), op.getColumn(), op.getRow());
        if (succeeded(address))
          npu::appendWrite32(txn, *address, w[1]);
        return address;
      })
      .Case([&](NpuDynMaskWrite32Op op) -> LogicalResult {
        auto address = addressOf(op, w[0], op.getBuffer(), op.getColumn(), op.getRow());
        if (succeeded(address))
          npu::appendMaskWrite32(txn, *address, w[1], w[2]);
        return address;
      })
      .Case([&](NpuDynBlockWriteOp op) -> LogicalResult {
        auto address = addressOf(op, w[0], std::nullopt, op.getColumn(), op.getRow());
        uint32_t tileWord = op.getColumn() ? (*op.getColumn() | *op.getRow() << 8) : 0;
        if (succeeded(address))
          npu::appendBlockWrite(txn, *address, w.data() + 1, w.size() - 1, tileWord);
        return address;
      })
      .Case([&](NpuDynSyncOp) {
        npu::appendSync(txn, w[0], w[1], w[2], w[3], w[4], w[5]);
        return success();
      })
      .Case([&](NpuDynAddressPatchOp) {
        npu::appendAddressPatch(txn, w[0], w[1], w[2]);
        return success();
      })
      .Case([&](NpuDynPushQueueOp) {
        device::TileID tile{static_cast<int>(w[0]), static_cast<int>(w[1])};
        npu::appendPushQueue(txn, w[0], w[1], w[2], w[3], w[4] != 0, w[5], w[6],
                             getControllerId(deviceOp, tile), model.memTileRows());
        return success();
      })
      .Case([&](NpuDynWriteBdOp op) {
        npu::appendWriteBd(txn, w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7], w[8], w[9], w[10],
                           w[11], w[12], getBdOptions(op));
        return success();
      })
      .Default([](Operation *op) { return op->emitOpError("cannot be evaluated"); });
}

LogicalResult Evaluator::runStatic(Operation &op) {
  FailureOr<formats::Command> command = getCommand(&op);
  if (failed(command))
    return failure();
  formats::RegisterProgram program;
  program.commands.push_back(std::move(*command));
  llvm::Expected<std::vector<uint32_t>> words = formats::encodeTxn(program, model);
  if (!words)
    return op.emitOpError() << llvm::toString(words.takeError());
  txn.insert(txn.end(), words->begin() + formats::txn::headerBytes / sizeof(uint32_t),
             words->end());
  return success();
}

//===----------------------------------------------------------------------===//
// Arithmetic and control flow
//===----------------------------------------------------------------------===//

/// Rounded quotients, which have no folder for operands near the limits.
static std::optional<APInt> roundedQuotient(Operation &op, const APInt &a, const APInt &b) {
  if (!isa<arith::CeilDivSIOp, arith::FloorDivSIOp>(op) || (a.isMinSignedValue() && b.isAllOnes()))
    return std::nullopt;
  APInt quotient = a.sdiv(b), rest = a.srem(b);
  bool positive = rest.isNegative() == b.isNegative();
  if (!rest.isZero() && positive == isa<arith::CeilDivSIOp>(op))
    positive ? ++quotient : --quotient;
  return quotient;
}

/// A folder may look at what made the operands, and rewrite its operation in place. Therefore it
/// works on a copy that stands alone, whose operands are arguments of `scratch`.
Operation *Evaluator::standAlone(Operation &op) {
  Operation *&copy = copies[&op];
  if (!copy) {
    IRMapping arguments;
    for (Value operand : op.getOperands())
      if (!arguments.contains(operand))
        arguments.map(operand, scratch.addArgument(operand.getType(), op.getLoc()));
    copy = op.clone(arguments);
    scratch.push_back(copy);
    for (Value operand : op.getOperands())
      parameters[&op].push_back(arguments.lookup(operand));
  }
  for (auto [parameter, operand] : llvm::zip(parameters[&op], op.getOperands()))
    values[parameter] = valueOf(operand);
  return copy;
}

LogicalResult Evaluator::fold(Operation &op) {
  if (isa<arith::DivUIOp, arith::DivSIOp, arith::RemUIOp, arith::RemSIOp, arith::CeilDivUIOp,
          arith::CeilDivSIOp, arith::FloorDivSIOp>(op)) {
    IntegerAttr left = valueOf(op.getOperand(0)), right = valueOf(op.getOperand(1));
    if (right && right.getValue().isZero())
      return op.emitOpError("division by zero");
    auto quotient =
        left && right ? roundedQuotient(op, left.getValue(), right.getValue()) : std::nullopt;
    if (quotient) {
      values[op.getResult(0)] = IntegerAttr::get(op.getResult(0).getType(), *quotient);
      return success();
    }
  }
  Operation *copy = standAlone(op);
  SmallVector<OpFoldResult> results;
  // A few rewrites in place, at most, precede a result.
  for (unsigned attempt = 0; attempt < 4 && results.empty(); ++attempt) {
    SmallVector<Attribute> operands;
    for (Value operand : copy->getOperands())
      operands.push_back(valueOf(operand));
    if (failed(copy->fold(operands, results)))
      break;
  }
  if (results.size() != op.getNumResults())
    return op.emitOpError("cannot be evaluated for these operands");
  for (auto [result, folded] : llvm::zip(op.getResults(), results)) {
    IntegerAttr value = isa<Value>(folded) ? valueOf(cast<Value>(folded))
                                           : dyn_cast<IntegerAttr>(cast<Attribute>(folded));
    if (!value)
      return op.emitOpError("does not give an integer");
    values[result] = value;
  }
  return success();
}

LogicalResult Evaluator::bindYield(Block &block, ResultRange results) {
  if (results.empty())
    return success();
  // All are read before one is written: a loop may swap its values.
  SmallVector<IntegerAttr> yielded;
  for (Value value : block.getTerminator()->getOperands())
    yielded.push_back(valueOf(value));
  for (auto [result, value] : llvm::zip(results, yielded)) {
    if (!value)
      return block.getTerminator()->emitOpError("yields a value that is not known");
    values[result] = value;
  }
  return success();
}

LogicalResult Evaluator::runFor(scf::ForOp op) {
  IntegerAttr lower = valueOf(op.getLowerBound()), upper = valueOf(op.getUpperBound()),
              step = valueOf(op.getStep());
  if (!lower || !upper || !step)
    return op.emitOpError("bounds have no value that is known");
  if (step.getValue().isZero())
    return op.emitOpError("loop step must be positive");
  for (auto [result, initial] : llvm::zip(op.getResults(), op.getInitArgs())) {
    IntegerAttr value = valueOf(initial);
    if (!value)
      return op.emitOpError("iteration argument has no value that is known");
    values[result] = value;
  }
  APInt at = lower.getValue();
  bool overflow = false;
  while (!overflow && at.ult(upper.getValue())) {
    if (++steps > maxSteps || txn.size() > maxWords)
      return op.emitOpError("the instruction stream does not end within reason");
    values[op.getInductionVar()] = IntegerAttr::get(op.getInductionVar().getType(), at);
    for (auto [argument, result] : llvm::zip(op.getRegionIterArgs(), op.getResults()))
      values[argument] = values.lookup(result);
    if (failed(runBlock(*op.getBody())) || failed(bindYield(*op.getBody(), op.getResults())))
      return failure();
    at = at.uadd_ov(step.getValue(), overflow);
  }
  return success();
}

LogicalResult Evaluator::runIf(scf::IfOp op) {
  IntegerAttr condition = valueOf(op.getCondition());
  if (!condition)
    return op.emitOpError("condition has no value that is known");
  Region &taken = condition.getValue().isZero() ? op.getElseRegion() : op.getThenRegion();
  if (taken.empty())
    return success();
  return success(succeeded(runBlock(taken.front())) &&
                 succeeded(bindYield(taken.front(), op.getResults())));
}

LogicalResult Evaluator::runOp(Operation &op) {
  if (auto loop = dyn_cast<scf::ForOp>(op))
    return runFor(loop);
  if (auto branch = dyn_cast<scf::IfOp>(op))
    return runIf(branch);
  if (isa<scf::YieldOp, tilewright::aie::EndOp>(op) || isa<memref::MemRefDialect>(op.getDialect()))
    return success();
  if (isa<arith::ArithDialect>(op.getDialect()))
    return fold(op);
  if (op.getName().getStringRef().starts_with("aiex.npu.dyn_"))
    return runDynamic(op);
  return runStatic(op);
}

LogicalResult Evaluator::runBlock(Block &block) {
  for (Operation &op : block) {
    std::string error;
    LogicalResult result = success();
    try {
      result = runOp(op);
    } catch (const npu::EncodingError &e) {
      error = e.what();
    }
    if (!error.empty())
      return op.emitOpError(error);
    if (failed(result))
      return failure();
  }
  return success();
}

//===----------------------------------------------------------------------===//
// Entry
//===----------------------------------------------------------------------===//

FailureOr<std::vector<uint32_t>>
tilewright::codegen::evaluateSequence(tilewright::aie::RuntimeSequenceOp sequence,
                                      const std::map<unsigned, int64_t> &arguments) {
  Evaluator evaluator(sequence);
  if (failed(evaluator.bindArguments(arguments)))
    return failure();
  if (!sequence.getBody().empty() && failed(evaluator.runBlock(sequence.getBody().front())))
    return failure();
  npu::Txn txn = evaluator.takeWords();
  const device::DeviceModel &model = tilewright::aie::getTargetModel(sequence);
  npu::prependHeader(txn, model.rows(), model.columns(), generationOf(model), model.memTileRows());
  return txn;
}
