#include "report/escape.h"

#include <algorithm>
#include <cstddef>

#include "text/utf8.h"

namespace ipi::report {
namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         (static_cast<unsigned char>(c) & 0x80U) != 0;
}

/// Within a line of underscores to be written on, which Markdown leaves alone unless it stands on a line by itself.
bool is_blank(std::string_view text, std::size_t at) {
  constexpr std::size_t blank_length = 8;
  std::size_t first = at, last = at;
  while (first > 0 && text[first - 1] == '_') --first;
  while (last + 1 < text.size() && text[last + 1] == '_') ++last;
  return first > 0 && last - first + 1 == blank_length;
}

/// Whether Markdown could take the character at `at` for something else than itself.
bool is_markup(std::string_view text, std::size_t at) {
  const char before = at > 0 ? text[at - 1] : ' ';
  const char after = at + 1 < text.size() ? text[at + 1] : ' ';
  switch (text[at]) {
    case '\\':
    case '`':
    case '*':
    case '[':
    case ']':
    case '#':
    case '|':
    case '~':
    case '@':
    case '$':
      return true;
    case '_':
      return !(is_word(before) && is_word(after)) && !is_blank(text, at);
    case ':':
      return after == '/';  // http://
    case '.':
      return text.substr(0, at).ends_with("www") || text.substr(0, at).ends_with("WWW");
    case '+':
    case '-':
    case '=':
      return at == 0 && (after == ' ' || after == text[at]);  // a list, a rule
    case '>':
      return at == 0;  // a quotation
    default:
      return false;
  }
}

/// "12. " at the start would begin a list.
std::size_t list_number(std::string_view text) {
  std::size_t digits = 0;
  while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') ++digits;
  const bool marked = digits > 0 && digits < text.size() && (text[digits] == '.' || text[digits] == ')');
  return marked && (digits + 1 == text.size() || text[digits + 1] == ' ') ? digits : std::string_view::npos;
}

}  // namespace

std::string visible(std::string_view text) {
  std::string one_line(text);
  std::replace_if(
      one_line.begin(), one_line.end(), [](char c) { return c == '\n' || c == '\t' || c == '\r'; }, ' ');
  return escape_for_terminal(one_line);
}

std::string escape_html(std::string_view text) {
  std::string escaped;
  for (const char c : visible(text)) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

std::string escape_markdown(std::string_view text) {
  const std::string one_line = visible(text);
  const std::size_t number_end = list_number(one_line);
  std::string escaped;
  for (std::size_t i = 0; i < one_line.size(); ++i) {
    const char c = one_line[i];
    if (c == '&') {
      escaped += "&amp;";
    } else if (c == '<') {
      escaped += "&lt;";
    } else {
      if (is_markup(one_line, i) || i == number_end) escaped += '\\';
      escaped += c;
    }
  }
  return escaped;
}

std::string markdown_code(std::string_view text) {
  std::string one_line = visible(text);
  // A bar would end the cell of a table, also within a span of code.
  for (std::size_t at = 0; (at = one_line.find('|', at)) != std::string::npos; at += 2) one_line.replace(at, 1, "\\|");
  std::size_t longest = 0, run = 0;
  for (const char c : one_line) longest = std::max(longest, run = c == '`' ? run + 1 : 0);
  const std::string fence(longest + 1, '`');
  const std::string_view pad = one_line.starts_with('`') || one_line.ends_with('`') ? " " : "";
  return fence + std::string(pad) + one_line + std::string(pad) + fence;
}

}  // namespace ipi::report
