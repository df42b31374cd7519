// RUN: aie-opt --aie-create-pathfinder-flows --split-input-file --verify-diagnostics %s

aie.device(npu1) {
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  // expected-error @+1 {{'aie.flow' op starts at DMA : 2 of tile (0, 2), but streams can come from 2 DMA ports there: Unable to find a legal routing}}
  aie.flow(%a, DMA : 2, %b, DMA : 0)
}

// -----

aie.device(npu1) {
  %m = aie.tile(0, 1)
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  aie.flow(%a, DMA : 0, %b, DMA : 0)
  // expected-error @+1 {{'aie.flow' op ends at Core : 0 of tile (0, 1), but streams can go to 0 Core ports there: Unable to find a legal routing}}
  aie.flow(%a, DMA : 0, %m, Core : 0)
}

// -----

aie.device(npu1) {
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  // expected-error @+1 {{'aie.packet_flow' op ends at Trace : 0 of tile (0, 3), but streams can go to 0 Trace ports there}}
  aie.packet_flow(1) {
    aie.packet_source<%a, DMA : 0>
    aie.packet_dest<%b, Trace : 0>
  }
}

// -----

aie.device(npu1) {
  %a = aie.tile(0, 2)
  %b = aie.logical_tile<CoreTile>(?, ?)
  // expected-error @+1 {{'aie.flow' op has an end at DMA : 1 of a tile that is not placed}}
  aie.flow(%a, DMA : 0, %b, DMA : 1)
}

// -----

// The port is connected already, and not to where the flow goes.
// expected-error @+1 {{Unable to find a legal routing}}
aie.device(npu1) {
  %m = aie.tile(0, 1)
  %a = aie.tile(0, 2)
  %s = aie.switchbox(%m) {
    aie.connect<DMA : 0, North : 0>
  }
  // expected-note @+1 {{no path leads from DMA : 0 of tile (0, 1) to DMA : 0 of tile (0, 2)}}
  aie.flow(%m, DMA : 0, %a, DMA : 0)
}

// -----

// Five streams for four wires.
// expected-error @+1 {{Unable to find a legal routing: 5 streams have to get into rows 0 to 1, and 4 wires lead in}}
aie.device(npu1_1col) {
  %m = aie.tile(0, 1)
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  %c = aie.tile(0, 4)
  // expected-note @+1 {{one is from DMA : 0 of tile (0, 2)}}
  aie.flow(%a, DMA : 0, %m, DMA : 0)
  // expected-note @+1 {{one is from DMA : 1 of tile (0, 2)}}
  aie.flow(%a, DMA : 1, %m, DMA : 1)
  // expected-note @+1 {{one is from DMA : 0 of tile (0, 3)}}
  aie.flow(%b, DMA : 0, %m, DMA : 2)
  // expected-note @+1 {{one is from DMA : 1 of tile (0, 3)}}
  aie.flow(%b, DMA : 1, %m, DMA : 3)
  // expected-note @+1 {{one is from DMA : 0 of tile (0, 4)}}
  aie.flow(%c, DMA : 0, %m, DMA : 4)
}

// -----

// Three streams for the two wires that hand-made connections have left.
// expected-error @+1 {{Unable to find a legal routing}}
aie.device(npu1_1col) {
  %m = aie.tile(0, 1)
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  %sa = aie.switchbox(%a) {
    aie.connect<North : 0, South : 0>
    aie.connect<North : 1, South : 1>
  }
  // expected-note @+1 {{wants the wire from South : 2 of tile (0, 2) to tile (0, 1)}}
  aie.flow(%a, DMA : 0, %m, DMA : 0)
  aie.flow(%a, DMA : 1, %m, DMA : 1)
  // expected-note @+1 {{wants the wire from South : 2 of tile (0, 2) to tile (0, 1)}}
  aie.flow(%b, DMA : 0, %m, DMA : 2)
}

// -----

aie.device(npu1) {
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  %c = aie.tile(0, 4)
  // expected-note @+1 {{the other flow, with ID 1}}
  aie.packet_flow(1) {
    aie.packet_source<%a, DMA : 0>
    aie.packet_dest<%c, DMA : 0>
  } {keep_pkt_header = true}
  // expected-error @+1 {{'aie.packet_flow' op with ID 2 drops the headers at DMA : 0 of tile (0, 4), where another flow keeps them}}
  aie.packet_flow(2) {
    aie.packet_source<%b, DMA : 0>
    aie.packet_dest<%c, DMA : 0>
  }
}

// -----

// Five combinations of ports that share one arbiter, which has four msels.
aie.device(npu1_1col) {
  // expected-error @+2 {{'aie.tile' op tile op arbiter 0 has used up all its msels: cannot assign flow: arbiter 0 has no free msels, but flow requires this arbiter due to existing port assignments; tile (0, 2) sends packets to}}
  // expected-note @+1 {{nothing is left for packets of ID 4 that enter by DMA : 0}}
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  aie.packet_flow(0) {
    aie.packet_source<%a, DMA : 0>
    aie.packet_dest<%a, Core : 0>
  }
  aie.packet_flow(1) {
    aie.packet_source<%a, DMA : 0>
    aie.packet_dest<%a, Core : 0>
    aie.packet_dest<%a, DMA : 0>
  }
  aie.packet_flow(2) {
    aie.packet_source<%a, DMA : 0>
    aie.packet_dest<%a, Core : 0>
    aie.packet_dest<%a, FIFO : 0>
  }
  aie.packet_flow(3) {
    aie.packet_source<%a, DMA : 0>
    aie.packet_dest<%a, Core : 0>
    aie.packet_dest<%a, TileControl : 0>
  }
  aie.packet_flow(4) {
    aie.packet_source<%a, DMA : 0>
    aie.packet_dest<%a, Core : 0>
    aie.packet_dest<%b, DMA : 0>
  }
}

// -----

// Three circuits leave one wire to the packets of both sources, which have the
// same ID: those of the second cannot be told from those of the first.
aie.device(npu1_1col) {
  %m = aie.tile(0, 1)
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  %c = aie.tile(0, 4)
  aie.flow(%a, DMA : 1, %m, DMA : 2)
  aie.flow(%b, DMA : 1, %m, DMA : 3)
  aie.flow(%c, DMA : 0, %m, DMA : 4)
  aie.packet_flow(3) {
    aie.packet_source<%b, DMA : 0>
    aie.packet_dest<%m, DMA : 0>
    aie.packet_dest<%m, DMA : 1>
  }
  // expected-warning @+1 {{packets of ID 3 from DMA : 0 of tile (0, 2) also come out at DMA : 1 of tile (0, 1), where another flow with this ID ends: give one of them another ID}}
  aie.packet_flow(3) {
    aie.packet_source<%a, DMA : 0>
    aie.packet_dest<%m, DMA : 0>
  }
}

// -----

aie.device(npu1) {
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  %c = aie.tile(0, 4)
  // expected-note @+1 {{the other flow, from DMA : 0 of tile (0, 2)}}
  aie.flow(%a, DMA : 0, %c, DMA : 0)
  // expected-error @+1 {{'aie.flow' op ends at DMA : 0 of tile (0, 4), where another flow ends already}}
  aie.flow(%b, DMA : 0, %c, DMA : 0)
}

// -----

aie.device(npu1) {
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  %c = aie.tile(0, 4)
  // expected-note @+1 {{the other flow, from DMA : 0 of tile (0, 2)}}
  aie.flow(%a, DMA : 0, %c, DMA : 0)
  // expected-error @+1 {{'aie.packet_flow' op ends at DMA : 0 of tile (0, 4), where a circuit ends already}}
  aie.packet_flow(1) {
    aie.packet_source<%b, DMA : 0>
    aie.packet_dest<%c, DMA : 0>
  }
}

// -----

aie.device(npu1) {
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  %c = aie.tile(0, 4)
  // expected-note @+1 {{the circuit}}
  aie.flow(%a, DMA : 0, %c, DMA : 0)
  // expected-warning @+1 {{packets from DMA : 0 of tile (0, 2) go the way of the circuit that starts there, and to all its ends}}
  aie.packet_flow(1) {
    aie.packet_source<%a, DMA : 0>
    aie.packet_dest<%b, DMA : 0>
  }
}

// -----

aie.device(npu1) {
  // expected-warning @+1 {{packets that enter tile (0, 2) by DMA : 0 need 5 rules, and a port has 4: IDs with the same ends share a rule if they differ in few bits}}
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  aie.packet_flow(0) {
    aie.packet_source<%a, DMA : 0>
    aie.packet_dest<%a, Core : 0>
  }
  aie.packet_flow(1) {
    aie.packet_source<%a, DMA : 0>
    aie.packet_dest<%a, DMA : 0>
  }
  aie.packet_flow(2) {
    aie.packet_source<%a, DMA : 0>
    aie.packet_dest<%a, FIFO : 0>
  }
  aie.packet_flow(3) {
    aie.packet_source<%a, DMA : 0>
    aie.packet_dest<%a, TileControl : 0>
  }
  aie.packet_flow(4) {
    aie.packet_source<%a, DMA : 0>
    aie.packet_dest<%b, DMA : 0>
  }
}

// -----

aie.device(npu1) {
  %a = aie.tile(2, 2)
  %b = aie.tile(2, 3)
  %sb = aie.switchbox(%b) {
    // expected-note @+1 {{in the switchbox}}
    aie.connect<North : 0, DMA : 0>
  }
  // expected-error @+1 {{'aie.flow' op ends at DMA : 0 of tile (2, 3), which a connection of the switchbox uses already: it targets same dst as another connect op}}
  aie.flow(%a, DMA : 1, %b, DMA : 0)
}

// -----

aie.device(npu1) {
  %a = aie.tile(2, 2)
  %b = aie.tile(2, 3)
  %sb = aie.switchbox(%b) {
    %0 = aie.amsel<0> (0)
    // expected-note @+1 {{in the switchbox}}
    %1 = aie.masterset(DMA : 0, %0)
  }
  // expected-error @+1 {{'aie.flow' op ends at DMA : 0 of tile (2, 3), which packets of the switchbox use already: it targets same destination DMA: 0 as another connect or masterset operation}}
  aie.flow(%a, DMA : 1, %b, DMA : 0)
}

// -----

// Two ends at a shim tile, one port behind the mux.
aie.device(npu1) {
  %s = aie.tile(2, 0)
  %a = aie.tile(2, 2)
  // expected-note @+1 {{the other flow, from DMA : 1 of tile (2, 2) to NOC : 0 of tile (2, 0)}}
  aie.flow(%a, DMA : 1, %s, NOC : 0)
  // expected-error @+1 {{'aie.flow' op ends at DMA : 0 of tile (2, 0), which is South : 2 of the switch, where another flow ends already: it targets same dst as another connect op}}
  aie.flow(%a, DMA : 0, %s, DMA : 0)
}

// -----

aie.device(npu1) {
  %s = aie.tile(2, 0)
  %a = aie.tile(2, 2)
  // expected-note @+1 {{the other flow, from PLIO : 3 of tile (2, 0)}}
  aie.flow(%s, PLIO : 3, %a, DMA : 0)
  // expected-error @+1 {{'aie.packet_flow' op starts at DMA : 0 of tile (2, 0), which is South : 3 of the switch, where a circuit starts already: the shim mux cannot lead both into the array}}
  aie.packet_flow(1) {
    aie.packet_source<%s, DMA : 0>
    aie.packet_dest<%a, DMA : 1>
  }
}

// -----

aie.device(npu1) {
  %s = aie.tile(2, 0)
  %a = aie.tile(2, 2)
  %ss = aie.switchbox(%s) {
    // expected-note @+1 {{in the switchbox}}
    aie.connect<North : 0, South : 2>
  }
  %mux = aie.shim_mux(%s) {
    aie.connect<North : 2, DMA : 0>
  }
  // expected-error @+1 {{'aie.flow' op ends at DMA : 0 of tile (2, 0), which is South : 2 of the switch, which a connection of the switchbox uses already}}
  aie.flow(%a, DMA : 1, %s, DMA : 0)
}

// -----

aie.device(npu1) {
  %s = aie.tile(2, 0)
  %a = aie.tile(2, 2)
  %ss = aie.switchbox(%s) {
    // expected-note @+1 {{in the switchbox}}
    aie.connect<South : 3, North : 0>
  }
  // expected-error @+1 {{'aie.packet_flow' op starts at DMA : 0 of tile (2, 0), which is South : 3 of the switch, which a connection of the switchbox uses already: it cannot match another connect or masterset operation}}
  aie.packet_flow(1) {
    aie.packet_source<%s, DMA : 0>
    aie.packet_dest<%a, DMA : 1>
  }
}

// -----

// What goes along with a circuit has the ends of a circuit.
aie.device(npu1) {
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  %c = aie.tile(0, 4)
  // expected-note @+1 {{the circuit}}
  aie.flow(%a, DMA : 0, %c, DMA : 0)
  // expected-note @+2 {{the other flow, from DMA : 0 of tile (0, 2)}}
  // expected-warning @+1 {{packets from DMA : 0 of tile (0, 2) go the way of the circuit that starts there}}
  aie.packet_flow(1) {
    aie.packet_source<%a, DMA : 0>
    aie.packet_dest<%b, DMA : 0>
  }
  // expected-error @+1 {{'aie.packet_flow' op ends at DMA : 0 of tile (0, 3), where a circuit ends already}}
  aie.packet_flow(2) {
    aie.packet_source<%c, DMA : 0>
    aie.packet_dest<%b, DMA : 0>
  }
}

// -----

// The traces of two tiles meet on the way down, and part again.
aie.device(npu1_1col) {
  %s = aie.tile(0, 0)
  %a = aie.tile(0, 2)
  %b = aie.tile(0, 3)
  %c = aie.tile(0, 4)
  %d = aie.tile(0, 5)
  // expected-warning @+1 {{packets of ID 3 from Trace : 0 of tile (0, 4) come out more than once at DMA : 1 of tile (0, 0), where another flow with this ID ends: give one of them another ID}}
  aie.packet_flow(3) {
    aie.packet_source<%c, Trace : 0>
    aie.packet_dest<%s, DMA : 1>
  }
  aie.packet_flow(11) {
    aie.packet_source<%d, Trace : 0>
    aie.packet_dest<%s, DMA : 1>
  }
  // expected-warning @+1 {{packets of ID 3 from Trace : 0 of tile (0, 3) come out more than once at DMA : 1 of tile (0, 0)}}
  aie.packet_flow(3) {
    aie.packet_source<%b, Trace : 0>
    aie.packet_dest<%s, DMA : 1>
  }
  aie.packet_flow(7) {
    aie.packet_source<%a, Trace : 0>
    aie.packet_dest<%s, DMA : 1>
  }
}
