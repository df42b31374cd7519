//===- XclbinMirror.cpp - The mirror data of xclbins ------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// xclbinutil appends a JSON copy of the header and of five kinds of sections,
// from which its repair mode can rebuild a file. Loaders ignore it. All values
// are strings and there are no blanks; `section_header` is a repeated key, so
// this is text for xclbinutil's own parser and no job for a JSON library.
//
//===----------------------------------------------------------------------===//

#include "formats/XclbinLayout.h"

using namespace tilewright;
using namespace tilewright::formats;
using llvm::StringRef;

namespace {
/// Objects and arrays of quoted strings.
struct MirrorText {
  std::string out;

  void comma() {
    if (!out.empty() && out.back() != '{' && out.back() != '[')
      out += ',';
  }
  void quoted(StringRef text) {
    static constexpr char hex[] = "0123456789ABCDEF";
    static constexpr StringRef special = "\b\f\n\r\t\"\\/", letters = "bfnrt\"\\/";
    out += '"';
    for (char c : text) {
      size_t found = special.find(c);
      if (found != StringRef::npos) {
        out += '\\';
        out += letters[found];
      } else if (uint8_t(c) < 0x20) {
        out += std::string("\\u00") + hex[uint8_t(c) >> 4] + hex[c & 15];
      } else {
        out += c;
      }
    }
    out += '"';
  }
  void key(StringRef name) {
    comma();
    quoted(name);
    out += ':';
  }
  void field(StringRef name, StringRef value) {
    key(name);
    quoted(value);
  }
  void field(StringRef name, uint64_t value) { field(name, llvm::utostr(value)); }
  void hex(StringRef name, uint64_t value) { field(name, "0x" + llvm::utohexstr(value, true)); }
  void open(StringRef name, char bracket) {
    key(name);
    out += bracket;
  }
  void close(char bracket) { out += bracket; }
};
} // namespace

static std::string hexBytes(const Uuid &uuid) { return llvm::toHex(uuid, true); }

template <size_t N> static std::string nameOr(const char *const (&names)[N], uint32_t value) {
  return value < N ? names[value] : llvm::utostr(value);
}

static constexpr const char *memoryTypes[] = {
    "MEM_DDR3", "MEM_DDR4",     "MEM_DRAM", "MEM_STREAMING", "MEM_PREALLOCATED_GLOB",
    "MEM_ARE",  "MEM_HBM",      "MEM_BRAM", "MEM_URAM",      "MEM_STREAMING_CONNECTION",
    "MEM_HOST", "MEM_PS_KERNEL"};
static constexpr const char *ipTypes[] = {
    "IP_MB",       "IP_KERNEL",  "IP_DNASC",       "IP_DDR4_CONTROLLER",
    "IP_MEM_DDR4", "IP_MEM_HBM", "IP_MEM_HBM_ECC", "IP_PS_KERNEL"};
static constexpr const char *ipSubtypes[] = {"PS", "DPU"};
static constexpr const char *ipFunctions[] = {"DPU", "PrePost"};

static void memoryRows(MirrorText &text, llvm::ArrayRef<XclbinMemory> memories) {
  text.field("m_count", memories.size());
  text.open("m_mem_data", '[');
  for (const XclbinMemory &m : memories) {
    text.comma();
    text.out += '{';
    text.field("m_type", nameOr(memoryTypes, m.type));
    text.field("m_used", m.used);
    text.hex("m_sizeKB", m.sizeKiB);
    text.field("m_tag", m.tag);
    text.hex("m_base_address", m.base);
    text.close('}');
  }
  text.close(']');
}

static void ipRows(MirrorText &text, llvm::ArrayRef<XclbinIp> ips) {
  text.field("m_count", ips.size());
  text.open("m_ip_data", '[');
  for (const XclbinIp &ip : ips) {
    text.comma();
    text.out += '{';
    text.field("m_type", nameOr(ipTypes, ip.type));
    if (ip.type == axlf::ipTypePsKernel) {
      text.field("m_subtype", nameOr(ipSubtypes, ip.subtype()));
      text.field("m_functional", nameOr(ipFunctions, ip.functional()));
      text.hex("m_kernel_id", ip.kernelId());
    } else {
      text.hex("properties", ip.properties);
    }
    if (ip.base == ~uint64_t(0))
      text.field("m_base_address", "not_used");
    else
      text.hex("m_base_address", ip.base);
    text.field("m_name", ip.name);
    text.close('}');
  }
  text.close(']');
}

static void connectionRows(MirrorText &text, llvm::ArrayRef<XclbinConnection> connections) {
  text.field("m_count", connections.size());
  text.open("m_connection", '[');
  for (const XclbinConnection &c : connections) {
    text.comma();
    text.out += '{';
    text.field("arg_index", std::to_string(c.argument));
    text.field("m_ip_layout_index", std::to_string(c.ip));
    text.field("mem_data_index", std::to_string(c.memory));
    text.close('}');
  }
  text.close(']');
}

/// The payload of a section that is mirrored; nothing for the others.
template <typename T>
static void payload(MirrorText &text, const XclbinSection &s, StringRef name,
                    llvm::Expected<std::vector<T>> rows,
                    void (*write)(MirrorText &, llvm::ArrayRef<T>)) {
  if (!rows) {
    // An extended file may hold a table that is not ours; it goes unmirrored.
    llvm::consumeError(rows.takeError());
    return;
  }
  text.open("payload", '{');
  text.open(name, '{');
  write(text, *rows);
  text.close('}');
  text.close('}');
}

static void sectionPayload(MirrorText &text, const XclbinSection &s) {
  switch (s.kind) {
  case section::memTopology:
    return payload(text, s, "mem_topology", readMemTopology(s), memoryRows);
  case section::groupTopology:
    return payload(text, s, "group_topology", readMemTopology(s), memoryRows);
  case section::ipLayout:
    return payload(text, s, "ip_layout", readIpLayout(s), ipRows);
  case section::connectivity:
    return payload(text, s, "connectivity", readConnectivity(s), connectionRows);
  case section::groupConnectivity:
    return payload(text, s, "group_connectivity", readConnectivity(s), connectionRows);
  default:
    return;
  }
}

static void headerFields(MirrorText &text, const Xclbin &file) {
  text.field("Magic", axlf::magic.rtrim('\0'));
  text.field("SignatureLength", llvm::utohexstr(uint32_t(file.signatureLength), true));
  text.field("KeyBlock", std::string(512, 'f'));
  std::string unique;
  for (int i = 0; i < 8; ++i)
    unique += llvm::toHex(llvm::ArrayRef(uint8_t(file.uniqueId >> 8 * i)), true);
  text.field("UniqueID", unique);
  text.field("TimeStamp", file.timestamp);
  text.field("FeatureRomTimeStamp", file.featureRomTimestamp);
  // Major and minor are printed as characters there.
  std::string version{char(file.versionMajor), '.', char(file.versionMinor), '.'};
  text.field("Version", version + std::to_string(file.versionPatch));
  text.field("Mode", file.mode);
  text.field("InterfaceUUID", hexBytes(file.interfaceUuid));
  text.field("PlatformVBNV", file.platform);
  text.field("XclBinUUID", hexBytes(file.uuid));
  text.field("DebugBin", "");
}

std::string axlf::mirrorData(const Xclbin &file) {
  MirrorText text;
  text.out = "{";
  text.open("schema_version", '{');
  text.field("major", "1");
  text.field("minor", "0");
  text.field("patch", "0");
  text.close('}');
  text.open("header", '{');
  headerFields(text, file);
  text.close('}');
  for (const XclbinSection &s : file.sections) {
    text.open("section_header", '{');
    text.field("Kind", s.kind);
    text.field("Name", s.name);
    text.hex("Offset", s.offset);
    text.hex("Size", s.data.size());
    sectionPayload(text, s);
    text.close('}');
  }
  text.close('}');
  return "XCLBIN_MIRROR_DATA_START" + text.out + "\nXCLBIN_MIRROR_DATA_END";
}
