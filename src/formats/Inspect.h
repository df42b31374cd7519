//===- Inspect.h - What a binary file says ----------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The library of the tool aie-inspect: recognises a file of this room by its
// first bytes and prints it as a tree for people or as JSON, with register names
// and fields from the device tables; compares two files by the registers they
// set; takes one part out of a file.
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_FORMATS_INSPECT_H
#define TILEWRIGHT_FORMATS_INSPECT_H

#include "device/DeviceModel.h"
#include "formats/Bytes.h"
#include "llvm/Support/raw_ostream.h"
#include <optional>

namespace tilewright::formats {

enum class FileKind {
  Unknown,
  Xclbin,
  Pdi,
  Cdo,
  Txn,
  ControlPackets,
  NpuElf,
  CoreElf,
  HostProgram
};
/// "xclbin", "PDI", ... as printed.
llvm::StringRef fileKindName(FileKind);
FileKind recogniseFile(llvm::StringRef bytes);
/// Files of one hexadecimal word per line (what aie-translate writes when it is
/// asked for text) as bytes; nothing for other files.
std::optional<std::string> bytesOfHexText(llvm::StringRef text);

struct InspectOptions {
  bool json = false;
  bool check = false; ///< xclbin: also what the Linux NPU driver would say
  /// Decides register names; by default what the file says, else npu2.
  std::optional<device::Device> device;
};
/// Prints a file. On an error what was read before it has been printed.
llvm::Error inspect(llvm::StringRef bytes, llvm::raw_ostream &, const InspectOptions & = {});

/// Prints which registers the two files leave with different values, and for
/// xclbins which other sections differ. Returns whether there was a difference.
llvm::Expected<bool> differences(llvm::StringRef a, llvm::StringRef b, llvm::raw_ostream &,
                                 const InspectOptions & = {});

/// One part of a file: a section of an xclbin or ELF by name, "PDI:n" of an
/// xclbin, "CDO:n" of a PDI (n from 0, ":0" may be left out). The error lists
/// what there is.
llvm::Expected<std::string> extractPart(llvm::StringRef bytes, llvm::StringRef part);

} // namespace tilewright::formats
#endif // TILEWRIGHT_FORMATS_INSPECT_H
