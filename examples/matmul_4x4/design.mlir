// C = A x B, 64 x 64 integers, on 4 x 4 cores: the core in row r, column c makes the 16 x 16 block (r, c) of C.
// Row block r of A enters at column r and is broadcast along the cores of row r; column block c of B enters at
// column c and is broadcast up the cores of column c. The blocks of a column of C are joined in its memory tile.
!block = memref<16x16xi32>
!view = !aie.objectfifosubview<!block>
!strip = memref<64x16xi32>
!matrix = memref<64x64xi32>

aie.device(npu1) {
  %shim_0 = aie.tile(0, 0)
  %shim_1 = aie.tile(1, 0)
  %shim_2 = aie.tile(2, 0)
  %shim_3 = aie.tile(3, 0)
  %mem_0 = aie.tile(0, 1)
  %mem_1 = aie.tile(1, 1)
  %mem_2 = aie.tile(2, 1)
  %mem_3 = aie.tile(3, 1)
  %core_0_0 = aie.tile(0, 2)
  %core_1_0 = aie.tile(0, 3)
  %core_2_0 = aie.tile(0, 4)
  %core_3_0 = aie.tile(0, 5)
  %core_0_1 = aie.tile(1, 2)
  %core_1_1 = aie.tile(1, 3)
  %core_2_1 = aie.tile(1, 4)
  %core_3_1 = aie.tile(1, 5)
  %core_0_2 = aie.tile(2, 2)
  %core_1_2 = aie.tile(2, 3)
  %core_2_2 = aie.tile(2, 4)
  %core_3_2 = aie.tile(2, 5)
  %core_0_3 = aie.tile(3, 2)
  %core_1_3 = aie.tile(3, 3)
  %core_2_3 = aie.tile(3, 4)
  %core_3_3 = aie.tile(3, 5)

  aie.objectfifo @A_in_0(%shim_0, {%mem_0}, 2 : i32) : !aie.objectfifo<!block>
  aie.objectfifo @A_0(%mem_0, {%core_0_0, %core_0_1, %core_0_2, %core_0_3}, 2 : i32) : !aie.objectfifo<!block>
  aie.objectfifo.link [@A_in_0] -> [@A_0]([] [])
  aie.objectfifo @A_in_1(%shim_1, {%mem_1}, 2 : i32) : !aie.objectfifo<!block>
  aie.objectfifo @A_1(%mem_1, {%core_1_0, %core_1_1, %core_1_2, %core_1_3}, 2 : i32) : !aie.objectfifo<!block>
  aie.objectfifo.link [@A_in_1] -> [@A_1]([] [])
  aie.objectfifo @A_in_2(%shim_2, {%mem_2}, 2 : i32) : !aie.objectfifo<!block>
  aie.objectfifo @A_2(%mem_2, {%core_2_0, %core_2_1, %core_2_2, %core_2_3}, 2 : i32) : !aie.objectfifo<!block>
  aie.objectfifo.link [@A_in_2] -> [@A_2]([] [])
  aie.objectfifo @A_in_3(%shim_3, {%mem_3}, 2 : i32) : !aie.objectfifo<!block>
  aie.objectfifo @A_3(%mem_3, {%core_3_0, %core_3_1, %core_3_2, %core_3_3}, 2 : i32) : !aie.objectfifo<!block>
  aie.objectfifo.link [@A_in_3] -> [@A_3]([] [])
  aie.objectfifo @B_in_0(%shim_0, {%mem_0}, 2 : i32) : !aie.objectfifo<!block>
  aie.objectfifo @B_0(%mem_0, {%core_0_0, %core_1_0, %core_2_0, %core_3_0}, 2 : i32) : !aie.objectfifo<!block>
  aie.objectfifo.link [@B_in_0] -> [@B_0]([] [])
  aie.objectfifo @B_in_1(%shim_1, {%mem_1}, 2 : i32) : !aie.objectfifo<!block>
  aie.objectfifo @B_1(%mem_1, {%core_0_1, %core_1_1, %core_2_1, %core_3_1}, 2 : i32) : !aie.objectfifo<!block>
  aie.objectfifo.link [@B_in_1] -> [@B_1]([] [])
  aie.objectfifo @B_in_2(%shim_2, {%mem_2}, 2 : i32) : !aie.objectfifo<!block>
  aie.objectfifo @B_2(%mem_2, {%core_0_2, %core_1_2, %core_2_2, %core_3_2}, 2 : i32) : !aie.objectfifo<!block>
  aie.objectfifo.link [@B_in_2] -> [@B_2]([] [])
  aie.objectfifo @B_in_3(%shim_3, {%mem_3}, 2 : i32) : !aie.objectfifo<!block>
  aie.objectfifo @B_3(%mem_3, {%core_0_3, %core_1_3, %core_2_3, %core_3_3}, 2 : i32) : !aie.objectfifo<!block>
  aie.objectfifo.link [@B_in_3] -> [@B_3]([] [])
  aie.objectfifo @C_0_0(%core_0_0, {%mem_0}, 2 : i32) : !aie.objectfifo<!block>
  aie.objectfifo @C_1_0(%core_1_0, {%mem_0}, 2 : i32) : !aie.objectfifo<!block>
  aie.objectfifo @C_2_0(%core_2_0, {%mem_0}, 2 : i32) : !aie.objectfifo<!block>
  aie.objectfifo @C_3_0(%core_3_0, {%mem_0}, 2 : i32) : !aie.objectfifo<!block>
  aie.objectfifo @C_out_0(%mem_0, {%shim_0}, 2 : i32) : !aie.objectfifo<!strip>
  aie.objectfifo.link [@C_0_0, @C_1_0, @C_2_0, @C_3_0] -> [@C_out_0]([0, 256, 512, 768] [])
  aie.objectfifo @C_0_1(%core_0_1, {%mem_1}, 2 : i32) : !aie.objectfifo<!block>
  aie.objectfifo @C_1_1(%core_1_1, {%mem_1}, 2 : i32) : !aie.objectfifo<!block>
  aie.objectfifo @C_2_1(%core_2_1, {%mem_1}, 2 : i32) : !aie.objectfifo<!block>
  aie.objectfifo @C_3_1(%core_3_1, {%mem_1}, 2 : i32) : !aie.objectfifo<!block>
  aie.objectfifo @C_out_1(%mem_1, {%shim_1}, 2 : i32) : !aie.objectfifo<!strip>
  aie.objectfifo.link [@C_0_1, @C_1_1, @C_2_1, @C_3_1] -> [@C_out_1]([0, 256, 512, 768] [])
  aie.objectfifo @C_0_2(%core_0_2, {%mem_2}, 2 : i32) : !aie.objectfifo<!block>
  aie.objectfifo @C_1_2(%core_1_2, {%mem_2}, 2 : i32) : !aie.objectfifo<!block>
  aie.objectfifo @C_2_2(%core_2_2, {%mem_2}, 2 : i32) : !aie.objectfifo<!block>
  aie.objectfifo @C_3_2(%core_3_2, {%mem_2}, 2 : i32) : !aie.objectfifo<!block>
  aie.objectfifo @C_out_2(%mem_2, {%shim_2}, 2 : i32) : !aie.objectfifo<!strip>
  aie.objectfifo.link [@C_0_2, @C_1_2, @C_2_2, @C_3_2] -> [@C_out_2]([0, 256, 512, 768] [])
  aie.objectfifo @C_0_3(%core_0_3, {%mem_3}, 2 : i32) : !aie.objectfifo<!block>
  aie.objectfifo @C_1_3(%core_1_3, {%mem_3}, 2 : i32) : !aie.objectfifo<!block>
  aie.objectfifo @C_2_3(%core_2_3, {%mem_3}, 2 : i32) : !aie.objectfifo<!block>
  aie.objectfifo @C_3_3(%core_3_3, {%mem_3}, 2 : i32) : !aie.objectfifo<!block>
  aie.objectfifo @C_out_3(%mem_3, {%shim_3}, 2 : i32) : !aie.objectfifo<!strip>
  aie.objectfifo.link [@C_0_3, @C_1_3, @C_2_3, @C_3_3] -> [@C_out_3]([0, 256, 512, 768] [])

  func.func @clear(%c: !block) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c16 = arith.constant 16 : index
    %zero = arith.constant 0 : i32
    scf.for %i = %c0 to %c16 step %c1 {
      scf.for %j = %c0 to %c16 step %c1 {
        memref.store %zero, %c[%i, %j] : !block
      }
    }
    return
  }

  // c += a x b
  func.func @multiply(%a: !block, %b: !block, %c: !block) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c16 = arith.constant 16 : index
    scf.for %i = %c0 to %c16 step %c1 {
      scf.for %k = %c0 to %c16 step %c1 {
        %x = memref.load %a[%i, %k] : !block
        scf.for %j = %c0 to %c16 step %c1 {
          %y = memref.load %b[%k, %j] : !block
          %z = memref.load %c[%i, %j] : !block
          %product = arith.muli %x, %y : i32
          %sum = arith.addi %z, %product : i32
          memref.store %sum, %c[%i, %j] : !block
        }
      }
    }
    return
  }

  aie.core(%core_0_0) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c4 = arith.constant 4 : index
    %forever = arith.constant 0x7fffffff : index
    scf.for %round = %c0 to %forever step %c1 {
      %c_view = aie.objectfifo.acquire @C_0_0(Produce, 1) : !view
      %c = aie.objectfifo.subview.access %c_view[0] : !view -> !block
      func.call @clear(%c) : (!block) -> ()
      scf.for %k = %c0 to %c4 step %c1 {
        %a_view = aie.objectfifo.acquire @A_0(Consume, 1) : !view
        %b_view = aie.objectfifo.acquire @B_0(Consume, 1) : !view
        %a = aie.objectfifo.subview.access %a_view[0] : !view -> !block
        %b = aie.objectfifo.subview.access %b_view[0] : !view -> !block
        func.call @multiply(%a, %b, %c) : (!block, !block, !block) -> ()
        aie.objectfifo.release @A_0(Consume, 1)
        aie.objectfifo.release @B_0(Consume, 1)
      }
      aie.objectfifo.release @C_0_0(Produce, 1)
    }
    aie.end
  }
  aie.core(%core_1_0) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c4 = arith.constant 4 : index
    %forever = arith.constant 0x7fffffff : index
    scf.for %round = %c0 to %forever step %c1 {
      %c_view = aie.objectfifo.acquire @C_1_0(Produce, 1) : !view
      %c = aie.objectfifo.subview.access %c_view[0] : !view -> !block
      func.call @clear(%c) : (!block) -> ()
      scf.for %k = %c0 to %c4 step %c1 {
        %a_view = aie.objectfifo.acquire @A_1(Consume, 1) : !view
        %b_view = aie.objectfifo.acquire @B_0(Consume, 1) : !view
        %a = aie.objectfifo.subview.access %a_view[0] : !view -> !block
        %b = aie.objectfifo.subview.access %b_view[0] : !view -> !block
        func.call @multiply(%a, %b, %c) : (!block, !block, !block) -> ()
        aie.objectfifo.release @A_1(Consume, 1)
        aie.objectfifo.release @B_0(Consume, 1)
      }
      aie.objectfifo.release @C_1_0(Produce, 1)
    }
    aie.end
  }
  aie.core(%core_2_0) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c4 = arith.constant 4 : index
    %forever = arith.constant 0x7fffffff : index
    scf.for %round = %c0 to %forever step %c1 {
      %c_view = aie.objectfifo.acquire @C_2_0(Produce, 1) : !view
      %c = aie.objectfifo.subview.access %c_view[0] : !view -> !block
      func.call @clear(%c) : (!block) -> ()
      scf.for %k = %c0 to %c4 step %c1 {
        %a_view = aie.objectfifo.acquire @A_2(Consume, 1) : !view
        %b_view = aie.objectfifo.acquire @B_0(Consume, 1) : !view
        %a = aie.objectfifo.subview.access %a_view[0] : !view -> !block
        %b = aie.objectfifo.subview.access %b_view[0] : !view -> !block
        func.call @multiply(%a, %b, %c) : (!block, !block, !block) -> ()
        aie.objectfifo.release @A_2(Consume, 1)
        aie.objectfifo.release @B_0(Consume, 1)
      }
      aie.objectfifo.release @C_2_0(Produce, 1)
    }
    aie.end
  }
  aie.core(%core_3_0) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c4 = arith.constant 4 : index
    %forever = arith.constant 0x7fffffff : index
    scf.for %round = %c0 to %forever step %c1 {
      %c_view = aie.objectfifo.acquire @C_3_0(Produce, 1) : !view
      %c = aie.objectfifo.subview.access %c_view[0] : !view -> !block
      func.call @clear(%c) : (!block) -> ()
      scf.for %k = %c0 to %c4 step %c1 {
        %a_view = aie.objectfifo.acquire @A_3(Consume, 1) : !view
        %b_view = aie.objectfifo.acquire @B_0(Consume, 1) : !view
        %a = aie.objectfifo.subview.access %a_view[0] : !view -> !block
        %b = aie.objectfifo.subview.access %b_view[0] : !view -> !block
        func.call @multiply(%a, %b, %c) : (!block, !block, !block) -> ()
        aie.objectfifo.release @A_3(Consume, 1)
        aie.objectfifo.release @B_0(Consume, 1)
      }
      aie.objectfifo.release @C_3_0(Produce, 1)
    }
    aie.end
  }
  aie.core(%core_0_1) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c4 = arith.constant 4 : index
    %forever = arith.constant 0x7fffffff : index
    scf.for %round = %c0 to %forever step %c1 {
      %c_view = aie.objectfifo.acquire @C_0_1(Produce, 1) : !view
      %c = aie.objectfifo.subview.access %c_view[0] : !view -> !block
      func.call @clear(%c) : (!block) -> ()
      scf.for %k = %c0 to %c4 step %c1 {
        %a_view = aie.objectfifo.acquire @A_0(Consume, 1) : !view
        %b_view = aie.objectfifo.acquire @B_1(Consume, 1) : !view
        %a = aie.objectfifo.subview.access %a_view[0] : !view -> !block
        %b = aie.objectfifo.subview.access %b_view[0] : !view -> !block
        func.call @multiply(%a, %b, %c) : (!block, !block, !block) -> ()
        aie.objectfifo.release @A_0(Consume, 1)
        aie.objectfifo.release @B_1(Consume, 1)
      }
      aie.objectfifo.release @C_0_1(Produce, 1)
    }
    aie.end
  }
  aie.core(%core_1_1) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c4 = arith.constant 4 : index
    %forever = arith.constant 0x7fffffff : index
    scf.for %round = %c0 to %forever step %c1 {
      %c_view = aie.objectfifo.acquire @C_1_1(Produce, 1) : !view
      %c = aie.objectfifo.subview.access %c_view[0] : !view -> !block
      func.call @clear(%c) : (!block) -> ()
      scf.for %k = %c0 to %c4 step %c1 {
        %a_view = aie.objectfifo.acquire @A_1(Consume, 1) : !view
        %b_view = aie.objectfifo.acquire @B_1(Consume, 1) : !view
        %a = aie.objectfifo.subview.access %a_view[0] : !view -> !block
        %b = aie.objectfifo.subview.access %b_view[0] : !view -> !block
        func.call @multiply(%a, %b, %c) : (!block, !block, !block) -> ()
        aie.objectfifo.release @A_1(Consume, 1)
        aie.objectfifo.release @B_1(Consume, 1)
      }
      aie.objectfifo.release @C_1_1(Produce, 1)
    }
    aie.end
  }
  aie.core(%core_2_1) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c4 = arith.constant 4 : index
    %forever = arith.constant 0x7fffffff : index
    scf.for %round = %c0 to %forever step %c1 {
      %c_view = aie.objectfifo.acquire @C_2_1(Produce, 1) : !view
      %c = aie.objectfifo.subview.access %c_view[0] : !view -> !block
      func.call @clear(%c) : (!block) -> ()
      scf.for %k = %c0 to %c4 step %c1 {
        %a_view = aie.objectfifo.acquire @A_2(Consume, 1) : !view
        %b_view = aie.objectfifo.acquire @B_1(Consume, 1) : !view
        %a = aie.objectfifo.subview.access %a_view[0] : !view -> !block
        %b = aie.objectfifo.subview.access %b_view[0] : !view -> !block
        func.call @multiply(%a, %b, %c) : (!block, !block, !block) -> ()
        aie.objectfifo.release @A_2(Consume, 1)
        aie.objectfifo.release @B_1(Consume, 1)
      }
      aie.objectfifo.release @C_2_1(Produce, 1)
    }
    aie.end
  }
  aie.core(%core_3_1) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c4 = arith.constant 4 : index
    %forever = arith.constant 0x7fffffff : index
    scf.for %round = %c0 to %forever step %c1 {
      %c_view = aie.objectfifo.acquire @C_3_1(Produce, 1) : !view
      %c = aie.objectfifo.subview.access %c_view[0] : !view -> !block
      func.call @clear(%c) : (!block) -> ()
      scf.for %k = %c0 to %c4 step %c1 {
        %a_view = aie.objectfifo.acquire @A_3(Consume, 1) : !view
        %b_view = aie.objectfifo.acquire @B_1(Consume, 1) : !view
        %a = aie.objectfifo.subview.access %a_view[0] : !view -> !block
        %b = aie.objectfifo.subview.access %b_view[0] : !view -> !block
        func.call @multiply(%a, %b, %c) : (!block, !block, !block) -> ()
        aie.objectfifo.release @A_3(Consume, 1)
        aie.objectfifo.release @B_1(Consume, 1)
      }
      aie.objectfifo.release @C_3_1(Produce, 1)
    }
    aie.end
  }
  aie.core(%core_0_2) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c4 = arith.constant 4 : index
    %forever = arith.constant 0x7fffffff : index
    scf.for %round = %c0 to %forever step %c1 {
      %c_view = aie.objectfifo.acquire @C_0_2(Produce, 1) : !view
      %c = aie.objectfifo.subview.access %c_view[0] : !view -> !block
      func.call @clear(%c) : (!block) -> ()
      scf.for %k = %c0 to %c4 step %c1 {
        %a_view = aie.objectfifo.acquire @A_0(Consume, 1) : !view
        %b_view = aie.objectfifo.acquire @B_2(Consume, 1) : !view
        %a = aie.objectfifo.subview.access %a_view[0] : !view -> !block
        %b = aie.objectfifo.subview.access %b_view[0] : !view -> !block
        func.call @multiply(%a, %b, %c) : (!block, !block, !block) -> ()
        aie.objectfifo.release @A_0(Consume, 1)
        aie.objectfifo.release @B_2(Consume, 1)
      }
      aie.objectfifo.release @C_0_2(Produce, 1)
    }
    aie.end
  }
  aie.core(%core_1_2) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c4 = arith.constant 4 : index
    %forever = arith.constant 0x7fffffff : index
    scf.for %round = %c0 to %forever step %c1 {
      %c_view = aie.objectfifo.acquire @C_1_2(Produce, 1) : !view
      %c = aie.objectfifo.subview.access %c_view[0] : !view -> !block
      func.call @clear(%c) : (!block) -> ()
      scf.for %k = %c0 to %c4 step %c1 {
        %a_view = aie.objectfifo.acquire @A_1(Consume, 1) : !view
        %b_view = aie.objectfifo.acquire @B_2(Consume, 1) : !view
        %a = aie.objectfifo.subview.access %a_view[0] : !view -> !block
        %b = aie.objectfifo.subview.access %b_view[0] : !view -> !block
        func.call @multiply(%a, %b, %c) : (!block, !block, !block) -> ()
        aie.objectfifo.release @A_1(Consume, 1)
        aie.objectfifo.release @B_2(Consume, 1)
      }
      aie.objectfifo.release @C_1_2(Produce, 1)
    }
    aie.end
  }
  aie.core(%core_2_2) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c4 = arith.constant 4 : index
    %forever = arith.constant 0x7fffffff : index
    scf.for %round = %c0 to %forever step %c1 {
      %c_view = aie.objectfifo.acquire @C_2_2(Produce, 1) : !view
      %c = aie.objectfifo.subview.access %c_view[0] : !view -> !block
      func.call @clear(%c) : (!block) -> ()
      scf.for %k = %c0 to %c4 step %c1 {
        %a_view = aie.objectfifo.acquire @A_2(Consume, 1) : !view
        %b_view = aie.objectfifo.acquire @B_2(Consume, 1) : !view
        %a = aie.objectfifo.subview.access %a_view[0] : !view -> !block
        %b = aie.objectfifo.subview.access %b_view[0] : !view -> !block
        func.call @multiply(%a, %b, %c) : (!block, !block, !block) -> ()
        aie.objectfifo.release @A_2(Consume, 1)
        aie.objectfifo.release @B_2(Consume, 1)
      }
      aie.objectfifo.release @C_2_2(Produce, 1)
    }
    aie.end
  }
  aie.core(%core_3_2) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c4 = arith.constant 4 : index
    %forever = arith.constant 0x7fffffff : index
    scf.for %round = %c0 to %forever step %c1 {
      %c_view = aie.objectfifo.acquire @C_3_2(Produce, 1) : !view
      %c = aie.objectfifo.subview.access %c_view[0] : !view -> !block
      func.call @clear(%c) : (!block) -> ()
      scf.for %k = %c0 to %c4 step %c1 {
        %a_view = aie.objectfifo.acquire @A_3(Consume, 1) : !view
        %b_view = aie.objectfifo.acquire @B_2(Consume, 1) : !view
        %a = aie.objectfifo.subview.access %a_view[0] : !view -> !block
        %b = aie.objectfifo.subview.access %b_view[0] : !view -> !block
        func.call @multiply(%a, %b, %c) : (!block, !block, !block) -> ()
        aie.objectfifo.release @A_3(Consume, 1)
        aie.objectfifo.release @B_2(Consume, 1)
      }
      aie.objectfifo.release @C_3_2(Produce, 1)
    }
    aie.end
  }
  aie.core(%core_0_3) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c4 = arith.constant 4 : index
    %forever = arith.constant 0x7fffffff : index
    scf.for %round = %c0 to %forever step %c1 {
      %c_view = aie.objectfifo.acquire @C_0_3(Produce, 1) : !view
      %c = aie.objectfifo.subview.access %c_view[0] : !view -> !block
      func.call @clear(%c) : (!block) -> ()
      scf.for %k = %c0 to %c4 step %c1 {
        %a_view = aie.objectfifo.acquire @A_0(Consume, 1) : !view
        %b_view = aie.objectfifo.acquire @B_3(Consume, 1) : !view
        %a = aie.objectfifo.subview.access %a_view[0] : !view -> !block
        %b = aie.objectfifo.subview.access %b_view[0] : !view -> !block
        func.call @multiply(%a, %b, %c) : (!block, !block, !block) -> ()
        aie.objectfifo.release @A_0(Consume, 1)
        aie.objectfifo.release @B_3(Consume, 1)
      }
      aie.objectfifo.release @C_0_3(Produce, 1)
    }
    aie.end
  }
  aie.core(%core_1_3) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c4 = arith.constant 4 : index
    %forever = arith.constant 0x7fffffff : index
    scf.for %round = %c0 to %forever step %c1 {
      %c_view = aie.objectfifo.acquire @C_1_3(Produce, 1) : !view
      %c = aie.objectfifo.subview.access %c_view[0] : !view -> !block
      func.call @clear(%c) : (!block) -> ()
      scf.for %k = %c0 to %c4 step %c1 {
        %a_view = aie.objectfifo.acquire @A_1(Consume, 1) : !view
        %b_view = aie.objectfifo.acquire @B_3(Consume, 1) : !view
        %a = aie.objectfifo.subview.access %a_view[0] : !view -> !block
        %b = aie.objectfifo.subview.access %b_view[0] : !view -> !block
        func.call @multiply(%a, %b, %c) : (!block, !block, !block) -> ()
        aie.objectfifo.release @A_1(Consume, 1)
        aie.objectfifo.release @B_3(Consume, 1)
      }
      aie.objectfifo.release @C_1_3(Produce, 1)
    }
    aie.end
  }
  aie.core(%core_2_3) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c4 = arith.constant 4 : index
    %forever = arith.constant 0x7fffffff : index
    scf.for %round = %c0 to %forever step %c1 {
      %c_view = aie.objectfifo.acquire @C_2_3(Produce, 1) : !view
      %c = aie.objectfifo.subview.access %c_view[0] : !view -> !block
      func.call @clear(%c) : (!block) -> ()
      scf.for %k = %c0 to %c4 step %c1 {
        %a_view = aie.objectfifo.acquire @A_2(Consume, 1) : !view
        %b_view = aie.objectfifo.acquire @B_3(Consume, 1) : !view
        %a = aie.objectfifo.subview.access %a_view[0] : !view -> !block
        %b = aie.objectfifo.subview.access %b_view[0] : !view -> !block
        func.call @multiply(%a, %b, %c) : (!block, !block, !block) -> ()
        aie.objectfifo.release @A_2(Consume, 1)
        aie.objectfifo.release @B_3(Consume, 1)
      }
      aie.objectfifo.release @C_2_3(Produce, 1)
    }
    aie.end
  }
  aie.core(%core_3_3) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c4 = arith.constant 4 : index
    %forever = arith.constant 0x7fffffff : index
    scf.for %round = %c0 to %forever step %c1 {
      %c_view = aie.objectfifo.acquire @C_3_3(Produce, 1) : !view
      %c = aie.objectfifo.subview.access %c_view[0] : !view -> !block
      func.call @clear(%c) : (!block) -> ()
      scf.for %k = %c0 to %c4 step %c1 {
        %a_view = aie.objectfifo.acquire @A_3(Consume, 1) : !view
        %b_view = aie.objectfifo.acquire @B_3(Consume, 1) : !view
        %a = aie.objectfifo.subview.access %a_view[0] : !view -> !block
        %b = aie.objectfifo.subview.access %b_view[0] : !view -> !block
        func.call @multiply(%a, %b, %c) : (!block, !block, !block) -> ()
        aie.objectfifo.release @A_3(Consume, 1)
        aie.objectfifo.release @B_3(Consume, 1)
      }
      aie.objectfifo.release @C_3_3(Produce, 1)
    }
    aie.end
  }

  aie.runtime_sequence(%A: !matrix, %B: !matrix, %C: !matrix) {
    // Four 16 x 16 blocks of A, along row block 0; four of B, down column block 0; the whole column strip 0 of C.
    aiex.npu.dma_memcpy_nd(%A[0, 0, 0, 0][1, 4, 16, 16][0, 16, 64, 1]) {id = 0 : i64, metadata = @A_in_0} : !matrix
    aiex.npu.dma_memcpy_nd(%B[0, 0, 0, 0][1, 4, 16, 16][0, 1024, 64, 1]) {id = 1 : i64, metadata = @B_in_0} : !matrix
    aiex.npu.dma_memcpy_nd(%C[0, 0, 0, 0][1, 1, 64, 16][0, 0, 64, 1]) {id = 2 : i64, metadata = @C_out_0} : !matrix
    // Four 16 x 16 blocks of A, along row block 1; four of B, down column block 1; the whole column strip 1 of C.
    aiex.npu.dma_memcpy_nd(%A[0, 0, 16, 0][1, 4, 16, 16][0, 16, 64, 1]) {id = 0 : i64, metadata = @A_in_1} : !matrix
    aiex.npu.dma_memcpy_nd(%B[0, 0, 0, 16][1, 4, 16, 16][0, 1024, 64, 1]) {id = 1 : i64, metadata = @B_in_1} : !matrix
    aiex.npu.dma_memcpy_nd(%C[0, 0, 0, 16][1, 1, 64, 16][0, 0, 64, 1]) {id = 2 : i64, metadata = @C_out_1} : !matrix
    // Four 16 x 16 blocks of A, along row block 2; four of B, down column block 2; the whole column strip 2 of C.
    aiex.npu.dma_memcpy_nd(%A[0, 0, 32, 0][1, 4, 16, 16][0, 16, 64, 1]) {id = 0 : i64, metadata = @A_in_2} : !matrix
    aiex.npu.dma_memcpy_nd(%B[0, 0, 0, 32][1, 4, 16, 16][0, 1024, 64, 1]) {id = 1 : i64, metadata = @B_in_2} : !matrix
    aiex.npu.dma_memcpy_nd(%C[0, 0, 0, 32][1, 1, 64, 16][0, 0, 64, 1]) {id = 2 : i64, metadata = @C_out_2} : !matrix
    // Four 16 x 16 blocks of A, along row block 3; four of B, down column block 3; the whole column strip 3 of C.
    aiex.npu.dma_memcpy_nd(%A[0, 0, 48, 0][1, 4, 16, 16][0, 16, 64, 1]) {id = 0 : i64, metadata = @A_in_3} : !matrix
    aiex.npu.dma_memcpy_nd(%B[0, 0, 0, 48][1, 4, 16, 16][0, 1024, 64, 1]) {id = 1 : i64, metadata = @B_in_3} : !matrix
    aiex.npu.dma_memcpy_nd(%C[0, 0, 0, 48][1, 1, 64, 16][0, 0, 64, 1]) {id = 2 : i64, metadata = @C_out_3} : !matrix
    aiex.npu.dma_wait {symbol = @C_out_0}
    aiex.npu.dma_wait {symbol = @C_out_1}
    aiex.npu.dma_wait {symbol = @C_out_2}
    aiex.npu.dma_wait {symbol = @C_out_3}
  }
}
