//===- SimulatorFiles.cpp - Inputs of AMD's simulator -----------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/DesignReports.h"
#include "codegen/DesignView.h"
#include "device/DeviceModel.h"

#include "llvm/Support/Format.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"

using namespace mlir;
using llvm::json::Array;
using llvm::json::Object;

namespace tilewright::codegen {

/// What the simulator's configuration says of a generation.
struct SimulatedDevice {
  const char *directory, *json, *part, *arch, *nocFolder, *xpePart;
  double aieHertz, plHertz;
  int xpeMegahertz;
};

static const SimulatedDevice &simulated(device::Arch arch) {
  static const SimulatedDevice aie1{"data/devices", "VC1902.json", "xcvc1902-vsva2197-2MP-e-S",
                                    "aie",          "./Work/noc/", "xcvc1902",
                                    1.25e9,         312.5e6,       1250};
  static const SimulatedDevice aie2{"data/aie_ml/devices",
                                    "VC2802.json",
                                    "xcve2802-vsvh1760-2LP-e-S-es1",
                                    "aie2",
                                    "./sim/noc/",
                                    "xcve2802",
                                    1.05e9,
                                    362.5e6,
                                    1150};
  static const SimulatedDevice aie2p{"data/aie2p/devices",
                                     "aie2p_8x4_device.json",
                                     "aie2p_8x4_device",
                                     "aie2p",
                                     "./sim/noc/",
                                     "xcve2802",
                                     1.0e9,
                                     362.5e6,
                                     1150};
  return arch == device::Arch::AIE1 ? aie1 : arch == device::Arch::AIE2 ? aie2 : aie2p;
}

LogicalResult writeSimulatorConfig(aie::DeviceOp device, raw_ostream &out) {
  const SimulatedDevice &d = simulated(aie::getTargetModel(device).arch());
  std::string noc = d.nocFolder;
  Object network{{"lib_path", "liblnoc_tlm.so"},
                 {"traffic_file", noc + "noc_traffic.nts"},
                 {"config_file", noc + "noc_soln.ncr"}};
  Object port{{"port_name", "ps_axi"},
              {"direction", "ps_to_gm"},
              {"noc_endpoint", "NOC_NMU128_X0Y5"},
              {"bus_width", 0}};
  Object processor{{"name", "ps_ps_main"},
                   {"ip", "ps"},
                   {"lib_path", "ps/ps.so"},
                   {"axi_mm", Array{std::move(port)}},
                   {"event_bus", Array{}}};
  Object configuration{{"device_json", Object{{"directory", d.directory}, {"file", d.json}}},
                       {"phy_device_file", d.part},
                       {"aiearch", d.arch},
                       {"aie_freq", d.aieHertz},
                       {"use_real_noc", 1},
                       {"evaluate_fifo_depth", 0},
                       {"noc_ip_block", std::move(network)},
                       {"pl_ip_block", Array{std::move(processor)}},
                       {"pl_freq", d.plHertz}};
  llvm::json::Value json = Object{{"SimulationConfig", std::move(configuration)}};
  out << llvm::formatv("{0:2}", json) << "\n";
  return success();
}

LogicalResult writeShimSolution(aie::DeviceOp device, raw_ostream &out) {
  Array placement;
  unsigned counter = 0;
  for (auto shim : device.getOps<aie::ShimDMAOp>()) {
    auto tile = tileOf(shim.getTile());
    for (auto start : shim.getBody().getOps<aie::DMAStartOp>()) {
      if (!tile || start.getChannelDir() != device::DMAChannelDir::MM2S)
        continue;
      unsigned channel = start.getChannelIndex();
      placement.push_back(
          Object{{"PortName", llvm::formatv("M{0,0+2}_AXI", counter++).str()},
                 {"PhysicalName",
                  llvm::formatv("AIE_NOC_X{0}Y0_AIE_NOC_M_AXI_ch{1}", tile->col, channel).str()},
                 {"Column", tile->col},
                 {"Channel", int64_t(channel)},
                 {"IsSoft", true}});
    }
  }
  llvm::json::Value json = Object{{"Placement", std::move(placement)}};
  out << llvm::formatv("{0:2}", json) << "\n";
  return success();
}

LogicalResult writePowerEstimate(aie::DeviceOp device, raw_ostream &out) {
  DesignView design(device);
  const SimulatedDevice &d = simulated(design.model.arch());
  auto tiles = device.getOps<aie::TileOp>();
  out << "<?xml version=\"1.0\"?>\n<POWERDATA>\n  <DEVICE part=\"" << d.xpePart
      << "\"/>\n  <AIE_MODULE num_tiles=\"" << std::distance(tiles.begin(), tiles.end())
      << "\" clk_freq=\"" << d.xpeMegahertz << "\">\n";
  unsigned kernels = 0, memTileRows = design.model.memTileRows();
  for (auto tile : tiles) {
    auto id = tileID(tile);
    if (!design.model.isCoreTile(id))
      continue;
    out << "    <TILE name=\"CR(" << id.col << "," << id.row - 1 - int(memTileRows) << ")\"";
    const TileView *view = design.find(id);
    if (view && view->core)
      out << ">\n      <KERNEL name=\"i" << kernels++ << "\"/>\n    </TILE>\n";
    else
      out << "/>\n";
  }
  for (auto shim : device.getOps<aie::ShimDMAOp>())
    if (auto tile = tileOf(shim.getTile()))
      out << "    <SHIM name=\"SHIM(" << tile->col << "," << tile->row << ")\"/>\n";
  for (auto tile : tiles)
    if (design.model.isMemTile(tileID(tile)))
      out << "    <MEM name=\"MEM(" << tile.getCol() << "," << tile.getRow() << ")\"/>\n";
  out << "  </AIE_MODULE>\n</POWERDATA>\n";
  return success();
}

} // namespace tilewright::codegen
