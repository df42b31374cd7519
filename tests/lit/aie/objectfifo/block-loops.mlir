// A loop of blocks is a loop: what its second round gets wrong is said.
// RUN: aie-opt --split-input-file --verify-diagnostics --aie-objectFifo-stateful-transform %s -o /dev/null
// RUN: sed 's|// expected-warning.*||' %s > %t.mlir
// RUN: aie-opt --split-input-file --verify-diagnostics --aie-objectFifo-stateful-transform=dynamic-objFifos %t.mlir -o /dev/null

// One object of two per round: every other round has the other buffer. A counter
// chooses the right one.
aie.device(npu2) {
  %m = aie.tile(0, 1)
  %t = aie.tile(0, 2)
  aie.objectfifo @one(%m, {%t}, 2 : i32) : !aie.objectfifo<memref<8xi8>>
  %core = aie.core(%t) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c14 = arith.constant 14 : index
    cf.br ^loop(%c0 : index)
  ^loop(%i: index):
    %s = aie.objectfifo.acquire @one(Consume, 1) : !aie.objectfifosubview<memref<8xi8>>
    aie.objectfifo.release @one(Consume, 1)
    %n = arith.addi %i, %c1 : index
    %more = arith.cmpi slt, %n, %c14 : index
    // expected-warning @below {{uses the wrong buffers of objectFIFO @one from its second round on: a round takes no multiple of its 2 objects}}
    cf.cond_br %more, ^loop(%n : index), ^exit
  ^exit:
    aie.end
  }
}

// -----

// Over two blocks, which go through the ring once: all is well.
aie.device(npu2) {
  %m = aie.tile(0, 1)
  %t = aie.tile(0, 2)
  aie.objectfifo @both(%m, {%t}, 2 : i32) : !aie.objectfifo<memref<8xi8>>
  %core = aie.core(%t) {
    cf.br ^first
  ^first:
    %s = aie.objectfifo.acquire @both(Consume, 1) : !aie.objectfifosubview<memref<8xi8>>
    aie.objectfifo.release @both(Consume, 1)
    cf.br ^second
  ^second:
    %u = aie.objectfifo.acquire @both(Consume, 1) : !aie.objectfifosubview<memref<8xi8>>
    aie.objectfifo.release @both(Consume, 1)
    cf.br ^first
  }
}

// -----

// One object more is held after each round: from the second on the core waits for
// one too many. No counter helps.
aie.device(npu2) {
  %m = aie.tile(0, 1)
  %t = aie.tile(0, 2)
  aie.objectfifo @window(%m, {%t}, 2 : i32) : !aie.objectfifo<memref<8xi8>>
  %core = aie.core(%t) {
    cf.br ^loop
  ^loop:
    %s = aie.objectfifo.acquire @window(Consume, 2) : !aie.objectfifosubview<memref<8xi8>>
    aie.objectfifo.release @window(Consume, 1)
    // expected-error @below {{waits for the wrong number of objects of objectFIFO @window from its second round on: a round finds 0 objects acquired and leaves 1}}
    cf.br ^loop
  }
}
