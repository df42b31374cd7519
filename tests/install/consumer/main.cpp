// Word counts of streams that loops build: 4 for the header, 6 for a write, 4 for a wait.
#include "npu_instructions/npu_instructions.h"
#include <cstdio>

namespace aie_runtime {
std::vector<uint32_t> generate_txn_parameterized_sequence(size_t writes, size_t base);
std::vector<uint32_t> generate_txn_lines(int32_t count, bool flag);
std::vector<uint32_t> generate_txn_scale(int32_t value, int32_t divisor);
} // namespace aie_runtime

static int failures = 0;
static void check(bool good, const char *what, size_t size) {
  if (!good)
    ++failures, std::printf("wrong: %s for %zu\n", what, size);
}

/// The lines of the sequence @lines, by hand.
static std::vector<uint32_t> passthrough(uint32_t lines) {
  aie::npu::Txn txn;
  for (uint32_t i = 0; i < lines; ++i) {
    aie::npu::appendWrite32(txn, 0x1D000000, 64 * i);
    aie::npu::appendWrite32(txn, 0x1D000004, 64);
    aie::npu::appendWrite32(txn, 0x1D000008, 0x80000000);
    aie::npu::appendSync(txn, 0, 0, 0, 0, 1, 1);
  }
  aie::npu::prependHeader(txn);
  return txn;
}

int main() {
  constexpr size_t writes[][2] = {{0, 4}, {4, 28}, {16, 100}, {64, 388}};
  for (auto [count, words] : writes) {
    auto txn = aie_runtime::generate_txn_parameterized_sequence(count, 0x1000);
    check(txn.size() == words, "words of writes", count);
    check(txn[0] == 0x06030100 && txn[1] == 0x104 && txn[2] == count && txn[3] == 4 * words,
          "header", count);
    for (size_t i = 0; i < count && 6 * i + 9 < txn.size(); ++i)
      check(txn[4 + 6 * i + 2] == 0x1000 + 4 * i && txn[4 + 6 * i + 4] == i, "write", i);
  }
  constexpr size_t lines[][2] = {{1, 26}, {8, 180}, {32, 708}};
  for (auto [count, words] : lines) {
    auto txn = aie_runtime::generate_txn_lines(int32_t(count), true);
    check(txn.size() == words && txn[2] == 4 * count && txn[3] == 4 * words, "words of lines",
          count);
    check(txn == passthrough(uint32_t(count)), "stream by hand", count);
    check(aie_runtime::generate_txn_lines(int32_t(count), false).size() == words - 4 * count,
          "words without waits", count);
  }
  auto scale = aie_runtime::generate_txn_scale(42, 6);
  check(scale.size() == 10 && (scale[0] >> 16 & 0xFF) == 4 && scale[8] == 7,
        "buffer of the second device", 42);
  try {
    aie_runtime::generate_txn_scale(42, 0);
    check(false, "division by zero", 0);
  } catch (const aie::npu::EncodingError &) {
  }
  std::printf("%d failures\n", failures);
  return failures != 0;
}
