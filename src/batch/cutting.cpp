#include "batch/cutting.h"

#include <algorithm>
#include <cstring>

#include "formats/delimited.h"

namespace ipi::batch {
namespace {

constexpr std::string_view document_mark = "---";
/// A quoted field that goes on for longer is a quote that was never closed: the rest of the table must not vanish in
/// it.
constexpr std::size_t longest_quoted = 64U << 10U;

bool is_document_mark(std::string_view line) {
  if (!line.starts_with(document_mark)) return false;
  return line.size() == document_mark.size() || line[3] == '\n' || line[3] == '\r' || line[3] == ' ' || line[3] == '\t';
}

/// The next line from `at` on that begins a document, itself not at `at`; the text's size where none does.
std::size_t next_document(std::string_view text, std::size_t at) {
  for (std::size_t mark = text.find("\n---", at); mark != std::string_view::npos; mark = text.find("\n---", mark + 1)) {
    if (is_document_mark(text.substr(mark + 1, 5))) return mark + 1;
  }
  return text.size();
}

/// Where the last document begins.
std::size_t last_document(std::string_view text) {
  for (std::size_t mark = text.rfind("\n---"); mark != std::string_view::npos && mark > 0;
       mark = text.rfind("\n---", mark - 1)) {
    if (is_document_mark(text.substr(mark + 1, 5)) && mark + 5 < text.size()) return mark + 1;
  }
  return 0;
}

bool has_something(std::string_view text, Notation notation, char delimiter) {
  if (notation == Notation::delimited) {
    // Spreadsheets leave rows of blanks behind, some of them with quotes around each.
    return std::any_of(text.begin(), text.end(), [&](char c) {
      return c != delimiter && std::string_view(" \t\r\n\"").find(c) == std::string_view::npos;
    });
  }
  if (notation != Notation::yaml) return text.find_first_not_of(" \t\r\n") != std::string_view::npos;
  while (!text.empty()) {
    const std::size_t newline = text.find('\n');
    std::string_view line = text.substr(0, newline);
    text.remove_prefix(newline == std::string_view::npos ? text.size() : newline + 1);
    if (is_document_mark(line)) line.remove_prefix(document_mark.size());
    if (line.starts_with("...")) line.remove_prefix(3);
    const std::size_t first = line.find_first_not_of(" \t\r");
    if (first != std::string_view::npos && line[first] != '#') return true;
  }
  return false;
}

/// Delimiters outside quotes, and one more.
std::size_t count_fields(std::string_view row, char delimiter) {
  std::size_t fields = 1;
  bool in_quotes = false;
  for (const char c : row) {
    if (c == '"') in_quotes = !in_quotes;
    if (c == delimiter && !in_quotes) ++fields;
  }
  return fields;
}

constexpr std::string_view blanks = " \t\r\n";

/// Behind the value that begins at `at`; nullopt where the text ends within it. What is wrong inside is for a reader.
std::optional<std::size_t> end_of_json(std::string_view text, std::size_t at) {
  std::size_t depth = 0;
  for (std::size_t i = at; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"') {
      for (++i; i < text.size() && text[i] != '"'; ++i) i += text[i] == '\\' ? 1U : 0U;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (depth == 0 && (c == ',' || c == ']')) {
      return i;
    } else if ((c == '}' || c == ']') && (depth == 0 || --depth == 0)) {
      return i + 1;
    }
  }
  return std::nullopt;
}

/// Where the next form begins, alone or in a list; the text's size where none does.
std::size_t next_json(std::string_view text, std::size_t at) {
  while (at < text.size() &&
         (blanks.find(text[at]) != std::string_view::npos || text[at] == '[' || text[at] == ',' || text[at] == ']'))
    ++at;
  return at;
}

/// Behind the last form that is whole.
std::size_t last_json(std::string_view text) {
  std::size_t whole = 0;
  for (std::size_t at = next_json(text, 0); at < text.size(); at = next_json(text, whole)) {
    const auto end = end_of_json(text, at);
    if (!end) break;
    whole = *end;
  }
  return whole;
}

}  // namespace

std::size_t Cutter::end_of_row(std::string_view text, std::size_t at) const {
  const std::size_t newline = text.find('\n', at);
  const std::size_t line_end = newline == std::string_view::npos ? text.size() : newline + 1;
  const auto length = end_of_record(text.substr(at), delimiter_);
  if (!length || at + *length == line_end) return line_end;
  // A quote that was never closed must not take the rows behind it along: such a row is its first line.
  const bool runs_away =
      *length > line_end - at + longest_quoted || count_fields(text.substr(at, *length), delimiter_) != columns_;
  return runs_away ? line_end : at + *length;
}

std::size_t Cutter::end_of_next(std::string_view text, std::size_t at) const {
  switch (notation_) {
    case Notation::json:
      return end_of_json(text, at).value_or(text.size());
    case Notation::yaml:
      return next_document(text, at);
    case Notation::delimited:
      return end_of_row(text, at);
    case Notation::ndjson:
      break;
  }
  const void* newline = std::memchr(text.data() + at, '\n', text.size() - at);
  return newline == nullptr ? text.size()
                            : static_cast<std::size_t>(static_cast<const char*>(newline) - text.data()) + 1;
}

std::size_t Cutter::whole_records(std::string_view text, bool last) const {
  if (last) return text.size();
  switch (notation_) {
    case Notation::json:
      return last_json(text);
    case Notation::yaml:
      return last_document(text);
    case Notation::ndjson:
      return text.rfind('\n') + 1;
    case Notation::delimited:
      break;
  }
  if (std::memchr(text.data(), '"', text.size()) == nullptr) return text.rfind('\n') + 1;
  std::size_t whole = 0;
  while (text.find('\n', whole) != std::string_view::npos) {
    const bool may_go_on = !end_of_record(text.substr(whole), delimiter_) && text.size() - whole <= 2 * longest_quoted;
    if (may_go_on) break;
    whole = end_of_row(text, whole);
  }
  return whole;
}

std::optional<Slice> Cutter::next(std::string_view text, std::size_t at) const {
  while (at < text.size()) {
    if (notation_ == Notation::json) at = next_json(text, at);
    const std::size_t end = end_of_next(text, at);
    if (has_something(text.substr(at, end - at), notation_, delimiter_)) return Slice{at, end};
    at = end;
  }
  return std::nullopt;
}

}  // namespace ipi::batch
