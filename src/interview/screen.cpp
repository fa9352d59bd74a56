#include "interview/screen.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <iterator>
#include <utility>

#include "text/layout.h"
#include "text/utf8.h"

namespace ipi::interview {
namespace {

constexpr std::string_view margin = "  ";
constexpr std::size_t gap = 3;  // between two choices on a line

std::vector<std::string> indented(std::string_view text, std::size_t width, std::string_view lead) {
  std::vector<std::string> lines;
  for (const std::string& part : wrap(text, width > lead.size() ? width - lead.size() : 1)) {
    lines.push_back(std::string(lead).append(escape_for_terminal(part)));
  }
  return lines;
}

/// As many on a line as fit; one that is wider than a line is wrapped under itself.
std::vector<std::string> flow(const std::vector<std::string>& chunks, std::size_t width) {
  std::vector<std::string> lines;
  std::string current;
  for (const std::string& chunk : chunks) {
    const std::string shown = escape_for_terminal(chunk);
    const std::size_t taken = display_width(current);
    if (!current.empty() && taken + gap + display_width(shown) <= width) {
      current.append(gap, ' ').append(shown);
      continue;
    }
    if (!current.empty()) lines.push_back(std::move(current));
    current.clear();
    if (margin.size() + display_width(shown) <= width) {
      current = std::string(margin).append(shown);
      continue;
    }
    const std::size_t within = width > 2 * margin.size() ? width - 2 * margin.size() : 1;
    std::size_t lead = margin.size();
    for (const std::string& part : wrap(shown, within)) {
      lines.push_back(std::string(lead, ' ').append(part));
      lead = 2 * margin.size();
    }
  }
  if (!current.empty()) lines.push_back(std::move(current));
  return lines;
}

/// A command with its words on as many lines as it takes.
std::vector<std::string> lay_out_command(const Line& line, std::size_t width) {
  constexpr std::string_view goes_on = " \\";
  std::string whole = escape_for_terminal(line.text);
  for (const std::string& word : line.chunks) whole.append(whole.empty() ? "" : " ").append(escape_for_terminal(word));
  if (line.chunks.empty() || display_width(whole) <= width) return {whole};
  std::vector<std::string> lines = indented(line.text, width, {});
  std::string current;
  for (const std::string& word : line.chunks) {
    const std::string shown = escape_for_terminal(word);
    const std::size_t needed =
        display_width(current) + 1 + display_width(shown) + (&word == &line.chunks.back() ? 0 : goes_on.size());
    if (!current.empty() && needed > width) lines.push_back(std::exchange(current, {}).append(goes_on));
    current.append(current.empty() ? margin : std::string_view(" ")).append(shown);
  }
  lines.push_back(std::move(current));
  return lines;
}

struct Replacement {
  std::string_view from, to;
};
// Signs that the program's own texts use, and those that item texts are printed with.
constexpr std::array<Replacement, 18> signs = {{{"·", "-"},
                                                {"–", "-"},
                                                {"—", "-"},
                                                {"‑", "-"},
                                                {"─", "-"},
                                                {"…", "..."},
                                                {"‘", "'"},
                                                {"’", "'"},
                                                {"‚", "'"},
                                                {"“", "\""},
                                                {"”", "\""},
                                                {"„", "\""},
                                                {"«", "\""},
                                                {"»", "\""},
                                                {"→", "->"},
                                                {"≥", ">="},
                                                {"≤", "<="},
                                                {"\u00A0", " "}}};
// Latin-1 letters from U+00C0 on, by their letter without marks.
constexpr std::string_view latin = "AAAAAAACEEEEIIIIDNOOOOOxOUUUUYTsaaaaaaaceeeeiiiidnooooo/ouuuuyty";

}  // namespace

void append(Lines& lines, Lines more) {
  lines.insert(lines.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

std::string for_shell(std::string_view path) {
  const auto is_plain = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("/._-+,:@%").find(c) != std::string_view::npos;
  };
  if (!path.empty() && std::all_of(path.begin(), path.end(), is_plain)) return std::string(path);
  std::string quoted = "'";
  for (const char c : path) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::vector<std::string> lay_out(const Line& line, std::size_t width) {
  if (line.style == Style::choices) return flow(line.chunks, width);
  if (line.style == Style::command) return lay_out_command(line, width);
  if (line.text.empty()) return {std::string()};
  const bool inset = line.style == Style::echo || line.style == Style::refusal;
  return indented(line.text, width, inset ? margin : std::string_view());
}

std::string to_ascii(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const CodePoint point = decode_code_point(text);
    const std::string_view bytes = text.substr(0, point.length);
    const auto* const sign =
        std::find_if(signs.begin(), signs.end(), [&](const Replacement& r) { return r.from == bytes; });
    if (point.value < 0x80) {
      result += bytes;
    } else if (sign != signs.end()) {
      result += sign->to;
    } else if (point.value >= 0xC0 && point.value < 0xC0 + latin.size()) {
      result += latin[point.value - 0xC0];
    } else if (display_width(bytes) > 0) {
      result += '?';
    }
    text.remove_prefix(point.length);
  }
  return result;
}

}  // namespace ipi::interview
