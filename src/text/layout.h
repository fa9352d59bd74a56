#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ipi {

/// Columns that the UTF-8 text takes on a terminal: 2 for East Asian wide characters, 0 for combining marks,
/// joiners and controls.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// Greedy word wrap to `width` columns. A word wider than that stands alone on its line, uncut.
/// Newlines in the text end a line. Never returns an empty list.
[[nodiscard]] std::vector<std::string> wrap(std::string_view text, std::size_t width);

/// The text, filled with spaces up to `width` columns; unchanged if it is wider.
[[nodiscard]] std::string pad_right(std::string_view text, std::size_t width);
[[nodiscard]] std::string pad_left(std::string_view text, std::size_t width);

/// At most `width` columns, the last one "…" where something was cut off.
[[nodiscard]] std::string clip(std::string_view text, std::size_t width);

}  // namespace ipi
