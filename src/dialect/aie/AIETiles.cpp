//===- AIETiles.cpp - Devices, tiles, cores, buffers and locks --*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialect/aie/AIEDialect.h"
#include "dialect/aie/AIEParsing.h"

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aie;

//===--- aie.device -------------------------------------------------------===//

const DeviceModel &DeviceOp::getTargetModel() { return DeviceModel::get(getDevice()); }

DataLayoutSpecInterface DeviceOp::getDataLayoutSpec() {
  for (NamedAttribute attr : (*this)->getDiscardableAttrs())
    if (auto spec = dyn_cast<DataLayoutSpecInterface>(attr.getValue()))
      return spec;
  return {};
}

TargetSystemSpecInterface DeviceOp::getTargetSystemSpec() {
  for (NamedAttribute attr : (*this)->getDiscardableAttrs())
    if (auto spec = dyn_cast<TargetSystemSpecInterface>(attr.getValue()))
      return spec;
  return {};
}

DeviceOp DeviceOp::getForSymbol(ModuleOp module, StringRef name) {
  return dyn_cast_or_null<DeviceOp>(
      mlir::SymbolTable::lookupSymbolIn(module, name.empty() ? "main" : name));
}

DeviceOp DeviceOp::getForSymbolOrError(ModuleOp module, StringRef name) {
  DeviceOp device = getForSymbol(module, name);
  if (device)
    return device;
  if (name.empty())
    module.emitError("No 'main' device in module");
  else
    module.emitError("No such device: ") << name;
  return {};
}

//===--- aie.tile, aie.logical_tile ---------------------------------------===//

/// A message if a coordinate is outside of the device.
static LogicalResult verifyCoordinates(TileLike tile) {
  const DeviceModel &model = getTargetModel(tile.getOperation());
  std::optional<int> col = tile.tryGetCol(), row = tile.tryGetRow();
  if (col && *col >= model.columns())
    return tile->emitOpError("column index (")
           << *col << ") must be less than the number of columns in the device (" << model.columns()
           << ")";
  if (row && *row >= model.rows())
    return tile->emitOpError("row index (")
           << *row << ") must be less than the number of rows in the device (" << model.rows()
           << ")";
  return success();
}

static LogicalResult verifyAllocationScheme(TileLike tile, StringAttr scheme) {
  if (scheme && tile.isShimTile())
    return tile->emitOpError("Shim tiles cannot have an allocation scheme");
  return success();
}

TileType TileOp::getTileType() {
  // The kind of a tile outside of the array only matters to print an error.
  std::optional<TileID> id = getRepresentativeTile();
  return id ? getTargetModel(*this).tileType(*id) : TileType::CoreTile;
}
std::optional<int> TileOp::tryGetCol() {
  return getColAttr() ? std::optional<int>(getCol()) : std::nullopt;
}
std::optional<int> TileOp::tryGetRow() {
  return getRowAttr() ? std::optional<int>(getRow()) : std::nullopt;
}
std::optional<TileID> TileOp::getRepresentativeTile() {
  std::optional<TileID> id = cast<TileLike>(getOperation()).tryGetTileID();
  return id && getTargetModel(*this).contains(*id) ? id : std::nullopt;
}

LogicalResult TileOp::verify() {
  auto tile = cast<TileLike>(getOperation());
  if (failed(verifyCoordinates(tile)))
    return failure();
  auto isSwitchbox = [](Operation *user) { return isa<SwitchboxOp>(user); };
  if (llvm::count_if(getResult().getUsers(), isSwitchbox) > 1)
    return emitOpError("can only have one switchbox");
  return verifyAllocationScheme(tile, getAllocationSchemeAttr());
}

TileOp TileOp::getOrCreate(OpBuilder builder, DeviceOp device, int col, int row) {
  for (auto tile : device.getOps<TileOp>())
    if (tile.getTileID() == TileID{col, row})
      return tile;
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToStart(device.getBody());
  return TileOp::create(builder, builder.getUnknownLoc(), col, row);
}

template <typename Op> static Op firstUserOfKind(TileOp tile) {
  for (Operation *user : tile.getResult().getUsers())
    if (auto op = dyn_cast<Op>(user))
      return op;
  return {};
}
CoreOp TileOp::getCoreOp() { return firstUserOfKind<CoreOp>(*this); }
MemOp TileOp::getMemOp() { return firstUserOfKind<MemOp>(*this); }

std::optional<int> LogicalTileOp::tryGetCol() {
  return getCol() ? std::optional<int>(*getCol()) : std::nullopt;
}
std::optional<int> LogicalTileOp::tryGetRow() {
  return getRow() ? std::optional<int>(*getRow()) : std::nullopt;
}
std::optional<TileID> LogicalTileOp::getRepresentativeTile() {
  const DeviceModel &model = getTargetModel(*this);
  if (!getCol() || !getRow())
    return model.firstTileOf(getTileType());
  TileID id{int(*getCol()), int(*getRow())};
  return model.contains(id) ? std::optional(id) : std::nullopt;
}

LogicalResult LogicalTileOp::verify() {
  auto tile = cast<TileLike>(getOperation());
  if (failed(verifyCoordinates(tile)))
    return failure();
  const DeviceModel &model = getTargetModel(*this);
  if (!model.firstTileOf(getTileType()))
    return emitOpError("tile type '")
           << stringifyTileType(getTileType()) << "' does not exist on the target device";
  if (std::optional<TileID> id = tile.tryGetTileID(); id && model.tileType(*id) != getTileType())
    return emitOpError("declared logical tile type does not match the tile type at coordinates (")
           << id->col << ", " << id->row << ")";
  return verifyAllocationScheme(tile, getAllocationSchemeAttr());
}

/// A coordinate, or `?` for none.
static ParseResult parseCoordinate(OpAsmParser &parser, IntegerAttr &attr) {
  if (succeeded(parser.parseOptionalQuestion()))
    return success();
  return parseI32(parser, attr);
}

ParseResult LogicalTileOp::parse(OpAsmParser &parser, OperationState &result) {
  auto &properties = result.getOrAddProperties<Properties>();
  StringRef keyword;
  SMLoc loc;
  if (parser.parseLess() || parser.getCurrentLocation(&loc) || parser.parseKeyword(&keyword))
    return failure();
  std::optional<TileType> type = symbolizeTileType(keyword);
  if (!type)
    return parser.emitError(loc, "unknown logical tile type: ") << keyword;
  properties.tile_type = TileTypeAttr::get(parser.getContext(), *type);
  if (parser.parseGreater() || parser.parseLParen() || parseCoordinate(parser, properties.col) ||
      parser.parseComma() || parseCoordinate(parser, properties.row) || parser.parseRParen() ||
      parseInherentAttrDict<LogicalTileOp>(parser, result))
    return failure();
  result.addTypes(parser.getBuilder().getIndexType());
  return success();
}

void LogicalTileOp::print(OpAsmPrinter &printer) {
  auto printCoordinate = [&](std::optional<uint32_t> value) {
    if (value)
      printer << int32_t(*value);
    else
      printer << "?";
  };
  printer << "<" << stringifyTileType(getTileType()) << ">(";
  printCoordinate(getCol());
  printer << ", ";
  printCoordinate(getRow());
  printer << ")";
  printer.printOptionalAttrDict((*this)->getAttrs(), {"tile_type", "col", "row"});
}

//===--- aie.core, cascades -----------------------------------------------===//

bool CoreOp::isEmpty() {
  Region &body = getBody();
  return body.hasOneBlock() && llvm::hasSingleElement(body.front()) &&
         isa<EndOp>(body.front().front());
}

LogicalResult CoreOp::verify() {
  if (getBody().empty())
    return emitOpError("should have non-empty body");
  if (getElfFile() && !isEmpty())
    return emitOpError("When `elf_file` attribute is specified, core body must be empty (consist "
                       "of exactly one `aie.end` op).");
  if (getLinkWith() && getLinkFiles())
    return emitOpError("cannot specify both 'link_with' (deprecated) and 'link_files' on the same "
                       "core; run aie-assign-core-link-files to migrate");
  return success();
}

LogicalResult PutCascadeOp::verify() {
  if (tryGetSizeInBits(getCascadeValue().getType(), *this) != getTargetModel(*this).cascadeBits())
    return emitOpError("type must match architecture cascade width (")
           << getTargetModel(*this).cascadeBits() << " bits in "
           << stringifyArch(getTargetModel(*this).arch()) << ")";
  return success();
}

LogicalResult GetCascadeOp::verify() {
  uint32_t bits = getTargetModel(*this).cascadeBits();
  if (tryGetSizeInBits(getCascadeValue().getType(), *this) != bits)
    return emitOpError("must be a ") << bits << "-bit type";
  return success();
}

//===--- Buffers and locks ------------------------------------------------===//

template <typename Op> static StringAttr nameOrFatal(Op op) {
  if (StringAttr name = op.getSymNameAttr())
    return name;
  op.emitOpError("does not have 'sym_name' attribute specified");
  llvm::report_fatal_error("couldn't get name");
}
StringAttr BufferOp::name() { return nameOrFatal(*this); }
StringAttr ExternalBufferOp::name() { return nameOrFatal(*this); }
StringAttr LockOp::name() { return nameOrFatal(*this); }

/// Whether \p op or something around it may use buffers and locks of any tile.
static bool skipsAccessibilityCheck(Operation *op) {
  for (; op; op = op->getParentOp())
    if (op->hasTrait<SkipAccessibilityCheck>())
      return true;
  return false;
}

/// Whether every user of a buffer or lock runs on a tile that reaches it.
static LogicalResult verifyAccessibility(Operation *op, Value tile) {
  auto home = dyn_cast_or_null<TileOp>(aie::detail::definingOp(tile));
  if (!home || failed(verifyReadable(home, 0, {"col", "row"})))
    return success(!home);
  TileID there = home.getTileID();
  for (Operation *user : op->getUsers()) {
    if (isa_and_nonnull<DeviceOp, ModuleOp>(user->getParentOp()) || skipsAccessibilityCheck(user))
      continue;
    auto element = dyn_cast<TileElement>(user);
    if (!element)
      element = getParentTileElement(user);
    if (element && failed(verifyReadable(element, 1, {})))
      return failure();
    if (!element) {
      InFlightDiagnostic diag = op->emitOpError("is accessed outside of a tile");
      diag.attachNote(user->getLoc()) << "user";
      return diag;
    }
    // A tile that has no place yet may still get one that reaches it.
    std::optional<TileID> here = element.tryGetTileID();
    if (!here || getTargetModel(op).isLegalMemAffinity(*here, there))
      continue;
    InFlightDiagnostic diag = op->emitOpError("in Column ")
                              << there.col << " and Row " << there.row
                              << " is accessed from an unreachable tile in Column " << here->col
                              << " and Row " << here->row;
    diag.attachNote(user->getLoc()) << "user";
    return diag;
  }
  return success();
}

int64_t BufferOp::getAllocationSize() {
  MemRefType type = getMemRefType();
  std::optional<uint64_t> width = tryGetSizeInBytes(type.getElementType(), *this);
  return type.getNumElements() * int64_t(width.value_or(0));
}

LogicalResult BufferOp::verify() {
  if (!getMemRefType().hasStaticShape())
    return emitOpError("type should be static shaped memref, but got ") << getMemRefType();
  if (ElementsAttr values = getInitialValueAttr(); values && !fits(values, getMemRefType()))
    return emitOpError("has an initial value of type ")
           << values.getShapedType() << " for memory of type " << getMemRefType();
  return verifyAccessibility(*this, getTile());
}

LogicalResult LockOp::verify() {
  if (failed(verifyAccessibility(*this, getTile())))
    return failure();
  if (!getLockID())
    return success();
  TileLike tile = getTileLike();
  if (!tile)
    return emitOpError("tile operand must implement TileLike interface");
  uint32_t count = getTargetModel(*this).numLocks(tile.getTileType());
  if (*getLockID() >= count)
    return emitOpError("lock assigned invalid id (maximum is ") << count - 1 << ")";
  return success();
}

ParseResult aie::parseBufferInitialValue(OpAsmParser &parser, Type &type, ElementsAttr &value) {
  if (parser.parseType(type))
    return failure();
  auto memref = dyn_cast<MemRefType>(type);
  if (!memref || !memref.hasStaticShape())
    return parser.emitError(parser.getNameLoc())
           << "type should be static shaped memref, but got " << type;
  if (failed(parser.parseOptionalEqual()))
    return success();
  Attribute attr;
  if (parser.parseAttribute(attr,
                            RankedTensorType::get(memref.getShape(), memref.getElementType())))
    return failure();
  value = dyn_cast<ElementsAttr>(attr);
  if (!value)
    return parser.emitError(parser.getNameLoc()) << "initial value should be an elements attribute";
  return success();
}

void aie::printBufferInitialValue(OpAsmPrinter &printer, BufferOp op, Type type,
                                  ElementsAttr value) {
  printer << type << " ";
  if (!value)
    return;
  printer << "= ";
  printer.printAttributeWithoutType(value);
}

//===--- aie.use_lock -----------------------------------------------------===//

ParseResult aie::parseLockValueAndBlocking(OpAsmParser &parser, IntegerAttr &value,
                                           LockBlockingAttr &blocking) {
  if (failed(parser.parseOptionalComma()))
    return success();
  StringRef word;
  if (failed(parser.parseOptionalKeyword(&word, {"NonBlocking", "Blocking"}))) {
    if (parseI32(parser, value))
      return failure();
    if (failed(parser.parseOptionalComma()))
      return success();
    llvm::SMLoc loc = parser.getCurrentLocation();
    std::string text;
    if (failed(parser.parseOptionalKeywordOrString(&text)))
      return parser.emitError(loc, "expected string or keyword containing one of the following "
                                   "enum values for attribute 'blocking' [NonBlocking, Blocking]");
    std::optional<LockBlocking> parsed = symbolizeLockBlocking(text);
    if (!parsed)
      return parser.emitError(loc, "invalid blocking attribute specification: \"") << text << '"';
    blocking = LockBlockingAttr::get(parser.getContext(), *parsed);
    return success();
  }
  blocking = LockBlockingAttr::get(parser.getContext(), *symbolizeLockBlocking(word));
  return success();
}

void aie::printLockValueAndBlocking(OpAsmPrinter &printer, Operation *, IntegerAttr value,
                                    LockBlockingAttr blocking) {
  if (value) {
    printer << ", ";
    printer.printAttributeWithoutType(value);
  }
  if (blocking)
    printer << ", " << stringifyLockBlocking(blocking.getValue());
}

/// The rules for the locks of a BD, given by one block of a DMA region.
static LogicalResult verifyInDMABlock(UseLockOp op) {
  auto uses = op->getBlock()->getOps<UseLockOp>();
  for (UseLockOp use : uses)
    if (failed(verifyReadable(use, 1, {"action"})))
      return failure();
  if (getTargetModel(op).arch() == Arch::AIE1) {
    std::optional<uint32_t> id;
    for (UseLockOp use : uses) {
      LockOp lock = use.getLockOp();
      if (!lock || !lock.getLockID())
        continue;
      if (id && *id != *lock.getLockID())
        return op.emitOpError("used in a DMA block that have multiple locks.");
      id = lock.getLockID();
    }
  }
  std::optional<int> acquired, released;
  for (UseLockOp use : uses) {
    std::optional<int> &value = use.release() ? released : acquired;
    if (value && *value != use.getLockValue())
      return op.emitOpError("acquires/releases the lock in a DMA block from/to multiple states.");
    value = use.getLockValue();
  }
  auto mem = op->getParentOfType<MemOp>();
  LockOp lock = op.getLockOp();
  if (lock && failed(verifyReadable(lock, 1, {})))
    return failure();
  if (mem && lock && lock.getTile() != mem.getTile())
    return op.emitOpError("can only access a lock in the same tile");
  return success();
}

LogicalResult UseLockOp::verify() {
  Operation *parent = (*this)->getParentOp();
  if (isa_and_nonnull<DeviceOp, ModuleOp>(parent))
    return emitOpError("must be used in a core or memory operation.");
  if (getTargetModel(*this).arch() == Arch::AIE1 && acquireGE())
    return emitOpError("AcquireGreaterEqual is not supported in AIE1.");
  auto isInside = [&](auto predicate) {
    for (Operation *op = parent; op; op = op->getParentOp())
      if (predicate(op))
        return true;
    return false;
  };
  if (isInside([](Operation *op) { return isa<MemOp, MemTileDMAOp, ShimDMAOp>(op); }))
    return verifyInDMABlock(*this);
  if (isInside([](Operation *op) {
        return isa<CoreOp, func::FuncOp>(op) ||
               op->getName().getStringRef() == "aiex.dma_configure_task";
      }))
    return success();
  return emitOpError("expects some parent op to be one of AIE::device, AIE::core, func::func, "
                     "AIE::mem, AIE::shimDMA, or AIEX::dma_configure_task");
}
