//===- Outline.h - One description, printed as text or JSON -----*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A tree that is printed while it is walked, never held: objects, arrays and
// fields with a key for JSON and a title for people.
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_FORMATS_OUTLINE_H
#define TILEWRIGHT_FORMATS_OUTLINE_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"
#include <optional>

namespace tilewright::formats {

class Outline {
public:
  Outline(llvm::raw_ostream &out, bool asJson) : out(out) {
    if (asJson)
      json.emplace(out, 1);
  }
  bool isJson() const { return json.has_value(); }

  /// The document itself.
  void document(llvm::function_ref<void()> body) {
    if (!json)
      return body();
    json->object(body);
    out << "\n";
  }
  /// An object; without a key an element of the array around it.
  void object(llvm::StringRef key, const llvm::Twine &title, llvm::function_ref<void()> body) {
    if (!json)
      return indented(title, body);
    if (key.empty())
      json->object(body);
    else
      json->attributeObject(key, body);
  }
  void array(llvm::StringRef key, const llvm::Twine &title, llvm::function_ref<void()> body) {
    if (!json)
      return indented(title, body);
    json->attributeArray(key, body);
  }
  /// A value that both forms show.
  void field(llvm::StringRef key, llvm::StringRef value) {
    if (json)
      json->attribute(key, llvm::json::fixUTF8(value));
    else
      line(key + ": " + printable(value));
  }
  void field(llvm::StringRef key, const std::string &value) { field(key, llvm::StringRef(value)); }
  void field(llvm::StringRef key, const char *value) { field(key, llvm::StringRef(value)); }
  void field(llvm::StringRef key, uint64_t value) {
    if (json)
      json->attribute(key, value);
    else
      line(key + ": " + llvm::Twine(value));
  }
  /// A number that people read in hexadecimal.
  void hexField(llvm::StringRef key, uint64_t value) {
    if (json)
      json->attribute(key, value);
    else
      line(key + ": 0x" + llvm::Twine::utohexstr(value));
  }
  /// A value that only programs want.
  void jsonField(llvm::StringRef key, const llvm::json::Value &value) {
    if (json)
      json->attribute(key, value);
  }
  void jsonArray(llvm::StringRef key, llvm::function_ref<void(llvm::json::OStream &)> body) {
    if (json)
      json->attributeArray(key, [&] { body(*json); });
  }
  /// A line that only people want.
  void line(const llvm::Twine &text) {
    if (!json)
      out.indent(2 * depth) << text << "\n";
  }
  /// \p text without control characters.
  static std::string printable(llvm::StringRef text) {
    std::string clean = text.str();
    for (char &c : clean)
      if (uint8_t(c) < 0x20 || c == 0x7F)
        c = '?';
    return clean;
  }

private:
  void indented(const llvm::Twine &title, llvm::function_ref<void()> body) {
    line(title);
    ++depth;
    body();
    --depth;
  }
  llvm::raw_ostream &out;
  std::optional<llvm::json::OStream> json;
  unsigned depth = 0;
};

} // namespace tilewright::formats
#endif // TILEWRIGHT_FORMATS_OUTLINE_H
