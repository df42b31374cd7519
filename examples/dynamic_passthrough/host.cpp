// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One configuration, one program, five lengths: the instructions are made here, at run time.
#include "Example.h"

namespace aie_runtime {
std::vector<uint32_t> generate_txn_lines(size_t count);
}

int main() {
  example::WorkFolder folder;
  example::run("aiecc --aie-generate-xclbin --xclbin-name=design.xclbin --host-program "
               "--no-compile --no-link " EXAMPLE_DIR "/design.mlir");
  for (size_t lines : {1, 7, 16, 100, 1024}) {
    std::vector<uint32_t> words(64 * lines);
    for (size_t i = 0; i < words.size(); ++i)
      words[i] = static_cast<uint32_t>(i + lines) * 2654435761u;
    example::write("in.bin", words);
    example::write("insts.bin", aie_runtime::generate_txn_lines(lines));
    example::run("aie-run --xclbin design.xclbin --insts insts.bin --in 0=in.bin --size 1=" +
                 std::to_string(4 * words.size()) + " --out 1=out.bin");
    std::string what = "out of " + std::to_string(lines) + " lines";
    if (int status =
            example::check(what.c_str(), example::read<uint32_t>("out.bin", words.size()), words))
      return status;
  }
  return 0;
}
