#include "focus/board.h"

#include <algorithm>
#include <array>

#include "focus/extremes.h"
#include "focus/tie_facts.h"

namespace ipi {
namespace {

/// Whether it says that a list is whole.
bool is_list(const Variable& variable) {
  return variable.group == Group::form &&
         (variable.slot == form_slot::complete_events || variable.slot == form_slot::complete_relationships);
}

constexpr std::array<Group, 2> rosters = {Group::relationships, Group::events};

}  // namespace

std::vector<Seat> seats_of(const FormState& state) {
  std::vector<Seat> seats;
  for (const CompiledArea& area : state.compiled().areas) {
    const std::size_t count = area.subject == Group::form ? 1 : state.entries(area.subject);
    for (std::size_t entry = 0; entry < count; ++entry) seats.push_back({&area, {area.subject, entry}});
  }
  return seats;
}

bool bears_on(const Variable& variable, const Seat& seat) {
  switch (seat.area->bearing[static_cast<std::size_t>(variable.group)][variable.slot]) {
    case Bearing::none:
      return false;
    case Bearing::own:
      return variable.group == seat.subject.group && variable.entry == seat.subject.entry;
    case Bearing::any:
      break;
  }
  return true;
}

Board::Board(FormState& state, std::unique_ptr<FormState> own)
    : own_(std::move(own)), state_(&state), figures_(figures_of(state.compiled().model->combination)) {
  if (state.compiled().estimates && !state.leaves_out_estimates()) {
    whole_ = std::make_unique<FormState>(state);
    whole_->leave_out_estimates();
  }
  seats_ = seats_of(*state_);
  positions_.resize(seats_.size());
}

Board Board::of_completions(const FormState& state) {
  auto whole = std::make_unique<FormState>(state);
  if (state.compiled().estimates) whole->leave_out_estimates();
  return Board(std::move(whole));
}

void Board::set(const Variable& variable, const Cell& cell) {
  state_->set_cell(variable, cell);
  if (whole_) whole_->set_cell(variable, cell);
  for (std::size_t seat = 0; seat < seats_.size(); ++seat) {
    if (is_list(variable) || bears_on(variable, seats_[seat])) positions_[seat].reset();
  }
}

Board::Position& Board::position(std::size_t seat) const {
  auto& known = positions_[seat];
  if (known) return *known;
  const auto& [area, subject] = seats_[seat];
  ++steps_;
  const Weighed weighed = weigh(*state_, *area, subject);
  known = {weighed, contender_of(*state_, *area, subject, weighed), std::nullopt};
  if (whole_) known->contender.highest = weigh(*whole_, *area, subject).highest;
  return *known;
}

int Board::exact_highest(std::size_t seat) const {
  auto& known = position(seat).exact_highest;
  if (known) return *known;
  ExtremeFinder finder = ExtremeFinder::on(whole_ ? *whole_ : *state_);
  known = finder.find(*seats_[seat].area, seats_[seat].subject).highest;
  steps_ += finder.steps();
  return *known;
}

Truth Board::gate() const { return gate_of(*state_); }

bool Board::lists_are_whole() const { return ipi::lists_are_whole(*state_); }

Truth gate_of(const FormState& state) {
  Truth closed = Truth::no;
  for (const CompiledGate& gate : state.compiled().gates) {
    const Truth holds = state.evaluate(gate.holds, {});
    if (holds == Truth::yes) return holds;
    if (holds == Truth::unknown) closed = holds;
  }
  return closed;
}

bool lists_are_whole(const FormState& state) {
  const auto& areas = state.compiled().areas;
  const auto wants = [&](Group group) {
    return std::any_of(areas.begin(), areas.end(),
                       [&](const CompiledArea& area) { return !area.area->residual && area.subject == group; });
  };
  return std::all_of(rosters.begin(), rosters.end(),
                     [&](Group group) { return !wants(group) || state.is_list_whole(group); });
}

/// Whether open answers can bring anybody to the minimum.
bool Board::can_somebody_reach(std::span<const Contender> contenders) const {
  for (std::size_t seat = 0; seat < contenders.size(); ++seat) {
    const bool may = contenders[seat].offered != Truth::no && contenders[seat].highest >= figures_.minimum;
    if (may && exact_highest(seat) >= figures_.minimum) return true;
  }
  return false;
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
  // The outer bounds said so; now exactly.
  if (result.verdict == Verdict::not_enough_answered && !can_somebody_reach(contenders)) result.verdict = Verdict::none;
  std::sort(result.focus.begin(), result.focus.end());
  return {result.verdict, std::move(result.focus)};
}

bool Board::rests_on_lists() const {
  const auto& derived = state_->compiled().derived;
  return std::any_of(seats_.begin(), seats_.end(), [](const Seat& seat) { return seat.area->area->residual; }) ||
         std::any_of(derived.begin(), derived.end(),
                     [](const CompiledDerived& value) { return value.derived->kind == DerivedValue::Kind::count; });
}

std::vector<Variable> Board::variables() const {
  std::vector<bool> is_listed(state_->size(), false);
  std::vector<Variable> all;
  const auto add = [&](const Variable& variable) {
    if (is_listed[state_->number_of(variable)]) return;
    is_listed[state_->number_of(variable)] = true;
    all.push_back(variable);
  };
  for (const CompiledGate& gate : state_->compiled().gates) state_->for_each_variable(gate.holds, {}, add);
  for (const Seat& seat : seats_) {
    state_->for_each_variable(seat.area->where, seat.subject, add);
    for (const CompiledIndicator& compiled : seat.area->indicators)
      state_->for_each_variable(compiled.holds, seat.subject, add);
    for (const CompiledTieBreak& tie_break : state_->compiled().tie_breaks) {
      const auto& prefers = tie_break.prefers[static_cast<std::size_t>(seat.subject.group)];
      if (prefers) state_->for_each_variable(*prefers, seat.subject, add);
    }
    if (const auto cause = cause_variable(*state_, seat.subject)) add(*cause);
  }
  const ViewVariables view = view_variables(state_->compiled());
  if (view.area && !seats_.empty()) add(*view.area);
  if (view.subject && !seats_.empty()) add(*view.subject);
  if (rests_on_lists()) {
    for (const std::size_t slot : {form_slot::complete_relationships, form_slot::complete_events})
      add({Group::form, 0, slot});
  }
  std::sort(all.begin(), all.end(),
            [&](const Variable& a, const Variable& b) { return state_->number_of(a) < state_->number_of(b); });
  return all;
}

}  // namespace ipi
