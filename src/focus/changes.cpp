#include <algorithm>
#include <bit>
#include <cstdlib>

#include "focus/bounded.h"
#include "focus/completions.h"

namespace ipi {
namespace {

constexpr std::size_t largest_set = 3;
constexpr std::size_t listed_sets = 20;
/// Combinations tried of one size; about a tenth of a second.
constexpr std::size_t most_tries = 60'000;
/// Of seats weighed and completions gone through in all tries together: what a try costs depends on the form, and
/// hundreds of open dates would otherwise keep a clinician waiting.
constexpr std::size_t most_steps = 400'000;

bool is_structural(const FormState& state, const Variable& variable) {
  return state.compiled().layout->group(variable.group).slots[variable.slot].structural;
}

/// Facts of life rather than of how somebody answers: who, what, when, and the age. That a list is whole, and how
/// close people are, is told by somebody.
bool is_immutable(const FormState& state, const Variable& variable) {
  if (!is_structural(state, variable)) return false;
  switch (variable.group) {
    case Group::form:
      return variable.slot != form_slot::complete_events && variable.slot != form_slot::complete_relationships;
    case Group::relationships:
      return variable.slot == relationship_slot::role || variable.slot == relationship_slot::status;
    case Group::events:
      break;
  }
  return true;
}

std::int64_t distance(const Cell& a, const Cell& b) {
  const int steps = std::abs(std::countr_zero(a.possible) - std::countr_zero(b.possible));
  if (!a.low || !b.low) return steps;
  return std::abs(*a.low - *b.low) + std::abs(*a.high - *b.high) + steps;
}

/// The options of each set that are nearest to the answer given, instead of just any of the set.
Cell nearest_of_set(const FormState& state, const Variable& variable, const Cell& given, Cell cell) {
  for (const ChoiceSet set : state.compiled().partitions[static_cast<std::size_t>(variable.group)][variable.slot]) {
    if ((set & cell.possible) == 0) continue;
    Cell best = cell;
    for (ChoiceSet rest = set; rest != 0; rest &= rest - 1) {
      Cell other = cell;
      other.possible = rest & (~rest + 1);
      if (distance(given, other) < distance(given, best)) best = other;
    }
    return best;
  }
  return cell;
}

/// Other values that a given answer could have had, one for each way it matters, nearest first.
std::vector<Cell> alternatives(FormState& state, const Variable& variable) {
  const Cell given = state.cell(variable);
  const Question& question = *state.compiled().layout->group(variable.group).slots[variable.slot].question;
  Cell open = given;
  open.given = false;
  open.possible = all_options(question.options.size());
  open.low.reset();
  open.high.reset();
  if (question.type == AnswerType::number) {
    open.low = question.lowest;
    open.high = question.highest;
  }
  state.set_cell(variable, open);
  std::vector<Cell> cells = cells_of(state, variable);
  state.set_cell(variable, given);
  const auto same = [&](const Cell& cell) {
    if (question.type != AnswerType::choice) return cell.low == given.low && cell.high == given.high;
    for (const ChoiceSet set : state.compiled().partitions[static_cast<std::size_t>(variable.group)][variable.slot]) {
      if ((set & given.possible) != 0) return (set & cell.possible) != 0;
    }
    return false;
  };
  cells.erase(std::remove_if(cells.begin(), cells.end(), same), cells.end());
  if (question.type == AnswerType::choice) {
    for (Cell& cell : cells) cell = nearest_of_set(state, variable, given, cell);
  }
  std::stable_sort(cells.begin(), cells.end(),
                   [&](const Cell& a, const Cell& b) { return distance(given, a) < distance(given, b); });
  return cells;
}

/// Tries sets of one size after the other on a board.
class ChangeSearch {
 public:
  explicit ChangeSearch(const FormState& state) : board_(state), actual_(board_.outcome()) {
    FormState scratch = state;
    const std::vector<Variable> safety = safety_variables(state);
    for (const Variable& variable : board_.variables()) {
      const bool is_safety = std::find(safety.begin(), safety.end(), variable) != safety.end();
      if (is_safety || !state.cell(variable).given || state.applies(variable) != Truth::yes) continue;
      variables_.push_back({variable, state.cell(variable), alternatives(scratch, variable)});
    }
  }

  WouldChange run() {
    for (std::size_t size = 1; size <= largest_set && result_.total == 0 && !result_.at_least; ++size) {
      tries_ = 0;
      result_.size = size;
      try_sets(0, size);
    }
    if (result_.total == 0) result_.size = 0;
    return std::move(result_);
  }

 private:
  struct Movable {
    Variable variable;
    Cell given;
    std::vector<Cell> others;
  };

  void try_sets(std::size_t first, std::size_t left) {
    for (std::size_t i = first; i + left <= variables_.size() && !result_.at_least; ++i) {
      chosen_.push_back(i);
      if (left == 1) {
        try_values();
      } else {
        try_sets(i + 1, left - 1);
      }
      chosen_.pop_back();
    }
  }

  /// The first combination of values, nearest first, that changes the suggestion.
  void try_values() {
    if (!move(0)) return;
    ++result_.total;
    restore();
  }

  bool move(std::size_t position) {
    if (position == chosen_.size()) {
      if (++tries_ > most_tries || board_.steps() > most_steps) result_.at_least = true;
      const Outcome outcome = board_.outcome();
      if (outcome == actual_) return false;
      if (result_.sets.size() < listed_sets) result_.sets.push_back(set_of(outcome));
      return true;
    }
    const Movable& movable = variables_[chosen_[position]];
    for (const Cell& cell : movable.others) {
      board_.set(movable.variable, cell);
      if (move(position + 1)) return true;
      if (result_.at_least) break;
    }
    board_.set(movable.variable, movable.given);
    return false;
  }

  void restore() {
    for (const std::size_t index : chosen_) board_.set(variables_[index].variable, variables_[index].given);
  }

  ChangeSet set_of(const Outcome& outcome) const {
    ChangeSet set;
    set.outcome = outcome;
    for (const std::size_t index : chosen_) {
      const Variable& variable = variables_[index].variable;
      set.changes.push_back({variable, board_.state().cell(variable), is_immutable(board_.state(), variable)});
    }
    return set;
  }

  Board board_;
  Outcome actual_;
  std::vector<Movable> variables_;
  std::vector<std::size_t> chosen_;
  WouldChange result_;
  std::size_t tries_ = 0;
};

}  // namespace

WouldChange find_changes(const FormState& state) { return ChangeSearch(state).run(); }

}  // namespace ipi
