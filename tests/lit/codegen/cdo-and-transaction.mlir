// RUN: rm -rf %t && mkdir %t
// RUN: aie-translate --aie-generate-cdo --cdo-debug --work-dir-path=%t %s | FileCheck %s --check-prefix=CDO
// RUN: aie-opt --convert-aie-to-transaction %s | FileCheck %s --check-prefix=TXN

// The same configuration by both ways. They differ where a channel is enabled:
// a mask write that masks everything in a CDO, a plain write in a transaction.
aie.device(npu1_1col) {
  %t = aie.tile(0, 2)
  %b = aie.buffer(%t) {address = 0x1000 : i32} : memref<128xi32>
  %acq = aie.lock(%t, 2)
  %rel = aie.lock(%t, 3)
  %m = aie.mem(%t) {
    %0 = aie.dma_start(MM2S, 1, ^bd, ^end, repeat_count = 2)
  ^bd:
    aie.use_lock(%acq, AcquireGreaterEqual, 1)
    aie.dma_bd(%b : memref<128xi32>, 0, 64, [<size = 2, stride = 4>, <size = 8, stride = 16>, <size = 4, stride = 1>]) {bd_id = 0 : i32, next_bd_id = 1 : i32, packet = #aie.packet_info<pkt_type = 1, pkt_id = 5>}
    aie.use_lock(%rel, Release, 1)
    aie.next_bd ^end
  ^end:
    aie.end
  }
}
// CDO: Start Address: 0x000000000021D000  Size: 6
// CDO: is: 0x01000040
// CDO: is: 0x40290000
// CDO: is: 0x0001E000
// CDO: is: 0x01008003
// CDO: is: 0x00000000
// CDO: is: 0x0E047FE2
// CDO: (Write64): Address:  0x000000000021DE1C Data:  0x00020000
// CDO: (MaskWrite64): Address: 0x000000000021DE18  Mask: 0x00000000  Data: 0x00000001

// TXN: dense<[16777280, 1076428800, 122880, 16809987, 0, 235175906]>
// TXN: aiex.npu.blockwrite({{.*}}) {address = 2215936 : ui32}
// TXN-NEXT: aiex.npu.write32 {address = 2219548 : ui32, value = 131072 : ui32}
// TXN-NEXT: aiex.npu.write32 {address = 2219544 : ui32, value = 1 : ui32}
