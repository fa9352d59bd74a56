#include "outcome_search.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "completions.h"
#include "tie_facts.h"

namespace ipi {
namespace {

struct InProtocolOrder {
  bool operator()(const Variable& a, const Variable& b) const { return std::tuple(a.group, a.entry, a.slot) < std::tuple(b.group, b.entry, b.slot); }
};

Truth both(Truth a, Truth b) {
  if (a == Truth::no || b == Truth::no) return Truth::no;
  return a == Truth::unknown || b == Truth::unknown ? Truth::unknown : Truth::yes;
}

bool intersects(const std::vector<Variable>& a, const std::vector<Variable>& b) {
  return std::any_of(a.begin(), a.end(), [&](const Variable& v) { return std::find(b.begin(), b.end(), v) != b.end(); });
}

void merge_into(std::vector<Variable>& into, const std::vector<Variable>& from) {
  for (const Variable& variable : from) {
    if (std::find(into.begin(), into.end(), variable) == into.end()) into.push_back(variable);
  }
}

/// Whether the answer is open and its question would be asked, as far as is known.
bool is_askable(const FormState& state, const Variable& variable) { return is_open(state, variable) && state.applies(variable) != Truth::no; }

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
    if (is_open(state, variable) && std::find(open.begin(), open.end(), variable) == open.end()) open.push_back(variable);
  });
  return open;
}

/// Answers that the evidence of two seats, or of a seat and a gate, rests on; and whether the lists are whole.
std::vector<Variable> OutcomeSearch::shared_variables() const {
  const FormState& state = board_->state();
  std::map<Variable, std::set<std::size_t>, InProtocolOrder> owners;
  const auto note = [&](const Expression& expression, const Subject& subject, std::size_t owner) {
    if (state.evaluate(expression, subject) != Truth::unknown) return;
    for (const Variable& variable : open_variables(expression, subject)) owners[variable].insert(owner);
  };
  for (std::size_t seat = 0; seat < board_->seats().size(); ++seat) {
    const Seat& here = board_->seats()[seat];
    note(here.area->where, here.subject, seat);
    for (const CompiledIndicator& indicator : here.area->indicators) note(indicator.holds, here.subject, seat);
  }
  for (const CompiledGate& gate : state.compiled().gates) note(gate.holds, {}, board_->seats().size());
  std::vector<Variable> shared;
  for (const auto& [variable, seats] : owners) {
    if (seats.size() > 1) shared.push_back(variable);
  }
  const std::vector<Variable> all = board_->variables();
  for (const std::size_t slot : {form_slot::complete_relationships, form_slot::complete_events}) {
    const Variable list{Group::form, 0, slot};
    if (std::find(all.begin(), all.end(), list) != all.end() && is_open(state, list)) merge_into(shared, {list});
  }
  order_for_search(state, shared);
  return shared;
}

bool OutcomeSearch::run() {
  fix_shared(shared_variables(), 0);
  return steps_ <= most_steps_;
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
    board_->set(variable, cell);
    fix_shared(shared, next + 1);
  }
  board_->set(variable, before);
}

void OutcomeSearch::combine_seats() {
  bool closed = false;
  bool open = false;
  std::vector<Variable> gate_variables;
  for (const CompiledGate& gate : board_->state().compiled().gates) {
    if (board_->state().evaluate(gate.holds, {}) == Truth::unknown) merge_into(gate_variables, open_variables(gate.holds, {}));
  }
  find_gate(gate_variables, 0, closed, open);
  if (closed) outcomes_.insert(Outcome{});
  if (!open) return;
  const bool whole = board_->lists_are_whole();
  std::vector<std::size_t> order;
  for (std::size_t seat = 0; seat < board_->seats().size(); ++seat) order.push_back(seat);
  std::stable_partition(order.begin(), order.end(), [&](std::size_t seat) { return !board_->seats()[seat].area->area->residual; });
  std::set<Summary> summaries = {Summary{}};
  for (const std::size_t seat : order) {
    const std::set<Standing> standings = standings_of(seat);
    std::set<Summary> longer;
    for (const Summary& summary : summaries) {
      for (const Standing& standing : standings) {
        if (!step()) return;
        longer.insert(add(summary, seat, standing, whole));
      }
    }
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
std::set<OutcomeSearch::Standing> OutcomeSearch::standings_of(std::size_t seat) {
  const FormState& state = board_->state();
  const Seat& here = board_->seats()[seat];
  Standing known{Truth::yes, 0, 0};
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
  const Truth is_subject = state.evaluate(here.area->where, here.subject);
  if (is_subject == Truth::no) return {Standing{}};
  if (is_subject == Truth::unknown) place(here.area->where, nullptr);
  for (const CompiledIndicator& compiled : here.area->indicators) {
    const Truth holds = state.evaluate(compiled.holds, here.subject);
    const Manner manner = compiled.indicator->manner;
    if (holds == Truth::unknown) {
      place(compiled.holds, compiled.indicator);
    } else if (manner == Manner::excludes) {
      known.offered = both(known.offered, negate(holds));
    } else {
      if (manner == Manner::required) known.offered = both(known.offered, holds);
      if (holds == Truth::yes) known.points += compiled.indicator->weight;
    }
  }
  if (known.offered == Truth::no) return {Standing{}};
  known.highest = known.points;
  std::set<Standing> sums = {known};
  for (Atoms& piece : pieces) {
    order_for_search(state, piece.variables);
    std::set<Standing> contributions;
    find_contributions(piece, 0, contributions);
    std::set<Standing> longer;
    for (const Standing& sum : sums) {
      for (const Standing& part : contributions) longer.insert({both(sum.offered, part.offered), sum.points + part.points, sum.highest + part.highest});
    }
    sums = std::move(longer);
  }
  std::set<Standing> result;
  for (const Standing& sum : sums) result.insert(canonical(sum));
  return result;
}

void OutcomeSearch::find_contributions(const Atoms& piece, std::size_t next, std::set<Standing>& found) {
  if (!step()) return;
  const FormState& state = board_->state();
  while (next < piece.variables.size() && !is_askable(state, piece.variables[next])) ++next;
  Standing here{Truth::yes, 0, 0};
  bool open = false;
  for (const Atoms::Atom& atom : piece.atoms) {
    const Truth holds = state.evaluate(*atom.expression, piece.subject);
    open = open || holds == Truth::unknown;
    const bool excludes = atom.indicator != nullptr && atom.indicator->manner == Manner::excludes;
    const bool gates = atom.indicator == nullptr || atom.indicator->manner == Manner::required;
    if (gates) here.offered = both(here.offered, holds);
    if (excludes) here.offered = both(here.offered, negate(holds));
    if (atom.indicator == nullptr || excludes) continue;
    const int weight = atom.indicator->weight;
    if (holds == Truth::yes) here.points += weight;
    if (holds == Truth::yes || (holds == Truth::unknown && weight > 0)) here.highest += weight;
  }
  if (!open || next == piece.variables.size() || here.offered == Truth::no) {
    found.insert(here.offered == Truth::no ? Standing{} : here);
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

OutcomeSearch::Summary OutcomeSearch::add(Summary summary, std::size_t seat, const Standing& standing, bool whole) const {
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
  const int floor = std::max(summary.best - figures.near_tie - figures.second_within, std::min(figures.minimum, figures.second_at_least));
  summary.near.erase(std::remove_if(summary.near.begin(), summary.near.end(), [&](const Placed& placed) { return placed.points < floor; }), summary.near.end());
  if (summary.best >= figures.minimum) summary.any_open = summary.any_reaches = false;
  if (summary.near.empty()) summary.best = 0;
  return summary;
}

bool OutcomeSearch::ties_matter(const Summary& summary) const {
  const ContestFigures& figures = board_->figures();
  std::size_t leaders = 0;
  for (const Placed& placed : summary.near) leaders += placed.points >= std::max(summary.best - figures.near_tie, figures.minimum) ? 1U : 0U;
  if (leaders > 1) return true;
  std::map<int, std::size_t> followers;
  for (const Placed& placed : summary.near) {
    if (placed.points < summary.best) ++followers[placed.points];
  }
  return std::any_of(followers.begin(), followers.end(), [](const auto& entry) { return entry.second > 1; });
}

void OutcomeSearch::conclude(const Summary& summary) {
  if (!step()) return;
  if (summary.best < board_->figures().minimum || summary.near.empty()) {
    outcomes_.insert({summary.any_reaches ? Verdict::not_enough_answered : Verdict::none, {}});
    return;
  }
  std::vector<Contender> contenders;
  for (const Placed& placed : summary.near) {
    const Seat& seat = board_->seats()[placed.seat];
    Contender contender;
    contender.area = static_cast<std::size_t>(seat.area - board_->state().compiled().areas.data());
    contender.offered = Truth::yes;
    contender.points = placed.points;
    add_tie_facts(board_->state(), *seat.area, seat.subject, contender);
    contenders.push_back(contender);
  }
  if (ties_matter(summary)) {
    settle(contenders, summary.near, 0);
  } else {
    record(contenders, summary.near);
  }
}

/// Goes through what the open causes can be; an entry that is not among the contenders counts as none.
void OutcomeSearch::settle(std::vector<Contender>& contenders, const std::vector<Placed>& near, std::size_t next) {
  if (!step()) return;
  if (next == contenders.size()) {
    view(contenders, near);
    return;
  }
  const auto cause = cause_variable(board_->state(), board_->seats()[near[next].seat].subject);
  if (!cause || !is_askable(board_->state(), *cause)) {
    settle(contenders, near, next + 1);
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

/// Goes through what the patient's view can be where it is open.
void OutcomeSearch::view(std::vector<Contender>& contenders, const std::vector<Placed>& near) {
  const ViewVariables variables = view_variables(board_->state().compiled());
  const bool area_open = variables.area && is_askable(board_->state(), *variables.area);
  const bool subject_open = variables.subject && is_askable(board_->state(), *variables.subject);
  if (!area_open && !subject_open) {
    record(contenders, near);
    return;
  }
  const auto cells = [&](const std::optional<Variable>& variable, bool open) {
    if (!variable) return std::vector<Cell>{Cell{}};
    return open ? cells_of(board_->state(), *variable) : std::vector<Cell>{board_->state().cell(*variable)};
  };
  const Cell area_before = variables.area ? board_->state().cell(*variables.area) : Cell{};
  const Cell subject_before = variables.subject ? board_->state().cell(*variables.subject) : Cell{};
  for (const Cell& area : cells(variables.area, area_open)) {
    if (variables.area) board_->set(*variables.area, area);
    for (const Cell& subject : cells(variables.subject, subject_open)) {
      if (!step()) break;
      if (variables.subject) board_->set(*variables.subject, subject);
      std::vector<Contender> seen = contenders;
      for (std::size_t i = 0; i < seen.size(); ++i) {
        const Seat& seat = board_->seats()[near[i].seat];
        Contender fresh;
        add_tie_facts(board_->state(), *seat.area, seat.subject, fresh);
        seen[i].seen_by_patient = fresh.seen_by_patient;
      }
      record(seen, near);
    }
  }
  if (variables.area) board_->set(*variables.area, area_before);
  if (variables.subject) board_->set(*variables.subject, subject_before);
}

void OutcomeSearch::record(const std::vector<Contender>& contenders, const std::vector<Placed>& near) {
  const ContestResult result = decide(contenders, board_->figures());
  Outcome outcome{result.verdict, {}};
  for (const std::size_t index : result.focus) outcome.seats.push_back(near[index].seat);
  std::sort(outcome.seats.begin(), outcome.seats.end());
  outcomes_.insert(std::move(outcome));
}

}  // namespace ipi
