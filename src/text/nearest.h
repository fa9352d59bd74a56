#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace ipi {

/// The name that `word` was probably meant to be: the smallest edit distance (a swap of two neighbours counts
/// as one) of at most max(1, length / 3) and with a letter in common; the first of equals in the given order. nullopt
/// where none is that near.
[[nodiscard]] std::optional<std::string_view> nearest_name(std::string_view word,
                                                           std::span<const std::string_view> names);

}  // namespace ipi
