#pragma once

#include <array>
#include <string_view>

namespace ipi::batch {

inline constexpr std::array<bool, 256> word_signs = [] {
  std::array<bool, 256> signs{};
  for (const char c : std::string_view("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-."))
    signs[static_cast<unsigned char>(c)] = true;
  return signs;
}();

/// What codes, dates, numbers and the words of a catalogue are made of.
[[nodiscard]] constexpr bool is_word_sign(char c) { return word_signs[static_cast<unsigned char>(c)]; }

}  // namespace ipi::batch
