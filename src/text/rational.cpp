#include "text/rational.h"

#include <charconv>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <system_error>

namespace ipi {
namespace {

// NOLINTNEXTLINE(modernize-use-using): __extension__ silences -Wpedantic on a typedef only
__extension__ typedef __int128 int128;
// NOLINTNEXTLINE(modernize-use-using)
__extension__ typedef unsigned __int128 unsigned128;

constexpr int most_places = 18;

int128 absolute(int128 value) { return value < 0 ? -value : value; }

int128 greatest_common_divisor(int128 a, int128 b) {
  a = absolute(a);
  b = absolute(b);
  while (b != 0) {
    const int128 rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

/// Whether it is a number of 64 bits whose absolute value is one too.
bool fits(int128 value) {
  return value <= std::numeric_limits<std::int64_t>::max() && value >= -std::numeric_limits<std::int64_t>::max();
}

std::int64_t narrow(int128 value) {
  if (value < std::numeric_limits<std::int64_t>::min() || value > std::numeric_limits<std::int64_t>::max()) {
    throw std::overflow_error("a fraction does not fit 64 bits");
  }
  return static_cast<std::int64_t>(value);
}

struct Terms {
  std::int64_t numerator = 0;
  std::int64_t denominator = 1;
};

/// Lowest terms with a positive denominator.
Terms reduced(int128 numerator, int128 denominator) {
  if (denominator == 1) return {.numerator = narrow(numerator), .denominator = 1};
  if (denominator == 0) throw std::domain_error("a fraction over zero");
  const int128 divisor = fits(numerator) && fits(denominator)
                             ? std::gcd(static_cast<std::int64_t>(numerator), static_cast<std::int64_t>(denominator))
                             : greatest_common_divisor(numerator, denominator);
  const int128 sign = denominator < 0 ? -1 : 1;
  return {.numerator = narrow(numerator / divisor * sign), .denominator = narrow(denominator / divisor * sign)};
}

Rational from_terms(int128 numerator, int128 denominator) {
  if (denominator == 1) return {narrow(numerator)};
  if (fits(numerator) && fits(denominator))
    return {static_cast<std::int64_t>(numerator), static_cast<std::int64_t>(denominator)};
  const Terms terms = reduced(numerator, denominator);
  return {terms.numerator, terms.denominator};
}

int128 wide(std::int64_t value) { return value; }

std::string digits_of(unsigned128 value) {
  std::string reversed;
  do {
    reversed.push_back(static_cast<char>('0' + static_cast<int>(value % 10)));
    value /= 10;
  } while (value != 0);
  return {reversed.rbegin(), reversed.rend()};
}

/// The decimals of `rest` / `denominator` (< 1), each digit by a long division step; no product grows past
/// 10 * 2^63, whatever `places` is.
std::string decimals(int128& rest, int128 denominator, int places) {
  std::string digits;
  for (int place = 0; place < places; ++place) {
    rest *= 10;
    digits.push_back(static_cast<char>('0' + static_cast<int>(rest / denominator)));
    rest %= denominator;
  }
  return digits;
}

/// Adds one to the last of the digits; true where that carries out of the first.
bool increment(std::string& digits) {
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
    if (*digit != '9') {
      ++*digit;
      return false;
    }
    *digit = '0';
  }
  return true;
}

std::optional<std::int64_t> read_whole(std::string_view digits) {
  if (digits.empty() || (digits.size() > 1 && digits.front() == '0')) return std::nullopt;
  if (digits.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

/// The digits after the point as a fraction; at most 18 of them, which is what 64 bits hold.
std::optional<Rational> read_decimals(std::string_view digits) {
  if (digits.empty() || digits.size() > most_places) return std::nullopt;
  if (digits.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  std::int64_t numerator = 0;
  std::int64_t denominator = 1;
  for (const char digit : digits) {
    numerator = numerator * 10 + (digit - '0');
    denominator *= 10;
  }
  return Rational{numerator, denominator};
}

}  // namespace

Rational::Rational(std::int64_t numerator, std::int64_t denominator) {
  const Terms terms = reduced(numerator, denominator);
  numerator_ = terms.numerator;
  denominator_ = terms.denominator;
}

Rational operator+(const Rational& a, const Rational& b) {
  // Most figures are whole numbers, for which no common denominator need be sought.
  if (a.is_whole() && b.is_whole()) return from_terms(wide(a.numerator_) + b.numerator_, 1);
  // Over the least common multiple the sum needs at most 127 bits; over the product it could need 128.
  const int128 divisor = greatest_common_divisor(a.denominator_, b.denominator_);
  const int128 left = wide(a.numerator_) * (b.denominator_ / divisor);
  const int128 right = wide(b.numerator_) * (a.denominator_ / divisor);
  return from_terms(left + right, a.denominator_ / divisor * b.denominator_);
}

Rational operator-(const Rational& a, const Rational& b) {
  if (a.is_whole() && b.is_whole()) return from_terms(wide(a.numerator_) - b.numerator_, 1);
  const int128 divisor = greatest_common_divisor(a.denominator_, b.denominator_);
  const int128 left = wide(a.numerator_) * (b.denominator_ / divisor);
  const int128 right = wide(b.numerator_) * (a.denominator_ / divisor);
  return from_terms(left - right, a.denominator_ / divisor * b.denominator_);
}

Rational operator*(const Rational& a, const Rational& b) {
  if (a == Rational(1)) return b;
  if (b == Rational(1)) return a;
  return from_terms(wide(a.numerator_) * b.numerator_, wide(a.denominator_) * b.denominator_);
}

Rational operator/(const Rational& a, const Rational& b) {
  return from_terms(wide(a.numerator_) * b.denominator_, wide(a.denominator_) * b.numerator_);
}

std::strong_ordering operator<=>(const Rational& a, const Rational& b) {
  if (a.denominator_ == b.denominator_) return a.numerator_ <=> b.numerator_;
  const int128 left = wide(a.numerator_) * b.denominator_;
  const int128 right = wide(b.numerator_) * a.denominator_;
  if (left < right) return std::strong_ordering::less;
  return left > right ? std::strong_ordering::greater : std::strong_ordering::equal;
}

std::string to_decimal(const Rational& value, int places) {
  if (places < 0 || places > most_places) throw std::invalid_argument("decimal places outside 0..18");
  if (value.is_whole()) return std::to_string(value.numerator());
  const int128 denominator = value.denominator();
  const int128 magnitude = absolute(value.numerator());
  int128 whole = magnitude / denominator;
  int128 rest = magnitude % denominator;
  std::string digits = decimals(rest, denominator, places);
  if (rest * 2 >= denominator && increment(digits)) ++whole;
  digits.erase(digits.find_last_not_of('0') + 1);

  const bool is_zero = whole == 0 && digits.empty();
  std::string text = value.numerator() < 0 && !is_zero ? "-" : "";
  text.append(digits_of(static_cast<unsigned128>(whole)));
  if (!digits.empty()) text.append(".").append(digits);
  return text;
}

std::optional<Rational> parse_decimal(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  const std::optional<std::int64_t> whole = read_whole(text.substr(0, point));
  const std::optional<Rational> decimals =
      point == std::string_view::npos ? Rational{} : read_decimals(text.substr(point + 1));
  if (!whole || !decimals) return std::nullopt;
  try {
    const Rational magnitude = *whole + *decimals;
    return negative ? Rational{} - magnitude : magnitude;
  } catch (const std::overflow_error&) {
    return std::nullopt;
  }
}

double to_double(const Rational& value) {
  return static_cast<double>(static_cast<long double>(value.numerator()) /
                             static_cast<long double>(value.denominator()));
}

}  // namespace ipi
