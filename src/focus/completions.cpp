#include "completions.h"

#include <algorithm>
#include <bit>
#include <set>
#include <tuple>

namespace ipi {
namespace {

constexpr std::int64_t long_ago = 1200;  ///< months: before any date that a form can name matters
constexpr std::int64_t later = 12;       ///< months after the form's date that a known coming change may lie in

const Question& question_of(const FormState& state, const Variable& variable) {
  return *state.compiled().layout->group(variable.group).slots[variable.slot].question;
}

/// The months that a threshold on a difference of dates puts on one side or the other of `other`.
void add_around(std::set<std::int64_t>& months, std::int64_t other, const std::vector<Rational>& thresholds) {
  for (const Rational& threshold : thresholds) {
    const std::int64_t whole = threshold.numerator() / threshold.denominator();
    for (std::int64_t near = whole - 1; near <= whole + 1; ++near) {
      months.insert(other - near);
      months.insert(other + near);
    }
  }
}

/// The last month that an open date may lie in: a date known to the year lies in that year, be it a coming one, and an
/// episode that a form tells of has begun (E0310).
std::int64_t newest_month(const FormState& state, const Variable& variable) {
  constexpr std::int64_t last_year = 2199;
  const auto& given = state.cell(variable).high;
  const std::int64_t today = state.form().date ? months_of(*state.form().date).last : last_year * 12;
  if (variable.group == Group::form && variable.slot == form_slot::onset) return given ? std::min(*given, today) : today;
  return given ? *given : today + later;
}

void add_dates(const FormState& state, Group group, std::set<std::int64_t>& months) {
  const auto& slots = state.compiled().layout->group(group).slots;
  for (std::size_t entry = 0; entry < state.entries(group); ++entry) {
    for (std::size_t slot = 0; slot < slots.size(); ++slot) {
      if (slots[slot].question->type != AnswerType::date) continue;
      const Cell& cell = state.cell({group, entry, slot});
      if (cell.low) add_around(months, *cell.low, state.compiled().month_thresholds);
      if (cell.high) add_around(months, *cell.high, state.compiled().month_thresholds);
    }
  }
}

std::vector<Cell> date_cells(const FormState& state, const Variable& variable) {
  const Cell& open = state.cell(variable);
  const std::int64_t newest = newest_month(state, variable);
  std::set<std::int64_t> months = {newest - long_ago, newest};
  if (open.low) months.insert(*open.low);
  if (open.high) months.insert(*open.high);
  for (const Group group : {Group::form, Group::relationships, Group::events}) add_dates(state, group, months);
  std::vector<Cell> cells;
  for (const std::int64_t month : months) {
    if (month > newest || (open.low && month < *open.low) || (open.high && month > *open.high)) continue;
    Cell cell = open;
    cell.low = cell.high = month;
    cell.given = true;
    cells.push_back(cell);
  }
  return cells;
}

std::vector<Cell> choice_cells(const Cell& open, std::size_t options) {
  std::vector<Cell> cells;
  for (std::size_t i = 0; i < options; ++i) {
    if (((open.possible >> i) & 1U) == 0) continue;
    Cell cell = open;
    cell.possible = ChoiceSet{1} << i;
    cell.given = true;
    cells.push_back(cell);
  }
  return cells;
}

int rank(const FormState& state, const Variable& variable) {
  if (question_of(state, variable).type != AnswerType::date) return 2;
  return variable.group == Group::form ? 0 : 1;
}

}  // namespace

bool is_open(const FormState& state, const Variable& variable) {
  const Question& question = question_of(state, variable);
  const Cell& cell = state.cell(variable);
  switch (question.type) {
    case AnswerType::choice: return !cell.given && std::popcount(cell.possible) > 1;
    case AnswerType::date: return !cell.low || !cell.high || *cell.low != *cell.high;
    case AnswerType::number: return !cell.given;
    default: return false;
  }
}

std::vector<Cell> cells_of(const FormState& state, const Variable& variable) {
  const Question& question = question_of(state, variable);
  const Cell& open = state.cell(variable);
  if (question.type == AnswerType::date) return date_cells(state, variable);
  if (question.type == AnswerType::choice) return choice_cells(open, question.options.size());
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
