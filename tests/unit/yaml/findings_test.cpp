#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "promises.h"

TEST_SUITE("yaml findings") {
  TEST_CASE("every text that a fuzzer once broke a promise with keeps them all") {
    for (const char* const folder : {"tests/fuzz/findings/yaml", "tests/fuzz/corpus/yaml"}) {
      const std::filesystem::path path = std::filesystem::path{IPI_SOURCE_DIR} / folder;
      if (!std::filesystem::exists(path)) continue;
      for (const auto& entry : std::filesystem::directory_iterator{path}) {
        CAPTURE(entry.path().string());
        std::ifstream stream{entry.path(), std::ios::binary};
        const std::string text{std::istreambuf_iterator<char>{stream}, std::istreambuf_iterator<char>{}};
        CHECK(keep_promises(text).broken == "");
      }
    }
  }
}
