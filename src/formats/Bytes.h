//===- Bytes.h - Reading hostile bytes, writing little-endian ones -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Every reader of the room works on a ByteView: a load outside the view gives
// zero instead of undefined behaviour, and `need` turns "outside" into an error
// that names the format, the offset and the missing thing. So a forgotten check
// yields a wrong answer, never a crash.
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_FORMATS_BYTES_H
#define TILEWRIGHT_FORMATS_BYTES_H

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/Error.h"
#include <string>

namespace tilewright::formats {

/// \p value rounded up to a multiple of \p alignment.
constexpr uint64_t alignTo(uint64_t value, uint64_t alignment) {
  return (value + alignment - 1) / alignment * alignment;
}

/// "FORMAT: MESSAGE" as an error without an offset.
inline llvm::Error formatError(llvm::StringRef format, const llvm::Twine &message) {
  return llvm::make_error<llvm::StringError>(format + ": " + message,
                                             llvm::inconvertibleErrorCode());
}

struct ByteView {
  llvm::StringRef bytes;
  llvm::StringRef format; ///< first word of every error
  uint64_t origin = 0;    ///< file offset of the view's first byte, for errors
  bool bigEndian = false;

  uint64_t size() const { return bytes.size(); }
  bool covers(uint64_t offset, uint64_t length) const {
    return offset <= bytes.size() && length <= bytes.size() - offset;
  }
  uint64_t load(uint64_t offset, unsigned width) const {
    if (!covers(offset, width))
      return 0;
    uint64_t value = 0;
    for (unsigned i = 0; i < width; ++i) {
      unsigned shift = 8 * (bigEndian ? width - 1 - i : i);
      value |= uint64_t(uint8_t(bytes[offset + i])) << shift;
    }
    return value;
  }
  uint8_t u8(uint64_t offset) const { return uint8_t(load(offset, 1)); }
  uint16_t u16(uint64_t offset) const { return uint16_t(load(offset, 2)); }
  uint32_t u32(uint64_t offset) const { return uint32_t(load(offset, 4)); }
  uint64_t u64(uint64_t offset) const { return load(offset, 8); }

  /// The part of the view that lies inside it.
  ByteView slice(uint64_t offset, uint64_t length = ~uint64_t(0)) const {
    return {bytes.substr(offset, length), format, origin + offset, bigEndian};
  }
  /// A NUL-padded field of fixed width; the NUL may be missing.
  llvm::StringRef fixedString(uint64_t offset, uint64_t width) const {
    llvm::StringRef field = bytes.substr(offset, width);
    return field.take_front(field.find('\0'));
  }

  llvm::Error error(uint64_t offset, const llvm::Twine &message) const {
    return formatError(format,
                       "offset 0x" + llvm::utohexstr(origin + offset, true) + ": " + message);
  }
  llvm::Error need(uint64_t offset, uint64_t length, const llvm::Twine &what) const {
    if (covers(offset, length))
      return llvm::Error::success();
    return error(offset, what + " needs " + llvm::Twine(length) + " bytes, " +
                             llvm::Twine(offset <= size() ? size() - offset : 0) + " are left");
  }
  llvm::Error needArray(uint64_t offset, uint64_t count, uint64_t elementSize,
                        const llvm::Twine &what) const {
    if (offset <= size() && count <= (size() - offset) / elementSize)
      return llvm::Error::success();
    return error(offset, what + " has " + llvm::Twine(count) + " entries of " +
                             llvm::Twine(elementSize) + " bytes, " +
                             llvm::Twine(offset <= size() ? size() - offset : 0) +
                             " bytes are left");
  }
  llvm::Expected<llvm::StringRef> cString(uint64_t offset, const llvm::Twine &what) const {
    if (offset > size())
      return error(offset, what + " starts behind the end");
    size_t end = bytes.find('\0', offset);
    if (end == llvm::StringRef::npos)
      return error(offset, what + " has no terminating NUL");
    return bytes.slice(offset, end);
  }
};

/// Little-endian output that grows.
struct ByteSink {
  std::string bytes;

  uint64_t size() const { return bytes.size(); }
  void value(uint64_t v, unsigned width) {
    for (unsigned i = 0; i < width; ++i)
      bytes.push_back(char(v >> (8 * i)));
  }
  void u8(uint8_t v) { value(v, 1); }
  void u16(uint16_t v) { value(v, 2); }
  void u32(uint32_t v) { value(v, 4); }
  void u64(uint64_t v) { value(v, 8); }
  void put(llvm::StringRef s) { bytes.append(s.data(), s.size()); }
  void zeros(uint64_t n) { bytes.append(n, '\0'); }
  void align(uint64_t n) { zeros(alignTo(size(), n) - size()); }
  /// \p s cut or zero-padded to \p width bytes.
  void fixedString(llvm::StringRef s, uint64_t width) {
    s = s.take_front(width);
    put(s);
    zeros(width - s.size());
  }
  void patch(uint64_t offset, uint64_t v, unsigned width) {
    for (unsigned i = 0; i < width; ++i)
      bytes[offset + i] = char(v >> (8 * i));
  }
};

} // namespace tilewright::formats
#endif // TILEWRIGHT_FORMATS_BYTES_H
