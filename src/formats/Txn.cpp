//===- Txn.cpp - Transaction (instruction stream) files ---------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "formats/Txn.h"
#include "npu_instructions/npu_instructions.h"

using namespace tilewright;
using namespace tilewright::formats;
using llvm::Error;
using llvm::Expected;
using llvm::Twine;
namespace raw = aie::npu::raw;

//===--- Header -----------------------------------------------------------===//

TxnHeader formats::txnHeader(const device::DeviceModel &model) {
  TxnHeader header;
  header.generation = model.arch() == device::Arch::AIE2p ? 4 : 3;
  header.rows = uint8_t(model.rows());
  header.columns = uint8_t(model.columns());
  header.memTileRows = uint8_t(model.memTileRows());
  return header;
}

Expected<device::Device> formats::deviceOfTxn(const TxnHeader &header) {
  auto last = uint32_t(device::Device::npu2_7col);
  for (uint32_t i = uint32_t(device::Device::xcve2302); i <= last; ++i) {
    TxnHeader candidate = txnHeader(device::DeviceModel::get(device::Device(i)));
    if (candidate.generation == header.generation && candidate.rows == header.rows &&
        candidate.columns == header.columns && candidate.memTileRows == header.memTileRows)
      return device::Device(i);
  }
  return formatError("TXN", "no device has generation " + Twine(int(header.generation)) + ", " +
                                Twine(int(header.columns)) + " columns, " +
                                Twine(int(header.rows)) + " rows and " +
                                Twine(int(header.memTileRows)) + " rows of memory tiles");
}

//===--- Writing ----------------------------------------------------------===//

namespace {
/// One overload per command; the record layouts are the header library's.
struct TxnEncoder {
  std::vector<uint32_t> words;

  Expected<uint32_t> narrow(uint64_t value, const char *what) {
    if (value > 0xFFFFFFFF)
      return formatError("TXN", Twine(what) + " 0x" + llvm::utohexstr(value, true) +
                                    " does not fit in 32 bits");
    return uint32_t(value);
  }
  Error operator()(const Write &c) {
    auto address = narrow(c.address, "address");
    if (!address)
      return address.takeError();
    raw::appendWrite32(words, *address, c.value);
    return Error::success();
  }
  Error operator()(const MaskWrite &c) {
    auto address = narrow(c.address, "address");
    if (!address)
      return address.takeError();
    raw::appendMaskWrite32(words, *address, c.value, c.mask);
    return Error::success();
  }
  Error operator()(const BlockWrite &c) {
    auto address = narrow(c.address, "address");
    if (!address)
      return address.takeError();
    if (c.words.size() > (size_t(1) << 30) - 5)
      return formatError("TXN", "a block write of " + Twine(c.words.size()) +
                                    " words is too long for one record");
    raw::appendBlockWrite(words, *address, c.words.data(), c.words.size(), c.tileWord);
    return Error::success();
  }
  Error operator()(const MaskPoll &c) {
    auto address = narrow(c.address, "address");
    if (!address)
      return address.takeError();
    raw::appendMaskPoll(words, *address, c.value, c.mask);
    return Error::success();
  }
  Error operator()(const Sync &c) {
    raw::appendSync(words, c.column, c.row, c.direction, c.channel, c.columnCount, c.rowCount);
    return Error::success();
  }
  Error operator()(const AddressPatch &c) {
    auto address = narrow(c.address, "address");
    if (!address)
      return address.takeError();
    auto plus = narrow(c.plus, "patch offset");
    if (!plus)
      return plus.takeError();
    raw::appendAddressPatch(words, *address, c.argument, *plus);
    return Error::success();
  }
  Error operator()(const LoadPdi &c) {
    raw::appendLoadPdi(words, c.id, c.size, c.address);
    return Error::success();
  }
  Error operator()(const Preempt &c) {
    raw::appendPreempt(words, c.level);
    return Error::success();
  }
};
} // namespace

Expected<std::vector<uint32_t>> formats::encodeTxn(const RegisterProgram &program,
                                                   const device::DeviceModel &model) {
  constexpr size_t headerWords = txn::headerBytes / 4;
  TxnEncoder encoder{std::vector<uint32_t>(headerWords, 0)};
  for (const Command &command : program.commands)
    if (Error e = std::visit(encoder, command))
      return std::move(e);
  if (encoder.words.size() > 0xFFFFFFFF / 4)
    return formatError("TXN", "the stream exceeds 4 GiB");
  TxnHeader h = txnHeader(model);
  auto header = raw::header(uint32_t(program.commands.size()), encoder.words.size() - headerWords,
                            h.rows, h.columns, h.generation, h.memTileRows);
  std::copy(header.begin(), header.end(), encoder.words.begin());
  return std::move(encoder.words);
}

Expected<std::string> formats::writeTxn(const RegisterProgram &program,
                                        const device::DeviceModel &model) {
  auto words = encodeTxn(program, model);
  if (!words)
    return words.takeError();
  ByteSink out;
  out.bytes.reserve(words->size() * 4);
  for (uint32_t word : *words)
    out.u32(word);
  return std::move(out.bytes);
}

//===--- Reading ----------------------------------------------------------===//

Expected<TxnHeader> formats::readTxnHeader(llvm::StringRef bytes) {
  ByteView in{bytes, "TXN"};
  if (in.size() < txn::headerBytes)
    return in.error(0, "Transaction binary is too small for header");
  TxnHeader h;
  h.major = in.u8(0);
  h.minor = in.u8(1);
  h.generation = in.u8(2);
  h.rows = in.u8(3);
  h.columns = in.u8(4);
  h.memTileRows = in.u8(5);
  h.operations = in.u32(8);
  h.byteSize = in.u32(12);
  bool known = (h.major == 0 && h.minor == 1) || (h.major == 1 && h.minor == 0);
  if (!known)
    return in.error(0, "Unsupported TXN binary version: " + Twine(int(h.major)) + "." +
                           Twine(int(h.minor)));
  return h;
}

namespace {
namespace op {
enum : uint8_t {
  write = 0,
  blockWrite = 1,
  maskWrite = 3,
  maskPoll = 4,
  noop = 5,
  preempt = 6,
  maskPollBusy = 7,
  loadPdi = 8,
  sync = 0x80,
  addressPatch = 0x81,
  readRegisters = 0x82,
  recordTimer = 0x83,
};
} // namespace op

/// Layout of a record: where its size stands (0: the size is fixed) and how
/// long it is at least.
struct RecordShape {
  uint64_t sizeOffset, least;
};

/// Reads records of one version.
struct TxnDecoder {
  ByteView in;
  bool compact; ///< version 1.0
  std::optional<RecordShape> shapeOf(uint8_t opcode) const;
  Expected<TxnRecord> decode(uint64_t at) const;
};
} // namespace

std::optional<RecordShape> TxnDecoder::shapeOf(uint8_t opcode) const {
  switch (opcode) {
  case op::write:
    return compact ? RecordShape{0, 12} : RecordShape{20, 24};
  case op::blockWrite:
    return compact ? RecordShape{8, 12} : RecordShape{12, 16};
  case op::maskWrite:
  case op::maskPoll:
  case op::maskPollBusy:
    return compact ? RecordShape{0, 16} : RecordShape{24, 28};
  case op::noop:
  case op::preempt:
    return RecordShape{0, 4};
  case op::loadPdi:
    return RecordShape{0, 16};
  case op::sync:
    return RecordShape{4, 16};
  case op::addressPatch:
    return RecordShape{4, 44};
  case op::readRegisters:
  case op::recordTimer:
    return RecordShape{4, 8};
  default:
    return std::nullopt;
  }
}

Expected<TxnRecord> TxnDecoder::decode(uint64_t at) const {
  TxnRecord record;
  record.offset = at;
  record.opcode = in.u8(at);
  auto shape = shapeOf(record.opcode);
  if (!shape)
    return in.error(at, "Unhandled opcode: " + Twine(int(record.opcode)));
  if (!in.covers(at, shape->least))
    return in.error(at, "Transaction binary truncated while parsing opcode " +
                            Twine(int(record.opcode)));
  record.size = shape->sizeOffset ? in.u32(at + shape->sizeOffset) : shape->least;
  if (record.size < shape->least || record.size % 4)
    return in.error(at + shape->sizeOffset, "record size " + Twine(record.size) + " of opcode " +
                                                Twine(int(record.opcode)) +
                                                " is not a multiple of 4 of at least " +
                                                Twine(shape->least));
  if (!in.covers(at, record.size))
    return in.error(at, "Transaction binary truncated while parsing opcode " +
                            Twine(int(record.opcode)) + ": the record has " + Twine(record.size) +
                            " bytes, " + Twine(in.size() - at) + " are left");
  // Offsets of the fields behind the operation word.
  uint64_t address = compact ? at + 4 : at + 8, value = compact ? at + 8 : at + 16;
  auto loadAddress = [&] { return compact ? in.u32(address) : in.u64(address); };
  switch (record.opcode) {
  case op::write:
    record.command = Write{loadAddress(), in.u32(value)};
    break;
  case op::blockWrite:
    record.payloadOffset = at + shape->least;
    record.command = BlockWrite{in.u32(address), {}, compact ? 0 : in.u32(at + 4)};
    break;
  case op::maskWrite:
    record.command = MaskWrite{loadAddress(), in.u32(value + 4), in.u32(value)};
    break;
  case op::maskPoll:
  case op::maskPollBusy:
    record.command = MaskPoll{loadAddress(), in.u32(value + 4), in.u32(value)};
    break;
  case op::preempt:
    record.command = Preempt{in.u8(at + 1)};
    break;
  case op::loadPdi:
    record.command = LoadPdi{in.u16(at + 2), in.u32(at + 4), in.u64(at + 8)};
    break;
  case op::sync:
    record.command = Sync{in.u8(at + 10), in.u8(at + 9),  in.u8(at + 8),
                          in.u8(at + 15), in.u8(at + 14), in.u8(at + 13)};
    break;
  case op::addressPatch:
    if (in.u32(at + 20))
      return in.error(at + 20, "address patch action " + Twine(in.u32(at + 20)) + " is not known");
    record.command = AddressPatch{in.u64(at + 24), in.u32(at + 32),
                                  record.size >= 48 ? in.u64(at + 40) : in.u32(at + 40)};
    break;
  default: // no effect on the array
    break;
  }
  return record;
}

Error formats::forEachTxnRecord(llvm::StringRef stream, uint64_t limit,
                                llvm::function_ref<Error(const TxnRecord &)> visit) {
  auto header = readTxnHeader(stream);
  if (!header)
    return header.takeError();
  TxnDecoder decoder{{stream, "TXN"}, header->major == 1};
  uint64_t at = txn::headerBytes;
  for (uint64_t i = 0; i < limit && at < stream.size(); ++i) {
    auto record = decoder.decode(at);
    if (!record)
      return record.takeError();
    if (Error e = visit(*record))
      return e;
    at += record->size;
  }
  return Error::success();
}

Expected<Txn> formats::readTxn(llvm::StringRef bytes) {
  auto header = readTxnHeader(bytes);
  if (!header)
    return header.takeError();
  Txn result{*header, {}};
  // A command takes more memory than a four-byte record: count first, refuse
  // files made of nothing but tiny records, then reserve exactly.
  uint64_t count = 0, unlimited = ~uint64_t(0);
  if (Error e = forEachTxnRecord(bytes, unlimited, [&](const TxnRecord &record) {
        count += record.command.has_value();
        return Error::success();
      }))
    return std::move(e);
  if (count > (uint64_t(1) << 20) + bytes.size() / 12)
    return formatError("TXN", Twine(count) + " operations are too many for " + Twine(bytes.size()) +
                                  " bytes");
  result.program.commands.reserve(count);
  ByteView in{bytes, "TXN"};
  Error e = forEachTxnRecord(bytes, unlimited, [&](const TxnRecord &record) {
    if (!record.command)
      return Error::success();
    result.program.commands.push_back(*record.command);
    if (auto *block = std::get_if<BlockWrite>(&result.program.commands.back())) {
      uint64_t end = record.offset + record.size;
      block->words.reserve((end - record.payloadOffset) / 4);
      for (uint64_t at = record.payloadOffset; at < end; at += 4)
        block->words.push_back(in.u32(at));
    }
    return Error::success();
  });
  if (e)
    return std::move(e);
  return result;
}

std::optional<std::string> formats::checkTxnCounts(llvm::StringRef bytes) {
  auto header = readTxnHeader(bytes);
  if (!header)
    return llvm::toString(header.takeError());
  if (header->byteSize != bytes.size())
    return "the header says " + std::to_string(header->byteSize) + " bytes, there are " +
           std::to_string(bytes.size());
  uint64_t count = 0;
  if (Error e = forEachTxnRecord(bytes, ~uint64_t(0), [&](const TxnRecord &) {
        ++count;
        return Error::success();
      }))
    return llvm::toString(std::move(e));
  if (header->operations != count)
    return "the header says " + std::to_string(header->operations) + " operations, there are " +
           std::to_string(count);
  return std::nullopt;
}
