// What aie-run refuses, and cores that would end the process.

// RUN: rm -rf %t && mkdir -p %t && cd %t
// RUN: not aie-run %s --out 0=a --out 0=b 2>&1 | FileCheck %s --check-prefix=TWICE
// TWICE: --out 0 is given twice
// RUN: not aie-run %s --size 0=16 2>&1 | FileCheck %s --check-prefix=SIZE
// SIZE: --size is for --xclbin
// RUN: not aie-run %s --sequence huge 2>&1 | FileCheck %s --check-prefix=HUGE
// HUGE: argument 0 has {{[0-9]+}} bytes, more than this machine's memory can hold
// RUN: not aie-run %s --sequence run --out 0=o.bin 2>&1 | FileCheck %s --check-prefix=EXIT
// EXIT: core (0, 2) called exit
// RUN: not ls o.bin

// RUN: aiecc --no-compile --no-link --aie-generate-npu-insts --npu-insts-name=i.bin --sequence-name=run %s
// RUN: aiecc --no-compile --no-link --host-program --aie-generate-xclbin --xclbin-name=x.xclbin %s
// RUN: not aie-run --xclbin x.xclbin --insts i.bin --size 0=99999999999999999 2>&1 | FileCheck %s --check-prefix=ROOM
// ROOM: argument 0 has 99999999999999999 bytes
// RUN: not aie-run --xclbin x.xclbin --insts i.bin --in 4294967295=i.bin 2>&1 | FileCheck %s --check-prefix=NONE
// NONE: argument 4294967295 does not exist
// RUN: not aie-run --xclbin x.xclbin --insts i.bin --size 0=16 --set 1=1 2>&1 | FileCheck %s --check-prefix=SET
// SET: --device, --sequence and --set choose from a design
// RUN: sed s/npu1_1col/npu2_1col/ %s > other.mlir
// RUN: aiecc --no-compile --no-link --aie-generate-npu-insts --npu-insts-name=other.bin --sequence-name=run other.mlir
// RUN: not aie-run --xclbin x.xclbin --insts other.bin --size 0=16 2>&1 | FileCheck %s --check-prefix=OTHER
// OTHER: the instruction stream is for devices of generation 4, the xclbin for npu1_1col

aie.device(npu1_1col) {
  func.func private @exit(i32)
  %shim = aie.tile(0, 0)
  %worker = aie.tile(0, 2)
  aie.objectfifo @out(%worker, {%shim}, 1 : i32) : !aie.objectfifo<memref<4xi32>>
  aie.core(%worker) {
    %zero = arith.constant 0 : i32
    func.call @exit(%zero) : (i32) -> ()
    aie.end
  }
  aie.runtime_sequence @run(%a: memref<4xi32>) {
    aiex.npu.dma_memcpy_nd(%a[0, 0, 0, 0][1, 1, 1, 4][0, 0, 0, 1]) {id = 0 : i64, issue_token = true, metadata = @out} : memref<4xi32>
    aiex.npu.dma_wait {symbol = @out}
  }
  aie.runtime_sequence @huge(%a: memref<4611686018427387905x4xi32>) {
  }
}
