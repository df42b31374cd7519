// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// out[i] = in[i] * factor, in 32-bit wrapping arithmetic.
#include <cstdint>

extern "C" void scale(const int32_t *in, int32_t *out, const int32_t *factor, int32_t count) {
  for (int32_t i = 0; i < count; ++i)
    out[i] = static_cast<int32_t>(static_cast<uint32_t>(in[i]) * static_cast<uint32_t>(*factor));
}
