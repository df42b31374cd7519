//===- DriverGraphTest.cpp - What is made from what -------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "driver/Graph.h"
#include "gtest/gtest.h"

#include <atomic>
#include <chrono>
#include <thread>

using namespace tilewright::driver;

namespace {

TEST(Graph, MakesOnlyWhatIsRequestedAndOnce) {
  Graph graph;
  int made = 0, unwanted = 0;
  auto base = graph.add("base", [&] { return std::optional(++made); });
  auto left = graph.add("left", [](const int &v) { return std::optional(v + 10); }, base);
  auto right = graph.add("right", [](const int &v) { return std::optional(v + 20); }, base);
  graph.add("unwanted", [&] { return std::optional(++unwanted); });
  auto sum = graph.add(
      "sum", [](const int &a, const int &b) { return std::optional(a + b); }, left, right);
  graph.request(sum);
  ASSERT_TRUE(graph.build(1));
  EXPECT_EQ(graph.get(sum), 32);
  EXPECT_EQ(made, 1);
  EXPECT_EQ(unwanted, 0);
}

TEST(Graph, ListsKeepTheirOrder) {
  for (unsigned threads : {1u, 4u}) {
    Graph graph;
    std::vector<Artifact<int>> parts;
    for (int i = 0; i < 20; ++i)
      parts.push_back(graph.add("part", [i] {
        std::this_thread::sleep_for(std::chrono::milliseconds((20 - i) % 3));
        return std::optional(i);
      }));
    auto all = graph.addList(
        "all",
        [](std::vector<const int *> values) {
          std::vector<int> copy;
          for (const int *value : values)
            copy.push_back(*value);
          return std::optional(copy);
        },
        parts);
    graph.request(all);
    ASSERT_TRUE(graph.build(threads));
    for (int i = 0; i < 20; ++i)
      EXPECT_EQ(graph.get(all)[i], i);
  }
}

TEST(Graph, NothingStartsAfterAFailure) {
  Graph graph;
  bool ran = false;
  auto bad = graph.add("bad", []() -> std::optional<int> { return std::nullopt; });
  auto after = graph.add(
      "after",
      [&](const int &) {
        ran = true;
        return std::optional(1);
      },
      bad);
  auto beside = graph.add("beside", [&] {
    ran = true;
    return std::optional(1);
  });
  graph.request(after);
  graph.request(beside);
  EXPECT_FALSE(graph.build(1));
  EXPECT_FALSE(ran);
}

TEST(Graph, IndependentStepsRunTogether) {
  Graph graph;
  std::atomic<int> inside = 0;
  auto wait = [&]() -> std::optional<Done> {
    ++inside;
    for (int i = 0; i < 2000 && inside < 2; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return inside == 2 ? std::optional(Done{}) : std::nullopt;
  };
  graph.request(graph.add("one", wait));
  graph.request(graph.add("two", wait));
  EXPECT_TRUE(graph.build(2));
}

TEST(Graph, LogsComeInTheOrderOfDeclaration) {
  std::string expected = "step 0\nstep 1\nstep 2\nstep 3\n";
  for (unsigned threads : {1u, 4u}) {
    testing::internal::CaptureStdout();
    Graph graph;
    for (int i = 0; i < 4; ++i)
      graph.request(graph.add("step", [i] {
        std::this_thread::sleep_for(std::chrono::milliseconds(4 * (4 - i)));
        out() << "step " << i << "\n";
        return std::optional(Done{});
      }));
    EXPECT_TRUE(graph.build(threads));
    EXPECT_EQ(testing::internal::GetCapturedStdout(), expected);
  }
}

TEST(Graph, GrowsBetweenBuilds) {
  Graph graph;
  auto first = graph.add("first", [] { return std::optional(1); });
  graph.request(first);
  ASSERT_TRUE(graph.build(1));
  auto second = graph.add("second", [](const int &v) { return std::optional(v + 1); }, first);
  graph.request(second);
  ASSERT_TRUE(graph.build(1));
  EXPECT_EQ(graph.get(second), 2);
}

} // namespace
