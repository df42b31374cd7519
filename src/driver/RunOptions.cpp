//===- RunOptions.cpp - aie-run's command line ------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "driver/Run.h"

#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace tilewright::driver {
namespace {

/// "3=file.bin" as a number and a text.
Expected<std::pair<unsigned, std::string>> splitNumbered(StringRef option, StringRef value) {
  auto [number, rest] = value.split('=');
  unsigned index;
  if (!value.contains('=') || rest.empty() || number.getAsInteger(10, index))
    return createStringError(option + " expects NUMBER=..., not '" + value + "'");
  return std::pair(index, rest.str());
}

template <typename T>
Error putOnce(std::map<unsigned, T> &into, StringRef option, unsigned number, T value) {
  if (!into.try_emplace(number, std::move(value)).second)
    return createStringError(option + " " + Twine(number) + " is given twice");
  return Error::success();
}

template <typename T>
Error putNumber(std::map<unsigned, T> &into, StringRef option, StringRef value) {
  auto split = splitNumbered(option, value);
  if (!split)
    return split.takeError();
  T number;
  if (StringRef(split->second).getAsInteger(0, number))
    return createStringError(option + " " + value + ": '" + split->second + "' is no number");
  return putOnce(into, option, split->first, number);
}

Error putFile(std::map<unsigned, std::string> &into, StringRef option, StringRef value) {
  auto split = splitNumbered(option, value);
  if (!split)
    return split.takeError();
  return putOnce(into, option, split->first, split->second);
}

Error setOption(RunOptions &options, StringRef name, StringRef value) {
  if (name == "in")
    return putFile(options.inputs, "--in", value);
  if (name == "out")
    return putFile(options.outputs, "--out", value);
  if (name == "size")
    return putNumber(options.sizes, "--size", value);
  if (name == "set")
    return putNumber(options.scalars, "--set", value);
  std::string *text = name == "device"     ? &options.device
                      : name == "sequence" ? &options.sequence
                      : name == "xclbin"   ? &options.xclbin
                                           : &options.insts;
  *text = value.str();
  return Error::success();
}

/// Whether the options belong together.
Error checkTogether(const RunOptions &options) {
  bool files = !options.xclbin.empty() || !options.insts.empty();
  if (files && (options.xclbin.empty() || options.insts.empty()))
    return createStringError("--xclbin and --insts are needed together");
  if (files == !options.design.empty())
    return createStringError(files ? "either a design, or --xclbin and --insts; not both"
                                   : "no design given");
  if (files && (!options.device.empty() || !options.sequence.empty() || !options.scalars.empty()))
    return createStringError("--device, --sequence and --set choose from a design; an instruction "
                             "stream has them built in");
  if (!files && !options.sizes.empty())
    return createStringError("--size is for --xclbin; the sizes of a design's arguments are in its "
                             "sequence");
  return Error::success();
}

} // namespace

Expected<RunOptions> parseRunOptions(ArrayRef<const char *> arguments) {
  RunOptions options;
  while (!arguments.empty()) {
    StringRef argument = arguments.front();
    arguments = arguments.drop_front();
    if (!argument.starts_with("-") || argument == "-") {
      if (!options.design.empty())
        return createStringError("more than one design: " + options.design + " and " + argument);
      options.design = argument.str();
      continue;
    }
    StringRef body = argument.drop_front(argument.starts_with("--") ? 2 : 1);
    if (body == "v" || body == "verbose") {
      options.verbose = true;
      continue;
    }
    if (body == "help" || body == "h" || body == "version") {
      (body == "version" ? options.showVersion : options.showHelp) = true;
      continue;
    }
    // "--in 0=x" and "--in=0=x": the first sign after a name ends it.
    auto [name, value] = body.split('=');
    if (!is_contained({"in", "out", "size", "set", "device", "sequence", "xclbin", "insts"}, name))
      return createStringError("unknown option " + argument);
    if (!body.contains('=')) {
      if (arguments.empty())
        return createStringError(argument + " needs a value");
      value = arguments.front();
      arguments = arguments.drop_front();
    }
    if (Error error = setOption(options, name, value))
      return std::move(error);
  }
  if (options.showHelp || options.showVersion)
    return options;
  if (Error error = checkTogether(options))
    return std::move(error);
  return options;
}

std::string runHelpText() {
  return R"(usage: aie-run DESIGN.mlir [options]
       aie-run --xclbin FILE --insts FILE [options]

Compiles a design and runs a runtime sequence of it on the emulated NPU, or runs
what aiecc --host-program has compiled.

  --device NAME     the device, if the design has several (default: main)
  --sequence NAME   the runtime sequence (default: the device's first)
  --in N=FILE       argument N starts with the file's bytes (default: zeros)
  --out N=FILE      argument N is written to the file after the run
  --set N=VALUE     value of the scalar argument N
  --size N=BYTES    size of argument N, for --xclbin without --in for it
  -v                tell the steps

Exit status: 0 when the sequence has completed, 1 otherwise.
)";
}

} // namespace tilewright::driver
