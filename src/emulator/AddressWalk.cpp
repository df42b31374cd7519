//===- AddressWalk.cpp - The addresses a buffer descriptor visits -*- C++ -*-=//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "emulator/AddressWalk.h"
#include <algorithm>

namespace tilewright::emulator {

static constexpr uint64_t wordBytes = 4;

AddressWalk::AddressWalk(const device::BufferDescriptor &bd, unsigned dimensions, uint64_t base)
    : rank(dimensions), base(base), left(bd.length) {
  for (unsigned d = 0; d < rank; ++d) {
    const auto &field = bd.dims[d];
    dims[d].step = (uint64_t{field.step} + 1) * wordBytes;
    dims[d].wrap = d + 1 < rank ? field.wrap : 0; // the last one never wraps
    dims[d].before = field.padBefore;
    dims[d].after = field.padAfter;
  }
  mergeDimensions();
}

/// Dimension d + 1 goes on where a full dimension d ends: they are one.
void AddressWalk::mergeDimensions() {
  unsigned d = 0;
  while (d + 1 < rank) {
    Dimension &inner = dims[d], &outer = dims[d + 1];
    bool padded = inner.before || inner.after || outer.before || outer.after;
    if (padded || (inner.wrap != 0 && outer.step != inner.wrap * inner.step)) {
      ++d;
      continue;
    }
    if (inner.wrap == 0) { // nothing outside of it ever moves
      rank = d + 1;
      return;
    }
    inner.wrap *= outer.wrap;
    std::move(dims.begin() + d + 2, dims.begin() + rank, dims.begin() + d + 1);
    --rank;
  }
}

uint64_t AddressWalk::lastAddressBound() const {
  uint64_t bound = base, units = left;
  for (unsigned d = 0; d < rank && units; ++d) {
    const Dimension &dim = dims[d];
    if (!dim.wrap)
      return bound + (units - 1) * dim.step;
    bound += (std::min(units, dim.wrap) - 1) * dim.step;
    units = (units + dim.extent() - 1) / dim.extent();
  }
  return bound;
}

void AddressWalk::advance(uint64_t words) {
  left -= words;
  dims[0].position += words;
  for (unsigned d = 0; d + 1 < rank && dims[d].wrap && dims[d].position == dims[d].extent(); ++d) {
    dims[d].position = 0;
    ++dims[d + 1].position;
  }
}

Run AddressWalk::next(uint64_t limit) {
  limit = std::min(limit, left);
  Dimension &inner = dims[0];
  Run run;
  run.words = limit;
  bool outerData = true;
  run.address = base;
  for (unsigned d = 1; d < rank; ++d) {
    outerData &= dims[d].inData();
    run.address += (dims[d].position - dims[d].before) * dims[d].step;
  }
  // Where the stretch that begins here ends, in inner positions.
  uint64_t stop = inner.position + limit;
  if (!outerData) {
    run.zeros = true;
    if (inner.wrap)
      stop = inner.extent();
  } else if (inner.position < inner.before) {
    run.zeros = true;
    stop = inner.before;
  } else if (inner.inData()) {
    if (inner.wrap)
      stop = inner.before + inner.wrap;
    run.address += (inner.position - inner.before) * inner.step;
    run.stride = inner.step;
  } else {
    run.zeros = true;
    stop = inner.extent();
  }
  run.words = std::min(limit, stop - inner.position);
  advance(run.words);
  return run;
}

} // namespace tilewright::emulator
