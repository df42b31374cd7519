//===- MaterializeRuntimeSequences.cpp - Inline the sequences of other devices -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A runtime sequence may configure another device and run one of that device's
// sequences. This pass makes it self-contained: a `configure` becomes the load
// of the device's image, a `run` becomes a copy of the sequence's operations.
//
// A copied operation may refer to its device by value (tiles, locks) or by
// name (allocations, buffers, constants). Such definitions come along:
//  - a tile is the caller's tile at the same place, if it says the same about
//    it; else it is copied. A lock is always copied.
//  - a named definition is copied once per run, under its old name if that is
//    free, else with a number.
// Values are copied to the start of the device, names in front of its first
// sequence, so the order of both is the order of first use.
//
// Everything that can be wrong with a device's sequences is checked before the
// device is changed.
//
//===----------------------------------------------------------------------===//
#include "dialect/aiex/Transfers.h"
#include "dialect/aiex/transforms/Passes.h"
#include "mlir/IR/AttrTypeSubElements.h"
#include "mlir/IR/IRMapping.h"
#include <set>

namespace tilewright::aiex {
#define GEN_PASS_DEF_AIEMATERIALIZERUNTIMESEQUENCES
#include "dialect/aiex/transforms/Passes.h.inc"
} // namespace tilewright::aiex

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aiex;

//===----------------------------------------------------------------------===//
// Checks
//===----------------------------------------------------------------------===//

/// The sequence that a run names; null if there is none.
static aie::RuntimeSequenceOp calleeOf(RunOp run) {
  aie::DeviceOp target = cast<ConfigureOp>(run->getParentOp()).getReferencedDeviceOp();
  return target ? target.lookupSymbol<aie::RuntimeSequenceOp>(run.getRuntimeSequenceSymbol())
                : aie::RuntimeSequenceOp();
}

static LogicalResult checkRun(RunOp run, aie::DeviceOp target) {
  StringRef name = run.getRuntimeSequenceSymbol();
  Operation *found = target.lookupSymbol(name);
  if (!found) {
    InFlightDiagnostic diag = run.emitError() << "No such runtime sequence for device '"
                                              << target.getSymName() << "': '" << name << "'";
    diag.attachNote(target.getLoc())
        << "This device does not have a '" << name << "' runtime sequence";
    return diag;
  }
  auto callee = dyn_cast<aie::RuntimeSequenceOp>(found);
  if (!callee)
    return run.emitError() << "'" << name << "' is not a runtime sequence";
  TypeRange expected = callee.getBody().getArgumentTypes();
  if (expected.size() != run.getArgs().size())
    return run.emitOpError() << "argument count mismatch: expected " << expected.size()
                             << " but got " << run.getArgs().size();
  for (auto [i, want, value] : llvm::enumerate(expected, run.getArgs()))
    if (want != value.getType())
      return run.emitOpError() << "argument " << i << " type mismatch: expected " << want
                               << " but got " << value.getType();
  return success();
}

static LogicalResult checkRuns(aie::RuntimeSequenceOp sequence) {
  WalkResult result = sequence.walk([](RunOp run) {
    auto configure = cast<ConfigureOp>(run->getParentOp());
    aie::DeviceOp target = configure.getReferencedDeviceOp();
    if (!target) {
      configure.emitError() << "No such device: '" << configure.getSymbolAttr() << "'";
      return WalkResult::interrupt();
    }
    return failed(checkRun(run, target)) ? WalkResult::interrupt() : WalkResult::advance();
  });
  return failure(result.wasInterrupted());
}

namespace {
enum class Visit { Active, Done };
} // namespace

/// Whether following runs from \p sequence comes back to a sequence on the way.
static bool reachesCycle(aie::RuntimeSequenceOp sequence, DenseMap<Operation *, Visit> &visits) {
  auto [it, isNew] = visits.try_emplace(sequence, Visit::Active);
  if (!isNew)
    return it->second == Visit::Active;
  WalkResult result = sequence.walk([&](RunOp run) {
    aie::RuntimeSequenceOp callee = calleeOf(run);
    return callee && reachesCycle(callee, visits) ? WalkResult::interrupt() : WalkResult::advance();
  });
  visits[sequence] = Visit::Done;
  return result.wasInterrupted();
}

static LogicalResult checkDevice(aie::DeviceOp deviceOp) {
  for (auto sequence : deviceOp.getOps<aie::RuntimeSequenceOp>())
    if (failed(sequence.verifyBeforeMaterialization()) || failed(checkRuns(sequence)))
      return failure();
  for (auto sequence : deviceOp.getOps<aie::RuntimeSequenceOp>()) {
    DenseMap<Operation *, Visit> visits;
    if (reachesCycle(sequence, visits))
      return sequence.emitError("Runtime sequence call graph contains a cycle");
  }
  return success();
}

//===----------------------------------------------------------------------===//
// Definitions that come along
//===----------------------------------------------------------------------===//

namespace {
/// The device that sequences are inlined into.
struct Caller {
  aie::DeviceOp deviceOp;
  /// Copies of values go in front of this operation, ...
  Operation *valuesBefore;
  /// ... copies of named definitions in front of this one.
  Operation *symbolsBefore;
  /// Names taken in the device.
  std::set<std::string> names;
};

/// One run on its way.
struct Inlining {
  Caller &caller;
  RunOp run;
  aie::RuntimeSequenceOp callee;
  /// Callee's values to the caller's.
  IRMapping values;
  /// Callee's symbols to the caller's, as far as they were met.
  DenseMap<StringAttr, StringAttr> symbols;

  Inlining(Caller &caller, RunOp run, aie::RuntimeSequenceOp callee)
      : caller(caller), run(run), callee(callee) {}
};
} // namespace

/// Values that \p op or operations inside it use and that are defined outside of both
/// it and the callee's body.
static void collectOuterValues(Inlining &in, Operation *op, SetVector<Value> &outer) {
  op->walk<WalkOrder::PreOrder>([&](Operation *nested) {
    for (Value operand : nested->getOperands()) {
      if (in.values.contains(operand))
        continue;
      Operation *definer = operand.getDefiningOp();
      Operation *scope = definer ? definer : cast<BlockArgument>(operand).getOwner()->getParentOp();
      if (op->isAncestor(scope) || in.callee->isProperAncestor(scope))
        continue;
      if (auto view = traceToArgument(operand); view && in.values.contains(view->argument))
        continue;
      outer.insert(operand);
    }
  });
}

/// The definitions of \p outer in the order they must be copied in: tiles before
/// the locks on them.
static FailureOr<SetVector<Operation *>> orderDefinitions(Inlining &in, ArrayRef<Value> outer) {
  SmallVector<Value> stack(outer);
  SetVector<Operation *> tiles, locks;
  while (!stack.empty()) {
    Value value = stack.pop_back_val();
    Operation *definer = value.getDefiningOp();
    if (!definer)
      return in.run.emitError("Referenced value is not defined by an operation");
    if (isa<aie::TileOp>(definer)) {
      tiles.insert(definer);
    } else if (auto lock = dyn_cast<aie::LockOp>(definer)) {
      if (locks.insert(definer))
        stack.push_back(lock.getTile());
    } else {
      return in.run.emitError()
             << "Referenced SSA value defined by unsupported operation type: " << definer->getName()
             << ". Currently only aie.tile and aie.lock operations are supported.";
    }
  }
  SetVector<Operation *> ordered;
  for (Operation *tile : llvm::reverse(tiles))
    ordered.insert(tile);
  for (Operation *lock : locks)
    ordered.insert(lock);
  return ordered;
}

static aie::TileOp findTile(aie::DeviceOp deviceOp, device::TileID id) {
  for (auto tile : deviceOp.getOps<aie::TileOp>())
    if (tileOf(tile) == id)
      return tile;
  return {};
}

/// Makes every value of \p outer known to the caller.
static LogicalResult bringValues(Inlining &in, ArrayRef<Value> outer, Operation *before) {
  FailureOr<SetVector<Operation *>> definitions = orderDefinitions(in, outer);
  if (failed(definitions))
    return failure();
  OpBuilder builder(before);
  for (Operation *definition : *definitions) {
    if (in.values.contains(definition->getResult(0)))
      continue;
    auto tile = dyn_cast<aie::TileOp>(definition);
    aie::TileOp existing = tile ? findTile(in.caller.deviceOp, tileOf(tile)) : aie::TileOp();
    if (!existing) {
      builder.clone(*definition, in.values);
      continue;
    }
    if (existing->getAttrDictionary() != tile->getAttrDictionary()) {
      InFlightDiagnostic diag = in.run.emitError()
                                << "aie.tile(" << tile.getCol() << ", " << tile.getRow()
                                << ") already exists in the device with different attributes";
      diag.attachNote(existing.getLoc()) << "in the device that runs the sequence";
      diag.attachNote(tile.getLoc()) << "in the device of the sequence";
      return diag;
    }
    in.values.map(tile.getResult(), existing.getResult());
  }
  return success();
}

static StringAttr chooseName(Caller &caller, StringAttr wanted) {
  std::string name = wanted.str();
  for (unsigned i = 0; !caller.names.insert(name).second; ++i)
    name = (wanted.getValue() + "_" + Twine(i)).str();
  return StringAttr::get(wanted.getContext(), name);
}

/// The caller's name for what \p name means to the callee; copies the definition
/// when it is met first. Null after an error.
static StringAttr bringSymbol(Inlining &in, StringAttr name) {
  auto [it, isNew] = in.symbols.try_emplace(name, StringAttr());
  if (!isNew)
    return it->second;
  Operation *definition = SymbolTable::lookupNearestSymbolFrom(in.callee, name);
  if (!definition)
    definition = in.callee->getParentOfType<ModuleOp>().lookupSymbol(name);
  if (!definition) {
    in.run.emitError() << "symbol '" << name.getValue()
                       << "' that the sequence refers to does not exist";
    return {};
  }
  if (isa<aie::DeviceOp>(definition))
    return in.symbols[name] = name;
  SetVector<Value> outer;
  collectOuterValues(in, definition, outer);
  if (failed(bringValues(in, outer.getArrayRef(), in.caller.symbolsBefore)))
    return {};
  OpBuilder builder(in.caller.symbolsBefore);
  Operation *copy = builder.clone(*definition, in.values);
  StringAttr chosen = chooseName(in.caller, name);
  SymbolTable::setSymbolName(copy, chosen);
  return in.symbols[name] = chosen;
}

//===----------------------------------------------------------------------===//
// Runs
//===----------------------------------------------------------------------===//

/// Points the symbols in \p copy and everything inside it to the caller's definitions.
static LogicalResult renameSymbols(Inlining &in, Operation *copy) {
  bool ok = true;
  AttrTypeReplacer replacer;
  replacer.addReplacement([&](SymbolRefAttr ref) -> std::pair<Attribute, WalkResult> {
    StringAttr name = bringSymbol(in, ref.getRootReference());
    ok &= static_cast<bool>(name);
    return {name ? SymbolRefAttr::get(name, ref.getNestedReferences()) : ref, WalkResult::skip()};
  });
  copy->walk<WalkOrder::PreOrder>([&](Operation *op) {
    // What a run names lies in the device that its configure names.
    if (!isa<RunOp>(op))
      replacer.replaceElementsIn(op, /*replaceAttrs=*/true);
  });
  return success(ok);
}

static LogicalResult inlineRun(Caller &caller, RunOp run, SmallVectorImpl<RunOp> &pending) {
  // A run that came with another device's sequence has not been checked yet.
  aie::DeviceOp target = cast<ConfigureOp>(run->getParentOp()).getReferencedDeviceOp();
  if (!target)
    return run.emitOpError("is in an aiex.configure of a device that does not exist");
  if (failed(checkRun(run, target)))
    return failure();
  Inlining in(caller, run, calleeOf(run));
  Region &body = in.callee.getBody();
  in.values.map(body.getArguments(), run.getArgs());
  SetVector<Value> outer;
  if (!body.empty())
    for (Operation &op : body.front())
      collectOuterValues(in, &op, outer);
  if (failed(bringValues(in, outer.getArrayRef(), caller.valuesBefore)))
    return failure();
  OpBuilder builder(run);
  if (!body.empty()) {
    for (Operation &op : body.front()) {
      if (isa<aie::EndOp>(op))
        continue;
      Operation *copy = builder.clone(op, in.values);
      if (failed(renameSymbols(in, copy)))
        return failure();
      copy->walk([&](RunOp inner) { pending.push_back(inner); });
    }
  }
  run.erase();
  return success();
}

//===----------------------------------------------------------------------===//
// Configures
//===----------------------------------------------------------------------===//

/// Replaces a configure, and those that its runs brought inside it, by the load
/// of its image and its operations.
static void flattenConfigure(ConfigureOp configure) {
  SmallVector<ConfigureOp> inner;
  configure->walk([&](ConfigureOp op) {
    if (op != configure)
      inner.push_back(op);
  });
  for (ConfigureOp op : inner) // post-order: the innermost first
    flattenConfigure(op);
  OpBuilder builder(configure);
  NpuLoadPdiOp::create(builder, configure.getLoc(), configure.getSymbolAttr(), nullptr, nullptr,
                       nullptr);
  if (!configure.getBody().empty())
    for (Operation &op : llvm::make_early_inc_range(configure.getBody().front()))
      op.moveBefore(configure);
  configure.erase();
}

static bool loadsSame(NpuLoadPdiOp a, NpuLoadPdiOp b) {
  return a.getDeviceRef() == b.getDeviceRef() && a.getId() == b.getId() &&
         a.getSize() == b.getSize() && a.getAddress() == b.getAddress();
}

/// Of two loads of one image in a row only one is needed.
static void dropRepeatedLoads(aie::DeviceOp deviceOp) {
  deviceOp.walk([](NpuLoadPdiOp load) {
    auto next = dyn_cast_or_null<NpuLoadPdiOp>(load->getNextNode());
    if (next && loadsSame(load, next))
      load.erase();
  });
}

static LogicalResult materialize(aie::DeviceOp deviceOp) {
  auto sequences = deviceOp.getOps<aie::RuntimeSequenceOp>();
  if (sequences.empty())
    return success();
  Caller caller{deviceOp, &deviceOp.getBody()->front(), *sequences.begin(), {}};
  for (Operation &op : *deviceOp.getBody())
    if (auto name = op.getAttrOfType<StringAttr>(SymbolTable::getSymbolAttrName()))
      caller.names.insert(name.str());
  // The last run first: it keeps the names.
  SmallVector<RunOp> pending;
  deviceOp.walk([&](RunOp run) { pending.push_back(run); });
  while (!pending.empty())
    if (failed(inlineRun(caller, pending.pop_back_val(), pending)))
      return failure();
  for (aie::RuntimeSequenceOp sequence : sequences)
    for (auto configure : llvm::make_early_inc_range(sequence.getOps<ConfigureOp>()))
      flattenConfigure(configure);
  dropRepeatedLoads(deviceOp);
  return success();
}

namespace {
struct MaterializeRuntimeSequences
    : aiex::impl::AIEMaterializeRuntimeSequencesBase<MaterializeRuntimeSequences> {
  void runOnOperation() override {
    for (auto deviceOp : getOperation().getOps<aie::DeviceOp>())
      if (failed(checkDevice(deviceOp)) || failed(materialize(deviceOp)))
        return signalPassFailure();
  }
};
} // namespace
