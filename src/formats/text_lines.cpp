#include "formats/text_lines.h"

#include <algorithm>
#include <array>

#include "formats/page_words.h"
#include "text/layout.h"
#include "text/utf8.h"

namespace ipi {
namespace {

constexpr std::array<std::string_view, 6> colours = {"", "\x1b[1m", "\x1b[2m", "\x1b[1;31m", "\x1b[33m", "\x1b[32m"};
constexpr std::string_view reset = "\x1b[0m";
constexpr std::size_t least_room = 16;  // however deep the indent: narrower columns cannot be read

std::string without_end_spaces(std::string_view text) {
  return std::string(text.substr(0, text.find_last_not_of(' ') + 1));
}

std::string unglued(std::string_view text) {
  std::string result;
  for (std::size_t at = text.find(glue); at != std::string_view::npos; at = text.find(glue)) {
    result.append(text.substr(0, at)).append(" ");
    text.remove_prefix(at + glue.size());
  }
  return result.append(text);
}

}  // namespace

void TextLines::blank() {
  if (out_.empty() || out_.ends_with("\n\n")) return;
  out_ += '\n';
}

void TextLines::rule(std::string_view sign) {
  std::string line;
  for (std::size_t i = 0; i < width_; ++i) line += sign;
  painted(line, Tone::quiet);
  out_ += '\n';
}

void TextLines::heading(std::string_view text) {
  blank();
  this->text(0, text, Tone::strong);
}

void TextLines::text(std::size_t indent, std::string_view text, Tone tone) {
  item(indent, {}, 0, text, Tone::plain, tone);
}

void TextLines::line(std::size_t indent, std::string_view text, Tone tone) {
  out_.append(indent, ' ');
  painted(without_end_spaces(unglued(escape_for_terminal(text))), tone);
  out_ += '\n';
}

void TextLines::item(std::size_t indent, std::string_view mark, std::size_t mark_width, std::string_view text,
                     Tone mark_tone, Tone text_tone) {
  const std::size_t hang = indent + mark_width;
  bool first = true;
  for (const std::string& line : wrap(escape_for_terminal(text), room(hang))) {
    out_.append(first ? indent : hang, ' ');
    if (first && mark_width > 0) {
      const std::string shown = escape_for_terminal(mark);
      painted(line.empty() ? without_end_spaces(shown) : shown, mark_tone);
      if (!line.empty()) out_.append(mark_width - std::min(mark_width, display_width(shown)), ' ');
    }
    painted(without_end_spaces(unglued(line)), text_tone);
    out_ += '\n';
    first = false;
  }
}

void TextLines::painted(std::string_view text, Tone tone) {
  const bool paint = colour_ && tone != Tone::plain && !text.empty();
  if (paint) out_ += colours[static_cast<std::size_t>(tone)];
  out_ += text;
  if (paint) out_ += reset;
}

std::size_t TextLines::room(std::size_t indent) const {
  return std::max(width_ > indent ? width_ - indent : 0, least_room);
}

}  // namespace ipi
