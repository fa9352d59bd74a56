#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include "formats/wide_columns.h"
#include "formats/wide_plan.h"
#include "text/nearest.h"
#include "yaml/fields.h"
#include "yaml/read.h"

namespace ipi {
namespace {

using yaml::Node;

bool is_answer(const Question& question, std::string_view text) {
  const auto is_value = [&](const Option& option) { return option.value == text; };
  if (std::any_of(question.options.begin(), question.options.end(), is_value)) return true;
  std::int64_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_number = fault == std::errc() && end == text.data() + text.size();
  return question.type == AnswerType::number && is_number && number >= question.lowest && number <= question.highest;
}

}  // namespace

std::optional<std::vector<MissingCode>> read_missing_codes(std::string_view list) {
  constexpr std::array<Absence, 4> reasons = {Absence::skipped, Absence::refused, Absence::unknown, Absence::not_asked};
  std::vector<MissingCode> codes;
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    std::string_view part = list.substr(0, comma);
    list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    const std::size_t equals = part.find('=');
    MissingCode code{std::string(part), Absence::skipped};
    if (equals != std::string_view::npos) {
      const std::string_view reason = part.substr(0, equals);
      const auto named =
          std::find_if(reasons.begin(), reasons.end(), [&](Absence absence) { return to_text(absence) == reason; });
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
    reader.error(document->root, "E0334", "a file of column names is a map",
                 "write one line a column, such as their_name: respondent.age");
    return std::nullopt;
  }
  ColumnNames names;
  for (const Node& child : document->root.children) {
    if (!child.is_scalar()) {
      reader.error(child, "E0334", fmt::format("the column '{}' needs one address", child.key),
                   "write one line a column, such as their_name: respondent.age");
      return std::nullopt;
    }
    names.emplace_back(child.key, child.text);
  }
  return names;
}

WideForm::Shape& WideForm::child_of(Shape& shape, std::string_view key) {
  const auto found =
      std::find_if(shape.children.begin(), shape.children.end(), [&](const Shape& child) { return child.key == key; });
  if (found != shape.children.end()) return *found;
  return shape.children.emplace_back(Shape{std::string(key), std::nullopt, false, {}});
}

class WideForm::HeaderReader {
 public:
  HeaderReader(const SourceFile& header, std::span<const Field> names, WideForm& form, Diagnostics& diagnostics)
      : header_(&header), names_(names), form_(&form), diagnostics_(&diagnostics) {}

  bool read() {
    const std::size_t before = diagnostics_->errors();
    for (const Field& name : names_) read_name(name);
    report_unknown();
    sort_entries();
    note_not_asked();
    check_all_there();
    check_needed();
    for (const MissingCode& code : form_->options_.missing) check_missing_code(code);
    return diagnostics_->errors() == before;
  }

 private:
  /// A column that is no answer, and that nobody said what to do with.
  struct Unknown {
    const Field* name;
    std::string address;
  };

  const Layout& layout() const { return *form_->layout_; }

  void report(const Span& span, std::string_view code, std::string message, std::string help) {
    diagnostics_->report({Severity::error, code, std::move(message), {{header_, span}, {}}, {}, std::move(help)});
  }

  void read_name(const Field& name) {
    const std::string text(name.text);
    if (!seen_.insert(text).second) {
      report(name.span, "E0333", fmt::format("the column '{}' stands there twice", text),
             "remove or rename one of the two");
      return;
    }
    const auto& keep = form_->options_.keep;
    const auto& mapped = form_->options_.columns;
    const auto other = std::find_if(mapped.begin(), mapped.end(), [&](const auto& pair) { return pair.first == text; });
    const std::string_view address = other != mapped.end() ? std::string_view(other->second) : std::string_view(text);
    std::optional<WideColumn> column = column_of(layout(), address);
    const auto kept = std::find(keep.begin(), keep.end(), text);
    const auto& drop = form_->options_.drop;
    const bool dropped = std::find(drop.begin(), drop.end(), text) != drop.end();
    if (!column && kept == keep.end() && !dropped) {
      unknown_.push_back({&name, std::string(address)});
      return;
    }
    if (!column || dropped) column = WideColumn{};
    if (kept != keep.end()) {
      column->kept = static_cast<std::size_t>(kept - keep.begin());
      if (column->kind == WideColumn::Kind::dropped) column->kind = WideColumn::Kind::kept;
    }
    column->name = text;
    column->renamed = !column_of(layout(), text);
    place(name, std::move(*column));
  }

  /// All of them at once: an export has dozens.
  void report_unknown() {
    if (unknown_.empty()) return;
    if (names_.size() == 1) {
      report(names_.front().span, "E0332", nothing_at(unknown_.front()),
             "its header is one field: say what stands between its columns with --delimiter");
      return;
    }
    std::vector<std::string> names;
    for (const Unknown& unknown : unknown_) names.emplace_back(unknown.name->text);
    if (std::find(names.begin(), names.end(), "") != names.end()) {
      const auto blank = std::find_if(unknown_.begin(), unknown_.end(),
                                      [](const Unknown& unknown) { return unknown.name->text.empty(); });
      report(blank->name->span, "E0332", "a column without a name",
             "a delimiter at the end of the header makes one: remove it there and in every row");
      return;
    }
    const std::string list = fmt::format("{}", fmt::join(names, ","));
    if (unknown_.size() == 1) {
      const std::string near = nearest(unknown_.front());
      report(unknown_.front().name->span, "E0332", nothing_at(unknown_.front()),
             fmt::format("{}--drop {} {}", near.empty() ? near : fmt::format("did you mean '{}'? ", near), list,
                         ways_out("it")));
      return;
    }
    std::vector<std::string> guesses;
    for (const Unknown& unknown : unknown_) {
      if (const std::string near = nearest(unknown); !near.empty())
        guesses.push_back(fmt::format("'{}' for '{}'", near, unknown.name->text));
    }
    constexpr std::size_t most_named = 6;  // all of them stand in the help, ready to be copied
    const std::span<const std::string> first(names.data(), std::min(names.size(), most_named));
    const std::string more = names.size() > most_named ? fmt::format(" and {} more", names.size() - most_named) : "";
    report(
        unknown_.front().name->span, "E0332",
        fmt::format("{} columns are the address of nothing in {}: {}{}", unknown_.size(), layout().protocol().id,
                    fmt::join(first, ", "), more),
        fmt::format("{}--drop {} {}", guesses.empty() ? "" : fmt::format("did you mean {}? ", fmt::join(guesses, ", ")),
                    list, ways_out("them")));
  }

  static std::string ways_out(std::string_view what) {
    return fmt::format("leaves {0} out, --keep passes {0} through, --columns FILE gives columns other names", what);
  }

  std::string nothing_at(const Unknown& unknown) const {
    return fmt::format("'{}' is the address of nothing in {}", unknown.address, layout().protocol().id);
  }

  /// The address that was probably meant; empty where none is near.
  std::string nearest(const Unknown& unknown) const {
    const std::string_view address = unknown.address;
    std::size_t entry = 0;
    if (const auto place = in_roster(layout(), address)) entry = place->entry;
    std::vector<std::string> addresses = addresses_of(layout(), entry, 1, [](Group, std::size_t) { return true; });
    if (layout().protocol().is_instrument) {
      for (const Question& question : layout().group(Group::form).instruments.front().instrument->questions)
        addresses.push_back(question.id);
    }
    const auto near = nearest_name(address, std::vector<std::string_view>(addresses.begin(), addresses.end()));
    return near ? std::string(*near) : std::string();
  }

  void place(const Field& name, WideColumn column) {
    const std::size_t index = form_->columns_.size();
    if (column.kind != WideColumn::Kind::kept && column.kind != WideColumn::Kind::dropped) {
      Shape* shape = &form_->root_;
      for (const std::string& key : column.path) shape = &child_of(*shape, key);
      if (shape->column) {
        report(name.span, "E0333",
               fmt::format("'{}' and '{}' are the same answer", form_->columns_[*shape->column].name, column.name),
               "remove one of the two columns");
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
      std::stable_sort(shape.children.begin(), shape.children.end(),
                       [](const Shape& a, const Shape& b) { return std::stoul(a.key) < std::stoul(b.key); });
    }
  }

  /// A block that has some columns and not others was not asked in whole: what is left out of a form counts as skipped.
  void note_not_asked() {
    for (const InstrumentUse& use : layout().group(Group::form).instruments) {
      Shape* const answers = find(form_->root_, "answers");
      if (answers != nullptr && find(*answers, use.instrument->id) != nullptr) note_not_asked(use, form_->root_);
    }
    for (const Group group : {Group::relationships, Group::events}) {
      Shape* const roster = find(form_->root_, to_text(group));
      if (roster == nullptr) continue;
      for (Shape& entry : roster->children) {
        for (const InstrumentUse& use : layout().group(group).instruments) {
          if (use.instrument->id.empty() || find(entry, use.instrument->id) != nullptr) note_not_asked(use, entry);
        }
      }
    }
  }

  void note_not_asked(const InstrumentUse& use, Shape& parent) {
    const auto& slots = layout().group(use.group).slots;
    std::size_t slot = use.first_slot;
    for (const Question& question : use.instrument->questions) {
      for (std::size_t time = 0; time < (question.two_times ? 2U : 1U); ++time, ++slot) {
        Shape* shape = &parent;
        for (const std::string& key : path_of(slots[slot], slots[slot].address, use.group))
          shape = &child_of(*shape, key);
        shape->not_asked = !shape->column;
      }
    }
  }

  static Shape* find(Shape& shape, std::string_view key) {
    const auto found = std::find_if(shape.children.begin(), shape.children.end(),
                                    [&](const Shape& child) { return child.key == key; });
    return found == shape.children.end() ? nullptr : &*found;
  }

  void check_all_there() {
    const auto check = [&](const std::string& name, std::string_view option) {
      if (seen_.count(name) > 0) return;
      const auto near = nearest_name(name, std::vector<std::string_view>(seen_.begin(), seen_.end()));
      report({}, "E0334", fmt::format("{} names the column '{}', which the table does not have", option, name),
             near ? fmt::format("did you mean '{}'?", *near) : "");
    };
    for (const std::string& name : form_->options_.keep) check(name, "--keep");
    for (const std::string& name : form_->options_.drop) check(name, "--drop");
    for (const auto& [name, address] : form_->options_.columns) check(name, "--columns");
  }

  bool has(const std::vector<std::string>& path) const {
    return std::any_of(form_->columns_.begin(), form_->columns_.end(),
                       [&](const WideColumn& column) { return column.path == path; });
  }

  /// Said once, not of every row.
  void check_needed() {
    if (layout().protocol().is_instrument || has({"state"})) return;
    for (const auto& path : {std::vector<std::string>{"id"}, {"date"}, {"respondent", "age"}}) {
      if (!has(path))
        report({}, "E0335",
               fmt::format("the table has no column '{}', which every final form needs", fmt::join(path, ".")), {});
    }
  }

  void check_missing_code(const MissingCode& code) {
    for (const WideColumn& column : form_->columns_) {
      if (column.kind != WideColumn::Kind::answer) continue;
      if (!is_answer(*layout().group(column.group).slots[column.slot].question, code.text)) continue;
      report({}, "E0338",
             fmt::format("'{}' is to mean {}, and is an answer to {} as well", code.text, to_text(code.means),
                         column.name),
             "give missing answers a code of their own");
      return;
    }
  }

  const SourceFile* header_;
  std::span<const Field> names_;
  WideForm* form_;
  Diagnostics* diagnostics_;
  std::set<std::string> seen_;
  std::vector<Unknown> unknown_;
};

std::optional<WideForm> WideForm::of_header(const SourceFile& header, std::span<const Field> names,
                                            const Layout& layout, WideOptions options, Diagnostics& diagnostics) {
  WideForm form;
  form.layout_ = &layout;
  form.options_ = std::move(options);
  if (!HeaderReader(header, names, form, diagnostics).read()) return std::nullopt;
  form.plan_ = std::make_shared<const Plan>(form);
  return form;
}

}  // namespace ipi
