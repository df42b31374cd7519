//===- NpuElf.h - ELF files that XRT patches and runs -----------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The ELF container of instruction streams as aiebu-asm writes and XRT reads
// it: sections with TXN words, PDIs and control packets, and for each place
// that holds a host address a relocation whose type says how to patch it.
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_FORMATS_NPUELF_H
#define TILEWRIGHT_FORMATS_NPUELF_H

#include "formats/Bytes.h"
#include "formats/HostProgram.h"
#include <optional>
#include <vector>

namespace tilewright::formats {

/// Which aiebu's bytes to write: the one that mlir-aie ships (program headers
/// without addresses, a PT_DYNAMIC, UID as text), or the current public one.
enum class ElfLayout { Shipped, Current };

/// How XRT patches a place; the relocation type.
enum class PatchSchema : uint8_t {
  Scalar32 = 3,
  ControlPacket48 = 4,
  ShimDma48 = 5,
  Address64 = 8,
};

struct InstructionElfOptions {
  ElfLayout layout = ElfLayout::Shipped;
  std::optional<std::string> controlPacket; ///< bytes of the packet stream
  std::string externalBuffersJson;          ///< needed with a control packet; may be empty
};
/// `aiebu-asm -t aie2txn`: instruction ELF, or control-packet ELF when a packet
/// stream is given. \p txn may hold several streams, one behind the other; all of
/// them are patched.
llvm::Expected<std::string> writeInstructionElf(llvm::StringRef txn,
                                                const InstructionElfOptions & = {});

struct FullElfPdi {
  uint32_t id = 0;
  std::string image;
};
struct FullElfInstance {
  std::string id, txn;
};
struct FullElfKernel {
  std::string name;
  std::vector<std::string> argumentTypes; ///< "char *", "void *", "int *", "scalar"
  std::vector<FullElfPdi> pdis;
  std::vector<FullElfInstance> instances;
};
/// `aiebu-asm -t aie2_config`: kernels with all their PDIs and streams. Host
/// programs for the emulator go into a section of their own that XRT skips.
llvm::Expected<std::string> writeFullElf(llvm::ArrayRef<FullElfKernel>,
                                         llvm::ArrayRef<HostImage> hosts = {});

//===--- Reading ----------------------------------------------------------===//

struct NpuElfSection {
  llvm::StringRef name;
  uint32_t type = 0, flags = 0, link = 0, info = 0, entrySize = 0;
  uint64_t offset = 0;
  llvm::StringRef data;
};
struct NpuElfPatch {
  uint32_t section = 0; ///< index of the section that is patched
  uint32_t offset = 0;  ///< bytes in it
  PatchSchema schema = PatchSchema::Scalar32;
  llvm::StringRef symbol;           ///< "control-packet", ".pdi.1" or an argument number
  std::optional<uint32_t> argument; ///< kernel argument, if the symbol is a number
  uint32_t symbolSize = 0;          ///< mask of Scalar32
  uint32_t addend = 0;
};
struct NpuElfInstance {
  llvm::StringRef kernel; ///< demangled name
  llvm::StringRef name;
  std::vector<uint32_t> sections; ///< indices
};
struct NpuElf {
  uint8_t abiVersion = 0;
  bool isFull = false;
  std::vector<NpuElfSection> sections; ///< index = section index; 0 is the null section
  std::vector<NpuElfPatch> patches;
  std::vector<NpuElfInstance> instances; ///< full ELF only
  std::optional<uint32_t> columns;       ///< full ELF only
  std::string uid;                       ///< hex digits
  /// The first section of a name; null if there is none.
  const NpuElfSection *find(llvm::StringRef name) const;
};
/// Checks every table, index and range; points into \p bytes.
llvm::Expected<NpuElf> readNpuElf(llvm::StringRef bytes);
/// The host programs in an ELF, one per PDI that has one.
llvm::Expected<std::vector<HostImage>> readElfHostImages(const NpuElf &);
/// Whether \p bytes start like an NPU ELF (OS/ABI of the AIE2 family).
bool isNpuElf(llvm::StringRef bytes);

} // namespace tilewright::formats
#endif // TILEWRIGHT_FORMATS_NPUELF_H
