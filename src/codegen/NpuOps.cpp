//===- NpuOps.cpp - A register program as aiex instructions -----*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "codegen/NpuOps.h"
#include "dialect/aiex/AIEXDialect.h"
#include "llvm/ADT/StringSet.h"

using namespace mlir;
using namespace tilewright;
using namespace tilewright::aie;
using namespace tilewright::codegen;

namespace {
/// Inserts one command after another.
struct NpuInserter {
  OpBuilder &builder;
  /// Of the commands that are block writes, their data, in order.
  ArrayRef<memref::GlobalOp> globals;
  Location loc = builder.getUnknownLoc();

  LogicalResult asTransaction(const formats::Command &command);
  LogicalResult asControlPackets(const formats::Command &command);
  void packet(uint64_t address, ArrayRef<int32_t> data);
};
} // namespace

//===--- Data of block writes ---------------------------------------------===//

static llvm::StringSet<> symbolsOf(DeviceOp device) {
  llvm::StringSet<> names;
  for (Operation &op : *device.getBody())
    if (auto name = op.getAttrOfType<StringAttr>(SymbolTable::getSymbolAttrName()))
      names.insert(name.getValue());
  return names;
}

static SmallVector<memref::GlobalOp>
insertGlobals(DeviceOp device, const formats::RegisterProgram &program, StringRef prefix) {
  llvm::StringSet<> taken = symbolsOf(device);
  OpBuilder builder = OpBuilder::atBlockBegin(device.getBody());
  SmallVector<memref::GlobalOp> globals;
  unsigned number = 0;
  for (const formats::Command &command : program.commands) {
    auto *block = std::get_if<formats::BlockWrite>(&command);
    if (!block)
      continue;
    std::string name;
    do
      name = (prefix + Twine(number++)).str();
    while (taken.contains(name));
    auto type = MemRefType::get(static_cast<int64_t>(block->words.size()), builder.getI32Type());
    auto tensor = RankedTensorType::get(type.getShape(), type.getElementType());
    globals.push_back(memref::GlobalOp::create(
        builder, builder.getUnknownLoc(), name, builder.getStringAttr("private"), type,
        DenseIntElementsAttr::get(tensor, ArrayRef<uint32_t>(block->words)),
        /*constant=*/true, /*alignment=*/IntegerAttr()));
  }
  return globals;
}

//===--- Commands ---------------------------------------------------------===//

LogicalResult NpuInserter::asTransaction(const formats::Command &command) {
  MLIRContext *context = builder.getContext();
  auto i32 = [&](uint32_t v) { return builder.getI32IntegerAttr(static_cast<int32_t>(v)); };
  auto ui32 = [&](uint64_t v) {
    return IntegerAttr::get(IntegerType::get(context, 32, IntegerType::Unsigned),
                            static_cast<uint32_t>(v));
  };
  if (auto *c = std::get_if<formats::Write>(&command)) {
    aiex::NpuWrite32Op::create(builder, loc, ui32(c->address), ui32(c->value), nullptr, nullptr,
                               nullptr);
  } else if (auto *c = std::get_if<formats::MaskWrite>(&command)) {
    aiex::NpuMaskWrite32Op::create(builder, loc, ui32(c->address), ui32(c->value), ui32(c->mask),
                                   nullptr, nullptr, nullptr);
  } else if (auto *c = std::get_if<formats::BlockWrite>(&command)) {
    memref::GlobalOp global = globals.front();
    globals = globals.drop_front();
    Value data = memref::GetGlobalOp::create(builder, loc, global.getType(), global.getSymName());
    aiex::NpuBlockWriteOp::create(builder, loc, ui32(c->address), data, nullptr, nullptr, nullptr);
  } else if (auto *c = std::get_if<formats::Sync>(&command)) {
    aiex::NpuSyncOp::create(builder, loc, i32(c->column), i32(c->row), i32(c->direction),
                            i32(c->channel), i32(c->columnCount), i32(c->rowCount));
  } else if (auto *c = std::get_if<formats::AddressPatch>(&command)) {
    aiex::NpuAddressPatchOp::create(builder, loc, ui32(c->address), i32(c->argument),
                                    i32(static_cast<uint32_t>(c->plus)));
  } else if (auto *c = std::get_if<formats::LoadPdi>(&command)) {
    auto ui64 = IntegerType::get(context, 64, IntegerType::Unsigned);
    aiex::NpuLoadPdiOp::create(builder, loc, FlatSymbolRefAttr(), i32(c->id), i32(c->size),
                               IntegerAttr::get(ui64, llvm::APInt(64, c->address)));
  } else if (auto *c = std::get_if<formats::Preempt>(&command)) {
    auto ui8 = IntegerType::get(context, 8, IntegerType::Unsigned);
    aiex::NpuPreemptOp::create(builder, loc, IntegerAttr::get(ui8, c->level));
  } else {
    return failure();
  }
  return success();
}

void NpuInserter::packet(uint64_t address, ArrayRef<int32_t> data) {
  auto ui32 = IntegerType::get(builder.getContext(), 32, IntegerType::Unsigned);
  aiex::ControlPacketOp::create(builder, loc,
                                IntegerAttr::get(ui32, static_cast<uint32_t>(address)),
                                IntegerAttr(), builder.getI32IntegerAttr(0),
                                builder.getI32IntegerAttr(0), builder.getDenseI32ArrayAttr(data));
}

LogicalResult NpuInserter::asControlPackets(const formats::Command &command) {
  constexpr size_t wordsPerPacket = 4;
  if (auto *c = std::get_if<formats::Write>(&command)) {
    packet(c->address, {static_cast<int32_t>(c->value)});
  } else if (auto *c = std::get_if<formats::MaskWrite>(&command)) {
    packet(c->address, {static_cast<int32_t>(c->value)});
  } else if (auto *c = std::get_if<formats::BlockWrite>(&command)) {
    SmallVector<int32_t> words(c->words.begin(), c->words.end());
    uint64_t address = c->address;
    for (ArrayRef<int32_t> left(words); !left.empty();) {
      ArrayRef<int32_t> data = left.take_front(wordsPerPacket);
      packet(address, data);
      address += sizeof(int32_t) * data.size();
      left = left.drop_front(data.size());
    }
  } else {
    return failure();
  }
  return success();
}

/// Neighbouring packets to one address become one.
static void mergePackets(Block &block) {
  aiex::ControlPacketOp head;
  for (aiex::ControlPacketOp packet :
       llvm::make_early_inc_range(block.getOps<aiex::ControlPacketOp>())) {
    if (!head || head.getAddress() != packet.getAddress()) {
      head = packet;
      continue;
    }
    ArrayRef<int32_t> more = packet.getData().value_or(ArrayRef<int32_t>());
    SmallVector<int32_t> data(head.getData().value_or(ArrayRef<int32_t>()));
    data.resize(std::max(data.size(), more.size()), 0);
    for (auto [word, extra] : llvm::zip(data, more))
      word |= extra;
    head.setDataAttr(DenseI32ArrayAttr::get(block.getParentOp()->getContext(), data));
    packet.erase();
  }
}

LogicalResult codegen::insertNpuOps(OpBuilder &builder, DeviceOp device,
                                    const formats::RegisterProgram &program, StringRef globalPrefix,
                                    NpuForm form) {
  SmallVector<memref::GlobalOp> globals = insertGlobals(device, program, globalPrefix);
  NpuInserter inserter{builder, globals};
  for (auto [index, command] : llvm::enumerate(program.commands))
    if (failed(form == NpuForm::Transaction ? inserter.asTransaction(command)
                                            : inserter.asControlPackets(command)))
      return device.emitOpError("command ")
             << index << " of the register program has no form as an instruction here";
  if (form == NpuForm::ControlPackets)
    mergePackets(*builder.getInsertionBlock());
  return success();
}

//===--- A device's own configuration -------------------------------------===//

/// The block to insert into when nothing says where.
static Block *createSequence(DeviceOp device) {
  constexpr StringRef base = "configure";
  llvm::StringSet<> taken = symbolsOf(device);
  std::string name = base.str();
  for (unsigned number = 0; taken.contains(name); ++number)
    name = (base + Twine(number)).str();
  OpBuilder builder = OpBuilder::atBlockBegin(device.getBody());
  auto sequence =
      RuntimeSequenceOp::create(builder, builder.getUnknownLoc(), builder.getStringAttr(name));
  return &sequence.getBody().emplaceBlock();
}

LogicalResult codegen::insertConfiguration(DeviceOp device, const formats::RegisterProgram &program,
                                           NpuForm form) {
  constexpr StringRef prefix = "config_blockwrite_data_";
  aiex::ConfigureOp configure;
  device.walk([&](aiex::ConfigureOp op) {
    if (!configure)
      configure = op;
  });
  OpBuilder builder(device.getContext());
  if (!configure) {
    builder.setInsertionPointToStart(createSequence(device));
    return insertNpuOps(builder, device, program, prefix, form);
  }
  builder.setInsertionPoint(configure);
  if (failed(insertNpuOps(builder, device, program, prefix, form)))
    return failure();
  if (!configure.getBody().empty())
    configure->getBlock()->getOperations().splice(configure->getIterator(),
                                                  configure.getBody().front().getOperations());
  configure.erase();
  return success();
}
