//===- AIEAttrs.cpp - Attributes and types: syntax and registration -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialect/aie/AIEDialect.h"
#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace tilewright::aie;

#define GET_ATTRDEF_CLASSES
#include "dialect/aie/AIEAttrs.cpp.inc"
#define GET_TYPEDEF_CLASSES
#include "dialect/aie/AIETypes.cpp.inc"

void AIEDialect::registerAttributes() {
  addAttributes<
#define GET_ATTRDEF_LIST
#include "dialect/aie/AIEAttrs.cpp.inc"
      >();
}

void AIEDialect::registerTypes() {
  addTypes<
#define GET_TYPEDEF_LIST
#include "dialect/aie/AIETypes.cpp.inc"
      >();
}

//===--- Lists of attributes ----------------------------------------------===//

/// `[a, b]`, each element with or without its `#aie.…` prefix.
template <typename ListAttr, typename Element> static Attribute parseList(AsmParser &parser) {
  SmallVector<Element> elements;
  auto parseElement = [&]() -> ParseResult {
    FailureOr<Element> element = FieldParser<Element>::parse(parser);
    if (failed(element))
      return failure();
    elements.push_back(*element);
    return success();
  };
  if (parser.parseCommaSeparatedList(AsmParser::Delimiter::Square, parseElement))
    return {};
  return ListAttr::get(parser.getContext(), elements);
}

template <typename Element> static void printList(AsmPrinter &printer, ArrayRef<Element> elements) {
  printer << "[";
  llvm::interleaveComma(elements, printer.getStream(),
                        [&](Element e) { printer.printStrippedAttrOrType(e); });
  printer << "]";
}

Attribute BDDimLayoutArrayAttr::parse(AsmParser &parser, Type) {
  return parseList<BDDimLayoutArrayAttr, BDDimLayoutAttr>(parser);
}
void BDDimLayoutArrayAttr::print(AsmPrinter &printer) const { printList(printer, getValue()); }

Attribute BDDimLayoutArrayArrayAttr::parse(AsmParser &parser, Type) {
  return parseList<BDDimLayoutArrayArrayAttr, BDDimLayoutArrayAttr>(parser);
}
void BDDimLayoutArrayArrayAttr::print(AsmPrinter &printer) const { printList(printer, getValue()); }

Attribute BDPadLayoutArrayAttr::parse(AsmParser &parser, Type) {
  return parseList<BDPadLayoutArrayAttr, BDPadLayoutAttr>(parser);
}
void BDPadLayoutArrayAttr::print(AsmPrinter &printer) const { printList(printer, getValue()); }

//===--- Trace events -----------------------------------------------------===//

StringAttr tilewright::aie::parseTraceEventValue(AsmParser &parser) {
  std::string text;
  if (succeeded(parser.parseOptionalString(&text)))
    return parser.getBuilder().getStringAttr(text);

  SMLoc loc = parser.getCurrentLocation();
  StringRef type, name;
  if (parser.parseKeyword(&type)) {
    parser.emitError(loc, "expected string or enum event");
    return {};
  }
  if (parser.parseColon() || parser.parseColon()) {
    parser.emitError(parser.getCurrentLocation(), "expected '::' after enum type name");
    return {};
  }
  SMLoc nameLoc = parser.getCurrentLocation();
  if (parser.parseKeyword(&name)) {
    parser.emitError(nameLoc, "expected enum case name");
    return {};
  }
  if (!isTraceEventEnum(type)) {
    parser.emitError(loc, "unknown event enum type: ") << type;
    return {};
  }
  if (!isTraceEventOf(type, name)) {
    parser.emitError(nameLoc, "unknown ") << type << " value: " << name;
    return {};
  }
  return parser.getBuilder().getStringAttr(type + "::" + name);
}

void tilewright::aie::printTraceEventValue(AsmPrinter &printer, Attribute value) {
  auto text = dyn_cast<StringAttr>(value);
  if (text && text.getValue().contains("::"))
    printer << text.getValue();
  else if (auto integer = dyn_cast<IntegerAttr>(value))
    printer << integer.getValue();
  else
    printer.printAttribute(value);
}

Attribute TraceEventAttr::parse(AsmParser &parser, Type) {
  if (parser.parseLess())
    return {};
  StringAttr value = parseTraceEventValue(parser);
  if (!value || parser.parseGreater())
    return {};
  return TraceEventAttr::get(parser.getContext(), value);
}

void TraceEventAttr::print(AsmPrinter &printer) const {
  printer << "<";
  printTraceEventValue(printer, getValue());
  printer << ">";
}

StringRef TraceEventAttr::getEventName() const {
  auto text = dyn_cast<StringAttr>(getValue());
  if (!text)
    return "";
  size_t separator = text.getValue().find("::");
  return separator == StringRef::npos ? text.getValue() : text.getValue().substr(separator + 2);
}

StringRef TraceEventAttr::getEnumTypeName() const {
  auto text = dyn_cast<StringAttr>(getValue());
  size_t separator = text ? text.getValue().find("::") : StringRef::npos;
  return separator == StringRef::npos ? "" : text.getValue().take_front(separator);
}
