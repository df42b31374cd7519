// A core without a place keeps off the places that others name or use.
// RUN: aie-opt --aie-place-tiles --split-input-file %s | FileCheck %s

// CHECK-LABEL: @named_later
// CHECK-DAG: %[[FREE:.*]] = aie.tile(0, 3)
// CHECK-DAG: %[[NAMED:.*]] = aie.tile(0, 2)
// CHECK: aie.core(%[[FREE]])
// CHECK: aie.core(%[[NAMED]])
module @named_later {
  aie.device(npu1) {
    %free = aie.logical_tile<CoreTile>(?, ?)
    %named = aie.logical_tile<CoreTile>(0, 2)
    %0 = aie.core(%free) {
      aie.end
    }
    %1 = aie.core(%named) {
      aie.end
    }
  }
}

// -----

// CHECK-LABEL: @used
// CHECK: %[[FREE:.*]] = aie.tile(0, 3)
// CHECK: %[[USED:.*]] = aie.tile(0, 2)
// CHECK: aie.core(%[[USED]])
// CHECK: aie.core(%[[FREE]])
module @used {
  aie.device(npu1) {
    %used = aie.tile(0, 2)
    %free = aie.logical_tile<CoreTile>(?, ?)
    %0 = aie.core(%used) {
      aie.end
    }
    %1 = aie.core(%free) {
      aie.end
    }
  }
}

// -----

// A tile that is there already may stand below its new users.
// CHECK-LABEL: @below
// CHECK: %[[T:.*]] = aie.tile(1, 3)
// CHECK-NEXT: aie.core(%[[T]])
// CHECK-NOT: aie.tile
module @below {
  aie.device(npu1) {
    %l = aie.logical_tile<CoreTile>(1, 3)
    %0 = aie.core(%l) {
      aie.end
    }
    %t = aie.tile(1, 3)
  }
}
