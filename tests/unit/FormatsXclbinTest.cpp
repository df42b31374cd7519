//===- FormatsXclbinTest.cpp ------------------------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "FormatsSamples.h"
#include "gtest/gtest.h"

using namespace tilewright::formats;
using llvm::toString;

namespace {

ByteView at(const std::string &bytes) { return {bytes, "test"}; }

std::string plain() { return llvm::cantFail(createXclbin(samples::recipe())); }

XclbinRecipe second(const HostProgram *host = nullptr) {
  XclbinRecipe r = samples::recipe(host);
  r.pdi = *writePdi({*writeCdo(samples::configuration())});
  r.kernelName = "second";
  r.kernelId = "0x902";
  r.instanceName = "two";
  r.partitionName = "main_merged_partition";
  return r;
}

//===--- Creating ---------------------------------------------------------===//

// Offsets and sizes recorded from xclbinutil (XRT 2.21) for the same PDI.
TEST(Xclbin, LayoutOfTheRecordedFile) {
  XclbinRecipe recipe = samples::recipe();
  recipe.timestamp = 0x6B015853;
  std::string file = llvm::cantFail(createXclbin(recipe));
  EXPECT_EQ(file.size(), 7028u);
  EXPECT_EQ(at(file).u64(0x128), 0x6B015853u);
  EXPECT_EQ(at(file).u64(0x130), 0x1B74u);
  EXPECT_EQ(at(file).u32(0x148), 0x15020000u);
  struct {
    uint32_t kind;
    const char *name;
    uint64_t offset, size;
  } sections[] = {{6, "main_mem_topolo", 0x2E0, 0x58},
                  {32, "main_aie_partit", 0x338, 0x3E8},
                  {2, "", 0x720, 0x548},
                  {8, "", 0xC68, 0x58},
                  {7, "", 0xCC0, 0x4C},
                  {27, "", 0xD10, 0x94},
                  {26, "", 0xDA8, 0x58}};
  auto read = readXclbin(file);
  ASSERT_TRUE(bool(read)) << toString(read.takeError());
  ASSERT_EQ(read->sections.size(), std::size(sections));
  for (size_t i = 0; i < std::size(sections); ++i) {
    EXPECT_EQ(read->sections[i].kind, sections[i].kind);
    EXPECT_EQ(read->sections[i].name, sections[i].name);
    EXPECT_EQ(read->sections[i].offset, sections[i].offset);
    EXPECT_EQ(read->sections[i].data.size(), sections[i].size);
  }
  // The partition's own offsets.
  EXPECT_EQ(at(file).u32(0x338 + 4), 0xB8u);
  EXPECT_EQ(at(file).u32(0x338 + 0x2C), 0xC8u);
  EXPECT_EQ(at(file).u32(0x338 + 0x7C), 0x388u);
  EXPECT_EQ(at(file).u32(0x338 + 0x80), 0xC0u);
  EXPECT_EQ(file.substr(0x648, 24),
            samples::hex("44505500 00000000 0109000000000000 c100000000000000"));
  EXPECT_EQ(file.substr(0x660, 40), samples::hex("10030000 01000000 0100000000000000 01000000 "
                                                 "18030000 01000000 20030000 0000000000000000"));
  EXPECT_EQ(file.substr(0x6D0, 16), samples::hex("40020000 d0000000 01000000 28030000"));
  EXPECT_EQ(file.substr(0xC68, 40),
            samples::hex("01000000 00000000 07000000 01000109 "
                         "ffffffffffffffff 4d4c49525f4149453a4d4c4952414945"));
  EXPECT_EQ(file.substr(0xE00, 24), "XCLBIN_MIRROR_DATA_START");
  EXPECT_EQ(file.substr(file.size() - 23), "\nXCLBIN_MIRROR_DATA_END");
  EXPECT_NE(file.find("\"Version\":\"\\u0002.\\u0015.0\""), std::string::npos);
}

TEST(Xclbin, IsReproducible) {
  EXPECT_EQ(plain(), plain());
  XclbinRecipe random = samples::recipe();
  random.uuids = UuidPolicy::Random;
  std::string a = llvm::cantFail(createXclbin(random)), b = llvm::cantFail(createXclbin(random));
  EXPECT_NE(readXclbin(a)->uuid, readXclbin(b)->uuid);
  // Another content is another UUID.
  EXPECT_NE(readXclbin(plain())->uuid, readXclbin(llvm::cantFail(createXclbin(second())))->uuid);
}

TEST(Xclbin, ReadsBackWhatItSays) {
  std::string file = samples::xclbin();
  auto read = readXclbin(file);
  ASSERT_TRUE(bool(read));
  auto partition = readAiePartition(*read->find(section::aiePartition));
  ASSERT_TRUE(bool(partition)) << toString(partition.takeError());
  EXPECT_EQ(partition->columnWidth, 4);
  EXPECT_EQ(partition->startColumns, std::vector<uint16_t>{1});
  EXPECT_EQ(partition->operationsPerCycle, 2048u);
  EXPECT_EQ(partition->inferenceFingerprint, 23423u);
  EXPECT_EQ(partition->prePostFingerprint, 12345u);
  ASSERT_EQ(partition->pdis.size(), 1u);
  EXPECT_EQ(partition->pdis[0].image, samples::pdi());
  EXPECT_EQ(partition->pdis[0].groups[0].kernelIds, std::vector<uint64_t>{0x901});
  EXPECT_EQ(partition->pdis[0].groups[0].preGroups, std::vector<uint64_t>{0xC1});
  EXPECT_EQ(writeAiePartition(*partition), read->find(section::aiePartition)->data);

  auto kernels = readEmbeddedMetadata(*read->find(section::embeddedMetadata));
  ASSERT_TRUE(bool(kernels)) << toString(kernels.takeError());
  ASSERT_EQ(kernels->size(), 1u);
  EXPECT_EQ((*kernels)[0].name, "MLIR_AIE");
  EXPECT_EQ((*kernels)[0].dpuKernelId, "0x901");
  ASSERT_EQ((*kernels)[0].args.size(), 8u);
  EXPECT_EQ((*kernels)[0].args[4].offset, "0x1C");
  EXPECT_EQ((*kernels)[0].args[2].size, "0x4");
  EXPECT_EQ((*kernels)[0].instances, std::vector<std::string>{"MLIRAIE"});

  auto memories = readMemTopology(*read->find(section::memTopology));
  ASSERT_TRUE(bool(memories));
  EXPECT_EQ((*memories)[1].tag, "SRAM");
  EXPECT_EQ((*memories)[1].sizeKiB, 0xC000u);
  auto hosts = readXclbinHostImages(*read);
  ASSERT_TRUE(bool(hosts)) << toString(hosts.takeError());
  ASSERT_NE(findHostProgram(*hosts, samples::pdi()), nullptr);
  EXPECT_EQ(*findHostProgram(*hosts, samples::pdi()), samples::hostProgram());
  EXPECT_TRUE(readXclbinHostImages(*readXclbin(plain()))->empty());
}

// xclbinutil compares the digits as text and refuses upper case.
TEST(Xclbin, KernelIdsInUpperCase) {
  for (const char *id : {"0x9ab", "0x9AB", "0X9aB", "0x09AB"}) {
    XclbinRecipe r = samples::recipe();
    r.kernelId = id;
    std::string file = llvm::cantFail(createXclbin(r));
    Xclbin read = llvm::cantFail(readXclbin(file));
    XclbinPartition partition = llvm::cantFail(readAiePartition(*read.find(section::aiePartition)));
    EXPECT_EQ(partition.pdis[0].groups[0].kernelIds, std::vector<uint64_t>{0x9AB}) << id;
    EXPECT_EQ(llvm::cantFail(readIpLayout(*read.find(section::ipLayout)))[0].kernelId(), 0x9ABu);
    for (const XclbinFinding &finding : checkXclbin(file))
      EXPECT_NE(finding.severity, XclbinFinding::Fatal) << finding.text;
  }
}

TEST(Xclbin, RecipeErrors) {
  auto attempt = [](const std::function<void(XclbinRecipe &)> &change) {
    XclbinRecipe r = samples::recipe();
    change(r);
    auto file = createXclbin(r);
    return file ? std::string() : toString(file.takeError());
  };
  for (const char *id : {"901", "0x1000", "", "0x", "0x9G1", "-0x1"})
    EXPECT_NE(attempt([&](XclbinRecipe &r) { r.kernelId = id; }).find("from 0x0 to 0xfff"),
              std::string::npos)
        << id;
  EXPECT_EQ(attempt([](XclbinRecipe &r) { r.startColumns.clear(); }),
            "xclbin: Missing start columns for the AIE partition.");
  EXPECT_EQ(attempt([](XclbinRecipe &r) { r.kernelName = "a:b"; }),
            "xclbin: kernel name 'a:b' is empty or holds a ':'");
  EXPECT_NE(attempt([](XclbinRecipe &r) { r.kernelName = std::string(70, 'k'); }).find("63"),
            std::string::npos);
  EXPECT_NE(attempt([](XclbinRecipe &r) { r.pdi = "none"; }).find("PDI: offset"),
            std::string::npos);
}

//===--- Extending --------------------------------------------------------===//

TEST(Xclbin, ExtendOrdersSectionsAsXclbinutil) {
  XclbinRecipe base = samples::recipe();
  base.timestamp = 77;
  base.kernelName = "first";
  base.instanceName = "one";
  auto file = extendXclbin(llvm::cantFail(createXclbin(base)), second());
  ASSERT_TRUE(bool(file)) << toString(file.takeError());
  auto read = readXclbin(*file);
  ASSERT_TRUE(bool(read)) << toString(read.takeError());
  std::vector<uint32_t> kinds;
  for (const XclbinSection &s : read->sections)
    kinds.push_back(s.kind);
  EXPECT_EQ(kinds, (std::vector<uint32_t>{6, 2, 8, 7, 32, 27, 26}));
  EXPECT_EQ(read->find(32)->name, "main_merged_par");
  EXPECT_EQ(read->timestamp, 77u);
  EXPECT_EQ(read->find(2)->data.size(), 2550u); // as xclbinutil's for these names
  auto ips = readIpLayout(*read->find(8));
  ASSERT_EQ(ips->size(), 2u);
  EXPECT_EQ((*ips)[1].name, "second:two");
  EXPECT_EQ((*ips)[1].kernelId(), 0x902u);
  EXPECT_EQ(readConnectivity(*read->find(7))->size(), 12u);
  EXPECT_EQ(readConnectivity(*read->find(27))->size(), 24u);
  auto partition = readAiePartition(*read->find(32));
  ASSERT_EQ(partition->pdis.size(), 2u);
  EXPECT_EQ(partition->pdis[1].groups[0].pdiId, 1u);
  EXPECT_EQ(partition->pdis[1].image, second().pdi);
  auto kernels = readEmbeddedMetadata(*read->find(2));
  ASSERT_EQ(kernels->size(), 2u);
  EXPECT_EQ((*kernels)[1].name, "second");
}

TEST(Xclbin, ExtendKeepsHostPrograms) {
  HostProgram host;
  host.locks.push_back({"other", {0, 2}, 1});
  auto file = extendXclbin(samples::xclbin(), second(&host));
  ASSERT_TRUE(bool(file)) << toString(file.takeError());
  auto hosts = readXclbinHostImages(*readXclbin(*file));
  EXPECT_EQ(*findHostProgram(*hosts, samples::pdi()), samples::hostProgram());
  EXPECT_EQ(*findHostProgram(*hosts, second().pdi), host);
}

TEST(Xclbin, ExtendErrors) {
  auto taken = extendXclbin(plain(), samples::recipe());
  EXPECT_EQ(toString(taken.takeError()),
            "xclbin: Kernel name already exists in the EMBEDDED_METADATA section: 'MLIR_AIE'");
  auto none = extendXclbin("x", second());
  EXPECT_EQ(toString(none.takeError()), "xclbin: offset 0x0: no xclbin (magic missing)");
}

TEST(Xclbin, XmlEscapes) {
  XclbinRecipe r = samples::recipe();
  r.kernelName = "a<b>&\"c'";
  auto file = createXclbin(r);
  ASSERT_TRUE(bool(file)) << toString(file.takeError());
  EXPECT_NE(file->find("name=\"a&lt;b&gt;&amp;&quot;c&apos;\""), std::string::npos);
  auto kernels = readEmbeddedMetadata(*readXclbin(*file)->find(2));
  EXPECT_EQ((*kernels)[0].name, r.kernelName);
  auto read = [](llvm::StringRef xml) { return readEmbeddedMetadata({2, "", 0, xml}); };
  EXPECT_EQ((*read("<kernel name='&#65;&#x42;&unknown;&'/>"))[0].name, "AB&unknown;&");
  EXPECT_EQ(toString(read("<!DOCTYPE x [<!ENTITY a \"b\">]><x/>").takeError()),
            "EMBEDDED_METADATA: offset 0x0: document types and marked sections are not accepted");
  EXPECT_EQ(toString(read("<a><b></a>").takeError()),
            "EMBEDDED_METADATA: offset 0x6: </a> closes nothing");
  std::string deep;
  for (int i = 0; i < 100; ++i)
    deep += "<a>";
  EXPECT_NE(toString(read(deep).takeError()).find("more than 32 deep"), std::string::npos);
}

//===--- Judging ----------------------------------------------------------===//

/// The fatal findings of a file without one section, as "SECTION: text".
std::vector<std::string> fatalWithout(uint32_t kind) {
  std::string file = plain();
  auto read = readXclbin(file);
  for (size_t i = 0; i < read->sections.size(); ++i)
    if (read->sections[i].kind == kind)
      file[0x1C8 + 40 * i] = 11; // another kind
  std::vector<std::string> fatal;
  for (const XclbinFinding &f : checkXclbin(file))
    if (f.severity == XclbinFinding::Fatal)
      fatal.push_back(f.section + ": " + f.text);
  return fatal;
}

TEST(Xclbin, CheckTakesAGoodFile) {
  for (const XclbinFinding &f : checkXclbin(samples::xclbin()))
    EXPECT_NE(f.severity, XclbinFinding::Fatal) << f.text;
}

TEST(Xclbin, CheckNamesTheEffectOfWhatIsMissing) {
  struct {
    uint32_t kind;
    const char *text;
  } cases[] = {{section::aiePartition,
                "AIE_PARTITION: missing: registration works, but making a hardware "
                "context fails with EINVAL"},
               {section::ipLayout, "IP_LAYOUT: missing: there are no compute units"},
               {section::embeddedMetadata,
                "EMBEDDED_METADATA: missing: opening a kernel fails with 'No such kernel"}};
  for (const auto &c : cases) {
    auto fatal = fatalWithout(c.kind);
    ASSERT_FALSE(fatal.empty());
    EXPECT_TRUE(llvm::StringRef(fatal[0]).starts_with(c.text)) << fatal[0];
  }
  // Grouped and ungrouped tables stand in for each other.
  for (uint32_t kind : {section::memTopology, section::groupTopology, section::connectivity,
                        section::groupConnectivity})
    EXPECT_TRUE(fatalWithout(kind).empty()) << kind;
}

TEST(Xclbin, ReaderErrors) {
  std::string file = plain();
  auto fails = [](std::string bytes, llvm::StringRef text) {
    auto read = readXclbin(bytes);
    ASSERT_FALSE(bool(read));
    EXPECT_EQ(toString(read.takeError()), text.str());
  };
  fails(file + "x", "xclbin: offset 0x130: the header says 7019 bytes, the file has 7020");
  std::string many = file;
  many[0x1C1] = 1;
  fails(many, "xclbin: offset 0x1c0: 263 sections, at most 64 are accepted");
  std::string outside = file;
  outside[0x1C8 + 32 + 3] = 1;
  fails(outside,
        "xclbin: offset 0x2e0: section 0 (MEM_TOPOLOGY) needs 16777304 bytes, 6283 are left");
  std::string twice = file;
  twice[0x1C8 + 40] = 6;
  fails(twice, "xclbin: offset 0x1f0: section 1 (MEM_TOPOLOGY) occurs twice");
}

} // namespace
