#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ipi {

/// Offset of the first byte that does not belong to well-formed UTF-8 (overlong forms, surrogates and
/// anything above U+10FFFF included), or nullopt.
[[nodiscard]] std::optional<std::size_t> find_invalid_utf8(std::string_view text);

/// Number of code points of well-formed text; stray bytes count as one each.
[[nodiscard]] std::size_t count_code_points(std::string_view text);

/// One code point and the bytes it takes; a stray byte decodes as U+FFFD of length 1. `text` is not empty.
struct CodePoint {
  char32_t value = 0;
  std::size_t length = 0;
};
[[nodiscard]] CodePoint decode_code_point(std::string_view text);

/// The text with C0/C1 controls, DEL, bidirectional controls and invalid bytes written as "\x1B", "\u202E",
/// so that nothing from a form can steer a terminal. Newlines and tabs are escaped as well.
[[nodiscard]] std::string escape_for_terminal(std::string_view text);

/// A character that is easily taken for an ASCII one of YAML's (smart quotes, no-break and zero-width spaces,
/// full-width colon, dashes, Cyrillic or Greek letters that look Latin), and what was probably meant.
struct LookAlike {
  std::size_t offset = 0;
  std::string_view name;   ///< "no-break space"
  std::string_view meant;  ///< " "; empty where the character should simply go
};
[[nodiscard]] std::optional<LookAlike> find_look_alike(std::string_view text);

}  // namespace ipi
