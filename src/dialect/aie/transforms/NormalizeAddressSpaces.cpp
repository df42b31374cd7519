//===- NormalizeAddressSpaces.cpp - Drop memory spaces ----------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A core sees one address space, so memory spaces of memrefs mean nothing here.
// Types are changed in place, everywhere a memref is defined: results, globals,
// function signatures and block arguments. Only the arguments of what is called
// from outside the design (runtime sequences, BD chains) keep theirs. Changing
// in place, rather than by dialect conversion, leaves no casts behind that a
// function body would have to absorb.
//
//===----------------------------------------------------------------------===//
#include "dialect/aie/AIEDialect.h"
#include "dialect/aie/transforms/Passes.h"
#include "mlir/Dialect/Ptr/IR/PtrAttrs.h"
#include "mlir/Dialect/Ptr/IR/PtrDialect.h"

namespace tilewright::aie {
#define GEN_PASS_DEF_AIENORMALIZEADDRESSSPACES
#include "dialect/aie/transforms/Passes.h.inc"
} // namespace tilewright::aie

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aie;

static bool isDropped(Attribute space) { return space && !isa<ptr::GenericSpaceAttr>(space); }

static Type normalized(Type type) {
  if (auto memref = dyn_cast<MemRefType>(type); memref && isDropped(memref.getMemorySpace()))
    return MemRefType::get(memref.getShape(), memref.getElementType(), memref.getLayout());
  if (auto memref = dyn_cast<UnrankedMemRefType>(type);
      memref && isDropped(memref.getMemorySpace()))
    return UnrankedMemRefType::get(memref.getElementType(), nullptr);
  return type;
}

static SmallVector<Type> normalized(TypeRange types) {
  return llvm::map_to_vector(types, [](Type type) { return normalized(type); });
}

namespace {
struct NormalizeAddressSpaces : aie::impl::AIENormalizeAddressSpacesBase<NormalizeAddressSpaces> {
  void runOnOperation() override {
    // Sequences and BD chains stay as they are: their arguments are the host's.
    getOperation().walk<WalkOrder::PreOrder>([](Operation *op) {
      if (isa<RuntimeSequenceOp, BDChainOp>(op))
        return WalkResult::skip();
      if (auto function = dyn_cast<func::FuncOp>(op)) {
        FunctionType type = function.getFunctionType();
        function.setFunctionType(FunctionType::get(op->getContext(), normalized(type.getInputs()),
                                                   normalized(type.getResults())));
      }
      if (auto global = dyn_cast<memref::GlobalOp>(op))
        if (auto type = dyn_cast<MemRefType>(normalized(global.getType())))
          global.setType(type);
      for (OpResult result : op->getResults())
        result.setType(normalized(result.getType()));
      for (Region &region : op->getRegions())
        for (Block &block : region)
          for (BlockArgument argument : block.getArguments())
            argument.setType(normalized(argument.getType()));
      return WalkResult::advance();
    });
  }
};
} // namespace
