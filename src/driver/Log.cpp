//===- Log.cpp - What a step of the build has to say ------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "driver/Log.h"

namespace tilewright::driver {
namespace {

thread_local Log *current = nullptr;

/// An unbuffered stream that looks up its destination at every write.
class LogStream : public llvm::raw_ostream {
public:
  explicit LogStream(bool isError) : llvm::raw_ostream(/*unbuffered=*/true), isError(isError) {}

private:
  void write_impl(const char *data, size_t size) override {
    written += size;
    if (current)
      (isError ? current->err : current->out).append(data, size);
    else
      (isError ? llvm::errs() : llvm::outs()).write(data, size);
  }
  uint64_t current_pos() const override { return written; }

  bool isError;
  uint64_t written = 0;
};

} // namespace

LogScope::LogScope(Log &log) : previous(current) { current = &log; }
LogScope::~LogScope() { current = previous; }

llvm::raw_ostream &out() {
  thread_local LogStream stream(/*isError=*/false);
  return stream;
}
llvm::raw_ostream &err() {
  thread_local LogStream stream(/*isError=*/true);
  return stream;
}

bool complain(const llvm::Twine &message) {
  err() << message << "\n";
  return false;
}

} // namespace tilewright::driver
