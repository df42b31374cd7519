//===- Inspect.cpp - What a binary file says --------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "formats/Inspect.h"
#include "formats/Cdo.h"
#include "formats/ControlPackets.h"
#include "formats/InspectParts.h"
#include "formats/NpuElf.h"
#include "formats/Outline.h"
#include "formats/Pdi.h"
#include "formats/RegisterText.h"
#include "formats/Txn.h"
#include "formats/Xclbin.h"
#include "llvm/Support/SHA256.h"

using namespace tilewright;
using namespace tilewright::formats;
using device::Device;
using device::DeviceModel;
using llvm::Error;
using llvm::Expected;
using llvm::StringRef;
using llvm::Twine;

//===--- Recognition ------------------------------------------------------===//

StringRef formats::fileKindName(FileKind kind) {
  static constexpr StringRef names[] = {"unknown", "xclbin",   "PDI",
                                        "CDO",     "TXN",      "control packets",
                                        "NPU ELF", "core ELF", "host program"};
  return names[size_t(kind)];
}

static bool isTxn(StringRef bytes) {
  auto header = readTxnHeader(bytes);
  if (!header) {
    llvm::consumeError(header.takeError());
    return false;
  }
  // A stream of one of our devices, or one whose header counts it right.
  auto device = deviceOfTxn(*header);
  if (device)
    return true;
  llvm::consumeError(device.takeError());
  return header->byteSize == bytes.size();
}

FileKind formats::recogniseFile(StringRef bytes) {
  ByteView in{bytes, ""}, big = in;
  big.bigEndian = true;
  if (bytes.starts_with("xclbin2"))
    return FileKind::Xclbin;
  if (bytes.starts_with("\x7f"
                        "ELF"))
    return isNpuElf(bytes) ? FileKind::NpuElf : FileKind::CoreElf;
  if (in.u32(0) == 0xDD && in.u32(4) == 0x11223344)
    return FileKind::Pdi;
  if (in.u32(4) == cdo::identification || big.u32(4) == cdo::identification)
    return FileKind::Cdo;
  if (bytes.starts_with("TWHOST"))
    return FileKind::HostProgram;
  if (isTxn(bytes))
    return FileKind::Txn;
  auto packets = readControlPackets(bytes);
  bool isPackets = packets && !packets->empty();
  if (!packets)
    llvm::consumeError(packets.takeError());
  return isPackets ? FileKind::ControlPackets : FileKind::Unknown;
}

std::optional<std::string> formats::bytesOfHexText(StringRef text) {
  constexpr size_t digits = 8;
  ByteSink out;
  while (!text.empty()) {
    auto [line, rest] = text.split('\n');
    line = line.rtrim("\r ");
    uint32_t word;
    if (line.size() != digits || line.getAsInteger(16, word))
      return std::nullopt;
    out.u32(word);
    text = rest;
  }
  return out.bytes.empty() ? std::nullopt : std::optional(std::move(out.bytes));
}

//===--- Commands ---------------------------------------------------------===//

static void printCommand(Outline &o, const Command &command, const DeviceModel &model) {
  if (!o.isJson())
    return o.line(describeCommand(command, model));
  o.object("", "", [&] {
    o.field("op", commandName(command));
    auto place = [&](uint64_t address) {
      o.field("address", address);
      o.field("register", describeAddress(address, model));
    };
    std::visit(
        [&](const auto &c) {
          if constexpr (requires { c.address; } &&
                        !std::is_same_v<std::decay_t<decltype(c)>, LoadPdi>)
            place(c.address);
          if constexpr (requires { c.mask; })
            o.field("mask", c.mask);
          if constexpr (requires { c.value; })
            o.field("value", c.value);
          if constexpr (requires { c.words; })
            o.jsonArray("words", [&](llvm::json::OStream &json) {
              for (uint32_t word : c.words)
                json.value(word);
            });
          if constexpr (requires { c.argument; }) {
            o.field("argument", c.argument);
            o.field("plus", c.plus);
          }
          if constexpr (requires { c.rowCount; })
            o.jsonField("tokens", llvm::json::Object{{"column", c.column},
                                                     {"row", c.row},
                                                     {"direction", c.direction},
                                                     {"channel", c.channel},
                                                     {"columns", c.columnCount},
                                                     {"rows", c.rowCount}});
          if constexpr (requires {
                          c.id;
                          c.size;
                        })
            o.jsonField("pdi", llvm::json::Object{{"id", c.id}, {"size", c.size}});
          if constexpr (requires { c.level; })
            o.field("level", uint64_t(c.level));
        },
        command);
    o.field("text", describeCommand(command, model));
  });
}

static Error printCdoCommands(Outline &o, ByteView in, const DeviceModel &model) {
  Error result = Error::success();
  o.array("commands", "commands", [&] {
    result = forEachCdoCommand(in, [&](const CdoCommand &c) -> Error {
      auto command = decodeCdoCommand(c);
      if (!command)
        return command.takeError();
      if (*command)
        printCommand(o, **command, model);
      return Error::success();
    });
  });
  return result;
}

static Error printCdo(Outline &o, StringRef bytes, const DeviceModel &model) {
  ByteView in{bytes, "CDO"};
  in.bigEndian = in.u32(4) != cdo::identification;
  o.field("byte_order", in.bigEndian ? "big endian" : "little endian");
  return printCdoCommands(o, in, model);
}

//===--- TXN and control packets ------------------------------------------===//

static Error printStream(Outline &o, StringRef bytes, const InspectOptions &options) {
  auto header = readTxnHeader(bytes);
  if (!header)
    return header.takeError();
  Device device = options.device.value_or(Device::npu2);
  auto known = deviceOfTxn(*header);
  o.field("version", std::to_string(header->major) + "." + std::to_string(header->minor));
  if (known) {
    o.field("device", device::stringify(*known));
    device = options.device.value_or(*known);
  } else {
    o.field("device", "unknown: " + llvm::toString(known.takeError()));
  }
  o.field("columns", uint64_t(header->columns));
  o.field("rows", uint64_t(header->rows));
  o.field("operations", uint64_t(header->operations));
  o.field("bytes", uint64_t(header->byteSize));
  if (auto difference = checkTxnCounts(bytes))
    o.field("warning", *difference);
  const DeviceModel &model = DeviceModel::get(device);
  ByteView in{bytes, "TXN"};
  Error result = Error::success();
  o.array("commands", "commands", [&] {
    result = forEachTxnRecord(bytes, ~uint64_t(0), [&](const TxnRecord &record) {
      if (!record.command)
        return Error::success();
      Command command = *record.command;
      if (auto *block = std::get_if<BlockWrite>(&command))
        for (uint64_t at = record.payloadOffset; at < record.offset + record.size; at += 4)
          block->words.push_back(in.u32(at));
      printCommand(o, command, model);
      return Error::success();
    });
  });
  return result;
}

/// A file may hold streams one after another, each with its header.
static Error printTxn(Outline &o, StringRef bytes, const InspectOptions &options) {
  Error result = Error::success();
  o.array("streams", "streams", [&] {
    for (unsigned i = 0; !bytes.empty() && !result; ++i) {
      ByteView in{bytes, "TXN"};
      uint64_t size = in.u32(12);
      bool isWhole =
          size >= txn::headerBytes && size < bytes.size() && isTxn(bytes.drop_front(size));
      StringRef stream = isWhole ? bytes.take_front(size) : bytes;
      o.object("", "stream " + Twine(i), [&] {
        llvm::cantFail(std::move(result));
        result = printStream(o, stream, options);
      });
      bytes = bytes.drop_front(stream.size());
    }
  });
  return result;
}

static Error printControlPackets(Outline &o, StringRef bytes) {
  static const char *const operations[] = {"write", "read", "write with increment"};
  auto packets = readControlPackets(bytes);
  if (!packets)
    return packets.takeError();
  o.array("packets", Twine(packets->size()) + " packets", [&] {
    for (const ControlPacket &p : *packets) {
      std::string text = operations[p.operation] + std::string(" ") + std::to_string(p.beats) +
                         " word(s) at 0x" + llvm::utohexstr(p.address, true);
      for (unsigned i = 0; p.carriesData() && i < p.beats; ++i)
        text += (i ? " " : ": ") + llvm::utohexstr(p.data[i], true, 8);
      if (!o.isJson()) {
        o.line("controller " + Twine(int(p.packetId)) + ": " + text);
        continue;
      }
      o.object("", "", [&] {
        o.field("packet_type", uint64_t(p.packetType));
        o.field("controller_id", uint64_t(p.packetId));
        o.field("operation", operations[p.operation]);
        o.field("stream_id", uint64_t(p.streamId));
        o.field("address", p.address);
        o.field("beats", uint64_t(p.beats));
        o.jsonArray("data", [&](llvm::json::OStream &json) {
          for (unsigned i = 0; p.carriesData() && i < p.beats; ++i)
            json.value(p.data[i]);
        });
        o.field("text", text);
      });
    }
  });
  return Error::success();
}

//===--- PDI --------------------------------------------------------------===//

static Error printPdi(Outline &o, StringRef bytes, const DeviceModel &model) {
  auto pdi = readPdi(bytes);
  if (!pdi)
    return pdi.takeError();
  Error result = Error::success();
  o.hexField("id_code", pdi->idCode);
  o.hexField("extended_id_code", pdi->extendedIdCode);
  o.array("images", "images", [&] {
    for (const PdiImage &image : pdi->images)
      o.object("", "image '" + Outline::printable(image.name) + "'", [&] {
        o.jsonField("name", llvm::json::fixUTF8(image.name));
        o.hexField("id", image.id);
        o.field("partitions", image.partitionCount);
      });
  });
  uint64_t printed = 0;
  o.array("partitions", "partitions", [&] {
    for (const PdiPartition &p : pdi->partitions)
      o.object("", "partition " + Twine(p.id), [&] {
        o.field("type", p.type() == 2 ? "CDO" : "other");
        o.hexField("offset", p.dataOffset);
        o.field("words", p.unencryptedWords);
        o.field("total_words", p.totalWords);
        o.hexField("load_address", p.loadAddress);
        printed += p.data.size();
        if (result || p.type() != 2 || printed > bytes.size())
          return;
        llvm::cantFail(std::move(result));
        result = printCdoCommands(o, {p.data, "PDI", p.dataOffset}, model);
      });
  });
  return result;
}

//===--- xclbin -----------------------------------------------------------===//

static void printNumbers(Outline &o, StringRef key, llvm::ArrayRef<uint64_t> values) {
  std::string text;
  for (uint64_t v : values)
    text += (text.empty() ? "0x" : " 0x") + llvm::utohexstr(v, true);
  o.line(key + ": " + text);
  o.jsonArray(key, [&](llvm::json::OStream &json) {
    for (uint64_t v : values)
      json.value(v);
  });
}

namespace {
/// Prints the parts of an xclbin; the first error is kept, the rest goes on.
struct XclbinPrinter {
  Outline &o;
  const Xclbin &file;
  const InspectOptions &options;
  Error result = Error::success();

  void keep(Error e) { result = llvm::joinErrors(std::move(result), std::move(e)); }
  /// Calls \p print with a section's contents, if it is there and sound.
  template <typename T>
  void with(uint32_t kind, Expected<T> (*read)(const XclbinSection &),
            llvm::function_ref<void(const T &)> print) {
    const XclbinSection *s = file.find(kind);
    if (!s)
      return;
    auto value = read(*s);
    if (!value)
      return keep(value.takeError());
    print(*value);
  }
  void sections();
  void partition(const XclbinPartition &p);
  void kernels(const std::vector<XclbinKernel> &kernels);
  void memories(StringRef key, const std::vector<XclbinMemory> &memories);
  void ips(const std::vector<XclbinIp> &ips);
  void connections(StringRef key, const std::vector<XclbinConnection> &connections);
  void hosts();
};
} // namespace

void XclbinPrinter::sections() {
  o.array("sections", "sections", [&] {
    for (const XclbinSection &s : file.sections) {
      StringRef name = section::name(s.kind);
      o.line((name.empty() ? "kind " + Twine(s.kind) : Twine(name)) + ": " + Twine(s.data.size()) +
             " bytes at 0x" + Twine::utohexstr(s.offset));
      if (o.isJson())
        o.object("", "", [&] {
          o.field("kind", s.kind);
          o.field("name", name.empty() ? "?" : name);
          o.field("size", s.data.size());
          o.field("offset", s.offset);
          o.field("label", s.name);
        });
    }
  });
}

void XclbinPrinter::partition(const XclbinPartition &p) {
  const DeviceModel &model = DeviceModel::get(options.device.value_or(Device::npu2));
  o.object("partition", "AIE partition", [&] {
    o.field("schema_version", uint64_t(p.schemaVersion));
    o.field("operations_per_cycle", p.operationsPerCycle);
    o.field("inference_fingerprint", p.inferenceFingerprint);
    o.field("pre_post_fingerprint", p.prePostFingerprint);
    o.field("column_width", uint64_t(p.columnWidth));
    std::string columns;
    for (uint16_t column : p.startColumns)
      columns += (columns.empty() ? "" : " ") + std::to_string(column);
    o.line("start_columns: " + columns);
    o.jsonArray("start_columns", [&](llvm::json::OStream &json) {
      for (uint16_t column : p.startColumns)
        json.value(int64_t(column));
    });
    uint64_t printed = 0;
    o.array("pdis", "PDIs", [&] {
      for (size_t i = 0; i < p.pdis.size(); ++i) {
        const XclbinPdi &pdi = p.pdis[i];
        o.object("", "PDI " + Twine(i), [&] {
          o.field("uuid", uuidText(pdi.uuid));
          o.field("size", pdi.image.size());
          // Images may overlap in a hostile file; print no more than the file.
          printed += pdi.image.size();
          if (printed > file.find(section::aiePartition)->data.size())
            return keep(formatError("AIE_PARTITION", "PDI images overlap"));
          o.field("sha256",
                  llvm::toHex(llvm::SHA256::hash(llvm::arrayRefFromStringRef(pdi.image)), true));
          o.array("cdo_groups", "CDO groups", [&] {
            for (const XclbinCdoGroup &g : pdi.groups)
              o.object("", "group '" + Outline::printable(g.name) + "'", [&] {
                o.jsonField("name", llvm::json::fixUTF8(g.name));
                o.field("type", uint64_t(g.type));
                o.field("pdi_id", g.pdiId);
                printNumbers(o, "dpu_kernel_ids", g.kernelIds);
                printNumbers(o, "pre_cdo_groups", g.preGroups);
              });
          });
          keep(printPdi(o, pdi.image, model));
        });
      }
    });
  });
}

void XclbinPrinter::kernels(const std::vector<XclbinKernel> &kernels) {
  o.array("kernels", "kernels", [&] {
    for (const XclbinKernel &k : kernels)
      o.object("", "kernel '" + Outline::printable(k.name) + "'", [&] {
        o.jsonField("name", llvm::json::fixUTF8(k.name));
        o.field("language", k.language);
        o.field("type", k.type);
        o.object("extended", "extended data", [&] {
          o.field("dpu_kernel_id", k.dpuKernelId);
          o.field("functional", k.functional);
          o.field("subtype", k.subtype);
        });
        o.array("args", "arguments", [&] {
          for (const XclbinKernelArg &a : k.args) {
            o.line(Outline::printable(a.id + " " + a.name + ": " + a.type + ", offset " + a.offset +
                                      ", size " + a.size));
            if (o.isJson())
              o.object("", "", [&] {
                o.field("name", a.name);
                o.field("addressQualifier", a.addressQualifier);
                o.field("id", a.id);
                o.field("size", a.size);
                o.field("offset", a.offset);
                o.field("hostOffset", a.hostOffset);
                o.field("hostSize", a.hostSize);
                o.field("type", a.type);
              });
          }
        });
        for (const std::string &instance : k.instances)
          o.line("instance '" + Outline::printable(instance) + "'");
        o.jsonArray("instances", [&](llvm::json::OStream &json) {
          for (const std::string &instance : k.instances)
            json.value(llvm::json::fixUTF8(instance));
        });
      });
  });
}

void XclbinPrinter::memories(StringRef key, const std::vector<XclbinMemory> &memories) {
  o.array(key, key, [&] {
    for (const XclbinMemory &m : memories) {
      o.line(Outline::printable(m.tag) + ": " + Twine(m.sizeKiB) + " KiB at 0x" +
             Twine::utohexstr(m.base) + (m.used ? "" : ", unused"));
      if (o.isJson())
        o.object("", "", [&] {
          o.field("type", uint64_t(m.type));
          o.field("used", uint64_t(m.used));
          o.field("size_kb", m.sizeKiB);
          o.field("base", m.base);
          o.field("tag", m.tag);
        });
    }
  });
}

void XclbinPrinter::ips(const std::vector<XclbinIp> &ips) {
  o.array("ips", "compute units", [&] {
    for (const XclbinIp &ip : ips) {
      o.line(Outline::printable(ip.name) + ": kernel id 0x" + Twine::utohexstr(ip.kernelId()) +
             ", functional " + Twine(ip.functional()) + ", subtype " + Twine(ip.subtype()));
      if (o.isJson())
        o.object("", "", [&] {
          o.field("type", ip.type);
          o.field("properties", ip.properties);
          o.field("base", ip.base);
          o.field("name", ip.name);
          o.field("kernel_id", ip.kernelId());
        });
    }
  });
}

void XclbinPrinter::connections(StringRef key, const std::vector<XclbinConnection> &connections) {
  if (!o.isJson())
    return o.array(key, key, [&] {
      for (const XclbinConnection &c : connections)
        o.line("argument " + Twine(c.argument) + " of unit " + Twine(c.ip) + " in memory " +
               Twine(c.memory));
    });
  o.jsonArray(key, [&](llvm::json::OStream &json) {
    for (const XclbinConnection &c : connections)
      json.array([&] {
        for (int32_t v : {c.argument, c.ip, c.memory})
          json.value(v);
      });
  });
}

static void printHostProgram(Outline &o, const HostProgram &p) {
  o.field("device", device::stringify(p.device));
  o.array("cores", "cores", [&] {
    for (const HostCore &core : p.cores)
      o.object("", "core (" + Twine(core.tile.col) + "," + Twine(core.tile.row) + ")", [&] {
        o.field("entry", core.entry);
        o.field("objects", core.objects.size());
        o.field("stack_size", core.stackSize);
      });
  });
  o.field("buffers", p.buffers.size());
  o.field("locks", p.locks.size());
  o.field("channels", p.channels.size());
}

void XclbinPrinter::hosts() {
  auto hosts = readXclbinHostImages(file);
  if (!hosts)
    return keep(hosts.takeError());
  if (hosts->empty())
    return;
  o.array("host_programs", "host programs for the emulator", [&] {
    for (const HostImage &image : *hosts)
      o.object("", "host program", [&] {
        o.field("pdi_md5", llvm::toHex(image.pdi, true));
        printHostProgram(o, image.program);
      });
  });
}

static Error printXclbin(Outline &o, StringRef bytes, const InspectOptions &options) {
  auto file = readXclbin(bytes);
  if (!file)
    return file.takeError();
  o.jsonField("length_is_header_length", true); // the reader demands it
  o.field("uuid", uuidText(file->uuid));
  o.field("version", std::to_string(file->versionMajor) + "." + std::to_string(file->versionMinor) +
                         "." + std::to_string(file->versionPatch));
  o.field("timestamp", file->timestamp);
  XclbinPrinter p{o, *file, options};
  using namespace section;
  p.sections();
  p.with<XclbinPartition>(aiePartition, readAiePartition, [&](auto &v) { p.partition(v); });
  p.with<std::vector<XclbinMemory>>(memTopology, readMemTopology,
                                    [&](auto &v) { p.memories("memories", v); });
  p.with<std::vector<XclbinKernel>>(embeddedMetadata, readEmbeddedMetadata,
                                    [&](auto &v) { p.kernels(v); });
  p.with<std::vector<XclbinIp>>(ipLayout, readIpLayout, [&](auto &v) { p.ips(v); });
  p.with<std::vector<XclbinConnection>>(connectivity, readConnectivity,
                                        [&](auto &v) { p.connections("connections", v); });
  p.with<std::vector<XclbinMemory>>(groupTopology, readMemTopology,
                                    [&](auto &v) { p.memories("group_memories", v); });
  p.with<std::vector<XclbinConnection>>(groupConnectivity, readConnectivity,
                                        [&](auto &v) { p.connections("group_connections", v); });
  p.hosts();
  return std::move(p.result);
}

static void printCheck(Outline &o, StringRef bytes) {
  static const char *const severities[] = {"ok", "note", "fatal"};
  o.array("check", "check", [&] {
    for (const XclbinFinding &f : checkXclbin(bytes)) {
      o.line(Twine(severities[f.severity]) + ": " + f.section + ": " + Outline::printable(f.text));
      if (o.isJson())
        o.object("", "", [&] {
          o.field("severity", severities[f.severity]);
          o.field("section", f.section);
          o.field("text", f.text);
        });
    }
  });
}

//===--- ELF --------------------------------------------------------------===//

/// Streams, control packets and PDIs inside an ELF; at most \p limit bytes of
/// them, because sections of a hostile file may overlap.
static Error printElfContents(Outline &o, const NpuElf &elf, uint64_t limit,
                              const InspectOptions &options) {
  const DeviceModel &model = DeviceModel::get(options.device.value_or(Device::npu2));
  Error result = Error::success();
  uint64_t printed = 0;
  auto print = [&](const NpuElfSection &s) -> Error {
    if (s.name.starts_with(".ctrltext"))
      return printTxn(o, s.data, options);
    if (s.name.starts_with(".ctrldata"))
      return printControlPackets(o, s.data);
    return printPdi(o, s.data, model);
  };
  o.array("contents", "contents", [&] {
    for (const NpuElfSection &s : elf.sections) {
      bool isKnown = s.name.starts_with(".ctrltext") || s.name.starts_with(".ctrldata") ||
                     s.name.starts_with(".pdi.");
      printed += isKnown ? s.data.size() : 0;
      if (!isKnown || printed > limit)
        continue;
      o.object("", Outline::printable(s.name), [&] {
        o.jsonField("section", llvm::json::fixUTF8(s.name));
        result = llvm::joinErrors(std::move(result), print(s));
      });
    }
  });
  return result;
}

static Error printNpuElf(Outline &o, StringRef bytes, const InspectOptions &options) {
  static const char *const schemas[] = {
      "", "", "", "scalar_32", "control_packet_48", "shim_dma_48", "", "", "address_64"};
  auto elf = readNpuElf(bytes);
  if (!elf)
    return elf.takeError();
  o.hexField("abi_version", elf->abiVersion);
  o.field("form", elf->isFull ? "full" : "instructions");
  o.field("uid", elf->uid);
  if (elf->columns)
    o.field("columns", *elf->columns);
  o.array("sections", "sections", [&] {
    for (const NpuElfSection &s : llvm::drop_begin(elf->sections)) {
      o.line(Outline::printable(s.name) + ": " + Twine(s.data.size()) + " bytes at 0x" +
             Twine::utohexstr(s.offset));
      if (o.isJson())
        o.object("", "", [&] {
          o.field("name", s.name);
          o.field("type", s.type);
          o.field("offset", s.offset);
          o.field("size", s.data.size());
        });
    }
  });
  o.array("instances", "instances", [&] {
    for (const NpuElfInstance &i : elf->instances) {
      o.line(Outline::printable((i.kernel + ":" + i.name).str()));
      if (o.isJson())
        o.object("", "", [&] {
          o.field("kernel", i.kernel);
          o.field("name", i.name);
        });
    }
  });
  o.array("patches", "patches", [&] {
    for (const NpuElfPatch &p : elf->patches) {
      StringRef where = elf->sections[p.section].name;
      o.line(Outline::printable(where) + "+0x" + Twine::utohexstr(p.offset) + ": " +
             schemas[uint8_t(p.schema)] + " of " + (p.argument ? "argument " : "") +
             Outline::printable(p.symbol) + " + 0x" + Twine::utohexstr(p.addend));
      if (o.isJson())
        o.object("", "", [&] {
          o.field("section", where);
          o.field("offset", p.offset);
          o.field("schema", schemas[uint8_t(p.schema)]);
          o.field("symbol", p.symbol);
          o.field("addend", p.addend);
        });
    }
  });
  return printElfContents(o, *elf, bytes.size(), options);
}

//===--- All --------------------------------------------------------------===//

static Error printContents(Outline &o, StringRef bytes, FileKind kind,
                           const InspectOptions &options) {
  const DeviceModel &model = DeviceModel::get(options.device.value_or(Device::npu2));
  switch (kind) {
  case FileKind::Xclbin: {
    Error e = printXclbin(o, bytes, options);
    if (options.check)
      printCheck(o, bytes);
    return e;
  }
  case FileKind::Pdi:
    return printPdi(o, bytes, model);
  case FileKind::Cdo:
    return printCdo(o, bytes, model);
  case FileKind::Txn:
    return printTxn(o, bytes, options);
  case FileKind::ControlPackets:
    return printControlPackets(o, bytes);
  case FileKind::NpuElf:
    return printNpuElf(o, bytes, options);
  case FileKind::CoreElf:
    return printCoreElf(o, bytes);
  case FileKind::HostProgram: {
    auto program = readHostProgram(bytes);
    if (!program)
      return program.takeError();
    printHostProgram(o, *program);
    return Error::success();
  }
  case FileKind::Unknown:
    break;
  }
  return plainError("the file is none of xclbin, PDI, CDO, TXN, control packets, "
                    "ELF, host program");
}

Error formats::inspect(StringRef bytes, llvm::raw_ostream &out, const InspectOptions &options) {
  FileKind kind = recogniseFile(bytes);
  if (kind == FileKind::Unknown)
    if (auto binary = bytesOfHexText(bytes))
      return inspect(*binary, out, options);
  Error result = Error::success();
  Outline o(out, options.json);
  o.document([&] {
    o.line(fileKindName(kind) + ", " + Twine(bytes.size()) + " bytes");
    o.jsonField("format", fileKindName(kind));
    o.jsonField("size", bytes.size());
    llvm::cantFail(std::move(result));
    result = printContents(o, bytes, kind, options);
  });
  return result;
}
