#include "focus/candidate.h"

#include <fmt/format.h>

#include <algorithm>

#include "focus/tie_facts.h"

namespace ipi {
namespace {

std::string title_of(const Candidate& candidate) {
  const std::string_view title = candidate.area->area->title.original();
  return candidate.code.empty() ? std::string(title) : fmt::format("{} ({})", title, candidate.code);
}

/// Says once, and the gravest first, why a candidate is not offered for sure.
void limit(Candidate& candidate, Truth allowed, std::string reason) {
  if (allowed == Truth::yes) return;
  const Truth combined = both(candidate.offered, allowed);
  if (candidate.because.empty() || (candidate.offered != Truth::no && combined == Truth::no))
    candidate.because = std::move(reason);
  candidate.offered = combined;
}

std::string code_of(const FormState& state, const Subject& subject) {
  return subject.group == Group::form ? std::string() : state.form().entries(subject.group)[subject.entry].code;
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

Candidate weigh(const FormState& state, const CompiledArea& area, const Subject& subject, Truth is_subject) {
  Candidate candidate;
  candidate.area = &area;
  candidate.subject = subject;
  candidate.code = code_of(state, subject);
  set_cause(state, candidate);
  candidate.offered = is_subject;
  if (is_subject == Truth::unknown) candidate.because = "whether it is a subject of this area is not known";
  for (const CompiledIndicator& compiled : area.indicators) {
    Evidence evidence;
    evidence.indicator = compiled.indicator;
    evidence.holds = state.evaluate(compiled.holds, subject);
    state.for_each_variable(compiled.holds, subject, [&](const Variable& variable) {
      if (std::find(evidence.rests_on.begin(), evidence.rests_on.end(), variable) == evidence.rests_on.end())
        evidence.rests_on.push_back(variable);
    });
    const Indicator& indicator = *compiled.indicator;
    if (indicator.manner == Manner::required) {
      limit(
          candidate, evidence.holds,
          fmt::format("{}: {}", evidence.holds == Truth::no ? "not so" : "not known", indicator.statement.original()));
    } else if (indicator.manner == Manner::excludes) {
      limit(candidate, negate(evidence.holds),
            fmt::format("{}: {}", evidence.holds == Truth::yes ? "excluded" : "not known whether excluded",
                        indicator.statement.original()));
    }
    if (indicator.manner != Manner::excludes && evidence.holds == Truth::yes) candidate.points += indicator.weight;
    candidate.evidence.push_back(std::move(evidence));
  }
  const Extremes extremes = find_extremes(state, area, subject);
  candidate.lowest = extremes.lowest;
  candidate.highest = extremes.highest;
  candidate.exact = extremes.exact;
  if (area.blocked) candidate.blocked = state.evaluate_gravely(*area.blocked, subject);
  candidate.stage = stage_of(state, area, subject);
  return candidate;
}

void limit_residual(const FormState& state, const std::vector<Candidate>& others, Candidate& residual) {
  for (const Candidate& other : others) {
    if (other.area->area->residual) continue;
    if (other.offered == Truth::yes)
      limit(residual, Truth::no, fmt::format("another area is present: {}", title_of(other)));
    if (other.offered == Truth::unknown)
      limit(residual, Truth::unknown, fmt::format("another area is still open: {}", title_of(other)));
  }
  for (const Group group : {Group::relationships, Group::events}) {
    const bool used =
        std::any_of(state.compiled().areas.begin(), state.compiled().areas.end(),
                    [&](const CompiledArea& area) { return !area.area->residual && area.subject == group; });
    if (used && !state.is_list_whole(group))
      limit(residual, Truth::unknown, fmt::format("it is not known whether all {} are listed", to_text(group)));
  }
}

void limit_by_gates(const FormState& state, std::vector<Candidate>& candidates) {
  for (const Gate* gate : closed_gates(state)) {
    for (Candidate& candidate : candidates) {
      candidate.offered = Truth::no;
      candidate.because = std::string(gate->statement.original());
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

std::vector<Candidate> find_candidates(const FormState& state) {
  std::vector<Candidate> candidates;
  for (const CompiledArea& area : state.compiled().areas) {
    const std::size_t count = area.subject == Group::form ? 1 : state.entries(area.subject);
    for (std::size_t entry = 0; entry < count; ++entry) {
      const Subject subject{area.subject, entry};
      const Truth is_subject = state.evaluate(area.where, subject);
      if (is_subject != Truth::no) candidates.push_back(weigh(state, area, subject, is_subject));
    }
  }
  for (Candidate& candidate : candidates) {
    if (candidate.area->area->residual) limit_residual(state, candidates, candidate);
  }
  limit_by_gates(state, candidates);
  return candidates;
}

}  // namespace ipi
