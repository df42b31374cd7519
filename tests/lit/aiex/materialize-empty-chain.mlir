// RUN: not aie-opt --aie-materialize-bd-chains %s 2>&1 | FileCheck %s

// CHECK: error: 'aiex.dma_start_bd_chain' op symbol does not reference valid BD chain
aie.device(npu1) {
  %t = aie.tile(0, 0)
  aie.bd_chain @q() {
  }
  aie.runtime_sequence() {
    %0 = aiex.dma_start_bd_chain @q() : () on (%t, S2MM, 0)
  }
}
