// Every form comes back as it is written here, also through the generic form and bytecode.
// RUN: aie-opt %s | FileCheck %s
// RUN: aie-opt %s --mlir-print-op-generic | aie-opt | FileCheck %s
// RUN: aie-opt %s --emit-bytecode | aie-opt | FileCheck %s

// CHECK-LABEL: aie.device(npu1_2col) @left {
aie.device(npu1_2col) @left {
  // CHECK-NEXT: %shim_noc_tile_0_0 = aie.tile(0, 0)
  // CHECK-NEXT: %mem_tile_0_1 = aie.tile(0, 1) {allocation_scheme = "bank-aware"}
  // CHECK-NEXT: %tile_0_2 = aie.tile(0, 2)
  // CHECK-NEXT: %tile_0_3 = aie.tile(0, 3)
  // CHECK-NEXT: %logical_core = aie.logical_tile<CoreTile>(?, 2)
  %0 = aie.tile(0, 0)
  %1 = aie.tile(0, 1) {allocation_scheme = "bank-aware"}
  %2 = aie.tile(0, 2)
  %3 = aie.tile(0, 3)
  %4 = aie.logical_tile<CoreTile>(?, 2)

  // CHECK: %a_buf = aie.buffer(%tile_0_2) {address = 1024 : i32, sym_name = "a_buf"} : memref<2xi32> = dense<[1, 2]>
  // CHECK: %buffer_0_2 = aie.buffer(%tile_0_2) : memref<64xi32>{{ $}}
  // CHECK: %ext = aie.external_buffer {sym_name = "ext"} : memref<64xi32>
  // CHECK: %lock_0_2 = aie.lock(%tile_0_2, 3) {init = 1 : i32}
  // CHECK: %mylock = aie.lock(%tile_0_2) {sym_name = "mylock"}
  %5 = aie.buffer(%2) {address = 1024 : i32, sym_name = "a_buf"} : memref<2xi32> = dense<[1, 2]>
  %6 = aie.buffer(%2) : memref<64xi32>
  %7 = aie.external_buffer {sym_name = "ext"} : memref<64xi32>
  %8 = aie.lock(%2, 3) {init = 1 : i32}
  %9 = aie.lock(%2) {sym_name = "mylock"}

  // CHECK: %core_0_2 = aie.core(%tile_0_2) {
  // CHECK:   aie.use_lock(%mylock, AcquireGreaterEqual, 1)
  // CHECK:   aie.use_lock(%mylock, Acquire, 1, Blocking)
  // CHECK:   aie.use_lock(%mylock, Release, 1) {acq_en = false}
  // CHECK:   aie.event(1)
  // CHECK:   aie.get_cascade() : vector<16xi32>
  // CHECK:   aie.end
  // CHECK: } {dynamic_objfifo_lowering = false, link_files = ["k.o"], stack_size = 2048 : i32}
  %10 = aie.core(%2) {
    aie.use_lock(%9, AcquireGreaterEqual, 1)
    aie.use_lock(%9, "Acquire", 1, "Blocking")
    aie.use_lock(%9, Release, 1) {acq_en = false}
    aie.event(1)
    %c = aie.get_cascade() : vector<16xi32>
    aie.end
  } {dynamic_objfifo_lowering = false, link_files = ["k.o"], stack_size = 2048 : i32}

  // CHECK: %mem_0_2 = aie.mem(%tile_0_2) {
  // CHECK:   aie.dma_start(MM2S, 1, ^bb1, ^bb2, repeat_count = 3)
  // CHECK:   aie.dma_bd(%buffer_0_2 : memref<64xi32>, 0, 64, [<size = 8, stride = 1>, <size = 8, stride = 8>]) {bd_id = 2 : i32, packet = #aie.packet_info<pkt_type = 0, pkt_id = 3>}
  // CHECK:   aie.next_bd ^bb1
  %11 = aie.mem(%2) {
    %s = aie.dma_start(MM2S, 1, ^bd, ^end, repeat_count = 3)
  ^bd:
    aie.dma_bd(%6 : memref<64xi32>, 0, 64, [<stride = 1, size = 8>, #aie.bd_dim_layout<size = 8, stride = 8>]) {bd_id = 2 : i32, packet = #aie.packet_info<pkt_id = 3, pkt_type = 0>}
    aie.next_bd ^bd
  ^end:
    aie.end
  }

  // CHECK: aie.shim_dma_allocation @t0(%shim_noc_tile_0_0, S2MM, 1, <pkt_type = 0, pkt_id = 5>) {plio = true}
  aie.shim_dma_allocation @t0(%0, S2MM, 1, <pkt_type = 0, pkt_id = 5>) {plio = true}

  // CHECK: %switchbox_0_2 = aie.switchbox(%tile_0_2) {
  // CHECK:   aie.connect<DMA : 0, North : 1>
  // CHECK:   %[[A:.*]] = aie.amsel<5> (3)
  // CHECK:   aie.masterset(South : 0, %[[A]]) {keep_pkt_header = true}
  // CHECK:   aie.packet_rules(East : 2) {
  // CHECK:     aie.rule(31, -56, %[[A]])
  %12 = aie.switchbox(%2) {
    aie.connect<DMA : 0, North : 1>
    %a = aie.amsel<5> (3)
    %m = aie.masterset(South : 0, %a) {keep_pkt_header = true}
    aie.packet_rules(East : 2) {
      aie.rule(31, 200, %a)
    }
  }
  // CHECK: aie.packet_flow(16) {
  // CHECK:   aie.packet_source<%tile_0_2, DMA : 0>
  // CHECK:   aie.packet_dest<%tile_0_3, DMA : 0>
  // CHECK: } {keep_pkt_header = true}
  aie.packet_flow(16) {
    aie.packet_source<%2, DMA : 0>
    aie.packet_dest<%3, DMA : 0>
  } {keep_pkt_header = true}

  // CHECK: aie.objectfifo @of1(%tile_0_2 dimensionsToStream [<size = 4, stride = 4>, <size = 4, stride = 1>], {%tile_0_3 dimensionsFromStream [<size = 16, stride = 1>], %mem_tile_0_1}, [2, 2, 3]) {via_DMA = true} : !aie.objectfifo<memref<16xi32>>
  // CHECK: aie.objectfifo @of2(%tile_0_2, {%tile_0_3}, 2 : i32) : !aie.objectfifo<memref<2xi32>> = [dense<[0, 1]> : memref<2xi32>, dense<7> : memref<2xi32>]
  aie.objectfifo @of1(%2 dimensionsToStream [<size = 4, stride = 4>, <size = 4, stride = 1>], {%3 dimensionsFromStream [<size = 16, stride = 1>], %1 dimensionsFromStream []}, [2, 2, 3]) {via_DMA = true} : !aie.objectfifo<memref<16xi32>>
  aie.objectfifo @of2(%2, {%3}, 2 : i32) : !aie.objectfifo<memref<2xi32>> = [dense<[0, 1]> : memref<2xi32>, dense<7> : memref<2xi32>]

  // CHECK: aie.trace @tr(%tile_0_2) {
  // CHECK:   aie.trace.mode "Event-Time"
  // CHECK:   aie.trace.event <CoreEventAIE2::LOCK_STALL> label = "start"
  // CHECK:   aie.trace.port<0> port = North channel = 1 direction = S2MM
  // CHECK:   aie.trace.edge_event<0> event = <"LOCK_STALL"> trigger = RISING
  // CHECK:   aie.trace.stop event = <"NONE">
  aie.trace @tr(%2) {
    aie.trace.mode "Event-Time"
    aie.trace.event<"CoreEventAIE2::LOCK_STALL"> label="start"
    aie.trace.port<0> port=North channel=1 direction=S2MM
    aie.trace.edge_event<0> event=<"LOCK_STALL"> trigger=RISING
    aie.trace.start broadcast=15
    aie.trace.stop event=<"NONE">
  }
  // CHECK: aie.trace.reg register = "Trace_Control0" field = "Mode" value = -16711936 mask = 255 comment = "c"
  aie.trace.config @cfg(%2) packet_type = core {
    aie.trace.reg register = "Trace_Control0" field = "Mode" value = 0xFF00FF00 mask = 255 comment = "c"
  }

  // CHECK: aie.runtime_sequence @main(%arg0: memref<64xi32>) {
  // CHECK:   aie.trace.host_config buffer_size = 8192 arg_idx = -1
  aie.runtime_sequence @main(%arg0: memref<64xi32>) {
    aie.trace.host_config buffer_size = 8192 arg_idx = -1 routing = single
  }
}
