//===- XclbinRead.cpp - Reading xclbins -------------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Offsets in a file from elsewhere may point anywhere, also many times at one
// place. So the readers copy nothing large (sections and PDIs are views), and
// the small things they copy are counted over the whole section: there can be
// no more of them than would fit side by side.
//
//===----------------------------------------------------------------------===//

#include "formats/XclbinLayout.h"

using namespace tilewright;
using namespace tilewright::formats;
using llvm::Error;
using llvm::Expected;
using llvm::Twine;

//===--- Names ------------------------------------------------------------===//

static constexpr const char *sectionNames[] = {"BITSTREAM",
                                               "CLEARING_BITSTREAM",
                                               "EMBEDDED_METADATA",
                                               "FIRMWARE",
                                               "DEBUG_DATA",
                                               "SCHED_FIRMWARE",
                                               "MEM_TOPOLOGY",
                                               "CONNECTIVITY",
                                               "IP_LAYOUT",
                                               "DEBUG_IP_LAYOUT",
                                               "DESIGN_CHECK_POINT",
                                               "CLOCK_FREQ_TOPOLOGY",
                                               "MCS",
                                               "BMC",
                                               "BUILD_METADATA",
                                               "KEYVALUE_METADATA",
                                               "USER_METADATA",
                                               "DNA_CERTIFICATE",
                                               "PDI",
                                               "BITSTREAM_PARTIAL_PDI",
                                               "PARTITION_METADATA",
                                               "EMULATION_DATA",
                                               "SYSTEM_METADATA",
                                               "SOFT_KERNEL",
                                               "ASK_FLASH",
                                               "AIE_METADATA",
                                               "GROUP_TOPOLOGY",
                                               "GROUP_CONNECTIVITY",
                                               "SMARTNIC",
                                               "AIE_RESOURCES",
                                               "OVERLAY",
                                               "VENDER_METADATA",
                                               "AIE_PARTITION",
                                               "IP_METADATA",
                                               "AIE_RESOURCES_BIN",
                                               "AIE_TRACE_METADATA"};

llvm::StringRef section::name(uint32_t kind) {
  return kind < std::size(sectionNames) ? sectionNames[kind] : "";
}

std::optional<uint32_t> section::kindOf(llvm::StringRef name) {
  for (uint32_t kind = 0; kind < std::size(sectionNames); ++kind)
    if (name.equals_insensitive(sectionNames[kind]))
      return kind;
  return std::nullopt;
}

std::string formats::uuidText(const Uuid &uuid) {
  std::string text;
  for (size_t i = 0; i < uuid.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10)
      text += '-';
    text += llvm::toHex(llvm::ArrayRef(uuid[i]), true);
  }
  return text;
}

//===--- Container --------------------------------------------------------===//

const XclbinSection *Xclbin::find(uint32_t kind) const {
  for (const XclbinSection &s : sections)
    if (s.kind == kind)
      return &s;
  return nullptr;
}

static Uuid readUuid(const ByteView &in, uint64_t at) {
  Uuid uuid;
  for (size_t i = 0; i < uuid.size(); ++i)
    uuid[i] = in.u8(at + i);
  return uuid;
}

static Error readSections(const ByteView &in, Xclbin &file) {
  constexpr uint32_t mostSections = 64;
  uint32_t count = in.u32(axlf::sectionCount);
  if (count > mostSections)
    return in.error(axlf::sectionCount,
                    Twine(count) + " sections, at most " + Twine(mostSections) + " are accepted");
  if (Error e =
          in.needArray(axlf::sectionTable, count, axlf::sectionHeaderBytes, "the section table"))
    return e;
  for (uint32_t i = 0; i < count; ++i) {
    uint64_t at = axlf::sectionTable + i * axlf::sectionHeaderBytes;
    XclbinSection s;
    s.kind = in.u32(at);
    s.name = in.fixedString(at + 4, 16).str();
    s.offset = in.u64(at + 24);
    uint64_t size = in.u64(at + 32);
    std::string what = ("section " + Twine(i) + " (" + section::name(s.kind) + ")").str();
    if (Error e = in.need(s.offset, size, what))
      return e;
    if (s.offset % 8)
      return in.error(at + 24, what + " starts at an offset that is not a multiple of 8");
    if (file.find(s.kind))
      return in.error(at, what + " occurs twice");
    s.data = in.bytes.substr(s.offset, size);
    file.sections.push_back(std::move(s));
  }
  return Error::success();
}

Expected<Xclbin> formats::readXclbin(llvm::StringRef bytes) {
  ByteView in{bytes, "xclbin"};
  if (!bytes.starts_with(axlf::magic))
    return in.error(0, "no xclbin (magic missing)");
  if (Error e = in.need(0, axlf::sectionTable, "the header"))
    return std::move(e);
  if (in.u64(axlf::length) != in.size())
    return in.error(axlf::length, "the header says " + Twine(in.u64(axlf::length)) +
                                      " bytes, the file has " + Twine(in.size()));
  Xclbin file;
  file.signatureLength = int32_t(in.u32(axlf::signatureLength));
  file.uniqueId = in.u64(axlf::uniqueId);
  file.timestamp = in.u64(axlf::timestamp);
  file.featureRomTimestamp = in.u64(axlf::featureRomTimestamp);
  file.versionPatch = in.u16(axlf::versionPatch);
  file.versionMajor = in.u8(axlf::versionMajor);
  file.versionMinor = in.u8(axlf::versionMinor);
  file.mode = in.u16(axlf::mode);
  file.actionMask = in.u16(axlf::actionMask);
  file.interfaceUuid = readUuid(in, axlf::interfaceUuid);
  file.platform = in.fixedString(axlf::platform, 64).str();
  file.uuid = readUuid(in, axlf::uuid);
  if (Error e = readSections(in, file))
    return std::move(e);
  return file;
}

//===--- Tables -----------------------------------------------------------===//

/// The view of a section; errors name it and give file offsets.
static ByteView view(const XclbinSection &s) {
  llvm::StringRef name = section::name(s.kind);
  return {s.data, name.empty() ? "xclbin section" : name, s.offset};
}

/// Count of a table whose entries follow \p headerBytes of header.
static Expected<uint32_t> tableCount(const ByteView &in, uint64_t headerBytes,
                                     uint64_t entryBytes) {
  if (Error e = in.need(0, headerBytes, "the table's count"))
    return std::move(e);
  auto count = int32_t(in.u32(0));
  if (count < 0)
    return in.error(0, "the count " + Twine(count) + " is negative");
  if (Error e = in.needArray(headerBytes, uint32_t(count), entryBytes, "the table"))
    return std::move(e);
  return uint32_t(count);
}

Expected<std::vector<XclbinMemory>> formats::readMemTopology(const XclbinSection &s) {
  ByteView in = view(s);
  auto count = tableCount(in, axlf::tableHeaderBytes, axlf::memoryBytes);
  if (!count)
    return count.takeError();
  std::vector<XclbinMemory> memories;
  memories.reserve(*count);
  for (uint32_t i = 0; i < *count; ++i) {
    uint64_t at = axlf::tableHeaderBytes + i * axlf::memoryBytes;
    memories.push_back({in.u8(at), in.u8(at + 1), in.u64(at + 8), in.u64(at + 16),
                        in.fixedString(at + 24, 16).str()});
  }
  return memories;
}

Expected<std::vector<XclbinIp>> formats::readIpLayout(const XclbinSection &s) {
  ByteView in = view(s);
  auto count = tableCount(in, axlf::tableHeaderBytes, axlf::ipBytes);
  if (!count)
    return count.takeError();
  std::vector<XclbinIp> ips;
  ips.reserve(*count);
  for (uint32_t i = 0; i < *count; ++i) {
    uint64_t at = axlf::tableHeaderBytes + i * axlf::ipBytes;
    XclbinIp ip{in.u32(at), in.u32(at + 4), in.u64(at + 8), in.fixedString(at + 16, 64).str()};
    if (!llvm::StringRef(ip.name).contains(':'))
      return in.error(at + 16, "the name '" + ip.name + "' is not KERNEL:INSTANCE");
    ips.push_back(std::move(ip));
  }
  return ips;
}

Expected<std::vector<XclbinConnection>> formats::readConnectivity(const XclbinSection &s) {
  ByteView in = view(s);
  auto count = tableCount(in, axlf::connectionHeaderBytes, axlf::connectionBytes);
  if (!count)
    return count.takeError();
  std::vector<XclbinConnection> connections;
  connections.reserve(*count);
  for (uint32_t i = 0; i < *count; ++i) {
    uint64_t at = axlf::connectionHeaderBytes + i * axlf::connectionBytes;
    connections.push_back({int32_t(in.u32(at)), int32_t(in.u32(at + 4)), int32_t(in.u32(at + 8))});
  }
  return connections;
}

//===--- AIE partition ----------------------------------------------------===//

namespace {
/// What may still be copied out of a section, so that pointers to one place
/// cannot multiply it.
struct CopyBudget {
  uint64_t bytes;
  Error take(const ByteView &in, uint64_t at, uint64_t count, uint64_t size, const Twine &what) {
    if (Error e = in.needArray(at, count, size, what))
      return e;
    if (count * size > bytes)
      return in.error(at, what + " overlaps other parts of the section");
    bytes -= count * size;
    return Error::success();
  }
};
} // namespace

/// An array given by a (count, offset) pair at \p pair.
static Expected<std::vector<uint64_t>> readArray(const ByteView &in, uint64_t pair, unsigned width,
                                                 CopyBudget &budget, const Twine &what) {
  uint64_t count = in.u32(pair), at = in.u32(pair + 4);
  std::vector<uint64_t> values;
  if (!count)
    return values;
  if (Error e = budget.take(in, at, count, width, what))
    return std::move(e);
  values.reserve(count);
  for (uint64_t i = 0; i < count; ++i)
    values.push_back(in.load(at + i * width, width));
  return values;
}

static Expected<std::string> readName(const ByteView &in, uint64_t field, CopyBudget &budget,
                                      const Twine &what) {
  auto name = in.cString(in.u32(field), what);
  if (!name)
    return name.takeError();
  if (Error e = budget.take(in, in.u32(field), name->size() + 1, 1, what))
    return std::move(e);
  return name->str();
}

static Expected<XclbinCdoGroup> readGroup(const ByteView &in, uint64_t at, CopyBudget &budget) {
  XclbinCdoGroup group;
  auto name = readName(in, at, budget, "a CDO group's name");
  if (!name)
    return name.takeError();
  group.name = std::move(*name);
  group.type = in.u8(at + 4);
  group.pdiId = in.u64(at + 8);
  auto ids = readArray(in, at + 16, 8, budget, "a CDO group's kernel ids");
  if (!ids)
    return ids.takeError();
  group.kernelIds = std::move(*ids);
  auto pre = readArray(in, at + 24, 8, budget, "a CDO group's pre groups");
  if (!pre)
    return pre.takeError();
  group.preGroups = std::move(*pre);
  return group;
}

static Expected<XclbinPdi> readPdiRecord(const ByteView &in, uint64_t at, CopyBudget &budget) {
  XclbinPdi pdi;
  pdi.uuid = readUuid(in, at);
  uint64_t size = in.u32(at + 16), offset = in.u32(at + 20);
  if (Error e = in.need(offset, size, "a PDI image"))
    return std::move(e);
  if (size > axlf::mostPdiBytes)
    return in.error(at + 16, "a PDI of " + Twine(size) + " bytes exceeds 128 MiB");
  pdi.image = in.bytes.substr(offset, size);
  uint64_t groups = in.u32(at + 24), groupsAt = in.u32(at + 28);
  if (groups)
    if (Error e = budget.take(in, groupsAt, groups, axlf::recordBytes, "the CDO groups"))
      return std::move(e);
  for (uint64_t i = 0; i < groups; ++i) {
    auto group = readGroup(in, groupsAt + i * axlf::recordBytes, budget);
    if (!group)
      return group.takeError();
    pdi.groups.push_back(std::move(*group));
  }
  return pdi;
}

Expected<XclbinPartition> formats::readAiePartition(const XclbinSection &s) {
  ByteView in = view(s);
  if (Error e = in.need(0, axlf::partitionBytes, "the partition's header"))
    return std::move(e);
  CopyBudget budget{in.size()};
  XclbinPartition p;
  p.schemaVersion = in.u8(0);
  auto name = readName(in, axlf::partitionName, budget, "the partition's name");
  if (!name)
    return name.takeError();
  p.name = std::move(*name);
  p.operationsPerCycle = in.u32(axlf::partitionOperations);
  p.inferenceFingerprint = in.u64(axlf::partitionFingerprints);
  p.prePostFingerprint = in.u64(axlf::partitionFingerprints + 8);
  p.columnWidth = in.u16(axlf::partitionColumns);
  auto columns = readArray(in, axlf::partitionStartColumns, 2, budget, "the start columns");
  if (!columns)
    return columns.takeError();
  p.startColumns.assign(columns->begin(), columns->end());
  auto commit = readName(in, axlf::partitionCommit, budget, "the kernel commit id");
  if (!commit)
    return commit.takeError();
  p.kernelCommitId = std::move(*commit);
  uint64_t pdis = in.u32(axlf::partitionPdis), at = in.u32(axlf::partitionPdis + 4);
  if (pdis)
    if (Error e = budget.take(in, at, pdis, axlf::recordBytes, "the PDI records"))
      return std::move(e);
  for (uint64_t i = 0; i < pdis; ++i) {
    auto pdi = readPdiRecord(in, at + i * axlf::recordBytes, budget);
    if (!pdi)
      return pdi.takeError();
    p.pdis.push_back(std::move(*pdi));
  }
  return p;
}

//===--- Host programs ----------------------------------------------------===//

Expected<std::vector<HostImage>> formats::readXclbinHostImages(const Xclbin &file) {
  const XclbinSection *s = file.find(section::userMetadata);
  // User metadata of somebody else is no error.
  if (!s || !s->data.starts_with(axlf::hostMagic))
    return std::vector<HostImage>();
  return readHostImages(s->data);
}
