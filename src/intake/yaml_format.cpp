#include <array>

#include "intake/input_formats.h"
#include "yaml/plain_yaml.h"
#include "yaml/read.h"

namespace ipi::intake {
namespace {

constexpr std::string_view document_mark = "---";

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

/// More than comments and marks.
bool has_something(std::string_view text) {
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

class YamlRecords final : public Records {
 public:
  [[nodiscard]] std::size_t whole_records(std::string_view text, bool last, Carry& /*carry*/) const override {
    return last ? text.size() : last_document(text);
  }
  [[nodiscard]] std::optional<Piece> next(std::string_view text, std::size_t at, bool /*last*/,
                                          Carry& /*carry*/) const override {
    while (at < text.size()) {
      const std::size_t end = next_document(text, at);
      if (has_something(text.substr(at, end - at))) return Piece{at, end};
      at = end;
    }
    return std::nullopt;
  }
  [[nodiscard]] std::string_view mark_between() const override { return "\n---"; }
  [[nodiscard]] std::string protocol_named_by(std::string_view record) const override {
    const SourceFile file({}, std::string(record));
    Diagnostics ignored;
    const auto document = yaml::read(file, ignored);
    const yaml::Node* name = document ? document->root.find("form") : nullptr;
    return name != nullptr && name->is_scalar() ? std::string(name->text) : std::string();
  }
  [[nodiscard]] std::optional<yaml::Node> plain_tree(std::string_view record, RecordRoom& room) const override {
    return yaml::read_plain_yaml(record, room.memory);
  }
  [[nodiscard]] std::optional<yaml::Node> tree(const SourceFile& record, RecordRoom& room,
                                               Diagnostics& diagnostics) const override {
    room.document = yaml::read(record, diagnostics);
    return room.document ? std::optional(room.document->root) : std::nullopt;
  }
};

/// A list in JSON is YAML as well, and no form of its own begins so.
bool holds_several_documents(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos && text[first] == '[') return true;
  const YamlRecords records;
  Carry carry;
  const auto one = records.next(text, 0, true, carry);
  return one && records.next(text, one->end, true, carry);
}

constexpr std::array<std::string_view, 2> yaml_extensions = {"yaml", "yml"};

}  // namespace

const InputFormat yaml_format = {.name = "yaml",
                                 .extensions = yaml_extensions,
                                 .words = "YAML",
                                 .may_be_another = true,
                                 .holds_several = holds_several_documents,
                                 .records = [] { return std::unique_ptr<Records>(std::make_unique<YamlRecords>()); }};

}  // namespace ipi::intake
