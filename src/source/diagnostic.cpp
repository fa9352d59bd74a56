#include "source/diagnostic.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>

#include "text/layout.h"
#include "text/utf8.h"

namespace ipi {
namespace {

constexpr std::size_t excerpt_columns = 100;
constexpr std::size_t columns_before_caret = 40;

std::string_view name_of(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::note:
      break;
  }
  return "note";
}

std::string_view colour_of(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "\x1B[1;31m";
    case Severity::warning:
      return "\x1B[1;33m";
    case Severity::note:
      break;
  }
  return "\x1B[1;36m";
}

constexpr std::string_view secondary_colour = "\x1B[1;34m";

/// What printing needs besides the text: whether to colour, and how wide the column of line numbers is.
struct Look {
  bool colour = false;
  std::size_t gutter = 1;

  [[nodiscard]] std::string paint(std::string_view text, std::string_view escape) const {
    return colour ? fmt::format("{}{}\x1B[0m", escape, text) : std::string{text};
  }
};

/// The part of one line that is shown, and where the caret stands in it; all three are raw bytes of the line.
struct Excerpt {
  std::string_view before;  ///< left of the caret
  std::string_view marked;  ///< above the caret; may be empty
  std::string_view after;
  bool cut_left = false;
  bool cut_right = false;
};

/// Columns of one code point as the excerpt prints it; a tab, which is not escaped there, counts as one.
std::size_t printed_width(std::string_view character) {
  return character == "\t" ? 1 : display_width(escape_for_terminal(character));
}

/// The longest front of `text` that takes at most `columns`.
std::string_view front_within(std::string_view text, std::size_t columns) {
  std::size_t used = 0;
  std::size_t kept = 0;
  while (kept < text.size()) {
    const std::size_t length = decode_code_point(text.substr(kept)).length;
    used += printed_width(text.substr(kept, length));
    if (used > columns) break;
    kept += length;
  }
  return text.substr(0, kept);
}

/// Where the code point that ends at `end` begins.
std::size_t begin_of_last(std::string_view text, std::size_t end) {
  std::size_t begin = end - 1;
  while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80U) --begin;
  return begin;
}

std::string_view back_within(std::string_view text, std::size_t columns) {
  std::size_t used = 0;
  std::size_t begin = text.size();
  while (begin > 0) {
    const std::size_t next = begin_of_last(text, begin);
    used += printed_width(text.substr(next, begin - next));
    if (used > columns) break;
    begin = next;
  }
  return text.substr(begin);
}

Excerpt clipped(const Excerpt& whole) {
  const std::string_view marked = front_within(whole.marked, excerpt_columns - columns_before_caret);
  const bool marked_cut = marked.size() < whole.marked.size();
  const std::string_view before = back_within(whole.before, columns_before_caret);
  const std::size_t used = display_width(escape_for_terminal(before)) + display_width(escape_for_terminal(marked));
  const std::size_t left = used < excerpt_columns ? excerpt_columns - used : 0;
  const std::string_view after = marked_cut ? std::string_view{} : front_within(whole.after, left);
  return {.before = before,
          .marked = marked,
          .after = after,
          .cut_left = before.size() < whole.before.size(),
          .cut_right = marked_cut || after.size() < whole.after.size()};
}

/// A span over several lines is marked on its first one only: that is where reading starts.
Excerpt excerpt_of(const Place& place, std::size_t line) {
  const std::string_view text = place.file->line_text(line);
  const std::size_t line_begin = place.file->line_begin(line);
  const std::size_t begin =
      std::min<std::size_t>(place.span.begin - std::min<std::size_t>(place.span.begin, line_begin), text.size());
  const std::size_t end =
      std::clamp<std::size_t>(place.span.end - std::min<std::size_t>(place.span.end, line_begin), begin, text.size());
  const Excerpt whole{
      .before = text.substr(0, begin), .marked = text.substr(begin, end - begin), .after = text.substr(end)};
  const bool fits = front_within(text, excerpt_columns).size() == text.size();
  return fits ? whole : clipped(whole);
}

/// Escaped but for tabs, which the line under it repeats, so that both stay aligned at any tab width.
std::string printable(std::string_view text) {
  std::string out;
  while (true) {
    const std::size_t tab = text.find('\t');
    out.append(escape_for_terminal(text.substr(0, tab)));
    if (tab == std::string_view::npos) return out;
    out.push_back('\t');
    text.remove_prefix(tab + 1);
  }
}

std::string caret_padding(std::string_view text) {
  std::string out;
  while (true) {
    const std::size_t tab = text.find('\t');
    out.append(display_width(escape_for_terminal(text.substr(0, tab))), ' ');
    if (tab == std::string_view::npos) return out;
    out.push_back('\t');
    text.remove_prefix(tab + 1);
  }
}

std::string carets(const Excerpt& excerpt, char mark) {
  std::size_t width = 0;
  std::string_view rest = excerpt.marked;
  while (!rest.empty()) {
    const std::size_t tab = std::min(rest.find('\t'), rest.size());
    width += display_width(escape_for_terminal(rest.substr(0, tab))) + (tab < rest.size() ? 1 : 0);
    rest.remove_prefix(std::min(tab + 1, rest.size()));
  }
  return std::string(std::max<std::size_t>(width, 1), mark);
}

std::string without_trailing_spaces(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

std::size_t line_of(const Place& place) { return place.file->position_of(place.span.begin).line; }

/// The two lines of one label: the source, and the caret with what is said beside it.
void append_label(std::string& out, const Label& label, char mark, std::string_view colour, const Look& look) {
  const std::size_t line = line_of(label.place);
  const Excerpt excerpt = excerpt_of(label.place, line);
  const std::string_view left = excerpt.cut_left ? "…" : "";
  const std::string_view right = excerpt.cut_right ? "…" : "";
  const std::string source = fmt::format("{:>{}} | {}{}{}{}{}", line, look.gutter, left, printable(excerpt.before),
                                         printable(excerpt.marked), printable(excerpt.after), right);
  out.append(without_trailing_spaces(source)).append("\n");

  const std::string padding = caret_padding(excerpt.before);
  std::string remark = carets(excerpt, mark);
  if (!label.text.empty()) remark.append(" ").append(escape_for_terminal(label.text));
  fmt::format_to(std::back_inserter(out), "{:>{}} | {}{}{}\n", "", look.gutter, excerpt.cut_left ? " " : "", padding,
                 look.paint(remark, colour));
}

std::size_t gutter_of(const Diagnostic& diagnostic) {
  std::size_t last = diagnostic.primary.place.file == nullptr ? 1 : line_of(diagnostic.primary.place);
  for (const Label& label : diagnostic.secondary) {
    if (label.place.file != nullptr) last = std::max(last, line_of(label.place));
  }
  return fmt::formatted_size("{}", last);
}

void append_places(std::string& out, const Diagnostic& diagnostic, const Look& look) {
  const Place& primary = diagnostic.primary.place;
  if (primary.file != nullptr) {
    const std::string where = escape_for_terminal(to_text(primary));
    fmt::format_to(std::back_inserter(out), "{:>{}}--> {}\n", "", look.gutter, where);
    if (primary.file->text().empty() || diagnostic.hides_source) return;
    fmt::format_to(std::back_inserter(out), "{:>{}} |\n", "", look.gutter);
    append_label(out, diagnostic.primary, '^', colour_of(diagnostic.severity), look);
  }
  for (const Label& label : diagnostic.secondary) {
    if (label.place.file == nullptr) continue;
    if (label.place.file != primary.file) {
      const std::string where = escape_for_terminal(to_text(label.place));
      fmt::format_to(std::back_inserter(out), "{:>{}}::: {}\n", "", look.gutter, where);
    }
    append_label(out, label, '-', secondary_colour, look);
  }
}

using Json = nlohmann::ordered_json;

void put_place(Json& object, const Place& place) {
  if (place.file == nullptr) {
    object["file"] = nullptr;
    object["line"] = nullptr;
    object["column"] = nullptr;
    return;
  }
  const Position begin = place.file->position_of(place.span.begin);
  object["file"] = place.file->name();
  object["line"] = begin.line;
  object["column"] = begin.column;
}

void put_end(Json& object, const Place& place) {
  if (place.file == nullptr) {
    object["end_line"] = nullptr;
    object["end_column"] = nullptr;
    return;
  }
  const Position end = place.file->position_of(place.span.end);
  object["end_line"] = end.line;
  object["end_column"] = end.column;
}

Json related_to_json(const std::vector<Label>& labels) {
  Json related = Json::array();
  for (const Label& label : labels) {
    Json one;
    put_place(one, label.place);
    one["message"] = label.text;
    related.push_back(std::move(one));
  }
  return related;
}

}  // namespace

void Diagnostics::report(Diagnostic diagnostic) {
  if (diagnostic.severity == Severity::error) ++errors_;
  all_.push_back(std::move(diagnostic));
}

void Diagnostics::take(Diagnostics other, const std::function<bool(const Diagnostic&)>& is_wanted) {
  for (Diagnostic& diagnostic : other.all_) {
    if (is_wanted(diagnostic)) report(std::move(diagnostic));
  }
  kept_.insert(kept_.end(), other.kept_.begin(), other.kept_.end());
}

void Diagnostics::hide_sources() {
  for (Diagnostic& diagnostic : all_) diagnostic.hides_source = true;
}

std::string to_text(const Diagnostic& diagnostic, bool colour) {
  const Look look{.colour = colour, .gutter = gutter_of(diagnostic)};
  const std::string_view severity = name_of(diagnostic.severity);
  const std::string head =
      diagnostic.code.empty() ? std::string{severity} : fmt::format("{}[{}]", severity, diagnostic.code);
  std::string out = fmt::format("{}: {}\n", look.paint(head, colour_of(diagnostic.severity)),
                                escape_for_terminal(diagnostic.message));
  append_places(out, diagnostic, look);
  if (!diagnostic.help.empty()) {
    fmt::format_to(std::back_inserter(out), "{:>{}} = help: {}\n", "", look.gutter,
                   escape_for_terminal(diagnostic.help));
  }
  return out;
}

std::string to_json_line(const Diagnostic& diagnostic) {
  Json object;
  object["severity"] = name_of(diagnostic.severity);
  object["code"] = diagnostic.code;
  object["message"] = diagnostic.message;
  put_place(object, diagnostic.primary.place);
  put_end(object, diagnostic.primary.place);
  object["help"] = diagnostic.help;
  object["related"] = related_to_json(diagnostic.secondary);
  // A file name may hold any bytes; a message must not be lost over them.
  return object.dump(-1, ' ', false, Json::error_handler_t::replace).append("\n");
}

}  // namespace ipi
