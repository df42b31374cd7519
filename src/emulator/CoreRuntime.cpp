//===- CoreRuntime.cpp - What core programs call ----------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The functions that a core's object may leave undefined (formats/HostProgram.h),
// and their addresses by name. Two have signatures of LLVM IR that C++ cannot say:
//
// `{i32, i32} get_ss()` returns in eax and edx, and a C++ struct of two 64-bit
// numbers comes back in rax and rdx.
//
// `<16 x i32>` goes in and out in xmm0 to xmm3 when LLVM has no wider registers.
// As parameters that is four __m128i; as a result C++ has nothing that comes back
// in four registers, so a few instructions load them.
//
// Conversions to bfloat16 and half are compiler-runtime calls that not every
// compiler's runtime has; they take and return the low bits of xmm0.
//
//===----------------------------------------------------------------------===//
#include "emulator/CoreRuntime.h"
#include "emulator/Array.h"
#include "emulator/Core.h"
#include "emulator/Tile.h"
#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/bit.h"
#include "llvm/Support/raw_ostream.h"
#include <cstring>

using tilewright::emulator::CascadeValue;
using tilewright::emulator::Core;

//===--- Locks, streams, cascade ------------------------------------------===//

extern "C" {
static void tilewright_acquire(int32_t lock, int32_t value) {
  Core::running()->acquire(lock, value);
}
static void tilewright_release(int32_t lock, int32_t value) {
  Core::running()->release(lock, value);
}
static void tilewright_put_ms(int32_t value, int32_t last) {
  Core::running()->put(value, last != 0);
}

struct TwoRegisters {
  uint64_t first, second;
};
static TwoRegisters tilewright_get_ss() {
  auto word = Core::running()->get();
  return {word.value, word.last};
}

static void tilewright_put_cascade(const int32_t *words) {
  CascadeValue value;
  std::memcpy(value.data(), words, sizeof value);
  Core::running()->putCascade(value);
}
__attribute__((used)) void tilewright_get_cascade(int32_t *words) {
  CascadeValue value = Core::running()->getCascade();
  std::memcpy(words, value.data(), sizeof value);
}

static void tilewright_event(int32_t) {}
static void tilewright_set_ctrl_reg(int32_t reg, int32_t value) {
  Core::running()->setControlRegister(reg, value);
}
static int32_t tilewright_get_ctrl_reg(int32_t reg) {
  return Core::running()->controlRegister(reg);
}
static void tilewright_debug_i32(int32_t value) {
  llvm::errs() << Core::running()->describe() << ": debug " << value << '\n';
}

// What would end this process, as if the run had succeeded or crashed. Nobody
// registers unwind tables for the cores' code, so a throw can reach no handler.
[[noreturn]] static void coreExit(int) { Core::running()->giveUp("called exit"); }
[[noreturn]] static void coreAbort() { Core::running()->giveUp("called abort"); }
[[noreturn]] static void coreTerminate() { Core::running()->giveUp("called std::terminate"); }
[[noreturn]] static void coreThrow(void *, void *, void *) {
  Core::running()->giveUp("threw an exception");
}
[[noreturn]] static void coreAssertFail(const char *, const char *, unsigned, const char *) {
  Core::running()->giveUp("failed an assertion");
}
} // extern "C"

//===--- Vectors in registers (x86-64) ------------------------------------===//

#if defined(__x86_64__)
#include <emmintrin.h>
extern "C" {
static void tilewright_mcd_write_vec(__m128i a, __m128i b, __m128i c, __m128i d, int32_t) {
  alignas(16) int32_t words[16];
  __m128i parts[] = {a, b, c, d};
  for (unsigned i = 0; i < 4; ++i)
    _mm_store_si128(reinterpret_cast<__m128i *>(words + 4 * i), parts[i]);
  tilewright_put_cascade(words);
}
void tilewright_scd_read_vec();
}
asm(R"(
    .text
    .p2align 4
    .hidden tilewright_scd_read_vec
    .globl tilewright_scd_read_vec
    .type tilewright_scd_read_vec, @function
tilewright_scd_read_vec:
    subq $72, %rsp
    movq %rsp, %rdi
    call tilewright_get_cascade@PLT
    movups (%rsp), %xmm0
    movups 16(%rsp), %xmm1
    movups 32(%rsp), %xmm2
    movups 48(%rsp), %xmm3
    addq $72, %rsp
    ret
    .size tilewright_scd_read_vec, . - tilewright_scd_read_vec
)");
#endif

//===--- Compiler runtime -------------------------------------------------===//

/// Narrows to a 16-bit format, to the nearest, ties to even, and puts the bits
/// where a 16-bit float is returned.
template <typename From> static float narrow(From value, const llvm::fltSemantics &format) {
  llvm::APFloat number(value);
  bool inexact;
  number.convert(format, llvm::APFloat::rmNearestTiesToEven, &inexact);
  return llvm::bit_cast<float>(static_cast<uint32_t>(number.bitcastToAPInt().getZExtValue()));
}
/// The same for the common case, without the detour.
static float narrowToBFloat(float value) {
  auto bits = llvm::bit_cast<uint32_t>(value);
  uint32_t rounded =
      value != value ? (bits >> 16 | 0x40) : (bits + 0x7FFF + (bits >> 16 & 1)) >> 16;
  return llvm::bit_cast<float>(rounded);
}
static float narrowToBFloat(double value) { return narrow(value, llvm::APFloat::BFloat()); }
static float narrowToHalf(float value) { return narrow(value, llvm::APFloat::IEEEhalf()); }
static float narrowDoubleToHalf(double value) { return narrow(value, llvm::APFloat::IEEEhalf()); }
static float widenHalf(float bits) {
  llvm::APFloat number(llvm::APFloat::IEEEhalf(),
                       llvm::APInt(16, llvm::bit_cast<uint32_t>(bits) & 0xFFFF));
  bool inexact;
  number.convert(llvm::APFloat::IEEEsingle(), llvm::APFloat::rmNearestTiesToEven, &inexact);
  return number.convertToFloat();
}

//===--- The table --------------------------------------------------------===//

namespace tilewright::emulator {

llvm::ArrayRef<RuntimeFunction> runtimeFunctions() {
  using FromFloat = float (*)(float);
  using FromDouble = float (*)(double);
#define ENTRY(NAME)                                                                                \
  {                                                                                                \
    #NAME, reinterpret_cast<void *>(NAME)                                                          \
  }
  static const RuntimeFunction table[] = {
      ENTRY(tilewright_acquire),
      ENTRY(tilewright_release),
      ENTRY(tilewright_put_ms),
      ENTRY(tilewright_get_ss),
      ENTRY(tilewright_put_cascade),
      ENTRY(tilewright_get_cascade),
#if defined(__x86_64__)
      ENTRY(tilewright_mcd_write_vec),
      ENTRY(tilewright_scd_read_vec),
#endif
      ENTRY(tilewright_event),
      ENTRY(tilewright_set_ctrl_reg),
      ENTRY(tilewright_get_ctrl_reg),
      ENTRY(tilewright_debug_i32),
      {"exit", reinterpret_cast<void *>(coreExit)},
      {"_exit", reinterpret_cast<void *>(coreExit)},
      {"_Exit", reinterpret_cast<void *>(coreExit)},
      {"quick_exit", reinterpret_cast<void *>(coreExit)},
      {"abort", reinterpret_cast<void *>(coreAbort)},
      {"_ZSt9terminatev", reinterpret_cast<void *>(coreTerminate)},
      {"__cxa_throw", reinterpret_cast<void *>(coreThrow)},
      {"__assert_fail", reinterpret_cast<void *>(coreAssertFail)},
      {"__truncsfbf2", reinterpret_cast<void *>(static_cast<FromFloat>(narrowToBFloat))},
      {"__truncdfbf2", reinterpret_cast<void *>(static_cast<FromDouble>(narrowToBFloat))},
      {"__truncsfhf2", reinterpret_cast<void *>(narrowToHalf)},
      {"__truncdfhf2", reinterpret_cast<void *>(narrowDoubleToHalf)},
      {"__extendhfsf2", reinterpret_cast<void *>(widenHalf)},
  };
#undef ENTRY
  return table;
}

} // namespace tilewright::emulator
