//===- CoreLowering.cpp - From a core's body to LLVM IR ---------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A core is compiled from a copy of what it uses. Cloning the whole module for
// every core, the obvious way, costs the square of the number of cores: each
// clone holds all the others' bodies, DMA programs and switch settings only to
// throw them away. The copy here is made by following the values that the body
// uses; what every core can see (tiles, buffers, functions) comes along, in the
// order of the design, because the order of symbols in the result is compared.
//
// The copies share nothing, so cores are lowered in parallel without locks.
//
//===----------------------------------------------------------------------===//

#include "codegen/CoreLowering.h"
#include "codegen/DesignView.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"
#include "mlir/Target/LLVMIR/Export.h"
#include "mlir/Transforms/RegionUtils.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/IR/Module.h"

using namespace mlir;

namespace tilewright::codegen {

//===--- The copy ---------------------------------------------------------===//

/// The operations of the device that a core's body uses, directly or through
/// their operands.
static llvm::DenseSet<Operation *> usedFromAbove(aie::CoreOp core) {
  llvm::SetVector<Value> values;
  getUsedValuesDefinedAbove(core->getRegions(), values);
  SmallVector<Value> work(values.begin(), values.end());
  llvm::DenseSet<Operation *> used;
  while (!work.empty()) {
    Operation *op = work.pop_back_val().getDefiningOp();
    if (op && used.insert(op).second)
      llvm::append_range(work, op->getOperands());
  }
  return used;
}

OwningOpRef<ModuleOp> extractCore(aie::DeviceOp device, CoreChoice choice, CoreTarget target) {
  auto source = device->getParentOfType<ModuleOp>();
  OwningOpRef<ModuleOp> copy = ModuleOp::create(device.getLoc());
  (*copy)->setAttrs(source->getAttrDictionary());
  OpBuilder builder = OpBuilder::atBlockEnd(copy->getBody());

  llvm::DenseSet<Operation *> needed;
  for (auto core : device.getOps<aie::CoreOp>())
    if (!choice || tileOf(core.getTile()) == choice) {
      needed.insert(core);
      for (Operation *op : usedFromAbove(core))
        needed.insert(op);
    }

  for (Operation &op : *source.getBody()) {
    if (&op != device) {
      if (!isa<aie::DeviceOp>(op))
        builder.clone(op);
      continue;
    }
    Operation *shell = device->cloneWithoutRegions();
    builder.insert(shell);
    OpBuilder inner = OpBuilder::atBlockEnd(&shell->getRegion(0).emplaceBlock());
    IRMapping mapping;
    for (Operation &part : *device.getBody()) {
      auto buffer = dyn_cast<aie::BufferOp>(part);
      bool always = part.hasTrait<OpTrait::IsTerminator>() ||
                    isa<aie::TileOp, func::FuncOp, memref::GlobalOp>(part) ||
                    (buffer && target == CoreTarget::Device);
      if (!always && !needed.contains(&part))
        continue;
      Operation *clone = inner.clone(part, mapping);
      if (buffer && (target == CoreTarget::Host || (choice && tileOf(buffer.getTile()) != choice)))
        cast<aie::BufferOp>(clone).removeInitialValueAttr();
    }
  }
  return copy;
}

//===--- The passes -------------------------------------------------------===//

std::string coreLoweringPipeline(StringRef device, CoreChoice core, CoreTarget target) {
  std::string tile =
      core ? " tilecol=" + std::to_string(core->col) + " tilerow=" + std::to_string(core->row) : "";
  std::string text = "aie.device(aie-localize-locks,aie-normalize-address-spaces,"
                     "aie-transform-bfp-types),aie-standard-lowering{device=" +
                     device.str() + tile + "},aiex-standard-lowering,canonicalize,cse,";
  // The host has no bfloat16 arithmetic: each operation is computed in float32
  // and rounded once.
  if (target == CoreTarget::Host)
    text += "arith-emulate-unsupported-floats{source-types=bf16 target-type=f32},";
  text += "expand-strided-metadata,lower-affine,";
  text += target == CoreTarget::Host ? "arith-expand{include-bf16=true}," : "arith-expand,";
  text += "finalize-memref-to-llvm,convert-func-to-llvm{use-bare-ptr-memref-call-conv=true},"
          "convert-to-llvm{dynamic=true},";
  if (core)
    text += "convert-vector-to-llvm,convert-ub-to-llvm,";
  // What LLVM has no intrinsic for is in the host's C library.
  if (target == CoreTarget::Host)
    text += "convert-math-to-libm,convert-to-llvm{dynamic=true},";
  return text + "canonicalize,cse";
}

LogicalResult lowerCore(ModuleOp module, StringRef pipeline) {
  PassManager manager(module.getContext());
  if (failed(parsePassPipeline(pipeline, manager)))
    return failure();
  return manager.run(module);
}

std::unique_ptr<llvm::Module> translateCore(ModuleOp module, llvm::LLVMContext &context) {
  return translateModuleToLLVMIR(module, context);
}

//===--- Text for older readers -------------------------------------------===//

static void replaceAll(std::string &text, StringRef from, StringRef to) {
  for (size_t at = 0; (at = text.find(from.data(), at, from.size())) != std::string::npos;
       at += to.size())
    text.replace(at, from.size(), to.data(), to.size());
}

/// Deletes every occurrence of a word and what follows it while `more` holds.
static std::string cut(StringRef text, StringRef word, bool (*more)(char)) {
  std::string out;
  for (size_t at; (at = text.find(word)) != StringRef::npos;) {
    out += text.take_front(at);
    text = text.drop_front(at + word.size()).drop_while(more);
  }
  return out += text;
}

static bool isBlank(char c) { return c == ' ' || c == '\t'; }

std::string downgradeForPeano(StringRef ir) {
  std::string text = ir.str();
  replaceAll(text, "getelementptr inbounds nuw", "getelementptr inbounds");
  text = cut(text, "nocreateundeforpoison", isBlank);
  // Not `cut`: an alignment counts only with a number behind it.
  std::string out;
  StringRef rest = text;
  constexpr StringLiteral align = ", align ";
  for (size_t at; (at = rest.find(align)) != StringRef::npos;) {
    StringRef after = rest.drop_front(at + align.size());
    bool number = !after.empty() && llvm::isDigit(after.front());
    out += rest.take_front(number ? at : at + align.size());
    rest = number ? after.drop_while(llvm::isDigit) : after;
  }
  return out += rest;
}

std::string downgradeForChess(StringRef ir) {
  std::string text = ir.str();
  static constexpr std::pair<const char *, const char *> spellings[] = {
      {"memory(none)", "readnone"},
      {"memory(read)", "readonly"},
      {"memory(write)", "writeonly"},
      {"memory(argmem: readwrite)", "argmemonly"},
      {"memory(argmem: read)", "argmemonly readonly"},
      {"memory(argmem: write)", "argmemonly writeonly"},
      {"memory(inaccessiblemem: readwrite)", "inaccessiblememonly"},
      {"memory(inaccessiblemem: read)", "inaccessiblememonly readonly"},
      {"memory(inaccessiblemem: write)", "inaccessiblememonly writeonly"},
      {"memory(argmem: readwrite, inaccessiblemem: readwrite)", "inaccessiblemem_or_argmemonly"},
      {"memory(argmem: read, inaccessiblemem: read)", "inaccessiblemem_or_argmemonly readonly"},
      {"memory(argmem: write, inaccessiblemem: write)", "inaccessiblemem_or_argmemonly writeonly"},
      {"captures(none)", "nocapture"},
      {"getelementptr inbounds nuw", "getelementptr inbounds"}};
  for (auto [from, to] : spellings)
    replaceAll(text, from, to);
  return cut(text, "nocreateundeforpoison", isBlank);
}

} // namespace tilewright::codegen
