// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Multiplies 16,384 integers by the parameter that the design's sequence sets, -7.
#include "Example.h"

int main() {
  example::WorkFolder folder;
  std::vector<int32_t> in(16384), wanted(16384);
  for (size_t i = 0; i < in.size(); ++i) {
    in[i] = static_cast<int32_t>(i * i) - 100000;
    wanted[i] = static_cast<int32_t>(static_cast<uint32_t>(in[i]) * static_cast<uint32_t>(-7));
  }
  example::write("in.bin", in);

  example::run("aiecc --aie-generate-npu-insts --aie-generate-xclbin "
               "--npu-insts-name=insts.bin --xclbin-name=design.xclbin --host-program --no-compile "
               "--no-link " EXAMPLE_DIR "/design.mlir");
  example::run("aie-run --xclbin design.xclbin --insts insts.bin --in 0=in.bin --size 1=65536 "
               "--out 1=out.bin");
  return example::check("out", example::read<int32_t>("out.bin", in.size()), wanted);
}
