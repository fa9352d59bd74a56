#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ipi::interview {

/// What forms write where an answer names no entry.
inline constexpr std::string_view no_entry = "none";

/// ASCII letters small; the rest as it is.
[[nodiscard]] std::string lowered(std::string_view text);
/// Without blanks, tabs and carriage returns at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);
/// The words between blanks and commas.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text);

}  // namespace ipi::interview
