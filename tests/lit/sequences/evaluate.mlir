// The evaluator: loops, carried values, branches, all the arithmetic, and what it refuses.
// RUN: aie-translate --aie-npu-to-binary --aie-output-binary=false --aie-set-argument=0=5 --aie-set-argument=1=3 %s | FileCheck %s
// RUN: aie-translate --aie-generate-txn-cpp --aie-txn-cpp-self-contained %s -o %t.cpp
// RUN: echo 'int main() { for (uint32_t w : aie_runtime::generate_txn_sequence(5, 3)) std::printf("%%08X\n", w); }' >> %t.cpp
// RUN: clang++ -std=c++17 -Wall -Wextra -Werror %t.cpp -o %t.program
// RUN: %t.program | FileCheck %s
// RUN: not aie-translate --aie-npu-to-binary --aie-set-argument=0=5 --aie-set-argument=1=0 %s 2>&1 | FileCheck %s --check-prefix=ZERO
// RUN: not aie-translate --aie-npu-to-binary --aie-set-argument=0=5 %s 2>&1 | FileCheck %s --check-prefix=MISSING
// RUN: not aie-translate --aie-npu-to-binary --aie-set-argument=0=5 --aie-set-argument=1=4294967296 %s 2>&1 | FileCheck %s --check-prefix=WIDE
// RUN: not aie-translate --aie-npu-to-binary --aie-set-argument=0=5 --aie-set-argument=1=1 --aie-set-argument=2=1 %s 2>&1 | FileCheck %s --check-prefix=MANY
// RUN: not aie-translate --aie-npu-to-binary --aie-set-argument=0=999999999999 --aie-set-argument=1=1 %s 2>&1 | FileCheck %s --check-prefix=LONG
// RUN: not aie-translate --aie-npu-to-binary --aie-set-argument=0 %s 2>&1 | FileCheck %s --check-prefix=SYNTAX

// ZERO: error: 'arith.divsi' op division by zero
// MISSING: argument 1 of type 'i32' needs a value
// WIDE: value 4294967296 does not fit argument 1 of type 'i32'
// MANY: has no scalar argument 2
// LONG: the instruction stream does not end within reason
// SYNTAX: error: --aie-set-argument needs NUMBER=VALUE, not '0'

// Two writes and the header.
// CHECK:      06030100
// CHECK-NEXT: 00000104
// CHECK-NEXT: 00000002
// CHECK-NEXT: 00000040
// 0 + 1 + 2 + 3 + 4 goes to address 32 - 3 * 7.
// CHECK-NEXT: 00000000
// CHECK-NEXT: 00000000
// CHECK-NEXT: 0000000B
// CHECK-NEXT: 00000000
// CHECK-NEXT: 0000000A
// CHECK-NEXT: 00000018
// -7 / 3, less one, goes to ceil(7 / 3) + max(3, -7) + min(3, -7) + 7 + floor(-7 / 3).
// CHECK-NEXT: 00000000
// CHECK-NEXT: 00000000
// CHECK-NEXT: 00000003
// CHECK-NEXT: 00000000
// CHECK-NEXT: FFFFFFFD
// CHECK-NEXT: 00000018
aie.device(npu1) {
  aie.runtime_sequence(%n: index, %d: i32) {
    %zero = arith.constant 0 : index
    %one = arith.constant 1 : index
    %z = arith.constant 0 : i32
    %seven = arith.constant 7 : i32
    %m = arith.constant -7 : i32
    %base = arith.constant 32 : i32
    %sum, %count = scf.for %i = %zero to %n step %one iter_args(%s = %z, %c = %zero) -> (i32, index) {
      %v = arith.index_cast %i : index to i32
      %t = arith.addi %s, %v : i32
      %k = arith.addi %c, %one : index
      scf.yield %t, %k : i32, index
    }
    %product = arith.muli %d, %seven : i32
    %address = arith.subi %base, %product : i32
    aiex.npu.dyn_write32(%address, %sum) : i32, i32
    %q = arith.divsi %m, %d : i32
    %five = arith.constant 5 : index
    %all = arith.cmpi eq, %count, %five : index
    %less = scf.if %all -> i32 {
      %o = arith.constant 1 : i32
      scf.yield %o : i32
    } else {
      scf.yield %z : i32
    }
    %value = arith.subi %q, %less : i32
    %ceil = arith.ceildivsi %seven, %d : i32
    %floor = arith.floordivsi %m, %d : i32
    %big = arith.maxsi %d, %m : i32
    %small = arith.minsi %d, %m : i32
    %a = arith.addi %ceil, %big : i32
    %b = arith.addi %a, %small : i32
    %c = arith.addi %b, %seven : i32
    %to = arith.addi %c, %floor : i32
    aiex.npu.dyn_write32(%to, %value) : i32, i32
  }
}
