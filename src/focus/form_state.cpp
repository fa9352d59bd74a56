#include "focus/form_state.h"

#include <algorithm>
#include <bit>

namespace ipi {
namespace {

void set(Cell& cell, const Answer& answer, const AnswerRange& range) {
  cell = {};
  cell.given = answer.given();
  switch (range.type) {
    case AnswerType::choice:
      cell.possible = cell.given ? answer.chosen : range.options;
      break;
    case AnswerType::multiple:
      cell.possible = answer.chosen;
      break;
    case AnswerType::number:
      cell.low = cell.given ? answer.number : range.lowest;
      cell.high = cell.given ? answer.number : range.highest;
      break;
    case AnswerType::date:
      if (cell.given) {
        const MonthSpan months = months_of(answer.date);
        cell.low = months.first;
        cell.high = months.last;
      }
      break;
    case AnswerType::text:
    case AnswerType::entry:
      break;
  }
}

std::int64_t number_of_code(const Form& form, std::string_view code) {
  for (const Group group : {Group::relationships, Group::events}) {
    if (const auto entry = form.find_entry(group, code)) return entry_number(group, *entry);
  }
  return no_entry_number;
}

/// Fills the cells of one entry's answers, or of the form's own; returns the place behind them.
Cell* set_cells(const Form& form, const std::vector<Answer>& answers, std::span<const AnswerRange> ranges, Cell* cell) {
  for (std::size_t i = 0; i < answers.size(); ++i, ++cell) {
    set(*cell, answers[i], ranges[i]);
    if (ranges[i].type == AnswerType::entry && answers[i].given())
      cell->low = cell->high = number_of_code(form, answers[i].text);
  }
  return cell;
}

std::optional<Rational> rational(const std::optional<std::int64_t>& number) {
  return number ? std::optional<Rational>(*number) : std::nullopt;
}

}  // namespace

/// Facts as seen from one subject.
class FormState::SubjectFacts {
 public:
  enum class Reading : std::uint8_t { as_it_stands, as_given };
  SubjectFacts(const FormState& state, const Subject& subject, Reading reading = Reading::as_it_stands)
      : state_(&state),
        subject_(subject),
        first_(state.first_cell_[0]),
        first_of_subject_(state.number_of({subject.group, subject.entry, 0})),
        reading_(reading) {}

  [[nodiscard]] ChoiceSet choice(Reference reference) const {
    const auto scope = static_cast<Scope>(reference.scope);
    if (scope != Scope::person) return choice_at(reference, scope == Scope::form ? first_ : first_of_subject_);
    const auto variable = state_->variable_of(reference, subject_);
    // Without a named person nothing can be said; every option stays possible, and none for sure.
    if (!variable) return ~ChoiceSet{0};
    const Cell& cell = state_->cell(*variable);
    return reading_ == Reading::as_given && cell.given ? cell.possible : state_->choice(*variable);
  }
  [[nodiscard]] Interval number(Reference reference) const {
    if (kind_of(reference) == FactKind::derived) {
      const auto assumed = state_->assumed({FactKind::derived, Group::form, reference.index});
      return assumed ? *assumed : state_->derived(subject_, reference.index);
    }
    if (kind_of(reference) == FactKind::score) {
      const auto assumed = state_->assumed({FactKind::score, group_of(reference, subject_.group), reference.index});
      return assumed ? *assumed : score_bounds(reference);
    }
    const auto variable = state_->variable_of(reference, subject_);
    return variable ? state_->number(*variable) : unknown_number();
  }
  [[nodiscard]] Truth answered(Reference reference) const {
    if (kind_of(reference) != FactKind::slot) {
      const Interval value = number(reference);
      if (!value.may_have_value) return Truth::no;
      return value.low && value.high && *value.low == *value.high && !value.may_be_absent ? Truth::yes : Truth::unknown;
    }
    const auto variable = state_->variable_of(reference, subject_);
    return variable ? state_->answered(*variable) : Truth::unknown;
  }

 private:
  static Interval unknown_number() { return {std::nullopt, std::nullopt, true, true}; }

  /// The same where the place of the answer is known at once; most answers have been looked at before.
  ChoiceSet choice_at(Reference reference, std::size_t first) const {
    const std::size_t number = first + reference.index;
    const Cell& cell = state_->cells_[number];
    if (reading_ == Reading::as_given && cell.given) return cell.possible;
    if (const ChoiceSet known = state_->choices_[number]; known != 0) return known;
    return state_->choice(*state_->variable_of(reference, subject_));
  }

  Interval score_bounds(Reference reference) const {
    switch (static_cast<Scope>(reference.scope)) {
      case Scope::form:
        return state_->score(Group::form, 0, reference.index).bounds;
      case Scope::subject:
        return state_->score(subject_.group, subject_.entry, reference.index).bounds;
      case Scope::person: {
        const auto person = state_->person_of(subject_.entry);
        return person ? state_->score(Group::relationships, *person, reference.index).bounds : unknown_number();
      }
    }
    return unknown_number();
  }

  const FormState* state_;
  Subject subject_;
  std::size_t first_, first_of_subject_;  // numbers of the form's first answer and of the subject's
  Reading reading_;
};

std::int64_t entry_number(Group group, std::size_t entry) {
  constexpr std::int64_t first_event = 1'000'000;  // no form lists as many relationships
  return static_cast<std::int64_t>(entry) + (group == Group::events ? first_event : 0);
}

FormState::FormState(const Compiled& compiled, const Form& form) { read(compiled, form); }

void FormState::read(const Compiled& compiled, const Form& form) {
  compiled_ = &compiled;
  form_ = &form;
  entries_ = {1, form.relationships.size(), form.events.size()};
  estimates_ = Estimates::by_rule;
  assumed_.clear();
  const Layout& layout = *compiled.layout;
  std::size_t cells = 0;
  std::size_t uses = 0;
  std::size_t scores = 0;
  for (std::size_t g = 0; g < group_count; ++g) {
    const GroupLayout& group = layout.group(static_cast<Group>(g));
    width_[g] = group.slots.size();
    first_cell_[g] = cells;
    first_use_[g] = uses;
    first_score_[g] = scores;
    cells += entries_[g] * width_[g];
    uses += entries_[g] * compiled.scorers[g].size();
    scores += entries_[g] * group.scores;
  }
  cells_.resize(cells);
  Cell* cell = set_cells(form, form.answers, compiled.ranges[0], cells_.data());
  for (const Entry& entry : form.relationships) cell = set_cells(form, entry.answers, compiled.ranges[1], cell);
  for (const Entry& entry : form.events) cell = set_cells(form, entry.answers, compiled.ranges[2], cell);
  branches_.assign(cells, {});
  choices_.assign(cells, 0);
  scores_.resize(scores);
  is_scored_.assign(uses, false);
  derived_.assign(compiled.derived.size() * most_entries(), std::nullopt);
}

void FormState::set_cell(const Variable& variable, const Cell& cell) {
  const std::size_t number = number_of(variable);
  cells_[number] = cell;
  choices_[number] = 0;
  const AnswerReach& reach = compiled_->reach[static_cast<std::size_t>(variable.group)][variable.slot];
  if (reach.of_everything) return forget_everything();
  if (reach.of_its_entry) forget_entry(variable.group, variable.entry);
  if (reach.use) is_scored_[number_of_use(variable.group, variable.entry, *reach.use)] = false;
  if (reach.of_counts || range_of(variable).type == AnswerType::date) forget_derived();
}

void FormState::forget_entry(Group group, std::size_t entry) {
  const std::size_t first = number_of({group, entry, 0});
  const auto g = static_cast<std::size_t>(group);
  for (std::size_t number = first; number < first + width_[g]; ++number) {
    choices_[number] = 0;
    branches_[number] = {};
  }
  for (std::size_t use = 0; use < compiled_->scorers[g].size(); ++use)
    is_scored_[number_of_use(group, entry, use)] = false;
  forget_derived();
}

void FormState::forget_everything() {
  choices_.assign(choices_.size(), 0);
  branches_.assign(branches_.size(), {});
  is_scored_.assign(is_scored_.size(), false);
  forget_derived();
}

void FormState::forget_derived() { std::fill(derived_.begin(), derived_.end(), std::nullopt); }

void FormState::leave_out_estimates() {
  estimates_ = Estimates::none;
  forget_everything();
}

void FormState::assume(const Quantity& quantity, const std::optional<Interval>& interval) {
  std::erase_if(assumed_, [&](const auto& known) { return known.first == quantity; });
  if (interval) assumed_.emplace_back(quantity, *interval);
  // Which items apply may rest on it.
  forget_everything();
}

std::optional<Interval> FormState::assumed(const Quantity& quantity) const {
  for (const auto& [known, interval] : assumed_) {
    if (known == quantity) return interval;
  }
  return std::nullopt;
}

Truth FormState::applies(const Variable& variable) const {
  if (!range_of(variable).may_not_apply) return Truth::yes;
  auto& known = branches_[number_of(variable)].applies;
  if (known) return *known;
  const Slot& slot = compiled_->layout->group(variable.group).slots[variable.slot];
  known = evaluate(*slot.applies, {variable.group, variable.entry});
  return *known;
}

bool FormState::may_be_put(const Variable& variable) const {
  if (applies(variable) == Truth::no) return false;
  const Slot& slot = compiled_->layout->group(variable.group).slots[variable.slot];
  const Subject subject{variable.group, variable.entry};
  if (slot.asked_only_where && evaluate(*slot.asked_only_where, subject) != Truth::yes) return false;
  return !slot.withheld_where || evaluate(*slot.withheld_where, subject) != Truth::yes;
}

bool FormState::is_trusted(const Variable& variable) const {
  if (!range_of(variable).is_gated) return true;
  auto& known = branches_[number_of(variable)].trusted;
  if (!known) {
    const Slot& slot = compiled_->layout->group(variable.group).slots[variable.slot];
    known = evaluate(*slot.asked_only_where, {variable.group, variable.entry});
  }
  return *known == Truth::yes;
}

ChoiceSet FormState::choice(const Variable& variable) const {
  ChoiceSet& known = choices_[number_of(variable)];
  if (known == 0) known = work_out_choice(variable);
  return known;
}

ChoiceSet FormState::work_out_choice(const Variable& variable) const {
  const Cell& cell = this->cell(variable);
  ChoiceSet possible = cell.possible;
  const AnswerRange& range = range_of(variable);
  if (!range.may_not_apply && !range.is_gated) return possible;
  if (range.type == AnswerType::choice && cell.given && !is_trusted(variable)) possible = range.options;
  switch (applies(variable)) {
    case Truth::yes:
      return possible;
    case Truth::no:
      return inapplicable;
    case Truth::unknown:
      break;
  }
  return possible | inapplicable;
}

Interval FormState::number(const Variable& variable) const {
  const Question& question = *compiled_->layout->group(variable.group).slots[variable.slot].question;
  const Truth applicable = applies(variable);
  if (applicable == Truth::no) return Interval::absent();
  Interval interval;
  if (question.type == AnswerType::choice) {
    const ChoiceSet possible = cell(variable).possible;
    for (std::size_t i = 0; i < question.options.size(); ++i) {
      if (((possible >> i) & 1U) == 0 || !question.options[i].number) continue;
      const Rational& value = *question.options[i].number;
      interval.low = interval.low ? std::min(*interval.low, value) : value;
      interval.high = interval.high ? std::max(*interval.high, value) : value;
    }
  } else {
    interval.low = rational(cell(variable).low);
    interval.high = rational(cell(variable).high);
  }
  interval.may_be_absent = applicable == Truth::unknown;
  return interval;
}

Truth FormState::answered(const Variable& variable) const {
  const Truth applicable = applies(variable);
  if (applicable == Truth::no) return Truth::no;
  if (applicable == Truth::yes && cell(variable).given && is_trusted(variable)) return Truth::yes;
  return Truth::unknown;
}

std::span<const ChoiceSet> FormState::slice(Group group, std::size_t entry, std::size_t use) const {
  const InstrumentUse& instrument_use = compiled_->layout->group(group).instruments[use];
  slice_.clear();
  std::size_t slot = instrument_use.first_slot;
  for (const Question& question : instrument_use.instrument->questions) {
    slice_.push_back(choice({group, entry, slot}));
    slot += slots_of(question);
  }
  return slice_;
}

std::span<const ScoreValue> FormState::scores(Group group, std::size_t entry, std::size_t use) const {
  const auto g = static_cast<std::size_t>(group);
  const GroupLayout& layout = compiled_->layout->group(group);
  const InstrumentUse& instrument_use = layout.instruments[use];
  const std::size_t first = first_score_[g] + entry * layout.scores + instrument_use.first_score;
  const std::span<ScoreValue> values(scores_.data() + first, instrument_use.instrument->scores.size());
  const std::size_t number = number_of_use(group, entry, use);
  if (!is_scored_[number]) compiled_->scorers[g][use]->score(slice(group, entry, use), values, estimates_);
  is_scored_[number] = true;
  return values;
}

const ScoreValue& FormState::score(Group group, std::size_t entry, std::size_t index) const {
  const GroupLayout& layout = compiled_->layout->group(group);
  const std::size_t use = use_of_score(layout, index);
  return scores(group, entry, use)[index - layout.instruments[use].first_score];
}

Truth FormState::safety(Group group, std::size_t entry, std::size_t use, std::size_t item) const {
  const auto values = scores(group, entry, use);
  return compiled_->scorers[static_cast<std::size_t>(group)][use]->safety(item, slice(group, entry, use), values);
}

Respondent FormState::respondent() const {
  Respondent respondent;
  const Cell& age = cell({Group::form, 0, form_slot::age});
  if (age.given) respondent.age = age.low;
  const Cell& language = cell({Group::form, 0, form_slot::language});
  const Question& asked = *compiled_->layout->group(Group::form).slots[form_slot::language].question;
  if (language.given && language.possible != 0)
    respondent.language = asked.options[static_cast<std::size_t>(std::countr_zero(language.possible))].value;
  for (std::size_t slot = 0; slot < respondent_.size(); ++slot) {
    const Variable variable{Group::form, 0, slot};
    respondent_[slot] = {choice(variable), number(variable), answered(variable)};
  }
  respondent.facts = respondent_;
  return respondent;
}

std::optional<std::int64_t> FormState::entry_named(const Variable& variable) const {
  if (answered(variable) != Truth::yes) return std::nullopt;
  return cell(variable).low;
}

bool FormState::is_list_whole(Group group) const {
  const std::size_t slot = group == Group::events ? form_slot::complete_events : form_slot::complete_relationships;
  const Cell& said = cell({Group::form, 0, slot});
  return form_->asked(group) && said.given && said.possible == 1;  // `yes` is the first option
}

std::optional<std::size_t> FormState::person_of(std::size_t event) const {
  const auto named = entry_named({Group::events, event, event_slot::person});
  if (!named || *named == no_entry_number) return std::nullopt;
  return static_cast<std::size_t>(*named);
}

Interval FormState::derived(const Subject& subject, std::size_t index) const {
  const CompiledDerived& value = compiled_->derived[index];
  const bool is_count = value.derived->kind == DerivedValue::Kind::count;
  const std::size_t entry = is_count || subject.group != value.derived->group ? 0 : subject.entry;
  auto& known = derived_[index * most_entries() + entry];
  if (!known) known = is_count ? count(value) : months_between(value, subject);
  return *known;
}

Interval FormState::months_between(const CompiledDerived& value, const Subject& subject) const {
  const SubjectFacts facts(*this, subject);
  const Interval from = facts.number(value.from);
  const Interval to = facts.number(value.to);
  Interval months;
  months.may_have_value = from.may_have_value && to.may_have_value;
  months.may_be_absent = from.may_be_absent || to.may_be_absent;
  if (to.low && from.high) months.low = *to.low - *from.high;
  if (to.high && from.low) months.high = *to.high - *from.low;
  return months;
}

Interval FormState::count(const CompiledDerived& value) const {
  const Group group = value.derived->counted;
  std::int64_t certain = 0;
  std::int64_t possible = 0;
  for (std::size_t entry = 0; entry < entries(group); ++entry) {
    const Truth holds = evaluate(value.where, {group, entry});
    if (holds == Truth::yes) ++certain;
    if (holds != Truth::no) ++possible;
  }
  Interval interval{Rational(certain), Rational(possible), true, false};
  // What was not listed may still exist, so the count is a lower bound until somebody says that the list is whole.
  if (!is_list_whole(group)) interval.high.reset();
  return interval;
}

Truth FormState::evaluate(const Expression::Part& part, const Subject& subject) const {
  return ipi::evaluate(part, SubjectFacts(*this, subject));
}

Truth FormState::evaluate_gravely(const Expression::Part& part, const Subject& subject) const {
  const Truth given = ipi::evaluate(part, SubjectFacts(*this, subject, SubjectFacts::Reading::as_given));
  return given == Truth::yes ? given : evaluate(part, subject);
}

bool FormState::holds_gravely(const Expression& expression, const Subject& subject) const {
  const SubjectFacts facts(*this, subject, SubjectFacts::Reading::as_given);
  if (ipi::evaluate(expression, facts) == Truth::yes) return true;
  // Without a negation nothing holds of the answers as they stand that does not hold of them as given.
  return expression.has_negation() && evaluate(expression, subject) == Truth::yes;
}

std::optional<Variable> FormState::variable_of(Reference reference, const Subject& subject) const {
  if (kind_of(reference) != FactKind::slot) return std::nullopt;
  switch (static_cast<Scope>(reference.scope)) {
    case Scope::form:
      return Variable{Group::form, 0, reference.index};
    case Scope::subject:
      return Variable{subject.group, subject.entry, reference.index};
    case Scope::person: {
      const auto person = person_of(subject.entry);
      if (!person) return std::nullopt;
      return Variable{Group::relationships, *person, reference.index};
    }
  }
  return std::nullopt;
}

}  // namespace ipi
