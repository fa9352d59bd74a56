#include "text/date.h"

#include <doctest/doctest.h>

using ipi::parse_partial_date;
using ipi::PartialDate;

TEST_SUITE("text date") {
  TEST_CASE("dates are read to the year, the month or the day") {
    CHECK(parse_partial_date("2024") == PartialDate{2024, 0, 0});
    CHECK(parse_partial_date("2024-03") == PartialDate{2024, 3, 0});
    CHECK(parse_partial_date("2024-03-31") == PartialDate{2024, 3, 31});
    CHECK(parse_partial_date("1800-01-01") == PartialDate{1800, 1, 1});
    CHECK(parse_partial_date("2199-12-31") == PartialDate{2199, 12, 31});
  }

  TEST_CASE("leap days exist in leap years only") {
    CHECK(parse_partial_date("2024-02-29"));
    CHECK(parse_partial_date("2000-02-29"));
    CHECK_FALSE(parse_partial_date("1900-02-29"));
    CHECK_FALSE(parse_partial_date("2023-02-29"));
  }

  TEST_CASE("what is no date is refused") {
    for (const char* text : {"",       "24",         "1799",       "2200",    "2024-",     "2024-00",     "2024-13",
                             "2024-3", "2024-04-31", "2024-04-00", "2024/04", "2024-04-1", "2024-04-011", " 2024",
                             "2024 ",  "+024",       "-024",       "2024-+1", "20a4",      "2024-04/01"}) {
      CAPTURE(text);
      CHECK_FALSE(parse_partial_date(text));
    }
  }

  TEST_CASE("a date spans the months it may lie in") {
    const ipi::MonthSpan year = ipi::months_of({2024, 0, 0});
    CHECK(year.first == 2024 * 12);
    CHECK(year.last == 2024 * 12 + 11);
    const ipi::MonthSpan month = ipi::months_of({2024, 12, 31});
    CHECK(month.first == 2024 * 12 + 11);
    CHECK(month.last == month.first);
  }

  TEST_CASE("a date prints as it was read") {
    for (const char* text : {"1999", "1999-09", "1999-09-09"}) CHECK(to_text(*parse_partial_date(text)) == text);
  }
}
