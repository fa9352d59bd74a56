#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <set>

#include "focus/bounded.h"
#include "focus/completions.h"
#include "focus/outcome_search.h"

namespace ipi {
namespace {

/// Steps of one search, about a twentieth of a second. A form with twenty open answers takes a few hundred.
constexpr std::size_t most_steps = 60'000;
/// Areas times entries beyond which nothing is searched: nobody's life has so many, and a wait would be longer than
/// the answer is worth.
constexpr std::size_t most_seats = 120;
/// Steps of all searches for the next question together.
constexpr std::size_t most_question_steps = 100'000;

bool contains(const std::vector<Variable>& list, const Variable& variable) {
  return std::find(list.begin(), list.end(), variable) != list.end();
}

/// Seats that no completion rules out: a superset of everyone who can be suggested.
std::vector<std::size_t> seats_in_reach(const Board& board) {
  std::vector<std::size_t> seats;
  for (std::size_t seat = 0; seat < board.seats().size(); ++seat) {
    const Contender& contender = board.contender(seat);
    const int floor = std::min(board.figures().minimum, board.figures().second_at_least);
    if (contender.offered != Truth::no && contender.highest >= floor) seats.push_back(seat);
  }
  return seats;
}

bool is_list_open(const FormState& state) {
  const auto open = [&](Group group) {
    return state.compiled().layout->has_roster(group) && !state.is_list_whole(group);
  };
  return open(Group::relationships) || open(Group::events);
}

bool was_refused(const FormState& state, const Variable& variable) {
  const Form& form = state.form();
  const Answer& answer = variable.group == Group::form
                             ? form.answers[variable.slot]
                             : form.entries(variable.group)[variable.entry].answers[variable.slot];
  return answer.absence == Absence::refused;
}

/// Questions that can be put now: open, applying for sure, not a bare year to be made more exact.
std::vector<Variable> open_questions(const Board& board) {
  std::vector<Variable> questions;
  for (const Variable& variable : board.variables()) {
    const FormState& state = board.state();
    if (is_open(state, variable) && !state.cell(variable).given && state.applies(variable) == Truth::yes)
      questions.push_back(variable);
  }
  return questions;
}

/// Tries every answer to one question; nullopt where the limit was met.
std::optional<AskNext> try_answers(Board& board, const Variable& variable, OutcomeSearch::Memory& memory,
                                   std::size_t& steps_left) {
  AskNext ask;
  ask.variable = variable;
  const Cell before = board.state().cell(variable);
  std::size_t sum = 0;
  bool exact = true;
  for (const Cell& cell : cells_of(board.state(), variable)) {
    board.set(variable, cell);
    OutcomeSearch search(board, steps_left, memory);
    exact = search.run() && exact;
    steps_left -= std::min(steps_left, search.steps());
    ask.effects.push_back({cell, {search.outcomes().begin(), search.outcomes().end()}});
    ask.worst = std::max(ask.worst, search.outcomes().size());
    sum += search.outcomes().size();
    if (!exact) break;
  }
  board.set(variable, before);
  if (!exact || ask.effects.empty()) return std::nullopt;
  ask.mean = Rational(static_cast<std::int64_t>(sum), static_cast<std::int64_t>(ask.effects.size()));
  return ask;
}

/// What each open question would do, in protocol order; those beyond the limit are left out.
std::vector<AskNext> try_questions(const FormState& state) {
  Board board = Board::of_completions(state);
  std::vector<AskNext> asks;
  OutcomeSearch::Memory memory;
  std::size_t steps_left = most_question_steps;
  for (const Variable& variable : open_questions(board)) {
    if (auto ask = try_answers(board, variable, memory, steps_left)) asks.push_back(std::move(*ask));
    if (steps_left == 0) break;
  }
  return asks;
}

bool narrows(const AskNext& ask, std::size_t possible) {
  return std::any_of(ask.effects.begin(), ask.effects.end(),
                     [&](const AskNext::Effect& effect) { return effect.possible.size() < possible; });
}

/// What is suggested as things stand may rest on an estimate that no completion bears out; it is possible all the same.
std::optional<Outcome> outcome_by_estimates(const FormState& state) {
  if (!state.compiled().estimates) return std::nullopt;
  Outcome outcome = Board(state).outcome();
  if (outcome.verdict == Verdict::not_enough_answered) return std::nullopt;
  return outcome;
}

void add_missing(const Outcome& outcome, std::vector<std::size_t>& seats) {
  for (const std::size_t seat : outcome.seats) {
    if (std::find(seats.begin(), seats.end(), seat) == seats.end()) seats.push_back(seat);
  }
  std::sort(seats.begin(), seats.end());
}

Stability outcomes_of(const FormState& state) {
  Stability stability;
  stability.listed_only = is_list_open(state);
  Board board = Board::of_completions(state);
  OutcomeSearch::Memory memory;
  OutcomeSearch search(board, most_steps, memory);
  stability.exact = search.run();
  const std::optional<Outcome> estimated = outcome_by_estimates(state);
  if (stability.exact) {
    std::set<Outcome> possible = search.outcomes();
    if (estimated) possible.insert(*estimated);
    stability.possible.assign(possible.begin(), possible.end());
  } else {
    stability.among = seats_in_reach(Board::of_completions(state));
    if (estimated) add_missing(*estimated, stability.among);
  }
  return stability;
}

std::vector<AskNext> ranked(std::vector<AskNext> asks, const FormState& state, std::size_t possible) {
  const std::vector<Variable> safety = safety_variables(state);
  asks.erase(std::remove_if(asks.begin(), asks.end(),
                            [&](const AskNext& ask) {
                              return !narrows(ask, possible) || was_refused(state, ask.variable) ||
                                     contains(safety, ask.variable) || !state.may_be_put(ask.variable);
                            }),
             asks.end());
  std::stable_sort(asks.begin(), asks.end(), [](const AskNext& a, const AskNext& b) {
    return a.worst != b.worst ? a.worst < b.worst : a.mean < b.mean;
  });
  return asks;
}

template <class Visit>
void for_each_subject(const FormState& state, Group group, Visit visit) {
  for (std::size_t entry = 0; entry < state.entries(group); ++entry) visit(Subject{group, entry});
}

}  // namespace

std::vector<Variable> safety_variables(const FormState& state) {
  std::vector<Variable> variables;
  const auto add = [&](const Variable& variable) {
    if (!contains(variables, variable)) variables.push_back(variable);
  };
  for (const CompiledSafetyRule& rule : state.compiled().safety) {
    for_each_subject(state, rule.group, [&](const Subject& subject) {
      if (rule.holds) state.for_each_variable(*rule.holds, subject, add);
      for (const Reference& reference : rule.unanswered) {
        if (const auto variable = state.variable_of(reference, subject)) add(*variable);
      }
    });
  }
  for (std::size_t g = 0; g < group_count; ++g) {
    const Group group = static_cast<Group>(g);
    for (const InstrumentUse& use : state.compiled().layout->group(group).instruments) {
      for (const SafetyItem& item : use.instrument->safety) {
        const auto question = use.instrument->find_question(item.holds.address);
        for (std::size_t entry = 0; question && entry < state.entries(group); ++entry)
          add({group, entry, use.first_slot + *question});
      }
    }
  }
  return variables;
}

std::string value_in_words(const FormState& state, const Variable& variable, const Cell& cell) {
  const Question& question = *state.compiled().layout->group(variable.group).slots[variable.slot].question;
  if (question.type == AnswerType::choice)
    return question.options[static_cast<std::size_t>(std::countr_zero(cell.possible))].value;
  const std::int64_t number = cell.low.value_or(0);
  if (question.type == AnswerType::date) return fmt::format("{:04}-{:02}", number / 12, number % 12 + 1);
  if (question.type != AnswerType::entry) return fmt::format("{}", number);
  for (const Group group : {Group::relationships, Group::events}) {
    for (std::size_t entry = 0; entry < state.entries(group); ++entry) {
      if (entry_number(group, entry) == number) return state.form().entries(group)[entry].code;
    }
  }
  return "none";
}

Stability find_stability(const FormState& state) {
  Stability stability = outcomes_of(state);
  if (!stability.exact || stability.possible.size() < 2) return stability;
  for (const AskNext& ask : try_questions(state)) {
    if (narrows(ask, stability.possible.size())) stability.deciding.push_back(ask.variable);
  }
  return stability;
}

std::optional<bool> is_stable(FormState& state, std::size_t most_steps) {
  Board board = state.compiled().estimates ? Board::of_completions(state) : Board::on(state);
  if (board.seats().size() > most_seats) return std::nullopt;
  OutcomeSearch::Memory memory;
  OutcomeSearch search(board, most_steps, memory);
  const bool whole = search.run_until_two();
  std::set<Outcome> outcomes = search.outcomes();
  if (const auto estimated = outcome_by_estimates(state)) outcomes.insert(*estimated);
  if (outcomes.size() > 1) return false;
  return whole ? std::optional<bool>(true) : std::nullopt;
}

std::vector<AskNext> rank_questions(const FormState& state, const Stability& stability) {
  if (!stability.exact || stability.possible.size() < 2) return {};
  return ranked(try_questions(state), state, stability.possible.size());
}

Bounded find_bounds(const FormState& state) {
  Bounded bounded;
  bounded.seats = seats_of(state);
  if (bounded.seats.size() > most_seats) {
    bounded.tried = false;
    return bounded;
  }
  bounded.stability = outcomes_of(state);
  const std::size_t possible = bounded.stability.possible.size();
  if (bounded.stability.exact && possible > 1) {
    std::vector<AskNext> asks = try_questions(state);
    for (const AskNext& ask : asks) {
      if (narrows(ask, possible)) bounded.stability.deciding.push_back(ask.variable);
    }
    bounded.ask_next = ranked(std::move(asks), state, possible);
  }
  bounded.would_change = find_changes(state);
  bounded.weights = weigh_sensitivity(state);
  return bounded;
}

}  // namespace ipi
