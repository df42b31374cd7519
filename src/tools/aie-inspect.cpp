//===- aie-inspect.cpp - Prints binary files --------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Exit status: 0 if all was well (with --diff: no difference), 1 for a damaged
// file (with --diff: a difference; with --check: the driver would refuse it),
// 2 for a wrong command line or a file that cannot be opened.
//
//===----------------------------------------------------------------------===//

#include "formats/AtomicFile.h"
#include "formats/Inspect.h"
#include "formats/Xclbin.h"
#include "llvm/Support/CommandLine.h"

using namespace tilewright;
using namespace tilewright::formats;
namespace cl = llvm::cl;

static cl::OptionCategory category("aie-inspect options");
static cl::list<std::string> files(cl::Positional, cl::desc("FILE [FILE]"), cl::cat(category));
static cl::opt<bool> json("json", cl::desc("Print JSON"), cl::cat(category));
static cl::opt<bool> diff("diff", cl::desc("Print which registers two files set differently"),
                          cl::cat(category));
static cl::opt<bool> check("check",
                           cl::desc("xclbin: also say what the Linux NPU driver would make of it"),
                           cl::cat(category));
static cl::opt<std::string> extract("extract",
                                    cl::desc("Write one part: a section's name, PDI:n or CDO:n"),
                                    cl::value_desc("part"), cl::cat(category));
static cl::opt<std::string> output("o", cl::desc("Output file (default: standard output)"),
                                   cl::value_desc("file"), cl::init("-"), cl::cat(category));
static cl::opt<std::string> deviceName("device", cl::desc("Device whose register names are used"),
                                       cl::value_desc("name"), cl::cat(category));

static constexpr const char overview[] =
    R"(Prints xclbin, PDI, CDO, TXN, control-packet and ELF files.

--check goes through an xclbin section by section, as XRT and the Linux NPU driver
(amdxdna) do, and says which of them would stop the load and with what message; the
exit status is 1 if one would. Loading takes two calls on the host:
    device.register_xclbin(xclbin);
    xrt::hw_context context(device, xclbin.get_uuid());
On today's NPU stack 'load_axlf: Operation not supported' comes from a host program
that calls device.load_xclbin instead; no xclbin, however made, can pass that call.
)";

static int fail(const llvm::Twine &text, int status) {
  llvm::errs() << "aie-inspect: " << text << "\n";
  return status;
}

/// Writes the result; standard output takes what there is even after an error.
static int finish(const std::string &text, int status) {
  if (output == "-") {
    llvm::outs() << text;
    llvm::outs().flush();
    return llvm::outs().has_error() ? fail("cannot write standard output", 2) : status;
  }
  if (llvm::Error e = writeFileAtomically(output, text))
    return fail(llvm::toString(std::move(e)), 2);
  return status;
}

static bool isRefused(llvm::StringRef bytes) {
  for (const XclbinFinding &finding : checkXclbin(bytes))
    if (finding.severity == XclbinFinding::Fatal)
      return true;
  return false;
}

static int run(const std::vector<std::string> &contents, const InspectOptions &options) {
  std::string text;
  llvm::raw_string_ostream out(text);
  if (diff) {
    auto differ = differences(contents[0], contents[1], out, options);
    if (!differ)
      return fail(llvm::toString(differ.takeError()), 2);
    return finish(text, *differ ? 1 : 0);
  }
  if (!extract.empty()) {
    auto part = extractPart(contents[0], extract);
    return part ? finish(*part, 0) : fail(llvm::toString(part.takeError()), 1);
  }
  llvm::Error e = inspect(contents[0], out, options);
  bool refused = check && recogniseFile(contents[0]) == FileKind::Xclbin && isRefused(contents[0]);
  int status = finish(text, e || refused ? 1 : 0);
  if (e)
    return fail(files[0] + ": " + llvm::toString(std::move(e)), std::max(status, 1));
  return status;
}

int main(int argc, char **argv) {
  cl::HideUnrelatedOptions(category);
  cl::ParseCommandLineOptions(argc, argv, overview);
  size_t wanted = diff ? 2 : 1;
  if (files.size() != wanted)
    return fail(llvm::Twine(wanted) + (wanted == 1 ? " file is" : " files are") + " needed, " +
                    llvm::Twine(files.size()) + " given (see --help)",
                2);
  if (json && (diff || !extract.empty()))
    return fail("--json does not go with --diff or --extract", 2);
  InspectOptions options;
  options.json = json;
  options.check = check;
  if (!deviceName.empty()) {
    options.device = device::symbolizeDevice(deviceName);
    if (!options.device)
      return fail("unknown device '" + deviceName + "'", 2);
  }
  std::vector<std::string> contents;
  for (const std::string &file : files) {
    auto bytes = readFileBytes(file);
    if (!bytes)
      return fail(llvm::toString(bytes.takeError()), 2);
    contents.push_back(std::move(*bytes));
  }
  return run(contents, options);
}
