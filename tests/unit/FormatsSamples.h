//===- FormatsSamples.h - Valid files to test readers with ------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Small designs as register programs, and from them one file of each format.
// Unit tests, fuzz seeds and the fuzz regression start from these.
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_TESTS_FORMATSSAMPLES_H
#define TILEWRIGHT_TESTS_FORMATSSAMPLES_H

#include "formats/Cdo.h"
#include "formats/ControlPackets.h"
#include "formats/HostProgram.h"
#include "formats/NpuElf.h"
#include "formats/Pdi.h"
#include "formats/Txn.h"
#include "formats/Xclbin.h"

namespace tilewright::formats::samples {

/// Bytes of hex digits; blanks are ignored.
inline std::string hex(llvm::StringRef digits) {
  std::string clean, bytes;
  for (char c : digits)
    if (llvm::isHexDigit(c))
      clean += c;
  bytes = llvm::fromHex(clean);
  return bytes;
}

/// A core's reset and sixteen words of program.
inline RegisterProgram programLoad() {
  BlockWrite code{0x220000, {}};
  for (uint32_t i = 0; i < 16; ++i)
    code.words.push_back(0x100 + i);
  return {{MaskWrite{0x232000, 3, 2}, code}};
}
/// A lock, a buffer descriptor and a queue push.
inline RegisterProgram configuration() {
  return {{Write{0x21F000, 0}, BlockWrite{0x21D000, {0x11, 0x22, 0x33, 0x44, 0x55, 0x66}},
           Write{0x21DE10, 0}}};
}
inline RegisterProgram enable() { return {{MaskWrite{0x232000, 1, 1}}}; }

inline std::vector<std::string> cdos() {
  return {llvm::cantFail(writeCdo(programLoad())), llvm::cantFail(writeCdo(configuration())),
          llvm::cantFail(writeCdo(enable()))};
}
inline std::string pdi() { return llvm::cantFail(writePdi(cdos())); }

/// Two transfers with patches, a token to wait for, one of each other record.
inline RegisterProgram instructions() {
  std::vector<uint32_t> bd = {16, 0, 0, 0, 0x80000000, 0x02000000, 0, 0x02000000};
  return {{BlockWrite{0x1D000, bd}, AddressPatch{0x1D004, 1, 0}, MaskWrite{0x1D200, 0x1F00, 0xF00},
           Write{0x1D204, 0x80000000}, BlockWrite{0x1D020, bd}, AddressPatch{0x1D024, 0, 64},
           Write{0x1D214, 1}, Sync{0, 0, 0, 0, 1, 1}, Preempt{1}}};
}
inline const device::DeviceModel &device1() {
  return device::DeviceModel::get(device::Device::npu2_1col);
}
inline std::string txn() { return llvm::cantFail(writeTxn(instructions(), device1())); }

inline std::vector<ControlPacket> packets() {
  ControlPacket write{0, 27, 0, 0, 1, 0x1F000, {2}};
  ControlPacket burst{0, 27, 2, 9, 4, 0x1F020, {3, 4, 5, 6}};
  ControlPacket read{0, 27, 1, 2, 4, 0x400, {}};
  return {write, burst, read};
}
inline std::string controlPackets() { return llvm::cantFail(writeControlPackets(packets())); }

inline HostProgram hostProgram() {
  HostProgram p;
  p.device = device::Device::npu2_1col;
  p.cores.push_back({{0, 2},
                     "core_0_2",
                     {std::string("\x7f"
                                  "ELF\0one",
                                  8),
                      "two"},
                     1024});
  p.buffers.push_back({"in_buff_0", {0, 2}, 0x400, 256});
  p.locks.push_back({"in_lock", {0, 2}, 3});
  p.locks.push_back({"", {0, 1}, 63});
  p.channels.push_back({"in", {0, 0}, device::DMAChannelDir::MM2S, 1});
  return p;
}

inline XclbinRecipe recipe(const HostProgram *host = nullptr) {
  XclbinRecipe r;
  r.pdi = pdi();
  r.columnWidth = 4;
  r.startColumns = {1};
  r.hostProgram = host;
  return r;
}
inline std::string xclbin() {
  HostProgram host = hostProgram();
  return llvm::cantFail(createXclbin(recipe(&host)));
}

inline std::string instructionElf() { return llvm::cantFail(writeInstructionElf(txn())); }
inline std::string fullElf() {
  RegisterProgram program = instructions();
  program.commands.insert(program.commands.begin(), LoadPdi{1, 0, 0});
  FullElfKernel kernel{"main",
                       {"char *", "char *", "char *"},
                       {{1, pdi()}},
                       {{"sequence", llvm::cantFail(writeTxn(program, device1()))}}};
  return llvm::cantFail(writeFullElf(kernel));
}

} // namespace tilewright::formats::samples
#endif // TILEWRIGHT_TESTS_FORMATSSAMPLES_H
