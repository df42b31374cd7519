//===- ConfigurationPasses.td - Configuration as instructions -*- tablegen -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_CODEGEN_CONFIGURATIONPASSES_TD
#define TILEWRIGHT_CODEGEN_CONFIGURATIONPASSES_TD

include "mlir/Pass/PassBase.td"

class ConfigurationPass<string flag> : Pass<flag, "::tilewright::aie::DeviceOp"> {
  let options = [
    Option<"elfDir", "elf-dir", "std::string", "\"\"", "Where the cores' ELF files lie">,
    Option<"deviceName", "device-name", "std::string", "\"\"",
           "Only the device of this name; empty means all">
  ];
  let dependentDialects = ["::tilewright::aiex::AIEXDialect", "::mlir::memref::MemRefDialect"];
}

def ConvertAIEToTransaction : ConfigurationPass<"convert-aie-to-transaction"> {
  let summary = "The device's configuration as register writes in a runtime sequence";
}
def ConvertAIEToControlPackets : ConfigurationPass<"convert-aie-to-control-packets"> {
  let summary = "The device's configuration as control packets in a runtime sequence";
}
#endif // TILEWRIGHT_CODEGEN_CONFIGURATIONPASSES_TD
