//===- HostProgram.h - Core programs compiled for the host ------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the emulator needs beyond the bytes that real hardware gets: each core's
// program as a relocatable object for the host, and the names that the design
// gave to memory and locks. It travels in a section of its own of the xclbin
// that other readers skip.
//
// A core's object defines the function `entry` (void()). Its undefined symbols
// are: buffers of this core or its neighbours (listed in `buffers`), the
// `llvm.aie2.*`/`llvm.aie2p.*` calls renamed with dots as underscores
// (`tilewright_acquire`, `tilewright_release`, `tilewright_put_ms`,
// `tilewright_get_ss`, `tilewright_mcd_write_vec`, `tilewright_scd_read_vec`,
// `tilewright_event`, `tilewright_set_ctrl_reg`, `tilewright_debug_i32`), and
// C library functions. External kernels are further objects of the same core.
// Every core has its own copy of its objects' data.
//
// The calls keep the signatures they have in the core's LLVM IR, lowered by LLVM
// with the host's baseline features (no AVX: `<16 x i32>` travels in four 128-bit
// registers, `{i32, i32}` in eax and edx). For C++ there are besides
// `void tilewright_put_cascade(const int32_t *sixteenWords)` and
// `void tilewright_get_cascade(int32_t *sixteenWords)`. Objects are position
// independent (PIC, small code model, external symbols through the GOT), because
// buffers lie more than 2 GiB away from the code.
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_FORMATS_HOSTPROGRAM_H
#define TILEWRIGHT_FORMATS_HOSTPROGRAM_H

#include "device/DeviceModel.h"
#include "llvm/Support/Error.h"
#include <array>
#include <string>
#include <vector>

namespace tilewright::formats {

struct HostCore {
  device::TileID tile;
  std::string entry;                ///< symbol of the core function, "core_0_2"
  std::vector<std::string> objects; ///< x86-64 (host) ELF relocatables, raw bytes
  uint32_t stackSize = 0;           ///< bytes the design gives the core
  bool operator==(const HostCore &) const = default;
};
/// A named piece of a tile's data memory.
struct HostBuffer {
  std::string symbol;
  device::TileID tile;
  uint32_t address = 0, size = 0; ///< bytes, tile-relative
  bool operator==(const HostBuffer &) const = default;
};
struct HostLock {
  std::string symbol; ///< empty if the design gave none
  device::TileID tile;
  uint32_t id = 0;
  bool operator==(const HostLock &) const = default;
};
/// A shim DMA channel with a name (aie.shim_dma_allocation).
struct HostChannel {
  std::string symbol;
  device::TileID tile;
  device::DMAChannelDir direction = device::DMAChannelDir::S2MM;
  uint32_t channel = 0;
  bool operator==(const HostChannel &) const = default;
};
struct HostProgram {
  device::Device device = device::Device::npu1;
  std::vector<HostCore> cores;
  std::vector<HostBuffer> buffers;
  std::vector<HostLock> locks;
  std::vector<HostChannel> channels;
  bool operator==(const HostProgram &) const = default;
};

/// Deterministic bytes of a host program, and back. The reader treats its input
/// as hostile; errors name the offset.
std::string writeHostProgram(const HostProgram &);
llvm::Expected<HostProgram> readHostProgram(llvm::StringRef bytes);

//===--- Host programs beside PDIs ----------------------------------------===//

/// A container may hold several PDIs; each finds its host program by a digest
/// (MD5) of the PDI's bytes.
using PdiDigest = std::array<uint8_t, 16>;
PdiDigest digestPdi(llvm::StringRef pdiBytes);
struct HostImage {
  PdiDigest pdi{};
  HostProgram program;
  bool operator==(const HostImage &) const = default;
};
std::string writeHostImages(llvm::ArrayRef<HostImage>);
llvm::Expected<std::vector<HostImage>> readHostImages(llvm::StringRef bytes);
/// The program of a PDI; null if there is none.
const HostProgram *findHostProgram(llvm::ArrayRef<HostImage>, llvm::StringRef pdiBytes);

} // namespace tilewright::formats
#endif // TILEWRIGHT_FORMATS_HOSTPROGRAM_H
