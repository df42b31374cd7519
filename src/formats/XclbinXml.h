//===- XclbinXml.h - The kernel list of an xclbin ---------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_FORMATS_XCLBINXML_H
#define TILEWRIGHT_FORMATS_XCLBINXML_H

#include "formats/Xclbin.h"

namespace tilewright::formats {

/// The text of EMBEDDED_METADATA for one kernel.
std::string writeKernelXml(const XclbinKernel &);
/// \p xml with one more kernel behind the last one.
llvm::Expected<std::string> addKernelXml(llvm::StringRef xml, const XclbinKernel &);

} // namespace tilewright::formats
#endif // TILEWRIGHT_FORMATS_XCLBINXML_H
