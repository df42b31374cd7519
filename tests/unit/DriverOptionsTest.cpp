//===- DriverOptionsTest.cpp - aiecc's and aie-run's command lines -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "driver/Options.h"
#include "driver/Run.h"
#include "gtest/gtest.h"

using namespace tilewright::driver;

namespace {

Options parsed(std::vector<const char *> arguments) {
  auto options = parseOptions(arguments);
  EXPECT_TRUE(bool(options));
  if (options)
    return std::move(*options);
  llvm::consumeError(options.takeError());
  return {};
}
std::string errorOf(std::vector<const char *> arguments) {
  auto options = parseOptions(arguments);
  return options ? "" : llvm::toString(options.takeError());
}

TEST(Options, ValuesJoinedAndSeparate) {
  Options o = parsed({"--tmpdir=w", "-npu-insts-name", "i.bin", "-O3", "-j", "4", "d.mlir"});
  EXPECT_EQ(o.workDir, "w");
  EXPECT_EQ(o.npuInstsName, "i.bin");
  EXPECT_EQ(o.optLevel, 3u);
  EXPECT_EQ(o.threads, 4u);
  EXPECT_EQ(o.input, "d.mlir");
}

TEST(Options, GroupedLetters) {
  Options o = parsed({"-nv", "d.mlir"});
  EXPECT_TRUE(o.dryRun);
  EXPECT_TRUE(o.verbose);
}

TEST(Options, NegativesWinWhereverTheyStand) {
  Options o =
      parsed({"--no-xchesscc", "--xchesscc", "--xbridge", "--no-compile", "--compile", "d.mlir"});
  EXPECT_FALSE(o.chess);
  EXPECT_FALSE(o.xbridge);
  EXPECT_FALSE(o.compile);
}

TEST(Options, TheDesignAmongSources) {
  Options o = parsed({"host.cpp", "d.mlir", "other.c", "-Iinclude", "-lm", "--unheard-of=1"});
  EXPECT_EQ(o.input, "d.mlir");
  EXPECT_EQ(o.hostSources, (std::vector<std::string>{"host.cpp", "other.c"}));
  EXPECT_EQ(o.includeDirs, std::vector<std::string>{"include"});
  EXPECT_EQ(o.libraries, std::vector<std::string>{"m"});
  EXPECT_EQ(o.otherHostFlags, std::vector<std::string>{"--unheard-of=1"});
  EXPECT_EQ(parsed({"host.cpp", "design"}).input, "design");
}

TEST(Options, ErrorsNameOptionAndValue) {
  EXPECT_NE(errorOf({"-O", "fast", "d.mlir"}).find("'fast'"), std::string::npos);
  EXPECT_NE(errorOf({"-j", "-3", "d.mlir"}).find("-j"), std::string::npos);
  EXPECT_NE(errorOf({"d.mlir", "--tmpdir"}).find("--tmpdir"), std::string::npos);
  EXPECT_NE(errorOf({"--compile=perhaps", "d.mlir"}).find("perhaps"), std::string::npos);
  EXPECT_NE(errorOf({"--no-xbridge", "--aiesim", "d.mlir"}).find("requires --xbridge"),
            std::string::npos);
  EXPECT_NE(
      errorOf({"--no-xchesscc", "--aiesim", "d.mlir"}).find("incompatible with --no-xchesscc"),
      std::string::npos);
}

TEST(Options, NameTemplates) {
  EXPECT_EQ(expandName("{0}_{1}.bin", "main", "go"), "main_go.bin");
  EXPECT_EQ(expandName("{1}{1}-{0}{0}", "d", "s"), "s{1}-d{0}");
  EXPECT_EQ(expandName("{0}_{1}", "main"), "main_{1}");
}

TEST(Options, NewerSelectors) {
  Options o = parsed(
      {"--get-xclbin", "--get-npu-insts", "--npu-insts-name=i.bin", "--output-dir=out", "d.mlir"});
  EXPECT_TRUE(o.xclbin && o.npuInsts);
  EXPECT_EQ(o.xclbinName, "out/aie.xclbin");
  EXPECT_EQ(o.npuInstsName, "out/i.bin");
  EXPECT_NE(errorOf({"--get-everything", "d.mlir"}).find("--get-xclbin"), std::string::npos);
}

std::string runErrorOf(std::vector<const char *> arguments) {
  auto options = parseRunOptions(arguments);
  return options ? "" : llvm::toString(options.takeError());
}

TEST(RunOptions, NumberedValues) {
  auto options = parseRunOptions({"d.mlir", "--in", "0=a=b.bin", "--out=1=c.bin", "--set", "2=-5"});
  ASSERT_TRUE(bool(options));
  EXPECT_EQ(options->inputs.at(0), "a=b.bin");
  EXPECT_EQ(options->outputs.at(1), "c.bin");
  EXPECT_EQ(options->scalars.at(2), -5);
  auto files = parseRunOptions({"--xclbin", "x", "--insts", "i", "--size", "3=64"});
  ASSERT_TRUE(bool(files));
  EXPECT_EQ(files->sizes.at(3), 64u);
}

TEST(RunOptions, Errors) {
  EXPECT_NE(runErrorOf({}).find("no design"), std::string::npos);
  EXPECT_NE(runErrorOf({"d.mlir", "--in", "a.bin"}).find("a.bin"), std::string::npos);
  EXPECT_NE(runErrorOf({"d.mlir", "--set", "1=x"}).find("'x'"), std::string::npos);
  EXPECT_NE(runErrorOf({"--xclbin", "x"}).find("--insts"), std::string::npos);
  EXPECT_NE(runErrorOf({"d.mlir", "--xclbin", "x", "--insts", "i"}).find("not both"),
            std::string::npos);
  EXPECT_NE(runErrorOf({"d.mlir", "--inn", "0=x"}).find("--inn"), std::string::npos);
}

} // namespace
