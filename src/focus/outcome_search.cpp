#include "focus/outcome_search.h"

#include <algorithm>
#include <bit>
#include <map>
#include <tuple>

#include "focus/completions.h"
#include "focus/tie_facts.h"

namespace ipi {
namespace {

bool intersects(const std::vector<Variable>& a, const std::vector<Variable>& b) {
  return std::any_of(a.begin(), a.end(),
                     [&](const Variable& v) { return std::find(b.begin(), b.end(), v) != b.end(); });
}

void merge_into(std::vector<Variable>& into, const std::vector<Variable>& from) {
  for (const Variable& variable : from) {
    if (std::find(into.begin(), into.end(), variable) == into.end()) into.push_back(variable);
  }
}

template <class T>
void sort_out(std::vector<T>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

AnswerType question_type(const FormState& state, const Variable& variable) {
  return state.compiled().layout->group(variable.group).slots[variable.slot].question->type;
}

/// Whether the answer is open and its question would be asked, as far as is known.
bool is_askable(const FormState& state, const Variable& variable) {
  return is_open(state, variable) && state.applies(variable) != Truth::no;
}

}  // namespace

/// Open pieces of one seat's evidence that rest on common answers.
struct OutcomeSearch::Atoms {
  struct Atom {
    const Expression* expression = nullptr;
    const Indicator* indicator = nullptr;  ///< null: whether the entry is a subject at all
  };
  Subject subject;
  std::vector<Atom> atoms;
  std::vector<Variable> variables;
};

std::vector<Variable> OutcomeSearch::open_variables(const Expression& expression, const Subject& subject) const {
  std::vector<Variable> open;
  const FormState& state = board_->state();
  state.for_each_variable(expression, subject, [&](const Variable& variable) {
    if (is_open(state, variable) && std::find(open.begin(), open.end(), variable) == open.end())
      open.push_back(variable);
  });
  return open;
}

/// Answers that the evidence of two seats, or of a seat and a gate, rests on; and whether the lists are whole.
std::vector<Variable> OutcomeSearch::shared_variables() const {
  const FormState& state = board_->state();
  constexpr std::size_t nobody = static_cast<std::size_t>(-1);
  std::vector<std::size_t> owners(state.size(), nobody);
  const ViewVariables view = view_variables(state.compiled());
  std::vector<Variable> shared;
  const auto note = [&](const Expression& expression, const Subject& subject, std::size_t owner) {
    if (state.evaluate(expression, subject) != Truth::unknown) return;
    state.for_each_variable(expression, subject, [&](const Variable& variable) {
      if (!is_open(state, variable)) return;
      std::size_t& known = owners[state.number_of(variable)];
      // An answer that also breaks ties is seen by everyone.
      const bool breaks_ties =
          variable == view.area || variable == view.subject || question_type(state, variable) == AnswerType::entry;
      if ((known != nobody && known != owner) || breaks_ties) merge_into(shared, {variable});
      if (known == nobody) known = owner;
    });
  };
  for (std::size_t seat = 0; seat < board_->seats().size(); ++seat) {
    const Seat& here = board_->seats()[seat];
    note(here.area->where, here.subject, seat);
    for (const CompiledIndicator& indicator : here.area->indicators) note(indicator.holds, here.subject, seat);
  }
  for (const CompiledGate& gate : state.compiled().gates) note(gate.holds, {}, board_->seats().size());
  for (const std::size_t slot : {form_slot::complete_relationships, form_slot::complete_events}) {
    const Variable list{Group::form, 0, slot};
    if (is_open(state, list) && board_->rests_on_lists()) merge_into(shared, {list});
  }
  order_for_search(state, shared);
  return shared;
}

bool OutcomeSearch::run() {
  standings_.assign(board_->seats().size(), std::nullopt);
  if (!is_certain()) fix_shared(shared_variables(), 0);
  return steps_ <= most_steps_;
}

void OutcomeSearch::set(const Variable& variable, const Cell& cell) {
  board_->set(variable, cell);
  for (std::size_t seat = 0; seat < standings_.size(); ++seat) {
    if (bears_on(variable, board_->seats()[seat])) standings_[seat].reset();
  }
}

/// Where the bounds alone tell the outcome, no completion need be looked at.
bool OutcomeSearch::is_certain() {
  const auto outcome = board_->certain_outcome();
  if (outcome) outcomes_.insert(*outcome);
  return outcome.has_value();
}

void OutcomeSearch::fix_shared(const std::vector<Variable>& shared, std::size_t next) {
  if (!step()) return;
  while (next < shared.size() && !is_askable(board_->state(), shared[next])) ++next;
  if (next == shared.size()) {
    combine_seats();
    return;
  }
  const Variable variable = shared[next];
  const Cell before = board_->state().cell(variable);
  for (const Cell& cell : cells_of(board_->state(), variable)) {
    set(variable, cell);
    if (!is_certain()) fix_shared(shared, next + 1);
  }
  set(variable, before);
}

void OutcomeSearch::combine_seats() {
  bool closed = false;
  bool open = false;
  std::vector<Variable> gate_variables;
  for (const CompiledGate& gate : board_->state().compiled().gates) {
    if (board_->state().evaluate(gate.holds, {}) == Truth::unknown)
      merge_into(gate_variables, open_variables(gate.holds, {}));
  }
  find_gate(gate_variables, 0, closed, open);
  if (closed) outcomes_.insert(Outcome{});
  if (!open) return;
  note_ties();
  const bool whole = board_->lists_are_whole();
  std::vector<std::size_t> order;
  for (std::size_t seat = 0; seat < board_->seats().size(); ++seat) order.push_back(seat);
  std::stable_partition(order.begin(), order.end(),
                        [&](std::size_t seat) { return !board_->seats()[seat].area->area->residual; });
  std::vector<Summary> summaries = {Summary{}};
  for (const std::size_t seat : order) {
    const Standings& standings = standings_of(seat);
    if (standings.size() == 1 && standings.front() == Standing{}) continue;
    std::vector<Summary> longer;
    for (const Summary& summary : summaries) {
      for (const Standing& standing : standings) {
        if (!step()) return;
        longer.push_back(add(summary, seat, standing, whole));
      }
    }
    sort_out(longer);
    summaries = std::move(longer);
  }
  for (const Summary& summary : summaries) conclude(summary);
}

void OutcomeSearch::find_gate(const std::vector<Variable>& variables, std::size_t next, bool& closed, bool& open) {
  if (!step() || (closed && open)) return;
  const Truth truth = board_->gate();
  while (next < variables.size() && !is_askable(board_->state(), variables[next])) ++next;
  if (truth != Truth::unknown || next == variables.size()) {
    (truth == Truth::yes ? closed : open) = true;  // a gate that cannot be told does not close
    return;
  }
  const Variable variable = variables[next];
  const Cell before = board_->state().cell(variable);
  for (const Cell& cell : cells_of(board_->state(), variable)) {
    board_->set(variable, cell);
    find_gate(variables, next + 1, closed, open);
  }
  board_->set(variable, before);
}

/// Merges standings that the decision cannot tell apart.
OutcomeSearch::Standing OutcomeSearch::canonical(Standing standing) const {
  if (standing.offered == Truth::no) return {};
  const int floor = std::min(board_->figures().minimum, board_->figures().second_at_least);
  if (standing.offered == Truth::unknown || standing.points < floor) standing.points = floor - 1;
  standing.highest = standing.highest >= board_->figures().minimum ? board_->figures().minimum : 0;
  return standing;
}

/// Sums the ways that a seat's independent pieces of evidence can come out.
const OutcomeSearch::Standings& OutcomeSearch::standings_of(std::size_t seat) {
  auto& known = standings_[seat];
  if (!known) known = find_standings(board_->seats()[seat]);
  return *known;
}

OutcomeSearch::Standings OutcomeSearch::find_standings(const Seat& here) {
  const FormState& state = board_->state();
  const Truth is_subject = state.evaluate(here.area->where, here.subject);
  if (is_subject == Truth::no) return {Standing{}};
  Weighed known;
  std::vector<Atoms> pieces;
  const auto place = [&](const Expression& expression, const Indicator* indicator) {
    Atoms piece{here.subject, {{&expression, indicator}}, open_variables(expression, here.subject)};
    // Pieces that share an answer become one.
    for (auto other = pieces.begin(); other != pieces.end();) {
      if (!intersects(other->variables, piece.variables)) {
        ++other;
        continue;
      }
      piece.atoms.insert(piece.atoms.end(), other->atoms.begin(), other->atoms.end());
      merge_into(piece.variables, other->variables);
      other = pieces.erase(other);
    }
    pieces.push_back(std::move(piece));
  };
  if (is_subject == Truth::unknown) place(here.area->where, nullptr);
  for (const CompiledIndicator& compiled : here.area->indicators) {
    const Truth holds = state.evaluate(compiled.holds, here.subject);
    if (holds == Truth::unknown) {
      place(compiled.holds, compiled.indicator);
    } else {
      known.take(*compiled.indicator, holds);
    }
  }
  if (known.offered == Truth::no) return {Standing{}};
  Standings sums = {{known.offered, known.points, known.highest}};
  for (Atoms& piece : pieces) {
    order_for_search(state, piece.variables);
    Standings contributions;
    find_contributions(piece, 0, contributions);
    sort_out(contributions);
    Standings longer;
    for (const Standing& sum : sums) {
      for (const Standing& part : contributions)
        longer.push_back({both(sum.offered, part.offered), sum.points + part.points, sum.highest + part.highest});
    }
    sort_out(longer);
    sums = std::move(longer);
  }
  for (Standing& sum : sums) sum = canonical(sum);
  sort_out(sums);
  return sums;
}

void OutcomeSearch::find_contributions(const Atoms& piece, std::size_t next, Standings& found) {
  if (!step()) return;
  const FormState& state = board_->state();
  while (next < piece.variables.size() && !is_askable(state, piece.variables[next])) ++next;
  Weighed here;
  bool open = false;
  for (const Atoms::Atom& atom : piece.atoms) {
    const Truth holds = state.evaluate(*atom.expression, piece.subject);
    open = open || holds == Truth::unknown;
    if (atom.indicator == nullptr) {
      here.take_subject(holds);
    } else {
      here.take(*atom.indicator, holds);
    }
  }
  if (!open || next == piece.variables.size() || here.offered == Truth::no) {
    found.push_back(here.offered == Truth::no ? Standing{} : Standing{here.offered, here.points, here.highest});
    return;
  }
  const Variable variable = piece.variables[next];
  const Cell before = state.cell(variable);
  for (const Cell& cell : cells_of(state, variable)) {
    board_->set(variable, cell);
    find_contributions(piece, next + 1, found);
  }
  board_->set(variable, before);
}

OutcomeSearch::Summary OutcomeSearch::add(Summary summary, std::size_t seat, const Standing& standing,
                                          bool whole) const {
  const ContestFigures& figures = board_->figures();
  Truth offered = standing.offered;
  if (board_->seats()[seat].area->area->residual && offered != Truth::no) {
    if (summary.any_offered) offered = Truth::no;
    if (offered == Truth::yes && (summary.any_open || !whole)) offered = Truth::unknown;
  }
  if (offered == Truth::no) return summary;
  summary.any_reaches = summary.any_reaches || standing.highest >= figures.minimum;
  if (offered == Truth::unknown) {
    summary.any_open = true;
  } else {
    summary.any_offered = true;
    summary.near.push_back({seat, standing.points});
    summary.best = std::max(summary.best, standing.points);
  }
  // Whoever trails the best by more than this can be neither first nor second.
  const int floor = std::max(summary.best - figures.near_tie - figures.second_within,
                             std::min(figures.minimum, figures.second_at_least));
  summary.near.erase(std::remove_if(summary.near.begin(), summary.near.end(),
                                    [&](const Placed& placed) { return placed.points < floor; }),
                     summary.near.end());
  if (summary.best >= figures.minimum) summary.any_open = summary.any_reaches = false;
  if (summary.near.empty()) summary.best = 0;
  return summary;
}

bool OutcomeSearch::ties_matter(const Summary& summary) const {
  const ContestFigures& figures = board_->figures();
  std::size_t leaders = 0;
  for (const Placed& placed : summary.near)
    leaders += placed.points >= std::max(summary.best - figures.near_tie, figures.minimum) ? 1U : 0U;
  if (leaders > 1) return true;
  std::map<int, std::size_t> followers;
  for (const Placed& placed : summary.near) {
    if (placed.points < summary.best) ++followers[placed.points];
  }
  return std::any_of(followers.begin(), followers.end(), [](const auto& entry) { return entry.second > 1; });
}

/// Reads the tie facts once; going through completions changes none of them.
void OutcomeSearch::note_ties() {
  const FormState& state = board_->state();
  ties_.clear();
  for (const Seat& seat : board_->seats()) {
    TieFacts tie;
    add_tie_facts(state, *seat.area, seat.subject, tie.facts);
    tie.facts.area = static_cast<std::size_t>(seat.area - state.compiled().areas.data());
    tie.facts.offered = Truth::yes;
    // They order a list and settle nothing; without them more contests are alike.
    tie.facts.start.reset();
    tie.facts.manageable = false;
    const auto cause = cause_variable(state, seat.subject);
    tie.cause_is_open = cause && is_askable(state, *cause);
    ties_.push_back(tie);
  }
  note_views();
  if (memory_->ties_ == ties_ && memory_->views_ == views_) return;
  memory_->ties_ = ties_;
  memory_->views_ = views_;
  memory_->outcomes_.clear();
}

void OutcomeSearch::note_views() {
  const FormState& state = board_->state();
  views_.clear();
  const ViewVariables variables = view_variables(state.compiled());
  const bool area_open = variables.area && is_askable(state, *variables.area);
  const bool subject_open = variables.subject && is_askable(state, *variables.subject);
  if (!variables.area || (!area_open && (!subject_open || state.answered(*variables.area) != Truth::yes))) return;
  const auto& options = state.compiled().layout->group(Group::form).slots[variables.area->slot].question->options;
  const std::vector<Cell> areas =
      area_open ? cells_of(state, *variables.area) : std::vector<Cell>{state.cell(*variables.area)};
  const std::vector<Cell> subjects = !variables.subject ? std::vector<Cell>{Cell{}}
                                     : subject_open     ? cells_of(state, *variables.subject)
                                                        : std::vector<Cell>{state.cell(*variables.subject)};
  for (const Cell& area : areas) {
    for (const Cell& subject : subjects) {
      const bool none = !subject.low || *subject.low == no_entry_number;
      views_.push_back({options[static_cast<std::size_t>(std::countr_zero(area.possible))].value,
                        none ? std::nullopt : subject.low});
    }
  }
}

void OutcomeSearch::conclude(const Summary& summary) {
  if (!step()) return;
  if (summary.best < board_->figures().minimum || summary.near.empty()) {
    outcomes_.insert({summary.any_reaches ? Verdict::not_enough_answered : Verdict::none, {}});
    return;
  }
  const auto [known, fresh] = memory_->outcomes_.try_emplace(summary.near);
  if (fresh) {
    std::vector<Contender> contenders;
    for (const Placed& placed : summary.near) {
      contenders.push_back(ties_[placed.seat].facts);
      contenders.back().points = placed.points;
    }
    recording_ = &known->second;
    if (ties_matter(summary)) {
      settle(contenders, summary.near, 0);
    } else {
      record(contenders, summary.near);
    }
    if (steps_ > most_steps_) memory_->outcomes_.erase(known);  // cut short
    if (steps_ > most_steps_) return;
  }
  outcomes_.insert(known->second.begin(), known->second.end());
}

/// Goes through what the open causes can be; an entry that is not among the contenders counts as none.
void OutcomeSearch::settle(std::vector<Contender>& contenders, const std::vector<Placed>& near, std::size_t next) {
  if (!step()) return;
  while (next < contenders.size() && !ties_[near[next].seat].cause_is_open) ++next;
  if (next == contenders.size()) {
    view(contenders, near);
    return;
  }
  contenders[next].cause.reset();
  settle(contenders, near, next + 1);
  for (std::size_t other = 0; other < contenders.size(); ++other) {
    if (!contenders[other].subject || contenders[other].subject == contenders[next].subject) continue;
    contenders[next].cause = contenders[other].subject;
    settle(contenders, near, next + 1);
  }
  contenders[next].cause.reset();
}

/// Goes through what the patient's view can be where it is open, as far as the contenders can be told apart by it.
void OutcomeSearch::view(std::vector<Contender>& contenders, const std::vector<Placed>& near) {
  if (views_.empty()) {
    record(contenders, near);
    return;
  }
  std::set<std::vector<bool>> patterns;
  for (const View& view : views_) {
    std::vector<bool> seen;
    for (std::size_t i = 0; i < contenders.size(); ++i) {
      const bool subject_fits = !view.subject || !contenders[i].subject || *view.subject == *contenders[i].subject;
      seen.push_back(board_->seats()[near[i].seat].area->area->id == view.area && subject_fits);
    }
    patterns.insert(std::move(seen));
  }
  for (const std::vector<bool>& seen : patterns) {
    if (!step()) return;
    for (std::size_t i = 0; i < contenders.size(); ++i) contenders[i].seen_by_patient = seen[i];
    record(contenders, near);
  }
}

void OutcomeSearch::record(const std::vector<Contender>& contenders, const std::vector<Placed>& near) {
  const ContestResult result = decide(contenders, board_->figures());
  Outcome outcome{result.verdict, {}};
  for (const std::size_t index : result.focus) outcome.seats.push_back(near[index].seat);
  std::sort(outcome.seats.begin(), outcome.seats.end());
  if (std::find(recording_->begin(), recording_->end(), outcome) == recording_->end())
    recording_->push_back(std::move(outcome));
}

}  // namespace ipi
