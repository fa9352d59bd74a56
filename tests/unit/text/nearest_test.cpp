#include "text/nearest.h"

#include <doctest/doctest.h>

#include <array>

TEST_SUITE("text nearest") {
  TEST_CASE("the nearest name is within a third of the word") {
    const std::array<std::string_view, 4> names{"score", "check", "interview", "store"};
    CHECK(ipi::nearest_name("scor", names) == "score");
    CHECK(ipi::nearest_name("socre", names) == "score");
    CHECK(ipi::nearest_name("intreviw", names) == "interview");
    CHECK(ipi::nearest_name("sxore", names) == "score");
    CHECK_FALSE(ipi::nearest_name("batch", names));
    CHECK_FALSE(ipi::nearest_name("", names));
    CHECK_FALSE(ipi::nearest_name("x", std::span<const std::string_view>{}));
  }

  TEST_CASE("the first of equally near names wins") {
    const std::array<std::string_view, 2> names{"ab", "ac"};
    CHECK(ipi::nearest_name("ad", names) == "ab");
    CHECK(ipi::nearest_name("ac", names) == "ac");
  }
}
