//===- Graph.h - What is made from what -------------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A build is a graph of artifacts: typed values (a module, the bytes of a PDI,
// the path of an ELF file), each made by a function of others. Declaring an
// artifact costs nothing; only those that a requested one needs are made, each
// once, and independent ones at the same time. An artifact lives in memory:
// writing it to disk is an artifact of its own.
//
//   Graph graph;
//   Artifact<Bytes> cdo = graph.add("cdo", [](const Module &m) {...}, module);
//   Artifact<Bytes> pdi = graph.add("pdi", [](const Bytes &b) {...}, cdo);
//   graph.request(pdi);
//   if (graph.build(threads)) use(graph.get(pdi));
//
// A maker returns std::optional of its value; nothing means that it failed and
// has said why. After a failure nothing new is started.
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_DRIVER_GRAPH_H
#define TILEWRIGHT_DRIVER_GRAPH_H

#include "driver/Log.h"
#include "llvm/ADT/ArrayRef.h"

#include <any>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

namespace tilewright::driver {

/// Names an artifact of a graph.
template <typename T> struct Artifact {
  unsigned index = ~0u;
  explicit operator bool() const { return index != ~0u; }
};
/// The value of a step that only has an effect.
struct Done {};

class Graph {
public:
  /// Declares an artifact: \p make is called with the values of \p inputs.
  template <typename Maker, typename... Inputs>
  auto add(std::string name, Maker make, Artifact<Inputs>... inputs) {
    using T = typename std::invoke_result_t<Maker, const Inputs &...>::value_type;
    auto run = [this, make = std::move(make), inputs...]() mutable -> std::shared_ptr<void> {
      (void)this; // unused without inputs
      std::optional<T> value = make(this->get(inputs)...);
      return value ? std::make_shared<T>(std::move(*value)) : nullptr;
    };
    return Artifact<T>{addNode(std::move(name), std::move(run), {inputs.index...})};
  }
  /// The same with any number of inputs of one type; \p make gets pointers to them.
  template <typename Maker, typename Input>
  auto addList(std::string name, Maker make, std::vector<Artifact<Input>> inputs) {
    using T = typename std::invoke_result_t<Maker, std::vector<const Input *>>::value_type;
    std::vector<unsigned> indices;
    for (auto input : inputs)
      indices.push_back(input.index);
    auto run = [this, make = std::move(make),
                inputs = std::move(inputs)]() mutable -> std::shared_ptr<void> {
      std::vector<const Input *> values;
      for (auto input : inputs)
        values.push_back(&get(input));
      std::optional<T> value = make(std::move(values));
      return value ? std::make_shared<T>(std::move(*value)) : nullptr;
    };
    return Artifact<T>{addNode(std::move(name), std::move(run), std::move(indices))};
  }

  /// Asks for an artifact, and so for all that it needs.
  template <typename T> void request(Artifact<T> artifact) { requested.push_back(artifact.index); }

  /// Makes what was requested, on \p threads threads (1: the caller's only).
  /// Prints the steps' logs in the order of their declaration.
  bool build(unsigned threads);

  /// The value of an artifact that has been made.
  template <typename T> const T &get(Artifact<T> artifact) const {
    return *static_cast<const T *>(nodes[artifact.index].value.get());
  }

private:
  struct Node {
    std::string name;
    std::function<std::shared_ptr<void>()> make;
    std::vector<unsigned> inputs;
    bool wanted = false, started = false, done = false;
    unsigned missing = 0; ///< inputs not made yet
    std::shared_ptr<void> value;
    Log log;
  };

  unsigned addNode(std::string name, std::function<std::shared_ptr<void>()> make,
                   std::vector<unsigned> inputs);
  void markWanted();
  void flushLogs(bool all);

  std::vector<Node> nodes; ///< inputs stand before what needs them
  std::vector<unsigned> requested;
  size_t printed = 0; ///< logs of nodes before this one are out
};

} // namespace tilewright::driver
#endif // TILEWRIGHT_DRIVER_GRAPH_H
