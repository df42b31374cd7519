// The driver writes C++ in place of the instructions of dynamic sequences, a file per name.
// RUN: rm -rf %t && mkdir -p %t/one %t/all
// RUN: aiecc --aie-generate-txn-cpp --aie-generate-npu-insts --no-compile --no-link --tmpdir=%t/prj --output-dir=%t/one %s
// RUN: FileCheck %s --check-prefix=GROW --input-file=%t/one/main_grow_txn.cpp
// RUN: FileCheck %s --check-prefix=SECOND --input-file=%t/one/second_grow_txn.cpp
// RUN: test -f %t/one/main_fixed.bin
// RUN: not ls %t/one/main_fixed_txn.cpp %t/one/main_grow.bin
// RUN: aiecc --aie-generate-txn-cpp --txn-cpp-name=all.cpp --aie-txn-cpp-self-contained --no-compile --no-link --tmpdir=%t/prj --output-dir=%t/all %s
// RUN: FileCheck %s --check-prefix=ALL --input-file=%t/all/all.cpp
// RUN: clang++ -std=c++17 -Wall -Wextra -Werror -c %t/all/all.cpp -o %t/all/all.o
// RUN: aiecc --aie-generate-txn-cpp --txn-cpp-name=chosen.cpp --device-name=second --no-compile --no-link --tmpdir=%t/prj --output-dir=%t/all %s
// RUN: FileCheck %s --check-prefix=CHOSEN --input-file=%t/all/chosen.cpp
// RUN: not aiecc --aie-generate-txn-cpp --sequence-name=fixed --no-compile --no-link --tmpdir=%t/prj --output-dir=%t/no %s 2>&1 | FileCheck %s --check-prefix=NONE
// RUN: not aiecc --aie-generate-npu-insts --no-compile --no-link --tmpdir=%t/prj --output-dir=%t/no %s 2>&1 | FileCheck %s --check-prefix=VALUES
// RUN: not aiecc --aie-generate-txn-cpp --txn-cpp-name=%t/none/x.cpp --no-compile --no-link --tmpdir=%t/prj %s 2>&1 | FileCheck %s --check-prefix=FOLDER

// GROW: #include "npu_instructions/npu_instructions.h"
// GROW-NOT: std::vector<uint32_t> generate_txn_fixed
// GROW: std::vector<uint32_t> generate_txn_grow(size_t [[N:v[0-9]+]]) {
// GROW: aie::npu::prependHeader(txn, 6, 4, 3, 1);
// SECOND: std::vector<uint32_t> generate_txn_grow(int32_t {{.*}}, bool {{.*}}) {
// SECOND: aie::npu::prependHeader(txn, 6, 8, 4, 1);
// ALL-NOT: #include "npu_instructions
// ALL: generate_txn_main_grow(size_t
// ALL-NOT: generate_txn_main_fixed
// ALL: generate_txn_second_grow(int32_t
// CHOSEN-NOT: size_t
// CHOSEN: generate_txn_grow(int32_t
// NONE: Error: --aie-generate-txn-cpp: the design has no dynamic runtime sequence (scf.for, scf.if or aiex.npu.dyn_*) named 'fixed'
// VALUES: error: 'aie.runtime_sequence' op has scalar arguments, so its instructions are known at run time only; use --aie-generate-txn-cpp
// FOLDER: Error: {{.*}}none/x.cpp
aie.device(npu1) {
  aie.runtime_sequence @grow(%n: index) {
    aiex.npu.dyn_write32(%n, %n) : index, index
  }
  aie.runtime_sequence @fixed() {
    aiex.npu.write32 {address = 4 : ui32, value = 5 : ui32}
  }
}
aie.device(npu2) @second {
  aie.runtime_sequence @grow(%v: i32, %flag: i1) {
    scf.if %flag {
      aiex.npu.dyn_write32(%v, %v) : i32, i32
    }
  }
}
