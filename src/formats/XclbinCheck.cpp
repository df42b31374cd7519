//===- XclbinCheck.cpp - Would the NPU driver take this file? ---*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A load happens in two steps. Registration (XRT's register_xclbin) checks the
// header and the section table. Making a hardware context then looks for the
// kernel (EMBEDDED_METADATA), its compute units (IP_LAYOUT), the PDI whose CDO
// group lists the kernel's id (AIE_PARTITION) and the memory banks (topology
// and connectivity). Most faults of a file therefore show up only at the
// context, with messages that name none of the sections. This file says for
// each section what the second step will say. (Facts: XRT 2.21 and
// xdna-driver sources.)
//
//===----------------------------------------------------------------------===//

#include "formats/Pdi.h"
#include "formats/XclbinLayout.h"
#include <set>

using namespace tilewright;
using namespace tilewright::formats;
using llvm::StringRef;
using llvm::Twine;

namespace {
constexpr size_t mostComputeUnits = 32; ///< of one hardware context
constexpr StringRef noKernel =
    "making a hardware context fails with EINVAL, 'No valid DPU kernel found in xclbin'";

struct Checker {
  const Xclbin &file;
  std::vector<XclbinFinding> &findings;
  std::vector<XclbinIp> ips;
  std::vector<XclbinMemory> memories;
  std::set<uint64_t> groupIds;

  void add(XclbinFinding::Severity severity, uint32_t kind, const Twine &text) {
    findings.push_back({severity, section::name(kind).str(), text.str()});
  }
  void ok(uint32_t kind, const Twine &text) { add(XclbinFinding::Ok, kind, text); }
  void note(uint32_t kind, const Twine &text) { add(XclbinFinding::Note, kind, text); }
  void fatal(uint32_t kind, const Twine &text) { add(XclbinFinding::Fatal, kind, text); }

  /// Reads a section; false (and a finding) if it is missing or damaged.
  template <typename T>
  bool read(uint32_t kind, llvm::Expected<T> (*reader)(const XclbinSection &), T &value,
            StringRef effectIfMissing) {
    const XclbinSection *s = file.find(kind);
    if (!s) {
      fatal(kind, "missing: " + effectIfMissing);
      return false;
    }
    auto result = reader(*s);
    if (!result) {
      fatal(kind, "damaged: " + llvm::toString(result.takeError()));
      return false;
    }
    value = std::move(*result);
    return true;
  }

  void partition();
  void ipLayout();
  void metadata();
  void topology();
  void connectivity();
  void hostPrograms();
};
} // namespace

void Checker::partition() {
  XclbinPartition p;
  if (!read(section::aiePartition, readAiePartition, p,
            "registration works, but " + noKernel.str()))
    return;
  if (p.columnWidth == 0)
    fatal(section::aiePartition,
          "the column width is 0: the driver says 'Number of tiles is zero' or 'Invalid num_col'");
  if (p.pdis.empty())
    fatal(section::aiePartition, "there is no PDI: " + noKernel);
  for (size_t i = 0; i < p.pdis.size(); ++i) {
    if (auto program = readPdiProgram(p.pdis[i].image); !program)
      fatal(section::aiePartition,
            "PDI " + Twine(i) + " cannot be read: " + llvm::toString(program.takeError()));
    for (const XclbinCdoGroup &group : p.pdis[i].groups)
      for (uint64_t id : group.kernelIds)
        if (!groupIds.insert(id).second)
          note(section::aiePartition, "kernel id 0x" + llvm::utohexstr(id, true) +
                                          " is listed twice; the first PDI that lists it is used");
  }
  if (p.columnWidth && !p.pdis.empty())
    ok(section::aiePartition,
       Twine(p.pdis.size()) + " PDI(s) for " + Twine(p.columnWidth) + " column(s)");
}

void Checker::ipLayout() {
  if (!read(section::ipLayout, readIpLayout, ips,
            "there are no compute units: opening a kernel fails with 'No compute units matching "
            "...', or " +
                noKernel.str()))
    return;
  size_t units = 0;
  for (const XclbinIp &ip : ips) {
    bool isDpu = ip.type == axlf::ipTypePsKernel && ip.subtype() == axlf::ipSubtypeDpu;
    units += isDpu;
    if (isDpu && !groupIds.count(ip.kernelId()))
      fatal(section::ipLayout, "kernel id 0x" + llvm::utohexstr(ip.kernelId(), true) + " of '" +
                                   ip.name + "' is in no CDO group of AIE_PARTITION: " + noKernel);
  }
  if (!units)
    fatal(section::ipLayout, "there is no DPU kernel: " + noKernel);
  else if (units > mostComputeUnits)
    fatal(section::ipLayout, Twine(units) + " compute units exceed the driver's limit of " +
                                 Twine(mostComputeUnits) + " per hardware context");
  else
    ok(section::ipLayout, Twine(units) + " compute unit(s)");
}

void Checker::metadata() {
  std::vector<XclbinKernel> kernels;
  if (!read(section::embeddedMetadata, readEmbeddedMetadata, kernels,
            "opening a kernel fails with 'No such kernel ...', and " + noKernel.str()))
    return;
  std::set<std::string> names;
  for (const XclbinKernel &kernel : kernels)
    if (!names.insert(kernel.name).second)
      fatal(section::embeddedMetadata, "kernel '" + kernel.name + "' is described twice");
  for (const XclbinIp &ip : ips) {
    StringRef kernel = StringRef(ip.name).split(':').first;
    if (!names.count(kernel.str()))
      fatal(section::embeddedMetadata, "there is no kernel '" + kernel + "' for compute unit '" +
                                           ip.name + "': 'No such kernel '" + kernel + "''");
  }
  if (kernels.empty())
    fatal(section::embeddedMetadata, "there is no kernel: " + noKernel);
  else
    ok(section::embeddedMetadata, Twine(kernels.size()) + " kernel(s)");
}

void Checker::topology() {
  // XRT takes the grouped form where there is one.
  bool hasGroup = file.find(section::groupTopology);
  if (!hasGroup && !file.find(section::memTopology)) {
    fatal(section::memTopology, "missing, and GROUP_TOPOLOGY too: there are no memory banks, and a "
                                "connection to one throws std::out_of_range");
    return;
  }
  uint32_t kind = hasGroup ? section::groupTopology : section::memTopology;
  if (!hasGroup)
    note(section::groupTopology, "missing: XRT falls back to MEM_TOPOLOGY");
  if (read(kind, readMemTopology, memories, ""))
    ok(kind, Twine(memories.size()) + " memory bank(s)");
  if (hasGroup && !file.find(section::memTopology))
    note(section::memTopology, "missing: XRT uses GROUP_TOPOLOGY");
}

void Checker::connectivity() {
  bool hasGroup = file.find(section::groupConnectivity);
  if (!hasGroup && !file.find(section::connectivity)) {
    fatal(section::connectivity, "missing, and GROUP_CONNECTIVITY too: group_id() of every "
                                 "argument is bank 0xFFFF, where no buffer can be made");
    return;
  }
  uint32_t kind = hasGroup ? section::groupConnectivity : section::connectivity;
  if (!hasGroup)
    note(section::groupConnectivity, "missing: XRT falls back to CONNECTIVITY");
  std::vector<XclbinConnection> connections;
  if (!read(kind, readConnectivity, connections, ""))
    return;
  for (const XclbinConnection &c : connections)
    if (c.ip < 0 || size_t(c.ip) >= ips.size() || c.memory < 0 ||
        size_t(c.memory) >= memories.size()) {
      fatal(kind, "argument " + Twine(c.argument) + " is connected to IP " + Twine(c.ip) + " of " +
                      Twine(ips.size()) + " and memory " + Twine(c.memory) + " of " +
                      Twine(memories.size()) + ": loading throws std::out_of_range");
      return;
    }
  ok(kind, Twine(connections.size()) + " connection(s)");
}

void Checker::hostPrograms() {
  auto hosts = readXclbinHostImages(file);
  if (!hosts)
    note(section::userMetadata,
         "the emulator's host programs are damaged (hardware ignores them): " +
             llvm::toString(hosts.takeError()));
  else if (!hosts->empty())
    ok(section::userMetadata,
       Twine(hosts->size()) + " host program(s) for the emulator; hardware ignores them");
}

std::vector<XclbinFinding> formats::checkXclbin(StringRef bytes) {
  std::vector<XclbinFinding> findings;
  auto file = readXclbin(bytes);
  if (!file) {
    findings.push_back({XclbinFinding::Fatal, "header",
                        "register_xclbin rejects the file: " + llvm::toString(file.takeError())});
    return findings;
  }
  findings.push_back(
      {XclbinFinding::Ok, "header",
       "register_xclbin takes the file, " + std::to_string(file->sections.size()) + " sections"});
  Checker checker{*file, findings, {}, {}, {}};
  checker.partition();
  checker.ipLayout();
  checker.metadata();
  checker.topology();
  checker.connectivity();
  checker.hostPrograms();
  findings.push_back(
      {XclbinFinding::Note, "host call",
       "load with xrt::device::register_xclbin and xrt::hw_context; device.load_xclbin gives "
       "'load_axlf: Operation not supported' on NPUs whatever the file holds"});
  return findings;
}
