#include "yaml/raw_text.h"

#include <algorithm>
#include <array>

namespace ipi::yaml::raw {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_break(char c) { return c == '\n' || c == '\r'; }
bool is_space(char c) { return is_blank(c) || is_break(c); }

std::optional<std::size_t> end_of_double_quoted(std::string_view text, std::size_t offset) {
  while (offset < text.size()) {
    if (text[offset] == '"') return offset + 1;
    offset += text[offset] == '\\' ? 2U : 1U;
  }
  return std::nullopt;
}

std::optional<std::size_t> end_of_single_quoted(std::string_view text, std::size_t offset) {
  while (offset < text.size()) {
    if (text[offset] != '\'') {
      ++offset;
    } else if (text.substr(offset + 1, 1) == "'") {
      offset += 2;
    } else {
      return offset + 1;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::size_t> end_of_quoted(std::string_view text, std::size_t begin) {
  return text[begin] == '"' ? end_of_double_quoted(text, begin + 1) : end_of_single_quoted(text, begin + 1);
}

std::size_t end_of_folded(std::string_view text, std::size_t begin, std::string_view value) {
  std::size_t at = begin;
  std::size_t end = begin;
  std::size_t next = 0;
  while (at < text.size() && next < value.size()) {
    if (text[at] == value[next]) {
      if (!is_space(text[at])) end = at + 1;
      ++at;
      ++next;
    } else if (is_space(text[at])) {
      ++at;
    } else if (is_space(value[next])) {
      ++next;
    } else {
      break;
    }
  }
  return end;
}

std::size_t skip_trivia(std::string_view text, std::size_t begin, std::string_view also) {
  std::size_t at = begin;
  while (at < text.size()) {
    if (text[at] == '#') {
      at = line_end(text, at);
    } else if (is_space(text[at]) || also.find(text[at]) != std::string_view::npos) {
      ++at;
    } else {
      break;
    }
  }
  return std::min(at, text.size());
}

std::size_t skip_blanks(std::string_view text, std::size_t begin) {
  std::size_t at = begin;
  while (at < text.size() && is_blank(text[at])) ++at;
  return at;
}

std::size_t line_begin(std::string_view text, std::size_t offset) {
  if (offset == 0) return 0;
  const std::size_t end_before = text.find_last_of("\r\n", offset - 1);
  return end_before == std::string_view::npos ? 0 : end_before + 1;
}

std::size_t line_end(std::string_view text, std::size_t offset) {
  return std::min(text.find_first_of("\r\n", offset), text.size());
}

bool rest_of_line_is_empty(std::string_view text, std::size_t offset) {
  const std::size_t at = skip_blanks(text, offset);
  return at >= text.size() || is_break(text[at]) || text[at] == '#';
}

std::size_t null_word_length(std::string_view text, std::size_t offset) {
  if (offset >= text.size()) return 0;
  const std::string_view rest = text.substr(offset);
  for (const std::string_view word : std::array<std::string_view, 4>{"~", "null", "Null", "NULL"}) {
    if (!rest.starts_with(word)) continue;
    const std::string_view after = rest.substr(word.size(), 1);
    if (after.empty() || is_space(after.front()) || std::string_view{",]}:#"}.find(after) != std::string_view::npos) {
      return word.size();
    }
  }
  return 0;
}

}  // namespace ipi::yaml::raw
