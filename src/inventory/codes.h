#pragma once

#include <string_view>

namespace ipi {

/// What an answer says that could name an entry and names none.
inline constexpr std::string_view no_entry = "none";

/// Letters followed by digits: a code such as P1 or E2, not a name.
[[nodiscard]] bool is_code(std::string_view word);
/// What a form may be called: letters, digits, '-', '_' and '.', such as A-017.
[[nodiscard]] bool is_form_id(std::string_view word);

}  // namespace ipi
