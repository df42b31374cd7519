//===- StreamRoundTripTest.cpp - Streams through the IR and back -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Every instruction stream and every control-packet stream of the conformance
// kit becomes operations and, from these, the same bytes again.
//
//===----------------------------------------------------------------------===//

#include "codegen/RuntimeSequences.h"
#include "driver/Registration.h"
#include "formats/AtomicFile.h"
#include "formats/ControlPackets.h"
#include "formats/Txn.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Parser/Parser.h"
#include "llvm/Support/FormatVariadic.h"
#include "gtest/gtest.h"

#include <filesystem>

using namespace mlir;
using namespace tilewright;

namespace {

struct File {
  std::string name, bytes;
};

std::vector<File> binaryFiles() {
  std::vector<File> files;
  std::string root = TILEWRIGHT_SOURCE_DIR "/tests/conformance/";
  for (auto &entry : std::filesystem::recursive_directory_iterator(root)) {
    if (!entry.is_regular_file() || entry.path().string().find("/expected") == std::string::npos)
      continue;
    auto bytes = formats::readFileBytes(entry.path().string());
    EXPECT_TRUE(bool(bytes));
    if (bytes && !bytes->empty())
      files.push_back({entry.path().string().substr(root.size()), std::move(*bytes)});
  }
  llvm::sort(files, [](const File &a, const File &b) { return a.name < b.name; });
  return files;
}

struct RoundTrip : testing::Test {
  DialectRegistry registry;
  std::unique_ptr<MLIRContext> context;
  void SetUp() override {
    registerDialects(registry);
    context = std::make_unique<MLIRContext>(registry, MLIRContext::Threading::DISABLED);
    context->loadAllAvailableDialects();
  }
  /// Printed and parsed again: the identity must hold for what a user sees, too.
  OwningOpRef<ModuleOp> reparse(ModuleOp module) {
    std::string text;
    llvm::raw_string_ostream(text) << module;
    return parseSourceString<ModuleOp>(text, context.get());
  }
};

/// Moves a device's instructions into a sequence of its own.
void wrapInSequence(aie::DeviceOp device) {
  OpBuilder b(device.getContext());
  std::vector<Operation *> instructions;
  for (Operation &op : device.getBodyRegion().front())
    if (isa<memref::GetGlobalOp>(op) || isa<aiex::AIEXDialect>(op.getDialect()))
      instructions.push_back(&op);
  b.setInsertionPoint(device.getBodyRegion().front().getTerminator());
  OperationState state(device.getLoc(), "aie.runtime_sequence");
  state.addAttribute("sym_name", b.getStringAttr("all"));
  state.addRegion()->emplaceBlock();
  Operation *sequence = b.create(state);
  for (Operation *op : instructions)
    op->moveBefore(&sequence->getRegion(0).front(), sequence->getRegion(0).front().end());
}

TEST_F(RoundTrip, InstructionStreams) {
  unsigned count = 0;
  for (const File &file : binaryFiles()) {
    auto txn = formats::readTxn(file.bytes);
    if (!txn) {
      llvm::consumeError(txn.takeError());
      continue;
    }
    OwningOpRef<ModuleOp> imported = codegen::importTxn(file.bytes, context.get());
    ASSERT_TRUE(imported) << file.name;
    wrapInSequence(*imported->getOps<aie::DeviceOp>().begin());
    ASSERT_TRUE(succeeded(verify(*imported))) << file.name;
    OwningOpRef<ModuleOp> module = reparse(*imported);
    ASSERT_TRUE(module) << file.name;
    std::string again;
    llvm::raw_string_ostream out(again);
    ASSERT_TRUE(succeeded(codegen::translateToTxn(*module, "", "", /*binary=*/true, out)))
        << file.name;
    EXPECT_TRUE(again == file.bytes) << file.name;
    ++count;
  }
  std::printf("%u instruction streams\n", count);
  EXPECT_GE(count, 30u);
}

/// A design that sends these packets: each controller id gets a tile of its own.
std::string designOf(ArrayRef<formats::ControlPacket> packets, const device::DeviceModel &model) {
  std::map<std::pair<int, int>, device::TileID> tiles;
  std::string body, text = "aie.device(npu2) {\n";
  llvm::raw_string_ostream out(body);
  for (const formats::ControlPacket &packet : packets) {
    int next = tiles.size();
    device::TileID free{next / model.rows(), next % model.rows()};
    auto [entry, added] = tiles.try_emplace({packet.packetType, packet.packetId}, free);
    device::TileID tile = entry->second;
    if (added)
      text += llvm::formatv("%t{0} = aie.tile({1}, {2}) {{controller_id = "
                            "#aie.packet_info<pkt_type = {3}, pkt_id = {4}>}\n",
                            next, tile.col, tile.row, unsigned(packet.packetType),
                            unsigned(packet.packetId))
                  .str();
    out << "aiex.control_packet {address = " << (model.tileAddress(tile) + packet.address)
        << " : ui32, opcode = " << unsigned(packet.operation)
        << " : i32, stream_id = " << unsigned(packet.streamId) << " : i32, ";
    if (packet.carriesData()) {
      out << "data = array<i32: ";
      llvm::interleaveComma(ArrayRef(packet.data).take_front(packet.beats), out,
                            [&](uint32_t word) { out << int32_t(word); });
      out << ">}\n";
    } else {
      out << "length = " << unsigned(packet.beats) << " : i32}\n";
    }
  }
  return text + "aie.runtime_sequence @all() {\n" + body + "}\n}\n";
}

TEST_F(RoundTrip, ControlPacketStreams) {
  unsigned count = 0, total = 0;
  for (const File &file : binaryFiles()) {
    auto packets = formats::readControlPackets(file.bytes);
    if (!packets) {
      llvm::consumeError(packets.takeError());
      continue;
    }
    std::string text = designOf(*packets, device::DeviceModel::get(device::Device::npu2));
    auto parsed = parseSourceString<ModuleOp>(text, context.get());
    ASSERT_TRUE(parsed) << file.name << "\n" << text;
    OwningOpRef<ModuleOp> module = reparse(*parsed);
    ASSERT_TRUE(module) << file.name;
    std::string again;
    llvm::raw_string_ostream out(again);
    ASSERT_TRUE(
        succeeded(codegen::translateToControlPackets(*module, "", "", /*binary=*/true, out)))
        << file.name;
    EXPECT_TRUE(again == file.bytes) << file.name;
    ++count, total += packets->size();
  }
  std::printf("%u control-packet streams, %u packets\n", count, total);
  EXPECT_GE(count, 3u);
}

} // namespace
