//===- XclbinWrite.cpp - Creating and extending xclbins ---------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The section order, the names in the section table and the contents are those
// of xclbinutil called as mlir-aie calls it. What differs from run to run there
// (UUIDs, time) is by default a digest of the content here, or zero.
//
//===----------------------------------------------------------------------===//

#include "formats/Pdi.h"
#include "formats/XclbinLayout.h"
#include "formats/XclbinXml.h"
#include "llvm/Support/SHA1.h"
#include <algorithm>
#include <random>

using namespace tilewright;
using namespace tilewright::formats;
using llvm::Error;
using llvm::Expected;
using llvm::StringRef;

//===--- UUIDs ------------------------------------------------------------===//

static Uuid stamped(Uuid uuid, uint8_t version) {
  uuid[6] = uint8_t((uuid[6] & 0x0F) | version << 4);
  uuid[8] = uint8_t((uuid[8] & 0x3F) | 0x80);
  return uuid;
}

Uuid formats::randomUuid() {
  std::random_device source;
  Uuid uuid;
  for (uint8_t &byte : uuid)
    byte = uint8_t(source());
  return stamped(uuid, 4);
}

Uuid formats::digestUuid(StringRef bytes) {
  auto digest = llvm::SHA1::hash(llvm::arrayRefFromStringRef(bytes));
  Uuid uuid;
  std::copy_n(digest.begin(), uuid.size(), uuid.begin());
  return stamped(uuid, 5);
}

static Uuid makeUuid(UuidPolicy policy, StringRef bytes) {
  return policy == UuidPolicy::Random ? randomUuid() : digestUuid(bytes);
}

//===--- Container --------------------------------------------------------===//

namespace {
/// A section with its own bytes.
struct OwnedSection {
  uint32_t kind;
  std::string name, data;
};
} // namespace

/// The whole file. \p header gives everything but lengths and sections.
static std::string writeContainer(Xclbin header, llvm::ArrayRef<OwnedSection> sections) {
  ByteSink out;
  out.put(axlf::magic);
  out.u32(uint32_t(header.signatureLength));
  out.bytes.append(axlf::uniqueId - out.size(), char(0xFF)); // reserved, key block
  out.zeros(axlf::sectionTable + sections.size() * axlf::sectionHeaderBytes - out.size());
  out.patch(axlf::uniqueId, header.uniqueId, 8);
  out.patch(axlf::timestamp, header.timestamp, 8);
  out.patch(axlf::featureRomTimestamp, header.featureRomTimestamp, 8);
  out.patch(axlf::versionPatch, header.versionPatch, 2);
  out.patch(axlf::versionMajor, header.versionMajor, 1);
  out.patch(axlf::versionMinor, header.versionMinor, 1);
  out.patch(axlf::mode, header.mode, 2);
  out.patch(axlf::actionMask, header.actionMask, 2);
  std::copy_n(header.platform.begin(), std::min<size_t>(header.platform.size(), 64),
              out.bytes.begin() + axlf::platform);
  for (size_t i = 0; i < header.uuid.size(); ++i) {
    out.bytes[axlf::interfaceUuid + i] = char(header.interfaceUuid[i]);
    out.bytes[axlf::uuid + i] = char(header.uuid[i]);
  }
  out.patch(axlf::sectionCount, sections.size(), 4);
  header.sections.clear();
  for (size_t i = 0; i < sections.size(); ++i) {
    const OwnedSection &s = sections[i];
    out.align(8);
    uint64_t entry = axlf::sectionTable + i * axlf::sectionHeaderBytes;
    std::string name = StringRef(s.name).take_front(15).str();
    out.patch(entry, s.kind, 4);
    std::copy(name.begin(), name.end(), out.bytes.begin() + entry + 4);
    out.patch(entry + 24, out.size(), 8);
    out.patch(entry + 32, s.data.size(), 8);
    header.sections.push_back({s.kind, name, out.size(), s.data});
    out.put(s.data);
  }
  out.put(axlf::mirrorData(header));
  out.patch(axlf::length, out.size(), 8);
  return std::move(out.bytes);
}

//===--- Section contents -------------------------------------------------===//

std::string formats::writeAiePartition(const XclbinPartition &p) {
  ByteSink out;
  out.zeros(axlf::partitionBytes);
  auto item = [&](StringRef bytes) {
    out.align(8);
    uint64_t at = out.size();
    out.put(bytes);
    return at;
  };
  auto text = [&](const std::string &s) { return item(StringRef(s.c_str(), s.size() + 1)); };
  auto array = [&](const auto &values, unsigned width) {
    ByteSink bytes;
    for (auto value : values)
      bytes.value(value, width);
    return values.empty() ? 0 : item(bytes.bytes);
  };
  auto pair = [&](uint64_t field, uint64_t count, uint64_t offset) {
    out.patch(field, count, 4);
    out.patch(field + 4, offset, 4);
  };
  out.patch(0, p.schemaVersion, 1);
  out.patch(axlf::partitionName, text(p.name), 4);
  out.patch(axlf::partitionOperations, p.operationsPerCycle, 4);
  out.patch(axlf::partitionFingerprints, p.inferenceFingerprint, 8);
  out.patch(axlf::partitionFingerprints + 8, p.prePostFingerprint, 8);
  out.patch(axlf::partitionColumns, p.columnWidth, 2);
  out.patch(axlf::partitionCommit, text(p.kernelCommitId), 4);
  pair(axlf::partitionStartColumns, p.startColumns.size(), array(p.startColumns, 2));
  std::string pdiRecords;
  for (const XclbinPdi &pdi : p.pdis) {
    uint64_t image = item(pdi.image);
    std::string groupRecords;
    for (const XclbinCdoGroup &group : pdi.groups) {
      ByteSink record;
      record.u32(uint32_t(text(group.name)));
      record.u32(group.type);
      record.u64(group.pdiId);
      record.u32(uint32_t(group.kernelIds.size()));
      record.u32(uint32_t(array(group.kernelIds, 8)));
      record.u32(uint32_t(group.preGroups.size()));
      record.u32(uint32_t(array(group.preGroups, 8)));
      record.zeros(axlf::recordBytes - record.size());
      groupRecords += record.bytes;
    }
    uint64_t groups = pdi.groups.empty() ? 0 : item(groupRecords);
    ByteSink record;
    for (uint8_t byte : pdi.uuid)
      record.u8(byte);
    record.u32(uint32_t(pdi.image.size()));
    record.u32(uint32_t(image));
    record.u32(uint32_t(pdi.groups.size()));
    record.u32(uint32_t(groups));
    record.zeros(axlf::recordBytes - record.size());
    pdiRecords += record.bytes;
  }
  pair(axlf::partitionPdis, p.pdis.size(), p.pdis.empty() ? 0 : item(pdiRecords));
  return std::move(out.bytes);
}

/// The two memories that mlir-aie declares for every design.
static std::string defaultMemTopology() {
  struct {
    uint64_t sizeKiB;
    const char *tag;
  } memories[] = {{0x10000, "HOST"}, {0xC000, "SRAM"}};
  ByteSink out;
  out.u64(std::size(memories));
  for (const auto &m : memories) {
    out.u8(axlf::memoryTypeDram);
    out.u8(1);
    out.zeros(6);
    out.u64(m.sizeKiB);
    out.u64(0x4000000); // base address; the driver uses none
    out.fixedString(m.tag, 16);
  }
  return std::move(out.bytes);
}

namespace {
struct KernelArgument {
  const char *name, *memory, *type, *size, *offset;
};
} // namespace
/// Opcode, instruction buffer and its length, five data buffers.
static constexpr KernelArgument kernelArguments[] = {
    {"opcode", nullptr, "uint64_t", "0x8", "0x00"}, {"instr", "SRAM", "char *", "0x8", "0x08"},
    {"ninstr", nullptr, "uint32_t", "0x4", "0x10"}, {"bo0", "HOST", "void*", "0x8", "0x14"},
    {"bo1", "HOST", "void*", "0x8", "0x1C"},        {"bo2", "HOST", "void*", "0x8", "0x24"},
    {"bo3", "HOST", "void*", "0x8", "0x2C"},        {"bo4", "HOST", "void*", "0x8", "0x34"}};

static XclbinKernel makeKernel(const XclbinRecipe &recipe) {
  XclbinKernel kernel{recipe.kernelName,
                      "c",
                      "dpu",
                      recipe.kernelId,
                      "0",
                      std::to_string(axlf::ipSubtypeDpu),
                      {},
                      {recipe.instanceName}};
  for (size_t i = 0; i < std::size(kernelArguments); ++i) {
    const KernelArgument &a = kernelArguments[i];
    kernel.args.push_back(
        {a.name, a.memory ? "1" : "0", std::to_string(i), a.size, a.offset, "0x0", a.size, a.type});
  }
  return kernel;
}

static std::string ipEntry(const XclbinRecipe &recipe, uint32_t kernelId) {
  ByteSink out;
  out.u32(axlf::ipTypePsKernel);
  out.u32(axlf::ipSubtypeDpu | kernelId << 16);
  out.u64(~uint64_t(0)); // base address: not used
  out.fixedString(recipe.kernelName + ":" + recipe.instanceName, 64);
  return std::move(out.bytes);
}

/// Connections of one kernel's arguments; errors if a memory is missing.
static Expected<std::vector<XclbinConnection>> connect(llvm::ArrayRef<XclbinMemory> memories,
                                                       int32_t ip) {
  std::vector<XclbinConnection> connections;
  for (int32_t i = 0; i < int32_t(std::size(kernelArguments)); ++i) {
    StringRef tag = kernelArguments[i].memory ? kernelArguments[i].memory : "";
    if (tag.empty())
      continue;
    const auto *memory = llvm::find_if(memories, [&](auto &m) { return m.tag == tag; });
    if (memory == memories.end())
      return formatError("MEM_TOPOLOGY", "there is no memory '" + tag + "' for argument '" +
                                             kernelArguments[i].name + "'");
    connections.push_back({i, ip, int32_t(memory - memories.begin())});
  }
  return connections;
}

static void putConnections(ByteSink &out, llvm::ArrayRef<XclbinConnection> connections) {
  for (const XclbinConnection &c : connections)
    for (int32_t v : {c.argument, c.ip, c.memory})
      out.u32(uint32_t(v));
}

static std::string connectivityBytes(llvm::ArrayRef<XclbinConnection> connections) {
  ByteSink out;
  out.u32(uint32_t(connections.size()));
  putConnections(out, connections);
  return std::move(out.bytes);
}

/// xclbinutil lists the connections sorted, then all of them once more.
static std::string groupConnectivityBytes(llvm::ArrayRef<XclbinConnection> connections,
                                          llvm::ArrayRef<XclbinMemory> memories) {
  std::vector<XclbinConnection> sorted = connections.vec();
  auto key = [&](const XclbinConnection &c) {
    uint64_t base = size_t(c.memory) < memories.size() ? memories[c.memory].base : 0;
    return std::tuple(c.ip, c.argument, base, c.memory);
  };
  llvm::sort(sorted, [&](auto &a, auto &b) { return key(a) < key(b); });
  ByteSink out;
  out.u32(uint32_t(2 * connections.size()));
  putConnections(out, sorted);
  putConnections(out, connections);
  return std::move(out.bytes);
}

//===--- Recipes ----------------------------------------------------------===//

/// The number of a recipe's kernel id.
static Expected<uint32_t> checkRecipe(const XclbinRecipe &recipe) {
  StringRef digits = recipe.kernelId;
  uint32_t id = 0;
  bool isHex = digits.consume_front_insensitive("0x") && !digits.getAsInteger(16, id);
  if (!isHex || id > 0xFFF)
    return formatError("xclbin", "kernel id '" + recipe.kernelId +
                                     "' is not a hexadecimal number from 0x0 to 0xfff, so it does "
                                     "not fit into the IP_LAYOUT section");
  if (recipe.startColumns.empty())
    return formatError("xclbin", "Missing start columns for the AIE partition.");
  if (recipe.columnWidth == 0)
    return formatError("xclbin", "the partition has no columns");
  if (recipe.kernelName.empty() || StringRef(recipe.kernelName).contains(':'))
    return formatError("xclbin", "kernel name '" + recipe.kernelName + "' is empty or holds a ':'");
  if (recipe.kernelName.size() + recipe.instanceName.size() + 1 > 63)
    return formatError("xclbin", "kernel and instance name '" + recipe.kernelName + ":" +
                                     recipe.instanceName + "' exceed 63 characters");
  auto pdi = readPdi(recipe.pdi);
  if (!pdi)
    return pdi.takeError();
  return id;
}

static XclbinPdi makePdi(const XclbinRecipe &recipe, uint32_t kernelId) {
  XclbinPdi pdi;
  pdi.uuid = makeUuid(recipe.uuids, recipe.pdi);
  pdi.image = recipe.pdi;
  pdi.groups.push_back({"DPU", axlf::groupTypePrimary, 1, {kernelId}, {0xC1}});
  return pdi;
}

/// Sets the file's UUID from everything that the sections say.
static void setUuid(Xclbin &header, UuidPolicy policy, llvm::ArrayRef<OwnedSection> sections) {
  ByteSink content;
  for (const OwnedSection &s : sections) {
    content.u32(s.kind);
    content.u64(s.data.size());
    content.put(s.data);
  }
  header.uuid = makeUuid(policy, content.bytes);
}

Expected<std::string> formats::createXclbin(const XclbinRecipe &recipe) {
  auto id = checkRecipe(recipe);
  if (!id)
    return id.takeError();
  Xclbin header;
  header.uniqueId = header.timestamp = recipe.timestamp;
  // The release of XRT whose layout this is.
  header.versionMajor = 2;
  header.versionMinor = 21;

  XclbinPartition partition;
  partition.operationsPerCycle = 2048;
  partition.inferenceFingerprint = 23423;
  partition.prePostFingerprint = 12345;
  partition.columnWidth = recipe.columnWidth;
  partition.startColumns = recipe.startColumns;
  partition.pdis.push_back(makePdi(recipe, *id));

  std::string topology = defaultMemTopology();
  auto memories = readMemTopology({section::memTopology, "", 0, topology});
  if (!memories)
    return memories.takeError();
  auto connections = connect(*memories, 0);
  if (!connections)
    return connections.takeError();
  ByteSink ips;
  ips.u64(1);
  ips.put(ipEntry(recipe, *id));
  std::vector<OwnedSection> sections = {
      {section::memTopology, recipe.memTopologyName, topology},
      {section::aiePartition, recipe.partitionName, writeAiePartition(partition)},
      {section::embeddedMetadata, "", writeKernelXml(makeKernel(recipe))},
      {section::ipLayout, "", ips.bytes},
      {section::connectivity, "", connectivityBytes(*connections)},
      {section::groupConnectivity, "", groupConnectivityBytes(*connections, *memories)},
      {section::groupTopology, "", topology}};
  if (recipe.hostProgram)
    sections.push_back({section::userMetadata, "",
                        writeHostImages({{digestPdi(recipe.pdi), *recipe.hostProgram}})});
  setUuid(header, recipe.uuids, sections);
  return writeContainer(header, sections);
}

//===--- Extending --------------------------------------------------------===//

namespace {
/// What extending needs of the input, read and checked.
struct InputParts {
  Xclbin file;
  std::vector<XclbinMemory> memories;
  std::vector<XclbinIp> ips;
  std::vector<XclbinConnection> connections;
  std::vector<XclbinKernel> kernels;
  XclbinPartition partition;
  std::vector<HostImage> hosts;
};
} // namespace

template <typename T>
static Error readPart(const Xclbin &file, uint32_t kind, Expected<T> (*read)(const XclbinSection &),
                      T &part) {
  const XclbinSection *s = file.find(kind);
  if (!s)
    return formatError("xclbin", "the input has no " + section::name(kind) + " section");
  auto value = read(*s);
  if (!value)
    return value.takeError();
  part = std::move(*value);
  return Error::success();
}

static Expected<InputParts> readInput(StringRef bytes) {
  InputParts in;
  auto file = readXclbin(bytes);
  if (!file)
    return file.takeError();
  in.file = std::move(*file);
  if (Error e = readPart(in.file, section::memTopology, readMemTopology, in.memories))
    return std::move(e);
  if (Error e = readPart(in.file, section::ipLayout, readIpLayout, in.ips))
    return std::move(e);
  if (Error e = readPart(in.file, section::connectivity, readConnectivity, in.connections))
    return std::move(e);
  if (Error e = readPart(in.file, section::embeddedMetadata, readEmbeddedMetadata, in.kernels))
    return std::move(e);
  if (Error e = readPart(in.file, section::aiePartition, readAiePartition, in.partition))
    return std::move(e);
  auto hosts = readXclbinHostImages(in.file);
  if (!hosts)
    return hosts.takeError();
  in.hosts = std::move(*hosts);
  return in;
}

/// The section's bytes with a new count and \p entry behind the last entry.
static std::string appendEntry(StringRef table, uint64_t headerBytes, uint64_t entryBytes,
                               uint64_t count, StringRef entry) {
  ByteSink out;
  out.put(table.take_front(headerBytes + count * entryBytes));
  out.put(entry);
  out.patch(0, count + entry.size() / entryBytes, 4);
  return std::move(out.bytes);
}

/// The sections of the input that stay in place, with the new kernel's entries.
static Expected<std::vector<OwnedSection>> keptSections(const InputParts &in,
                                                        const XclbinRecipe &recipe,
                                                        uint32_t kernelId,
                                                        llvm::ArrayRef<XclbinConnection> added) {
  ByteSink addedBytes;
  putConnections(addedBytes, added);
  std::vector<OwnedSection> sections;
  for (const XclbinSection &s : in.file.sections) {
    std::string data = s.data.str();
    switch (s.kind) {
    case section::aiePartition:
    case section::groupConnectivity:
    case section::groupTopology:
      continue; // written anew behind the others
    case section::userMetadata:
      if (s.data.starts_with(axlf::hostMagic))
        continue;
      break;
    case section::embeddedMetadata: {
      auto xml = addKernelXml(s.data, makeKernel(recipe));
      if (!xml)
        return xml.takeError();
      data = std::move(*xml);
      break;
    }
    case section::ipLayout:
      data = appendEntry(s.data, axlf::tableHeaderBytes, axlf::ipBytes, in.ips.size(),
                         ipEntry(recipe, kernelId));
      break;
    case section::connectivity:
      data = appendEntry(s.data, axlf::connectionHeaderBytes, axlf::connectionBytes,
                         in.connections.size(), addedBytes.bytes);
      break;
    default:
      break;
    }
    sections.push_back({s.kind, s.name, std::move(data)});
  }
  return sections;
}

/// The host programs' section; an error if its place is taken.
static Error addHostPrograms(std::vector<OwnedSection> &sections, llvm::ArrayRef<HostImage> hosts) {
  if (hosts.empty())
    return Error::success();
  for (const OwnedSection &s : sections)
    if (s.kind == section::userMetadata)
      return formatError("xclbin", "the input has user metadata of another kind, so the host "
                                   "programs for the emulator have no place");
  sections.push_back({section::userMetadata, "", writeHostImages(hosts)});
  return Error::success();
}

Expected<std::string> formats::extendXclbin(StringRef input, const XclbinRecipe &recipe) {
  auto id = checkRecipe(recipe);
  if (!id)
    return id.takeError();
  auto in = readInput(input);
  if (!in)
    return in.takeError();
  for (const XclbinKernel &kernel : in->kernels)
    if (kernel.name == recipe.kernelName)
      return formatError("xclbin",
                         "Kernel name already exists in the EMBEDDED_METADATA section: '" +
                             recipe.kernelName + "'");
  auto added = connect(in->memories, int32_t(in->ips.size()));
  if (!added)
    return added.takeError();
  auto sections = keptSections(*in, recipe, *id, *added);
  if (!sections)
    return sections.takeError();
  in->connections.insert(in->connections.end(), added->begin(), added->end());
  in->partition.pdis.push_back(makePdi(recipe, *id));
  sections->push_back(
      {section::aiePartition, recipe.partitionName, writeAiePartition(in->partition)});
  sections->push_back(
      {section::groupConnectivity, "", groupConnectivityBytes(in->connections, in->memories)});
  sections->push_back(
      {section::groupTopology, "", in->file.find(section::memTopology)->data.str()});
  if (recipe.hostProgram)
    in->hosts.push_back({digestPdi(recipe.pdi), *recipe.hostProgram});
  if (Error e = addHostPrograms(*sections, in->hosts))
    return std::move(e);
  setUuid(in->file, recipe.uuids, *sections);
  return writeContainer(in->file, *sections);
}
