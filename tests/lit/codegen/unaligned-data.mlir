// Initial values that begin or end inside a word touch no other byte of it.
// RUN: rm -rf %t && mkdir %t && cd %t && aie-translate --aie-generate-cdo %s
// RUN: aie-inspect main_aie_cdo_init.bin | FileCheck %s
aie.device(npu1) {
  %t = aie.tile(0, 2)
  %m = aie.tile(0, 1)
  // CHECK:      tile (0,2) data memory 0x400 = 0x3020100 under mask 0xffffff00
  // CHECK-NEXT: tile (0,2) data memory 0x404: 1 word(s): 07060504
  // CHECK-NEXT: tile (0,2) data memory 0x408 = 0x908 under mask 0xffff
  %a = aie.buffer(%t) {sym_name = "a", address = 0x401 : i32} : memref<9xi8> = dense<[1, 2, 3, 4, 5, 6, 7, 8, 9]>
  // CHECK-NEXT: tile (0,2) data memory 0x408 = 0xa000000 under mask 0xff000000
  %b = aie.buffer(%t) {sym_name = "b", address = 0x40B : i32} : memref<1xi8> = dense<[10]>
  // CHECK-NEXT: tile (0,2) data memory 0x410 = 0xc0b00 under mask 0xffff00
  %c = aie.buffer(%t) {sym_name = "c", address = 0x411 : i32} : memref<2xi8> = dense<[11, 12]>
  // CHECK-NEXT: tile (0,1) data memory 0x0 = 0xfffe0000 under mask 0xffff0000
  // CHECK-NEXT: tile (0,1) data memory 0x4: 1 word(s): fffcfffd
  %d = aie.buffer(%m) {sym_name = "d", address = 0x2 : i32} : memref<3xi16> = dense<[-2, -3, -4]>
}
