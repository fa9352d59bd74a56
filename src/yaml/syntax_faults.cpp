#include "yaml/syntax_faults.h"

#include <fmt/format.h>
#include <yaml-cpp/exceptions.h>

#include <algorithm>
#include <array>

#include "text/utf8.h"
#include "yaml/raw_text.h"

namespace ipi::yaml {
namespace {

constexpr std::size_t longest_key = 1024;
constexpr std::size_t longest_suggestion = 60;

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

std::string_view line_at(std::string_view text, std::size_t offset) {
  const std::size_t begin = raw::line_begin(text, offset);
  return text.substr(begin, raw::line_end(text, offset) - begin);
}

/// Offset of a colon that is taken as text because no space follows it.
std::size_t find_tight_colon(std::string_view text) {
  std::size_t colon = text.find(':');
  while (colon != std::string_view::npos && colon + 1 < text.size() && text[colon + 1] == ' ') {
    colon = text.find(':', colon + 1);
  }
  return colon + 1 < text.size() ? colon : std::string_view::npos;
}

bool has_separating_colon(std::string_view line) {
  return line.find(": ") != std::string_view::npos || line.ends_with(':');
}

/// The line as it would be with its value in quotes, where that is short and holds nothing to escape.
std::string quoted_value_help(std::string_view line) {
  constexpr std::string_view general = "put text that holds ': ' in quotes";
  const std::string_view content = trimmed(line);
  const std::size_t colon = content.find(": ");
  const bool simple = colon != std::string_view::npos && content.size() <= longest_suggestion &&
                      content.find_first_of("\"\\#'[]{}\t") == std::string_view::npos;
  if (!simple) return std::string{general};
  return fmt::format("{}: {}: \"{}\"", general, content.substr(0, colon), trimmed(content.substr(colon + 2)));
}

/// The last line with something on it before the line of `offset`; empty where there is none.
std::optional<std::size_t> line_before(std::string_view text, std::size_t offset) {
  std::size_t begin = raw::line_begin(text, offset);
  while (begin > 0) {
    begin = raw::line_begin(text, begin - 1);
    if (!raw::rest_of_line_is_empty(text, begin)) return begin;
  }
  return std::nullopt;
}

void report_long_key(Faults& faults, std::size_t begin, std::size_t end) {
  faults.error(begin, end, "E0114", fmt::format("a key of more than {} bytes", longest_key),
               "shorten it; a long text belongs after the colon");
}

void report_indentation(Faults& faults, std::size_t offset) {
  const std::size_t begin = raw::skip_blanks(faults.text(), raw::line_begin(faults.text(), offset));
  faults.error(begin, raw::line_end(faults.text(), begin), "E0124",
               "the indentation of this line fits nothing above it",
               "indent it with spaces, exactly as far as the lines it belongs with");
}

/// The colon at `offset` may not stand there: because of an earlier one on its line, or of the line above.
void report_unexpected_colon(Faults& faults, std::size_t offset) {
  const std::string_view text = faults.text();
  const std::size_t begin = raw::skip_blanks(text, raw::line_begin(text, offset));
  const std::string_view before = text.substr(begin, offset - std::min(begin, offset));
  if (before.size() > longest_key) return report_long_key(faults, begin, offset);
  if (before.find(": ") != std::string_view::npos) {
    faults.error(offset, offset + 1, "E0119", "a second ': ' on this line", quoted_value_help(line_at(text, offset)));
    return;
  }
  const std::optional<std::size_t> above = line_before(text, offset);
  const std::string_view content = above ? trimmed(line_at(text, *above)) : std::string_view{};
  const bool key_alone = !content.empty() && !content.starts_with("- ") && !has_separating_colon(content);
  if (!key_alone) return report_indentation(faults, offset);
  const std::size_t key = raw::skip_blanks(text, *above);
  report_missing_colon(faults, key, key + content.size());
}

void report_flow_never_closed(Faults& faults, std::size_t offset, const Progress& progress) {
  const std::string_view text = faults.text();
  const std::size_t colon = std::min(text.find(':', offset), text.size());
  if (colon - std::min(colon, offset) > longest_key && colon < text.size())
    return report_long_key(faults, offset, colon);
  const std::size_t open = progress.open_bracket.value_or(offset);
  const std::string_view bracket = text.substr(open, 1);
  const std::string_view closing = bracket == "{" ? "}" : "]";
  faults.error(open, open + 1, "E0123", fmt::format("the '{}' here is never closed", bracket),
               fmt::format("add the '{}', or a ',' that is missing between two elements", closing));
  if (raw::skip_trivia(text, offset) < text.size())
    faults.also_at(faults.span(offset, offset + 1), "cannot go on here");
}

void report_unexpected_structure(Faults& faults, std::size_t offset, const Progress& progress) {
  const std::string_view text = faults.text();
  if (progress.last_closed && raw::skip_blanks(text, progress.last_end) == offset) {
    return report_text_after_closing(faults, offset, progress);
  }
  if (text.substr(offset, 1) != "-") return report_indentation(faults, offset);
  faults.error(offset, offset + 1, "E0124", "a list item where a key belongs",
               "a map and a list cannot stand side by side: put the list below a key");
}

bool is_one_of(std::string_view message, std::initializer_list<std::string_view> messages) {
  return std::find(messages.begin(), messages.end(), message) != messages.end();
}

/// One character, for a message; the end of the file has none.
std::string character_at(std::string_view text, std::size_t offset) {
  if (offset >= text.size()) return "the end of the file";
  const std::string_view rest = text.substr(offset);
  return fmt::format("'{}'", rest.substr(0, decode_code_point(rest).length));
}

std::size_t end_of_word(std::string_view text, std::size_t offset) {
  return std::min(text.find_first_of(" \t\r\n,]}", offset), text.size());
}

void report_bad_start(Faults& faults, std::size_t offset) {
  faults.error(offset, end_of_word(faults.text(), offset), "E0125",
               fmt::format("text cannot begin with {}", character_at(faults.text(), offset)), "put the text in quotes");
}

/// The rarer faults, each one sentence.
struct Wording {
  std::string_view yaml_cpp;
  std::string_view code;
  std::string_view message;
  std::string_view help;
};

constexpr std::string_view escape_help = "write a backslash twice (\\\\), or put the text in single quotes";
constexpr std::string_view alias_help = "write the text out again; put text that begins with '*' in quotes";
constexpr std::string_view anchor_help = "remove it; put text that begins with '&' in quotes";

// yaml-cpp's messages are const and not constexpr, or this would be.
const std::array<Wording, 15> wordings{{
    {YAML::ErrorMsg::INVALID_HEX, "E0122", "an escape in double quotes that is not complete", escape_help},
    {YAML::ErrorMsg::TAB_IN_INDENTATION, "E0104", "a tab in the indentation",
     "use spaces: YAML does not indent with tabs"},
    {YAML::ErrorMsg::BLOCK_ENTRY, "E0124", "a list item cannot begin here",
     "put each item on a line of its own below the key; put text that begins with '- ' in quotes"},
    {YAML::ErrorMsg::MAP_KEY, "E0115", "a key cannot begin here",
     "write 'key: value'; put text that begins with '? ' in quotes"},
    {YAML::ErrorMsg::UNKNOWN_ANCHOR, "E0106", "aliases ('*') are not used here", alias_help},
    {YAML::ErrorMsg::ALIAS_NOT_FOUND, "E0106", "aliases ('*') are not used here", alias_help},
    {YAML::ErrorMsg::CHAR_IN_ALIAS, "E0106", "aliases ('*') are not used here", alias_help},
    {YAML::ErrorMsg::ALIAS_CONTENT, "E0106", "aliases ('*') are not used here", alias_help},
    {YAML::ErrorMsg::ANCHOR_NOT_FOUND, "E0106", "anchors ('&') are not used here", anchor_help},
    {YAML::ErrorMsg::CHAR_IN_ANCHOR, "E0106", "anchors ('&') are not used here", anchor_help},
    {YAML::ErrorMsg::MULTIPLE_ANCHORS, "E0106", "anchors ('&') are not used here", anchor_help},
    {YAML::ErrorMsg::DOC_IN_SCALAR, "E0105", "a quoted text runs into the end of the document", "close the quote"},
    {YAML::ErrorMsg::EOF_IN_SCALAR, "E0105", "a quoted text runs into the end of the file", "close the quote"},
    {YAML::ErrorMsg::CHAR_IN_BLOCK, "E0120", "text beside the '|' or '>' of a block of text",
     "begin the block on the next line, indented"},
    {YAML::ErrorMsg::ZERO_INDENT_IN_BLOCK, "E0120", "a block of text cannot have the indentation 0",
     "leave the digit out"},
}};

void report_in_a_sentence(Faults& faults, std::size_t offset, std::string_view message) {
  const auto* const found = std::find_if(wordings.begin(), wordings.end(),
                                         [&](const Wording& wording) { return wording.yaml_cpp == message; });
  if (found != wordings.end()) {
    const bool is_word = found->code == "E0106";
    faults.error(offset, is_word ? std::max(offset + 1, end_of_word(faults.text(), offset)) : offset + 1, found->code,
                 std::string{found->message}, std::string{found->help});
  } else if (message.starts_with(YAML::ErrorMsg::INVALID_ESCAPE) ||
             message.starts_with(YAML::ErrorMsg::INVALID_UNICODE)) {
    faults.error(offset, offset + 1, "E0122", "a backslash in double quotes that begins no known escape",
                 std::string{escape_help});
  } else if (message.find("tag") != std::string_view::npos) {
    faults.error(offset, offset + 1, "E0108", "tags ('!') are not used here",
                 "put text that begins with '!' in quotes");
  } else {
    faults.error(offset, offset + 1, "E0120", fmt::format("this is not valid YAML: {}", message),
                 "put text that holds any of : # [ ] { } , & * ! | > ' \" % @ ` in quotes");
  }
}

}  // namespace

void report_missing_colon(Faults& faults, std::size_t begin, std::size_t end) {
  const std::string_view key = faults.text().substr(begin, std::min(end, raw::line_end(faults.text(), begin)) - begin);
  const bool is_short = key.size() <= longest_suggestion;
  if (const std::size_t colon = find_tight_colon(key); colon != std::string_view::npos) {
    faults.error(begin + colon, begin + colon + 1, "E0112", "no space after the colon",
                 is_short ? fmt::format("write '{}: {}'", key.substr(0, colon), key.substr(colon + 1))
                          : std::string{"put a space after the colon"});
    return;
  }
  const auto twin = find_look_alike(key);
  const bool has_other_colon = twin && twin->meant == ":";
  faults.error(begin, begin + key.size(), "E0112", "a key without a colon",
               has_other_colon ? fmt::format("replace the {} by ': '", twin->name)
               : is_short      ? fmt::format("write '{}: ...'", key)
                               : std::string{"put ': ' after it"});
}

void report_text_after_closing(Faults& faults, std::size_t offset, const Progress& progress) {
  const std::string_view text = faults.text();
  const char closing = text[progress.last_end - 1];
  const bool quote = closing == '"' || closing == '\'';
  const std::string_view help = closing == '"'    ? "write a quote inside the text as \\\", or remove what follows"
                                : closing == '\'' ? "write a quote inside the text twice (''), or remove what follows"
                                                  : "remove it, or put the whole text in quotes";
  faults.error(offset, raw::line_end(text, offset), "E0111",
               fmt::format("text after the closing {}", quote ? std::string{"quote"} : fmt::format("'{}'", closing)),
               std::string{help});
  // A quote that closes lines further down was most likely forgotten where it opened.
  const bool over_lines = quote && raw::line_begin(text, progress.last_begin) != raw::line_begin(text, offset);
  if (over_lines) faults.also_at(faults.span(progress.last_begin, progress.last_begin + 1), "the quote opened here");
}

void report_text_after_document(Faults& faults, std::size_t offset, const Progress& progress, bool root_is_list) {
  const std::string_view text = faults.text();
  const std::string_view between = text.substr(progress.last_end, offset - std::min(offset, progress.last_end));
  const bool marked = text.substr(offset).starts_with("---") || between.find("\n...") != std::string_view::npos;
  if (marked) {
    faults.error(offset, raw::line_end(text, offset), "E0110", "a second document begins here",
                 "this file holds one document: remove the rest, or put it in a file of its own");
  } else if (progress.last_closed && raw::line_begin(text, progress.last_end) == raw::line_begin(text, offset)) {
    report_text_after_closing(faults, offset, progress);
  } else if (root_is_list) {
    faults.error(offset, raw::line_end(text, offset), "E0111", "this line does not belong to the list above",
                 "begin it with '- ' if it is an item; a file is one list or one map, not both");
  } else {
    report_indentation(faults, offset);
  }
}

void report_syntax_fault(Faults& faults, std::size_t offset, std::string_view yaml_cpp_message,
                         const Progress& progress) {
  using namespace YAML::ErrorMsg;
  const std::string_view message = yaml_cpp_message;
  if (message == MAP_VALUE) return report_unexpected_colon(faults, offset);
  if (is_one_of(message, {END_OF_MAP, END_OF_SEQ})) return report_unexpected_structure(faults, offset, progress);
  if (is_one_of(message, {END_OF_MAP_FLOW, END_OF_SEQ_FLOW})) return report_flow_never_closed(faults, offset, progress);
  if (message == UNKNOWN_TOKEN) return report_bad_start(faults, offset);
  if (message != FLOW_END) return report_in_a_sentence(faults, offset, message);
  faults.error(offset, offset + 1, "E0123", fmt::format("this {} closes nothing", character_at(faults.text(), offset)),
               "remove it, or put the text in quotes");
}

}  // namespace ipi::yaml
