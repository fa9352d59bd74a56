#include "text/date.h"

#include <fmt/format.h>

#include <array>
#include <cstddef>

namespace ipi {
namespace {

constexpr int first_year = 1800;
constexpr int last_year = 2199;

/// A fixed number of digits; from_chars would let a sign through.
std::optional<int> read_digits(std::string_view text) {
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

bool is_leap_year(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int days_in_month(int year, int month) {
  constexpr std::array<int, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap_year(year) ? 29 : days.at(static_cast<std::size_t>(month - 1));
}

bool exists(const PartialDate& date) {
  if (date.year < first_year || date.year > last_year) return false;
  if (date.month == 0) return date.day == 0;
  if (date.month < 1 || date.month > 12) return false;
  return date.day == 0 || (date.day >= 1 && date.day <= days_in_month(date.year, date.month));
}

/// "-MM" at `offset`: 0 where the text ends before it, nullopt where something else stands there or it is "-00".
std::optional<int> read_part(std::string_view text, std::size_t offset) {
  if (text.size() <= offset) return 0;
  if (text[offset] != '-') return std::nullopt;
  const std::optional<int> value = read_digits(text.substr(offset + 1, 2));
  return value == 0 ? std::nullopt : value;
}

}  // namespace

std::optional<PartialDate> parse_partial_date(std::string_view text) {
  if (text.size() != 4 && text.size() != 7 && text.size() != 10) return std::nullopt;
  const std::optional<int> year = read_digits(text.substr(0, 4));
  const std::optional<int> month = read_part(text, 4);
  const std::optional<int> day = read_part(text, 7);
  if (!year || !month || !day) return std::nullopt;
  const PartialDate date{.year = *year, .month = *month, .day = *day};
  if (!exists(date)) return std::nullopt;
  return date;
}

MonthSpan months_of(const PartialDate& date) {
  const int january = date.year * 12;
  if (date.month == 0) return {.first = january, .last = january + 11};
  return {.first = january + date.month - 1, .last = january + date.month - 1};
}

std::string to_text(const PartialDate& date) {
  if (date.month == 0) return fmt::format("{:04}", date.year);
  if (date.day == 0) return fmt::format("{:04}-{:02}", date.year, date.month);
  return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

}  // namespace ipi
