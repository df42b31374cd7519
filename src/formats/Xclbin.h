//===- Xclbin.h - The container that XRT loads ------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// xclbin ("axlf", XRT's xclbin.h): a header, sections, and for the NPU an AIE
// partition that holds the PDIs. `createXclbin` and `extendXclbin` do what
// xclbinutil does for mlir-aie, section for section; `checkXclbin` says what
// XRT and the Linux NPU driver would do with a file.
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_FORMATS_XCLBIN_H
#define TILEWRIGHT_FORMATS_XCLBIN_H

#include "formats/Bytes.h"
#include "formats/HostProgram.h"
#include <array>
#include <optional>
#include <vector>

namespace tilewright::formats {

//===--- The container ----------------------------------------------------===//

/// Section kinds of XRT's xclbin.h that this project meets.
namespace section {
enum Kind : uint32_t {
  embeddedMetadata = 2,
  memTopology = 6,
  connectivity = 7,
  ipLayout = 8,
  buildMetadata = 14,
  userMetadata = 16,
  groupTopology = 26,
  groupConnectivity = 27,
  aiePartition = 32,
};
/// "AIE_PARTITION"; "" for a kind that XRT does not define.
llvm::StringRef name(uint32_t kind);
std::optional<uint32_t> kindOf(llvm::StringRef name);
} // namespace section

using Uuid = std::array<uint8_t, 16>;
/// Version-4 UUID from the system's random source.
Uuid randomUuid();
/// UUID made of a digest (SHA-1) of \p bytes, marked as version 5.
Uuid digestUuid(llvm::StringRef bytes);
/// "8-4-4-4-12" lower-case digits.
std::string uuidText(const Uuid &);

struct XclbinSection {
  uint32_t kind = 0;
  std::string name;     ///< at most 15 characters
  uint64_t offset = 0;  ///< in the file it was read from
  llvm::StringRef data; ///< points into the input
};
struct Xclbin {
  uint64_t uniqueId = 0, timestamp = 0, featureRomTimestamp = 0;
  uint8_t versionMajor = 0, versionMinor = 0;
  uint16_t versionPatch = 0, mode = 0, actionMask = 0;
  int32_t signatureLength = -1;
  Uuid interfaceUuid{}, uuid{};
  std::string platform;
  std::vector<XclbinSection> sections;
  /// The first section of a kind; null if there is none.
  const XclbinSection *find(uint32_t kind) const;
};
/// Checks header and section table. At most 64 sections, each kind once, no
/// section outside the file. Points into \p bytes.
llvm::Expected<Xclbin> readXclbin(llvm::StringRef bytes);

//===--- Section contents -------------------------------------------------===//

struct XclbinMemory {
  uint8_t type = 0, used = 0;
  uint64_t sizeKiB = 0, base = 0;
  std::string tag;
};
llvm::Expected<std::vector<XclbinMemory>> readMemTopology(const XclbinSection &);

struct XclbinIp {
  uint32_t type = 0, properties = 0;
  uint64_t base = 0;
  std::string name; ///< "kernel:instance"
  uint32_t kernelId() const { return properties >> 16 & 0xFFF; }
  uint32_t functional() const { return properties >> 4 & 0xF; }
  uint32_t subtype() const { return properties & 0xF; }
};
llvm::Expected<std::vector<XclbinIp>> readIpLayout(const XclbinSection &);

struct XclbinConnection {
  int32_t argument = 0, ip = 0, memory = 0;
};
llvm::Expected<std::vector<XclbinConnection>> readConnectivity(const XclbinSection &);

struct XclbinCdoGroup {
  std::string name;
  uint8_t type = 0; ///< 0 unknown, 1 primary, 2 lite, 3 pre/post
  uint64_t pdiId = 0;
  std::vector<uint64_t> kernelIds, preGroups;
};
struct XclbinPdi {
  Uuid uuid{};
  llvm::StringRef image;
  std::vector<XclbinCdoGroup> groups;
};
struct XclbinPartition {
  uint8_t schemaVersion = 0;
  std::string name, kernelCommitId;
  uint32_t operationsPerCycle = 0;
  uint64_t inferenceFingerprint = 0, prePostFingerprint = 0;
  uint16_t columnWidth = 0;
  std::vector<uint16_t> startColumns;
  std::vector<XclbinPdi> pdis;
};
/// PDI images point into the section.
llvm::Expected<XclbinPartition> readAiePartition(const XclbinSection &);
std::string writeAiePartition(const XclbinPartition &);

/// XML attributes are kept as text, in file order.
struct XclbinKernelArg {
  std::string name, addressQualifier, id, size, offset, hostOffset, hostSize, type;
};
struct XclbinKernel {
  std::string name, language, type;
  std::string dpuKernelId, functional, subtype; ///< of extended-data
  std::vector<XclbinKernelArg> args;
  std::vector<std::string> instances;
};
llvm::Expected<std::vector<XclbinKernel>> readEmbeddedMetadata(const XclbinSection &);

/// The host programs in an xclbin, one per PDI that has one; empty if there is
/// no such section. Find a PDI's with findHostProgram. They travel as user
/// metadata, a section without structure that every other reader skips.
llvm::Expected<std::vector<HostImage>> readXclbinHostImages(const Xclbin &);

//===--- Creating ---------------------------------------------------------===//

enum class UuidPolicy { Digest, Random };

/// What one compiled device contributes. The kernel always has mlir-aie's eight
/// arguments: opcode, instr, ninstr, bo0..bo4.
struct XclbinRecipe {
  std::string pdi;                    ///< PDI bytes
  uint16_t columnWidth = 1;           ///< columns
  std::vector<uint16_t> startColumns; ///< must not be empty
  std::string kernelName = "MLIR_AIE", kernelId = "0x901", instanceName = "MLIRAIE";
  const HostProgram *hostProgram = nullptr; ///< adds a section for the emulator
  UuidPolicy uuids = UuidPolicy::Digest;
  uint64_t timestamp = 0; ///< seconds since 1970; 0 keeps the bytes reproducible
  /// Base names of the section files, which xclbinutil would put into the table.
  std::string memTopologyName = "main_mem_topology", partitionName = "main_aie_partition";
};
/// A new xclbin. Errors: a kernel id that is not 0x... of at most 12 bits, no
/// start columns, a PDI that cannot be read.
llvm::Expected<std::string> createXclbin(const XclbinRecipe &);
/// \p input with one more kernel and PDI; time and version stay those of the
/// input, the UUID is new. Errors also: kernel name taken, a section missing.
llvm::Expected<std::string> extendXclbin(llvm::StringRef input, const XclbinRecipe &);

//===--- Judging ----------------------------------------------------------===//

struct XclbinFinding {
  enum Severity { Ok, Note, Fatal } severity = Ok;
  std::string section; ///< section name, "header", or "host call"
  std::string text;    ///< what is there or missing, and what a program sees then
};
/// What XRT and the Linux NPU driver make of a file: one finding per section
/// that matters, in the order in which they are looked at. No Fatal finding
/// means that a hardware context can be made.
std::vector<XclbinFinding> checkXclbin(llvm::StringRef bytes);

} // namespace tilewright::formats
#endif // TILEWRIGHT_FORMATS_XCLBIN_H
