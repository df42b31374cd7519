//===- XclbinXml.cpp - The kernel list of an xclbin -------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// EMBEDDED_METADATA is XML. Only a small part of XML can occur: elements,
// attributes, comments, the five named entities and numeric ones. The reader
// takes exactly that; a document type (and with it any entity declaration) is
// an error, and depth and counts are bounded.
//
//===----------------------------------------------------------------------===//

#include "formats/XclbinXml.h"
#include "llvm/ADT/SmallVector.h"
#include <map>

using namespace tilewright;
using namespace tilewright::formats;
using llvm::Error;
using llvm::Expected;
using llvm::StringRef;
using llvm::Twine;

//===--- Writing ----------------------------------------------------------===//

static std::string escaped(StringRef text) {
  std::string out;
  for (char c : text) {
    switch (c) {
    case '&':
      out += "&amp;";
      break;
    case '<':
      out += "&lt;";
      break;
    case '>':
      out += "&gt;";
      break;
    case '"':
      out += "&quot;";
      break;
    case '\'':
      out += "&apos;";
      break;
    default:
      out += c;
    }
  }
  return out;
}

static std::string attributes(std::initializer_list<std::pair<const char *, StringRef>> list) {
  std::string out;
  for (auto [name, value] : list)
    out += std::string(" ") + name + "=\"" + escaped(value) + "\"";
  return out;
}

static std::string kernelElement(const XclbinKernel &k) {
  std::string out = "        <kernel" +
                    attributes({{"name", k.name}, {"language", k.language}, {"type", k.type}}) +
                    ">\n          <extended-data" +
                    attributes({{"dpu_kernel_id", k.dpuKernelId},
                                {"functional", k.functional},
                                {"subtype", k.subtype}}) +
                    "/>\n";
  for (const XclbinKernelArg &a : k.args)
    out += "          <arg" +
           attributes({{"name", a.name},
                       {"addressQualifier", a.addressQualifier},
                       {"id", a.id},
                       {"size", a.size},
                       {"offset", a.offset},
                       {"hostOffset", a.hostOffset},
                       {"hostSize", a.hostSize},
                       {"type", a.type}}) +
           "/>\n";
  for (const std::string &instance : k.instances)
    out += "          <instance" + attributes({{"name", instance}}) + "/>\n";
  return out + "        </kernel>\n";
}

std::string formats::writeKernelXml(const XclbinKernel &kernel) {
  return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<project>\n  <platform>\n    <device>\n"
         "      <core>\n" +
         kernelElement(kernel) + "      </core>\n    </device>\n  </platform>\n</project>\n";
}

Expected<std::string> formats::addKernelXml(StringRef xml, const XclbinKernel &kernel) {
  size_t at = xml.rfind("</core>");
  if (at == StringRef::npos)
    return formatError("EMBEDDED_METADATA", "there is no <core> element to add a kernel to");
  // Keep the closing tag's own indentation behind the new element.
  size_t lineStart = xml.take_front(at).rfind('\n');
  lineStart = lineStart == StringRef::npos ? at : lineStart + 1;
  if (!xml.slice(lineStart, at).trim(" \t").empty())
    lineStart = at;
  return xml.take_front(lineStart).str() + kernelElement(kernel) + xml.drop_front(lineStart).str();
}

//===--- Reading ----------------------------------------------------------===//

namespace {
constexpr size_t mostDepth = 32, mostKernels = 1024, mostArgs = 4096, mostAttributes = 64;

struct Element {
  StringRef name;
  llvm::SmallVector<std::pair<StringRef, StringRef>, 8> attributes; ///< values still escaped
  bool isClosed = false;                                            ///< <name/>
};

struct XmlReader {
  ByteView in;
  size_t at = 0;

  StringRef rest() const { return in.bytes.drop_front(at); }
  void skipSpace() { at = std::min(in.bytes.find_first_not_of(" \t\r\n", at), in.bytes.size()); }
  Expected<StringRef> takeName();
  Expected<Element> takeElement();
  Error skipPast(StringRef end, const char *what);
};
} // namespace

Error XmlReader::skipPast(StringRef end, const char *what) {
  size_t found = in.bytes.find(end, at);
  if (found == StringRef::npos)
    return in.error(at, Twine(what) + " does not end");
  at = found + end.size();
  return Error::success();
}

Expected<StringRef> XmlReader::takeName() {
  StringRef name = rest().take_while(
      [](char c) { return llvm::isAlnum(c) || c == '_' || c == '-' || c == ':' || c == '.'; });
  if (name.empty())
    return in.error(at, "a name is expected");
  at += name.size();
  return name;
}

/// The element whose '<' has been taken.
Expected<Element> XmlReader::takeElement() {
  Element element;
  auto name = takeName();
  if (!name)
    return name.takeError();
  element.name = *name;
  while (true) {
    skipSpace();
    if (rest().starts_with("/>")) {
      at += 2;
      element.isClosed = true;
      return element;
    }
    if (rest().starts_with(">")) {
      at += 1;
      return element;
    }
    auto attribute = takeName();
    if (!attribute)
      return attribute.takeError();
    skipSpace();
    if (!rest().starts_with("="))
      return in.error(at, "attribute '" + *attribute + "' has no value");
    ++at;
    skipSpace();
    char quote = at < in.size() ? in.bytes[at] : 0;
    size_t end = in.bytes.find(quote, at + 1);
    if ((quote != '"' && quote != '\'') || end == StringRef::npos)
      return in.error(at, "attribute '" + *attribute + "' has no quoted value");
    if (element.attributes.size() == mostAttributes)
      return in.error(at, "more than " + Twine(mostAttributes) + " attributes");
    element.attributes.emplace_back(*attribute, in.bytes.slice(at + 1, end));
    at = end + 1;
  }
}

/// Appends a code point as UTF-8; false for one that cannot be.
static bool appendCodePoint(std::string &out, uint32_t c) {
  if (c == 0 || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
    return false;
  if (c < 0x80) {
    out += char(c);
    return true;
  }
  int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
  out += char((0xF00 >> more & 0xFF) | c >> 6 * more);
  while (more--)
    out += char(0x80 | (c >> 6 * more & 0x3F));
  return true;
}

/// Text with its entities replaced; an unknown entity stays as it is.
static std::string unescaped(StringRef text) {
  static constexpr std::pair<StringRef, char> named[] = {
      {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
  std::string out;
  while (!text.empty()) {
    size_t plain = std::min(text.find('&'), text.size());
    out += text.take_front(plain);
    text = text.drop_front(plain);
    if (text.empty())
      break;
    size_t end = text.take_front(12).find(';');
    StringRef name = end == StringRef::npos ? StringRef() : text.slice(1, end);
    bool known = false;
    for (auto [entity, c] : named)
      if (name == entity) {
        out += c;
        known = true;
      }
    StringRef digits = name;
    uint32_t code;
    if (digits.consume_front("#x") ? !digits.getAsInteger(16, code)
                                   : digits.consume_front("#") && !digits.getAsInteger(10, code))
      known = appendCodePoint(out, code);
    if (!known)
      out += '&';
    text = text.drop_front(known ? end + 1 : 1);
  }
  return out;
}

static std::string attribute(const Element &element, StringRef name) {
  for (auto [key, value] : element.attributes)
    if (key == name)
      return unescaped(value);
  return {};
}

/// Adds what \p element says; \p parent is the innermost open element.
static Error addElement(const ByteView &in, size_t at, const Element &element, StringRef parent,
                        std::vector<XclbinKernel> &kernels, size_t &args) {
  if (element.name == "kernel") {
    if (kernels.size() == mostKernels)
      return in.error(at, "more than " + Twine(mostKernels) + " kernels");
    XclbinKernel kernel;
    kernel.name = attribute(element, "name");
    kernel.language = attribute(element, "language");
    kernel.type = attribute(element, "type");
    kernels.push_back(std::move(kernel));
    return Error::success();
  }
  if (parent != "kernel" || kernels.empty())
    return Error::success();
  XclbinKernel &kernel = kernels.back();
  if (element.name == "extended-data") {
    kernel.dpuKernelId = attribute(element, "dpu_kernel_id");
    kernel.functional = attribute(element, "functional");
    kernel.subtype = attribute(element, "subtype");
  } else if (element.name == "instance") {
    if (++args > mostArgs)
      return in.error(at, "more than " + Twine(mostArgs) + " instances and arguments");
    kernel.instances.push_back(attribute(element, "name"));
  } else if (element.name == "arg") {
    if (++args > mostArgs)
      return in.error(at, "more than " + Twine(mostArgs) + " instances and arguments");
    kernel.args.push_back({attribute(element, "name"), attribute(element, "addressQualifier"),
                           attribute(element, "id"), attribute(element, "size"),
                           attribute(element, "offset"), attribute(element, "hostOffset"),
                           attribute(element, "hostSize"), attribute(element, "type")});
  }
  return Error::success();
}

Expected<std::vector<XclbinKernel>> formats::readEmbeddedMetadata(const XclbinSection &s) {
  XmlReader xml{{s.data.rtrim('\0'), "EMBEDDED_METADATA", s.offset}};
  std::vector<XclbinKernel> kernels;
  std::vector<StringRef> open;
  size_t args = 0;
  while (true) {
    xml.at = std::min(xml.in.bytes.find('<', xml.at), xml.in.bytes.size());
    if (xml.at == xml.in.bytes.size())
      break;
    size_t start = xml.at++;
    Error skipped = Error::success();
    bool isSkipped = true;
    if (xml.rest().starts_with("!--"))
      skipped = xml.skipPast("-->", "a comment");
    else if (xml.rest().starts_with("?"))
      skipped = xml.skipPast("?>", "a processing instruction");
    else if (xml.rest().starts_with("!"))
      skipped = xml.in.error(start, "document types and marked sections are not accepted");
    else
      isSkipped = false;
    if (skipped)
      return std::move(skipped);
    if (isSkipped)
      continue;
    if (xml.rest().starts_with("/")) {
      ++xml.at;
      auto name = xml.takeName();
      if (!name)
        return name.takeError();
      if (open.empty() || open.back() != *name)
        return xml.in.error(start, "</" + *name + "> closes nothing");
      open.pop_back();
      if (Error e = xml.skipPast(">", "a closing tag"))
        return std::move(e);
      continue;
    }
    auto element = xml.takeElement();
    if (!element)
      return element.takeError();
    if (Error e = addElement(xml.in, start, *element, open.empty() ? StringRef() : open.back(),
                             kernels, args))
      return std::move(e);
    if (element->isClosed)
      continue;
    open.push_back(element->name);
    if (open.size() > mostDepth)
      return xml.in.error(start, "elements are nested more than " + Twine(mostDepth) + " deep");
  }
  if (!open.empty())
    return xml.in.error(xml.in.size(), "<" + open.back() + "> is not closed");
  return kernels;
}
