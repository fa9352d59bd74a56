#include "yaml/image.h"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

#include "same_tree.h"
#include "yaml/read.h"

namespace {

std::string image_of(const ipi::SourceFile& file) {
  ipi::Diagnostics diagnostics;
  const auto document = ipi::yaml::read(file, diagnostics);
  REQUIRE(document);
  std::string bytes;
  append_image(document->root, bytes);
  return bytes;
}

const char* const simple = "a: [1, 'two', ~]\n日本: {x: \"\"}\nz:\n";

}  // namespace

TEST_SUITE("yaml image") {
  TEST_CASE("a tree comes back as it was") {
    const ipi::SourceFile file{"a.yaml", simple};
    ipi::Diagnostics diagnostics;
    const auto document = ipi::yaml::read(file, diagnostics);
    REQUIRE(document);
    std::string bytes;
    append_image(document->root, bytes);
    std::string_view rest = bytes;
    const auto again = ipi::yaml::read_image(rest, &file);
    CHECK(rest.empty());
    CHECK(again.file == &file);
    CHECK(same_tree(document->root, again.root));
  }

  TEST_CASE("images stand one behind the other") {
    const ipi::SourceFile first{"a.yaml", "a: 1"};
    const ipi::SourceFile second{"b.yaml", "- 2"};
    const std::string bytes = image_of(first).append(image_of(second));
    std::string_view rest = bytes;
    CHECK(ipi::yaml::read_image(rest, &first).root.find("a")->text == "1");
    CHECK(ipi::yaml::read_image(rest, &second).root.children[0].text == "2");
    CHECK(rest.empty());
  }

  TEST_CASE("a damaged image throws and never crashes") {
    const std::string whole = image_of(ipi::SourceFile{"a.yaml", simple});
    for (std::size_t length = 0; length < whole.size(); ++length) {
      std::string_view cut = std::string_view{whole}.substr(0, length);
      CHECK_THROWS_AS(static_cast<void>(ipi::yaml::read_image(cut, nullptr)), std::runtime_error);
    }
    for (std::size_t at = 0; at < whole.size(); ++at) {
      for (const char damage : {'\xFF', '\x0F', '\x7F', '\x02'}) {
        std::string damaged = whole;
        damaged[at] = damage;
        std::string_view rest = damaged;
        try {
          static_cast<void>(ipi::yaml::read_image(rest, nullptr));
        } catch (const std::runtime_error&) {
          CHECK(rest == damaged);
        }
      }
    }
    const std::string deep = [] {
      std::string bytes;
      for (int i = 0; i < 100'000; ++i) bytes.append(std::string_view("\x02\0\0\1", 4));
      return bytes;
    }();
    std::string_view rest = deep;
    CHECK_THROWS_AS(static_cast<void>(ipi::yaml::read_image(rest, nullptr)), std::runtime_error);
  }
}
