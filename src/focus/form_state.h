#pragma once

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

  [[nodiscard]] const Compiled& compiled() const { return *compiled_; }
  [[nodiscard]] const Form& form() const { return *form_; }
  [[nodiscard]] std::size_t entries(Group group) const { return cells_[static_cast<std::size_t>(group)].size(); }
  [[nodiscard]] const Cell& cell(const Variable& variable) const;
  void set_cell(const Variable& variable, const Cell& cell);

  /// From now on scores are open until every answer is given: for looking at completions, which give every answer.
  void leave_out_estimates();

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
  /// The same slice of answers, by question.
  [[nodiscard]] std::vector<ChoiceSet> slice(Group group, std::size_t entry, std::size_t use) const;
  [[nodiscard]] Interval derived(const Subject& subject, std::size_t index) const;
  /// The entry that the answer names: its number, `no_entry_number` for none, nullopt where it is open.
  [[nodiscard]] std::optional<std::int64_t> entry_named(const Variable& variable) const;
  /// Whether the list was asked for and somebody said that everyone, or everything, is on it.
  [[nodiscard]] bool is_list_whole(Group group) const;
  /// The relationship that an event concerns, if one is named.
  [[nodiscard]] std::optional<std::size_t> person_of(std::size_t event) const;

  [[nodiscard]] Truth evaluate(const Expression& expression, const Subject& subject) const;
  /// For what must not be missed: yes where the answers given make it so, whatever branch or gate their questions stand
  /// behind; else as it is evaluated otherwise.
  [[nodiscard]] Truth evaluate_gravely(const Expression& expression, const Subject& subject) const;
  /// Whether an answer stands as it was given. One that was given where it must not be asked does not: "never", said in
  /// front of others, is unknown.
  [[nodiscard]] bool is_trusted(const Variable& variable) const;
  /// The answer that a reference means for the subject; nullopt for scores, derived values and an absent person.
  [[nodiscard]] std::optional<Variable> variable_of(Reference reference, const Subject& subject) const;
  /// Calls `visit` with every answer that the expression's truth can rest on, branches, scores and counts included.
  void for_each_variable(const Expression& expression, const Subject& subject,
                         const std::function<void(const Variable&)>& visit) const;

 private:
  void forget_scores();
  [[nodiscard]] Interval months_between(const CompiledDerived& derived, const Subject& subject) const;
  [[nodiscard]] Interval count(const CompiledDerived& derived) const;
  void visit_reference(Reference reference, const Subject& subject,
                       const std::function<void(const Variable&)>& visit) const;
  void visit_variable(const Variable& variable, const std::function<void(const Variable&)>& visit) const;

  const Compiled* compiled_;
  const Form* form_;
  std::array<std::vector<std::vector<Cell>>, group_count> cells_;
  // Scores by group, entry and instrument use; empty until asked for, emptied when a cell changes.
  mutable std::array<std::vector<std::vector<std::vector<ScoreValue>>>, group_count> scores_;
  std::vector<std::pair<Quantity, Interval>> assumed_;
  Estimates estimates_ = Estimates::by_rule;
};

}  // namespace ipi
