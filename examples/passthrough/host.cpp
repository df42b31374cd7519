// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Sends 256 KiB through the array and wants them back unchanged.
#include "Example.h"

int main() {
  example::WorkFolder folder;
  std::vector<uint32_t> words(65536);
  for (size_t i = 0; i < words.size(); ++i)
    words[i] = static_cast<uint32_t>(i) * 2654435761u;
  example::write("in.bin", words);

  example::run("aiecc --aie-generate-npu-insts --aie-generate-xclbin "
               "--npu-insts-name=insts.bin --xclbin-name=design.xclbin --host-program --no-compile "
               "--no-link " EXAMPLE_DIR "/design.mlir");
  example::run("aie-run --xclbin design.xclbin --insts insts.bin --in 0=in.bin --size 1=262144 "
               "--out 1=out.bin");
  return example::check("out", example::read<uint32_t>("out.bin", words.size()), words);
}
