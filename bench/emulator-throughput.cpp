//===- emulator-throughput.cpp - Bytes per second through the NPU ---------===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// usage: emulator-throughput DESIGN.xclbin INSTS.bin BYTES [SECONDS]
//
// Runs an instruction stream whose argument 0 goes in and argument 1 comes out,
// BYTES each, over and over on one emulated NPU, and beside it a memcpy of as
// many bytes. Prints both rates and their ratio.
//
//===----------------------------------------------------------------------===//
#include "emulator/Npu.h"
#include "formats/Pdi.h"
#include "formats/Txn.h"
#include "formats/Xclbin.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBuffer.h"
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>

using namespace tilewright;
using Clock = std::chrono::steady_clock;

static double since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

int main(int argc, char **argv) {
  if (argc < 4) {
    std::fprintf(stderr, "usage: %s DESIGN.xclbin INSTS.bin BYTES [SECONDS]\n", argv[0]);
    return 1;
  }
  llvm::ExitOnError must("emulator-throughput: ");
  auto load = [&](const char *file) {
    return must(llvm::errorOrToExpected(llvm::MemoryBuffer::getFile(file)));
  };
  auto xclbinFile = load(argv[1]), instsFile = load(argv[2]);
  const size_t bytes = std::strtoull(argv[3], nullptr, 0);
  const double seconds = argc > 4 ? std::strtod(argv[4], nullptr) : 2;

  formats::Xclbin xclbin = must(formats::readXclbin(xclbinFile->getBuffer()));
  std::vector<formats::HostImage> images = must(formats::readXclbinHostImages(xclbin));
  const formats::XclbinSection *section = xclbin.find(formats::section::aiePartition);
  if (!section) {
    std::fprintf(stderr, "no partition in %s\n", argv[1]);
    return 1;
  }
  formats::XclbinPartition partition = must(formats::readAiePartition(*section));
  const formats::HostProgram *host = formats::findHostProgram(images, partition.pdis.at(0).image);
  if (!host) {
    std::fprintf(stderr, "no host program in %s\n", argv[1]);
    return 1;
  }
  formats::RegisterProgram configuration =
      must(formats::readPdiProgram(partition.pdis.at(0).image));
  formats::Txn insts = must(formats::readTxn(instsFile->getBuffer()));

  auto npu = must(emulator::Npu::create(device::DeviceModel::get(host->device)));
  must(npu->attach(*host));
  must(npu->configure(configuration));

  std::vector<uint8_t> in(bytes), out(bytes);
  for (size_t i = 0; i < bytes; ++i)
    in[i] = static_cast<uint8_t>(i * 2654435761u >> 13);

  size_t runs = 0;
  auto start = Clock::now();
  do {
    must(npu->run(insts.program,
                  {llvm::MutableArrayRef<uint8_t>(in), llvm::MutableArrayRef<uint8_t>(out)}));
    ++runs;
  } while (since(start) < seconds);
  double npuRate = double(bytes) * runs / since(start);
  if (std::memcmp(in.data(), out.data(), bytes)) {
    std::fprintf(stderr, "the data came back changed\n");
    return 1;
  }

  size_t copies = 0;
  start = Clock::now();
  do {
    std::memcpy(out.data(), in.data(), bytes);
    asm volatile("" ::"r"(out.data()) : "memory");
    ++copies;
  } while (since(start) < seconds / 4);
  double copyRate = double(bytes) * copies / since(start);

  std::printf("emulator %.1f MB/s, memcpy %.1f MB/s, ratio 1 : %.0f\n", npuRate / 1e6,
              copyRate / 1e6, copyRate / npuRate);
}
