//===- Registers.cpp - The register table -----------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The tables are tab-separated text, embedded as it is. A row is a field; the
// rows of a register follow one another; `{i}` and `{j}` in a register's name
// stand for the indices that the notes give ("i=0..5 step 0x10"). The text is
// expanded on the first look-up (about 1 ms); most tools never look.
//
//===----------------------------------------------------------------------===//
#include "device/Registers.h"
#include "device/RegisterText.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/ErrorHandling.h"
#include <deque>
#include <set>

namespace tilewright::device {

//===--- Reading the text -------------------------------------------------===//

namespace {
/// One index of a repeated register: "i=first..last step S".
struct Repeat {
  uint32_t first = 0, last = 0, step = 0;
};

/// A register row group as the text has it.
struct RegisterTemplate {
  Module module;
  llvm::StringRef name;
  uint32_t offset = 0, reset = 0, width = 32;
  Repeat i, j;
  std::vector<Field> fields;
};

/// All registers of one generation, expanded.
struct RegisterTable {
  std::deque<RegisterTemplate> templates;
  std::deque<Register> registers;
  llvm::StringMap<const Register *> byName; ///< "module/lower-case name"
  std::map<std::pair<Module, uint32_t>, const Register *> byOffset;
};
} // namespace

/// The embedded text is part of the program: a fault in it is a fault here.
static uint32_t number(llvm::StringRef text) {
  uint32_t value = 0;
  if (text.trim().getAsInteger(0, value))
    llvm::reportFatalInternalError("register table: not a number: " + text);
  return value;
}

static Module moduleNamed(llvm::StringRef name) {
  static constexpr llvm::StringLiteral names[] = {"core", "mem", "memtile", "shim"};
  const auto *it = llvm::find(names, name);
  if (it == std::end(names))
    llvm::reportFatalInternalError("register table: no such module: " + name);
  return static_cast<Module>(it - std::begin(names));
}

static std::optional<Access> accessNamed(llvm::StringRef note) {
  static constexpr llvm::StringLiteral names[] = {"rw", "ro", "wo", "w1c"};
  const auto *it = llvm::find(names, note);
  if (it == std::end(names))
    return std::nullopt;
  return static_cast<Access>(it - std::begin(names));
}

static Repeat parseRepeat(llvm::StringRef text) { // "0..5 step 0x10"
  auto [range, step] = text.split(" step ");
  auto [first, last] = range.split("..");
  return {number(first), number(last), number(step)};
}

/// Reads the notes column: what holds for the register goes into \p reg.
static Access parseNotes(llvm::StringRef notes, RegisterTemplate &reg) {
  Access access = Access::ReadWrite;
  for (llvm::StringRef note : llvm::split(notes, ';')) {
    note = note.trim();
    if (auto named = accessNamed(note))
      access = *named;
    else if (note.consume_front("reset="))
      reg.reset = number(note);
    else if (note.consume_front("regwidth="))
      reg.width = number(note);
    else if (note.consume_front("i="))
      reg.i = parseRepeat(note);
    else if (note.consume_front("j="))
      reg.j = parseRepeat(note);
  }
  return access;
}

static std::deque<RegisterTemplate> parseTable(llvm::StringRef text) {
  std::deque<RegisterTemplate> result;
  llvm::SmallVector<llvm::StringRef> columns;
  for (llvm::StringRef line : llvm::drop_begin(llvm::split(text, '\n'))) {
    columns.clear();
    line.split(columns, '\t');
    if (columns.size() != 7)
      continue; // the end of the text
    Module module = moduleNamed(columns[0]);
    if (result.empty() || result.back().module != module || result.back().name != columns[1]) {
      result.emplace_back();
      result.back().module = module;
      result.back().name = columns[1];
      result.back().offset = number(columns[2]);
    }
    Access access = parseNotes(columns[6], result.back());
    result.back().fields.push_back({columns[3], static_cast<uint8_t>(number(columns[4])),
                                    static_cast<uint8_t>(number(columns[5])), access});
  }
  return result;
}

static std::string instanceName(llvm::StringRef name, uint32_t i, uint32_t j) {
  std::string result;
  for (; !name.empty(); name = name.drop_front()) {
    if (name.consume_front("{i}"))
      result += llvm::utostr(i);
    else if (name.consume_front("{j}"))
      result += llvm::utostr(j);
    if (name.empty())
      break;
    if (name.starts_with("{")) { // two indices side by side
      result += instanceName(name, i, j);
      break;
    }
    result += name.front();
  }
  return result;
}

static std::string nameKey(Module module, llvm::StringRef name) {
  return llvm::utostr(static_cast<unsigned>(module)) + "/" + name.lower();
}

/// Adds the text's registers, except those of \p hidden; an offset or name that
/// is taken stays as it is.
static void addRegisters(RegisterTable &table, llvm::StringRef text,
                         const std::set<std::pair<Module, llvm::StringRef>> &hidden = {}) {
  for (RegisterTemplate &parsed : parseTable(text)) {
    if (hidden.count({parsed.module, parsed.name}))
      continue;
    const RegisterTemplate &t = table.templates.emplace_back(std::move(parsed));
    for (uint32_t i = t.i.first; i <= t.i.last; ++i)
      for (uint32_t j = t.j.first; j <= t.j.last; ++j) {
        uint32_t offset = t.offset + (i - t.i.first) * t.i.step + (j - t.j.first) * t.j.step;
        const Register &reg = table.registers.emplace_back(
            Register{instanceName(t.name, i, j), t.module, offset, t.reset, t.width, t.fields});
        table.byName.try_emplace(nameKey(t.module, reg.name), &reg);
        table.byOffset.try_emplace({t.module, offset}, &reg);
      }
  }
}

static const RegisterTable &aie2Table() {
  static const RegisterTable table = [] {
    RegisterTable t;
    addRegisters(t, aie2RegisterText);
    return t;
  }();
  return table;
}

static const RegisterTable &aie2pTable() {
  static const RegisterTable table = [] {
    RegisterTable t;
    addRegisters(t, aie2pRegisterText);
    std::set<std::pair<Module, llvm::StringRef>> moved;
    for (const RegisterTemplate &own : t.templates)
      moved.insert({own.module, own.name});
    addRegisters(t, aie2RegisterText, moved);
    return t;
  }();
  return table;
}

//===--- Look-up ----------------------------------------------------------===//

bool Register::readable() const {
  return llvm::any_of(fields, [](const Field &f) { return f.access != Access::WriteOnly; });
}
bool Register::writable() const {
  return llvm::any_of(fields, [](const Field &f) { return f.access != Access::ReadOnly; });
}
uint32_t Register::clearMask() const {
  uint32_t mask = 0;
  for (const Field &f : fields)
    if (f.access == Access::ClearOnWrite)
      mask |= fieldMask(f).value_or(0);
  return mask;
}

Module moduleOf(const DeviceModel &model, TileID t, bool memory) {
  switch (model.tileType(t)) {
  case TileType::CoreTile:
    return memory ? Module::Memory : Module::Core;
  case TileType::MemTile:
    return Module::MemTile;
  default:
    return Module::Shim;
  }
}

const Register *lookupRegister(Arch arch, Module module, llvm::StringRef name) {
  if (arch == Arch::AIE1)
    return nullptr;
  return aie2Table().byName.lookup(nameKey(module, name));
}

const Register *lookupRegister(const DeviceModel &model, TileID t, uint32_t offset) {
  if (model.arch() == Arch::AIE1)
    return nullptr;
  const RegisterTable &table = model.arch() == Arch::AIE2p ? aie2pTable() : aie2Table();
  for (bool memory : {true, false})
    if (auto it = table.byOffset.find({moduleOf(model, t, memory), offset});
        it != table.byOffset.end())
      return it->second;
  return nullptr;
}

const Field *lookupField(const Register &reg, llvm::StringRef name) {
  const Field *it = llvm::find_if(reg.fields, [&](const Field &f) { return f.name == name; });
  return it == reg.fields.end() ? nullptr : it;
}

std::optional<uint32_t> fieldMask(const Field &field) {
  if (field.width == 0 || field.lsb + field.width > 32)
    return std::nullopt;
  return static_cast<uint32_t>(((uint64_t(1) << field.width) - 1) << field.lsb);
}

} // namespace tilewright::device
