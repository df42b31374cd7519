//===- Graph.cpp - What is made from what -----------------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The scheduler: every thread, the caller's included, repeats "take the ready
// node that was declared first, make it". Declaration order is a topological
// order, so with one thread this is simply a walk over the wanted nodes, and
// with several the order of the logs is the same.
//
//===----------------------------------------------------------------------===//

#include "driver/Graph.h"

#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

namespace tilewright::driver {

unsigned Graph::addNode(std::string name, std::function<std::shared_ptr<void>()> make,
                        std::vector<unsigned> inputs) {
  Node node;
  node.name = std::move(name);
  node.make = std::move(make);
  node.inputs = std::move(inputs);
  nodes.push_back(std::move(node));
  return nodes.size() - 1;
}

void Graph::markWanted() {
  for (unsigned index : requested)
    nodes[index].wanted = true;
  for (size_t i = nodes.size(); i-- > 0;)
    if (nodes[i].wanted)
      for (unsigned input : nodes[i].inputs)
        nodes[input].wanted = true;
}

void Graph::flushLogs(bool all) {
  for (; printed < nodes.size(); ++printed) {
    Node &node = nodes[printed];
    if (node.wanted && !node.done && !all)
      return;
    llvm::outs() << node.log.out;
    llvm::outs().flush();
    llvm::errs() << node.log.err;
    node.log = {};
  }
}

bool Graph::build(unsigned threads) {
  markWanted();
  printed = 0;
  std::mutex mutex;
  std::condition_variable changed;
  std::set<unsigned> ready;
  size_t running = 0, left = 0;
  bool failed = false;
  std::vector<std::vector<unsigned>> users(nodes.size());
  for (unsigned i = 0; i < nodes.size(); ++i) {
    if (!nodes[i].wanted || nodes[i].done)
      continue;
    ++left;
    for (unsigned input : nodes[i].inputs)
      if (!nodes[input].done) {
        users[input].push_back(i);
        ++nodes[i].missing;
      }
    if (nodes[i].missing == 0)
      ready.insert(i);
  }

  auto work = [&] {
    std::unique_lock lock(mutex);
    while (true) {
      changed.wait(lock, [&] { return !ready.empty() || failed || (left == 0) || running == 0; });
      if (failed || ready.empty())
        return;
      Node &node = nodes[*ready.begin()];
      unsigned index = *ready.begin();
      ready.erase(ready.begin());
      ++running;
      lock.unlock();
      std::shared_ptr<void> value;
      {
        LogScope scope(node.log);
        value = node.make();
      }
      lock.lock();
      --running;
      --left;
      node.done = true;
      node.make = nullptr;
      if (value) {
        node.value = std::move(value);
        for (unsigned user : users[index])
          if (--nodes[user].missing == 0)
            ready.insert(user);
      } else {
        failed = true;
      }
      flushLogs(/*all=*/false);
      changed.notify_all();
    }
  };
  std::vector<std::thread> helpers;
  for (unsigned i = 1; i < threads; ++i)
    helpers.emplace_back(work);
  work();
  for (std::thread &helper : helpers)
    helper.join();
  flushLogs(/*all=*/true);
  return !failed;
}

} // namespace tilewright::driver
