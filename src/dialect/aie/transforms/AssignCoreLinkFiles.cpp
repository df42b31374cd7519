//===- AssignCoreLinkFiles.cpp - Which objects each core links --*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A function declaration says with `link_with` which object file defines it; a
// core needs the files of the functions that it calls directly.
//
//===----------------------------------------------------------------------===//
#include "dialect/aie/AIEDialect.h"
#include "dialect/aie/transforms/Passes.h"
#include "llvm/ADT/SetVector.h"

namespace tilewright::aie {
#define GEN_PASS_DEF_AIEASSIGNCORELINKFILES
#include "dialect/aie/transforms/Passes.h.inc"
} // namespace tilewright::aie

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aie;

static constexpr llvm::StringLiteral linkWith = "link_with";

namespace {
/// A function that an object file defines.
struct ExternalFunction {
  func::FuncOp function;
  StringAttr file;
  bool called = false;
};
using ExternalFunctions = llvm::MapVector<StringAttr, ExternalFunction>;
} // namespace

static void assignFiles(CoreOp core, ExternalFunctions &functions) {
  llvm::SetVector<StringAttr> needed;
  if (StringAttr own = core.getLinkWithAttr()) {
    core.emitWarning("link_with on aie.core is deprecated; attach link_with to the func.func "
                     "declaration instead");
    needed.insert(own);
    core.removeLinkWithAttr();
  }
  core.walk([&](Operation *op) {
    if (auto call = dyn_cast<func::CallOp>(op)) {
      auto it = functions.find(call.getCalleeAttr().getAttr());
      if (it == functions.end())
        return;
      it->second.called = true;
      needed.insert(it->second.file);
    } else if (isa<func::CallIndirectOp>(op)) {
      op->emitWarning("indirect call in core body \u2014 link_with attributes on "
                      "indirectly-called functions are not automatically resolved; add a direct "
                      "func.call to the required func.func declaration so that "
                      "aie-assign-core-link-files can trace the dependency");
    }
  });
  if (!needed.empty())
    core.setLinkFilesAttr(
        ArrayAttr::get(core.getContext(), SmallVector<Attribute>(needed.begin(), needed.end())));
}

namespace {
struct AssignCoreLinkFiles : aie::impl::AIEAssignCoreLinkFilesBase<AssignCoreLinkFiles> {
  void runOnOperation() override {
    DeviceOp device = getOperation();
    ExternalFunctions functions;
    for (auto function : device.getOps<func::FuncOp>())
      if (auto file = function->getAttrOfType<StringAttr>(linkWith))
        functions.insert({function.getSymNameAttr(), {function, file}});
    device.walk([&](CoreOp core) { assignFiles(core, functions); });
    for (auto &[name, external] : functions)
      if (!external.called)
        external.function.emitWarning("func '")
            << name.getValue() << "' has link_with but is never called from any core; its .o "
            << "file will not be linked";
  }
};
} // namespace
