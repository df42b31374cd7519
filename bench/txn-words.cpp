//===- txn-words.cpp - Instruction words per second at run time -----------===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// usage: txn-words M K N INSTS.bin [SECONDS]
//
// Makes the instruction stream of examples/dynamic_matmul for one size over and
// over by the generated C++, and beside it copies as many bytes. Writes the
// stream to INSTS.bin, and prints the seconds per stream, both rates and their
// ratio.
//
//===----------------------------------------------------------------------===//
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

namespace aie_runtime {
std::vector<uint32_t> generate_txn_matmul(size_t m, size_t k, size_t n);
}

using Clock = std::chrono::steady_clock;

/// Seconds per call, repeated for about \p seconds.
template <typename F> static double secondsPerCall(double seconds, F call) {
  size_t calls = 0;
  auto start = Clock::now();
  double passed;
  do {
    call();
    ++calls;
    passed = std::chrono::duration<double>(Clock::now() - start).count();
  } while (passed < seconds);
  return passed / double(calls);
}

int main(int argc, char **argv) {
  if (argc < 5) {
    std::fprintf(stderr, "usage: %s M K N INSTS.bin [SECONDS]\n", argv[0]);
    return 1;
  }
  size_t m = std::strtoull(argv[1], nullptr, 10), k = std::strtoull(argv[2], nullptr, 10),
         n = std::strtoull(argv[3], nullptr, 10);
  double seconds = argc > 5 ? std::atof(argv[5]) : 1;
  std::vector<uint32_t> words = aie_runtime::generate_txn_matmul(m, k, n), copy(words.size());
  if (std::FILE *file = std::fopen(argv[4], "wb")) {
    std::fwrite(words.data(), sizeof(uint32_t), words.size(), file);
    std::fclose(file);
  }
  volatile uint32_t sink = 0;
  double generated =
      secondsPerCall(seconds, [&] { sink = aie_runtime::generate_txn_matmul(m, k, n).back(); });
  double copied = secondsPerCall(seconds, [&] {
    std::memcpy(copy.data(), words.data(), words.size() * sizeof(uint32_t));
    sink = copy.back();
  });
  (void)sink;
  std::printf("%zu words: %.3g s generated (%.0f million words/s), %.3g s copied (%.0f million "
              "words/s), ratio %.1f\n",
              words.size(), generated, double(words.size()) / generated / 1e6, copied,
              double(words.size()) / copied / 1e6, generated / copied);
  return 0;
}
