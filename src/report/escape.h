#pragma once

#include <string>
#include <string_view>

namespace ipi::report {

/// On one line and nothing invisible in it: line breaks and tabs become spaces, control and bidirectional characters
/// become what they are called ("\u202E").
[[nodiscard]] std::string visible(std::string_view text);

/// The text for HTML and SVG, between tags or within quotes: visible, and markup becomes letters.
[[nodiscard]] std::string escape_html(std::string_view text);

/// The text for Markdown: neither markup nor HTML nor a link comes of it.
[[nodiscard]] std::string escape_markdown(std::string_view text);

/// The same within a code span, backticks and all: "`E1.when = 2025-08`".
[[nodiscard]] std::string markdown_code(std::string_view text);

}  // namespace ipi::report
