// Objects come one at a time, so that a core which does not wait for one computes
// with an old one.
// RUN: python3 -c "import struct, sys; sys.stdout.buffer.write(struct.pack('<16i', *range(16)))" > %t.in
// RUN: aie-run %s --device each --in 0=%t.in --out 1=%t.each
// RUN: od -An -td4 -w64 -v %t.each | FileCheck %s --check-prefix=EACH
// RUN: aie-run %s --device once --in 0=%t.in --out 1=%t.once
// RUN: od -An -td4 -w64 -v %t.once | FileCheck %s --check-prefix=ONCE

// Either branch takes the object of its round.
// EACH: {{^ +}}100 101 102 103 104 105 106 107 208 209 210 211 212 213 214 215
// The object of the third round, and what is left of it in the fourth.
// ONCE: {{^ +}}0 0 0 0 0 0 0 0 100 101 102 103 100 101 102 103
module {
  aie.device(npu1_1col) @each {
    %shim = aie.tile(0, 0)
    %t = aie.tile(0, 2)
    aie.objectfifo @in(%shim, {%t}, 2 : i32) : !aie.objectfifo<memref<4xi32>>
    aie.objectfifo @out(%t, {%shim}, 2 : i32) : !aie.objectfifo<memref<4xi32>>
    aie.core(%t) {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %c2 = arith.constant 2 : index
      %c4 = arith.constant 4 : index
      %k100 = arith.constant 100 : i32
      %k200 = arith.constant 200 : i32
      scf.for %r = %c0 to %c4 step %c1 {
        %is = arith.cmpi slt, %r, %c2 : index
        %g = aie.objectfifo.acquire @out(Produce, 1) : !aie.objectfifosubview<memref<4xi32>>
        %d = aie.objectfifo.subview.access %g[0] : !aie.objectfifosubview<memref<4xi32>> -> memref<4xi32>
        scf.if %is {
          %s = aie.objectfifo.acquire @in(Consume, 1) : !aie.objectfifosubview<memref<4xi32>>
          %e = aie.objectfifo.subview.access %s[0] : !aie.objectfifosubview<memref<4xi32>> -> memref<4xi32>
          scf.for %w = %c0 to %c4 step %c1 {
            %v = memref.load %e[%w] : memref<4xi32>
            %sum = arith.addi %v, %k100 : i32
            memref.store %sum, %d[%w] : memref<4xi32>
          }
          aie.objectfifo.release @in(Consume, 1)
        } else {
          %s = aie.objectfifo.acquire @in(Consume, 1) : !aie.objectfifosubview<memref<4xi32>>
          %e = aie.objectfifo.subview.access %s[0] : !aie.objectfifosubview<memref<4xi32>> -> memref<4xi32>
          scf.for %w = %c0 to %c4 step %c1 {
            %v = memref.load %e[%w] : memref<4xi32>
            %sum = arith.addi %v, %k200 : i32
            memref.store %sum, %d[%w] : memref<4xi32>
          }
          aie.objectfifo.release @in(Consume, 1)
        }
        aie.objectfifo.release @out(Produce, 1)
      }
      aie.end
    } {dynamic_objfifo_lowering = true}
    aie.runtime_sequence(%in: memref<16xi32>, %out: memref<16xi32>) {
      aiex.npu.dma_memcpy_nd(%in[0, 0, 0, 0][1, 1, 1, 4][0, 0, 0, 1]) {id = 0 : i64, metadata = @in, issue_token = true} : memref<16xi32>
      aiex.npu.dma_memcpy_nd(%out[0, 0, 0, 0][1, 1, 1, 4][0, 0, 0, 1]) {id = 1 : i64, metadata = @out, issue_token = true} : memref<16xi32>
      aiex.npu.dma_wait {symbol = @in}
      aiex.npu.dma_wait {symbol = @out}
      aiex.npu.dma_memcpy_nd(%in[0, 0, 0, 4][1, 1, 1, 4][0, 0, 0, 1]) {id = 0 : i64, metadata = @in, issue_token = true} : memref<16xi32>
      aiex.npu.dma_memcpy_nd(%out[0, 0, 0, 4][1, 1, 1, 4][0, 0, 0, 1]) {id = 1 : i64, metadata = @out, issue_token = true} : memref<16xi32>
      aiex.npu.dma_wait {symbol = @in}
      aiex.npu.dma_wait {symbol = @out}
      aiex.npu.dma_memcpy_nd(%in[0, 0, 0, 8][1, 1, 1, 4][0, 0, 0, 1]) {id = 0 : i64, metadata = @in, issue_token = true} : memref<16xi32>
      aiex.npu.dma_memcpy_nd(%out[0, 0, 0, 8][1, 1, 1, 4][0, 0, 0, 1]) {id = 1 : i64, metadata = @out, issue_token = true} : memref<16xi32>
      aiex.npu.dma_wait {symbol = @in}
      aiex.npu.dma_wait {symbol = @out}
      aiex.npu.dma_memcpy_nd(%in[0, 0, 0, 12][1, 1, 1, 4][0, 0, 0, 1]) {id = 0 : i64, metadata = @in, issue_token = true} : memref<16xi32>
      aiex.npu.dma_memcpy_nd(%out[0, 0, 0, 12][1, 1, 1, 4][0, 0, 0, 1]) {id = 1 : i64, metadata = @out, issue_token = true} : memref<16xi32>
      aiex.npu.dma_wait {symbol = @in}
      aiex.npu.dma_wait {symbol = @out}
    }
  }
  aie.device(npu1_1col) @once {
    %shim = aie.tile(0, 0)
    %t = aie.tile(0, 2)
    aie.objectfifo @in(%shim, {%t}, 1 : i32) : !aie.objectfifo<memref<4xi32>>
    aie.objectfifo @out(%t, {%shim}, 1 : i32) : !aie.objectfifo<memref<4xi32>>
    aie.core(%t) {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %c2 = arith.constant 2 : index
      %c4 = arith.constant 4 : index
      %k100 = arith.constant 100 : i32
      %k200 = arith.constant 200 : i32
      scf.for %r = %c0 to %c4 step %c1 {
        %is = arith.cmpi eq, %r, %c2 : index
        %g = aie.objectfifo.acquire @out(Produce, 1) : !aie.objectfifosubview<memref<4xi32>>
        %d = aie.objectfifo.subview.access %g[0] : !aie.objectfifosubview<memref<4xi32>> -> memref<4xi32>
        scf.if %is {
          %s = aie.objectfifo.acquire @in(Consume, 1) : !aie.objectfifosubview<memref<4xi32>>
          %e = aie.objectfifo.subview.access %s[0] : !aie.objectfifosubview<memref<4xi32>> -> memref<4xi32>
          scf.for %w = %c0 to %c4 step %c1 {
            %v = memref.load %e[%w] : memref<4xi32>
            %sum = arith.addi %v, %k100 : i32
            memref.store %sum, %d[%w] : memref<4xi32>
          }
        }
        aie.objectfifo.release @out(Produce, 1)
      }
      aie.objectfifo.release @in(Consume, 1)
      aie.end
    }
    aie.runtime_sequence(%in: memref<16xi32>, %out: memref<16xi32>) {
      aiex.npu.dma_memcpy_nd(%out[0, 0, 0, 0][1, 1, 1, 4][0, 0, 0, 1]) {id = 1 : i64, metadata = @out, issue_token = true} : memref<16xi32>
      aiex.npu.dma_wait {symbol = @out}
      aiex.npu.dma_memcpy_nd(%out[0, 0, 0, 4][1, 1, 1, 4][0, 0, 0, 1]) {id = 1 : i64, metadata = @out, issue_token = true} : memref<16xi32>
      aiex.npu.dma_wait {symbol = @out}
      aiex.npu.dma_memcpy_nd(%out[0, 0, 0, 8][1, 1, 1, 4][0, 0, 0, 1]) {id = 1 : i64, metadata = @out, issue_token = true} : memref<16xi32>
      aiex.npu.dma_memcpy_nd(%in[0, 0, 0, 0][1, 1, 1, 4][0, 0, 0, 1]) {id = 0 : i64, metadata = @in, issue_token = true} : memref<16xi32>
      aiex.npu.dma_wait {symbol = @in}
      aiex.npu.dma_wait {symbol = @out}
      aiex.npu.dma_memcpy_nd(%out[0, 0, 0, 12][1, 1, 1, 4][0, 0, 0, 1]) {id = 1 : i64, metadata = @out, issue_token = true} : memref<16xi32>
      aiex.npu.dma_wait {symbol = @out}
    }
  }
}
