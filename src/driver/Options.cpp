//===- Options.cpp - aiecc's command line -----------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The command line of mlir-aie's driver, read by one table. LLVM's own parser
// is not used because its rules differ where scripts depend on it: options that
// aiecc does not know go to the host compiler, and a negative flag wins over
// its positive one wherever it stands.
//
//===----------------------------------------------------------------------===//

#include "driver/Options.h"

#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/Path.h"

#include <functional>

using namespace llvm;

namespace tilewright::driver {
namespace {

/// One row of the table. A flag takes no value (or =true, =false); the others do.
struct Row {
  const char *name;
  enum Kind { Flag, Text, Number } kind;
  const char *help;
  std::function<void(Options &, bool)> flag;
  std::string Options::*text = nullptr;
  std::function<void(Options &, int64_t)> number;
};

Row flag(const char *name, bool Options::*member, const char *help) {
  return {name, Row::Flag, help, [member](Options &o, bool v) { o.*member = v; }, nullptr, nullptr};
}
/// A flag that only says no; applied after all others.
Row action(const char *name, const char *help, std::function<void(Options &, bool)> apply) {
  return {name, Row::Flag, help, std::move(apply), nullptr, nullptr};
}
Row text(const char *name, std::string Options::*member, const char *help) {
  return {name, Row::Text, help, nullptr, member, nullptr};
}
Row number(const char *name, const char *help, std::function<void(Options &, int64_t)> apply) {
  return {name, Row::Number, help, nullptr, nullptr, std::move(apply)};
}

const std::vector<Row> &table() {
  auto ignore = [](Options &, bool) {};
  static const std::vector<Row> rows = {
      flag("help", &Options::showHelp, "Print this text"),
      flag("version", &Options::showVersion, "Print the version"),
      flag("aie-version", &Options::showVersion, "Print the version"),
      flag("verbose", &Options::verbose, "Tell every step (-v)"),
      flag("n", &Options::dryRun, "Dry run: no commands, no outputs"),
      text("tmpdir", &Options::workDir, "Folder for intermediate files"),
      text("output-dir", &Options::outputDir, "Folder for outputs with relative names"),
      flag("dump-intermediates", &Options::dumpIntermediates, "Write the IR after each stage"),
      action("profile", "Accepted for compatibility", ignore),
      action("progress", "Accepted for compatibility", ignore),
      action("no-progress", "Accepted for compatibility", ignore),
      number("nthreads", "Cores compiled at once; 0 = all of the machine (-j)",
             [](Options &o, int64_t v) { o.threads = v; }),
      number("opt-level", "Optimisation of the cores (-O)",
             [](Options &o, int64_t v) { o.optLevel = v; }),

      flag("xchesscc", &Options::chess, "Compile cores with Chess"),
      flag("xbridge", &Options::xbridge, "Link cores with xbridge"),
      flag("compile", &Options::compile, "Compile the cores"),
      flag("link", &Options::link, "Link the cores"),
      flag("unified", &Options::unified, "One object for all cores of a device"),
      flag("host-program", &Options::hostProgram,
           "Add the cores, compiled for the emulator, to the xclbin"),
      text("peano", &Options::peano, "Folder of the Peano compiler"),
      text("aietools", &Options::aietools, "Folder of the Chess tools"),

      text("alloc-scheme", &Options::allocScheme, "basic-sequential or bank-aware"),
      number("cores-per-col", "Cores per column when tiles are placed",
             [](Options &o, int64_t v) { o.coresPerCol = v; }),
      flag("dynamic-objFifos", &Options::dynamicObjectFifos, "Loops over objectFIFOs stay loops"),
      flag("packet-sw-objFifos", &Options::packetObjectFifos, "ObjectFIFOs as packet flows"),
      flag("generate-ctrl-pkt-overlay", &Options::controlOverlay, "Route control packets to tiles"),
      flag("bf16-emulation", &Options::bf16Emulation, "Emulate float32 products with bfloat16"),
      flag("expand-load-pdis", &Options::expandLoadPdis, "Reconfigure by writes, not by PDI loads"),
      text("device-name", &Options::deviceName, "Only this device"),
      text("sequence-name", &Options::sequenceName, "Only this runtime sequence"),

      flag("aie-generate-npu-insts", &Options::npuInsts, "Write instruction streams"),
      text("npu-insts-name", &Options::npuInstsName, "Name of the instruction stream"),
      flag("aie-generate-elf", &Options::elf, "Write an ELF with instructions"),
      text("elf-name", &Options::elfName, "Name of that ELF"),
      flag("generate-full-elf", &Options::fullElf, "Write one ELF with PDIs and instructions"),
      text("full-elf-name", &Options::fullElfName, "Name of the full ELF"),
      flag("aie-generate-cdo", &Options::cdo, "Write CDO files"),
      flag("aie-generate-pdi", &Options::pdi, "Write a PDI"),
      text("pdi-name", &Options::pdiName, "Name of the PDI"),
      flag("aie-generate-xclbin", &Options::xclbin, "Write an xclbin"),
      text("xclbin-name", &Options::xclbinName, "Name of the xclbin"),
      text("xclbin-input", &Options::xclbinInput, "Add to this xclbin"),
      text("xclbin-kernel-name", &Options::xclbinKernelName, "Kernel name in the xclbin"),
      text("xclbin-instance-name", &Options::xclbinInstanceName, "Instance name in the xclbin"),
      text("xclbin-kernel-id", &Options::xclbinKernelId, "Kernel id in the xclbin"),
      flag("aie-generate-txn", &Options::transaction, "Write the configuration as a sequence"),
      text("txn-name", &Options::transactionName, "Name of that file"),
      flag("aie-generate-ctrlpkt", &Options::controlPackets, "Write control packets"),
      text("ctrlpkt-name", &Options::controlPacketsName, "Name of the control packets"),
      text("ctrlpkt-dma-seq-name", &Options::controlDmaName, "Name of the stream that sends them"),
      text("ctrlpkt-elf-name", &Options::controlElfName, "Name of the control-packet ELF"),

      flag("aie-generate-txn-cpp", &Options::txnCpp,
           "Write C++ that builds the streams of dynamic sequences"),
      text("txn-cpp-name", &Options::txnCppName, "Name of that C++"),
      flag("aie-txn-cpp-self-contained", &Options::txnCppSelfContained,
           "Write the text of npu_instructions.h into that C++"),

      flag("enable-repeater-scripts", &Options::repeaterScripts,
           "Leave a script when a pass fails"),
      text("repeater-output-dir", &Options::repeaterDir, "Folder for these scripts"),

      flag("compile-host", &Options::compileHost, "Compile the host program"),
      flag("aiesim", &Options::aiesim, "Write the simulator's folder"),
      flag("link_against_hsa", &Options::linkHsa, "Link the host program against HSA"),
      text("sysroot", &Options::sysroot, "Sysroot of the host program"),
      text("host-target", &Options::hostTarget, "Target triple of the host program"),
  };
  return rows;
}

/// What "--no-X" turns off. Applied last, so that it wins wherever it stands.
const std::vector<Row> &negativeTable() {
  auto off = [](bool Options::*member) {
    return [member](Options &o, bool v) {
      if (v)
        o.*member = false;
    };
  };
  static const std::vector<Row> rows = {
      // Without Chess there is nothing for xbridge to link.
      action("no-xchesscc", "Compile cores with Peano",
             [](Options &o, bool v) {
               if (v)
                 o.chess = o.xbridge = false;
             }),
      action("no-xbridge", "Link cores with lld", off(&Options::xbridge)),
      action("no-aiesim", "", off(&Options::aiesim)),
      action("no-compile-host", "", off(&Options::compileHost)),
      action("no-compile", "Use the ELF files that the design names", off(&Options::compile)),
      action("no-link", "Objects are the result", off(&Options::link)),
      action("no-unified", "", off(&Options::unified)),
      action("no-materialize", "Leave aiex.run alone", off(&Options::materialize)),
      action("disable-repeater-scripts", "", off(&Options::repeaterScripts)),
  };
  return rows;
}

/// "--get-X", the newer spelling of "--aie-generate-X", with default names of its own.
const std::vector<Row> &selectorTable() {
  auto select = [](bool Options::*member, std::string Options::*name = nullptr,
                   const char *old = "", const char *fresh = "") {
    return [=](Options &o, bool on) {
      o.*member = on;
      if (name && o.*name == old)
        o.*name = fresh;
    };
  };
  static const std::vector<Row> rows = {
      action(
          "get-npu-insts", "Write instruction streams (insts_{0}_{1}.bin)",
          select(&Options::npuInsts, &Options::npuInstsName, "{0}_{1}.bin", "insts_{0}_{1}.bin")),
      action("get-elf", "Write an ELF with instructions (design.elf)", select(&Options::elf)),
      action("get-full-elf", "Write one ELF with PDIs and instructions (aie.elf)",
             select(&Options::fullElf)),
      action("get-cdo", "Write CDO files", select(&Options::cdo)),
      action("get-pdi", "Write a PDI ({0}.pdi)", select(&Options::pdi)),
      action("get-xclbin", "Write an xclbin (aie.xclbin)",
             select(&Options::xclbin, &Options::xclbinName, "{0}.xclbin", "aie.xclbin")),
      action("get-txn", "Write the configuration as a sequence", select(&Options::transaction)),
      action("get-ctrlpkt", "Write control packets", select(&Options::controlPackets)),
  };
  return rows;
}

const Row *findRow(ArrayRef<Row> rows, StringRef name) {
  for (const Row &row : rows)
    if (name == row.name)
      return &row;
  return nullptr;
}

/// Reads arguments one after the other.
struct Reader {
  ArrayRef<const char *> rest;
  Options options;
  std::vector<std::string> positionals;
  std::vector<std::pair<const Row *, bool>> negatives;

  Expected<StringRef> value(StringRef option, std::optional<StringRef> joined) {
    if (joined)
      return *joined;
    if (rest.empty())
      return createStringError("for the " + option + " option: requires a value");
    StringRef next = rest.front();
    rest = rest.drop_front();
    return next;
  }
  static Expected<int64_t> integer(StringRef option, StringRef text, bool sign) {
    int64_t result;
    if (text.getAsInteger(10, result) || (!sign && result < 0) || result > INT32_MAX ||
        result < INT32_MIN)
      return createStringError("for the " + option + " option: '" + text +
                               "' value invalid for integer argument");
    return result;
  }
  Error set(const Row &row, StringRef spelled, std::optional<StringRef> joined, bool negative);
  Expected<bool> shortOption(StringRef argument);
  Error option(StringRef argument);
};

Error Reader::set(const Row &row, StringRef spelled, std::optional<StringRef> joined,
                  bool negative) {
  if (row.kind == Row::Flag) {
    std::optional<bool> on = StringSwitch<std::optional<bool>>(joined.value_or("true"))
                                 .CasesLower({"true", "1"}, true)
                                 .CasesLower({"false", "0"}, false)
                                 .Default(std::nullopt);
    if (!on)
      return createStringError("for the " + spelled + " option: '" + *joined +
                               "' is invalid value for boolean argument");
    if (negative)
      negatives.push_back({&row, *on});
    else
      row.flag(options, *on);
    return Error::success();
  }
  Expected<StringRef> given = value(spelled, joined);
  if (!given)
    return given.takeError();
  if (row.kind == Row::Text) {
    options.*row.text = given->str();
    return Error::success();
  }
  Expected<int64_t> parsed = integer(spelled, *given, StringRef(row.name) == "cores-per-col");
  if (!parsed)
    return parsed.takeError();
  row.number(options, *parsed);
  return Error::success();
}

/// -v, -n and their groups; -O3, -j4, -I, -L, -l, -o with a joined or separate
/// value. False: not one of these.
Expected<bool> Reader::shortOption(StringRef argument) {
  StringRef body = argument.drop_front();
  if (!body.empty() && body.find_first_not_of("nv") == StringRef::npos) {
    options.verbose |= body.contains('v');
    options.dryRun |= body.contains('n');
    return true;
  }
  char letter = body.empty() ? 0 : body.front();
  if (!StringRef("OjILlo").contains(letter) || letter == 0)
    return false;
  StringRef joined = body.drop_front();
  bool isNumber = letter == 'O' || letter == 'j';
  if (isNumber && !joined.empty() && !joined.consume_front("=") && !isDigit(joined.front()))
    return false;
  if (letter == 'o' && !joined.empty() && !joined.consume_front("="))
    return false;
  auto given = value(argument.take_front(2), joined.empty() ? std::nullopt : std::optional(joined));
  if (!given)
    return given.takeError();
  if (isNumber) {
    Expected<int64_t> parsed = integer(argument.take_front(2), *given, /*sign=*/false);
    if (!parsed)
      return parsed.takeError();
    (letter == 'O' ? options.optLevel : options.threads) = *parsed;
  } else if (letter == 'o') {
    options.hostOutput = given->str();
  } else {
    (letter == 'I'   ? options.includeDirs
     : letter == 'L' ? options.libraryDirs
                     : options.libraries)
        .push_back(given->str());
  }
  return true;
}

Error Reader::option(StringRef argument) {
  StringRef body = argument.starts_with("--") ? argument.drop_front(2) : argument.drop_front();
  auto [name, after] = body.split('=');
  std::optional<StringRef> joined;
  if (body.contains('='))
    joined = after;
  StringRef spelled = argument.take_front(argument.size() - body.size() + name.size());
  if (const Row *row = findRow(table(), name))
    return set(*row, spelled, joined, /*negative=*/false);
  if (const Row *row = findRow(negativeTable(), name))
    return set(*row, spelled, joined, /*negative=*/true);
  if (const Row *row = findRow(selectorTable(), name))
    return set(*row, spelled, joined, /*negative=*/false);
  if (name.starts_with("get-")) {
    std::string known;
    for (const Row &row : selectorTable())
      known += std::string(" --") + row.name;
    return createStringError("unknown output selector '" + argument +
                             "'; available selectors are:" + known);
  }
  if (!argument.starts_with("--")) {
    Expected<bool> known = shortOption(argument);
    if (!known)
      return known.takeError();
    if (*known)
      return Error::success();
  }
  options.otherHostFlags.push_back(argument.str());
  return Error::success();
}

bool isHostSource(StringRef path) {
  return StringSwitch<bool>(sys::path::extension(path))
      .Cases({".c", ".cpp", ".cc", ".cxx", ".C"}, true)
      .Default(false);
}

/// The design is the first .mlir, or else the first that is no host source.
void sortPositionals(ArrayRef<std::string> given, Options &options) {
  auto isDesign = [](const std::string &p) { return StringRef(p).ends_with(".mlir"); };
  auto isNoSource = [](const std::string &p) { return !isHostSource(p); };
  const auto *input = find_if(given, isDesign);
  if (input == given.end())
    input = find_if(given, isNoSource);
  if (input == given.end())
    input = given.begin();
  for (const auto *p = given.begin(); p != given.end(); ++p) {
    if (p == input)
      options.input = *p;
    else if (isHostSource(*p))
      options.hostSources.push_back(*p);
  }
}

/// Puts outputs with relative names into the folder for outputs.
void placeOutputs(Options &options) {
  if (options.outputDir.empty())
    return;
  for (std::string Options::*name :
       {&Options::npuInstsName, &Options::elfName, &Options::fullElfName, &Options::pdiName,
        &Options::xclbinName, &Options::transactionName, &Options::controlPacketsName,
        &Options::controlDmaName, &Options::txnCppName})
    if (!sys::path::is_absolute(options.*name))
      options.*name = options.outputDir + "/" + options.*name;
}

} // namespace

Expected<Options> parseOptions(ArrayRef<const char *> arguments) {
  Reader reader{arguments, {}, {}, {}};
  while (!reader.rest.empty()) {
    StringRef argument = reader.rest.front();
    reader.rest = reader.rest.drop_front();
    if (argument.size() < 2 || argument.front() != '-')
      reader.positionals.push_back(argument.str());
    else if (argument == "--")
      while (!reader.rest.empty()) {
        StringRef raw = reader.rest.front();
        reader.rest = reader.rest.drop_front();
        (raw.starts_with("-") ? reader.options.otherHostFlags : reader.positionals)
            .push_back(raw.str());
      }
    else if (Error error = reader.option(argument))
      return std::move(error);
  }
  // The simulator needs xbridge; which message depends on who turned it off.
  bool wantedChess = true;
  for (auto &[row, on] : reader.negatives) {
    wantedChess &= !(on && StringRef(row->name) == "no-xchesscc");
    row->flag(reader.options, on);
  }
  Options &options = reader.options;
  sortPositionals(reader.positionals, options);
  placeOutputs(options);
  if (options.aiesim && !options.xbridge && !wantedChess)
    return createStringError(
        "Error: AIE Simulation (--aiesim) is incompatible with --no-xchesscc because "
        "xbridge is required for aiesim and --no-xchesscc disables xbridge");
  if (options.aiesim && !options.xbridge)
    return createStringError("Error: AIE Simulation (--aiesim) currently requires --xbridge");
  return std::move(options);
}

std::string helpText() {
  std::string help = "usage: aiecc [options] DESIGN.mlir [host sources]\n\n";
  auto line = [&](const Row &row) {
    std::string name = std::string("  --") + row.name +
                       (row.kind == Row::Text     ? " TEXT"
                        : row.kind == Row::Number ? " N"
                                                  : "");
    name.resize(std::max<size_t>(name.size() + 1, 36), ' ');
    help += name + row.help + "\n";
  };
  for (const Row &row : table())
    line(row);
  for (const Row &row : selectorTable())
    line(row);
  for (const Row &row : negativeTable())
    if (*row.help)
      line(row);
  return help +
         "\n{0} in a name is the device, {1} the runtime sequence. Options that aiecc does not "
         "know go to the host compiler.\n";
}

std::string expandName(StringRef name, StringRef device, StringRef sequence) {
  std::string result = name.str();
  auto put = [&](StringRef hole, StringRef with) {
    if (size_t at = result.find(hole); at != std::string::npos)
      result.replace(at, hole.size(), with.str());
  };
  put("{0}", device);
  if (!sequence.empty())
    put("{1}", sequence);
  return result;
}

} // namespace tilewright::driver
