//===- Pdi.h - Programmable device images -----------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The Versal partial image that configures an NPU: one image, one partition
// that holds a CDO. The writer gives the bytes that
// `bootgen -arch versal -image x.bif -o x.pdi -w` gives for the same CDOs.
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_FORMATS_PDI_H
#define TILEWRIGHT_FORMATS_PDI_H

#include "formats/Cdo.h"

namespace tilewright::formats {

/// Merges CDO files, in order, into a PDI. Each file must hold at least one
/// command. \p names are for errors (as many as files, or none).
llvm::Expected<std::string> writePdi(llvm::ArrayRef<std::string> cdoFiles,
                                     llvm::ArrayRef<std::string> names = {});

/// The text of the boot image description that makes bootgen write the same PDI.
std::string pdiBootImageText(llvm::ArrayRef<std::string> cdoPaths);

//===--- Reading ----------------------------------------------------------===//

struct PdiPartition {
  uint64_t headerOffset = 0, dataOffset = 0; ///< bytes in the file
  uint32_t encryptedWords = 0, unencryptedWords = 0, totalWords = 0;
  uint64_t executionAddress = 0, loadAddress = 0;
  uint32_t attributes = 0, sectionCount = 0, id = 0;
  llvm::StringRef data; ///< unencryptedWords * 4 bytes inside the input
  /// Bits 26:24 of the attributes; 2 is a CDO.
  uint32_t type() const { return attributes >> 24 & 7; }
};
struct PdiImage {
  uint64_t headerOffset = 0;
  std::string name;
  uint32_t id = 0, partitionCount = 0;
};
struct Pdi {
  uint32_t version = 0, idCode = 0, extendedIdCode = 0, pdiId = 0;
  std::vector<PdiImage> images;
  std::vector<PdiPartition> partitions;
};
/// Checks tables, checksums and ranges; the result points into \p bytes.
llvm::Expected<Pdi> readPdi(llvm::StringRef bytes);
/// All commands of all CDO partitions of a PDI, in order.
llvm::Expected<RegisterProgram> readPdiProgram(llvm::StringRef bytes);

} // namespace tilewright::formats
#endif // TILEWRIGHT_FORMATS_PDI_H
