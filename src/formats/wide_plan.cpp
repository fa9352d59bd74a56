#include "formats/wide_plan.h"

#include <algorithm>
#include <charconv>
#include <string>

#include "formats/blanks.h"
#include "inventory/codes.h"
#include "inventory/read_answer.h"
#include "text/number.h"

namespace ipi {
namespace {

using Kind = WideColumn::Kind;

bool is_of(const WideColumn& column, Group group, std::size_t entry) {
  return (column.kind == Kind::answer || column.kind == Kind::code) && column.group == group &&
         (group == Group::form || column.entry == entry);
}

}  // namespace

WideForm::Plan::Plan(const WideForm& form) {
  for (std::size_t i = 0; i < form.columns_.size(); ++i) add_root(form.columns_[i], i);
  add_answers(form, Group::form, 0, form_);
  for (const Group group : {Group::relationships, Group::events}) add_roster(form, group);
  const bool has_rosters = form.layout_->has_roster(Group::relationships) || form.layout_->has_roster(Group::events);
  const bool asks_of_rosters = std::any_of(form_.cells.begin(), form_.cells.end(), [](const Cell& cell) {
    return cell.slot == form_slot::complete_relationships || cell.slot == form_slot::complete_events;
  });
  const auto has_comma = [](const MissingCode& code) { return code.text.find(',') != std::string::npos; };
  const auto& missing = form.options_.missing;
  sound_ = (has_rosters || !asks_of_rosters) &&
           !(form.options_.decimal_comma && std::any_of(missing.begin(), missing.end(), has_comma));
}

void WideForm::Plan::add_root(const WideColumn& column, std::size_t index) {
  if (column.kind != Kind::other) return;
  const std::string& key = column.path.front();
  std::optional<std::size_t>* const place = key == "form"    ? &name_
                                            : key == "id"    ? &id_
                                            : key == "date"  ? &date_
                                            : key == "state" ? &state_
                                                             : nullptr;
  if (place != nullptr) {
    *place = index;
  } else {
    rest_.push_back(index);
  }
}

void WideForm::Plan::add_answers(const WideForm& form, Group group, std::size_t entry, Answers& answers) const {
  const auto& slots = form.layout_->group(group).slots;
  std::vector<bool> has_column(slots.size());
  for (std::size_t i = 0; i < form.columns_.size(); ++i) {
    const WideColumn& column = form.columns_[i];
    if (column.kind != Kind::answer || !is_of(column, group, entry)) continue;
    answers.cells.push_back({i, column.slot, &slots[column.slot], column.numeric, column.several, column.as_it_stands});
    has_column[column.slot] = true;
  }
  for (const InstrumentUse& use : form.layout_->group(group).instruments) {
    const auto first = has_column.begin() + static_cast<std::ptrdiff_t>(use.first_slot);
    const bool is_there =
        use.instrument->id.empty() || std::find(first, first + static_cast<std::ptrdiff_t>(use.slots), true) !=
                                          first + static_cast<std::ptrdiff_t>(use.slots);
    for (std::size_t slot = use.first_slot; slot < use.first_slot + use.slots; ++slot) {
      if (!has_column[slot]) (is_there ? answers.not_asked : answers.absent).push_back(slot);
    }
  }
}

void WideForm::Plan::add_roster(const WideForm& form, Group group) {
  const auto shape = std::find_if(form.root_.children.begin(), form.root_.children.end(),
                                  [&](const Shape& child) { return child.key == to_text(group); });
  if (shape == form.root_.children.end()) return;
  Roster roster;
  roster.group = group;
  roster.count = shape->column;
  for (const Shape& child : shape->children) {
    Entry& entry = roster.entries.emplace_back();
    const std::size_t number = std::stoul(child.key);
    add_answers(form, group, number, entry.answers);
    for (std::size_t i = 0; i < form.columns_.size(); ++i) {
      if (form.columns_[i].kind == Kind::code && is_of(form.columns_[i], group, number)) entry.code = i;
    }
    const Shape* first = &child;
    while (!first->children.empty()) first = &first->children.front();
    const Shape* last = &child;
    while (!last->children.empty()) last = &last->children.back();
    entry.first = first->column;
    entry.last = last->column;
  }
  rosters_.push_back(std::move(roster));
}

/// One row, straight into a form.
class WideForm::RowReader {
 public:
  RowReader(const WideForm& form, const SourceFile& record, std::span<const Field> fields, Form& into)
      : table_(&form), plan_(form.plan_.get()), record_(&record), fields_(fields), form_(into) {}

  bool read() {
    if (!plan_->is_sound() || fields_.size() != table_->columns_.size()) return false;
    form_.clear(*table_->layout_, place_of(0, record_->text().size()));
    return read_root() && read_answers() && read_rosters() && check_references();
  }

 private:
  [[nodiscard]] const Layout& layout() const { return *table_->layout_; }
  [[nodiscard]] bool whole() const { return !layout().protocol().is_instrument; }
  [[nodiscard]] Place place_of(std::size_t begin, std::size_t end) const {
    return {record_, {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)}};
  }

  /// The text of a cell that is no answer; nothing where it has blanks around it or may be a code for none.
  [[nodiscard]] std::optional<std::string_view> text_of(std::optional<std::size_t> column) const {
    if (!column) return std::string_view{};
    const std::string_view text = fields_[*column].text;
    const bool is_bare = table_->columns_[*column].as_it_stands ||
                         (without_blanks_around(text).size() == text.size() && missing_code(text, false) == nullptr);
    return is_bare ? std::optional(text) : std::nullopt;
  }

  [[nodiscard]] const MissingCode* missing_code(std::string_view text, bool numeric) const {
    for (const MissingCode& code : table_->options_.missing) {
      if (code.text == text) return &code;
      if (numeric && without_trailing_zeros(code.text) == without_trailing_zeros(text)) return &code;
    }
    return nullptr;
  }

  bool read_root() {
    const auto name = text_of(plan_->name());
    const auto state = text_of(plan_->state());
    if (!name || !state || (plan_->name() && *name != layout().protocol().id)) return false;
    if (!state->empty() && *state != "final") return false;
    for (const std::size_t column : plan_->rest()) {
      if (!fields_[column].text.empty()) return false;
    }
    return read_id() && read_date();
  }

  bool read_id() {
    const auto id = text_of(plan_->id());
    if (!id || id->empty()) return id && !whole();
    form_.id.assign(*id);
    form_.id_place = {record_, fields_[*plan_->id()].span};
    return is_form_id(*id);
  }

  bool read_date() {
    const auto date = text_of(plan_->date());
    if (!date || date->empty()) return date && !whole();
    form_.date = parse_partial_date(*date);
    return form_.date.has_value();
  }

  bool read_answers() {
    std::vector<Answer>& answers = form_.answers;
    for (const Plan::Cell& cell : plan_->form().cells) {
      Answer& answer = answers[cell.slot];
      if (!read_cell(cell, answer)) return false;
      // No context is the rule, and said by leaving it out.
      if (cell.slot == form_slot::context && answer.absence == Absence::skipped && is_blank(cell.column))
        answer.clear(Absence::none, form_.place);
    }
    set_not_asked(plan_->form(), answers);
    const Answer& onset = answers[form_slot::onset];
    if (onset.given() && form_.date && months_of(onset.date).first > months_of(*form_.date).last) return false;
    return answers[form_slot::age].given() || !whole();
  }

  void set_not_asked(const Plan::Answers& plan, std::vector<Answer>& answers) const {
    for (const std::size_t slot : plan.not_asked) answers[slot].clear(Absence::not_asked, place_of(0, 0));
  }

  [[nodiscard]] bool is_blank(std::size_t column) const { return without_blanks_around(fields_[column].text).empty(); }

  bool read_cell(const Plan::Cell& cell, Answer& answer) {
    const Field& field = fields_[cell.column];
    answer.clear(Absence::skipped, {record_, field.span});
    return field.text.empty() || read_text(cell, field.text, answer);
  }

  bool read_text(const Plan::Cell& cell, std::string_view text, Answer& answer) {
    if (!cell.as_it_stands && may_have_blanks(text)) text = without_blanks_around(text);
    if (text.empty()) return true;
    if (cell.numeric && table_->options_.decimal_comma && text.find(',') != std::string_view::npos) return false;
    if (const MissingCode* code = missing_code(text, cell.numeric)) {
      answer.absence = code->means;
      return true;
    }
    if (cell.several) return read_words(*cell.what, fields_[cell.column].text, answer);
    return take_word(cell.numeric ? without_trailing_zeros(text) : text, *cell.what, answer);
  }

  /// Blanks of all kinds begin and end below or above the letters and digits.
  static bool may_have_blanks(std::string_view text) {
    const auto is_odd = [](char c) { return c <= ' ' || static_cast<unsigned char>(c) >= 0x80; };
    return is_odd(text.front()) || is_odd(text.back());
  }

  static bool read_words(const Slot& slot, std::string_view text, Answer& answer) {
    constexpr std::string_view between = " ;";
    std::size_t at = text.find_first_not_of(between);
    std::size_t words = 0;
    std::string_view word;
    answer.absence = Absence::none;
    for (; at != std::string_view::npos; at = text.find_first_not_of(between, at), ++words) {
      word = text.substr(at, text.find_first_of(between, at) - at);
      at += word.size();
      const auto option = slot.words.find(word);
      if (!option && words > 0) return false;
      if (!option && text.find_first_not_of(between, at) != std::string_view::npos) return false;
      // A single word may be a reason why there is no answer.
      if (!option) return take_word(word, slot, answer);
      answer.chosen |= ChoiceSet{1} << *option;
      if (at == text.size()) break;
    }
    return true;
  }

  bool read_rosters() {
    for (const Plan::Roster& roster : plan_->rosters()) {
      if (!read_roster(roster)) return false;
    }
    return true;
  }

  bool read_roster(const Plan::Roster& roster) {
    std::vector<Entry>& entries = roster.group == Group::events ? form_.events : form_.relationships;
    for (const Plan::Entry& plan : roster.entries) {
      const auto code = text_of(plan.code);
      if (!code) return false;
      if (code->empty()) {
        if (!is_empty(plan)) return false;
        continue;
      }
      if (!is_code(*code) || names_entry(*code, false)) return false;
      Entry entry = form_.take_spare(roster.group);
      const bool sound = read_entry(plan, *code, roster.group, entry);
      entries.push_back(std::move(entry));
      if (!sound) return false;
    }
    bool& asked = roster.group == Group::events ? form_.events_asked : form_.relationships_asked;
    asked = !entries.empty();
    return !roster.count || read_count(*roster.count, entries.size(), asked);
  }

  [[nodiscard]] bool is_empty(const Plan::Entry& plan) const {
    return std::all_of(plan.answers.cells.begin(), plan.answers.cells.end(),
                       [&](const Plan::Cell& cell) { return fields_[cell.column].text.empty(); });
  }

  bool read_count(std::size_t column, std::size_t entries, bool& asked) const {
    const auto text = text_of(column);
    if (!text) return false;
    if (text->empty()) return entries == 0;
    std::size_t count = 0;
    const auto [end, fault] = std::from_chars(text->data(), text->data() + text->size(), count);
    asked = true;
    return fault == std::errc{} && end == text->data() + text->size() && count == entries &&
           (text->size() == 1 || text->front() != '0');
  }

  bool read_entry(const Plan::Entry& plan, std::string_view code, Group group, Entry& entry) {
    entry.code.assign(code);
    entry.place =
        place_of(plan.first ? fields_[*plan.first].span.begin : 0, plan.last ? fields_[*plan.last].span.end : 0);
    entry.answers.resize(layout().group(group).slots.size());
    if (plan.answers.cells.size() < entry.answers.size()) {
      for (Answer& answer : entry.answers) answer.clear(Absence::skipped, entry.place);
    }
    for (const Plan::Cell& cell : plan.answers.cells) {
      if (!read_cell(cell, entry.answers[cell.slot])) return false;
    }
    set_not_asked(plan.answers, entry.answers);
    for (const std::size_t slot : plan.answers.absent) entry.answers[slot].absence = Absence::not_asked;
    return group == Group::events
               ? entry.answers[event_slot::kind].given()
               : entry.answers[relationship_slot::role].given() && entry.answers[relationship_slot::status].given();
  }

  [[nodiscard]] bool names_entry(std::string_view code, bool persons_only) const {
    return form_.find_entry(Group::relationships, code) || (!persons_only && form_.find_entry(Group::events, code));
  }

  [[nodiscard]] bool check_references() const {
    if (!are_sound(form_.answers, Group::form, {})) return false;
    for (const Group group : {Group::relationships, Group::events}) {
      for (const Entry& entry : form_.entries(group)) {
        if (!are_sound(entry.answers, group, entry.code)) return false;
      }
    }
    return true;
  }

  [[nodiscard]] bool are_sound(const std::vector<Answer>& answers, Group group, std::string_view owner) const {
    const auto& slots = layout().group(group).naming;
    return std::all_of(slots.begin(), slots.end(), [&](std::size_t slot) {
      const std::string_view code = answers[slot].text;
      if (!answers[slot].given() || code == no_entry) return true;
      return code != owner && names_entry(code, group == Group::events && slot == event_slot::person);
    });
  }

  const WideForm* table_;
  const Plan* plan_;
  const SourceFile* record_;
  std::span<const Field> fields_;
  Form& form_;
};

bool WideForm::read_plain(const SourceFile& record, std::span<const Field> fields, Form& into,
                          std::vector<std::string_view>& kept) const {
  if (!RowReader(*this, record, fields, into).read()) return false;
  keep(fields, kept);
  return true;
}

}  // namespace ipi
