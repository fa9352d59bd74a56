#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace ipi {

/// Without spaces, tabs and no-break spaces, which spreadsheets leave behind.
inline std::string_view without_blanks_around(std::string_view text) {
  constexpr std::array<std::string_view, 3> blanks = {" ", "\t", "\xC2\xA0"};
  const auto remove = [&](std::string_view blank) {
    const bool before = text.starts_with(blank);
    if (before) text.remove_prefix(blank.size());
    const bool behind = text.ends_with(blank);
    if (behind) text.remove_suffix(blank.size());
    return before || behind;
  };
  while (std::any_of(blanks.begin(), blanks.end(), remove)) {
  }
  return text;
}

}  // namespace ipi
