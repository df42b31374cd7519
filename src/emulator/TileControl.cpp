//===- TileControl.cpp - Control packets and task tokens --------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "emulator/TileControl.h"
#include "emulator/Array.h"
#include "emulator/Tile.h"
#include "llvm/Support/FormatVariadic.h"

namespace tilewright::emulator {

static constexpr uint32_t wordBytes = 4;

std::string TileControl::describe() const {
  return "the control port of tile " + emulator::describe(tile.id);
}

void TileControl::reset() {
  headerSeen = false;
  header.reset();
  beat = 0;
  out.clear();
}

void TileControl::sendToken(uint32_t token) {
  out.push(token, true);
  if (outgoing)
    outgoing->wake();
}

void TileControl::take(llvm::ArrayRef<uint32_t> words, bool last) {
  for (size_t i = 0; i < words.size(); ++i)
    takeWord(words[i], last && i + 1 == words.size());
}

void TileControl::takeWord(uint32_t word, bool last) {
  bool complete = false;
  if (!headerSeen) {
    headerSeen = true; // the stream header: it has done its work
  } else if (!header) {
    header = device::decodeControlHeader(word);
    beat = 0;
    if (header->operation == device::ControlOperation::Read) {
      answer();
      complete = true;
    } else if (header->operation == device::ControlOperation::Reserved) {
      tile.array.fail(Fault::Hardware,
                      llvm::formatv("{0} received a control packet with operation 3, which does "
                                    "not exist (header {1:x})",
                                    describe(), word));
    }
  } else {
    write(word);
    complete = ++beat == header->beats;
  }
  if (last && !complete && !tile.array.failed())
    tile.array.fail(Fault::Hardware,
                    header ? llvm::formatv("{0}: a control packet ends after {1} of {2} data words",
                                           describe(), beat, header->beats)
                                 .str()
                           : describe() + ": a packet without a control header");
  if (complete) {
    headerSeen = false;
    header.reset();
  }
}

void TileControl::write(uint32_t word) {
  if (llvm::Error error = tile.write(header->address + beat * wordBytes, word))
    tile.array.fail(Fault::Hardware, "control packet: " + llvm::toString(std::move(error)));
}

void TileControl::answer() {
  out.push(device::encodePacketHeader(header->responseId, 0, tile.id), false);
  for (unsigned i = 0; i < header->beats; ++i) {
    llvm::Expected<uint32_t> word = tile.read(header->address + i * wordBytes);
    if (!word)
      return tile.array.fail(Fault::Hardware,
                             "control packet: " + llvm::toString(word.takeError()));
    out.push(*word, i + 1 == header->beats);
  }
  if (outgoing)
    outgoing->wake();
}

} // namespace tilewright::emulator
