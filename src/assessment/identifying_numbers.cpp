#include <algorithm>
#include <array>
#include <optional>

#include "assessment/identifiers.h"
#include "assessment/identifying.h"

namespace ipi {
namespace identifying {
namespace {

constexpr std::size_t phone_digits = 7;     // the shortest subscriber numbers with an area code
constexpr std::size_t record_digits = 6;    // in one run; years and ages have fewer
constexpr std::size_t national_digits = 9;  // in one run of an id: codes of studies are digits often enough
constexpr std::size_t hash_signs = 8;       // the shortest hashes in use
constexpr std::string_view uuid = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
constexpr std::size_t ulid_signs = 26;
constexpr int first_year = 1900, last_year = 2100;

bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_word(char c) { return is_digit(c) || is_letter(c); }

int value_of(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

bool are_digits(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); }
bool is_year(std::string_view digits) {
  return digits.size() == 4 && value_of(digits) >= first_year && value_of(digits) < last_year;
}
bool is_month(std::string_view digits) { return value_of(digits) >= 1 && value_of(digits) <= 12; }
bool is_day(std::string_view digits) { return value_of(digits) >= 1 && value_of(digits) <= 31; }
bool are_day_and_month(std::string_view a, std::string_view b) {
  return (is_day(a) && is_month(b)) || (is_month(a) && is_day(b));
}

/// 19850312, 12031985.
bool is_packed_date(std::string_view run) {
  if (run.size() != 8) return false;
  const bool year_first = is_year(run.substr(0, 4)) && is_month(run.substr(4, 2)) && is_day(run.substr(6, 2));
  return year_first || (is_year(run.substr(4, 4)) && are_day_and_month(run.substr(0, 2), run.substr(2, 2)));
}

/// Whether each sign is a digit where the shape has a 9, and a capital where it has an A.
bool has_shape(std::string_view word, std::string_view shape) {
  if (word.size() != shape.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (shape[i] == '9' ? !is_digit(word[i]) : !is_upper(word[i])) return false;
  }
  return true;
}

/// National Insurance, of the United Kingdom.
bool is_insurance_number(std::string_view word) {
  if (!has_shape(word, "AA999999A")) return false;
  const bool may_begin = std::string_view("DFIQUV").find(word[0]) == std::string_view::npos &&
                         std::string_view("DFIOQUV").find(word[1]) == std::string_view::npos;
  return may_begin && word.back() <= 'D';
}

/// DNI and NIE, of Spain: the letter follows from the digits.
bool is_spanish(std::string_view word) {
  constexpr std::string_view letters = "TRWAGMYFPDXBNJZSQVHLCKE";
  int number = 0;
  if (has_shape(word, "99999999A")) {
    number = value_of(word.substr(0, 8));
  } else if (has_shape(word, "A9999999A") && word[0] >= 'X' && word[0] <= 'Z') {
    number = (word[0] - 'X') * 10'000'000 + value_of(word.substr(1, 7));
  } else {
    return false;
  }
  return word.back() == letters[static_cast<std::size_t>(number) % letters.size()];
}

/// Codice fiscale, of Italy.
bool is_italian(std::string_view word) { return has_shape(word, "AAAAAA99A99A999A"); }

/// An account with a German, Belgian or Austrian bank is digits, but for its country: no hash.
bool is_account(std::string_view word) {
  return word.size() >= 15 && is_upper(word[0]) && is_upper(word[1]) && are_digits(word.substr(2));
}

bool is_national_number(std::string_view word) {
  if (word.size() != 9 && word.size() != 16) return false;
  const bool as_written = is_insurance_number(word) || is_spanish(word) || is_italian(word);
  if (as_written || std::all_of(word.begin(), word.end(), is_hex)) return as_written;
  std::string capitals(word);
  for (char& c : capitals) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return is_insurance_number(capitals) || is_spanish(capitals) || is_italian(capitals);
}

bool is_hash(std::string_view word) {
  if (word.size() < hash_signs || are_digits(word) || is_account(word) || is_national_number(word)) return false;
  return std::all_of(word.begin(), word.end(), is_hex);
}

/// Twenty-six signs of Crockford's alphabet, digits and letters mixed.
bool is_ulid(std::string_view word) {
  if (word.size() != ulid_signs || word[0] > '7' || !std::all_of(word.begin(), word.end(), is_word)) return false;
  return std::count_if(word.begin(), word.end(), is_letter) >= 4;
}

bool is_uuid(std::string_view word) {
  if (word.size() != uuid.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (uuid[i] == '-' ? word[i] != '-' : !is_hex(word[i])) return false;
  }
  return true;
}

/// "0.7552556432777675", "-1.5e-05", "-.5", "1,25"; not "030.1234567", "+49.3012345678" or "943476591012.0".
bool is_decimal(std::string_view word) {
  const bool plus = word.starts_with('+');
  if (plus || word.starts_with('-')) word.remove_prefix(1);
  const std::size_t whole = std::min(word.find_first_not_of("0123456789"), word.size());
  const std::string_view integer = word.substr(0, whole);
  word.remove_prefix(whole);
  std::string_view fraction;
  if (word.starts_with('.') || word.starts_with(',')) {
    fraction = word.substr(1, std::min(word.find_first_not_of("0123456789", 1), word.size()) - 1);
    word.remove_prefix(1 + fraction.size());
  }
  if (integer.empty() && fraction.empty()) return false;
  const bool has_exponent = word.size() > 1 && (word[0] == 'e' || word[0] == 'E');
  if (has_exponent) {
    word.remove_prefix(word[1] == '+' || word[1] == '-' ? 2 : 1);
    if (!are_digits(word) || word.size() > 3) return false;
  } else if (!word.empty() || fraction.empty()) {
    return false;
  }
  if (integer.size() > 1 && integer[0] == '0') return false;
  if (plus && !has_exponent && !integer.empty() && integer[0] != '0' &&
      integer.size() + fraction.size() >= national_digits)
    return false;
  // A number of a record that went through a column of floating points.
  return integer.size() < record_digits || has_exponent || fraction.find_first_not_of('0') != std::string_view::npos;
}

/// A stretch of digits with single separators between them, or the brackets of an area code.
struct Digits {
  std::size_t count = 0;
  std::vector<std::string_view> runs;
  std::vector<char> separators;  // between one run and the next
  bool plus = false;
};

std::size_t longest(const Digits& digits) {
  std::size_t most = 0;
  for (const std::string_view run : digits.runs) most = std::max(most, run.size());
  return most;
}

/// How many signs lie between two runs of one stretch; 0 where they are not of one.
std::size_t joint(std::string_view text, std::size_t at, bool in_brackets) {
  const auto digit_at = [&](std::size_t i) { return i < text.size() && is_digit(text[i]); };
  if (at >= text.size()) return 0;
  if (in_brackets && text[at] == ')' && at + 1 < text.size() &&
      std::string_view(" -/.").find(text[at + 1]) != std::string_view::npos && digit_at(at + 2))
    return 2;
  return std::string_view(" -./()").find(text[at]) != std::string_view::npos && digit_at(at + 1) ? 1 : 0;
}

std::optional<Digits> next_digits(std::string_view text, std::size_t& at) {
  while (at < text.size() && !is_digit(text[at])) ++at;
  if (at == text.size()) return std::nullopt;
  Digits found;
  found.plus = at > 0 && (text[at - 1] == '+' || (text[at - 1] == '(' && at > 1 && text[at - 2] == '+'));
  for (;;) {
    const std::size_t begin = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    found.runs.push_back(text.substr(begin, at - begin));
    found.count += at - begin;
    const std::size_t length = joint(text, at, begin > 0 && text[begin - 1] == '(');
    if (length == 0) return found;
    found.separators.push_back(text[at]);
    at += length;
  }
}

/// 1968-03-12, 12.3.1968, 12/03/68, whatever stands behind it.
bool has_full_date(const Digits& digits) {
  for (std::size_t i = 0; i + 2 < digits.runs.size(); ++i) {
    const char separator = digits.separators[i];
    if (separator != digits.separators[i + 1] || std::string_view("-./").find(separator) == std::string_view::npos)
      continue;
    const bool apart = (i == 0 || digits.separators[i - 1] != separator) &&
                       (i + 3 == digits.runs.size() || digits.separators[i + 2] != separator);
    if (!apart) continue;
    const std::string_view first = digits.runs[i];
    const std::string_view second = digits.runs[i + 1];
    const std::string_view third = digits.runs[i + 2];
    if (second.size() > 2) continue;
    if (first.size() == 4 && third.size() <= 2 && is_month(second) && is_day(third)) return true;
    if (first.size() <= 2 && (third.size() == 4 || third.size() == 2) && are_day_and_month(first, second)) return true;
  }
  return false;
}

/// Groups of digits that nobody dials: years, single answers in a row, two pressures of the blood.
bool is_enumeration(const Digits& digits) {
  if (std::all_of(digits.runs.begin(), digits.runs.end(), is_year)) return true;
  if (std::count(digits.separators.begin(), digits.separators.end(), '/') > 1) return true;
  const auto single =
      std::count_if(digits.runs.begin(), digits.runs.end(), [](std::string_view run) { return run.size() == 1; });
  return static_cast<std::size_t>(single) * 2 > digits.runs.size();
}

bool is_phone_in_groups(const Digits& digits) {
  return digits.runs.size() > 1 && digits.count > phone_digits + 1 && !is_enumeration(digits);
}

/// The words of letters and digits alone, whatever stands between them; stops where `visit` says so.
template <class Visit>
bool any_of_codes(std::string_view text, const Visit& visit) {
  for (std::size_t at = 0; at < text.size();) {
    if (!is_word(text[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && is_word(text[end])) ++end;
    if (visit(at, text.substr(at, end - at))) return true;
    at = end;
  }
  return false;
}

/// Whether the decimal at `at` may be the end of a phone number: "415 555.1212", "(415) 555.1212".
bool may_end_a_phone(std::string_view text, std::size_t at, std::string_view word) {
  const std::size_t point = word.find_first_of(".,");
  const bool has_groups = point != std::string_view::npos && (point == 3 || point == 4) && word.size() == point + 5;
  return has_groups && at > 1 && (is_digit(text[at - 2]) || text[at - 2] == ')');
}

constexpr std::string_view blanks = " \t\r\n";
constexpr std::string_view around = "()[]{}<>;:\"'!?";

/// Full names of months; a word of three letters or more that begins one of them means it.
constexpr std::array<std::string_view, 58> months = {
    "january",   "february",  "march",     "april",    "may",       "june",    "july",     "august",   "september",
    "october",   "november",  "december",  "januar",   "jänner",    "februar", "märz",     "maerz",    "mai",
    "juni",      "juli",      "oktober",   "dezember", "janvier",   "février", "fevrier",  "mars",     "avril",
    "juin",      "juillet",   "août",      "aout",     "septembre", "octobre", "novembre", "décembre", "decembre",
    "enero",     "febrero",   "marzo",     "abril",    "mayo",      "junio",   "julio",    "agosto",   "septiembre",
    "octubre",   "noviembre", "diciembre", "gennaio",  "febbraio",  "aprile",  "maggio",   "giugno",   "luglio",
    "settembre", "ottobre",   "maart",     "mei"};

constexpr std::string_view joining = " de del of ";

bool is_month_name(std::string_view small_word) {
  if (small_word == "mrt") return true;
  return small_word.size() >= 3 && std::any_of(months.begin(), months.end(),
                                               [&](std::string_view month) { return month.starts_with(small_word); });
}

bool is_day_in_words(std::string_view word) {
  const std::size_t digits = std::min(word.find_first_not_of("0123456789"), word.size());
  if (digits == 0 || digits > 2 || !is_day(word.substr(0, digits))) return false;
  const std::string_view ending = word.substr(digits);
  return ending.empty() || ending == "st" || ending == "nd" || ending == "rd" || ending == "th" || ending == "er" ||
         ending == "º" || ending == "°";
}

/// The words of a date: numbers and letters, where "12mar1985" is three and the "de" of "12 de marzo" is none.
std::vector<std::string_view> date_words_of(std::string_view text) {
  std::vector<std::string_view> words;
  constexpr std::string_view between = " \t\r\n,.-/_'()";
  for (std::size_t at = text.find_first_not_of(between); at != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(between, at), text.size());
    std::string_view word = text.substr(at, end - at);
    const std::size_t digits = std::min(word.find_first_not_of("0123456789"), word.size());
    const std::size_t last = std::min(word.find_first_of("0123456789", digits), word.size());
    if (digits > 0 && digits <= 2 && last < word.size() && are_digits(word.substr(last))) {
      words.insert(words.end(), {word.substr(0, digits), word.substr(digits, last - digits), word.substr(last)});
    } else if (!is_one_of(joining, word)) {
      words.push_back(word);
    }
    at = text.find_first_not_of(between, end);
  }
  return words;
}

}  // namespace

std::string without_pseudonyms(std::string_view text) {
  std::string rest(text);
  const auto blank = [&](std::size_t at, std::size_t size) {
    std::fill_n(rest.begin() + static_cast<std::ptrdiff_t>(at), size, '_');
  };
  for (std::size_t at = text.find_first_not_of(blanks); at != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(blanks, at), text.size());
    std::size_t begin = at;
    std::string_view word = text.substr(at, end - at);
    while (!word.empty() && around.find(word.front()) != std::string_view::npos) word.remove_prefix(1), ++begin;
    while (!word.empty() &&
           (around.find(word.back()) != std::string_view::npos || word.back() == '.' || word.back() == ','))
      word.remove_suffix(1);
    if (is_uuid(word) || (is_decimal(word) && !may_end_a_phone(text, begin, word))) {
      blank(begin, word.size());
    } else {
      any_of_codes(word, [&](std::size_t in_word, std::string_view code) {
        if (is_hash(code) || is_ulid(code)) blank(begin + in_word, code.size());
        return false;
      });
    }
    at = text.find_first_not_of(blanks, end);
  }
  return rest;
}

std::string_view number_in_text(std::string_view text) {
  for (std::size_t at = 0; auto digits = next_digits(text, at);) {
    if (has_full_date(*digits) || std::any_of(digits->runs.begin(), digits->runs.end(), is_packed_date))
      return "an exact date, such as that of a birth";
    // Groups of digits with the same dash between years ("2010-2015") are too short for either.
    if (digits->plus && digits->count >= phone_digits) return "a phone number";
    if (longest(*digits) >= record_digits || is_phone_in_groups(*digits)) return "a phone or record number";
  }
  return {};
}

std::string_view number_in_code(std::string_view id) {
  for (std::size_t at = 0; auto digits = next_digits(id, at);) {
    if (has_full_date(*digits) || std::any_of(digits->runs.begin(), digits->runs.end(), is_packed_date))
      return "an exact date, such as that of a birth";
    if (longest(*digits) >= national_digits) return "a record or national number";
    if (is_phone_in_groups(*digits)) return "a phone or record number";
  }
  return {};
}

bool has_date_in_words(std::string_view text) {
  const auto letters = std::count_if(text.begin(), text.end(),
                                     [](char c) { return is_letter(c) || static_cast<unsigned char>(c) >= 0x80; });
  if (letters < 3 || std::count_if(text.begin(), text.end(), is_digit) < 3) return false;
  const std::string small = in_small_letters(text);
  const std::vector<std::string_view> words = date_words_of(small);
  for (std::size_t i = 0; i + 2 < words.size(); ++i) {
    const bool day_first = is_day_in_words(words[i]) && is_month_name(words[i + 1]);
    const bool month_first = is_month_name(words[i]) && is_day_in_words(words[i + 1]);
    if ((day_first || month_first) && are_digits(words[i + 2]) && is_year(words[i + 2])) return true;
    // "12-Mar-85": without blanks two digits are a year as well.
    const auto between = words[i + 2].data() - (words[i + 1].data() + words[i + 1].size());
    const bool dense =
        between <= 1 && (between == 0 || words[i + 2].data()[-1] != ' ') && words[i + 1].data()[-1] != ' ';
    if (day_first && dense && are_digits(words[i + 2]) && words[i + 2].size() == 2) return true;
    if (are_digits(words[i]) && is_year(words[i]) && is_month_name(words[i + 1]) && is_day_in_words(words[i + 2]))
      return true;
  }
  return false;
}

bool has_national_number(std::string_view text) {
  const auto is_one = [](std::size_t, std::string_view code) { return is_national_number(code); };
  if (any_of_codes(text, is_one)) return true;
  // In groups, "AB 12 34 56 C", it is a text of its own.
  std::string together;
  for (const char c : text) {
    if (c != ' ' && c != '-' && c != '.') together += c;
  }
  return together.size() < text.size() && text.size() <= together.size() + 5 &&
         is_upper(together.empty() ? '\0' : together.back()) && is_national_number(together);
}

}  // namespace identifying

bool is_pseudonym(std::string_view text) {
  using namespace identifying;
  return is_uuid(text) || is_decimal(text) || is_hash(text) || is_ulid(text);
}

}  // namespace ipi
