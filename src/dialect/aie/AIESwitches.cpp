//===- AIESwitches.cpp - Checks of switches and flows -----------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialect/aie/AIEDialect.h"
#include "dialect/aie/AIEParsing.h"
#include "llvm/ADT/SetVector.h"
#include <set>

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aie;

//===--- Interconnect -----------------------------------------------------===//

uint32_t SwitchboxOp::getNumSourceConnections(WireBundle bundle) {
  return getTargetModel(*this).numSwitchboxSources(getTileID(), bundle);
}
uint32_t SwitchboxOp::getNumDestConnections(WireBundle bundle) {
  return getTargetModel(*this).numSwitchboxDests(getTileID(), bundle);
}
int SwitchboxOp::colIndex() { return getTileID().col; }
int SwitchboxOp::rowIndex() { return getTileID().row; }

uint32_t ShimMuxOp::getNumSourceConnections(WireBundle bundle) {
  return getTargetModel(*this).numShimMuxSources(getTileID(), bundle);
}
uint32_t ShimMuxOp::getNumDestConnections(WireBundle bundle) {
  return getTargetModel(*this).numShimMuxDests(getTileID(), bundle);
}
int ShimMuxOp::colIndex() { return getTileID().col; }
int ShimMuxOp::rowIndex() { return getTileID().row; }

//===--- aie.switchbox ----------------------------------------------------===//

/// The attributes that give an op's ports.
static LogicalResult verifyHasPorts(Operation *op) {
  static const StringRef source[] = {"source_bundle", "source_channel"};
  static const StringRef dest[] = {"dest_bundle", "dest_channel"};
  if (isa<ConnectOp, PacketRulesOp>(op) && failed(verifyReadable(op, 0, source)))
    return failure();
  if (isa<ConnectOp, MasterSetOp>(op) && failed(verifyReadable(op, 0, dest)))
    return failure();
  return success();
}

namespace {
/// Checks the ops of a switchbox in order, with the ports taken so far.
class SwitchboxVerifier {
public:
  SwitchboxVerifier(SwitchboxOp box) : box(box), model(getTargetModel(box)) {}
  LogicalResult verify();

private:
  LogicalResult verify(ConnectOp op);
  LogicalResult verify(MasterSetOp op);
  LogicalResult verify(PacketRulesOp op);
  LogicalResult verify(AMSelOp op);
  LogicalResult verifyBound(Operation *op, StringRef side, Port port, uint32_t bound);

  SwitchboxOp box;
  const DeviceModel &model;
  std::set<Port> sources, destinations;
};
} // namespace

LogicalResult SwitchboxVerifier::verifyBound(Operation *op, StringRef side, Port port,
                                             uint32_t bound) {
  if (port.channel < 0)
    return op->emitOpError() << side << " index cannot be less than zero";
  if (uint32_t(port.channel) < bound)
    return success();
  StringRef bundle = stringifyWireBundle(port.bundle);
  if (bound > 0)
    return op->emitOpError("index ") << port.channel << " for " << side << " bundle " << bundle
                                     << " must be less than " << bound;
  return op->emitOpError() << side << " bundle " << bundle
                           << " not supported; index: " << port.channel << ", bound: " << bound;
}

LogicalResult SwitchboxVerifier::verify(ConnectOp op) {
  Port source = op.sourcePort(), dest = op.destPort();
  if (destinations.count(dest)) {
    std::string text;
    llvm::raw_string_ostream os(text);
    os << "; connecting " << source << " to " << dest << " on " << box.getTileID()
       << " targets same dst as another connect op; existing destinations: ";
    llvm::interleaveComma(destinations, os);
    return op.emitOpError() << text;
  }
  if (failed(verifyBound(op, "source", source, box.getNumSourceConnections(source.bundle))) ||
      failed(verifyBound(op, "dest", dest, box.getNumDestConnections(dest.bundle))))
    return failure();
  if (!model.isLegalTileConnection(box.getTileID(), source, dest))
    return op.emitOpError("illegal stream switch connection");
  sources.insert(source);
  destinations.insert(dest);
  return success();
}

LogicalResult SwitchboxVerifier::verify(MasterSetOp op) {
  Port dest = op.destPort();
  if (!destinations.insert(dest).second)
    return op.emitOpError("targets same destination ")
           << stringifyWireBundle(dest.bundle) << ": " << dest.channel
           << " as another connect or masterset operation";
  if (failed(verifyBound(op, "dest", dest, box.getNumDestConnections(dest.bundle))))
    return failure();
  std::optional<int> arbiter;
  for (Value operand : op.getAmsels()) {
    auto amsel = operand.getDefiningOp<AMSelOp>();
    if (!amsel)
      return op.emitOpError("operands must be results of aie.amsel");
    if (failed(verifyReadable(amsel, 0, {"arbiterID"})))
      return failure();
    if (arbiter && *arbiter != amsel.arbiterIndex())
      return op.emitOpError("a master port can only be tied to one arbiter");
    arbiter = amsel.arbiterIndex();
  }
  return success();
}

LogicalResult SwitchboxVerifier::verify(PacketRulesOp op) {
  Port source = op.sourcePort();
  if (sources.insert(source).second)
    return success();
  return op.emitOpError("packet switched source ")
         << stringifyWireBundle(source.bundle) << source.channel
         << " cannot match another connect or masterset operation";
}

LogicalResult SwitchboxVerifier::verify(AMSelOp op) {
  SmallVector<MasterSetOp> masters;
  SmallVector<PacketRulesOp> slaves;
  for (Operation *user : op->getUsers()) {
    if (auto master = dyn_cast<MasterSetOp>(user))
      masters.push_back(master);
    else if (auto rule = dyn_cast<PacketRuleOp>(user))
      if (auto rules = dyn_cast_or_null<PacketRulesOp>(rule->getParentOp()))
        slaves.push_back(rules);
  }
  for (MasterSetOp master : masters)
    for (PacketRulesOp slave : slaves)
      if (failed(verifyHasPorts(master)) || failed(verifyHasPorts(slave)))
        return failure();
      else if (!model.isLegalTileConnection(box.getTileID(), slave.sourcePort(), master.destPort()))
        return op.emitOpError("illegal stream switch connection");
  return success();
}

LogicalResult SwitchboxVerifier::verify() {
  for (Operation &op : box.getConnections().front()) {
    LogicalResult result = verifyHasPorts(&op);
    if (failed(result))
      return failure();
    if (auto connect = dyn_cast<ConnectOp>(op))
      result = verify(connect);
    else if (auto master = dyn_cast<MasterSetOp>(op))
      result = verify(master);
    else if (auto rules = dyn_cast<PacketRulesOp>(op))
      result = verify(rules);
    else if (auto amsel = dyn_cast<AMSelOp>(op))
      result = verify(amsel);
    else if (!isa<EndOp>(op))
      result = op.emitOpError("cannot be contained in a Switchbox op");
    if (failed(result))
      return failure();
  }
  return success();
}

static LogicalResult verifyPlaced(Operation *op, Value tile) {
  if (!isa_and_nonnull<TileOp>(aie::detail::definingOp(tile)))
    return op->emitOpError("requires a placed tile (aie.tile), not a logical tile");
  return success();
}

LogicalResult SwitchboxOp::verify() {
  if (failed(verifyPlaced(*this, getTile())))
    return failure();
  if (getConnections().empty())
    return emitOpError("should have non-empty body");
  return SwitchboxVerifier(*this).verify();
}

//===--- aie.shim_mux, aie.shim_switchbox ---------------------------------===//

/// A body of connects, each with a destination of its own.
static LogicalResult verifyConnects(Operation *parent, Region &connections) {
  if (connections.empty())
    return parent->emitOpError("should have non-empty body");
  std::set<Port> destinations;
  for (Operation &op : connections.front()) {
    if (isa<EndOp>(op))
      continue;
    auto connect = dyn_cast<ConnectOp>(op);
    if (!connect)
      return op.emitOpError("cannot be contained in a Switchbox op");
    if (failed(verifyHasPorts(connect)))
      return failure();
    Port dest = connect.destPort();
    if (!destinations.insert(dest).second)
      return connect.emitOpError("targets same destination ")
             << stringifyWireBundle(dest.bundle) << ": " << dest.channel
             << " as another connect operation";
  }
  return success();
}

LogicalResult ShimMuxOp::verify() {
  if (failed(verifyPlaced(*this, getTile())))
    return failure();
  return verifyConnects(*this, getConnections());
}

LogicalResult ShimSwitchboxOp::verify() { return verifyConnects(*this, getConnections()); }

//===--- Packets ----------------------------------------------------------===//

LogicalResult PacketRulesOp::verify() {
  if (getRules().empty())
    return emitOpError("should have non-empty body");
  return success();
}

LogicalResult PacketFlowOp::verify() {
  if (getPorts().empty())
    return emitOpError("should have non-empty body");
  unsigned sources = 0, dests = 0;
  for (Operation &op : getPorts().front()) {
    if (isa<PacketSourceOp>(op))
      ++sources;
    else if (isa<PacketDestOp>(op))
      ++dests;
    else if (!isa<EndOp>(op))
      return op.emitOpError("cannot be contained in a PacketFlow op");
  }
  if (sources != 1)
    return emitOpError("must have exactly one aie.packet_source (got ") << sources << ")";
  if (!dests)
    return emitOpError("must have at least one aie.packet_dest");
  return success();
}

//===--- Cascades ---------------------------------------------------------===//

static LogicalResult verifyHasCascade(Operation *op, ArrayRef<TileLike> tiles) {
  if (llvm::any_of(tiles, [](TileLike tile) { return tile.isShimTile(); }))
    return op->emitOpError("shimTile row has no cascade stream interface");
  if (llvm::any_of(tiles, [](TileLike tile) { return tile.isMemTile(); }))
    return op->emitOpError("memTile row has no cascade stream interface");
  return success();
}

LogicalResult CascadeFlowOp::verify() {
  TileLike source = getSourceTileLike(), dest = getDestTileLike();
  if (!source || !dest)
    return emitOpError("source and dest must be tile-like operations");
  if (failed(verifyHasCascade(*this, {source, dest})))
    return failure();
  std::optional<TileID> s = source.tryGetTileID(), d = dest.tryGetTileID();
  if (s && d && !DeviceModel::isSouth(*s, *d) && !DeviceModel::isNorth(*s, *d) &&
      !DeviceModel::isWest(*s, *d) && !DeviceModel::isEast(*s, *d))
    return emitOpError("tiles must be adjacent");
  return success();
}

LogicalResult ConfigureCascadeOp::verify() {
  if (failed(verifyPlaced(*this, getTile())) ||
      failed(verifyHasCascade(*this, {aie::getTileLike(getTile())})))
    return failure();
  Arch arch = getTargetModel(*this).arch();
  if (arch == Arch::AIE1)
    return emitOpError("cascade not supported in AIE1");
  if (getInputDir() == CascadeDir::South || getInputDir() == CascadeDir::East)
    return emitOpError("input direction of cascade must be North or West on ")
           << stringifyArch(arch);
  if (getOutputDir() == CascadeDir::North || getOutputDir() == CascadeDir::West)
    return emitOpError("output direction of cascade must be South or East on ")
           << stringifyArch(arch);
  return success();
}
