#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace ipi {

/// A calendar date known to the year, the month or the day. Years are 1800 to 2199.
struct PartialDate {
  int year = 0;
  int month = 0;  ///< 1..12, or 0 where only the year is known
  int day = 0;    ///< 1..31, or 0 where the day is not known
  friend bool operator==(const PartialDate&, const PartialDate&) = default;
};

/// The months a date may lie in, both ends included, as month indices (year * 12 + month - 1).
struct MonthSpan {
  int first = 0;
  int last = 0;
};

/// Reads YYYY, YYYY-MM or YYYY-MM-DD; the day must exist in its month.
[[nodiscard]] std::optional<PartialDate> parse_partial_date(std::string_view text);
[[nodiscard]] MonthSpan months_of(const PartialDate& date);
[[nodiscard]] std::string to_text(const PartialDate& date);

}  // namespace ipi
