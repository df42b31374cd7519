//===- Readers.cpp - Every reader of bytes, as a fuzz entry -----*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Readers.h"
#include "../unit/FormatsSamples.h"
#include "formats/Inspect.h"
#include "llvm/Support/JSON.h"

using namespace tilewright;
using namespace tilewright::formats;
using llvm::StringRef;

/// Takes a result and drops it; an error without text is a bug.
template <typename T> static bool drop(llvm::Expected<T> result) {
  if (result)
    return true;
  if (llvm::toString(result.takeError()).empty())
    std::abort();
  return false;
}

/// What can be read must be writable, and read the same again.
static void roundTripTxn(StringRef bytes) {
  auto txn = readTxn(bytes);
  if (!txn) {
    drop(std::move(txn));
    return;
  }
  auto again = writeTxn(txn->program, device::DeviceModel::get(device::Device::npu1));
  if (!again) { // 64-bit addresses
    drop(std::move(again));
    return;
  }
  auto read = readTxn(*again);
  if (!read || !(read->program == txn->program))
    std::abort();
  checkTxnCounts(bytes);
}

static void roundTripCdo(StringRef bytes) {
  auto program = readCdo(bytes);
  if (!program) {
    drop(std::move(program));
    return;
  }
  auto again = writeCdo(*program);
  if (!again || !(*readCdo(*again) == *program))
    std::abort();
  drop(writePdi({bytes.str()}));
}

static void roundTripPackets(StringRef bytes) {
  auto packets = readControlPackets(bytes);
  if (!packets) {
    drop(std::move(packets));
    return;
  }
  auto again = writeControlPackets(*packets);
  if (!again || *again != bytes)
    std::abort();
}

static void roundTripHost(StringRef bytes) {
  auto program = readHostProgram(bytes);
  if (program && writeHostProgram(*program) != bytes)
    std::abort();
  drop(std::move(program));
  drop(readHostImages(bytes));
}

static void readXclbinDeeply(StringRef bytes) {
  checkXclbin(bytes);
  auto file = readXclbin(bytes);
  if (!file) {
    drop(std::move(file));
    return;
  }
  for (const XclbinSection &s : file->sections) {
    drop(readMemTopology(s));
    drop(readIpLayout(s));
    drop(readConnectivity(s));
    drop(readEmbeddedMetadata(s));
    auto partition = readAiePartition(s);
    if (partition)
      writeAiePartition(*partition);
    drop(std::move(partition));
  }
  drop(readXclbinHostImages(*file));
  XclbinRecipe recipe = samples::recipe();
  recipe.kernelName = "another";
  drop(extendXclbin(bytes, recipe));
}

static void readElfDeeply(StringRef bytes) {
  auto elf = readNpuElf(bytes);
  if (elf)
    drop(readElfHostImages(*elf));
  drop(std::move(elf));
  drop(writeInstructionElf(bytes));
}

static void readPdiDeeply(StringRef bytes) {
  drop(readPdi(bytes));
  drop(readPdiProgram(bytes));
}

static void inspectDeeply(StringRef bytes) {
  std::string text;
  llvm::raw_string_ostream out(text);
  InspectOptions options;
  options.check = true;
  llvm::consumeError(inspect(bytes, out, options));
  text.clear();
  options.json = true;
  bool isWhole = !llvm::errorToBool(inspect(bytes, out, options));
  // JSON stays JSON, damaged input or not.
  auto value = llvm::json::parse(text);
  if (!value || (isWhole && text.empty()))
    std::abort();
  drop(differences(bytes, samples::pdi(), out, options));
  drop(extractPart(bytes, "PDI"));
  drop(extractPart(bytes, ".ctrltext"));
}

static std::string cdoSample() { return samples::cdos()[0]; }
static std::string hostSample() { return writeHostProgram(samples::hostProgram()); }
static std::string hostsSample() {
  return writeHostImages({{digestPdi("a"), samples::hostProgram()}, {digestPdi("b"), {}}});
}

llvm::ArrayRef<fuzz::Reader> fuzz::readers() {
  static const Reader all[] = {{"xclbin", readXclbinDeeply, samples::xclbin},
                               {"pdi", readPdiDeeply, samples::pdi},
                               {"cdo", roundTripCdo, cdoSample},
                               {"txn", roundTripTxn, samples::txn},
                               {"ctrlpkt", roundTripPackets, samples::controlPackets},
                               {"elf", readElfDeeply, samples::fullElf},
                               {"elf-instructions", readElfDeeply, samples::instructionElf},
                               {"hostprogram", roundTripHost, hostSample},
                               {"hostprograms", roundTripHost, hostsSample},
                               {"inspect", inspectDeeply, samples::xclbin},
                               {"inspect-elf", inspectDeeply, samples::fullElf},
                               {"inspect-txn", inspectDeeply, samples::txn}};
  return all;
}

const fuzz::Reader *fuzz::findReader(StringRef name) {
  for (const Reader &reader : readers())
    if (reader.name == name)
      return &reader;
  return nullptr;
}
