//===- InspectDiff.cpp - Comparing files, taking parts out ------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Two configurations are the same to the hardware when they leave every register
// with the same value, whatever the order and the form of the commands. So each
// file becomes a list of (address, value, mask), sorted by address and folded;
// the lists are then walked side by side. Registers that act on every write
// (queues) are compared by their last value like all others.
//
//===----------------------------------------------------------------------===//

#include "formats/Inspect.h"
#include "formats/InspectParts.h"
#include "formats/NpuElf.h"
#include "formats/Pdi.h"
#include "formats/RegisterText.h"
#include "formats/Txn.h"
#include "formats/Xclbin.h"
#include <algorithm>

using namespace tilewright;
using namespace tilewright::formats;
using device::DeviceModel;
using llvm::Error;
using llvm::Expected;
using llvm::StringRef;
using llvm::Twine;

//===--- Final values -----------------------------------------------------===//

namespace {
struct Setting {
  uint64_t address;
  uint32_t value, mask; ///< only the masked bits are known
};
struct Part {
  std::string name; ///< "PDI 0", "" if the file has one part
  std::vector<Setting> settings;
};
} // namespace

static std::vector<Setting> finalSettings(const RegisterProgram &program) {
  size_t count = 0;
  for (const Command &command : program.commands) {
    auto *block = std::get_if<BlockWrite>(&command);
    count += block ? block->words.size() : 1;
  }
  std::vector<Setting> all;
  all.reserve(count);
  for (const Command &command : program.commands) {
    if (auto *c = std::get_if<Write>(&command))
      all.push_back({c->address, c->value, ~0u});
    else if (auto *c = std::get_if<MaskWrite>(&command))
      all.push_back({c->address, c->value & c->mask, c->mask});
    else if (auto *c = std::get_if<BlockWrite>(&command))
      for (size_t i = 0; i < c->words.size(); ++i)
        all.push_back({c->address + 4 * i, c->words[i], ~0u});
  }
  // In place and stable without a second buffer: the position breaks ties.
  std::vector<uint32_t> order(all.size());
  for (size_t i = 0; i < order.size(); ++i)
    order[i] = uint32_t(i);
  llvm::sort(order, [&](uint32_t a, uint32_t b) {
    return std::pair(all[a].address, a) < std::pair(all[b].address, b);
  });
  std::vector<Setting> folded;
  for (uint32_t i : order) {
    const Setting &s = all[i];
    if (folded.empty() || folded.back().address != s.address) {
      folded.push_back(s);
      continue;
    }
    Setting &last = folded.back();
    last.value = (last.value & ~s.mask) | s.value;
    last.mask |= s.mask;
  }
  return folded;
}

/// The parts of a file that set registers.
static Expected<std::vector<Part>> partsOf(StringRef bytes) {
  std::vector<Part> parts;
  auto add = [&](std::string name, Expected<RegisterProgram> program) -> Error {
    if (!program)
      return program.takeError();
    parts.push_back({std::move(name), finalSettings(*program)});
    return Error::success();
  };
  auto one = [&](Expected<RegisterProgram> program) -> Expected<std::vector<Part>> {
    if (Error e = add("", std::move(program)))
      return std::move(e);
    return std::move(parts);
  };
  switch (recogniseFile(bytes)) {
  case FileKind::Cdo:
    return one(readCdo(bytes));
  case FileKind::Pdi:
    return one(readPdiProgram(bytes));
  case FileKind::Txn: {
    auto txn = readTxn(bytes);
    return txn ? one(std::move(txn->program)) : one(txn.takeError());
  }
  case FileKind::Xclbin: {
    auto file = readXclbin(bytes);
    if (!file)
      return file.takeError();
    const XclbinSection *s = file->find(section::aiePartition);
    if (!s)
      return std::move(parts);
    auto partition = readAiePartition(*s);
    if (!partition)
      return partition.takeError();
    uint64_t used = 0;
    for (size_t i = 0; i < partition->pdis.size(); ++i) {
      used += partition->pdis[i].image.size();
      if (used > bytes.size())
        return formatError("AIE_PARTITION", "PDI images overlap");
      if (Error e = add("PDI " + std::to_string(i), readPdiProgram(partition->pdis[i].image)))
        return std::move(e);
    }
    return std::move(parts);
  }
  case FileKind::Unknown:
    if (auto binary = bytesOfHexText(bytes))
      return partsOf(*binary);
    [[fallthrough]];
  default:
    return plainError("only xclbin, PDI, CDO and TXN files can be compared");
  }
}

//===--- Differences ------------------------------------------------------===//

static std::string settingText(const Setting &s) {
  std::string text = "0x" + llvm::utohexstr(s.value, true);
  return s.mask == ~0u ? text : text + " under mask 0x" + llvm::utohexstr(s.mask, true);
}

static bool diffParts(const Part &a, const Part &b, llvm::raw_ostream &out,
                      const DeviceModel &model) {
  bool differ = false;
  StringRef indent = a.name.empty() ? "" : "  ";
  auto say = [&](uint64_t address, const Twine &text) {
    if (!differ && !a.name.empty())
      out << a.name << "\n";
    differ = true;
    out << indent << describeAddress(address, model) << " (0x" << llvm::utohexstr(address, true)
        << "): " << text << "\n";
  };
  size_t i = 0, j = 0;
  while (i < a.settings.size() || j < b.settings.size()) {
    bool hasA = i < a.settings.size(), hasB = j < b.settings.size();
    if (hasA && (!hasB || a.settings[i].address < b.settings[j].address)) {
      say(a.settings[i].address, settingText(a.settings[i]) + " only in the first");
      ++i;
      continue;
    }
    if (hasB && (!hasA || b.settings[j].address < a.settings[i].address)) {
      say(b.settings[j].address, settingText(b.settings[j]) + " only in the second");
      ++j;
      continue;
    }
    const Setting &x = a.settings[i++], &y = b.settings[j++];
    if (x.value == y.value && x.mask == y.mask)
      continue;
    uint32_t changed = (x.value ^ y.value) | (x.mask ^ y.mask);
    std::string before = describeFields(x.address, x.value, changed, model);
    std::string after = describeFields(y.address, y.value, changed, model);
    say(x.address,
        settingText(x) + " -> " + settingText(y) +
            (before == after || changed == ~0u ? "" : " (" + before + " -> " + after + ")"));
  }
  return differ;
}

/// Sections other than those that only say when and where a file was made.
static Expected<bool> diffSections(StringRef a, StringRef b, llvm::raw_ostream &out) {
  auto first = readXclbin(a), second = readXclbin(b);
  if (!first || !second)
    return llvm::joinErrors(first.takeError(), second.takeError());
  bool differ = false;
  auto say = [&](uint32_t kind, const Twine &text) {
    differ = true;
    out << "section " << (section::name(kind).empty() ? "?" : section::name(kind)) << ": " << text
        << "\n";
  };
  for (const XclbinSection &s : first->sections) {
    const XclbinSection *t = second->find(s.kind);
    if (!t)
      say(s.kind, "only in the first");
    else if (s.data != t->data)
      say(s.kind, Twine(s.data.size()) + " and " + Twine(t->data.size()) + " bytes differ");
  }
  for (const XclbinSection &t : second->sections)
    if (!first->find(t.kind))
      say(t.kind, "only in the second");
  return differ;
}

Expected<bool> formats::differences(StringRef a, StringRef b, llvm::raw_ostream &out,
                                    const InspectOptions &options) {
  auto first = partsOf(a);
  if (!first)
    return first.takeError();
  auto second = partsOf(b);
  if (!second)
    return second.takeError();
  const DeviceModel &model = DeviceModel::get(options.device.value_or(device::Device::npu2));
  bool differ = false;
  size_t both = std::min(first->size(), second->size());
  for (size_t i = 0; i < both; ++i)
    differ |= diffParts((*first)[i], (*second)[i], out, model);
  for (size_t i = both; i < first->size(); ++i)
    out << (*first)[i].name << ": only in the first\n";
  for (size_t i = both; i < second->size(); ++i)
    out << (*second)[i].name << ": only in the second\n";
  differ |= first->size() != second->size();
  if (recogniseFile(a) == FileKind::Xclbin && recogniseFile(b) == FileKind::Xclbin) {
    auto sections = diffSections(a, b, out);
    if (!sections)
      return sections.takeError();
    differ |= *sections;
  }
  return differ;
}

//===--- Parts ------------------------------------------------------------===//

/// The names of what there is, for an error.
static Error noSuchPart(StringRef part, llvm::ArrayRef<std::string> names) {
  std::string list;
  for (const std::string &name : names)
    list += (list.empty() ? "" : ", ") + name;
  return plainError("there is no '" + part + "'; there is: " + (list.empty() ? "nothing" : list));
}

/// Part of "KIND:n", or of "KIND" for the first.
static std::optional<size_t> numbered(StringRef part, StringRef kind) {
  size_t index = 0;
  if (!part.consume_front_insensitive(kind) ||
      (part.consume_front(":") && part.getAsInteger(10, index)))
    return std::nullopt;
  return part.empty() || index || part == "0" ? std::optional(index) : std::nullopt;
}

static Expected<std::string> extractFromXclbin(StringRef bytes, StringRef part) {
  auto file = readXclbin(bytes);
  if (!file)
    return file.takeError();
  std::vector<std::string> names;
  for (const XclbinSection &s : file->sections) {
    names.push_back(section::name(s.kind).str());
    if (part.equals_insensitive(names.back()))
      return s.data.str();
  }
  if (const XclbinSection *s = file->find(section::aiePartition)) {
    auto partition = readAiePartition(*s);
    if (!partition)
      return partition.takeError();
    for (size_t i = 0; i < partition->pdis.size(); ++i) {
      if (numbered(part, "PDI") == i)
        return partition->pdis[i].image.str();
      names.push_back("PDI:" + std::to_string(i));
    }
  }
  return noSuchPart(part, names);
}

Expected<std::string> formats::extractPart(StringRef bytes, StringRef part) {
  std::vector<std::string> names;
  switch (recogniseFile(bytes)) {
  case FileKind::Xclbin:
    return extractFromXclbin(bytes, part);
  case FileKind::NpuElf: {
    auto elf = readNpuElf(bytes);
    if (!elf)
      return elf.takeError();
    for (const NpuElfSection &s : llvm::drop_begin(elf->sections)) {
      if (s.name == part)
        return s.data.str();
      names.push_back(s.name.str());
    }
    return noSuchPart(part, names);
  }
  case FileKind::Pdi: {
    auto pdi = readPdi(bytes);
    if (!pdi)
      return pdi.takeError();
    for (size_t i = 0; i < pdi->partitions.size(); ++i) {
      if (numbered(part, "CDO") == i)
        return pdi->partitions[i].data.str();
      names.push_back("CDO:" + std::to_string(i));
    }
    return noSuchPart(part, names);
  }
  default:
    return plainError("only xclbin, PDI and NPU ELF files have parts");
  }
}
