#include "ipi/formats/wide_form.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include "ipi/text/nearest.h"
#include "ipi/yaml/fields.h"
#include "ipi/yaml/grow.h"
#include "ipi/yaml/read.h"

namespace ipi {
namespace {

using yaml::Node;
using yaml::NodeKind;

constexpr std::size_t most_entries = 200;  // of one roster, in one row
constexpr std::array<std::string_view, 4> form_columns = {"form", "id", "date", "state"};
constexpr std::array<std::string_view, 3> agreement_columns = {"area", "subject", "by_patient"};
constexpr std::string_view declared_prefix = "declared.";

template <class List, class T>
bool contains(const List& list, const T& wanted) {
  return std::find(list.begin(), list.end(), wanted) != list.end();
}

std::string_view code_key(Group group) { return group == Group::events ? "event" : "person"; }

bool is_numeric(const Question& question) {
  const auto has_number = [](const Option& option) { return option.number.has_value(); };
  return question.type == AnswerType::number || std::any_of(question.options.begin(), question.options.end(), has_number);
}

/// The keys under which a form has the slot's answer.
std::vector<std::string> path_of(const Slot& slot, std::string_view address, Group group) {
  std::vector<std::string> path;
  if (group == Group::form && !slot.structural) path.emplace_back("answers");
  if (slot.instrument != nullptr && !slot.instrument->id.empty() && !slot.structural) {
    path.push_back(slot.instrument->id);
    address.remove_prefix(slot.instrument->id.size() + 1);
  }
  while (!address.empty()) {
    const std::size_t dot = address.find('.');
    path.emplace_back(address.substr(0, dot));
    address.remove_prefix(dot == std::string_view::npos ? address.size() : dot + 1);
  }
  return path;
}

WideColumn answer_column(const Layout& layout, Group group, std::size_t slot) {
  const Slot& what = layout.group(group).slots[slot];
  WideColumn column;
  column.kind = WideColumn::Kind::answer;
  column.group = group;
  column.slot = slot;
  column.numeric = is_numeric(*what.question);
  column.several = what.question->type == AnswerType::multiple;
  column.path = path_of(what, what.address, group);
  return column;
}

WideColumn other_column(std::vector<std::string> path) {
  WideColumn column;
  column.kind = WideColumn::Kind::other;
  column.path = std::move(path);
  return column;
}

void enter(WideColumn& column, Group group, std::size_t entry) {
  column.group = group;
  column.entry = entry;
  column.path.insert(column.path.begin(), {std::string(to_text(group)), std::to_string(entry)});
}

/// "relationships.2.role" within its roster: the entry, from 0, and the rest of the address.
struct InRoster {
  Group group = Group::relationships;
  std::size_t entry = 0;
  std::string_view rest;
};
std::optional<InRoster> in_roster(const Layout& layout, std::string_view address) {
  for (const Group group : {Group::relationships, Group::events}) {
    const std::string prefix = fmt::format("{}.", to_text(group));
    if (!layout.has_roster(group) || !address.starts_with(prefix)) continue;
    const std::string_view rest = address.substr(prefix.size());
    std::size_t number = 0;
    const auto [end, fault] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
    const auto digits = static_cast<std::size_t>(end - rest.data());
    if (fault != std::errc() || number < 1 || number > most_entries || digits >= rest.size() || rest[digits] != '.' || rest[0] == '0') continue;
    return InRoster{group, number - 1, rest.substr(digits + 1)};
  }
  return std::nullopt;
}

std::optional<WideColumn> column_in_roster(const Layout& layout, const InRoster& place) {
  std::optional<WideColumn> column;
  if (place.rest == code_key(place.group)) {
    column = other_column({std::string(place.rest)});
    column->kind = WideColumn::Kind::code;
  }
  // An event's own `person` is an answer; a relationship's is its code.
  if (const auto slot = layout.find_slot(place.group, place.rest); !column && slot) column = answer_column(layout, place.group, *slot);
  if (column) enter(*column, place.group, place.entry);
  return column;
}

/// What a column of that address holds; nullopt where the address is none of the protocol's forms.
std::optional<WideColumn> column_of(const Layout& layout, std::string_view address) {
  if (contains(form_columns, address)) return other_column({std::string(address)});
  if (const auto slot = layout.find_slot(Group::form, address)) return answer_column(layout, Group::form, *slot);
  if (const Protocol& protocol = layout.protocol(); protocol.is_instrument) {
    const InstrumentUse& only = layout.group(Group::form).instruments.front();
    if (const auto slot = layout.find_slot(Group::form, fmt::format("{}.{}", only.instrument->id, address))) return answer_column(layout, Group::form, *slot);
  }
  for (const Group group : {Group::relationships, Group::events}) {
    if (!layout.has_roster(group) || address != fmt::format("{}.count", to_text(group))) continue;
    WideColumn column = other_column({std::string(to_text(group))});
    column.kind = WideColumn::Kind::count;
    column.group = group;
    return column;
  }
  if (const auto place = in_roster(layout, address)) return column_in_roster(layout, *place);
  if (address.starts_with(declared_prefix) && layout.find_score(Group::form, address.substr(declared_prefix.size()))) {
    return other_column({"declared", std::string(address.substr(declared_prefix.size()))});
  }
  for (const std::string_view key : agreement_columns) {
    if (address == fmt::format("focus_agreed.{}", key) && !layout.protocol().model.empty()) return other_column({"focus_agreed", std::string(key)});
  }
  return std::nullopt;
}

using Wanted = std::function<bool(Group, std::size_t)>;

/// Every address that a column can have, for so many entries of each roster from `first_entry` on.
std::vector<std::string> addresses_of(const Layout& layout, std::size_t first_entry, std::size_t entries, const Wanted& wanted) {
  std::vector<std::string> all(form_columns.begin(), form_columns.end());
  const auto add = [&](Group group, const std::string& prefix) {
    const auto& slots = layout.group(group).slots;
    for (std::size_t slot = 0; slot < slots.size(); ++slot) {
      if (wanted(group, slot)) all.push_back(prefix + slots[slot].address);
    }
  };
  add(Group::form, {});
  for (const Group group : {Group::relationships, Group::events}) {
    if (!layout.has_roster(group)) continue;
    all.push_back(fmt::format("{}.count", to_text(group)));
    for (std::size_t entry = first_entry; entry < first_entry + entries; ++entry) {
      const std::string prefix = fmt::format("{}.{}.", to_text(group), entry + 1);
      all.push_back(fmt::format("{}{}", prefix, code_key(group)));
      add(group, prefix);
    }
  }
  return all;
}

bool is_answer(const Question& question, std::string_view text) {
  const auto is_value = [&](const Option& option) { return option.value == text; };
  if (std::any_of(question.options.begin(), question.options.end(), is_value)) return true;
  std::int64_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_number = fault == std::errc() && end == text.data() + text.size();
  return question.type == AnswerType::number && is_number && number >= question.lowest && number <= question.highest;
}

/// "3.00" as "3", "2.50" as "2.5"; what is no decimal stays as it is.
std::string_view without_trailing_zeros(std::string_view text) {
  const std::size_t point = text.find('.');
  if (point == std::string_view::npos || point == 0 || text.find_first_not_of("-0123456789.") != std::string_view::npos) return text;
  if (point + 1 == text.size()) return text;
  while (text.ends_with('0')) text.remove_suffix(1);
  if (text.ends_with('.')) text.remove_suffix(1);
  return text;
}

Span no_span(const Span& span) { return {span.begin, span.begin}; }

}  // namespace

std::optional<std::vector<MissingCode>> read_missing_codes(std::string_view list) {
  constexpr std::array<Absence, 4> reasons = {Absence::skipped, Absence::refused, Absence::unknown, Absence::not_asked};
  std::vector<MissingCode> codes;
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    const std::string_view part = list.substr(0, comma);
    list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
    const std::size_t equals = part.find('=');
    MissingCode code{std::string(part), Absence::skipped};
    if (equals != std::string_view::npos) {
      const std::string_view reason = part.substr(0, equals);
      const auto named = std::find_if(reasons.begin(), reasons.end(), [&](Absence absence) { return to_text(absence) == reason; });
      if (named == reasons.end()) return std::nullopt;
      code = {std::string(part.substr(equals + 1)), *named};
    }
    if (code.text.empty()) return std::nullopt;
    codes.push_back(std::move(code));
  }
  return codes;
}

std::optional<ColumnNames> read_column_names(const SourceFile& file, Diagnostics& diagnostics) {
  const auto document = yaml::read(file, diagnostics);
  if (!document) return std::nullopt;
  const yaml::Reader reader{&file, &diagnostics};
  if (!document->root.is_mapping()) {
    reader.error(document->root, "E0334", "a file of column names is a map", "write one line a column, such as their_name: respondent.age");
    return std::nullopt;
  }
  ColumnNames names;
  for (const Node& child : document->root.children) {
    if (!child.is_scalar()) {
      reader.error(child, "E0334", fmt::format("the column '{}' needs one address", child.key), "write one line a column, such as their_name: respondent.age");
      return std::nullopt;
    }
    names.emplace_back(child.key, child.text);
  }
  return names;
}

WideForm::Shape& WideForm::child_of(Shape& shape, std::string_view key) {
  const auto found = std::find_if(shape.children.begin(), shape.children.end(), [&](const Shape& child) { return child.key == key; });
  if (found != shape.children.end()) return *found;
  return shape.children.emplace_back(Shape{std::string(key), std::nullopt, {}});
}

class WideForm::HeaderReader {
 public:
  HeaderReader(const SourceFile& header, std::span<const Field> names, WideForm& form, Diagnostics& diagnostics)
      : header_(&header), names_(names), form_(&form), diagnostics_(&diagnostics) {}

  bool read() {
    const std::size_t before = diagnostics_->errors();
    for (const Field& name : names_) read_name(name);
    sort_entries();
    check_all_there();
    check_needed();
    for (const MissingCode& code : form_->options_.missing) check_missing_code(code);
    return diagnostics_->errors() == before;
  }

 private:
  const Layout& layout() const { return *form_->layout_; }

  void report(const Span& span, std::string_view code, std::string message, std::string help) {
    diagnostics_->report({Severity::error, code, std::move(message), {{header_, span}, {}}, {}, std::move(help)});
  }

  void read_name(const Field& name) {
    const std::string text(name.text);
    if (!seen_.insert(text).second) {
      report(name.span, "E0333", fmt::format("the column '{}' stands there twice", text), "remove or rename one of the two");
      return;
    }
    const auto& keep = form_->options_.keep;
    const auto& mapped = form_->options_.columns;
    std::optional<WideColumn> column;
    if (const auto kept = std::find(keep.begin(), keep.end(), text); kept != keep.end()) {
      column = WideColumn{};
      column->kept = static_cast<std::size_t>(kept - keep.begin());
    } else {
      const auto other = std::find_if(mapped.begin(), mapped.end(), [&](const auto& pair) { return pair.first == text; });
      const std::string_view address = other != mapped.end() ? std::string_view(other->second) : std::string_view(text);
      column = column_of(layout(), address);
      if (!column) {
        report_unknown(name, address);
        return;
      }
    }
    column->name = text;
    place(name, std::move(*column));
  }

  void report_unknown(const Field& name, std::string_view address) {
    std::size_t entry = 0;
    if (const auto place = in_roster(layout(), address)) entry = place->entry;
    std::vector<std::string> addresses = addresses_of(layout(), entry, 1, [](Group, std::size_t) { return true; });
    if (layout().protocol().is_instrument) {
      for (const Question& question : layout().group(Group::form).instruments.front().instrument->questions) addresses.push_back(question.id);
    }
    const auto near = nearest_name(address, std::vector<std::string_view>(addresses.begin(), addresses.end()));
    const std::string guess = near ? fmt::format("did you mean '{}'? ", *near) : "";
    report(name.span, "E0332", fmt::format("'{}' is the address of nothing in {}", address, layout().protocol().id),
           fmt::format("{}--keep {} passes the column through, --columns FILE gives columns other names", guess, name.text));
  }

  void place(const Field& name, WideColumn column) {
    const std::size_t index = form_->columns_.size();
    if (column.kind != WideColumn::Kind::kept) {
      Shape* shape = &form_->root_;
      for (const std::string& key : column.path) shape = &child_of(*shape, key);
      if (shape->column) {
        report(name.span, "E0333", fmt::format("'{}' and '{}' are the same answer", form_->columns_[*shape->column].name, column.name), "remove one of the two columns");
        return;
      }
      shape->column = index;
    }
    form_->columns_.push_back(std::move(column));
  }

  /// Entries stand in the order of their numbers, wherever their columns are.
  void sort_entries() {
    for (Shape& shape : form_->root_.children) {
      if (shape.key != to_text(Group::relationships) && shape.key != to_text(Group::events)) continue;
      std::stable_sort(shape.children.begin(), shape.children.end(), [](const Shape& a, const Shape& b) { return std::stoul(a.key) < std::stoul(b.key); });
    }
  }

  void check_all_there() {
    const auto check = [&](const std::string& name, std::string_view option) {
      if (seen_.count(name) > 0) return;
      const auto near = nearest_name(name, std::vector<std::string_view>(seen_.begin(), seen_.end()));
      report({}, "E0334", fmt::format("{} names the column '{}', which the table does not have", option, name), near ? fmt::format("did you mean '{}'?", *near) : "");
    };
    for (const std::string& name : form_->options_.keep) check(name, "--keep");
    for (const auto& [name, address] : form_->options_.columns) check(name, "--columns");
  }

  bool has(const std::vector<std::string>& path) const {
    return std::any_of(form_->columns_.begin(), form_->columns_.end(), [&](const WideColumn& column) { return column.path == path; });
  }

  /// Said once, not of every row.
  void check_needed() {
    if (layout().protocol().is_instrument || has({"state"})) return;
    for (const auto& path : {std::vector<std::string>{"id"}, {"date"}, {"respondent", "age"}}) {
      if (!has(path)) report({}, "E0335", fmt::format("the table has no column '{}', which every final form needs", fmt::join(path, ".")), {});
    }
  }

  void check_missing_code(const MissingCode& code) {
    for (const WideColumn& column : form_->columns_) {
      if (column.kind != WideColumn::Kind::answer) continue;
      if (!is_answer(*layout().group(column.group).slots[column.slot].question, code.text)) continue;
      report({}, "E0338", fmt::format("'{}' is to mean {}, and is an answer to {} as well", code.text, to_text(code.means), column.name), "give missing answers a code of their own");
      return;
    }
  }

  const SourceFile* header_;
  std::span<const Field> names_;
  WideForm* form_;
  Diagnostics* diagnostics_;
  std::set<std::string> seen_;
};

/// One record's tree.
class WideForm::Builder {
 public:
  Builder(const WideForm& form, const SourceFile& record, std::span<const Field> fields, std::pmr::memory_resource& storage, Diagnostics& diagnostics)
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
    return std::any_of(form_->root_.children.begin(), form_->root_.children.end(), [](const Shape& shape) { return shape.key == "form"; });
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

  bool is_blank(std::size_t column) const {
    const std::string_view text = fields_[column].text;
    if (text.empty() || form_->columns_[column].kind == WideColumn::Kind::answer) return text.empty();
    return missing_code(text) != nullptr;
  }

  const MissingCode* missing_code(std::string_view text) const {
    const auto& codes = form_->options_.missing;
    const auto found = std::find_if(codes.begin(), codes.end(), [&](const MissingCode& code) { return code.text == text; });
    return found == codes.end() ? nullptr : &*found;
  }

  /// What a form may lack is left out where its cells are blank; a blank answer stays, as one that was skipped.
  std::optional<Node> optional_part(const Shape& shape) {
    if (!shape.column) {
      Node node = mapping(shape);
      if (node.children.empty()) return std::nullopt;
      return node;
    }
    const bool may_lack = form_->columns_[*shape.column].kind == WideColumn::Kind::other && shape.key != "id" && shape.key != "date";
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
    Node node;
    node.key = key;
    node.span = field.span;
    node.key_span = field.span;
    if (field.text.empty()) return node;
    if (const MissingCode* code = missing_code(field.text)) {
      if (column.kind != WideColumn::Kind::answer) return node;
      node.kind = NodeKind::scalar;
      node.text = to_text(code->means);
      return node;
    }
    if (column.several) return words(node, field);
    node.kind = NodeKind::scalar;
    node.quoted = field.quoted;
    node.text = column.numeric ? number(field.text) : field.text;
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
    if (shape.column) return fields_[*shape.column].text.empty() ? std::nullopt : shape.column;
    for (const Shape& child : shape.children) {
      if (const auto column = filled_column(child)) return column;
    }
    return std::nullopt;
  }

  std::optional<Node> roster(const Shape& shape) {
    std::vector<Node> entries;
    for (const Shape& entry : shape.children) {
      const auto code = code_column(entry);
      if (code && !is_blank(*code)) {
        entries.push_back(mapping(entry));
        entries.back().key = {};
      } else if (const auto filled = filled_column(entry)) {
        report(fields_[*filled].span, "E0336", fmt::format("'{}' has an answer, but its entry has no code", form_->columns_[*filled].name),
               fmt::format("fill {}.{}.{}, with a code such as {}1", shape.key, std::stoul(entry.key) + 1, shape.key == to_text(Group::events) ? "event" : "person",
                           shape.key == to_text(Group::events) ? "E" : "P"));
      }
    }
    const bool asked = shape.column ? !is_blank(*shape.column) : !entries.empty();
    if (shape.column) check_count(*shape.column, asked, entries.size());
    if (!asked) return std::nullopt;
    Node node;
    node.kind = NodeKind::sequence;
    node.key = shape.key;
    node.span = shape.column ? fields_[*shape.column].span : entries.front().span;
    node.children = grower_.keep(std::span<const Node>(entries));
    return node;
  }

  void check_count(std::size_t column, bool asked, std::size_t entries) {
    const Field& field = fields_[column];
    const std::string_view text = without_trailing_zeros(field.text);
    if (!asked && entries == 0) return;
    if (asked && text == std::to_string(entries)) return;
    report(field.span, "E0337", fmt::format("{} is {}, but {} entries are filled in", form_->columns_[column].name, asked ? fmt::format("'{}'", field.text) : "blank", entries),
           "a blank says that nobody asked, 0 that there is none");
  }

  const WideForm* form_;
  const SourceFile* record_;
  std::span<const Field> fields_;
  yaml::Grower grower_;
  Diagnostics* diagnostics_;
};

std::optional<WideForm> WideForm::of_header(const SourceFile& header, std::span<const Field> names, const Layout& layout, WideOptions options, Diagnostics& diagnostics) {
  WideForm form;
  form.layout_ = &layout;
  form.options_ = std::move(options);
  if (!HeaderReader(header, names, form, diagnostics).read()) return std::nullopt;
  return form;
}

std::optional<yaml::Node> WideForm::tree(const SourceFile& record, std::span<const Field> fields, std::pmr::memory_resource& storage,
                                         std::vector<std::string_view>& kept, Diagnostics& diagnostics) const {
  if (fields.size() != columns_.size()) {
    const auto size = static_cast<std::uint32_t>(record.text().size());
    diagnostics.report({Severity::error, "E0331", fmt::format("{} fields, where the header has {}", fields.size(), columns_.size()), {{&record, {0, size}}, {}}, {},
                        "a delimiter within a field needs quotes around the field"});
    return std::nullopt;
  }
  kept.assign(options_.keep.size(), {});
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (columns_[i].kind == WideColumn::Kind::kept) kept[columns_[i].kept] = fields[i].text;
  }
  return Builder(*this, record, fields, storage, diagnostics).build();
}

std::string wide_header(const Layout& layout, char delimiter, std::size_t entries, const Wanted& wanted) {
  // An instrument on its own has no episode and no lists.
  const auto is_idle = [&](std::size_t slot) {
    const bool is_list = slot == form_slot::complete_relationships || slot == form_slot::complete_events;
    return layout.protocol().is_instrument && (is_list || slot == form_slot::onset || slot == form_slot::context);
  };
  const auto is_in = [&](Group group, std::size_t slot) {
    if (group == Group::form && is_idle(slot)) return false;
    const bool needed = group != Group::form || slot == form_slot::age;
    return wanted(group, slot) || (needed && layout.group(group).slots[slot].structural);
  };
  const std::vector<std::string> addresses = addresses_of(layout, 0, entries, is_in);
  return fmt::format("{}\n", fmt::join(addresses, std::string_view(&delimiter, 1)));
}

}  // namespace ipi
