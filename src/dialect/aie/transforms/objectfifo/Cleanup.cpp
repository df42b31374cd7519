//===- Cleanup.cpp - Remove the objectFIFOs ---------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The FIFO ops go. Whatever still names a FIFO, in practice the host's tasks in a
// runtime sequence, now names its shim allocation, `<fifo>_shim_alloc`. All names
// are replaced in one walk.
//
//===----------------------------------------------------------------------===//

#include "dialect/aie/transforms/objectfifo/Design.h"
#include "mlir/IR/AttrTypeSubElements.h"

using namespace mlir;

namespace tilewright::aie::objectfifo {

static void renameUses(Design &design) {
  MLIRContext *context = design.device.getContext();
  llvm::DenseMap<StringAttr, StringAttr> names;
  for (End *end : design.ends)
    names[StringAttr::get(context, end->name)] =
        StringAttr::get(context, end->name + "_shim_alloc");
  AttrTypeReplacer replacer;
  replacer.addReplacement([&](SymbolRefAttr ref) -> std::pair<Attribute, WalkResult> {
    StringAttr name = names.lookup(ref.getRootReference());
    if (!name)
      return {ref, WalkResult::skip()};
    return {SymbolRefAttr::get(name, ref.getNestedReferences()), WalkResult::skip()};
  });
  // Cores, DMA programs and what this pass made name no FIFO any more.
  for (Operation &op : *design.device.getBody())
    if (!isa<CoreOp, MemOp, MemTileDMAOp, ShimDMAOp, TileOp, BufferOp, LockOp, FlowOp>(op))
      replacer.recursivelyReplaceElementsIn(&op, /*replaceAttrs=*/true, /*replaceLocs=*/false,
                                            /*replaceTypes=*/false);
}

void cleanUp(Design &design) {
  for (Operation &op : llvm::make_early_inc_range(*design.device.getBody()))
    if (isa<ObjectFifoLinkOp, ObjectFifoRegisterExternalBuffersOp, ObjectFifoAllocateOp,
            ObjectFifoCreateOp>(op))
      op.erase();
  if (!design.fifos.empty())
    renameUses(design);
}

} // namespace tilewright::aie::objectfifo
