//===- RuntimeSequences.h - Runtime sequences as instruction streams -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A runtime sequence whose operations are all register-level instructions
// becomes a register program, which the formats room writes. A dynamic sequence
// (loops, branches, run-time values) becomes a program once its scalar arguments
// are known, or C++ that builds it (convert-aiex-to-emitc).
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_CODEGEN_RUNTIMESEQUENCES_H
#define TILEWRIGHT_CODEGEN_RUNTIMESEQUENCES_H

#include "dialect/aiex/AIEXDialect.h"
#include "formats/RegisterProgram.h"
#include "llvm/Support/raw_ostream.h"
#include <map>
#include <vector>

namespace tilewright::codegen {

/// The instruction an operation stands for. Errors, at the operation: it must
/// be lowered first; an address cannot be resolved; block data is not constant.
mlir::FailureOr<formats::Command> getCommand(mlir::Operation *op);

/// Whether an operation of a sequence stands for no instruction: constants,
/// views, the end.
bool emitsNothing(mlir::Operation *op);

/// Whether a sequence has run-time values: aiex.npu.dyn_* operations, loops or branches.
bool isDynamicSequence(aie::RuntimeSequenceOp sequence);

/// A static sequence as a register program. Reports every operation that has no
/// instruction.
mlir::FailureOr<formats::RegisterProgram> buildSequenceProgram(aie::RuntimeSequenceOp sequence);

/// The words of the instruction stream (header included) of a lowered sequence,
/// static or dynamic, for the given values of its scalar arguments, by argument
/// number (memrefs count too). The words are those that the generated C++ gives.
/// Errors, at the operation: a missing or unsuitable value, what the library
/// npu_instructions.h refuses, an operation that must be lowered first, a stream
/// that does not end.
mlir::FailureOr<std::vector<uint32_t>>
evaluateSequence(aie::RuntimeSequenceOp sequence, const std::map<unsigned, int64_t> &arguments);

/// Writes words as little-endian bytes, or as one %08X per line.
void writeWords(llvm::ArrayRef<uint32_t> words, bool binary, llvm::raw_ostream &out);

/// The device and sequence that a command line names ("" = `main`, the first
/// sequence); null and an error if there is none.
aie::RuntimeSequenceOp findSequence(mlir::ModuleOp module, llvm::StringRef device,
                                    llvm::StringRef sequence);

/// The instruction stream of a sequence, static unless arguments are given (see
/// evaluateSequence).
mlir::LogicalResult translateToTxn(mlir::ModuleOp module, llvm::StringRef device,
                                   llvm::StringRef sequence, bool binary, llvm::raw_ostream &out,
                                   const std::map<unsigned, int64_t> &arguments = {});
/// The control packets of a sequence; other operations are left out.
mlir::LogicalResult translateToControlPackets(mlir::ModuleOp module, llvm::StringRef device,
                                              llvm::StringRef sequence, bool binary,
                                              llvm::raw_ostream &out);
/// The microcontroller jobs of the module's first device as assembly.
mlir::LogicalResult translateToCertAssembly(mlir::ModuleOp module, llvm::raw_ostream &out);
/// C++ that builds the streams of the sequences; an empty name means all of them.
mlir::LogicalResult translateToTxnCpp(mlir::ModuleOp module, llvm::StringRef device,
                                      llvm::StringRef sequence, bool selfContained,
                                      llvm::raw_ostream &out);
/// The same for some sequences of one module, all in one translation unit.
mlir::LogicalResult translateToTxnCpp(llvm::ArrayRef<aie::RuntimeSequenceOp> sequences,
                                      bool selfContained, llvm::raw_ostream &out);

/// The text of npu_instructions.h.
llvm::StringRef npuInstructionsText();

/// An instruction stream as a module: a device with the instructions in it.
mlir::OwningOpRef<mlir::ModuleOp> importTxn(llvm::StringRef bytes, mlir::MLIRContext *context);

/// --txn-to-mlir.
void registerTxnImport();
/// --aie-npu-to-binary, --aie-ctrlpkt-to-bin, --aie-cert-to-asm, --aie-generate-txn-cpp.
void registerSequenceTranslations();
/// aie-expand-load-pdi and convert-aiex-to-emitc.
void registerSequencePasses();

} // namespace tilewright::codegen
#endif // TILEWRIGHT_CODEGEN_RUNTIMESEQUENCES_H
