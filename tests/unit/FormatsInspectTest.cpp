//===- FormatsInspectTest.cpp -----------------------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "FormatsSamples.h"
#include "device/Registers.h"
#include "formats/Inspect.h"
#include "formats/RegisterText.h"
#include "llvm/Support/JSON.h"
#include "gtest/gtest.h"

using namespace tilewright;
using namespace tilewright::formats;
using device::Device;
using device::DeviceModel;
using device::TileType;

namespace {

const DeviceModel &npu() { return DeviceModel::get(Device::npu2); }
std::string said(const Command &command) { return describeCommand(command, npu()); }

std::string text(llvm::StringRef bytes, InspectOptions options = {}) {
  std::string out;
  llvm::raw_string_ostream stream(out);
  if (llvm::Error e = inspect(bytes, stream, options))
    out += "error: " + llvm::toString(std::move(e));
  return out;
}

//===--- Commands ---------------------------------------------------------===//

// The words are descriptors recorded from mlir-aie's driver.
TEST(Inspect, BufferDescriptors) {
  EXPECT_EQ(
      said(BlockWrite{0x21D000, {0x01000040, 0x40290000, 0x0001E000, 0x01008003, 0, 0x0E047FE2}}),
      "tile (0,2) DMA BD 0: length 64 words, addr 0x1000, d0 step 1 wrap 4, d1 step 16 wrap 8, "
      "d2 step 4 wrap 0, lock acq 2 >= 1, lock rel 3 +1, packet id 5 type 1, next BD 1");
  EXPECT_EQ(
      said(BlockWrite{
          0x1A0300,
          {0x00000040, 0x059A0400, 0x00080000, 0x1810000F, 0x28040003, 0x62040000, 0, 0x8241FE40}}),
      "tile (0,1) DMA BD 24: length 64 words, addr 0x81000, d0 step 1 wrap 4 pad 1/2, "
      "d1 step 16 wrap 8 pad 3/4, d2 step 4 wrap 2 pad 5/6, lock acq 64 >= 2, lock rel 65 +2, "
      "next BD 25");
  EXPECT_EQ(said(BlockWrite{0x1D000, {0x10, 0x34567890, 0x12, 0, 0x80000000, 0, 0, 0x02000000}}),
            "tile (0,0) DMA BD 0: length 16 words, addr 0x1234567890");
}

TEST(Inspect, Routes) {
  EXPECT_EQ(said(Write{0x23F000, 0x80000005}), "tile (0,2) route South 0 -> Core 0");
  EXPECT_EQ(said(Write{0x23F114, 0x80000000}), "tile (0,2) input South 0 on (circuit)");
  EXPECT_EQ(said(Write{0x1B0038, 0x80000000}), "tile (0,1) route DMA 0 -> North 3");
  EXPECT_EQ(said(Write{0x03F010, 0x8000000E}), "tile (0,0) route North 0 -> South 2");
  EXPECT_EQ(said(Write{0x23F008, 0xC00000AB}),
            "tile (0,2) output DMA 1 <- packets of arbiter 3, msels 0x5, header dropped");
  EXPECT_EQ(said(Write{0x23F160, 0xC0000000}), "tile (0,2) input Trace 1 on (packet)");
  EXPECT_EQ(said(Write{0x23F388, 0x091F0113}),
            "tile (0,2) input Trace 1 slot 2: packet id 9 mask 0x1f -> arbiter 3 msel 1");
  EXPECT_EQ(said(Write{0x23F000, 0}), "tile (0,2) output Core 0 off");
}

TEST(Inspect, OtherCommands) {
  EXPECT_EQ(said(Write{0x1D204, 0x80000000}), "tile (0,0) DMA S2MM 0 start BD 0, 1 time(s), token");
  EXPECT_EQ(said(Write{0x21DE1C, 0x00020000}), "tile (0,2) DMA MM2S 1 start BD 0, 3 time(s)");
  EXPECT_EQ(said(Write{0x21F030, 2}), "tile (0,2) lock 3 = 2");
  EXPECT_EQ(said(MaskWrite{0x232000, 1, 1}),
            "tile (0,2) Core_Control = 0x1 under mask 0x1 (Enable=1)");
  EXPECT_EQ(said(MaskWrite{0x21DE00, 0, 1}),
            "tile (0,2) DMA_S2MM_0_Ctrl = 0x1 under mask 0x0 (no effect)");
  EXPECT_EQ(said(BlockWrite{0x220010, {1, 2}}),
            "tile (0,2) program memory 0x10: 2 word(s): 00000001 00000002");
  EXPECT_EQ(said(BlockWrite{0x200400, {}}), "tile (0,2) data memory 0x400: 0 word(s)");
  EXPECT_EQ(said(AddressPatch{0x1D024, 1, 64}),
            "tile (0,0) DMA BD 1 address += host argument 1 + 0x40");
  EXPECT_EQ(said(Sync{1, 0, 1, 0, 1, 1}), "wait for a token of tile (1,0) DMA MM2S 0");
  EXPECT_EQ(said(Sync{1, 0, 0, 1, 2, 1}), "wait for a token of tiles (1,0) to (2,0) DMA S2MM 1");
  EXPECT_EQ(said(LoadPdi{7, 0, 16}), "load PDI 7 (size 0, address 0x10)");
  EXPECT_EQ(said(Preempt{2}), "preemption point, level 2");
  EXPECT_EQ(said(Write{uint64_t(1) << 33, 1}), "address 0x200000000 = 0x1");
  EXPECT_EQ(said(Write{0xFE000000, 1}), "address 0xfe000000 = 0x1");
}

//===--- Files ------------------------------------------------------------===//

TEST(Inspect, RecognisesEachKind) {
  struct {
    std::string bytes;
    FileKind kind;
  } files[] = {{samples::xclbin(), FileKind::Xclbin},
               {samples::pdi(), FileKind::Pdi},
               {samples::cdos()[0], FileKind::Cdo},
               {*writeCdo(samples::enable(), {true}), FileKind::Cdo},
               {samples::txn(), FileKind::Txn},
               {samples::controlPackets(), FileKind::ControlPackets},
               {samples::instructionElf(), FileKind::NpuElf},
               {samples::fullElf(), FileKind::NpuElf},
               {writeHostProgram(samples::hostProgram()), FileKind::HostProgram},
               {samples::hostProgram().cores[0].objects[0], FileKind::CoreElf},
               {"", FileKind::Unknown},
               {"hello, world", FileKind::Unknown}};
  for (const auto &file : files)
    EXPECT_EQ(recogniseFile(file.bytes), file.kind) << fileKindName(file.kind).str();
}

TEST(Inspect, HexTextIsRead) {
  std::string words = "06040100\n00000101\n00000001\n00000014\n00000106\n";
  EXPECT_NE(text(words).find("preemption point, level 1"), std::string::npos);
  EXPECT_EQ(bytesOfHexText("0604010\n"), std::nullopt);
}

TEST(Inspect, PrintsTheWholeTree) {
  std::string elf = text(samples::fullElf());
  for (const char *part : {"main:sequence", "address_64 of .pdi.1",
                           "shim_dma_48 of argument 0 + 0x40", "lock 0 = 0", "load PDI 1"})
    EXPECT_NE(elf.find(part), std::string::npos) << part << "\n" << elf;
  InspectOptions options;
  options.check = true;
  EXPECT_NE(text(samples::xclbin(), options).find("ok: IP_LAYOUT: 1 compute unit(s)"),
            std::string::npos);
}

TEST(Inspect, StreamsOneAfterAnother) {
  std::string both = text(samples::txn() + samples::txn());
  EXPECT_NE(both.find("stream 1"), std::string::npos);
  EXPECT_EQ(both.find("warning"), std::string::npos);
}

TEST(Inspect, ControlPacketsInsideAnElf) {
  InstructionElfOptions options;
  options.controlPacket = samples::controlPackets();
  std::string printed = text(*writeInstructionElf(samples::txn(), options));
  EXPECT_NE(printed.find("controller 27: write 1 word(s) at 0x1f000: 00000002"), std::string::npos);
}

TEST(Inspect, JsonHoldsTheFacts) {
  InspectOptions options;
  options.json = true;
  auto parsed = llvm::json::parse(text(samples::xclbin(), options));
  ASSERT_TRUE(bool(parsed));
  const llvm::json::Object &o = *parsed->getAsObject();
  EXPECT_EQ(o.getString("format"), "xclbin");
  EXPECT_EQ(o.getBoolean("length_is_header_length"), true);
  EXPECT_EQ(o.getArray("sections")->size(), 8u);
  const llvm::json::Object &partition = *o.getObject("partition");
  EXPECT_EQ(partition.getInteger("inference_fingerprint"), 23423);
  const llvm::json::Object &pdi = *(*partition.getArray("pdis"))[0].getAsObject();
  EXPECT_EQ(pdi.getInteger("size"), 576);
  EXPECT_EQ(pdi.getString("sha256"),
            "fc168836279d16eb45b0d390041b0ae9d225473b9bf79962def51ccf40477089");
  const llvm::json::Object &ip = *(*o.getArray("ips"))[0].getAsObject();
  EXPECT_EQ(ip.get("base")->getAsUINT64(), ~uint64_t(0));
  EXPECT_EQ(o.getArray("group_connections")->size(), 12u);
  EXPECT_EQ((*(*o.getArray("connections"))[0].getAsArray())[2].getAsInteger(), 1);
  const llvm::json::Object &kernel = *(*o.getArray("kernels"))[0].getAsObject();
  EXPECT_EQ(kernel.getObject("extended")->getString("dpu_kernel_id"), "0x901");
  EXPECT_EQ((*kernel.getArray("args"))[3].getAsObject()->getString("addressQualifier"), "1");
}

TEST(Inspect, DamagedFilesAreErrors) {
  std::string pdi = samples::pdi();
  pdi[0x154] ^= 1;
  std::string out = text(pdi);
  EXPECT_NE(out.find("error: PDI: offset 0x154: no CDO identification"), std::string::npos) << out;
  EXPECT_NE(text("nothing").find("error: the file is none of"), std::string::npos);
}

//===--- Differences and parts --------------------------------------------===//

std::string diff(llvm::StringRef a, llvm::StringRef b) {
  std::string out;
  llvm::raw_string_ostream stream(out);
  auto differ = differences(a, b, stream);
  if (!differ)
    return "error: " + llvm::toString(differ.takeError());
  EXPECT_EQ(*differ, !out.empty());
  return out;
}

TEST(Inspect, DiffComparesFinalValues) {
  RegisterProgram a{{Write{0x21F000, 1}, BlockWrite{0x21D000, {16, 0}}, MaskWrite{0x232000, 2, 2}}};
  // Another order, another form, the same state: no difference.
  RegisterProgram same{{MaskWrite{0x232000, 2, 0}, Write{0x21D004, 0}, Write{0x21D000, 16},
                        MaskWrite{0x232000, 2, 2}, Write{0x21F000, 1}}};
  EXPECT_EQ(diff(*writeCdo(a), *writeCdo(same)), "");
  RegisterProgram other{
      {BlockWrite{0x21D000, {32, 0}}, MaskWrite{0x232000, 3, 2}, Write{0x21F010, 5}}};
  EXPECT_EQ(diff(*writeCdo(a), *writePdi({*writeCdo(other)})),
            "tile (0,2) DMA_BD0_0 (0x21d000): 0x10 -> 0x20 (Buffer_Length=16 -> Buffer_Length=32)\n"
            "tile (0,2) Lock0_value (0x21f000): 0x1 only in the first\n"
            "tile (0,2) Lock1_value (0x21f010): 0x5 only in the second\n"
            "tile (0,2) Core_Control (0x232000): 0x2 under mask 0x2 -> 0x2 under mask 0x3\n");
  EXPECT_EQ(diff(samples::xclbin(), samples::xclbin()), "");
  EXPECT_EQ(diff(samples::instructionElf(), samples::pdi()),
            "error: only xclbin, PDI, CDO and TXN files can be compared");
}

TEST(Inspect, TakesPartsOut) {
  EXPECT_EQ(*extractPart(samples::xclbin(), "PDI"), samples::pdi());
  EXPECT_EQ(*extractPart(samples::xclbin(), "pdi:0"), samples::pdi());
  EXPECT_EQ(extractPart(samples::xclbin(), "MEM_TOPOLOGY")->size(), 88u);
  EXPECT_EQ(*readCdo(*extractPart(samples::pdi(), "CDO")), *readPdiProgram(samples::pdi()));
  EXPECT_EQ(*extractPart(samples::fullElf(), ".pdi.1"), samples::pdi());
  EXPECT_EQ(llvm::toString(extractPart(samples::pdi(), "CDO:1").takeError()),
            "there is no 'CDO:1'; there is: CDO:0");
}

} // namespace
