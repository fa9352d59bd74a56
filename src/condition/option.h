#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "text/rational.h"
#include "text/translated.h"

namespace ipi {

/// One answer that a question offers.
struct Option {
  std::string value;               ///< as written in forms: "0", "yes", "retirement"
  std::optional<Rational> number;  ///< the value, where it is a number
  Translated label;
  std::vector<std::string> tags;  ///< from a catalogue; else empty
  std::vector<std::string>
      also{};  ///< other words for it that an interviewer may type, in small letters; no form writes them
};

/// A set of a question's options, bit i for the option at position i, and `inapplicable`.
using ChoiceSet = std::uint64_t;

/// The question is not to be asked at all, because its branch is closed: every test on it is false.
inline constexpr ChoiceSet inapplicable = ChoiceSet{1} << 63U;
/// One bit each, less the one above. The longest published event list (43) leaves room for a third more.
inline constexpr std::size_t most_options = 63;

[[nodiscard]] constexpr ChoiceSet all_options(std::size_t count) {
  return count == 0 ? 0 : (~ChoiceSet{0} >> (64U - count));
}

}  // namespace ipi
