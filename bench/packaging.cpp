//===- packaging.cpp - From register programs to an xclbin ----------------===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// usage: packaging ELFS.bin INIT.bin ENABLE.bin
//
// Prints how many milliseconds (median of many times) it takes to make the PDI,
// and how many to make PDI and xclbin, of the register programs in a design's
// CDO files. Reading the files is not counted.
//
//===----------------------------------------------------------------------===//
#include "formats/AtomicFile.h"
#include "formats/Cdo.h"
#include "formats/Pdi.h"
#include "formats/Xclbin.h"
#include <algorithm>
#include <chrono>
#include <cstdio>

using namespace tilewright::formats;

/// Milliseconds of \p work, the median of its runs.
template <typename F> static double milliseconds(F work) {
  constexpr int runs = 101;
  std::vector<double> times;
  for (int i = 0; i < runs; ++i) {
    auto start = std::chrono::steady_clock::now();
    work();
    times.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
            .count());
  }
  std::nth_element(times.begin(), times.begin() + runs / 2, times.end());
  return times[runs / 2];
}

int main(int argc, char **argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: %s CDO...\n", argv[0]);
    return 1;
  }
  llvm::ExitOnError must("packaging: ");
  std::vector<RegisterProgram> programs;
  for (int i = 1; i < argc; ++i)
    programs.push_back(must(readCdo(must(readFileBytes(argv[i])))));

  XclbinRecipe recipe;
  recipe.startColumns = {0};
  size_t bytes = 0;
  auto makePdi = [&] {
    std::vector<std::string> files;
    for (const RegisterProgram &program : programs)
      files.push_back(must(writeCdo(program)));
    recipe.pdi = must(writePdi(files));
  };
  double pdi = milliseconds(makePdi);
  double both = milliseconds([&] {
    makePdi();
    bytes = must(createXclbin(recipe)).size();
  });
  std::printf("%.3f %.3f %zu\n", pdi, both, bytes);
}
