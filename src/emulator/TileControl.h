//===- TileControl.h - Control packets and task tokens ----------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A tile's TileControl port pair. What comes in are control packets: the stream
// header, a control header, and 1 to 4 words to write at consecutive addresses of
// the tile; or a control header that asks to read, which is answered by a packet
// of a header with the id it names and the words. What goes out besides answers
// are task tokens, packets of one word, for the controller.
//
// Several control packets may follow each other without a TLAST between them.
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_EMULATOR_TILECONTROL_H
#define TILEWRIGHT_EMULATOR_TILECONTROL_H

#include "device/Execution.h"
#include "emulator/Stream.h"
#include <optional>

namespace tilewright::emulator {

class Tile;

class TileControl : public StreamSource, public StreamSink {
public:
  explicit TileControl(Tile &tile) : tile(tile) {}

  // In: control packets.
  uint64_t demand() const override { return 1; }
  void take(llvm::ArrayRef<uint32_t> words, bool last) override;
  // Out: answers and tokens.
  uint64_t available() const override { return out.packetWords(); }
  bool send(llvm::MutableArrayRef<uint32_t> words) override { return out.take(words); }
  std::string describe() const override;

  void sendToken(uint32_t token);
  void reset();
  /// Words nobody has fetched.
  size_t pending() const { return out.size(); }

private:
  void takeWord(uint32_t word, bool last);
  void write(uint32_t word);
  void answer();

  Tile &tile;
  bool headerSeen = false;
  std::optional<device::ControlHeader> header;
  unsigned beat = 0;
  WordQueue out;
};

} // namespace tilewright::emulator
#endif // TILEWRIGHT_EMULATOR_TILECONTROL_H
