// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// C = A x B for five shapes with one configuration and one program.
#include "Example.h"

namespace aie_runtime {
std::vector<uint32_t> generate_txn_matmul(size_t m, size_t k, size_t n);
}

/// Runs one shape; 0 if C is right.
static int multiply(size_t m, size_t k, size_t n) {
  std::vector<int32_t> a(m * k), b(k * n), wanted(m * n);
  for (size_t i = 0; i < a.size(); ++i)
    a[i] = static_cast<int32_t>(i * 7919 % 1009) - 500;
  for (size_t i = 0; i < b.size(); ++i)
    b[i] = static_cast<int32_t>(i * 104729 % 997) - 498;
  for (size_t i = 0; i < m; ++i)
    for (size_t l = 0; l < k; ++l)
      for (size_t j = 0; j < n; ++j)
        wanted[i * n + j] += a[i * k + l] * b[l * n + j];
  example::write("a.bin", a);
  example::write("b.bin", b);
  example::write("insts.bin", aie_runtime::generate_txn_matmul(m, k, n));
  example::run(
      "aie-run --xclbin design.xclbin --insts insts.bin --in 0=a.bin --in 1=b.bin --size 2=" +
      std::to_string(4 * wanted.size()) + " --out 2=c.bin");
  std::string what =
      "C of " + std::to_string(m) + " x " + std::to_string(k) + " x " + std::to_string(n);
  return example::check(what.c_str(), example::read<int32_t>("c.bin", wanted.size()), wanted);
}

int main() {
  example::WorkFolder folder;
  example::run("aiecc --aie-generate-xclbin --xclbin-name=design.xclbin --host-program "
               "--no-compile --no-link " EXAMPLE_DIR "/design.mlir");
  constexpr size_t shapes[][3] = {
      {16, 16, 16}, {32, 16, 48}, {48, 80, 32}, {16, 256, 16}, {64, 64, 64}};
  for (auto [m, k, n] : shapes)
    if (int status = multiply(m, k, n))
      return status;
  return 0;
}
