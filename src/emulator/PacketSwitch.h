//===- PacketSwitch.h - A tile's stream switch ------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The switch's registers, and the half of it that looks into packets. Circuits
// are only topology: Routes.cpp lays them through.
//
// A slave port in packet mode matches the header of each packet against its four
// slots; the first that fits names an arbiter and one of its msels. The arbiter
// serves one slave at a time, from the header to the word marked last, and the
// words go to every master port that listens to that arbiter and msel, when all
// of them have room. A master may drop the header. A buffer may for
// a moment hold more words than the port can, when the way behind it takes them all.
//
// Which of several waiting slaves an arbiter serves next is not known of the
// hardware; here they take turns.
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_EMULATOR_PACKETSWITCH_H
#define TILEWRIGHT_EMULATOR_PACKETSWITCH_H

#include "device/Execution.h"
#include "emulator/Stream.h"
#include <array>
#include <memory>
#include <optional>

namespace tilewright::emulator {

class Tile;

/// The registers, by physical port index.
struct SwitchConfiguration {
  std::vector<uint32_t> masters, slaves, slots; ///< slots: slave * slotsPerPort + slot
  unsigned slotsPerPort = 0;
  /// What each physical port is; nothing: the tile has no such port.
  std::vector<std::optional<device::Port>> masterPorts, slavePorts;

  device::SwitchMaster master(unsigned i) const { return device::decodeSwitchMaster(masters[i]); }
  device::SwitchSlave slave(unsigned i) const { return device::decodeSwitchSlave(slaves[i]); }
  device::PacketSlot slot(unsigned slave, unsigned i) const {
    return device::decodePacketSlot(slots[slave * slotsPerPort + i]);
  }
};

class PacketSwitch : public Actor {
public:
  class Output;
  /// A slave port in packet mode.
  class Input : public StreamSink {
  public:
    Input(PacketSwitch &owner, unsigned port) : owner(owner), port(port) {}
    uint64_t demand() const override;
    void take(llvm::ArrayRef<uint32_t> words, bool last) override;
    std::string describe() const override;

    PacketSwitch &owner;
    unsigned port;
    WordQueue held;
    std::optional<device::PacketSlot> packet; ///< the slot of the packet in front
    bool granted = false, headerNext = true;
    llvm::SmallVector<Output *, 4> to; ///< of the granted packet
  };
  /// A master port in packet mode.
  class Output : public StreamSource {
  public:
    Output(PacketSwitch &owner, unsigned port) : owner(owner), port(port) {}
    uint64_t available() const override { return held.packetWords(); }
    bool send(llvm::MutableArrayRef<uint32_t> words) override;
    std::string describe() const override;
    /// Words it would take now: into its buffer, or on into the route behind it.
    uint64_t room() const;

    PacketSwitch &owner;
    unsigned port;
    WordQueue held;
  };

  explicit PacketSwitch(Tile &);
  ~PacketSwitch() override;

  void step() override;
  Input &input(unsigned slave) { return *inputs[slave]; }
  Output &output(unsigned master) { return *outputs[master]; }
  /// Words and grants are dropped.
  void reset();

  Tile &owner() const { return tile; }
  /// The ports that wait, for reports.
  std::vector<std::string> blockedPorts() const;

private:
  bool classify(Input &);
  void grant(unsigned arbiter);
  bool forward(Input &);
  uint64_t onward(const Input &) const;
  llvm::SmallVector<Output *, 4> listeners(const device::PacketSlot &) const;

  Tile &tile;
  std::vector<std::unique_ptr<Input>> inputs;
  std::vector<std::unique_ptr<Output>> outputs;
  std::array<Input *, device::depth::arbiters> serving{};
  std::array<unsigned, device::depth::arbiters> turn{};
};

} // namespace tilewright::emulator
#endif // TILEWRIGHT_EMULATOR_PACKETSWITCH_H
