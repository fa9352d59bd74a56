#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace ipi {

/// A strictly read whole number, or why it is none.
struct IntegerReading {
  std::optional<std::int64_t> value;
  /// What is wrong, as the end of a sentence: "has a leading zero (8 and 010 are different things to
  /// different programs)". Empty when there is a value.
  std::string_view fault;
};

/// Digits with an optional "-". Refuses leading zeros, "+", "_", hexadecimal, octal, exponents and spaces,
/// each with its own reason.
[[nodiscard]] IntegerReading read_integer(std::string_view text);

/// "3.00" as "3", "2.50" as "2.5", for tables and JSON, where programs write a whole number so; what is no decimal
/// stays as it is.
[[nodiscard]] std::string_view without_trailing_zeros(std::string_view text);

}  // namespace ipi
