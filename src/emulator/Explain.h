//===- Explain.h - Who waits for what ---------------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_EMULATOR_EXPLAIN_H
#define TILEWRIGHT_EMULATOR_EXPLAIN_H

#include "emulator/Array.h"
#include <string>

namespace tilewright::emulator {

/// A line for each core, DMA channel and packet port that waits, cores first,
/// then by tile. Empty if all rest.
std::string explainWaiting(Array &);

/// Why a token of a channel cannot come.
std::string explainToken(Array &, const ChannelName &);

} // namespace tilewright::emulator
#endif // TILEWRIGHT_EMULATOR_EXPLAIN_H
