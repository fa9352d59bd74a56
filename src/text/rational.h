#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ipi {

/// An exact fraction, always in lowest terms with a positive denominator.
///
/// Every cut-off is decided on this type, never on a double: doubles put 0.44 % of forms on the wrong
/// side of a threshold (design.md, 5.10). Intermediates are 128 bits wide; a result that does not fit
/// 64 bits throws std::overflow_error, which definitions are checked against when they are loaded.
class Rational {
 public:
  constexpr Rational() = default;
  constexpr Rational(std::int64_t whole)
      : numerator_(whole) {}  // NOLINT(google-explicit-constructor): a whole number is a fraction
  /// Throws std::domain_error if `denominator` is 0.
  Rational(std::int64_t numerator, std::int64_t denominator);

  [[nodiscard]] constexpr std::int64_t numerator() const { return numerator_; }
  [[nodiscard]] constexpr std::int64_t denominator() const { return denominator_; }
  [[nodiscard]] constexpr bool is_whole() const { return denominator_ == 1; }

  friend Rational operator+(const Rational& a, const Rational& b);
  friend Rational operator-(const Rational& a, const Rational& b);
  friend Rational operator*(const Rational& a, const Rational& b);
  /// Throws std::domain_error if `b` is 0.
  friend Rational operator/(const Rational& a, const Rational& b);
  friend bool operator==(const Rational& a, const Rational& b) = default;
  friend std::strong_ordering operator<=>(const Rational& a, const Rational& b);

 private:
  std::int64_t numerator_ = 0;
  std::int64_t denominator_ = 1;
};

/// The value rounded half away from zero to at most `places` decimals (0..18), without trailing zeros:
/// 200/9 with 2 places is "22.22", 24 is "24".
[[nodiscard]] std::string to_decimal(const Rational& value, int places);

/// Reads "12", "-3", "13.5". nullopt for anything else: no exponent, no sign "+", no leading zero, no spaces,
/// nothing that does not fit.
[[nodiscard]] std::optional<Rational> parse_decimal(std::string_view text);

/// The double nearest to the value, for JSON and charts only; nothing is decided on it.
[[nodiscard]] double to_double(const Rational& value);

}  // namespace ipi
