//===- AIEParsing.h - Shared pieces of the dialect's syntax -----*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The custom directives that assembly formats name, and helpers for ops whose
// whole syntax is written by hand.
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_DIALECT_AIE_AIEPARSING_H
#define TILEWRIGHT_DIALECT_AIE_AIEPARSING_H

#include "dialect/aie/AIEDialect.h"

namespace tilewright::aie {

/// `memref<2xi32> = dense<[1, 2]>`; the value has the tensor type of the memref.
/// `, 1, NonBlocking`, or either of them.
mlir::ParseResult parseLockValueAndBlocking(mlir::OpAsmParser &parser, mlir::IntegerAttr &value,
                                            LockBlockingAttr &blocking);
void printLockValueAndBlocking(mlir::OpAsmPrinter &printer, mlir::Operation *,
                               mlir::IntegerAttr value, LockBlockingAttr blocking);

mlir::ParseResult parseBufferInitialValue(mlir::OpAsmParser &parser, mlir::Type &type,
                                          mlir::ElementsAttr &value);
void printBufferInitialValue(mlir::OpAsmPrinter &printer, BufferOp op, mlir::Type type,
                             mlir::ElementsAttr value);

/// `%tile dimensionsToStream [...]`.
mlir::ParseResult parseObjectFifoProducer(mlir::OpAsmParser &parser,
                                          mlir::OpAsmParser::UnresolvedOperand &tile,
                                          BDDimLayoutArrayAttr &dims);
void printObjectFifoProducer(mlir::OpAsmPrinter &printer, mlir::Operation *op, mlir::Value tile,
                             BDDimLayoutArrayAttr dims);

/// `%tile dimensionsFromStream [...], ...`.
mlir::ParseResult
parseObjectFifoConsumers(mlir::OpAsmParser &parser,
                         llvm::SmallVectorImpl<mlir::OpAsmParser::UnresolvedOperand> &tiles,
                         BDDimLayoutArrayArrayAttr &dims);
void printObjectFifoConsumers(mlir::OpAsmPrinter &printer, mlir::Operation *op,
                              mlir::OperandRange tiles, BDDimLayoutArrayArrayAttr dims);

/// `= [dense<...> : memref<...>, ...]`, one value per object.
mlir::ParseResult parseObjectFifoInitialValues(mlir::OpAsmParser &parser, mlir::Attribute depth,
                                               mlir::TypeAttr type, mlir::ArrayAttr &values);
void printObjectFifoInitialValues(mlir::OpAsmPrinter &printer, mlir::Operation *op,
                                  mlir::Attribute depth, mlir::TypeAttr type,
                                  mlir::ArrayAttr values);

/// An integer, or an event as in #aie.trace_event without its quotes.
mlir::ParseResult parseTraceRegValue(mlir::OpAsmParser &parser, mlir::Attribute &value);
void printTraceRegValue(mlir::OpAsmPrinter &printer, mlir::Operation *op, mlir::Attribute value);

/// Parses an integer into an attribute of type i32.
mlir::ParseResult parseI32(mlir::OpAsmParser &parser, mlir::IntegerAttr &attr);

/// Parses an attribute dictionary that may hold inherent attributes of Op, and
/// checks those.
template <typename Op>
mlir::ParseResult parseInherentAttrDict(mlir::OpAsmParser &parser, mlir::OperationState &result) {
  llvm::SMLoc loc = parser.getCurrentLocation();
  if (parser.parseOptionalAttrDict(result.attributes))
    return mlir::failure();
  return Op::verifyInherentAttrs(result.name, result.attributes, [&] {
    return parser.emitError(loc) << "'" << result.name.getStringRef() << "' op ";
  });
}

/// `(%arg0: type, ...) { ... }`.
void printArgumentsAndBody(mlir::OpAsmPrinter &printer, mlir::Region &body);

/// Whether \p op has these operands and attributes at all. An op that looks at
/// another may meet it before that one's own verifier has run.
llvm::LogicalResult verifyReadable(mlir::Operation *op, unsigned operands,
                                   llvm::ArrayRef<llvm::StringRef> attributes);

/// Gives the result the hint `<prefix>_<col>_<row>`; no hint without coordinates.
void nameByTile(mlir::Value result, llvm::StringRef prefix, mlir::Value tile,
                mlir::OpAsmSetValueNameFn setName);

} // namespace tilewright::aie
#endif // TILEWRIGHT_DIALECT_AIE_AIEPARSING_H
