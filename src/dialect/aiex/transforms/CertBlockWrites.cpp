//===- CertBlockWrites.cpp - Block writes that fit a microcontroller page -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialect/aiex/transforms/CertBlockWrites.h"
#include "dialect/aiex/Transfers.h"

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aiex;

/// NAME, or NAME_N with the first N that makes it new.
static std::string freeName(aie::DeviceOp deviceOp, const std::string &wanted) {
  std::string name = wanted;
  for (unsigned i = 0; deviceOp.lookupSymbol(name); ++i)
    name = wanted + "_" + std::to_string(i);
  return name;
}

/// Replaces a block write by two writes of half the data each.
static FailureOr<std::pair<NpuBlockWriteOp, NpuBlockWriteOp>> halve(NpuBlockWriteOp op,
                                                                    aie::DeviceOp deviceOp) {
  DenseIntElementsAttr data = getDataWords(op);
  if (!data)
    return failure();
  auto getGlobal = op.getData().getDefiningOp<memref::GetGlobalOp>();
  auto global = deviceOp.lookupSymbol<memref::GlobalOp>(getGlobal.getName());
  SmallVector<int32_t> words(data.getValues<int32_t>());
  size_t half = words.size() / 2;
  NpuBlockWriteOp halves[2];
  for (int i : {0, 1}) {
    ArrayRef<int32_t> piece =
        i == 0 ? ArrayRef(words).take_front(half) : ArrayRef(words).drop_front(half);
    OpBuilder b(global);
    auto tensor = RankedTensorType::get(piece.size(), b.getI32Type());
    auto type = MemRefType::get(tensor.getShape(), tensor.getElementType());
    std::string name = freeName(deviceOp, (global.getSymName() + "_split_" + Twine(i)).str());
    memref::GlobalOp::create(b, global.getLoc(), name, b.getStringAttr("private"), type,
                             DenseElementsAttr::get(tensor, piece), /*constant=*/true, nullptr);
    b.setInsertionPoint(op);
    auto value = memref::GetGlobalOp::create(b, op.getLoc(), type, name);
    uint32_t address = op.getAddress() + (i ? uint32_t(half * 4) : 0);
    halves[i] = NpuBlockWriteOp::create(b, op.getLoc(), address, value, op.getBufferAttr(),
                                        op.getColumnAttr(), op.getRowAttr());
  }
  op.erase();
  if (getGlobal->use_empty())
    getGlobal.erase();
  return std::pair(halves[0], halves[1]);
}

LogicalResult aiex::splitLargeBlockWrites(aie::DeviceOp deviceOp) {
  SmallVector<NpuBlockWriteOp> pending;
  deviceOp.walk([&](NpuBlockWriteOp op) { pending.push_back(op); });
  while (!pending.empty()) {
    NpuBlockWriteOp op = pending.pop_back_val();
    auto type = cast<MemRefType>(op.getData().getType());
    if (!type.hasStaticShape() || type.getNumElements() * 4 < certPageBytes)
      continue;
    auto halves = halve(op, deviceOp);
    if (failed(halves))
      return failure();
    pending.push_back(halves->second);
    pending.push_back(halves->first);
  }
  return success();
}
