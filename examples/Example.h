//===- Example.h - What the examples' host programs share -------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An example is a design, perhaps kernels, and a host program. The host program
// compiles the design with aiecc, writes its input arrays to files, runs the
// xclbin and the instruction stream on the emulated NPU with aie-run, reads the
// results back and compares them with its own computation.
//
//===----------------------------------------------------------------------===//
#ifndef TILEWRIGHT_EXAMPLES_EXAMPLE_H
#define TILEWRIGHT_EXAMPLES_EXAMPLE_H

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace example {

/// A scratch folder that is the current directory while it lives.
class WorkFolder {
public:
  WorkFolder() : previous(std::filesystem::current_path()) {
    std::string name = (std::filesystem::temp_directory_path() / "tilewright-XXXXXX").string();
    if (!mkdtemp(name.data())) {
      std::perror("mkdtemp");
      std::exit(1);
    }
    folder = name;
    std::filesystem::current_path(folder);
  }
  ~WorkFolder() {
    std::filesystem::current_path(previous);
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }

private:
  std::filesystem::path previous, folder;
};

/// Runs a command of the package, printed first; ends the program if it fails.
inline void run(const std::string &command) {
  std::printf("$ %s\n", command.c_str());
  std::fflush(stdout);
  if (std::system(("PATH=" TILEWRIGHT_BIN ":$PATH " + command).c_str()) != 0) {
    std::printf("failed\n");
    std::exit(1);
  }
}

template <typename T> void write(const char *file, const std::vector<T> &values) {
  std::ofstream(file, std::ios::binary)
      .write(reinterpret_cast<const char *>(values.data()), values.size() * sizeof(T));
}

template <typename T> std::vector<T> read(const char *file, size_t count) {
  std::vector<T> values(count);
  std::ifstream in(file, std::ios::binary);
  in.read(reinterpret_cast<char *>(values.data()), count * sizeof(T));
  if (static_cast<size_t>(in.gcount()) != count * sizeof(T)) {
    std::printf("%s is too short\n", file);
    std::exit(1);
  }
  return values;
}

/// Prints the verdict and gives the exit status: every element must agree.
template <typename T>
int check(const char *what, const std::vector<T> &got, const std::vector<T> &wanted) {
  for (size_t i = 0; i < wanted.size(); ++i)
    if (got[i] != wanted[i]) {
      std::printf("%s[%zu] is %lld, should be %lld\nFAIL\n", what, i,
                  static_cast<long long>(got[i]), static_cast<long long>(wanted[i]));
      return 1;
    }
  std::printf("%s: all %zu elements are right\nPASS\n", what, wanted.size());
  return 0;
}

} // namespace example
#endif // TILEWRIGHT_EXAMPLES_EXAMPLE_H
