#include "focus/board.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "focus/candidate.h"
#include "focus/completions.h"
#include "focus/tie_facts.h"

namespace ipi {
namespace {

void add_once(std::vector<Variable>& list, const Variable& variable) {
  if (std::find(list.begin(), list.end(), variable) == list.end()) list.push_back(variable);
}

constexpr std::array<Group, 2> rosters = {Group::relationships, Group::events};

bool uses_lists(const Board& board) {
  return std::any_of(board.seats().begin(), board.seats().end(),
                     [](const Seat& seat) { return seat.area->area->residual; }) ||
         std::any_of(board.state().compiled().derived.begin(), board.state().compiled().derived.end(),
                     [](const CompiledDerived& derived) { return derived.derived->kind == DerivedValue::Kind::count; });
}

}  // namespace

Contender weigh_seat(const FormState& state, const Seat& seat) {
  Contender contender;
  contender.area = static_cast<std::size_t>(seat.area - state.compiled().areas.data());
  contender.residual = seat.area->area->residual;
  contender.offered = state.evaluate(seat.area->where, seat.subject);
  if (contender.offered == Truth::no) return contender;
  for (const CompiledIndicator& compiled : seat.area->indicators) {
    const Indicator& indicator = *compiled.indicator;
    const Truth holds = state.evaluate(compiled.holds, seat.subject);
    if (indicator.manner == Manner::required) contender.offered = both(contender.offered, holds);
    if (indicator.manner == Manner::excludes) {
      contender.offered = both(contender.offered, negate(holds));
      continue;
    }
    if (holds == Truth::yes) contender.points += indicator.weight;
    if (holds == Truth::yes || (holds == Truth::unknown && indicator.weight > 0)) contender.highest += indicator.weight;
  }
  add_tie_facts(state, *seat.area, seat.subject, contender);
  return contender;
}

std::vector<Seat> seats_of(const FormState& state) {
  std::vector<Seat> seats;
  for (const CompiledArea& area : state.compiled().areas) {
    const std::size_t count = area.subject == Group::form ? 1 : state.entries(area.subject);
    for (std::size_t entry = 0; entry < count; ++entry) seats.push_back({&area, {area.subject, entry}});
  }
  return seats;
}

Board::Board(const FormState& state) : state_(state), figures_(figures_of(state.compiled().model->combination)) {
  if (state.compiled().estimates) {
    whole_ = state;
    whole_->leave_out_estimates();
  }
  seats_ = seats_of(state_);
  for (const Seat& seat : seats_) {
    std::vector<Variable> variables;
    const auto add = [&](const Variable& variable) { add_once(variables, variable); };
    state_.for_each_variable(seat.area->where, seat.subject, add);
    for (const CompiledIndicator& compiled : seat.area->indicators)
      state_.for_each_variable(compiled.holds, seat.subject, add);
    for (const CompiledTieBreak& tie_break : state_.compiled().tie_breaks) {
      const auto& prefers = tie_break.prefers[static_cast<std::size_t>(seat.subject.group)];
      if (prefers) state_.for_each_variable(*prefers, seat.subject, add);
    }
    if (const auto cause = cause_variable(state_, seat.subject)) add(*cause);
    const ViewVariables view = view_variables(state_.compiled());
    if (view.area) add(*view.area);
    if (view.subject) add(*view.subject);
    variables_.push_back(std::move(variables));
  }
  for (const CompiledGate& gate : state_.compiled().gates) {
    state_.for_each_variable(gate.holds, {}, [&](const Variable& variable) { add_once(gate_variables_, variable); });
  }
  contenders_.resize(seats_.size());
}

Board Board::of_completions(const FormState& state) {
  FormState whole = state;
  whole.leave_out_estimates();
  Board board(whole);
  board.whole_.reset();
  return board;
}

void Board::set(const Variable& variable, const Cell& cell) {
  state_.set_cell(variable, cell);
  if (whole_) whole_->set_cell(variable, cell);
  const bool is_list = variable.group == Group::form && (variable.slot == form_slot::complete_events ||
                                                         variable.slot == form_slot::complete_relationships);
  for (std::size_t seat = 0; seat < seats_.size(); ++seat) {
    const auto& mine = variables_[seat];
    if (is_list || std::find(mine.begin(), mine.end(), variable) != mine.end()) contenders_[seat].reset();
  }
}

const Contender& Board::contender(std::size_t seat) const {
  if (!contenders_[seat]) {
    contenders_[seat] = weigh_seat(state_, seats_[seat]);
    if (whole_) contenders_[seat]->highest = weigh_seat(*whole_, seats_[seat]).highest;
  }
  return *contenders_[seat];
}

Truth Board::gate() const {
  Truth closed = Truth::no;
  for (const CompiledGate& gate : state_.compiled().gates) {
    const Truth holds = state_.evaluate(gate.holds, {});
    if (holds == Truth::yes) return holds;
    if (holds == Truth::unknown) closed = holds;
  }
  return closed;
}

bool Board::lists_are_whole() const {
  const auto& areas = state_.compiled().areas;
  const auto wants = [&](Group group) {
    return std::any_of(areas.begin(), areas.end(),
                       [&](const CompiledArea& area) { return !area.area->residual && area.subject == group; });
  };
  return std::all_of(rosters.begin(), rosters.end(),
                     [&](Group group) { return !wants(group) || state_.is_list_whole(group); });
}

Outcome Board::outcome() const {
  if (gate() == Truth::yes) return {};
  std::vector<Contender> contenders;
  contenders.reserve(seats_.size());
  for (std::size_t seat = 0; seat < seats_.size(); ++seat) contenders.push_back(contender(seat));
  const bool whole = lists_are_whole();
  for (Contender& contender : contenders) {
    if (contender.residual) contender.offered = residual_offer(contenders, contender, whole);
  }
  ContestResult result = decide(contenders, figures_);
  if (result.verdict == Verdict::not_enough_answered) {
    // The outer bounds said so; now exactly.
    for (std::size_t seat = 0; seat < seats_.size(); ++seat) {
      if (contenders[seat].offered != Truth::no)
        contenders[seat].highest = find_extremes(state_, *seats_[seat].area, seats_[seat].subject).highest;
    }
    result = decide(contenders, figures_);
  }
  std::sort(result.focus.begin(), result.focus.end());
  return {result.verdict, std::move(result.focus)};
}

std::vector<Variable> Board::variables() const {
  std::vector<Variable> all = gate_variables_;
  for (const auto& variables : variables_) {
    for (const Variable& variable : variables) add_once(all, variable);
  }
  if (uses_lists(*this)) {
    for (const std::size_t slot : {form_slot::complete_relationships, form_slot::complete_events})
      add_once(all, {Group::form, 0, slot});
  }
  std::sort(all.begin(), all.end(), [](const Variable& a, const Variable& b) {
    return std::tuple(a.group, a.entry, a.slot) < std::tuple(b.group, b.entry, b.slot);
  });
  return all;
}

}  // namespace ipi
