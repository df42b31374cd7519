//===- InsertTraceFlows.cpp - Trace packets to host memory ------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A trace unit sends packets. They go through a shim tile's DMA channel into the
// buffer that aie.trace.host_config asks for. This pass chooses the shim tile and
// the channel, connects every traced tile with them, and lets the runtime
// sequence set up the channel, reset the timers on the broadcast that starts the
// traces, and raise the start and stop broadcasts with two user events of the shim.
//
// All traces share one destination, the shim tile of column 0, unless lateral
// routing moves it out of the columns that compute.
//
//===----------------------------------------------------------------------===//
#include "dialect/aie/transforms/TraceRegisters.h"
#include "dialect/aiex/transforms/Passes.h"
#include <set>

namespace tilewright::aiex {
#define GEN_PASS_DEF_AIEINSERTTRACEFLOWS
#include "dialect/aiex/transforms/Passes.h.inc"
} // namespace tilewright::aiex

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aie;

static constexpr StringLiteral startEvent = "USER_EVENT_1", stopEvent = "USER_EVENT_0";

namespace {

struct TracedTile {
  TraceOp op;
  TileOp tile;
  TracePacketType type;
  int packetId;
  /// Broadcast channels that start and stop the trace, if broadcasts do.
  std::optional<int> start, stop;

  bool isMemoryModule() const { return type == TracePacketType::Mem; }
};

/// A DMA channel and its part of the trace buffer.
struct Channel {
  int number, bd;
  /// Bytes from the start of the argument.
  int64_t offset;
};

/// Where the traces of a column go.
struct Destination {
  TileOp shim;
  int channel;
  SmallVector<Channel> channels;
  std::optional<int> start, stop;
};

struct InsertTraceFlows : aiex::impl::AIEInsertTraceFlowsBase<InsertTraceFlows> {
  using AIEInsertTraceFlowsBase::AIEInsertTraceFlowsBase;

  void runOnOperation() final;

  LogicalResult collectTraces();
  LogicalResult readHostConfig();
  void chooseDestinations();
  LogicalResult moveOutOfActiveColumns();
  LogicalResult chooseChannels();
  void distribute();
  void replaceOwnBroadcasts();
  void createFlows();
  LogicalResult createStart();
  LogicalResult createTimerResets(OpBuilder &builder, Location loc);
  LogicalResult createReceiver(OpBuilder &builder, Location loc, Destination &destination);
  LogicalResult createStop();

  std::optional<int> findSpareColumn(int from);
  int getFreeChannel(int column);
  bool isShimNOC(int column) const { return model->isShimNOCTile({column, 0}); }
  TileOp getShim(int column);
  int getChannel(const TracedTile &trace);
  /// Each shim tile once, by the first column that uses it.
  SmallVector<Destination *> getDistinctDestinations();

  const DeviceModel *model = nullptr;
  RuntimeSequenceOp sequence;
  SmallVector<TracedTile> traces;
  int64_t bufferSize = 0, argOffset = 0;
  int argIndex = 0;
  /// Columns with a core.
  std::set<int> active;
  /// S2MM channels that the design uses, by column.
  std::map<int, std::set<int>> used;
  std::map<int, Destination> destinations;
};
} // namespace

//===--- What there is ----------------------------------------------------===//

/// The broadcast channel of the last start or stop of a trace that has one.
template <typename Op> static std::optional<int> getBroadcast(TraceOp trace) {
  std::optional<int> channel;
  for (auto op : trace.getBody().getOps<Op>())
    if (op.getBroadcast())
      channel = *op.getBroadcast();
  return channel;
}

LogicalResult InsertTraceFlows::collectTraces() {
  int nextId = clPacketIdStart;
  SmallVector<TraceOp> ops;
  getOperation().walk([&](TraceOp op) { ops.push_back(op); });
  for (TraceOp op : ops) {
    auto tile = op.getTile().getDefiningOp<TileOp>();
    if (!tile)
      return op.emitError("the tile of a trace must be placed");
    TracedTile trace{op, tile, TracePacketType::Core, 0, {}, {}};
    auto packets = op.getBody().getOps<TracePacketOp>();
    if (!packets.empty()) {
      trace.packetId = (*packets.begin()).getId();
      trace.type = (*packets.begin()).getType();
    } else {
      TileType kind = tile.getTileType();
      trace.type = kind == TileType::CoreTile  ? TracePacketType::Core
                   : kind == TileType::MemTile ? TracePacketType::MemTile
                                               : TracePacketType::ShimTile;
      trace.packetId = nextId++;
      OpBuilder builder = OpBuilder::atBlockBegin(&op.getBody().front());
      TracePacketOp::create(builder, op.getLoc(), trace.packetId, trace.type);
    }
    if (op.getBody().getOps<TraceStartEventOp>().empty())
      return op.emitError("trace is missing 'aie.trace.start'");
    if (op.getBody().getOps<TraceStopEventOp>().empty())
      return op.emitError("trace is missing 'aie.trace.stop'");
    trace.start = getBroadcast<TraceStartEventOp>(op);
    trace.stop = getBroadcast<TraceStopEventOp>(op);
    traces.push_back(trace);
  }
  return success();
}

LogicalResult InsertTraceFlows::readHostConfig() {
  DeviceOp device = getOperation();
  auto sequences = device.getOps<RuntimeSequenceOp>();
  if (sequences.empty())
    return device.emitError("aie.trace ops found but no runtime_sequence defined");
  sequence = *sequences.begin();
  TraceHostConfigOp config;
  if (!sequence.getBody().empty())
    for (auto op : sequence.getBody().front().getOps<TraceHostConfigOp>()) {
      config = op;
      break;
    }
  if (!config)
    return sequence.emitError("runtime_sequence with traces requires aie.trace.host_config");

  bufferSize = config.getBufferSize();
  argIndex = int32_t(config.getArgIdx());
  if (argIndex == -1) {
    Block::BlockArgListType arguments = sequence.getBody().getArguments();
    auto last = arguments.empty() ? MemRefType() : dyn_cast<MemRefType>(arguments.back().getType());
    std::optional<uint64_t> bits =
        last ? tryGetSizeInBits(last.getElementType(), sequence) : std::nullopt;
    if (!bits || !last.hasStaticShape())
      return config.emitError("arg_idx = -1 needs a memref of static shape as the last argument");
    // As everywhere, scalar arguments are not counted.
    argIndex = llvm::count_if(arguments.drop_back(),
                              [](Value v) { return isa<BaseMemRefType>(v.getType()); });
    argOffset = last.getNumElements() * int64_t(*bits / 8);
  }
  config.erase();
  return success();
}

static void noteChannel(std::map<int, std::set<int>> &used, Value tile, DMAChannelDir dir,
                        int channel) {
  auto shim = tile.getDefiningOp<TileOp>();
  if (shim && cast<TileLike>(shim.getOperation()).isShimTile() && dir == DMAChannelDir::S2MM)
    used[shim.colIndex()].insert(channel);
}

static std::map<int, std::set<int>> getUsedChannels(DeviceOp device) {
  std::map<int, std::set<int>> used;
  device.walk([&](Operation *op) {
    if (auto flow = dyn_cast<FlowOp>(op)) {
      if (flow.getDestBundle() == WireBundle::DMA)
        noteChannel(used, flow.getDest(), DMAChannelDir::S2MM, flow.destIndex());
    } else if (auto dest = dyn_cast<PacketDestOp>(op)) {
      if (dest.getBundle() == WireBundle::DMA)
        noteChannel(used, dest.getTile(), DMAChannelDir::S2MM, dest.channelIndex());
    } else if (auto allocation = dyn_cast<ShimDMAAllocationOp>(op)) {
      noteChannel(used, allocation.getTile(), allocation.getChannelDir(),
                  allocation.getChannelIndex());
    }
  });
  return used;
}

//===--- Where the traces go ----------------------------------------------===//

TileOp InsertTraceFlows::getShim(int column) {
  DeviceOp device = getOperation();
  for (auto tile : device.getOps<TileOp>())
    if (tile.getTileID() == TileID{column, 0})
      return tile;
  OpBuilder builder = OpBuilder::atBlockBegin(device.getBody());
  return TileOp::create(builder, device.getLoc(), column, 0);
}

void InsertTraceFlows::chooseDestinations() {
  Destination shared{getShim(0), clShimChannel, {}, {}, {}};
  for (const TracedTile &trace : traces) {
    shared.start = shared.start ? shared.start : trace.start;
    shared.stop = shared.stop ? shared.stop : trace.stop;
  }
  destinations.emplace(0, shared);
  for (TracedTile &trace : traces)
    destinations.emplace(trace.tile.colIndex(), shared);
}

/// The nearest column that does not compute and has a channel left; of two the left.
std::optional<int> InsertTraceFlows::findSpareColumn(int from) {
  std::optional<int> best;
  for (int column = 0; column < model->columns(); ++column) {
    bool full = used.count(column) && used[column].size() >= model->numDmaChannels({column, 0});
    if (column == from || !isShimNOC(column) || active.count(column) || full)
      continue;
    if (!best || std::abs(column - from) < std::abs(*best - from))
      best = column;
  }
  return best;
}

LogicalResult InsertTraceFlows::moveOutOfActiveColumns() {
  for (Destination &destination : llvm::make_second_range(destinations)) {
    int column = destination.shim.colIndex();
    if (clLateralTargetCol >= 0) {
      if (clLateralTargetCol == column)
        continue;
      if (!isShimNOC(clLateralTargetCol))
        return getOperation().emitError("lateral-target-col ")
               << int(clLateralTargetCol) << " is not a valid shim NOC tile (device has "
               << model->columns() << " columns)";
      destination.shim = getShim(clLateralTargetCol);
    } else if (active.count(column)) {
      std::map<int, std::set<int>> all;
      std::swap(all, used); // Channels are looked at afterwards.
      std::optional<int> spare = findSpareColumn(column);
      std::swap(all, used);
      if (spare)
        destination.shim = getShim(*spare);
    }
  }
  return success();
}

/// The channel that was asked for, or the first free one in its place.
int InsertTraceFlows::getFreeChannel(int column) {
  const std::set<int> &taken = used[column];
  for (int channel = 0; taken.count(clShimChannel); ++channel)
    if (!taken.count(channel))
      return channel;
  return clShimChannel;
}

LogicalResult InsertTraceFlows::chooseChannels() {
  for (Destination &destination : llvm::make_second_range(destinations)) {
    int column = destination.shim.colIndex();
    auto entry = used.find(column);
    if (entry == used.end())
      continue;
    int count = model->numDmaChannels({column, 0});
    int free = count - int(entry->second.size());
    if (free <= 0) {
      std::optional<int> spare = clLateralRouting ? findSpareColumn(column) : std::nullopt;
      if (!spare)
        return getOperation().emitError("no S2MM channels available on shim tile at column ")
               << column
               << " (both channels in use by existing flows); enable lateral-routing to redirect "
                  "to a spare column";
      destination.shim = getShim(*spare);
      destination.channel = getFreeChannel(*spare);
    } else if (free == 1) {
      destination.channel = getFreeChannel(column);
    }
  }
  return success();
}

/// Shares the traces of a destination out to its channels.
void InsertTraceFlows::distribute() {
  for (Destination &destination : llvm::make_second_range(destinations)) {
    destination.channels = {{destination.channel, clDefaultBdId, argOffset}};
    int other = 1 - destination.channel;
    auto entry = used.find(destination.shim.colIndex());
    bool taken = entry != used.end() && entry->second.count(other);
    if (clDistributeChannels && traces.size() > 1 && clDefaultBdId > 0 && !taken)
      destination.channels.push_back({other, clDefaultBdId - 1, argOffset + bufferSize});
  }
}

int InsertTraceFlows::getChannel(const TracedTile &trace) {
  const Destination &destination = destinations.at(TileOp(trace.tile).colIndex());
  // Traces with the same packet id travel together.
  size_t index =
      llvm::find_if(traces,
                    [&](const TracedTile &other) { return other.packetId == trace.packetId; }) -
      traces.begin();
  return destination.channels[index % destination.channels.size()].number;
}

SmallVector<Destination *> InsertTraceFlows::getDistinctDestinations() {
  SmallVector<Destination *> distinct;
  std::set<int> seen;
  for (Destination &destination : llvm::make_second_range(destinations))
    if (seen.insert(destination.shim.colIndex()).second)
      distinct.push_back(&destination);
  return distinct;
}

//===--- The device -------------------------------------------------------===//

template <typename Op> static void setEvent(TraceOp trace, StringRef name) {
  MLIRContext *context = trace.getContext();
  for (auto op : trace.getBody().getOps<Op>()) {
    if (!op.getBroadcast())
      continue;
    op.removeBroadcastAttr();
    op.setEventAttr(TraceEventAttr::get(context, StringAttr::get(context, name)));
  }
}

/// The shim tile that raises the broadcasts starts and stops on its own events.
void InsertTraceFlows::replaceOwnBroadcasts() {
  for (TracedTile &trace : traces) {
    TileOp shim = destinations.at(trace.tile.colIndex()).shim;
    if (trace.tile.getTileID() != shim.getTileID())
      continue;
    setEvent<TraceStartEventOp>(trace.op, startEvent);
    setEvent<TraceStopEventOp>(trace.op, stopEvent);
    trace.start.reset();
    trace.stop.reset();
  }
}

void InsertTraceFlows::createFlows() {
  DeviceOp device = getOperation();
  OpBuilder builder(device.getBody()->getTerminator());
  for (TracedTile &trace : traces) {
    Location loc = builder.getUnknownLoc();
    TileOp shim = destinations.at(trace.tile.colIndex()).shim;
    auto flow = PacketFlowOp::create(builder, loc, trace.packetId, builder.getBoolAttr(true));
    OpBuilder body(flow.getPorts().front().getTerminator());
    PacketSourceOp::create(body, loc, trace.tile, WireBundle::Trace,
                           trace.isMemoryModule() ? 1 : 0);
    PacketDestOp::create(body, loc, shim, WireBundle::DMA, getChannel(trace));
  }
}

//===--- The runtime sequence ---------------------------------------------===//

/// A value for a field of a register of a module, shifted to its place. Fails
/// on a device whose registers are not known.
static LogicalResult writeRegister(OpBuilder &builder, Location loc, const TraceModule &module,
                                   StringRef name, uint32_t value, StringRef field = "") {
  const device::Register *reg = module.lookupRegister(name);
  const device::Field *bits = reg && !field.empty() ? device::lookupField(*reg, field) : nullptr;
  if (!reg || (!field.empty() && !bits))
    return emitError(loc, "Register '")
           << name << "' not found for tile (" << module.tile.col << ", " << module.tile.row << ")";
  aiex::NpuWrite32Op::create(builder, loc, reg->offset, bits ? value << bits->lsb : value,
                             FlatSymbolRefAttr(), builder.getI32IntegerAttr(module.tile.col),
                             builder.getI32IntegerAttr(module.tile.row));
  return success();
}

LogicalResult InsertTraceFlows::createTimerResets(OpBuilder &builder, Location loc) {
  std::set<std::tuple<TileID, bool>> seen;
  for (TracedTile &trace : traces) {
    if (!trace.start || !seen.insert({trace.tile.getTileID(), trace.isMemoryModule()}).second)
      continue;
    auto module = getTraceModule(trace.op, trace.tile, trace.isMemoryModule());
    std::string name = getBroadcastEvent(*module, *trace.start);
    std::optional<uint32_t> event = device::lookupEvent(module->module, name);
    if (!event)
      return trace.op.emitError("Failed to lookup broadcast event '") << name << "'";
    if (failed(writeRegister(builder, loc, *module, "Timer_Control", *event, "Reset_Event")))
      return failure();
  }
  return success();
}

static void createDescriptor(OpBuilder &builder, Location loc, int column, int bd, int words,
                             int burstLength) {
  auto op = aiex::NpuWriteBdOp::getOperationName();
  OperationState state(loc, op);
  auto registered = RegisteredOperationName::lookup(op, builder.getContext());
  for (StringAttr name : registered->getAttributeNames())
    state.addAttribute(name, builder.getI32IntegerAttr(0));
  auto set = [&](StringRef name, int value) {
    state.attributes.set(name, builder.getI32IntegerAttr(value));
  };
  set("column", column);
  set("bd_id", bd);
  set("buffer_length", words);
  set("enable_packet", 1);
  set("valid_bd", 1);
  set("burst_length", burstLength);
  builder.create(state);
}

/// Sets up the channels of a shim tile, and its start broadcast.
LogicalResult InsertTraceFlows::createReceiver(OpBuilder &builder, Location loc,
                                               Destination &destination) {
  TileOp shim = destination.shim;
  TileID id = shim.getTileID();
  auto module = getTraceModule(shim, shim, /*memory=*/false);
  if (!shim->hasAttr(controllerIDAttrName))
    shim->setAttr(
        controllerIDAttrName,
        PacketInfoAttr::get(&getContext(), 0, model->controllerIds(/*columnWise=*/true)->at(id)));
  uint32_t controller = shim->getAttrOfType<PacketInfoAttr>(controllerIDAttrName).getPktId();
  for (const Channel &channel : destination.channels) {
    createDescriptor(builder, loc, id.col, channel.bd, bufferSize / sizeof(uint32_t),
                     clBurstLength);
    aiex::NpuAddressPatchOp::create(
        builder, loc, uint32_t(model->bdAddress(id, channel.bd) + model->bdAddressFieldOffset(id)),
        argIndex, channel.offset);
    std::string prefix = ("DMA_S2MM_" + Twine(channel.number)).str();
    const device::Register *control = module->lookupRegister(prefix + "_Ctrl");
    const device::Field *field = control ? device::lookupField(*control, "Controller_ID") : nullptr;
    if (!field)
      return shim.emitError("no DMA channel ") << channel.number << " to receive traces";
    aiex::NpuMaskWrite32Op::create(
        builder, loc, control->offset, controller << field->lsb, *device::fieldMask(*field),
        FlatSymbolRefAttr(), builder.getI32IntegerAttr(id.col), builder.getI32IntegerAttr(id.row));
    uint32_t task = device::encodeQueue(TileType::ShimNOCTile, channel.bd, 0, /*token=*/true);
    if (failed(writeRegister(builder, loc, *module, prefix + "_Task_Queue", task)))
      return failure();
  }
  if (!destination.start)
    return success();
  uint32_t event = *device::lookupEvent(module->module, startEvent);
  std::string broadcast = ("Event_Broadcast" + Twine(*destination.start) + "_A").str();
  return success(
      succeeded(writeRegister(builder, loc, *module, "Timer_Control", event, "Reset_Event")) &&
      succeeded(writeRegister(builder, loc, *module, broadcast, event)) &&
      succeeded(writeRegister(builder, loc, *module, "Event_Generate", event)));
}

LogicalResult InsertTraceFlows::createStart() {
  Block &block = sequence.getBody().front();
  OpBuilder builder = OpBuilder::atBlockBegin(&block);
  for (auto config : block.getOps<TraceStartConfigOp>())
    builder.setInsertionPointAfter(config);
  if (failed(createTimerResets(builder, sequence.getLoc())))
    return failure();
  for (Destination *destination : getDistinctDestinations())
    if (failed(createReceiver(builder, sequence.getLoc(), *destination)))
      return failure();
  return success();
}

LogicalResult InsertTraceFlows::createStop() {
  OpBuilder builder = OpBuilder::atBlockEnd(&sequence.getBody().front());
  Location loc = sequence.getLoc();
  for (Destination *destination : getDistinctDestinations()) {
    if (!destination->stop)
      continue;
    auto module = getTraceModule(sequence, destination->shim, /*memory=*/false);
    uint32_t event = *device::lookupEvent(module->module, stopEvent);
    std::string broadcast = ("Event_Broadcast" + Twine(*destination->stop) + "_A").str();
    if (failed(writeRegister(builder, loc, *module, broadcast, event)) ||
        failed(writeRegister(builder, loc, *module, "Event_Generate", event)))
      return failure();
  }
  return success();
}

//===--- The pass ---------------------------------------------------------===//

void InsertTraceFlows::runOnOperation() {
  DeviceOp device = getOperation();
  bool hasLogicalTiles = false;
  device.walk([&](LogicalTileOp tile) {
    hasLogicalTiles = true;
    tile.emitError("LogicalTileOp must be resolved to TileOp before running "
                   "-aie-insert-trace-flows (run -aie-place-tiles first)");
  });
  if (hasLogicalTiles)
    return signalPassFailure();
  bool hasTraces = device.walk([](TraceOp) { return WalkResult::interrupt(); }).wasInterrupted();
  if (!hasTraces)
    return;
  model = &device.getTargetModel();
  traces.clear();
  destinations.clear();
  active.clear();
  argOffset = 0;
  if (clShimChannel < 0 || clShimChannel >= int(model->numDmaChannels({0, 0})) ||
      clDefaultBdId < 0 || clDefaultBdId >= int(model->numBDs(TileType::ShimNOCTile))) {
    device.emitError("shim-channel ") << int(clShimChannel) << " or default-bd-id "
                                      << int(clDefaultBdId) << " does not exist on a shim tile";
    return signalPassFailure();
  }
  if (failed(readHostConfig()) || failed(collectTraces()))
    return signalPassFailure();
  device.walk([&](CoreOp core) {
    if (std::optional<TileID> id = core.tryGetTileID())
      active.insert(id->col);
  });
  used = getUsedChannels(device);
  chooseDestinations();
  if (clLateralRouting && failed(moveOutOfActiveColumns()))
    return signalPassFailure();
  if (failed(chooseChannels()))
    return signalPassFailure();
  distribute();
  replaceOwnBroadcasts();
  createFlows();
  if (failed(createStart()) || failed(createStop()))
    signalPassFailure();
}
