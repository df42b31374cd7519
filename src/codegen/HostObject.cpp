//===- HostObject.cpp - A core's program for this machine -------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/HostObject.h"

#include "llvm/Analysis/TargetLibraryInfo.h"
#include "llvm/IR/LegacyPassManager.h"
#include "llvm/IR/Module.h"
#include "llvm/IR/Verifier.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Support/SmallVectorMemoryBuffer.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Target/TargetMachine.h"
#include "llvm/TargetParser/Host.h"

#include <mutex>

using namespace llvm;

namespace tilewright::codegen {

std::string hostName(StringRef intrinsic) {
  StringRef rest = intrinsic;
  if (intrinsic != "debug_i32" && !rest.consume_front("llvm.aie2p.") &&
      !rest.consume_front("llvm.aie2.") && !rest.consume_front("llvm.aie."))
    return "";
  std::string name = "tilewright_" + rest.str();
  std::replace(name.begin(), name.end(), '.', '_');
  return name;
}

/// Gives the intrinsics that the core uses their host names and drops the rest.
static void renameIntrinsics(Module &module) {
  for (Function &function : make_early_inc_range(module)) {
    std::string name = hostName(function.getName());
    if (name.empty() || !function.isDeclaration())
      continue;
    if (function.use_empty())
      function.eraseFromParent();
    else
      function.setName(name);
  }
}

/// Baseline features only: the object, and what floating point does in it,
/// must not depend on the machine that compiled it.
static Expected<std::unique_ptr<TargetMachine>> createTargetMachine() {
  static std::once_flag once;
  std::call_once(once, [] {
    InitializeNativeTarget();
    InitializeNativeTargetAsmPrinter();
  });
  Triple triple(sys::getDefaultTargetTriple());
  std::string message;
  const Target *target = TargetRegistry::lookupTarget(triple, message);
  if (!target)
    return createStringError("no code generator for this machine: " + message);
  TargetOptions options;
  options.AllowFPOpFusion = FPOpFusion::Strict;
  StringRef cpu = triple.getArch() == Triple::x86_64 ? "x86-64" : "generic";
  return std::unique_ptr<TargetMachine>(
      target->createTargetMachine(triple, cpu, /*Features=*/"", options, Reloc::PIC_,
                                  CodeModel::Small, CodeGenOptLevel::Default));
}

static void optimize(Module &module, TargetMachine &machine) {
  LoopAnalysisManager loops;
  FunctionAnalysisManager functions;
  CGSCCAnalysisManager components;
  ModuleAnalysisManager modules;
  PassBuilder builder(&machine);
  builder.registerModuleAnalyses(modules);
  builder.registerCGSCCAnalyses(components);
  builder.registerFunctionAnalyses(functions);
  builder.registerLoopAnalyses(loops);
  builder.crossRegisterProxies(loops, functions, components, modules);
  builder.buildPerModuleDefaultPipeline(OptimizationLevel::O2).run(module, modules);
}

Expected<std::string> compileForHost(std::unique_ptr<Module> module) {
  auto machine = createTargetMachine();
  if (!machine)
    return machine.takeError();
  module->setTargetTriple((*machine)->getTargetTriple());
  module->setDataLayout((*machine)->createDataLayout());
  module->setPICLevel(PICLevel::BigPIC);
  renameIntrinsics(*module);
  std::string problem;
  raw_string_ostream problemStream(problem);
  if (verifyModule(*module, &problemStream))
    return createStringError("the core's LLVM IR is not valid: " + problem);
  optimize(*module, **machine);

  SmallVector<char, 0> bytes;
  raw_svector_ostream stream(bytes);
  legacy::PassManager emission;
  if ((*machine)->addPassesToEmitFile(emission, stream, nullptr, CodeGenFileType::ObjectFile))
    return createStringError("this machine's code generator writes no object files");
  emission.run(*module);
  return std::string(bytes.begin(), bytes.end());
}

} // namespace tilewright::codegen
