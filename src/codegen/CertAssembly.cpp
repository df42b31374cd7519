//===- CertAssembly.cpp - Microcontroller jobs as assembly ----*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "codegen/RuntimeSequences.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/Format.h"

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aiex;

/// Two blanks and a mnemonic, padded to where operands start.
static raw_ostream &mnemonic(raw_ostream &out, StringRef name) {
  constexpr unsigned operandColumn = 25;
  return out << "  " << llvm::left_justify(name, operandColumn - 2);
}
static auto hex(uint32_t value) { return llvm::format("0x%08x", value); }

static LogicalResult writeOp(Operation &operation, raw_ostream &out) {
  return TypeSwitch<Operation *, LogicalResult>(&operation)
      .Case([&](CertWrite32Op op) {
        mnemonic(out, "WRITE_32") << hex(op.getAddress()) << ", " << hex(op.getValue()) << "\n";
        return success();
      })
      .Case([&](CertMaskWrite32Op op) {
        mnemonic(out, "MASK_WRITE_32") << hex(op.getAddress()) << ", " << hex(op.getMask()) << ", "
                                       << hex(op.getValue()) << "\n";
        return success();
      })
      .Case([&](CertUcDmaWriteDesSyncOp op) {
        mnemonic(out, "uC_DMA_WRITE_DES_SYNC") << "@" << op.getSymbol() << "\n";
        return success();
      })
      .Case([&](CertWaitTCTSOp op) {
        mnemonic(out, "WAIT_TCTS")
            << op.getTileId() << ", " << op.getChannelId() << ", " << op.getTargetTcts() << "\n";
        return success();
      })
      .Case([&](CertApplyOffset57Op op) {
        mnemonic(out, "APPLY_OFFSET_57")
            << "@" << op.getSymbol() << ", " << op.getNum() << ", "
            << llvm::format("0x%04x", unsigned(op.getOffset())) << "\n";
        return success();
      })
      .Case([&](CertLocalBarrierOp op) {
        mnemonic(out, "LOCAL_BARRIER")
            << "$lb" << op.getLocalBarrierId() << ", " << op.getNumParticipants() << "\n";
        return success();
      })
      .Case([&](CertRemoteBarrierOp op) {
        mnemonic(out, "REMOTE_BARRIER")
            << "$rb" << op.getRemoteBarrierId() << ", " << op.getPartyMask() << "\n";
        return success();
      })
      .Case([&](CertNopOp) {
        out << "  NOP\n";
        return success();
      })
      .Case([](aie::EndOp) { return success(); })
      .Default([](Operation *op) { return op->emitOpError("Unsupported operation in CertJobOp"); });
}

static LogicalResult writeJobs(Block &block, raw_ostream &out) {
  std::multimap<uint32_t, CertJobOp> jobs;
  for (auto job : block.getOps<CertJobOp>())
    jobs.emplace(job.getJobId(), job);
  for (auto [id, job] : jobs) {
    out << "START_JOB " << id << "\n";
    for (Operation &op : job.getBody().front())
      if (failed(writeOp(op, out)))
        return failure();
    out << "END_JOB\n\n";
  }
  return success();
}

static void writeHeading(raw_ostream &out, StringRef title) {
  out << "\n;\n; " << title << "\n;\n\n";
}

/// The descriptors of all chains of the device.
static LogicalResult writeChains(aie::DeviceOp deviceOp, raw_ostream &out) {
  writeHeading(out, "Data (chains)");
  for (auto chain : deviceOp.getOps<CertUcDmaChainOp>()) {
    out << "  .align 16\n" << chain.getSymName() << ":\n";
    for (auto bd : chain.getBody().getOps<CertUcDmaBdOp>())
      out << "  UC_DMA_BD       0, " << hex(bd.getLocalAddress()) << ", @" << bd.getRemoteAddress()
          << ", " << bd.getLength() << ", 0, " << (bd.getNextBd() ? 1 : 0) << "\n";
  }
  out << "\n";
  return success();
}

/// The data that chains name, each once.
static LogicalResult writeData(aie::DeviceOp deviceOp, raw_ostream &out) {
  writeHeading(out, "Data");
  SetVector<StringAttr> names;
  deviceOp.walk([&](CertUcDmaBdOp bd) { names.insert(bd.getRemoteAddressAttr().getAttr()); });
  for (StringAttr name : names) {
    auto global = deviceOp.lookupSymbol<memref::GlobalOp>(name);
    auto words =
        global ? dyn_cast_or_null<DenseIntElementsAttr>(global.getInitialValueAttr()) : nullptr;
    if (!words)
      return deviceOp.emitOpError()
             << "a descriptor names '" << name.getValue() << "', which is no constant data";
    out << "  .align 16\n" << name.getValue() << ":\n";
    for (const APInt &word : words.getValues<APInt>())
      out << "  .long           " << hex(word.getZExtValue()) << "\n";
  }
  return success();
}

LogicalResult codegen::translateToCertAssembly(ModuleOp module, raw_ostream &out) {
  auto devices = module.getOps<aie::DeviceOp>();
  if (devices.empty())
    return module.emitError("no device to translate");
  aie::DeviceOp deviceOp = *devices.begin();
  std::multimap<uint32_t, CertAttachToGroupOp> groups;
  for (auto group : deviceOp.getOps<CertAttachToGroupOp>())
    groups.emplace(group.getGroupId(), group);

  writeHeading(out, "Code");
  out << ".attach_to_group 0\n\n";
  if (failed(writeJobs(*deviceOp.getBody(), out)))
    return failure();
  out << ".eop\n\n";
  bool first = true;
  auto finish = [&]() -> LogicalResult {
    out << "EOF\n";
    return success(succeeded(writeChains(deviceOp, out)) && succeeded(writeData(deviceOp, out)));
  };
  for (auto [id, group] : groups) {
    if (!first) {
      if (failed(finish()))
        return failure();
      writeHeading(out, "Code");
    }
    first = false;
    if (id != 0)
      out << ".attach_to_group " << id << "\n\n";
    if (failed(writeJobs(group.getBody().front(), out)))
      return failure();
  }
  return finish();
}
