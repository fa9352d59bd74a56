#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "condition/expression.h"
#include "focus/compiled.h"
#include "inventory/form.h"

namespace ipi {

/// What is known of one answer: the options or the numbers that it may still be.
struct Cell {
  ChoiceSet possible = 0;  ///< of a choice or multiple; for other kinds unused
  /// Of a number, of a date as month indices, of an entry as its `entry_number`; nullopt: no bound.
  std::optional<std::int64_t> low, high;
  bool given = false;
};

/// Names one answer: slot `slot` of entry `entry` of `group` (entry 0 for the form's own).
struct Variable {
  Group group = Group::form;
  std::size_t entry = 0;
  std::size_t slot = 0;
  friend bool operator==(const Variable&, const Variable&) = default;
};

/// Entries as numbers, so that answers that name one are cells like the others.
inline constexpr std::int64_t no_entry_number = -1;
[[nodiscard]] std::int64_t entry_number(Group group, std::size_t entry);

/// What a condition speaks about with `this`.
struct Subject {
  Group group = Group::form;
  std::size_t entry = 0;
};

/// A score or derived value of the form, or of the first entry of a group.
struct Quantity {
  FactKind kind = FactKind::score;
  Group group = Group::form;  ///< of a score
  std::size_t index = 0;
  friend bool operator==(const Quantity&, const Quantity&) = default;
};

/// The answers of a form as far as they are known, and what follows from them. Cells can be narrowed and widened
/// again, which is how completions are searched; everything derived is recomputed on demand.
class FormState {
 public:
  FormState(const Compiled& compiled, const Form& form);
  /// The same for another form, in the room that this one has.
  void read(const Compiled& compiled, const Form& form);

  [[nodiscard]] const Compiled& compiled() const { return *compiled_; }
  [[nodiscard]] const Form& form() const { return *form_; }
  [[nodiscard]] std::size_t entries(Group group) const { return entries_[static_cast<std::size_t>(group)]; }
  /// How many answers there are room for, those of all entries together.
  [[nodiscard]] std::size_t size() const { return cells_.size(); }
  /// The answer's number among them: form, relationships, events, each in order.
  [[nodiscard]] std::size_t number_of(const Variable& variable) const {
    const auto g = static_cast<std::size_t>(variable.group);
    return first_cell_[g] + variable.entry * width_[g] + variable.slot;
  }
  [[nodiscard]] const Cell& cell(const Variable& variable) const { return cells_[number_of(variable)]; }
  [[nodiscard]] const AnswerRange& range_of(const Variable& variable) const {
    return compiled_->ranges[static_cast<std::size_t>(variable.group)][variable.slot];
  }
  void set_cell(const Variable& variable, const Cell& cell);

  /// From now on scores are open until every answer is given: for looking at completions, which give every answer.
  void leave_out_estimates();

  [[nodiscard]] bool leaves_out_estimates() const { return estimates_ == Estimates::none; }

  /// Conditions take it for granted that the quantity lies in `interval`, whatever the answers say; nullopt takes that
  /// back. For searches over forms with one entry of each group.
  void assume(const Quantity& quantity, const std::optional<Interval>& interval);
  [[nodiscard]] std::optional<Interval> assumed(const Quantity& quantity) const;

  /// Whether the question applies: its branch and its section's hold.
  [[nodiscard]] Truth applies(const Variable& variable) const;
  /// Whether it may be put to the respondent now: it may apply, and nothing says that it must not be asked. What must
  /// not be asked stays unknown.
  [[nodiscard]] bool may_be_put(const Variable& variable) const;
  /// The options still possible, `inapplicable` included where the branch is closed or open.
  [[nodiscard]] ChoiceSet choice(const Variable& variable) const;
  [[nodiscard]] Interval number(const Variable& variable) const;
  [[nodiscard]] Truth answered(const Variable& variable) const;
  [[nodiscard]] const ScoreValue& score(Group group, std::size_t entry, std::size_t index) const;
  /// The scores of one use of an instrument for one entry, by position.
  [[nodiscard]] std::span<const ScoreValue> scores(Group group, std::size_t entry, std::size_t use) const;
  /// Whether a safety item of the instrument holds.
  [[nodiscard]] Truth safety(Group group, std::size_t entry, std::size_t use, std::size_t item) const;
  /// The same slice of answers, by question; valid until another is asked for.
  [[nodiscard]] std::span<const ChoiceSet> slice(Group group, std::size_t entry, std::size_t use) const;
  [[nodiscard]] Interval derived(const Subject& subject, std::size_t index) const;
  /// The entry that the answer names: its number, `no_entry_number` for none, nullopt where it is open.
  [[nodiscard]] std::optional<std::int64_t> entry_named(const Variable& variable) const;
  /// Whether the list was asked for and somebody said that everyone, or everything, is on it.
  [[nodiscard]] bool is_list_whole(Group group) const;
  /// The relationship that an event concerns, if one is named.
  [[nodiscard]] std::optional<std::size_t> person_of(std::size_t event) const;

  [[nodiscard]] Truth evaluate(const Expression& expression, const Subject& subject) const {
    return evaluate(expression.whole(), subject);
  }
  [[nodiscard]] Truth evaluate(const Expression::Part& part, const Subject& subject) const;
  /// For what must not be missed: yes where the answers given make it so, whatever branch or gate their questions stand
  /// behind; else as it is evaluated otherwise.
  [[nodiscard]] Truth evaluate_gravely(const Expression::Part& part, const Subject& subject) const;
  [[nodiscard]] Truth evaluate_gravely(const Expression& expression, const Subject& subject) const {
    return evaluate_gravely(expression.whole(), subject);
  }
  /// Whether `evaluate_gravely` says yes.
  [[nodiscard]] bool holds_gravely(const Expression& expression, const Subject& subject) const;
  /// Whether an answer stands as it was given. One that was given where it must not be asked does not: "never", said in
  /// front of others, is unknown.
  [[nodiscard]] bool is_trusted(const Variable& variable) const;
  /// The answer that a reference means for the subject; nullopt for scores, derived values and an absent person.
  [[nodiscard]] std::optional<Variable> variable_of(Reference reference, const Subject& subject) const;
  /// Calls `visit` with every answer that the expression's truth can rest on, branches, scores and counts included.
  template <class Visit>
  void for_each_variable(const Expression& expression, const Subject& subject, const Visit& visit) const {
    for_each_variable(expression.whole(), subject, visit);
  }
  template <class Visit>
  void for_each_variable(const Expression::Part& part, const Subject& subject, const Visit& visit) const {
    for_each_reference(part, [&](Reference reference) { visit_reference(reference, subject, visit); });
  }
  /// The respondent as far as bands depend on it. Refers to this, and holds until an answer moves.
  [[nodiscard]] Respondent respondent() const;

 private:
  class SubjectFacts;
  void forget_entry(Group group, std::size_t entry);
  void forget_everything();
  void forget_derived();
  [[nodiscard]] std::size_t most_entries() const { return std::max({entries_[0], entries_[1], entries_[2]}); }
  [[nodiscard]] Interval months_between(const CompiledDerived& derived, const Subject& subject) const;
  [[nodiscard]] Interval count(const CompiledDerived& derived) const;
  [[nodiscard]] ChoiceSet work_out_choice(const Variable& variable) const;
  [[nodiscard]] std::size_t number_of_use(Group group, std::size_t entry, std::size_t use) const {
    const auto g = static_cast<std::size_t>(group);
    return first_use_[g] + entry * compiled_->scorers[g].size() + use;
  }
  template <class Visit>
  void visit_variable(const Variable& variable, const Visit& visit) const;
  template <class Visit>
  void visit_reference(Reference reference, const Subject& subject, const Visit& visit) const;

  /// What is remembered of a question: whether it applies, and whether its answer is trusted.
  struct Branch {
    std::optional<Truth> applies, trusted;
  };

  const Compiled* compiled_ = nullptr;
  const Form* form_ = nullptr;
  std::array<std::size_t, group_count> entries_{}, width_{}, first_cell_{}, first_use_{}, first_score_{};
  std::vector<Cell> cells_;
  std::vector<std::pair<Quantity, Interval>> assumed_;
  Estimates estimates_ = Estimates::by_rule;
  // Worked out when first asked for, and forgotten when an answer moves that they rest on.
  mutable std::vector<Branch> branches_;                  // by answer
  mutable std::vector<ChoiceSet> choices_;                // by answer; 0: not worked out
  mutable std::vector<ScoreValue> scores_;                // by group, entry and score
  mutable std::vector<bool> is_scored_;                   // by group, entry and instrument
  mutable std::vector<std::optional<Interval>> derived_;  // by derived value and entry
  mutable std::vector<ChoiceSet> slice_;
  mutable std::array<RespondentFact, form_slot::context + 1> respondent_;
};

template <class Visit>
void FormState::visit_variable(const Variable& variable, const Visit& visit) const {
  const auto& branch = compiled_->layout->group(variable.group).slots[variable.slot].applies;
  if (branch) for_each_variable(*branch, {variable.group, variable.entry}, visit);
  visit(variable);
}

template <class Visit>
void FormState::visit_reference(Reference reference, const Subject& subject, const Visit& visit) const {
  if (const auto variable = variable_of(reference, subject)) return visit_variable(*variable, visit);
  if (kind_of(reference) == FactKind::slot) return;
  if (kind_of(reference) == FactKind::derived) {
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
  Subject owner{group_of(reference, subject.group), subject.entry};
  if (static_cast<Scope>(reference.scope) == Scope::form) owner.entry = 0;
  if (static_cast<Scope>(reference.scope) == Scope::person) {
    const auto person = person_of(subject.entry);
    if (!person) return;
    owner.entry = *person;
  }
  const GroupLayout& layout = compiled_->layout->group(owner.group);
  const InstrumentUse& use = layout.instruments[use_of_score(layout, reference.index)];
  const Score& score = use.instrument->scores[reference.index - use.first_score];
  // A criterion or a sum of scores may rest on any question; the others on their own items.
  const std::size_t count = score.items.empty() ? use.instrument->questions.size() : score.items.size();
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t question = score.items.empty() ? i : score.items[i];
    visit_variable({owner.group, owner.entry, use.first_slot + question}, visit);
  }
}

}  // namespace ipi
