#include "interview/dates.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <utility>
#include <vector>

#include "text/number.h"

namespace ipi::interview {
namespace {

constexpr std::array<std::string_view, 12> month_names = {"january",   "february", "march",    "april",
                                                          "may",       "june",     "july",     "august",
                                                          "september", "october",  "november", "december"};
constexpr std::array<std::string_view, 13> number_words = {"no",    "one",   "two",  "three", "four",   "five",  "six",
                                                           "seven", "eight", "nine", "ten",   "eleven", "twelve"};
constexpr std::string_view usual = "write for example 2025, 2025-11, Nov 2025, 3 Nov 2025 or 3 months ago";
constexpr std::size_t shortest_month = 3;  // "jan"
constexpr std::size_t year_digits = 4;
constexpr int days_of_week = 7;

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

/// Small letters; commas and the dots of abbreviations and ordinals gone; the separators of a numeric date kept.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words(1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool inside = i > 0 && i + 1 < text.size() && is_digit(text[i - 1]) && is_digit(text[i + 1]);
    if (c == ' ' || c == '\t' || c == ',' || (c == '.' && !inside)) {
      if (!words.back().empty()) words.emplace_back();
    } else {
      words.back() += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

/// "since about May 2025": how sure somebody is, or that it goes on, is no part of the date. Whether such a word stood
/// there.
bool strip_lead(std::vector<std::string>& words) {
  const auto is_lead = [](const std::string& word) {
    return word == "in" || word == "since" || word == "about" || word == "around";
  };
  const auto first = std::find_if_not(words.begin(), words.end(), is_lead);
  const bool stripped = first != words.begin();
  words.erase(words.begin(), first);
  return stripped;
}

std::optional<int> month_of(std::string_view word) {
  if (word.size() < shortest_month) return std::nullopt;
  if (word == "sept") word = "sep";
  for (std::size_t i = 0; i < month_names.size(); ++i) {
    if (month_names[i].starts_with(word)) return static_cast<int>(i) + 1;
  }
  return std::nullopt;
}

std::optional<int> whole(std::string_view word, std::size_t most_digits) {
  if (word.empty() || word.size() > most_digits || !std::all_of(word.begin(), word.end(), is_digit))
    return std::nullopt;
  int value = 0;
  for (const char c : word) value = value * 10 + (c - '0');
  return value;
}

std::optional<int> day_of(std::string_view word) {
  for (const std::string_view ending : {"st", "nd", "rd", "th"}) {
    if (word.size() > ending.size() && word.ends_with(ending)) word.remove_suffix(ending.size());
  }
  return whole(word, 2);
}

std::optional<int> year_of(std::string_view word) {
  return word.size() == year_digits ? whole(word, year_digits) : std::nullopt;
}

DateReading checked(int year, int month, int day) {
  std::string text = fmt::format("{:04}", year);
  if (month > 0) text += fmt::format("-{:02}", month);
  if (day > 0) text += fmt::format("-{:02}", day);
  if (auto date = parse_partial_date(text)) return {date, {}};
  return {std::nullopt, fmt::format("there is no such date; {}", usual)};
}

int index_of(const PartialDate& date) { return date.year * 12 + std::max(date.month, 1) - 1; }
DateReading month_at(int index) { return checked(index / 12, index % 12 + 1, 0); }

/// The day some days before, by the civil calendar.
DateReading days_before(const PartialDate& today, int days) {
  constexpr std::array<int, 12> lengths = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  int year = today.year;
  int month = std::max(today.month, 1);
  int day = std::max(today.day, 1) - days;
  while (day < 1) {
    month = month == 1 ? 12 : month - 1;
    if (month == 12) --year;
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    day += lengths[static_cast<std::size_t>(month) - 1] + (month == 2 && leap ? 1 : 0);
  }
  return checked(year, month, day);
}

/// 11/2025, 3.11.2025, 2025/11/03.
std::optional<DateReading> numeric(std::string_view word) {
  std::vector<std::string_view> parts;
  char separator = 0;
  for (std::size_t at = 0; at <= word.size();) {
    const std::size_t end = std::min(word.find_first_of("./-", at), word.size());
    if (end < word.size()) {
      if (separator != 0 && separator != word[end]) return std::nullopt;
      separator = word[end];
    }
    parts.push_back(word.substr(at, end - at));
    at = end + 1;
  }
  std::vector<int> numbers;
  for (const std::string_view part : parts) {
    const auto number = whole(part, year_digits);
    if (!number) return std::nullopt;
    numbers.push_back(*number);
  }
  const auto is_year = [&](std::size_t i) { return parts[i].size() == year_digits; };
  if (parts.size() == 2 && is_year(0)) return checked(numbers[0], numbers[1], 0);
  if (parts.size() == 2 && is_year(1)) return checked(numbers[1], numbers[0], 0);
  if (parts.size() == 3 && is_year(0)) return checked(numbers[0], numbers[1], numbers[2]);
  if (parts.size() == 3 && is_year(2)) {
    if (separator == '.') return checked(numbers[2], numbers[1], numbers[0]);
    if (numbers[0] > 12) return checked(numbers[2], numbers[1], numbers[0]);
    if (numbers[1] > 12) return checked(numbers[2], numbers[0], numbers[1]);
    return DateReading{std::nullopt,
                       fmt::format("'{}' can be read in two ways; write {}-{:02}-{:02} or {}-{:02}-{:02}", word,
                                   numbers[2], numbers[0], numbers[1], numbers[2], numbers[1], numbers[0])};
  }
  if (parts.size() >= 2) return DateReading{std::nullopt, fmt::format("a year has four digits; {}", usual)};
  return std::nullopt;
}

std::optional<int> count_of(std::string_view word) {
  if (word == "a" || word == "an") return 1;
  const auto* const named = std::find(number_words.begin(), number_words.end(), word);
  if (named != number_words.end() && named != number_words.begin())
    return static_cast<int>(named - number_words.begin());
  return whole(word, 3);
}

/// "3 months ago".
std::optional<DateReading> ago(const std::vector<std::string>& words, const PartialDate& today) {
  if (words.size() != 3 || words[2] != "ago") return std::nullopt;
  const auto count = count_of(words[0]);
  if (!count) return std::nullopt;
  std::string unit = words[1];
  if (unit.ends_with('s')) unit.pop_back();
  if (unit == "day") return days_before(today, *count);
  if (unit == "week") {
    const DateReading day = days_before(today, *count * days_of_week);
    return checked(day.date->year, day.date->month, 0);  // "three weeks" is not a day
  }
  if (unit == "month" || unit == "mo") return month_at(index_of(today) - *count);
  if (unit == "year" || unit == "yr") return checked(today.year - *count, 0, 0);
  return std::nullopt;
}

/// "today", "last month"; "in November", of which the lead has been stripped.
std::optional<DateReading> relative(const std::vector<std::string>& words, const PartialDate& today, bool led) {
  if (words.size() == 1 && words[0] == "today") return days_before(today, 0);
  if (words.size() == 1 && words[0] == "yesterday") return days_before(today, 1);
  const auto latest = [&](int month, bool before_this) {
    // The latest one that has begun: "last November", said in November, is the one before.
    int index = today.year * 12 + month - 1;
    if (index > index_of(today) || (before_this && index == index_of(today))) index -= 12;
    return month_at(index);
  };
  if (words.size() == 1 && led) {
    if (const auto month = month_of(words[0])) return latest(*month, false);
  }
  if (words.size() != 2) return std::nullopt;
  const bool last = words[0] == "last";
  if (last || words[0] == "this") {
    if (words[1] == "month") return month_at(index_of(today) - (last ? 1 : 0));
    if (words[1] == "year") return checked(today.year - (last ? 1 : 0), 0, 0);
  }
  if (const auto month = month_of(words[1]); month && last) return latest(*month, true);
  return std::nullopt;
}

/// "Nov 2025", "3 Nov 2025", "November 3, 2025".
std::optional<DateReading> named(const std::vector<std::string>& words) {
  int year = 0;
  int month = 0;
  int day = 0;
  for (const std::string& word : words) {
    if (const auto as_month = month_of(word); as_month && month == 0) {
      month = *as_month;
    } else if (const auto as_year = year_of(word); as_year && year == 0) {
      year = *as_year;
    } else if (const auto as_day = day_of(word); as_day && day == 0) {
      day = *as_day;
    } else if (word != "of" && word != "in" && word != "the") {
      return std::nullopt;
    }
  }
  if (month == 0) return std::nullopt;
  if (year == 0) return DateReading{std::nullopt, fmt::format("which year? {}", usual)};
  return checked(year, month, day);
}

/// What is no date but near one, with what to write for it.
std::string nearest_dates(const std::vector<std::string>& words, const PartialDate& today) {
  const auto any = [&](auto test) { return std::any_of(words.begin(), words.end(), test); };
  const auto year =
      std::find_if(words.begin(), words.end(), [](const std::string& word) { return year_of(word).has_value(); });
  if (year != words.end() && words.size() > 1)
    return fmt::format("write the year, {0}, or a month of it, such as {0}-06", *year);
  const DateReading day = days_before(today, days_of_week);
  if (day.date && any([](const std::string& word) { return word == "week" || word == "weekend"; })) {
    return fmt::format("write the month or the day, such as {} or {}",
                       date_in_words({day.date->year, day.date->month, 0}), date_in_words(*day.date));
  }
  if (any([](const std::string& word) {
        return word == "spring" || word == "summer" || word == "autumn" || word == "fall" || word == "winter";
      }))
    return fmt::format("a season is no month; {}", usual);
  return std::string(usual);
}

}  // namespace

DateReading understand_date(std::string_view text, const PartialDate& today) {
  std::vector<std::string> words = words_of(text);
  const bool led = strip_lead(words);
  if (words.size() == 1) {
    if (const auto year = year_of(words[0])) return checked(*year, 0, 0);
    if (auto reading = numeric(words[0])) return *reading;
  }
  if (auto reading = ago(words, today)) return *reading;
  if (auto reading = relative(words, today, led)) return *reading;
  if (auto reading = named(words)) return *reading;
  return {std::nullopt, nearest_dates(words, today)};
}

std::string date_in_words(const PartialDate& date) {
  if (date.month == 0) return fmt::format("{}", date.year);
  std::string month(month_names[static_cast<std::size_t>(date.month) - 1]);
  month[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(month[0])));
  return date.day == 0 ? fmt::format("{} {}", month, date.year) : fmt::format("{} {} {}", date.day, month, date.year);
}

}  // namespace ipi::interview
