//===- NpuElfWrite.cpp - Writing NPU ELF files ------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Three steps. (1) Scan the instruction stream: an address-patch operation names
// the register that shall receive a buffer's address; the block write before it
// that covers that register says where in the stream the register's value lies.
// That place becomes a relocation, and the address bits already there are
// cleared, because XRT adds. (2) Build sections in the order in which aiebu-asm
// creates them. (3) Place them: first those that are loaded, in segment order,
// then the others in index order, then the section table.
//
//===----------------------------------------------------------------------===//

#include "device/DeviceModel.h"
#include "device/Registers.h"
#include "formats/NpuElf.h"
#include "formats/NpuElfLayout.h"
#include "formats/Txn.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MD5.h"
#include <map>

using namespace tilewright;
using namespace tilewright::formats;
using llvm::Error;
using llvm::Expected;
using llvm::StringRef;
using llvm::Twine;

//===--- Sections and placement -------------------------------------------===//

namespace {
struct ElfSection {
  std::string name;
  uint32_t type = 0, flags = 0, align = 0, entrySize = 0, link = 0, info = 0;
  std::string data;
  uint32_t address = 0, offset = 0;
};

struct ElfFile {
  ElfLayout layout;
  uint8_t abiVersion;
  std::vector<ElfSection> sections{1}; ///< 0 is the null section
  std::vector<uint32_t> loaded{};      ///< in segment order
  uint32_t dynamic = 0;                ///< section index, 0 = none

  uint32_t add(ElfSection s) {
    sections.push_back(std::move(s));
    return uint32_t(sections.size() - 1);
  }
  uint32_t addText(std::string name, std::string data) {
    uint32_t flags = llvm::ELF::SHF_ALLOC | llvm::ELF::SHF_EXECINSTR;
    return addLoaded(std::move(name), std::move(data), flags);
  }
  uint32_t addData(std::string name, std::string data) {
    return addLoaded(std::move(name), std::move(data), llvm::ELF::SHF_ALLOC | llvm::ELF::SHF_WRITE);
  }
  Expected<std::string> write();

private:
  uint32_t addLoaded(std::string name, std::string data, uint32_t flags) {
    uint32_t index =
        add({std::move(name), llvm::ELF::SHT_PROGBITS, flags, 16, 0, 0, 0, std::move(data), 0, 0});
    loaded.push_back(index);
    return index;
  }
  bool hasDynamicSegment() const { return layout == ElfLayout::Shipped && dynamic; }
  uint64_t segmentCount() const { return 1 + loaded.size() + hasDynamicSegment(); }
  Expected<uint64_t> placeAll();
  void putHeader(ByteSink &out, uint64_t table) const;
  void putSegments(ByteSink &out) const;
};
} // namespace

/// Gives every section its offset and address. Returns where the section table
/// begins, or an error when the file exceeds 32-bit offsets.
Expected<uint64_t> ElfFile::placeAll() {
  uint64_t total = 0;
  for (const ElfSection &s : sections)
    total += s.data.size() + 64;
  if (total > 0xFFFFFFFF - 4096)
    return formatError("NPU ELF", "the contents exceed 4 GiB");
  uint64_t pos = npuelf::headerBytes + npuelf::programHeaderBytes * segmentCount(), address = 0;
  std::vector<bool> isPlaced(sections.size(), false);
  auto place = [&](uint32_t index) {
    ElfSection &s = sections[index];
    pos = alignTo(pos, std::max<uint64_t>(s.align, 1));
    s.offset = uint32_t(pos);
    pos += s.data.size();
    isPlaced[index] = true;
  };
  for (uint32_t index : loaded) {
    place(index);
    if (layout != ElfLayout::Current)
      continue;
    address = alignTo(address, 16);
    sections[index].address = uint32_t(address);
    address += sections[index].data.size();
  }
  if (hasDynamicSegment())
    place(dynamic);
  for (uint32_t i = 1; i < sections.size(); ++i)
    if (!isPlaced[i])
      place(i);
  return pos + 16 - pos % 16; // sixteen bytes are skipped even when aligned
}

void ElfFile::putHeader(ByteSink &out, uint64_t table) const {
  using namespace llvm::ELF;
  out.put(StringRef("\x7f"
                    "ELF\x01\x01\x01",
                    7));
  out.u8(npuelf::osAbi);
  out.u8(abiVersion);
  out.zeros(7);
  out.u16(ET_EXEC);
  out.u16(EM_M32);
  out.u32(EV_CURRENT);
  out.u32(0); // entry
  out.u32(uint32_t(npuelf::headerBytes));
  out.u32(uint32_t(table));
  out.u32(0); // flags
  for (uint64_t half : {npuelf::headerBytes, npuelf::programHeaderBytes, segmentCount(),
                        npuelf::sectionHeaderBytes, uint64_t(sections.size()), uint64_t(1)})
    out.u16(uint16_t(half));
}

void ElfFile::putSegments(ByteSink &out) const {
  using namespace llvm::ELF;
  auto segment = [&](uint32_t type, uint64_t offset, uint32_t vaddr, uint64_t size, uint32_t flags,
                     uint32_t align) {
    for (uint32_t word :
         {type, uint32_t(offset), vaddr, 0u, uint32_t(size), uint32_t(size), flags, align})
      out.u32(word);
  };
  segment(PT_PHDR, npuelf::headerBytes, 0, npuelf::programHeaderBytes * segmentCount(), PF_R, 0);
  for (uint32_t index : loaded) {
    const ElfSection &s = sections[index];
    uint32_t flags = PF_R | (s.flags & SHF_EXECINSTR ? PF_X : PF_W);
    segment(PT_LOAD, s.offset, s.address, s.data.size(), flags, 16);
  }
  if (hasDynamicSegment())
    segment(PT_DYNAMIC, sections[dynamic].offset, 0, sections[dynamic].data.size(), PF_R | PF_W, 8);
}

/// The bytes of the file.
Expected<std::string> ElfFile::write() {
  std::string names(1, '\0');
  std::vector<uint32_t> nameOffsets(sections.size());
  for (size_t i = 1; i < sections.size(); ++i) {
    nameOffsets[i] = uint32_t(names.size());
    names += sections[i].name + '\0';
  }
  sections[1].data = names;
  auto table = placeAll();
  if (!table)
    return table.takeError();
  ByteSink out;
  out.bytes.reserve(*table + npuelf::sectionHeaderBytes * sections.size());
  putHeader(out, *table);
  putSegments(out);
  out.zeros(*table - out.size());
  for (const ElfSection &s : sections)
    std::copy(s.data.begin(), s.data.end(), out.bytes.begin() + s.offset);
  for (size_t i = 0; i < sections.size(); ++i) {
    const ElfSection &s = sections[i];
    for (uint32_t word : {nameOffsets[i], s.type, s.flags, s.address, s.offset,
                          uint32_t(s.data.size()), s.link, s.info, s.align, s.entrySize})
      out.u32(word);
  }
  return std::move(out.bytes);
}

//===--- Relocations ------------------------------------------------------===//

namespace {
struct Patch {
  uint32_t section, offset;
  PatchSchema schema;
  std::string symbol;
  uint32_t symbolSize, addend;
};

/// The dynamic tables, which grow while sections are made.
struct PatchTables {
  uint32_t strings = 0, symbols = 0, relocations = 0, dynamic = 0; ///< section indices
  uint32_t symbolCount = 1;
  std::map<std::tuple<uint32_t, std::string, uint32_t>, uint32_t> known;

  void create(ElfFile &file);
  void add(ElfFile &file, const Patch &patch);
  void finish(ElfFile &file);
};
} // namespace

void PatchTables::create(ElfFile &file) {
  using namespace llvm::ELF;
  std::string null(npuelf::symbolBytes, '\0');
  strings = file.add({".dynstr", SHT_STRTAB, 0, 0, 0, 0, 0, std::string(1, '\0'), 0, 0});
  symbols =
      file.add({".dynsym", SHT_DYNSYM, SHF_ALLOC, 8, npuelf::symbolBytes, strings, 1, null, 0, 0});
  relocations = file.add(
      {".rela.dyn", SHT_RELA, SHF_ALLOC, 8, npuelf::relocationBytes, symbols, 0, "", 0, 0});
  dynamic =
      file.add({".dynamic", SHT_DYNAMIC, SHF_ALLOC, 8, npuelf::dynamicBytes, strings, 0, "", 0, 0});
  file.dynamic = dynamic;
}

void PatchTables::add(ElfFile &file, const Patch &p) {
  if (!strings)
    create(file);
  auto [it, isNew] = known.try_emplace({p.section, p.symbol, p.symbolSize}, symbolCount);
  if (isNew) {
    ++symbolCount;
    ByteSink symbol;
    symbol.u32(uint32_t(file.sections[strings].data.size()));
    symbol.u32(0); // value
    symbol.u32(p.symbolSize);
    symbol.u8(llvm::ELF::STB_GLOBAL << 4 | llvm::ELF::STT_OBJECT);
    symbol.u8(0);
    symbol.u16(uint16_t(p.section));
    file.sections[strings].data += p.symbol + '\0';
    file.sections[symbols].data += symbol.bytes;
  }
  ByteSink relocation;
  relocation.u32(p.offset);
  relocation.u32(it->second << 8 | uint32_t(p.schema));
  relocation.u32(p.addend);
  file.sections[relocations].data += relocation.bytes;
}

void PatchTables::finish(ElfFile &file) {
  if (!strings)
    return;
  ByteSink entries;
  entries.u32(llvm::ELF::DT_RELA);
  entries.u32(relocations); // the section's index, where ELF has its address
  entries.u32(llvm::ELF::DT_RELASZ);
  entries.u32(uint32_t(file.sections[relocations].data.size()));
  file.sections[dynamic].data = entries.bytes;
}

//===--- Scanning streams -------------------------------------------------===//

namespace {
/// A BD inside a block write: where its words are and how many bytes it moves.
struct BdPlace {
  uint64_t offset;
  uint32_t transferBytes;
};

struct StreamScan {
  ElfLayout layout;
  std::string &stream;                            ///< address bits get cleared in it
  std::map<uint64_t, BdPlace> places;             ///< by register address
  std::map<uint32_t, std::string> namedArguments; ///< symbols other than numbers
  const std::vector<FullElfPdi> *pdis = nullptr;  ///< full ELF: for load_pdi
  bool isFull = false;
  std::vector<Patch> patches;
  TxnHeader header; ///< of the first stream

  Error scan();
  Error scanStream(StringRef all, uint64_t start, uint64_t &end);
  Error blockWrite(const TxnRecord &record, const BlockWrite &block);
  Error addressPatch(const TxnRecord &record, const AddressPatch &patch);
  Error loadPdi(const TxnRecord &record, const LoadPdi &load);
  ByteView view() const { return {stream, "TXN"}; }
};
} // namespace

Error StreamScan::blockWrite(const TxnRecord &record, const BlockWrite &block) {
  constexpr uint64_t bdBytes = 0x20; // a BD's slot on every kind of tile
  uint64_t bytes = record.offset + record.size - record.payloadOffset;
  for (uint64_t k = 0; k < bytes; k += bdBytes) {
    uint64_t at = record.payloadOffset + k;
    places[block.address + k] = {at, 4 * view().u32(at)};
  }
  return Error::success();
}

/// The argument's symbol: a number, unless the control-packet buffer's.
static Expected<std::string> argumentSymbol(const StreamScan &scan, const TxnRecord &record,
                                            uint32_t argument) {
  uint32_t most = scan.layout == ElfLayout::Shipped ? npuelf::mostArgumentsShipped
                                                    : npuelf::mostArgumentsCurrent;
  uint32_t lead = scan.isFull ? 0 : npuelf::leadingArguments;
  if (argument > most)
    return scan.view().error(record.offset, "Arg index: " + Twine(uint64_t(argument) + lead) +
                                                " in patch opcode > " + Twine(most));
  if (auto it = scan.namedArguments.find(argument); it != scan.namedArguments.end())
    return it->second;
  return std::to_string(argument + lead);
}

Error StreamScan::addressPatch(const TxnRecord &record, const AddressPatch &patch) {
  auto symbol = argumentSymbol(*this, record, patch.argument);
  if (!symbol)
    return symbol.takeError();
  if (patch.plus > 0xFFFFFFFF)
    return view().error(record.offset, "Invalid addend (0x" + llvm::utohexstr(patch.plus, true) +
                                           ") > 32bit found");
  auto place = places.find(patch.address & ~uint64_t(0xF));
  if (place == places.end())
    return view().error(record.offset,
                        "Invalid Control Code. No block-write opcode present before the patch "
                        "opcode for address 0x" +
                            llvm::utohexstr(patch.address, true));
  auto q = uint32_t(place->second.offset);
  // Tile kinds show in the register's offset, whatever the device; the first
  // core tile's BDs have the offsets of the shim's.
  const device::DeviceModel &model = device::DeviceModel::get(device::Device::npu1_1col);
  uint64_t offset = model.offsetOfAddress(patch.address);
  auto add = [&](uint32_t at, PatchSchema schema, uint32_t size) {
    patches.push_back({0, at, schema, *symbol, size, uint32_t(patch.plus)});
    return Error::success();
  };
  auto wordOfBd = [&](device::TileID tile) -> std::optional<uint64_t> {
    for (uint32_t bd = 0; bd < model.numBDs(tile); ++bd)
      for (uint64_t word : {0, 4})
        if (model.offsetOfAddress(model.bdAddress(tile, bd)) + word == offset)
          return word;
    return std::nullopt;
  };
  if (auto word = wordOfBd({0, 1})) {
    // The length's or the address's field of the memory tile's BD.
    device::BufferDescriptor all;
    all.length = all.baseAddress = ~0u;
    return add(q + uint32_t(*word), PatchSchema::Scalar32,
               device::encodeBD(device::TileType::MemTile, all)[*word / 4]);
  }
  auto word = wordOfBd({0, 0});
  if (!word)
    return Error::success(); // aiebu-asm leaves such registers alone, silently
  if (*word == 0)
    return add(q, PatchSchema::Scalar32, 0xFFFFFFFF);
  ByteView in = view();
  if (Error e = in.need(q, 12, "the patched BD"))
    return e;
  uint32_t low = in.u32(q + 4) & 3, high = in.u32(q + 8) & 0xFFFF0000;
  for (int i = 0; i < 4; ++i) {
    stream[q + 4 + i] = char(low >> 8 * i);
    stream[q + 8 + i] = char(high >> 8 * i);
  }
  return add(q, PatchSchema::ShimDma48, place->second.transferBytes);
}

Error StreamScan::loadPdi(const TxnRecord &record, const LoadPdi &load) {
  std::string symbol = ".pdi." + std::to_string(load.id);
  bool known = pdis && llvm::any_of(*pdis, [&](auto &pdi) { return pdi.id == load.id; });
  if (!known)
    return view().error(record.offset, "pdi for id " + symbol + " not present");
  patches.push_back({0, uint32_t(record.offset + 8), PatchSchema::Address64, symbol, 0, 0});
  return Error::success();
}

/// The stream whose header is at \p start; \p end becomes the first byte behind it.
Error StreamScan::scanStream(StringRef all, uint64_t start, uint64_t &end) {
  StringRef rest = all.drop_front(start);
  auto head = readTxnHeader(rest);
  if (!head)
    return head.takeError();
  if (start == 0)
    header = *head;
  uint64_t seen = 0;
  end = start + txn::headerBytes;
  Error e = forEachTxnRecord(rest, head->operations, [&](TxnRecord record) -> Error {
    ++seen;
    record.offset += start;
    record.payloadOffset += start;
    end = record.offset + record.size;
    if (!record.command)
      return Error::success();
    if (auto *c = std::get_if<BlockWrite>(&*record.command))
      return blockWrite(record, *c);
    if (auto *c = std::get_if<AddressPatch>(&*record.command))
      return addressPatch(record, *c);
    if (auto *c = std::get_if<LoadPdi>(&*record.command))
      return loadPdi(record, *c);
    return Error::success();
  });
  if (e)
    return e;
  if (seen != head->operations)
    return view().error(stream.size(), "the stream ends after " + Twine(seen) + " of " +
                                           Twine(head->operations) + " operations");
  return Error::success();
}

/// All streams, one behind the other. (aiebu-asm reads the first only, so that
/// the buffers of the others never get their addresses.) A BD that an earlier
/// stream wrote is not a place for a later one's address.
Error StreamScan::scan() {
  // The records are visited on a copy: patches change the stream under them.
  std::string original = stream;
  uint64_t at = 0;
  do {
    places.clear();
    if (Error e = scanStream(original, at, at))
      return e;
  } while (at < original.size());
  return Error::success();
}

//===--- Control packets --------------------------------------------------===//

namespace {
/// What the JSON beside a control packet says.
struct ExternalBuffers {
  std::map<uint32_t, std::string> namedArguments;
  std::vector<Patch> patches;
};
} // namespace

static Error jsonError(const Twine &text) { return formatError("external buffers", text); }

static Expected<uint32_t> number(const llvm::json::Object &object, StringRef key) {
  auto value = object.getInteger(key);
  if (!value || *value < 0 || *value > 0xFFFFFFFF)
    return jsonError("'" + key + "' is missing or no 32-bit number");
  return uint32_t(*value);
}

/// One patch per entry of \p locations, at its `offset` - 8.
static Error addLocations(const llvm::json::Array *locations, uint64_t size,
                          const std::string &symbol, uint32_t addend, std::vector<Patch> &patches) {
  if (!locations)
    return Error::success();
  for (const llvm::json::Value &value : *locations) {
    const llvm::json::Object *location = value.getAsObject();
    if (!location)
      return jsonError("a patch location is no object");
    auto offset = number(*location, "offset");
    if (!offset)
      return offset.takeError();
    if (*offset < 8 || *offset > size || size - *offset + 8 < 16)
      return jsonError("INVALID JSON: Offset(" + Twine(*offset) + ") is greater than size(" +
                       Twine(size) + ") for offset Type: control packet");
    patches.push_back({0, *offset - 8, PatchSchema::ControlPacket48, symbol, 0, addend});
  }
  return Error::success();
}

static Error addBuffer(const llvm::json::Object &buffer, uint64_t size, ExternalBuffers &result) {
  auto argument = number(buffer, "xrt_id");
  if (!argument)
    return argument.takeError();
  if (buffer.getInteger("ctrl_pkt_buffer").value_or(0)) {
    result.namedArguments[*argument] = npuelf::controlPacketSymbol.str();
    return Error::success();
  }
  if (*argument > npuelf::mostArgumentsShipped)
    return jsonError("INVALID JSON: arg index (" + Twine(*argument) +
                     ") is greater than Max arg index =" + Twine(npuelf::mostArgumentsShipped) +
                     ". ");
  std::string symbol = std::to_string(*argument + npuelf::leadingArguments);
  StringRef key = "control_packet_patch_locations";
  if (Error e = addLocations(buffer.getArray(key), size, symbol, 0, result.patches))
    return e;
  const llvm::json::Array *parts = buffer.getArray("coalesed_buffers"); // spelled so
  if (!parts)
    return Error::success();
  for (const llvm::json::Value &value : *parts) {
    const llvm::json::Object *part = value.getAsObject();
    if (!part)
      return jsonError("a coalesced buffer is no object");
    auto addend = number(*part, "offset_in_bytes");
    if (!addend)
      return addend.takeError();
    if (Error e = addLocations(part->getArray(key), size, symbol, *addend, result.patches))
      return e;
  }
  return Error::success();
}

static Expected<ExternalBuffers> readExternalBuffers(StringRef text, uint64_t packetBytes) {
  ExternalBuffers result;
  if (text.empty())
    return result;
  auto root = llvm::json::parse(text);
  if (!root)
    return jsonError(llvm::toString(root.takeError()));
  const llvm::json::Object *top = root->getAsObject();
  if (!top)
    return jsonError("the JSON is no object");
  if (top->get("ctrl_pkt_patch_info"))
    return jsonError("'ctrl_pkt_patch_info' is not supported; use 'external_buffers'");
  const llvm::json::Object *buffers = top->getObject("external_buffers");
  if (!buffers)
    return result;
  // File order decides the order of symbols; a parsed object has none.
  std::vector<std::pair<size_t, std::string>> keys;
  for (const auto &entry : *buffers) {
    std::string key = entry.first.str();
    keys.emplace_back(text.find("\"" + key + "\""), key);
  }
  llvm::sort(keys);
  for (const auto &[position, key] : keys) {
    const llvm::json::Object *buffer = buffers->getObject(key);
    if (!buffer)
      return jsonError("'" + key + "' is no object");
    if (Error e = addBuffer(*buffer, packetBytes, result))
      return std::move(e);
  }
  return result;
}

//===--- Notes ------------------------------------------------------------===//

static void addNote(ElfFile &file, std::string name, uint32_t type, StringRef description) {
  ByteSink note;
  note.u32(4);
  note.u32(uint32_t(description.size()));
  note.u32(type);
  note.put(StringRef("XRT\0", 4));
  note.put(description);
  file.add({std::move(name), llvm::ELF::SHT_NOTE, 0, 1, 0, 0, 0, std::move(note.bytes), 0, 0});
}

/// MD5 over all loaded sections, as text in the shipped layout.
static void addUid(ElfFile &file) {
  llvm::MD5 md5;
  for (uint32_t index : file.loaded)
    md5.update(file.sections[index].data);
  llvm::MD5::MD5Result digest;
  md5.final(digest);
  std::string bytes(reinterpret_cast<const char *>(digest.data()), digest.size());
  if (file.layout == ElfLayout::Shipped)
    bytes = digest.digest().str().str();
  addNote(file, ".note.xrt.UID", npuelf::noteUid, bytes);
}

//===--- Instruction ELF --------------------------------------------------===//

Expected<std::string> formats::writeInstructionElf(StringRef txn,
                                                   const InstructionElfOptions &options) {
  std::string text = txn.str();
  StreamScan scan{options.layout, text, {}, {}, nullptr, false, {}, {}};
  uint64_t packetBytes = options.controlPacket ? options.controlPacket->size() : 0;
  auto external = readExternalBuffers(options.externalBuffersJson, packetBytes);
  if (!external)
    return external.takeError();
  scan.namedArguments = external->namedArguments;
  if (Error e = scan.scan())
    return std::move(e);

  ElfFile file{options.layout, npuelf::abiInstruction};
  file.add({".shstrtab", llvm::ELF::SHT_STRTAB, 0, 1, 0, 0, 0, "", 0, 0});
  PatchTables tables;
  uint32_t data = 0;
  if (options.controlPacket)
    data = file.addData(".ctrldata", *options.controlPacket);
  uint32_t code = file.addText(".ctrltext", text);
  for (Patch &patch : external->patches) {
    patch.section = data;
    tables.add(file, patch);
  }
  for (Patch &patch : scan.patches) {
    patch.section = code;
    tables.add(file, patch);
  }
  tables.finish(file);
  addUid(file);
  return file.write();
}

//===--- Full ELF ---------------------------------------------------------===//

/// The kernel's name as a C++ compiler would mangle a function of it.
static Expected<std::string> mangledName(const FullElfKernel &kernel) {
  static constexpr std::pair<StringRef, StringRef> codes[] = {
      {"char *", "Pc"}, {"void *", "Pv"}, {"int *", "Pi"}, {"scalar", "i"}};
  std::string name = "_Z" + std::to_string(kernel.name.size()) + kernel.name;
  if (kernel.argumentTypes.empty())
    return formatError("NPU ELF", "kernel '" + kernel.name + "' has no arguments");
  for (const std::string &type : kernel.argumentTypes) {
    const auto *code = llvm::find_if(codes, [&](auto &entry) { return entry.first == type; });
    if (code == std::end(codes))
      return formatError("NPU ELF", "argument type '" + type + "' of kernel '" + kernel.name +
                                        "' is not known");
    name += code->second;
  }
  return name;
}

namespace {
struct FullElfBuilder {
  ElfFile file{ElfLayout::Current, npuelf::abiFull};
  PatchTables tables;
  uint32_t strings, symbols, symbolCount = 1, groups = 0;
  std::optional<uint8_t> columns;

  uint32_t addSymbol(StringRef name, uint8_t info, uint32_t section);
  Error addKernel(const FullElfKernel &kernel, StringRef mangled);
  Error addInstance(const FullElfKernel &kernel, const FullElfInstance &instance, uint32_t symbol);
};
} // namespace

uint32_t FullElfBuilder::addSymbol(StringRef name, uint8_t info, uint32_t section) {
  ByteSink symbol;
  symbol.u32(uint32_t(file.sections[strings].data.size()));
  symbol.zeros(8);
  symbol.u8(info);
  symbol.u8(0);
  symbol.u16(uint16_t(section));
  file.sections[strings].data += name.str() + '\0';
  file.sections[symbols].data += symbol.bytes;
  return symbolCount++;
}

Error FullElfBuilder::addInstance(const FullElfKernel &kernel, const FullElfInstance &instance,
                                  uint32_t kernelSymbol) {
  using namespace llvm::ELF;
  // The section field holds the kernel's symbol; XRT reads it so.
  uint32_t symbol = addSymbol(instance.id, STB_WEAK << 4 | STT_OBJECT, kernelSymbol);
  std::string text = instance.txn;
  StreamScan scan{ElfLayout::Current, text, {}, {}, &kernel.pdis, true, {}, {}};
  if (Error e = scan.scan())
    return llvm::joinErrors(
        formatError("NPU ELF", "instance '" + instance.id + "' of kernel '" + kernel.name + "'"),
        std::move(e));
  if (columns && *columns != scan.header.columns)
    return formatError("NPU ELF", "Partition column " + Twine(int(*columns)) +
                                      " != " + Twine(int(scan.header.columns)));
  columns = scan.header.columns;
  std::string group = std::to_string(groups++);
  uint32_t code = file.addText(".ctrltext." + group, text);
  for (Patch &patch : scan.patches) {
    patch.section = code;
    tables.add(file, patch);
  }
  ByteSink members;
  members.u32(GRP_COMDAT);
  members.u32(code);
  file.add(
      {".group." + group, SHT_GROUP, 0, 16, 4, symbols, symbol, std::move(members.bytes), 0, 0});
  return Error::success();
}

Error FullElfBuilder::addKernel(const FullElfKernel &kernel, StringRef mangled) {
  uint32_t symbol = addSymbol(mangled, llvm::ELF::STB_WEAK << 4 | llvm::ELF::STT_FUNC, 0);
  std::map<std::string, const FullElfPdi *> pdis; // by section name
  for (const FullElfPdi &pdi : kernel.pdis)
    if (!pdis.try_emplace(".pdi." + std::to_string(pdi.id), &pdi).second)
      return formatError("NPU ELF", "PDI id " + Twine(pdi.id) + " is given twice");
  for (const auto &[name, pdi] : pdis)
    file.addText(name, pdi->image);
  std::map<std::string, const FullElfInstance *> instances;
  for (const FullElfInstance &instance : kernel.instances)
    if (!instances.try_emplace(instance.id, &instance).second)
      return formatError("NPU ELF", "instance '" + instance.id + "' is given twice");
  for (const auto &[id, instance] : instances)
    if (Error e = addInstance(kernel, *instance, symbol))
      return e;
  return Error::success();
}

Expected<std::string> formats::writeFullElf(llvm::ArrayRef<FullElfKernel> kernels,
                                            llvm::ArrayRef<HostImage> hosts) {
  using namespace llvm::ELF;
  std::map<std::string, const FullElfKernel *> ordered;
  for (const FullElfKernel &kernel : kernels) {
    auto name = mangledName(kernel);
    if (!name)
      return name.takeError();
    if (!ordered.try_emplace(*name, &kernel).second)
      return formatError("NPU ELF", "kernel '" + kernel.name + "' is given twice");
  }
  FullElfBuilder builder;
  ElfFile &file = builder.file;
  file.add({".shstrtab", SHT_STRTAB, 0, 1, 0, 0, 0, "", 0, 0});
  builder.strings = file.add({".strtab", SHT_STRTAB, 0, 0, 0, 0, 0, std::string(1, '\0'), 0, 0});
  builder.symbols = file.add({".symtab", SHT_SYMTAB, 0, 4, npuelf::symbolBytes, builder.strings, 1,
                              std::string(npuelf::symbolBytes, '\0'), 0, 0});
  for (const auto &[name, kernel] : ordered)
    if (Error e = builder.addKernel(*kernel, name))
      return std::move(e);
  if (!builder.columns)
    return formatError("NPU ELF", "there is no instruction stream");
  if (file.sections.size() > 0xFF00)
    return formatError("NPU ELF", "there are too many sections");
  builder.tables.finish(file);
  ByteSink columns;
  columns.u32(*builder.columns);
  addNote(file, ".note.xrt.configuration", npuelf::noteConfiguration, columns.bytes);
  addUid(file);
  if (!hosts.empty())
    file.add(
        {npuelf::hostSection.str(), SHT_PROGBITS, 0, 1, 0, 0, 0, writeHostImages(hosts), 0, 0});
  return file.write();
}
