#include "interview/dates.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

namespace {

using ipi::interview::understand_date;

constexpr ipi::PartialDate today = {2026, 3, 4};

std::string read(std::string_view text) {
  const auto reading = understand_date(text, today);
  CHECK((reading.date.has_value() == reading.fault.empty()));
  return reading.date ? ipi::to_text(*reading.date) : "none";
}

TEST_CASE("dates are read as people write them") {
  const std::vector<std::pair<std::string, std::string>> cases = {{"2025", "2025"},
                                                                  {"2025-11", "2025-11"},
                                                                  {"2025-11-03", "2025-11-03"},
                                                                  {"2025/11", "2025-11"},
                                                                  {"11/2025", "2025-11"},
                                                                  {"11.2025", "2025-11"},
                                                                  {"3.11.2025", "2025-11-03"},
                                                                  {"03.11.2025", "2025-11-03"},
                                                                  {"13/11/2025", "2025-11-13"},
                                                                  {"11/13/2025", "2025-11-13"},
                                                                  {"Nov 2025", "2025-11"},
                                                                  {"nov. 2025", "2025-11"},
                                                                  {"November 2025", "2025-11"},
                                                                  {"2025 Nov", "2025-11"},
                                                                  {"Sept 2025", "2025-09"},
                                                                  {"3 Nov 2025", "2025-11-03"},
                                                                  {"3rd of November 2025", "2025-11-03"},
                                                                  {"Nov 3, 2025", "2025-11-03"},
                                                                  {"May 2025", "2025-05"},
                                                                  {"  2025  ", "2025"}};
  for (const auto& [text, date] : cases) CHECK_MESSAGE(read(text) == date, text);
}

TEST_CASE("dates that count back from today are no finer than they were said") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"3 months ago", "2025-12"},    {"a month ago", "2026-02"},
      {"fifteen months ago", "none"}, {"15 months ago", "2024-12"},
      {"two years ago", "2024"},      {"10 days ago", "2026-02-22"},
      {"3 weeks ago", "2026-02"},     {"last month", "2026-02"},
      {"this month", "2026-03"},      {"last year", "2025"},
      {"this year", "2026"},          {"today", "2026-03-04"},
      {"yesterday", "2026-03-03"},    {"in November", "2025-11"},
      {"last November", "2025-11"},   {"in March", "2026-03"},
      {"last March", "2025-03"},      {"in February", "2026-02"},
      {"since November", "2025-11"},  {"about 3 months ago", "2025-12"},
      {"since last year", "2025"}};
  for (const auto& [text, date] : cases) CHECK_MESSAGE(read(text) == date, text);
}

TEST_CASE("how sure a date is, or that it goes on, is no part of it") {
  const std::vector<std::pair<std::string, std::string>> cases = {{"since May 2025", "2025-05"},
                                                                  {"in May 2025", "2025-05"},
                                                                  {"about May 2025", "2025-05"},
                                                                  {"around 2024", "2024"},
                                                                  {"Since about 3 Nov 2025", "2025-11-03"},
                                                                  {"in 2025-11", "2025-11"},
                                                                  {"since 11/2025", "2025-11"}};
  for (const auto& [text, date] : cases) CHECK_MESSAGE(read(text) == date, text);
  for (const char* text : {"since", "in", "about", "since soon", "around Christmas"})
    CHECK_MESSAGE(read(text) == "none", text);
}

TEST_CASE("what is nearly a date is told what to write for it") {
  const auto told = [](const char* text) { return understand_date(text, today).fault; };
  for (const char* text : {"summer 2025", "early 2025", "since Christmas 2025", "end of 2025"})
    CHECK_MESSAGE(told(text) == "write the year, 2025, or a month of it, such as 2025-06", text);
  CHECK(told("last week") == "write the month or the day, such as February 2026 or 25 February 2026");
  CHECK(told("last summer").starts_with("a season is no month; write for example"));
  CHECK(told("soon").starts_with("write for example"));
}

TEST_CASE("days are counted back over the ends of months and leap years") {
  CHECK(ipi::to_text(*understand_date("1 day ago", {2024, 3, 1}).date) == "2024-02-29");
  CHECK(ipi::to_text(*understand_date("1 day ago", {2026, 1, 1}).date) == "2025-12-31");
  CHECK(ipi::to_text(*understand_date("365 days ago", {2026, 3, 4}).date) == "2025-03-04");
}

TEST_CASE("what is no date, or could be two, is not guessed at") {
  for (const char* text : {"", "soon", "spring 2025", "25", "11/25", "2025-13", "31 Feb 2025", "3.13.2025", "Nov",
                           "1799", "2200", "12 2025 3", "1", "2025-11-03-04", "months ago"}) {
    CHECK_MESSAGE(read(text) == "none", text);
  }
  const auto two_ways = understand_date("12/03/2025", today);
  CHECK_FALSE(two_ways.date);
  CHECK(two_ways.fault == "'12/03/2025' can be read in two ways; write 2025-12-03 or 2025-03-12");
}

TEST_CASE("a date is echoed in words") {
  CHECK(ipi::interview::date_in_words({2025, 0, 0}) == "2025");
  CHECK(ipi::interview::date_in_words({2025, 11, 0}) == "November 2025");
  CHECK(ipi::interview::date_in_words({2025, 11, 3}) == "3 November 2025");
}

}  // namespace
