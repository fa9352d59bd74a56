#include <array>
#include <cstring>

#include "intake/input_formats.h"
#include "yaml/plain_json.h"
#include "yaml/read_json.h"

namespace ipi::intake {
namespace {

constexpr std::string_view blanks = " \t\r\n";

/// What both ways of laying forms in JSON have in common.
class JsonRecords : public Records {
 public:
  [[nodiscard]] std::string protocol_named_by(std::string_view record) const override {
    const SourceFile file({}, std::string(record));
    Diagnostics ignored;
    const auto document = yaml::read_json(file, ignored);
    const yaml::Node* name = document ? document->root.find("form") : nullptr;
    return name != nullptr && name->is_scalar() ? std::string(name->text) : std::string();
  }
  [[nodiscard]] std::optional<yaml::Node> plain_tree(std::string_view record, RecordRoom& room) const override {
    return yaml::read_plain_json(record, room.memory);
  }
  [[nodiscard]] std::optional<yaml::Node> tree(const SourceFile& record, RecordRoom& room,
                                               Diagnostics& diagnostics) const override {
    room.document = yaml::read_json(record, diagnostics);
    return room.document ? std::optional(room.document->root) : std::nullopt;
  }
};

class Lines final : public JsonRecords {
 public:
  [[nodiscard]] std::size_t whole_records(std::string_view text, bool last, Carry& /*carry*/) const override {
    return last ? text.size() : text.rfind('\n') + 1;
  }
  [[nodiscard]] std::optional<Piece> next(std::string_view text, std::size_t at, bool /*last*/,
                                          Carry& /*carry*/) const override {
    while (at < text.size()) {
      const void* const newline = std::memchr(text.data() + at, '\n', text.size() - at);
      const std::size_t end = newline == nullptr
                                  ? text.size()
                                  : static_cast<std::size_t>(static_cast<const char*>(newline) - text.data()) + 1;
      if (text.substr(at, end - at).find_first_not_of(blanks) != std::string_view::npos) return Piece{at, end};
      at = end;
    }
    return std::nullopt;
  }
  [[nodiscard]] std::string_view list_help() const override {
    return "one form a line: --from json reads a list of them";
  }
  /// A line's end is no part of it: what ends too early is blamed where it ends.
  [[nodiscard]] std::string_view trimmed(std::string_view record) const override {
    while (record.ends_with('\n') || record.ends_with('\r')) record.remove_suffix(1);
    return record;
  }
};

/// Behind the value that begins at `at`; nullopt where the text ends within it. What is wrong inside is for a reader.
std::optional<std::size_t> end_of_value(std::string_view text, std::size_t at) {
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
std::size_t next_value(std::string_view text, std::size_t at) {
  while (at < text.size() &&
         (blanks.find(text[at]) != std::string_view::npos || text[at] == '[' || text[at] == ',' || text[at] == ']'))
    ++at;
  return at;
}

class Values final : public JsonRecords {
 public:
  [[nodiscard]] std::size_t whole_records(std::string_view text, bool last, Carry& /*carry*/) const override {
    if (last) return text.size();
    std::size_t whole = 0;
    for (std::size_t at = next_value(text, 0); at < text.size(); at = next_value(text, whole)) {
      const auto end = end_of_value(text, at);
      if (!end) break;
      whole = *end;
    }
    return whole;
  }
  [[nodiscard]] std::optional<Piece> next(std::string_view text, std::size_t at, bool /*last*/,
                                          Carry& /*carry*/) const override {
    while (at < text.size()) {
      at = next_value(text, at);
      const std::size_t end = at < text.size() ? end_of_value(text, at).value_or(text.size()) : at;
      if (text.substr(at, end - at).find_first_not_of(blanks) != std::string_view::npos) return Piece{at, end};
      at = end;
    }
    return std::nullopt;
  }
  [[nodiscard]] std::string_view mark_between() const override { return {}; }
  /// A list that is cut off between two forms has lost those behind.
  [[nodiscard]] bool is_complete(std::string_view block, bool last) override {
    const std::size_t first = block.find_first_not_of(blanks);
    if (first != std::string_view::npos) {
      if (!begun_) is_list_ = block[first] == '[';
      begun_ = true;
      list_is_open_ = is_list_ && block[block.find_last_not_of(blanks)] != ']';
    }
    return !last || !list_is_open_;
  }

 private:
  bool begun_ = false, is_list_ = false, list_is_open_ = false;
};

bool is_list(std::string_view text) {
  const std::size_t first = text.find_first_not_of(blanks);
  return first != std::string_view::npos && text[first] == '[';
}

constexpr std::array<std::string_view, 1> json_extensions = {"json"};
constexpr std::array<std::string_view, 2> ndjson_extensions = {"ndjson", "jsonl"};

}  // namespace

const InputFormat json_format = {.name = "json",
                                 .extensions = json_extensions,
                                 .words = "a list in JSON",
                                 .recognises = [](std::string_view text) { return text.starts_with('['); },
                                 .holds_several = is_list,
                                 .records = [] { return std::unique_ptr<Records>(std::make_unique<Values>()); }};

const InputFormat ndjson_format = {
    .name = "ndjson",
    .extensions = ndjson_extensions,
    .words = "lines of JSON",
    .recognises =
        [](std::string_view text) { return text.starts_with('{') && text.find("\n{") != std::string_view::npos; },
    .may_be_another = true,
    .records = [] { return std::unique_ptr<Records>(std::make_unique<Lines>()); }};

}  // namespace ipi::intake
