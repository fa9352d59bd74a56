#include "yaml/byte_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string_view>

#include "text/utf8.h"
#include "yaml/raw_text.h"

namespace ipi::yaml {
namespace {

/// A carriage return alone is a line end to people and plain text to yaml-cpp, which would glue the lines together.
bool is_forbidden_at(std::string_view text, std::size_t offset) {
  const auto byte = static_cast<unsigned char>(text[offset]);
  if (byte == '\r') return text.substr(offset + 1, 1) != "\n";
  return (byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7F;
}

bool has_utf16_mark(std::string_view text) { return text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"); }

void report_invalid_utf8(Faults& faults, std::size_t offset) {
  if (has_utf16_mark(faults.text())) {
    faults.error(0, 2, "E0101", "the file is in UTF-16, not UTF-8", "save the file as UTF-8");
    return;
  }
  const auto byte = static_cast<unsigned char>(faults.text()[offset]);
  faults.error(offset, offset + 1, "E0101", fmt::format("the byte 0x{:02X} here is not UTF-8", byte),
               "save the file as UTF-8 (it may be in Latin-1 or Windows-1252)");
}

void report_control(Faults& faults, std::size_t offset) {
  const auto byte = static_cast<unsigned char>(faults.text()[offset]);
  if (byte == '\r') {
    faults.error(offset, offset + 1, "E0103", "a carriage return without a line feed",
                 "save the file with line ends of LF or CRLF");
    return;
  }
  // NULs at every other byte are what UTF-16 without its mark looks like.
  const std::string_view help = byte == 0 ? "remove it, or save the file as UTF-8 if it is in UTF-16" : "remove it";
  faults.error(offset, offset + 1, "E0103", fmt::format("the control character 0x{:02X} has no place in a text", byte),
               std::string{help});
}

bool check_controls(Faults& faults, const Limits& limits) {
  const std::string_view text = faults.text();
  bool clean = true;
  bool in_run = false;
  for (std::size_t offset = 0; offset < text.size() && faults.errors() < limits.errors; ++offset) {
    const bool forbidden = is_forbidden_at(text, offset);
    // One report for a run of them: a binary file need not be told a hundred times.
    if (forbidden && !in_run) report_control(faults, offset);
    in_run = forbidden;
    clean = clean && !forbidden;
  }
  return clean;
}

/// The first mark is no part of the text; yaml-cpp would drop one more, and every offset would be wrong by it.
bool check_second_mark(Faults& faults) {
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  if (!faults.text().starts_with(mark)) return true;
  faults.error(0, mark.size(), "E0103", "a second byte order mark", "remove it");
  return false;
}

/// yaml-cpp reads "%YAML" and "%TAG" through a stream that obeys the locale, and tells nobody.
bool check_directives(Faults& faults) {
  const std::size_t first = raw::skip_trivia(faults.text(), 0);
  if (faults.text().substr(first, 1) != "%") return true;
  faults.error(first, raw::line_end(faults.text(), first), "E0121", "directives are not used here",
               "remove the line that begins with '%'");
  return false;
}

}  // namespace

bool check_bytes(Faults& faults, const Limits& limits) {
  const std::string_view text = faults.text();
  const std::size_t most = std::min<std::size_t>(limits.bytes, std::numeric_limits<std::uint32_t>::max() - 1);
  if (text.size() > most) {
    faults.error(0, 0, "E0117", fmt::format("the file has {} bytes, more than the {} allowed", text.size(), most),
                 "a form or a definition takes a few kilobytes: is this the right file?");
    return false;
  }
  if (const auto offset = find_invalid_utf8(text)) {
    report_invalid_utf8(faults, *offset);
    return false;
  }
  return check_second_mark(faults) && check_controls(faults, limits) && check_directives(faults);
}

std::vector<std::size_t> find_indenting_tabs(std::string_view text) {
  std::vector<std::size_t> found;
  for (std::size_t tab = text.find('\t'); tab != std::string_view::npos; tab = text.find('\t', tab)) {
    const std::size_t begin = raw::line_begin(text, tab);
    const bool indents = text.find_first_not_of(' ', begin) == tab;
    if (indents && !raw::rest_of_line_is_empty(text, tab)) found.push_back(tab);
    tab = raw::skip_blanks(text, tab);
    // The other tabs of this line indent nothing; leaving them out keeps the search linear.
    tab = raw::line_end(text, tab);
  }
  return found;
}

void report_indenting_tab(Faults& faults, std::size_t offset) {
  const std::size_t end = faults.text().find_first_not_of('\t', offset);
  faults.error(offset, end, "E0104", "a tab in the indentation", "use spaces: YAML does not indent with tabs");
}

}  // namespace ipi::yaml
