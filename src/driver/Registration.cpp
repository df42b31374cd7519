//===- Registration.cpp - Dialects and passes of the tools -----*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Only what designs and pipelines use: registering all of MLIR would cost each
// run of a tool more than a small design takes to compile.
//
//===----------------------------------------------------------------------===//
#include "driver/Registration.h"
#include "codegen/DesignDialects.h"
#include "codegen/NpuOps.h"
#include "codegen/RuntimeSequences.h"
#include "dialect/aie/AIEDialect.h"
#include "dialect/aie/transforms/Passes.h"
#include "dialect/aiex/transforms/Passes.h"

#include "mlir/Conversion/Passes.h"
#include "mlir/Dialect/Affine/Transforms/Passes.h"
#include "mlir/Dialect/Arith/Transforms/Passes.h"
#include "mlir/Dialect/Func/Extensions/InlinerExtension.h"
#include "mlir/Dialect/LLVMIR/Transforms/InlinerInterfaceImpl.h"
#include "mlir/Dialect/MemRef/Transforms/Passes.h"
#include "mlir/Dialect/SCF/Transforms/Passes.h"
#include "mlir/Transforms/Passes.h"

void tilewright::registerDialects(mlir::DialectRegistry &registry) {
  codegen::registerDesignDialects(registry);
  codegen::registerLoweringInterfaces(registry);
  mlir::func::registerInlinerExtension(registry);
  mlir::LLVM::registerInlinerInterface(registry);
}

void tilewright::registerPasses() {
  aie::registerAIEPasses();
  aiex::registerAIEXPasses();
  codegen::registerConfigurationPasses();
  codegen::registerSequencePasses();

  mlir::registerTransformsPasses();
  mlir::affine::registerAffinePasses();
  mlir::arith::registerArithPasses();
  mlir::memref::registerMemRefPasses();
  mlir::registerSCFPasses();

  mlir::registerConvertArithToEmitC();
  mlir::registerArithToLLVMConversionPass();
  mlir::registerLowerAffinePass();
  mlir::registerConvertComplexToLLVMPass();
  mlir::registerConvertControlFlowToLLVMPass();
  mlir::registerConvertFuncToEmitC();
  mlir::registerConvertFuncToLLVMPass();
  mlir::registerConvertIndexToLLVMPass();
  mlir::registerConvertMathToLLVMPass();
  mlir::registerConvertMathToLibmPass();
  mlir::registerConvertMemRefToEmitC();
  mlir::registerConvertToEmitC();
  mlir::registerConvertToLLVMPass();
  mlir::registerConvertVectorToLLVMPass();
  mlir::registerConvertVectorToSCF();
  mlir::registerFinalizeMemRefToLLVMConversionPass();
  mlir::registerReconcileUnrealizedCastsPass();
  mlir::registerSCFToControlFlowPass();
  mlir::registerSCFToEmitC();
  mlir::registerUBToLLVMConversionPass();
}
