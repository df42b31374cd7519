//===- AIEObjectFifos.cpp - Object FIFOs and their uses ---------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialect/aie/AIEDialect.h"
#include "dialect/aie/AIEParsing.h"
#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aie;

//===--- Lookups ----------------------------------------------------------===//

ObjectFifoCreateOp aie::lookupObjectFifo(Operation *op, StringRef name) {
  for (op = op->getParentOp(); op; op = op->getParentOp())
    if (op->hasTrait<OpTrait::SymbolTable>())
      if (auto fifo = dyn_cast_or_null<ObjectFifoCreateOp>(SymbolTable::lookupSymbolIn(op, name)))
        return fifo;
  return {};
}

ObjectFifoCreateOp ObjectFifoAllocateOp::getObjectFifo() {
  return lookupObjectFifo(*this, getObjFifoName());
}
ObjectFifoCreateOp ObjectFifoRegisterExternalBuffersOp::getObjectFifo() {
  return lookupObjectFifo(*this, getObjFifoName());
}
ObjectFifoCreateOp ObjectFifoAcquireOp::getObjectFifo() {
  return lookupObjectFifo(*this, getObjFifoName());
}
ObjectFifoCreateOp ObjectFifoReleaseOp::getObjectFifo() {
  return lookupObjectFifo(*this, getObjFifoName());
}
ObjectFifoCreateOp ObjectFifoRegisterProcessOp::getObjectFifo() {
  return lookupObjectFifo(*this, getObjFifoName());
}

//===--- aie.objectfifo: building and reading -----------------------------===//

void ObjectFifoCreateOp::build(OpBuilder &builder, OperationState &state, StringAttr name,
                               Value producerTile, ValueRange consumerTiles, Attribute depth,
                               Type elemType, ArrayRef<BDDimLayoutAttr> dimensionsToStream,
                               ArrayRef<BDDimLayoutArrayAttr> dimensionsFromStream) {
  MLIRContext *context = builder.getContext();
  state.addOperands(producerTile);
  state.addOperands(consumerTiles);
  auto &properties = state.getOrAddProperties<Properties>();
  properties.sym_name = name;
  properties.elemNumber = depth;
  properties.elemType = TypeAttr::get(elemType);
  properties.dimensionsToStream = BDDimLayoutArrayAttr::get(context, dimensionsToStream);
  SmallVector<BDDimLayoutArrayAttr> from(dimensionsFromStream);
  from.resize(consumerTiles.size(), BDDimLayoutArrayAttr::get(context, {}));
  properties.dimensionsFromStreamPerConsumer = BDDimLayoutArrayArrayAttr::get(context, from);
}

int ObjectFifoCreateOp::size(int index) {
  Attribute depth = getElemNumber();
  if (auto array = dyn_cast<ArrayAttr>(depth))
    depth = size_t(index) < array.size() ? array[index] : Attribute();
  auto integer = dyn_cast_or_null<IntegerAttr>(depth);
  return integer ? int(integer.getValue().getSExtValue()) : 0;
}

TileOp ObjectFifoCreateOp::getProducerTileOp() { return getProducerTile().getDefiningOp<TileOp>(); }

BDDimLayoutArrayAttr ObjectFifoCreateOp::getDimensionsFromStream(Value tile) {
  for (auto [consumer, dims] : llvm::zip(getConsumerTiles(), getDimensionsFromStreamPerConsumer()))
    if (consumer == tile)
      return dims;
  return BDDimLayoutArrayAttr::get(getContext(), {});
}

//===--- aie.objectfifo: syntax -------------------------------------------===//

static ParseResult parseTileAndDims(OpAsmParser &parser, StringRef keyword,
                                    OpAsmParser::UnresolvedOperand &tile,
                                    BDDimLayoutArrayAttr &dims) {
  if (parser.parseOperand(tile))
    return failure();
  if (succeeded(parser.parseOptionalKeyword(keyword)))
    return parser.parseCustomAttributeWithFallback(dims);
  dims = BDDimLayoutArrayAttr::get(parser.getContext(), {});
  return success();
}

static void printTileAndDims(OpAsmPrinter &printer, StringRef keyword, Value tile,
                             BDDimLayoutArrayAttr dims) {
  printer << tile;
  if (!dims || dims.empty())
    return;
  printer << " " << keyword << " ";
  printer.printStrippedAttrOrType(dims);
}

ParseResult aie::parseObjectFifoProducer(OpAsmParser &parser, OpAsmParser::UnresolvedOperand &tile,
                                         BDDimLayoutArrayAttr &dims) {
  return parseTileAndDims(parser, "dimensionsToStream", tile, dims);
}

void aie::printObjectFifoProducer(OpAsmPrinter &printer, Operation *, Value tile,
                                  BDDimLayoutArrayAttr dims) {
  printTileAndDims(printer, "dimensionsToStream", tile, dims);
}

ParseResult aie::parseObjectFifoConsumers(OpAsmParser &parser,
                                          SmallVectorImpl<OpAsmParser::UnresolvedOperand> &tiles,
                                          BDDimLayoutArrayArrayAttr &dims) {
  SmallVector<BDDimLayoutArrayAttr> list;
  do {
    if (parseTileAndDims(parser, "dimensionsFromStream", tiles.emplace_back(), list.emplace_back()))
      return failure();
  } while (succeeded(parser.parseOptionalComma()));
  dims = BDDimLayoutArrayArrayAttr::get(parser.getContext(), list);
  return success();
}

void aie::printObjectFifoConsumers(OpAsmPrinter &printer, Operation *, OperandRange tiles,
                                   BDDimLayoutArrayArrayAttr dims) {
  llvm::interleaveComma(llvm::enumerate(tiles), printer, [&](auto item) {
    bool known = dims && item.index() < dims.size();
    printTileAndDims(printer, "dimensionsFromStream", item.value(),
                     known ? dims[item.index()] : BDDimLayoutArrayAttr());
  });
}

ParseResult aie::parseObjectFifoInitialValues(OpAsmParser &parser, Attribute depth, TypeAttr type,
                                              ArrayAttr &values) {
  auto fifo = type ? dyn_cast<AIEObjectFifoType>(type.getValue()) : AIEObjectFifoType();
  // Any other type is reported by the op's constraints.
  if (fifo && !fifo.getElementType().hasStaticShape())
    return parser.emitError(parser.getNameLoc())
           << "type should be static shaped memref, but got " << fifo.getElementType();
  if (failed(parser.parseOptionalEqual()))
    return success();
  if (parser.parseAttribute(values))
    return failure();
  if (auto array = dyn_cast_or_null<ArrayAttr>(depth))
    depth = array.empty() ? Attribute() : array[0];
  auto count = dyn_cast_or_null<IntegerAttr>(depth);
  if (!count || int64_t(values.size()) != count.getValue().getSExtValue())
    return parser.emitError(parser.getNameLoc()) << "initial values should initialize all objects";
  for (Attribute value : values)
    if (!isa<ElementsAttr>(value))
      return parser.emitError(parser.getNameLoc())
             << "initial value should be an elements attribute";
  return success();
}

void aie::printObjectFifoInitialValues(OpAsmPrinter &printer, Operation *, Attribute, TypeAttr,
                                       ArrayAttr values) {
  if (values)
    printer << "= " << values;
}

//===--- aie.objectfifo: checks -------------------------------------------===//

/// The rules for ends on a stream port of a core.
static LogicalResult verifyStream(ObjectFifoCreateOp op, uint32_t ends) {
  if (op.getConsumerTiles().size() > 1)
    return op.emitError("`aie_stream` can only be used in 1-to-1 object FIFOs");
  if (!op.getAieStreamPort())
    return op.emitError("`aie_stream_port` must be defined");
  if (op.getConsumerTiles().empty())
    return op.emitError("`aie_stream` can only be used in 1-to-1 object FIFOs");
  auto isCoreTile = [](Value tile) { return getTileLike(tile).isCoreTile(); };
  if (ends == 0 || ends == 2) {
    if (!isCoreTile(op.getProducerTile()))
      return op.emitError("`aie_stream` is not available for shim and mem tiles");
    if (op.getRepeatCount())
      return op.emitError("`repeat_count` unavailable on stream end");
    if (op.getInitValues())
      return op.emitError("`init_values` unavailable on stream end");
    if (op.getIterCount())
      return op.emitError("`iter_count` unavailable on stream end");
    if (!op.getDimensionsToStream().empty())
      return op.emitError("`dimensionsToStream` data layout transformations are unavailable on "
                          "stream end");
  }
  if ((ends == 1 || ends == 2) && !isCoreTile(op.getConsumerTiles()[0]))
    return op.emitError("`aie_stream` is not available for shim and mem tiles");
  if (!op.getDimensionsFromStreamPerConsumer()[0].empty())
    return op.emitError("`dimensionsFromStreamPerConsumer` data layout transformations are "
                        "unavailable on stream end");
  return success();
}

/// Tiles, and what a shim tile cannot rearrange.
static LogicalResult verifyEnds(ObjectFifoCreateOp op) {
  TileLike producer = op.getProducerTileLike();
  if (!producer)
    return op.emitError("producer tile must implement TileLike interface");
  if (producer.isShimTile() && !op.getDimensionsToStream().empty())
    return op.emitError("`dimensionsToStream` data layout transformations are not supported on "
                        "shim tile producers");
  for (auto [value, dims] :
       llvm::zip_equal(op.getConsumerTiles(), op.getDimensionsFromStreamPerConsumer())) {
    TileLike consumer = getTileLike(value);
    if (!consumer)
      return op.emitError("consumer tile must implement TileLike interface");
    if (consumer.isShimTile() && !dims.empty())
      return op.emitError("`dimensionsFromStreamPerConsumer` data layout transformations are not "
                          "supported on shim tile consumers");
  }
  if (producer.isShimTile() && op.getRepeatCount())
    return op.emitError("`repeat_count` unavailable for shim tiles");
  return success();
}

static LogicalResult verifyIterations(ObjectFifoCreateOp op) {
  if (!op.getIterCount())
    return success();
  int32_t count = *op.getIterCount();
  if (count < 1 || count > 256)
    return op.emitError("`iter_count` must be between 1 and 256");
  auto isMemTile = [](Value tile) { return getTileLike(tile).isMemTile(); };
  if (!isMemTile(op.getProducerTile()) && llvm::none_of(op.getConsumerTiles(), isMemTile))
    return op.emitError("`iter_count` is currently only supported on MemTiles");
  return success();
}

LogicalResult ObjectFifoCreateOp::verify() {
  if (!getObjectType().hasStaticShape())
    return emitOpError("type should be static shaped memref, but got ") << getObjectType();
  size_t consumers = getConsumerTiles().size();
  if (auto depths = dyn_cast<ArrayAttr>(getElemNumber())) {
    if (depths.size() != consumers + 1)
      return emitOpError("does not have enough depths specified for producer and for each "
                         "consumer.");
    if (!llvm::all_of(depths, [](Attribute depth) { return isa<IntegerAttr>(depth); }))
      return emitOpError("depths must be integers");
  }
  if (getDimensionsFromStreamPerConsumer().size() != consumers)
    return emitOpError("`dimensionsFromStreamPerConsumer` must have one entry for each consumer");
  if (failed(verifyEnds(*this)))
    return failure();
  if (getAieStreamPort() && !getAieStream())
    return emitError("`aie_stream` must be defined");
  if (getAieStream() && failed(verifyStream(*this, *getAieStream())))
    return failure();
  if (ArrayAttr values = getInitValuesAttr()) {
    if (getProducerTileLike().isShimTile())
      return emitError("`init_values` unavailable for shim tiles");
    if (int64_t(values.size()) != size())
      return emitError("`init_values` does not initialize all objects");
  }
  return verifyIterations(*this);
}

/// Whether another op may read a FIFO, verified or not.
static LogicalResult verifyReadableFifo(ObjectFifoCreateOp fifo) {
  return verifyReadable(
      fifo, 1, {"elemNumber", "elemType", "dimensionsToStream", "dimensionsFromStreamPerConsumer"});
}

//===--- aie.objectfifo.allocate ------------------------------------------===//

LogicalResult ObjectFifoAllocateOp::verify() {
  ObjectFifoCreateOp fifo = getObjectFifo();
  if (!fifo)
    return emitError("cannot retrieve associated object FIFO");
  if (failed(verifyReadableFifo(fifo)))
    return failure();
  if (fifo.getConsumerTiles().size() != 1)
    return emitError("can only be used in 1-to-1 object FIFOs");
  auto complain = [&](StringRef what) {
    return emitError("cannot allocate a shared memory module to objectfifo ") << what;
  };
  if (fifo.getVia_DMA())
    return complain("with set `via_DMA` attribute");
  if (fifo.getRepeatCount())
    return complain("with set `repeat_count` attribute");
  if (!fifo.getDimensionsToStream().empty())
    return complain("with set dimensions attribute");
  if (fifo.getAieStream())
    return complain("using stream port");
  return success();
}

//===--- aie.objectfifo.acquire, release, subview.access ------------------===//

/// The rules for touching a FIFO from a core.
template <typename Op> static LogicalResult verifyAccess(Op op) {
  auto core = op->template getParentOfType<CoreOp>();
  if (!core)
    return op.emitOpError("must be called from inside a CoreOp");
  ObjectFifoCreateOp fifo = op.getObjectFifo();
  if (!fifo)
    return op.emitError("cannot retrieve associated object FIFO");
  if (failed(verifyReadableFifo(fifo)) || failed(verifyReadable(core, 1, {})))
    return failure();
  if (op.getPort() == ObjectFifoPort::Produce) {
    if (core.getTile() != fifo.getProducerTile())
      return core.emitOpError("producer port of objectFifo accessed by core running on "
                              "non-producer tile");
  } else if (!llvm::is_contained(fifo.getConsumerTiles(), core.getTile())) {
    return core.emitOpError("consumer port of objectFifo accessed by core running on "
                            "non-consumer tile");
  }
  return success();
}

LogicalResult ObjectFifoAcquireOp::verify() {
  if (failed(verifyAccess(*this)))
    return failure();
  auto subview = cast<AIEObjectFifoSubviewType>(getSubview().getType());
  auto fifo = dyn_cast<AIEObjectFifoType>(getObjectFifo().getElemType());
  if (!fifo || fifo.getElementType() != subview.getElementType())
    return emitOpError("ObjectFifo element and ObjectFifoSubview element must match.\n");
  return success();
}

LogicalResult ObjectFifoReleaseOp::verify() { return verifyAccess(*this); }

LogicalResult ObjectFifoSubviewAccessOp::verify() {
  if (!(*this)->getParentOfType<CoreOp>())
    return emitOpError("must be called from inside a CoreOp");
  // A subview that comes from elsewhere has an unknown size.
  auto acquire = getSubview().getDefiningOp<ObjectFifoAcquireOp>();
  if (acquire && failed(verifyReadable(acquire, 0, {"size"})))
    return failure();
  if (acquire && int32_t(getIndex()) >= acquire.acqNumber())
    return emitOpError("accessed farther than number of acquired elements (index out of bounds).");
  return success();
}

//===--- aie.objectfifo.register_process ----------------------------------===//

static DenseIntElementsAttr getConstantPattern(Value value) {
  auto constant = value.getDefiningOp<arith::ConstantOp>();
  return constant ? dyn_cast<DenseIntElementsAttr>(constant.getValue()) : DenseIntElementsAttr();
}

DenseIntElementsAttr ObjectFifoRegisterProcessOp::getAcquirePattern() {
  return getConstantPattern(getAcquirePatternTensor());
}
DenseIntElementsAttr ObjectFifoRegisterProcessOp::getReleasePattern() {
  return getConstantPattern(getReleasePatternTensor());
}
int ObjectFifoRegisterProcessOp::getProcessLength() {
  auto constant = getLength().getDefiningOp<arith::ConstantOp>();
  auto length = constant ? dyn_cast<IntegerAttr>(constant.getValue()) : IntegerAttr();
  return length ? int(length.getValue().getSExtValue()) : 0;
}

LogicalResult ObjectFifoRegisterProcessOp::verify() {
  if (!getAcquirePattern() || !getReleasePattern() ||
      !getLength().getDefiningOp<arith::ConstantOp>())
    return emitOpError("patterns and length must be results of arith.constant");
  int length = getProcessLength();
  if (length < 1)
    return emitOpError("process length must be >= 1");
  int64_t acquires = getAcquirePattern().size(), releases = getReleasePattern().size();
  if (acquires != releases && acquires != length && releases != length)
    return emitOpError("Acquire and Release patterns must be of equal length, or longest length "
                       "of one must be equal to process length of the other");
  return success();
}
