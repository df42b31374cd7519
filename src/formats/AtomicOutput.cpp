//===- AtomicOutput.cpp - A tool's -o, all of the file or none --*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "formats/AtomicOutput.h"
#include "formats/AtomicFile.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include <cerrno>
#include <optional>
#include <thread>
#include <unistd.h>
#include <vector>

using llvm::StringRef;

/// The argument that names the output file and where the name begins in it;
/// nothing without -o, or for what is no file ("-", /dev/stdout).
static std::optional<std::pair<int, size_t>> findOutput(llvm::ArrayRef<char *> arguments) {
  std::optional<std::pair<int, size_t>> found;
  for (int i = 1; i < int(arguments.size()); ++i) {
    StringRef argument = arguments[i], name = argument;
    if (argument == "--")
      break;
    if (!name.consume_front("--o") && !name.consume_front("-o"))
      continue;
    if (name.empty() && i + 1 < int(arguments.size()))
      found = {++i, 0};
    else if (name.starts_with("="))
      found = {i, argument.size() - name.size() + 1};
  }
  if (!found)
    return std::nullopt;
  StringRef path = StringRef(arguments[found->first]).drop_front(found->second);
  return path.empty() || path == "-" || path.starts_with("/dev/") ? std::nullopt : found;
}

namespace {
/// Reads all that is written into a pipe, in a thread of its own.
class PipeReader {
public:
  PipeReader() {
    if (pipe(ends) == 0)
      thread = std::thread([this] {
        char buffer[1 << 16];
        for (ssize_t n;
             (n = read(ends[0], buffer, sizeof buffer)) > 0 || (n < 0 && errno == EINTR);)
          if (n > 0)
            bytes.append(buffer, n);
      });
  }
  bool isOpen() const { return thread.joinable(); }
  std::string path() const { return "/proc/self/fd/" + std::to_string(ends[1]); }
  /// Ends the stream. Every other writer must be gone.
  std::string finish() {
    close(ends[1]);
    thread.join();
    close(ends[0]);
    return std::move(bytes);
  }

private:
  int ends[2] = {-1, -1};
  std::string bytes;
  std::thread thread;
};
} // namespace

int tilewright::formats::runWithAtomicOutput(int argc, char **argv,
                                             llvm::function_ref<int(int, char **)> tool) {
  std::vector<char *> arguments(argv, argv + argc);
  auto output = findOutput(arguments);
  if (!output)
    return tool(argc, argv);
  PipeReader pipe;
  if (!pipe.isOpen())
    return tool(argc, argv);
  std::string path = arguments[output->first] + output->second;
  std::string replacement =
      StringRef(arguments[output->first]).take_front(output->second).str() + pipe.path();
  arguments[output->first] = replacement.data();
  arguments.push_back(nullptr);

  int status = tool(argc, arguments.data());
  std::string bytes = pipe.finish();
  if (status != 0)
    return status;
  llvm::Error error = writeFileAtomically(path, bytes);
  if (!error)
    return 0;
  llvm::errs() << llvm::sys::path::filename(argv[0])
               << ": error: " << llvm::toString(std::move(error)) << "\n";
  return 1;
}
