//===- AtomicFile.cpp - All of a file or none of it -------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "formats/AtomicFile.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include <csignal>
#include <ctime>

using namespace tilewright;
using llvm::Error;
using llvm::Expected;
using llvm::Twine;
namespace fs = llvm::sys::fs;

static Error fileError(const Twine &what, llvm::StringRef path, std::error_code code) {
  return llvm::make_error<llvm::StringError>(what + " '" + path + "': " + code.message(), code);
}

namespace {
/// A write beyond the limit on file sizes raises SIGXFSZ, which ends a process.
/// While one of these lives the write fails instead, as on a full disk.
class NoFileSizeSignal {
public:
  NoFileSizeSignal() {
    sigemptyset(&signals);
    sigaddset(&signals, SIGXFSZ);
    pthread_sigmask(SIG_BLOCK, &signals, &before);
  }
  ~NoFileSizeSignal() {
    const timespec now = {0, 0};
    if (!sigismember(&before, SIGXFSZ))
      sigtimedwait(&signals, nullptr, &now); // take it, if one came
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
  }

private:
  sigset_t signals, before;
};
} // namespace

static std::error_code writeAll(int fd, llvm::StringRef bytes, bool close) {
  NoFileSizeSignal noSignal;
  llvm::raw_fd_ostream out(fd, close);
  out << bytes;
  out.flush();
  // Some file systems tell of a full disk only when the file is closed.
  if (close && !out.has_error())
    out.close();
  std::error_code code = out.error();
  out.clear_error();
  return code;
}

/// What a new file gets: read and write for all, less the process's mask.
static fs::perms defaultPermissions() {
  return fs::perms((fs::all_read | fs::all_write) & ~fs::getUmask());
}

static Error writeInPlace(llvm::StringRef path, llvm::StringRef bytes) {
  int fd;
  if (std::error_code code = fs::openFileForWrite(path, fd, fs::CD_OpenExisting))
    return fileError("cannot open", path, code);
  if (std::error_code code = writeAll(fd, bytes, true))
    return fileError("cannot write", path, code);
  return Error::success();
}

Error formats::writeFileAtomically(llvm::StringRef path, llvm::StringRef bytes) {
  llvm::SmallString<256> target(path);
  fs::perms permissions = defaultPermissions();
  fs::file_status status;
  if (!fs::status(path, status)) {
    if (status.type() == fs::file_type::directory_file)
      return fileError("cannot write", path, std::make_error_code(std::errc::is_a_directory));
    if (status.type() != fs::file_type::regular_file)
      return writeInPlace(path, bytes);
    permissions = status.permissions();
    // An unwritable file is not replaced behind its owner's back.
    if (std::error_code code = fs::access(path, fs::AccessMode::Write))
      return fileError("cannot write", path, code);
    if (fs::is_symlink_file(path))
      if (std::error_code code = fs::real_path(path, target))
        return fileError("cannot resolve", path, code);
  }
  llvm::SmallString<256> model(target);
  model += ".tmp-%%%%%%%%";
  llvm::SmallString<256> temporary;
  int fd;
  if (std::error_code code = fs::createUniqueFile(model, fd, temporary))
    return fileError("cannot create a file beside", path, code);
  std::error_code code = writeAll(fd, bytes, true);
  if (!code)
    code = fs::setPermissions(temporary, permissions);
  if (!code)
    code = fs::rename(temporary, target);
  if (!code)
    return Error::success();
  (void)fs::remove(temporary); // the first error is the one to tell
  return fileError("cannot write", path, code);
}

Expected<std::string> formats::readFileBytes(llvm::StringRef path, uint64_t limit) {
  fs::file_status status;
  if (std::error_code code = fs::status(path, status))
    return fileError("cannot open", path, code);
  if (status.type() == fs::file_type::directory_file)
    return fileError("cannot read", path, std::make_error_code(std::errc::is_a_directory));
  auto tooMany = [&](uint64_t bytes) {
    return llvm::make_error<llvm::StringError>("cannot read '" + path + "': " + Twine(bytes) +
                                                   " bytes are too many",
                                               llvm::inconvertibleErrorCode());
  };
  if (status.type() == fs::file_type::regular_file && status.getSize() > limit)
    return tooMany(status.getSize());
  auto file = fs::openNativeFileForRead(path);
  if (!file)
    return fileError("cannot open", path, llvm::errorToErrorCode(file.takeError()));
  // In pieces: a pipe or device tells no size beforehand.
  std::string bytes;
  llvm::Error failure = llvm::Error::success();
  for (size_t piece = 1 << 20;;) {
    size_t before = bytes.size();
    bytes.resize(before + piece);
    auto count = fs::readNativeFile(*file, {bytes.data() + before, piece});
    bytes.resize(before + (count ? *count : 0));
    if (!count)
      failure = llvm::joinErrors(
          std::move(failure),
          fileError("cannot read", path, llvm::errorToErrorCode(count.takeError())));
    else if (bytes.size() > limit)
      failure = llvm::joinErrors(std::move(failure), tooMany(bytes.size()));
    if (bytes.size() == before || bytes.size() > limit)
      break;
  }
  (void)fs::closeFile(*file);
  if (failure)
    return std::move(failure);
  return bytes;
}
