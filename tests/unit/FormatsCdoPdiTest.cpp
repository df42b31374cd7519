//===- FormatsCdoPdiTest.cpp ------------------------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "FormatsSamples.h"
#include "formats/AtomicFile.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Program.h"
#include "gtest/gtest.h"
#include <random>

using namespace tilewright::formats;
using llvm::toString;
namespace fs = llvm::sys::fs;

namespace {

//===--- CDO --------------------------------------------------------------===//

// The vectors were recorded from mlir-aie's CDO writer and bootgen.
const char *const elfsCdo =
    "04000000 43444f00 00020000 1b000000 9db9b0ff 11010000"
    "07010400 00000000 00202300 03000000 02000000 11010100 00000000"
    "05011200 00000000 00002200"
    "00010000 01010000 02010000 03010000 04010000 05010000 06010000 07010000"
    "08010000 09010000 0a010000 0b010000 0c010000 0d010000 0e010000 0f010000";
const char *const initCdo =
    "04000000 43444f00 00020000 15000000 a3b9b0ff 11010000"
    "08010300 00000000 00f02100 00000000 11010200 00000000 00000000"
    "05010800 00000000 00d02100 11000000 22000000 33000000 44000000 55000000 66000000"
    "08010300 00000000 10de2100 00000000";
const char *const enableCdo = "04000000 43444f00 00020000 06000000 b2b9b0ff 11010000"
                              "07010400 00000000 00202300 01000000 01000000";
const char *const emptyCdo = "04000000 43444f00 00020000 01000000 b7b9b0ff 11010000";

TEST(Cdo, WritesTheRecordedBytes) {
  auto files = samples::cdos();
  EXPECT_EQ(files[0], samples::hex(elfsCdo));
  EXPECT_EQ(files[1], samples::hex(initCdo));
  EXPECT_EQ(files[2], samples::hex(enableCdo));
  EXPECT_EQ(*writeCdo({}), samples::hex(emptyCdo));
}

/// Byte offset of the first data word of a file's single block write.
uint64_t dataOffset(const std::string &file, uint32_t firstWord) {
  for (uint64_t at = 0; at + 4 <= file.size(); at += 4)
    if (ByteView{file, "test"}.u32(at) == firstWord)
      return at;
  return 0;
}

TEST(Cdo, AlignsBlockWritesAndUsesTheLongForm) {
  // (words, expected offset of the data modulo 16, long form). 253 words are the
  // case where the long form is used but not accounted for.
  struct {
    uint32_t words;
    uint64_t phase;
    bool isLong;
  } cases[] = {{1, 0, false}, {252, 0, false}, {253, 4, true}, {254, 0, true}, {300, 0, true}};
  for (const auto &c : cases) {
    BlockWrite block{0x220000, std::vector<uint32_t>(c.words, 7)};
    block.words[0] = 0xFEEDF00D;
    std::string file = *writeCdo({{block}});
    uint64_t at = dataOffset(file, 0xFEEDF00D);
    EXPECT_EQ(at % 16, c.phase) << c.words;
    uint32_t head = ByteView{file, "test"}.u32(at - (c.isLong ? 16 : 12));
    EXPECT_EQ(head, c.isLong ? 0x00FF0105u : (c.words + 2) << 16 | 0x105) << c.words;
    if (c.isLong) {
      EXPECT_EQ(ByteView({file, "test"}).u32(at - 12), c.words + 2);
    }
    EXPECT_EQ(*readCdo(file), (RegisterProgram{{block}}));
  }
}

TEST(Cdo, BigEndianSwapsEveryWord) {
  std::string little = samples::cdos()[1], big = *writeCdo(samples::configuration(), {true});
  ASSERT_EQ(little.size(), big.size());
  for (size_t i = 0; i < little.size(); ++i)
    EXPECT_EQ(little[i], big[i / 4 * 4 + 3 - i % 4]);
  EXPECT_EQ(*readCdo(big), samples::configuration());
}

TEST(Cdo, DebugTextHasTheFixedForm) {
  std::string text;
  llvm::raw_string_ostream out(text);
  RegisterProgram program{{Write{0x21F000, 1}, MaskWrite{0x232000, 1, 0},
                           BlockWrite{0x21D000, {0xAB}}, MaskPoll{0x32004, 2, 3, 4}}};
  ASSERT_TRUE(bool(writeCdo(program, {false, &out})));
  EXPECT_EQ(text,
            "(NOP Command): Payload Length: 0 \n"
            "(Write64): Address:  0x000000000021F000 Data:  0x00000001  \n"
            "(MaskWrite64): Address: 0x0000000000232000  Mask: 0x00000001  Data: 0x00000000 \n"
            "(NOP Command): Payload Length: 1 \n"
            "(BlockWrite-DMAWriteCmd): Start Address: 0x000000000021D000  Size: 1\n"
            "    Address: 0x000000000021D000  Data@ 0x50 is: 0x000000AB \n\n"
            "(MaskPoll64): Address: 0x0000000000032004  Mask: 0x00000002  "
            "Expected Value: 0x00000003  Timeout(ms): 0x00000004 \n");
}

TEST(Cdo, RejectsWhatItCannotSay) {
  auto sync = writeCdo({{Sync{0, 0, 0, 0, 1, 1}}});
  ASSERT_FALSE(bool(sync));
  EXPECT_EQ(toString(sync.takeError()), "CDO: a sync has no CDO command");
  auto patch = writeCdo({{AddressPatch{0, 0, 0}}});
  ASSERT_FALSE(bool(patch));
  EXPECT_EQ(toString(patch.takeError()), "CDO: an address patch has no CDO command");
}

TEST(Cdo, ReaderNamesTheOffset) {
  auto check = [](std::string file, llvm::StringRef expected) {
    auto result = readCdo(file);
    ASSERT_FALSE(bool(result)) << expected.str();
    EXPECT_EQ(toString(result.takeError()), expected.str());
  };
  std::string file = samples::hex(enableCdo);
  check(file.substr(0, 12), "CDO: offset 0x0: a CDO header needs 20 bytes, there are 12");
  std::string other = file;
  other[16] ^= 1;
  check(other, "CDO: offset 0x10: header checksum 0xFFB0B9B3 should be 0xFFB0B9B2");
  check(file.substr(0, file.size() - 4), "CDO: offset 0xc: length 6 words, 5 are left");
  other = file;
  other[26] = 5; // the mask write claims one word more than there is
  check(other, "CDO: offset 0x18: MASK_WRITE64 has 5 payload words, 4 are left");
  other = file;
  other[24] = 9;
  other[26] = 4;
  check(other, "CDO: offset 0x18: DMA_XFER has 4 payload words, it needs 6");
  other[24] = 0x55;
  check(other, "CDO: offset 0x18: unknown CDO command 0x40155");
}

//===--- PDI --------------------------------------------------------------===//

TEST(Pdi, WritesTheRecordedBytes) {
  std::string expected = samples::hex("dd000000 44332211 88776655 ccbbaa99"
                                      "00000400 01000000 24000000 01000000 34000000 00000000 "
                                      "9380ca14 00000000"
                                      "00000000 00000000 49445050 20102000 30000000 00000000 "
                                      "00000000 00000000 00000000 01000000");
  expected.resize(0x8c, '\0');
  expected += samples::hex("782ac19a 34000000 01000000 00000000 00000000 6169655f 696d6167 "
                           "65000000 00000000 0000001c 00000000 00000000 00000000 00000000 "
                           "00000000 00000000 9b28391d 3c000000 39000000 3c000000 00000000 "
                           "00000000 00000000 ffffffff ffffffff 54000000 06000002 01000000");
  expected.resize(0x14c, '\0');
  expected += samples::hex(
      "f5fefffd 04000000 43444f00 00020000 34000000 84b9b0ff 11010000"
      "02010300 00202300 03000000 02000000 11010100 00000000 11010000 05011200 00000000 00002200"
      "00010000 01010000 02010000 03010000 04010000 05010000 06010000 07010000"
      "08010000 09010000 0a010000 0b010000 0c010000 0d010000 0e010000 0f010000"
      "11010000 03010200 00f02100 00000000 11010200 00000000 00000000"
      "11010000 05010800 00000000 00d02100 11000000 22000000 33000000 44000000 55000000 66000000"
      "03010200 10de2100 00000000 11010000 02010300 00202300 01000000 01000000"
      "00000000 00000000 00000000");
  EXPECT_EQ(expected.size(), 576u);
  EXPECT_EQ(samples::pdi(), expected);
}

TEST(Pdi, SmallestCase) {
  std::string pdi = *writePdi({*writeCdo({})});
  EXPECT_EQ(pdi.size(), 368u);
  EXPECT_EQ(ByteView({pdi, "test"}).u32(0x14c), 0xFDFFFF90u);
  auto read = readPdi(pdi);
  ASSERT_TRUE(bool(read)) << toString(read.takeError());
  EXPECT_EQ(read->images[0].name, "aie_image");
  EXPECT_EQ(read->partitions[0].unencryptedWords, 6u);
  EXPECT_EQ(read->partitions[0].totalWords, 8u);
  EXPECT_EQ(read->partitions[0].type(), 2u);
}

TEST(Pdi, HoldsTheCommandsOfItsFiles) {
  RegisterProgram all;
  for (const auto &part : {samples::programLoad(), samples::configuration(), samples::enable()})
    all.commands.insert(all.commands.end(), part.commands.begin(), part.commands.end());
  EXPECT_EQ(*readPdiProgram(samples::pdi()), all);
}

TEST(Pdi, EncodingAFileAgainChangesNothing) {
  // The partition of a one-file PDI is a CDO in PDI form.
  std::string first = *writePdi({samples::cdos()[1]});
  std::string partition = readPdi(first)->partitions[0].data.str();
  EXPECT_EQ(*writePdi({partition}), first);
}

TEST(Pdi, Errors) {
  auto none = writePdi({});
  EXPECT_EQ(toString(none.takeError()), "PDI: no CDO files were given");
  auto empty = writePdi({std::string()}, {std::string("a.bin")});
  EXPECT_EQ(toString(empty.takeError()), "a.bin: the file is empty");
  std::string noCommand = samples::hex("04000000 43444f00 00020000 00000000 b8b9b0ff 00000000");
  auto hollow = writePdi({noCommand}, {std::string("b.bin")});
  EXPECT_EQ(toString(hollow.takeError()), "b.bin: the CDO holds no command");
}

//===--- Against bootgen --------------------------------------------------===//

/// A folder that goes away.
struct Scratch {
  llvm::SmallString<128> path;
  Scratch() { llvm::cantFail(llvm::errorCodeToError(fs::createUniqueDirectory("tw", path))); }
  ~Scratch() { fs::remove_directories(path); }
  std::string file(llvm::StringRef name) const { return (path + "/" + name).str(); }
};

RegisterProgram randomProgram(std::mt19937 &random) {
  RegisterProgram program;
  for (uint32_t i = 0, n = random() % 12; i < n; ++i) {
    uint64_t address =
        uint64_t(random() % 8) << 25 | (random() % 6) << 20 | (random() % 0x40000) << 2;
    if (random() % 20 == 0)
      address |= uint64_t(1 + random() % 4) << 32;
    uint32_t a = uint32_t(random()), b = uint32_t(random());
    switch (random() % 5) {
    case 0:
      program.commands.push_back(Write{address, a});
      break;
    case 1:
      program.commands.push_back(MaskWrite{address, a, b});
      break;
    case 2:
      program.commands.push_back(MaskPoll{address, a, b, uint32_t(random() % 1000)});
      break;
    default: {
      uint32_t range = random() % 3;
      uint32_t words = range == 0   ? 248 + random() % 12
                       : range == 1 ? random() % 600
                                    : random() % 9;
      BlockWrite block{address, {}};
      for (uint32_t w = 0; w < words; ++w)
        block.words.push_back(uint32_t(random()));
      program.commands.push_back(block);
    }
    }
  }
  return program;
}

TEST(Pdi, EqualsBootgenByteForByte) {
  auto bootgen = llvm::sys::findProgramByName("bootgen");
  if (!bootgen)
    GTEST_SKIP() << "bootgen (package xilinx-bootgen) is not installed";
  Scratch scratch;
  std::optional<llvm::StringRef> quiet[] = {llvm::StringRef(""), llvm::StringRef(""),
                                            llvm::StringRef("")};
  for (unsigned seed = 0; seed < 60; ++seed) {
    std::mt19937 random(seed);
    std::vector<std::string> files, paths;
    for (uint32_t i = 0, n = 1 + random() % 3; i < n; ++i) {
      RegisterProgram program = randomProgram(random);
      files.push_back(*writeCdo(program));
      EXPECT_EQ(*readCdo(files.back()), program) << seed;
      paths.push_back(scratch.file("cdo" + std::to_string(i) + ".bin"));
      llvm::cantFail(writeFileAtomically(paths.back(), files.back()));
    }
    std::string bif = scratch.file("x.bif"), pdi = scratch.file("x.pdi");
    llvm::cantFail(writeFileAtomically(bif, pdiBootImageText(paths)));
    ASSERT_EQ(llvm::sys::ExecuteAndWait(
                  *bootgen, {*bootgen, "-arch", "versal", "-image", bif, "-o", pdi, "-w"},
                  std::nullopt, quiet),
              0)
        << seed;
    auto expected = readFileBytes(pdi);
    ASSERT_TRUE(bool(expected)) << toString(expected.takeError());
    EXPECT_TRUE(*writePdi(files) == *expected) << "seed " << seed;
  }
  EXPECT_EQ(llvm::sys::ExecuteAndWait(*bootgen,
                                      {*bootgen, "-arch", "versal", "-read", scratch.file("x.pdi")},
                                      std::nullopt, quiet),
            0);
}

//===--- Atomic files -----------------------------------------------------===//

TEST(AtomicFile, ReplacesAndKeepsPermissions) {
  Scratch scratch;
  std::string path = scratch.file("out.bin");
  llvm::cantFail(writeFileAtomically(path, "one"));
  EXPECT_EQ(*readFileBytes(path), "one");
  llvm::cantFail(llvm::errorCodeToError(fs::setPermissions(path, fs::perms(0640))));
  llvm::cantFail(writeFileAtomically(path, llvm::StringRef("two\0", 4)));
  EXPECT_EQ(*readFileBytes(path), std::string("two\0", 4));
  EXPECT_EQ(*fs::getPermissions(path), fs::perms(0640));
  // Nothing else is left in the folder.
  std::error_code code;
  unsigned entries = 0;
  for (fs::directory_iterator it(scratch.path, code), end; it != end; it.increment(code))
    ++entries;
  EXPECT_EQ(entries, 1u);
}

TEST(AtomicFile, FollowsLinks) {
  Scratch scratch;
  std::string path = scratch.file("real"), link = scratch.file("link");
  llvm::cantFail(writeFileAtomically(path, "old"));
  llvm::cantFail(llvm::errorCodeToError(fs::create_link(path, link)));
  llvm::cantFail(writeFileAtomically(link, "new"));
  EXPECT_TRUE(fs::is_symlink_file(link));
  EXPECT_EQ(*readFileBytes(path), "new");
}

TEST(AtomicFile, ErrorsNameThePath) {
  Scratch scratch;
  auto folder = writeFileAtomically(scratch.path, "x");
  EXPECT_EQ(toString(std::move(folder)),
            "cannot write '" + scratch.path.str().str() + "': Is a directory");
  auto missing = writeFileAtomically(scratch.file("no/such/file"), "x");
  EXPECT_EQ(toString(std::move(missing)), "cannot create a file beside '" +
                                              scratch.file("no/such/file") +
                                              "': No such file or directory");
  EXPECT_EQ(toString(readFileBytes(scratch.file("absent")).takeError()),
            "cannot open '" + scratch.file("absent") + "': No such file or directory");
  EXPECT_FALSE(fs::exists(scratch.file("no")));
}

TEST(AtomicFile, LeavesTheOldFileWholeOnAFullDisk) {
  // /dev/full takes no byte; it is written in place, as every device is.
  if (!fs::exists("/dev/full"))
    GTEST_SKIP() << "there is no /dev/full here";
  EXPECT_EQ(toString(writeFileAtomically("/dev/full", "x")),
            "cannot write '/dev/full': No space left on device");
}

} // namespace
