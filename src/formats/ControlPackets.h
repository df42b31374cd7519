//===- ControlPackets.h - Streams of tile control packets -------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A control packet is a stream header, a control header (both with odd parity
// in bit 31) and up to four data words (AM020, "Control packets"). A stream is
// what the host's buffer holds: packet after packet.
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_FORMATS_CONTROLPACKETS_H
#define TILEWRIGHT_FORMATS_CONTROLPACKETS_H

#include "device/DeviceModel.h"
#include "formats/Bytes.h"
#include "formats/RegisterProgram.h"
#include <array>
#include <map>

namespace tilewright::formats {

struct ControlPacket {
  uint8_t packetType = 0;         ///< 0..7
  uint8_t packetId = 0;           ///< of the destination tile's controller
  uint8_t operation = 0;          ///< 0 write, 1 read, 2 write with increment
  uint8_t streamId = 0;           ///< 0..31, of the response
  uint8_t beats = 1;              ///< 1..4 words written or read
  uint32_t address = 0;           ///< tile-relative, 20 bits
  std::array<uint32_t, 4> data{}; ///< the first `beats` words of operations 0 and 2
  bool operator==(const ControlPacket &) const = default;
  bool carriesData() const { return operation == 0 || operation == 2; }
};

/// Little-endian words. Errors: a field above its width, an operation above 2.
llvm::Expected<std::vector<uint32_t>> encodeControlPackets(llvm::ArrayRef<ControlPacket>);
llvm::Expected<std::string> writeControlPackets(llvm::ArrayRef<ControlPacket>);
/// Checks parity, operation and length of each packet.
llvm::Expected<std::vector<ControlPacket>> readControlPackets(llvm::StringRef bytes);

/// Register writes as packets of at most four words. \p ids gives each tile's
/// controller (packet type 0). Errors: a command that is no write, a tile
/// without controller. Mask writes are an error: packets have no mask.
llvm::Expected<std::vector<ControlPacket>>
toControlPackets(const RegisterProgram &, const device::DeviceModel &,
                 const std::map<device::TileID, int> &ids);
/// The writes of a stream as a register program. Reads are an error.
llvm::Expected<RegisterProgram> fromControlPackets(llvm::ArrayRef<ControlPacket>,
                                                   const device::DeviceModel &,
                                                   const std::map<device::TileID, int> &ids);

} // namespace tilewright::formats
#endif // TILEWRIGHT_FORMATS_CONTROLPACKETS_H
