//===- Log.h - What a step of the build has to say --------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Steps run in parallel, but their words come out in the order in which the
// steps were declared. Each thread therefore writes to the log of the step that
// it works on; whoever runs the steps prints the logs.
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_DRIVER_LOG_H
#define TILEWRIGHT_DRIVER_LOG_H

#include "llvm/ADT/Twine.h"
#include "llvm/Support/raw_ostream.h"

#include <string>

namespace tilewright::driver {

struct Log {
  std::string out, err; ///< for stdout and stderr
};

/// Makes \p log the place of this thread's words until destroyed.
class LogScope {
public:
  explicit LogScope(Log &log);
  ~LogScope();
  LogScope(const LogScope &) = delete;

private:
  Log *previous;
};

/// Streams to this thread's log, or to stdout and stderr outside of any step.
llvm::raw_ostream &out();
llvm::raw_ostream &err();

/// Prints an error line and gives false.
bool complain(const llvm::Twine &message);

} // namespace tilewright::driver
#endif // TILEWRIGHT_DRIVER_LOG_H
