//===- ConfigureSwitches.cpp - Stream switches as register writes -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "codegen/RegisterWriter.h"

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aie;
using namespace tilewright::codegen;

namespace {
/// Configures the switch of one tile.
struct SwitchWriter {
  RegisterWriter &out;
  TileID tile;
  TileType type;

  SwitchWriter(RegisterWriter &out, TileID tile)
      : out(out), tile(tile), type(out.model.tileType(tile)) {}

  std::optional<uint32_t> slave(Port port) {
    return out.model.switchPortIndex(tile, port, /*master=*/false);
  }
  std::optional<uint32_t> master(Port port) {
    return out.model.switchPortIndex(tile, port, /*master=*/true);
  }
  LogicalResult connect(ConnectOp connect);
  LogicalResult enableMaster(MasterSetOp masterSet);
  LogicalResult enableRules(PacketRulesOp rules);
};
} // namespace

LogicalResult SwitchWriter::connect(ConnectOp connect) {
  std::optional<uint32_t> from = slave(connect.sourcePort()), to = master(connect.destPort());
  if (!from || !to)
    return reportFailedCall(connect, "XAie_StrmConnCctEnable", "XAIE_ERR_STREAM_PORT");
  out.write(tile, device::switchMasterOffset(type, *to), device::encodeCircuitMaster(*from));
  out.write(tile, device::switchSlaveOffset(type, *from), device::encodeCircuitSlave());
  return success();
}

/// Headers stay on packets, except toward a DMA and from a shim tile southward,
/// where what receives them wants data only.
static bool keepsHeader(MasterSetOp masterSet, TileID tile) {
  WireBundle bundle = masterSet.getDestBundle();
  bool keep = bundle != WireBundle::DMA && !(tile.row == 0 && bundle == WireBundle::South);
  return masterSet.getKeepPktHeader().value_or(keep);
}

LogicalResult SwitchWriter::enableMaster(MasterSetOp masterSet) {
  constexpr StringRef call = "XAie_StrmPktSwMstrPortEnable";
  std::optional<uint32_t> to = master(masterSet.destPort());
  if (!to)
    return reportFailedCall(masterSet, call, "XAIE_ERR_STREAM_PORT");
  std::optional<uint32_t> arbiter;
  uint32_t selects = 0;
  for (Value value : masterSet.getAmsels()) {
    auto amsel = value.getDefiningOp<AMSelOp>();
    if (!amsel)
      return masterSet.emitOpError("operands must be results of aie.amsel");
    arbiter = amsel.arbiterIndex();
    selects |= 1u << amsel.getMselValue();
  }
  if (!arbiter)
    return reportFailedCall(masterSet, call, "XAIE_INVALID_ARGS", "no amsel is given");
  out.write(tile, device::switchMasterOffset(type, *to),
            device::encodePacketMaster(!keepsHeader(masterSet, tile), selects, *arbiter));
  return success();
}

LogicalResult SwitchWriter::enableRules(PacketRulesOp rules) {
  constexpr StringRef slotCall = "XAie_StrmPktSwSlaveSlotEnable";
  std::optional<uint32_t> from = slave(rules.sourcePort());
  if (!from)
    return reportFailedCall(rules, "XAie_StrmPktSwSlavePortEnable", "XAIE_ERR_STREAM_PORT");
  uint32_t slot = 0;
  for (PacketRuleOp rule : rules.getRules().getOps<PacketRuleOp>()) {
    auto amsel = rule.getAmsel().getDefiningOp<AMSelOp>();
    if (!amsel)
      return rule.emitOpError("operand must be a result of aie.amsel");
    // Once per rule, as mlir-aie does.
    out.write(tile, device::switchSlaveOffset(type, *from), device::encodePacketSlave());
    if (slot >= out.model.numPacketSlots())
      return reportFailedCall(rule, slotCall, "XAIE_ERR_STREAM_PORT",
                              "a port has room for " + Twine(out.model.numPacketSlots()) +
                                  " rules");
    uint32_t id = static_cast<uint8_t>(rule.getValue());
    uint32_t mask = static_cast<uint8_t>(rule.getMask());
    if (id > out.model.maxPacketId() || mask > out.model.maxPacketId())
      return reportFailedCall(rule, slotCall, "XAIE_INVALID_ARGS",
                              "value and mask are at most " + Twine(out.model.maxPacketId()));
    out.write(tile, device::switchSlotOffset(type, *from, slot++),
              device::encodePacketSlot(id, mask, amsel.getMselValue(), amsel.arbiterIndex()));
  }
  return success();
}

static LogicalResult configureSwitchbox(RegisterWriter &out, SwitchboxOp box) {
  SwitchWriter writer(out, box.getTileID());
  Region &body = box.getConnections();
  for (ConnectOp connect : body.getOps<ConnectOp>())
    if (failed(writer.connect(connect)))
      return failure();
  for (MasterSetOp masterSet : body.getOps<MasterSetOp>())
    if (failed(writer.enableMaster(masterSet)))
      return failure();
  for (PacketRulesOp rules : body.getOps<PacketRulesOp>())
    if (failed(writer.enableRules(rules)))
      return failure();
  return success();
}

/// The mux joins the DMA to the ports that the connections name; the other end
/// of a connection is not looked at.
static LogicalResult configureMux(RegisterWriter &out, ShimMuxOp mux) {
  TileID tile = mux.getTileID();
  for (ConnectOp connect : mux.getConnections().getOps<ConnectOp>()) {
    if (connect.getSourceBundle() == WireBundle::North) {
      auto setting = device::shimDemuxDma(connect.sourceIndex());
      if (!setting)
        return reportFailedCall(connect, "XAie_EnableAieToShimDmaStrmPort", "XAIE_ERR_STREAM_PORT");
      out.maskWrite(tile, device::reg::shimDemux, setting->mask, setting->value);
    }
    if (connect.getDestBundle() == WireBundle::North) {
      auto setting = device::shimMuxDma(connect.destIndex());
      if (!setting)
        return reportFailedCall(connect, "XAie_EnableShimDmaToAieStrmPort", "XAIE_ERR_STREAM_PORT");
      out.maskWrite(tile, device::reg::shimMux, setting->mask, setting->value);
    }
  }
  return success();
}

LogicalResult codegen::configureSwitches(RegisterWriter &out, DeviceOp device) {
  for (SwitchboxOp box : device.getOps<SwitchboxOp>())
    if (failed(configureSwitchbox(out, box)))
      return failure();
  for (ShimMuxOp mux : device.getOps<ShimMuxOp>())
    if (failed(configureMux(out, mux)))
      return failure();
  for (ConfigureCascadeOp cascade : device.getOps<ConfigureCascadeOp>()) {
    auto tile = cascade.getTile().getDefiningOp<TileOp>();
    auto side = [](CascadeDir dir) { return static_cast<WireBundle>(static_cast<uint32_t>(dir)); };
    out.write(tile.getTileID(), device::reg::accumulatorControl,
              device::encodeCascade(side(cascade.getInputDir()), side(cascade.getOutputDir())));
  }
  return success();
}
