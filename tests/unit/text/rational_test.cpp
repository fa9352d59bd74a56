#include "text/rational.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <stdexcept>

using ipi::parse_decimal;
using ipi::Rational;
using ipi::to_decimal;

namespace {
constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t smallest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t huge = std::int64_t{1} << 62U;
}  // namespace

TEST_SUITE("text rational") {
  TEST_CASE("fractions are kept in lowest terms over a positive denominator") {
    CHECK(Rational(6, 4) == Rational(3, 2));
    CHECK(Rational(3, -6).numerator() == -1);
    CHECK(Rational(3, -6).denominator() == 2);
    CHECK(Rational(0, -5) == Rational(0));
    CHECK(Rational(8, 4).is_whole());
    CHECK_THROWS_AS(Rational(1, 0), std::domain_error);
  }

  TEST_CASE("arithmetic is exact") {
    CHECK(Rational(1, 3) + Rational(1, 6) == Rational(1, 2));
    CHECK(Rational(1, 3) - Rational(1, 2) == Rational(-1, 6));
    CHECK(Rational(2, 3) * Rational(3, 4) == Rational(1, 2));
    CHECK(Rational(2, 3) / Rational(-4, 9) == Rational(-3, 2));
    CHECK_THROWS_AS(static_cast<void>(Rational(1) / Rational(0)), std::domain_error);
    CHECK(Rational(huge, 3) * Rational(3, huge) == Rational(1));
    CHECK(Rational(huge - 1, 7) + Rational(1, 7) == Rational(huge, 7));
  }

  TEST_CASE("what does not fit 64 bits throws") {
    CHECK_THROWS_AS(static_cast<void>(Rational(largest) + Rational(1)), std::overflow_error);
    CHECK_THROWS_AS(static_cast<void>(Rational(smallest) - Rational(1)), std::overflow_error);
    CHECK_THROWS_AS(static_cast<void>(Rational(huge) * Rational(2)), std::overflow_error);
    CHECK_THROWS_AS(static_cast<void>(Rational(1, huge) / Rational(4)), std::overflow_error);
    CHECK_THROWS_AS(static_cast<void>(Rational(1, -1) * Rational(smallest)), std::overflow_error);
    CHECK_THROWS_AS(Rational(1, smallest), std::overflow_error);
    CHECK(Rational(smallest, smallest) == Rational(1));
    CHECK(Rational(largest, largest - 1) - Rational(largest, largest - 1) == Rational(0));
    CHECK_THROWS_AS(static_cast<void>(Rational(1, largest) + Rational(1, largest - 1)), std::overflow_error);
  }

  TEST_CASE("comparison is exact near 2 to the 62") {
    CHECK(Rational(huge, 3) < Rational(huge + 1, 3));
    CHECK(Rational(huge - 1, huge) < Rational(huge, huge + 1));
    CHECK(Rational(largest - 1, largest) < Rational(1));
    CHECK(Rational(-huge, 3) > Rational(-huge - 1, 3));
    CHECK(Rational(smallest) < Rational(smallest + 1, 1));
    CHECK((Rational(1, 2) <=> Rational(2, 4)) == std::strong_ordering::equal);
  }

  TEST_CASE("decimals round half away from zero") {
    CHECK(to_decimal(Rational(200, 9), 2) == "22.22");
    CHECK(to_decimal(24, 2) == "24");
    CHECK(to_decimal(Rational(1, 2), 0) == "1");
    CHECK(to_decimal(Rational(-1, 2), 0) == "-1");
    CHECK(to_decimal(Rational(5, 2), 0) == "3");
    CHECK(to_decimal(Rational(-5, 2), 0) == "-3");
    CHECK(to_decimal(Rational(1, 8), 2) == "0.13");
    CHECK(to_decimal(Rational(-1, 8), 2) == "-0.13");
    CHECK(to_decimal(Rational(1, 3), 0) == "0");
    CHECK(to_decimal(Rational(-1, 3), 0) == "0");
    CHECK(to_decimal(Rational(999, 1000), 2) == "1");
    CHECK(to_decimal(Rational(-19999, 10000), 3) == "-2");
    CHECK(to_decimal(Rational(1, 20), 2) == "0.05");
    CHECK(to_decimal(Rational(5, 2), 3) == "2.5");
    CHECK(to_decimal(Rational(1, 3), 18) == "0.333333333333333333");
    CHECK(to_decimal(Rational(2, 3), 18) == "0.666666666666666667");
    CHECK(to_decimal(Rational(smallest), 2) == "-9223372036854775808");
    CHECK(to_decimal(Rational(1, largest), 18) == "0");
    CHECK(to_decimal(Rational(largest - 1, largest), 18) == "1");
    CHECK_THROWS_AS(static_cast<void>(to_decimal(1, 19)), std::invalid_argument);
    CHECK_THROWS_AS(static_cast<void>(to_decimal(1, -1)), std::invalid_argument);
  }

  TEST_CASE("decimals are read exactly") {
    CHECK(parse_decimal("12") == Rational(12));
    CHECK(parse_decimal("-3") == Rational(-3));
    CHECK(parse_decimal("13.5") == Rational(27, 2));
    CHECK(parse_decimal("-0.25") == Rational(-1, 4));
    CHECK(parse_decimal("1.50") == Rational(3, 2));
    CHECK(parse_decimal("0.1") == Rational(1, 10));
    CHECK(parse_decimal("9223372036854775807") == Rational(largest));
  }

  TEST_CASE("what is no decimal is refused") {
    for (const char* text : {"", "-", "+1", "1e3", "01", "-01", ".5", "5.", "1,5", " 1", "1 ", "1.2.3", "0x1", "--1",
                             "1.-5", "1.+5", "9223372036854775808", "9223372036854775807.5", "0.1234567890123456789"}) {
      CAPTURE(text);
      CHECK_FALSE(parse_decimal(text));
    }
  }

  TEST_CASE("the nearest double is for show") {
    CHECK(to_double(Rational(1, 4)) == 0.25);
    CHECK(to_double(Rational(-7)) == -7.0);
    CHECK(to_double(Rational(1, 10)) == 0.1);
  }
}
