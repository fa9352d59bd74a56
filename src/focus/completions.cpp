#include "focus/completions.h"

#include <algorithm>
#include <bit>
#include <set>
#include <tuple>

namespace ipi {
namespace {

constexpr std::int64_t long_ago = 1200;  ///< months before the form: no event that bears on an episode is older
constexpr std::int64_t later = 12;       ///< months after the form's date that a known coming change may lie in

const Question& question_of(const FormState& state, const Variable& variable) {
  return *state.compiled().layout->group(variable.group).slots[variable.slot].question;
}

bool is_onset(const Variable& variable) { return variable.group == Group::form && variable.slot == form_slot::onset; }

/// The last month that an open date may lie in. An episode that a form tells of has begun (E0310).
std::int64_t newest_month(const FormState& state, const Variable& variable) {
  constexpr std::int64_t last_year = 2199;
  if (!state.form().date) return last_year * 12;
  return months_of(*state.form().date).last + (is_onset(variable) ? 0 : later);
}

/// Months at which a difference of dates passes a threshold, as far as the other date's ends tell.
class Breakpoints {
 public:
  Breakpoints(const FormState& state, const Variable& variable) : state_(&state), variable_(variable) {
    for (const CompiledDerived& derived : state.compiled().derived) {
      if (derived.derived->kind == DerivedValue::Kind::months) add(derived);
    }
  }
  [[nodiscard]] const std::set<std::int64_t>& months() const { return months_; }

 private:
  void add(const CompiledDerived& derived) {
    const Group owner = derived.derived->group;
    for (std::size_t entry = 0; entry < state_->entries(owner); ++entry) {
      const auto from = state_->variable_of(derived.from, {owner, entry});
      const auto to = state_->variable_of(derived.to, {owner, entry});
      if (!from || !to) continue;
      if (*to == variable_) add_sums(state_->cell(*from), 1);
      if (*from == variable_) add_sums(state_->cell(*to), -1);
    }
  }

  /// The difference is `to` - `from`: as `to` grows past other + threshold, as `from` past other - threshold.
  void add_sums(const Cell& other, std::int64_t sign) {
    for (const auto& end : {other.low, other.high}) {
      if (!end) continue;
      for (const Rational& threshold : state_->compiled().month_thresholds) {
        const std::int64_t at = *end + sign * (threshold.numerator() / threshold.denominator());
        months_.insert({at - 1, at, at + 1});
      }
    }
  }

  const FormState* state_;
  Variable variable_;
  std::set<std::int64_t> months_;
};

std::vector<Cell> date_cells(const FormState& state, const Variable& variable) {
  const Cell& open = state.cell(variable);
  const std::int64_t newest = newest_month(state, variable);
  std::set<std::int64_t> months = Breakpoints(state, variable).months();
  months.insert({newest - long_ago, newest});
  if (open.low) months.insert(*open.low);
  if (open.high) months.insert(*open.high);
  std::vector<Cell> cells;
  for (const std::int64_t month : months) {
    if ((open.low && month < *open.low) || (open.high && month > *open.high)) continue;
    if (!open.low && (month > newest || month < newest - long_ago)) continue;
    if (is_onset(variable) && month > newest) continue;
    Cell cell = open;
    cell.low = cell.high = month;
    cell.given = true;
    cells.push_back(cell);
  }
  return cells;
}

std::vector<Cell> entry_cells(const FormState& state, const Variable& variable) {
  std::vector<Cell> cells;
  const auto add = [&](std::int64_t number) {
    Cell cell;
    cell.low = cell.high = number;
    cell.given = true;
    cells.push_back(cell);
  };
  add(no_entry_number);
  for (const Group group : {Group::relationships, Group::events}) {
    for (std::size_t entry = 0; entry < state.entries(group); ++entry) {
      if (group != variable.group || entry != variable.entry) add(entry_number(group, entry));
    }
  }
  return cells;
}

/// One option of each set that the decision can tell from the others.
std::vector<Cell> choice_cells(const FormState& state, const Variable& variable) {
  const Cell& open = state.cell(variable);
  std::vector<Cell> cells;
  for (const ChoiceSet set : state.compiled().partitions[static_cast<std::size_t>(variable.group)][variable.slot]) {
    const ChoiceSet left = open.possible & set;
    if (left == 0) continue;
    Cell cell = open;
    cell.possible = left & (~left + 1);
    cell.given = true;
    cells.push_back(cell);
  }
  std::sort(cells.begin(), cells.end(), [](const Cell& a, const Cell& b) { return a.possible < b.possible; });
  return cells;
}

int rank(const FormState& state, const Variable& variable) {
  if (question_of(state, variable).type != AnswerType::date) return 2;
  return variable.group == Group::form ? 0 : 1;
}

}  // namespace

bool is_open(const FormState& state, const Variable& variable) {
  const Cell& cell = state.cell(variable);
  switch (state.range_of(variable).type) {
    case AnswerType::choice:
      return !cell.given && std::popcount(cell.possible) > 1;
    case AnswerType::date:
      return !cell.low || !cell.high || *cell.low != *cell.high;
    case AnswerType::number:
    case AnswerType::entry:
      return !cell.given;
    default:
      return false;
  }
}

std::vector<Cell> cells_of(const FormState& state, const Variable& variable) {
  const Question& question = question_of(state, variable);
  const Cell& open = state.cell(variable);
  if (question.type == AnswerType::date) return date_cells(state, variable);
  if (question.type == AnswerType::choice) return choice_cells(state, variable);
  if (question.type == AnswerType::entry) return entry_cells(state, variable);
  std::vector<Cell> cells;
  for (std::int64_t value = question.lowest; value <= question.highest; ++value) {
    Cell cell = open;
    cell.low = cell.high = value;
    cell.given = true;
    cells.push_back(cell);
  }
  return cells;
}

void order_for_search(const FormState& state, std::vector<Variable>& variables) {
  std::stable_sort(variables.begin(), variables.end(), [&](const Variable& a, const Variable& b) {
    const auto key = [&](const Variable& v) { return std::tuple(rank(state, v), v.group, v.entry, v.slot); };
    return key(a) < key(b);
  });
}

}  // namespace ipi
