//===- AIEEnums.h - The dialect's view of the device room's enums -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The enums of the device room are the only C++ enums of their kind; here they
// get what generated code expects of an enum attribute: names in this
// namespace, symbolize/stringify, and an attribute class over IntegerAttr (i32).
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_DIALECT_AIE_AIEENUMS_H
#define TILEWRIGHT_DIALECT_AIE_AIEENUMS_H

#include "device/DeviceModel.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"
#include "llvm/Support/raw_ostream.h"

namespace tilewright::device {
inline llvm::raw_ostream &operator<<(llvm::raw_ostream &os, WireBundle b) {
  return os << stringify(b);
}
inline llvm::raw_ostream &operator<<(llvm::raw_ostream &os, DMAChannelDir d) {
  return os << stringify(d);
}
/// "(DMA: 0)".
inline llvm::raw_ostream &operator<<(llvm::raw_ostream &os, const Port &p) {
  return os << "(" << p.bundle << ": " << p.channel << ")";
}
/// "TileID(0, 2)".
inline llvm::raw_ostream &operator<<(llvm::raw_ostream &os, const TileID &t) {
  return os << "TileID(" << t.col << ", " << t.row << ")";
}
} // namespace tilewright::device

namespace tilewright::aie {

using device::Arch;
using device::Device;
using device::DeviceModel;
using device::DMAChannelDir;
using device::Port;
using device::TileID;
using device::TileType;
using device::WireBundle;

/// First and last value of an enum whose values are consecutive.
template <typename E> struct EnumRange;
template <> struct EnumRange<Device> {
  static constexpr Device first = Device::xcvc1902, last = Device::npu2_7col;
};
template <> struct EnumRange<TileType> {
  static constexpr TileType first = TileType::CoreTile, last = TileType::ShimPLTile;
};
template <> struct EnumRange<WireBundle> {
  static constexpr WireBundle first = WireBundle::Core, last = WireBundle::TileControl;
};
template <> struct EnumRange<DMAChannelDir> {
  static constexpr DMAChannelDir first = DMAChannelDir::S2MM, last = DMAChannelDir::MM2S;
};

template <typename E> std::optional<E> symbolizeDeviceEnum(uint64_t value) {
  if (value < uint64_t(EnumRange<E>::first) || value > uint64_t(EnumRange<E>::last))
    return std::nullopt;
  return static_cast<E>(value);
}
template <typename E> std::optional<E> symbolizeDeviceEnum(llvm::StringRef name) {
  for (auto v = uint32_t(EnumRange<E>::first); v <= uint32_t(EnumRange<E>::last); ++v)
    if (device::stringify(E(v)) == name)
      return E(v);
  return std::nullopt;
}

/// An i32 attribute that holds a value of E.
template <typename E, typename Derived> class DeviceEnumAttr : public mlir::IntegerAttr {
public:
  using ValueType = E;
  using mlir::IntegerAttr::IntegerAttr;
  static bool classof(mlir::Attribute attr) {
    auto integer = llvm::dyn_cast<mlir::IntegerAttr>(attr);
    return integer && integer.getType().isSignlessInteger(32) &&
           symbolizeDeviceEnum<E>(integer.getValue().getZExtValue());
  }
  static Derived get(mlir::MLIRContext *context, E value) {
    auto type = mlir::IntegerType::get(context, 32);
    return llvm::cast<Derived>(mlir::Attribute(mlir::IntegerAttr::get(type, uint32_t(value))));
  }
  E getValue() const { return static_cast<E>(mlir::IntegerAttr::getValue().getZExtValue()); }
};

struct DeviceAttr : DeviceEnumAttr<Device, DeviceAttr> {
  using DeviceEnumAttr::DeviceEnumAttr;
};
struct TileTypeAttr : DeviceEnumAttr<TileType, TileTypeAttr> {
  using DeviceEnumAttr::DeviceEnumAttr;
};
struct WireBundleAttr : DeviceEnumAttr<WireBundle, WireBundleAttr> {
  using DeviceEnumAttr::DeviceEnumAttr;
};
struct DMAChannelDirAttr : DeviceEnumAttr<DMAChannelDir, DMAChannelDirAttr> {
  using DeviceEnumAttr::DeviceEnumAttr;
};

// The names that generated code calls.
inline llvm::StringRef stringifyDevice(Device v) { return device::stringify(v); }
inline llvm::StringRef stringifyArch(Arch v) { return device::stringify(v); }
inline llvm::StringRef stringifyTileType(TileType v) { return device::stringify(v); }
inline llvm::StringRef stringifyWireBundle(WireBundle v) { return device::stringify(v); }
inline llvm::StringRef stringifyDMAChannelDir(DMAChannelDir v) { return device::stringify(v); }
inline std::optional<Device> symbolizeDevice(llvm::StringRef s) {
  return symbolizeDeviceEnum<Device>(s);
}
inline std::optional<TileType> symbolizeTileType(llvm::StringRef s) {
  return symbolizeDeviceEnum<TileType>(s);
}
inline std::optional<WireBundle> symbolizeWireBundle(llvm::StringRef s) {
  return symbolizeDeviceEnum<WireBundle>(s);
}
inline std::optional<DMAChannelDir> symbolizeDMAChannelDir(llvm::StringRef s) {
  return symbolizeDeviceEnum<DMAChannelDir>(s);
}

} // namespace tilewright::aie
#endif // TILEWRIGHT_DIALECT_AIE_AIEENUMS_H
