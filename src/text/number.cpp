#include "text/number.h"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace ipi {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool all_digits(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); }

bool is_hexadecimal(std::string_view digits) {
  return digits.size() > 1 && digits[0] == '0' && (digits[1] == 'x' || digits[1] == 'X');
}

bool is_octal(std::string_view digits) {
  return digits.size() > 1 && digits[0] == '0' && (digits[1] == 'o' || digits[1] == 'O');
}

bool has_exponent(std::string_view digits) {
  const std::size_t at = digits.find_first_of("eE");
  return at != std::string_view::npos && at > 0 &&
         std::all_of(digits.begin(), digits.begin() + static_cast<std::ptrdiff_t>(at),
                     [](char c) { return is_digit(c) || c == '.'; });
}

/// Why `digits`, the text without its sign, is no run of digits.
std::string_view fault_of(std::string_view text, std::string_view digits) {
  if (text.empty()) return "is empty";
  if (text.find_first_of(" \t\r\n") != std::string_view::npos) return "has a space in it";
  if (text.front() == '+') return "has a '+' in front (leave it out)";
  if (digits.empty()) return "is a sign without digits";
  if (digits.find('_') != std::string_view::npos) return "has '_' between its digits (leave it out)";
  if (is_hexadecimal(digits)) return "is hexadecimal (write it in decimal digits)";
  if (is_octal(digits)) return "is octal (write it in decimal digits)";
  if (has_exponent(digits)) return "has an exponent (write all its digits)";
  if (is_digit(digits.front()) && digits.find('.') != std::string_view::npos) return "has a decimal point";
  return "is not a whole number";
}

}  // namespace

IntegerReading read_integer(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  const std::string_view digits = text.substr(negative ? 1 : 0);
  if (!all_digits(digits)) return {.value = std::nullopt, .fault = fault_of(text, digits)};
  if (digits.size() > 1 && digits.front() == '0') {
    return {.value = std::nullopt,
            .fault = "has a leading zero (8 and 010 are different things to different programs)"};
  }
  if (negative && digits == "0") return {.value = std::nullopt, .fault = "is a negative zero (write 0)"};
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) {
    return {.value = std::nullopt, .fault = "is too large"};
  }
  return {.value = value, .fault = {}};
}

std::string_view without_trailing_zeros(std::string_view text) {
  const std::size_t point = text.find('.');
  if (point == std::string_view::npos || point == 0 || text.find_first_not_of("-0123456789.") != std::string_view::npos)
    return text;
  if (point + 1 == text.size()) return text;
  while (text.ends_with('0')) text.remove_suffix(1);
  if (text.ends_with('.')) text.remove_suffix(1);
  return text;
}

}  // namespace ipi
