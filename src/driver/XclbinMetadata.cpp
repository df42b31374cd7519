//===- XclbinMetadata.cpp - What xclbinutil would be told -------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "driver/XclbinMetadata.h"
#include "device/DeviceModel.h"
#include "driver/Outputs.h"
#include "driver/Pipelines.h"
#include "formats/Xclbin.h"

#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"

using llvm::json::Array;
using llvm::json::Object;

namespace tilewright::driver {

std::vector<uint16_t> startColumns(const device::DeviceModel &model) {
  using device::Device;
  const device::DeviceModel &array =
      device::DeviceModel::get(model.arch() == device::Arch::AIE2p ? Device::npu2 : Device::npu1);
  // Up to four columns mlir-aie keeps to the same places on every array, column 0
  // never among them. It knows no place for more columns; they may stand wherever
  // the array has room.
  constexpr int narrow = 4;
  bool fixed = model.columns() <= narrow && model.columns() < array.columns();
  int first = fixed ? 1 : 0, end = fixed ? narrow + 1 : array.columns();
  std::vector<uint16_t> columns;
  for (int column = first; column + model.columns() <= end; ++column)
    columns.push_back(column);
  return columns;
}

static Object memory(const char *kilobytes, const char *tag) {
  return Object{{"m_type", "MEM_DRAM"},
                {"m_used", "1"},
                {"m_sizeKB", kilobytes},
                {"m_tag", tag},
                {"m_base_address", "0x4000000"}};
}

static Object scalar(const char *name, const char *type, const char *offset) {
  return Object{
      {"name", name}, {"address-qualifier", "SCALAR"}, {"type", type}, {"offset", offset}};
}
static Object global(const char *name, const char *type, const char *offset, const char *memory) {
  return Object{{"name", name},
                {"address-qualifier", "GLOBAL"},
                {"type", type},
                {"offset", offset},
                {"memory-connection", memory}};
}

static llvm::json::Value kernels(const Options &options) {
  Array arguments{scalar("opcode", "uint64_t", "0x00"),   global("instr", "char *", "0x08", "SRAM"),
                  scalar("ninstr", "uint32_t", "0x10"),   global("bo0", "void*", "0x14", "HOST"),
                  global("bo1", "void*", "0x1C", "HOST"), global("bo2", "void*", "0x24", "HOST"),
                  global("bo3", "void*", "0x2C", "HOST"), global("bo4", "void*", "0x34", "HOST")};
  Object kernel{
      {"name", options.xclbinKernelName},
      {"type", "dpu"},
      {"extended-data",
       Object{{"subtype", "DPU"}, {"functional", "0"}, {"dpu_kernel_id", options.xclbinKernelId}}},
      {"arguments", std::move(arguments)},
      {"instances", Array{Object{{"name", options.xclbinInstanceName}}}}};
  return Object{{"ps-kernels", Object{{"kernels", Array{std::move(kernel)}}}}};
}

static llvm::json::Value partition(aie::DeviceOp device, llvm::StringRef pdiPath,
                                   const Options &options) {
  const device::DeviceModel &model = aie::getTargetModel(device);
  Array starts;
  for (uint16_t column : startColumns(model))
    starts.push_back(int64_t(column));
  // The same design gets the same identifier.
  std::string uuid = formats::uuidText(
      formats::digestUuid((device.getSymName() + "\n" + options.xclbinKernelId).str()));
  Object group{{"name", "DPU"},
               {"type", "PRIMARY"},
               {"pdi_id", "0x01"},
               {"dpu_kernel_ids", Array{options.xclbinKernelId}},
               {"pre_cdo_groups", Array{"0xC1"}}};
  Object pdi{{"uuid", uuid}, {"file_name", pdiPath}, {"cdo_groups", Array{std::move(group)}}};
  return Object{
      {"aie_partition", Object{{"name", "QoS"},
                               {"operations_per_cycle", "2048"},
                               {"inference_fingerprint", "23423"},
                               {"pre_post_fingerprint", "12345"},
                               {"partition", Object{{"column_width", model.columns()},
                                                    {"start_columns", std::move(starts)}}},
                               {"PDIs", Array{std::move(pdi)}}}}};
}

bool writeXclbinMetadata(aie::DeviceOp device, llvm::StringRef pdiPath, const Options &options) {
  auto write = [&](const char *suffix, const llvm::json::Value &value) {
    return writeOutput(workDirectory(options) + "/" + device.getSymName().str() + suffix,
                       llvm::formatv("{0:2}", value).str() + "\n");
  };
  llvm::json::Value topology =
      Object{{"mem_topology",
              Object{{"m_count", "2"},
                     {"m_mem_data", Array{memory("0x10000", "HOST"), memory("0xc000", "SRAM")}}}}};
  return write("_mem_topology.json", topology) && write("_kernels.json", kernels(options)) &&
         write("_aie_partition.json", partition(device, pdiPath, options));
}

} // namespace tilewright::driver
