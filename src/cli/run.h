#pragma once

#include <cstdio>
#include <string>
#include <vector>

namespace ipi::cli {

/// Where a run reads and writes.
struct Streams {
  std::FILE* in = nullptr;
  std::FILE* out = nullptr;
  std::FILE* err = nullptr;
};

/// Runs one command line (without the program's name) and returns its exit code: 0 done, 1 something was rejected or
/// found wrong, 2 usage, 3 a definition in force is wrong, 4 input or output failed, 70 a bug.
[[nodiscard]] int run(const std::vector<std::string>& arguments, const Streams& streams);

}  // namespace ipi::cli
