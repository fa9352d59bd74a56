#include "focus/form_state.h"

#include <algorithm>
#include <bit>

namespace ipi {
namespace {

Cell cell_of(const Answer& answer, const Question& question) {
  Cell cell;
  cell.given = answer.given();
  switch (question.type) {
    case AnswerType::choice:
      cell.possible = cell.given ? answer.chosen : all_options(question.options.size());
      break;
    case AnswerType::multiple:
      cell.possible = answer.chosen;
      break;
    case AnswerType::number:
      cell.low = cell.given ? answer.number : question.lowest;
      cell.high = cell.given ? answer.number : question.highest;
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
  return cell;
}

std::int64_t number_of_code(const Form& form, std::string_view code) {
  for (const Group group : {Group::relationships, Group::events}) {
    if (const auto entry = form.find_entry(group, code)) return entry_number(group, *entry);
  }
  return no_entry_number;
}

std::vector<Cell> cells_of(const Form& form, const std::vector<Answer>& answers, const GroupLayout& layout) {
  std::vector<Cell> cells;
  cells.reserve(answers.size());
  for (std::size_t i = 0; i < answers.size(); ++i) {
    cells.push_back(cell_of(answers[i], *layout.slots[i].question));
    if (layout.slots[i].question->type == AnswerType::entry && answers[i].given()) {
      cells.back().low = cells.back().high = number_of_code(form, answers[i].text);
    }
  }
  return cells;
}

std::optional<Rational> rational(const std::optional<std::int64_t>& number) {
  return number ? std::optional<Rational>(*number) : std::nullopt;
}

/// Facts as seen from one subject.
class SubjectFacts : public Facts {
 public:
  enum class Reading : std::uint8_t { as_it_stands, as_given };
  SubjectFacts(const FormState& state, const Subject& subject, Reading reading = Reading::as_it_stands)
      : state_(&state), subject_(subject), reading_(reading) {}

  [[nodiscard]] ChoiceSet choice(Reference reference) const override {
    const auto variable = state_->variable_of(reference, subject_);
    if (variable && reading_ == Reading::as_given && state_->cell(*variable).given)
      return state_->cell(*variable).possible;
    // Without a named person nothing can be said; every option stays possible, and none for sure.
    return variable ? state_->choice(*variable) : ~ChoiceSet{0};
  }
  [[nodiscard]] Interval number(Reference reference) const override {
    if (static_cast<FactKind>(reference.kind) == FactKind::derived) {
      const auto assumed = state_->assumed({FactKind::derived, Group::form, reference.index});
      return assumed ? *assumed : state_->derived(subject_, reference.index);
    }
    if (static_cast<FactKind>(reference.kind) == FactKind::score) {
      const auto assumed = state_->assumed({FactKind::score, group_of(reference), reference.index});
      return assumed ? *assumed : score_bounds(reference);
    }
    const auto variable = state_->variable_of(reference, subject_);
    return variable ? state_->number(*variable) : unknown_number();
  }
  [[nodiscard]] Truth answered(Reference reference) const override {
    if (static_cast<FactKind>(reference.kind) != FactKind::slot) {
      const Interval value = number(reference);
      if (!value.may_have_value) return Truth::no;
      return value.low && value.high && *value.low == *value.high && !value.may_be_absent ? Truth::yes : Truth::unknown;
    }
    const auto variable = state_->variable_of(reference, subject_);
    return variable ? state_->answered(*variable) : Truth::unknown;
  }

 private:
  static Interval unknown_number() { return {std::nullopt, std::nullopt, true, true}; }

  Group group_of(Reference reference) const {
    const auto scope = static_cast<Scope>(reference.scope);
    return scope == Scope::form ? Group::form : scope == Scope::person ? Group::relationships : subject_.group;
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
  Reading reading_;
};

}  // namespace

std::int64_t entry_number(Group group, std::size_t entry) {
  constexpr std::int64_t first_event = 1'000'000;  // no form lists as many relationships
  return static_cast<std::int64_t>(entry) + (group == Group::events ? first_event : 0);
}

FormState::FormState(const Compiled& compiled, const Form& form) : compiled_(&compiled), form_(&form) {
  const Layout& layout = *compiled.layout;
  cells_[0].push_back(cells_of(form, form.answers, layout.group(Group::form)));
  for (const Entry& entry : form.relationships)
    cells_[1].push_back(cells_of(form, entry.answers, layout.group(Group::relationships)));
  for (const Entry& entry : form.events)
    cells_[2].push_back(cells_of(form, entry.answers, layout.group(Group::events)));
  for (std::size_t g = 0; g < group_count; ++g) {
    scores_[g].resize(cells_[g].size());
    for (auto& uses : scores_[g]) uses.resize(compiled.scorers[g].size());
  }
}

const Cell& FormState::cell(const Variable& variable) const {
  return cells_[static_cast<std::size_t>(variable.group)][variable.entry][variable.slot];
}

void FormState::set_cell(const Variable& variable, const Cell& cell) {
  const auto g = static_cast<std::size_t>(variable.group);
  cells_[g][variable.entry][variable.slot] = cell;
  if (variable.group != Group::form) {
    for (auto& scores : scores_[g][variable.entry]) scores.clear();
    return;
  }
  // An entry's branches may rest on the form's answers.
  forget_scores();
}

void FormState::forget_scores() {
  for (auto& group : scores_) {
    for (auto& uses : group) {
      for (auto& scores : uses) scores.clear();
    }
  }
}

void FormState::leave_out_estimates() {
  estimates_ = Estimates::none;
  forget_scores();
}

void FormState::assume(const Quantity& quantity, const std::optional<Interval>& interval) {
  std::erase_if(assumed_, [&](const auto& known) { return known.first == quantity; });
  if (interval) assumed_.emplace_back(quantity, *interval);
  // Which items apply may rest on it.
  forget_scores();
}

std::optional<Interval> FormState::assumed(const Quantity& quantity) const {
  for (const auto& [known, interval] : assumed_) {
    if (known == quantity) return interval;
  }
  return std::nullopt;
}

Truth FormState::applies(const Variable& variable) const {
  const auto& branch = compiled_->layout->group(variable.group).slots[variable.slot].applies;
  if (!branch) return Truth::yes;
  return evaluate(*branch, {variable.group, variable.entry});
}

bool FormState::may_be_put(const Variable& variable) const {
  if (applies(variable) == Truth::no) return false;
  const Slot& slot = compiled_->layout->group(variable.group).slots[variable.slot];
  const Subject subject{variable.group, variable.entry};
  if (slot.asked_only_where && evaluate(*slot.asked_only_where, subject) != Truth::yes) return false;
  return !slot.withheld_where || evaluate(*slot.withheld_where, subject) != Truth::yes;
}

bool FormState::is_trusted(const Variable& variable) const {
  const Slot& slot = compiled_->layout->group(variable.group).slots[variable.slot];
  return !slot.asked_only_where || evaluate(*slot.asked_only_where, {variable.group, variable.entry}) == Truth::yes;
}

ChoiceSet FormState::choice(const Variable& variable) const {
  ChoiceSet possible = cell(variable).possible;
  const Question& question = *compiled_->layout->group(variable.group).slots[variable.slot].question;
  if (question.type == AnswerType::choice && cell(variable).given && !is_trusted(variable))
    possible = all_options(question.options.size());
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

std::vector<ChoiceSet> FormState::slice(Group group, std::size_t entry, std::size_t use) const {
  const InstrumentUse& instrument_use = compiled_->layout->group(group).instruments[use];
  std::vector<ChoiceSet> answers;
  answers.reserve(instrument_use.instrument->questions.size());
  std::size_t slot = instrument_use.first_slot;
  for (const Question& question : instrument_use.instrument->questions) {
    answers.push_back(choice({group, entry, slot}));
    slot += question.two_times ? 2 : 1;
  }
  return answers;
}

std::span<const ScoreValue> FormState::scores(Group group, std::size_t entry, std::size_t use) const {
  const auto g = static_cast<std::size_t>(group);
  std::vector<ScoreValue>& cached = scores_[g][entry][use];
  if (cached.empty()) compiled_->scorers[g][use]->score(slice(group, entry, use), cached, estimates_);
  return cached;
}

const ScoreValue& FormState::score(Group group, std::size_t entry, std::size_t index) const {
  const auto& uses = compiled_->layout->group(group).instruments;
  std::size_t use = uses.size();
  while (use > 0 && uses[use - 1].first_score > index) --use;
  // Sections without scores share their first_score with the next instrument.
  while (use > 0 && uses[use - 1].instrument->scores.empty()) --use;
  return scores(group, entry, use - 1)[index - uses[use - 1].first_score];
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
  return value.derived->kind == DerivedValue::Kind::months ? months_between(value, subject) : count(value);
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

Truth FormState::evaluate(const Expression& expression, const Subject& subject) const {
  return ipi::evaluate(expression, SubjectFacts(*this, subject));
}

Truth FormState::evaluate_gravely(const Expression& expression, const Subject& subject) const {
  const Truth given = ipi::evaluate(expression, SubjectFacts(*this, subject, SubjectFacts::Reading::as_given));
  return given == Truth::yes ? given : evaluate(expression, subject);
}

std::optional<Variable> FormState::variable_of(Reference reference, const Subject& subject) const {
  if (static_cast<FactKind>(reference.kind) != FactKind::slot) return std::nullopt;
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

void FormState::for_each_variable(const Expression& expression, const Subject& subject,
                                  const std::function<void(const Variable&)>& visit) const {
  for_each_reference(expression, [&](Reference reference) { visit_reference(reference, subject, visit); });
}

void FormState::visit_variable(const Variable& variable, const std::function<void(const Variable&)>& visit) const {
  const auto& branch = compiled_->layout->group(variable.group).slots[variable.slot].applies;
  if (branch) for_each_variable(*branch, {variable.group, variable.entry}, visit);
  visit(variable);
}

void FormState::visit_reference(Reference reference, const Subject& subject,
                                const std::function<void(const Variable&)>& visit) const {
  if (const auto variable = variable_of(reference, subject)) {
    visit_variable(*variable, visit);
    return;
  }
  const auto scope = static_cast<Scope>(reference.scope);
  if (static_cast<FactKind>(reference.kind) == FactKind::derived) {
    const CompiledDerived& value = compiled_->derived[reference.index];
    if (value.derived->kind == DerivedValue::Kind::months) {
      visit_reference(value.from, subject, visit);
      visit_reference(value.to, subject, visit);
      return;
    }
    for (std::size_t entry = 0; entry < entries(value.derived->counted); ++entry)
      for_each_variable(value.where, {value.derived->counted, entry}, visit);
    return;
  }
  if (static_cast<FactKind>(reference.kind) != FactKind::score) return;
  Variable owner{scope == Scope::form ? Group::form : subject.group, scope == Scope::form ? 0 : subject.entry, 0};
  if (scope == Scope::person) {
    const auto person = person_of(subject.entry);
    if (!person) return;
    owner = {Group::relationships, *person, 0};
  }
  for (const InstrumentUse& use : compiled_->layout->group(owner.group).instruments) {
    if (reference.index < use.first_score || reference.index >= use.first_score + use.instrument->scores.size())
      continue;
    const Score& score = use.instrument->scores[reference.index - use.first_score];
    // A criterion or a sum of scores may rest on any question; the others on their own items.
    std::vector<std::size_t> questions = score.items;
    if (questions.empty()) {
      for (std::size_t i = 0; i < use.instrument->questions.size(); ++i) questions.push_back(i);
    }
    for (const std::size_t question : questions)
      visit_variable({owner.group, owner.entry, use.first_slot + question}, visit);
  }
}

}  // namespace ipi
