#include "formats/wide_form.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "formats/blanks.h"
#include "text/number.h"
#include "yaml/grow.h"

namespace ipi {
namespace {

using yaml::Node;
using yaml::NodeKind;

std::string_view why_another_number(std::string_view record, std::size_t fields, std::size_t columns) {
  const std::size_t carriage_return = record.find('\r');
  if (carriage_return != std::string_view::npos &&
      record.substr(carriage_return).find_first_not_of("\r\n") != std::string_view::npos)
    return "a carriage return alone ends no line: it needs a line feed behind it";
  if (fields > columns) return "a delimiter within a field needs quotes around the field";
  return "a field is left out, or a line break stands in one without quotes around it";
}

Span no_span(const Span& span) { return {span.begin, span.begin}; }

}  // namespace

/// One record's tree.
class WideForm::Builder {
 public:
  Builder(const WideForm& form, const SourceFile& record, std::span<const Field> fields,
          std::pmr::memory_resource& storage, Diagnostics& diagnostics)
      : form_(&form), record_(&record), fields_(fields), grower_(storage), diagnostics_(&diagnostics) {}

  Node build() {
    std::vector<Node> children;
    for (const Shape& shape : form_->root_.children) {
      if (const auto node = is_roster(shape) ? roster(shape) : optional_part(shape)) children.push_back(*node);
    }
    if (!has_form_column()) children.insert(children.begin(), protocol_node());
    Node root;
    root.kind = NodeKind::mapping;
    root.span = {0, static_cast<std::uint32_t>(record_->text().size())};
    root.children = grower_.keep(std::span<const Node>(children));
    return root;
  }

 private:
  void report(const Span& span, std::string_view code, std::string message, std::string help) {
    diagnostics_->report({Severity::error, code, std::move(message), {{record_, span}, {}}, {}, std::move(help)});
  }

  bool has_form_column() const {
    return std::any_of(form_->root_.children.begin(), form_->root_.children.end(),
                       [](const Shape& shape) { return shape.key == "form"; });
  }

  Node protocol_node() const {
    Node node;
    node.kind = NodeKind::scalar;
    node.key = "form";
    node.text = form_->layout_->protocol().id;
    return node;
  }

  bool is_roster(const Shape& shape) const {
    return shape.key == to_text(Group::relationships) || shape.key == to_text(Group::events);
  }

  std::string_view text_of(std::size_t column) const {
    const std::string_view text = fields_[column].text;
    return form_->columns_[column].as_it_stands ? text : without_blanks_around(text);
  }

  bool is_blank(std::size_t column) const {
    if (text_of(column).empty() || form_->columns_[column].kind == WideColumn::Kind::answer)
      return text_of(column).empty();
    return missing_code(column) != nullptr;
  }

  /// Where the cell says why there is no answer. An id is an id, whatever it is.
  const MissingCode* missing_code(std::size_t column) const {
    const WideColumn& what = form_->columns_[column];
    if (what.kind != WideColumn::Kind::answer && what.as_it_stands) return nullptr;
    const std::string_view text = text_of(column);
    const auto& codes = form_->options_.missing;
    const auto found = std::find_if(codes.begin(), codes.end(), [&](const MissingCode& code) {
      return code.text == text || (what.numeric && number(code.text) == number(text));
    });
    return found == codes.end() ? nullptr : &*found;
  }

  /// What a form may lack is left out where its cells are blank; a blank answer stays, as one that was skipped.
  std::optional<Node> optional_part(const Shape& shape) {
    if (shape.not_asked) {
      Node node;
      node.kind = NodeKind::scalar;
      node.key = shape.key;
      node.text = to_text(Absence::not_asked);
      return node;
    }
    if (!shape.column) {
      Node node = mapping(shape);
      if (node.children.empty()) return std::nullopt;
      return node;
    }
    const bool may_lack =
        form_->columns_[*shape.column].kind == WideColumn::Kind::other && shape.key != "id" && shape.key != "date";
    if (may_lack && is_blank(*shape.column)) return std::nullopt;
    return cell(shape.key, *shape.column);
  }

  Node mapping(const Shape& shape) {
    std::vector<Node> children;
    for (const Shape& child : shape.children) {
      if (const auto node = optional_part(child)) children.push_back(*node);
    }
    Node node;
    node.kind = NodeKind::mapping;
    node.key = shape.key;
    node.span = children.empty() ? Span{} : Span{children.front().span.begin, children.back().span.end};
    node.key_span = no_span(node.span);
    node.children = grower_.keep(std::span<const Node>(children));
    return node;
  }

  Node cell(std::string_view key, std::size_t index) {
    const WideColumn& column = form_->columns_[index];
    const Field& field = fields_[index];
    const std::string_view text = text_of(index);
    Node node;
    node.key = key;
    node.span = field.span;
    node.key_span = field.span;
    if (text.empty()) return node;
    if (const MissingCode* code = missing_code(index)) {
      if (column.kind != WideColumn::Kind::answer) return node;
      node.kind = NodeKind::scalar;
      node.text = to_text(code->means);
      return node;
    }
    if (column.several) return words(node, field);
    node.kind = NodeKind::scalar;
    node.quoted = field.quoted;
    node.text = column.numeric ? number(text) : text;
    return node;
  }

  std::string_view number(std::string_view text) const {
    if (form_->options_.decimal_comma && text.find(',') != std::string_view::npos) {
      std::string with_point(text);
      std::replace(with_point.begin(), with_point.end(), ',', '.');
      text = grower_.keep(with_point);
    }
    return without_trailing_zeros(text);
  }

  Node words(Node node, const Field& field) {
    std::vector<Node> children;
    for (std::size_t at = field.text.find_first_not_of(" ;"); at != std::string_view::npos;) {
      const std::size_t end = std::min(field.text.find_first_of(" ;", at), field.text.size());
      Node word;
      word.kind = NodeKind::scalar;
      word.span = field.span;
      word.text = field.text.substr(at, end - at);
      children.push_back(word);
      at = field.text.find_first_not_of(" ;", end);
    }
    // A single word may be a reason why there is no answer.
    if (children.size() == 1) {
      node.kind = NodeKind::scalar;
      node.text = children.front().text;
      return node;
    }
    node.kind = NodeKind::sequence;
    node.children = grower_.keep(std::span<const Node>(children));
    return node;
  }

  std::optional<std::size_t> code_column(const Shape& entry) const {
    for (const Shape& child : entry.children) {
      if (child.column && form_->columns_[*child.column].kind == WideColumn::Kind::code) return child.column;
    }
    return std::nullopt;
  }

  std::optional<std::size_t> filled_column(const Shape& shape) const {
    if (shape.column) return text_of(*shape.column).empty() ? std::nullopt : shape.column;
    for (const Shape& child : shape.children) {
      if (const auto column = filled_column(child)) return column;
    }
    return std::nullopt;
  }

  std::optional<Node> roster(const Shape& shape) {
    std::vector<Node> entries;
    for (const Shape& entry : shape.children) {
      const auto code = code_column(entry);
      const auto filled = filled_column(entry);
      if (!filled && (!code || is_blank(*code))) continue;
      entries.push_back(mapping(entry));
      entries.back().key = {};
      if (!code || is_blank(*code)) {
        // Rejected, and looked at all the same: what it says about safety is told.
        report(fields_[*filled].span, "E0336",
               fmt::format("'{}' has an answer, but its entry has no code", form_->columns_[*filled].name),
               fmt::format("fill {}.{}.{}, with a code such as {}1", shape.key, std::stoul(entry.key) + 1,
                           shape.key == to_text(Group::events) ? "event" : "person",
                           shape.key == to_text(Group::events) ? "E" : "P"));
      }
    }
    const bool asked = shape.column ? !is_blank(*shape.column) : !entries.empty();
    if (shape.column) check_count(*shape.column, asked, entries.size());
    if (!asked && entries.empty()) return std::nullopt;
    Node node;
    node.kind = NodeKind::sequence;
    node.key = shape.key;
    node.span = shape.column ? fields_[*shape.column].span : entries.front().span;
    node.children = grower_.keep(std::span<const Node>(entries));
    return node;
  }

  void check_count(std::size_t column, bool asked, std::size_t entries) {
    const Field& field = fields_[column];
    const std::string_view text = without_trailing_zeros(text_of(column));
    if (!asked && entries == 0) return;
    if (asked && text == std::to_string(entries)) return;
    report(field.span, "E0337",
           fmt::format("{} is {}, but {} entries are filled in", form_->columns_[column].name,
                       asked ? fmt::format("'{}'", field.text) : "blank", entries),
           "a blank says that nobody asked, 0 that there is none");
  }

  const WideForm* form_;
  const SourceFile* record_;
  std::span<const Field> fields_;
  yaml::Grower grower_;
  Diagnostics* diagnostics_;
};

void WideForm::keep(std::span<const Field> fields, std::vector<std::string_view>& kept) const {
  kept.assign(options_.keep.size(), {});
  if (options_.keep.empty()) return;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (columns_[i].kept) kept[*columns_[i].kept] = fields[i].text;
  }
}

std::optional<yaml::Node> WideForm::tree(const SourceFile& record, std::span<const Field> fields,
                                         std::pmr::memory_resource& storage, std::vector<std::string_view>& kept,
                                         Diagnostics& diagnostics) const {
  if (fields.size() != columns_.size()) {
    const auto size = static_cast<std::uint32_t>(record.text().size());
    diagnostics.report({Severity::error,
                        "E0331",
                        fmt::format("{} fields, where the header has {}", fields.size(), columns_.size()),
                        {{&record, {0, size}}, {}},
                        {},
                        std::string(why_another_number(record.text(), fields.size(), columns_.size()))});
    return std::nullopt;
  }
  keep(fields, kept);
  return Builder(*this, record, fields, storage, diagnostics).build();
}

}  // namespace ipi
