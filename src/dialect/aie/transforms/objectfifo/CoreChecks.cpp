//===- CoreChecks.cpp - What a core must not ask of a FIFO ------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The lowering of a core knows a subview by the acquire that made it, and waits
// for objects by locks that count them. Here stands what it could only get wrong:
//
//   - a subview that goes through a loop's or branch's results, a block's
//     arguments or any other op on its way to an access;
//   - objects under another type than the buffers have, such as those that a link
//     makes a core share with a FIFO of other objects;
//   - more objects at once than the ring has, for which it would wait forever;
//   - AIE1, where each object has its own lock, so that the code names the lock
//     that is next: this goes with neither a counter nor repeated objects.
//
//===----------------------------------------------------------------------===//

#include "dialect/aie/transforms/objectfifo/CoreLoops.h"

using namespace mlir;

namespace tilewright::aie::objectfifo {

/// Subviews go from acquires to accesses.
static LogicalResult checkSubviews(Operation *op) {
  if (auto access = dyn_cast<ObjectFifoSubviewAccessOp>(op)) {
    if (access.getSubview().getDefiningOp<ObjectFifoAcquireOp>())
      return success();
    return access.emitOpError("must access the result of an aie.objectfifo.acquire itself, not a "
                              "value that it reaches the access by");
  }
  auto acquire = dyn_cast<ObjectFifoAcquireOp>(op);
  if (!acquire)
    return success();
  for (Operation *user : acquire.getSubview().getUsers()) {
    if (isa<ObjectFifoSubviewAccessOp>(user))
      continue;
    auto diag =
        acquire.emitOpError("makes a subview that only aie.objectfifo.subview.access can use");
    diag.attachNote(user->getLoc()) << "used here";
    return diag;
  }
  return success();
}

/// The objects that \p access sees are of the type it says.
static LogicalResult checkType(ObjectFifoSubviewAccessOp access, End &end) {
  Fifo &fifo = *end.fifo, &owner = *end.target().fifo;
  if (fifo.object != owner.object) {
    auto diag = access.emitOpError("takes objects of type ")
                << owner.object << ", which objectFIFO @" << fifo.op.getSymName()
                << " shares with objectFIFO @" << owner.op.getSymName() << ", for its own of type "
                << fifo.object;
    diag.attachNote(end.link->op.getLoc()) << "linked here";
    return diag;
  }
  if (access.getOutput().getType() != fifo.object)
    return access.emitOpError("takes objects of type ")
           << fifo.object << " for " << access.getOutput().getType();
  return success();
}

/// Locks can count what the core acquires.
static LogicalResult checkCount(ObjectFifoAcquireOp acquire, End &end, bool dynamic, bool aie1) {
  int size = end.ringSize();
  if (end.target().locks.empty())
    return success();
  StringRef name = end.fifo->op.getSymName();
  if (acquire.acqNumber() > size)
    return acquire.emitOpError("waits for ")
           << acquire.acqNumber() << " objects of objectFIFO @" << name << ", which has " << size;
  if (!aie1 || size == 1)
    return success();
  if (dynamic)
    return acquire.emitOpError("takes turns on the ")
           << size << " locks of objectFIFO @" << name
           << ", which dynamic lowering cannot do on AIE1, with a lock for each object";
  if (end.repeat() > 1)
    return acquire.emitOpError("takes objects of objectFIFO @")
           << name << ", which has " << size
           << " and repeats each; on AIE1, with a lock for each object, a core cannot do this";
  return success();
}

/// Whether CoreAccess will refuse the op whatever it asks for.
static bool isRefused(End *end, CoreOp core) {
  return !end || end->onCoreStream || end->ringSize() == 0 ||
         (end->link && end->link->tile == core.getTile());
}

LogicalResult checkCore(Design &design, CoreOp core, bool dynamic) {
  if (!design.usesFifos.contains(core))
    return success();
  CoreView view(design, core);
  WalkResult result = core.walk([&](Operation *op) {
    if (failed(checkSubviews(op)))
      return WalkResult::interrupt();
    auto acquire = dyn_cast<ObjectFifoAcquireOp>(op);
    End *end = acquire ? view.endOf(acquire) : nullptr;
    if (isRefused(end, core))
      return WalkResult::advance();
    bool ok = succeeded(checkCount(acquire, *end, dynamic, design.aie1));
    for (Operation *user : acquire.getSubview().getUsers())
      ok = ok && succeeded(checkType(cast<ObjectFifoSubviewAccessOp>(user), *end));
    return ok ? WalkResult::advance() : WalkResult::interrupt();
  });
  return failure(result.wasInterrupted());
}

} // namespace tilewright::aie::objectfifo
