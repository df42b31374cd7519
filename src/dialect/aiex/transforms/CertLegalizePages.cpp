//===- CertLegalizePages.cpp - Jobs that fit a microcontroller page -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A job is loaded into a page of the microcontroller's memory together with the
// data of the chains it runs. A job that is too large is split into two, at the
// operation where its first half page is full, and numbered anew; jobs after it
// move up by one. A job of one operation that is too large by itself stays.
//
//===----------------------------------------------------------------------===//
#include "dialect/aiex/Transfers.h"
#include "dialect/aiex/transforms/CertBlockWrites.h"
#include "dialect/aiex/transforms/Passes.h"

namespace tilewright::aiex {
#define GEN_PASS_DEF_CERTLEGALIZEPAGES
#include "dialect/aiex/transforms/Passes.h.inc"
} // namespace tilewright::aiex

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aiex;

/// Bytes that every job takes: its start and end.
static constexpr int64_t jobBytes = 32;

static int64_t chainBytes(aie::DeviceOp deviceOp, StringRef name) {
  constexpr int64_t descriptorBytes = 16;
  auto chain = deviceOp.lookupSymbol<CertUcDmaChainOp>(name);
  int64_t bytes = 0;
  if (!chain)
    return bytes;
  for (auto bd : chain.getBody().getOps<CertUcDmaBdOp>()) {
    auto data = deviceOp.lookupSymbol<memref::GlobalOp>(bd.getRemoteAddress());
    bytes += descriptorBytes + (data ? 4 * data.getType().getNumElements() : 0);
  }
  return bytes;
}

static int64_t costOf(Operation &op, aie::DeviceOp deviceOp) {
  if (isa<CertLocalBarrierOp, CertRemoteBarrierOp, CertWaitTCTSOp>(op))
    return 8;
  if (isa<CertWrite32Op>(op))
    return 12;
  if (isa<CertMaskWrite32Op, CertApplyOffset57Op>(op))
    return 16;
  if (auto sync = dyn_cast<CertUcDmaWriteDesSyncOp>(op))
    return 16 + chainBytes(deviceOp, sync.getSymbol());
  return 0;
}

/// The first operation of the second half of a job that is too large; null if it
/// fits, or cannot be split.
static Operation *findSplit(CertJobOp job, aie::DeviceOp deviceOp) {
  int64_t cost = jobBytes;
  Operation *split = nullptr;
  for (Operation &op : job.getBody().front()) {
    if (!split && cost >= certPageBytes / 2 && !isa<aie::EndOp>(op))
      split = &op;
    cost += costOf(op, deviceOp);
  }
  if (cost < certPageBytes || split == &job.getBody().front().front())
    return nullptr;
  return split;
}

static CertJobOp splitJob(CertJobOp job, Operation *first, aie::DeviceOp deviceOp) {
  uint32_t id = job.getJobId();
  deviceOp.walk([&](CertJobOp other) {
    if (other.getJobId() > id)
      other.setJobId(other.getJobId() + 1);
  });
  OpBuilder b(job);
  b.setInsertionPointAfter(job);
  auto second = CertJobOp::create(b, job.getLoc(), id + 1);
  b.createBlock(&second.getBody());
  Block &from = job.getBody().front(), &to = second.getBody().front();
  to.getOperations().splice(to.end(), from.getOperations(), first->getIterator(), from.end());
  b.setInsertionPointToEnd(&from);
  aie::EndOp::create(b, job.getLoc());
  return second;
}

namespace {
struct LegalizePages : aiex::impl::CertLegalizePagesBase<LegalizePages> {
  void runOnOperation() override {
    aie::DeviceOp deviceOp = getOperation();
    if (failed(splitLargeBlockWrites(deviceOp)))
      return signalPassFailure();
    SmallVector<CertJobOp> jobs;
    deviceOp.walk([&](CertJobOp job) { jobs.push_back(job); });
    for (CertJobOp job : jobs)
      while (Operation *split = findSplit(job, deviceOp))
        job = splitJob(job, split, deviceOp);
  }
};
} // namespace
