// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// C = A x B on 64 x 64 integers.
#include "Example.h"

int main() {
  constexpr int n = 64;
  example::WorkFolder folder;
  std::vector<int32_t> a(n * n), b(n * n), wanted(n * n);
  for (int i = 0; i < n * n; ++i) {
    a[i] = (i * 7919) % 1009 - 500;
    b[i] = (i * 104729) % 997 - 498;
  }
  for (int i = 0; i < n; ++i)
    for (int k = 0; k < n; ++k)
      for (int j = 0; j < n; ++j)
        wanted[i * n + j] += a[i * n + k] * b[k * n + j];
  example::write("a.bin", a);
  example::write("b.bin", b);

  example::run("aiecc --aie-generate-npu-insts --aie-generate-xclbin -j 0 "
               "--npu-insts-name=insts.bin --xclbin-name=design.xclbin --host-program --no-compile "
               "--no-link " EXAMPLE_DIR "/design.mlir");
  example::run("aie-run --xclbin design.xclbin --insts insts.bin --in 0=a.bin --in 1=b.bin --size "
               "2=16384 --out 2=c.bin");
  return example::check("C", example::read<int32_t>("c.bin", n * n), wanted);
}
