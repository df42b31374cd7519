//===- StandardLowering.cpp - Cores become functions ------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Takes one device apart until only what a core executes is left: every core
// becomes a function `core_C_R`, every buffer a global, every operation that
// talks to the hardware a call of an intrinsic. The device itself, with its
// DMA programs and routes, disappears: those parts reach the hardware by other
// ways.
//
// The result is an ordinary module of func, arith, memref and friends, from
// which upstream passes go on to LLVM. The names `llvm.aie2.*` are plain
// functions here; a core compiler recognises them as its intrinsics.
//
// Order in the result: buffers in reverse, the intrinsics, the device's own
// globals, its functions, the cores in reverse. Tools compare this text, so the
// order is part of the contract.
//
// Cost: one walk over the device; bodies are moved, not copied.
//
//===----------------------------------------------------------------------===//

#include "dialect/aie/AIEDialect.h"
#include "dialect/aie/transforms/Passes.h"
#include "device/DeviceModel.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

namespace tilewright::aie {
#define GEN_PASS_DEF_AIESTANDARDLOWERING
#include "dialect/aie/transforms/Passes.h.inc"

namespace {

//===--- The intrinsics of a generation -----------------------------------===//

/// Everything the lowering asks of a module while it works on one device.
struct Lowering {
  ModuleOp module;
  DeviceOp device;
  device::Arch arch;
  unsigned column, row; ///< the one core wanted; both ~0u: all
  SymbolTable symbols;

  Lowering(ModuleOp module, DeviceOp device, unsigned column, unsigned row)
      : module(module), device(device), arch(getTargetModel(device).arch()), column(column),
        row(row), symbols(module) {}

  bool isAIE1() const { return arch == device::Arch::AIE1; }
  StringRef triple() const {
    return isAIE1() ? "aie" : arch == device::Arch::AIE2 ? "aie2" : "aie2p";
  }
  std::string intrinsic(const Twine &name) const { return ("llvm." + triple() + "." + name).str(); }
  bool selects(TileOp tile) const {
    return (column == ~0u && row == ~0u) ||
           (unsigned(tile.getCol()) == column && unsigned(tile.getRow()) == row);
  }
};

void declareIntrinsics(Lowering &lowering) {
  MLIRContext *context = lowering.module.getContext();
  OpBuilder builder = OpBuilder::atBlockBegin(lowering.module.getBody());
  Type i32 = builder.getI32Type(), i128 = builder.getIntegerType(128), f32 = builder.getF32Type();
  Type i384 = builder.getIntegerType(384), cascade = VectorType::get({16}, i32);
  auto declare = [&](const std::string &name, ArrayRef<Type> arguments, ArrayRef<Type> results) {
    auto function = func::FuncOp::create(builder, UnknownLoc::get(context), name,
                                         FunctionType::get(context, arguments, results));
    function.setPrivate();
    lowering.symbols.insert(function);
  };
  auto name = [&](const Twine &n) { return lowering.intrinsic(n); };

  declare("debug_i32", {i32}, {});
  if (lowering.isAIE1()) {
    declare(name("event0"), {}, {});
    declare(name("event1"), {}, {});
    declare(name("put.ms"), {i32, i32}, {});
    declare(name("put.wms"), {i32, i128}, {});
    declare(name("put.fms"), {i32, f32}, {});
    declare(name("get.ss"), {i32}, {i32});
    declare(name("get.wss"), {i32}, {i128});
    declare(name("get.fss"), {i32}, {f32});
    declare(name("put.mcd"), {i384}, {});
    declare(name("get.scd"), {}, {i384});
    declare(name("lock.acquire.reg"), {i32, i32}, {});
    declare(name("lock.release.reg"), {i32, i32}, {});
    return;
  }
  declare(name("event"), {i32}, {});
  declare(name("put.ms"), {i32, i32}, {});
  declare(name("get.ss"), {}, {i32, i32});
  declare(name("mcd.write.vec"), {cascade, i32}, {});
  declare(name("scd.read.vec"), {i32}, {cascade});
  declare(name("acquire"), {i32, i32}, {});
  declare(name("release"), {i32, i32}, {});
  declare(name("set.ctrl.reg"), {i32, i32}, {});
}

//===--- Operations that become calls -------------------------------------===//

Value constant(OpBuilder &builder, Location loc, int32_t value) {
  return arith::ConstantOp::create(builder, loc, builder.getI32IntegerAttr(value));
}

/// The declaration of an intrinsic, or an error on the operation that needs it.
func::FuncOp lookup(Lowering &lowering, Operation *user, const std::string &name) {
  auto function = lowering.symbols.lookup<func::FuncOp>(name);
  if (!function)
    user->emitOpError() << "Could not find the intrinsic function " << name;
  return function;
}

StringRef streamSuffix(Type type, bool put) {
  if (type.isInteger(128))
    return put ? "wms" : "wss";
  if (isa<FloatType>(type))
    return put ? "fms" : "fss";
  return put ? "ms" : "ss";
}

LogicalResult lower(PutStreamOp op, Lowering &lowering, OpBuilder &builder) {
  StringRef suffix = streamSuffix(op.getStreamValue().getType(), /*put=*/true);
  auto callee = lookup(lowering, op, lowering.intrinsic("put." + suffix));
  if (!callee)
    return failure();
  SmallVector<Value> arguments{op.getChannel(), op.getStreamValue()};
  if (!lowering.isAIE1())
    arguments = {op.getStreamValue(), constant(builder, op.getLoc(), 0)};
  func::CallOp::create(builder, op.getLoc(), callee, arguments);
  return success();
}

LogicalResult lower(GetStreamOp op, Lowering &lowering, OpBuilder &builder) {
  StringRef suffix = streamSuffix(op.getStreamValue().getType(), /*put=*/false);
  auto callee = lookup(lowering, op, lowering.intrinsic("get." + suffix));
  if (!callee)
    return failure();
  SmallVector<Value> arguments;
  if (lowering.isAIE1())
    arguments.push_back(op.getChannel());
  auto call = func::CallOp::create(builder, op.getLoc(), callee, arguments);
  op.getStreamValue().replaceAllUsesWith(call.getResult(0));
  return success();
}

/// A value as another type of the same bits.
Value bitcast(OpBuilder &builder, Location loc, Type type, Value value) {
  return value.getType() == type ? value
                                 : vector::BitCastOp::create(builder, loc, type, value).getResult();
}

LogicalResult checkCascadeType(Operation *op, Type type, Type wanted) {
  if (type == wanted || (isa<VectorType>(type) && isa<VectorType>(wanted)))
    return success();
  return op->emitOpError() << "cannot turn " << type << " into the cascade's " << wanted;
}

LogicalResult lower(PutCascadeOp op, Lowering &lowering, OpBuilder &builder) {
  auto callee =
      lookup(lowering, op, lowering.intrinsic(lowering.isAIE1() ? "put.mcd" : "mcd.write.vec"));
  if (!callee)
    return failure();
  Type wanted = callee.getFunctionType().getInput(0);
  if (failed(checkCascadeType(op, op.getCascadeValue().getType(), wanted)))
    return failure();
  SmallVector<Value> arguments{bitcast(builder, op.getLoc(), wanted, op.getCascadeValue())};
  if (!lowering.isAIE1())
    arguments.push_back(constant(builder, op.getLoc(), 1));
  func::CallOp::create(builder, op.getLoc(), callee, arguments);
  return success();
}

LogicalResult lower(GetCascadeOp op, Lowering &lowering, OpBuilder &builder) {
  auto callee =
      lookup(lowering, op, lowering.intrinsic(lowering.isAIE1() ? "get.scd" : "scd.read.vec"));
  if (!callee)
    return failure();
  Value result = op.getCascadeValue();
  if (failed(checkCascadeType(op, result.getType(), callee.getFunctionType().getResult(0))))
    return failure();
  SmallVector<Value> arguments;
  if (!lowering.isAIE1())
    arguments.push_back(constant(builder, op.getLoc(), 1));
  auto call = func::CallOp::create(builder, op.getLoc(), callee, arguments);
  result.replaceAllUsesWith(bitcast(builder, op.getLoc(), result.getType(), call.getResult(0)));
  return success();
}

LogicalResult lower(EventOp op, Lowering &lowering, OpBuilder &builder) {
  std::string name = "event";
  SmallVector<Value> arguments;
  if (lowering.isAIE1())
    name += std::to_string(op.getVal());
  auto callee = lookup(lowering, op, lowering.intrinsic(name));
  if (!callee)
    return failure();
  if (!lowering.isAIE1())
    arguments.push_back(constant(builder, op.getLoc(), op.getVal()));
  func::CallOp::create(builder, op.getLoc(), callee, arguments);
  return success();
}

LogicalResult lower(DebugOp op, Lowering &lowering, OpBuilder &builder) {
  auto callee = lookup(lowering, op, "debug_i32");
  if (!callee)
    return failure();
  if (!op.getArg().getType().isInteger(32))
    return op.emitOpError() << "can only print an i32, not " << op.getArg().getType();
  func::CallOp::create(builder, op.getLoc(), callee, ValueRange{op.getArg()});
  return success();
}

LogicalResult lower(UseLockOp op, Lowering &lowering, OpBuilder &builder) {
  if (isa<DeviceOp>(op->getParentOp()))
    return success();
  if (op.getLock().getDefiningOp<LockOp>())
    return op.emitOpError("needs the lock's number as its core sees it: run "
                          "aie-localize-locks first");
  bool release = op.getAction() == LockAction::Release;
  std::string name = lowering.isAIE1()
                         ? lowering.intrinsic(release ? "lock.release.reg" : "lock.acquire.reg")
                         : lowering.intrinsic(release ? "release" : "acquire");
  auto callee = lowering.symbols.lookup<func::FuncOp>(name);
  if (!callee)
    return op.emitOpError("Could not find the intrinsic function!");
  int32_t value = op.getLockValue();
  if (op.getAction() == LockAction::AcquireGreaterEqual)
    value = -value;
  Value lock = arith::IndexCastOp::create(builder, op.getLoc(), builder.getI32Type(), op.getLock());
  func::CallOp::create(builder, op.getLoc(), callee,
                       ValueRange{lock, constant(builder, op.getLoc(), value)});
  return success();
}

/// Lowers every operation of the device's cores and functions that is a call in
/// disguise. DMA programs are left alone: they go with the device.
LogicalResult lowerOperations(Lowering &lowering) {
  SmallVector<Operation *> work;
  for (Operation &op : lowering.device.getBody()->without_terminator())
    if (isa<CoreOp, func::FuncOp>(op))
      op.walk([&](Operation *nested) { work.push_back(nested); });
  bool failedAny = false;
  for (Operation *op : work) {
    OpBuilder builder(op);
    auto run = [&](auto concrete) {
      if (failed(lower(concrete, lowering, builder)))
        failedAny = true;
      else
        concrete->erase();
    };
    llvm::TypeSwitch<Operation *>(op)
        .Case<DebugOp, PutStreamOp, GetStreamOp, PutCascadeOp, GetCascadeOp, EventOp, UseLockOp>(
            run);
  }
  return failure(failedAny);
}

//===--- Buffers ----------------------------------------------------------===//

/// Alignment that core compilers may rely on, bytes.
constexpr unsigned bufferAlignment = 32;

bool isExecuted(Operation *user) {
  return user->getParentOfType<CoreOp>() || user->getParentOfType<func::FuncOp>();
}

LogicalResult lowerBuffer(BufferOp buffer, Lowering &lowering) {
  StringAttr name = buffer.getSymNameAttr();
  if (!name)
    return buffer.emitOpError("does not have 'sym_name' attribute specified");
  auto type = cast<MemRefType>(buffer.getType());
  auto tile = buffer.getTile().getDefiningOp<TileOp>();
  ElementsAttr initial;
  if (buffer.getInitialValueAttr() && tile && lowering.selects(tile)) {
    initial = asTensorElements(buffer.getInitialValueAttr(), type);
    if (!initial)
      return buffer.emitOpError("has an initial value of type ")
             << buffer.getInitialValueAttr().getType() << " for memory of type " << type;
  }

  OpBuilder builder = OpBuilder::atBlockBegin(lowering.module.getBody());
  memref::GlobalOp::create(builder, builder.getUnknownLoc(), name, builder.getStringAttr("public"),
                           TypeAttr::get(type), initial, /*constant=*/UnitAttr(),
                           /*alignment=*/IntegerAttr());

  for (OpOperand &use : llvm::make_early_inc_range(buffer->getUses())) {
    Operation *user = use.getOwner();
    if (!isExecuted(user))
      continue;
    builder.setInsertionPoint(user);
    Value global = memref::GetGlobalOp::create(builder, user->getLoc(), type, name.getValue());
    memref::AssumeAlignmentOp::create(builder, user->getLoc(), global, bufferAlignment);
    use.set(global);
  }
  return success();
}

//===--- Cores ------------------------------------------------------------===//

/// Register numbers and modes that the prologue of 1.5 sets. The saturation
/// register is 9 in both generations; the rounding register differs.
constexpr int32_t saturationRegister = 9;
int32_t roundingRegister(device::Arch arch) { return arch == device::Arch::AIE2 ? 6 : 1; }
enum RoundingMode : int32_t { floorMode = 0, positiveInfinity = 9, convergentEven = 12 };

/// Shift-round-saturate and bf16 products expect the core's mode registers set.
LogicalResult addModePrologue(func::FuncOp function, Lowering &lowering) {
  bool shifts = false, integerShifts = false, bf16Products = false;
  function.walk([&](Operation *op) {
    StringRef name = op->getName().getStringRef();
    if (name == "aievec.srs") {
      shifts = true;
      auto type =
          op->getNumResults() ? dyn_cast<VectorType>(op->getResult(0).getType()) : VectorType();
      integerShifts |= type && isa<IntegerType>(type.getElementType());
    } else if (name == "aievec.matmul" || name == "aievec.matmul_aie2p") {
      auto type =
          op->getNumOperands() ? dyn_cast<VectorType>(op->getOperand(0).getType()) : VectorType();
      bf16Products |= type && type.getElementType().isBF16();
    }
  });
  if (lowering.isAIE1() || (!shifts && !bf16Products))
    return success();

  auto callee = lookup(lowering, function, lowering.intrinsic("set.ctrl.reg"));
  if (!callee)
    return failure();
  OpBuilder builder = OpBuilder::atBlockBegin(&function.getBody().front());
  auto set = [&](int32_t number, int32_t value) {
    Value a = constant(builder, function.getLoc(), number);
    Value b = constant(builder, function.getLoc(), value);
    func::CallOp::create(builder, function.getLoc(), callee, ValueRange{a, b});
  };
  set(saturationRegister, 1);
  set(roundingRegister(lowering.arch), bf16Products    ? convergentEven
                                       : integerShifts ? positiveInfinity
                                                       : floorMode);
  return success();
}

/// Constants that a core shares with its device move into the function; any
/// other value from outside has no meaning in it.
LogicalResult captureConstants(func::FuncOp function) {
  llvm::MapVector<Operation *, Operation *> copies;
  OpBuilder builder = OpBuilder::atBlockBegin(&function.getBody().front());
  auto result = function.walk([&](Operation *op) {
    for (OpOperand &operand : op->getOpOperands()) {
      Operation *source = operand.get().getDefiningOp();
      if (!source || function->isAncestor(source))
        continue;
      if (!source->hasTrait<OpTrait::ConstantLike>()) {
        InFlightDiagnostic diagnostic =
            op->emitOpError("uses a value that is not part of its core");
        diagnostic.attachNote(source->getLoc()) << "defined here";
        return WalkResult::interrupt();
      }
      Operation *&copy = copies[source];
      if (!copy)
        copy = builder.clone(*source);
      operand.set(copy->getResult(cast<OpResult>(operand.get()).getResultNumber()));
    }
    return WalkResult::advance();
  });
  return failure(result.wasInterrupted());
}

LogicalResult outlineCore(CoreOp core, Lowering &lowering) {
  auto tile = core.getTile().getDefiningOp<TileOp>();
  if (!tile)
    return core.emitOpError("is not placed on a tile");
  if (!lowering.selects(tile))
    return success();
  OpBuilder builder(lowering.module.getContext());
  builder.setInsertionPointAfter(lowering.device);
  std::string name = "core_" + std::to_string(tile.getCol()) + "_" + std::to_string(tile.getRow());
  auto function =
      func::FuncOp::create(builder, core.getLoc(), name, builder.getFunctionType({}, {}));
  function.getBody().takeBody(core.getBody());
  if (failed(addModePrologue(function, lowering)) || failed(captureConstants(function)))
    return failure();
  function.walk([&](EndOp end) {
    OpBuilder atEnd(end);
    func::ReturnOp::create(atEnd, end.getLoc());
    end.erase();
  });
  return success();
}

//===--- The pass ---------------------------------------------------------===//

struct AIEStandardLoweringPass : impl::AIEStandardLoweringBase<AIEStandardLoweringPass> {
  using AIEStandardLoweringBase::AIEStandardLoweringBase;

  void runOnOperation() override {
    ModuleOp module = getOperation();
    // The option's default prints as two quotes; both mean "not given".
    StringRef name = device == "\"\"" ? StringRef() : StringRef(device);
    auto deviceOp = module.lookupSymbol<DeviceOp>(name.empty() ? StringRef("main") : name);
    if (!deviceOp) {
      if (name.empty())
        module.emitError("No 'main' device in module");
      else
        module.emitError("No such device: ") << name;
      return signalPassFailure();
    }
    if (Attribute layout = deviceOp->getAttr("dlti.dl_spec"))
      module->setAttr("dlti.dl_spec", layout);

    Lowering lowering(module, deviceOp, tilecol, tilerow);
    module->setAttr("llvm.target_triple", StringAttr::get(&getContext(), lowering.triple()));
    declareIntrinsics(lowering);
    if (failed(lowerOperations(lowering)))
      return signalPassFailure();

    SmallVector<BufferOp> buffers;
    deviceOp.walk<WalkOrder::PreOrder>([&](BufferOp buffer) { buffers.push_back(buffer); });
    for (BufferOp buffer : buffers)
      if (failed(lowerBuffer(buffer, lowering)))
        return signalPassFailure();
    for (CoreOp core : llvm::to_vector(deviceOp.getOps<CoreOp>()))
      if (failed(outlineCore(core, lowering)))
        return signalPassFailure();

    for (auto global : llvm::to_vector(deviceOp.getOps<memref::GlobalOp>()))
      global->moveBefore(deviceOp);
    for (auto function : llvm::to_vector(deviceOp.getOps<func::FuncOp>()))
      function->moveBefore(deviceOp);
    for (auto other : llvm::to_vector(module.getOps<DeviceOp>()))
      other.erase();
  }
};

} // namespace
} // namespace tilewright::aie
