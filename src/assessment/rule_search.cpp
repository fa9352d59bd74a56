#include "assessment/rule_search.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "scoring/attainable.h"

namespace ipi {
namespace {

constexpr std::size_t most_steps = 20'000;  ///< per condition; beyond them everything counts as possible
constexpr int most_named = 6;               ///< options of a question with several answers, whose sets are all tried

std::int64_t floor_of(const Rational& value) {
  const std::int64_t whole = value.numerator() / value.denominator();
  return value.numerator() < 0 && !value.is_whole() ? whole - 1 : whole;
}

/// Whole numbers, ends included; nullopt: no end.
struct Stretch {
  std::optional<std::int64_t> low, high;
};

/// Whole numbers from `lowest` to `highest`, cut at the figures: below, at and above each of them.
std::vector<Stretch> stretches(const std::set<Rational>& figures, std::optional<std::int64_t> lowest,
                               std::optional<std::int64_t> highest) {
  std::vector<Stretch> all;
  const auto add = [&](std::optional<std::int64_t> low, std::optional<std::int64_t> high) {
    if (lowest && (!low || *low < *lowest)) low = lowest;
    if (highest && (!high || *high > *highest)) high = highest;
    if (!low || !high || *low <= *high) all.push_back({low, high});
  };
  std::optional<std::int64_t> next;
  for (const Rational& figure : figures) {
    const std::int64_t at = floor_of(figure);
    add(next, figure.is_whole() ? at - 1 : at);
    if (figure.is_whole()) add(at, at);
    next = at + 1;
  }
  add(next, std::nullopt);
  return all;
}

/// The values, ascending, in groups between which a figure lies.
std::vector<Interval> groups(const std::vector<Rational>& values, const std::set<Rational>& figures) {
  std::vector<Interval> all;
  const auto place = [&](const Rational& value) {
    return std::pair(std::distance(figures.begin(), figures.lower_bound(value)), figures.count(value));
  };
  for (const Rational& value : values) {
    if (all.empty() || place(*all.back().high) != place(value)) {
      all.push_back(Interval::exactly(value));
    } else {
      all.back().high = value;
    }
  }
  return all;
}

const InstrumentUse& use_of(const GroupLayout& group, std::size_t score) {
  return group.instruments[use_of_score(group, score)];
}

/// The figures that a range is made of.
void note_figures(const Expression::Part& test, std::set<Rational>& figures) {
  if (test.kind() != Expression::Kind::range) return;
  for (const auto& figure : {test.ends().lower, test.ends().upper}) {
    if (figure) figures.insert(*figure);
  }
}

/// Whether a score has a value on whole answers only, so that going through these goes through its values.
bool needs_all(const Instrument& instrument, const Score& score) {
  if (score.method == ScoreMethod::criterion) {
    return std::all_of(instrument.scores.begin(), instrument.scores.end(), [&](const Score& other) {
      return other.method == ScoreMethod::criterion || needs_all(instrument, other);
    });
  }
  if (score.missing != MissingRule::complete) return false;
  return std::all_of(score.scores.begin(), score.scores.end(),
                     [&](std::size_t part) { return needs_all(instrument, instrument.scores[part]); });
}

}  // namespace

Form open_form(const Layout& layout) {
  Form form;
  form.layout = &layout;
  form.draft = true;
  form.answers.resize(layout.group(Group::form).slots.size());
  const auto add = [&](Group group, std::vector<Entry>& entries, bool& asked, std::string code) {
    if (!layout.has_roster(group)) return;
    asked = true;
    entries.push_back({std::move(code), std::vector<Answer>(layout.group(group).slots.size()), {}});
  };
  add(Group::relationships, form.relationships, form.relationships_asked, "P1");
  add(Group::events, form.events, form.events_asked, "E1");
  return form;
}

RuleSearch::RuleSearch(const Compiled& compiled)
    : compiled_(&compiled), form_(open_form(*compiled.layout)), open_(compiled, form_), state_(compiled, form_) {
  if (!compiled.layout->has_roster(Group::events) || !compiled.layout->has_roster(Group::relationships)) return;
  // Without a person what is asked about them stays unknown: whatever holds then holds with one as well.
  Cell named;
  named.low = named.high = entry_number(Group::relationships, 0);
  named.given = true;
  state_.set_cell({Group::events, 0, event_slot::person}, named);
}

Possible RuleSearch::of(const Expression& where, const Expression& holds, const Subject& subject) {
  variables_.clear();
  quantities_.clear();
  asks_for_answers_ = false;
  asks_of_a_person_ = false;
  look_at(where, subject);
  look_at(holds, subject);
  make_axes();
  Possible found =
      search([&] { return state_.evaluate(where, subject); }, [&] { return state_.evaluate(holds, subject); });
  found.always = open_.evaluate(holds, subject) == Truth::yes ||
                 (found.may_hold && !found.may_fail && !asks_for_answers_ && !asks_of_a_person_);
  return found;
}

Possible RuleSearch::of_instrument(std::size_t use, const std::function<Truth(const FormState&)>& holds) {
  const InstrumentUse& of = compiled_->layout->group(Group::form).instruments[use];
  const auto& scores = of.instrument->scores;
  variables_.clear();
  quantities_.clear();
  asks_for_answers_ = true;  // its conditions are the scorer's and not looked into
  // A score that does without some answers has values of its own on forms with gaps, which are not gone through.
  const bool is_whole =
      std::all_of(scores.begin(), scores.end(), [&](const Score& score) { return needs_all(*of.instrument, score); });
  if (is_whole) {
    for (std::size_t slot = of.first_slot; slot < compiled_->layout->group(Group::form).slots.size(); ++slot) {
      if (compiled_->layout->group(Group::form).slots[slot].instrument == of.instrument)
        note_variable({Group::form, 0, slot}, nullptr, false);
    }
  }
  make_axes();
  Possible found = search([] { return Truth::yes; }, [&] { return holds(state_); });
  found.always = holds(open_) == Truth::yes;
  return found;
}

void RuleSearch::look_at(const Expression::Part& condition, const Subject& subject) {
  for (const Expression::Part part : condition) look_at(part, subject);
  if (!condition.is_leaf()) return;
  if (condition.kind() == Expression::Kind::answered) asks_for_answers_ = true;
  note(condition.reference(), subject, condition, true);
  if (condition.kind() != Expression::Kind::range) return;
  for (const auto& end : {condition.ends().lower_reference, condition.ends().upper_reference}) {
    if (end) note(*end, subject, condition, false);
  }
}

void RuleSearch::note(Reference reference, const Subject& subject, const Expression::Part& test, bool is_tested) {
  const Expression::Part* held_against = is_tested ? &test : nullptr;
  if (static_cast<Scope>(reference.scope) == Scope::person) asks_of_a_person_ = true;
  const Group group = group_of(reference, subject.group);
  switch (kind_of(reference)) {
    case FactKind::slot:
      if (const auto variable = state_.variable_of(reference, subject)) note_variable(*variable, held_against, false);
      return;
    case FactKind::score:
      if (state_.entries(group) > 0) note_score(group, reference.index, held_against);
      return;
    case FactKind::derived:
      break;
  }
  const CompiledDerived& value = compiled_->derived[reference.index];
  const Quantity quantity{FactKind::derived, Group::form, reference.index};
  auto known = std::find_if(quantities_.begin(), quantities_.end(),
                            [&](const NotedQuantity& noted) { return noted.quantity == quantity; });
  if (known == quantities_.end()) known = quantities_.insert(quantities_.end(), {quantity, {}});
  if (is_tested) note_figures(test, known->figures);
  if (value.derived->kind == DerivedValue::Kind::count) {
    if (state_.entries(value.derived->counted) > 0) look_at(value.where, {value.derived->counted, 0});
    return;
  }
  note(value.from, subject, test, false);
  note(value.to, subject, test, false);
}

void RuleSearch::note_variable(const Variable& variable, const Expression::Part* test, bool by_score) {
  auto known = std::find_if(variables_.begin(), variables_.end(),
                            [&](const Noted& noted) { return noted.variable == variable; });
  const bool is_new = known == variables_.end();
  if (is_new) known = variables_.insert(variables_.end(), {variable, {}, 0, by_score});
  known->by_score = known->by_score && by_score;
  if (test != nullptr) {
    known->named |= test->accepted();
    note_figures(*test, known->figures);
  }
  const auto& branch = compiled_->layout->group(variable.group).slots[variable.slot].applies;
  if (is_new && branch) look_at(*branch, {variable.group, variable.entry});
}

void RuleSearch::note_score(Group group, std::size_t score, const Expression::Part* test) {
  const Quantity quantity{FactKind::score, group, score};
  auto known = std::find_if(quantities_.begin(), quantities_.end(),
                            [&](const NotedQuantity& noted) { return noted.quantity == quantity; });
  const bool is_new = known == quantities_.end();
  if (is_new) known = quantities_.insert(quantities_.end(), {quantity, {}});
  if (test != nullptr) note_figures(*test, known->figures);
  const InstrumentUse& use = use_of(compiled_->layout->group(group), score);
  if (!is_new || !needs_all(*use.instrument, use.instrument->scores[score - use.first_score])) return;
  const auto& slots = compiled_->layout->group(group).slots;
  for (std::size_t slot = use.first_slot; slot < slots.size(); ++slot) {
    if (slots[slot].instrument == use.instrument) note_variable({group, 0, slot}, nullptr, true);
  }
}

void RuleSearch::make_axes() {
  axes_.clear();
  for (const NotedQuantity& noted : quantities_) {
    Axis axis = noted.quantity.kind == FactKind::score ? axis_of_score(noted) : axis_of_derived(noted);
    if (!axis.intervals.empty()) axes_.push_back(std::move(axis));
  }
  // What only a score adds up comes last: its value is mostly enough.
  for (const bool by_score : {false, true}) {
    for (const Noted& noted : variables_) {
      if (noted.by_score != by_score) continue;
      Axis axis = axis_of(noted);
      if (!axis.cells.empty()) axes_.push_back(std::move(axis));
    }
  }
}

RuleSearch::Axis RuleSearch::axis_of(const Noted& noted) const {
  const Question& question = *compiled_->layout->group(noted.variable.group).slots[noted.variable.slot].question;
  Axis axis;
  axis.variable = noted.variable;
  Cell given = state_.cell(noted.variable);
  const bool is_settled = given.given;
  given.given = true;
  if (is_settled) return axis;
  switch (question.type) {
    case AnswerType::choice:
      for (std::size_t option = 0; option < question.options.size(); ++option) {
        axis.cells.push_back(given);
        axis.cells.back().possible = ChoiceSet{1} << option;
      }
      return axis;
    case AnswerType::multiple:
      if (std::popcount(noted.named) > most_named) return axis;
      // Every set of the options that are asked for, the empty one last.
      for (ChoiceSet chosen = noted.named;; chosen = (chosen - 1) & noted.named) {
        axis.cells.push_back(given);
        axis.cells.back().possible = chosen;
        if (chosen == 0) return axis;
      }
    case AnswerType::number:
    case AnswerType::date:
      for (const auto& stretch : stretches(noted.figures, given.low, given.high)) {
        axis.cells.push_back(given);
        axis.cells.back().low = stretch.low;
        axis.cells.back().high = stretch.high;
      }
      return axis;
    case AnswerType::text:
    case AnswerType::entry:
      axis.cells.push_back(given);
      return axis;
  }
  return axis;
}

RuleSearch::Axis RuleSearch::axis_of_score(const NotedQuantity& noted) const {
  const InstrumentUse& use = use_of(compiled_->layout->group(noted.quantity.group), noted.quantity.index);
  const std::size_t score = noted.quantity.index - use.first_score;
  Axis axis;
  axis.quantity = noted.quantity;
  axis.bound_above = axis.bound_below = needs_all(*use.instrument, use.instrument->scores[score]);
  const Attainable values = attainable_values(*use.instrument)[score];
  if (values.listed) {
    std::vector<Rational> all = values.complete;
    all.insert(all.end(), values.incomplete.begin(), values.incomplete.end());
    std::sort(all.begin(), all.end());
    axis.intervals = groups(all, noted.figures);
  } else {
    axis.intervals.push_back({});  // anything at all
  }
  if (open_.score(noted.quantity.group, 0, noted.quantity.index).bounds.may_be_absent)
    axis.intervals.push_back(Interval::absent());
  return axis;
}

RuleSearch::Axis RuleSearch::axis_of_derived(const NotedQuantity& noted) const {
  const bool counts = compiled_->derived[noted.quantity.index].derived->kind == DerivedValue::Kind::count;
  Axis axis;
  axis.quantity = noted.quantity;
  for (const auto& stretch :
       stretches(noted.figures, counts ? std::optional<std::int64_t>(0) : std::nullopt, std::nullopt)) {
    Interval interval;
    if (stretch.low) interval.low = *stretch.low;
    if (stretch.high) interval.high = *stretch.high;
    axis.intervals.push_back(interval);
  }
  // There may be more entries than the one looked at, and none fewer.
  axis.bound_below = counts;
  // Of a date that does not apply.
  if (!counts) axis.intervals.push_back(Interval::absent());
  return axis;
}

bool RuleSearch::is_consistent() const {
  return std::all_of(axes_.begin(), axes_.end(), [&](const Axis& axis) { return is_consistent(axis); });
}

bool RuleSearch::is_consistent(const Axis& axis) const {
  if (!axis.bound_above && !axis.bound_below) return true;
  const auto assumed = state_.assumed(*axis.quantity);
  if (!assumed) return true;
  const bool is_score = axis.quantity->kind == FactKind::score;
  const Interval own = is_score ? state_.score(axis.quantity->group, 0, axis.quantity->index).bounds
                                : state_.derived({}, axis.quantity->index);
  if (!assumed->may_have_value) return own.may_be_absent;
  if (!own.may_have_value) return false;
  if (axis.bound_above && assumed->low && own.high && *assumed->low > *own.high) return false;
  return !axis.bound_below || !assumed->high || !own.low || *assumed->high >= *own.low;
}

bool RuleSearch::is_certain() const {
  return std::all_of(axes_.begin(), axes_.end(), [&](const Axis& axis) {
    const auto assumed = axis.bound_above ? state_.assumed(*axis.quantity) : std::nullopt;
    if (!assumed || !assumed->low || !assumed->high) return true;
    const Interval& own = state_.score(axis.quantity->group, 0, axis.quantity->index).bounds;
    return own.low && own.high && *own.low >= *assumed->low && *own.high <= *assumed->high && !own.may_be_absent;
  });
}

Possible RuleSearch::search(const std::function<Truth()>& where, const std::function<Truth()>& holds) {
  Possible found;
  steps_ = 0;
  go_through(0, where, holds, found);
  return found;
}

void RuleSearch::go_through(std::size_t next, const std::function<Truth()>& where, const std::function<Truth()>& holds,
                            Possible& found) {
  if (found.may_hold && found.may_fail) return;
  if (++steps_ > most_steps) {
    found.may_hold = found.may_fail = true;
    return;
  }
  const Truth concerned = where();
  if (concerned == Truth::no) return;
  const Truth truth = holds();
  if (next == axes_.size() || (concerned == Truth::yes && truth != Truth::unknown && is_certain())) {
    found.may_hold = found.may_hold || truth != Truth::no;
    found.may_fail = found.may_fail || truth != Truth::yes;
    return;
  }
  const Axis& axis = axes_[next];
  if (axis.quantity) {
    for (const Interval& interval : axis.intervals) {
      state_.assume(*axis.quantity, interval);
      if (is_consistent()) go_through(next + 1, where, holds, found);
    }
    state_.assume(*axis.quantity, std::nullopt);
    return;
  }
  const Cell before = state_.cell(*axis.variable);
  for (const Cell& cell : axis.cells) {
    state_.set_cell(*axis.variable, cell);
    if (is_consistent()) go_through(next + 1, where, holds, found);
  }
  state_.set_cell(*axis.variable, before);
}

}  // namespace ipi
