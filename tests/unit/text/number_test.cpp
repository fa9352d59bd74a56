#include "text/number.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>

using ipi::read_integer;

TEST_SUITE("text number") {
  TEST_CASE("digits with an optional minus are read") {
    CHECK(read_integer("0").value == 0);
    CHECK(read_integer("42").value == 42);
    CHECK(read_integer("-7").value == -7);
    CHECK(read_integer("9223372036854775807").value == std::numeric_limits<std::int64_t>::max());
    CHECK(read_integer("-9223372036854775808").value == std::numeric_limits<std::int64_t>::min());
    CHECK(read_integer("42").fault.empty());
  }

  TEST_CASE("zeros at the end of a decimal say nothing") {
    using ipi::without_trailing_zeros;
    CHECK(without_trailing_zeros("3.0") == "3");
    CHECK(without_trailing_zeros("-2.50") == "-2.5");
    CHECK(without_trailing_zeros("0.00") == "0");
    CHECK(without_trailing_zeros("30") == "30");
    for (const char* const other : {"3.", ".0", "1e2", "1.0e2", "A1.0", ""})
      CHECK(without_trailing_zeros(other) == other);
  }

  TEST_CASE("everything else is refused with its own reason") {
    CHECK(read_integer("010").fault == "has a leading zero (8 and 010 are different things to different programs)");
    CHECK(read_integer("-08").fault == "has a leading zero (8 and 010 are different things to different programs)");
    CHECK(read_integer("").fault == "is empty");
    CHECK(read_integer("-").fault == "is a sign without digits");
    CHECK(read_integer("-0").fault == "is a negative zero (write 0)");
    CHECK(read_integer("+3").fault == "has a '+' in front (leave it out)");
    CHECK(read_integer(" 3").fault == "has a space in it");
    CHECK(read_integer("3 ").fault == "has a space in it");
    CHECK(read_integer("1_000").fault == "has '_' between its digits (leave it out)");
    CHECK(read_integer("0x1F").fault == "is hexadecimal (write it in decimal digits)");
    CHECK(read_integer("0o17").fault == "is octal (write it in decimal digits)");
    CHECK(read_integer("1e2").fault == "has an exponent (write all its digits)");
    CHECK(read_integer("3.0").fault == "has a decimal point");
    CHECK(read_integer("three").fault == "is not a whole number");
    CHECK(read_integer("3x").fault == "is not a whole number");
    CHECK(read_integer("９").fault == "is not a whole number");
    CHECK(read_integer("9223372036854775808").fault == "is too large");
    CHECK_FALSE(read_integer("9223372036854775808").value);
  }
}
