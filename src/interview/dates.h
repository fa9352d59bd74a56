#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "text/date.h"

namespace ipi::interview {

/// A date as it was understood, or why it was not.
struct DateReading {
  std::optional<PartialDate> date;
  std::string fault;  ///< the end of a sentence that says what would be right
};

/// Reads a date as people say it: 2025, 2025-11, 2025-11-03, 11/2025, 3.11.2025, Nov 2025, 3 November 2025, November 3,
/// 2025, 3 months ago, two years ago, last month, yesterday, in November, since about May 2025. Relative words count
/// from `today` and come out no finer than they were said. Two numbers that could each be the month are not guessed at.
/// Years have four digits.
[[nodiscard]] DateReading understand_date(std::string_view text, const PartialDate& today);

/// "November 2025", "3 November 2025", "2025".
[[nodiscard]] std::string date_in_words(const PartialDate& date);

}  // namespace ipi::interview
