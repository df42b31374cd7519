//===- RuntimeSequences.cpp - Runtime sequences as instruction streams -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "codegen/RuntimeSequences.h"
#include "codegen/Translations.h"
#include "dialect/aiex/Transfers.h"
#include "formats/ControlPackets.h"
#include "formats/Txn.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/Format.h"

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aiex;
using namespace tilewright::codegen;

//===----------------------------------------------------------------------===//
// Instructions
//===----------------------------------------------------------------------===//

static FailureOr<formats::Command> command(NpuWrite32Op op) {
  std::optional<uint32_t> address = getAbsoluteAddress(op);
  if (!address)
    return failure();
  return formats::Command(formats::Write{*address, op.getValue()});
}

static FailureOr<formats::Command> command(NpuMaskWrite32Op op) {
  std::optional<uint32_t> address = getAbsoluteAddress(op);
  if (!address)
    return failure();
  return formats::Command(formats::MaskWrite{*address, op.getMask(), op.getValue()});
}

static FailureOr<formats::Command> command(NpuBlockWriteOp op) {
  std::optional<uint32_t> address = getAbsoluteAddress(op);
  DenseIntElementsAttr data = address ? getDataWords(op) : DenseIntElementsAttr();
  if (!data)
    return failure();
  std::vector<uint32_t> words;
  for (const APInt &word : data.getValues<APInt>())
    words.push_back(word.getZExtValue());
  uint32_t tileWord = op.getColumn() && op.getRow() ? (*op.getColumn() | *op.getRow() << 8) : 0;
  return formats::Command(formats::BlockWrite{*address, std::move(words), tileWord});
}

static FailureOr<formats::Command> command(NpuSyncOp op) {
  auto byte = [](uint32_t value) { return static_cast<uint8_t>(value); };
  return formats::Command(formats::Sync{byte(op.getColumn()), byte(op.getRow()),
                                        byte(op.getDirection()), byte(op.getChannel()),
                                        byte(op.getColumnNum()), byte(op.getRowNum())});
}

static FailureOr<formats::Command> command(NpuAddressPatchOp op) {
  return formats::Command(formats::AddressPatch{op.getAddr(), op.getArgIdx(), op.getArgPlus()});
}

static FailureOr<formats::Command> command(NpuLoadPdiOp op) {
  if (op.getId() > UINT16_MAX)
    return op.emitOpError("PDI id exceeds the [0:65535] range.");
  return formats::Command(
      formats::LoadPdi{static_cast<uint16_t>(op.getId()), op.getSize(), op.getAddress()});
}

static FailureOr<formats::Command> command(NpuPreemptOp op) {
  return formats::Command(formats::Preempt{op.getLevel()});
}

static bool isDynamicOp(Operation *op) {
  return isa<NpuDynWrite32Op, NpuDynMaskWrite32Op, NpuDynSyncOp, NpuDynBlockWriteOp,
             NpuDynAddressPatchOp, NpuDynPushQueueOp, NpuDynWriteBdOp, NpuDynDmaMemcpyNdOp>(op);
}

FailureOr<formats::Command> codegen::getCommand(Operation *op) {
  return TypeSwitch<Operation *, FailureOr<formats::Command>>(op)
      .Case<NpuWrite32Op, NpuMaskWrite32Op, NpuBlockWriteOp, NpuSyncOp, NpuAddressPatchOp,
            NpuLoadPdiOp, NpuPreemptOp>([](auto typed) { return command(typed); })
      .Default([](Operation *other) -> FailureOr<formats::Command> {
        if (isDynamicOp(other) || isa<scf::ForOp, scf::IfOp>(other))
          return other->emitOpError(
              "dynamic operation cannot be translated to a static transaction "
              "binary; use --aie-generate-txn-cpp");
        return other->emitOpError("op must be lowered before translation to a transaction binary");
      });
}

bool codegen::emitsNothing(Operation *op) { return isa<aie::EndOp>(op) || isMemoryEffectFree(op); }

bool codegen::isDynamicSequence(aie::RuntimeSequenceOp sequence) {
  WalkResult result = sequence.walk([](Operation *op) {
    bool dynamic = isDynamicOp(op) || isa<scf::ForOp, scf::IfOp>(op);
    return dynamic ? WalkResult::interrupt() : WalkResult::advance();
  });
  return result.wasInterrupted();
}

FailureOr<formats::RegisterProgram> codegen::buildSequenceProgram(aie::RuntimeSequenceOp sequence) {
  formats::RegisterProgram program;
  bool ok = true;
  for (Block &block : sequence.getBody()) {
    for (Operation &op : block) {
      // A loop without effects still has to be said no to.
      if (!isa<scf::ForOp, scf::IfOp>(op) && emitsNothing(&op))
        continue;
      FailureOr<formats::Command> command = getCommand(&op);
      if (succeeded(command))
        program.commands.push_back(std::move(*command));
      else
        ok = false;
    }
  }
  if (!ok)
    return failure();
  return program;
}

//===----------------------------------------------------------------------===//
// Control packets
//===----------------------------------------------------------------------===//

static FailureOr<formats::ControlPacket> packetOf(ControlPacketOp op, aie::DeviceOp deviceOp) {
  const device::DeviceModel &model = aie::getTargetModel(deviceOp);
  size_t words = op.getData() ? op.getData()->size() : 0;
  uint32_t beats = words ? words : op.getLength().value_or(0);
  if (beats < 1 || beats > 4)
    return op.emitOpError() << "carries " << beats << " words; a control packet has 1 to 4 (see "
                            << "aie-legalize-ctrl-packet)";
  if (op.getOpcode() > 2)
    return op.emitOpError() << "opcode " << op.getOpcode()
                            << " is none of 0 (write), 1 (read) and 2";
  if (op.getOpcode() != 1 && words == 0)
    return op.emitOpError("a packet that writes needs data");
  formats::ControlPacket packet;
  packet.operation = op.getOpcode();
  packet.streamId = op.getStreamId();
  packet.beats = beats;
  packet.address = model.offsetOfAddress(op.getAddress());
  if (op.getData())
    llvm::copy(*op.getData(), packet.data.begin());
  device::TileID id = model.tileOfAddress(op.getAddress());
  aie::TileOp tile;
  for (auto candidate : deviceOp.getOps<aie::TileOp>())
    if (tileOf(candidate) == id)
      tile = candidate;
  auto controller = tile ? tile->getAttrOfType<aie::PacketInfoAttr>("controller_id") : nullptr;
  if (!controller) {
    (tile ? tile->emitWarning() : op->emitWarning()) << "Expected controller_id attribute";
    return packet;
  }
  packet.packetType = controller.getPktType();
  packet.packetId = controller.getPktId();
  return packet;
}

LogicalResult codegen::translateToControlPackets(ModuleOp module, StringRef device,
                                                 StringRef sequence, bool binary,
                                                 raw_ostream &out) {
  aie::RuntimeSequenceOp found = findSequence(module, device, sequence);
  if (!found)
    return failure();
  auto deviceOp = found->getParentOfType<aie::DeviceOp>();
  std::vector<uint32_t> words;
  for (auto op : found.getBody().getOps<ControlPacketOp>()) {
    FailureOr<formats::ControlPacket> packet = packetOf(op, deviceOp);
    if (failed(packet))
      return failure();
    llvm::Expected<std::vector<uint32_t>> encoded = formats::encodeControlPackets(*packet);
    if (!encoded)
      return op.emitOpError() << llvm::toString(encoded.takeError());
    llvm::append_range(words, *encoded);
  }
  writeWords(words, binary, out);
  return success();
}

//===----------------------------------------------------------------------===//
// Translations
//===----------------------------------------------------------------------===//

void codegen::writeWords(ArrayRef<uint32_t> words, bool binary, raw_ostream &out) {
  for (uint32_t word : words) {
    if (!binary) {
      out << llvm::format("%08X\n", word);
      continue;
    }
    char bytes[4];
    llvm::support::endian::write32le(bytes, word);
    out.write(bytes, sizeof(bytes));
  }
}

aie::RuntimeSequenceOp codegen::findSequence(ModuleOp module, StringRef device,
                                             StringRef sequence) {
  auto deviceOp = aie::DeviceOp::getForSymbolOrError(module, device);
  return deviceOp ? aie::RuntimeSequenceOp::getForSymbolInDeviceOrError(deviceOp, sequence)
                  : aie::RuntimeSequenceOp();
}

LogicalResult codegen::translateToTxn(ModuleOp module, StringRef device, StringRef sequence,
                                      bool binary, raw_ostream &out,
                                      const std::map<unsigned, int64_t> &arguments) {
  aie::RuntimeSequenceOp found = findSequence(module, device, sequence);
  if (!found)
    return failure();
  if (!arguments.empty()) {
    FailureOr<std::vector<uint32_t>> words = evaluateSequence(found, arguments);
    if (failed(words))
      return failure();
    writeWords(*words, binary, out);
    return success();
  }
  FailureOr<formats::RegisterProgram> program = buildSequenceProgram(found);
  if (failed(program))
    return failure();
  auto words = formats::encodeTxn(*program, aie::getTargetModel(found));
  if (!words)
    return found.emitOpError() << llvm::toString(words.takeError());
  writeWords(*words, binary, out);
  return success();
}

void codegen::registerSequenceTranslations() {
  registerTxnImport();
  addTranslation("aie-npu-to-binary", "Write a runtime sequence as an instruction stream",
                 [](ModuleOp module, const TranslationOptions &o, raw_ostream &out) {
                   return translateToTxn(module, o.device, o.sequence, o.binary, out, o.arguments);
                 });
  addTranslation("aie-ctrlpkt-to-bin", "Write the control packets of a runtime sequence",
                 [](ModuleOp module, const TranslationOptions &o, raw_ostream &out) {
                   return translateToControlPackets(module, o.device, o.sequence, o.binary, out);
                 });
  addTranslation("aie-cert-to-asm", "Write microcontroller jobs as assembly",
                 [](ModuleOp module, const TranslationOptions &, raw_ostream &out) {
                   return translateToCertAssembly(module, out);
                 });
  addTranslation("aie-generate-txn-cpp", "Write C++ that builds instruction streams at run time",
                 [](ModuleOp module, const TranslationOptions &o, raw_ostream &out) {
                   return translateToTxnCpp(module, o.device, o.sequence, o.txnCppSelfContained,
                                            out);
                 });
}
