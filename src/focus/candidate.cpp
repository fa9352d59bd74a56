#include "focus/candidate.h"

#include <fmt/format.h>

#include <algorithm>

#include "focus/extremes.h"
#include "focus/tie_facts.h"
#include "focus/weigh.h"

namespace ipi {
namespace {

/// Keeps the gravest reason, and of equals the first, why a candidate is not offered for sure.
void limit(Candidate& candidate, Truth allowed, const Obstacle& reason) {
  if (allowed == Truth::yes) return;
  const Truth combined = both(candidate.offered, allowed);
  if (candidate.because.empty() || (candidate.offered != Truth::no && combined == Truth::no))
    candidate.because = reason;
  candidate.offered = combined;
}

std::string_view code_of(const FormState& state, const Subject& subject) {
  if (subject.group == Group::form) return {};
  return state.form().entries(subject.group)[subject.entry].code;
}

void set_cause(const FormState& state, Candidate& candidate) {
  const auto variable = cause_variable(state, candidate.subject);
  if (!variable || state.answered(*variable) != Truth::yes) return;
  const Answer& answer = state.form().entries(variable->group)[variable->entry].answers[variable->slot];
  if (answer.text == "none") return;
  candidate.because_of = answer.text;
  candidate.cause = variable;
}

/// Stages are asked in order: one that cannot be told leaves the later ones open too.
const Stage* stage_of(const FormState& state, const CompiledArea& area, const Subject& subject) {
  for (std::size_t i = 0; i < area.stages.size(); ++i) {
    const Truth holds = state.evaluate(area.stages[i], subject);
    if (holds == Truth::yes) return &area.area->stages[i];
    if (holds == Truth::unknown) return nullptr;
  }
  return nullptr;
}

void limit_by(const Indicator& indicator, Truth holds, Candidate& candidate) {
  const bool known = holds != Truth::unknown;
  const std::string_view statement = indicator.statement.original();
  if (indicator.manner == Manner::required)
    limit(candidate, holds, {known ? Obstacle::Kind::not_so : Obstacle::Kind::not_known, statement, {}});
  if (indicator.manner == Manner::excludes)
    limit(candidate, negate(holds), {known ? Obstacle::Kind::excluded : Obstacle::Kind::may_exclude, statement, {}});
}

Candidate candidate_for(const FormState& state, const CompiledArea& area, const Subject& subject, Truth is_subject) {
  Candidate candidate;
  candidate.area = &area;
  candidate.subject = subject;
  candidate.code = code_of(state, subject);
  set_cause(state, candidate);
  candidate.offered = is_subject;
  if (is_subject == Truth::unknown) candidate.because.kind = Obstacle::Kind::subject_open;
  Weighed weighed;
  candidate.evidence.reserve(area.indicators.size());
  for (const CompiledIndicator& compiled : area.indicators) {
    const Truth holds = state.evaluate(compiled.holds, subject);
    candidate.evidence.push_back({compiled.indicator, holds});
    weighed.take(*compiled.indicator, holds);
    limit_by(*compiled.indicator, holds, candidate);
  }
  candidate.points = weighed.points;
  if (area.blocked) candidate.blocked = state.evaluate_gravely(*area.blocked, subject);
  candidate.stage = stage_of(state, area, subject);
  return candidate;
}

void limit_residual(const FormState& state, const std::vector<Candidate>& others, Candidate& residual) {
  for (const Candidate& other : others) {
    if (other.area->area->residual) continue;
    const std::string_view title = other.area->area->title.original();
    if (other.offered == Truth::yes) limit(residual, Truth::no, {Obstacle::Kind::other_present, title, other.code});
    if (other.offered == Truth::unknown)
      limit(residual, Truth::unknown, {Obstacle::Kind::other_open, title, other.code});
  }
  for (const Group group : {Group::relationships, Group::events}) {
    const auto& areas = state.compiled().areas;
    const bool used = std::any_of(areas.begin(), areas.end(), [&](const CompiledArea& area) {
      return !area.area->residual && area.subject == group;
    });
    if (used && !state.is_list_whole(group))
      limit(residual, Truth::unknown, {Obstacle::Kind::list_open, to_text(group), {}});
  }
}

void limit_by_gates(const FormState& state, std::vector<Candidate>& candidates) {
  for (const Gate* gate : closed_gates(state)) {
    for (Candidate& candidate : candidates) {
      candidate.offered = Truth::no;
      candidate.because = {Obstacle::Kind::gate, gate->statement.original(), {}};
    }
  }
}

}  // namespace

std::vector<const Gate*> closed_gates(const FormState& state) {
  std::vector<const Gate*> closed;
  for (const CompiledGate& gate : state.compiled().gates) {
    if (state.evaluate(gate.holds, {}) == Truth::yes) closed.push_back(gate.gate);
  }
  return closed;
}

std::string Obstacle::in_words() const {
  const std::string titled = code.empty() ? std::string(what) : fmt::format("{} ({})", what, code);
  switch (kind) {
    case Kind::none:
      return {};
    case Kind::subject_open:
      return "whether it is a subject of this area is not known";
    case Kind::not_so:
      return fmt::format("not so: {}", what);
    case Kind::not_known:
      return fmt::format("not known: {}", what);
    case Kind::excluded:
      return fmt::format("excluded: {}", what);
    case Kind::may_exclude:
      return fmt::format("not known whether excluded: {}", what);
    case Kind::other_present:
      return fmt::format("another area is present: {}", titled);
    case Kind::other_open:
      return fmt::format("another area is still open: {}", titled);
    case Kind::list_open:
      return fmt::format("it is not known whether all {} are listed", what);
    case Kind::gate:
      break;
  }
  return std::string(what);
}

std::vector<Variable> rests_on(const FormState& state, const Candidate& candidate, const Evidence& evidence) {
  const auto position = static_cast<std::size_t>(&evidence - candidate.evidence.data());
  std::vector<Variable> variables;
  state.for_each_variable(candidate.area->indicators[position].holds, candidate.subject, [&](const Variable& variable) {
    if (std::find(variables.begin(), variables.end(), variable) == variables.end()) variables.push_back(variable);
  });
  return variables;
}

std::vector<Candidate> find_candidates(const FormState& state) {
  ExtremeFinder extremes(state);
  std::vector<Candidate> candidates;
  for (const CompiledArea& area : state.compiled().areas) {
    const std::size_t count = area.subject == Group::form ? 1 : state.entries(area.subject);
    for (std::size_t entry = 0; entry < count; ++entry) {
      const Subject subject{area.subject, entry};
      const Truth is_subject = state.evaluate(area.where, subject);
      if (is_subject == Truth::no) continue;
      Candidate& candidate = candidates.emplace_back(candidate_for(state, area, subject, is_subject));
      const Extremes found = extremes.find(area, subject);
      candidate.lowest = found.lowest;
      candidate.highest = found.highest;
      candidate.exact = found.exact;
    }
  }
  for (Candidate& candidate : candidates) {
    if (candidate.area->area->residual) limit_residual(state, candidates, candidate);
  }
  limit_by_gates(state, candidates);
  return candidates;
}

}  // namespace ipi
