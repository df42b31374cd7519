//===- TranslationOptions.cpp - Shared flags of aie-translate ---*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/Translations.h"
#include "codegen/DesignDialects.h"

#include "mlir/Tools/mlir-translate/Translation.h"
#include "llvm/Support/CommandLine.h"

using namespace mlir;
namespace cl = llvm::cl;

namespace tilewright::codegen {
namespace {

/// The options live here once registered; programs that do not translate
/// never see the flags.
struct OptionStorage {
  TranslationOptions values;
  cl::opt<std::string, true> device{"aie-device-name", cl::desc("Device to translate"),
                                    cl::location(values.device)};
  cl::opt<std::string, true> sequence{"aie-sequence-name",
                                      cl::desc("Runtime sequence to translate"),
                                      cl::location(values.sequence)};
  cl::opt<int, true> column{"tilecol", cl::desc("Column of the core to translate"),
                            cl::location(values.column)};
  cl::opt<int, true> row{"tilerow", cl::desc("Row of the core to translate"),
                         cl::location(values.row)};
  cl::opt<bool, true> binary{"aie-output-binary", cl::desc("Write binary words, not text"),
                             cl::location(values.binary)};
  cl::opt<std::string, true> workDir{"work-dir-path", cl::desc("Folder for the files written"),
                                     cl::location(values.workDir)};
  cl::opt<bool, true> bigEndian{"big-endian", cl::desc("Write CDO words big-endian"),
                                cl::location(values.bigEndian)};
  cl::opt<bool, true> cdoUnified{"cdo-unified", cl::desc("Write one CDO file instead of three"),
                                 cl::location(values.cdoUnified)};
  cl::opt<bool, true> cdoDebug{"cdo-debug", cl::desc("Print every CDO command"),
                               cl::location(values.cdoDebug)};
  cl::opt<bool, true> cdoAiesim{"cdo-aiesim", cl::desc("Write the CDO for the simulator"),
                                cl::location(values.cdoAiesim)};
  cl::opt<bool, true> cdoXaieDebug{"cdo-xaie-debug", cl::desc("Accepted for compatibility"),
                                   cl::location(values.cdoXaieDebug)};
  cl::opt<bool, true> txnCppSelfContained{
      "aie-txn-cpp-self-contained",
      cl::desc("Write the text of npu_instructions.h instead of its include"),
      cl::location(values.txnCppSelfContained)};
  cl::list<std::string> arguments{
      "aie-set-argument", cl::desc("Value of a scalar argument of a dynamic runtime sequence"),
      cl::value_desc("number=value"), cl::callback([this](const std::string &text) {
        auto [number, value] = StringRef(text).split('=');
        unsigned index;
        int64_t parsed;
        if (number.getAsInteger(10, index) || value.getAsInteger(0, parsed)) {
          llvm::errs() << "error: --aie-set-argument needs NUMBER=VALUE, not '" << text << "'\n";
          std::exit(1);
        }
        values.arguments[index] = parsed;
      })};
  cl::opt<unsigned> cdoEnableCores{
      "cdo-enable-cores", cl::desc("Enable the cores in the CDO"), cl::init(1),
      cl::callback([this](const unsigned &value) { values.cdoEnableCores = value != 0; })};
};
OptionStorage *storage = nullptr;

} // namespace

void registerTranslationOptions() {
  static OptionStorage options;
  storage = &options;
}

void addTranslation(StringRef flag, StringRef summary, TranslateModule translate) {
  TranslateFromMLIRRegistration(
      flag, summary,
      [translate = std::move(translate)](Operation *op, raw_ostream &out) -> LogicalResult {
        auto module = dyn_cast<ModuleOp>(op);
        if (!module)
          return op->emitOpError("expected a module");
        return translate(module, storage ? storage->values : TranslationOptions(), out);
      },
      registerDesignDialects);
}

} // namespace tilewright::codegen
