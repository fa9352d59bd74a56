#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "interview/dialogue.h"

namespace ipi::interview {

/// A reply that only says why the entry was not taken, and what would be.
[[nodiscard]] Reply refusal(std::string text);
[[nodiscard]] Reply echo(std::string text);

[[nodiscard]] Answer absent(Absence absence);
[[nodiscard]] Answer chosen(std::size_t option);
/// s, r, u, or the whole word.
[[nodiscard]] std::optional<Absence> absence_of(std::string_view entry);

/// Without these the list of candidates would be uncertain: a tie's role and status, an event's kind.
[[nodiscard]] bool must_be_known(const Variable& variable);

}  // namespace ipi::interview
