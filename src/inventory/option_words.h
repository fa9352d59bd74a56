#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "condition/option.h"

namespace ipi {

/// The values of a question's options, to be found without comparing them all.
class OptionWords {
 public:
  OptionWords() = default;
  explicit OptionWords(std::span<const Option> options);
  /// Position of the option with that value, or nullopt.
  [[nodiscard]] std::optional<std::size_t> find(std::string_view value) const;

 private:
  struct Word {
    std::uint64_t start = 0;  ///< its first eight bytes
    std::uint8_t next = 0;    ///< the next one of the same place, as in `first_`
    std::string value;
  };
  static constexpr std::size_t places = 64;
  [[nodiscard]] static std::size_t place_of(std::string_view value, std::uint64_t start);

  std::array<std::uint8_t, places> first_{};  ///< a word of each place, counted from 1; 0 where there is none
  std::vector<Word> words_;
};

}  // namespace ipi
