#include "focus/extremes.h"

#include <algorithm>

#include "focus/completions.h"
#include "focus/weigh.h"

namespace ipi {
namespace {

/// Where the search gives up and outer bounds stand. A candidate rarely needs a hundred steps or rests on more than
/// twenty open answers; hundreds of open events would otherwise keep a clinician waiting.
constexpr std::size_t most_steps = 5'000;
constexpr std::size_t most_variables = 40;

bool shares_a_variable(const std::vector<Variable>& a, const std::vector<Variable>& b) {
  return std::any_of(a.begin(), a.end(),
                     [&](const Variable& variable) { return std::find(b.begin(), b.end(), variable) != b.end(); });
}

void take_over(std::vector<Variable>& from, std::vector<Variable>& into) {
  for (const Variable& variable : from) {
    if (std::find(into.begin(), into.end(), variable) == into.end()) into.push_back(variable);
  }
}

}  // namespace

FormState& ExtremeFinder::completed() {
  if (completed_ == nullptr) {
    completed_ = &copy_.emplace(*given_);
    if (given_->compiled().estimates) completed_->leave_out_estimates();
  }
  return *completed_;
}

Extremes ExtremeFinder::find(const CompiledArea& area, const Subject& subject) {
  const FormState& state = given_->compiled().estimates ? completed() : *given_;
  Weighed outer;
  std::vector<Piece> pieces;
  for (const CompiledIndicator& compiled : area.indicators) {
    if (compiled.indicator->manner == Manner::excludes || compiled.indicator->weight == 0) continue;
    const Truth holds = state.evaluate(compiled.holds, subject);
    outer.take(*compiled.indicator, holds);
    if (holds == Truth::unknown) add(compiled, subject, pieces);
  }
  Extremes result{outer.points, outer.points, true};
  steps_ = 0;
  for (Piece& piece : pieces) {
    Reach reach;
    if (piece.is_simple) {
      for (const CompiledIndicator* open : piece.indicators) {
        reach.lowest += std::min(open->indicator->weight, 0);
        reach.highest += std::max(open->indicator->weight, 0);
      }
    } else {
      order_for_search(state, piece.variables);
      if (piece.variables.size() > most_variables) return {outer.lowest, outer.highest, false};
      explore(piece, subject, 0, reach);
      if (steps_ > most_steps) return {outer.lowest, outer.highest, false};
    }
    result.lowest += reach.lowest;
    result.highest += reach.highest;
  }
  return result;
}

void ExtremeFinder::add(const CompiledIndicator& indicator, const Subject& subject, std::vector<Piece>& pieces) {
  const FormState& state = given_->compiled().estimates ? completed() : *given_;
  Piece piece{{&indicator}, {}, indicator.is_simple};
  state.for_each_variable(indicator.holds, subject, [&](const Variable& variable) {
    if (!is_open(state, variable)) return;
    const bool is_new = std::find(piece.variables.begin(), piece.variables.end(), variable) == piece.variables.end();
    piece.is_simple = piece.is_simple && is_new && state.applies(variable) == Truth::yes;
    if (is_new) piece.variables.push_back(variable);
  });
  for (auto other = pieces.begin(); other != pieces.end();) {
    if (!shares_a_variable(other->variables, piece.variables)) {
      ++other;
      continue;
    }
    piece.indicators.insert(piece.indicators.end(), other->indicators.begin(), other->indicators.end());
    take_over(other->variables, piece.variables);
    piece.is_simple = false;
    other = pieces.erase(other);
  }
  pieces.push_back(std::move(piece));
}

/// What is still open without a question behind it (unlisted entries) stays open: its outer bound counts.
void ExtremeFinder::explore(const Piece& piece, const Subject& subject, std::size_t next, Reach& reach) {
  if (++steps_ > most_steps) return;
  FormState& state = completed();
  Weighed here;
  for (const CompiledIndicator* open : piece.indicators)
    here.take(*open->indicator, state.evaluate(open->holds, subject));
  const bool brings_nothing = reach.begun && here.lowest >= reach.lowest && here.highest <= reach.highest;
  if (brings_nothing) return;
  if (next == piece.variables.size() || here.is_settled()) {
    reach.lowest = reach.begun ? std::min(reach.lowest, here.lowest) : here.lowest;
    reach.highest = reach.begun ? std::max(reach.highest, here.highest) : here.highest;
    reach.begun = true;
    return;
  }
  const Variable& variable = piece.variables[next];
  const Cell before = state.cell(variable);
  for (const Cell& cell : cells_of(state, variable)) {
    state.set_cell(variable, cell);
    explore(piece, subject, next + 1, reach);
  }
  state.set_cell(variable, before);
}

}  // namespace ipi
